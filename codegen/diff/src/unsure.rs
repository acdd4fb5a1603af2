//! What the generator is not certain of, with the overrides that settle it.

use spectable_pages::fix::Fix;
use spectable_pages::ir::{Evidence, Field, Operation};
use spectable_pages::question::{self, Choice};

use crate::Unsure;
use crate::pairs::Pairs;
use crate::words::count;

/// The doubts about one half of an operation that were not there before.
pub(super) fn guesses(found: &mut Vec<Unsure>, name: &str, pairs: &Pairs<'_>, operation: &Operation) {
    let mut sampled = 0;
    for node in &pairs.after {
        let old = node.mate.and_then(|mate| pairs.before.get(mate)).map(|old| old.field);
        if old.is_none_or(|old| guess(old) != guess(node.field)) {
            found.extend(doubt(name, &node.path, node.field, operation));
        }
        sampled += usize::from(node.field.from_sample && !old.is_some_and(|old| old.from_sample));
    }
    found.extend(from_samples(name, sampled));
}

/// All doubts about an operation.
pub(super) fn all(found: &mut Vec<Unsure>, name: &str, operation: &Operation) {
    walk(found, name, "request", &operation.request, operation);
    walk(found, name, "response", &operation.response, operation);
    found.extend(from_samples(name, operation.response.iter().filter(|field| field.from_sample).count()));
}

fn walk(found: &mut Vec<Unsure>, name: &str, above: &str, fields: &[Field], operation: &Operation) {
    for field in fields {
        let path = format!("{above}/{}", field.name);
        found.extend(doubt(name, &path, field, operation));
        walk(found, name, &path, &field.fields, operation);
    }
}

fn guess(field: &Field) -> (bool, &[String]) {
    (field.evidence == Evidence::Guess, &field.alternatives)
}

fn doubt(name: &str, path: &str, field: &Field, operation: &Operation) -> Option<Unsure> {
    if field.evidence != Evidence::Guess {
        return None;
    }
    let choices = question::placements(&operation.name, path, &field.alternatives);
    let fix = |choice: Choice| Fix::new(&operation.api(), choice.what, choice.entry).yaml();
    let overrides = choices.into_iter().map(fix).collect();
    Some(Unsure {
        operation: name.to_owned(),
        path: path.to_owned(),
        what: "its place is a guess".to_owned(),
        alternatives: field.alternatives.clone(),
        overrides,
    })
}

/// A page without a table of response fields is one doubt, not one a field; members that samples lack can be added.
fn from_samples(name: &str, fields: usize) -> Option<Unsure> {
    let what = format!("no table of the page lists {}: taken from its samples", count(fields, "field"));
    (fields > 0).then(|| Unsure {
        operation: name.to_owned(),
        path: "response".to_owned(),
        what,
        alternatives: Vec::new(),
        overrides: Vec::new(),
    })
}

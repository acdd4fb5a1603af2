//! What the generator is not certain of, with the overrides that settle it.

use crate::diff::Unsure;
use crate::diff::pairs::Pairs;
use crate::ir::{Evidence, Field, Operation};

/// The doubts about one half of an operation that were not there before.
pub(super) fn guesses(found: &mut Vec<Unsure>, name: &str, pairs: &Pairs<'_>, operation: &Operation) {
    for node in &pairs.after {
        let old = node.mate.and_then(|mate| pairs.before.get(mate));
        if old.is_none_or(|old| doubts(old.field) != doubts(node.field)) {
            found.extend(doubt(name, &node.path, node.field, operation));
        }
    }
}

/// All doubts about an operation.
pub(super) fn all(found: &mut Vec<Unsure>, name: &str, operation: &Operation) {
    walk(found, name, "request", &operation.request, operation);
    walk(found, name, "response", &operation.response, operation);
}

fn walk(found: &mut Vec<Unsure>, name: &str, above: &str, fields: &[Field], operation: &Operation) {
    for field in fields {
        let path = format!("{above}/{}", field.name);
        found.extend(doubt(name, &path, field, operation));
        walk(found, name, &path, &field.fields, operation);
    }
}

fn doubts(field: &Field) -> (bool, &[String], bool) {
    (field.evidence == Evidence::Guess, &field.alternatives, field.from_sample)
}

fn doubt(name: &str, path: &str, field: &Field, operation: &Operation) -> Option<Unsure> {
    let entry = |line: &str| {
        format!("- operation: {}\n  path: {}\n  {line}\n  why: …\n", scalar(&operation.name), scalar(path))
    };
    let (what, overrides) = if field.evidence == Evidence::Guess {
        let places = field.alternatives.join(" or ");
        let what = if places.is_empty() {
            "its place is a guess".to_owned()
        } else {
            format!("its place is a guess: {places} fits about as well")
        };
        let moves = field.alternatives.iter().map(|to| entry(&format!("move: {}", scalar(to))));
        (what, std::iter::once(entry("keep: true")).chain(moves).collect())
    } else if field.from_sample {
        let what = "no row of the page names it, a sample does".to_owned();
        (what, vec![entry(&format!("type: {}", field.ty))])
    } else {
        return None;
    };
    Some(Unsure { operation: name.to_owned(), path: path.to_owned(), what, overrides })
}

/// A text as YAML has it: quoted as in JSON, where it is not plain.
fn scalar(text: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '/' | '_' | '.' | '-');
    if text.starts_with(char::is_alphabetic) && text.chars().all(plain) {
        text.to_owned()
    } else {
        serde_json::Value::from(text).to_string()
    }
}

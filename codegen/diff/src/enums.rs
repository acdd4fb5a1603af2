//! Enums, which the operations of a version share: what changed is said once, where the page changed.

use std::collections::BTreeMap;

use spectable_emit::model::{Surface, Variants};
use spectable_pages::ir::{EnumValue, Operation};

use crate::{Change, ChangeKind, Class, Comparison};

/// A change of an enum, as one operation shows it.
#[derive(Debug)]
pub(super) struct Found<'a> {
    /// `vendor/product/version`
    api: String,
    /// The enum.
    name: &'a str,
    kind: ChangeKind,
    class: Class,
    reason: String,
    before: Option<String>,
    after: Option<String>,
    operation: &'a str,
    /// What users call it.
    item: String,
    /// The fields that take it, and whether their rows changed.
    users: Vec<(String, bool)>,
}

/// The changes of the enums that an operation has on both sides. `users` are the fields that take
/// them: the enum, the field's path, and whether its row changed.
pub(super) fn compare<'a>(
    name: &'a str,
    before: &'a Operation,
    after: &Operation,
    surfaces: (&Surface, &Surface),
    users: &[(&'a str, String, bool)],
) -> Vec<Found<'a>> {
    let api = after.api();
    let mut found = Vec::new();
    for (known, old) in &before.enums {
        let Some(new) = after.enums.get(known) else { continue };
        let users: Vec<(String, bool)> =
            users.iter().filter(|user| user.0 == known).map(|(_, path, touched)| (path.clone(), *touched)).collect();
        if users.is_empty() {
            continue;
        }
        let called = surfaces.1.enums.get(known).map_or("", |variants| variants.name.as_str());
        let item = format!("{}::{called}", surfaces.1.module);
        let mut push = |kind, class, reason: String, before: Option<String>, after: Option<String>| {
            let (api, users) = (api.clone(), users.clone());
            found.push(Found {
                api,
                name: known,
                kind,
                class,
                reason,
                before,
                after,
                operation: name,
                item: item.clone(),
                users,
            });
        };
        values(old, new, &mut push);
        if let (Some(was), Some(is)) = (surfaces.0.enums.get(known), surfaces.1.enums.get(known)) {
            names(was, is, &mut push);
        }
    }
    found
}

type Push<'p> = &'p mut dyn FnMut(ChangeKind, Class, String, Option<String>, Option<String>);

fn values(old: &[EnumValue], new: &[EnumValue], push: Push<'_>) {
    let by_value = |values: &[EnumValue]| -> BTreeMap<String, EnumValue> {
        values.iter().rev().map(|value| (value.value.clone(), value.clone())).collect()
    };
    let (was, is) = (by_value(old), by_value(new));
    for value in old.iter().filter(|value| !is.contains_key(&value.value)) {
        let reason = "its variant is gone; the value is kept as an unknown one".to_owned();
        push(ChangeKind::EnumValueRemoved, Class::Breaking, reason, Some(value.value.clone()), None);
    }
    // Pages number all values or none, so this is one change.
    let (mut numbered, mut renumbered) = (Vec::new(), Vec::new());
    for value in new {
        let Some(known) = was.get(&value.value) else {
            let reason = "new variant: open enum is `#[non_exhaustive]`".to_owned();
            push(ChangeKind::EnumValueAdded, Class::Additive, reason, None, Some(value.value.clone()));
            continue;
        };
        if known.code != value.code {
            let changed = if known.code.is_none() { &mut numbered } else { &mut renumbered };
            changed.push((value.value.as_str(), known.code, value.code));
        }
        if known.label != value.label {
            let text = |label: &Option<String>| label.as_ref().map(|label| format!("{}: {label}", value.value));
            let reason = "label of a value".to_owned();
            push(
                ChangeKind::DocumentationChanged,
                Class::Documentation,
                reason,
                text(&known.label),
                text(&value.label),
            );
        }
    }
    let text = |values: &[(&str, Option<i64>)]| {
        let known: Vec<String> =
            values.iter().filter_map(|(value, code)| code.map(|code| format!("{value} = {code}"))).collect();
        (!known.is_empty()).then(|| known.join(", "))
    };
    let classes = [
        (numbered, Class::Additive, "numbers are read as the values"),
        (renumbered, Class::Breaking, "`code()` answers something else, and numbers are read as other values"),
    ];
    for (codes, class, reason) in classes {
        if !codes.is_empty() {
            let old: Vec<_> = codes.iter().map(|(value, old, _)| (*value, *old)).collect();
            let new: Vec<_> = codes.iter().map(|(value, _, new)| (*value, *new)).collect();
            push(ChangeKind::EnumCodeChanged, class, reason.to_owned(), text(&old), text(&new));
        }
    }
}

fn names(was: &Variants, is: &Variants, push: Push<'_>) {
    for (value, old) in &was.values {
        if let Some(new) = is.values.get(value).filter(|new| *new != old) {
            let reason = "the variant gives way to another of its name".to_owned();
            push(ChangeKind::RustNameChanged, Class::Breaking, reason, Some(old.clone()), Some(new.clone()));
        }
    }
    if was.rest != is.rest {
        let reason = "the variant for values that are not listed gives way to one that is".to_owned();
        push(ChangeKind::RustNameChanged, Class::Breaking, reason, Some(was.rest.clone()), Some(is.rest.clone()));
    }
}

/// One change for what several operations show: it stands at the first row that changed, or at the
/// first field with the enum, and names the others.
pub(super) fn join(compared: &[Comparison<'_>]) -> Vec<Change> {
    let mut groups: BTreeMap<_, Vec<&Found<'_>>> = BTreeMap::new();
    for found in compared.iter().flat_map(|comparison| &comparison.enums) {
        let key = (&found.api, found.name, found.kind, &found.before, &found.after);
        groups.entry(key).or_default().push(found);
    }
    let joined = groups.into_values().filter_map(|group| {
        let first = group.first()?;
        let mut places: Vec<(bool, &str, &str)> = group
            .iter()
            .flat_map(|found| found.users.iter().map(|(path, touched)| (!touched, found.operation, path.as_str())))
            .collect();
        // A stable sort: rows that changed first, else in the pages' order.
        places.sort_by_key(|(untouched, operation, _)| (*untouched, *operation));
        let (_, operation, path) = *places.first()?;
        Some(Change {
            operation: operation.to_owned(),
            path: path.to_owned(),
            item: first.item.clone(),
            kind: first.kind,
            class: first.class,
            reason: first.reason.clone(),
            before: first.before.clone(),
            after: first.after.clone(),
            also: places.iter().skip(1).map(|(_, operation, path)| format!("{operation} {path}")).collect(),
        })
    });
    joined.collect()
}

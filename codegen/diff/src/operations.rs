//! One operation before and after.

use spectable_emit::model::Surface;
use spectable_pages::ir::{Field, Operation, Type};

use crate::fields::{self, Half};
use crate::pairs::{How, Pairs};
use crate::words::count;
use crate::{Change, ChangeKind, Class, Comparison, calls, enums, unsure};

/// Where changes are collected.
#[derive(Debug)]
pub(super) struct Changes<'n> {
    operation: &'n str,
    item: String,
    pub(super) all: Vec<Change>,
}

impl Changes<'_> {
    /// Notes a change; `sides` is what was there and what is there now.
    pub(super) fn push(
        &mut self,
        path: &str,
        kind: ChangeKind,
        class: Class,
        reason: impl Into<String>,
        sides: (Option<String>, Option<String>),
    ) {
        self.all.push(Change {
            operation: self.operation.to_owned(),
            path: path.to_owned(),
            item: self.item.clone(),
            kind,
            class,
            reason: reason.into(),
            before: sides.0,
            after: sides.1,
            also: Vec::new(),
        });
    }
}

/// Compares an operation; one of the two may be missing.
pub(super) fn compare<'a>(
    name: &'a str,
    sides: (Option<&'a Operation>, Option<&'a Operation>),
    surfaces: (&Surface, &Surface),
) -> Comparison<'a> {
    let mut changes = Changes { operation: name, item: item(sides, surfaces), all: Vec::new() };
    let mut found = Comparison::default();
    match sides {
        (Some(before), Some(after)) => {
            let halves = [
                ("request", (before.request.as_slice(), after.request.as_slice())),
                ("response", (before.response.as_slice(), after.response.as_slice())),
            ];
            let halves = halves.map(|(side, fields)| (side, Pairs::new(side, (before, after), fields)));
            names(&mut changes, surfaces);
            let mut users = Vec::new();
            for (side, pairs) in &halves {
                Half { changes: &mut changes, pairs, surfaces, request: *side == "request" }.compare();
                users.extend(pairs.mates.iter().filter_map(|(old, new, how)| {
                    let (old, new) = (pairs.before.get(*old)?, pairs.after.get(*new)?);
                    let (Type::Enum(one), Type::Enum(other)) = (old.field.ty.innermost(), new.field.ty.innermost())
                    else {
                        return None;
                    };
                    let touched = *how != How::Same || said(old.field) != said(new.field);
                    (one == other).then(|| (one.as_str(), new.path.clone(), touched))
                }));
                unsure::guesses(&mut found.unsure, name, pairs, after);
            }
            fields::types(&mut changes, &halves, surfaces);
            calls::compare(&mut changes, before, after, surfaces);
            found.enums = enums::compare(name, before, after, surfaces, &users);
        }
        (None, Some(after)) => {
            let what = contents(after);
            changes.push(
                "",
                ChangeKind::OperationAdded,
                Class::Additive,
                "a new operation beside the others",
                (None, Some(what)),
            );
            unsure::all(&mut found.unsure, name, after);
        }
        (Some(before), None) => {
            let what = contents(before);
            let reason = format!("`{}` and its types are gone", surfaces.0.request);
            changes.push("", ChangeKind::OperationRemoved, Class::Breaking, reason, (Some(what), None));
        }
        (None, None) => {}
    }
    found.changes = changes.all;
    found
}

/// The request's type, as it is called now or was.
fn item(sides: (Option<&Operation>, Option<&Operation>), surfaces: (&Surface, &Surface)) -> String {
    let surface = if sides.1.is_some() { surfaces.1 } else { surfaces.0 };
    format!("{}::{}", surface.module, surface.request)
}

/// What a page says of a field in words.
fn said(field: &Field) -> (&str, Option<&str>) {
    (&field.description, field.example.as_deref())
}

/// `3 parameters, 12 fields`
fn contents(operation: &Operation) -> String {
    let (request, response) = (Field::count(&operation.request), Field::count(&operation.response));
    format!("{}, {}", count(request, "parameter"), count(response, "field"))
}

/// Names that the rest of the tree decides too: modules, the request, the output.
fn names(changes: &mut Changes<'_>, (old, new): (&Surface, &Surface)) {
    let mut names = vec![
        ("the module", format!("{}::{}", old.module, old.file), format!("{}::{}", new.module, new.file)),
        ("the request", old.request.clone(), new.request.clone()),
        ("the output", old.output.clone(), new.output.clone()),
    ];
    if let (Some(old), Some(new)) = (&old.error, &new.error) {
        names.push(("the enum of error codes", old.name.clone(), new.name.clone()));
    }
    for (what, before, after) in names {
        if before != after {
            let reason = format!("{what} has another name, since names are decided over the whole crate");
            changes.push("", ChangeKind::RustNameChanged, Class::Breaking, reason, (Some(before), Some(after)));
        }
    }
}

//! What changed since a revision, by operation and path, and how rows read before.

use std::collections::{BTreeMap, BTreeSet};

use spectable_diff::{Change, ChangeKind, Class, Unsure};
use spectable_pages::ir::{Field, Operation};
use spectable_pages::page::Row;
use spectable_pages::pipeline::Document;

use crate::input::Base;
use crate::rows::{self, Column};

/// What is compared with, found by operation.
pub(crate) struct Before<'a> {
    /// By operation: the path and the place in the diff of each change, and of each new doubt.
    found: BTreeMap<&'a str, Found<'a>>,
    base: Base<'a>,
    operations: BTreeMap<String, &'a Operation>,
    documents: BTreeMap<String, &'a Document>,
}

#[derive(Default)]
struct Found<'a> {
    changes: Vec<(&'a str, usize)>,
    unsure: Vec<&'a Unsure>,
}

/// The cells of a row as it was.
pub(crate) type Cells = Vec<(Column, String)>;

impl<'a> Before<'a> {
    pub(crate) fn new(base: Base<'a>) -> Self {
        let mut found: BTreeMap<&str, Found<'_>> = BTreeMap::new();
        for (at, change) in base.diff.changes.iter().enumerate() {
            // Other places with the same enum, as `operation path`.
            let also = change.also.iter().filter_map(|also| also.split_once(' '));
            for (operation, path) in std::iter::once((change.operation.as_str(), change.path.as_str())).chain(also) {
                found.entry(operation).or_default().changes.push((path, at));
            }
        }
        for doubt in &base.diff.unsure {
            found.entry(&doubt.operation).or_default().unsure.push(doubt);
        }
        let named = |document: &'a Document| Some((document.operation.as_ref()?.full_name(), document));
        Self {
            found,
            base,
            operations: base.tree.operations().map(|operation| (operation.full_name(), operation)).collect(),
            documents: base.documents.iter().filter_map(named).collect(),
        }
    }

    /// What changed in an operation.
    pub(crate) fn of(&self, full_name: &str) -> Changed<'a> {
        let mut changed = Changed::default();
        let old = self.operations.get(full_name).copied();
        changed.is_new = old.is_none();
        let mut seen = BTreeSet::new();
        let found = self.found.get(full_name);
        for (path, at) in found.into_iter().flat_map(|found| &found.changes) {
            let Some(change) = self.base.diff.changes.get(*at) else { continue };
            changed.changes.entry(path).or_default().push(change);
            if seen.insert(at) {
                changed.classes.push(change.class);
            }
            let removed = matches!(change.kind, ChangeKind::FieldRemoved | ChangeKind::ParameterRemoved);
            if let Some((above, _)) = path.rsplit_once('/').filter(|_| removed)
                && let Some(field) = old.and_then(|old| field(old, path))
            {
                changed.gone.entry(above.to_owned()).or_default().push(field);
            }
        }
        for doubt in found.into_iter().flat_map(|found| &found.unsure) {
            changed.unsure.entry(&doubt.path).or_default().push(doubt);
        }
        changed.document = self.documents.get(full_name).copied();
        changed.rows = changed.document.map(rows_by_path).unwrap_or_default();
        changed
    }
}

/// What changed in one operation.
#[derive(Default)]
pub(crate) struct Changed<'a> {
    /// By path.
    pub(crate) changes: BTreeMap<&'a str, Vec<&'a Change>>,
    /// Of each change.
    classes: Vec<Class>,
    pub(crate) unsure: BTreeMap<&'a str, Vec<&'a Unsure>>,
    /// Fields that are gone, by the path of what they stood in.
    pub(crate) gone: BTreeMap<String, Vec<&'a Field>>,
    /// The operation was not there.
    pub(crate) is_new: bool,
    /// Its page of before.
    document: Option<&'a Document>,
    rows: BTreeMap<String, &'a Row>,
}

impl Changed<'_> {
    /// The row of a field as it was, by the field's path of now.
    pub(crate) fn row(&self, path: &str) -> Option<Cells> {
        let moved = self.changes.get(path).into_iter().flatten().find_map(|change| {
            let from = matches!(change.kind, ChangeKind::Moved | ChangeKind::Renamed);
            change.before.as_deref().filter(|_| from)
        });
        let row = self.rows.get(moved.unwrap_or(path))?;
        Some(rows::text(&self.document?.file, row))
    }

    /// How many changes there are of a class.
    pub(crate) fn count(&self, class: Class) -> usize {
        self.classes.iter().filter(|known| **known == class).count()
    }

    /// Whether there is nothing to look at.
    pub(crate) fn is_empty(&self) -> bool {
        self.classes.is_empty() && self.unsure.is_empty()
    }
}

/// The rows of a page, by the paths of the fields that were made of them.
fn rows_by_path(document: &Document) -> BTreeMap<String, &Row> {
    let (Some(page), Some(operation)) = (&document.page, &document.operation) else { return BTreeMap::new() };
    let rows: BTreeMap<u32, &Row> =
        page.request.rows.iter().chain(&page.response.rows).map(|row| (row.span.start, row)).collect();
    let mut found = BTreeMap::new();
    let mut open: Vec<(String, &Field)> = Vec::new();
    for (side, fields) in [("request", &operation.request), ("response", &operation.response)] {
        open.extend(fields.iter().map(|field| (format!("{side}/{}", field.name), field)));
    }
    while let Some((path, field)) = open.pop() {
        open.extend(field.fields.iter().map(|member| (format!("{path}/{}", member.name), member)));
        if let Some(row) = rows.get(&field.span.start).filter(|row| row.span == field.span) {
            found.insert(path, *row);
        }
    }
    found
}

/// The field at a path such as `request/Tag/Key`.
fn field<'a>(operation: &'a Operation, path: &str) -> Option<&'a Field> {
    let mut steps = path.split('/');
    let mut fields = match steps.next()? {
        "request" => &operation.request,
        _ => &operation.response,
    };
    let mut found = None;
    for step in steps {
        let field = fields.iter().find(|field| field.name == step)?;
        fields = &field.fields;
        found = Some(field);
    }
    found
}

//! What changed since a revision, by operation and path, and how rows read before.

use std::collections::{BTreeMap, BTreeSet};

use spectable_diff::{Change, Class, Unsure};
use spectable_pages::ir::{Field, Operation};
use spectable_pages::page::Row;
use spectable_pages::pipeline::Document;

use crate::gone::{self, Ghosts, Paths};
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
    pub(crate) fn of(&self, full_name: &str, now: &Operation) -> Changed<'a> {
        let mut changed = Changed::default();
        let old = self.operations.get(full_name).copied();
        changed.is_new = old.is_none();
        let found = self.found.get(full_name);
        let mut seen = BTreeSet::new();
        for (path, at) in found.into_iter().flat_map(|found| &found.changes) {
            let Some(change) = self.base.diff.changes.get(*at) else { continue };
            changed.changes.entry(path).or_default().push(change);
            if seen.insert(at) {
                changed.classes.push(change.class);
            }
        }
        // All of a new operation is new: its guesses are told as such.
        for doubt in found.into_iter().flat_map(|found| &found.unsure).filter(|_| old.is_some()) {
            changed.unsure.entry(&doubt.path).or_default().push(doubt);
        }
        changed.paths = Paths::new(changed.changes.values().flatten().copied());
        changed.gone = old.map(|old| gone::ghosts(old, now, &changed.paths)).unwrap_or_default();
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
    pub(crate) gone: Ghosts<'a>,
    pub(crate) paths: Paths<'a>,
    /// The operation was not there.
    pub(crate) is_new: bool,
    /// Its page of before.
    document: Option<&'a Document>,
    rows: BTreeMap<String, &'a Row>,
}

impl<'a> Changed<'a> {
    /// The row of a field as it was, by its path of then.
    pub(crate) fn row(&self, path: &str) -> Option<Cells> {
        Some(rows::text(&self.document?.file, self.rows.get(path)?))
    }

    /// The rows as they were, by where they stood, with the paths of their fields.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &str> {
        let mut rows: Vec<(u32, &str)> = self.rows.iter().map(|(path, row)| (row.span.start, path.as_str())).collect();
        rows.sort_unstable();
        rows.into_iter().map(|(_, path)| path)
    }

    /// Each change once, the worst first, with all of the places that it is about.
    pub(crate) fn once(&self) -> Vec<(&'a Change, Vec<&'a str>)> {
        let mut places: BTreeMap<*const Change, usize> = BTreeMap::new();
        let mut all: Vec<(&Change, Vec<&str>)> = Vec::new();
        for (path, change) in
            self.changes.iter().flat_map(|(path, found)| found.iter().map(move |change| (*path, *change)))
        {
            let at = *places.entry(std::ptr::from_ref(change)).or_insert(all.len());
            match all.get_mut(at) {
                Some((_, places)) => places.push(path),
                None => all.push((change, vec![path])),
            }
        }
        all.sort_by_key(|(change, _)| change.class);
        all
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

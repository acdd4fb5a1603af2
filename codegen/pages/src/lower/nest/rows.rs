//! The rows of a response's table, as far as their places go.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::wrapper;
use crate::cells::{self, Word};
use crate::ir::Vendor;
use crate::lower::text::wire_name;
use crate::page::Row;
use crate::sample::Shape;
use crate::source::SourceFile;

/// A row, as far as its place goes.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// The wire name.
    pub name: String,
    /// The type cell.
    pub word: Word,
    /// The row says the same as the one before it.
    pub doubled: bool,
    /// The row has an example that is no JSON: a value, so a container is a list of values.
    pub valued: bool,
}

/// The rows that name a field, in the table's order.
pub(crate) fn named<'a>(file: &SourceFile, rows: &'a [Row]) -> Vec<&'a Row> {
    rows.iter().filter(|row| !wire_name(row.name.text(file)).is_empty()).collect()
}

/// What [`named`] rows say about their places.
pub(crate) fn candidates(file: &SourceFile, rows: &[&Row], vendor: Vendor) -> Vec<Candidate> {
    rows.iter()
        .enumerate()
        .map(|(index, row)| Candidate {
            name: wire_name(row.name.text(file)),
            word: cells::word(row.ty.text(file), vendor),
            valued: is_value(row.example.text(file)),
            doubled: index > 0 && says_the_same(file, rows[index - 1], row),
        })
        .collect()
}

/// What samples show, in the spelling of the rows and with the wrappers that they name.
pub(crate) fn shown<'a>(rows: &[Candidate], shape: Option<&'a Shape>) -> Option<Cow<'a, Shape>> {
    Some(match spelled(rows, shape?) {
        Cow::Borrowed(shape) => wrapper::with_rows(rows, shape),
        Cow::Owned(shape) => Cow::Owned(wrapper::with_rows(rows, &shape).into_owned()),
    })
}

/// What samples show, in the spelling of the rows: some samples have all their names in lower camel case.
fn spelled<'a>(rows: &[Candidate], shape: &'a Shape) -> Cow<'a, Shape> {
    let shown = shape.names();
    let (alike, others): (Vec<_>, Vec<_>) = rows.iter().partition(|row| shown.contains(row.name.as_str()));
    if others.len() <= alike.len() {
        return Cow::Borrowed(shape);
    }
    let lower: BTreeSet<String> = shown.iter().map(|name| name.to_lowercase()).collect();
    if others.iter().filter(|row| lower.contains(&row.name.to_lowercase())).count() <= alike.len() {
        return Cow::Borrowed(shape);
    }
    let names: BTreeMap<String, &str> = rows.iter().map(|row| (row.name.to_lowercase(), row.name.as_str())).collect();
    Cow::Owned(shape.respelled(&names))
}

/// Whether two rows agree in every cell.
fn says_the_same(file: &SourceFile, one: &Row, other: &Row) -> bool {
    let cells = |row: &Row| [row.name, row.ty, row.example, row.description];
    cells(one).iter().zip(cells(other)).all(|(one, other)| one.text(file).trim() == other.text(file).trim())
}

/// An example that is a value, or a list of values, and no document with names in it.
fn is_value(example: &str) -> bool {
    let example = example.trim_start_matches('\\').trim();
    if cells::says_nothing(example) || example.eq_ignore_ascii_case("null") || example.starts_with(['<', '-', '无']) {
        return false;
    }
    if !example.starts_with(['{', '[']) {
        return true;
    }
    let inner = example.trim_start_matches(|c: char| matches!(c, '[' | '{' | '\\') || c.is_whitespace());
    let listed = inner.starts_with(|c: char| matches!(c, '"' | '\'' | '“') || c.is_ascii_digit());
    // A name's closing quote, and then a colon.
    let named = inner.match_indices(':').any(|(at, _)| inner[..at].trim_end().ends_with(['"', '\'', '”']));
    listed && !named
}

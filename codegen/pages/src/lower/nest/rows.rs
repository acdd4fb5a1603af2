//! The rows of a response's table, as far as their places go.

use crate::ir::Vendor;
use crate::lower::text::wire_name;
use crate::lower::types::{self, Word};
use crate::page::Row;
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
            word: types::word(row.ty.text(file), vendor),
            valued: is_value(row.example.text(file)),
            doubled: index > 0
                && rows[index - 1].name.text(file) == row.name.text(file)
                && rows[index - 1].ty.text(file) == row.ty.text(file),
        })
        .collect()
}

/// An example that is a value, not a document.
fn is_value(example: &str) -> bool {
    let example = example.trim_start_matches('\\').trim();
    !example.is_empty()
        && !example.starts_with(['{', '[', '<', '-'])
        && !example.eq_ignore_ascii_case("null")
        && !example.starts_with('无')
}

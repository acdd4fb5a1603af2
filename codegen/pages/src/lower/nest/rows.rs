//! The rows of a response's table, as far as their places go.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{ROOT, wrapper};
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
    /// How far marks move the name to the right.
    pub depth: u32,
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
            depth: row.depth,
        })
        .collect()
}

/// The parents of rows, where the page tells them: by marks before the names, or by dots in them, which then are no part
/// of the names. `None` where the table is flat.
pub(crate) fn told(rows: &mut [Candidate], shape: Option<&Shape>) -> Option<Vec<u16>> {
    by_paths(rows, shape).or_else(|| by_marks(rows))
}

/// `Data`, `Data.List`, `Data.List[].Id`: each path leads on from that of an earlier row.
fn by_paths(rows: &mut [Candidate], shape: Option<&Shape>) -> Option<Vec<u16>> {
    if !rows.iter().any(|row| row.name.contains('.')) {
        return None;
    }
    // A name may have dots of its own: samples show it so.
    let shown = shape.map(Shape::names).unwrap_or_default();
    if rows.iter().any(|row| row.name.contains('.') && shown.contains(row.name.as_str())) {
        return None;
    }
    let mut known: BTreeMap<String, u16> = BTreeMap::new();
    let mut parents = Vec::with_capacity(rows.len());
    let mut paths = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        let path = row.name.replace("[]", "").replace(".N.", ".").replace(".n.", ".");
        let parent = match path.rsplit_once('.') {
            Some((above, _)) => *known.get(above)?,
            None => ROOT,
        };
        known.entry(path.clone()).or_insert(u16::try_from(index).unwrap_or(ROOT));
        parents.push(parent);
        paths.push(path);
    }
    for (row, path) in rows.iter_mut().zip(paths) {
        let name = path.rsplit_once('.').map_or(path.as_str(), |(_, name)| name);
        name.clone_into(&mut row.name);
    }
    Some(parents)
}

/// `Data`, `└ List`, `└└ Id`: the parent is the last row that stands further left.
fn by_marks(rows: &[Candidate]) -> Option<Vec<u16>> {
    let depths: BTreeSet<u32> = rows.iter().map(|row| row.depth).collect();
    if depths.len() < 2 {
        return None;
    }
    let mut open: Vec<(u32, u16)> = Vec::new();
    let mut parents = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        while open.last().is_some_and(|(depth, _)| *depth >= row.depth) {
            open.pop();
        }
        parents.push(open.last().map_or(ROOT, |(_, row)| *row));
        open.push((row.depth, u16::try_from(index).unwrap_or(ROOT)));
    }
    // With one kind of mark for every level, a container among the marked rows has nothing below it.
    let above: BTreeSet<u16> = parents.iter().copied().collect();
    let bare = |(at, row): (usize, &Candidate)| {
        let container = matches!(row.word, Word::List(_) | Word::Struct);
        row.depth > 0 && container && !above.contains(&u16::try_from(at).unwrap_or(ROOT))
    };
    let flat = depths.len() == 2 && rows.iter().enumerate().any(bare);
    // Nothing but a value may stand above others, or the marks mean something else.
    let wrong = parents.iter().any(|parent| {
        rows.get(usize::from(*parent)).is_some_and(|row| matches!(row.word, Word::Scalar(_) | Word::ListOf(_)))
    });
    (!flat && !wrong).then_some(parents)
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

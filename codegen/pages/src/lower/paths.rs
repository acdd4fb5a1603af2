//! Parents that only the paths of their members name: `Data.List[].Id`, and no row for `Data` or `Data.List`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::text::wire_name;
use crate::bounds::{FIELD_DEPTH, TABLE_ROWS};
use crate::cells::{self, Word};
use crate::ir::Vendor;
use crate::page::{Cell, Row};
use crate::sample::Shape;
use crate::source::{SourceFile, Span};

/// A table's rows, with those that stand nowhere on the page.
pub(super) struct Rows<'a> {
    /// All of them, each parent before the first row below it.
    pub all: Cow<'a, [Row]>,
    /// The places of those that were made, and what they are by the path.
    pub made: BTreeMap<Span, Word>,
}

impl<'a> Rows<'a> {
    /// The rows as they stand in the table.
    fn as_they_are(rows: &'a [Row]) -> Self {
        Self { all: Cow::Borrowed(rows), made: BTreeMap::new() }
    }
}

/// One step down a path, as far as the name is written.
struct Above {
    path: String,
    place: Span,
    list: bool,
}

/// Makes the rows that paths lead through and that the table does not have. Where dots are part of the names, where
/// containers have no paths below them, or where a parent has its row further down, the paths do not tell where rows stand,
/// and no row is made.
pub(super) fn with_parents<'a>(file: &SourceFile, rows: &'a [Row], shape: Option<&Shape>, vendor: Vendor) -> Rows<'a> {
    if !rows.iter().any(|row| row.name.text(file).contains('.')) {
        return Rows::as_they_are(rows);
    }
    let names: Vec<String> = rows.iter().map(|row| wire_name(row.name.text(file))).collect();
    let dotted = || names.iter().filter(|name| name.contains('.'));
    let shown = shape.map(Shape::names).unwrap_or_default();
    let deep = |name: &str| name.bytes().filter(|b| *b == b'.').nth(FIELD_DEPTH).is_some();
    if dotted().any(|name| deep(name) || shown.contains(name.as_str()) || !name.split('.').all(is_step)) {
        return Rows::as_they_are(rows);
    }
    let roots: BTreeSet<&str> = dotted().filter_map(|name| name.split('.').next()).map(bare).collect();
    let open = |(row, name): (&Row, &String)| {
        let holds = cells::word(row.ty.text(file), vendor).is_container();
        !name.is_empty() && !name.contains('.') && holds && !roots.contains(bare(name))
    };
    if rows.iter().zip(&names).any(open) {
        return Rows::as_they_are(rows);
    }
    let own: BTreeSet<String> = names.iter().map(|name| path(name)).collect();
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut all = Vec::with_capacity(rows.len());
    let mut made = BTreeMap::new();
    for (row, name) in rows.iter().zip(&names) {
        for Above { path, place, list } in above(file, row.name) {
            if !known.contains(&path) {
                if own.contains(&path) {
                    return Rows::as_they_are(rows);
                }
                known.insert(path);
                let end = Cell { span: Span { start: place.end, end: place.end } };
                let cell = Cell { span: place };
                all.push(Row { span: place, name: cell, ty: end, example: end, description: end, ..Row::default() });
                made.insert(place, if list { Word::List(None) } else { Word::Struct });
            }
        }
        known.insert(path(name));
        all.push(row.clone());
    }
    if all.len() > TABLE_ROWS {
        return Rows::as_they_are(rows);
    }
    Rows { all: Cow::Owned(all), made }
}

/// What stands above the last name of a path, from the root down.
fn above(file: &SourceFile, name: Cell) -> Vec<Above> {
    let text = name.text(file);
    let mut steps: Vec<Above> = Vec::new();
    for (at, _) in text.match_indices('.') {
        let whole = wire_name(&text[..at]);
        let step = whole.rsplit('.').next().unwrap_or_default();
        if is_index(step) {
            steps.last_mut().into_iter().for_each(|above| above.list = true);
            continue;
        }
        let start = name.span.start as usize;
        // Dots may be escaped.
        let written = text[..at].trim_end_matches('\\');
        let place = Span::new(start, start + written.len());
        steps.push(Above { path: path(&whole), place, list: step.ends_with("[]") });
    }
    steps
}

/// A path without the marks of lists.
fn path(name: &str) -> String {
    name.split('.').filter(|step| !is_index(step)).map(bare).collect::<Vec<_>>().join(".")
}

fn bare(step: &str) -> &str {
    step.strip_suffix("[]").unwrap_or(step)
}

fn is_index(step: &str) -> bool {
    matches!(step, "N" | "n")
}

/// Whether a piece between dots can be a name.
fn is_step(piece: &str) -> bool {
    let name = bare(piece);
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of all rows, where lines are `Name Type`; those that were made with their type.
    fn names(table: &str, shape: Option<&Shape>) -> String {
        let file = SourceFile::new("p", table);
        let row = |(start, line): (usize, &str)| {
            let name = line.split(' ').next().unwrap_or_default().len();
            let cell = |from: usize, to: usize| Cell { span: Span::new(start + from, start + to) };
            let ty = cell((name + 1).min(line.len()), line.len());
            Row { span: cell(0, line.len()).span, name: cell(0, name), ty, ..Row::default() }
        };
        let rows: Vec<Row> = file.lines().map(row).collect();
        let Rows { all, made } = with_parents(&file, &rows, shape, Vendor::Aliyun);
        let word = |row: &Row| match made.get(&row.span) {
            Some(Word::List(_)) => "*",
            Some(_) => "!",
            None => "",
        };
        all.iter().map(|row| format!("{}{}", row.name.text(&file), word(row))).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn parents_without_a_row_are_made_where_paths_tell() {
        assert_eq!(names("Data.Id String\nData.List[].X Long", None), "Data! Data.Id Data.List[]* Data.List[].X");
        assert_eq!(names("A\\.B.N.C String\nD Long", None), "A! A\\.B* A\\.B.N.C D");
        assert_eq!(names("Data Object\nData.Id String", None), "Data Data.Id");
        for other in [
            // The parent stands further down.
            "Data.Id String\nData Object",
            // What stands below `Rules` is told by the order of rows.
            "Rules Array\nId String\nDisk.Size Long",
            // No names.
            "v1.2 String",
            "Id String",
        ] {
            assert_eq!(names(other, None), names_of(other));
        }
        let deep = format!("{}X String", "A.".repeat(FIELD_DEPTH + 1));
        assert_eq!(names(&deep, None), names_of(&deep));
    }

    fn names_of(table: &str) -> String {
        table.lines().filter_map(|line| line.split(' ').next()).collect::<Vec<_>>().join(" ")
    }
}

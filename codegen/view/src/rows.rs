//! The page's tables as the vendor shows them, each row with the nodes that were made of it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use spectable_pages::ir::{Operation, Type};
use spectable_pages::lower::{Mark, is_common, marks, wire_name};
use spectable_pages::page::{Cell, Page, Row, Table};
use spectable_pages::pipeline::Document;
use spectable_pages::source::{SourceFile, Span};

use crate::changes::Changed;
use crate::tree::{Kind, REQUEST, Tree};

/// A table of a page.
#[derive(Debug)]
pub(crate) struct TableView {
    /// `request` or `response`.
    pub(crate) side: &'static str,
    /// The section's heading, as the page writes it.
    pub(crate) heading: String,
    /// What the columns hold, in the page's order.
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<RowView>,
    /// What is true of too many of its rows to be said at each.
    pub(crate) note: Option<String>,
    /// Fields whose rows are gone, by how many rows stand above.
    pub(crate) gone: BTreeMap<usize, Vec<usize>>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    Name,
    Type,
    Required,
    Position,
    Example,
    Description,
    /// All of it, where the page is made of a vendor's schema.
    Schema,
}

impl Column {
    /// In words.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Type => "Type",
            Self::Required => "Required",
            Self::Position => "Position",
            Self::Example => "Example",
            Self::Description => "Description",
            Self::Schema => "Schema",
        }
    }

    fn cell(self, row: &Row) -> Cell {
        match self {
            Self::Name => row.name,
            Self::Type => row.ty,
            Self::Required => row.required.unwrap_or_default(),
            Self::Position => row.position.unwrap_or_default(),
            Self::Example => row.example,
            Self::Description => row.description,
            Self::Schema => Cell { span: row.span },
        }
    }
}

/// A row of a page.
#[derive(Debug, Default)]
pub(crate) struct RowView {
    /// Its place among the rows of all tables.
    pub(crate) number: usize,
    /// Its line on the page.
    pub(crate) line: usize,
    pub(crate) span: Span,
    /// Its cells, by the table's columns.
    pub(crate) cells: Vec<Span>,
    /// The nodes that were made of it.
    pub(crate) keys: Vec<usize>,
    /// What its cells say.
    pub(crate) marks: Vec<Mark>,
    /// Why there are no nodes, or none of its own.
    pub(crate) note: Option<Cow<'static, str>>,
    /// How far marks before its name move it, in steps.
    pub(crate) level: usize,
}

/// The tables of a page.
pub(crate) fn tables(
    document: &Document,
    operation: &Operation,
    tree: &Tree<'_>,
    changed: Option<&Changed<'_>>,
) -> Vec<TableView> {
    let Some(page) = &document.page else { return Vec::new() };
    let made = made(document, tree);
    let sides = [("request", &page.request), ("response", &page.response)];
    // A table without rows is shown for the rows that it had.
    let had = |side: &str| tree.nodes.iter().any(|node| node.is_removed() && node.is_below(side));
    let tables = sides.into_iter().filter(|(side, table)| !table.rows.is_empty() || had(side));
    let mut views: Vec<TableView> =
        tables.map(|(side, table)| view(document, page, operation, tree, &made, (side, table))).collect();
    if page.schema.is_some() {
        views = ["request", "response"].map(|side| of_schema(document, tree, side)).into();
        views.retain(|table| !table.rows.is_empty() || had(table.side));
    }
    for (number, row) in views.iter_mut().flat_map(|table| &mut table.rows).enumerate() {
        row.number = number;
    }
    for table in &mut views {
        table.gone = gone(table, tree, changed);
    }
    views
}

/// Where the rows of removed fields stood, as told by the rows before them that are still there.
fn gone(table: &TableView, tree: &Tree<'_>, changed: Option<&Changed<'_>>) -> BTreeMap<usize, Vec<usize>> {
    let rows: BTreeMap<usize, usize> =
        table.rows.iter().zip(1..).flat_map(|(row, above)| row.keys.iter().map(move |key| (*key, above))).collect();
    let removed = |key: &usize| tree.node(*key).is_some_and(|node| node.is_removed() && node.is_below(table.side));
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut placed = BTreeSet::new();
    let mut above = 0;
    for (path, changed) in changed.into_iter().flat_map(|changed| changed.rows().map(move |path| (path, changed))) {
        if let Some(key) = tree.gone(path).filter(removed) {
            found.entry(above).or_default().push(key);
            placed.insert(key);
        } else if changed.paths.moved(path).is_none() {
            let key = tree.at(&changed.paths.now(path));
            above = key.and_then(|key| rows.get(&key).copied()).unwrap_or(above);
        }
    }
    let others = (0..tree.nodes.len()).filter(|key| removed(key) && !placed.contains(key));
    found.entry(table.rows.len()).or_default().extend(others);
    found
}

/// The nodes of fields, by where their rows begin.
fn made(document: &Document, tree: &Tree<'_>) -> BTreeMap<u32, Vec<usize>> {
    let mut made: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (key, _, field) in tree.fields_with_keys().filter(|(.., field)| field.span != Span::default()) {
        made.entry(field.span.start).or_default().push(key);
    }
    // What a row says again was made of the row before.
    for doubled in &document.doubled {
        if let Some(keys) = made.get(&doubled.first.start).cloned() {
            made.entry(doubled.again.start).or_insert(keys);
        }
    }
    made
}

/// Where more rows led to no field, that is said once.
const MOST_NOTES: usize = 20;

/// Why a row has no node.
const NO_FIELD: &str = "no field was made of this row";

fn view(
    document: &Document,
    page: &Page,
    operation: &Operation,
    tree: &Tree<'_>,
    made: &BTreeMap<u32, Vec<usize>>,
    (side, table): (&'static str, &Table),
) -> TableView {
    let file = &document.file;
    let columns = columns(table);
    let again: BTreeSet<Span> = document.doubled.iter().map(|doubled| doubled.again).collect();
    let mut wrappers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut levels: Vec<u32> = table.rows.iter().map(|row| row.depth).filter(|depth| *depth > 0).collect();
    levels.sort_unstable();
    levels.dedup();
    // The list in whose rows a row without a name stands.
    let mut list: Option<&str> = None;
    let rows = table.rows.iter().enumerate().map(|(at, row)| {
        // Parents that only paths name stand inside of a row's name.
        let within = made.range(row.span.start..row.span.end.max(row.span.start + 1));
        let mut keys: Vec<usize> = within.flat_map(|(_, keys)| keys.iter().copied()).collect();
        let name = wire_name(row.name.text(file));
        let mut note = again.contains(&row.span).then_some(Cow::Borrowed("said again: the row above counts"));
        if keys.is_empty() {
            if side == "request" && is_common(&name, operation.vendor) {
                keys.push(REQUEST);
                note = Some("sent with every call".into());
            } else if let Some(wrapper) = wrappers.remove(name.as_str()) {
                keys.push(wrapper);
            } else {
                note = Some(match list {
                    _ if !name.is_empty() => NO_FIELD.into(),
                    _ if at == 0 && side == "response" => "the answer itself".into(),
                    Some(list) => format!("an item of {list}").into(),
                    None => NO_FIELD.into(),
                });
            }
        }
        for key in &keys {
            if let Some(wrapper) = tree.wrapper(*key).and_then(|key| Some((tree.node(key)?.name, key))) {
                wrappers.insert(wrapper.0, wrapper.1);
            }
        }
        let own = keys.iter().rev().filter_map(|key| tree.node(*key)).find(|node| node.kind == Kind::Field);
        if let Some(field) = own.and_then(|node| node.field) {
            list = matches!(field.ty, Type::List(_)).then_some(field.name.as_str());
        }
        let marks = own.and_then(|node| node.field).map_or_else(Vec::new, |field| {
            let values = match field.ty.innermost() {
                Type::Enum(name) => operation.enums.get(name).map_or(&[][..], Vec::as_slice),
                _ => &[],
            };
            marks(file, page.layout, row, field, values)
        });
        RowView {
            number: 0,
            line: file.line(row.span.start),
            span: row.span,
            cells: columns.iter().map(|column| column.cell(row).span).collect(),
            keys,
            marks,
            note,
            level: levels.binary_search(&row.depth).map_or(0, |level| level + 1),
        }
    });
    let mut rows: Vec<RowView> = rows.collect();
    let lost = |row: &RowView| row.note.as_deref() == Some(NO_FIELD);
    let count = rows.iter().filter(|row| lost(row)).count();
    let note = (count > MOST_NOTES)
        .then(|| format!("No field was made of {count} of these {} rows: those without a link.", rows.len()));
    for row in rows.iter_mut().filter(|row| note.is_some() && lost(row)) {
        row.note = None;
    }
    let heading = table.heading.map(|span| file.slice(span)).unwrap_or_default();
    TableView {
        side,
        heading: heading.trim_matches(['#', ' ', '\n']).to_owned(),
        columns,
        rows,
        note,
        gone: BTreeMap::new(),
    }
}

/// The longest piece of a schema that is shown of a field: those of its members follow.
const LONGEST_PIECE: usize = 300;

/// The pieces of a vendor's schema, each with the field that was made of it.
fn of_schema(document: &Document, tree: &Tree<'_>, side: &'static str) -> TableView {
    let file = &document.file;
    let fields =
        tree.fields_with_keys().filter(|(_, node, field)| node.path.starts_with(side) && field.span != Span::default());
    let mut rows: Vec<RowView> = Vec::new();
    for (key, _, field) in fields {
        match rows.last_mut() {
            // `Box.N.Width` makes two fields.
            Some(last) if last.span == field.span => last.keys.push(key),
            _ => {
                let text = file.slice(field.span);
                let end = text.char_indices().map(|(at, _)| at).find(|at| *at >= LONGEST_PIECE).unwrap_or(text.len());
                let start = field.span.start as usize;
                let cells = vec![Span::new(start, start + end)];
                let line = file.line(field.span.start);
                rows.push(RowView { line, span: field.span, cells, keys: vec![key], ..RowView::default() });
            }
        }
    }
    TableView { side, heading: String::new(), columns: vec![Column::Schema], rows, note: None, gone: BTreeMap::new() }
}

/// The columns that a table has, in the order of the first row that has most of them.
fn columns(table: &Table) -> Vec<Column> {
    use Column::{Description, Example, Name, Position, Required, Type};
    let has = |cell: Cell| cell.span != Span::default();
    let filled =
        |row: &&Row| [Name, Type, Required, Position, Example, Description].map(|column| has(column.cell(row)));
    let count = |row: &&Row| filled(row).iter().filter(|has| **has).count();
    let most = table.rows.iter().map(|row| count(&row)).max().unwrap_or_default();
    let Some(row) = table.rows.iter().find(|row| count(row) == most) else { return vec![Name] };
    let mut columns = vec![Name, Type, Required, Position, Example, Description];
    columns.retain(|column| match column {
        Required => table.rows.iter().any(|row| row.required.is_some()),
        Position => table.rows.iter().any(|row| row.position.is_some()),
        Name | Type | Description | Column::Schema => true,
        Example => table.rows.iter().any(|row| has(row.example)),
    });
    columns.sort_by_key(|column| {
        let span = column.cell(row).span;
        (span == Span::default(), span.start)
    });
    columns
}

/// The text of a row, cell by cell, for comparing it with another.
pub(crate) fn text(file: &SourceFile, row: &Row) -> Vec<(Column, String)> {
    let columns =
        [Column::Name, Column::Type, Column::Required, Column::Position, Column::Example, Column::Description];
    let cell = |column: Column| (column, column.cell(row).text(file).trim().to_owned());
    columns.into_iter().map(cell).filter(|(_, text)| !text.is_empty()).collect()
}

//! The page's column: its tables, row by row.

use maud::{Markup, html};
use spectable_diff::Class;
use spectable_pages::ir::Type;
use spectable_pages::lower::{Mark, Said};
use spectable_pages::source::Span;

use super::{change, lang, node, prose, shown, slice};
use crate::changes::Cells;
use crate::rows::{Column, RowView, TableView};
use crate::subject::{Known, Subject};
use crate::tree::REQUEST;

/// The tables, the errors, and what stands above them.
pub(super) fn column(subject: &Subject<'_>) -> Markup {
    let file = &subject.document.file;
    let intro = subject.document.page.iter().flat_map(|page| &page.intro);
    let intro = intro.map(|span| slice(file, *span));
    html! {
        p.path { code { (shown(&file.path)) } }
        @for text in intro { p.intro lang=[lang(text)] { (prose::whole(text, subject.is_markdown())) } }
        @for table in &subject.tables {
            (self::table(subject, table))
        }
        @if subject.tables.is_empty() { p { "The page has no table that can be read as rows." } }
        @if !subject.operation.errors.is_empty() { (errors(subject)) }
    }
}

fn table(subject: &Subject<'_>, table: &TableView) -> Markup {
    let what = if table.side == "request" { "Request parameters" } else { "Response fields" };
    html! {
        h3 { (what) @if !table.heading.is_empty() { " " small lang=[lang(&table.heading)] { (shown(&table.heading)) } } }
        @if let Some(note) = &table.note { p.help { (note) } }
        table.rows {
            thead { tr {
                th.ln scope="col" { "Line" }
                @for column in &table.columns { th scope="col" class=(class(*column)) { (column.as_str()) } }
            } }
            tbody {
                (gone(subject, table, 0))
                @for (row, above) in table.rows.iter().zip(1..) {
                    (self::row(subject, table, row))
                    (gone(subject, table, above))
                }
            }
        }
    }
}

/// The rows that stood behind so many others and are gone.
fn gone(subject: &Subject<'_>, table: &TableView, above: usize) -> Markup {
    let keys = table.gone.get(&above).into_iter().flatten();
    let found = keys.filter_map(|key| Some((key, subject.tree.node(*key)?, subject.known.get(*key)?)));
    html! {
        @for (key, node, known) in found {
            tr.old.gone id={ "g" (key) } data-k=(key) data-c="breaking" {
                td.ln { "gone" }
                th scope="row" { a href={ "#n" (key) } { del { (shown(node.name)) } } }
                td colspan=(table.columns.len().saturating_sub(1).max(1)) {
                    @for one in &known.changes { p.chg { (change(one)) } }
                    @if let Some(cells) = &known.before { (before(subject, cells)) }
                }
            }
        }
    }
}

fn row(subject: &Subject<'_>, table: &TableView, row: &RowView) -> Markup {
    let known: Vec<&Known<'_>> = row.keys.iter().filter_map(|key| subject.known.get(*key)).collect();
    let class = known.iter().filter_map(|known| known.class()).min();
    // What is open about the whole request is not about a row.
    let fields = row.keys.iter().filter(|key| **key != REQUEST).filter_map(|key| subject.known.get(*key));
    let open = fields.into_iter().any(Known::is_open);
    let keys = row.keys.iter().map(usize::to_string).collect::<Vec<_>>().join(" ");
    let width = table.columns.len();
    html! {
        tr id={ "r" (row.number) } data-k=[(!keys.is_empty()).then_some(&keys)] data-c=[class.map(Class::as_str)] data-q=[open.then_some("")] {
            td.ln { (row.line) }
            @for (column, cell) in table.columns.iter().zip(&row.cells) {
                (self::cell(subject, row, *column, *cell))
            }
        }
        @for known in &known {
            @if !known.changes.is_empty() || !known.unsure.is_empty() || known.before.is_some() {
                tr.old data-of=(row.number) data-c=[class.map(Class::as_str)] {
                    td.ln { "change" }
                    td colspan=(width) {
                        @for one in &known.changes { p.chg { (change(one)) } }
                        @for doubt in &known.unsure { p.chg { span.cls.doubt { "? new doubt" } " " (shown(&doubt.what)) } }
                        @if let Some(cells) = &known.before { (before(subject, cells)) }
                    }
                }
            }
        }
    }
}

fn cell(subject: &Subject<'_>, row: &RowView, column: Column, cell: Span) -> Markup {
    let file = &subject.document.file;
    let text = slice(file, cell);
    let content = marked(subject, row, cell);
    if matches!(column, Column::Name | Column::Schema) {
        let to = row.keys.last();
        return html! {
            th scope="row" lang=[lang(text)] {
                @if row.level > 0 { span class={ "d" (row.level.min(node::MOST_STEPS)) } { "└" } }
                @match to {
                    Some(key) => a href={ "#n" (key) } { (content) },
                    None => (content),
                }
                @if let Some(note) = &row.note { small lang="en" { (note) } }
            }
        };
    }
    let long = column == Column::Example && text.len() > LONG_EXAMPLE;
    html! {
        @if long { td.ex.long lang=[lang(text)] { div.cut tabindex="0" { (content) } } }
        @else { td class=(class(column)) lang=[lang(text)] { (content) } }
    }
}

/// A longer example gets a line of its own, of which only so much is seen at once.
const LONG_EXAMPLE: usize = 120;

/// By this the style tells columns apart: how wide they are, and what they are called where there is no head.
fn class(column: Column) -> &'static str {
    match column {
        Column::Name | Column::Schema => "na",
        Column::Type => "ty",
        Column::Required => "re",
        Column::Position => "po",
        Column::Example => "ex",
        Column::Description => "de",
    }
}

/// A cell's text with what was read from it marked.
fn marked(subject: &Subject<'_>, row: &RowView, cell: Span) -> Markup {
    let within = row.marks.iter().filter(|mark| mark.span.start >= cell.start && mark.span.end <= cell.end);
    let marks: Vec<&Mark> = within.collect();
    let at = |place: u32| (place - cell.start) as usize;
    let places: Vec<_> = marks.iter().map(|mark| at(mark.span.start)..at(mark.span.end)).collect();
    let pieces = prose::pieces(subject.document.file.slice(cell), subject.is_markdown(), &places);
    html! {
        @for run in pieces.chunk_by(|one, other| one.mark == other.mark) {
            @let content = html! { @for piece in run { (piece.markup()) } };
            @match run.first().and_then(|piece| marks.get(piece.mark?)) {
                Some(mark) => (self::mark(subject, row, &mark.said, &content)),
                None => (content),
            }
        }
    }
}

fn mark(subject: &Subject<'_>, row: &RowView, said: &[Said], content: &Markup) -> Markup {
    let what: Vec<&str> = said
        .iter()
        .map(|said| match said {
            Said::Value(_) => "value",
            Said::Range => "range",
            Said::Items => "items",
            Said::Unit => "unit",
            Said::Default => "default",
            Said::Encoding => "encoding",
            Said::Deprecated => "deprecated",
        })
        .collect();
    let value = said.iter().find_map(|said| match said {
        Said::Value(at) => Some(*at),
        _ => None,
    });
    let place = value.and_then(|at| {
        let field = row.keys.iter().rev().find_map(|key| subject.tree.node(*key)?.field)?;
        let Type::Enum(name) = field.ty.innermost() else { return None };
        subject.value_place(name, at)
    });
    let what = what.join(", ");
    html! {
        @if let Some(place) = place { a.m href={ "#" (place) } data-k=(place) title=(what) { (content) } }
        @else { mark title=(what) { (content) } }
    }
}

/// The cells of a row as they were.
fn before(subject: &Subject<'_>, cells: &Cells) -> Markup {
    html! {
        @for (column, text) in cells {
            p.was { span { (column.as_str()) " was" } " " del lang=[lang(text)] { (prose::whole(text, subject.is_markdown())) } }
        }
    }
}

/// The error codes.
fn errors(subject: &Subject<'_>) -> Markup {
    html! {
        h3 { "Error codes" }
        table.rows {
            thead { tr { th.st scope="col" { "Status" } th.na scope="col" { "Code" } th scope="col" { "Message" } th.de scope="col" { "Description" } } }
            tbody {
                @for (at, error) in subject.operation.errors.iter().enumerate() {
                    tr id={ "e" (at) } {
                        td.st { @if let Some(status) = error.status { (status) } }
                        th scope="row" { (shown(&error.code)) }
                        td.me lang=[lang(&error.message)] { (shown(&error.message)) }
                        td.de lang=[lang(&error.description)] { (shown(&error.description)) }
                    }
                }
            }
        }
    }
}

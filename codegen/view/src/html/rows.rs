//! The page's column: its tables, row by row.

use maud::{Markup, html};
use spectable_diff::Class;
use spectable_pages::ir::Type;
use spectable_pages::lower::Said;
use spectable_pages::source::Span;
use spectable_pages::visible::visible;

use super::{change, lang, shown, slice};
use crate::changes::Cells;
use crate::rows::{Column, RowView, TableView};
use crate::subject::{Known, Subject};
use crate::tree::REQUEST;

/// The tables, the errors, and what stands above them.
pub(super) fn column(subject: &Subject<'_>) -> Markup {
    let file = &subject.document.file;
    let intro = subject.document.page.iter().flat_map(|page| &page.intro);
    let intro = intro.map(|span| plainly(slice(file, *span), subject.is_markdown()));
    html! {
        p.path { code { (shown(&file.path)) } }
        @for text in intro { p.intro lang=[lang(&text)] { (shown(&text)) } }
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
        table.rows {
            thead { tr {
                th.ln scope="col" { "Line" }
                @for column in &table.columns { th scope="col" { (column.as_str()) } }
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
                    @if let Some(cells) = &known.before { (before(cells)) }
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
                        @if let Some(cells) = &known.before { (before(cells)) }
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
                @match to {
                    Some(key) => a href={ "#n" (key) } { (content) },
                    None => (content),
                }
                @if let Some(note) = row.note { small lang="en" { (note) } }
            }
        };
    }
    let class = match column {
        Column::Type => Some("ty"),
        Column::Example => Some("ex"),
        Column::Description => Some("de"),
        _ => None,
    };
    html! { td class=[class] lang=[lang(text)] { (content) } }
}

/// A cell's text with what was read from it marked.
fn marked(subject: &Subject<'_>, row: &RowView, cell: Span) -> Markup {
    let file = &subject.document.file;
    let plainly = |text: &str| visible(&plainly(text, subject.is_markdown())).into_owned();
    let within = row.marks.iter().filter(|mark| mark.span.start >= cell.start && mark.span.end <= cell.end);
    let mut at = cell.start;
    let mut parts: Vec<Markup> = Vec::new();
    for mark in within {
        let before = file.slice(Span { start: at, end: mark.span.start });
        parts.push(html! { (plainly(before)) });
        parts.push(self::mark(subject, row, &mark.said, &plainly(file.slice(mark.span))));
        at = mark.span.end;
    }
    let rest = file.slice(Span { start: at, end: cell.end });
    html! { @for part in &parts { (part) } (plainly(rest)) }
}

/// A text without blank lines and, where it is Markdown, without the marks that a reader does not see.
fn plainly(text: &str, is_markdown: bool) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if is_markdown && letters.peek().is_some_and(char::is_ascii_punctuation) => {
                plain.extend(letters.next());
            }
            '*' if is_markdown && letters.next_if_eq(&'*').is_some() => {}
            '\n' => {
                while letters.next_if(|next| next.is_whitespace()).is_some() {}
                plain.push('\n');
            }
            letter => plain.push(letter),
        }
    }
    plain
}

fn mark(subject: &Subject<'_>, row: &RowView, said: &[Said], text: &str) -> Markup {
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
        @if let Some(place) = place { a.m href={ "#" (place) } data-k=(place) title=(what) { (text) } }
        @else { mark title=(what) { (text) } }
    }
}

/// The cells of a row as they were.
fn before(cells: &Cells) -> Markup {
    html! {
        @for (column, text) in cells {
            p.was { span { (column.as_str()) " was" } " " del lang=[lang(text)] { (shown(text)) } }
        }
    }
}

/// The error codes.
fn errors(subject: &Subject<'_>) -> Markup {
    html! {
        h3 { "Error codes" }
        table.rows {
            thead { tr { th scope="col" { "Status" } th scope="col" { "Code" } th scope="col" { "Message" } th scope="col" { "Description" } } }
            tbody {
                @for error in &subject.operation.errors {
                    tr {
                        td { @if let Some(status) = error.status { (status) } }
                        th scope="row" { (shown(&error.code)) }
                        td lang=[lang(&error.message)] { (shown(&error.message)) }
                        td lang=[lang(&error.description)] { (shown(&error.description)) }
                    }
                }
            }
        }
    }
}

//! The rows of a section's tables, however its cells are told apart.

use super::columns::{self, Column};
use super::shown::Shown;
use super::stream::{self, Cut, Found};
use super::{Cell, ErrorRow, Layout, Row, Table, begin, table};
use crate::ir::Vendor;
use crate::source::{SourceFile, Span};

/// Adds the rows of every parameter table of a part.
pub(super) fn fill(
    file: &SourceFile,
    target: &mut Table,
    heading: Span,
    body: Span,
    layout: Layout,
    shown: &Shown<'_>,
) {
    target.heading.get_or_insert(heading);
    target.body.get_or_insert(body);
    let mut found = piped(file, body, layout.vendor());
    // Where a table with pipes has rows, tabs are text.
    if !found.iter().any(|found| !found.rows.is_empty()) {
        found.extend(
            stream::scan(file, body, layout.vendor(), shown).into_iter().filter(|found| found.errors.is_empty()),
        );
    }
    for Found { cut, columns, own, rows, strays, unclear, header, .. } in found {
        target.strays.extend(strays);
        target.unclear.extend(unclear);
        target.headers.push(header);
        // The first table of a section is its own whatever its header says.
        if rows.is_empty() || !target.rows.is_empty() && !own {
            target.skipped.extend(rows);
            continue;
        }
        // One that does not tell what is required, behind one that does, is about the text in a parameter.
        if target.required && !columns.contains(&Column::Required) {
            target.others.push(header);
            target.skipped.extend(rows);
            continue;
        }
        if !target.rows.is_empty() {
            target.further.push(target.rows.len());
        }
        if !own {
            target.unknown.push(header);
        }
        target.cut.get_or_insert(cut);
        target.required |= columns.contains(&Column::Required);
        target.rows.extend(rows);
    }
    // Tables with pipes stand before those that are cut in other ways, wherever they are on the page.
    target.headers.sort_unstable();
    if layout.vendor() == Vendor::Tencent {
        target.rows.iter_mut().for_each(|row| split_example(file, row));
    }
}

/// The tables with pipes of a part.
fn piped(file: &SourceFile, body: Span, vendor: Vendor) -> Vec<Found> {
    let found = table::scan(file, body, leading(file, body));
    found.into_iter().map(|raw| with_columns(file, raw, vendor)).collect()
}

/// Whether the rows of a part's tables start with a pipe.
fn leading(file: &SourceFile, body: Span) -> bool {
    let delimiter = file.slice(body).lines().find(|line| table::is_delimiter(line));
    delimiter.is_none_or(|line| line.trim_start().starts_with('|'))
}

/// A table with its real header: above some stands a row of empty cells, or the same header once more, which a copy made
/// of it.
fn with_own_header(file: &SourceFile, mut raw: table::Raw) -> table::Raw {
    let text = |span: &Span| file.slice(*span).trim_matches(['*', ' ']).to_owned();
    let header = &raw.header;
    let doubled = raw.rows.first().is_some_and(|(cells, _)| {
        let known = |cell: &&Span| columns::of_any_header(file.slice(**cell)) != Column::Unknown;
        let known = cells.iter().filter(known).count();
        let again =
            cells.iter().map(text).eq(header.iter().map(text)) || header.iter().all(|cell| text(cell).is_empty());
        again && known >= 2 && known + 1 >= cells.len()
    });
    if doubled {
        raw.header = raw.rows.remove(0).0;
    }
    raw
}

/// A table with its columns.
fn with_columns(file: &SourceFile, raw: table::Raw, vendor: Vendor) -> Found {
    let table::Raw { header, rows, mut strays } = with_own_header(file, raw);
    let place = header
        .first()
        .zip(header.last())
        .map_or_else(Span::default, |(first, last)| Span { start: first.start, end: last.end });
    let texts: Vec<&str> = header.iter().map(|cell| file.slice(*cell)).collect();
    let own = columns::is_parameter_table(&texts);
    let columns = columns::of_table(&texts);
    let rows = rows.iter().flat_map(|(cells, span)| {
        let parts = columns::rows_of(file, &columns, cells, vendor);
        let cells_start = cells.first().map_or(span.start, |cell| cell.start);
        // Behind the last column a word for a type stands in another row.
        let more = parts.iter().flat_map(|cells| cells.iter().skip(columns.len()));
        if more.map(|cell| file.slice(*cell)).any(|text| text.is_ascii() && begin::is_type(text, vendor)) {
            strays.push(*span);
        }
        let row = |cells: &[Span]| {
            let (first, last) =
                (cells.first().map_or(span.start, |cell| cell.start), cells.last().map_or(span.end, |cell| cell.end));
            // The first of several is where the line begins.
            let start = if first == cells_start { span.start } else { first };
            let span = if parts.len() > 1 { Span { start, end: last } } else { *span };
            columns::row(file, &columns, cells, span)
        };
        parts.iter().map(|cells| row(cells)).collect::<Vec<_>>()
    });
    let rows = rows.collect::<Vec<_>>();
    Found { cut: Cut::Pipes, header: place, columns, own, rows, errors: Vec::new(), strays, unclear: Vec::new() }
}

/// Tencent Cloud has no column for examples: they stand in the description, behind words of their own.
fn split_example(file: &SourceFile, row: &mut Row) {
    let text = row.description.text(file);
    if row.example != Cell::default() || text.is_empty() {
        return;
    }
    let base = row.description.span.start as usize;
    let at = MARKERS.iter().filter_map(|marker| {
        let at = text.match_indices(marker).map(|(at, _)| at).find(|at| begins_line(&text[..*at]))?;
        Some((at, at + marker.len()))
    });
    let Some((at, value)) = at.min() else { return };
    let head = text[..at].trim_end_matches(['\n', '\r', ' ', '\t']);
    let head = head.strip_suffix("<br>").or_else(|| head.strip_suffix("<br/>")).unwrap_or(head);
    row.example = Cell { span: table::trimmed(file, Span::new(base + value, base + text.len())) };
    row.description = Cell { span: table::trimmed(file, Span::new(base, base + head.len())) };
}

/// What stands before an example in a description.
const MARKERS: [&str; 5] = ["示例值：", "示例值:", "Example value:", "Example:", "Example value："];

/// Whether a text ends where a line begins.
fn begins_line(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\t', '\r']);
    before.is_empty() || before.ends_with('\n') || before.ends_with("<br>") || before.ends_with("<br/>")
}

/// Adds the rows of every error table of a part.
pub(super) fn errors(file: &SourceFile, target: &mut Vec<ErrorRow>, body: Span, layout: Layout, shown: &Shown<'_>) {
    let before = target.len();
    for raw in table::scan(file, body, leading(file, body)) {
        let raw = with_own_header(file, raw);
        let (mut status, mut code, mut message, mut description) = (None, None, None, None);
        for (index, cell) in raw.header.iter().enumerate() {
            let cell = file.slice(*cell).trim_matches(['*', ' ', '\n', '\r', '\t']).to_lowercase().replace(' ', "");
            match cell.as_str() {
                "httpcode" | "http状态码" | "httpstatuscode" | "http-code" | "httpstatus" | "状态码" => {
                    status = Some(index);
                }
                "错误码" | "errorcode" | "code" | "错误代码" => code = Some(index),
                "错误信息" | "errormessage" | "message" | "错误消息" => message = Some(index),
                "描述" | "说明" | "description" => description = Some(index),
                _ => {}
            }
        }
        let Some(code) = code else { continue };
        for (cells, _) in &raw.rows {
            let cell = |index: Option<usize>| index.and_then(|index| cells.get(index)).map(|span| Cell { span: *span });
            if let Some(code) = cell(Some(code)).filter(|code| !code.text(file).is_empty()) {
                target.push(ErrorRow {
                    status: cell(status),
                    code,
                    message: cell(message),
                    description: cell(description),
                });
            }
        }
    }
    if target.len() == before {
        let tables = stream::scan(file, body, layout.vendor(), shown).into_iter();
        target.extend(tables.flat_map(|found| found.errors).filter(|error| !error.code.text(file).is_empty()));
    }
    if target.len() == before && layout.vendor() == Vendor::Tencent {
        listed_errors(file, target, body);
    }
}

/// `InternalError.DBError 内部数据库访问失败。`
fn listed_errors(file: &SourceFile, target: &mut Vec<ErrorRow>, body: Span) {
    let mut start = body.start as usize;
    for line in file.slice(body).split_inclusive('\n') {
        let span = table::trimmed(file, Span::new(start, start + line.len()));
        start += line.len();
        let text = file.slice(span);
        let (code, description) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let is_code = code.len() > 3
            && code.starts_with(|c: char| c.is_ascii_uppercase())
            && code.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
        if !is_code {
            continue;
        }
        let base = span.start as usize;
        let description = table::trimmed(file, Span::new(span.end as usize - description.len(), span.end as usize));
        target.push(ErrorRow {
            code: Cell { span: Span::new(base, base + code.len()) },
            description: Some(Cell { span: description }),
            ..ErrorRow::default()
        });
    }
}

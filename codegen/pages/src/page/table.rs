//! Pipe tables whose cells run over several lines.
//!
//! A CommonMark reader ends a table at the first blank line, and cells here hold blank lines,
//! lists and even tables. A row ends where its last cell is closed by a pipe at the end of a line.

use super::{Cell, begin, name};
use crate::ir::Vendor;
use crate::source::{SourceFile, Span};

/// A table as written: header cells and lines of cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Raw {
    /// The header's cells.
    pub header: Vec<Span>,
    /// Each line's cells and the line as a whole.
    pub rows: Vec<(Vec<Span>, Span)>,
    /// Lines between rows that belong to none.
    pub strays: Vec<Span>,
}

/// Reads every table in a part of a page.
///
/// `leading` says whether each row starts with a pipe (Markdown) or not (help-center text).
pub(super) fn scan(file: &SourceFile, part: Span, leading: bool) -> Vec<Raw> {
    let lines: Vec<Span> = lines_of(file, part);
    let mut tables = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match header(file, &lines, at, leading) {
            Some((table, next)) => at = rows(file, &lines, next, leading, table, &mut tables),
            None => at += 1,
        }
    }
    tables
}

fn lines_of(file: &SourceFile, part: Span) -> Vec<Span> {
    let text = file.slice(part);
    let mut start = part.start as usize;
    text.split_inclusive('\n')
        .map(|line| {
            let body = line.trim_end_matches(['\n', '\r']);
            let span = Span::new(start, start + body.len());
            start += line.len();
            span
        })
        .collect()
}

/// A header with its delimiter row; its cells may stand on lines of their own.
fn header(file: &SourceFile, lines: &[Span], at: usize, leading: bool) -> Option<(Raw, usize)> {
    let first = file.slice(lines[at]).trim();
    if !first.contains('|') || is_delimiter(first) || (leading && !first.starts_with('|')) {
        return None;
    }
    // Nine columns and as many blank lines are more than any header has.
    let below = lines.get(at + 1..lines.len().min(at + 18))?;
    let delimiter = at + 1 + below.iter().position(|line| is_delimiter(file.slice(*line)))?;
    let mut cells = Vec::new();
    for line in &lines[at..delimiter] {
        let text = file.slice(*line).trim();
        if !text.is_empty() {
            if leading && !text.starts_with('|') {
                return None;
            }
            cells.extend(split(file, *line, leading).cells);
        }
    }
    // A page's delimiter may have a cell fewer than its header, but not half of them.
    let width = split(file, lines[delimiter], leading).cells.len();
    (width.abs_diff(cells.len()) <= 1).then_some((Raw { header: cells, ..Raw::default() }, delimiter + 1))
}

/// Whether a line is what stands between a table's header and its rows.
pub fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t')) && line.contains("--") && line.contains('|')
}

/// Reads rows until the table ends; returns the line after it.
fn rows(
    file: &SourceFile,
    lines: &[Span],
    mut at: usize,
    leading: bool,
    mut table: Raw,
    tables: &mut Vec<Raw>,
) -> usize {
    let width = table.header.len();
    while at < lines.len() {
        let text = file.slice(lines[at]).trim();
        if text.is_empty() {
            at += 1;
            continue;
        }
        let starts = if leading { text.starts_with('|') } else { text.contains('|') };
        if starts && header(file, lines, at, leading).is_some() {
            break;
        }
        if !starts {
            // Text between rows: the table goes on where a whole row follows.
            match lines.iter().enumerate().skip(at + 1).find(|(_, line)| file.slice(**line).contains('|')) {
                Some((next, line))
                    if (!leading || file.slice(*line).trim_start().starts_with('|'))
                        && starts_row(file, *line, width)
                        && split(file, *line, leading).cells.len() >= width
                        && header(file, lines, next, leading).is_none() =>
                {
                    let between = lines[at..next].iter().map(|line| trimmed(file, *line));
                    table.strays.extend(between.filter(|line| !file.slice(*line).is_empty()));
                    at = next;
                    continue;
                }
                _ => break,
            }
        }
        let (row, next) = row(file, lines, at, leading, width);
        table.rows.push(row);
        at = next;
    }
    tables.push(table);
    at
}

/// One row: lines are added until it has all its cells and the last one is closed.
fn row(file: &SourceFile, lines: &[Span], at: usize, leading: bool, width: usize) -> ((Vec<Span>, Span), usize) {
    let first = split(file, lines[at], leading);
    let mut cells = first.cells;
    let mut next = at + 1;
    let mut closed = first.closed
        && (cells.len() >= width || !(lone_pipe(file, lines[at]) || opens_last(file, lines, next, cells.len(), width)));
    if first.closed && !closed {
        cells.push(Span::new(lines[at].end as usize, lines[at].end as usize));
    }
    let mut inner_table = false;
    while !closed && next < lines.len() {
        let span = lines[next];
        let text = file.slice(span).trim();
        let starts = text.starts_with('|');
        if starts && leading && cells.len() >= width {
            // The last cell is open: a new row, or a table inside the cell.
            if starts_row(file, span, width) {
                break;
            }
            inner_table = true;
        } else if starts && leading {
            let more = split(file, span, true);
            closed = more.closed && (cells.len() + more.cells.len() >= width || !lone_pipe(file, span));
            cells.extend(more.cells);
            next += 1;
            continue;
        } else if !leading && !text.is_empty() && starts_plain_row(file, span, width) {
            break;
        } else if text.contains('|') && !is_delimiter(text) {
            let more = split(file, span, false);
            if let (Some(last), Some(head)) = (cells.last_mut(), more.cells.first()) {
                last.end = head.end.max(last.end);
            }
            cells.extend(more.cells.iter().skip(1));
            closed = more.closed && cells.len() >= width;
            next += 1;
            continue;
        }
        if let Some(last) = cells.last_mut() {
            last.end = last.end.max(trimmed(file, span).end);
        }
        next += 1;
        if inner_table && !text.is_empty() && next < lines.len() {
            // A closing pipe after an inner table's last line closes the cell.
            inner_table = file.slice(lines[next]).trim().starts_with('|');
        }
    }
    let cells: Vec<Span> = cells.into_iter().map(|cell| trimmed(file, cell)).collect();
    let end = lines[next - 1].end;
    ((cells, Span { start: lines[at].start, end }), next)
}

/// Whether a pipe at the end of a line opens the last cell, whose text stands on the lines below.
fn opens_last(file: &SourceFile, lines: &[Span], next: usize, cells: usize, width: usize) -> bool {
    let below = lines.iter().skip(next).map(|line| file.slice(*line).trim()).find(|line| !line.is_empty());
    cells + 1 == width
        && below.is_some_and(|line| {
            !line.starts_with('|') && line.contains(|c: char| c.is_alphanumeric()) && !line.starts_with('#')
        })
}

/// A line that holds nothing but the pipe that opens an empty cell.
fn lone_pipe(file: &SourceFile, line: Span) -> bool {
    file.slice(line).trim() == "|"
}

/// Whether a line inside an open cell is a row of the outer table.
fn starts_row(file: &SourceFile, line: Span, width: usize) -> bool {
    let cells = split(file, line, true);
    let name = cells.cells.first().map(|cell| file.slice(trimmed(file, *cell))).unwrap_or_default();
    let word = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-\\[]".contains(c));
    // A row that lost its name still has its type.
    let ty = || cells.cells.get(1).map(|cell| file.slice(trimmed(file, *cell))).unwrap_or_default();
    (word || name.is_empty() && begin::is_type(ty(), Vendor::Aliyun)) && cells.cells.len() >= width.min(3)
}

fn starts_plain_row(file: &SourceFile, line: Span, width: usize) -> bool {
    let cells = split(file, line, false);
    let first = cells.cells.first().map(|cell| Cell { span: trimmed(file, *cell) }).unwrap_or_default();
    let (name, _) = name::unmarked(file, first);
    let name = name.text(file);
    // Without a pipe at its end, a row is told by its type.
    let ty = || cells.cells.get(1).map(|cell| file.slice(trimmed(file, *cell))).unwrap_or_default();
    let told = cells.closed || name::is_name(name) && begin::is_type(ty(), Vendor::Tencent);
    told && cells.cells.len() >= width && !name.contains(char::is_whitespace)
}

struct Split {
    cells: Vec<Span>,
    /// The line ends with a pipe of its own.
    closed: bool,
}

/// Cuts a line at its unescaped pipes.
fn split(file: &SourceFile, line: Span, leading: bool) -> Split {
    let text = file.slice(line);
    let body = text.trim();
    let mut start = line.start as usize + (text.len() - text.trim_start().len());
    let end = start + body.len();
    let mut body = body;
    if leading && body.starts_with('|') {
        body = &body[1..];
        start += 1;
    }
    let mut cells = Vec::new();
    let mut cell = start;
    let mut code = false;
    let bytes = body.as_bytes();
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            b'`' => code = !code && bytes[index + 1..].contains(&b'`'),
            b'|' if !code && !escaped(bytes, index) => {
                cells.push(Span::new(cell, start + index));
                cell = start + index + 1;
            }
            _ => {}
        }
    }
    let closed = cell == end;
    if !closed || cells.is_empty() {
        cells.push(Span::new(cell, end));
    }
    Split { cells, closed }
}

fn escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// The span without the blanks at its ends.
pub(super) fn trimmed(file: &SourceFile, span: Span) -> Span {
    let text = file.slice(span);
    let start = span.start as usize + (text.len() - text.trim_start().len());
    Span::new(start, start + text.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str, leading: bool) -> Vec<Vec<String>> {
        let file = SourceFile::new("p", text);
        let part = Span::new(0, file.text.len());
        scan(&file, part, leading)
            .into_iter()
            .flat_map(|table| table.rows)
            .map(|(cells, _)| cells.iter().map(|cell| file.slice(*cell).to_owned()).collect())
            .collect()
    }

    #[test]
    fn cells_run_over_lines() {
        let text = "|名称|描述|\n|--|--|\n|A|one.\n\n -   **x**: y\n-   z |\n|B|two |\n";
        assert_eq!(cells(text, true), [vec!["A", "one.\n\n -   **x**: y\n-   z"], vec!["B", "two"]]);
    }

    #[test]
    fn header_and_cells_on_lines_of_their_own() {
        let text = "|Code\n\n|Text |\n|--|--|\n|400\n\n|Bad |\n|404\n\n|\n|500\n\n|Worse |\n";
        assert_eq!(cells(text, true), [vec!["400", "Bad"], vec!["404", ""], vec!["500", "Worse"]]);
    }

    #[test]
    fn the_last_cell_starts_on_the_next_line() {
        let text = "|N|T|D|\n|-|--|-|\n|A|String|\n\n below. |\n|B|Long|\n\n## Next\n";
        assert_eq!(cells(text, true), [vec!["A", "String", "below."], vec!["B", "Long"]]);
    }

    #[test]
    fn pipes_escaped_bare_and_in_code() {
        let text = "|N|T|D|\n|-|--|-|\n|A|String|a \\| b `c|d` |\n|B|String|on | off |\n";
        assert_eq!(cells(text, true), [vec!["A", "String", "a \\| b `c|d`"], vec!["B", "String", "on", "off"]]);
    }

    #[test]
    fn an_open_last_cell_ends_at_the_next_row_but_holds_an_inner_table() {
        let text =
            "|N|T|D|\n|-|--|-|\n|A|String|open\n|B|String|see\n\n|键|值|\n|--|--|\n|1|2|\n\n end |\n|C|Long|x |\n";
        let rows = cells(text, true);
        assert_eq!(rows[0], ["A", "String", "open"]);
        assert_eq!(rows[1][0], "B");
        assert!(rows[1][2].ends_with("end"), "{rows:?}");
        assert_eq!(rows[2], ["C", "Long", "x"]);
    }

    #[test]
    fn rows_without_a_leading_pipe() {
        let text = "名称 | 类型 | 描述 |\n---|---|\nA | Long | one |\nB | string | two\nmore |\n";
        assert_eq!(cells(text, false), [vec!["A", "Long", "one"], vec!["B", "string", "two\nmore"]]);
    }
}

//! What stands between where a row begins and the next one, shared out among the row's cells.

use std::ops::Range;

use super::columns::Column;
use super::stream::{Cut, Found, Reader, Start, file_empty};
use super::{Cell, Row, name, samples};
use crate::cells;
use crate::source::Span;

impl Reader<'_, '_> {
    /// The row that begins with `lines.start`, and the lines that go on with it.
    pub(super) fn row(&self, found: &Found, start: &Start, lines: Range<usize>) -> Row {
        let (file, columns) = (self.file, &found.columns);
        let end = self.lines.get(lines.end.saturating_sub(1)).map_or(start.ty.end, |line| line.end);
        let begin = self.lines.get(lines.start).map_or(start.name.start, |line| line.start);
        let (name, depth) = name::unmarked(file, Cell { span: start.name });
        let mut row =
            Row { span: Span { start: begin, end }, name, depth, ty: Cell { span: start.ty }, ..Row::default() };
        for (column, span) in start.cells.iter().filter(|(column, _)| *column != Column::Name) {
            row.set(*column, Cell { span: *span });
        }
        let rest = lines.start + start.lines..lines.end;
        match found.cut {
            Cut::Separated(separator) => self.go_on(&mut row, start, columns, separator, rest),
            Cut::Blanks | Cut::Pipes => {
                for at in rest {
                    row.description.span.end = self.lines[at].end;
                }
            }
            Cut::Lines | Cut::Glued => self.share_out(&mut row, columns, rest),
        }
        row
    }

    /// Lines behind one that separators cut: paragraphs of its last cell, and the cells behind that.
    pub(super) fn go_on(&self, row: &mut Row, start: &Start, columns: &[Column], separator: char, rest: Range<usize>) {
        let mut column = start.cells.len().saturating_sub(1);
        for at in rest {
            for (index, piece) in self.split(self.lines[at], separator).into_iter().enumerate() {
                column += usize::from(index > 0);
                let Some(target) = columns.get(column.min(columns.len().saturating_sub(1))) else { continue };
                let cell = row.cell(*target);
                let span = if cell.span == Span::default() || file_empty(self.file, cell.span) {
                    piece
                } else {
                    Span { start: cell.span.start, end: piece.end.max(cell.span.end) }
                };
                row.set(*target, Cell { span });
            }
        }
    }

    /// Shares the lines below a name and its type out among the columns behind them. Empty cells left no trace.
    pub(super) fn share_out(&self, row: &mut Row, columns: &[Column], mut rest: Range<usize>) {
        // The position may stand before or behind the mark of what is required.
        for column in [Column::Position, Column::Required, Column::Position] {
            let text = self.text(rest.start);
            let said = match column {
                Column::Position => cells::position(text).is_some(),
                _ => cells::required(text).is_some(),
            };
            if columns.contains(&column) && !rest.is_empty() && said {
                row.set(column, Cell { span: self.lines[rest.start] });
                rest.start += 1;
            }
        }
        if rest.is_empty() {
            return;
        }
        let cell = |range: Range<usize>| {
            let (first, last) = (self.lines[range.start], self.lines[range.end - 1]);
            Cell { span: Span { start: first.start, end: last.end } }
        };
        let of = |wanted| columns.iter().position(|column| *column == wanted);
        let alone = rest.len() == 1;
        match (of(Column::Example), of(Column::Description)) {
            (Some(example), Some(description)) if example > description => {
                // The example is the last line, or a document that begins further up.
                let near = rest.start.max(rest.end.saturating_sub(DOCUMENT_LINES));
                let opens = |at: &usize| self.text(*at).starts_with(['{', '[']) && self.is_document(*at..rest.end);
                let from = (near..rest.end).find(opens);
                let from = from.unwrap_or(rest.end - 1);
                let behind_sentence = !alone && is_text_behind(self.text(from - 1), self.text(from));
                let shown = self.shown.has_value(self.text(from));
                if shown || is_value(self.text(from), alone) || behind_sentence || from < rest.end - 1 {
                    row.example = cell(from..rest.end);
                    rest.end = from;
                }
            }
            (Some(_), Some(_)) => {
                let near = rest.end.min(rest.start + DOCUMENT_LINES);
                let opens = self.text(rest.start).starts_with(['{', '[']);
                let to = (rest.start..near).find(|to| opens && self.is_document(rest.start..to + 1));
                let to = to.map_or(rest.start + 1, |to| to + 1);
                let shown = self.shown.has_value(self.text(rest.start));
                if shown || is_value(self.text(rest.start), alone) || to > rest.start + 1 {
                    row.example = cell(rest.start..to);
                    rest.start = to;
                }
            }
            _ => {}
        }
        if !rest.is_empty() {
            row.description = cell(rest);
        }
    }

    /// Whether lines are a whole JSON document.
    pub(super) fn is_document(&self, range: Range<usize>) -> bool {
        let depth: i64 = range.clone().map(|at| samples::balance(self.text(at))).sum();
        depth == 0 && self.text(range.end - 1).ends_with(['}', ']'])
    }
}

/// An example that is a document has no more lines than this.
const DOCUMENT_LINES: usize = 64;

/// Whether a line that may be an example or a description is an example: a value, not a sentence. Where it stands
/// `alone`, a word in another script is a description too short for a sentence.
fn is_value(text: &str, alone: bool) -> bool {
    let text = &text.replace('\\', "");
    if text.starts_with(['{', '[']) && text.ends_with(['}', ']']) && !text.contains("](") {
        return true;
    }
    // Today's pages list the values behind the example.
    if let Some((value, _)) = text.split_once("枚举值").filter(|(value, _)| !value.trim().is_empty()) {
        return is_value(value.trim(), alone);
    }
    let letters = text.chars().filter(|c| !c.is_ascii() && c.is_alphanumeric()).count();
    let words = text.split_whitespace().count();
    // One word of Latin letters is no sentence, however long; nor is a comparison.
    let compares = text.starts_with(['>', '<', '=']) && text.len() <= 8;
    if letters == 0 && (compares || words == 1 && !text.ends_with([':', '：', '.', '。']) && !text.contains("](")) {
        return !text.starts_with(['#', '`']) && !text.starts_with("**");
    }
    let sentence = text.ends_with(['。', '；', '：', '.', ':', ';', '，', '?', '？', '！'])
        || text.contains(['，', '。', '；', '：'])
        || text.contains("](")
        || text.starts_with(['-', '*', '>', '#'])
            && !text.bytes().all(|b| b == b'*' || b == b'-')
            && !text.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let wide = text.chars().filter(|c| !c.is_ascii()).count();
    !sentence && text.len() <= 300 && if alone { wide == 0 && words <= 1 } else { wide <= 16 && words <= 6 }
}

/// Whether a line is an example though it may end like a sentence, as in `operation success.`: it stands behind a whole
/// sentence, is in Latin letters alone, and has a few words, or the sentence is in another script.
fn is_text_behind(sentence: &str, text: &str) -> bool {
    let short = |piece: &str| (1..=8).contains(&piece.trim().chars().count());
    if sentence.ends_with('。')
        && !text.contains(['：', '。', ':', '-', '*'])
        && text.split(['，', '、', ',']).all(short)
    {
        return true;
    }
    let plain = text.is_ascii() && !text.contains([':', '*', '[', '`', '|']) && !text.starts_with('-');
    let words = text.split_whitespace().count();
    plain && sentence.ends_with(['。', '.']) && words <= if sentence.is_ascii() { 4 } else { 24 }
}

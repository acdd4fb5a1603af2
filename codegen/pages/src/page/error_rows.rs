//! The rows of tables of errors: each begins with a status or a code.

use std::ops::Range;

use super::columns::Column;
use super::stream::{Cut, Found, Reader, file_empty};
use super::{Cell, ErrorRow};
use crate::source::Span;

impl Reader<'_, '_> {
    /// The rows of a table of errors: each begins with a status or a code.
    pub(super) fn errors(&self, found: &mut Found, range: Range<usize>) {
        let status = found.columns.first() == Some(&Column::Status);
        for at in range {
            let line = self.lines[at];
            // Behind the table stands where there are more.
            let bare = !matches!(found.cut, Cut::Separated(_));
            if bare && !found.errors.is_empty() && has_address(self.text(at)) {
                break;
            }
            let cells: Vec<Span> = match found.cut {
                Cut::Separated(separator) => self.split(line, separator),
                _ => vec![line],
            };
            let text = |at: usize| cells.get(at).map_or("", |span| self.file.slice(*span));
            if let Cut::Separated(_) = found.cut {
                let cell = |column| {
                    let at = found.columns.iter().position(|known| *known == column)?;
                    cells.get(at).map(|span| Cell { span: *span })
                };
                let is_code = |code: &Cell| code.text(self.file).starts_with(|c: char| c.is_ascii_alphabetic());
                if let Some(code) = cell(Column::Code).filter(is_code) {
                    found.errors.push(ErrorRow {
                        status: cell(Column::Status),
                        code,
                        message: cell(Column::Message),
                        description: cell(Column::Description),
                    });
                }
                continue;
            }
            let digits = text(0).bytes().take_while(u8::is_ascii_digit).count();
            let number = digits == 3 && status;
            let code = text(0).get(if number { 3 } else { 0 }..).unwrap_or_default().trim();
            let code_at = line.end as usize - code.len();
            if number && code.is_empty() {
                // The code stands on the next line.
                let cell = Some(Cell { span: line });
                found.errors.push(ErrorRow { status: cell, ..ErrorRow::default() });
            } else if let Some(open) = found.errors.last_mut().filter(|open| file_empty(self.file, open.code.span)) {
                open.code = Cell { span: line };
            } else if (number || !status) && (is_code(code) || number && begins_with_code(code)) {
                let status = number.then(|| Cell { span: Span::new(line.start as usize, line.start as usize + 3) });
                let code = Cell { span: Span::new(code_at, line.end as usize) };
                found.errors.push(ErrorRow { status, code, ..ErrorRow::default() });
            } else if let Some(open) = found.errors.last_mut() {
                let slot = match (&open.message, found.columns.contains(&Column::Message)) {
                    (None, true) => &mut open.message,
                    _ => &mut open.description,
                };
                match slot {
                    Some(cell) => cell.span.end = line.end,
                    None => *slot = Some(Cell { span: line }),
                }
            }
        }
    }
}

/// Whether a text names a place on the web.
fn has_address(text: &str) -> bool {
    text.match_indices("://").any(|(at, mark)| {
        let host = &text[at + mark.len()..];
        let host =
            &host[..host.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.')).unwrap_or(host.len())];
        host.trim_end_matches('.').contains('.')
    })
}

/// Whether a text is an error's code: `InvalidParameter.NotFound`.
fn is_code(text: &str) -> bool {
    text.len() > 3
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-\\%".contains(&b))
}

/// Whether a text behind a status is a code that somebody wrote with a blank in it: `InvalidId. NotFound`.
fn begins_with_code(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase()) && text.is_ascii() && text.split_whitespace().count() <= 2
}

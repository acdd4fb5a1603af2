//! Tables that lost their pipes: cells on lines of their own, between tabs, glued to each other, or with blanks between.
//!
//! However a copy was made, two things are still there: the header is a run of header words, and a row has a word for a
//! type right behind its name. What is between two rows belongs to the first of them. So there is one reader for all
//! cuts; only where a row begins is told by the [`Cut`].

use std::collections::BTreeSet;
use std::ops::Range;

use super::columns::{self, Column};
use super::shown::Shown;
use super::{Cell, ErrorRow, Row, table};
use crate::cells;
use crate::ir::Vendor;
use crate::source::{SourceFile, Span};

/// How cells are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Pipes, with a row of dashes below the header.
    Pipes,
    /// A tab, or a pipe without that row.
    Separated(char),
    /// Each cell stands on a line of its own.
    Lines,
    /// Name and type are one word.
    Glued,
    /// Blanks: `Name Type the description`.
    Blanks,
}

/// A table as it was cut.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// How.
    pub cut: Cut,
    /// The header's place.
    pub header: Span,
    /// What its columns hold.
    pub columns: Vec<Column>,
    /// The header says that it is a table of parameters.
    pub own: bool,
    /// The rows, where it is one of parameters.
    pub rows: Vec<Row>,
    /// The rows, where it is one of errors.
    pub errors: Vec<ErrorRow>,
    /// Lines before the first row, which belong to none.
    pub strays: Vec<Span>,
    /// Rows whose last line may be their example, or the end of their description, for which it was taken.
    pub unclear: Vec<Cell>,
}

/// A header, and where the lines behind it begin.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub cut: Cut,
    pub columns: Vec<Column>,
    pub next: usize,
}

/// Where a row begins: its name and type, its other cells as far as they stand on the same line, and how many lines that
/// takes.
pub(super) struct Start {
    pub(super) name: Span,
    pub(super) ty: Span,
    pub(super) cells: Vec<(Column, Span)>,
    pub(super) lines: usize,
}

/// The lines of a part that hold text, without the blanks around them.
pub(super) fn lines(file: &SourceFile, part: Span) -> Vec<Span> {
    let mut start = part.start as usize;
    let all = file.slice(part).split_inclusive('\n').map(|line| {
        let span = table::trimmed(file, Span::new(start, start + line.len()));
        start += line.len();
        span
    });
    all.filter(|span| !file.slice(*span).is_empty()).collect()
}

/// Reads every table in a part of a page.
pub(super) fn scan(file: &SourceFile, part: Span, vendor: Vendor, shown: &Shown<'_>) -> Vec<Found> {
    let lines = lines(file, part);
    let reader = Reader { file, vendor, shown, lines: &lines };
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let Some(header) = header(file, &lines, at) else {
            at += 1;
            continue;
        };
        let end = (header.next..lines.len()).find(|next| self::header(file, &lines, *next).is_some());
        let end = end.unwrap_or(lines.len());
        let place = Span { start: lines[at].start, end: lines[header.next - 1].end };
        found.push(reader.table(place, header, end));
        at = end;
    }
    found
}

/// The header that begins with a line.
pub(super) fn header(file: &SourceFile, lines: &[Span], at: usize) -> Option<Header> {
    let text = file.slice(*lines.get(at)?);
    for separator in ['\t', '|', '｜'] {
        if text.contains(separator) {
            let cells = text.trim_matches(separator).split(separator);
            let columns: Vec<Column> = cells.map(columns::of_any_header).collect();
            let unknown = columns.iter().filter(|column| **column == Column::Unknown).count();
            let heads = columns::heads_table(&columns) && unknown <= 1 && columns.len() >= 2;
            return heads.then_some(Header { cut: Cut::Separated(separator), columns, next: at + 1 });
        }
    }
    if let Some((columns, blanks)) = columns::of_run(text) {
        return Some(Header { cut: if blanks { Cut::Blanks } else { Cut::Glued }, columns, next: at + 1 });
    }
    let mut columns: Vec<Column> = Vec::new();
    for line in lines.iter().skip(at) {
        match columns::of_any_header(file.slice(*line)) {
            Column::Unknown => break,
            column if columns.contains(&column) => break,
            column => columns.push(column),
        }
    }
    let next = at + columns.len();
    (columns.len() >= 3 && columns::heads_table(&columns)).then_some(Header { cut: Cut::Lines, columns, next })
}

/// What a table is read from.
pub(super) struct Reader<'a, 's> {
    pub(super) file: &'a SourceFile,
    pub(super) vendor: Vendor,
    /// What samples name and show.
    pub(super) shown: &'a Shown<'s>,
    pub(super) lines: &'a [Span],
}

impl Reader<'_, '_> {
    pub(super) fn text(&self, at: usize) -> &str {
        self.lines.get(at).map_or("", |line| self.file.slice(*line))
    }

    /// The table between a header and line `end`.
    fn table(&self, place: Span, header: Header, end: usize) -> Found {
        let Header { cut, columns, next } = header;
        let mut found = Found {
            cut,
            header: place,
            columns,
            own: true,
            rows: Vec::new(),
            errors: Vec::new(),
            strays: Vec::new(),
            unclear: Vec::new(),
        };
        if !found.columns.contains(&Column::Name) {
            self.errors(&mut found, next..end);
            return found;
        }
        // A header may have been cut in another way than its rows.
        let separator = if let Cut::Separated(c) = cut { c } else { '\t' };
        let mut starts = self.starts(cut, &found.columns, next..end);
        for other in [Cut::Separated(separator), Cut::Lines, Cut::Glued, Cut::Blanks] {
            let others = self.starts(other, &found.columns, next..end);
            if others.len() > starts.len() * 2 {
                (found.cut, starts) = (other, others);
            }
        }
        let first = starts.first().map_or(end, |(at, _)| *at);
        found.strays.extend(self.lines.get(next..first).unwrap_or_default());
        let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([end]);
        let rows: Vec<Row> =
            starts.iter().zip(ends).map(|((at, start), end)| self.row(&found, start, *at..end)).collect();
        if matches!(found.cut, Cut::Lines | Cut::Glued) && found.columns.contains(&Column::Example) {
            let several = |row: &&Row| row.example == Cell::default() && row.description.text(self.file).contains('\n');
            found.unclear = rows.iter().filter(several).map(|row| row.name).collect();
        }
        if matches!(found.cut, Cut::Glued | Cut::Blanks) {
            // A row that lost what stood between its cells goes on with the row above, but for its look.
            let first: BTreeSet<usize> = starts.iter().map(|(at, _)| *at).collect();
            let lost = (next..end).filter(|at| !first.contains(at) && self.lost_row(*at)).map(|at| self.lines[at]);
            found.strays.extend(lost);
        }
        found.strays.extend(self.lost(&found, &starts, next..end));
        found.rows = rows;
        found
    }

    /// Lines that may be rows of their own, or hold a second one, and go on with the row above.
    fn lost(&self, found: &Found, starts: &[(usize, Start)], range: Range<usize>) -> Vec<Span> {
        let mut lost = Vec::new();
        let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([range.end]);
        // An example before the description stands first, and looks like a name where it is one word.
        let of = |wanted| found.columns.iter().position(|column| *column == wanted);
        let shown_first = of(Column::Example).is_some_and(|example| Some(example) < of(Column::Description));
        for ((at, start), end) in starts.iter().zip(ends) {
            let rest = at + start.lines..end;
            match found.cut {
                Cut::Lines | Cut::Glued => {
                    let said = |at: &usize| {
                        cells::required(self.text(*at)).is_some() || cells::position(self.text(*at)).is_some()
                    };
                    let first = rest.clone().find(|at| !said(at)).unwrap_or(rest.end) + usize::from(shown_first);
                    lost.extend((first..end).filter(|at| self.lost_name(*at, first, end)));
                }
                Cut::Separated(separator) => {
                    let cells = self.split(self.lines[*at], separator);
                    let more = cells.iter().skip(found.columns.len()).any(|cell| !file_empty(self.file, *cell));
                    lost.extend(more.then_some(*at));
                    // As `go_on` shares them out: more cells than there are columns left begin another row.
                    let mut column = start.cells.len().saturating_sub(1);
                    for at in rest {
                        let cells = self.split(self.lines[at], separator);
                        column += cells.len().saturating_sub(1);
                        let named = cells.len() > 1 && self.is_name(cells[0]) && !file_empty(self.file, cells[1]);
                        lost.extend((named && column >= found.columns.len()).then_some(at));
                    }
                }
                Cut::Blanks => lost.extend((*at..end).filter(|line| self.holds_second(*line, line == at))),
                Cut::Pipes => {}
            }
        }
        lost.into_iter().map(|at| self.lines[at]).collect()
    }
}

/// Whether nothing but blanks stands in a cell.
pub(super) fn file_empty(file: &SourceFile, span: Span) -> bool {
    file.slice(span).trim().is_empty()
}

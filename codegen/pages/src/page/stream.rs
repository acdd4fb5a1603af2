//! Tables that lost their pipes: cells on lines of their own, between tabs, glued to each other, or with blanks between.
//!
//! However a copy was made, two things are still there: the header is a run of header words, and a row has a word for a
//! type right behind its name. What is between two rows belongs to the first of them. So there is one reader for all
//! cuts; only where a row begins is told by the [`Cut`].

use std::collections::BTreeSet;
use std::ops::Range;

use super::columns::{self, Column};
use super::{Cell, ErrorRow, Row, name, table};
use crate::cells::{self, Word};
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
struct Start {
    name: Span,
    ty: Span,
    cells: Vec<(Column, Span)>,
    lines: usize,
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
pub(super) fn scan(file: &SourceFile, part: Span, vendor: Vendor) -> Vec<Found> {
    let lines = lines(file, part);
    let reader = Reader { file, vendor, keys: keys(&file.text), values: values(&file.text), lines: &lines };
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

/// The names that samples give to fields: `"Name":`, `<Name>`.
fn keys(text: &str) -> BTreeSet<&str> {
    let mut keys = BTreeSet::new();
    for (at, mark) in text.match_indices(['"', '<']) {
        let rest = &text[at + 1..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_-.".contains(c))).unwrap_or(rest.len());
        let behind = &rest[end..];
        let is_key = if mark == "<" {
            behind.starts_with('>')
        } else {
            behind.strip_prefix('"').is_some_and(|behind| behind.trim_start().starts_with(':'))
        };
        if end > 0 && is_key {
            keys.insert(&rest[..end]);
        }
    }
    keys
}

/// The texts that samples show: in quotes, or between tags.
fn values(text: &str) -> BTreeSet<&str> {
    let mut values = BTreeSet::new();
    for line in text.lines() {
        let quoted = line.split('"').skip(1);
        let tagged = line.split('>').skip(1).filter_map(|rest| rest.split_once('<')).map(|(value, _)| value);
        values.extend(quoted.chain(tagged).filter(|value| value.len() <= 300 && !value.trim().is_empty()));
    }
    values
}

struct Reader<'a> {
    file: &'a SourceFile,
    vendor: Vendor,
    /// What samples name.
    keys: BTreeSet<&'a str>,
    /// The texts that they show.
    values: BTreeSet<&'a str>,
    lines: &'a [Span],
}

impl Reader<'_> {
    fn text(&self, at: usize) -> &str {
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
        found.rows = rows;
        found
    }

    /// Where rows begin.
    fn starts(&self, cut: Cut, columns: &[Column], range: Range<usize>) -> Vec<(usize, Start)> {
        let mut starts: Vec<(usize, Start)> = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let above = starts.last().map(|(at, start)| (at + start.lines, start));
            let start = match cut {
                Cut::Pipes => None,
                Cut::Separated(separator) => self.separated_by(at, [separator, '\t', '|', '｜'], columns),
                Cut::Lines => self.on_lines(at, range.end, columns).or_else(|| self.untyped(at, above)),
                Cut::Glued => self.glued(at).or_else(|| self.untyped(at, above)),
                Cut::Blanks => self.with_blanks(at).or_else(|| self.separated_by(at, ['\t', '|', '｜', '\t'], columns)),
            };
            let Some(start) = start else {
                at += 1;
                continue;
            };
            let lines = start.lines;
            starts.push((at, start));
            at += lines;
        }
        starts
    }

    fn is_type(&self, text: &str) -> bool {
        is_type(text, self.vendor)
    }

    fn is_name(&self, span: Span) -> bool {
        let (cell, _) = name::unmarked(self.file, Cell { span });
        name::is_name(cell.text(self.file))
    }

    /// A row by the first of some separators by which the line is one.
    fn separated_by(&self, at: usize, separators: [char; 4], columns: &[Column]) -> Option<Start> {
        separators.into_iter().find_map(|separator| self.separated(at, separator, columns))
    }

    /// `Name⇥是⇥Integer⇥the description`
    fn separated(&self, at: usize, separator: char, columns: &[Column]) -> Option<Start> {
        let line = *self.lines.get(at)?;
        let cells = self.split(line, separator);
        if cells.len() < 2 {
            return None;
        }
        let of = |wanted| columns.iter().position(|column| *column == wanted).and_then(|at| cells.get(at)).copied();
        let (name, ty) = (of(Column::Name)?, of(Column::Type)?);
        let (name_text, ty_text) = (self.file.slice(name), self.file.slice(ty));
        let typed = self.is_type(ty_text);
        let whole = cells.len() + 1 >= columns.len();
        let fits = if name_text.is_empty() {
            columns::is_nameless(ty_text)
        } else {
            self.is_name(name) && (typed || whole && (cells::says_nothing(ty_text) || name::is_name(ty_text)))
        };
        fits.then(|| Start { name, ty, cells: columns.iter().copied().zip(cells).collect(), lines: 1 })
    }

    fn split(&self, line: Span, separator: char) -> Vec<Span> {
        // Tabs at a line's ends are empty cells.
        let (before, behind) = (&self.file.text[..line.start as usize], &self.file.text[line.end as usize..]);
        let is_tab = |c: &char| matches!(c, '\t' | ' ' | '\u{a0}' | '\u{3000}');
        let widen = |count: usize| if separator == '\t' { count } else { 0 };
        let head = widen(before.chars().rev().take_while(is_tab).map(char::len_utf8).sum());
        let tail = widen(behind.chars().take_while(is_tab).map(char::len_utf8).sum());
        let line = Span::new(line.start as usize - head, line.end as usize + tail);
        let text = self.file.slice(line);
        let edged = if separator == '\t' { text } else { text.strip_prefix(separator).unwrap_or(text) };
        let mut start = line.start as usize + text.len() - edged.len();
        let edged = if separator == '\t' { edged } else { edged.strip_suffix(separator).unwrap_or(edged) };
        let pieces = edged.split(separator).map(|cell| {
            let span = table::trimmed(self.file, Span::new(start, start + cell.len()));
            start += cell.len() + separator.len_utf8();
            span
        });
        pieces.collect()
    }

    /// A name alone on its line, and its type on the next.
    fn on_lines(&self, at: usize, end: usize, columns: &[Column]) -> Option<Start> {
        let line = *self.lines.get(at)?;
        let text = self.file.slice(line);
        if self.is_name(line) && !text.contains('|') {
            let required_first = columns.iter().position(|c| *c == Column::Required)
                < columns.iter().position(|c| *c == Column::Type)
                && columns.contains(&Column::Required);
            let mut next = at + 1;
            let mut cells = Vec::new();
            if required_first && next < end && cells::required(self.text(next)).is_some() {
                cells.push((Column::Required, self.lines[next]));
                next += 1;
            }
            // `Number` may be the next row's name: its type follows.
            let named = self.keys.contains(self.text(next)) && next + 1 < end && self.is_type(self.text(next + 1));
            if next < end && !named && self.is_type(self.text(next)) && !columns::is_header(self.text(next)) {
                return Some(Start { name: line, ty: self.lines[next], cells, lines: next + 1 - at });
            }
        }
        if columns::is_nameless(text) {
            let nowhere = Span { start: line.start, end: line.start };
            return Some(Start { name: nowhere, ty: line, cells: Vec::new(), lines: 1 });
        }
        None
    }

    /// `Nameobject`
    fn glued(&self, at: usize) -> Option<Start> {
        let line = *self.lines.get(at)?;
        let text = self.file.slice(line);
        if columns::is_nameless(text) {
            let nowhere = Span { start: line.start, end: line.start };
            return Some(Start { name: nowhere, ty: line, cells: Vec::new(), lines: 1 });
        }
        let (unmarked, _) = name::unmarked(self.file, Cell { span: line });
        let word = unmarked.text(self.file);
        if word.len() > 200 || !word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            return None;
        }
        // The longest word for a type wins: `array<string>` before `string`.
        let lower = word.to_ascii_lowercase();
        let split = (1..word.len()).filter(|at| word.is_char_boundary(*at)).find(|at| {
            let (name, ty) = (&word[..*at], &word[*at..]);
            let begins = TYPE_STARTS.iter().any(|start| lower[*at..].starts_with(start));
            let known = |ty| self.is_type(ty) && !matches!(cells::word(ty, self.vendor), Word::Named(_));
            // A capital begins a word of the name: `GetTopicList`.
            begins
                && name::is_name(name)
                && !name.contains('-')
                && (ty.starts_with(char::is_lowercase) || ty.contains(' '))
                && known(ty)
        });
        let at = split?;
        let middle = line.end - u32::try_from(word.len() - at).unwrap_or(0);
        let name = Span { start: line.start, end: middle };
        Some(Start { name, ty: Span { start: middle, end: line.end }, cells: Vec::new(), lines: 1 })
    }

    /// Whether a line that goes on with a row looks like one that was lost: it begins with a name and a type in one word,
    /// with a name that samples give to a field, or with a type alone.
    fn lost_row(&self, at: usize) -> bool {
        let text = self.text(at);
        let Some((word, rest)) = text.split_once(char::is_whitespace) else { return begins_glued(text) };
        let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
        let list = word == "Array" && rest.starts_with("of ");
        let ty = !rest.is_ascii() && matches!(cells::word(word, self.vendor), Word::Scalar(_));
        capital && (self.keys.contains(word) || list || ty) || begins_glued(text)
    }

    /// A name alone that samples give to a field: its type cell is empty, and left no trace. Right behind a value's type
    /// it is an example, as is the operation's own name.
    fn untyped(&self, at: usize, above: Option<(usize, &Start)>) -> Option<Start> {
        let line = *self.lines.get(at)?;
        let (cell, _) = name::unmarked(self.file, Cell { span: line });
        let text = cell.text(self.file);
        if !text.starts_with(|c: char| c.is_ascii_uppercase()) || !self.keys.contains(text) {
            return None;
        }
        let (behind, start) = above?;
        let behind = behind + usize::from(cells::required(self.text(behind)).is_some());
        let value = !cells::word(self.file.slice(start.ty), self.vendor).is_container();
        // A value that the row above lists is its example.
        let listed = Span { start: start.name.start.max(line.start.saturating_sub(4096)), end: line.start };
        if self.file.slice(listed).contains(text) && !self.file.slice(start.ty).contains(text) {
            return None;
        }
        if behind >= at && value || self.file.slice(start.name) == "Action" {
            return None;
        }
        Some(Start { name: line, ty: Span { start: line.end, end: line.end }, cells: Vec::new(), lines: 1 })
    }

    /// `Name [是|否|Yes|No] Type Description`; `None` where the line goes on with the row before.
    fn with_blanks(&self, at: usize) -> Option<Start> {
        let line = *self.lines.get(at)?;
        let text = self.file.slice(line);
        let mut words = Words { text, at: 0 };
        let name = words.next()?;
        let (bare, _) = name::unmarked(self.file, Cell { span: line });
        let marks = (bare.span.start - line.start) as usize;
        let name = if marks > 0 {
            words.at = marks;
            words.next()?
        } else {
            name
        };
        if !name::is_name(&text[name.clone()]) {
            return None;
        }
        let mut cells = Vec::new();
        let span = |range: &Range<usize>| Span::new(line.start as usize + range.start, line.start as usize + range.end);
        let mut ty = words.next()?;
        if matches!(&text[ty.clone()], "是" | "否" | "Yes" | "No") {
            cells.push((Column::Required, span(&ty)));
            ty = words.next()?;
        }
        if &text[ty.clone()] == "Array" {
            let of = words.next()?;
            let element = words.next()?;
            if &text[of] != "of" {
                return None;
            }
            ty = ty.start..element.end;
        }
        let word = &text[ty.clone()];
        let rest = text[ty.end..].trim_start();
        // A description that goes on in English has a small word in second place, or no third part.
        let plausible = match cells::word(word, self.vendor) {
            Word::Blank | Word::Unknown => false,
            Word::Named(_) => {
                word.starts_with(|c: char| c.is_ascii_uppercase())
                    && !rest.starts_with(|c: char| c.is_ascii_lowercase())
            }
            _ => true,
        };
        let described = Span::new(line.end as usize - rest.len(), line.end as usize);
        cells.push((Column::Description, described));
        plausible.then(|| Start { name: span(&name), ty: span(&ty), cells, lines: 1 })
    }

    /// The row that begins with `lines.start`, and the lines that go on with it.
    fn row(&self, found: &Found, start: &Start, lines: Range<usize>) -> Row {
        let (file, columns) = (self.file, &found.columns);
        let end = self.lines.get(lines.end.saturating_sub(1)).map_or(start.ty.end, |line| line.end);
        let begin = self.lines.get(lines.start).map_or(start.name.start, |line| line.start);
        let (name, depth) = name::unmarked(file, Cell { span: start.name });
        let mut row =
            Row { span: Span { start: begin, end }, name, depth, ty: Cell { span: start.ty }, ..Row::default() };
        for (column, span) in &start.cells {
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
    fn go_on(&self, row: &mut Row, start: &Start, columns: &[Column], separator: char, rest: Range<usize>) {
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
    fn share_out(&self, row: &mut Row, columns: &[Column], mut rest: Range<usize>) {
        if columns.contains(&Column::Position) && cells::position(self.text(rest.start)).is_some() && !rest.is_empty() {
            row.position = Some(Cell { span: self.lines[rest.start] });
            rest.start += 1;
        }
        if columns.contains(&Column::Required) && !rest.is_empty() && cells::required(self.text(rest.start)).is_some() {
            row.required = Some(Cell { span: self.lines[rest.start] });
            rest.start += 1;
        }
        if columns.contains(&Column::Position) && !rest.is_empty() && cells::position(self.text(rest.start)).is_some() {
            row.position = Some(Cell { span: self.lines[rest.start] });
            rest.start += 1;
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
                let shown = self.values.contains(self.text(from));
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
                let shown = self.values.contains(self.text(rest.start));
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
    fn is_document(&self, range: Range<usize>) -> bool {
        let depth: i64 = range.clone().map(|at| super::samples::balance(self.text(at))).sum();
        depth == 0 && self.text(range.end - 1).ends_with(['}', ']'])
    }

    /// The rows of a table of errors: each begins with a status or a code.
    fn errors(&self, found: &mut Found, range: Range<usize>) {
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

/// An example that is a document has no more lines than this.
const DOCUMENT_LINES: usize = 64;

/// Whether a text is a word for a type, and nothing else.
pub(super) fn is_type(text: &str, vendor: Vendor) -> bool {
    let text = text.trim();
    text.len() <= 160 && !matches!(cells::word(text, vendor), Word::Blank | Word::Unknown)
}

/// With what words for types begin, in lower case.
const TYPE_STARTS: [&str; 11] =
    ["string", "integer", "long", "boolean", "number", "float", "double", "object", "array", "map", "any"];

/// Whether a line begins with a name and a type in one word, and goes on.
pub(super) fn begins_glued(text: &str) -> bool {
    let word = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')).next().unwrap_or_default();
    let name = word.starts_with(|c: char| c.is_ascii_uppercase()) && word.len() <= 120 && word.len() < text.len();
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_lowercase());
    name && (CAPITAL_TYPES.iter().any(|ty| word.get(1..).is_some_and(|rest| rest.contains(ty)))
        || word.split_once("RepeatList").is_some_and(|(_, rest)| ends(rest)))
}

/// The same in capitals, as the vendors' older pages write them.
const CAPITAL_TYPES: [&str; 6] = ["String", "Integer", "Long", "Boolean", "Float", "Array"];

fn file_empty(file: &SourceFile, span: Span) -> bool {
    file.slice(span).trim().is_empty()
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

struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Words<'_> {
    fn next(&mut self) -> Option<Range<usize>> {
        let rest = &self.text[self.at..];
        let start = self.at + (rest.len() - rest.trim_start().len());
        let word = self.text[start..].split(char::is_whitespace).next().filter(|word| !word.is_empty())?;
        self.at = start + word.len();
        Some(start..self.at)
    }
}

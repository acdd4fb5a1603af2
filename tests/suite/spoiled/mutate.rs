//! Ways to spoil a table, and where on a page they can be applied.

use std::ops::Range;

use spectable_pages::ir::Vendor;
use spectable_pages::page::{Layout, Page, Row, Side, Table, is_delimiter};
use spectable_pages::source::SourceFile;

use crate::random::Random;

/// What is done to a table. Text pages have blanks between cells, and no delimiter row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One row's separators are others.
    RowSeparators(Mark),
    /// All separators of the table are others.
    TableSeparators(Mark),
    /// One header cell says something that nobody knows.
    HeaderCell,
    /// All header cells do.
    Header,
    HeaderGone,
    DelimiterGone,
    /// A row stands in the line of the row above.
    Glued,
    TypeMisspelt,
    NameEmptied,
    TypeEmptied,
    /// The page ends inside a row.
    Cut,
    HeadingReworded,
    HeadingGone,
    /// A blank line stands inside a row.
    BlankLine,
}

/// What stands between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Tab,
    /// A blank in place of a pipe; a pipe in place of a blank.
    Other,
    FullWidth,
    Nothing,
}

impl Kind {
    pub(super) fn name(self) -> String {
        let mark = |mark| match mark {
            Mark::Tab => "tabs",
            Mark::Other => "blanks (blanks to pipes)",
            Mark::FullWidth => "full-width",
            Mark::Nothing => "nothing",
        };
        match self {
            Self::RowSeparators(to) => format!("a row's pipes to {}", mark(to)),
            Self::TableSeparators(to) => format!("a table's pipes to {}", mark(to)),
            Self::HeaderCell => "header cell reworded".to_owned(),
            Self::Header => "header reworded".to_owned(),
            Self::HeaderGone => "header deleted".to_owned(),
            Self::DelimiterGone => "delimiter row deleted".to_owned(),
            Self::Glued => "two rows glued".to_owned(),
            Self::TypeMisspelt => "type misspelt".to_owned(),
            Self::NameEmptied => "name emptied".to_owned(),
            Self::TypeEmptied => "type emptied".to_owned(),
            Self::Cut => "page cut inside a row".to_owned(),
            Self::HeadingReworded => "heading reworded".to_owned(),
            Self::HeadingGone => "heading deleted".to_owned(),
            Self::BlankLine => "blank line in a row".to_owned(),
        }
    }

    /// Whether it is about one row or two, rather than about the whole section.
    pub(super) fn is_of_rows(self) -> bool {
        matches!(
            self,
            Self::RowSeparators(_)
                | Self::Glued
                | Self::TypeMisspelt
                | Self::NameEmptied
                | Self::TypeEmptied
                | Self::BlankLine
        )
    }
}

/// A text that takes the place of some bytes.
pub(super) type Edit = (Range<usize>, String);

/// The page with edits, which are in its order.
pub(super) fn apply(text: &str, edits: &[Edit]) -> String {
    let mut made = String::with_capacity(text.len());
    let mut at = 0;
    for (range, with) in edits {
        made.push_str(&text[at..range.start]);
        made.push_str(with);
        at = range.end;
    }
    made + &text[at..]
}

/// A section with a table of parameters or response fields.
pub(super) struct Section {
    pub(super) side: Side,
    /// From its heading to the next section's.
    pub(super) bytes: Range<usize>,
    heading: Range<usize>,
    /// The header's line, where it is one.
    header: Option<Range<usize>>,
    delimiter: Option<Range<usize>>,
    pub(super) rows: Vec<Row>,
}

/// The sections of a page that hold rows.
pub(super) fn sections(file: &SourceFile, page: &Page) -> Vec<Section> {
    let sides = [(Side::Request, &page.request), (Side::Response, &page.response)];
    sides.into_iter().filter_map(|(side, table)| section(file, page.layout, side, table)).collect()
}

fn section(file: &SourceFile, layout: Layout, side: Side, table: &Table) -> Option<Section> {
    let text = file.text.as_str();
    let heading = line_at(text, table.heading?.range().start);
    let first = table.rows.first()?.span.range().start;
    let last = table.rows.iter().map(|row| row.span.range().end).max()?;
    let lines = || file.lines().map(|(start, line)| start..start + line.len());
    let above: Vec<Range<usize>> = lines().filter(|line| line.start > heading.start && line.end <= first).collect();
    let (header, delimiter) = if layout.vendor() == Vendor::Tencent {
        (above.iter().rfind(|line| !text[(*line).clone()].trim().is_empty()), None)
    } else {
        let at = above.iter().rposition(|line| is_delimiter(&text[line.clone()]))?;
        let has_pipe = |at: usize| above.get(at).is_some_and(|line| text[line.clone()].contains('|'));
        let one_line = at > 0 && has_pipe(at - 1) && (at < 2 || !has_pipe(at - 2));
        (one_line.then(|| &above[at - 1]), above.get(at))
    };
    let end =
        lines().find(|line| line.start >= last && is_heading(&text[line.clone()])).map_or(text.len(), |l| l.start);
    Some(Section {
        side,
        bytes: heading.start..end,
        heading: table.heading?.range(),
        header: header.cloned(),
        delimiter: delimiter.cloned(),
        rows: table.rows.clone(),
    })
}

fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    start..text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// Whether a line below a table opens the next section, in any of the layouts.
fn is_heading(line: &str) -> bool {
    let line = line.trim_end();
    let numbered = line.split_once(". ").is_some_and(|(number, _)| number.parse::<u8>().is_ok());
    let bare = ["请求参数", "返回数据", "返回参数", "示例", "错误码", "调试"];
    line.starts_with("# ") || line.starts_with("##") || numbered || bare.contains(&line)
}

/// What nobody calls a column of a parameter table.
const COLUMNS: [&str; 5] = ["这一项", "那一项", "第三栏", "Whatever", "Fifth"];
/// What nobody calls a section.
const HEADING: &str = "各项一览";

/// How a section is spoiled, and the rows to which it is done; `None` where it has nothing to be spoiled so.
pub(super) fn spoil(
    kind: Kind,
    file: &SourceFile,
    section: &Section,
    random: &mut Random,
) -> Option<(Vec<Edit>, Range<usize>)> {
    let text = file.text.as_str();
    let all = 0..section.rows.len();
    let at = random.below(section.rows.len());
    let row = section.rows.get(at)?;
    let one = at..at + 1;
    let gone = |line: &Range<usize>| (line.start..text.len().min(line.end + 1), String::new());
    let (edits, rows) = match kind {
        Kind::RowSeparators(mark) => (separators(text, row, mark), one),
        Kind::TableSeparators(mark) => {
            let head = [&section.header, &section.delimiter].into_iter().flatten();
            let piped = section.delimiter.is_some();
            let mut edits: Vec<Edit> = head.flat_map(|line| swapped(text, line.clone(), piped, mark)).collect();
            edits.extend(section.rows.iter().flat_map(|row| separators(text, row, mark)));
            (edits, all)
        }
        Kind::HeaderCell | Kind::Header => {
            let cells = header_cells(text, section.header.clone()?, section.delimiter.is_some());
            let only = (kind == Kind::HeaderCell).then(|| random.below(cells.len()));
            let cells = cells.into_iter().enumerate().filter(|(index, _)| only.is_none_or(|only| only == *index));
            (cells.map(|(index, cell)| (cell, COLUMNS[index % COLUMNS.len()].to_owned())).collect(), all)
        }
        Kind::HeaderGone => (vec![gone(section.header.as_ref()?)], all),
        Kind::DelimiterGone => (vec![gone(section.delimiter.as_ref()?)], all),
        Kind::Glued => {
            let next = section.rows.get(at + 1)?.span.range().start;
            let between = row.span.range().end..next;
            // What stands between two tables is no line end.
            text.get(between.clone()).filter(|text| text.trim().is_empty())?;
            (vec![(between, random.pick(&["", " "])?.to_string())], at..at + 2)
        }
        Kind::TypeMisspelt => {
            let ty = row.ty.span.range();
            let word = text[ty.clone()].split(|c: char| !c.is_ascii_alphabetic()).next()?;
            let swaps = (1..word.len().saturating_sub(1)).filter(|at| word.as_bytes()[*at] != word.as_bytes()[at + 1]);
            let at = *random.pick(&swaps.collect::<Vec<_>>())?;
            let swapped = [&word[at + 1..at + 2], &word[at..=at]].concat();
            (vec![(ty.start + at..ty.start + at + 2, swapped)], one)
        }
        Kind::NameEmptied | Kind::TypeEmptied => {
            let cell = if kind == Kind::NameEmptied { row.name } else { row.ty };
            let cell = cell.span.range();
            (!cell.is_empty()).then_some(())?;
            (vec![(cell, String::new())], one)
        }
        Kind::Cut => (vec![(inside(text, row, random)?..text.len(), String::new())], at..section.rows.len()),
        Kind::HeadingReworded => (vec![(section.heading.clone(), HEADING.to_owned())], all),
        Kind::HeadingGone => {
            let line = line_at(text, section.heading.start);
            let below = line_at(text, text.len().min(line.end + 1));
            let rule = text[below.clone()].trim_end();
            let underlined =
                rule.len() >= 3 && (rule.trim_matches('-').is_empty() || rule.trim_matches('=').is_empty());
            (vec![gone(&(line.start..if underlined { below.end } else { line.end }))], all)
        }
        Kind::BlankLine => {
            let at = inside(text, row, random)?;
            (vec![(at..at, "\n\n".to_owned())], one)
        }
    };
    (!edits.is_empty()).then_some((edits, rows))
}

/// A place between two characters of a row.
fn inside(text: &str, row: &Row, random: &mut Random) -> Option<usize> {
    let row = row.span.range();
    let places = text[row.clone()].char_indices().map(|(at, _)| row.start + at).skip(2).collect::<Vec<_>>();
    random.pick(&places).copied()
}

fn separators(text: &str, row: &Row, mark: Mark) -> Vec<Edit> {
    let span = row.span.range();
    // A row of plain text has an empty line's worth of blanks nowhere but between its first cells.
    if text[span.clone()].contains('|') && !is_plain(text, row) {
        return swapped(text, span, true, mark);
    }
    let cells = [Some(row.name), row.required, Some(row.ty), Some(row.description)];
    let mut cells: Vec<Range<usize>> = cells.into_iter().flatten().map(|cell| cell.span.range()).collect();
    cells.retain(|cell| !cell.is_empty());
    let gaps = cells.windows(2).map(|pair| pair[0].end..pair[1].start).filter(|gap| gap.start < gap.end);
    gaps.map(|gap| (gap, written(mark, false))).collect()
}

/// Whether blanks alone stand between a row's name and its type.
fn is_plain(text: &str, row: &Row) -> bool {
    let between = row.name.span.range().end..row.required.unwrap_or(row.ty).span.range().start;
    text.get(between).is_some_and(|between| !between.is_empty() && between.trim().is_empty())
}

/// Every separator in a stretch.
fn swapped(text: &str, range: Range<usize>, piped: bool, mark: Mark) -> Vec<Edit> {
    let separator = if piped { '|' } else { ' ' };
    let found = text[range.clone()].match_indices(separator).map(|(at, _)| range.start + at);
    let bare = found.filter(|at| !text[..*at].ends_with('\\'));
    bare.map(|at| (at..at + 1, written(mark, piped))).collect()
}

fn written(mark: Mark, piped: bool) -> String {
    let written = match mark {
        Mark::Tab => "\t",
        Mark::Other if piped => " ",
        Mark::Other => " | ",
        Mark::FullWidth => "｜",
        Mark::Nothing => "",
    };
    written.to_owned()
}

/// The places of a header's words.
fn header_cells(text: &str, line: Range<usize>, piped: bool) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut at = line.start;
    for piece in text[line].split(if piped { '|' } else { ' ' }) {
        let word = piece.trim();
        if !word.is_empty() {
            let start = at + (piece.len() - piece.trim_start().len());
            cells.push(start..start + word.len());
        }
        at += piece.len() + 1;
    }
    cells
}

//! Where a row begins, by the way in which its cells are told apart.

use std::ops::Range;

use super::columns::{self, Column};
use super::stream::{Cut, Reader, Start};
use super::{Cell, name, table};
use crate::cells::{self, Word};
use crate::ir::Vendor;
use crate::source::Span;

impl Reader<'_, '_> {
    /// Where rows begin.
    pub(super) fn starts(&self, cut: Cut, columns: &[Column], range: Range<usize>) -> Vec<(usize, Start)> {
        let mut starts: Vec<(usize, Start)> = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let above = starts.last().map(|(at, start)| (at + start.lines, start));
            let start = match cut {
                Cut::Pipes => None,
                Cut::Separated(separator) => self.separated_by(at, [separator, '\t', '|', '｜'], columns),
                Cut::Lines => self
                    .on_lines(at, range.end, columns)
                    .or_else(|| self.marked(at, range.end, columns))
                    .or_else(|| self.untyped(at, above)),
                Cut::Glued => {
                    self.glued(at).or_else(|| self.marked(at, range.end, columns)).or_else(|| self.untyped(at, above))
                }
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

    pub(super) fn is_type(&self, text: &str) -> bool {
        is_type(text, self.vendor)
    }

    pub(super) fn is_name(&self, span: Span) -> bool {
        let (cell, _) = name::unmarked(self.file, Cell { span });
        name::is_name(cell.text(self.file))
    }

    /// A row by the first of some separators by which the line is one.
    pub(super) fn separated_by(&self, at: usize, separators: [char; 4], columns: &[Column]) -> Option<Start> {
        separators.into_iter().find_map(|separator| self.separated(at, separator, columns))
    }

    /// `Name⇥是⇥Integer⇥the description`
    pub(super) fn separated(&self, at: usize, separator: char, columns: &[Column]) -> Option<Start> {
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
        if !fits && cells.len() + 1 >= columns.len() && columns.first() == Some(&Column::Name) {
            // Name and type are one word, and the cells behind them stand one column to the left.
            let (name, ty) = self.unglue(name, true)?;
            let rest = columns.iter().copied().filter(|column| *column != Column::Type).zip(cells);
            let cells = rest.filter(|(column, _)| *column != Column::Name).collect();
            return Some(Start { name, ty, cells, lines: 1 });
        }
        fits.then(|| Start { name, ty, cells: columns.iter().copied().zip(cells).collect(), lines: 1 })
    }

    pub(super) fn split(&self, line: Span, separator: char) -> Vec<Span> {
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
    pub(super) fn on_lines(&self, at: usize, end: usize, columns: &[Column]) -> Option<Start> {
        let line = *self.lines.get(at)?;
        let text = self.file.slice(line);
        // A yes or a no is no name, whatever stands below it.
        if self.is_name(line) && !text.contains('|') && (text.len() == 1 || cells::required(text).is_none()) {
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
            let named = self.shown.has_key(self.text(next)) && next + 1 < end && self.is_type(self.text(next + 1));
            if next < end && !named && self.is_type(self.text(next)) && !columns::is_header(self.text(next)) {
                return Some(Start { name: line, ty: self.lines[next], cells, lines: next + 1 - at });
            }
            // A type that is no word for one, known by what it is near to, by the name, or by the yes or no behind it.
            let word = self.text(next);
            let behind = columns.contains(&Column::Required) && !required_first && next + 1 < end;
            let said = behind && cells::required(self.text(next + 1)).is_some() && name::is_name(word);
            let near = cells::nearest(word).is_some() || word != text && word.eq_ignore_ascii_case(text);
            if next < end && !named && (said || near) && !columns::is_header(word) {
                return Some(Start { name: line, ty: self.lines[next], cells, lines: next + 1 - at });
            }
        }
        nameless(line, text)
    }

    /// `Nameobject`
    pub(super) fn glued(&self, at: usize) -> Option<Start> {
        let line = *self.lines.get(at)?;
        let text = self.file.slice(line);
        if let Some(start) = nameless(line, text) {
            return Some(start);
        }
        let required = self.lines.get(at + 1).is_some_and(|next| cells::required(self.file.slice(*next)).is_some());
        let (name, ty) = self.unglue(line, required)?;
        Some(Start { name, ty, cells: Vec::new(), lines: 1 })
    }

    /// A name and a type that are one word: `Nameobject`, and where capitals are no words of the name, `NameString`.
    fn unglue(&self, span: Span, capitals: bool) -> Option<(Span, Span)> {
        let (unmarked, _) = name::unmarked(self.file, Cell { span });
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
                && (capitals || ty.starts_with(char::is_lowercase) || ty.contains(' '))
                && (!ty.starts_with(char::is_uppercase) || CAPITAL_TYPES.iter().any(|word| ty.starts_with(word)))
                && known(ty)
        });
        let middle = span.end - u32::try_from(word.len() - split?).unwrap_or(0);
        Some((Span { start: span.start, end: middle }, Span { start: middle, end: span.end }))
    }

    /// A name alone with a yes or a no below it: its type is lost, or its type cell was empty and left no trace.
    fn marked(&self, at: usize, end: usize, columns: &[Column]) -> Option<Start> {
        let line = *self.lines.get(at)?;
        let text = self.file.slice(line);
        let of = |wanted| columns.iter().position(|column| *column == wanted);
        let first = |other| of(other).is_none_or(|other| of(Column::Required) < Some(other));
        // Behind an example or a description the mark is no sign of a name.
        if of(Column::Required).is_none() || !first(Column::Example) || !first(Column::Description) {
            return None;
        }
        let said = |text: &str| cells::required(text).is_some() || cells::position(text).is_some();
        let is_name = self.is_name(line) && !said(text) && !columns::is_header(text);
        let is_type = !matches!(cells::word(text, self.vendor), Word::Named(_) | Word::Unknown);
        let marked = at + 1 < end && cells::required(self.text(at + 1)).is_some();
        (is_name && !is_type && marked).then(|| without_type(line))
    }

    /// Whether a line that goes on with a row, which reaches from line `first` up to `end`, looks like the name of one that
    /// lost its type: several words in one, with a text below and none above that announces it.
    pub(super) fn lost_name(&self, at: usize, first: usize, end: usize) -> bool {
        let marks = ['-', '*', '{', '[', '"', '<', '|'];
        let is_text = |text: &str| !text.starts_with(marks) && (!text.is_ascii() || text.contains(' '));
        let lists = |text: &str| VALUES.iter().any(|word| text.starts_with(word));
        let (above, text, below) = (self.text(at.saturating_sub(1)), self.text(at), self.text(at + 1));
        self.lines.get(at).is_some_and(|line| self.is_name(*line))
            && is_compound(text)
            && at + 1 < end
            && is_text(below)
            && !lists(below)
            && (at == first || !above.ends_with([':', '：']) && !is_compound(above))
    }

    /// Whether a line that goes on with a row looks like one that was lost: it begins with a name and a type in one word,
    /// with a name that samples give to a field, or with a type alone.
    pub(super) fn lost_row(&self, at: usize) -> bool {
        let text = self.text(at);
        let Some((word, rest)) = text.split_once(char::is_whitespace) else { return begins_glued(text) };
        let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
        let list = word == "Array" && rest.starts_with("of ");
        let ty = !rest.is_ascii() && matches!(cells::word(word, self.vendor), Word::Scalar(_));
        capital && (self.shown.has_key(word) || list || ty) || begins_glued(text)
    }

    /// A name alone that samples give to a field: its type cell is empty, and left no trace. Right behind a value's type
    /// it is an example, as is the operation's own name.
    pub(super) fn untyped(&self, at: usize, above: Option<(usize, &Start)>) -> Option<Start> {
        let line = *self.lines.get(at)?;
        let (cell, _) = name::unmarked(self.file, Cell { span: line });
        let text = cell.text(self.file);
        if !text.starts_with(|c: char| c.is_ascii_uppercase()) || !self.shown.has_key(text) {
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
        Some(without_type(line))
    }

    /// Whether a line between blanks holds a row behind its `own`, or where it has none, one that lost its type.
    pub(super) fn holds_second(&self, at: usize, own: bool) -> bool {
        let words: Vec<&str> = self.text(at).split_whitespace().collect();
        let said = |word: &str| matches!(word, "是" | "否" | "Yes" | "No");
        let is_type = |word: &str| CAPITAL_TYPES.contains(&word);
        // The name may stand right behind the end of a description.
        let named = |word: &str| {
            let name = word.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            name.len() > 1 && name.starts_with(|c: char| c.is_ascii_uppercase()) && !is_type(name)
        };
        let lone = match words.as_slice() {
            [name, next, ..] if !own && name::is_name(name) => {
                said(next) || is_compound(name) && next.starts_with(|c: char| c.is_alphabetic() && !c.is_ascii())
            }
            _ => false,
        };
        let mut second = words.windows(2).enumerate().skip(if own { 2 } else { 0 });
        lone || second.any(|(at, pair)| match (pair[0], pair[1]) {
            // `An Array of` is prose.
            (name, "Array") => words.get(at + 2) == Some(&"of") && (said(name) || named(name) && is_compound(name)),
            (name, ty) => is_type(ty) && (said(name) || named(name)),
        })
    }

    /// `Name [是|否|Yes|No] Type Description`; `None` where the line goes on with the row before.
    pub(super) fn with_blanks(&self, at: usize) -> Option<Start> {
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
                    && !rest.is_empty()
            }
            _ => true,
        };
        let described = Span::new(line.end as usize - rest.len(), line.end as usize);
        cells.push((Column::Description, described));
        plausible.then(|| Start { name: span(&name), ty: span(&ty), cells, lines: 1 })
    }
}

/// A row that is a type alone: what it describes has no name.
fn nameless(line: Span, text: &str) -> Option<Start> {
    let nowhere = Span { start: line.start, end: line.start };
    columns::is_nameless(text).then(|| Start { name: nowhere, ty: line, cells: Vec::new(), lines: 1 })
}

/// A row that is a name alone.
fn without_type(line: Span) -> Start {
    Start { name: line, ty: Span { start: line.end, end: line.end }, cells: Vec::new(), lines: 1 }
}

/// Whether a word ends in several that are written as one: `OrderBy`.
fn is_compound(word: &str) -> bool {
    let name = word.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let inner = name.bytes().zip(name.bytes().skip(1)).any(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase());
    inner && name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// With what words the values that a row takes are announced behind its example.
const VALUES: [&str; 5] = ["枚举值", "取值", "有效值", "Valid values", "Enumerat"];

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

struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Words<'_> {
    pub(super) fn next(&mut self) -> Option<Range<usize>> {
        let rest = &self.text[self.at..];
        let start = self.at + (rest.len() - rest.trim_start().len());
        let word = self.text[start..].split(char::is_whitespace).next().filter(|word| !word.is_empty())?;
        self.at = start + word.len();
        Some(start..self.at)
    }
}

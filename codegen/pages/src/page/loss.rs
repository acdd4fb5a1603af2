//! What of a page was not understood, and what the way in which it was saved has lost.

use std::collections::BTreeSet;

use super::outline::Part;
use super::{Cut, Page, Row, Table, begin, columns, name, section, stream, table};
use crate::cells::{self, Word};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Vendor;
use crate::source::{SourceFile, Span, shortened};

/// Says it, of every part.
pub(super) fn say(file: &SourceFile, page: &Page, parts: &[Part], diagnostics: &mut Vec<Diagnostic>) {
    let mut told = Told { file, page, diagnostics };
    if told.cut() {
        // What follows from it is not worth telling.
        return;
    }
    for table in [&page.request, &page.response] {
        told.unread(table);
        told.rows(table);
        told.strays(table);
        told.unclear(table);
        told.headers(table);
        for header in &table.others {
            let message = "this table does not tell what is required, as the one before it does: it is about the text in a \
                           parameter, and is left out";
            told.say(*header, Code::TableOfText, message);
        }
    }
    told.elsewhere(parts);
}

struct Told<'a> {
    file: &'a SourceFile,
    page: &'a Page,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Told<'_> {
    fn say(&mut self, place: Span, code: Code, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::at(self.file, place, code, message));
    }

    /// A page that ends inside of a table.
    fn cut(&mut self) -> bool {
        let end = self.file.text.trim_end().len();
        let ends_in =
            |table: &Table| table.body.is_some_and(|body| body.end as usize >= end && body.start as usize <= end);
        // Behind the request's table stands at least what is returned, on every page.
        if ends_in(&self.page.request) && self.page.samples.is_empty() && self.page.response.heading.is_none() {
            let lines = self.page.request.body.map(|body| stream::lines(self.file, body)).unwrap_or_default();
            // A link is what stands below a page.
            if let Some(last) = lines.last().filter(|last| is_text(self.file.slice(**last))) {
                self.say(*last, Code::PageCut, "the page ends in the table of its request: the rest of it is missing");
                return true;
            }
        }
        let last = self.page.request.rows.iter().chain(&self.page.response.rows).max_by_key(|row| row.span.end);
        let Some(last) = last.filter(|row| row.span.end as usize >= end) else { return false };
        let in_request = self.page.response.rows.last().is_none_or(|row| row.span != last.span);
        let table = if in_request { &self.page.request } else { &self.page.response };
        // Some tables have no pipe at the end of any line.
        let closes = |text: &str| text.trim_end().ends_with('|');
        let body = table.body.map(|body| self.file.slice(body)).unwrap_or_default();
        let closed = body.lines().find(|line| table::is_delimiter(line)).is_some_and(closes);
        let open = table.cut == Some(Cut::Pipes) && closed && !closes(self.file.slice(last.span));
        if open {
            let name = last.name.text(self.file);
            let message = format!("the page ends in the row `{name}` of a table: the rest of it is missing");
            self.say(last.span, Code::PageCut, message);
        }
        open
    }

    /// A section with text of which nothing was read.
    fn unread(&mut self, table: &Table) {
        let (Some(heading), Some(body)) = (table.heading, table.body) else { return };
        if !table.rows.is_empty() {
            return;
        }
        let lines = stream::lines(self.file, body);
        let own = lines.into_iter().take_while(|line| section::heads_sample(self.file.slice(*line)).is_none());
        let mut text: Vec<Span> = own.filter(|line| is_text(self.file.slice(*line))).collect();
        text.retain(|line| !table.has_header_at(*line));
        let Some(first) = text.first().copied() else { return };
        let header = !table.headers.is_empty() || text.iter().any(|line| looks_like_row(self.file.slice(*line)));
        if !header
            && says_none(
                &text.iter().take(6).map(|line| self.file.slice(*line)).collect::<Vec<_>>().join(" "),
                text.len(),
            )
        {
            return;
        }
        let name = section::words(self.file.slice(heading));
        let message = format!(
            "below `{name}` stands text from which no row could be read; expected a table whose header names \
             parameters and types"
        );
        self.say(first, Code::SectionUnread, message);
    }

    /// Rows without a name, and rows with too few cells to be read with confidence.
    fn rows(&mut self, table: &Table) {
        let mut before: Option<&Row> = None;
        for row in &table.rows {
            let (name, ty) = (row.name.text(self.file), row.ty.text(self.file));
            let list = |row: &Row| {
                let word = cells::word(row.ty.text(self.file), self.page.layout.vendor());
                matches!(word, Word::List(_) | Word::Blank)
            };
            let opens = columns::is_nameless(ty) && before.is_none_or(list);
            if name.is_empty() && !opens {
                self.say(row.span, Code::RowWithoutName, "this row has no name; it is left out");
            } else if name.chars().any(|c| !(c.is_ascii_alphanumeric() || "._-[]{}$#@/:*\\`".contains(c))) {
                let message = format!("`{}` is no name of a parameter or field", shortened(name));
                self.say(row.name.span, Code::NameBroken, message);
            } else if table.cut == Some(Cut::Pipes) && row.description.span == Span::default() {
                // Elsewhere empty cells leave no trace.
                let message = format!("the row `{name}` has fewer cells than the table's header");
                self.say(row.span, Code::RowShort, message);
            }
            before = Some(row);
        }
    }

    /// Lines that stand among the rows, or look like one, and are none.
    fn strays(&mut self, table: &Table) {
        let mut strays: BTreeSet<Span> = table.strays.iter().copied().collect();
        let lines = table.body.map(|body| stream::lines(self.file, body)).unwrap_or_default();
        let mut inside: Vec<Span> = table.rows.iter().chain(&table.skipped).map(|row| row.span).collect();
        inside.sort_unstable();
        let begins = |line: &Span| inside.binary_search_by_key(&line.start, |row| row.start).is_ok();
        // Of a table with pipes, a line with pipes that no row holds.
        let held = |line: &Span| {
            let next = inside.partition_point(|row| row.start <= line.start);
            next.checked_sub(1).and_then(|at| inside.get(at)).is_some_and(|row| line.start < row.end)
        };
        let piped = table.cut == Some(Cut::Pipes);
        strays.extend(lines.into_iter().filter(|line| {
            // Most lines are where a row begins.
            if begins(line) || table.has_header_at(*line) {
                return false;
            }
            let text = self.file.slice(*line);
            let lost = piped && has_cells(text) && !held(line) && !table::is_delimiter(text) && is_text(text);
            lost || looks_like_row(text)
        }));
        for line in strays {
            let message = "this line stands among the rows of a table, and is none that can be read";
            self.say(line, Code::TextInTable, message);
        }
    }

    /// Headers of which no more than one column is known: which column holds what is then told by their order alone.
    fn headers(&mut self, table: &Table) {
        for header in &table.unknown {
            let text = shortened(self.file.slice(*header).trim_matches(['|', ' ']));
            let message =
                format!("the words of this header are not known: `{text}`; its columns were told by their order");
            self.say(*header, Code::HeaderUnknown, message);
        }
    }

    /// Rows of which it can't be told whether they end with their example.
    fn unclear(&mut self, table: &Table) {
        let Some(first) = table.unclear.first() else { return };
        let names = |most: usize| {
            let names = table.unclear.iter().take(most).map(|name| format!("`{}`", name.text(self.file)));
            names.collect::<Vec<_>>().join(", ")
        };
        let more = table.unclear.len().saturating_sub(NAMED_MOST);
        let and = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message = format!(
            "this copy has no cells: whether the last line is an example or part of the description is not clear of {}{and}; \
             it was taken for description",
            names(NAMED_MOST)
        );
        self.say(first.span, Code::ExampleUnclear, message);
    }

    /// Tables of parameters in other sections than those that are read.
    fn elsewhere(&mut self, parts: &[Part]) {
        for part in parts.iter().filter(|part| part.section.is_known_without_rows()) {
            let lines = stream::lines(self.file, part.body);
            let header = (0..lines.len()).find(|at| {
                let text = self.file.slice(lines[*at]);
                let likely = text.contains('|') || text.contains('\t') || columns::is_header(text);
                likely
                    && stream::header(self.file, &lines, *at)
                        .is_some_and(|header| header.columns.contains(&columns::Column::Name))
            });
            // One that was taken for the request's is read.
            let taken = |line: &Span| {
                [&self.page.request, &self.page.response].into_iter().any(|table| table.has_header_at(*line))
            };
            if let Some(at) = header.filter(|at| !taken(&lines[*at])) {
                let name = section::words(self.file.slice(part.heading));
                let message =
                    format!("this table stands below `{name}`, where no parameters are expected; it was not read");
                self.say(lines[at], Code::TableUnread, message);
            }
        }
    }
}

/// Whether a line has several cells, though no pipe at its start.
fn has_cells(line: &str) -> bool {
    let bars = line.match_indices('|').filter(|(at, _)| !line[..*at].ends_with('\\'));
    !line.starts_with(['|', '-', '*', '"', '{']) && bars.count() >= 2
}

/// Whether a line looks like a row that lost what stood between its cells: a name, and behind it a word for a type.
fn looks_like_row(line: &str) -> bool {
    // Two rows on one line: the second begins behind the first one's last pipe.
    let line = line.strip_prefix('|').map_or(line, |rest| rest.trim_start_matches(['|', ' ']));
    let marks = ['\t', '｜', '|'];
    let separated = line.contains(marks);
    let pieces = line.trim_matches(['\t', '｜', ' ']).split(|c: char| marks.contains(&c) || !separated && c == ' ');
    let mut cells = pieces.map(str::trim).filter(|cell| !cell.is_empty());
    let (Some(name), Some(ty)) = (cells.next(), cells.next()) else { return begin::begins_glued(line) };
    if !name::is_name(name) {
        return !separated && begin::begins_glued(line);
    }
    let typed = begin::is_type(ty, Vendor::Aliyun);
    // In prose a word may stand before `string`, but not before `String`, nor is a yes or no behind that.
    let capital = ty.starts_with(|c: char| c.is_ascii_uppercase());
    let said = cells.next().is_some_and(|cell| cells::required(cell).is_some());
    typed && (separated || capital || said) || !separated && begin::begins_glued(line)
}

/// So many names are told of rows that have the same fault.
const NAMED_MOST: usize = 5;

/// Whether a line says something: it is no picture, no link alone, no rule, no fence.
pub(super) fn is_text(line: &str) -> bool {
    let line = line.trim_matches(['*', ' ']);
    let link = line.starts_with('[') && line.ends_with(')') && line.matches("](").count() == 1;
    let mark = line.bytes().all(|b| b"-=|: `*#".contains(&b)) || line.starts_with("```");
    !(line.is_empty() || line.starts_with("![") || link || mark)
}

/// Whether the text of a section says that there is nothing to list.
fn says_none(text: &str, lines: usize) -> bool {
    let lower = text.to_lowercase();
    let words = ["无", "没有", "不需要", "不涉及", "公共", "no ", "none", "not ", "common", "only the"];
    lines <= 4 && text.len() <= 400 && !text.contains('|') && words.iter().any(|word| lower.contains(word))
}

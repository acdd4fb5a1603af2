//! Alibaba Cloud's Markdown pages: headings, pipe tables with a leading pipe, fenced samples.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::section::{self, Section};
use super::{Cell, ErrorRow, Layout, Page, Sample, Side, Table, columns, identity, table};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceFile, Span};

pub(super) fn read(file: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> Page {
    let mut page = empty(Layout::AliyunMarkdown);
    let blocks = blocks(file);
    let mut title = None;
    let mut parts: Vec<(Section, Span, Span)> = Vec::new();
    // What the response's rows are called, once a heading below them asks.
    let mut named: Option<BTreeSet<&str>> = None;
    for (index, heading) in blocks.headings.iter().enumerate() {
        let text = file.slice(heading.text);
        let end = blocks.headings.get(index + 1).map_or(file.text.len(), |next| next.whole.start as usize);
        let body = Span::new(heading.whole.end as usize, end);
        match section::of_heading(text) {
            Some(section) => parts.push((section, heading.text, body)),
            None => match parts.last_mut() {
                // It describes the text in a field: its table is no part of the response.
                Some((Section::Response, _, part))
                    if names_one(named.get_or_insert_with(|| row_names(file, *part)), text) =>
                {
                    diagnostics.push(table_of_a_text(file, heading.text));
                    parts.push((Section::Other, heading.text, body));
                }
                // A heading inside a section: its tables still belong to the section.
                Some(part) => part.2.end = body.end,
                None if title.is_none() => {
                    title = Some(heading.text);
                    page.intro.extend(paragraphs(file, body));
                }
                None => page.intro.extend(paragraphs(file, body)),
            },
        }
    }
    page.title = title.unwrap_or_default();
    for (section, heading, body) in parts {
        match section {
            Section::Request => fill(file, &mut page.request, heading, body, true),
            Section::Response => fill(file, &mut page.response, heading, body, true),
            Section::Errors => errors(file, &mut page.errors, body, true),
            Section::Notes => page.intro.extend(paragraphs(file, body)),
            Section::Syntax => {
                page.syntax = blocks
                    .fences
                    .iter()
                    .find(|fence| within(**fence, body))
                    .and_then(|fence| syntax(file.slice(*fence)));
            }
            Section::Samples => {
                for fence in blocks.fences.iter().filter(|fence| within(**fence, body)) {
                    if let Some(side) = side(file.slice(*fence)) {
                        page.samples.push(Sample { side, span: *fence });
                    }
                }
            }
            Section::Debug | Section::Other => {}
        }
    }
    identity::find(file, &mut page);
    super::columns::warn_short(file, &page, diagnostics);
    page
}

pub(super) fn empty(layout: Layout) -> Page {
    Page {
        layout,
        product: None,
        version: None,
        action: None,
        protocol: None,
        syntax: None,
        title: Span::default(),
        intro: Vec::new(),
        request: Table::default(),
        response: Table::default(),
        samples: Vec::new(),
        errors: Vec::new(),
    }
}

fn within(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

struct Heading {
    whole: Span,
    text: Span,
}

struct Blocks {
    headings: Vec<Heading>,
    fences: Vec<Span>,
}

/// Headings and fenced blocks, as a CommonMark reader sees them.
fn blocks(file: &SourceFile) -> Blocks {
    let mut found = Blocks { headings: Vec::new(), fences: Vec::new() };
    let mut inside: Option<(Span, Option<Span>)> = None;
    let mut fence: Option<Option<Span>> = None;
    let text = without_cell_fences(&file.text);
    for (event, range) in Parser::new_ext(&text, Options::empty()).into_offset_iter() {
        let span = Span::new(range.start, range.end);
        match event {
            Event::Start(Tag::Heading { .. }) => inside = Some((span, None)),
            Event::End(TagEnd::Heading(_)) => {
                if let Some((whole, text)) = inside.take() {
                    found.headings.push(Heading { whole, text: text.unwrap_or(whole) });
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => fence = Some(None),
            Event::End(TagEnd::CodeBlock) => {
                if let Some(Some(text)) = fence.take() {
                    found.fences.push(text);
                }
            }
            _ => {
                if let Some((_, text)) = &mut inside {
                    join(text, span);
                } else if let (Some(text), Event::Text(_)) = (&mut fence, &event) {
                    join(text, span);
                }
            }
        }
    }
    found
}

/// The names of the rows of a part's tables.
fn row_names(file: &SourceFile, part: Span) -> BTreeSet<&str> {
    let rows = table::scan(file, part, true).into_iter().flat_map(|table| table.rows);
    rows.filter_map(|(cells, _)| Some(file.slice(*cells.first()?).trim())).collect()
}

/// Whether a heading has one of the names in it, as in `AllConfig parameter description`.
fn names_one(names: &BTreeSet<&str>, heading: &str) -> bool {
    heading.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| names.contains(word))
}

fn table_of_a_text(file: &SourceFile, heading: Span) -> Diagnostic {
    let text = file.slice(heading);
    let message = format!("`{text}` describes the text in a field; its table is no part of the response");
    Diagnostic::at(file, heading, Code::TableOfText, message)
}

/// The text with blanks for the marks of fences that are no blocks: those in cells, which a pipe may follow where they
/// close, and those that nothing closes before the next section.
fn without_cell_fences(text: &str) -> Cow<'_, str> {
    let mut blank: Vec<Range<usize>> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start_matches(' ');
        let rest = trimmed.trim_start_matches('`');
        let at = start + line.len() - trimmed.len();
        let mark = at..at + trimmed.len() - rest.len();
        start += line.len();
        if mark.len() < 3 {
            let heading = trimmed.trim_start_matches('#');
            let ends = trimmed.len() - heading.len() >= 2 && section::of_heading(heading.trim()).is_some();
            blank.extend(open.take_if(|_| ends));
        } else if rest.trim_start().starts_with('|') {
            blank.extend(open.take());
            blank.push(mark);
        } else if open.is_none() {
            open = Some(mark);
        } else if rest.trim().is_empty() {
            open = None;
        }
    }
    if blank.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut text = text.to_owned();
    for mark in blank {
        text.replace_range(mark.clone(), &" ".repeat(mark.len()));
    }
    Cow::Owned(text)
}

fn join(text: &mut Option<Span>, more: Span) {
    *text = Some(text.map_or(more, |text| Span { start: text.start.min(more.start), end: text.end.max(more.end) }));
}

/// The paragraphs of a part that are prose: no tables, no links to the explorer.
pub(super) fn paragraphs(file: &SourceFile, part: Span) -> Vec<Span> {
    let text = file.slice(part);
    let mut found = Vec::new();
    let mut start = part.start as usize;
    for block in text.split("\n\n") {
        let span = table::trimmed(file, Span::new(start, start + block.len()));
        let body = file.slice(span);
        if !body.is_empty() && !body.starts_with('|') && !body.starts_with("```") {
            found.push(span);
        }
        start += block.len() + 2;
    }
    found
}

/// Adds the rows of every parameter table of a part.
pub(super) fn fill(file: &SourceFile, target: &mut Table, heading: Span, body: Span, leading: bool) {
    target.heading.get_or_insert(heading);
    for raw in table::scan(file, body, leading) {
        let header: Vec<&str> = raw.header.iter().map(|cell| file.slice(*cell)).collect();
        // The first table of a section is its own whatever its header says.
        if !target.rows.is_empty() && !columns::is_parameter_table(&header) {
            continue;
        }
        let columns = columns::of_table(&header);
        if !target.rows.is_empty() {
            target.further.push(target.rows.len());
        }
        target.rows.extend(raw.rows.iter().map(|(cells, span)| columns::row(file, &columns, cells, *span)));
    }
}

/// Adds the rows of every error table of a part.
pub(super) fn errors(file: &SourceFile, target: &mut Vec<ErrorRow>, body: Span, leading: bool) {
    for raw in table::scan(file, body, leading) {
        let (mut status, mut code, mut message, mut description) = (None, None, None, None);
        for (index, cell) in raw.header.iter().enumerate() {
            let cell = file.slice(*cell).trim().to_lowercase().replace(' ', "");
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
}

/// `GET /pop/v1/sam/app HTTP/1.1`
pub(super) fn syntax(text: &str) -> Option<(String, String)> {
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    let mut words = line.split_whitespace();
    let method = words.next().filter(|word| matches!(*word, "GET" | "POST" | "PUT" | "DELETE" | "PATCH" | "HEAD"))?;
    let path = words.next().filter(|word| word.starts_with('/'))?;
    let path = path.split('?').next().unwrap_or(path);
    Some((method.to_owned(), path.to_owned()))
}

/// Whether a sample is a call or an answer.
pub(super) fn side(text: &str) -> Option<Side> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with(['{', '[', '<']) || text.starts_with("HTTP/") {
        return Some(Side::Response);
    }
    let call = text.starts_with("http") || text.starts_with('/') || syntax(text).is_some() || text.contains("Action=");
    call.then_some(Side::Request)
}

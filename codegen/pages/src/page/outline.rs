//! The parts of a page: which lines are its headings, and what they head.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::columns::Column;
use super::section::{self, Section};
use super::{Layout, begin, stream, table};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Vendor;
use crate::source::{SourceFile, Span};

/// How a page marks its headings. It does so in one way, so the others are text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// `## 请求参数`, or a rule below.
    Markdown,
    /// `2. 输入参数`
    Numbers,
    /// Nothing: the heading's words stand alone on a line, bold perhaps.
    Nothing,
    /// The headings are lost; the headers of the tables are still there.
    Lost,
}

/// A part of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub section: Section,
    pub heading: Span,
    pub body: Span,
}

/// A page, part by part.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    pub layout: Layout,
    pub parts: Vec<Part>,
    /// The first heading that is none of a section.
    pub title: Option<Span>,
    /// The paragraphs before the first section, in Markdown, and its lines otherwise.
    pub intro: Vec<Span>,
    /// The text in fences.
    pub fences: Vec<Span>,
}

/// Finds out how a page marks its headings, and whose it is; `None` where it is no page.
pub(super) fn recognise(file: &SourceFile) -> Option<(Marks, Vendor)> {
    let mut vendor = None;
    let mut marks = Marks::Lost;
    let mut before = "";
    for (_, line) in file.lines() {
        let line = line.trim();
        let rule = line.len() >= 3 && (line.bytes().all(|b| b == b'-') || line.bytes().all(|b| b == b'='));
        let heading = if rule { before } else { line };
        if section::of_heading(heading).is_some_and(Section::has_rows) {
            let found = if rule || heading.starts_with('#') {
                Marks::Markdown
            } else if section::numbered(heading.trim_matches(['*', ' '])).is_some() {
                Marks::Numbers
            } else {
                Marks::Nothing
            };
            if found.rank() < marks.rank() {
                (marks, vendor) = (found, section::vendor_of(heading));
            } else if found == marks {
                vendor = vendor.or(section::vendor_of(heading));
            }
        }
        before = line;
    }
    let tencent = || file.text.contains(".tencentcloudapi.com");
    if marks == Marks::Lost {
        let lines = stream::lines(file, Span::new(0, file.text.len()));
        let heads = (0..lines.len())
            .any(|at| stream::header(file, &lines, at).is_some_and(|header| header.columns.contains(&Column::Name)));
        if !heads {
            return None;
        }
    }
    let vendor = vendor.unwrap_or_else(|| if tencent() { Vendor::Tencent } else { Vendor::Aliyun });
    Some((marks, vendor))
}

impl Marks {
    /// The smaller, the more a mark says that a line is a heading.
    fn rank(self) -> u8 {
        match self {
            Self::Markdown => 0,
            Self::Numbers => 1,
            Self::Nothing => 2,
            Self::Lost => 3,
        }
    }
}

/// Whether a page without Markdown's headings is written in Markdown all the same.
fn is_markdown(text: &str) -> bool {
    ["\n```", "\\_", "\\*", "](http"].iter().any(|mark| text.contains(mark))
}

/// Divides a page.
pub(super) fn read(file: &SourceFile, marks: Marks, vendor: Vendor, diagnostics: &mut Vec<Diagnostic>) -> Outline {
    let markdown = marks == Marks::Markdown || is_markdown(&file.text);
    let layout = match (vendor, markdown) {
        (Vendor::Aliyun, true) => Layout::AliyunMarkdown,
        (Vendor::Aliyun, false) => Layout::AliyunHelp,
        (Vendor::Tencent, true) => Layout::TencentMarkdown,
        (Vendor::Tencent, false) => Layout::TencentText,
    };
    let blocks = if markdown { blocks(file) } else { Blocks::default() };
    let mut outline = Outline { layout, parts: Vec::new(), title: None, intro: Vec::new(), fences: Vec::new() };
    match marks {
        Marks::Markdown => by_blocks(file, &blocks, &mut outline, diagnostics),
        Marks::Numbers | Marks::Nothing => by_lines(file, marks, &blocks, &mut outline),
        Marks::Lost => by_tables(file, &mut outline),
    }
    if marks != Marks::Markdown && vendor == Vendor::Tencent {
        outline.intro = own_words(file, outline.intro);
    }
    outline.fences = blocks.fences;
    outline
}

/// Headings as a CommonMark reader sees them.
fn by_blocks(file: &SourceFile, blocks: &Blocks, outline: &mut Outline, diagnostics: &mut Vec<Diagnostic>) {
    // What the response's rows are called, once a heading below them asks.
    let mut named: Option<BTreeSet<&str>> = None;
    let is_section = |heading: &Heading| section::of_heading(file.slice(heading.text)).is_some();
    let first = blocks.headings.iter().position(is_section).unwrap_or(blocks.headings.len());
    let top = blocks.headings.iter().position(|heading| heading.top && !is_section(heading));
    // Navigation may stand before the page's title, or behind the page with the title in it.
    let title = top.or((first > 0).then_some(0));
    if title.is_none_or(|title| title > first) {
        let end = blocks.headings.first().map_or(0, |heading| heading.whole.start);
        outline.intro.extend(paragraphs(file, Span { start: 0, end }));
    }
    for (index, heading) in blocks.headings.iter().enumerate() {
        let text = file.slice(heading.text);
        let end = blocks.headings.get(index + 1).map_or(file.text.len(), |next| next.whole.start as usize);
        let body = Span::new(heading.whole.end as usize, end);
        if title == Some(index) {
            outline.title = Some(heading.text);
            if outline.parts.is_empty() {
                outline.intro.extend(paragraphs(file, body));
            } else {
                outline.parts.push(Part { section: Section::Apart, heading: heading.text, body });
            }
            continue;
        }
        match section::of_heading(text) {
            Some(section) => outline.parts.push(Part { section, heading: heading.text, body }),
            None => match outline.parts.last_mut() {
                // It describes the text in a field: its table is no part of the response.
                Some(Part { section: Section::Response, body: part, .. })
                    if names_one(named.get_or_insert_with(|| row_names(file, *part)), text) =>
                {
                    diagnostics.push(table_of_a_text(file, heading.text));
                    outline.parts.push(Part { section: Section::Apart, heading: heading.text, body });
                }
                // A heading inside a section: its tables still belong to the section.
                Some(part) => part.body.end = body.end,
                None if title.is_none_or(|title| title < index) => outline.intro.extend(paragraphs(file, body)),
                None => {}
            },
        }
    }
}

/// A page has no more parts than this.
const LISTED_MOST: usize = 16;

/// Headings that are lines of their own.
fn by_lines(file: &SourceFile, marks: Marks, blocks: &Blocks, outline: &mut Outline) {
    let lines = stream::lines(file, Span::new(0, file.text.len()));
    let heads: Vec<Option<Section>> = (0..lines.len()).map(|at| heading_at(file, &lines, at, marks)).collect();
    let (mut skip, mut fence) = (0, 0);
    let mut intro = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        while blocks.fences.get(fence).is_some_and(|fence| fence.end <= line.start) {
            fence += 1;
        }
        let fenced = blocks.fences.get(fence).is_some_and(|fence| fence.start <= line.start);
        if at < skip || fenced {
            continue;
        }
        // The words of a table's header are no headings, nor is a list of what is on the page.
        let header = stream::header(file, &lines, at).map_or(at, |header| header.next);
        let listed = heads[at..].iter().take(LISTED_MOST).take_while(|head| head.is_some()).count();
        if header > at && (heads[at].is_none() || listed < header - at || header - at > 2) {
            skip = header.max(at + 1);
        } else if listed >= 4 && marks == Marks::Nothing {
            // The last one may be the first real heading, where the page begins with it.
            skip = at + listed;
            continue;
        } else if let Some(section) = heads[at] {
            let after = end_of_line(file, *line);
            outline.parts.push(Part { section, heading: *line, body: Span::new(after, after) });
            continue;
        }
        match outline.parts.last_mut() {
            Some(_) => {}
            None => intro.push(*line),
        }
    }
    // Each part reaches up to the next one's heading.
    for at in 0..outline.parts.len() {
        let end = outline.parts.get(at + 1).map_or(file.text.len(), |next| start_of_line(file, next.heading));
        outline.parts[at].body.end = u32::try_from(end).unwrap_or(u32::MAX);
    }
    // What stands before a section that says what the operation does is not about it.
    if !outline.parts.iter().any(|part| part.section == Section::Intro) {
        outline.intro = intro;
    }
}

/// The section that a line opens, by the marks of the page's headings.
fn heading_at(file: &SourceFile, lines: &[Span], at: usize, marks: Marks) -> Option<Section> {
    let line = file.slice(*lines.get(at)?);
    let section = section::of_heading(line)?;
    // In small letters it is a value, and before a colon part of a description.
    let bare = marks == Marks::Nothing && !section.has_rows();
    if section::words(line).starts_with(|c: char| c.is_ascii_lowercase()) || bare && line.ends_with([':', '：']) {
        return None;
    }
    match marks {
        Marks::Numbers => section::numbered(line.trim_matches(['*', ' '])).map(|_| section),
        // `Description` may be a row's name, with its type below.
        _ => lines.get(at + 1).is_none_or(|next| !begin::is_type(file.slice(*next), Vendor::Aliyun)).then_some(section),
    }
}

pub(super) fn start_of_line(file: &SourceFile, span: Span) -> usize {
    file.text.get(..span.start as usize).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1)
}

fn end_of_line(file: &SourceFile, span: Span) -> usize {
    let rest = file.text.get(span.end as usize..).unwrap_or_default();
    span.end as usize + rest.find('\n').map_or(rest.len(), |at| at + 1)
}

/// Headings are lost: each table is a part. One with a column that tells what is required is the request's, as is the
/// first of several.
fn by_tables(file: &SourceFile, outline: &mut Outline) {
    let lines = stream::lines(file, Span::new(0, file.text.len()));
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        if let Some(header) = stream::header(file, &lines, at) {
            let section = if !header.columns.contains(&Column::Name) {
                Section::Errors
            } else if header.columns.contains(&Column::Required)
                || !outline.parts.iter().any(|part| part.section.has_rows())
                    && (header.next..lines.len()).any(|next| {
                        stream::header(file, &lines, next).is_some_and(|next| next.columns.contains(&Column::Name))
                    })
            {
                Section::Request
            } else {
                Section::Response
            };
            let start = start_of_line(file, line);
            outline.parts.push(Part { section, heading: line, body: Span::new(start, start) });
            at = header.next;
            continue;
        }
        let samples = outline.parts.last().is_some_and(|part| part.section != Section::Samples);
        if samples && section::heads_sample(file.slice(line)).is_some() {
            let start = start_of_line(file, line);
            outline.parts.push(Part { section: Section::Samples, heading: line, body: Span::new(start, start) });
        } else if outline.parts.is_empty() {
            outline.intro.push(line);
        }
        at += 1;
    }
    for at in 0..outline.parts.len() {
        let end = outline.parts.get(at + 1).map_or(file.text.len(), |next| next.body.start as usize);
        outline.parts[at].body.end = u32::try_from(end).unwrap_or(u32::MAX);
    }
}

struct Heading {
    whole: Span,
    text: Span,
    /// It is of the highest rank.
    top: bool,
}

#[derive(Default)]
struct Blocks {
    headings: Vec<Heading>,
    fences: Vec<Span>,
}

/// Headings and fenced blocks, as a CommonMark reader sees them.
fn blocks(file: &SourceFile) -> Blocks {
    let mut found = Blocks { headings: Vec::new(), fences: Vec::new() };
    let mut inside: Option<(Span, Option<Span>, bool)> = None;
    let mut fence: Option<Option<Span>> = None;
    let text = without_cell_fences(&file.text);
    for (event, range) in Parser::new_ext(&text, Options::empty()).into_offset_iter() {
        let span = Span::new(range.start, range.end);
        match event {
            Event::Start(Tag::Heading { level, .. }) => inside = Some((span, None, level == HeadingLevel::H1)),
            Event::End(TagEnd::Heading(_)) => {
                if let Some((whole, text, top)) = inside.take() {
                    found.headings.push(Heading { whole, text: text.unwrap_or(whole), top });
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => fence = Some(None),
            Event::End(TagEnd::CodeBlock) => {
                if let Some(Some(text)) = fence.take() {
                    found.fences.push(text);
                }
            }
            _ => {
                if let Some((_, text, _)) = &mut inside {
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

/// The prose of a part: its paragraphs, or in plain text of Alibaba Cloud's its lines.
pub(super) fn prose(file: &SourceFile, part: Span, layout: Layout) -> Vec<Span> {
    if layout == Layout::AliyunHelp {
        return stream::lines(file, part);
    }
    let paragraphs = paragraphs(file, part);
    if layout.vendor() == Vendor::Aliyun { paragraphs } else { own_words(file, paragraphs) }
}

/// What stands on a page of Tencent Cloud up to the pointer to the explorer, without the line that names the host.
fn own_words(file: &SourceFile, prose: Vec<Span>) -> Vec<Span> {
    let prose = prose.into_iter().take_while(|span| !file.slice(*span).contains("API Explorer"));
    prose.filter(|span| !file.slice(*span).contains("tencentcloudapi.com")).collect()
}

/// The code in a part: in its fences, or all of it.
pub(super) fn code<'a>(file: &'a SourceFile, part: Span, fences: &[Span]) -> &'a str {
    let inside = fences.iter().find(|fence| part.start <= fence.start && fence.end <= part.end);
    file.slice(*inside.unwrap_or(&part))
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

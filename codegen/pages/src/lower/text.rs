//! A cell's Markdown as lines of plain text, with what was bold and what was a list item.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::page::Layout;

/// A cell's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    /// Paragraphs and list items, in order.
    pub lines: Vec<Line>,
    clauses: OnceCell<Vec<String>>,
}

/// A line of a paragraph, or a list item's own text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// How deep in lists: 0 outside, 1 for an item.
    pub depth: u8,
    /// The first line of a list item.
    pub item: bool,
    /// The text without markup.
    pub text: String,
    /// The stretches of `text` that stood bold or as code.
    pub marked: Vec<Range<usize>>,
}

impl Text {
    /// Reads a cell as its layout writes it.
    pub(super) fn of(layout: Layout, cell: &str) -> Self {
        if layout.is_markdown() { Self::markdown(cell) } else { Self::plain(cell) }
    }

    /// Reads Markdown.
    pub(super) fn markdown(cell: &str) -> Self {
        if !cell.contains(['*', '\\', '_', '[', '<', '&', '`', '\n', '#', '!', '>'])
            && !cell.starts_with(['-', '+', ' '])
            && !starts_ordered(cell)
        {
            return Self::new(vec![Line { text: cell.trim().to_owned(), ..Line::default() }]);
        }
        let cell = lists_in_one_line(cell);
        let cell = close_bold(&cell);
        let cell = comparisons(&cell);
        let mut reader = Reader::default();
        for event in Parser::new_ext(&cell, Options::empty()) {
            reader.take(event);
        }
        reader.end_line();
        Self::new(reader.lines)
    }

    /// Reads plain text, whose only lists are lines that start with a dash.
    pub(super) fn plain(cell: &str) -> Self {
        let lines = cell
            .lines()
            .flat_map(|line| line.split("<br>"))
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| match line.strip_prefix("- ").or_else(|| line.strip_prefix("-   ")) {
                Some(item) => Line { depth: 1, item: true, text: item.trim().to_owned(), marked: Vec::new() },
                None => Line { text: line.to_owned(), ..Line::default() },
            })
            .collect();
        Self::new(lines)
    }

    fn new(lines: Vec<Line>) -> Self {
        Self { lines, clauses: OnceCell::new() }
    }

    /// The text clause by clause, each in lower case and without the mark that ended it.
    pub(super) fn clauses(&self) -> &[String] {
        self.clauses.get_or_init(|| self.lines.iter().flat_map(Self::clauses_of).collect())
    }

    /// The clauses of one line.
    pub(super) fn clauses_of(line: &Line) -> impl Iterator<Item = String> {
        let parts = line.text.split(['。', '；', ';', '\n']).flat_map(|part| part.split(". "));
        parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_lowercase)
    }

    /// The lines as Markdown-free paragraphs: items start with a dash.
    pub(super) fn paragraphs(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            if line.text.is_empty() {
                continue;
            }
            if !text.is_empty() {
                text.push('\n');
            }
            if line.depth > 0 {
                for _ in 1..line.depth {
                    text.push_str("  ");
                }
                text.push_str(if line.item { "- " } else { "  " });
            }
            text.push_str(&line.text);
        }
        text
    }
}

/// A cell on one line, whose lists are told by `<br>- `, with line ends in their place.
fn lists_in_one_line(cell: &str) -> Cow<'_, str> {
    if !cell.contains("<br") {
        return Cow::Borrowed(cell);
    }
    let (mut text, mut rest, mut in_list) = (String::with_capacity(cell.len()), cell, starts_item(cell));
    while let Some(at) = rest.find("<br") {
        let Some(end) = rest[at..].find('>') else { break };
        let (before, mark, behind) = (&rest[..at], &rest[at..=at + end], &rest[at + end + 1..]);
        text.push_str(before);
        rest = behind;
        let next = behind.trim_start_matches([' ', '\t']);
        if starts_item(next) {
            in_list = true;
            text.push('\n');
        } else if in_list && next.len() == behind.len() && !next.is_empty() && !next.starts_with("<br") {
            // Text at the line's start ends a list.
            in_list = false;
            text.push_str("\n\n");
        } else {
            text.push_str(mark);
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// A cell whose lines begin with `>=`, `>5` or nothing but `>`: comparisons, where a CommonMark reader sees quotes.
fn comparisons(cell: &str) -> Cow<'_, str> {
    let compares = |line: &str| {
        let line = line.trim_start_matches([' ', '-', '*', '+', '\t']);
        line.strip_prefix('>').is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit() || "=:：,，、)）".contains(c))
        })
    };
    if !cell.contains('>') || !cell.lines().any(compares) {
        return Cow::Borrowed(cell);
    }
    let lines = cell
        .split_inclusive('\n')
        .map(|line| if compares(line) { line.replacen('>', "\\>", 1) } else { line.to_owned() });
    Cow::Owned(lines.collect())
}

/// Whether a line is an item of a list.
fn starts_item(line: &str) -> bool {
    ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark)) || starts_ordered(line) && line.contains(' ')
}

/// `**Pro:**the better one` with the colon outside: CommonMark closes nothing between a colon and a word, and would
/// leave all four asterisks in the text.
fn close_bold(cell: &str) -> Cow<'_, str> {
    if !cell.contains(":**") && !cell.contains("：**") {
        return Cow::Borrowed(cell);
    }
    let mut text = String::with_capacity(cell.len());
    for line in cell.split_inclusive('\n') {
        let mut open = false;
        let mut parts = line.split("**").peekable();
        while let Some(part) = parts.next() {
            let closes = open && parts.peek().is_some_and(|next| next.starts_with(char::is_alphanumeric));
            let bare = part.trim_end_matches([':', '：']);
            let (inside, colon) = if closes && !bare.is_empty() { part.split_at(bare.len()) } else { (part, "") };
            text.push_str(inside);
            if parts.peek().is_some() {
                text.push_str("**");
            }
            text.push_str(colon);
            open = !open;
        }
    }
    Cow::Owned(text)
}

fn starts_ordered(cell: &str) -> bool {
    let digits = cell.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && matches!(cell.as_bytes().get(digits), Some(b'.' | b')'))
}

/// A name as it stands on the wire: without Markdown's escapes and emphasis.
pub fn wire_name(cell: &str) -> String {
    let name: String = cell.chars().filter(|c| !matches!(c, '\\' | '*' | '`')).collect();
    name.trim().to_owned()
}

/// A cell's text on one line, without markup.
pub fn plain(cell: &str) -> String {
    let text = Text::markdown(cell);
    let lines: Vec<&str> = text.lines.iter().map(|line| line.text.as_str()).filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

#[derive(Default)]
struct Reader {
    lines: Vec<Line>,
    line: Line,
    depth: u8,
    /// Where a stretch of bold text began.
    mark: Option<usize>,
    fresh_item: bool,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::List(_)) => {
                self.end_line();
                self.depth = self.depth.saturating_add(1);
            }
            Event::End(TagEnd::List(_)) => {
                self.end_line();
                self.depth = self.depth.saturating_sub(1);
            }
            Event::Start(Tag::Item) => {
                self.end_line();
                self.fresh_item = true;
            }
            Event::Start(Tag::Strong | Tag::Emphasis) => self.mark = self.mark.or(Some(self.line.text.len())),
            Event::End(TagEnd::Strong | TagEnd::Emphasis) => self.end_mark(),
            Event::Text(text) => self.line.text.push_str(&text),
            Event::Code(code) => {
                let start = self.line.text.len();
                self.line.text.push_str(&code);
                self.line.marked.push(start..self.line.text.len());
            }
            Event::Html(block) => self.html_block(&block),
            Event::InlineHtml(html) => match Tagged::of(html.trim_matches(['<', '>'])) {
                Tagged::Line => self.end_line(),
                Tagged::Markup => {}
                // `<RegionId>` in a text stands for itself.
                Tagged::Text => self.line.text.push_str(&html),
            },
            Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::BlockQuote(_),
            ) => self.end_line(),
            _ => {}
        }
    }

    /// Lines that CommonMark takes for HTML as a whole: the text between the tags counts.
    fn html_block(&mut self, block: &str) {
        let mut rest = block;
        while let Some((text, after)) = rest.split_once('<') {
            self.line.text.push_str(text);
            let Some((tag, after)) = after.split_once('>') else {
                self.line.text.push('<');
                rest = after;
                break;
            };
            match Tagged::of(tag) {
                Tagged::Line => self.end_line(),
                Tagged::Markup => {}
                Tagged::Text => self.line.text.extend(["<", tag, ">"]),
            }
            rest = after;
        }
        self.line.text.push_str(rest);
        self.end_line();
    }

    fn end_mark(&mut self) {
        if let Some(start) = self.mark.take()
            && start < self.line.text.len()
        {
            self.line.marked.push(start..self.line.text.len());
        }
    }

    fn end_line(&mut self) {
        let open = self.mark.is_some();
        self.end_mark();
        let line = std::mem::take(&mut self.line);
        if open {
            self.mark = Some(0);
        }
        if line.text.trim().is_empty() {
            return;
        }
        let lead = line.text.len() - line.text.trim_start().len();
        let text = line.text.trim().to_owned();
        let marked = line
            .marked
            .into_iter()
            .map(|mark| mark.start.saturating_sub(lead).min(text.len())..mark.end.saturating_sub(lead).min(text.len()))
            .filter(|mark| !mark.is_empty())
            .collect();
        self.lines.push(Line { depth: self.depth, item: std::mem::take(&mut self.fresh_item), text, marked });
    }
}

/// What a tag in a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tagged {
    /// It ends a line.
    Line,
    /// It says how text looks.
    Markup,
    /// It is text in angle brackets.
    Text,
}

impl Tagged {
    fn of(tag: &str) -> Self {
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        match name.to_lowercase().as_str() {
            "br" | "p" | "li" | "ul" | "ol" | "tr" | "div" | "table" => Self::Line,
            "b" | "i" | "em" | "strong" | "span" | "code" | "a" | "font" | "sub" | "sup" | "u" | "td" | "th"
            | "tbody" | "thead" | "img" | "ph" | "note" | "pre" => Self::Markup,
            _ => Self::Text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cell: &str) -> Vec<String> {
        Text::markdown(cell)
            .lines
            .iter()
            .map(|line| {
                let marks: Vec<&str> = line.marked.iter().map(|mark| &line.text[mark.clone()]).collect();
                format!("{}{}|{}|{}", line.depth, if line.item { "*" } else { "" }, line.text, marks.join(","))
            })
            .collect()
    }

    #[test]
    fn comparisons_are_no_quotes() {
        let text = |cell: &str| Text::markdown(cell).paragraphs();
        assert_eq!(text(">="), ">=");
        assert_eq!(text("> 5"), "> 5");
        assert_eq!(text("one of\n\n-   >：more\n-   >=\n-   <"), "one of\n- >：more\n- >=\n- <");
        assert_eq!(text("> a note"), "a note");
    }

    #[test]
    fn items_and_bold_are_kept_apart_from_the_text() {
        assert_eq!(
            shown("状态。取值：\n\n -   **on**：开\n-   **off**（默认）：关\n\n 其他"),
            ["0|状态。取值：|", "1*|on：开|on", "1*|off（默认）：关|off", "0|其他|"]
        );
        assert_eq!(shown("a\\_b<br>c &lt;d&gt; [e](x) <F>"), ["0|a_b|", "0|c <d> e <F>|"]);
        assert_eq!(shown("plain 。"), ["0|plain 。|"]);
        assert_eq!(shown("-   **pro:**The better one"), ["1*|pro:The better one|pro"]);
        assert_eq!(shown("取值：**on**或**off：**关"), ["0|取值：on或off：关|on,off"]);
    }

    #[test]
    fn plain_text_has_lists_too() {
        let text = Text::plain("取值：\n- A，一\n- B，二\n后");
        assert_eq!(text.paragraphs(), "取值：\n- A，一\n- B，二\n后");
    }
}

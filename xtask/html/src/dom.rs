//! HTML to blocks, by the rules of browsers.

use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use crate::article;
use crate::blocks::Block;
use crate::inline::{Inline, push_text};
use crate::table;

/// Deeper than any page of a person; what is below is taken as text.
pub(crate) const MAX_DEPTH: usize = 200;

/// Reads a page.
pub(crate) fn read(html: &str) -> Vec<Block> {
    let document = Html::parse_document(html);
    let mut reader = Reader::default();
    reader.children(article::of(document.root_element()), 0);
    reader.end_paragraph();
    reader.blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// The paragraph that is being read.
    line: Vec<Inline>,
}

impl Reader {
    fn end_paragraph(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        while matches!(line.last(), Some(Inline::Break)) {
            line.pop();
        }
        if let Some(Inline::Text(last)) = line.last_mut() {
            last.truncate(last.trim_end_matches(' ').len());
        }
        if !crate::inline::plain(&line).trim().is_empty() {
            self.blocks.push(Block::Paragraph(line));
        }
    }

    fn children(&mut self, element: ElementRef<'_>, depth: usize) {
        if depth > MAX_DEPTH {
            for text in element.text() {
                push_text(&mut self.line, text);
            }
            return;
        }
        for child in element.children() {
            match child.value() {
                Node::Text(text) => push_text(&mut self.line, text),
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child, depth + 1);
                    }
                }
                _ => {}
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>, depth: usize) {
        if is_hidden(element.value()) {
            for table in table::hidden_in_cell(element) {
                self.table(table, depth);
            }
            return;
        }
        if !is_text(element.value()) || article::is_beside(element) {
            return;
        }
        match element.value().name() {
            "br" => self.line.push(Inline::Break),
            "h1" => self.heading(1, element, depth),
            "h2" => self.heading(2, element, depth),
            "h3" => self.heading(3, element, depth),
            "h4" | "h5" | "h6" => self.heading(4, element, depth),
            "pre" => {
                self.end_paragraph();
                let code = code(element);
                if !code.is_empty() {
                    self.blocks.push(Block::Code(code));
                }
            }
            "ul" | "ol" => {
                self.end_paragraph();
                let items = element.child_elements().filter(|child| child.value().name() == "li");
                let items: Vec<Vec<Block>> =
                    items.map(|item| inside(item, depth)).filter(|item| !item.is_empty()).collect();
                if !items.is_empty() {
                    self.blocks.push(Block::List(items));
                }
            }
            "table" => self.table(element, depth),
            "code" | "kbd" | "samp" | "tt" => {
                let text: String = element.text().collect::<Vec<_>>().concat();
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if !text.is_empty() {
                    self.line.push(Inline::Code(text));
                }
            }
            "b" | "strong" => self.wrap(element, depth, Inline::Strong),
            "a" => {
                let href = element.value().attr("href").unwrap_or_default().trim().to_owned();
                if href.is_empty() || href.starts_with('#') || href.starts_with("javascript:") {
                    self.children(element, depth);
                } else {
                    self.wrap(element, depth, |inner| Inline::Link(inner, href));
                }
            }
            name if is_block(name) => {
                self.end_paragraph();
                self.children(element, depth);
                self.end_paragraph();
            }
            _ => self.children(element, depth),
        }
    }

    fn table(&mut self, element: ElementRef<'_>, depth: usize) {
        self.end_paragraph();
        let table = table::read(element, depth);
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }

    fn heading(&mut self, level: u8, element: ElementRef<'_>, depth: usize) {
        self.end_paragraph();
        let text = inside(element, depth).into_iter().find_map(|block| match block {
            Block::Paragraph(text) => Some(text),
            _ => None,
        });
        self.blocks.extend(text.map(|text| Block::Heading(level, text)));
    }

    /// Puts the text of an element into one of ours; blocks inside of it stay blocks.
    fn wrap(&mut self, element: ElementRef<'_>, depth: usize, with: impl FnOnce(Vec<Inline>) -> Inline) {
        let mut inner = inside(element, depth);
        match inner.as_mut_slice() {
            [Block::Paragraph(text)] => {
                // Blanks at the ends belong to the line, not to the wrapped text.
                let raw: String = element.text().collect::<Vec<_>>().concat();
                if raw.starts_with(char::is_whitespace) {
                    push_text(&mut self.line, " ");
                }
                self.line.push(with(std::mem::take(text)));
                if raw.ends_with(char::is_whitespace) {
                    push_text(&mut self.line, " ");
                }
            }
            [] => {}
            _ => {
                self.end_paragraph();
                self.blocks.append(&mut inner);
            }
        }
    }
}

/// The blocks inside of an element.
pub(crate) fn inside(element: ElementRef<'_>, depth: usize) -> Vec<Block> {
    let mut reader = Reader::default();
    reader.children(element, depth + 1);
    reader.end_paragraph();
    reader.blocks
}

/// Whether an element can have text of the page in it.
pub(crate) fn is_text(element: &Element) -> bool {
    let name = element.name();
    !matches!(
        name,
        "script" | "style" | "template" | "noscript" | "head" | "svg" | "nav" | "iframe" | "select" | "textarea"
    ) && !is_button(element)
}

/// Whether it is there to be clicked.
pub(crate) fn is_button(element: &Element) -> bool {
    element.name() == "button" || element.attr("role") == Some("button")
}

pub(crate) fn is_hidden(element: &Element) -> bool {
    is_gone(element) || element.attr("aria-hidden") == Some("true")
}

/// Whether it takes no room either.
pub(crate) fn is_gone(element: &Element) -> bool {
    let style = element.attr("style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
    element.attr("hidden").is_some() || style.contains("display:none")
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "p"
            | "section"
            | "summary"
            | "td"
            | "th"
            | "tr"
    )
}

/// The text of a code block as it is shown: its lines, also where each is an element.
fn code(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    // Highlighters put buttons and line numbers beside the code: how many such are open.
    let mut aside = 0_usize;
    for edge in element.traverse() {
        let (node, opens) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Text(more) if opens && aside == 0 => text.push_str(more),
            Node::Element(inner) if inner.name() == "button" || is_hidden(inner) => {
                aside = if opens { aside + 1 } else { aside.saturating_sub(1) };
            }
            Node::Element(inner) if opens && aside == 0 => {
                let line = matches!(inner.name(), "div" | "li" | "p" | "tr") && !text.is_empty();
                if inner.name() == "br" || line && !text.ends_with('\n') {
                    text.push('\n');
                }
            }
            _ => {}
        }
    }
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(0);
    let last = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
    lines.get(first..last).unwrap_or_default().join("\n").replace('\u{a0}', " ")
}

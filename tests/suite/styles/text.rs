//! Cells from Markdown to what a browser shows, and back.

use std::fmt::Write as _;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Markdown as a browser shows it: paragraphs are apart by a blank line, list items start with a dash.
pub(super) fn plain(markdown: &str) -> String {
    // The vendor's own site shows `**x：**y` bold, which CommonMark does not.
    let markdown = without_marks(markdown);
    if !markdown.contains(['*', '\\', '_', '[', '<', '&', '`', '\n', '#', '!', '>', '-', '+', '.']) {
        return markdown.trim().to_owned();
    }
    let mut text = String::new();
    let mut lists: Vec<Option<u64>> = Vec::new();
    let mut image = false;
    for event in Parser::new_ext(&markdown, Options::empty()) {
        match event {
            Event::Start(Tag::List(first)) => {
                end_line(&mut text);
                lists.push(first);
            }
            Event::End(TagEnd::List(_)) => {
                lists.pop();
                end_block(&mut text, lists.is_empty());
            }
            Event::Start(Tag::Item) => {
                end_line(&mut text);
                text.push_str(&"  ".repeat(lists.len().saturating_sub(1)));
                match lists.last_mut() {
                    Some(Some(number)) => {
                        let _ = write!(text, "{number}. ");
                        *number += 1;
                    }
                    _ => text.push_str("- "),
                }
            }
            Event::Start(Tag::Image { .. }) => image = true,
            Event::End(TagEnd::Image) => image = false,
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::BlockQuote(_) | TagEnd::HtmlBlock,
            )
            | Event::Rule => end_block(&mut text, lists.is_empty()),
            Event::Text(shown) | Event::Code(shown) if !image => text.push_str(&shown),
            Event::Html(html) | Event::InlineHtml(html) => add_html(&mut text, &html),
            Event::End(TagEnd::Item) | Event::SoftBreak | Event::HardBreak => end_line(&mut text),
            _ => {}
        }
    }
    text.trim().to_owned()
}

fn end_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

fn end_block(text: &mut String, blank: bool) {
    end_line(text);
    if blank && !text.is_empty() && !text.ends_with("\n\n") {
        text.push('\n');
    }
}

/// Markdown without the marks of bold text and of code. Four stars are none: they stand for digits.
pub(super) fn without_marks(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(at) = rest.find(['*', '`']) {
        let mark = &rest[at..=at];
        let run = rest[at..].len() - rest[at..].trim_start_matches(mark).len();
        let escaped = rest[..at].ends_with('\\');
        let (before, after) = (&rest[..at], &rest[at + run..]);
        text.push_str(before);
        if escaped || (mark == "*" && run != 2) || run > 2 {
            text.push_str(&rest[at..at + run]);
        }
        rest = after;
    }
    text + rest
}

/// Adds HTML without the tags that a browser knows; `<RegionId>` stands for itself.
fn add_html(text: &mut String, html: &str) {
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let Some((tag, after)) = after.split_once('>') else {
            text.push('<');
            rest = after;
            break;
        };
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        match name.to_lowercase().as_str() {
            "br" | "p" | "li" | "ul" | "ol" | "tr" | "div" | "table" => end_line(text),
            "b" | "i" | "em" | "strong" | "span" | "code" | "a" | "font" | "sub" | "sup" | "u" | "td" | "th"
            | "tbody" | "thead" | "img" | "ph" | "note" | "pre" => {}
            _ => text.extend(["<", tag, ">"]),
        }
        rest = after;
    }
    text.push_str(rest);
}

/// Plain text as those who turn pages into Markdown write it.
pub(super) fn markdown(plain: &str) -> String {
    let mut text = String::with_capacity(plain.len());
    for c in plain.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

/// A name or a type word without Markdown's escapes and links.
pub(super) fn word(markdown: &str) -> String {
    if markdown.contains("](") { plain(markdown) } else { markdown.replace(['\\', '*', '`'], "").trim().to_owned() }
}

/// Markdown on one line, as in the cells of today's copies: list items behind `<br>`.
pub(super) fn on_one_line(markdown: &str, between: &str) -> String {
    let lines = markdown.lines().map(str::trim_end).filter(|line| !line.trim().is_empty());
    let mut text = String::new();
    let mut after_item = false;
    for line in lines {
        let body = line.trim_start();
        let item = ["-   ", "*   ", "- "].iter().find_map(|mark| body.strip_prefix(mark));
        // The first item of a list stands one blank further in than the others.
        let indent = (line.len() - body.len()) / 4;
        if !text.is_empty() {
            text.push_str(if after_item && item.is_some() { between } else { "<br>" });
        }
        text.push_str(&"  ".repeat(indent));
        match item {
            Some(item) => {
                text.push_str("- ");
                text.push_str(item.trim_start());
            }
            None => text.push_str(body),
        }
        after_item = item.is_some();
    }
    text
}

#[test]
fn markdown_as_a_browser_shows_it() {
    let cell = "状态。取值：\n\n -   **on**：开\n-   `off`（默认）：关\n\n ****之后\\_见[这里](x)<br>末<F>";
    assert_eq!(plain(cell), "状态。取值：\n\n- on：开\n- off（默认）：关\n\n****之后_见这里\n末<F>");
    assert_eq!(
        on_one_line(cell, "<br>  <br>"),
        "状态。取值：<br>- **on**：开<br>  <br>- `off`（默认）：关<br>****之后\\_见[这里](x)<br>末<F>"
    );
    assert_eq!(without_marks("**a**`b` 1\\*\\* ****"), "ab 1\\*\\* ****");
    assert_eq!(markdown("a_b [1]"), "a\\_b \\[1\\]");
}

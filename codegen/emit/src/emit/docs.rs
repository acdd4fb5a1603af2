//! rustdoc from page text, which may hold anything.
//!
//! Every character of a page that Markdown or rustdoc could act on is escaped, save three
//! constructs that are built here on purpose: code spans, links in angle brackets, bullets.

use std::borrow::Cow;
use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::render::is_plain;

/// A page's paragraph is cut here; the page itself has the rest.
const LONGEST: usize = 2_000;

/// An example or default is cut here.
const LONGEST_CODE: usize = 160;

/// The lines of one doc comment.
#[derive(Clone, Debug, Default)]
pub(super) struct Doc {
    lines: Vec<String>,
    facts: String,
    source: String,
}

impl Doc {
    /// A doc comment that begins with a sentence of ours.
    pub(super) fn new(sentence: impl Into<String>) -> Self {
        let mut doc = Self::default();
        doc.ours(sentence);
        doc
    }

    /// A paragraph of our own words; it is valid Markdown already.
    pub(super) fn ours(&mut self, paragraph: impl Into<String>) {
        self.gap();
        self.lines.push(paragraph.into());
    }

    /// A line of English that reviewers wrote, where there is one.
    pub(super) fn english(&mut self, line: &str) {
        if !line.trim().is_empty() {
            self.ours(escape(line));
        }
    }

    /// A bullet of our own words.
    pub(super) fn bullet(&mut self, line: &str) {
        if !self.lines.last().is_some_and(|last| last.starts_with("- ")) {
            self.gap();
        }
        self.lines.push(format!("- {line}"));
    }

    /// A table of our own words; `head` is its header and delimiter rows.
    pub(super) fn table(&mut self, head: &str, rows: &[String]) {
        self.gap();
        self.lines.extend(head.lines().map(str::to_owned));
        self.lines.extend_from_slice(rows);
    }

    /// A page's words: paragraphs and bullets.
    pub(super) fn page(&mut self, text: &str) {
        let mut left = LONGEST;
        let mut fresh = true;
        for line in text.lines() {
            let line = clean(line);
            let line = line.trim();
            if line.is_empty() {
                fresh = true;
                continue;
            }
            let (line, whole) = cut(line, left);
            left -= line.len();
            if let Some(item) = line
                .strip_prefix("- ")
                .or_else(|| line.strip_prefix("* "))
                .or_else(|| line.strip_prefix("• "))
                .map(str::trim)
                .filter(|item| !item.is_empty())
            {
                self.bullet(&escape(item));
                fresh = true;
            } else {
                if fresh {
                    self.gap();
                }
                self.lines.push(escape(line));
                fresh = false;
            }
            if !whole {
                if let Some(last) = self.lines.last_mut() {
                    last.push('…');
                }
                break;
            }
        }
    }

    /// A short sentence of ours; all of them make the last paragraph.
    pub(super) fn fact(&mut self, sentence: impl AsRef<str>) {
        if !self.facts.is_empty() {
            self.facts.push(' ');
        }
        self.facts.push_str(sentence.as_ref());
    }

    /// Where all this is said; a paragraph of its own at the end, since its line moves with every edit.
    pub(super) fn source(&mut self, sentence: String) {
        self.source = sentence;
    }

    /// `Example: …` and the like, with a value from a page; nothing where it is empty.
    pub(super) fn value_fact(&mut self, what: &str, value: &str) {
        if !value.trim().is_empty() {
            self.fact(format!("{what}: {}.", code(value)));
        }
    }

    /// One attribute a line, before an item.
    pub(super) fn outer(&self) -> TokenStream {
        self.finished().map(|line| quote!(#[doc = #line])).collect()
    }

    /// One attribute a line, at the head of a file.
    pub(super) fn inner(&self) -> TokenStream {
        self.finished().map(|line| quote!(#![doc = #line])).collect()
    }

    fn gap(&mut self) {
        if self.lines.last().is_some_and(|last| !last.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn finished(&self) -> impl Iterator<Item = String> {
        let mut done = self.clone();
        for last in [std::mem::take(&mut done.facts), std::mem::take(&mut done.source)] {
            if !last.is_empty() {
                done.ours(last);
            }
        }
        done.lines.into_iter().map(|line| if line.is_empty() { line } else { format!(" {line}") })
    }
}

/// A page's text with nothing left that could act.
pub(super) fn escape(text: &str) -> String {
    let text = clean(text);
    let text = text.trim();
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    let mut before = ' ';
    while let Some(letter) = rest.chars().next() {
        if let Some(span) = code_span(rest).filter(|_| before != '`') {
            out.push_str(span);
            rest = rest.get(span.len()..).unwrap_or_default();
            before = '`';
            continue;
        }
        if let Some(url) = url(rest, before) {
            let _ = write!(out, "<{url}>");
            rest = rest.get(url.len()..).unwrap_or_default();
            before = '>';
            continue;
        }
        let after = rest.get(letter.len_utf8()..).unwrap_or_default();
        if acts(letter, before, after, out.is_empty())
            || (matches!(letter, '.' | ')') && !out.is_empty() && out.bytes().all(|byte| byte.is_ascii_digit()))
        {
            out.push('\\');
        }
        out.push(letter);
        before = letter;
        rest = after;
    }
    out
}

/// Whether Markdown could see more in a character than itself.
fn acts(letter: char, before: char, after: &str, at_start: bool) -> bool {
    match letter {
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
        // Within a word an underscore is text.
        '_' => !(before.is_ascii_alphanumeric() && after.starts_with(|next: char| next.is_ascii_alphanumeric())),
        '&' => after.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '#'),
        '#' | '>' | '+' | '-' | '=' | ':' => at_start,
        // Whatever is left of a link that is not written out as one.
        '/' => before == ':' && after.starts_with('/'),
        _ => false,
    }
}

/// `` `word` `` at the start of a text, where both marks stand alone.
fn code_span(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('`')?;
    let length = inner.find('`')?;
    let (inner, tail) = (inner.get(..length)?, inner.get(length + 1..)?);
    let sound = !inner.trim().is_empty() && length <= LONGEST_CODE && !tail.starts_with('`');
    if sound { text.get(..length + 2) } else { None }
}

/// A link at the start of a text, without the punctuation that ends the sentence around it.
fn url(text: &str, before: char) -> Option<&str> {
    if before.is_ascii_alphanumeric() || !(text.starts_with("http://") || text.starts_with("https://")) {
        return None;
    }
    let length = text
        .find(|letter: char| !letter.is_ascii_alphanumeric() && !"-._~:/?#@!$&'()+,;=%".contains(letter))
        .unwrap_or(text.len());
    let url = text.get(..length)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '(', ')']);
    let host = url.split_once("://")?.1;
    if host.starts_with(|first: char| first.is_ascii_alphanumeric()) { Some(url) } else { None }
}

/// A value in a code span, on one line.
pub(super) fn code(value: &str) -> String {
    let value = clean(value);
    let (value, whole) = cut(value.trim(), LONGEST_CODE);
    let tail = if whole { "" } else { "…" };
    let longest = value.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if value.starts_with('`') || value.ends_with('`') { " " } else { "" };
    if value.is_empty() { "(empty)".to_owned() } else { format!("{fence}{pad}{value}{tail}{pad}{fence}") }
}

/// Control characters and those that rustc refuses in comments become blanks.
fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|letter| if is_plain(letter) { letter } else { ' ' }).collect())
}

/// At most so many bytes, and whether that is all.
fn cut(text: &str, most: usize) -> (&str, bool) {
    if text.len() <= most {
        return (text, true);
    }
    let end = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    (text.get(..end).unwrap_or_default(), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_could_act() {
        let cases = [
            ("a_b __init__ _x", "a_b \\_\\_init\\_\\_ \\_x"),
            ("[x](y) ![z] [^1]", "\\[x\\](y) !\\[z\\] \\[^1\\]"),
            ("a<b> </script> &amp; & a", "a\\<b> \\</script> \\&amp; & a"),
            ("# no heading", "\\# no heading"),
            ("---", "\\---"),
            ("1. no list", "1\\. no list"),
            ("|a|b|", "\\|a\\|b\\|"),
            ("12) x", "12\\) x"),
            ("*/ `` ` `", "\\*/ \\`\\` \\` \\`"),
            ("use `a<b>[c]` now", "use `a<b>[c]` now"),
            ("see https://a.b/c?d=e_f. Or（http://中）", "see <https://a.b/c?d=e_f>. Or（http:\\//中）"),
            ("http(s)://x ftp://y", "http(s):\\//x ftp:\\//y"),
            ("a\u{202e}b\u{0}c", "a b c"),
            ("[foo]: http://x", "\\[foo\\]: <http://x>"),
        ];
        for (page, doc) in cases {
            assert_eq!(escape(page), doc);
        }
    }

    #[test]
    fn code_holds_anything() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code(" \n"), "(empty)");
        assert_eq!(code("a\nb"), "`a b`");
        assert!(code(&"長".repeat(1000)).len() < 200);
    }

    #[test]
    fn paragraphs_and_bullets_keep_apart() {
        let mut doc = Doc::new("Ours.");
        doc.page("first\n    second\n\n- one\n- two\nthird\n\n\n");
        doc.fact("Required.");
        doc.value_fact("Example", "x");
        doc.value_fact("Default", " ");
        let lines: Vec<_> = doc.finished().collect();
        assert_eq!(
            lines,
            [" Ours.", "", " first", " second", "", " - one", " - two", "", " third", "", " Required. Example: `x`."]
        );
    }

    #[test]
    fn long_text_is_cut() {
        let mut doc = Doc::default();
        doc.page(&"呼".repeat(10_000));
        let lines: Vec<_> = doc.finished().collect();
        assert_eq!(lines.len(), 1);
        assert!(lines.iter().all(|line| line.len() < 2_100 && line.ends_with('…')));
    }
}

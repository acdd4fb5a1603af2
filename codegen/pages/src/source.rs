//! A text and the places in it.

use std::borrow::Cow;
use std::cmp::Ordering;

/// A file's text under the path by which messages name it.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// As given by the caller; `/` between folders.
    pub path: String,
    /// The text, without a byte order mark.
    pub text: String,
    /// Where each line starts.
    lines: Vec<u32>,
    /// What stood before each line of the file, and is left out of the text.
    indent: String,
}

/// A stretch of bytes in a [`SourceFile`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        let clip = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: clip(start), end: clip(end).max(clip(start)) }
    }

    /// The bytes that the span covers.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Why bytes are no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText {
    /// How many bytes before the first one that is not UTF-8.
    pub at: usize,
    /// The line of that byte, from 1.
    pub line: usize,
}

impl SourceFile {
    /// Takes a text as it is; a byte order mark is dropped.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let mut lines = vec![0];
        lines.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX)));
        Self { path: path.into(), text, lines, indent: String::new() }
    }

    /// The text of a page, however it was saved: each line ends as `\n`, be it written `\r\n` or `\r`, and what stands in
    /// a block of code as a whole, by four blanks or a tab before each line, begins where its lines do.
    #[must_use]
    pub fn page(self) -> Self {
        let text =
            if self.text.contains('\r') { Cow::Owned(with_plain_ends(&self.text)) } else { Cow::Borrowed(&*self.text) };
        let indent = indent(&text).to_owned();
        let text = if indent.is_empty() { text } else { Cow::Owned(without_indent(&text, indent.len())) };
        match text {
            Cow::Borrowed(_) => self,
            Cow::Owned(text) => Self { indent, ..Self::new(self.path, text) },
        }
    }

    /// Reads UTF-8; says where it is not.
    pub fn from_bytes(path: impl Into<String>, bytes: Vec<u8>) -> Result<Self, NotText> {
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(path, text)),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let before = std::str::from_utf8(&error.as_bytes()[..at]).unwrap_or_default();
                let line = memchr::memchr_iter(b'\n', with_plain_ends(before).as_bytes()).count() + 1;
                Err(NotText { at, line })
            }
        }
    }

    /// The text that a span covers; empty where it lies outside.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The line of a byte, from 1.
    pub fn line(&self, at: u32) -> usize {
        self.lines
            .binary_search_by(|start| if *start <= at { Ordering::Less } else { Ordering::Greater })
            .unwrap_or_else(|next| next)
    }

    /// What stands before each line of the file, and not of the text.
    pub fn indent(&self) -> &str {
        &self.indent
    }

    /// Line and column of a byte in the file, both from 1; columns count characters.
    pub fn position(&self, at: u32) -> (usize, usize) {
        let line = self.line(at);
        let start = self.lines.get(line - 1).copied().unwrap_or_default() as usize;
        let column = self.text.get(start..at as usize).map_or(0, |text| text.chars().count());
        (line, self.indent.chars().count() + column + 1)
    }

    /// Each line without its end, with the byte at which it starts.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines.iter().enumerate().map(|(index, &start)| {
            let end = self.lines.get(index + 1).map_or(self.text.len(), |&next| next as usize);
            let line = &self.text[start as usize..end];
            (start as usize, line.strip_suffix('\n').unwrap_or(line).trim_end_matches('\r'))
        })
    }
}

/// A text in which every line ends as `\n`. Before that, several `\r` are one end: some copies double it.
fn with_plain_ends(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line.trim_end_matches('\r'), "\n"));
        plain.push_str(&line.replace('\r', "\n"));
        plain.push_str(end);
    }
    plain
}

/// What stands before every line that is not empty, where that makes a block of code of the whole text.
fn indent(text: &str) -> &str {
    let blanks = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let mut lines = text.split('\n').filter(|line| !line.trim().is_empty());
    let Some(first) = lines.next() else { return "" };
    let mut indent = &first[..blanks(first)];
    for line in lines {
        let shared = indent.bytes().zip(line.bytes()).take_while(|(a, b)| a == b).count();
        indent = &indent[..shared];
        // Most pages end here, at their first line.
        if indent.is_empty() {
            break;
        }
    }
    if indent.contains('\t') || indent.len() >= 4 { indent } else { "" }
}

/// The text without so many bytes before each line.
fn without_indent(text: &str, bytes: usize) -> String {
    text.split('\n').map(|line| line.get(bytes..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// A text of a page, short enough for a message.
pub fn shortened(text: &str) -> String {
    cut(text, 60)
}

/// A text without line breaks, of so many characters at most.
pub fn cut(text: &str, most: usize) -> String {
    let flat: String = text.chars().take(most + 1).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if flat.chars().count() > most { format!("{}…", flat.chars().take(most).collect::<String>()) } else { flat }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_from_one_and_in_characters() {
        let file = SourceFile::new("p", "\u{feff}ab\n呼入x\n");
        assert_eq!(file.position(0), (1, 1));
        assert_eq!(file.position(2), (1, 3));
        assert_eq!(file.position(3), (2, 1));
        assert_eq!(file.position(9), (2, 3));
        assert_eq!(file.lines().map(|(_, line)| line).collect::<Vec<_>>(), ["ab", "呼入x", ""]);
        assert_eq!(file.position(u32::MAX).0, 3);
    }

    #[test]
    fn says_where_bytes_are_not_text() {
        let bad = SourceFile::from_bytes("p", b"ab\n\xff\xfe".to_vec()).unwrap_err();
        assert_eq!(bad, NotText { at: 3, line: 2 });
        let bad = SourceFile::from_bytes("p", b"a\rb\r\n\xff\xfe".to_vec()).unwrap_err();
        assert_eq!(bad, NotText { at: 5, line: 3 });
    }

    #[test]
    fn pages_are_read_however_their_lines_end() {
        for text in ["a\n\nb\n", "a\r\n\r\nb\r\n", "a\r\rb\r", "a\r\r\n\nb\r"] {
            let page = SourceFile::new("p", text).page();
            assert_eq!(page.text, "a\n\nb\n", "{text:?}");
            assert_eq!(page.position(3), (3, 1));
        }
    }

    #[test]
    fn a_page_in_a_block_of_code_keeps_its_columns() {
        for (text, column) in [("    呼入\n\n      b\n  \n", 5), ("\t呼入\r\n\r\n\t  b\r\n\r\n", 2)] {
            let page = SourceFile::new("p", text).page();
            assert_eq!(page.text, "呼入\n\n  b\n\n", "{text:?}");
            assert_eq!(page.position(3), (1, column + 1));
            assert_eq!(page.position(8), (3, column));
        }
        for text in ["  a\n  b\n", "    a\nb\n", "    a\n\tb\n", "", " \n    \n"] {
            assert_eq!(SourceFile::new("p", text).page().text, text);
        }
    }
}

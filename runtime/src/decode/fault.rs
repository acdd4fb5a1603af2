use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use super::DecodeError;
use super::error::Detail;
use crate::bounds::{EXCERPT_CHARS, NAME_CHARS};
use crate::redact::{self, Find, REDACTED};

/// What is wrong with a document, on the way from where it was met to whoever has the document: it quotes nothing yet.
///
/// Boxed, so that a `Result` of it costs the common path no more than a pointer.
#[derive(Debug)]
pub struct Fault(Box<Parts>);

#[derive(Debug)]
struct Parts {
    /// From the inside out.
    path: Vec<Segment>,
    expected: &'static str,
    found: Found,
    /// In bytes from the start of the document.
    offset: usize,
    /// No reading of this document gets around it.
    is_final: bool,
}

/// A step from a value to one inside of it.
#[derive(Clone, Debug)]
pub(super) enum Segment {
    /// A struct's field.
    Field(Cow<'static, str>),
    /// A list's item, counted from 0.
    Item(usize),
    /// A map's member, whose name is data.
    Key(String),
}

/// What stands there.
#[derive(Debug)]
enum Found {
    /// These bytes of the document, which is UTF-8.
    Document(Range<usize>),
    /// What follows the offset, which is not UTF-8.
    Bytes,
    /// A text that the document says with entities.
    Text(String),
}

impl Fault {
    fn new(expected: &'static str, found: Found, offset: usize) -> Self {
        Self(Box::new(Parts { path: Vec::new(), expected, found, offset, is_final: false }))
    }

    /// About a part of the document, of which an excerpt is quoted.
    #[cold]
    pub(crate) fn at(expected: &'static str, part: Range<usize>) -> Self {
        let offset = part.start;
        Self::new(expected, Found::Document(part), offset)
    }

    /// About a text that stands in the document in other words.
    #[cold]
    pub(super) fn in_text(expected: &'static str, text: &str, offset: usize) -> Self {
        Self::new(expected, Found::Text(text.to_owned()), offset)
    }

    /// About bytes that are not UTF-8.
    #[cold]
    pub(super) fn in_bytes(expected: &'static str, offset: usize) -> Self {
        Self::new(expected, Found::Bytes, offset)
    }

    /// Adds the field that the value stood in, from the inside out.
    #[cold]
    pub(crate) fn in_field(mut self, name: &str) -> Self {
        self.0.path.push(Segment::Field(name.to_owned().into()));
        self
    }

    /// Adds the member of a map that the value stood in.
    #[cold]
    pub(super) fn in_key(mut self, name: &str) -> Self {
        self.0.path.push(Segment::Key(name.to_owned()));
        self
    }

    /// Adds the way to where all that was added so far stands, from the outside in.
    pub(super) fn below(mut self, path: &[Segment]) -> Self {
        self.0.path.extend(path.iter().rev().cloned());
        self
    }

    /// The path without what is data.
    pub(super) fn field(&self) -> String {
        let mut out = String::new();
        for segment in self.0.path.iter().rev() {
            match segment {
                Segment::Item(_) => out.push_str("[]"),
                Segment::Field(name) => joined(&mut out, name),
                Segment::Key(_) => joined(&mut out, "*"),
            }
        }
        out
    }

    /// Whether no reading of this document gets around it.
    pub(crate) fn is_final(&self) -> bool {
        self.0.is_final
    }

    /// As one that no reading of this document gets around.
    #[cold]
    pub(super) fn into_final(mut self) -> Self {
        self.0.is_final = true;
        self
    }

    /// Adds the index of the list item that the value stood in, counted from 0.
    #[cold]
    pub(super) fn in_item(mut self, index: usize) -> Self {
        self.0.path.push(Segment::Item(index));
        self
    }

    /// As an error that quotes the document.
    pub(crate) fn quoting(self, document: &[u8]) -> DecodeError {
        self.quoting_without(document, &|_| Vec::new())
    }

    /// As an error that quotes the document, and nothing that is a secret.
    pub(crate) fn quoting_without(self, document: &[u8], secrets: Find<'_>) -> DecodeError {
        let Parts { path, expected, found, offset, .. } = *self.0;
        let found = match found {
            Found::Document(part) => {
                let text = String::from_utf8_lossy(document);
                excerpt(&text, part, secrets)
            }
            Found::Bytes => {
                const SHOWN: usize = 16;
                let rest = document.get(offset..).unwrap_or_default();
                let shown = rest.get(..rest.len().min(SHOWN)).unwrap_or_default();
                let shown = String::from_utf8_lossy(shown).len();
                let text = String::from_utf8_lossy(rest);
                excerpt(&text, 0..shown.min(text.len()), secrets)
            }
            Found::Text(text) => excerpt(&text, 0..text.len(), secrets),
        };
        let found = if found.is_empty() { "the end".to_owned() } else { format!("`{found}`") };
        DecodeError::new(Detail { path: dotted(&path, secrets), expected, found, offset })
    }
}

/// The start of a part of a text, on one line.
fn excerpt(text: &str, part: Range<usize>, secrets: Find<'_>) -> String {
    let end = part.start + text.get(part.clone()).unwrap_or_default().trim_end().len();
    let secrets = secrets(text);
    let mut out = String::new();
    let mut at = part.start;
    let mut count = 0;
    while at < end {
        if count == EXCERPT_CHARS {
            out.push('…');
            break;
        }
        if let Some(secret) = secrets.iter().find(|secret| secret.contains(&at)) {
            let room = EXCERPT_CHARS - count;
            out.extend(REDACTED.chars().take(room));
            count += REDACTED.len().min(room);
            at = secret.end;
            continue;
        }
        let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        out.push(if character.is_control() { ' ' } else { character });
        count += 1;
        at += character.len_utf8();
    }
    out
}

/// A path of wire names, such as `CallDetailRecords.List[3].Duration`; of a name that is data, only the start.
fn dotted(path: &[Segment], secrets: Find<'_>) -> String {
    let mut out = String::new();
    for segment in path.iter().rev() {
        match segment {
            Segment::Item(index) => {
                // Writing to memory cannot fail.
                let _ = write!(out, "[{index}]");
            }
            Segment::Field(name) => joined(&mut out, &shown(name, secrets)),
            Segment::Key(name) => joined(&mut out, &shown(name, secrets)),
        }
    }
    out
}

/// Appends a name behind a dot.
fn joined(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

/// The start of a name, on one line.
fn shown(name: &str, secrets: Find<'_>) -> String {
    let name = redact::replace(name, &secrets(name), REDACTED);
    let mut out: String = name.chars().take(NAME_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if name.chars().nth(NAME_CHARS).is_some() {
        out.push('…');
    }
    out
}

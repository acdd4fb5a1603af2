//! A sample as a tree whose every piece knows its place in the page.
//!
//! [`spectable_pages::sample`] reads for what a sample means and repairs what it can; this reads for where
//! things stand and what is wrong with them.

use super::{json, xml};
use spectable_pages::sample::Format;
use spectable_pages::source::{SourceFile, Span};

/// A value in a sample.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    /// The value's place; an XML element's is that of its text or its start tag.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a [`Node`] is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// A JSON object, or an XML element with children.
    Object(Vec<Member>),
    /// A JSON array.
    List(Vec<Node>),
    /// A JSON text.
    Text(String),
    /// A JSON number, as written.
    Number(String),
    /// `true` or `false`.
    Boolean,
    /// `null`, or an XML element without content.
    Null,
    /// The text of an XML element: its type can't be seen.
    Xml(String),
}

/// A named value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member {
    /// The name.
    pub name: String,
    /// The name's place.
    pub at: Span,
    /// The value.
    pub node: Node,
}

/// A sample that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tree {
    /// The document below the vendor's envelope.
    pub members: Vec<Member>,
    /// The envelope's or the root element's name.
    pub root: Option<(String, Span)>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

impl Tree {
    /// Whether everything stands where the sample's author meant it to stand.
    pub(super) fn is_sound(&self) -> bool {
        self.problems.iter().all(|problem| problem.kind != Kind::Broken)
    }
}

/// Something wrong with a sample.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Problem {
    /// How bad it is.
    pub kind: Kind,
    /// Its place.
    pub span: Span,
    /// What is wrong.
    pub what: String,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// What follows can't be trusted.
    Broken,
    /// A slip that hides nothing.
    Slip,
    /// Left out, or commented, on purpose.
    Elided,
    /// XML without exactly one root.
    Rootless,
}

/// How deep a sample may nest; real ones stay below 12.
pub(super) const MAX_DEPTH: usize = 64;

/// Reads a sample; `None` where it is neither JSON nor XML.
pub(super) fn read(file: &SourceFile, sample: Span) -> Option<(Format, Tree)> {
    let text = file.slice(sample);
    let start = body(text)?;
    let at = sample.start as usize + start;
    let body = text.get(start..)?;
    if body.starts_with('<') {
        return Some((Format::Xml, xml::read(body, at)));
    }
    Some((Format::Json, json::read(body, at)))
}

/// Where the document starts, after an HTTP head.
fn body(text: &str) -> Option<usize> {
    let trimmed = text.trim_start_matches('\u{feff}').trim_start();
    let start = text.len() - trimmed.len();
    if trimmed.starts_with("HTTP/") || trimmed.starts_with("POST ") || trimmed.starts_with("PUT ") {
        // Headers never start with a bracket; a `<placeholder>` among them may.
        let mut at = start;
        for line in trimmed.split_inclusive('\n') {
            let head = line.trim_start();
            if head.starts_with(['{', '['])
                || head.starts_with('<') && head.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic)
            {
                return Some(at + (line.len() - head.len()));
            }
            at += line.len();
        }
        return None;
    }
    trimmed.starts_with(['{', '[', '<']).then_some(start)
}

/// Steps into `{"Response": {…}}`, `{"ListRecordsResponse": {…}}` and an XML root.
pub(super) fn below_envelope(mut members: Vec<Member>, any_root: bool) -> (Vec<Member>, Option<(String, Span)>) {
    let envelope = match members.as_slice() {
        [only] => (any_root || only.name.ends_with("Response")) && matches!(only.node.value, Value::Object(_)),
        _ => false,
    };
    if envelope
        && let Some(Member { name, at, node }) = members.pop()
        && let Value::Object(inner) = node.value
    {
        return (inner, Some((name, at)));
    }
    (members, None)
}

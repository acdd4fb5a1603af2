//! XML as people write it into documentation: what is wrong is noted, and then read over.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::{BytesStart, Event};

use super::tree::{Member, Node, ProblemKind, Problems, Value};
use crate::bounds::SAMPLE_DEPTH;
use crate::source::{Span, shortened};

/// Reads a document: an object with its roots for members.
pub(super) fn read(text: &str, problems: &mut Problems) -> Node {
    let mut reader = Elements { text, open: vec![Element::default()], problems };
    reader.run();
    reader.finish()
}

/// An element that is not closed yet; the outermost is the document.
#[derive(Default)]
struct Element {
    name: String,
    /// The start tag.
    tag: Span,
    /// Where the content starts.
    content: usize,
    members: Vec<Member>,
    /// Text or references stand in it.
    text: bool,
}

struct Elements<'a, 'p> {
    text: &'a str,
    open: Vec<Element>,
    problems: &'p mut Problems,
}

impl Elements<'_, '_> {
    fn broken(&mut self, bytes: Range<usize>, what: impl Into<Cow<'static, str>>, repair: Option<&'static str>) {
        let end = bytes.end.clamp(bytes.start, self.text.len().max(bytes.start));
        self.problems.add(ProblemKind::Broken, bytes.start..end, what, repair);
    }

    fn run(&mut self) {
        let mut reader = Reader::from_str(self.text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        loop {
            let start = position(reader.buffer_position());
            let event = reader.read_event();
            let bytes = start..position(reader.buffer_position());
            match event {
                Ok(Event::Start(tag)) => {
                    if self.open.len() > SAMPLE_DEPTH {
                        let what = format!("elements nest more than {SAMPLE_DEPTH} levels deep");
                        self.broken(bytes, what, Some("elements nest too deep; the rest is left out"));
                        break;
                    }
                    self.start(&tag, bytes);
                }
                Ok(Event::Empty(tag)) => {
                    if let Some(what) = odd(&tag) {
                        self.broken(bytes.clone(), what, None);
                    }
                    let element = self.element(&tag, &bytes);
                    self.close(element, bytes.end);
                }
                Ok(Event::End(tag)) => self.end(tag.local_name().as_ref(), bytes),
                Ok(Event::Text(text)) => self.content(!text.trim().is_empty(), bytes),
                Ok(Event::CData(_) | Event::GeneralRef(_)) => self.content(true, bytes),
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(error) => {
                    let at = position(reader.error_position());
                    self.broken(at..at + 1, said(&error), Some("the document is broken; what follows is left out"));
                    break;
                }
            }
        }
    }

    fn element(&self, tag: &BytesStart<'_>, bytes: &Range<usize>) -> Element {
        let name = tag.local_name().as_ref().to_owned();
        Element { name, tag: self.problems.span(bytes.clone()), content: bytes.end, ..Element::default() }
    }

    fn start(&mut self, tag: &BytesStart<'_>, bytes: Range<usize>) {
        let element = self.element(tag, &bytes);
        if is_name(&element.name) {
            if let Some(what) = odd(tag) {
                self.broken(bytes, what, None);
            }
            return self.open.push(element);
        }
        // `<Operator><</Operator>`: a bare bracket in a text.
        let start = bytes.start;
        self.broken(bytes, no_name(tag), Some("a bracket that is no tag"));
        let Some(around) = self.open.last_mut() else { return };
        around.text = true;
        // The reader took the end tag behind the bracket for a part of the name.
        if element.name.strip_prefix("</").is_some_and(|end| around.name == end)
            && self.open.len() > 1
            && let Some(around) = self.open.pop()
        {
            self.close(around, start);
        }
    }

    fn end(&mut self, name: &str, bytes: Range<usize>) {
        // One further out closes what stands between.
        let at = self.open.iter().rposition(|element| element.name == name).filter(|at| *at > 0);
        let innermost = self.open.last().filter(|_| self.open.len() > 1);
        if at.is_none_or(|at| at + 1 < self.open.len()) {
            let what = match innermost {
                Some(element) => {
                    format!("`</{}>` stands where `</{}>` is expected", shortened(name), shortened(&element.name))
                }
                None => format!("`</{}>` ends an element that was never started", shortened(name)),
            };
            let repair = if at.is_some() { "an element is not closed" } else { "an end without its start" };
            self.broken(bytes.clone(), what, Some(repair));
        }
        let Some(at) = at else { return };
        while self.open.len() > at
            && let Some(element) = self.open.pop()
        {
            self.close(element, bytes.start);
        }
    }

    fn content(&mut self, bare: bool, bytes: Range<usize>) {
        let outside = self.open.len() == 1;
        let Some(element) = self.open.last_mut() else { return };
        let known = element.text;
        element.text |= bare;
        if outside && bare && !known {
            let text = self.text.get(bytes.clone()).unwrap_or_default();
            let start = bytes.start + (text.len() - text.trim_start().len());
            let (kind, what) = if text.trim().trim_matches(['.', '…']).is_empty() {
                (ProblemKind::Elided, "something is left out with dots")
            } else {
                (ProblemKind::Slip, "text outside of the document")
            };
            self.problems.add(kind, start..bytes.end, what, None);
        }
    }

    /// Ends an element: it becomes a member of the one around it.
    fn close(&mut self, element: Element, end: usize) {
        let Element { name, tag, content, members, text } = element;
        let (span, value) = if !members.is_empty() {
            (tag, Value::Object(members))
        } else if text {
            (self.problems.span(content..end), Value::Xml(unescaped(self.text.get(content..end).unwrap_or_default())))
        } else {
            (tag, Value::Null)
        };
        if let Some(around) = self.open.last_mut() {
            around.members.push(Member { name, at: tag, node: Node { span, value } });
        }
    }

    fn finish(mut self) -> Node {
        let end = self.text.len();
        if let Some(element) = self.open.last().filter(|_| self.open.len() > 1) {
            let what = format!("`<{}>` is not closed", shortened(&element.name));
            let tag = element.tag;
            self.problems.add_at(ProblemKind::Broken, tag, what, Some("the document ends too early"));
        }
        while self.open.len() > 1
            && let Some(element) = self.open.pop()
        {
            self.close(element, end);
        }
        let roots = self.open.pop().map(|document| document.members).unwrap_or_default();
        if let [_, second, ..] = roots.as_slice() {
            let what = format!("the document has {} root elements; XML allows one", roots.len());
            self.problems.add_at(ProblemKind::Rootless, second.at, what, Some(super::SEVERAL_ROOTS));
        }
        Node { span: self.problems.span(0..end), value: Value::Object(roots) }
    }
}

/// The text of an element, without blanks around it.
fn unescaped(raw: &str) -> String {
    let raw = raw.trim();
    let raw = raw.strip_prefix("<![CDATA[").and_then(|raw| raw.strip_suffix("]]>")).unwrap_or(raw);
    quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), Cow::into_owned)
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'))
}

/// What is wrong with a tag's name or attributes.
fn odd(tag: &BytesStart<'_>) -> Option<String> {
    let name = tag.name();
    let name: &str = name.as_ref();
    if !is_name(name) || !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return Some(no_name(tag));
    }
    tag.attributes()
        .any(|attribute| attribute.is_err())
        .then(|| format!("`<{}>` has a blank in its name, or an attribute without a value", shortened(tag)))
}

fn no_name(tag: &BytesStart<'_>) -> String {
    let name = tag.name();
    let name: &str = name.as_ref();
    format!("`{}` can't be the name of an element", shortened(name))
}

fn position(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

fn said(error: &Error) -> String {
    match error {
        Error::Syntax(error) => format!("the markup is broken: {error}"),
        Error::IllFormed(IllFormedError::UnclosedReference) => "a bare `&`; XML writes it `&amp;`".to_owned(),
        Error::IllFormed(error) => format!("the document is not well-formed: {error}"),
        other => format!("the document can't be read: {other}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::sample::testing::problems;
    use crate::sample::{self, Value};

    #[test]
    fn elements_know_their_places() {
        let text = "<R><L><I>1</I><I>a &amp; b</I></L><E/></R>";
        let read = sample::read(text, 0).unwrap();
        assert!(read.problems.is_empty(), "{read:?}");
        assert_eq!(read.root.as_ref().map(|(name, _)| name.as_str()), Some("R"));
        let members: Vec<_> = read.members().collect();
        let [list, empty] = members.as_slice() else { panic!("{read:?}") };
        assert_eq!(&text[list.at.range()], "<L>");
        assert_eq!(empty.node.value, Value::Null);
        let Value::Object(items) = &list.node.value else { panic!("{read:?}") };
        assert_eq!(&text[items[0].node.span.range()], "1");
        assert_eq!(items[1].node.value, Value::Xml("a & b".into()));
    }

    #[test]
    fn problems_are_told_where_they_are() {
        for (text, expected) in [
            ("<R><a>1</b></R>", "Broken 7: `</b>` stands where `</a>` is expected"),
            ("<R><a>1</a>", "Broken 0: `<R>` is not closed"),
            ("<a>1</a></R>", "Broken 8: `</R>` ends an element that was never started"),
            ("<a>1</a><b>2</b>", "Rootless 8: the document has 2 root elements; XML allows one"),
            ("<R><a>x & y</a></R>", "Broken 8: a bare `&`; XML writes it `&amp;`"),
            ("<R/> and", "Slip 5: text outside of the document"),
        ] {
            assert_eq!(problems(text), [expected], "{text}");
        }
        assert_eq!(problems(&"<a>".repeat(100_000)).len(), 1);
    }
}

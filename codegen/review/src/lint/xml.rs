//! XML with places.

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::{BytesStart, Event};

use super::shortened;
use super::tree::{self, Kind, MAX_DEPTH, Member, Node, Problem, Tree, Value};
use spectable_pages::source::Span;

/// Reads a document that starts at byte `base` of its page.
pub(super) fn read(text: &str, base: usize) -> Tree {
    let mut reader = Elements { text, base, open: vec![Element::default()], problems: Vec::new() };
    reader.run();
    reader.finish()
}

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

struct Elements<'a> {
    text: &'a str,
    base: usize,
    open: Vec<Element>,
    problems: Vec<Problem>,
}

impl Elements<'_> {
    fn problem(&mut self, kind: Kind, start: usize, end: usize, what: impl Into<String>) {
        let end = end.clamp(start, self.text.len().max(start));
        self.problems.push(Problem { kind, span: Span::new(self.base + start, self.base + end), what: what.into() });
    }

    fn run(&mut self) {
        let mut reader = Reader::from_str(self.text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        loop {
            let start = position(reader.buffer_position());
            let event = reader.read_event();
            let end = position(reader.buffer_position());
            match event {
                Ok(Event::Start(tag)) => {
                    if self.open.len() > MAX_DEPTH {
                        return self.problem(
                            Kind::Broken,
                            start,
                            end,
                            format!("elements nest more than {MAX_DEPTH} levels deep"),
                        );
                    }
                    let name = tag.local_name().as_ref().to_owned();
                    if let Some(what) = odd(&tag) {
                        return self.problem(Kind::Broken, start, end, what);
                    }
                    let tag = Span::new(self.base + start, self.base + end);
                    self.open.push(Element { name, tag, content: end, ..Element::default() });
                }
                Ok(Event::Empty(tag)) => {
                    let name = tag.local_name().as_ref().to_owned();
                    if let Some(what) = odd(&tag) {
                        return self.problem(Kind::Broken, start, end, what);
                    }
                    let tag = Span::new(self.base + start, self.base + end);
                    self.member(Element { name, tag, content: end, ..Element::default() }, end);
                }
                Ok(Event::End(tag)) => {
                    let name = tag.local_name().as_ref().to_owned();
                    if self.open.len() < 2 {
                        return self.problem(
                            Kind::Broken,
                            start,
                            end,
                            format!("`</{}>` ends an element that was never started", shortened(&name)),
                        );
                    }
                    let Some(element) = self.open.pop() else { return };
                    if element.name != name {
                        return self.problem(
                            Kind::Broken,
                            start,
                            end,
                            format!(
                                "`</{}>` stands where `</{}>` is expected",
                                shortened(&name),
                                shortened(&element.name)
                            ),
                        );
                    }
                    self.member(element, start);
                }
                Ok(Event::Text(text)) => {
                    let bare = !text.trim().is_empty();
                    self.content(bare, start, end);
                }
                Ok(Event::CData(_) | Event::GeneralRef(_)) => self.content(true, start, end),
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(error) => {
                    let at = position(reader.error_position());
                    return self.problem(Kind::Broken, at, at + 1, said(&error));
                }
            }
        }
        if self.open.len() > 1
            && let Some(element) = self.open.last()
        {
            let what = format!("`<{}>` is not closed", shortened(&element.name));
            self.problems.push(Problem { kind: Kind::Broken, span: element.tag, what });
        }
    }

    fn content(&mut self, bare: bool, start: usize, end: usize) {
        let outside = self.open.len() == 1;
        let Some(element) = self.open.last_mut() else { return };
        let known = element.text;
        element.text |= bare;
        if outside && bare && !known {
            let lead = self.text.get(start..end).map_or(0, |text| text.len() - text.trim_start().len());
            let dots = self.text.get(start..end).is_some_and(|text| text.trim().trim_matches(['.', '…']).is_empty());
            let (kind, what) = if dots {
                (Kind::Elided, "something is left out with dots")
            } else {
                (Kind::Slip, "text outside of the document")
            };
            self.problem(kind, start + lead, end, what);
        }
    }

    /// Ends an element: it becomes a member of the one around it.
    fn member(&mut self, element: Element, end: usize) {
        let content = Span::new(self.base + element.content, self.base + end);
        let raw = self.text.get(element.content..end).unwrap_or_default();
        let value = if !element.members.is_empty() {
            Value::Object(element.members)
        } else if element.text {
            let raw = raw.trim();
            let raw = raw.strip_prefix("<![CDATA[").and_then(|raw| raw.strip_suffix("]]>")).unwrap_or(raw);
            Value::Xml(quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned))
        } else {
            Value::Null
        };
        let span = if matches!(value, Value::Xml(_)) { content } else { element.tag };
        let member = Member { name: element.name, at: element.tag, node: Node { span, value } };
        if let Some(parent) = self.open.last_mut() {
            parent.members.push(member);
        }
    }

    fn finish(mut self) -> Tree {
        let broken = self.problems.iter().any(|problem| problem.kind == Kind::Broken);
        let members =
            if self.open.is_empty() { Vec::new() } else { std::mem::take(&mut self.open.swap_remove(0).members) };
        if let [_, second, ..] = members.as_slice()
            && !broken
        {
            let what = format!("the document has {} root elements; XML allows one", members.len());
            self.problems.push(Problem { kind: Kind::Rootless, span: second.at, what });
        }
        let (members, root) = tree::below_envelope(members, true);
        Tree { members, root, problems: self.problems }
    }
}

/// What is wrong with a tag's name or attributes.
fn odd(tag: &BytesStart<'_>) -> Option<String> {
    let name = tag.name();
    let name: &str = name.as_ref();
    let first = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    if !first || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')) {
        return Some(format!("`{}` can't be the name of an element", shortened(name)));
    }
    tag.attributes()
        .any(|attribute| attribute.is_err())
        .then(|| format!("`<{}>` has a blank in its name, or an attribute without a value", shortened(tag)))
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
    use super::*;
    use crate::lint::testing;

    fn problems(text: &str) -> Vec<String> {
        testing::problems(&read(text, 100))
    }

    #[test]
    fn elements_know_their_places() {
        let text = "<R><L><I>1</I><I>a &amp; b</I></L><E/></R>";
        let tree = read(text, 0);
        assert!(tree.problems.is_empty(), "{tree:?}");
        assert_eq!(tree.root.as_ref().map(|(name, _)| name.as_str()), Some("R"));
        let [list, empty] = tree.members.as_slice() else { panic!("{tree:?}") };
        assert_eq!(&text[list.at.range()], "<L>");
        assert_eq!(empty.node.value, Value::Null);
        let Value::Object(items) = &list.node.value else { panic!("{tree:?}") };
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

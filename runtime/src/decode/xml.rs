use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::errors::Error;
use quick_xml::events::{BytesRef, Event};

use super::Fault;
use super::budget::{AFFORDABLE, Budget};
use super::document::{BOM, utf8};
use super::scalar::Scalar;
use crate::bounds::{DEPTH, MAX_DEPTH};

/// An XML document as a flat list of its elements, in document order.
///
/// A list's rules have to look ahead (is this child a wrapper, an item or a field?), which
/// a list of elements answers without reading twice.
#[derive(Debug, Default)]
pub(super) struct Xml<'de> {
    text: &'de str,
    elements: Vec<Element<'de>>,
    /// The element that is being decoded.
    pub(super) at: usize,
}

#[derive(Debug)]
struct Element<'de> {
    name: &'de str,
    /// The character data; of no meaning where there are children.
    text: Cow<'de, str>,
    /// The index after the last descendant.
    end: usize,
    /// Where the element starts in the document.
    offset: usize,
}

const ELEMENT: &str = "an XML element";

impl<'de> Xml<'de> {
    pub(super) fn new(document: &'de [u8], budget: &mut Budget) -> Result<Self, Fault> {
        let text = utf8(document)?;
        let bom = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
        let mut xml = Self::over(text);
        xml.start(bom);
        let whole = *budget;
        if xml.read_plain(bom, budget).is_none() {
            *budget = whole;
            xml.start(bom);
            xml.read(bom, budget)?;
        }
        xml.finish(bom)?;
        Ok(xml)
    }

    /// Before anything was read.
    pub(super) fn over(text: &'de str) -> Self {
        // Few elements are shorter than this.
        let mut xml = Self { text, elements: Vec::with_capacity(text.len() / 32 + 1), at: 0 };
        xml.start(0);
        xml
    }

    /// Begins with a node that holds the document, so that roots are children as any other.
    pub(super) fn start(&mut self, bom: usize) {
        self.elements.clear();
        self.elements.push(Element { name: "", text: "".into(), end: 0, offset: bom });
    }

    pub(super) fn read(&mut self, bom: usize, budget: &mut Budget) -> Result<(), Fault> {
        let text = self.text;
        let body = text.get(bom..).unwrap_or_default();
        let mut reader = Reader::from_str(body);
        reader.config_mut().check_end_names = true;
        let mut open = vec![0];
        loop {
            let start = bom + position(reader.buffer_position());
            let event = reader.read_event().map_err(|error| {
                let at = bom + position(reader.error_position());
                self.syntax_fault(&open, expected(&error), at)
            })?;
            if matches!(event, Event::Start(_) | Event::Empty(_)) && !budget.pay(size_of::<Element<'_>>()) {
                return Err(self.syntax_fault(&open, AFFORDABLE, start));
            }
            match event {
                Event::Start(tag) => {
                    if open.len() > MAX_DEPTH {
                        return Err(self.syntax_fault(&open, DEPTH, start));
                    }
                    let length = tag.name().as_ref().len();
                    open.push(self.elements.len());
                    self.push(start, length);
                }
                Event::Empty(tag) => {
                    let length = tag.name().as_ref().len();
                    self.push(start, length);
                }
                Event::End(_) => {
                    let end = self.elements.len();
                    if let Some(element) = open.pop().and_then(|at| self.elements.get_mut(at)) {
                        element.end = end;
                    }
                }
                Event::Text(text) => self.append(&open, text.xml10_content()),
                Event::CData(text) => self.append(&open, text.xml10_content()),
                Event::GeneralRef(reference) => match resolve(&reference) {
                    Some(character) => self.append(&open, character),
                    None => return Err(self.syntax_fault(&open, "an XML entity", start)),
                },
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => {}
                Event::Eof => break,
            }
        }
        if open.len() > 1 {
            return Err(self.syntax_fault(&open, "a closing tag", text.len()));
        }
        Ok(())
    }

    /// Closes the node that holds the document, in which no text may stand beside an element.
    fn finish(&mut self, bom: usize) -> Result<(), Fault> {
        let text = self.text;
        let body = text.get(bom..).unwrap_or_default();
        let end = self.elements.len();
        let Some(document) = self.elements.first_mut() else {
            return Ok(());
        };
        document.end = end;
        if end == 1 || !document.text.trim_ascii().is_empty() {
            let found = body.trim_ascii_start();
            return Err(Fault::at(ELEMENT, text.len() - found.len()..text.len()));
        }
        Ok(())
    }

    fn push(&mut self, start: usize, name_length: usize) {
        let name = self.text.get(start + 1..start + 1 + name_length).unwrap_or_default();
        // A namespace prefix says nothing that a decoder needs.
        let name = name.split_once(':').map_or(name, |(_, local)| local);
        let end = self.elements.len() + 1;
        self.elements.push(Element { name, text: "".into(), end, offset: start });
    }

    /// What an element costs.
    pub(super) const ELEMENT_BYTES: usize = size_of::<Element<'_>>();

    pub(super) fn text(&self) -> &'de str {
        self.text
    }

    /// Adds an element with a plain name, whose tag starts at `offset`.
    #[inline]
    pub(super) fn open(&mut self, name: &'de str, offset: usize) -> usize {
        let at = self.elements.len();
        self.elements.push(Element { name, text: Cow::Borrowed(""), end: at + 1, offset });
        at
    }

    /// Ends an element after those that were added last.
    #[inline]
    pub(super) fn close(&mut self, at: usize) {
        let end = self.elements.len();
        if let Some(element) = self.elements.get_mut(at) {
            element.end = end;
        }
    }

    /// Whether an open element has children.
    #[inline]
    pub(super) fn has_children(&self, at: usize) -> bool {
        self.elements.len() > at + 1
    }

    fn append(&mut self, open: &[usize], more: Cow<'de, str>) {
        let innermost = open.last().copied().unwrap_or_default();
        if innermost == 0 || !self.has_children(innermost) {
            self.append_to(innermost, more);
        }
    }

    /// Adds character data to an element that has no children.
    #[inline]
    pub(super) fn append_to(&mut self, innermost: usize, more: Cow<'de, str>) {
        if let Some(element) = self.elements.get_mut(innermost) {
            if element.text.is_empty() {
                element.text = more;
            } else {
                element.text.to_mut().push_str(&more);
            }
        }
    }

    /// A fault in the document's syntax, below the elements that are open.
    #[cold]
    fn syntax_fault(&self, open: &[usize], expected: &'static str, at: usize) -> Fault {
        let fault = Fault::at(expected, at..self.text.len());
        // Neither the document's node nor the root element is part of a path.
        let names = open.iter().skip(2).rev().filter_map(|at| self.elements.get(*at));
        names.fold(fault, |fault, element| fault.in_field(element.name))
    }

    fn element(&self) -> Option<&Element<'de>> {
        self.elements.get(self.at)
    }

    pub(super) fn name_at(&self, at: usize) -> &'de str {
        self.elements.get(at).map_or("", |element| element.name)
    }

    pub(super) fn end_at(&self, at: usize) -> usize {
        self.elements.get(at).map_or(at + 1, |element| element.end)
    }

    /// The current element's first child.
    pub(super) fn first_child(&self) -> Option<usize> {
        (self.end_at(self.at) > self.at + 1).then_some(self.at + 1)
    }

    /// The child of `parent` after `child`.
    pub(super) fn next_child(&self, parent: usize, child: usize) -> Option<usize> {
        Some(self.end_at(child)).filter(|next| *next < self.end_at(parent))
    }

    pub(super) fn children(&self, parent: usize) -> impl Iterator<Item = usize> {
        let first = (self.end_at(parent) > parent + 1).then_some(parent + 1);
        std::iter::successors(first, move |child| self.next_child(parent, *child))
    }

    /// Whether an element has text and no children.
    pub(super) fn is_text(&self, at: usize) -> bool {
        self.elements.get(at).is_some_and(|element| element.end == at + 1 && !element.text.trim_ascii().is_empty())
    }

    /// The current element's text; an element with children has none.
    pub(super) fn scalar(&self, expected: &'static str) -> Result<Scalar<'de>, Fault> {
        match self.element() {
            Some(element) if self.first_child().is_none() => Ok(Scalar::Text(element.text.clone())),
            _ => Err(self.fault(expected)),
        }
    }

    /// The current element's text if it is borrowed and the element has no children.
    #[inline]
    pub(super) fn plain(&self) -> Option<&'de str> {
        match self.element() {
            Some(Element { text: Cow::Borrowed(text), end, .. }) if *end == self.at + 1 => Some(text),
            _ => None,
        }
    }

    /// A fault in the current element: its text, or its source if it has children.
    #[cold]
    pub(super) fn fault(&self, expected: &'static str) -> Fault {
        let Some(element) = self.element() else {
            return Fault::in_text(expected, "", 0);
        };
        let offset = element.offset;
        if self.first_child().is_none() {
            return Fault::in_text(expected, element.text.trim_ascii(), offset);
        }
        Fault::at(expected, offset..self.text.len())
    }
}

fn position(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// The text of `&name;`: one of XML's five, or a character by number.
fn resolve<'de>(reference: &BytesRef<'_>) -> Option<Cow<'de, str>> {
    Some(match reference.as_ref() {
        "lt" => "<".into(),
        "gt" => ">".into(),
        "amp" => "&".into(),
        "quot" => "\"".into(),
        "apos" => "'".into(),
        _ => reference.resolve_char_ref().ok().flatten()?.to_string().into(),
    })
}

fn expected(error: &Error) -> &'static str {
    match error {
        Error::IllFormed(_) => "well-formed XML",
        _ => "valid XML markup",
    }
}

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::errors::Error;
use quick_xml::events::{BytesRef, Event};

use super::order::{Orders, To};
use super::scalar::Scalar;
use super::{AFFORDABLE, ALLOCATION, BOM, Body, Budget, DecodeError, Entry, Input, List, MAX_DEPTH, Slot, utf8};
use crate::any::{Any, MapBuilder};

/// An XML document as a flat list of its elements, in document order.
///
/// A list's rules have to look ahead (is this child a wrapper, an item or a field?), which
/// a list of elements answers without reading twice.
#[derive(Debug, Default)]
pub(super) struct Xml<'de> {
    text: &'de str,
    elements: Vec<Element<'de>>,
    /// The element that is being decoded.
    at: usize,
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
    pub(super) fn new(document: &'de [u8], budget: &mut Budget) -> Result<Self, DecodeError> {
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

    pub(super) fn read(&mut self, bom: usize, budget: &mut Budget) -> Result<(), DecodeError> {
        let text = self.text;
        let body = text.get(bom..).unwrap_or_default();
        let mut reader = Reader::from_str(body);
        reader.config_mut().check_end_names = true;
        let mut open = vec![0];
        loop {
            let start = bom + position(reader.buffer_position());
            let event = reader.read_event().map_err(|error| {
                let at = bom + position(reader.error_position());
                self.path_error(&open, expected(&error), at)
            })?;
            if matches!(event, Event::Start(_) | Event::Empty(_)) && !budget.pay(size_of::<Element<'_>>()) {
                return Err(self.path_error(&open, AFFORDABLE, start));
            }
            match event {
                Event::Start(tag) => {
                    if open.len() > MAX_DEPTH {
                        return Err(self.path_error(&open, "at most 128 nested levels", start));
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
                    None => return Err(self.path_error(&open, "an XML entity", start)),
                },
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => {}
                Event::Eof => break,
            }
        }
        if open.len() > 1 {
            return Err(self.path_error(&open, "a closing tag", text.len()));
        }
        Ok(())
    }

    /// Closes the node that holds the document, in which no text may stand beside an element.
    fn finish(&mut self, bom: usize) -> Result<(), DecodeError> {
        let text = self.text;
        let body = text.get(bom..).unwrap_or_default();
        let end = self.elements.len();
        let Some(document) = self.elements.first_mut() else {
            return Ok(());
        };
        document.end = end;
        if end == 1 || !document.text.trim_ascii().is_empty() {
            let found = body.trim_ascii_start();
            return Err(DecodeError::new(ELEMENT, found, text.len() - found.len()));
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

    /// An error in the document's syntax, under the elements that are open.
    #[cold]
    fn path_error(&self, open: &[usize], expected: &'static str, at: usize) -> DecodeError {
        let found = self.text.get(at..).unwrap_or_default();
        let error = DecodeError::new(expected, found, at);
        // Neither the document's node nor the root element is part of a path.
        let names = open.iter().skip(2).rev().filter_map(|at| self.elements.get(*at));
        names.fold(error, |error, element| error.in_field(element.name))
    }

    fn element(&self) -> Option<&Element<'de>> {
        self.elements.get(self.at)
    }

    pub(super) fn name_at(&self, at: usize) -> &'de str {
        self.elements.get(at).map_or("", |element| element.name)
    }

    fn end_at(&self, at: usize) -> usize {
        self.elements.get(at).map_or(at + 1, |element| element.end)
    }

    /// The current element's first child.
    fn first_child(&self) -> Option<usize> {
        (self.end_at(self.at) > self.at + 1).then_some(self.at + 1)
    }

    /// The child of `parent` after `child`.
    fn next_child(&self, parent: usize, child: usize) -> Option<usize> {
        Some(self.end_at(child)).filter(|next| *next < self.end_at(parent))
    }

    fn children(&self, parent: usize) -> impl Iterator<Item = usize> {
        let first = (self.end_at(parent) > parent + 1).then_some(parent + 1);
        std::iter::successors(first, move |child| self.next_child(parent, *child))
    }

    /// Whether an element has text and no children.
    fn is_text(&self, at: usize) -> bool {
        self.elements.get(at).is_some_and(|element| element.end == at + 1 && !element.text.trim_ascii().is_empty())
    }

    /// The current element's text; an element with children has none.
    pub(super) fn scalar(&self, expected: &'static str) -> Result<Scalar<'de>, DecodeError> {
        match self.element() {
            Some(element) if self.first_child().is_none() => Ok(Scalar::Text(element.text.clone())),
            _ => Err(self.error(expected)),
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

    /// An error about the current element: its text, or its source if it has children.
    #[cold]
    pub(super) fn error(&self, expected: &'static str) -> DecodeError {
        let Some(element) = self.element() else {
            return DecodeError::new(expected, "", 0);
        };
        let offset = element.offset;
        if self.first_child().is_none() {
            return DecodeError::new(expected, element.text.trim_ascii(), offset);
        }
        DecodeError::new(expected, self.text.get(offset..).unwrap_or_default(), offset)
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

impl<'de> Input<'de> {
    /// Decodes each child of the current element with `body`.
    fn xml_children(
        &mut self,
        body: &mut dyn FnMut(&'de str, &mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        let parent = self.xml.at;
        let mut child = self.xml.first_child();
        while let Some(at) = child {
            self.xml.at = at;
            let result = body(self.xml.name_at(at), self);
            self.xml.at = parent;
            result?;
            child = self.xml.next_child(parent, at);
        }
        Ok(())
    }

    #[inline(never)]
    pub(super) fn xml_fields(&mut self, slots: &mut [Slot<'_, 'de>]) -> Result<(), DecodeError> {
        if self.xml.is_text(self.xml.at) {
            return Err(self.xml.error("child elements"));
        }
        let order = self.orders.index(slots);
        let mut steps = self.orders.lend(order);
        let mut place = Orders::START;
        let result = self.xml_children(&mut |name, input| {
            let steps = steps.get_mut(place);
            let expected = steps.as_ref().and_then(|steps| match steps.to(name)? {
                To::Row(row, _) => Some(row),
                _ => None,
            });
            let known = expected.filter(|row| slots.get(*row).is_some_and(|(slot, _)| *slot == name));
            let Some(row) = known.or_else(|| super::find(slots, 0, name)) else {
                input.undocumented(name);
                return Ok(());
            };
            if let Some(slot) = slots.get_mut(row) {
                if let Some(steps) = steps.filter(|_| known.is_none()) {
                    steps.learn(name, To::Row(row, slot.0));
                }
                place = Orders::after(row);
                return input.slot(slot);
            }
            Ok(())
        });
        self.orders.put_back(order, steps);
        result
    }

    pub(super) fn xml_map(&mut self, entry: &mut Entry<'_, 'de>) -> Result<(), DecodeError> {
        if self.xml.is_text(self.xml.at) {
            return Err(self.xml.error("child elements"));
        }
        self.xml_children(&mut |name, input| entry(name, input))
    }

    /// Appends the items in the current element, which may be the list or one item of it.
    pub(super) fn xml_list(&mut self, wrapper: Option<&str>, list: &mut dyn List<'de>) -> Result<(), DecodeError> {
        if self.xml.first_child().is_none() && !self.xml.is_text(self.xml.at) {
            return Ok(());
        }
        let Some(item) = self.xml_item_name(wrapper, list) else {
            return self.list_item(list.len(), list);
        };
        self.xml_children(&mut |name, input| {
            if name == item {
                input.list_item(list.len(), list)
            } else {
                input.undocumented(name);
                Ok(())
            }
        })
    }

    /// The name of the children that are the list's items; `None` if the current element
    /// is itself an item.
    fn xml_item_name(&self, wrapper: Option<&str>, list: &dyn List<'de>) -> Option<&'de str> {
        let xml = &self.xml;
        let names = || xml.children(xml.at).map(|child| xml.name_at(child));
        if let Some(name) = names().find(|name| Some(*name) == wrapper) {
            return Some(name);
        }
        let first = names().next()?;
        let item = match list.item_knows(first) {
            None => true,
            // A single text would be a field of the item that nobody documented.
            Some(known) => !known && xml.children(xml.at).all(|child| !xml.is_text(child)),
        };
        (item && names().all(|name| name == first)).then_some(first)
    }

    /// Steps into the root element, unless the document has several, or one that is a field:
    /// some responses come without a root.
    pub(super) fn xml_root(&mut self, body: &mut Body<'_, 'de>) -> Result<(), DecodeError> {
        let document = self.xml.at;
        if let Some(root) = self.xml.first_child()
            && self.xml.next_child(document, root).is_none()
        {
            let name = self.xml.name_at(root);
            if name.ends_with("Response") || Self::probe(name, body) != Some(true) {
                self.xml.at = root;
            }
        }
        body(self)
    }

    pub(super) fn xml_any(&mut self) -> Result<Any, DecodeError> {
        if self.xml.first_child().is_none() {
            return Ok(self.xml.scalar("text")?.into());
        }
        let mut map = MapBuilder::default();
        self.xml_children(&mut |name, input| {
            input.pay(size_of::<(String, Any)>() + name.len() + 2 * ALLOCATION)?;
            map.append(name.into(), input.xml_any()?);
            Ok(())
        })?;
        Ok(map.finish())
    }
}

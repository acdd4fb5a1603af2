//! Decoding of responses: one trait for structs, one input for JSON and XML.

mod error;
mod json;
mod json_input;
mod order;
mod report;
mod scalar;
mod wrapped;
mod xml;
mod xml_plain;

use std::collections::BTreeMap;

use json::Json;
use order::Orders;
use report::Report;
use xml::Xml;

use crate::testing::Tree;

pub use error::DecodeError;
pub use report::Undocumented;
pub use scalar::Text;
pub use wrapped::Wrapped;

/// Nested containers that a document may have; the stack must hold them.
const MAX_DEPTH: usize = 128;

/// What a decoded document may cost, and what was met on the way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    /// Bytes of memory that lists, maps and elements may still take.
    left: usize,
    /// Whether any field was one that a struct knows.
    pub(crate) knew: bool,
}

impl Budget {
    /// A few bytes of a document can make an item of hundreds: lists are what has to be bounded.
    pub(crate) const fn bytes(bytes: usize) -> Self {
        Self { left: bytes, knew: false }
    }

    /// For documents that the user vouches for.
    pub(crate) const fn unlimited() -> Self {
        Self::bytes(usize::MAX)
    }

    /// Pays for one more item; false if there is nothing left to pay with.
    fn pay(&mut self, bytes: usize) -> bool {
        let left = self.left.checked_sub(bytes);
        self.left = left.unwrap_or_default();
        left.is_some()
    }
}

/// What an allocation costs beside its content, about.
const ALLOCATION: usize = 32;

const AFFORDABLE: &str = "no more items than the limit on decoded bytes allows";

/// A value that is filled in place from a response.
///
/// An emitted struct hands [`Input::fields`] its table of wire names and fields.
pub trait Decode<'de> {
    /// Reads exactly one value; what the input lacks stays as it is.
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError>;

    /// The value as a tree, for tests; right for whatever decodes through [`Input::fields`].
    #[doc(hidden)]
    fn tree(&mut self) -> Tree {
        collect(&mut |input| self.decode(input))
    }
}

/// A value that stands in an `Option`, a list or a map.
pub trait Item<'de>: Sized {
    /// Reads exactly one value; `None` for null and for what means "no value".
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, DecodeError>;

    /// Puts what [`item`](Self::item) gives where it belongs.
    #[doc(hidden)]
    #[inline]
    fn fill(place: &mut Option<Self>, input: &mut Input<'de>) -> Result<(), DecodeError> {
        *place = Self::item(input)?;
        Ok(())
    }

    /// Appends what [`item`](Self::item) gives.
    #[doc(hidden)]
    #[inline]
    fn append(list: &mut Vec<Self>, input: &mut Input<'de>) -> Result<(), DecodeError> {
        list.extend(Self::item(input)?);
        Ok(())
    }

    /// The value as a tree, for tests.
    #[doc(hidden)]
    fn tree(&mut self) -> Tree;
}

/// One row of a struct's table: the wire name and the field.
pub type Slot<'a, 'de> = (&'static str, &'a mut dyn Decode<'de>);

/// A response that is being decoded.
pub struct Input<'de> {
    source: Source,
    // Both drivers are always there, one of them idle: the loops below borrow the active
    // one afresh for each value, which an enum of drivers would make a match each time.
    json: Json<'de>,
    xml: Xml<'de>,
    orders: Orders<'de>,
    probe: Probe,
    collected: Vec<(&'static str, Tree)>,
    report: Option<Box<Report>>,
    budget: Budget,
    notes: Notes,
    /// How many lists are open.
    lists: usize,
}

/// Members of the outermost struct, noted as they stand in the document while it is decoded: what every answer says
/// of itself is known after one reading.
#[derive(Default)]
struct Notes {
    /// The members to note; empty from the outermost struct on.
    names: &'static [&'static str],
    /// Whether there was such a struct.
    met: bool,
    /// How often the response's own envelope was met.
    envelopes: usize,
    /// `"Name":value,` for each.
    members: String,
}

impl Notes {
    fn add(&mut self, names: &[&str], name: &str, value: &str) {
        if names.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            // It is one of ours but for the case, so it needs no escapes.
            self.members.extend(["\"", name, "\":", value, ","]);
        }
    }
}

#[derive(Clone, Copy)]
enum Source {
    Json,
    Xml,
    /// Nothing is read: a struct is asked whether it knows a field.
    Probe,
    /// Nothing is read: a struct's fields are collected.
    Collect,
}

/// A question to a type: is there a field of this name?
#[derive(Default)]
struct Probe {
    name: String,
    /// `None` for a type without fields.
    known: Option<bool>,
}

impl<'de> Input<'de> {
    fn new(source: Source, json: Json<'de>, xml: Xml<'de>) -> Self {
        Self {
            source,
            json,
            xml,
            probe: Probe::default(),
            orders: Orders::default(),
            collected: Vec::new(),
            report: None,
            budget: Budget::unlimited(),
            notes: Notes::default(),
            lists: 0,
        }
    }

    fn with_budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    /// Pays for what is about to be kept.
    #[inline]
    fn pay(&mut self, bytes: usize) -> Result<(), DecodeError> {
        if self.budget.pay(bytes) {
            return Ok(());
        }
        Err(match self.source {
            Source::Xml => self.xml.error(AFFORDABLE),
            _ => self.json.error(AFFORDABLE),
        })
    }

    /// Whether what `body` decodes has a field called `name`; `None` if it has no fields at all.
    fn probe(name: &str, body: &mut Body<'_, 'de>) -> Option<bool> {
        let mut input = Self::new(Source::Probe, Json::default(), Xml::default());
        name.clone_into(&mut input.probe.name);
        // Nothing is read, so nothing fails.
        let _ = body(&mut input);
        input.probe.known
    }

    /// Fills a struct's fields; absent fields stay as they are, others are skipped.
    ///
    /// Null, empty text and an empty list stand for an object without members.
    pub fn fields(&mut self, slots: &mut [Slot<'_, 'de>]) -> Result<(), DecodeError> {
        match self.source {
            Source::Json => self.json_fields(slots),
            Source::Xml => self.xml_fields(slots),
            Source::Probe => {
                self.probe.known = Some(slots.iter().any(|(name, _)| *name == self.probe.name));
                Ok(())
            }
            Source::Collect => {
                let trees = slots.iter_mut().map(|(name, value)| (*name, value.tree()));
                self.collected.extend(trees);
                Ok(())
            }
        }
    }

    /// Decodes one field's value and says in an error which field it was.
    #[inline]
    fn slot(&mut self, slot: &mut Slot<'_, 'de>) -> Result<(), DecodeError> {
        let (name, value) = slot;
        self.budget.knew = true;
        if self.report.is_none() {
            return value.decode(self).map_err(|error| error.in_field(name));
        }
        self.enter(name);
        let result = value.decode(self);
        self.leave();
        result.map_err(|error| error.in_field(name))
    }

    fn list(&mut self, wrapper: Option<&'static str>, list: &mut dyn List<'de>) -> Result<(), DecodeError> {
        match self.source {
            Source::Json => self.json_list(wrapper, list),
            Source::Xml => self.xml_list(wrapper, list),
            Source::Probe => list.push(self),
            Source::Collect => Ok(()),
        }
    }

    fn list_item(&mut self, index: usize, list: &mut dyn List<'de>) -> Result<(), DecodeError> {
        self.enter("[]");
        let result = list.push(self);
        self.leave();
        result.map_err(|error| error.in_item(index))
    }

    /// Hands every member's name to `entry`, which must read its value.
    fn map(&mut self, entry: &mut Entry<'_, 'de>) -> Result<(), DecodeError> {
        match self.source {
            Source::Json => self.json_map(entry),
            Source::Xml => self.xml_map(entry),
            Source::Probe => {
                self.probe.known = Some(true);
                Ok(())
            }
            Source::Collect => Ok(()),
        }
    }

    fn enter(&mut self, segment: &'static str) {
        if let Some(report) = &mut self.report {
            report.enter(segment);
        }
    }

    fn leave(&mut self) {
        if let Some(report) = &mut self.report {
            report.leave();
        }
    }

    fn undocumented(&mut self, name: &str) {
        if let Some(report) = &mut self.report {
            report.undocumented(name);
        }
    }
}

type Entry<'a, 'de> = dyn FnMut(&str, &mut Input<'de>) -> Result<(), DecodeError> + 'a;

/// A `Vec` without its item type, so that the list rules are compiled once.
trait List<'de> {
    fn clear(&mut self);
    fn len(&self) -> usize;
    fn push(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError>;
    /// Sets memory aside for about so many more items, no more than so many bytes.
    fn reserve(&mut self, items: usize, bytes: usize);
    /// Whether items have a field called `name`; `None` if they have no fields at all.
    fn item_knows(&self, name: &str) -> Option<bool>;
}

impl<'de, T: Item<'de>> List<'de> for Vec<T> {
    fn clear(&mut self) {
        self.clear();
    }

    fn len(&self) -> usize {
        self.len()
    }

    fn push(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.pay(size_of::<T>())?;
        T::append(self, input)
    }

    fn reserve(&mut self, items: usize, bytes: usize) {
        // Too little would mean to move all items once more, the later the more of them.
        if items + items / 16 + 1 > self.capacity() - self.len() {
            let items = items + items / 4 + 1;
            self.reserve(items.min(bytes / size_of::<T>().max(1)));
        }
    }

    fn item_knows(&self, name: &str) -> Option<bool> {
        Input::probe(name, &mut |input| T::item(input).map(drop))
    }
}

impl<'de, D: Decode<'de> + Default> Item<'de> for D {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, DecodeError> {
        if input.null()? {
            return Ok(None);
        }
        let mut value = D::default();
        value.decode(input)?;
        Ok(Some(value))
    }

    /// Decodes in place: the value may be large.
    fn append(list: &mut Vec<Self>, input: &mut Input<'de>) -> Result<(), DecodeError> {
        if input.null()? {
            return Ok(());
        }
        if list.capacity() == 0 {
            // Most lists in a record have one item, and it may be large.
            list.reserve_exact(1);
        }
        // Made where it stays.
        list.resize_with(list.len() + 1, D::default);
        list.last_mut().map_or(Ok(()), |value| value.decode(input))
    }

    fn tree(&mut self) -> Tree {
        Decode::tree(self)
    }
}

impl<'de, T: Item<'de>> Decode<'de> for Option<T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        T::fill(self, input)
    }

    fn tree(&mut self) -> Tree {
        self.as_mut().map_or(Tree::Absent, Item::tree)
    }
}

impl<'de, T: Item<'de>> Decode<'de> for Vec<T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.list(None, self)
    }

    fn tree(&mut self) -> Tree {
        let items = self.iter_mut().map(Item::tree).collect();
        Tree::List { wrapper: None, items }
    }
}

impl<'de, T: Item<'de>> Decode<'de> for BTreeMap<String, T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.map(&mut |name, input| {
            input.enter("*");
            let paid = input.pay(size_of::<(String, T)>() + name.len() + ALLOCATION);
            let item = paid.and_then(|()| T::item(input));
            input.leave();
            if let Some(item) = item.map_err(|error| error.in_field(name))? {
                self.insert(name.to_owned(), item);
            }
            Ok(())
        })
    }

    fn tree(&mut self) -> Tree {
        Tree::Map(self.iter_mut().map(|(name, item)| (name.clone(), item.tree())).collect())
    }
}

/// What the struct that `body` decodes holds.
pub(crate) fn collect(body: &mut Body<'_, '_>) -> Tree {
    let mut input = Input::new(Source::Collect, Json::default(), Xml::default());
    // Nothing is read, so nothing fails.
    let _ = body(&mut input);
    Tree::Fields(input.collected)
}

type Body<'a, 'de> = dyn FnMut(&mut Input<'de>) -> Result<(), DecodeError> + 'a;

/// Decodes a whole JSON document with `body`.
pub(crate) fn json_document<'de>(document: &'de [u8], body: &mut Body<'_, 'de>) -> Result<(), DecodeError> {
    let mut input = Input::new(Source::Json, Json::new(document)?, Xml::default());
    body(&mut input)?;
    input.json.end()
}

/// Decodes a JSON response: an object, inside the envelope if it has one.
pub(crate) fn json_response<'de>(
    document: &'de [u8],
    envelope: Option<&'static str>,
    report: Option<&mut Undocumented>,
    budget: &mut Budget,
    body: &mut Body<'_, 'de>,
) -> Result<(), DecodeError> {
    let mut input = Input::new(Source::Json, Json::new(document)?, Xml::default()).with_budget(*budget);
    let result = input.with_report(report, &mut |input| {
        input.json_root(envelope, body)?;
        input.json.end()
    });
    *budget = input.budget;
    result
}

/// As [`json_response`]; gives those members of the response that have one of `names`, as a JSON object.
///
/// `None` where what `body` decodes has no fields, or where the envelope is not there just once.
pub(crate) fn json_response_noting<'de>(
    document: &'de [u8],
    envelope: Option<&'static str>,
    names: &'static [&'static str],
    budget: &mut Budget,
    body: &mut Body<'_, 'de>,
) -> Result<Option<String>, DecodeError> {
    let mut input = Input::new(Source::Json, Json::new(document)?, Xml::default()).with_budget(*budget);
    input.notes.names = names;
    let result = input.json_root(envelope, body).and_then(|()| input.json.end());
    *budget = input.budget;
    result?;
    let Notes { met, envelopes, members, .. } = input.notes;
    let whole = met && envelopes == usize::from(envelope.is_some());
    Ok(whole.then(|| format!("{{{}}}", members.trim_end_matches(','))))
}

/// Decodes an XML response: the root element's children, or those of the document
/// where it has no root.
pub(crate) fn xml_response<'de>(
    document: &'de [u8],
    report: Option<&mut Undocumented>,
    budget: &mut Budget,
    body: &mut Body<'_, 'de>,
) -> Result<(), DecodeError> {
    let xml = Xml::new(document, budget)?;
    let mut input = Input::new(Source::Xml, Json::default(), xml).with_budget(*budget);
    let result = input.with_report(report, &mut |input| input.xml_root(body));
    *budget = input.budget;
    result
}

impl<'de> Input<'de> {
    fn with_report(&mut self, report: Option<&mut Undocumented>, body: &mut Body<'_, 'de>) -> Result<(), DecodeError> {
        let Some(undocumented) = report else {
            return body(self);
        };
        self.report = Some(Box::new(Report::new(std::mem::take(undocumented))));
        let result = body(self);
        if let Some(report) = self.report.take() {
            *undocumented = report.finish();
        }
        result
    }
}

/// The document as text, without a byte order mark; the offset tells where it starts.
fn utf8(document: &[u8]) -> Result<&str, DecodeError> {
    if let Ok(text) = simdutf8::basic::from_utf8(document) {
        return Ok(text);
    }
    // It says no more than that; where it is, the slower one knows.
    std::str::from_utf8(document).map_err(|error| {
        let at = error.valid_up_to();
        let rest = document.get(at..).unwrap_or_default();
        let rest = rest.get(..rest.len().min(16)).unwrap_or_default();
        DecodeError::new("UTF-8", &String::from_utf8_lossy(rest), at)
    })
}

/// The row for `name`, looked for from row `next` on and then from the start. Some gateways
/// answer with other capitals; such a name counts where no row has it as it is.
fn find(slots: &[Slot<'_, '_>], next: usize, name: &str) -> Option<usize> {
    let (before, after) = slots.split_at_checked(next).unwrap_or((slots, &[]));
    let named = |(row, _): &Slot<'_, '_>| *row == name;
    after
        .iter()
        .position(named)
        .map(|at| at + next)
        .or_else(|| before.iter().position(named))
        .or_else(|| slots.iter().position(|(row, _)| row.eq_ignore_ascii_case(name)))
}

/// The byte order mark that some gateways put before a document.
const BOM: char = '\u{feff}';

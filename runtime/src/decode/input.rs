use std::borrow::Cow;

use super::budget::Budget;
use super::fault::Segment;
use super::json::Json;
use super::list::List;
use super::misfits::Misfits;
use super::order::Orders;
use super::report::Report;
use super::xml::Xml;
use super::{Fault, Fields, Slot, Undocumented};

/// A response that is being decoded.
pub struct Input<'de> {
    pub(super) format: Format,
    // Both drivers are always there, one of them idle: the loops below borrow the active
    // one afresh for each value, which an enum of drivers would make a match each time.
    pub(super) json: Json<'de>,
    pub(super) xml: Xml<'de>,
    pub(super) orders: Orders<'de>,
    watch: Option<Box<Watch>>,
    pub(super) budget: Budget,
    /// Whether any field was one that a struct has.
    pub(super) found_field: bool,
    /// How many lists are open.
    pub(super) lists: usize,
}

/// What is noted beside the fields. To know where it is, a reader that is watched follows its path, and takes its time.
#[derive(Default)]
struct Watch {
    report: Option<Report>,
    misfits: Option<Misfits>,
}

/// Where to put what is noted beside the fields.
#[derive(Default)]
pub(crate) struct Notes<'a> {
    /// The fields that no struct has.
    pub(crate) undocumented: Option<&'a mut Undocumented>,
    /// The values that do not fit; without it, the first of them is a fault.
    pub(crate) misfits: Option<&'a mut Misfits>,
}

/// Which of the two drivers reads.
#[derive(Clone, Copy)]
pub(super) enum Format {
    Json,
    Xml,
}

/// Reads the value of a map's member, whose name it is handed.
pub(super) type Entry<'a, 'de> = dyn FnMut(&str, &mut Input<'de>) -> Result<(), Fault> + 'a;

/// Reads a value.
pub(super) type Body<'a, 'de> = dyn FnMut(&mut Input<'de>) -> Result<(), Fault> + 'a;

impl<'de> Input<'de> {
    pub(super) fn json(json: Json<'de>, budget: Budget) -> Self {
        Self::new(Format::Json, json, Xml::default(), budget)
    }

    pub(super) fn xml(xml: Xml<'de>, budget: Budget) -> Self {
        Self::new(Format::Xml, Json::default(), xml, budget)
    }

    fn new(format: Format, json: Json<'de>, xml: Xml<'de>, budget: Budget) -> Self {
        Self { format, json, xml, orders: Orders::default(), watch: None, budget, found_field: false, lists: 0 }
    }

    /// Fills a struct's fields; absent fields stay as they are, others are skipped.
    ///
    /// Null, empty text and an empty list stand for an object without members.
    pub(super) fn fields(&mut self, fields: &mut dyn Fields<'de>) -> Result<(), Fault> {
        let mut result = Ok(());
        fields.fields(&mut |slots| {
            result = match self.format {
                Format::Json => self.json_fields(slots),
                Format::Xml => self.xml_fields(slots),
            };
        });
        result
    }

    /// Decodes one field's value and says in an error which field it was.
    #[inline]
    pub(super) fn slot(&mut self, slot: &mut Slot<'_, 'de>) -> Result<(), Fault> {
        let (name, value) = slot;
        self.found_field = true;
        if self.watch.is_none() {
            return value.decode(self).map_err(|fault| fault.in_field(name));
        }
        self.enter(Segment::Field(Cow::Borrowed(name)));
        let result = value.decode(self);
        self.leave();
        result.map_err(|fault| fault.in_field(name))
    }

    pub(super) fn list(&mut self, wrapper: Option<&'static str>, list: &mut dyn List<'de>) -> Result<(), Fault> {
        match self.format {
            Format::Json => self.json_list(wrapper, list),
            Format::Xml => self.xml_list(wrapper, list),
        }
    }

    pub(super) fn list_item(&mut self, index: usize, list: &mut dyn List<'de>) -> Result<(), Fault> {
        if self.watch.is_none() {
            return list.push(self).map_err(|fault| fault.in_item(index));
        }
        let (start, lists, count) = (self.json.mark(), self.lists, list.count());
        self.enter(Segment::Item(index));
        let result = list.push(self);
        self.leave();
        result.or_else(|fault| {
            self.tolerate(start, lists, fault.in_item(index))?;
            list.truncate(count);
            Ok(())
        })
    }

    /// Hands every member's name to `entry`, which must read its value.
    pub(super) fn map(&mut self, entry: &mut Entry<'_, 'de>) -> Result<(), Fault> {
        match self.format {
            Format::Json => self.json_map(entry),
            Format::Xml => self.xml_map(entry),
        }
    }

    /// Whether null stands here; it is then read.
    #[inline]
    pub(super) fn null(&mut self) -> Result<bool, Fault> {
        match self.format {
            Format::Json => self.json.null(),
            // XML has no null: an element without content is an empty value.
            Format::Xml => Ok(false),
        }
    }

    /// Whether an object stands here; in XML, any element may be one.
    #[inline]
    pub(super) fn opens_object(&mut self) -> bool {
        match self.format {
            Format::Json => self.json.peek() == Some(b'{'),
            Format::Xml => true,
        }
    }

    /// A fault in the whole of the value that comes next.
    #[cold]
    pub(super) fn fault_in_next(&mut self, expected: &'static str) -> Fault {
        match self.format {
            Format::Json => self.json.fault_in_next(expected),
            Format::Xml => self.xml.fault(expected),
        }
    }

    /// A fault at what comes next.
    #[cold]
    pub(super) fn fault(&mut self, expected: &'static str) -> Fault {
        match self.format {
            Format::Json => self.json.fault(expected),
            Format::Xml => self.xml.fault(expected),
        }
    }

    /// Runs `body`, and notes meanwhile what is to be noted.
    pub(super) fn noting(&mut self, notes: Notes<'_>, body: &mut Body<'_, 'de>) -> Result<(), Fault> {
        let Notes { mut undocumented, mut misfits } = notes;
        let watch = Watch {
            report: undocumented.as_deref_mut().map(|known| Report::new(std::mem::take(known))),
            misfits: misfits.as_deref_mut().map(std::mem::take),
        };
        let watched = watch.report.is_some() || watch.misfits.is_some();
        self.watch = watched.then(|| Box::new(watch));
        let result = body(self);
        let watch = self.watch.take().map(|watch| *watch).unwrap_or_default();
        if let (Some(place), Some(report)) = (undocumented, watch.report) {
            *place = report.finish();
        }
        if let (Some(place), Some(noted)) = (misfits, watch.misfits) {
            *place = noted;
        }
        result
    }

    pub(super) fn is_watched(&self) -> bool {
        self.watch.is_some()
    }

    /// Whether values that do not fit are noted, and no fault.
    pub(super) fn is_tolerant(&self) -> bool {
        self.watch.as_ref().is_some_and(|watch| watch.misfits.is_some())
    }

    pub(super) fn misfits(&mut self) -> Option<&mut Misfits> {
        self.watch.as_mut()?.misfits.as_mut()
    }

    #[inline]
    pub(super) fn enter(&mut self, segment: Segment) {
        if let Some(watch) = &mut self.watch {
            watch.enter(segment);
        }
    }

    #[inline]
    pub(super) fn leave(&mut self) {
        if let Some(watch) = &mut self.watch {
            watch.leave();
        }
    }

    pub(super) fn undocumented(&mut self, name: &str) {
        if let Some(report) = self.watch.as_mut().and_then(|watch| watch.report.as_mut()) {
            report.undocumented(name);
        }
    }
}

impl Watch {
    fn enter(&mut self, segment: Segment) {
        if let Some(report) = &mut self.report {
            report.enter(match &segment {
                Segment::Field(name) => name,
                Segment::Item(_) => "[]",
                Segment::Key(_) => "*",
            });
        }
        if let Some(misfits) = &mut self.misfits {
            misfits.enter(segment);
        }
    }

    fn leave(&mut self) {
        if let Some(report) = &mut self.report {
            report.leave();
        }
        if let Some(misfits) = &mut self.misfits {
            misfits.leave();
        }
    }
}

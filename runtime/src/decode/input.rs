use super::budget::Budget;
use super::json::Json;
use super::list::List;
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
    report: Option<Box<Report>>,
    pub(super) budget: Budget,
    /// Whether any field was one that a struct has.
    pub(super) found_field: bool,
    /// How many lists are open.
    pub(super) lists: usize,
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
        Self { format, json, xml, orders: Orders::default(), report: None, budget, found_field: false, lists: 0 }
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
        if self.report.is_none() {
            return value.decode(self).map_err(|fault| fault.in_field(name));
        }
        self.enter(name);
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
        self.enter("[]");
        let result = list.push(self);
        self.leave();
        result.map_err(|fault| fault.in_item(index))
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

    /// A fault at what comes next.
    #[cold]
    pub(super) fn fault(&mut self, expected: &'static str) -> Fault {
        match self.format {
            Format::Json => self.json.fault(expected),
            Format::Xml => self.xml.fault(expected),
        }
    }

    /// Runs `body`, and notes the fields meanwhile that no struct has.
    pub(super) fn reporting(
        &mut self,
        undocumented: Option<&mut Undocumented>,
        body: &mut Body<'_, 'de>,
    ) -> Result<(), Fault> {
        let Some(undocumented) = undocumented else {
            return body(self);
        };
        self.report = Some(Box::new(Report::new(std::mem::take(undocumented))));
        let result = body(self);
        if let Some(report) = self.report.take() {
            *undocumented = report.finish();
        }
        result
    }

    pub(super) fn is_reporting(&self) -> bool {
        self.report.is_some()
    }

    pub(super) fn enter(&mut self, segment: &'static str) {
        if let Some(report) = &mut self.report {
            report.enter(segment);
        }
    }

    pub(super) fn leave(&mut self) {
        if let Some(report) = &mut self.report {
            report.leave();
        }
    }

    pub(super) fn undocumented(&mut self, name: &str) {
        if let Some(report) = &mut self.report {
            report.undocumented(name);
        }
    }
}

//! How JSON's values become fields, lists and maps.

use std::borrow::Cow;

use super::budget::ALLOCATION;
use super::doubled::Seen;
use super::fields::find;
use super::input::{Body, Entry};
use super::list::List;
use super::order::{Orders, Step, Steps, To};
use super::{Fault, Fields, Input, Slot};
use crate::any::{Any, MapBuilder};

pub(super) const OBJECT: &str = "an object";
const LIST: &str = "a list";

/// After this many items of an outermost list their number is estimated for the first time, and again each time that
/// there are twice as many.
const MEASURED: usize = 4;

impl<'de> Input<'de> {
    pub(super) fn json_fields(&mut self, slots: &mut [Slot<'_, 'de>]) -> Result<(), Fault> {
        if !self.json_object()? {
            return Ok(());
        }
        if self.is_watched() {
            let (mut place, mut seen) = (Some(Orders::START), self.seen());
            while let Some(from) = place {
                place = self.json_next_field(slots, from, None, &mut seen)?;
            }
            return Ok(());
        }
        let order = self.orders.index(slots);
        let mut steps = self.orders.lend(order);
        let result = self.json_steps(slots, &mut steps);
        self.orders.put_back(order, steps);
        result
    }

    /// The members of an open object, by the steps that were taken in the ones before.
    fn json_steps(&mut self, slots: &mut [Slot<'_, 'de>], steps: &mut [Steps<'de>]) -> Result<(), Fault> {
        let (mut place, mut seen) = (Orders::START, self.seen());
        loop {
            let rest = self.json.rest();
            if let Some(Step { lead, to, .. }) = steps.get(place).and_then(|steps| steps.expected(rest?)) {
                match to {
                    To::Row(row, name) => {
                        if let Some(slot) = slots.get_mut(*row)
                            && std::ptr::eq(slot.0, *name)
                        {
                            place = Orders::after(*row);
                            self.json.pass(lead.len());
                            self.found_field = true;
                            seen.enter(*row, slot);
                            if let Err(fault) = slot.1.decode(self) {
                                self.json_superseded(slots, *row, &mut seen, fault.in_field(name))?;
                            }
                            continue;
                        }
                    }
                    To::Undocumented => {
                        let mark = self.json.mark();
                        self.json.pass(lead.len());
                        if self.json.skip().is_ok() {
                            place = Orders::after_undocumented(slots);
                            continue;
                        }
                        self.json.reset(mark);
                    }
                    To::End => {
                        self.json.pass(lead.len());
                        self.json.close();
                        return Ok(());
                    }
                }
            }
            let Some(next) = self.json_next_field(slots, place, steps.get_mut(place), &mut seen)? else {
                return Ok(());
            };
            place = next;
        }
    }

    /// Reads a member that was not expected; gives the place after it.
    #[inline(never)]
    fn json_next_field(
        &mut self,
        slots: &mut [Slot<'_, 'de>],
        place: usize,
        steps: Option<&mut Steps<'de>>,
        seen: &mut Seen,
    ) -> Result<Option<usize>, Fault> {
        let mut first = place == Orders::START;
        let mark = self.json.mark();
        let learn = |to: To, lead: &'de str| {
            if let Some(steps) = steps {
                steps.learn(lead, to);
            }
        };
        if !self.json.member(&mut first)? {
            learn(To::End, self.json.since_mark(mark));
            return Ok(None);
        }
        let name = self.json.member_name()?;
        self.json.peek();
        let lead = self.json.since_mark(mark);
        let found = find(slots, 0, &name);
        if let Some(row) = found
            && let Some(slot) = slots.get_mut(row)
        {
            learn(To::Row(row, slot.0), lead);
            seen.enter(row, slot);
            let (start, lists) = (self.json.mark(), self.lists);
            if let Err(fault) = self.slot(slot)
                && let Err(fault) = self.json_superseded(slots, row, seen, fault)
            {
                self.tolerate(start, lists, fault)?;
                if let Some(slot) = slots.get_mut(row) {
                    slot.1.clear();
                }
            }
            return Ok(Some(Orders::after(row)));
        }
        learn(To::Undocumented, lead);
        self.undocumented(&name);
        self.json.skip().map_err(|fault| fault.in_field(&name))?;
        Ok(Some(Orders::after_undocumented(slots)))
    }

    /// Reads the members of an object into two tables at once; a member that both have is read into both. A fault in
    /// `output` is kept in `result`, and what follows goes into `envelope` alone.
    pub(super) fn json_side_by_side(
        &mut self,
        output: &mut dyn Fields<'de>,
        envelope: &mut dyn Fields<'de>,
        result: &mut Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut read = Ok(());
        envelope.fields(&mut |rows| output.fields(&mut |slots| read = self.json_members(slots, rows, result)));
        read
    }

    fn json_members(
        &mut self,
        slots: &mut [Slot<'_, 'de>],
        rows: &mut [Slot<'_, 'de>],
        result: &mut Result<(), Fault>,
    ) -> Result<(), Fault> {
        if !self.json_object()? {
            return Ok(());
        }
        let mut first = true;
        let mut next = 0;
        let (mut seen, mut seen_of_rows) = (self.seen(), self.seen());
        let lists = self.lists;
        while let Some(name) = self.json.name(&mut first)? {
            let start = self.json.mark();
            let row = find(rows, 0, &name);
            let end = match row.and_then(|row| Some((row, rows.get_mut(row)?))) {
                Some((row, slot)) => {
                    seen_of_rows.enter(row, slot);
                    if let Err(fault) = slot.1.decode(self) {
                        let again = |name: &str| find(rows, 0, name) == Some(row);
                        self.json_pass_over(start, lists, &again, fault.in_field(&name))?;
                    }
                    Some(self.json.mark())
                }
                None => None,
            };
            let found = if result.is_ok() { find(slots, next, &name) } else { None };
            if let Some(slot) = found.and_then(|found| slots.get_mut(found)) {
                next = found.map_or(next, |found| found + 1);
                self.json.reset(start);
                seen.enter(next - 1, slot);
                let Err(fault) = self.slot(slot) else { continue };
                let again = |name: &str| find(slots, 0, name) == found;
                let Err(fault) = self.json_pass_over(start, lists, &again, fault) else { continue };
                let Err(fault) = self.tolerate(start, lists, fault) else {
                    if let Some(slot) = found.and_then(|found| slots.get_mut(found)) {
                        slot.1.clear();
                    }
                    continue;
                };
                *result = Err(fault);
                self.lists = lists;
                self.json.reset(start);
            }
            match end {
                Some(end) => self.json.reset(end),
                None => self.json.skip().map_err(|fault| fault.in_field(&name))?,
            }
        }
        Ok(())
    }

    /// Opens an object; false for what stands for an object without members, which is read.
    fn json_object(&mut self) -> Result<bool, Fault> {
        match self.json.peek() {
            Some(b'{') => {
                self.json.open()?;
                Ok(true)
            }
            Some(b'"') => {
                let start = self.json.start();
                match self.json.string()?.trim_ascii() {
                    "" => Ok(false),
                    _ => Err(self.json.fault_from(OBJECT, start)),
                }
            }
            _ if self.json.empty()? => Ok(false),
            _ => Err(self.json.fault_in_next(OBJECT)),
        }
    }

    pub(super) fn json_map(&mut self, entry: &mut Entry<'_, 'de>) -> Result<(), Fault> {
        if !self.json_object()? {
            return Ok(());
        }
        let mut first = true;
        let (lists, mut last) = (self.lists, None);
        while let Some(name) = self.json.name(&mut first)? {
            let start = self.json.mark();
            if let Err(fault) = entry(&name, self)
                && let Err(fault) = self.json_pass_over_entry(&name, (start, lists), &mut last, fault)
            {
                self.tolerate(start, lists, fault)?;
            }
        }
        Ok(())
    }

    pub(super) fn json_list(&mut self, wrapper: Option<&str>, list: &mut dyn List<'de>) -> Result<(), Fault> {
        list.clear();
        match self.json.peek() {
            Some(b'[') => {
                let start = self.json.start();
                self.json.open()?;
                self.lists += 1;
                let mut first = true;
                let mut index = 0;
                while self.json.item(&mut first)? {
                    if index >= MEASURED && index.is_power_of_two() && self.lists == 1 {
                        self.json.left_after(start, index).inspect(|(items, bytes)| list.reserve(*items, *bytes));
                    }
                    self.list_item(index, list)?;
                    index += 1;
                }
                self.lists -= 1;
                Ok(())
            }
            _ if self.json.empty()? => Ok(()),
            Some(b'{') => {
                if let Some(name) = wrapper
                    && self.json_wrapped(name, list)?
                {
                    return Ok(());
                }
                let known = match wrapper {
                    Some(name) => self.json_member_that(|other| other == name)?,
                    None => None,
                };
                let name = match known {
                    None => self.json_sole_member(list)?,
                    known => known,
                };
                match name {
                    Some(name) => self.json_members_called(&name, &mut |input| input.json_list(None, list)),
                    // An object may be the only item of a list that was left out around it, if items have such a field.
                    None if self.json_member_that(|name| list.item_has(name) == Some(true))?.is_some() => {
                        self.list_item(0, list)
                    }
                    None => Err(self.json.fault_in_next(LIST)),
                }
            }
            Some(b'"') => {
                let mark = self.json.mark();
                if self.json.string()?.is_empty() {
                    return Ok(());
                }
                self.json.reset(mark);
                list.push(self)
            }
            _ => list.push(self),
        }
    }

    /// If the object here has one member and that is a list called `name`, in its usual spelling, reads the object;
    /// otherwise stays before it.
    fn json_wrapped(&mut self, name: &str, list: &mut dyn List<'de>) -> Result<bool, Fault> {
        let mark = self.json.mark();
        let mut first = true;
        self.json.open()?;
        if self.json.member(&mut first)? && self.json.member_is(name) && self.json.peek() == Some(b'[') {
            self.json_list(None, list)?;
            if self.json.peek() == Some(b'}') {
                self.json.close_here();
                return Ok(true);
            }
            list.clear();
        }
        self.json.reset(mark);
        Ok(false)
    }

    /// How the first of the object's members is spelled whose name fits; stays before the object.
    fn json_member_that(&mut self, fits: impl Fn(&str) -> bool) -> Result<Option<Cow<'de, str>>, Fault> {
        let mark = self.json.mark();
        let mut found = None;
        let mut first = true;
        self.json.open()?;
        while let Some(other) = self.json.name(&mut first)? {
            if fits(&other) {
                found = Some(other);
                break;
            }
            self.json.skip()?;
        }
        self.json.reset(mark);
        Ok(found)
    }

    /// Reads the object here, and with `body` the value of each member called `name`.
    fn json_members_called(&mut self, name: &str, body: &mut Body<'_, 'de>) -> Result<(), Fault> {
        let mut first = true;
        self.json.open()?;
        let lists = self.lists;
        while let Some(other) = self.json.name(&mut first)? {
            if other == name {
                let start = self.json.mark();
                if let Err(fault) = body(self) {
                    self.json_pass_over(start, lists, &|other| other == name, fault)?;
                }
            } else {
                self.undocumented(&other);
                self.json.skip()?;
            }
        }
        Ok(())
    }

    /// The name of the object's only member, if that is a wrapper around the list's items.
    ///
    /// It is not a wrapper if the items have such a field, nor if they have other fields and this one
    /// is a scalar, since then it is one that nobody documented.
    fn json_sole_member(&mut self, list: &dyn List<'de>) -> Result<Option<Cow<'de, str>>, Fault> {
        let mark = self.json.mark();
        let mut first = true;
        self.json.open()?;
        let Some(name) = self.json.name(&mut first)? else {
            return Ok(None);
        };
        let start = self.json.start();
        self.json.skip()?;
        let value = self.json.since(start);
        let scalar = !value.starts_with(['{', '[']) && !matches!(value, "null" | "\"\"");
        let wrapper = match list.item_has(&name) {
            // A text in an object is the only one of its list; an object in it is none.
            None => value.strip_prefix('{').is_none_or(|inner| inner.trim_ascii() == "}"),
            Some(has) => !has && !scalar,
        };
        let sole = wrapper && self.json.name(&mut first)?.is_none();
        self.json.reset(mark);
        Ok(sole.then_some(name))
    }

    /// The member of the document in which the response stands; `None` for the document itself.
    ///
    /// `has_field` says whether the response has a field of a name.
    pub(super) fn json_root(
        &mut self,
        envelope: Option<&str>,
        has_field: &mut dyn FnMut(&str) -> bool,
    ) -> Result<Option<Cow<'de, str>>, Fault> {
        if self.json.peek() != Some(b'{') {
            return Err(self.json.fault_in_next(OBJECT));
        }
        if let Some(name) = envelope
            && let Some(name) = self.json_member_that(|other| other == name)?
        {
            return Ok(Some(name));
        }
        self.json_envelope(has_field)
    }

    /// What a response stands in must be an object: unlike a field, it has no way to be empty.
    fn json_is_object(&mut self) -> Result<(), Fault> {
        if self.json.peek() == Some(b'{') { Ok(()) } else { Err(self.json.fault_in_next(OBJECT)) }
    }

    /// The name of the document's only member where that is an envelope, such as
    /// `{"ListUsersResponse": {…}}`.
    fn json_envelope(&mut self, has_field: &mut dyn FnMut(&str) -> bool) -> Result<Option<Cow<'de, str>>, Fault> {
        let mark = self.json.mark();
        let mut first = true;
        self.json.open()?;
        let name = self.json.name(&mut first)?;
        let envelope = name.filter(|name| name.ends_with("Response"));
        let sole = match &envelope {
            Some(name) if !has_field(name) && self.json.peek() == Some(b'{') => {
                self.json.skip()?;
                self.json.name(&mut first)?.is_none()
            }
            _ => false,
        };
        self.json.reset(mark);
        Ok(envelope.filter(|_| sole))
    }

    /// Reads the document, and with `body` its root: the member of that name, or the document itself.
    pub(super) fn json_in_root(&mut self, root: Option<&str>, body: &mut Body<'_, 'de>) -> Result<(), Fault> {
        match root {
            Some(name) => self.json_members_called(name, &mut |input| {
                input.json_is_object().map_err(|fault| fault.in_field(name))?;
                body(input)
            }),
            None => body(self),
        }
    }

    pub(super) fn json_any(&mut self) -> Result<Any, Fault> {
        Ok(match self.json.peek() {
            Some(b'{') => {
                self.json.open()?;
                let mut map = MapBuilder::default();
                let mut first = true;
                while let Some(name) = self.json.name(&mut first)? {
                    let cost = size_of::<(String, Any)>() + name.len() + 2 * ALLOCATION;
                    let value = self.pay(cost).and_then(|()| self.json_any());
                    let value = value.map_err(|fault| fault.in_field(&name))?;
                    map.replace(name, value);
                }
                map.finish()
            }
            Some(b'[') => {
                self.json.open()?;
                let mut items = Vec::new();
                let mut first = true;
                while self.json.item(&mut first)? {
                    let item = self.pay(size_of::<Any>() + ALLOCATION).and_then(|()| self.json_any());
                    let item = item.map_err(|fault| fault.in_item(items.len()))?;
                    items.push(item);
                }
                Any::List(items)
            }
            _ => self.json.scalar("a JSON value")?.into(),
        })
    }
}

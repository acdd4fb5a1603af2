//! How JSON's values become fields, lists and maps.

use std::borrow::Cow;

use super::order::{Orders, Step, Steps, To};
use super::{ALLOCATION, Body, DecodeError, Entry, Input, List, Slot};
use crate::any::{Any, MapBuilder};

const OBJECT: &str = "an object";

/// How many items of an outermost list tell first how many more there will be; twice as many tell better, and so on.
const MEASURED: usize = 4;

impl<'de> Input<'de> {
    pub(super) fn json_fields(&mut self, slots: &mut [Slot<'_, 'de>]) -> Result<(), DecodeError> {
        if !self.json_object()? {
            return Ok(());
        }
        if !self.notes.names.is_empty() {
            return self.json_noted_fields(slots);
        }
        if self.report.is_some() {
            let mut place = Some(Orders::START);
            while let Some(from) = place {
                place = self.json_next_field(slots, from, None)?;
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
    fn json_steps(&mut self, slots: &mut [Slot<'_, 'de>], steps: &mut [Steps<'de>]) -> Result<(), DecodeError> {
        let mut place = Orders::START;
        loop {
            let rest = self.json.rest();
            if let Some(Step { lead, to, .. }) = steps.get(place).and_then(|steps| steps.expected(rest?)) {
                match to {
                    To::Row(row, name) => {
                        if let Some((slot_name, value)) = slots.get_mut(*row)
                            && std::ptr::eq(*slot_name, *name)
                        {
                            place = Orders::after(*row);
                            self.json.pass(lead.len());
                            self.budget.knew = true;
                            if let Err(error) = value.decode(self) {
                                return Err(error.in_field(name));
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
            let Some(next) = self.json_next_field(slots, place, steps.get_mut(place))? else {
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
    ) -> Result<Option<usize>, DecodeError> {
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
        let found = super::find(slots, 0, &name);
        if let Some(row) = found
            && let Some(slot) = slots.get_mut(row)
        {
            learn(To::Row(row, slot.0), lead);
            self.slot(slot)?;
            return Ok(Some(Orders::after(row)));
        }
        learn(To::Undocumented, lead);
        self.undocumented(&name);
        self.json.skip().map_err(|error| error.in_field(&name))?;
        Ok(Some(Orders::after_undocumented(slots)))
    }

    /// The fields of the outermost struct, which are few: notes those that were asked for.
    fn json_noted_fields(&mut self, slots: &mut [Slot<'_, 'de>]) -> Result<(), DecodeError> {
        let names = std::mem::take(&mut self.notes.names);
        self.notes.met = true;
        let mut first = true;
        let mut next = 0;
        while let Some(name) = self.json.name(&mut first)? {
            let start = self.json.start();
            let found = super::find(slots, next, &name);
            if let Some(slot) = found.and_then(|found| slots.get_mut(found)) {
                self.slot(slot)?;
            } else {
                self.undocumented(&name);
                self.json.skip().map_err(|error| error.in_field(&name))?;
            }
            next = found.map_or(next, |found| found + 1);
            self.notes.add(names, &name, self.json.since(start));
        }
        Ok(())
    }

    /// Opens an object; false for what stands for an object without members, which is read.
    fn json_object(&mut self) -> Result<bool, DecodeError> {
        match self.json.peek() {
            Some(b'{') => {
                self.json.open()?;
                Ok(true)
            }
            Some(b'"') => {
                let start = self.json.start();
                match self.json.string()?.trim_ascii() {
                    "" => Ok(false),
                    _ => Err(self.json.error_from(OBJECT, start)),
                }
            }
            _ if self.json.empty()? => Ok(false),
            _ => Err(self.json.error_next(OBJECT)),
        }
    }

    pub(super) fn json_map(&mut self, entry: &mut Entry<'_, 'de>) -> Result<(), DecodeError> {
        if !self.json_object()? {
            return Ok(());
        }
        let mut first = true;
        while let Some(name) = self.json.name(&mut first)? {
            entry(&name, self)?;
        }
        Ok(())
    }

    pub(super) fn json_list(&mut self, wrapper: Option<&str>, list: &mut dyn List<'de>) -> Result<(), DecodeError> {
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
                if let Some(name) = wrapper
                    && self.json_member(name, &mut |input| input.json_list(None, list))?
                {
                    return Ok(());
                }
                match self.json_sole_member(list)? {
                    Some(name) => self.json_member(&name, &mut |input| input.json_list(None, list)).map(drop),
                    None => self.list_item(0, list),
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
    fn json_wrapped(&mut self, name: &str, list: &mut dyn List<'de>) -> Result<bool, DecodeError> {
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

    /// If the object here has a member called `name`, reads the object and hands the member's
    /// value to `body`; otherwise stays before it.
    fn json_member(&mut self, name: &str, body: &mut Body<'_, 'de>) -> Result<bool, DecodeError> {
        let mark = self.json.mark();
        let mut found = false;
        let mut first = true;
        self.json.open()?;
        while let Some(other) = self.json.name(&mut first)? {
            if other == name {
                found = true;
                break;
            }
            self.json.skip()?;
        }
        self.json.reset(mark);
        if !found {
            return Ok(false);
        }
        let mut first = true;
        self.json.open()?;
        while let Some(other) = self.json.name(&mut first)? {
            if other == name {
                body(self)?;
            } else {
                self.undocumented(&other);
                self.json.skip()?;
            }
        }
        Ok(true)
    }

    /// The name of the object's only member, if that is a wrapper around the list's items.
    ///
    /// It is none if the items have such a field; nor if they have other fields and this one
    /// is a scalar, since then it is one that nobody documented.
    fn json_sole_member(&mut self, list: &dyn List<'de>) -> Result<Option<Cow<'de, str>>, DecodeError> {
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
        let wrapper = match list.item_knows(&name) {
            None => true,
            Some(known) => !known && !scalar,
        };
        let sole = wrapper && self.json.name(&mut first)?.is_none();
        self.json.reset(mark);
        Ok(sole.then_some(name))
    }

    pub(super) fn json_root(&mut self, envelope: Option<&str>, body: &mut Body<'_, 'de>) -> Result<(), DecodeError> {
        if self.json.peek() != Some(b'{') {
            return Err(self.json.error_next(OBJECT));
        }
        if let Some(name) = envelope
            && self.json_member(name, &mut |input| {
                input.notes.envelopes += 1;
                body(input)
            })?
        {
            return Ok(());
        }
        if let Some(name) = self.json_envelope(body)?
            && self.json_member(&name, body)?
        {
            return Ok(());
        }
        body(self)
    }

    /// The name of the document's only member where that is an envelope, such as
    /// `{"ListUsersResponse": {…}}`.
    fn json_envelope(&mut self, body: &mut Body<'_, 'de>) -> Result<Option<Cow<'de, str>>, DecodeError> {
        let mark = self.json.mark();
        let mut first = true;
        self.json.open()?;
        let name = self.json.name(&mut first)?;
        let envelope = name.filter(|name| name.ends_with("Response"));
        let sole = match &envelope {
            Some(name) if Self::probe(name, body) != Some(true) && self.json.peek() == Some(b'{') => {
                self.json.skip()?;
                self.json.name(&mut first)?.is_none()
            }
            _ => false,
        };
        self.json.reset(mark);
        Ok(envelope.filter(|_| sole))
    }

    pub(super) fn json_any(&mut self) -> Result<Any, DecodeError> {
        Ok(match self.json.peek() {
            Some(b'{') => {
                self.json.open()?;
                let mut map = MapBuilder::default();
                let mut first = true;
                while let Some(name) = self.json.name(&mut first)? {
                    let cost = size_of::<(String, Any)>() + name.len() + 2 * ALLOCATION;
                    let value = self.pay(cost).and_then(|()| self.json_any());
                    let value = value.map_err(|error| error.in_field(&name))?;
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
                    let item = item.map_err(|error| error.in_item(items.len()))?;
                    items.push(item);
                }
                Any::List(items)
            }
            _ => self.json.scalar("a JSON value")?.into(),
        })
    }
}

//! Members that stand twice in one object: the last one counts, whatever stood in the ones before. In XML, elements of one
//! name are the items of a list where the field is one; otherwise the last one counts there too.
//!
//! Nothing here is on the way of documents that name each member once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::budget::ALLOCATION;
use super::fields::find;
use super::json::Mark;
use super::{Fault, Fields, Input, Slot};

/// What is noted of an open JSON object, in case that a member stands in it twice.
pub(super) struct Seen {
    /// One past the highest row so far: a row below it may have been there before.
    high: usize,
    /// From where members are gone through to find one that is wrong, and whether that is the object's start.
    from: Mark,
    first: bool,
    /// How many lists were open.
    lists: usize,
}

impl Seen {
    /// Makes ready for a row's value, of which an earlier one may have been read.
    #[inline]
    pub(super) fn enter(&mut self, row: usize, slot: &mut Slot<'_, '_>) {
        if row < self.high {
            slot.1.clear();
        } else {
            self.high = row + 1;
        }
    }
}

/// Where each name of a map stands for the last time, as far as somebody had to know.
pub(super) type Last<'de> = Option<BTreeMap<Cow<'de, str>, usize>>;

/// Sets all fields back.
pub(super) fn clear(fields: &mut dyn Fields<'_>) {
    fields.fields(&mut |slots| slots.iter_mut().for_each(|(_, value)| value.clear()));
}

impl<'de> Input<'de> {
    /// Of an object that was just opened.
    #[inline]
    pub(super) fn seen(&self) -> Seen {
        Seen { high: 0, from: self.json.mark(), first: true, lists: self.lists }
    }

    /// Passes over a row's wrong value where a later one takes its place; otherwise it is the fault that it was.
    #[cold]
    pub(super) fn json_superseded(
        &mut self,
        slots: &[Slot<'_, 'de>],
        row: usize,
        seen: &mut Seen,
        fault: Fault,
    ) -> Result<(), Fault> {
        let met = self.json.mark();
        self.json.reset(seen.from);
        // The value in which the fault was met is the first that does not end before it.
        while let Ok(Some(_)) = self.json.name(&mut seen.first) {
            let start = self.json.mark();
            if self.json.skip().is_err() {
                break;
            }
            if self.json.mark().is_before(met) {
                continue;
            }
            self.json.reset(met);
            let again = |name: &str| find(slots, 0, name) == Some(row);
            self.json_pass_over(start, seen.lists, &again, fault)?;
            seen.from = self.json.mark();
            return Ok(());
        }
        self.json.reset(met);
        Err(fault)
    }

    /// Passes over the wrong value at `start` if a later member of the object is `again` the same one.
    #[cold]
    pub(super) fn json_pass_over(
        &mut self,
        start: Mark,
        lists: usize,
        again: &dyn Fn(&str) -> bool,
        fault: Fault,
    ) -> Result<(), Fault> {
        let met = self.json.mark();
        self.json.reset(start);
        if self.json.skip().is_ok() {
            let end = self.json.mark();
            let mut first = false;
            while let Ok(Some(name)) = self.json.name(&mut first) {
                if again(&name) {
                    self.json.reset(end);
                    self.lists = lists;
                    return Ok(());
                }
                if self.json.skip().is_err() {
                    break;
                }
            }
        }
        // Where it was met, an object around this one has to know.
        self.json.reset(met);
        Err(fault)
    }

    /// As [`Self::json_pass_over`], of a map, whose names are no small number: they are gone through once.
    #[cold]
    pub(super) fn json_pass_over_entry(
        &mut self,
        name: &str,
        (start, lists): (Mark, usize),
        last: &mut Last<'de>,
        fault: Fault,
    ) -> Result<(), Fault> {
        let met = self.json.mark();
        self.json.reset(start);
        if self.json.skip().is_ok() {
            let end = self.json.mark();
            if last.is_none() {
                *last = self.json_last_of_each();
            }
            let place = last.as_ref().and_then(|last| last.get(name));
            if place.is_some_and(|place| *place > start.place()) {
                self.json.reset(end);
                self.lists = lists;
                return Ok(());
            }
        }
        self.json.reset(met);
        Err(fault)
    }

    /// The names that are left in an open object; `None` where it ends badly, or there is nothing left to pay with.
    fn json_last_of_each(&mut self) -> Last<'de> {
        let mut last = BTreeMap::new();
        let mut first = false;
        while let Some(name) = self.json.name(&mut first).ok()? {
            self.pay(size_of::<(Cow<'_, str>, usize)>() + name.len() + ALLOCATION).ok()?;
            last.insert(name, self.json.mark().place());
            self.json.skip().ok()?;
        }
        Some(last)
    }

    /// Whether a later child of `parent` than `at` is of the same row.
    #[cold]
    pub(super) fn xml_comes_again(&self, slots: &[Slot<'_, 'de>], row: usize, parent: usize, at: usize) -> bool {
        let next = |at: &usize| self.xml.next_child(parent, *at);
        std::iter::successors(next(&at), next).any(|at| find(slots, 0, self.xml.name_at(at)) == Some(row))
    }
}

//! How XML's elements become fields, lists and maps.

use super::budget::ALLOCATION;
use super::fields::{find, has_field};
use super::input::Entry;
use super::list::List;
use super::order::{Orders, To};
use super::{Fault, Fields, Input, Shape, Slot};
use crate::any::{Any, MapBuilder};

impl<'de> Input<'de> {
    /// Decodes each child of the current element with `body`.
    fn xml_children(&mut self, body: &mut dyn FnMut(&'de str, &mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
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
    pub(super) fn xml_fields(&mut self, slots: &mut [Slot<'_, 'de>]) -> Result<(), Fault> {
        if self.xml.is_text(self.xml.at) {
            return Err(self.xml.fault("child elements"));
        }
        let order = self.orders.index(slots);
        let mut steps = self.orders.lend(order);
        let mut place = Orders::START;
        let (parent, mut high) = (self.xml.at, 0);
        let result = self.xml_children(&mut |name, input| {
            let steps = steps.get_mut(place);
            let expected = steps.as_ref().and_then(|steps| match steps.to(name)? {
                To::Row(row, _) => Some(row),
                _ => None,
            });
            let known = expected.filter(|row| slots.get(*row).is_some_and(|(slot, _)| *slot == name));
            let Some(row) = known.or_else(|| find(slots, 0, name)) else {
                input.undocumented(name);
                return Ok(());
            };
            if let Some(slot) = slots.get_mut(row) {
                if let Some(steps) = steps.filter(|_| known.is_none()) {
                    steps.learn(name, To::Row(row, slot.0));
                }
                place = Orders::after(row);
                if row < high && !matches!(slot.1.shape(), Shape::List(..)) {
                    slot.1.clear();
                }
                high = high.max(row + 1);
                let at = input.xml.at;
                let Err(fault) = input.slot(slot) else { return Ok(()) };
                let list = matches!(slot.1.shape(), Shape::List(..));
                if !list && input.xml_comes_again(slots, row, parent, at) {
                    return Ok(());
                }
                let (start, lists) = (input.json.mark(), input.lists);
                input.tolerate(start, lists, fault)?;
                // Of a list, the items before it stay.
                if let Some(slot) = slots.get_mut(row).filter(|_| !list) {
                    slot.1.clear();
                }
                return Ok(());
            }
            Ok(())
        });
        self.orders.put_back(order, steps);
        result
    }

    pub(super) fn xml_map(&mut self, entry: &mut Entry<'_, 'de>) -> Result<(), Fault> {
        if self.xml.is_text(self.xml.at) {
            return Err(self.xml.fault("child elements"));
        }
        self.xml_children(&mut |name, input| {
            let Err(fault) = entry(name, input) else { return Ok(()) };
            let (start, lists) = (input.json.mark(), input.lists);
            input.tolerate(start, lists, fault)
        })
    }

    /// Appends the items in the current element, which may be the list or one item of it.
    pub(super) fn xml_list(&mut self, wrapper: Option<&str>, list: &mut dyn List<'de>) -> Result<(), Fault> {
        if self.xml.first_child().is_none() && !self.xml.is_text(self.xml.at) {
            return Ok(());
        }
        let Some(item) = self.xml_item_name(wrapper, list) else {
            return self.list_item(list.count(), list);
        };
        self.xml_children(&mut |name, input| {
            if name == item {
                input.list_item(list.count(), list)
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
        let item = match list.item_has(first) {
            None => true,
            // A single text would be a field of the item that nobody documented.
            Some(has) => !has && xml.children(xml.at).all(|child| !xml.is_text(child)),
        };
        (item && names().all(|name| name == first)).then_some(first)
    }

    /// Fills the fields from the root element, unless the document has several, or one that is a field: then from the
    /// document, since some responses come without a root.
    pub(super) fn xml_in_root(&mut self, fields: &mut dyn Fields<'de>) -> Result<(), Fault> {
        let document = self.xml.at;
        if let Some(root) = self.xml.first_child()
            && self.xml.next_child(document, root).is_none()
        {
            let name = self.xml.name_at(root);
            if name.ends_with("Response") || !has_field(fields, name) {
                self.xml.at = root;
            }
        }
        let result = self.fields(fields);
        self.xml.at = document;
        result
    }

    pub(super) fn xml_any(&mut self) -> Result<Any, Fault> {
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

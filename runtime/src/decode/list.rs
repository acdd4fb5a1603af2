use super::{Decode, Fault, Input, Item, Shape};

/// A `Vec` without its item type, so that the list rules are compiled once.
#[doc(hidden)]
pub trait List<'de> {
    /// Drops the items.
    fn clear(&mut self);

    /// How many items there are.
    fn count(&self) -> usize;

    /// Drops the items from this one on.
    fn truncate(&mut self, count: usize);

    /// Reads exactly one value and appends it if it is one.
    fn push(&mut self, input: &mut Input<'de>) -> Result<(), Fault>;

    /// Sets memory aside for about so many more items, no more than so many bytes.
    fn reserve(&mut self, items: usize, bytes: usize);

    /// Whether items have a member called `name`; `None` if they have no members at all.
    fn item_has(&self, name: &str) -> Option<bool>;

    /// What each item is made of.
    fn shapes(&mut self) -> Vec<Shape<'_, 'de>>;
}

impl<'de, T: Item<'de>> List<'de> for Vec<T> {
    fn clear(&mut self) {
        self.clear();
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn truncate(&mut self, count: usize) {
        self.truncate(count);
    }

    fn push(&mut self, input: &mut Input<'de>) -> Result<(), Fault> {
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

    fn item_has(&self, name: &str) -> Option<bool> {
        T::has_member(name)
    }

    fn shapes(&mut self) -> Vec<Shape<'_, 'de>> {
        self.iter_mut().map(Item::shape).collect()
    }
}

impl<'de, T: Item<'de>> Decode<'de> for Vec<T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), Fault> {
        input.list(None, self)
    }

    fn clear(&mut self) {
        self.clear();
    }

    fn shape(&mut self) -> Shape<'_, 'de> {
        Shape::List(None, self)
    }
}

/// A list which the wire puts into an object of one member: `{"CallDetailAgent": […]}`. In XML, that is an element
/// around each item; for some lists it is in XML alone, and JSON has `[…]`.
///
/// A list that comes without the wrapper, or in another one, decodes too.
pub struct Wrapped<'a, T> {
    name: &'static str,
    list: &'a mut Vec<T>,
}

impl<'a, T> Wrapped<'a, T> {
    /// `name` is the wrapper's only member.
    pub fn new(name: &'static str, list: &'a mut Vec<T>) -> Self {
        Self { name, list }
    }
}

impl<'de, T: Item<'de>> Decode<'de> for Wrapped<'_, T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), Fault> {
        input.list(Some(self.name), self.list)
    }

    fn clear(&mut self) {
        self.list.clear();
    }

    fn shape(&mut self) -> Shape<'_, 'de> {
        Shape::List(Some(self.name), self.list)
    }
}

use super::{Decode, DecodeError, Input, Item};
use crate::testing::Tree;

/// A list which the wire puts into an object of one member: `{"CallDetailAgent": […]}`.
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
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.list(Some(self.name), self.list)
    }

    fn tree(&mut self) -> Tree {
        let items = self.list.iter_mut().map(Item::tree).collect();
        Tree::List { wrapper: Some(self.name), items }
    }
}

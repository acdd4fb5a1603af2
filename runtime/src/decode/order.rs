use super::Slot;

/// In which order the members of each struct come on the wire: learned from its first
/// object, so that in the next one each name is the one that was expected.
#[derive(Default)]
pub(super) struct Orders(Vec<Order>);

struct Order {
    /// Tells one struct's table from another's: where its first name is kept, and its length.
    /// Mixing two up would cost time, nothing else.
    table: (usize, usize),
    /// For the start and then for each row: the row that comes next.
    next: Box<[usize]>,
}

impl Orders {
    /// The table's place here.
    pub(super) fn index(&mut self, slots: &[Slot<'_, '_>]) -> usize {
        let table = (slots.first().map_or(0, |(name, _)| name.as_ptr().addr()), slots.len());
        let known = self.0.iter().position(|order| order.table == table);
        known.unwrap_or_else(|| {
            self.0.push(Order { table, next: (0..=slots.len()).collect() });
            self.0.len() - 1
        })
    }

    /// The row that is expected after the one whose number is `last - 1`; 0 at the start.
    pub(super) fn guess(&self, order: usize, last: usize) -> usize {
        self.0.get(order).and_then(|order| order.next.get(last)).copied().unwrap_or_default()
    }

    /// Another row came than the one that was expected.
    pub(super) fn learn(&mut self, order: usize, last: usize, next: usize) {
        if let Some(row) = self.0.get_mut(order).and_then(|order| order.next.get_mut(last)) {
            *row = next;
        }
    }
}

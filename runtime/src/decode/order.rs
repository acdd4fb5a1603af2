use super::Slot;

/// In which order the members of each struct come on the wire: learned from its first object, so that in the next one
/// each member is the one that was expected, and comparing a few bytes is all it takes to read its name.
#[derive(Default)]
pub(super) struct Orders<'de>(Vec<Order<'de>>);

struct Order<'de> {
    /// Tells one struct's table from another's: where its first name is kept, and its length. Two that are mixed up
    /// cost time, nothing else: a step is only taken if the row has the step's name.
    table: (usize, usize),
    /// What came next at the start, after each row, and after a member without a row.
    steps: Box<[Step<'de>]>,
}

/// What stood between a value (or the object's brace) and the next value (or the object's end).
#[derive(Clone, Copy)]
pub(super) struct Step<'de> {
    /// The bytes, such as `,"Code": `; empty until there was a step.
    pub(super) lead: &'de [u8],
    pub(super) to: To,
}

#[derive(Clone, Copy)]
pub(super) enum To {
    /// The value of a row, and the row's name.
    Row(usize, &'static str),
    /// A value that no row takes.
    Undocumented,
    /// The object's end.
    End,
}

impl<'de> Orders<'de> {
    /// The place among a table's steps of the first one.
    pub(super) const START: usize = 0;

    /// The place of the step after a row.
    pub(super) fn after(row: usize) -> usize {
        row + 1
    }

    /// The place of the step after a member without a row.
    pub(super) fn after_undocumented(slots: &[Slot<'_, '_>]) -> usize {
        slots.len() + 1
    }

    /// The table's place here.
    pub(super) fn index(&mut self, slots: &[Slot<'_, '_>]) -> usize {
        let table = (slots.first().map_or(0, |(name, _)| name.as_ptr().addr()), slots.len());
        let known = self.0.iter().position(|order| order.table == table);
        known.unwrap_or_else(|| {
            let unknown = Step::new("", To::End);
            self.0.push(Order { table, steps: vec![unknown; slots.len() + 2].into() });
            self.0.len() - 1
        })
    }

    /// Lends out a table's steps; meanwhile it has none.
    #[inline]
    pub(super) fn lend(&mut self, order: usize) -> Box<[Step<'de>]> {
        self.0.get_mut(order).map(|order| std::mem::take(&mut order.steps)).unwrap_or_default()
    }

    /// Takes them back.
    #[inline]
    pub(super) fn put_back(&mut self, order: usize, steps: Box<[Step<'de>]>) {
        if let Some(order) = self.0.get_mut(order) {
            order.steps = steps;
        }
    }
}

impl<'de> Step<'de> {
    pub(super) fn new(lead: &'de str, to: To) -> Self {
        Self { lead: lead.as_bytes(), to }
    }
}

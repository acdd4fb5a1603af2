use super::Slot;

/// In which order the members of each struct come on the wire: learned from its first object, so that in the next one
/// each member is the one that was expected, and comparing a few bytes is all it takes to read its name.
#[derive(Default)]
pub(super) struct Orders<'de>(Vec<Order<'de>>);

struct Order<'de> {
    /// Identifies a struct's table: the address of its first name, and its length. If two tables are mixed up, that
    /// costs time and nothing else: a step is only taken if the row has the step's name.
    table: (usize, usize),
    /// What came next at the start, after each row, and after a member without a row.
    steps: Box<[Steps<'de>]>,
}

/// The two steps that were taken last from one place: members come and go from object to object.
#[derive(Clone, Copy)]
pub(super) struct Steps<'de>([Step<'de>; 2]);

/// What stood between a value (or the object's brace) and the next value (or the object's end).
#[derive(Clone, Copy)]
pub(super) struct Step<'de> {
    /// The bytes, such as `,"Code": `.
    pub(super) lead: &'de [u8],
    /// The first of them, and which bits of it count.
    head: [u64; 2],
    mask: [u64; 2],
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
            self.0.push(Order { table, steps: vec![Steps::UNKNOWN; slots.len() + 2].into() });
            self.0.len() - 1
        })
    }

    /// Lends out a table's steps; meanwhile it has none.
    #[inline]
    pub(super) fn lend(&mut self, order: usize) -> Box<[Steps<'de>]> {
        self.0.get_mut(order).map(|order| std::mem::take(&mut order.steps)).unwrap_or_default()
    }

    /// Takes them back.
    #[inline]
    pub(super) fn put_back(&mut self, order: usize, steps: Box<[Steps<'de>]>) {
        if let Some(order) = self.0.get_mut(order) {
            order.steps = steps;
        }
    }
}

/// As many bytes as are looked at first.
const HEAD: usize = 16;

impl<'de> Steps<'de> {
    /// No text has such bytes.
    const UNKNOWN: Self = Self([Step { lead: &[], head: [u64::MAX; 2], mask: [u64::MAX; 2], to: To::End }; 2]);

    /// The step whose bytes come next in `rest`, if it is one of these.
    #[inline]
    pub(super) fn expected(&self, rest: &[u8]) -> Option<&Step<'de>> {
        let head = words(rest.first_chunk()?);
        let [last, before] = &self.0;
        if last.begins(head) {
            return last.continues(rest).then_some(last);
        }
        (before.begins(head) && before.continues(rest)).then_some(before)
    }

    /// Where the step leads to that has just these bytes.
    #[inline]
    pub(super) fn to(&self, lead: &str) -> Option<To> {
        self.0.iter().find(|step| step.lead == lead.as_bytes()).map(|step| step.to)
    }

    pub(super) fn learn(&mut self, lead: &'de str, to: To) {
        let lead = lead.as_bytes();
        let (mut head, mut mask) = ([0; HEAD], [0; HEAD]);
        for ((head, mask), byte) in head.iter_mut().zip(&mut mask).zip(lead) {
            (*head, *mask) = (*byte, u8::MAX);
        }
        let [last, before] = &mut self.0;
        *before = *last;
        *last = Step { lead, head: words(&head), mask: words(&mask), to };
    }
}

impl Step<'_> {
    #[inline]
    fn begins(&self, [first, second]: [u64; 2]) -> bool {
        ((first ^ self.head[0]) & self.mask[0]) | ((second ^ self.head[1]) & self.mask[1]) == 0
    }

    #[inline]
    fn continues(&self, rest: &[u8]) -> bool {
        let length = self.lead.len();
        if length <= HEAD {
            return true;
        }
        let (Some(tail), Some(rest)) = (self.lead.last_chunk::<HEAD>(), rest.get(..length)) else { return false };
        if length <= 2 * HEAD { rest.last_chunk() == Some(tail) } else { rest == self.lead }
    }
}

#[inline]
fn words(bytes: &[u8; HEAD]) -> [u64; 2] {
    let word = |bytes: &[u8]| bytes.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
    let (first, second) = bytes.split_at(HEAD / 2);
    [word(first), word(second)]
}

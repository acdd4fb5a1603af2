use super::{Decode, Shape};

/// A struct that is filled from a response: a table of wire names and fields.
///
/// Whoever needs the table asks for it: the reader, which fills the fields, and all who want to know which there are.
/// One impl serves JSON and XML, owned and borrowed text.
pub trait Fields<'de> {
    /// Hands the table to `visit`, once.
    fn fields(&mut self, visit: Visit<'_, 'de>);
}

/// One row of a struct's table: the wire name and the field.
pub type Slot<'a, 'de> = (&'static str, &'a mut dyn Decode<'de>);

/// Takes a struct's table.
pub type Visit<'a, 'de> = &'a mut dyn FnMut(&mut [Slot<'_, 'de>]);

/// A struct without fields.
impl<'de> Fields<'de> for () {
    fn fields(&mut self, visit: Visit<'_, 'de>) {
        visit(&mut []);
    }
}

/// Whether a struct has a field of this name, in whatever capitals: see [`find`].
pub(super) fn has_field(fields: &mut dyn Fields<'_>, name: &str) -> bool {
    let mut has = false;
    fields.fields(&mut |slots| has = slots.iter().any(|(row, _)| row.eq_ignore_ascii_case(name)));
    has
}

/// Whether a value has a member of this name; `None` for a value that has no members at all.
pub(super) fn has_member(shape: Shape<'_, '_>, name: &str) -> Option<bool> {
    match shape {
        Shape::Struct(fields) => Some(has_field(fields, name)),
        Shape::Map(_) | Shape::Any(_) => Some(true),
        Shape::List(_, list) => list.item_has(name),
        _ => None,
    }
}

/// The row for `name`, looked for from row `next` on and then from the start. Some gateways
/// answer with other capitals; such a name counts where no row has it as it is.
pub(super) fn find(slots: &[Slot<'_, '_>], next: usize, name: &str) -> Option<usize> {
    let (before, after) = slots.split_at_checked(next).unwrap_or((slots, &[]));
    let named = |(row, _): &Slot<'_, '_>| *row == name;
    after
        .iter()
        .position(named)
        .map(|at| at + next)
        .or_else(|| before.iter().position(named))
        .or_else(|| slots.iter().position(|(row, _)| row.eq_ignore_ascii_case(name)))
}

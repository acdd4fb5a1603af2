//! Dotted wire paths as the fields that stand on them.

use crate::model::structs::{FieldDef, StructDef};
use crate::model::types::Ty;

/// The names of the fields on a path, from the outermost.
pub(crate) type Place = Vec<String>;

/// The field of a wire name.
pub(super) fn member<'d, 'a>(structure: &'d StructDef<'a>, wire: &str) -> Option<&'d FieldDef<'a>> {
    structure.fields.iter().find(|def| def.field.name == wire)
}

/// The fields of a dotted path, and the last of them.
pub(super) fn walk<'d, 'a>(
    from: &'d StructDef<'a>,
    path: &str,
    structs: &'d [StructDef<'a>],
) -> Option<(Place, &'d FieldDef<'a>)> {
    let mut place = Place::new();
    let mut from = from;
    let mut steps = path.split('.').peekable();
    loop {
        let def = member(from, steps.next()?)?;
        place.push(def.ident.clone());
        if steps.peek().is_none() {
            return Some((place, def));
        }
        from = inner(&def.ty, structs)?;
    }
}

/// The struct that a type is.
pub(super) fn inner<'d, 'a>(ty: &Ty, structs: &'d [StructDef<'a>]) -> Option<&'d StructDef<'a>> {
    let Ty::Struct(name, _) = ty else { return None };
    structs.iter().find(|structure| structure.name == *name)
}

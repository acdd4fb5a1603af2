//! Dotted wire paths as field accesses.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::structs::{FieldDef, StructDef, Ty};
use crate::emit::types::ident;

/// The field of a wire name.
pub(super) fn member<'d, 'a>(structure: &'d StructDef<'a>, wire: &str) -> Option<&'d FieldDef<'a>> {
    structure.fields.iter().find(|def| def.field.name == wire)
}

/// The fields of a dotted path, as `.a.b`, and the last of them.
pub(super) fn walk<'d, 'a>(
    from: &'d StructDef<'a>,
    path: &str,
    structs: &'d [StructDef<'a>],
) -> Option<(TokenStream, &'d FieldDef<'a>)> {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let def = member(from, step)?;
    let name = ident(&def.ident);
    let Some(rest) = rest else { return Some((quote!(.#name), def)) };
    let (place, last) = walk(inner(&def.ty, structs)?, rest, structs)?;
    Some((quote!(.#name #place), last))
}

/// The struct that a type is.
pub(super) fn inner<'d, 'a>(ty: &Ty, structs: &'d [StructDef<'a>]) -> Option<&'d StructDef<'a>> {
    let Ty::Struct(name, _) = ty else { return None };
    structs.iter().find(|structure| structure.name == *name)
}

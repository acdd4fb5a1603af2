//! Fields from samples alone, where a page has no rows for them.

use heck::ToUpperCamelCase;

use super::epoch;
use crate::ir::{Field, Type, Vendor};
use crate::sample::{Scalars, Shape};

/// Whose samples they are: what a name or a number means depends on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin<'a> {
    pub vendor: Vendor,
    pub action: &'a str,
}

/// The members of a shape as fields, in the order in which the samples show them.
pub(super) fn fields(shape: &Shape, origin: Origin<'_>) -> Vec<Field> {
    shape
        .members
        .iter()
        .map(|(name, inner)| {
            let mut field = Field { name: name.to_owned(), ..Field::default() };
            fill(&mut field, inner, None, origin);
            field
        })
        .collect()
}

/// Sets type, wrapper or item, and members of a field from its shape.
pub(super) fn fill(field: &mut Field, shape: &Shape, element: Option<&str>, origin: Origin<'_>) {
    let mut inner = shape;
    let mut list = shape.list;
    if !list
        && origin.vendor == Vendor::Aliyun
        && let Some((name, only)) = only_member(shape)
        && only.list
        && !GENERIC.contains(&name)
    {
        field.wrapper = Some(name.to_owned());
        inner = only;
        list = true;
    } else if list {
        field.item.clone_from(&shape.item);
    }
    // A member's name may be anything that a sample holds.
    let element_name = element.map(str::to_owned).or_else(|| item_name(field).cloned()).filter(|name| is_word(name));
    let of = if inner.members.is_empty() {
        scalar(inner, origin.vendor)
    } else if has_data_for_keys(inner) {
        Type::Map(Box::new(of_values(inner, origin.vendor)))
    } else {
        field.fields = fields(inner, origin);
        Type::Struct(if list {
            element_name.or_else(|| Some(element_of(&field.name, origin.action)).filter(|name| is_word(name)))
        } else {
            element_name
        })
    };
    field.unit = epoch::of_sample(&of, &field.name, inner.scalars).or_else(|| field.unit.take());
    field.ty = if list { Type::List(Box::new(of)) } else { of };
}

/// Whether the names in an object are data, such as addresses, dates or numbers: none of them could be a field's.
fn has_data_for_keys(shape: &Shape) -> bool {
    let is_name = |name: &String| {
        name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_alphanumeric() || "_-$.".contains(c))
            && !(name.contains('.') && name.bytes().any(|b| b.is_ascii_digit()))
    };
    !shape.members.keys().any(is_name)
}

/// The type of the values of an object whose keys are data.
fn of_values(shape: &Shape, vendor: Vendor) -> Type {
    let mut all = Shape::default();
    shape.members.values().for_each(|value| all.merge(value));
    if all.is_container() { Type::Any } else { scalar(&all, vendor) }
}

/// What each item of a list is called on the wire: the list's wrapper, or its elements in XML.
pub(super) fn item_name(field: &Field) -> Option<&String> {
    field.wrapper.as_ref().or(field.item.as_ref())
}

/// The one member of a shape.
pub(super) fn only_member(shape: &Shape) -> Option<(&str, &Shape)> {
    match shape.members.get_index(0) {
        Some((name, inner)) if shape.members.len() == 1 => Some((name, inner)),
        _ => None,
    }
}

/// The type of scalars seen in one place; several kinds together are wider.
pub(super) fn scalar(shape: &Shape, vendor: Vendor) -> Type {
    let Scalars { text, integer, long, unsigned, float, boolean, xml, .. } = shape.scalars;
    let number = integer || long || unsigned || float;
    if (text || xml) && !number && !boolean {
        Type::String
    } else if boolean && !text && !number {
        Type::Boolean
    } else if float && !text && !boolean {
        Type::Float
    } else if number && !text && !boolean {
        match (unsigned, long || vendor == Vendor::Tencent) {
            (true, _) => Type::Unsigned,
            (false, true) => Type::Long,
            (false, false) => Type::Integer,
        }
    } else {
        Type::Any
    }
}

/// Names of lists that say nothing about what is in them: none is a wrapper's.
const GENERIC: [&str; 9] = ["List", "Items", "Data", "Result", "Results", "Records", "Rows", "Content", "Contents"];

/// The name of a list's elements: from the list's name, or from the action's where that says nothing.
fn element_of(list: &str, action: &str) -> String {
    if !GENERIC.contains(&list) {
        return singular(list);
    }
    let noun = ["List", "Describe", "Query", "Get", "Search", "Fetch"]
        .iter()
        .find_map(|verb| action.strip_prefix(verb))
        .unwrap_or(action);
    singular(noun)
}

/// `Agents` → `Agent`, `ServeParticipants` → `ServeParticipant`; otherwise `…Item`.
pub(super) fn singular(name: &str) -> String {
    let name = name.to_upper_camel_case();
    match name.strip_suffix("List").or_else(|| name.strip_suffix("ies").map(|_| "")) {
        Some("") => name.strip_suffix("ies").map_or_else(|| format!("{name}Item"), |stem| format!("{stem}y")),
        Some(stem) => stem.to_owned(),
        None => match name.strip_suffix('s') {
            Some(stem) if stem.len() > 2 && !stem.ends_with('s') && !stem.ends_with("tu") => stem.to_owned(),
            _ => format!("{name}Item"),
        },
    }
}

/// Whether a name speaks of several things.
pub(super) fn is_plural(name: &str) -> bool {
    name.ends_with("List") || name.ends_with('s') && !name.ends_with("ss") && !name.ends_with("us") && name.len() > 3
}

/// Whether a name can be a type's: the IR writes types as phrases.
pub(super) fn is_word(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

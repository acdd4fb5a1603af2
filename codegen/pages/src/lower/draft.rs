//! A field while a page is being lowered: its value list has no name yet, since one enum may serve several lists.

use indexmap::IndexMap;

use super::unify::{self, Unified, Wish};
use crate::ir::{EnumValue, Field, Type};

/// A value list of the page, by its number among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ListId(usize);

/// The value lists of a page, each with the name of its field.
#[derive(Debug, Default)]
pub(super) struct Lists {
    lists: Vec<(String, Vec<EnumValue>)>,
}

impl Lists {
    /// Takes the list that the row of a field has.
    pub(super) fn add(&mut self, field: &str, values: Vec<EnumValue>) -> ListId {
        self.lists.push((field.to_owned(), values));
        ListId(self.lists.len() - 1)
    }
}

/// A field with its members, before its enum has a name.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// Everything but the members, and but the enum in which the type ends: the type is that of its values.
    pub field: Field,
    /// The values in which the type ends.
    pub values: Option<ListId>,
    /// The members of the struct in which the type ends.
    pub members: Vec<Draft>,
}

impl From<Field> for Draft {
    fn from(mut field: Field) -> Self {
        let members = std::mem::take(&mut field.fields).into_iter().map(Self::from).collect();
        Self { field, values: None, members }
    }
}

impl Draft {
    /// Whether two rows of one name can be the same field: value lists make no difference.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let listed = (self.values.is_some(), other.values.is_some());
        alike(&self.field.ty, &other.field.ty, listed)
    }

    fn finish(self, named: &impl Fn(ListId) -> Option<String>) -> Field {
        let Self { mut field, values, members } = self;
        if let Some(name) = values.and_then(named) {
            *field.ty.innermost_mut() = Type::Enum(name);
        }
        field.fields = members.into_iter().map(|member| member.finish(named)).collect();
        field
    }
}

fn alike(a: &Type, b: &Type, listed: (bool, bool)) -> bool {
    let can_list = |ty: &Type| matches!(ty, Type::String | Type::Integer | Type::Long | Type::Unsigned);
    match (a, b, listed) {
        (Type::List(a), Type::List(b), _) | (Type::Map(a), Type::Map(b), _) => alike(a, b, listed),
        (Type::Struct(_), Type::Struct(_), _) | (_, _, (true, true)) => true,
        (_, scalar, (true, false)) | (scalar, _, (false, true)) => can_list(scalar),
        (a, b, _) => a == b,
    }
}

/// The fields of an operation, with its enums named.
pub(super) struct Finished {
    pub request: Vec<Field>,
    pub response: Vec<Field>,
    pub enums: IndexMap<String, Vec<EnumValue>>,
}

/// Names the page's enums: one a name where the values agree or one list has more of the same;
/// two, named by where they stand, where they contradict each other.
pub(super) fn finish(action: &str, lists: Lists, request: Vec<Draft>, response: Vec<Draft>) -> Finished {
    let wish = |(name, values)| Wish { name: element_name(name), context: action.to_owned(), values };
    let mut wishes: Vec<Wish> = lists.lists.into_iter().map(wish).collect();
    for (side, drafts) in [("Request", &request), ("", &response)] {
        for draft in drafts {
            contexts(draft, side, &mut wishes);
        }
    }
    let (enums, served) = unify::unify(&wishes);
    let named = |list: ListId| served.get(list.0).and_then(|at| enums.get(*at)).map(|unified| unified.name.clone());
    let fields = |drafts: Vec<Draft>| {
        let mut fields: Vec<Field> = drafts.into_iter().map(|draft| draft.finish(&named)).collect();
        take_namesakes(&mut fields, &enums);
        fields
    };
    let (request, response) = (fields(request), fields(response));
    Finished { request, response, enums: enums.into_iter().map(|unified| (unified.name, unified.values)).collect() }
}

/// `EarlyMediaState` is the element of `EarlyMediaStateList`.
fn element_name(name: String) -> String {
    match name.strip_suffix("List") {
        Some(stem) if !stem.is_empty() => stem.to_owned(),
        _ => name,
    }
}

/// Notes for each list the struct in which it stands.
fn contexts(draft: &Draft, around: &str, wishes: &mut [Wish]) {
    if let Some(wish) = draft.values.and_then(|list| wishes.get_mut(list.0)) {
        around.clone_into(&mut wish.context);
    }
    let inner = match draft.field.ty.innermost() {
        Type::Struct(Some(name)) => name.as_str(),
        _ => draft.field.wrapper.as_deref().unwrap_or(&draft.field.name),
    };
    for member in &draft.members {
        contexts(member, inner, wishes);
    }
}

/// A text with no value list of its own takes the enum of the same name.
fn take_namesakes(fields: &mut [Field], enums: &[Unified]) {
    for field in fields {
        if field.ty == Type::String
            && let Some(unified) = enums.iter().find(|unified| unified.name == field.name)
            && unified.values.len() > 1
            && field.example.as_ref().is_none_or(|example| unified.values.iter().any(|value| value.value == *example))
        {
            field.ty = Type::Enum(field.name.clone());
        }
        take_namesakes(&mut field.fields, enums);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(name: &str, ty: Type, values: Option<ListId>) -> Draft {
        Draft { field: Field { name: name.to_owned(), ty, ..Field::default() }, values, members: Vec::new() }
    }

    fn values(values: &[&str]) -> Vec<EnumValue> {
        values.iter().map(|value| EnumValue { value: (*value).to_owned(), code: None, label: None }).collect()
    }

    #[test]
    fn lists_that_agree_are_one_enum_and_namesakes_take_it() {
        let mut lists = Lists::default();
        let sent = lists.add("KindList", values(&["a", "b"]));
        let received = lists.add("Kind", values(&["a", "b", "c"]));
        let request = vec![draft("KindList", Type::List(Box::new(Type::String)), Some(sent))];
        let mut record = draft("Record", Type::Struct(None), None);
        record.members = vec![draft("Kind", Type::String, Some(received))];
        let response = vec![record, draft("Kind", Type::String, None)];
        let finished = finish("GetCall", lists, request, response);
        assert_eq!(finished.enums.keys().collect::<Vec<_>>(), ["Kind"]);
        assert_eq!(finished.request[0].ty.to_string(), "list<enum Kind>");
        assert_eq!(finished.response[0].fields[0].ty.to_string(), "enum Kind");
        assert_eq!(finished.response[1].ty.to_string(), "enum Kind");
    }

    #[test]
    fn rows_are_alike_whatever_values_they_list() {
        let listed = Some(ListId(0));
        let is_like = |a: Draft, b: Draft| a.is_like(&b);
        assert!(is_like(draft("A", Type::String, listed), draft("A", Type::Long, None)));
        assert!(is_like(draft("A", Type::String, listed), draft("A", Type::Integer, listed)));
        assert!(!is_like(draft("A", Type::String, None), draft("A", Type::Integer, None)));
        assert!(!is_like(draft("A", Type::String, listed), draft("A", Type::Struct(None), None)));
        assert!(is_like(draft("A", Type::Struct(None), None), draft("A", Type::Struct(Some("B".into())), None)));
    }
}

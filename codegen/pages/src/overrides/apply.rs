//! One entry of a file of overrides, applied to an operation.

use indexmap::IndexMap;

use crate::bounds::FIELD_DEPTH;
use crate::ir::{EnumValue, Evidence, Field, Operation, Override, Probability, Type};
use crate::source::shortened;

/// The operation and the path that an entry is about.
pub(crate) fn target(entry: &Override) -> String {
    match &entry.path {
        Some(path) => format!("{} {path}", entry.operation),
        None => entry.operation.clone(),
    }
}

/// Why an entry can't be applied.
pub(crate) struct Refused {
    pub(crate) message: String,
    pub(crate) help: String,
}

/// Applies one entry to its operation. Says where the field stands afterwards, where that is another path. Lines of
/// English for what the page no longer has are put aside: words correct nothing, and stop nobody who updates a page.
pub(crate) fn apply(
    entry: &Override,
    operation: &mut Operation,
    aside: &mut Vec<(String, Refused)>,
) -> Result<Option<Moved>, Refused> {
    let Some(path) = &entry.path else {
        if let Some(paging) = &entry.paging {
            operation.paging = Some(paging.clone());
        }
        if let Some(window) = &entry.window {
            operation.window = Some(window.clone());
        }
        if let Some(record) = &entry.call_record {
            operation.call_record = Some(record.clone());
        }
        for (place, line) in &entry.english {
            aside.extend(translate(operation, place, line).err().map(|refused| (place.clone(), refused)));
        }
        operation.rate_limit = entry.rate_limit.or(operation.rate_limit);
        operation.max_days = entry.max_days.or(operation.max_days);
        if let Some(deprecated) = entry.deprecated {
            operation.deprecated = deprecated;
        }
        if let Some(description) = &entry.description {
            operation.description.clone_from(description);
        }
        for error in entry.errors.iter().flatten() {
            match operation.errors.iter_mut().find(|known| known.code == error.code) {
                Some(known) => {
                    known.status = error.status.or(known.status);
                    for (text, told) in
                        [(&mut known.message, &error.message), (&mut known.description, &error.description)]
                    {
                        if !told.is_empty() {
                            text.clone_from(told);
                        }
                    }
                }
                None => operation.errors.push(error.clone()),
            }
        }
        for code in entry.remove_errors.iter().flatten() {
            operation.errors.retain(|known| known.code != *code);
        }
        return Ok(None);
    };
    let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
    let lost = |known: &str| Refused {
        message: format!("`{}` has no field at `{path}`", entry.operation),
        help: if known.is_empty() {
            "a path starts with `request` or `response`".to_owned()
        } else {
            format!("the fields there are: {known}")
        },
    };
    let (side, steps) = steps.split_first().ok_or_else(|| lost(""))?;
    let Operation { request, response, enums, .. } = operation;
    let root = match *side {
        "request" => request,
        "response" => response,
        _ => return Err(lost("")),
    };
    let Some((last, above)) = steps.split_last() else {
        // The root itself: members can be added, or what samples show taken for all there is.
        if entry.keep == Some(true) {
            root.iter_mut().for_each(trust);
        }
        return add(entry, root).map(|()| None);
    };
    let parent = below(root, above).map_err(|known| lost(&known))?;
    let known = names(parent);
    let at = parent.iter().position(|field| field.name == **last).ok_or_else(|| lost(&known))?;
    if entry.remove == Some(true) {
        parent.remove(at);
        return Ok(Some(Moved::Gone));
    }
    shallow(entry.add.as_deref().unwrap_or_default(), steps.len(), path)?;
    let field = &mut parent[at];
    edit(entry, field, enums);
    if let Some(members) = &entry.add {
        add_members(members, &mut field.fields);
        if !field.fields.is_empty() && !matches!(field.ty.innermost(), Type::Struct(_)) {
            field.ty = Type::Struct(None);
        }
    }
    let mut stands: Vec<&str> = above.to_vec();
    if let Some(to) = &entry.to {
        let mut moved = parent.remove(at);
        settle(&mut moved);
        let target: Vec<&str> =
            to.split(['/', '.']).filter(|step| !step.is_empty() && *step != "response" && *step != "request").collect();
        shallow(std::slice::from_ref(&moved), target.len(), to)?;
        match below(root, &target) {
            Ok(fields) => fields.push(moved),
            Err(known) => {
                return Err(Refused {
                    message: format!("`move: {to}` names no field of `{}`", entry.operation),
                    help: format!("the fields there are: {known}"),
                });
            }
        }
        stands = target;
    }
    let name = entry.rename.as_deref().unwrap_or(last);
    let moved = (entry.to.is_some() || entry.rename.is_some()).then(|| {
        let steps = std::iter::once(*side).chain(stands).chain([name]);
        Moved::To(steps.collect::<Vec<_>>().join("/"))
    });
    Ok(moved)
}

/// Says in English what something means; it must be there.
fn translate(operation: &mut Operation, place: &str, line: &str) -> Result<(), Refused> {
    let lost = |what: String, known: String| Refused {
        message: format!("`english` names `{place}`, {what}"),
        help: if known.is_empty() {
            "expected `operation`, a path such as request/PageSize, a value such as ContactType/Inbound, or errors/CODE"
                .to_owned()
        } else {
            format!("there are: {known}")
        },
    };
    let (first, rest) = place.split_once('/').map_or((place, None), |(first, rest)| (first, Some(rest)));
    let known = match (first, rest) {
        ("operation", None) => true,
        ("request" | "response", Some(path)) => {
            let steps: Vec<&str> = path.split('/').collect();
            let root = if first == "request" { &mut operation.request } else { &mut operation.response };
            let Some((last, above)) = steps.split_last() else {
                return Err(lost("which is no place".to_owned(), String::new()));
            };
            let fields = below(root, above).map_err(|known| lost("which is no field".to_owned(), known))?;
            let all = names(fields);
            let field = fields.iter_mut().find(|field| field.name == **last);
            let field = field.ok_or_else(|| lost("which is no field".to_owned(), all))?;
            line.clone_into(&mut field.english);
            return Ok(());
        }
        ("errors", Some(code)) => operation.errors.iter().any(|error| error.code == code),
        (name, Some(value)) => {
            let values = operation.enums.get(name).map(Vec::as_slice).unwrap_or_default();
            if !values.iter().any(|known| known.value == value) {
                let known: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
                return Err(lost("which is no value".to_owned(), known.join(", ")));
            }
            true
        }
        _ => false,
    };
    if !known {
        return Err(lost("which is not there".to_owned(), String::new()));
    }
    operation.english.insert(place.to_owned(), line.to_owned());
    Ok(())
}

/// What becomes of a field's path.
pub(crate) enum Moved {
    /// The field stands there now.
    To(String),
    /// There is no such field any more.
    Gone,
}

fn edit(entry: &Override, field: &mut Field, enums: &mut IndexMap<String, Vec<EnumValue>>) {
    if let Some(ty) = &entry.ty {
        field.ty = ty.clone();
        // A plain value has no members, and what is said to be one has those that the same entry adds.
        if !matches!(ty.innermost(), Type::Struct(_)) && entry.add.is_none() {
            field.fields.clear();
        }
    }
    field.required = entry.required.or(field.required);
    if let Some(wrapper) = &entry.wrapper {
        field.wrapper = (!wrapper.is_empty()).then(|| wrapper.clone());
        field.item.take_if(|_| !wrapper.is_empty());
    }
    if let Some(item) = &entry.item {
        field.item = (!item.is_empty()).then(|| item.clone());
        field.wrapper.take_if(|_| !item.is_empty() && entry.wrapper.is_none());
    }
    field.encoding = entry.encoding.or(field.encoding);
    field.position = entry.position.or(field.position);
    field.range = entry.range.or(field.range);
    field.max_items = entry.max_items.or(field.max_items);
    if entry.default.is_some() {
        field.default.clone_from(&entry.default);
    }
    if entry.unit.is_some() {
        field.unit.clone_from(&entry.unit);
    }
    if let Some(deprecated) = entry.deprecated {
        field.deprecated = deprecated;
    }
    if let Some(description) = &entry.description {
        field.description.clone_from(description);
    }
    if let Some(name) = &entry.rename {
        field.name.clone_from(name);
    }
    if entry.keep == Some(true) {
        settle(field);
        field.fields.iter_mut().for_each(trust);
    }
    if let Some(values) = &entry.values {
        let element = field.ty.innermost_mut();
        if !matches!(element, Type::Enum(_)) {
            *element = Type::Enum(field.name.clone());
        }
        let Type::Enum(name) = element.clone() else { return };
        enums.insert(name, values.clone());
    }
    if let (Some(values), Type::Enum(name)) = (&entry.add_values, field.ty.innermost())
        && let Some(known) = enums.get_mut(name)
    {
        for value in values {
            if !known.iter().any(|known| known.value == value.value) {
                known.push(value.clone());
            }
        }
    }
}

/// A settled place is no guess, nor is what stands below it for that reason alone.
fn settle(field: &mut Field) {
    if field.evidence == Evidence::Guess {
        field.evidence = Evidence::Order;
        field.sure = Probability::CERTAIN;
        field.alternatives.clear();
        for member in field.fields.iter_mut().filter(|member| member.alternatives.is_empty()) {
            settle(member);
        }
    }
}

/// What only samples show is there.
fn trust(field: &mut Field) {
    field.from_sample = false;
    if field.evidence == Evidence::Guess && field.alternatives.is_empty() {
        field.evidence = Evidence::Example;
    }
    field.fields.iter_mut().for_each(trust);
}

fn add(entry: &Override, fields: &mut Vec<Field>) -> Result<(), Refused> {
    match &entry.add {
        Some(members) => {
            shallow(members, 0, entry.path.as_deref().unwrap_or_default())?;
            add_members(members, fields);
            Ok(())
        }
        None if entry.keep == Some(true) => Ok(()),
        None => Err(Refused {
            message: "a path of `request` or `response` alone can only `add` or `keep` fields".to_owned(),
            help: "name the field behind it".to_owned(),
        }),
    }
}

/// Refuses fields that would stand too deep so many levels down. Each entry may put one level on top of the others, and
/// all that comes after reads the tree by recursion.
fn shallow(fields: &[Field], above: usize, path: &str) -> Result<(), Refused> {
    if above + height(fields) <= FIELD_DEPTH {
        return Ok(());
    }
    Err(Refused {
        message: format!("fields below `{}` would stand more than {FIELD_DEPTH} levels deep", shortened(path)),
        help: "name a place nearer to the root".to_owned(),
    })
}

/// How many levels of fields there are.
fn height(fields: &[Field]) -> usize {
    fields.iter().map(|field| height(&field.fields) + 1).max().unwrap_or_default()
}

fn add_members(members: &[Field], fields: &mut Vec<Field>) {
    for member in members {
        if !fields.iter().any(|known| known.name == member.name) {
            fields.push(member.clone());
        }
    }
}

fn below<'a>(fields: &'a mut Vec<Field>, steps: &[&str]) -> Result<&'a mut Vec<Field>, String> {
    let mut fields = fields;
    for step in steps {
        let known = names(fields);
        fields = &mut fields.iter_mut().find(|field| field.name == **step).ok_or(known)?.fields;
    }
    Ok(fields)
}

fn names(fields: &[Field]) -> String {
    fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list has a wrapper, or a name for its items in XML.
    #[test]
    fn a_wrapper_and_an_items_name_replace_each_other() {
        let edited = |entry: Override, wrapper: &str, item: &str| {
            let named = |name: &str| Some(name.to_owned()).filter(|name| !name.is_empty());
            let mut field = Field { wrapper: named(wrapper), item: named(item), ..Field::default() };
            edit(&entry, &mut field, &mut IndexMap::new());
            (field.wrapper.unwrap_or_default(), field.item.unwrap_or_default())
        };
        let wrapper = |name: &str| Override { wrapper: Some(name.to_owned()), ..Override::default() };
        let item = |name: &str| Override { item: Some(name.to_owned()), ..Override::default() };
        let form = |wrapper: &str, item: &str| (wrapper.to_owned(), item.to_owned());
        assert_eq!(edited(wrapper("W"), "", "I"), form("W", ""));
        assert_eq!(edited(wrapper(""), "", "I"), form("", "I"));
        assert_eq!(edited(item("I"), "", ""), form("", "I"));
        assert_eq!(edited(item(""), "", "I"), form("", ""));
        assert_eq!(edited(item("I"), "W", ""), form("", "I"));
        assert_eq!(edited(Override::default(), "", "I"), form("", "I"));
    }
}

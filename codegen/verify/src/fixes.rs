//! The override that follows the schema, for each kind of difference.

use spectable_diff::{Change, ChangeKind};
use spectable_pages::fix::Fix;
use spectable_pages::ir::{EnumValue, Field, Operation, Override, Type};

use crate::find;

/// The override after which a page says what the schema says of it; `None` where an override can't say it.
pub(crate) fn fix(change: &Change, page: &Operation, after: &Operation, rewritten: bool) -> Option<Fix> {
    let steps = change.path.clone();
    let old = |path: &str| find(page, path);
    let new = find(after, &steps);
    let change_of = |what: &str, path: &str, edit: Override| {
        let entry = Override {
            operation: page.name.clone(),
            path: Some(path.to_owned()),
            why: "The vendor's own schema says so.".to_owned(),
            ..edit
        };
        Some(Fix::new(&page.api(), format!("to follow the schema{what}"), entry))
    };
    let whole = |edit: Override| {
        let entry =
            Override { operation: page.name.clone(), why: "The vendor's own schema says so.".to_owned(), ..edit };
        Some(Fix::new(&page.api(), "to follow the schema", entry))
    };
    let none = Override::default;
    let parent = |path: &str| path.rsplit_once('/').map_or(String::new(), |(parent, _)| parent.to_owned());
    match change.kind {
        ChangeKind::ParameterAdded | ChangeKind::FieldAdded => {
            let added = new?.clone();
            let values = values_in(&added, after);
            // An entry adds a field; what its enum's values are is another entry's word.
            let field = if values.is_empty() { added } else { without_enum(added) };
            change_of("", &parent(&steps), Override { add: Some(vec![field]), ..none() })
        }
        ChangeKind::ParameterRemoved | ChangeKind::FieldRemoved => {
            change_of("", &steps, Override { remove: Some(true), ..none() })
        }
        ChangeKind::Renamed => {
            let name = steps.rsplit('/').next()?.to_owned();
            change_of("", change.before.as_deref()?, Override { rename: Some(name), ..none() })
        }
        ChangeKind::Moved => change_of("", change.before.as_deref()?, Override { to: Some(parent(&steps)), ..none() }),
        ChangeKind::TypeChanged => {
            let field = new?;
            let mut edit = Override { ty: Some(field.ty.clone()), ..none() };
            if let Type::Enum(name) = field.ty.innermost() {
                edit.values = after.enums.get(name).cloned();
            }
            if old(&steps).is_some_and(|known| known.encoding != field.encoding) {
                edit.encoding = field.encoding;
            }
            if old(&steps).is_some_and(|known| known.fields.is_empty()) && !field.fields.is_empty() {
                edit.add = Some(field.fields.iter().cloned().map(without_enum).collect());
            }
            change_of("", &steps, edit)
        }
        ChangeKind::RequiredChanged => change_of("", &steps, Override { required: new?.required, ..none() }),
        ChangeKind::RangeChanged => change_of("", &steps, Override { range: new?.range, ..none() }),
        ChangeKind::MaxItemsChanged => change_of("", &steps, Override { max_items: new?.max_items, ..none() }),
        ChangeKind::DefaultChanged => change_of("", &steps, Override { default: new?.default.clone(), ..none() }),
        ChangeKind::EncodingChanged => change_of("", &steps, Override { encoding: new?.encoding, ..none() }),
        ChangeKind::PositionChanged => change_of("", &steps, Override { position: new?.position, ..none() }),
        ChangeKind::WrapperChanged => {
            let wrapper = new?.wrapper.clone().unwrap_or_default();
            change_of("", &steps, Override { wrapper: Some(wrapper), ..none() })
        }
        ChangeKind::ItemChanged => {
            let item = new?.item.clone().unwrap_or_default();
            change_of("", &steps, Override { item: Some(item), ..none() })
        }
        ChangeKind::DeprecationChanged if steps.is_empty() => {
            whole(Override { deprecated: Some(after.deprecated), ..none() })
        }
        ChangeKind::DeprecationChanged => {
            change_of("", &steps, Override { deprecated: Some(new?.deprecated), ..none() })
        }
        ChangeKind::EnumValueAdded if !rewritten => {
            let value = EnumValue { value: change.after.clone()?, code: None, label: None };
            change_of("", &steps, Override { add_values: Some(vec![value]), ..none() })
        }
        ChangeKind::EnumValueAdded | ChangeKind::EnumValueRemoved => {
            let Type::Enum(name) = new?.ty.innermost() else { return None };
            change_of(" in all values", &steps, Override { values: after.enums.get(name).cloned(), ..none() })
        }
        ChangeKind::ErrorCodeAdded | ChangeKind::ErrorStatusChanged => {
            let code = steps.strip_prefix("errors/")?;
            let error = after.errors.iter().find(|error| error.code == code)?;
            whole(Override { errors: Some(vec![error.clone()]), ..none() })
        }
        ChangeKind::ErrorCodeRemoved => {
            let code = steps.strip_prefix("errors/")?;
            whole(Override { remove_errors: Some(vec![code.to_owned()]), ..none() })
        }
        _ => None,
    }
}

/// The values of the enums in a field and below it.
fn values_in<'a>(field: &Field, operation: &'a Operation) -> Vec<&'a EnumValue> {
    let mut values = Vec::new();
    if let Type::Enum(name) = field.ty.innermost() {
        values.extend(operation.enums.get(name).into_iter().flatten());
    }
    values.extend(field.fields.iter().flat_map(|member| values_in(member, operation)));
    values
}

/// The field with the plain type of its values.
fn without_enum(mut field: Field) -> Field {
    if matches!(field.ty.innermost(), Type::Enum(_)) {
        *field.ty.innermost_mut() = if field.number { Type::Long } else { Type::String };
        field.number = false;
    }
    field.fields = field.fields.into_iter().map(without_enum).collect();
    field
}

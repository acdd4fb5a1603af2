//! What one place of an operation says of another, and the operations of one API version together: one enum a name where
//! their lists agree.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::ir::{Field, Operation, Type, at_path_mut};
use crate::lower::unify::{self, Wish};

/// Joins the enums of operations of one API version, in place. The result does not depend on the
/// order of the operations.
pub fn link(operations: &mut [&mut Operation]) {
    operations.sort_by(|a, b| a.name.cmp(&b.name));
    let mut wishes = Vec::new();
    let mut owners = Vec::new();
    for (index, operation) in operations.iter().enumerate() {
        for (name, values) in &operation.enums {
            wishes.push(Wish { name: name.clone(), context: operation.name.clone(), values: values.clone() });
            owners.push((index, name.clone()));
        }
    }
    let (enums, served) = unify::unify(&wishes);
    let mut renamed: Vec<BTreeMap<String, usize>> = vec![BTreeMap::new(); operations.len()];
    for ((owner, name), at) in owners.into_iter().zip(served) {
        if let Some(names) = renamed.get_mut(owner) {
            names.insert(name, at);
        }
    }
    for (operation, names) in operations.iter_mut().zip(&renamed) {
        let name_of = |name: &str| names.get(name).and_then(|at| enums.get(*at));
        for field in operation.request.iter_mut().chain(&mut operation.response) {
            rename(field, &name_of);
        }
        let mut linked = IndexMap::new();
        for name in operation.enums.keys() {
            if let Some(unified) = name_of(name) {
                linked.insert(unified.name.clone(), unified.values.clone());
            }
        }
        operation.enums = linked;
        let english = std::mem::take(&mut operation.english).into_iter().map(|(place, line)| {
            let value = place.split_once('/').and_then(|(name, value)| Some((&name_of(name)?.name, value)));
            (value.map(|(name, value)| format!("{name}/{value}")).unwrap_or(place), line)
        });
        operation.english = english.collect();
    }
}

/// Gives the time that is compared with the request's period the period's unit, unless its own row says otherwise.
pub fn time(operation: &mut Operation) {
    let items = operation.paging.as_ref().and_then(|paging| paging.items.as_deref());
    let Some((items, window)) = items.zip(operation.window.as_ref()) else { return };
    let start = operation.request.iter().find(|field| field.name == window.start);
    let path = format!("{items}.{}", window.time);
    if let Some(time) = at_path_mut(&mut operation.response, &path)
        && time.unit.is_none()
    {
        time.unit = start.and_then(|start| start.unit.clone());
    }
}

fn rename<'a>(field: &mut Field, name_of: &impl Fn(&str) -> Option<&'a unify::Unified>) {
    if let Type::Enum(name) = field.ty.innermost_mut()
        && let Some(unified) = name_of(name)
    {
        name.clone_from(&unified.name);
    }
    for member in &mut field.fields {
        rename(member, name_of);
    }
}

//! Which parameters `new` takes, and in which order.
//!
//! What identifies comes first, then a period, then the rest; page size and number never, since whoever walks through
//! pages counts them. The order is that of the newest version of an operation, so it is the same in all of them.

use std::collections::BTreeMap;

use spectable_pages::ir::{Field, Operation, Position};

use crate::model::types::Ty;
use crate::names;

/// More numbers in a row are told apart by nobody: the others are set by name.
const MOST_NUMBERS: usize = 3;

/// What the order of arguments depends on beside the parameters themselves.
#[derive(Clone, Copy)]
pub(super) struct Signature<'a> {
    pub(super) operation: &'a Operation,
    /// The parameters of the operation's newest version.
    pub(super) newest: &'a [Field],
}

/// A parameter's rank: those of a lower one come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Identifier,
    Start,
    End,
    Other,
}

/// The place of each parameter among the arguments of `new`, or `None`. `root` says that they are the operation's own,
/// not the members of one.
pub(super) fn places(signature: Signature<'_>, fields: &[(&Field, Ty)], root: bool) -> Vec<Option<usize>> {
    let Signature { operation, newest } = signature;
    let paging = operation.paging.as_ref().filter(|_| root);
    let counted = |name: &str| paging.is_some_and(|paging| name == paging.number || name == paging.size);
    let order: BTreeMap<&str, usize> =
        newest.iter().enumerate().filter(|_| root).map(|(at, field)| (field.name.as_str(), at)).collect();
    let place = |field: &Field| order.get(field.name.as_str()).copied().unwrap_or(usize::MAX);
    let mut arguments: Vec<(Rank, usize, usize)> = fields
        .iter()
        .enumerate()
        .filter(|(_, (field, _))| field.required == Some(true) && !counted(&field.name))
        .map(|(at, (field, _))| (rank(field, operation, root), place(field), at))
        .collect();
    arguments.sort_unstable();
    let mut taken: Vec<usize> = Vec::with_capacity(arguments.len());
    for run in arguments.chunk_by(|one, next| [one, next].iter().all(|(_, _, at)| is_bare_number(fields.get(*at)))) {
        let bare = run.len() > MOST_NUMBERS;
        let mut kept = run.iter().filter(|(rank, ..)| !bare || *rank == Rank::Identifier).map(|(_, _, at)| *at);
        taken.extend(kept.by_ref().take(if bare { MOST_NUMBERS } else { usize::MAX }));
    }
    let mut places = vec![None; fields.len()];
    for (place, at) in taken.into_iter().enumerate() {
        if let Some(slot) = places.get_mut(at) {
            *slot = Some(place);
        }
    }
    places
}

fn rank(field: &Field, operation: &Operation, root: bool) -> Rank {
    let window = operation.window.as_ref().filter(|_| root);
    match window {
        Some(window) if window.start == field.name => Rank::Start,
        Some(window) if window.end == field.name => Rank::End,
        _ if field.position == Some(Position::Path) || names::is_identifier(&field.name) => Rank::Identifier,
        _ => Rank::Other,
    }
}

/// Whether nothing but its place says what it is.
fn is_bare_number(parameter: Option<&(&Field, Ty)>) -> bool {
    parameter.is_some_and(|(_, ty)| matches!(ty, Ty::I32 | Ty::I64 | Ty::U64 | Ty::F64 | Ty::Bool))
}

#[cfg(test)]
mod tests {
    use super::*;
    use spectable_pages::ir::{Paging, Type, Vendor, Window};

    fn field(name: &str) -> Field {
        Field { name: name.to_owned(), ty: Type::Long, required: Some(true), ..Field::default() }
    }

    fn operation(names: &[&str]) -> Operation {
        let mut operation = Operation::new(Vendor::Aliyun, "ccc", "2020-07-01", "ListCalls");
        operation.request = names.iter().map(|name| field(name)).collect();
        operation
    }

    /// The names of the arguments, in order.
    fn arguments(operation: &Operation, newest: &Operation, ty: impl Fn(&str) -> Ty) -> Vec<String> {
        let fields: Vec<(&Field, Ty)> = operation.request.iter().map(|field| (field, ty(&field.name))).collect();
        let places = places(Signature { operation, newest: &newest.request }, &fields, true);
        let mut placed: Vec<(usize, String)> = places
            .iter()
            .zip(&operation.request)
            .filter_map(|(at, field)| Some(((*at)?, field.name.clone())))
            .collect();
        placed.sort_unstable();
        placed.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn identifiers_come_first_then_the_period_and_no_page() {
        let mut calls = operation(&["EndTime", "PageNumber", "Sort", "PageSize", "StartTime", "InstanceId"]);
        calls.paging = Some(Paging {
            number: "PageNumber".to_owned(),
            size: "PageSize".to_owned(),
            first: 1,
            total: None,
            total_on: None,
            items: None,
        });
        let (start, end, time) = ("StartTime".to_owned(), "EndTime".to_owned(), "Time".to_owned());
        calls.window = Some(Window { start, end, time });
        assert_eq!(arguments(&calls, &calls, |_| Ty::Text), ["InstanceId", "StartTime", "EndTime", "Sort"]);
    }

    #[test]
    fn all_versions_have_the_order_of_the_newest() {
        let (old, new) = (operation(&["JobId", "GroupId", "Gone", "Name"]), operation(&["GroupId", "Name", "JobId"]));
        assert_eq!(arguments(&old, &new, |_| Ty::Text), ["GroupId", "JobId", "Name", "Gone"]);
        assert_eq!(arguments(&new, &new, |_| Ty::Text), ["GroupId", "JobId", "Name"]);
    }

    #[test]
    fn no_more_than_three_bare_numbers_stand_in_a_row() {
        let number = |name: &str| if name == "Text" { Ty::Text } else { Ty::I64 };
        let four = operation(&["AppId", "Left", "Right", "Top"]);
        assert_eq!(arguments(&four, &four, number), ["AppId"]);
        let three = operation(&["AppId", "Left", "Right", "Text", "Top"]);
        assert_eq!(arguments(&three, &three, number), ["AppId", "Left", "Right", "Text", "Top"]);
        let ids = operation(&["AId", "BId", "CId", "DId", "EId"]);
        assert_eq!(arguments(&ids, &ids, number), ["AId", "BId", "CId"]);
    }
}

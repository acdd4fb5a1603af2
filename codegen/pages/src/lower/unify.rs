//! Value lists of one name: one enum where they agree, two where they contradict each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::EnumValue;

/// A value list with the name it would like to have.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    /// The field's name.
    pub name: String,
    /// What to put before the name where it is taken: the struct or the operation around.
    pub context: String,
    /// The values.
    pub values: Vec<EnumValue>,
}

/// An enum that serves one or more wishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unified {
    /// Its name.
    pub name: String,
    /// The values of all lists that it serves.
    pub values: Vec<EnumValue>,
}

/// Joins lists of one name whose values agree or where one gives more of the same.
///
/// Returns the enums, and for each wish the enum that serves it. Depends on the order of the
/// wishes only in the order of values.
pub(crate) fn unify(wishes: &[Wish]) -> (Vec<Unified>, Vec<usize>) {
    let mut by_name: BTreeMap<&str, Vec<Cluster>> = BTreeMap::new();
    for (index, wish) in wishes.iter().enumerate() {
        let clusters = by_name.entry(&wish.name).or_default();
        clusters.push(Cluster { name: wish.name.clone(), values: wish.values.clone(), members: vec![index] });
        // A list that fits two others joins them all.
        let mut at = clusters.len() - 1;
        while let Some(fit) =
            (0..clusters.len()).find(|other| *other != at && agree(&clusters[*other].values, &clusters[at].values))
        {
            let (low, high) = (fit.min(at), fit.max(at));
            let joined = clusters.remove(high);
            if let Some(kept) = clusters.get_mut(low) {
                merge(&mut kept.values, joined.values);
                kept.members.extend(joined.members);
            }
            at = low;
        }
    }
    let clusters: Vec<Cluster> = by_name.into_values().flatten().collect();
    let mut served = vec![0; wishes.len()];
    let mut named: Vec<Unified> = Vec::new();
    // The list that most fields share keeps the plain name.
    let mut order: Vec<usize> = (0..clusters.len()).collect();
    order.sort_by_key(|index| {
        (usize::MAX - clusters[*index].members.len(), clusters[*index].members.iter().min().copied())
    });
    let mut names: BTreeSet<String> = BTreeSet::new();
    // Where numbers go on behind a name: all before them are taken.
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for index in order {
        let cluster = &clusters[index];
        let first = cluster.members.iter().min().copied().unwrap_or_default();
        let context = wishes.get(first).map_or("", |wish| wish.context.as_str());
        let mut name = cluster.name.clone();
        if names.contains(&name) {
            name = format!("{context}{}", cluster.name);
        }
        if names.contains(&name) {
            let stem = name;
            let number = numbers.entry(stem.clone()).or_insert(2);
            name = format!("{stem}{number}");
            while names.contains(&name) {
                *number += 1;
                name = format!("{stem}{number}");
            }
        }
        names.insert(name.clone());
        for member in &cluster.members {
            served[*member] = named.len();
        }
        named.push(Unified { name, values: cluster.values.clone() });
    }
    (named, served)
}

struct Cluster {
    name: String,
    values: Vec<EnumValue>,
    members: Vec<usize>,
}

/// Whether two lists are of the same enum: they share half of the shorter one and no code differs.
fn agree(a: &[EnumValue], b: &[EnumValue]) -> bool {
    let shared = a.iter().filter(|value| b.iter().any(|other| other.value == value.value)).count();
    let contradiction = a.iter().any(|value| {
        b.iter().any(|other| match (value.code, other.code) {
            (Some(code), Some(same)) => (value.value == other.value) != (code == same),
            _ => false,
        })
    });
    shared > 0 && shared * 2 >= a.len().min(b.len()) && !contradiction
}

/// Adds values that are not known yet, and codes and labels to those that are.
pub(crate) fn merge(known: &mut Vec<EnumValue>, more: Vec<EnumValue>) {
    for value in more {
        match known.iter_mut().find(|same| same.value == value.value) {
            Some(same) => {
                same.code = same.code.or(value.code);
                if same.label.is_none() {
                    same.label = value.label;
                }
            }
            None => known.push(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(name: &str, context: &str, values: &[(&str, Option<i64>)]) -> Wish {
        let values = values
            .iter()
            .map(|(value, code)| EnumValue { value: (*value).to_owned(), code: *code, label: None })
            .collect();
        Wish { name: name.into(), context: context.into(), values }
    }

    fn shown(wishes: &[Wish]) -> Vec<String> {
        let (enums, served) = unify(wishes);
        let mut shown: Vec<String> = enums
            .iter()
            .map(|e| format!("{}: {}", e.name, e.values.iter().map(|v| v.value.as_str()).collect::<Vec<_>>().join(" ")))
            .collect();
        shown.push(format!("{served:?}"));
        shown
    }

    #[test]
    fn one_enum_where_lists_agree_or_one_has_more() {
        let wishes = [
            wish("Type", "A", &[("In", None), ("Out", None), ("Back", None)]),
            wish("Type", "B", &[("In", Some(0)), ("Out", Some(1)), ("Internal", Some(2))]),
        ];
        assert_eq!(shown(&wishes), ["Type: In Out Back Internal", "[0, 0]"]);
    }

    #[test]
    fn two_where_they_contradict() {
        let wishes = [
            wish("Status", "A", &[("on", None), ("off", None)]),
            wish("Status", "B", &[("running", None)]),
            wish("Status", "C", &[("running", None), ("stopped", None)]),
        ];
        assert_eq!(shown(&wishes), ["Status: running stopped", "AStatus: on off", "[1, 0, 0]"]);
        let codes =
            [wish("S", "A", &[("x", Some(0)), ("y", Some(1))]), wish("S", "B", &[("x", Some(1)), ("y", Some(0))])];
        assert_eq!(shown(&codes), ["S: x y", "BS: x y", "[0, 1]"]);
    }
}

//! Fields by their names, for those who look many of them up.

use std::collections::BTreeMap;

use crate::ir::Field;

/// Structs with fewer fields are searched as they are, which is what nearly all have.
const FEW: usize = 32;

/// The indexes of large structs. A list may show a struct once an item, and each item another member of it.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    /// By the address of their first field.
    large: BTreeMap<usize, Index<'a>>,
}

/// The fields of a struct; the first of a name counts.
#[derive(Debug)]
struct Index<'a> {
    exact: BTreeMap<&'a str, &'a Field>,
    /// By their names in lower case.
    alike: BTreeMap<String, &'a Field>,
}

impl<'a> Names<'a> {
    /// The field of a name; where there is none, one whose name differs in the case of letters alone.
    pub(super) fn find(&mut self, fields: &'a [Field], name: &str) -> Option<&'a Field> {
        if fields.len() < FEW {
            let alike = |field: &&Field| field.name.eq_ignore_ascii_case(name);
            return fields.iter().find(|field| field.name == name).or_else(|| fields.iter().find(alike));
        }
        let index = self.index(fields);
        index.exact.get(name).or_else(|| index.alike.get(&name.to_ascii_lowercase())).copied()
    }

    /// The field of a name as it is spelled.
    pub(super) fn exact(&mut self, fields: &'a [Field], name: &str) -> Option<&'a Field> {
        if fields.len() < FEW {
            return fields.iter().find(|field| field.name == name);
        }
        self.index(fields).exact.get(name).copied()
    }

    fn index(&mut self, fields: &'a [Field]) -> &Index<'a> {
        self.large.entry(fields.as_ptr().addr()).or_insert_with(|| Index {
            exact: fields.iter().rev().map(|field| (field.name.as_str(), field)).collect(),
            alike: fields.iter().rev().map(|field| (field.name.to_ascii_lowercase(), field)).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_structs_are_searched_as_small_ones_are() {
        for count in [3, FEW, 100] {
            let field = |at: usize| Field { name: format!("F{at}"), max_items: Some(at as u64), ..Field::default() };
            let mut fields: Vec<Field> = (3..count).map(field).collect();
            fields.extend([field(0), field(1), Field { max_items: Some(7), ..field(0) }]);
            fields.push(Field { name: "f1".to_owned(), max_items: Some(8), ..Field::default() });
            let mut names = Names::default();
            let mut found = |name: &str| names.find(&fields, name).and_then(|field| field.max_items);
            assert_eq!(
                [found("F0"), found("f0"), found("F1"), found("f1"), found("G")],
                [Some(0), Some(0), Some(1), Some(8), None]
            );
            assert!(names.exact(&fields, "f0").is_none() && names.exact(&fields, "F1").is_some());
        }
    }
}

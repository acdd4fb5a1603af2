//! What the pages of one API version together show of a name.
//!
//! Unions only, so that the order of pages makes no difference.

use std::collections::{BTreeMap, BTreeSet};

use super::types::{self, Word};
use crate::ir::Vendor;
use crate::page::Page;
use crate::sample::Shape;
use crate::source::SourceFile;

/// What other pages of the product and version say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Knowledge {
    /// Element or field name to the names of members seen below it.
    members: BTreeMap<String, BTreeSet<String>>,
    /// Field name of a list to the wrappers seen around it; empty text for none.
    wrappers: BTreeMap<String, BTreeSet<String>>,
}

impl Knowledge {
    /// Takes in what a sample shows.
    pub(crate) fn learn_sample(&mut self, shape: &Shape) {
        for (name, inner) in &shape.members {
            if inner.members.is_empty() {
                continue;
            }
            self.members.entry(name.clone()).or_default().extend(inner.members.keys().cloned());
            if let Some(item) = &inner.item {
                self.members.entry(item.clone()).or_default().extend(inner.members.keys().cloned());
            }
            if inner.list {
                self.wrappers.entry(name.clone()).or_default().insert(String::new());
            } else if let Some((wrapper, only)) = super::infer::only_member(inner)
                && only.list
                && !only.members.is_empty()
            {
                self.wrappers.entry(name.clone()).or_default().insert(wrapper.to_owned());
            }
            self.learn_sample(inner);
        }
    }

    /// Takes in what tables say without doubt: `Tag.N.Key` in a request, and a wrapper's row
    /// right behind its list in a response.
    pub(crate) fn learn_tables(&mut self, file: &SourceFile, page: &Page) {
        for row in &page.request.rows {
            let name = super::text::wire_name(row.name.text(file));
            let mut parts = name.split('.').filter(|part| !matches!(*part, "N" | "n"));
            while let (Some(outer), Some(inner)) = (parts.next(), parts.clone().next()) {
                if !outer.is_empty() && !inner.is_empty() {
                    self.members.entry(outer.to_owned()).or_default().insert(inner.to_owned());
                }
            }
        }
        for (list, wrapper) in page.response.rows.iter().zip(page.response.rows.iter().skip(1)) {
            let word = types::word(list.ty.text(file), Vendor::Aliyun);
            let named = super::text::wire_name(wrapper.name.text(file));
            let blank = types::word(wrapper.ty.text(file), Vendor::Aliyun) == Word::Blank;
            if blank && matches!(&word, Word::List(Some(element)) if *element == named) {
                self.wrappers.entry(super::text::wire_name(list.name.text(file))).or_default().insert(named);
            }
        }
    }

    /// The members seen below an element or a field, under any of its names.
    pub(super) fn members_of(&self, name: &str, element: Option<&str>) -> BTreeSet<&str> {
        let singular = super::infer::singular(name);
        [Some(name), element, Some(singular.as_str())]
            .into_iter()
            .flatten()
            .filter_map(|name| self.members.get(name))
            .flatten()
            .map(String::as_str)
            .collect()
    }

    /// The wrapper around a list, where all pages that show it agree.
    pub(super) fn wrapper_of(&self, name: &str) -> Option<&str> {
        let wrappers = self.wrappers.get(name)?;
        match wrappers.first() {
            Some(wrapper) if wrappers.len() == 1 => Some(wrapper),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Knowledge;
    use crate::sample::{self, Shapes};

    /// What pages teach, each by its samples.
    fn knowledge(pages: &[&[&str]]) -> Knowledge {
        let mut knowledge = Knowledge::default();
        for page in pages {
            let mut shapes = Shapes::default();
            for sample in *page {
                let read = sample::read(sample, 0).unwrap();
                shapes.add(read.format, &read.shape());
            }
            knowledge.learn_sample(&shapes.together().unwrap());
        }
        knowledge
    }

    #[test]
    fn wrappers_are_learned_from_json_where_a_page_shows_the_list_in_json() {
        let (json, xml) = (r#"{"Rs": [{"Id": "a"}]}"#, "<R><Rs><Q><Id>a</Id></Q><Q><Id>b</Id></Q></Rs></R>");
        let both = knowledge(&[&[json, xml], &[xml, json]]);
        assert_eq!(both.wrapper_of("Rs"), Some(""));
        assert_eq!(both.members_of("Q", None), ["Id"].into());
        assert_eq!(knowledge(&[&[xml]]).wrapper_of("Rs"), Some("Q"));
        assert_eq!(knowledge(&[&[r#"{"A": 1}"#, xml]]).wrapper_of("Rs"), Some("Q"));
        assert_eq!(knowledge(&[&[json], &[xml]]).wrapper_of("Rs"), None);
    }
}

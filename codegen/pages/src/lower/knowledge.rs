//! What the pages of one API version together show of a name.
//!
//! Unions only, so that the order of pages makes no difference.

use std::collections::{BTreeMap, BTreeSet};

use crate::cells::{self, Word};
use crate::ir::Vendor;
use crate::page::Page;
use crate::sample::Shape;
use crate::source::SourceFile;

/// What other pages of the product and version say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Knowledge {
    /// Operations, in the order in which they were met; others know them by their number.
    operations: BTreeMap<String, u32>,
    /// Element or field name to what operations show below it.
    members: BTreeMap<String, Members>,
    /// Field name of a list to the wrappers seen around it; empty text for none.
    wrappers: BTreeMap<String, BTreeSet<String>>,
    /// The operations whose samples show lists of objects: bare ones, and ones in a wrapper.
    lists: [BTreeSet<u32>; 2],
    /// Name to the operations whose samples show it: at the root, and elsewhere only.
    roots: BTreeMap<String, [BTreeSet<u32>; 2]>,
}

/// What operations show below an element or a field.
#[derive(Clone, Debug, Default)]
struct Members {
    /// The operations that show any.
    operations: BTreeSet<u32>,
    /// By name of a member: the operations that show it.
    names: BTreeMap<String, BTreeSet<u32>>,
}

impl Members {
    fn add<'a>(&mut self, operation: u32, names: impl IntoIterator<Item = &'a str>) {
        self.operations.insert(operation);
        for name in names {
            match self.names.get_mut(name) {
                Some(operations) => {
                    operations.insert(operation);
                }
                None => {
                    self.names.insert(name.to_owned(), BTreeSet::from([operation]));
                }
            }
        }
    }
}

/// What operations other than one's own show below an element or a field.
#[derive(Clone, Debug, Default)]
pub(super) struct Known<'a> {
    /// How many show any members.
    pub operations: usize,
    /// The names that a good part of them show.
    pub names: BTreeSet<&'a str>,
}

impl Knowledge {
    /// An operation's number.
    fn number(&mut self, operation: &str) -> u32 {
        let next = u32::try_from(self.operations.len()).unwrap_or(u32::MAX);
        *self.operations.entry(operation.to_owned()).or_insert(next)
    }

    /// Takes in what a sample of an operation shows.
    pub(crate) fn learn_sample(&mut self, operation: &str, shape: &Shape) {
        let number = self.number(operation);
        self.learn_shape(number, shape);
        let below: BTreeSet<&str> = shape.members.values().flat_map(Shape::names).collect();
        for name in shape.members.keys() {
            self.roots.entry(name.clone()).or_default()[0].insert(number);
        }
        for name in below.into_iter().filter(|name| !shape.members.contains_key(*name)) {
            self.roots.entry(name.to_owned()).or_default()[1].insert(number);
        }
    }

    fn learn_shape(&mut self, number: u32, shape: &Shape) {
        for (name, inner) in &shape.members {
            if inner.members.is_empty() {
                continue;
            }
            let members = self.members.entry(name.clone()).or_default();
            members.add(number, inner.members.keys().map(String::as_str));
            if let Some(item) = &inner.item {
                let members = self.members.entry(item.clone()).or_default();
                members.add(number, inner.members.keys().map(String::as_str));
            }
            if inner.list {
                self.lists[0].insert(number);
                self.wrappers.entry(name.clone()).or_default().insert(String::new());
            } else if let Some((wrapper, only)) = super::infer::only_member(inner)
                && only.list
                && !only.members.is_empty()
            {
                self.lists[1].insert(number);
                self.wrappers.entry(name.clone()).or_default().insert(wrapper.to_owned());
            }
            self.learn_shape(number, inner);
        }
    }

    /// Of the other operations whose samples show a name, the share that show it at the root; with so few that it says
    /// little, near to a half. `None` where none shows it.
    pub(super) fn root_share(&self, own: &str, name: &str) -> Option<f32> {
        let roots = self.roots.get(name)?;
        let own = self.operations.get(own);
        #[allow(clippy::cast_precision_loss, reason = "a few hundred operations")]
        let [root, below] = [0, 1].map(|at| others(&roots[at], own) as f32);
        (root + below > 0.0).then(|| (root + 0.5) / (root + below + 1.0))
    }

    /// Of the other operations whose samples show lists, the share that show them in wrappers; small
    /// where few show any.
    pub(super) fn wrapped_share(&self, own: &str) -> f32 {
        let own = self.operations.get(own);
        #[allow(clippy::cast_precision_loss, reason = "a few hundred operations")]
        let [bare, wrapped] = [0, 1].map(|at| others(&self.lists[at], own) as f32);
        wrapped / (bare + wrapped + 1.0)
    }

    /// Takes in what tables say without doubt: `Tag.N.Key` in a request, and a wrapper's row
    /// right behind its list in a response.
    pub(crate) fn learn_tables(&mut self, operation: &str, file: &SourceFile, page: &Page) {
        // A request is a witness of its own, of the response to it too.
        let number = self.number(&format!("{operation} request"));
        for row in &page.request.rows {
            let name = super::text::wire_name(row.name.text(file));
            let mut parts = name.split('.').filter(|part| !matches!(*part, "N" | "n"));
            while let (Some(outer), Some(inner)) = (parts.next(), parts.clone().next()) {
                if !outer.is_empty() && !inner.is_empty() {
                    self.members.entry(outer.to_owned()).or_default().add(number, [inner]);
                }
            }
        }
        for (list, wrapper) in page.response.rows.iter().zip(page.response.rows.iter().skip(1)) {
            let word = cells::word(list.ty.text(file), Vendor::Aliyun);
            let named = super::text::wire_name(wrapper.name.text(file));
            let blank = cells::word(wrapper.ty.text(file), Vendor::Aliyun) == Word::Blank;
            if blank && matches!(&word, Word::List(Some(element)) if *element == named) {
                self.wrappers.entry(super::text::wire_name(list.name.text(file))).or_default().insert(named);
            }
        }
    }

    /// What other operations than `own` show below an element or a field, under any of its names.
    pub(super) fn members_of(&self, own: &str, name: &str, element: Option<&str>) -> Known<'_> {
        let singular = super::infer::singular(name);
        let own = self.operations.get(own);
        let mut known = Known::default();
        for members in
            [Some(name), element, Some(singular.as_str())].into_iter().flatten().filter_map(|n| self.members.get(n))
        {
            let all = others(&members.operations, own);
            known.operations = known.operations.max(all);
            let usual = |by: &BTreeSet<u32>| others(by, own) > 0 && others(by, own) * RARE >= all;
            let names = members.names.iter().filter(|(_, by)| usual(by));
            known.names.extend(names.map(|(name, _)| name.as_str()));
        }
        known
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

/// A member that fewer than one in so many operations show below an element does not belong to it.
const RARE: usize = 8;

/// How many operations there are but for one's own.
fn others(operations: &BTreeSet<u32>, own: Option<&u32>) -> usize {
    operations.len() - usize::from(own.is_some_and(|own| operations.contains(own)))
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
            knowledge.learn_sample("getx", &shapes.together().unwrap());
        }
        knowledge
    }

    #[test]
    fn wrappers_are_learned_from_json_where_a_page_shows_the_list_in_json() {
        let (json, xml) = (r#"{"Rs": [{"Id": "a"}]}"#, "<R><Rs><Q><Id>a</Id></Q><Q><Id>b</Id></Q></Rs></R>");
        let both = knowledge(&[&[json, xml], &[xml, json]]);
        assert_eq!(both.wrapper_of("Rs"), Some(""));
        assert_eq!(both.members_of("gety", "Q", None).names, ["Id"].into());
        assert_eq!(knowledge(&[&[xml]]).wrapper_of("Rs"), Some("Q"));
        assert_eq!(knowledge(&[&[r#"{"A": 1}"#, xml]]).wrapper_of("Rs"), Some("Q"));
        assert_eq!(knowledge(&[&[json], &[xml]]).wrapper_of("Rs"), None);
    }
}

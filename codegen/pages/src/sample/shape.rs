//! What names stand where in samples: a projection of their trees, over all instances together.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::SampleFormat;
use super::tree::{Node, Value};
use crate::bounds::SAMPLE_DEPTH;

/// What was seen at one place of the samples, all instances of it taken together.
///
/// Lists are transparent: the members of a list's items are the members of its shape.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "what was seen, each on its own")]
pub struct Shape {
    /// A JSON array, or an XML element that repeats.
    pub list: bool,
    /// A JSON object, or an XML element with children.
    pub object: bool,
    /// Scalars of these kinds were seen.
    pub scalars: Scalars,
    /// Arrays or elements without content were seen.
    pub empty: bool,
    /// Arrays directly inside of arrays were seen.
    pub nested: bool,
    /// Samples of one operation show this list in different wrappers, or with and without one.
    pub disputed: bool,
    /// An object has it for its only member.
    pub alone: bool,
    /// What XML samples call each item of a list that JSON samples show without a wrapper.
    pub item: Option<String>,
    /// Named members, in the order in which they were first seen.
    pub members: IndexMap<String, Shape>,
}

/// Which kinds of scalars were seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "a set of kinds, not a state")]
pub struct Scalars {
    /// Text in quotes.
    pub text: bool,
    /// A whole number that fits in 32 bits.
    pub integer: bool,
    /// A larger whole number.
    pub long: bool,
    /// A whole number that needs 64 bits without a sign.
    pub unsigned: bool,
    /// A number with a fraction or an exponent.
    pub float: bool,
    /// `true` or `false`.
    pub boolean: bool,
    /// XML text, whose kind the document does not tell.
    pub xml: bool,
    /// A whole number that may be milliseconds since the epoch: 13 digits, the first of them 1.
    pub millis: bool,
    /// A whole number that may be seconds since the epoch: 10 digits, the first of them 1.
    pub seconds: bool,
}

impl Scalars {
    fn add(&mut self, other: Self) {
        self.text |= other.text;
        self.integer |= other.integer;
        self.long |= other.long;
        self.unsigned |= other.unsigned;
        self.float |= other.float;
        self.boolean |= other.boolean;
        self.xml |= other.xml;
        self.millis |= other.millis;
        self.seconds |= other.seconds;
    }

    /// Whether any scalar was seen.
    pub fn any(self) -> bool {
        self != Self::default()
    }
}

impl Shape {
    /// Whether names stand below.
    pub fn is_container(&self) -> bool {
        self.object || self.list || !self.members.is_empty()
    }

    /// Takes in what another place of the same name shows.
    pub fn merge(&mut self, other: &Self) {
        self.list |= other.list;
        self.object |= other.object;
        self.empty |= other.empty;
        self.nested |= other.nested;
        self.alone |= other.alone;
        self.scalars.add(other.scalars);
        for (name, shape) in &other.members {
            match self.members.get_mut(name) {
                Some(known) => known.merge(shape),
                None => {
                    self.members.insert(name.clone(), shape.clone());
                }
            }
        }
    }

    /// Takes in what other pages show where this one shows nothing. A wrapper that goes by another
    /// name there stays as it is here.
    pub fn fill(&mut self, other: &Self) {
        let containers = |shape: &Self| !shape.members.is_empty() && shape.members.values().all(Self::is_container);
        if self.members.len() == 1
            && containers(self)
            && containers(other)
            && self.members.keys().ne(other.members.keys())
        {
            self.disputed = true;
            for (name, inner) in &mut self.members {
                if let Some(same) = other.members.get(name) {
                    inner.fill(same);
                }
            }
            return;
        }
        if self.wraps_items_of(other) {
            self.disputed = true;
            for (name, inner) in &mut self.members {
                for (member, shape) in &other.members {
                    if member == name {
                        inner.fill(shape);
                    } else {
                        inner.members.entry(member.clone()).or_default().fill(shape);
                    }
                }
            }
            return;
        }
        self.list |= other.list && !self.object;
        self.object |= other.object;
        if !self.scalars.any() {
            self.scalars = other.scalars;
        }
        for (name, shape) in &other.members {
            match self.members.get_mut(name) {
                Some(known) => known.fill(shape),
                None => {
                    self.members.insert(name.clone(), shape.clone());
                }
            }
        }
    }

    /// The same with its names spelled as `known` has them, where they differ only in the case of letters.
    pub fn respelled(&self, known: &BTreeMap<String, &str>) -> Self {
        let mut shape = Self { members: IndexMap::new(), ..self.clone() };
        for (name, inner) in &self.members {
            let name = known.get(&name.to_lowercase()).map_or(name.as_str(), |known| known);
            let inner = inner.respelled(known);
            match shape.members.get_mut(name) {
                Some(same) => same.merge(&inner),
                None => {
                    shape.members.insert(name.to_owned(), inner);
                }
            }
        }
        shape
    }

    /// Every name in it.
    pub fn names(&self) -> BTreeSet<&str> {
        let mut names: BTreeSet<&str> = self.members.keys().map(String::as_str).collect();
        names.extend(self.members.values().flat_map(Self::names));
        names
    }

    /// Whether this is the wrapper around a list whose items other pages show without one.
    fn wraps_items_of(&self, bare: &Self) -> bool {
        let Some((name, inner)) = self.members.first().filter(|_| self.members.len() == 1) else { return false };
        !self.list
            && bare.list
            && bare.members.keys().any(|member| member != name && inner.members.contains_key(member))
            && bare.members.get(name).is_none_or(Self::is_container)
    }

    /// Where one sample shows a bare list and another the same list in a wrapper, the wrapper stays.
    pub fn settle_wrappers(&mut self) {
        self.settle(0);
    }

    /// A list that is settled gets a level deeper, and may be settled again: hence the bound.
    fn settle(&mut self, depth: usize) {
        if depth > SAMPLE_DEPTH {
            return;
        }
        if self.list && self.members.len() > 1 {
            // The wrapped elements have most of the members that the bare ones have.
            let holds_others = |inner: &Self, name: &str| {
                // What always stands beside others is a member like them: a tree's children have what it has.
                if !inner.alone {
                    return false;
                }
                // One that is too small can't; so all of them together take no longer than what they hold.
                if inner.members.len() * 3 < (self.members.len() - 1) * 2 {
                    return false;
                }
                let shared = self.members.keys().filter(|key| *key != name && inner.members.contains_key(*key)).count();
                shared > 0 && shared * 3 >= (self.members.len() - 1) * 2
            };
            let found = self.members.iter().position(|(name, inner)| holds_others(inner, name));
            if let Some((name, mut inner)) = found.and_then(|at| self.members.shift_remove_index(at)) {
                let bare =
                    Self { members: std::mem::take(&mut self.members), list: true, object: true, ..Self::default() };
                inner.merge(&bare);
                self.list = false;
                self.item = None;
                self.disputed = true;
                self.members.insert(name, inner);
            }
        }
        for inner in self.members.values_mut() {
            inner.settle(depth + 1);
        }
    }

    /// Takes in a value and all below it. In XML, an element that repeats is a list.
    pub(super) fn show(&mut self, node: &Node, format: SampleFormat) {
        match &node.value {
            Value::Object(members) => {
                self.object = true;
                // Where the members of this one instance stand among those of all.
                let mut seen = BTreeSet::new();
                for member in members {
                    let name = member.name.trim();
                    // A member without a name has no place of its own.
                    if name.is_empty() {
                        continue;
                    }
                    let at = match self.members.get_index_of(name) {
                        Some(at) => at,
                        None => self.members.insert_full(name.to_owned(), Self::default()).0,
                    };
                    let Some((_, inner)) = self.members.get_index_mut(at) else { continue };
                    inner.show(&member.node, format);
                    inner.alone |= members.len() == 1;
                    inner.list |= format == SampleFormat::Xml && !seen.insert(at);
                }
            }
            Value::List(items) => {
                self.list = true;
                self.empty |= items.is_empty();
                for item in items {
                    self.nested |= matches!(item.value, Value::List(_));
                    self.show(item, format);
                }
            }
            Value::Text(_) => self.scalars.text = true,
            Value::Number(text) | Value::Word(text) => match text.parse::<i64>() {
                Ok(number) => {
                    let small = i32::try_from(number).is_ok();
                    self.scalars.integer |= small;
                    self.scalars.long |= !small;
                    self.scalars.millis |= number / 1_000_000_000_000 == 1;
                    self.scalars.seconds |= number / 1_000_000_000 == 1;
                }
                Err(_) if text.parse::<u64>().is_ok() => self.scalars.unsigned = true,
                Err(_) if text.parse::<f64>().is_ok() => self.scalars.float = true,
                Err(_) => self.scalars.text = true,
            },
            Value::Boolean(_) => self.scalars.boolean = true,
            Value::Null => self.empty = true,
            Value::Omitted => {}
            Value::Xml(_) => self.scalars.xml = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Shape;
    use crate::sample;

    fn depth(shape: &Shape) -> usize {
        shape.members.values().map(|inner| depth(inner) + 1).max().unwrap_or_default()
    }

    /// Items of which each has another member, so that the list has as many as it has items. Were each held against
    /// all the others, this would take minutes.
    #[test]
    fn wrappers_of_wide_lists_are_settled_in_linear_time() {
        let items: Vec<String> = (0..100_000).map(|at| format!("{{\"k{at}\": 1}}")).collect();
        let mut shape = sample::read(&format!("{{\"L\": [{}]}}", items.join(",")), 0).unwrap().shape();
        shape.settle_wrappers();
        assert_eq!(shape.members["L"].members.len(), items.len());
    }

    /// Every member looks like a wrapper of all the others.
    #[test]
    fn wrappers_are_settled_to_a_bounded_depth() {
        let members: Vec<String> = (0..100).map(|at| format!("\"a{at}\": 1")).collect();
        let items: Vec<String> = (0..100).map(|at| format!("{{\"a{at}\": {{{}}}}}", members.join(","))).collect();
        let mut shape = sample::read(&format!("{{\"L\": [{}]}}", items.join(",")), 0).unwrap().shape();
        shape.settle_wrappers();
        let depth = depth(&shape);
        assert!((10..80).contains(&depth), "{depth}");
    }

    /// A tree: what stands below an item has the members that the item has.
    #[test]
    fn what_stands_beside_others_is_no_wrapper() {
        let mut shape = sample::read(r#"{"Nodes": [{"Id": "1", "Children": [{"Id": "2"}]}]}"#, 0).unwrap().shape();
        shape.settle_wrappers();
        let nodes = &shape.members["Nodes"];
        assert!(nodes.list && nodes.members.contains_key("Id") && nodes.members["Children"].list, "{nodes:?}");
    }

    /// A wrapper that some samples show and others don't.
    #[test]
    fn a_list_that_is_wrapped_in_some_samples_stays_wrapped() {
        let mut shape = sample::read(r#"{"L": {"W": [{"a": 1, "b": 1}]}}"#, 0).unwrap().shape();
        shape.merge(&sample::read(r#"{"L": [{"a": 1, "b": 1}]}"#, 0).unwrap().shape());
        shape.settle_wrappers();
        let list = &shape.members["L"];
        assert!(!list.list && list.disputed && list.members.len() == 1, "{list:?}");
        assert!(list.members["W"].list, "{list:?}");
    }
}

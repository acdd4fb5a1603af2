//! An operation's fields as one list of nodes, each before those below it.

use std::collections::{BTreeMap, BTreeSet};

use spectable_pages::ir::{Evidence, Field, Operation};
use spectable_pages::source::Span;

use crate::gone::{Ghost, Ghosts};

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The request or the response itself.
    Side,
    /// A parameter or field.
    Field,
    /// The object around a list's items on the wire.
    Wrapper,
    /// A field that is gone from here.
    Gone,
}

/// A node of the tree.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub(crate) kind: Kind,
    /// `request/Tag/Key`; a wrapper has that of its list.
    pub(crate) path: String,
    pub(crate) name: &'a str,
    /// How many nodes stand around it.
    pub(crate) depth: usize,
    /// The field, or the list around whose items a wrapper stands.
    pub(crate) field: Option<&'a Field>,
    /// Where a field that is gone from here stands now.
    pub(crate) moved: Option<String>,
}

impl Node<'_> {
    /// Whether it is a field that is no longer anywhere.
    pub(crate) fn is_removed(&self) -> bool {
        self.kind == Kind::Gone && self.moved.is_none()
    }

    /// Whether it stands in the request or the response.
    pub(crate) fn is_below(&self, side: &str) -> bool {
        self.path.strip_prefix(side).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// All nodes of an operation. A node's key is its place in the list.
#[derive(Debug, Default)]
pub(crate) struct Tree<'a> {
    pub(crate) nodes: Vec<Node<'a>>,
    /// Fields and sides, by path.
    by_path: BTreeMap<String, usize>,
    /// By the key of the list.
    wrappers: BTreeMap<usize, usize>,
    /// The members of a field, or of a side, by its key and their names.
    members: BTreeMap<(usize, &'a str), usize>,
    /// What is gone, by its path as it was.
    gone: BTreeMap<String, usize>,
}

/// The keys of the sides.
pub(crate) const REQUEST: usize = 0;

impl<'a> Tree<'a> {
    /// Lists the fields, with those that are gone from where they stood.
    pub(crate) fn new(operation: &'a Operation, gone: &Ghosts<'a>) -> Self {
        let mut tree = Self::default();
        for (side, fields) in [("request", &operation.request), ("response", &operation.response)] {
            let key = tree.add(Kind::Side, side.to_owned(), side, 0, None);
            tree.by_path.insert(side.to_owned(), key);
            tree.fields(key, side, fields, gone, 1);
        }
        tree
    }

    fn add(&mut self, kind: Kind, path: String, name: &'a str, depth: usize, field: Option<&'a Field>) -> usize {
        self.nodes.push(Node { kind, path, name, depth, field, moved: None });
        self.nodes.len() - 1
    }

    fn fields(&mut self, above: usize, path: &str, fields: &'a [Field], gone: &Ghosts<'a>, depth: usize) {
        // What is gone stands behind the sibling that it stood behind; where that is gone too, behind all.
        let mut left: BTreeMap<Option<&str>, &Ghost<'a>> = BTreeMap::new();
        let ghosts = gone.get(path).map(Vec::as_slice).unwrap_or_default();
        for ghost in ghosts {
            left.entry(ghost.behind).or_insert(ghost);
        }
        let mut placed = BTreeSet::new();
        self.gone_behind(None, &mut left, &mut placed, depth);
        for field in fields {
            let path = format!("{path}/{}", field.name);
            let key = self.add(Kind::Field, path.clone(), &field.name, depth, Some(field));
            self.by_path.entry(path.clone()).or_insert(key);
            self.members.entry((above, &field.name)).or_insert(key);
            let mut inner = depth + 1;
            if let Some(wrapper) = field.wrapper.as_deref().filter(|wrapper| !wrapper.is_empty()) {
                let around = self.add(Kind::Wrapper, path.clone(), wrapper, inner, Some(field));
                self.wrappers.insert(key, around);
                inner += 1;
            }
            self.fields(key, &path, &field.fields, gone, inner);
            self.gone_behind(Some(&field.name), &mut left, &mut placed, depth);
        }
        for ghost in ghosts {
            if !placed.contains(ghost.path.as_str()) {
                self.ghost(ghost, depth);
            }
        }
    }

    /// What stood behind a sibling, and what stood behind that.
    fn gone_behind<'g>(
        &mut self,
        sibling: Option<&'a str>,
        left: &mut BTreeMap<Option<&'a str>, &'g Ghost<'a>>,
        placed: &mut BTreeSet<&'g str>,
        depth: usize,
    ) {
        let mut next = left.remove(&sibling);
        while let Some(ghost) = next {
            placed.insert(&ghost.path);
            self.ghost(ghost, depth);
            next = left.remove(&Some(ghost.field.name.as_str()));
        }
    }

    fn ghost(&mut self, ghost: &Ghost<'a>, depth: usize) {
        let key = self.add(Kind::Gone, ghost.path.clone(), &ghost.field.name, depth, Some(ghost.field));
        self.gone.entry(ghost.path.clone()).or_insert(key);
        self.nodes.get_mut(key).into_iter().for_each(|node| node.moved.clone_from(&ghost.to));
        for member in &ghost.members {
            self.ghost(member, depth + 1);
        }
    }

    /// What is gone, by its path as it was.
    pub(crate) fn gone(&self, path: &str) -> Option<usize> {
        self.gone.get(path).copied()
    }

    /// The field or the side at a path.
    pub(crate) fn at(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    /// The response itself.
    pub(crate) fn response(&self) -> usize {
        self.at("response").unwrap_or(REQUEST)
    }

    /// The wrapper of the list with this key.
    pub(crate) fn wrapper(&self, list: usize) -> Option<usize> {
        self.wrappers.get(&list).copied()
    }

    /// A member of a field or of a side.
    pub(crate) fn member(&self, above: usize, name: &str) -> Option<usize> {
        self.members.get(&(above, name)).copied()
    }

    pub(crate) fn node(&self, key: usize) -> Option<&Node<'a>> {
        self.nodes.get(key)
    }

    /// The fields with their keys.
    pub(crate) fn fields_with_keys(&self) -> impl Iterator<Item = (usize, &Node<'a>, &'a Field)> {
        let fields = self.nodes.iter().enumerate().filter(|(_, node)| node.kind == Kind::Field);
        fields.filter_map(|(key, node)| Some((key, node, node.field?)))
    }
}

/// How it is known that a field stands where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ground {
    /// Several places fit.
    Guess,
    /// No row names it: a sample shows it.
    Sample,
    /// No sample shows it, but only this place fits.
    Order,
    /// A sample shows it there.
    Example,
    /// The page says where it stands: its table is not nested, or marks tell.
    Page,
    /// A person said so.
    Override,
}

impl Ground {
    /// Of a field whose place was inferred, or not.
    pub(crate) fn of(field: &Field, inferred: bool, added: bool) -> Self {
        if added {
            return Self::Override;
        }
        match field.evidence {
            _ if field.from_sample || field.span == Span::default() => Self::Sample,
            Evidence::Guess => Self::Guess,
            Evidence::Order => Self::Order,
            Evidence::Example if inferred => Self::Example,
            Evidence::Example => Self::Page,
        }
    }
}

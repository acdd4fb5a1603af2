//! An operation's fields as one list of nodes, each before those below it.

use std::collections::BTreeMap;

use spectable_pages::ir::{Evidence, Field, Operation};
use spectable_pages::source::Span;

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The request or the response itself.
    Side,
    /// A parameter or field.
    Field,
    /// The object around a list's items on the wire.
    Wrapper,
    /// A field that is gone.
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
}

/// The keys of the sides.
pub(crate) const REQUEST: usize = 0;

impl<'a> Tree<'a> {
    /// Lists the fields. `gone` are those that are no longer there, by the path of what they stood in.
    pub(crate) fn new(operation: &'a Operation, gone: &BTreeMap<String, Vec<&'a Field>>) -> Self {
        let mut tree = Self::default();
        for (side, fields) in [("request", &operation.request), ("response", &operation.response)] {
            let key = tree.add(Kind::Side, side.to_owned(), side, 0, None);
            tree.by_path.insert(side.to_owned(), key);
            tree.fields(key, side, fields, gone, 1);
        }
        tree
    }

    fn add(&mut self, kind: Kind, path: String, name: &'a str, depth: usize, field: Option<&'a Field>) -> usize {
        self.nodes.push(Node { kind, path, name, depth, field });
        self.nodes.len() - 1
    }

    fn fields(
        &mut self,
        above: usize,
        path: &str,
        fields: &'a [Field],
        gone: &BTreeMap<String, Vec<&'a Field>>,
        depth: usize,
    ) {
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
        }
        for field in gone.get(path).into_iter().flatten() {
            self.add(Kind::Gone, format!("{path}/{}", field.name), &field.name, depth, Some(field));
        }
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

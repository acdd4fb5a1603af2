//! The page's samples, with the node of each name in them.

use std::collections::{BTreeMap, BTreeSet};

use spectable_pages::ir::{Field, Type};
use spectable_pages::page::Side;
use spectable_pages::pipeline::Document;
use spectable_pages::sample::{Node as Value, Value as What};
use spectable_pages::source::{SourceFile, Span};
use spectable_pages::wire;

use crate::tree::{REQUEST, Tree};

/// A sample of a page.
#[derive(Debug)]
pub(crate) struct SampleView {
    pub(crate) side: Side,
    pub(crate) line: usize,
    pub(crate) span: Span,
    /// The names in it that belong to nodes, in order.
    pub(crate) links: Vec<(Span, usize)>,
    /// The names in it that no node is made of, in order.
    pub(crate) unknown: Vec<Span>,
    /// The names that nodes lead to, by where they begin.
    pub(crate) led_to: BTreeSet<u32>,
    /// It is longer than what is shown.
    pub(crate) cut: bool,
}

/// Where samples show a node.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    pub(crate) first: Vec<Place>,
    pub(crate) count: usize,
}

/// A place in a sample.
#[derive(Debug)]
pub(crate) struct Place {
    /// The sample's number.
    pub(crate) sample: usize,
    /// The line on the page.
    pub(crate) line: usize,
    /// Where the name begins, if that part of the sample is shown.
    pub(crate) name: Option<u32>,
}

/// More places are only counted.
const FIRST: usize = 3;

/// All samples of a page together are shown up to this many bytes.
const LONGEST: usize = 64 << 10;

/// The samples of a page, and where they show each node.
pub(crate) fn samples(document: &Document, tree: &Tree<'_>) -> (Vec<SampleView>, BTreeMap<usize, Shown>) {
    let file = &document.file;
    let mut left = LONGEST;
    let mut views = Vec::new();
    let mut shown: BTreeMap<usize, Shown> = BTreeMap::new();
    for (number, sample) in document.samples.all.iter().enumerate() {
        let mut walk = Walk { tree, links: Vec::new(), unknown: Vec::new(), around: Vec::new() };
        let root = if sample.side == Side::Request { REQUEST } else { tree.response() };
        match &sample.read {
            Some(read) if sample.is_answer || sample.side == Side::Request => {
                for part in &read.parts {
                    walk.value(root, part);
                }
            }
            None if sample.side == Side::Request => walk.query(file, sample.span),
            _ => {}
        }
        let mut links = walk.links;
        links.sort_by_key(|(span, _)| *span);
        links.dedup_by_key(|(span, _)| span.start);
        let linked: BTreeSet<u32> = links.iter().map(|(span, _)| span.start).collect();
        let mut unknown = walk.unknown;
        unknown.retain(|span| !linked.contains(&span.start));
        unknown.sort_unstable();
        unknown.dedup_by_key(|span| span.start);
        let mut span = sample.span;
        let text = file.slice(span);
        let cut = text.len() > left;
        if cut {
            while !text.is_char_boundary(left) {
                left -= 1;
            }
            span = Span::new(span.start as usize, span.start as usize + left);
        }
        left -= file.slice(span).len();
        let mut led_to = BTreeSet::new();
        for (link, key) in &links {
            let place = shown.entry(*key).or_default();
            place.count += 1;
            if place.first.len() < FIRST {
                let name = (link.end <= span.end).then_some(link.start);
                led_to.extend(name);
                place.first.push(Place { sample: number, line: file.line(link.start), name });
            }
        }
        links.retain(|(link, _)| link.end <= span.end);
        unknown.retain(|name| name.end <= span.end);
        let line = file.line(sample.span.start);
        views.push(SampleView { side: sample.side, line, span, links, unknown, led_to, cut });
    }
    (views, shown)
}

/// Goes through a sample and the tree together.
struct Walk<'t, 'a> {
    tree: &'t Tree<'a>,
    links: Vec<(Span, usize)>,
    /// Names without a node.
    unknown: Vec<Span>,
    /// The fields around the value, from the root down.
    around: Vec<usize>,
}

impl Walk<'_, '_> {
    /// A value of the node with this key. Samples are read to a bounded depth.
    fn value(&mut self, key: usize, value: &Value) {
        let field = self.tree.node(key).and_then(|node| node.field);
        match &value.value {
            What::List(items) => items.iter().for_each(|item| self.value(key, item)),
            What::Object(members) => {
                if let Some(field) = field.filter(|field| is_map(field)) {
                    let map_of_structs = !field.fields.is_empty();
                    for member in members.iter().filter(|_| map_of_structs) {
                        self.members(key, &member.node);
                    }
                    return;
                }
                // The envelope of an answer is no field.
                if let [only] = members.as_slice()
                    && key == self.tree.response()
                    && only.name.ends_with("Response")
                    && self.tree.member(key, &only.name).is_none()
                {
                    return self.value(key, &only.node);
                }
                let around = field.and_then(|field| field.wrapper.as_deref().or(field.item.as_deref()));
                for member in members {
                    if around == Some(member.name.as_str()) {
                        self.links.extend(self.tree.wrapper(key).map(|wrapper| (member.at, wrapper)));
                        match &member.node.value {
                            What::List(items) => items.iter().for_each(|item| self.members(key, item)),
                            _ => self.members(key, &member.node),
                        }
                    } else {
                        self.member(key, member);
                    }
                }
            }
            _ => {}
        }
    }

    /// The members of an item, whatever stands around the items.
    fn members(&mut self, key: usize, item: &Value) {
        if let What::Object(members) = &item.value {
            for member in members {
                self.member(key, member);
            }
        }
    }

    fn member(&mut self, key: usize, member: &spectable_pages::sample::Member) {
        let holder = self.holder(key);
        if let Some(below) = self.tree.member(holder, &member.name) {
            self.links.push((member.at, below));
            self.around.push(holder);
            self.value(below, &member.node);
            self.around.pop();
        } else {
            self.unknown.push(member.at);
        }
    }

    /// The field that has the members: a list that holds again what stands around it has none of its own.
    fn holder(&self, key: usize) -> usize {
        let again = self.tree.node(key).and_then(|node| node.field?.again());
        let Some(name) = again else { return key };
        let defines =
            |key: &&usize| self.tree.node(**key).and_then(|node| node.field).is_some_and(|field| field.defines(name));
        self.around.iter().rev().find(defines).copied().unwrap_or(key)
    }

    /// A call written as a URL or a form: `Name=value` between marks.
    fn query(&mut self, file: &SourceFile, span: Span) {
        let text = file.slice(span);
        let mut start = 0;
        for part in text.split_inclusive(['?', '&', '\n', ' ']) {
            if let Some((name, _)) = part.split_once('=') {
                let mut key = Some(REQUEST);
                for step in wire::steps(name) {
                    key = key.and_then(|key| self.tree.member(key, &step.name));
                }
                let at = span.start as usize + start;
                self.links.extend(key.map(|key| (Span::new(at, at + name.len()), key)));
            }
            start += part.len();
        }
    }
}

fn is_map(field: &Field) -> bool {
    matches!(field.ty, Type::Map(_))
}

//! The structs of an operation: found in its field trees, merged where equal, named.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use spectable_pages::bounds::TYPE_DEPTH;
use spectable_pages::diagnostic::{Code, Diagnostic};
use spectable_pages::ir::{Field, Type};

use crate::model::Source;
use crate::model::arguments::{self, Signature};
use crate::model::structs::{FieldDef, Side, StructDef};
use crate::model::types::Ty;
use crate::names::{self, NameKind, Wish, plurals};

/// A type whose structs have no name yet.
#[derive(Clone, Debug)]
enum Pending {
    Known(Ty),
    Struct(usize),
    List(Box<Pending>),
    Map(Box<Pending>),
}

/// A struct before names: a node of the tree, or several equal ones.
struct StructNode<'a> {
    side: Side,
    parent: Option<usize>,
    origin: Option<&'a Field>,
    /// As the page calls it; the side's own struct has none.
    wish: String,
    fields: Vec<(&'a Field, Pending)>,
}

/// Collects the structs of an operation.
pub(super) struct Shapes<'a, 'e> {
    source: Source<'a>,
    signature: Signature<'a>,
    enums: &'e BTreeMap<&'a str, String>,
    nodes: Vec<StructNode<'a>>,
    /// Equal structs of one wish are one.
    seen: BTreeMap<(Side, String, String), usize>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a, 'e> Shapes<'a, 'e> {
    pub(super) fn new(source: Source<'a>, newest: &'a [Field], enums: &'e BTreeMap<&'a str, String>) -> Self {
        let signature = Signature { operation: source.operation, newest };
        Self { source, signature, enums, nodes: Vec::new(), seen: BTreeMap::new(), diagnostics: Vec::new() }
    }

    /// Takes in one half of the operation.
    pub(super) fn side(&mut self, fields: &'a [Field], side: Side) {
        self.node(StructNode { side, parent: None, origin: None, wish: String::new(), fields: Vec::new() }, fields, 0);
    }

    /// What the structs want to be called, without the two that the operation names.
    pub(super) fn wishes(&self) -> Vec<Wish> {
        self.named().map(|node| self.wish(node)).collect()
    }

    /// The structs of both halves, given the names for [`Self::wishes`].
    pub(super) fn finish(
        self,
        request: &str,
        output: &str,
        names: impl Iterator<Item = String>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Vec<StructDef<'a>>, Vec<StructDef<'a>>) {
        let mut names = names;
        let mut struct_names = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            struct_names.push(match (node.parent, node.side) {
                (Some(_), _) => names.next().unwrap_or_default(),
                (None, Side::Request) => request.to_owned(),
                (None, Side::Output) => output.to_owned(),
            });
        }
        let text = self.text();
        let mut sides = (Vec::new(), Vec::new());
        for ((node, name), holds_text) in self.nodes.iter().zip(&struct_names).zip(&text) {
            let reserved = match (node.side, node.parent) {
                (Side::Request, _) => names::RESERVED_SETTERS,
                (Side::Output, None) => names::RESERVED_OUTPUT,
                (Side::Output, Some(_)) => &[],
            };
            let wishes: Vec<Wish> = node.fields.iter().map(|(field, _)| field_wish(field, reserved)).collect();
            let idents = names::resolve(&wishes, reserved);
            let settled: Vec<(&Field, Ty)> =
                node.fields.iter().map(|(field, ty)| (*field, settle(ty, &struct_names, &text))).collect();
            let places = match node.side {
                Side::Request => arguments::places(self.signature, &settled, node.parent.is_none()),
                Side::Output => vec![None; settled.len()],
            };
            let fields = settled.into_iter().zip(places).zip(idents).map(|(((field, ty), place), ident)| {
                FieldDef::new(node.side, self.source.operation, field, ident, (ty, place))
            });
            let def =
                StructDef { name: name.clone(), fields: fields.collect(), origin: node.origin, text: *holds_text };
            if node.side == Side::Request { sides.0.push(def) } else { sides.1.push(def) }
        }
        diagnostics.extend(self.diagnostics);
        sides
    }

    fn named(&self) -> impl Iterator<Item = &StructNode<'a>> {
        self.nodes.iter().filter(|node| node.parent.is_some())
    }

    /// The page's name, then with the parents' names before it.
    fn wish(&self, node: &StructNode<'a>) -> Wish {
        let mut name = names::plain(NameKind::Type, &node.wish);
        let mut wish = Wish::of(NameKind::Type, &node.wish);
        let mut at = node.parent;
        while let Some(parent) = at.and_then(|at| self.nodes.get(at)) {
            let before = match (parent.parent, parent.side) {
                (Some(_), _) => names::plain(NameKind::Type, &parent.wish),
                (None, Side::Request) => "Request".to_owned(),
                (None, Side::Output) => "Output".to_owned(),
            };
            name = format!("{before}{name}");
            if name.len() > 120 {
                break;
            }
            wish = wish.or(name.clone());
            at = parent.parent;
        }
        wish
    }

    /// Adds a struct and those below it; returns its place.
    fn node(&mut self, node: StructNode<'a>, fields: &'a [Field], depth: usize) -> usize {
        let at = self.nodes.len();
        let side = node.side;
        self.nodes.push(node);
        let mut seen = BTreeSet::new();
        let mut members = Vec::with_capacity(fields.len());
        for field in fields {
            // The rules before this stage settle doubled rows; the wire could not tell them apart.
            if seen.insert(field.name.as_str()) {
                let pending = self.ty(field, &field.ty, at, side, depth);
                members.push((field, pending));
            }
        }
        if let Some(node) = self.nodes.get_mut(at) {
            node.fields = members;
        }
        at
    }

    fn ty(&mut self, field: &'a Field, ty: &'a Type, at: usize, side: Side, depth: usize) -> Pending {
        let known = match ty {
            Type::String if side == Side::Output && field.is_number_in_text() => Ty::I64,
            Type::String => Ty::Text,
            Type::Integer => Ty::I32,
            Type::Long => Ty::I64,
            Type::Unsigned => Ty::U64,
            Type::Float => Ty::F64,
            Type::Boolean => Ty::Bool,
            Type::Any => Ty::Any,
            Type::Enum(name) => self.enums.get(name.as_str()).map_or(Ty::Text, |name| Ty::Enum(name.clone())),
            Type::Struct(_) if field.fields.is_empty() => match self.around(at, field) {
                Some(around) => return Pending::Struct(around),
                None => Ty::Any,
            },
            Type::Struct(_) | Type::List(_) | Type::Map(_) if depth >= TYPE_DEPTH => {
                let message =
                    format!("`{}` is nested more than {TYPE_DEPTH} deep; it is read as any value", field.name);
                self.diagnostics.push(Diagnostic::on(self.source.page, Code::TooDeep, message));
                Ty::Any
            }
            Type::Struct(name) => return Pending::Struct(self.nested(field, name.as_deref(), at, side, depth)),
            Type::List(item) => return Pending::List(Box::new(self.ty(field, item, at, side, depth + 1))),
            Type::Map(item) => return Pending::Map(Box::new(self.ty(field, item, at, side, depth + 1))),
        };
        Pending::Known(known.with_unit(unit(field, side)))
    }

    /// The struct around a field that its items are again; `at` is where the field stands.
    fn around(&self, at: usize, field: &Field) -> Option<usize> {
        let name = field.again()?;
        let mut at = Some(at);
        while let Some(node) = at.and_then(|at| self.nodes.get(at)) {
            if node.origin.is_some_and(|origin| origin.defines(name)) {
                break;
            }
            at = node.parent;
        }
        at.filter(|at| *at < self.nodes.len())
    }

    fn nested(&mut self, field: &'a Field, name: Option<&str>, parent: usize, side: Side, depth: usize) -> usize {
        let wish = match (name, field.wrapper.as_ref().or(field.item.as_ref()), &field.ty) {
            (Some(name), _, _) if !name.is_empty() => name.to_owned(),
            (_, Some(wrapper), _) if !wrapper.is_empty() => wrapper.clone(),
            (_, _, Type::Struct(_)) => field.name.clone(),
            // `Tag.N.Key`: a request counts with the name of one.
            _ if side == Side::Request => plurals::singular_or_same(&field.name),
            _ => plurals::singular(&field.name),
        };
        let mut shape = String::new();
        shape_of(&field.fields, side, &mut shape, 0);
        let key = (side, names::plain(NameKind::Type, &wish), shape);
        if let Some(at) = self.seen.get(&key) {
            return *at;
        }
        let node = StructNode { side, parent: Some(parent), origin: Some(field), wish, fields: Vec::new() };
        let at = self.node(node, &field.fields, depth + 1);
        self.seen.insert(key, at);
        at
    }

    /// Which structs hold text somewhere below.
    fn text(&self) -> Vec<bool> {
        let mut text = vec![false; self.nodes.len()];
        // Children stand after their parents, save merged ones, which stand before: two rounds would
        // do for a tree, so go on until nothing changes.
        loop {
            let next: Vec<bool> = self
                .nodes
                .iter()
                .map(|node| node.fields.iter().any(|(_, pending)| holds_text(pending, &text)))
                .collect();
            if next == text {
                return text;
            }
            text = next;
        }
    }
}

/// A setter that would clash with a method, or a field with one of ours, gets an underscore.
fn field_wish(field: &Field, reserved: &[&str]) -> Wish {
    let wish = Wish::of(NameKind::Field, &field.name);
    let plain = names::plain(NameKind::Field, &field.name);
    if reserved.contains(&plain.as_str()) { wish.or(format!("{plain}_")) } else { wish }
}

/// What the values of a field count. The seconds since the epoch in a list of an answer are left as numbers: a list's
/// items are read without their row.
fn unit(field: &Field, side: Side) -> Option<&str> {
    let unit = field.unit.as_deref()?;
    let bare = side == Side::Output && unit == "s-epoch" && matches!(field.ty, Type::List(_) | Type::Map(_));
    (!bare).then_some(unit)
}

fn holds_text(pending: &Pending, structs: &[bool]) -> bool {
    match pending {
        Pending::Known(ty) => ty.is_text(),
        Pending::Struct(at) => structs.get(*at).copied().unwrap_or_default(),
        Pending::List(item) | Pending::Map(item) => holds_text(item, structs),
    }
}

fn settle(pending: &Pending, names: &[String], text: &[bool]) -> Ty {
    match pending {
        Pending::Known(ty) => ty.clone(),
        Pending::Struct(at) => {
            Ty::Struct(names.get(*at).cloned().unwrap_or_default(), text.get(*at).copied().unwrap_or_default())
        }
        Pending::List(item) => Ty::List(Box::new(settle(item, names, text))),
        Pending::Map(item) => Ty::Map(Box::new(settle(item, names, text))),
    }
}

/// Everything of the fields that shows in code, docs apart.
fn shape_of(fields: &[Field], side: Side, out: &mut String, depth: usize) {
    for field in fields {
        let _ = write!(out, "{:?} {:?} {:?} {:?} {:?} ", field.name, field.ty, field.wrapper, field.item, field.unit);
        if side == Side::Request {
            let _ = write!(
                out,
                "{:?} {:?} {:?} {:?} {:?} {:?} ",
                field.required, field.position, field.encoding, field.number, field.range, field.max_items
            );
            let _ = write!(out, "{:?} ", field.deprecated);
        }
        if !field.fields.is_empty() && depth < TYPE_DEPTH {
            out.push('{');
            shape_of(&field.fields, side, out, depth + 1);
            out.push('}');
        }
    }
}

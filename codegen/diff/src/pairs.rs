//! Which field of before is which field of after: by name, then renamed ones, then moved ones.

use std::collections::BTreeMap;

use spectable_pages::ir::{EnumValue, Field, Operation, Type};

use crate::words::likeness;

/// A field of one side, with its place.
#[derive(Debug)]
pub(super) struct FieldNode<'a> {
    pub(super) field: &'a Field,
    /// Such as `request/Tag/Key`.
    pub(super) path: String,
    /// The field around it; `None` at the root.
    pub(super) parent: Option<usize>,
    /// Its place among its siblings.
    index: usize,
    children: Vec<usize>,
    pub(super) mate: Option<usize>,
}

/// How two fields came to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Same place and name.
    Same,
    /// Another name in the same place; a guess, with what speaks for it.
    Renamed(&'static str),
    /// The same name below another parent.
    Moved,
}

/// One half of an operation, before and after.
#[derive(Debug)]
pub(super) struct Pairs<'a> {
    pub(super) before: Vec<FieldNode<'a>>,
    pub(super) after: Vec<FieldNode<'a>>,
    /// Places in `before` and `after` of what belongs together.
    pub(super) mates: Vec<(usize, usize, How)>,
    operations: (&'a Operation, &'a Operation),
    /// The fields without one around them, on both sides.
    roots: (Vec<usize>, Vec<usize>),
}

/// Where more fields than this went and came in one place, only the ones of the same place are compared.
const MANY: usize = 64;

impl<'a> Pairs<'a> {
    /// Matches the fields of one half.
    pub(super) fn new(
        side: &str,
        operations: (&'a Operation, &'a Operation),
        fields: (&'a [Field], &'a [Field]),
    ) -> Self {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let roots = (nodes(&mut before, None, side, fields.0), nodes(&mut after, None, side, fields.1));
        let mut pairs = Self { before, after, mates: Vec::new(), operations, roots: roots.clone() };
        pairs.by_name(&roots.0, &roots.1);
        pairs.renames(&roots.0, &roots.1);
        // Renamed structs add pairs, whose members are looked at in turn.
        let mut at = 0;
        while let Some(&(before, after, _)) = pairs.mates.get(at) {
            let members = (pairs.members(before, true), pairs.members(after, false));
            pairs.renames(&members.0, &members.1);
            at += 1;
        }
        pairs.moves();
        pairs
    }

    fn members(&self, at: usize, before: bool) -> Vec<usize> {
        let nodes = if before { &self.before } else { &self.after };
        nodes.get(at).map(|node| node.children.clone()).unwrap_or_default()
    }

    fn pair(&mut self, before: usize, after: usize, how: How) {
        if let (Some(old), Some(new)) = (self.before.get_mut(before), self.after.get_mut(after)) {
            (old.mate, new.mate) = (Some(after), Some(before));
            self.mates.push((before, after, how));
            let members = (self.members(before, true), self.members(after, false));
            self.by_name(&members.0, &members.1);
        }
    }

    /// Pairs siblings of one name, and their members.
    fn by_name(&mut self, before: &[usize], after: &[usize]) {
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for at in after {
            if let Some(node) = self.after.get(*at) {
                names.entry(&node.field.name).or_insert(*at);
            }
        }
        for at in before {
            let Some(node) = self.before.get(*at) else { continue };
            if let Some(mate) = names.remove(node.field.name.as_str()) {
                self.pair(*at, mate, How::Same);
            }
        }
    }

    /// Pairs siblings that have no mate by what speaks for a new name: the best first, each once.
    fn renames(&mut self, before: &[usize], after: &[usize]) {
        let lone = |nodes: &[FieldNode<'_>], places: &[usize]| -> Vec<usize> {
            let lone = |at: &&usize| nodes.get(**at).is_some_and(|node| node.mate.is_none());
            places.iter().filter(lone).copied().collect()
        };
        let (gone, come) = (lone(&self.before, before), lone(&self.after, after));
        let many = gone.len() > MANY || come.len() > MANY;
        let index = |nodes: &[FieldNode<'_>], at: usize| nodes.get(at).map(|node| node.index);
        let by_index: BTreeMap<Option<usize>, usize> = come.iter().map(|at| (index(&self.after, *at), *at)).collect();
        let mut found = Vec::new();
        for old in &gone {
            let opposite = by_index.get(&index(&self.before, *old)).map(std::slice::from_ref).unwrap_or_default();
            for new in if many { opposite } else { come.as_slice() } {
                if let (Some(one), Some(other)) = (self.before.get(*old), self.after.get(*new))
                    && let Some((score, why)) = self.renamed(one, other)
                {
                    found.push((std::cmp::Reverse(score), *old, *new, why));
                }
            }
        }
        found.sort_unstable();
        for (_, old, new, why) in found {
            let free = |nodes: &[FieldNode<'_>], at: usize| nodes.get(at).is_some_and(|node| node.mate.is_none());
            if free(&self.before, old) && free(&self.after, new) {
                self.pair(old, new, How::Renamed(why));
            }
        }
    }

    /// How much speaks for a new name, from 0 to about 100, and what does; `None` where it is too little.
    fn renamed(&self, old: &FieldNode<'_>, new: &FieldNode<'_>) -> Option<(u32, &'static str)> {
        if !self.same_type(old.field, new.field) {
            return None;
        }
        let place = self.same_place(old, new);
        let texts = (old.field.description.as_str(), new.field.description.as_str());
        let told = !texts.0.is_empty() && !texts.1.is_empty();
        let description = if told { likeness(texts.0, texts.1) } else { 0 };
        let values = match (values(self.operations.0, old.field), values(self.operations.1, new.field)) {
            (Some(one), Some(other)) => one.iter().map(|value| &value.value).eq(other.iter().map(|value| &value.value)),
            _ => false,
        };
        let name = likeness(&old.field.name, &new.field.name);
        let why = match (place, description >= 60, values) {
            (_, true, _) if texts.0 == texts.1 => "same type and description",
            (true, true, _) => "same type and place, like description",
            (_, _, true) => "same values",
            // Two texts that have nothing in common are two things.
            (true, false, _) if !told || description >= 25 || name >= 50 => "same type and place",
            (false, true, _) if description >= 80 => "same type, like description",
            _ => return None,
        };
        let required = u32::from(old.field.required == new.field.required) * 5;
        let example = old.field.example.is_some() && old.field.example == new.field.example;
        let score = description / 2 + name / 5 + required + u32::from(place) * 20 + u32::from(values) * 20;
        Some((score + u32::from(example) * 10, why))
    }

    /// The siblings around are the same, or there are as many before it.
    fn same_place(&self, old: &FieldNode<'_>, new: &FieldNode<'_>) -> bool {
        let sibling = |nodes: &[FieldNode<'_>], roots: &[usize], node: &FieldNode<'_>, step: isize| -> Option<usize> {
            let index = node.index.checked_add_signed(step)?;
            match node.parent {
                Some(parent) => nodes.get(parent)?.children.get(index).copied(),
                None => roots.get(index).copied(),
            }
        };
        let mate = |at: Option<usize>| at.map(|at| self.before.get(at).and_then(|node| node.mate));
        let same = |step: isize| {
            let one = sibling(&self.before, &self.roots.0, old, step);
            let other = sibling(&self.after, &self.roots.1, new, step);
            mate(one) == other.map(Some)
        };
        old.index == new.index || same(-1) || same(1)
    }

    fn same_type(&self, old: &Field, new: &Field) -> bool {
        let members = |field: &Field| -> Vec<String> {
            let mut names: Vec<String> = field.fields.iter().map(|member| member.name.clone()).collect();
            names.sort_unstable();
            names
        };
        match (old.ty.innermost(), new.ty.innermost()) {
            (Type::Struct(_), Type::Struct(_)) => {
                let (one, other) = (members(old), members(new));
                let shared = one.iter().filter(|name| other.binary_search(name).is_ok()).count();
                shape(&old.ty) == shape(&new.ty) && shared * 2 >= one.len().max(other.len())
            }
            (Type::Enum(_), Type::Enum(_)) => {
                let (one, other) = (values(self.operations.0, old), values(self.operations.1, new));
                let shared = one
                    .iter()
                    .copied()
                    .flatten()
                    .filter(|value| other.iter().copied().flatten().any(|known| known.value == value.value));
                let most = one.map_or(0, Vec::len).max(other.map_or(0, Vec::len));
                shape(&old.ty) == shape(&new.ty) && shared.count() * 2 >= most
            }
            _ => old.ty == new.ty,
        }
    }

    /// Pairs what left one parent and came below another, where at least one of the two parents is known.
    fn moves(&mut self) {
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, node) in self.after.iter().enumerate().filter(|(_, node)| node.mate.is_none()) {
            places.entry(&node.field.name).or_default().push(at);
        }
        let mut found = Vec::new();
        for (old, one) in self.before.iter().enumerate().filter(|(_, node)| node.mate.is_none()) {
            for new in places.get(one.field.name.as_str()).into_iter().flatten().take(MANY) {
                let Some(other) = self.after.get(*new) else { continue };
                let known = top(&self.before, one) || top(&self.after, other);
                let texts = (one.field.description.as_str(), other.field.description.as_str());
                let alike = if texts.0.is_empty() || texts.1.is_empty() { 50 } else { likeness(texts.0, texts.1) };
                if known && alike >= 50 && self.same_type(one.field, other.field) {
                    found.push((std::cmp::Reverse(alike), old, *new));
                }
            }
        }
        found.sort_unstable();
        for (_, old, new) in found {
            let free = |nodes: &[FieldNode<'_>], at: usize| nodes.get(at).is_some_and(|node| node.mate.is_none());
            if free(&self.before, old) && free(&self.after, new) {
                self.pair(old, new, How::Moved);
            }
        }
    }

    /// Fields of before that are gone, without the members of what is gone with them.
    pub(super) fn removed(&self) -> impl Iterator<Item = &FieldNode<'a>> {
        self.before.iter().filter(|node| node.mate.is_none() && top(&self.before, node)).filter(|node| {
            // A struct that became a text loses its members with its type.
            let parent = node.parent.and_then(|at| self.before.get(at)?.mate).and_then(|mate| self.after.get(mate));
            parent.is_none_or(|parent| matches!(parent.field.ty.innermost(), Type::Struct(_)))
        })
    }

    /// Fields of after that are new, without the members of what came with them.
    pub(super) fn added(&self) -> impl Iterator<Item = &FieldNode<'a>> {
        self.after.iter().filter(|node| node.mate.is_none() && top(&self.after, node)).filter(|node| {
            let parent = node.parent.and_then(|at| self.after.get(at)?.mate).and_then(|mate| self.before.get(mate));
            parent.is_none_or(|parent| matches!(parent.field.ty.innermost(), Type::Struct(_)))
        })
    }
}

/// Its parent is on both sides.
fn top(nodes: &[FieldNode<'_>], node: &FieldNode<'_>) -> bool {
    node.parent.is_none_or(|at| nodes.get(at).is_some_and(|parent| parent.mate.is_some()))
}

fn nodes<'a>(all: &mut Vec<FieldNode<'a>>, parent: Option<usize>, above: &str, fields: &'a [Field]) -> Vec<usize> {
    let mut places = Vec::with_capacity(fields.len());
    for (index, field) in fields.iter().enumerate() {
        let at = all.len();
        let path = format!("{above}/{}", field.name);
        places.push(at);
        all.push(FieldNode { field, path: path.clone(), parent, index, children: Vec::new(), mate: None });
        let children = nodes(all, Some(at), &path, &field.fields);
        if let Some(node) = all.get_mut(at) {
            node.children = children;
        }
    }
    places
}

/// The values of the enum in which a field's type ends.
fn values<'o>(operation: &'o Operation, field: &Field) -> Option<&'o Vec<EnumValue>> {
    match field.ty.innermost() {
        Type::Enum(name) => operation.enums.get(name),
        _ => None,
    }
}

/// The lists and maps around what a type ends in.
fn shape(ty: &Type) -> String {
    match ty {
        Type::List(of) => format!("list {}", shape(of)),
        Type::Map(of) => format!("map {}", shape(of)),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spectable_pages::ir::Vendor;

    fn field(name: &str, ty: &str, description: &str) -> Field {
        Field {
            name: name.to_owned(),
            ty: ty.parse().expect("a type"),
            description: description.to_owned(),
            ..Field::default()
        }
    }

    fn structure(name: &str, fields: Vec<Field>) -> Field {
        Field { fields, ..field(name, "struct", "") }
    }

    /// What was paired other than by its name and place, what is gone, and what is new.
    fn paired(before: &[Field], after: &[Field]) -> (Vec<String>, Vec<String>, Vec<String>) {
        let operation = Operation::new(Vendor::Aliyun, "ccc", "2017-07-05", "GetCall");
        let pairs = Pairs::new("response", (&operation, &operation), (before, after));
        let path = |node: &FieldNode<'_>| node.path.trim_start_matches("response/").to_owned();
        let mut told = Vec::new();
        for (old, new, how) in &pairs.mates {
            if *how != How::Same {
                let word = if *how == How::Moved { "moved" } else { "renamed" };
                told.push(format!("{word} {} {}", path(&pairs.before[*old]), path(&pairs.after[*new])));
            }
        }
        told.sort();
        (told, pairs.removed().map(path).collect(), pairs.added().map(path).collect())
    }

    #[track_caller]
    fn check(before: &[Field], after: &[Field], told: &[&str], removed: &[&str], added: &[&str]) {
        let found = paired(before, after);
        let texts = |list: &[&str]| -> Vec<String> { list.iter().map(|text| (*text).to_owned()).collect() };
        assert_eq!(found, (texts(told), texts(removed), texts(added)));
    }

    #[test]
    fn a_new_name_keeps_type_and_place_or_description() {
        let before =
            [field("Id", "string", "编号"), field("CallingNumber", "string", "主叫号码"), field("Z", "long", "")];
        let after = [field("Id", "string", "编号"), field("Caller", "string", "主叫号码"), field("Z", "long", "")];
        check(&before, &after, &["renamed CallingNumber Caller"], &[], &[]);
        // Elsewhere among its siblings, with the same description.
        let far = [field("Caller", "string", "主叫号码"), field("Id", "string", "编号"), field("Z", "long", "")];
        check(&before, &far, &["renamed CallingNumber Caller"], &[], &[]);
        // Another type is another field.
        let typed = [field("Id", "string", "编号"), field("Caller", "long", "主叫号码"), field("Z", "long", "")];
        check(&before, &typed, &[], &["CallingNumber"], &["Caller"]);
        // So is one in the same place that says something else.
        let other = [field("Id", "string", "编号"), field("Zone", "string", "所在的地区"), field("Z", "long", "")];
        check(&before, &other, &[], &["CallingNumber"], &["Zone"]);
    }

    #[test]
    fn each_field_is_taken_once_and_the_best_first() {
        let before = [field("A", "string", "开始的时间"), field("B", "string", "结束的时间")];
        let after = [field("StopTime", "string", "结束的时间"), field("StartTime", "string", "开始的时间")];
        check(&before, &after, &["renamed A StartTime", "renamed B StopTime"], &[], &[]);
        let one = [field("StopTime", "string", "结束的时间")];
        check(&before, &one, &["renamed B StopTime"], &["A"], &[]);
    }

    #[test]
    fn a_struct_moves_and_is_renamed_with_its_members() {
        let members = || vec![field("Name", "string", "名称"), field("Phone", "string", "电话")];
        let before = [structure("Agent", members()), structure("Data", vec![field("Id", "long", "")])];
        let renamed = [structure("Staff", members()), structure("Data", vec![field("Id", "long", "")])];
        check(&before, &renamed, &["renamed Agent Staff"], &[], &[]);
        let moved = [structure("Data", vec![field("Id", "long", ""), structure("Agent", members())])];
        check(&before, &moved, &["moved Agent Data/Agent"], &[], &[]);
        // Out of a struct that is gone, and into one that is new.
        let flat = [members(), vec![structure("Data", vec![field("Id", "long", "")])]].concat();
        check(&before, &flat, &["moved Agent/Name Name", "moved Agent/Phone Phone"], &["Agent"], &[]);
        check(&flat, &before, &["moved Name Agent/Name", "moved Phone Agent/Phone"], &[], &["Agent"]);
    }

    /// A struct that became a text takes its members with it: its type says so.
    #[test]
    fn members_go_with_their_structs_type() {
        let before = [structure("Agent", vec![field("Name", "string", "名称")])];
        check(&before, &[field("Agent", "string", "")], &[], &[], &[]);
        check(&[field("Agent", "string", "")], &before, &[], &[], &[]);
    }
}

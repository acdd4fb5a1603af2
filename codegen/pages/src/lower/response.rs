//! The response table, nested, as fields.

use super::cost::{Candidate, Costs};
use super::knowledge::Knowledge;
use super::nest::{self, Placed, ROOT};
use super::types::{self, Word};
use super::{Context, Doubled, facts, infer};
use crate::diagnostic::Code;
use crate::ir::{Evidence, Field, Type, Vendor};
use crate::page::Row;
use crate::question::{self, Kind};
use crate::sample::Shape;
use crate::source::Span;

/// The response's fields. Guesses and what samples had to fill in become diagnostics.
pub(super) fn lower(
    context: &mut Context<'_>,
    rows: &[Row],
    shape: Option<&Shape>,
    knowledge: [&Knowledge; 2],
) -> Vec<Field> {
    let vendor = context.vendor;
    let rows: Vec<&Row> = rows.iter().filter(|row| is_field(&super::wire_name(row.name.text(context.file)))).collect();
    if rows.is_empty() {
        let mut fields = shape.map(|shape| infer::fields(shape, context.origin())).unwrap_or_default();
        for field in &mut fields {
            field.from_sample = true;
        }
        return fields;
    }
    let names: Vec<String> = rows.iter().map(|row| super::wire_name(row.name.text(context.file))).collect();
    let candidates: Vec<Candidate<'_>> = rows
        .iter()
        .zip(&names)
        .enumerate()
        .map(|(index, (row, name))| Candidate {
            name,
            word: types::word(row.ty.text(context.file), vendor),
            valued: is_value(row.example.text(context.file)),
            doubled: index > 0
                && rows[index - 1].name.text(context.file) == row.name.text(context.file)
                && rows[index - 1].ty.text(context.file) == row.ty.text(context.file),
        })
        .collect();
    let placed = if vendor == Vendor::Tencent { flat(&candidates) } else { place(&candidates, shape, knowledge[1]) };
    let wraps = shape.is_some_and(wraps_lists);
    let tree =
        Tree { rows: &rows, candidates: &candidates, placed: &placed, children: children(&placed), knowledge, wraps };
    let mut wrappers = vec![false; rows.len()];
    let mut fields = tree.members(context, ROOT, shape, Evidence::Example, &mut wrappers);
    tree.report_guesses(context, &mut fields, &wrappers);
    fields
}

fn is_field(name: &str) -> bool {
    !name.is_empty()
}

/// An example that is a value, not a document.
fn is_value(example: &str) -> bool {
    let example = example.trim_start_matches('\\').trim();
    !example.is_empty()
        && !example.starts_with(['{', '[', '<', '-'])
        && !example.eq_ignore_ascii_case("null")
        && !example.starts_with('无')
}

/// Searches twice: the first tree shows how much alphabetical order means on this page.
fn place(candidates: &[Candidate<'_>], shape: Option<&Shape>, knowledge: &Knowledge) -> Vec<Placed> {
    let nested = candidates.iter().any(|row| row.word.is_container() || row.word == Word::Unknown);
    if !nested && shape.is_none_or(|shape| shape.members.values().all(|member| member.members.is_empty())) {
        return flat(candidates);
    }
    let mut costs = Costs::new(candidates, shape, knowledge);
    let first = nest::nest(&costs);
    let parents: Vec<u16> = first.iter().map(|placed| placed.parent).collect();
    costs.learn_order(&parents);
    nest::nest(&costs)
}

fn flat(candidates: &[Candidate<'_>]) -> Vec<Placed> {
    candidates.iter().map(|_| Placed { parent: ROOT, evidence: Evidence::Example, alternatives: Vec::new() }).collect()
}

/// The rows below each row; the root's come last.
fn children(placed: &[Placed]) -> Vec<Vec<u16>> {
    let mut children = vec![Vec::new(); placed.len() + 1];
    for (row, place) in placed.iter().enumerate() {
        let at = if place.parent == ROOT { placed.len() } else { usize::from(place.parent) };
        if let Some(below) = children.get_mut(at) {
            below.push(u16::try_from(row).unwrap_or(ROOT));
        }
    }
    children
}

struct Tree<'a> {
    rows: &'a [&'a Row],
    candidates: &'a [Candidate<'a>],
    placed: &'a [Placed],
    children: Vec<Vec<u16>>,
    knowledge: [&'a Knowledge; 2],
    /// The page's samples wrap every list.
    wraps: bool,
}

/// Whether samples show lists, and each of them in a wrapper.
fn wraps_lists(shape: &Shape) -> bool {
    let (mut wrapped, mut bare) = (0, 0);
    count_lists(shape, false, &mut wrapped, &mut bare);
    wrapped > 0 && bare == 0
}

/// Counts lists that are the only member of an object, and others.
fn count_lists(shape: &Shape, alone: bool, wrapped: &mut usize, bare: &mut usize) {
    if shape.list {
        *(if alone { &mut *wrapped } else { &mut *bare }) += 1;
    }
    let alone = shape.members.len() == 1 && !shape.list;
    for inner in shape.members.values() {
        count_lists(inner, alone, wrapped, bare);
    }
}

impl Tree<'_> {
    fn below(&self, row: u16) -> &[u16] {
        let at = if row == ROOT { self.placed.len() } else { usize::from(row) };
        self.children.get(at).map_or(&[], Vec::as_slice)
    }

    fn name(&self, row: u16) -> &str {
        self.candidates.get(usize::from(row)).map_or("", |candidate| candidate.name)
    }

    /// The fields below a row; a name that stands twice is kept once.
    fn members(
        &self,
        context: &mut Context<'_>,
        parent: u16,
        shape: Option<&Shape>,
        above: Evidence,
        wrappers: &mut [bool],
    ) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for &row in self.below(parent) {
            let field = self.field(context, row, shape, above, wrappers);
            match fields.iter().find(|known| known.name == field.name) {
                Some(known) => doubled(context, known, &field, || self.path(row, wrappers)),
                None => fields.push(field),
            }
        }
        fields
    }

    fn field(
        &self,
        context: &mut Context<'_>,
        row: u16,
        around: Option<&Shape>,
        above: Evidence,
        wrappers: &mut [bool],
    ) -> Field {
        let index = usize::from(row);
        let candidate = &self.candidates[index];
        let place = &self.placed[index];
        let shape = around.and_then(|shape| shape.members.get(candidate.name));
        let evidence = if above == Evidence::Guess { above } else { place.evidence };
        let mut field =
            Field { name: candidate.name.to_owned(), evidence, span: self.rows[index].span, ..Field::default() };
        facts::describe(context, &mut field, self.rows[index]);
        let below = self.below(row);
        let listed = std::mem::take(&mut field.ty);
        if below.is_empty() {
            Self::leaf(context, &mut field, &candidate.word, shape, || self.path(row, wrappers));
        } else {
            self.container(context, row, &mut field, shape, evidence, wrappers);
        }
        let ty = std::mem::replace(&mut field.ty, listed);
        facts::settle(&mut field, &ty, false);
        field
    }

    /// A row with rows below it.
    fn container(
        &self,
        context: &mut Context<'_>,
        row: u16,
        field: &mut Field,
        shape: Option<&Shape>,
        evidence: Evidence,
        wrappers: &mut [bool],
    ) {
        let candidate = &self.candidates[usize::from(row)];
        let below = self.below(row);
        let mut inner = shape;
        let mut members_of = row;
        let mut list =
            matches!(candidate.word, Word::List(_) | Word::ListOf(_)) || shape.is_some_and(|shape| shape.list);
        let mut element = match &candidate.word {
            Word::List(element) => element.clone(),
            Word::Named(name) => Some(name.clone()),
            _ => None,
        };
        let mut evidence = evidence;
        if let &[only] = below
            && self.is_wrapper(row, only, shape)
        {
            // `List|Array` followed by `CallDetailRecord| |`
            let name = self.name(only);
            field.wrapper = Some(name.to_owned());
            element.get_or_insert_with(|| name.to_owned());
            inner = match shape {
                Some(shape) => shape.members.get(name).or_else(|| shape.list.then_some(shape)),
                None => None,
            };
            members_of = only;
            if let Some(wrapper) = wrappers.get_mut(usize::from(only)) {
                *wrapper = true;
            }
            list = true;
            if self.placed[usize::from(only)].evidence == Evidence::Guess {
                evidence = Evidence::Guess;
                field.evidence = evidence;
            }
        } else if let Some((name, wrapped)) = shape.and_then(infer::only_member)
            && !wrapped.members.is_empty()
            && below.iter().all(|child| self.name(*child) != name)
            && below.iter().any(|child| wrapped.members.contains_key(self.name(*child)))
        {
            // The page names no wrapper, its samples show one.
            field.wrapper = Some(name.to_owned());
            element.get_or_insert_with(|| name.to_owned());
            inner = Some(wrapped);
            list = true;
            if shape.is_some_and(|shape| shape.disputed) {
                Self::wrapper_guess(
                    context,
                    field,
                    self.path(row, wrappers),
                    "samples of this operation disagree on the wrapper around",
                    &mut evidence,
                );
            }
        } else if shape.is_none_or(|shape| shape.members.is_empty() && !shape.list)
            && matches!(candidate.word, Word::List(_) | Word::Blank)
            && context.vendor == Vendor::Aliyun
        {
            let [operation, product] = self.knowledge;
            match (operation.wrapper_of(&field.name), product.wrapper_of(&field.name)) {
                (Some(""), _) => list = true,
                (Some(wrapper), _) => {
                    list = true;
                    field.wrapper = Some(wrapper.to_owned());
                }
                (None, Some("")) => {
                    list = true;
                    Self::wrapper_guess(
                        context,
                        field,
                        self.path(row, wrappers),
                        "other operations show no wrapper around, and no sample shows",
                        &mut evidence,
                    );
                }
                (None, Some(wrapper)) => {
                    list = true;
                    field.wrapper = Some(wrapper.to_owned());
                    Self::wrapper_guess(
                        context,
                        field,
                        self.path(row, wrappers),
                        "other operations show this wrapper, but no sample here shows",
                        &mut evidence,
                    );
                }
                // Nobody shows this list; the page's other lists are wrapped, so this one may be.
                (None, None)
                    if self.wraps && (matches!(candidate.word, Word::List(_)) || infer::is_plural(&field.name)) =>
                {
                    list = true;
                    field.wrapper = Some(element.clone().unwrap_or_else(|| infer::singular(&field.name)));
                    Self::wrapper_guess(
                        context,
                        field,
                        self.path(row, wrappers),
                        "the page's other lists have a wrapper, but no sample shows",
                        &mut evidence,
                    );
                }
                (None, None) => {}
            }
            if let Some(wrapper) = &field.wrapper {
                element.get_or_insert_with(|| wrapper.clone());
            }
        }
        if candidate.word == Word::Map && !list {
            // `Map` with rows below: its keys are data where samples show none of the rows.
            let keyed =
                shape.is_some_and(|shape| below.iter().all(|child| !shape.members.contains_key(self.name(*child))));
            if keyed {
                inner = shape.and_then(|shape| shape.members.values().next());
                field.fields = self.members(context, members_of, inner, evidence, wrappers);
                field.ty = Type::Map(Box::new(Type::Struct(None)));
                return;
            }
        }
        field.fields = self.members(context, members_of, inner, evidence, wrappers);
        // A type's name is one word; a wrapper's may be anything that a page holds.
        let of = Type::Struct(element.filter(|name| infer::is_word(name)));
        field.ty = if list { Type::List(Box::new(of)) } else { of };
    }

    /// Says that the wrapper of a list is not certain, nor then the places of its members.
    fn wrapper_guess(context: &mut Context<'_>, field: &mut Field, path: String, why: &str, evidence: &mut Evidence) {
        field.evidence = Evidence::Guess;
        *evidence = Evidence::Guess;
        let wrapper = field.wrapper.as_deref().map_or_else(|| "none".to_owned(), |wrapper| format!("`{wrapper}`"));
        let message = format!("{why} `{}`; its wrapper on the wire is taken to be {wrapper}", field.name);
        let choices = question::wrappers(context.action, &path, field.wrapper.as_deref());
        context.ask(Kind::Wrapper, path, field.span, message, choices);
    }

    fn is_wrapper(&self, row: u16, only: u16, shape: Option<&Shape>) -> bool {
        let (list, wrapper) = (&self.candidates[usize::from(row)], &self.candidates[usize::from(only)]);
        if self.below(only).is_empty() {
            return false;
        }
        let shown = shape.and_then(|shape| shape.members.get(wrapper.name));
        match (&list.word, &wrapper.word) {
            (Word::List(_), Word::Blank) => true,
            (Word::List(Some(element)), _) if element == wrapper.name => true,
            (Word::List(None) | Word::Blank, Word::List(_)) => shown.is_some_and(|shape| shape.list),
            (Word::Blank, Word::Blank) => match shown {
                Some(shape) => shape.list || infer::singular(list.name) == wrapper.name,
                None => infer::singular(list.name) == wrapper.name,
            },
            (Word::List(None), Word::Struct) => shown.is_some(),
            _ => false,
        }
    }

    /// A row with nothing below it.
    fn leaf(
        context: &mut Context<'_>,
        field: &mut Field,
        word: &Word,
        shape: Option<&Shape>,
        path: impl FnOnce() -> String,
    ) {
        let (vendor, origin) = (context.vendor, context.origin());
        let known = shape.filter(|shape| !shape.members.is_empty());
        match word {
            // Samples that show something else than the type word: only a value of any type holds both.
            Word::Scalar(_) if shape.is_some_and(Shape::is_container) => field.ty = Type::Any,
            Word::Map if shape.is_some_and(|shape| shape.scalars.any() && shape.members.is_empty()) => {
                field.ty = Type::Any;
            }
            _ if shape.is_some_and(|shape| shape.nested) => field.ty = Type::List(Box::new(Type::Any)),
            Word::Scalar(ty) => field.ty = ty.clone(),
            Word::ListOf(ty) => {
                field.ty = Type::List(Box::new(ty.clone()));
                field.wrapper = shape
                    .and_then(infer::only_member)
                    .filter(|(_, only)| only.members.is_empty())
                    .map(|(name, _)| name.to_owned());
            }
            Word::Unknown => field.ty = shape.map_or(Type::String, |shape| infer::scalar(shape, vendor)),
            Word::Blank => match shape {
                Some(shape) if shape.is_container() => infer::fill(field, shape, None, origin),
                Some(shape) => field.ty = infer::scalar(shape, vendor),
                None => field.ty = Type::String,
            },
            Word::Map => {
                let of = known.and_then(|shape| shape.members.values().next()).filter(|value| !value.is_container());
                field.ty = Type::Map(Box::new(of.map_or(Type::Any, |value| infer::scalar(value, vendor))));
            }
            Word::Struct | Word::Named(_) => {
                let name = if let Word::Named(name) = word { Some(name.as_str()) } else { None };
                match known {
                    Some(shape) => infer::fill(field, shape, name, origin),
                    None => field.ty = Type::Any,
                }
            }
            Word::List(element) => {
                if let Some(shape) = known {
                    infer::fill(field, shape, element.as_deref(), origin);
                    if !matches!(field.ty, Type::List(_)) {
                        field.ty = Type::List(Box::new(std::mem::take(&mut field.ty)));
                    }
                } else {
                    let of = shape
                        .filter(|shape| shape.scalars.any())
                        .map_or(Type::Any, |shape| infer::scalar(shape, vendor));
                    field.ty = Type::List(Box::new(of));
                }
            }
        }
        if !field.fields.is_empty() && !field.from_sample {
            let path = path();
            let choices = question::sampled(context.action, &path);
            let message =
                format!("the page has no rows for the members of `{}`; they were taken from its samples", field.name);
            context.ask(Kind::Members, path, field.span, message, choices);
        }
    }

    /// `response/Data/List`
    fn path(&self, row: u16, wrappers: &[bool]) -> String {
        std::iter::once("response").chain(self.steps(row, wrappers)).collect::<Vec<_>>().join("/")
    }

    /// The names on the way to a row; wrappers are no step of it.
    fn steps(&self, row: u16, wrappers: &[bool]) -> Vec<&str> {
        let mut names = Vec::new();
        let mut at = row;
        while at != ROOT && names.len() < 64 {
            if !wrappers.get(usize::from(at)).copied().unwrap_or_default() {
                names.push(self.name(at));
            }
            at = self.placed.get(usize::from(at)).map_or(ROOT, |placed| placed.parent);
        }
        names.reverse();
        names
    }

    /// Says which rows could stand elsewhere, and how to settle it.
    fn report_guesses(&self, context: &mut Context<'_>, fields: &mut [Field], wrappers: &[bool]) {
        for (index, placed) in self.placed.iter().enumerate().filter(|(_, placed)| placed.evidence == Evidence::Guess) {
            let name = self.candidates[index].name;
            let shown =
                |path: &[&str]| if path.is_empty() { "the root".to_owned() } else { format!("`{}`", path.join(".")) };
            let here = self.steps(placed.parent, wrappers);
            let mut others: Vec<Vec<&str>> =
                placed.alternatives.iter().map(|parent| self.steps(*parent, wrappers)).collect();
            others.dedup();
            others.retain(|other| *other != here);
            let list: Vec<String> = others.iter().map(|other| shown(other)).collect();
            let message = if list.is_empty() {
                format!("`{name}` was put below {}; which object stands around it there is a guess", shown(&here))
            } else {
                format!("`{name}` was put below {}, but {} fits about as well", shown(&here), list.join(" or "))
            };
            let span = self.rows[index].span;
            let side = |path: &[&str]| ["response"].iter().chain(path).copied().collect::<Vec<_>>().join("/");
            let alternatives: Vec<String> = others.iter().map(|other| side(other)).collect();
            let path = self.path(u16::try_from(index).unwrap_or(ROOT), wrappers);
            let choices = question::placements(context.action, &path, &alternatives);
            context.ask(Kind::Placement, path, span, message, choices);
            for field in &mut *fields {
                note_alternatives(field, span, &alternatives);
            }
        }
    }
}

fn note_alternatives(field: &mut Field, span: Span, alternatives: &[String]) {
    if field.span == span {
        field.alternatives = alternatives.to_vec();
    }
    for member in &mut field.fields {
        note_alternatives(member, span, alternatives);
    }
}

/// A name that stands twice below one parent.
fn doubled(context: &mut Context<'_>, known: &Field, again: &Field, path: impl FnOnce() -> String) {
    let line = context.file.line(known.span.start);
    let contradicts = !super::same_kind(&known.ty, &again.ty);
    if contradicts {
        let path = path();
        let message = format!("`{}` stands twice in one place with different types, first in line {line}", again.name);
        let choices = question::contradicting(context.action, &path);
        context.ask(Kind::Contradiction, path, again.span, message, choices);
    } else {
        let message = format!("`{}` stands twice here, first in line {line}; it is read once", again.name);
        context.say(again.span, Code::RowDoubled, message);
    }
    context.doubled.push(Doubled { first: known.span, again: again.span, contradicts });
}

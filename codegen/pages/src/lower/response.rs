//! The response table, nested, as fields.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::nest::{self, Candidate, Holds, Lesson, Placed, ROOT, Role, Table, Why, Wrapper};
use super::paths::{self, Rows};
use super::{Around, Context, Doubled, facts, infer};
use crate::cells::{self, Word};
use crate::diagnostic::Code;
use crate::ir::{Evidence, Field, Probability, Type, Vendor};
use crate::page::Row;
use crate::question::{self, QuestionKind};
use crate::sample::Shape;
use crate::source::{SourceFile, Span};

/// The response's fields. Guesses and what samples had to fill in become questions.
pub(super) fn lower(context: &mut Context<'_>, rows: &[Row], around: Around<'_>) -> Vec<Draft> {
    let Rows { all: rows, made } = &paths::with_parents(context.file, rows, around.shape, context.vendor);
    let rows = nest::named(context.file, rows);
    if rows.is_empty() {
        let mut fields = around.shape.map(|shape| infer::fields(shape, context.origin())).unwrap_or_default();
        for field in &mut fields {
            field.from_sample = true;
        }
        nobody_says(&mut fields);
        as_sure_as_samples(&mut fields, 1.0);
        return fields.into_iter().map(Draft::from).collect();
    }
    for (place, word) in made {
        let (name, ty) = (context.file.slice(*place), if *word == Word::Struct { "an object" } else { "a list" });
        let name = super::wire_name(name);
        let message = format!("no row tells what `{name}` is; it was taken for {ty} by the paths of the rows below it");
        context.say(*place, Code::RowMissing, message);
    }
    with_table(context.file, context.vendor, &rows, made, around, |table| {
        let placed = nest::nest(table);
        let children = nest::children(&placed);
        let (sure, sampled) = (table.model.sure, table.shape.is_some());
        let tree = Nested { rows: &rows, candidates: table.rows, placed: &placed, children, sure, sampled };
        let fields = tree.members(context, ROOT);
        tree.ask_places(context);
        fields
    })
}

/// Hands over the rows as a table, with what is known about their places.
fn with_table<R>(
    file: &SourceFile,
    vendor: Vendor,
    rows: &[&Row],
    made: &BTreeMap<Span, Word>,
    around: Around<'_>,
    work: impl FnOnce(Table<'_>) -> R,
) -> R {
    let Around { operation, shape, knowledge, model } = around;
    let mut candidates = nest::candidates(file, rows, vendor);
    for (candidate, row) in candidates.iter_mut().zip(rows).filter(|_| !made.is_empty()) {
        if let Some(word) = made.get(&row.span) {
            candidate.word = word.clone();
        }
    }
    let told = nest::told(&mut candidates, shape);
    let shape = nest::shown(&candidates, shape);
    work(Table {
        vendor,
        operation,
        rows: &candidates,
        told: told.as_deref(),
        shape: shape.as_deref(),
        knowledge,
        model,
    })
}

/// Why each of some rows of the response's table stands where it does, in the order in which they are asked about; `None`
/// where the table is flat or has no such row.
pub(super) fn why(
    file: &SourceFile,
    vendor: Vendor,
    rows: &[Row],
    around: Around<'_>,
    asked: &[Span],
) -> Vec<Option<Why>> {
    let Rows { all: rows, made } = &paths::with_parents(file, rows, around.shape, vendor);
    let rows = nest::named(file, rows);
    let places: BTreeMap<Span, usize> = rows.iter().enumerate().rev().map(|(at, row)| (row.span, at)).collect();
    let known: Vec<usize> = asked.iter().filter_map(|row| places.get(row).copied()).collect();
    let mut told = with_table(file, vendor, &rows, made, around, |table| nest::why(table, &known)).into_iter();
    asked.iter().map(|row| places.get(row).and_then(|_| told.next()).flatten()).collect()
}

/// What can be learned from the places of a table's rows.
pub(super) fn lesson<R>(
    file: &SourceFile,
    vendor: Vendor,
    rows: &[Row],
    around: Around<'_>,
    work: impl FnOnce(Lesson<'_>) -> R,
) -> R {
    let Rows { all: rows, made } = &paths::with_parents(file, rows, around.shape, vendor);
    with_table(file, vendor, &nest::named(file, rows), made, around, |table| work(nest::lesson(table)))
}

struct Nested<'a> {
    rows: &'a [&'a Row],
    candidates: &'a [Candidate],
    placed: &'a [Placed<'a>],
    children: Vec<Vec<u16>>,
    /// A place that is less probable is a guess.
    sure: f32,
    /// There are samples.
    sampled: bool,
}

impl Nested<'_> {
    fn below(&self, row: u16) -> &[u16] {
        let at = if row == ROOT { self.placed.len() } else { usize::from(row) };
        self.children.get(at).map_or(&[], Vec::as_slice)
    }

    /// The fields below a row; a name that stands twice is kept once.
    fn members(&self, context: &mut Context<'_>, parent: u16) -> Vec<Draft> {
        let mut fields: Vec<Draft> = Vec::new();
        for &row in self.below(parent) {
            let draft = self.field(context, row);
            match fields.iter().find(|known| known.field.name == draft.field.name) {
                Some(known) => doubled(context, known, &draft, || self.path(row)),
                None => fields.push(draft),
            }
        }
        fields
    }

    fn field(&self, context: &mut Context<'_>, row: u16) -> Draft {
        let index = usize::from(row);
        let candidate = &self.candidates[index];
        let place = &self.placed[index];
        let mut field = Field {
            name: candidate.name.clone(),
            evidence: place.evidence,
            sure: Probability::new(place.sure),
            span: self.rows[index].span,
            ..Field::default()
        };
        field.alternatives = self.alternatives(row).iter().map(|(steps, _)| path(steps)).collect();
        let values = facts::describe(context, &mut field, self.rows[index]);
        let mut members = Vec::new();
        match &place.holds {
            Holds::Nothing => {
                let word = (&candidate.word, self.rows[index].ty.text(context.file));
                match self.again(row) {
                    Some(element) => field.ty = Type::List(Box::new(Type::Struct(Some(element.clone())))),
                    None => Self::leaf(context, &mut field, word, place.shape, || self.path(row)),
                }
                // Containers often have no type; samples show what they are.
                if candidate.word != Word::Blank || !place.shape.is_some_and(Shape::is_container) {
                    context.ask_type(&candidate.word, self.rows[index], &self.path(row), &field.ty);
                }
            }
            Holds::Members => {
                members = self.members(context, row);
                field.ty = Type::Struct(None);
            }
            Holds::Values => {
                members = self.members(context, row);
                field.ty = Type::Map(Box::new(Type::Struct(None)));
            }
            Holds::List(wrapper) => members = self.list(context, row, &mut field, wrapper),
        }
        let ty = std::mem::take(&mut field.ty);
        let mut draft = Draft { values, ..Draft::from(field) };
        draft.members.extend(members);
        facts::settle(&mut draft, ty, false);
        draft
    }

    /// What a list without rows below it holds, where a list around it holds the same: a tree.
    fn again(&self, row: u16) -> Option<&String> {
        let element = |row: u16| match &self.candidates.get(usize::from(row))?.word {
            Word::List(element) => element.as_ref(),
            _ => None,
        };
        let above = |row: &u16| self.placed.get(usize::from(*row)).map(|placed| placed.parent);
        let own = element(row)?;
        std::iter::successors(above(&row), above).any(|row| element(row) == Some(own)).then_some(own)
    }

    /// The members of a list with rows below it.
    fn list(&self, context: &mut Context<'_>, row: u16, field: &mut Field, wrapper: &Wrapper<'_>) -> Vec<Draft> {
        let mut members_of = row;
        field.wrapper = match wrapper {
            Wrapper::Row(only) => Some(self.candidates[usize::from(*only)].name.clone()),
            wrapper => wrapper.name().map(str::to_owned),
        };
        if field.wrapper.is_none() {
            field.item = self.placed[usize::from(row)].shape.and_then(|shape| shape.item.clone());
        }
        let doubt = match wrapper {
            Wrapper::Row(only) => {
                members_of = *only;
                if self.placed[usize::from(*only)].evidence == Evidence::Guess {
                    field.evidence = Evidence::Guess;
                }
                None
            }
            Wrapper::Shown { disputed: true, .. } => Some("samples of this operation disagree on the wrapper around"),
            Wrapper::Known { name: None, same_operation: false } => {
                Some("other operations show no wrapper around, and no sample shows")
            }
            Wrapper::Known { name: Some(_), same_operation: false } => {
                Some("other operations show this wrapper, but no sample here shows")
            }
            Wrapper::Presumed(_) => Some("the page's other lists have a wrapper, but no sample shows"),
            Wrapper::Shown { .. } | Wrapper::Known { .. } | Wrapper::None => None,
        };
        // Members are only as sure as what stands around them.
        let sure = self.below(members_of).iter().map(|row| self.placed[usize::from(*row)].sure).fold(0.0, f32::max);
        if let Some(why) = doubt.filter(|_| sure < self.sure) {
            field.evidence = Evidence::Guess;
            Self::wrapper_guess(context, field, self.path(row), why, Probability::new(sure));
        }
        let members = self.members(context, members_of);
        let element = match &self.candidates[usize::from(row)].word {
            Word::List(Some(element)) => Some(element),
            // A type's name is one word; a wrapper's may be anything that a page holds.
            _ => infer::item_name(field).filter(|name| infer::is_word(name)),
        };
        field.ty = Type::List(Box::new(Type::Struct(element.cloned())));
        members
    }

    /// Says that the wrapper of a list is not certain, nor then the places of its members.
    fn wrapper_guess(context: &mut Context<'_>, field: &Field, path: String, why: &str, sure: Probability) {
        let wrapper = field.wrapper.as_deref().map_or_else(|| "none".to_owned(), |wrapper| format!("`{wrapper}`"));
        let message = format!("{why} `{}`; its wrapper on the wire is taken to be {wrapper} ({sure} sure)", field.name);
        let choices = question::wrappers(context.action, &path, field.wrapper.as_deref());
        context.ask(QuestionKind::Wrapper, path, field.span, message, choices);
    }

    /// A row with nothing below it.
    fn leaf(
        context: &mut Context<'_>,
        field: &mut Field,
        (word, ty): (&Word, &str),
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
            // A sample shows a number that is too large for a sign.
            Word::Scalar(Type::Long | Type::Integer) if shape.is_some_and(|shape| shape.scalars.unsigned) => {
                field.ty = Type::Unsigned;
            }
            Word::Scalar(ty) => field.ty = ty.clone(),
            Word::ListOf(ty) => {
                field.ty = Type::List(Box::new(ty.clone()));
                field.wrapper = shape.and_then(nest::of_values).map(str::to_owned);
                field.item = shape.and_then(|shape| shape.item.clone());
            }
            Word::Unknown => {
                let nearest = cells::nearest(ty).unwrap_or(Type::String);
                field.ty = shape.map_or(nearest, |shape| infer::scalar(shape, vendor));
            }
            Word::Blank => match shape {
                Some(shape) if shape.is_container() => infer::fill(field, shape, None, origin),
                Some(shape) => field.ty = infer::scalar(shape, vendor),
                // Where types are left out, it is those of containers: with an example that is a value, a list's.
                None if field.example.is_some() => field.ty = Type::List(Box::new(Type::String)),
                None => field.ty = Type::Any,
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
                    field.item = shape.and_then(|shape| shape.item.clone());
                }
            }
        }
        #[allow(clippy::cast_possible_truncation, reason = "a probability")]
        as_sure_as_samples(&mut field.fields, field.sure.get() as f32);
        if !field.fields.is_empty() && !field.from_sample {
            context.ask_members(path(), field);
        }
    }

    /// `response/Data/List`
    fn path(&self, row: u16) -> String {
        path(&self.steps(row))
    }

    /// The names on the way to a row; wrappers are no step of it.
    fn steps(&self, row: u16) -> Vec<&str> {
        nest::path(self.candidates, self.placed, row)
    }

    /// The other parents that a row may have, with their probabilities. One that differs only in whether it is the list
    /// or its wrapper has the same way to it, and is none.
    fn alternatives(&self, row: u16) -> Vec<(Vec<&str>, f32)> {
        let is_open = |place: &&Placed<'_>| place.role == Role::Member && self.is_asked(usize::from(row));
        let Some(place) = self.placed.get(usize::from(row)).filter(is_open) else { return Vec::new() };
        let here = self.steps(place.parent);
        let mut others: Vec<(Vec<&str>, f32)> = Vec::new();
        for (parent, p) in &place.alternatives {
            let steps = self.steps(*parent);
            match others.iter_mut().find(|(known, _)| *known == steps) {
                Some((_, known)) => *known += p,
                None if steps != here => others.push((steps, *p)),
                None => {}
            }
        }
        others
    }

    /// Asks where rows belong that could stand elsewhere, the most doubtful first. What is in doubt only since the row
    /// above it is has been asked with that.
    fn ask_places(&self, context: &mut Context<'_>) {
        let mut asked: Vec<usize> = (0..self.placed.len()).filter(|row| self.is_asked(*row)).collect();
        asked.sort_by(|a, b| self.placed[*a].sure.total_cmp(&self.placed[*b].sure));
        for index in asked {
            let (placed, row) = (&self.placed[index], u16::try_from(index).unwrap_or(ROOT));
            let name = &self.candidates[index].name;
            let here = shown(&self.steps(placed.parent));
            let others = self.alternatives(row);
            let list: Vec<String> =
                others.iter().map(|(other, p)| format!("below {} {}", shown(other), Probability::new(*p))).collect();
            let or = if list.is_empty() {
                "which object stands around it there is a guess".to_owned()
            } else {
                format!("or {}", list.join(", "))
            };
            let settles = match (placed.shown, self.sampled) {
                (true, _) => "a sample shows it there, but the rows around it speak against it",
                (false, true) => "no sample shows it there; one that has it would settle it",
                (false, false) => "the page has no sample of a response; one would settle it",
            };
            let sure = Probability::new(placed.sure);
            let message = format!("`{name}` was put below {here} ({sure} sure), {or}; {settles}");
            let alternatives: Vec<String> = others.iter().map(|(other, _)| path(other)).collect();
            let path = self.path(row);
            let choices = question::placements(context.action, &path, &alternatives);
            context.ask(QuestionKind::Placement, path, self.rows[index].span, message, choices);
        }
    }

    fn is_asked(&self, row: usize) -> bool {
        self.placed.get(row).is_some_and(|placed| {
            let above = self.placed.get(usize::from(placed.parent));
            let asked_above = above.is_some_and(|above| above.evidence == Evidence::Guess);
            placed.evidence == Evidence::Guess && (placed.is_torn || !asked_above)
        })
    }
}

/// A response that the page describes nowhere but in samples: which fields it has is a guess.
pub(super) fn nobody_says(fields: &mut [Field]) {
    for field in fields {
        field.evidence = Evidence::Guess;
        nobody_says(&mut field.fields);
    }
}

/// Fields that only samples show, below one that is as sure as this.
fn as_sure_as_samples(fields: &mut [Field], around: f32) {
    for field in fields {
        field.sure = Probability::new(around * nest::OF_SAMPLES);
        as_sure_as_samples(&mut field.fields, around);
    }
}

/// A place as people read it.
fn shown(path: &[&str]) -> String {
    if path.is_empty() { "the root".to_owned() } else { format!("`{}`", path.join(".")) }
}

/// `response/Data/List`
fn path(steps: &[&str]) -> String {
    std::iter::once("response").chain(steps.iter().copied()).collect::<Vec<_>>().join("/")
}

/// A name that stands twice below one parent.
fn doubled(context: &mut Context<'_>, known: &Draft, again: &Draft, path: impl FnOnce() -> String) {
    let contradicts = !known.is_like(again);
    let (known, again) = (&known.field, &again.field);
    let line = context.file.line(known.span.start);
    if contradicts {
        let path = path();
        let message = format!("`{}` stands twice in one place with different types, first in line {line}", again.name);
        let choices = question::contradicting(context.action, &path);
        context.ask(QuestionKind::Contradiction, path, again.span, message, choices);
    } else {
        let message = format!("`{}` stands twice here, first in line {line}; it is read once", again.name);
        context.say(again.span, Code::RowDoubled, message);
    }
    context.doubled.push(Doubled { first: known.span, again: again.span, contradicts });
}

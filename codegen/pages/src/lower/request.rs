//! The request table as fields: `.N` and dotted names become lists and structs.

use super::draft::Draft;
use super::{Context, Doubled, facts, infer};
use crate::bounds::FIELD_DEPTH;
use crate::cells::{self, Word};
use crate::diagnostic::Code;
use crate::ir::{Encoding, Evidence, Field, Type, Vendor};
use crate::page::Row;
use crate::question;
use crate::sample::{self, Shape};
use crate::source::shortened;
use crate::wire::{Step, is_common, steps};

/// The request's fields.
pub(super) fn lower(context: &mut Context<'_>, rows: &[Row], shape: Option<&Shape>) -> Vec<Draft> {
    let mut fields: Vec<Draft> = Vec::new();
    // The marked rows that are open, each with how far its name stands to the right.
    let mut open: Vec<(u32, Vec<Step>)> = Vec::new();
    for row in rows {
        let name = super::text::wire_name(row.name.text(context.file));
        if name.is_empty() || is_common(&name, context.vendor) {
            continue;
        }
        while open.last().is_some_and(|(depth, _)| *depth >= row.depth) {
            open.pop();
        }
        let mut steps = steps(&name);
        if let Some((_, above)) = open.last() {
            steps = above.iter().cloned().chain(steps).collect();
        }
        // Told before a tree is built: everything that reads it recurses.
        if steps.len() > FIELD_DEPTH {
            let (name, levels) = (shortened(&name), steps.len());
            let message = format!("`{name}` would stand {levels} levels deep; at most {FIELD_DEPTH} are read");
            context.say(row.name.span, Code::NestingTooDeep, message);
            continue;
        }
        // Members of a list stand below each of its items.
        let list = matches!(cells::word(row.ty.text(context.file), context.vendor), Word::List(_));
        if open.len() < FIELD_DEPTH {
            let mut own = steps.clone();
            own.last_mut().into_iter().for_each(|last| last.list |= list);
            open.push((row.depth, own));
        }
        let field = field(context, row, &steps, shape);
        insert(context, &mut fields, &path(&steps), &steps, field);
    }
    fields
}

/// `request/Tag/Key`
fn path(steps: &[Step]) -> String {
    std::iter::once("request").chain(steps.iter().map(|step| step.name.as_str())).collect::<Vec<_>>().join("/")
}

fn field(context: &mut Context<'_>, row: &Row, steps: &[Step], shape: Option<&Shape>) -> Draft {
    let vendor = context.vendor;
    let mut field = Field {
        name: steps.last().map(|step| step.name.clone()).unwrap_or_default(),
        span: row.span,
        evidence: Evidence::Example,
        ..Field::default()
    };
    field.required = row.required.and_then(|cell| cells::required(cell.text(context.file)));
    field.position = row.position.and_then(|cell| cells::position(cell.text(context.file)));
    let values = facts::describe(context, &mut field, row);
    // Where the column was lost, the text may still say so; Tencent Cloud's column says no beside such a text.
    if (row.required.is_none() || vendor == Vendor::Tencent)
        && ["(必填)", "（必填）", "(required)"].iter().any(|word| field.description.contains(word))
    {
        field.required = Some(true);
    }
    let listed = steps.last().is_some_and(|step| step.list);
    let example = example_shape(row.example.text(context.file));
    let seen = shape.and_then(|shape| shape.members.get(&field.name)).filter(|shape| !shape.members.is_empty());
    let seen = seen.or(example.as_ref().filter(|shape| !shape.members.is_empty()));
    let word = cells::word(row.ty.text(context.file), vendor);
    match &word {
        Word::Scalar(ty) => field.ty = ty.clone(),
        Word::ListOf(ty) => field.ty = Type::List(Box::new(ty.clone())),
        Word::List(_) | Word::Named(_) | Word::Struct | Word::Map => {
            let element = match &word {
                Word::List(element) => element.as_deref(),
                Word::Named(name) => Some(name.as_str()),
                _ => None,
            };
            if let Some(shape) = seen {
                infer::fill(&mut field, shape, element, context.origin());
                field.wrapper = None;
                context.ask_members(path(steps), &field);
            } else {
                let scalars = example
                    .as_ref()
                    .filter(|shape| shape.list && shape.scalars.any())
                    .map(|shape| infer::scalar(shape, vendor));
                field.ty = match word {
                    Word::Map => Type::Map(Box::new(Type::Any)),
                    _ => scalars.unwrap_or(Type::Any),
                };
            }
            if matches!(word, Word::List(_)) && !matches!(field.ty, Type::List(_)) {
                field.ty = Type::List(Box::new(std::mem::take(&mut field.ty)));
            }
        }
        Word::Unknown => field.ty = cells::nearest(row.ty.text(context.file)).unwrap_or(Type::String),
        Word::Blank => field.ty = Type::String,
    }
    context.ask_type(&word, row, &path(steps), &field.ty);
    if listed {
        if !matches!(field.ty, Type::List(_)) {
            field.ty = Type::List(Box::new(std::mem::take(&mut field.ty)));
        }
        if vendor == Vendor::Aliyun {
            field.encoding = Some(Encoding::Repeat);
        }
    }
    let max_items = field.max_items;
    let ty = std::mem::take(&mut field.ty);
    let mut draft = Draft { values, ..Draft::from(field) };
    facts::settle(&mut draft, ty, true);
    // `N的取值范围` in the row of `Tag.N.Key` is about the tags.
    if steps.iter().any(|step| step.list) {
        draft.field.max_items = max_items;
    }
    draft
}

/// Puts a field at the end of its dotted path; the structs on the way are made as needed.
fn insert(context: &mut Context<'_>, fields: &mut Vec<Draft>, path: &str, steps: &[Step], mut draft: Draft) {
    let Some((step, rest)) = steps.split_first() else { return };
    let at = fields.iter().position(|known| known.field.name == step.name);
    if rest.is_empty() {
        match at.and_then(|at| fields.get_mut(at)) {
            None => fields.push(draft),
            Some(known) if known.is_like(&draft) || known.field.span == draft.field.span => {
                doubled(context, &known.field, &draft.field);
            }
            // `Tag` after `Tag.N.Key`: the struct's own row.
            Some(known) if !known.members.is_empty() => {
                known.field.description = draft.field.description;
                known.field.required = known.field.required.or(draft.field.required);
            }
            Some(known) => contradicts(context, path, &known.field, &draft.field),
        }
        return;
    }
    let at = at.unwrap_or_else(|| {
        fields.push(Draft::from(Field {
            name: step.name.clone(),
            ty: Type::Any,
            position: draft.field.position,
            encoding: (step.list && context.vendor == Vendor::Aliyun).then_some(Encoding::Repeat),
            required: draft.field.required,
            span: draft.field.span,
            ..Field::default()
        }));
        fields.len() - 1
    });
    let Some(parent) = fields.get_mut(at) else { return };
    // `Tag.N.Key` says how many tags there may be.
    if step.list && parent.field.max_items.is_none() {
        parent.field.max_items = draft.field.max_items.take();
    }
    // The list must be sent where one of its members must; it need not where none must.
    let own_row = !parent.field.description.is_empty();
    parent.field.required = match (parent.field.required, draft.field.required) {
        (Some(false), _) if own_row => Some(false),
        (Some(true), _) | (_, Some(true)) => Some(true),
        (known, of_member) => known.or(of_member),
    };
    let list = step.list || matches!(parent.field.ty, Type::List(_));
    parent.field.ty = if list { Type::List(Box::new(Type::Struct(None))) } else { Type::Struct(None) };
    parent.values = None;
    insert(context, &mut parent.members, path, rest, draft);
}

fn doubled(context: &mut Context<'_>, known: &Field, again: &Field) {
    let line = context.file.line(known.span.start);
    let message = format!("`{}` stands twice, first in line {line}; it is read once", again.name);
    context.say(again.span, Code::RowDoubled, message);
    context.doubled.push(Doubled { first: known.span, again: again.span, contradicts: false });
}

fn contradicts(context: &mut Context<'_>, path: &str, known: &Field, again: &Field) {
    let line = context.file.line(known.span.start);
    let message = format!("`{}` stands twice with different types, first in line {line}", again.name);
    let choices = question::contradicting(context.action, path);
    context.ask(question::QuestionKind::Contradiction, path.to_owned(), again.span, message, choices);
    context.doubled.push(Doubled { first: known.span, again: again.span, contradicts: true });
}

/// An example that is a JSON document.
fn example_shape(cell: &str) -> Option<Shape> {
    let cell = cell.trim();
    if !cell.starts_with(['{', '[']) && !cell.starts_with("\\{") && !cell.starts_with("\\[") {
        return None;
    }
    let unescaped = cell
        .replace("\\{", "{")
        .replace("\\}", "}")
        .replace("\\[", "[")
        .replace("\\]", "]")
        .replace("\\_", "_")
        .replace("\\*", "*");
    sample::read(&unescaped, 0).map(|read| read.shape())
}

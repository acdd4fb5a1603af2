//! Whether two operations say the same, but for what a style loses.

use std::collections::{BTreeMap, BTreeSet};

use spectable_pages::diagnostic::{Code, Diagnostic, Severity};
use spectable_pages::ir::{Evidence, Field, Operation, Probability, Type};
use spectable_pages::source::Span;

use super::style::Loss;

/// How a styled page was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// It differs from the original and nothing is said.
    Silent,
    /// It differs, and something is said that is not said of the original.
    Said,
    /// It says the same.
    Same,
}

/// Both operations without what does not count.
pub(super) fn comparable(original: &Operation, styled: &Operation, losses: &[Loss]) -> (Operation, Operation) {
    let (mut one, mut other) = (original.clone(), styled.clone());
    // Where types are wider, more samples decode.
    other.samples = other.samples.min(one.samples);
    if losses.contains(&Loss::Around) && holds(&other.description, &one.description) {
        other.description.clone_from(&one.description);
    }
    if losses.contains(&Loss::RequiredUnsaid) {
        forget_unsaid(&mut one.request, &mut other.request);
    }
    if losses.contains(&Loss::EmptyCells) {
        let mut lone = BTreeSet::new();
        find_lone(&one.request, &mut vec!["request".to_owned()], &mut lone);
        find_lone(&one.response, &mut vec!["response".to_owned()], &mut lone);
        for operation in [&mut one, &mut other] {
            join_lone(&mut operation.request, &mut vec!["request".to_owned()], &lone);
            join_lone(&mut operation.response, &mut vec!["response".to_owned()], &lone);
            for error in &mut operation.errors {
                error.message.push_str(&std::mem::take(&mut error.description));
            }
        }
    }
    for operation in [&mut one, &mut other] {
        settle(operation, losses);
    }
    (one, other)
}

/// Whether all paragraphs of a text are in another one.
fn holds(text: &str, paragraphs: &str) -> bool {
    let text = dense(text);
    paragraphs.split("\n\n").all(|paragraph| text.contains(&dense(paragraph)))
}

/// What the original does not say whether it is required is so in both.
fn forget_unsaid(original: &mut [Field], styled: &mut [Field]) {
    for field in original {
        if let Some(other) = styled.iter_mut().find(|other| other.name == field.name) {
            if field.required.is_none() && other.required == Some(false) {
                other.required = None;
            }
            forget_unsaid(&mut field.fields, &mut other.fields);
        }
    }
}

/// The fields that have only one of example and description.
fn find_lone(fields: &[Field], path: &mut Vec<String>, found: &mut BTreeSet<Vec<String>>) {
    for field in fields {
        path.push(field.name.clone());
        if field.example.is_none() || field.description.is_empty() {
            found.insert(path.clone());
        }
        find_lone(&field.fields, path, found);
        path.pop();
    }
}

fn join_lone(fields: &mut [Field], path: &mut Vec<String>, lone: &BTreeSet<Vec<String>>) {
    for field in fields {
        path.push(field.name.clone());
        if lone.contains(path) {
            field.description.push_str(&field.example.take().unwrap_or_default());
            (field.range, field.max_items, field.encoding) = (None, None, None);
            (field.default, field.unit) = (None, None);
            (field.deprecated, field.number) = (false, false);
            if let Type::Enum(_) = field.ty.innermost() {
                *field.ty.innermost_mut() = Type::String;
            }
        }
        join_lone(&mut field.fields, path, lone);
        path.pop();
    }
}

fn settle(operation: &mut Operation, losses: &[Loss]) {
    let lost = |loss: Loss| losses.contains(&loss);
    if lost(Loss::Title) {
        let both = format!("{}{}", std::mem::take(&mut operation.title), operation.description);
        operation.description = dense(&both).trim_start_matches(operation.name.as_str()).to_owned();
    }
    operation.title = dense(&operation.title);
    if lost(Loss::Around) {
        operation.title = operation.title.trim_start_matches(&format!("{}-", operation.name)).to_owned();
    }
    operation.description = dense(&operation.description);
    for error in &mut operation.errors {
        error.message = dense(&error.message);
        error.description = dense(&error.description);
    }
    settle_fields(&mut operation.request, losses);
    settle_fields(&mut operation.response, losses);
    for value in operation.enums.values_mut().flatten() {
        value.label = value.label.as_deref().map(dense);
    }
    if lost(Loss::TypeNames) || lost(Loss::EmptyCells) {
        rename_enums(operation);
    }
}

fn settle_fields(fields: &mut [Field], losses: &[Loss]) {
    let lost = |loss: Loss| losses.contains(&loss);
    for field in fields {
        field.span = Span::default();
        field.sure = Probability::CERTAIN;
        if lost(Loss::Sureness) {
            field.alternatives.clear();
            field.evidence = Evidence::Example;
        } else if field.evidence == Evidence::Order {
            field.evidence = Evidence::Example;
        }
        field.description = dense(&field.description);
        field.example = field.example.as_deref().map(dense).filter(|example| !example.is_empty());
        if lost(Loss::Required) {
            field.required = None;
        }
        if lost(Loss::Position) {
            field.position = None;
        }
        if lost(Loss::Wrappers) {
            (field.wrapper, field.item) = (None, None);
        }
        if lost(Loss::TypeNames) {
            match field.ty.innermost_mut() {
                Type::Struct(name) => *name = None,
                _ => field.ty = without_maps(std::mem::take(&mut field.ty)),
            }
        }
        settle_fields(&mut field.fields, losses);
    }
}

fn without_maps(ty: Type) -> Type {
    match ty {
        Type::Map(_) => Type::Any,
        Type::List(of) => Type::List(Box::new(without_maps(*of))),
        ty => ty,
    }
}

/// Enums are called after the first field that has them, and only those are left.
fn rename_enums(operation: &mut Operation) {
    fn walk(fields: &mut [Field], names: &mut BTreeMap<String, String>) {
        for field in fields {
            if let Type::Enum(name) = field.ty.innermost_mut() {
                let next = format!("E{}", names.len());
                name.clone_from(names.entry(name.clone()).or_insert(next));
            }
            walk(&mut field.fields, names);
        }
    }
    let mut names = BTreeMap::new();
    walk(&mut operation.request, &mut names);
    walk(&mut operation.response, &mut names);
    let enums = std::mem::take(&mut operation.enums);
    operation.enums =
        enums.into_iter().filter_map(|(name, values)| Some((names.get(&name)?.clone(), values))).collect();
    operation.enums.sort_keys();
}

/// A text without blanks, without the marks before list items, and without the bar that closed a cell, which the reader
/// of Markdown leaves in a last cell whose bar stands on a line of its own.
fn dense(text: &str) -> String {
    let mut dense = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim_start();
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let numbered = line[digits..].strip_prefix(". ").filter(|_| digits > 0);
        let body = line.strip_prefix("- ").or(numbered).unwrap_or(line);
        dense.extend(body.chars().filter(|c| !c.is_whitespace()));
    }
    dense.truncate(dense.trim_end_matches('|').len());
    dense
}

/// Whether the comparable operations are the same, and where they are not, whether new diagnostics say so. A question
/// speaks for the side of the operation that it is about.
pub(super) fn verdict(one: &Operation, other: Option<&Operation>, new: &[&Diagnostic]) -> Verdict {
    if other == Some(one) {
        return Verdict::Same;
    }
    let speaks = |side: Option<&str>| {
        new.iter().any(|diagnostic| match diagnostic.fixes.first() {
            None => true,
            Some(fix) => fix.entry.path.as_deref().is_some_and(|path| side.is_some_and(|side| path.starts_with(side))),
        })
    };
    let Some(other) = other else {
        return if new.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            Verdict::Said
        } else {
            Verdict::Silent
        };
    };
    let request = one.request == other.request;
    let response = one.response == other.response;
    let rest = {
        // What is worked out from fields follows from what is wrong with them.
        let (mut one, mut other) = (one.clone(), other.clone());
        for operation in [&mut one, &mut other] {
            operation.request.clear();
            operation.response.clear();
            if !(request && response) {
                operation.enums.clear();
                operation.paging = None;
                operation.window = None;
            }
        }
        one == other
    };
    let said = (request || speaks(Some("request"))) && (response || speaks(Some("response"))) && (rest || speaks(None));
    if said { Verdict::Said } else { Verdict::Silent }
}

/// What is said of a styled page and not of its original: messages are alike whatever lines they name.
pub(super) fn new<'a>(original: &[Diagnostic], styled: &'a [Diagnostic]) -> Vec<&'a Diagnostic> {
    let key = |diagnostic: &Diagnostic| {
        let words: String = diagnostic.message.chars().filter(|c| !c.is_ascii_digit()).collect();
        (diagnostic.code, words)
    };
    let mut known: Vec<(Code, String)> = original.iter().map(key).collect();
    // A repaired sample says nothing about rows.
    styled
        .iter()
        .filter(|diagnostic| diagnostic.code != Code::SampleRepaired)
        .filter(|diagnostic| match known.iter().position(|known| *known == key(diagnostic)) {
            Some(at) => {
                known.swap_remove(at);
                false
            }
            None => true,
        })
        .collect()
}

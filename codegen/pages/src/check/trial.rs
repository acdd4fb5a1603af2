//! A page's samples against the shape that was derived from it: does each decode?
//!
//! By the rules of the runtime's decoders, which accept what servers send for "nothing" and for lists, and numbers as
//! text; what they refuse is said here, with the row to blame, before anything is written.

use std::collections::BTreeSet;

use super::names::Names;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Field, Operation, Type};
use crate::lower::Samples;
use crate::sample::{Member, Node, SampleFormat, Value};
use crate::source::{SourceFile, Span, shortened};

/// So many misfits of one sample are told.
const TOLD_MOST: usize = 3;

/// What came of the samples.
#[derive(Debug, Default)]
pub(crate) struct Trial {
    /// The samples that do not decode.
    pub failed: Vec<Span>,
    /// What is in the way.
    pub diagnostics: Vec<Diagnostic>,
}

/// Tries each sample that a decoder must accept.
pub(crate) fn trial(file: &SourceFile, operation: &Operation, samples: &Samples) -> Trial {
    let mut trial = Trial::default();
    for (span, read) in samples.answers().filter(|(_, read)| read.is_for_decoders()) {
        let json = read.format == SampleFormat::Json;
        let mut reader =
            Reader { file, json, names: Names::default(), misfits: Vec::new(), path: Vec::new(), around: Vec::new() };
        for part in &read.parts {
            if let Value::Object(members) = &part.value {
                reader.members(&operation.response, members);
            }
        }
        if !reader.misfits.is_empty() {
            trial.failed.push(span);
            trial.diagnostics.extend(reader.misfits.into_iter().take(TOLD_MOST));
        }
    }
    trial
}

struct Reader<'a> {
    file: &'a SourceFile,
    /// JSON has a name once in an object; XML repeats the elements of a list.
    json: bool,
    names: Names<'a>,
    misfits: Vec<Diagnostic>,
    path: Vec<&'a str>,
    /// The structs around a value, the outermost first.
    around: Vec<&'a Field>,
}

impl<'a> Reader<'a> {
    fn members(&mut self, fields: &'a [Field], members: &[Member]) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for member in members {
            if let Some(field) = self.names.find(fields, &member.name) {
                self.path.push(&field.name);
                // Of what stands several times and is no list, the last one would count.
                if !seen.insert(&field.name) && (self.json || !matches!(field.ty, Type::List(_))) {
                    self.misfit(field, &field.ty, member.at, "there several times");
                }
                self.value(field, &field.ty, &member.node);
                self.path.pop();
            }
        }
    }

    fn value(&mut self, field: &'a Field, ty: &Type, node: &Node) {
        match (ty, &node.value) {
            (Type::Any, _) | (_, Value::Null | Value::Omitted) | (Type::Boolean, Value::Boolean(_)) => {}
            (Type::List(of), value) => match value {
                Value::Object(members) => self.wrapped(field, of, node, members),
                Value::List(items) => items.iter().for_each(|item| self.item(field, of, item)),
                _ if is_blank(value) => {}
                _ => self.item(field, of, node),
            },
            (Type::Map(of), Value::Object(members)) => {
                for member in members {
                    self.value(field, of, &member.node);
                }
            }
            (Type::Struct(_), Value::Object(members)) => {
                let of = self.structure(field);
                self.around.push(of);
                self.members(&of.fields, members);
                self.around.pop();
            }
            (_, Value::List(items)) if items.is_empty() => {}
            (_, Value::Object(members)) if members.is_empty() => {}
            (Type::Map(_) | Type::Struct(_), value) if is_blank(value) => {}
            (Type::String, Value::Text(text) | Value::Xml(text)) if field.is_number_in_text() => {
                if !fits(&Type::Long, text) {
                    self.misfit(field, ty, node.span, &format!("{}, which is no number", shown(&node.value)));
                }
            }
            (Type::String | Type::Enum(_), value) if !matches!(value, Value::Object(_) | Value::List(_)) => {}
            (ty, Value::Text(text) | Value::Xml(text) | Value::Number(text) | Value::Word(text)) if fits(ty, text) => {}
            _ => self.misfit(field, ty, node.span, &shown(&node.value)),
        }
    }

    /// The field that has the members of a field's struct: one around it where it is the same again.
    fn structure(&self, field: &'a Field) -> &'a Field {
        let again = field.again().and_then(|name| self.around.iter().rev().find(|outer| outer.defines(name)));
        again.copied().unwrap_or(field)
    }

    fn item(&mut self, field: &'a Field, of: &Type, item: &Node) {
        if !matches!(item.value, Value::Text(_) | Value::Xml(_)) || !is_blank(&item.value) {
            self.value(field, of, item);
        }
    }

    /// A list in its wrapper, in another one, or a single item.
    fn wrapped(&mut self, field: &'a Field, of: &Type, node: &Node, members: &[Member]) {
        let own = |member: &&Member| field.wrapper.as_ref().is_some_and(|wrapper| *wrapper == member.name);
        let first = members.first().map(|member| member.name.as_str());
        let alike = members.iter().all(|member| Some(member.name.as_str()) == first);
        let structure = self.structure(field);
        let mut known = |name: &str| self.names.exact(&structure.fields, name).is_some();
        let inside: Vec<&Member> = match first {
            _ if members.iter().any(|member| own(&member)) => members.iter().filter(own).collect(),
            Some(name) if alike && !known(name) => members.iter().collect(),
            Some(_) => return self.value(field, of, node),
            None => return,
        };
        if let Some(again) = inside.get(1).filter(|_| self.json) {
            self.misfit(field, &field.ty, again.at, "there several times");
        }
        for member in inside {
            match &member.node.value {
                Value::List(items) => items.iter().for_each(|item| self.item(field, of, item)),
                _ => self.item(field, of, &member.node),
            }
        }
    }

    fn misfit(&mut self, field: &Field, ty: &Type, place: Span, shown: &str) {
        let row = if field.span == Span::default() {
            "which only samples name".to_owned()
        } else {
            format!("by the row in line {}", self.file.line(field.span.start))
        };
        let message = format!(
            "`{}` is {shown} here, and `{ty}` {row}: a decoder refuses this sample or loses part of it, and no test is made of it",
            self.path.join(".")
        );
        self.misfits.push(Diagnostic::at(self.file, place, Code::SampleMisfit, message));
    }
}

/// A value in a few words.
fn shown(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::List(_) => "a list".to_owned(),
        Value::Boolean(_) => "true or false".to_owned(),
        Value::Text(text) | Value::Xml(text) => format!("the text `{}`", shortened(text)),
        Value::Number(text) | Value::Word(text) => format!("`{}`", shortened(text)),
        Value::Null | Value::Omitted => "nothing".to_owned(),
    }
}

/// Whether the wire writes "nothing" this way.
fn is_blank(value: &Value) -> bool {
    matches!(value, Value::Text(text) | Value::Xml(text) if text.trim().is_empty())
}

/// Whether a scalar's text is one of a type.
fn fits(ty: &Type, text: &str) -> bool {
    let text = text.trim();
    let numeric = || text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    // `12.0` and `1.2e1` are whole.
    let whole = || {
        if text.contains(['e', 'E']) {
            let number = text.parse::<f64>().ok().filter(|number| numeric() && number.fract() == 0.0)?;
            #[allow(clippy::cast_possible_truncation, reason = "a number so large is none of 64 bits")]
            return (number.abs() < 9e18).then_some(number as i64);
        }
        let (digits, fraction) = text.split_once('.').unwrap_or((text, ""));
        fraction.bytes().all(|b| b == b'0').then(|| digits.parse::<i64>().ok())?
    };
    match ty {
        _ if text.is_empty() => true,
        Type::Integer => whole().is_some_and(|number| i32::try_from(number).is_ok()),
        Type::Long => whole().is_some(),
        Type::Unsigned => text.parse::<u64>().is_ok() || whole().is_some_and(|number| number >= 0),
        Type::Float => numeric() && text.parse::<f64>().is_ok(),
        Type::Boolean => ["true", "false", "0", "1"].iter().any(|word| word.eq_ignore_ascii_case(text)),
        Type::String | Type::Enum(_) => true,
        _ => false,
    }
}

//! The mapping to a common record names fields that exist and can be read as what it wants.

use std::fmt::Debug;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{CallRecord, Field, Operation, Type, Words, at_path};
use crate::overrides::Overrides;
use crate::source::{SourceFile, Span};

/// Checks the mapping that a file of overrides has for an operation of its API, if it has one.
pub fn check(overrides: &Overrides, operation: &Operation) -> Vec<Diagnostic> {
    let Some(record) = &operation.call_record else { return Vec::new() };
    // The last one counts.
    let mut entries = overrides.entries.iter().rev();
    let entry = entries.find(|(entry, _)| entry.operation == operation.name && entry.call_record.is_some());
    let Some((_, span)) = entry else { return Vec::new() };
    let mut checker =
        Checker { file: &overrides.file, span: *span, operation, of: &record.of, diagnostics: Vec::new() };
    checker.record(record);
    checker.diagnostics
}

struct Checker<'a> {
    /// The overrides, and where the mapping begins.
    file: &'a SourceFile,
    span: Span,
    operation: &'a Operation,
    /// The path of the records.
    of: &'a str,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    fn record(&mut self, record: &'a CallRecord) {
        let Some(records) = at_path(&self.operation.response, self.of) else {
            let path = self.of.replace('.', "/");
            return self.refuse(Code::CallRecordLost, format!("names `response/{path}`, which is not there"), "of");
        };
        let of = if let Type::List(of) = &records.ty { of } else { &records.ty };
        if !matches!(of, Type::Struct(_)) {
            return self.misfit("of", self.of, records, "a struct or a list of structs");
        }
        let fields = records.fields.as_slice();
        self.text(fields, "id", Some(&record.id));
        self.text(fields, "caller", record.caller.as_deref());
        self.text(fields, "callee", record.callee.as_deref());
        self.unit(fields, "start", "", Some(&record.start), &["ms-epoch", "s-epoch"]);
        self.unit(fields, "duration", "", record.duration.as_deref(), &["s", "ms"]);
        if let Some(words) = &record.direction {
            self.words(fields, "direction", words);
        }
        if let Some(words) = &record.disposition {
            self.words(fields, "disposition", words);
        }
        for (what, parties) in [("agents", &record.agents), ("skill_groups", &record.skill_groups)] {
            let Some(parties) = parties else { continue };
            if parties.id.is_none() && parties.name.is_none() {
                self.refuse(Code::CallRecordEmpty, format!("has `{what}` with neither `id` nor `name`"), what);
            }
            let Some(fields) = self.items(fields, what, parties.list.as_deref()) else { continue };
            self.texts(fields, what, parties.id.as_deref());
            self.texts(fields, what, parties.name.as_deref());
        }
        if let Some(recordings) = &record.recordings
            && let Some(fields) = self.items(fields, "recordings", recordings.list.as_deref())
        {
            self.text(fields, "recordings", Some(&recordings.file));
            let below = recordings.list.as_deref().unwrap_or_default();
            self.unit(fields, "recordings", below, recordings.duration.as_deref(), &["s", "ms"]);
        }
    }

    /// The members of a list's items, or those of the record where there is no list.
    fn items(&mut self, fields: &'a [Field], what: &str, list: Option<&str>) -> Option<&'a [Field]> {
        let Some(path) = list else { return Some(fields) };
        let field = self.field(fields, what, path)?;
        if matches!(&field.ty, Type::List(of) if matches!(**of, Type::Struct(_))) {
            return Some(&field.fields);
        }
        self.misfit(what, path, field, "a list of structs");
        None
    }

    fn field(&mut self, fields: &'a [Field], what: &str, path: &str) -> Option<&'a Field> {
        let field = at_path(fields, path);
        if field.is_none() {
            let message = format!("names `{path}` for `{what}`, which is no field of `{}`", self.of);
            self.refuse(Code::CallRecordLost, message, what);
        }
        field
    }

    /// One text: no list stands on the way to it.
    fn text(&mut self, fields: &'a [Field], what: &str, path: Option<&str>) {
        if !self.goes_through_list(fields, what, path) {
            self.texts(fields, what, path);
        }
    }

    fn goes_through_list(&mut self, fields: &'a [Field], what: &str, path: Option<&str>) -> bool {
        let above = path.into_iter().flat_map(|path| path.match_indices('.').filter_map(|(at, _)| path.get(..at)));
        let list = above.filter_map(|above| at_path(fields, above)).find(|field| matches!(field.ty, Type::List(_)));
        let (Some(list), Some(path)) = (list, path) else { return false };
        let message = format!(
            "takes `{what}` from `{path}`, where `{}` is `{}`: expected a field of the record itself",
            list.name, list.ty
        );
        self.refuse(Code::CallRecordMisfit, message, what);
        true
    }

    fn texts(&mut self, fields: &'a [Field], what: &str, path: Option<&str>) {
        let Some(path) = path else { return };
        let Some(field) = self.field(fields, what, path) else { return };
        let readable = match &field.ty {
            Type::List(of) => **of == Type::String,
            ty => !matches!(ty, Type::Struct(_) | Type::Any | Type::Map(_)),
        };
        if !readable {
            self.misfit(what, path, field, "text, a number or a list of texts");
        }
    }

    /// `below` is the list in whose items the field stands.
    fn unit(&mut self, fields: &'a [Field], what: &str, below: &str, path: Option<&str>, units: &[&str]) {
        if self.goes_through_list(fields, what, path) {
            return;
        }
        let Some(path) = path else { return };
        let Some(field) = self.field(fields, what, path) else { return };
        if !matches!(field.ty, Type::Integer | Type::Long | Type::Unsigned | Type::Float | Type::String) {
            self.misfit(what, path, field, "a number");
        } else if !field.unit.as_deref().is_some_and(|unit| units.contains(&unit)) {
            let message = format!("takes `{what}` from `{path}`, but what that counts is not known");
            let steps = ["response", self.of, below, path].into_iter().filter(|step| !step.is_empty());
            let path = steps.collect::<Vec<_>>().join("/").replace('.', "/");
            self.diagnostics.push(self.about(Code::CallRecordUnit, &message).help(format!(
                "give `{path}` its `unit` in an override: {}",
                units.iter().map(|unit| format!("`{unit}`")).collect::<Vec<_>>().join(" or ")
            )));
        }
    }

    /// A value that the page no longer lists does no harm, but somebody should look.
    fn words<W: Ord + Debug>(&mut self, fields: &'a [Field], what: &str, words: &Words<W>) {
        self.text(fields, what, Some(&words.field));
        let Some(Type::Enum(name)) = at_path(fields, &words.field).map(|field| &field.ty) else { return };
        let known = self.operation.enums.get(name).map_or(&[][..], Vec::as_slice);
        for value in words.values.values().flatten() {
            if !known.iter().any(|known| known.value == *value) {
                let message = format!("has the value `{value}` for `{what}`, which `{name}` does not list");
                let diagnostic = self.about(Code::CallRecordValue, &message);
                self.diagnostics.push(diagnostic.help(format!("correct `{what}` of `call_record` in the override")));
            }
        }
    }

    fn misfit(&mut self, what: &str, path: &str, field: &Field, expected: &str) {
        let message = format!("takes `{what}` from `{path}`, which is `{}`: expected {expected}", field.ty);
        self.refuse(Code::CallRecordMisfit, message, what);
    }

    fn refuse(&mut self, code: Code, message: impl AsRef<str>, what: &str) {
        let diagnostic = self.about(code, message.as_ref()).help(format!("correct `{what}` of this `call_record`"));
        self.diagnostics.push(diagnostic);
    }

    fn about(&self, code: Code, message: &str) -> Diagnostic {
        let message = format!("the call record of `{}` {message}", self.operation.name);
        Diagnostic::at(self.file, self.span, code, message)
    }
}

//! Strict rules, after the overrides: what emission may rely on.

mod call_record;

pub use call_record::check as check_call_record;

use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Encoding, Field, Operation, Type, at_path};
use crate::source::SourceFile;

/// Checks an operation; a page whose operation fails stops the run.
pub fn check(file: &SourceFile, operation: &Operation) -> Vec<Diagnostic> {
    let mut checker = Checker { file, operation, diagnostics: Vec::new() };
    checker.fields("request", &operation.request, 0);
    checker.fields("response", &operation.response, 0);
    checker.paging();
    checker.window();
    checker.diagnostics
}

/// How deep structs may nest; real responses stay below 12.
const MAX_DEPTH: usize = 40;

struct Checker<'a> {
    file: &'a SourceFile,
    operation: &'a Operation,
    diagnostics: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn refuse(&mut self, field: &Field, code: &'static str, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::at(self.file, field.span, Severity::Error, code, message).help(help));
    }

    fn fields(&mut self, path: &str, fields: &[Field], depth: usize) {
        for (index, field) in fields.iter().enumerate() {
            let at = format!("{path}/{}", field.name);
            if field.name.is_empty() {
                self.refuse(
                    field,
                    "name-empty",
                    format!("a field of `{path}` has no name"),
                    "name it on the page, or remove it with an override",
                );
            }
            if let Some(first) = fields[..index].iter().find(|first| first.name == field.name) {
                let line = self.file.line(first.span.start);
                self.refuse(
                    field,
                    "name-doubled",
                    format!("`{at}` stands twice, first in line {line}"),
                    "an override can remove or rename one of the two",
                );
            }
            self.types(&at, field);
            if depth >= MAX_DEPTH {
                self.refuse(
                    field,
                    "nesting-too-deep",
                    format!("`{at}` stands more than {MAX_DEPTH} levels deep"),
                    "an override can move it",
                );
                return;
            }
            self.fields(&at, &field.fields, depth + 1);
        }
    }

    fn types(&mut self, at: &str, field: &Field) {
        let list = matches!(field.ty, Type::List(_));
        match field.ty.innermost() {
            Type::Enum(name) if !self.operation.enums.contains_key(name) => {
                self.refuse(
                    field,
                    "enum-unknown",
                    format!("`{at}` has the type `enum {name}`, which no field of the operation defines"),
                    "give the values in an override: `values:`",
                );
            }
            Type::Struct(_) if field.fields.is_empty() => {
                self.refuse(
                    field,
                    "struct-empty",
                    format!("`{at}` is a struct without members"),
                    "give its members in an override (`add:`), or its type (`type: any`)",
                );
            }
            Type::Struct(_) => {}
            _ if !field.fields.is_empty() => {
                self.refuse(
                    field,
                    "members-without-struct",
                    format!("`{at}` has members, but its type is `{}`", field.ty),
                    "give it the type `struct` in an override",
                );
            }
            _ => {}
        }
        if field.wrapper.is_some() && !list {
            self.refuse(
                field,
                "wrapper-without-list",
                format!("`{at}` has a wrapper, but its type is `{}`", field.ty),
                "a wrapper belongs to a `list<…>`",
            );
        }
        if matches!(field.encoding, Some(Encoding::Repeat)) && !list {
            self.refuse(
                field,
                "encoding-without-list",
                format!("`{at}` is repeated, but its type is `{}`", field.ty),
                "a repeated parameter is a `list<…>`",
            );
        }
        if let Some(range) = field.range
            && let (Some(min), Some(max)) = (range.min, range.max)
            && min > max
        {
            self.refuse(
                field,
                "range-empty",
                format!("no value of `{at}` lies in {range}"),
                "correct the range in an override",
            );
        }
    }

    /// Paging names fields that exist.
    fn paging(&mut self) {
        let Some(paging) = &self.operation.paging else { return };
        let operation = self.operation;
        for name in [&paging.number, &paging.size] {
            if !operation.request.iter().any(|field| field.name == *name) {
                self.lost("paging", &format!("request/{name}"));
            }
        }
        for path in paging.total.iter().chain(&paging.items) {
            if at_path(&operation.response, path).is_none() {
                self.lost("paging", &format!("response/{}", path.replace('.', "/")));
            }
        }
    }

    /// So does the period.
    fn window(&mut self) {
        let Some(window) = &self.operation.window else { return };
        let operation = self.operation;
        for name in [&window.start, &window.end] {
            if !operation.request.iter().any(|field| field.name == *name) {
                self.lost("window", &format!("request/{name}"));
            }
        }
        let items = operation.paging.as_ref().and_then(|paging| paging.items.as_deref()).unwrap_or_default();
        if at_path(&operation.response, &format!("{items}.{}", window.time)).is_none() {
            self.lost("window", &format!("response/{}/{}", items.replace('.', "/"), window.time.replace('.', "/")));
        }
    }

    fn lost(&mut self, what: &str, path: &str) {
        self.diagnostics.push(
            Diagnostic::on(
                &self.file.path,
                Severity::Error,
                if what == "paging" { "paging-lost" } else { "window-lost" },
                format!("the {what} of `{}` names `{path}`, which is not there", self.operation.name),
            )
            .help(format!("correct `{what}` in an override")),
        );
    }
}

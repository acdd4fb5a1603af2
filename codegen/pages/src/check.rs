//! Strict rules, after the overrides: what emission may rely on.

mod call_record;
mod names;
mod trial;

pub use call_record::check as check_call_record;
pub(crate) use trial::trial;

use std::collections::BTreeMap;

use crate::bounds::FIELD_DEPTH;
use crate::diagnostic::{Code, Diagnostic};
use crate::fix::Fix;
use crate::ir::{Encoding, Field, Operation, Override, Type, at_path};
use crate::source::SourceFile;

/// Checks an operation; a page whose operation fails stops the run.
pub fn check(file: &SourceFile, operation: &Operation) -> Vec<Diagnostic> {
    let mut checker = Checker { file, operation, around: Vec::new(), diagnostics: Vec::new() };
    checker.fields("request", &operation.request);
    checker.fields("response", &operation.response);
    checker.paging();
    checker.window();
    checker.diagnostics
}

struct Checker<'a> {
    file: &'a SourceFile,
    operation: &'a Operation,
    /// The fields around the ones that are looked at, the outermost first.
    around: Vec<&'a Field>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    fn refuse(&mut self, field: &Field, code: Code, message: String) {
        self.diagnostics.push(Diagnostic::at(self.file, field.span, code, message));
    }

    /// Refuses a field for its type, and offers the override that gives it another one.
    fn refuse_type(&mut self, at: &str, field: &Field, code: Code, message: String, fix: (&str, Type, &str)) {
        let (what, ty, why) = fix;
        let entry = Override {
            operation: self.operation.name.clone(),
            path: Some(at.to_owned()),
            ty: Some(ty),
            why: why.to_owned(),
            ..Override::default()
        };
        let fix = Fix::new(&self.operation.api(), what, entry);
        self.diagnostics.push(Diagnostic::at(self.file, field.span, code, message).fixes(vec![fix]));
    }

    fn fields(&mut self, path: &str, fields: &'a [Field]) {
        let mut known: BTreeMap<&str, &Field> = BTreeMap::new();
        for field in fields {
            let at = format!("{path}/{}", field.name);
            if field.name.is_empty() {
                self.refuse(field, Code::NameEmpty, format!("a field of `{path}` has no name"));
            }
            let first = *known.entry(&field.name).or_insert(field);
            if !std::ptr::eq(first, field) {
                let line = self.file.line(first.span.start);
                self.refuse(field, Code::NameDoubled, format!("`{at}` stands twice, first in line {line}"));
            }
            self.types(&at, field);
            if self.around.len() >= FIELD_DEPTH {
                self.refuse(field, Code::NestingTooDeep, format!("`{at}` stands more than {FIELD_DEPTH} levels deep"));
                return;
            }
            self.around.push(field);
            self.fields(&at, &field.fields);
            self.around.pop();
        }
    }

    fn types(&mut self, at: &str, field: &Field) {
        let list = matches!(field.ty, Type::List(_));
        match field.ty.innermost() {
            Type::Enum(name) if !self.operation.enums.contains_key(name) => {
                self.refuse(
                    field,
                    Code::EnumUnknown,
                    format!("`{at}` has the type `enum {name}`, which no field of the operation defines"),
                );
            }
            Type::Struct(_)
                if field.again().is_some_and(|name| self.around.iter().any(|outer| outer.defines(name))) => {}
            Type::Struct(_) if field.fields.is_empty() => {
                let fix = ("to take any value", Type::Any, "The page does not list its members.");
                self.refuse_type(at, field, Code::StructEmpty, format!("`{at}` is a struct without members"), fix);
            }
            Type::Struct(_) => {}
            _ if !field.fields.is_empty() => {
                let fix = ("to make it a struct", Type::Struct(None), "The page lists members of it.");
                let message = format!("`{at}` has members, but its type is `{}`", field.ty);
                self.refuse_type(at, field, Code::MembersWithoutStruct, message, fix);
            }
            _ => {}
        }
        if field.wrapper.is_some() && !list {
            self.refuse(
                field,
                Code::WrapperWithoutList,
                format!("`{at}` has a wrapper, but its type is `{}`", field.ty),
            );
        }
        if field.item.is_some() && (!list || field.wrapper.is_some()) {
            let found = if list { "it has a wrapper".to_owned() } else { format!("its type is `{}`", field.ty) };
            self.refuse(field, Code::ItemMisplaced, format!("`{at}` has an item's name, but {found}"));
        }
        if matches!(field.encoding, Some(Encoding::Repeat)) && !list {
            self.refuse(
                field,
                Code::EncodingWithoutList,
                format!("`{at}` is repeated, but its type is `{}`", field.ty),
            );
        }
        if let Some(range) = field.range
            && let (Some(min), Some(max)) = (range.min, range.max)
            && min > max
        {
            self.refuse(field, Code::RangeEmpty, format!("no value of `{at}` lies in {range}"));
        }
    }

    /// Paging names fields that exist.
    fn paging(&mut self) {
        let Some(paging) = &self.operation.paging else { return };
        let operation = self.operation;
        for name in [&paging.number, &paging.size] {
            if !operation.request.iter().any(|field| field.name == *name) {
                self.lost(Code::PagingLost, &format!("request/{name}"));
            }
        }
        for path in paging.total.iter().chain(&paging.items) {
            if at_path(&operation.response, path).is_none() {
                self.lost(Code::PagingLost, &format!("response/{}", path.replace('.', "/")));
            }
        }
    }

    /// So does the period.
    fn window(&mut self) {
        let Some(window) = &self.operation.window else { return };
        let operation = self.operation;
        for name in [&window.start, &window.end] {
            if !operation.request.iter().any(|field| field.name == *name) {
                self.lost(Code::WindowLost, &format!("request/{name}"));
            }
        }
        let items = operation.paging.as_ref().and_then(|paging| paging.items.as_deref()).unwrap_or_default();
        if at_path(&operation.response, &format!("{items}.{}", window.time)).is_none() {
            self.lost(
                Code::WindowLost,
                &format!("response/{}/{}", items.replace('.', "/"), window.time.replace('.', "/")),
            );
        }
    }

    fn lost(&mut self, code: Code, path: &str) {
        let what = if code == Code::PagingLost { "paging" } else { "window" };
        let message = format!("the {what} of `{}` names `{path}`, which is not there", self.operation.name);
        self.diagnostics.push(Diagnostic::on(&self.file.path, code, message));
    }
}

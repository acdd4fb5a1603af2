//! Tencent Cloud's dialect: named objects with members, each with its own `required`.

use std::collections::BTreeMap;

use super::build::Builder;
use super::json::Json;
use super::{Described, Silent};
use crate::ir::{Field, Operation, Type, Vendor};
use crate::source::{Span, shortened};
use crate::wire::is_common;

/// The keys of an operation that are known.
const ACTION: &[&str] = &["name", "document", "input", "output", "status", "usage"];

/// Those of a member.
const MEMBER: &[&str] = &[
    "name",
    "type",
    "member",
    "required",
    "output_required",
    "value_allowed_null",
    "disabled",
    "document",
    "example",
    "default",
    "range",
    "values",
    "maxLength",
    "minLength",
];

/// What the schema says of one of its operations.
pub(super) fn describe(root: &Json, action: &Json, operation: Operation) -> Described {
    let (build, disabled) = (Builder::new(operation), BTreeMap::new());
    let mut reader = Reader { objects: root.get("objects"), build, disabled, path: Vec::new() };
    reader.build.unknown(action, &[ACTION], "an operation");
    let operation = &mut reader.build.operation;
    operation.deprecated = action.text_of("status").is_some_and(|status| matches!(status, "deprecated" | "offline"));
    operation.title = action.text_of("name").map(super::plain).unwrap_or_default();
    operation.description = action.text_of("document").map(super::plain).unwrap_or_default();
    let request = action.text_of("input").and_then(|name| reader.side("request", name));
    let response = action.text_of("output").and_then(|name| reader.side("response", name));
    let silent = Silent { response: response.is_none(), errors: true, wrappers: true, ..Silent::default() };
    let remarks = reader.build.remarks();
    let Reader { build, disabled, .. } = reader;
    let mut operation = build.operation;
    operation.request = request.unwrap_or_default();
    operation.request.retain(|field| !is_common(&field.name, Vendor::Tencent));
    operation.response = response.unwrap_or_default();
    Described { operation, silent, disabled, remarks }
}

struct Reader<'a> {
    objects: Option<&'a Json>,
    build: Builder,
    /// What is switched off, by its path.
    disabled: BTreeMap<String, Span>,
    path: Vec<String>,
}

impl Reader<'_> {
    fn side(&mut self, side: &str, name: &str) -> Option<Vec<Field>> {
        self.path = vec![side.to_owned()];
        self.object(name, side == "request", 0)
    }

    /// The members of a named object; `None` where there is none of this name.
    fn object(&mut self, name: &str, request: bool, depth: usize) -> Option<Vec<Field>> {
        let object = self.objects?.get(name)?;
        self.build.unknown(object, &[&["type", "document", "members", "usage"]], "an object");
        let members = object.get("members").into_iter().flat_map(Json::items);
        Some(members.filter_map(|member| self.member(member, request, depth)).collect())
    }

    fn member(&mut self, member: &Json, request: bool, depth: usize) -> Option<Field> {
        self.build.unknown(member, &[MEMBER], "a member");
        if !self.build.has_room(member.span, depth) {
            return None;
        }
        let Some(name) = member.text_of("name").filter(|name| !name.is_empty()) else {
            self.build.remark(member.span, "a member without a name was read over".to_owned());
            return None;
        };
        let path = format!("{}/{name}", self.path.join("/"));
        // What is disabled is not on the page.
        if member.is("disabled") {
            self.disabled.insert(path, member.span);
            return None;
        }
        self.path.push(name.to_owned());
        let field = self.told(name, member, request, depth);
        self.path.pop();
        Some(field)
    }

    fn told(&mut self, name: &str, member: &Json, request: bool, depth: usize) -> Field {
        let mut field = Field { name: name.to_owned(), span: member.span, ..Field::default() };
        field.required = member.get("required").and_then(Json::boolean).filter(|_| request);
        field.description = member.text_of("document").map(super::plain).unwrap_or_default();
        let scalar = |name: &str| member.get(name).and_then(Json::scalar).filter(|text| !text.trim().is_empty());
        field.example = scalar("example").filter(|example| !crate::cells::says_nothing(example));
        let of = member.text_of("member").unwrap_or_default();
        let word = member.text_of("type").unwrap_or_default();
        let holds = matches!(word, "list" | "object");
        let of = self.value(&mut field, if of.is_empty() && !holds { word } else { of }, member, request, depth);
        field.ty = if word == "list" { Type::List(Box::new(of)) } else { of };
        self.build.no_endless(&mut field);
        field
    }

    /// A scalar's word, or the name of an object.
    fn value(&mut self, field: &mut Field, word: &str, member: &Json, request: bool, depth: usize) -> Type {
        match word {
            "string" | "binary" | "date" | "datetime" | "datetime_iso" | "timestamp" | "timestamp_iso" => Type::String,
            // The pages call all whole numbers `Integer`, which 64 bits hold.
            "int64" | "int" | "int32" | "uint32" | "integer" => Type::Long,
            "uint64" => Type::Unsigned,
            "float" | "double" => Type::Float,
            "bool" | "boolean" => Type::Boolean,
            "any" | "" => Type::Any,
            name => {
                let element = match self.build.enter(name) {
                    Ok(element) => element,
                    Err(again) => return again,
                };
                let members = self.object(name, request, depth + 1);
                self.build.leave();
                match members {
                    Some(members) if !members.is_empty() => {
                        field.fields = members;
                        Type::Struct(Some(element))
                    }
                    Some(_) => Type::Any,
                    None => {
                        let what =
                            format!("`{}` is no object of the schema and was taken for any value", shortened(name));
                        self.build.remark(member.span, what);
                        Type::Any
                    }
                }
            }
        }
    }
}

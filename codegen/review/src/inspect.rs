//! What was understood of a page, as one JSON object.

use serde_json::{Map, Value, json};
use spectable_pages::ir::{Encoding, EnumValue, Evidence, Field, Operation, Type};
use spectable_pages::page::Side;
use spectable_pages::pipeline::Document;

/// The object of one page; `None` where it could not be read.
pub fn object(document: &Document) -> Option<Value> {
    let operation = document.operation.as_ref()?;
    let identity = document.identity.as_ref()?;
    let line = |field: &Field| document.file.line(field.span.start);
    Some(json!({
        "page": document.file.path,
        "vendor": identity.vendor.as_str(),
        "product": identity.product,
        "version": identity.version,
        "action": identity.action,
        "request": fields(&operation.request, Side::Request, &line),
        "response": fields(&operation.response, Side::Response, &line),
        "enums": enums(operation),
        "errors": operation.errors,
        "diagnostics": document.diagnostics.iter().map(|diagnostic| json!({
            "code": diagnostic.code.as_str(),
            "severity": diagnostic.severity.as_str(),
            "line": diagnostic.line,
            "message": diagnostic.message,
        })).collect::<Vec<_>>(),
    }))
}

fn fields(fields: &[Field], side: Side, line: &dyn Fn(&Field) -> usize) -> Vec<Value> {
    fields.iter().map(|field| one(field, side, line)).collect()
}

fn one(field: &Field, side: Side, line: &dyn Fn(&Field) -> usize) -> Value {
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| {
        object.insert(key.to_owned(), value);
    };
    put("name", json!(field.name));
    put("type", ty(&field.ty, field, side, line));
    if let Type::Enum(name) = field.ty.innermost()
        && is_number(field, side)
    {
        put("enum", json!(name));
    }
    put("required", json!(field.required));
    put(
        "evidence",
        json!(match field.evidence {
            Evidence::Example => "example",
            Evidence::Order => "order",
            Evidence::Guess => "guess",
        }),
    );
    put("p", json!(field.sure.get()));
    put("line", json!(line(field)));
    if let Some(range) = field.range {
        put("range", json!({ "min": range.min, "max": range.max }));
    }
    if let Some(default) = &field.default {
        put("default", json!(default));
    }
    if let Some(encoding) = field.encoding {
        put(
            "encoding",
            json!(match encoding {
                Encoding::Comma => "comma",
                Encoding::Json => "json",
                Encoding::Repeat => "repeat",
            }),
        );
    }
    if let Some(max) = field.max_items {
        put("max_items", json!(max));
    }
    if let Some(item) = &field.item {
        put("item", json!(item));
    }
    if field.deprecated {
        put("deprecated", json!(true));
    }
    if let Some(unit) = &field.unit {
        put("unit", json!(unit));
    }
    Value::Object(object)
}

/// Whether the values of a field's enum are numbers on the wire: an answer has them so, and every parameter is text.
fn is_number(field: &Field, side: Side) -> bool {
    field.number && side == Side::Response
}

fn ty(ty_: &Type, field: &Field, side: Side, line: &dyn Fn(&Field) -> usize) -> Value {
    match ty_ {
        Type::String => json!("string"),
        Type::Integer => json!("integer"),
        Type::Long | Type::Unsigned => json!("long"),
        Type::Float => json!("float"),
        Type::Boolean => json!("boolean"),
        Type::Any => json!("any"),
        Type::Enum(_) if is_number(field, side) => json!("integer"),
        Type::Enum(name) => json!({ "enum": name }),
        Type::Struct(_) => json!({ "struct": fields(&field.fields, side, line) }),
        Type::List(of) => json!({ "list": ty(of, field, side, line), "wrapper": field.wrapper }),
        Type::Map(of) => json!({ "map": ty(of, field, side, line) }),
    }
}

fn enums(operation: &Operation) -> Value {
    let list = |values: &Vec<EnumValue>| {
        Value::Array(
            values
                .iter()
                .map(|value| json!({ "value": value.value, "code": value.code, "label": value.label }))
                .collect(),
        )
    };
    Value::Object(operation.enums.iter().map(|(name, values)| (name.clone(), list(values))).collect())
}

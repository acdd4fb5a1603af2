//! The operations as an OpenAPI 3.1 document, for tools that know no other form.
//!
//! OpenAPI tells operations apart by path and method, these APIs by an action. So each operation stands under
//! a path of its own, `/aliyun/ccc/2017-07-05/ListCallDetailRecords`; `x-action` and `x-protocol` say what
//! goes out instead. REST-style operations keep their path and method behind that prefix.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};
use spectable_pages::ir::{Encoding, EnumValue, Field, Operation, Position, Protocol, Type};
use spectable_pages::sample::{SampleFormat, SampleText};

/// The document; operations in the given order, each with its samples.
pub fn document<'a>(title: &str, operations: impl IntoIterator<Item = (&'a Operation, Vec<SampleText>)>) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    let mut schemas = Schemas { all: Map::new(), enums: None, prefix: String::new() };
    let mut tags: Vec<String> = Vec::new();
    for (operation, samples) in operations {
        let api = operation.api();
        let key = format!("{}.{}", api.replace('/', "."), operation.name);
        schemas.prefix.clone_from(&key);
        schemas.enums = Some(&operation.enums);
        let (path, method) = match &operation.http {
            Some(http) => {
                let path = http.path.replace('[', "{").replace(']', "}");
                (format!("/{api}{path}"), http.method.to_ascii_lowercase())
            }
            None => (format!("/{api}/{}", operation.name), "post".to_owned()),
        };
        let item = paths.entry(path).or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(item) = item {
            item.insert(method, schemas.operation(operation, &key, &api, &samples));
        }
        if !tags.contains(&api) {
            tags.push(api);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": title, "version": env!("CARGO_PKG_VERSION") },
        "servers": [{ "url": "https://example.invalid", "description": "see x-action: the wire has one path for all" }],
        "tags": tags.into_iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "paths": paths,
        "components": { "schemas": schemas.all },
    })
}

/// The named schemas.
struct Schemas<'a> {
    all: Map<String, Value>,
    /// The values of the operation at hand.
    enums: Option<&'a IndexMap<String, Vec<EnumValue>>>,
    /// What the names of the operation at hand begin with.
    prefix: String,
}

impl Schemas<'_> {
    fn operation(&mut self, operation: &Operation, key: &str, api: &str, samples: &[SampleText]) -> Value {
        let mut value =
            json!({ "operationId": key.replace(['.', '-'], "_"), "tags": [api], "x-action": operation.name });
        let Some(members) = value.as_object_mut() else { return value };
        members.insert("x-protocol".to_owned(), json!(operation.protocol));
        for (name, text) in [("summary", &operation.title), ("description", &operation.description)] {
            if !text.is_empty() {
                members.insert(name.to_owned(), text.as_str().into());
            }
        }
        if operation.deprecated {
            members.insert("deprecated".to_owned(), true.into());
        }
        // In a REST-style call the position says where a parameter goes; in all others, the body has them.
        let rest = operation.protocol == Protocol::AliyunRoa;
        let (apart, body): (Vec<&Field>, Vec<&Field>) =
            operation.request.iter().partition(|field| rest && field.position != Some(Position::Body));
        let parameters: Vec<Value> = apart.into_iter().map(|field| self.parameter(field)).collect();
        if !parameters.is_empty() {
            members.insert("parameters".to_owned(), parameters.into());
        }
        if !body.is_empty() {
            let schema = self.members(body, "request", operation.protocol == Protocol::Tencent || rest);
            let kind = if operation.protocol == Protocol::AliyunRpc {
                "application/x-www-form-urlencoded"
            } else {
                "application/json"
            };
            members.insert("requestBody".to_owned(), json!({ "content": { kind: { "schema": schema } } }));
        }
        let mut answer = self.members(operation.response.iter(), "response", true);
        if operation.protocol == Protocol::Tencent {
            answer = json!({ "type": "object", "properties": { "Response": answer } });
        }
        let mut content = Map::from_iter([("application/json".to_owned(), json!({ "schema": answer }))]);
        for sample in samples {
            let (kind, example) = match sample.format {
                SampleFormat::Json => ("application/json", serde_json::from_str(&sample.text).unwrap_or(Value::Null)),
                SampleFormat::Xml => ("application/xml", Value::String(sample.text.clone())),
            };
            let entry = content.entry(kind).or_insert_with(|| Value::Object(Map::new()));
            if let (Value::Object(entry), false) = (entry, example.is_null()) {
                entry.entry("example").or_insert(example);
            }
        }
        let mut responses =
            Map::from_iter([("200".to_owned(), json!({ "description": "a success", "content": content }))]);
        for error in &operation.errors {
            let status = error.status.filter(|status| (400..600).contains(status));
            let status = status.map_or_else(|| "default".to_owned(), |status| status.to_string());
            let entry = responses.entry(status).or_insert_with(|| json!({ "description": "", "x-codes": [] }));
            if let Some(codes) = entry.get_mut("x-codes").and_then(Value::as_array_mut) {
                codes.push(json!({ "code": error.code, "message": error.message }));
                let codes: Vec<&str> = codes.iter().filter_map(|code| code.get("code")?.as_str()).collect();
                entry["description"] = codes.join(", ").into();
            }
        }
        members.insert("responses".to_owned(), responses.into());
        value
    }

    fn parameter(&mut self, field: &Field) -> Value {
        let place = match field.position {
            Some(Position::Path) => "path",
            Some(Position::Header) => "header",
            _ => "query",
        };
        json!({
            "name": field.name,
            "in": place,
            "required": field.required == Some(true) || place == "path",
            "schema": self.field(field, "request", false),
        })
    }

    /// The members of a struct.
    fn members<'f>(&mut self, fields: impl IntoIterator<Item = &'f Field>, path: &str, nested: bool) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for field in fields {
            if field.required == Some(true) {
                required.push(field.name.clone());
            }
            properties.insert(field.name.clone(), self.field(field, path, nested));
        }
        let mut schema = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            schema["required"] = required.into();
        }
        schema
    }

    fn field(&mut self, field: &Field, path: &str, nested: bool) -> Value {
        let mut schema = self.ty(&field.ty, field, &format!("{path}.{}", word(&field.name)), nested);
        match field.encoding.filter(|_| !nested) {
            // A parameter an item: `Name.1`, `Name.2`.
            Some(encoding @ Encoding::Repeat) => schema["x-encoding"] = json!(encoding),
            // One text that holds it all.
            Some(encoding) => schema = json!({ "type": "string", "x-encoding": encoding, "x-value": schema }),
            None => {}
        }
        if let Some(wrapper) = field.wrapper.as_ref().filter(|wrapper| !wrapper.is_empty()) {
            schema = json!({ "type": "object", "properties": { wrapper: schema } });
        }
        let mut facts = Map::new();
        if !field.description.is_empty() {
            facts.insert("description".to_owned(), field.description.as_str().into());
        }
        if field.deprecated {
            facts.insert("deprecated".to_owned(), true.into());
        }
        if let (Some(range), Some("integer")) = (field.range, schema.get("type").and_then(Value::as_str)) {
            for (name, bound) in [("minimum", range.min), ("maximum", range.max)] {
                facts.extend(bound.map(|bound| (name.to_owned(), bound.into())));
            }
        }
        if let (Some(items), Some("array")) = (field.max_items, schema.get("type").and_then(Value::as_str)) {
            facts.insert("maxItems".to_owned(), items.into());
        }
        if let Some(unit) = &field.unit {
            facts.insert("x-unit".to_owned(), unit.as_str().into());
        }
        if let Value::Object(schema) = &mut schema {
            schema.extend(facts);
        }
        schema
    }

    fn ty(&mut self, ty: &Type, field: &Field, path: &str, nested: bool) -> Value {
        match ty {
            Type::String => json!({ "type": "string" }),
            Type::Integer => json!({ "type": "integer", "format": "int32" }),
            Type::Long => json!({ "type": "integer", "format": "int64" }),
            Type::Unsigned => json!({ "type": "integer", "format": "uint64", "minimum": 0 }),
            Type::Float => json!({ "type": "number", "format": "double" }),
            Type::Boolean => json!({ "type": "boolean" }),
            Type::Enum(name) => {
                let values = self.enums.and_then(|enums| enums.get(name)).map_or(&[][..], Vec::as_slice);
                let component = format!("{}.{}{}", self.prefix, word(name), if field.number { ".number" } else { "" });
                self.all.insert(component.clone(), open_enum(values, field.number));
                json!({ "$ref": format!("#/components/schemas/{component}") })
            }
            Type::Struct(_) if !field.fields.is_empty() => {
                let name = format!("{}.{path}", self.prefix);
                let schema = self.members(&field.fields, path, nested);
                self.all.insert(name.clone(), schema);
                json!({ "$ref": format!("#/components/schemas/{name}") })
            }
            Type::List(of) => json!({ "type": "array", "items": self.ty(of, field, path, nested) }),
            Type::Map(of) => json!({ "type": "object", "additionalProperties": self.ty(of, field, path, nested) }),
            Type::Any | Type::Struct(_) => json!({}),
        }
    }
}

/// Values that the page does not list may come, so any of the type fits.
fn open_enum(values: &[EnumValue], number: bool) -> Value {
    let ty = if number { "integer" } else { "string" };
    let words = values.iter().map(|value| match value.value.parse::<i64>() {
        Ok(count) if number => Value::from(count),
        _ => Value::from(value.value.as_str()),
    });
    let words: Vec<Value> = words.filter(|word| word.is_number() == number).collect();
    json!({ "anyOf": [{ "type": ty, "enum": words }, { "type": ty }] })
}

/// A name as component names may be spelt.
fn word(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' }).collect()
}

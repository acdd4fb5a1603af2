//! Alibaba Cloud's dialect: JSON Schema with `required` as a boolean on each property, `itemName`, and `style`.

use std::collections::{BTreeMap, BTreeSet};

use super::build::Builder;
use super::facts::APART;
use super::json::{Json, JsonValue};
use super::{Described, Schema, Silent};
use crate::ir::{Encoding, EnumValue, ErrorCode, Field, Http, Operation, Position, Protocol, Type, Vendor};
use crate::source::{Span, shortened};
use crate::wire::{Step, is_common, steps};

/// The keys of an operation that are known, beside those that say nothing of its calls.
const API: &[&str] = &[
    "summary",
    "title",
    "description",
    "methods",
    "deprecated",
    "parameters",
    "responses",
    "errorCodes",
    "path",
    "consumes",
    "produces",
    "isDisplay",
    "visibility",
    "async",
    "pageable",
];

/// Those of a parameter.
const PARAMETER: &[&str] =
    &["name", "in", "style", "schema", "description", "required", "allowEmptyValue", "example", "title", "deprecated"];

/// Those of a schema.
const SCHEMA: &[&str] = &[
    "type",
    "format",
    "required",
    "description",
    "title",
    "example",
    "enum",
    "enumValueTitles",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "default",
    "pattern",
    "items",
    "itemName",
    "properties",
    "additionalProperties",
    "deprecated",
    "docRequired",
    "isFileTransferUrl",
    "$ref",
    "style",
    "ext",
    "allowEmptyValue",
    "backendName",
    "sensitive",
    "visibility",
    "nullable",
    "readOnly",
    "xml",
    "extendType",
    "minProperties",
    "maxProperties",
    "multipleOf",
    "not",
    "enumDescriptions",
];

/// How far a reference to a reference is followed.
const HOPS: usize = 8;

/// What the schema says of one of its operations.
pub(super) fn describe(schema: &Schema, api: &Json, operation: Operation) -> Described {
    let schemas = schema.root.get("components").and_then(|all| all.get("schemas"));
    let mut reader = Reader { schemas, build: Builder::new(operation), loose: BTreeSet::new() };
    let mut silent = Silent::default();
    reader.build.unknown(api, &[API, APART], "an operation");
    reader.call(schema.root.get("info"), api);
    for parameter in api.get("parameters").into_iter().flat_map(Json::items) {
        reader.parameter(parameter);
    }
    match answer(api) {
        Some(answer) => {
            let root = reader.field("", answer, Around { request: false, name: "", depth: 0 });
            reader.build.operation.response = root.map(|root| root.fields).unwrap_or_default();
        }
        None => silent.response = true,
    }
    silent.errors = !reader.errors(api);
    let Reader { mut build, loose, .. } = reader;
    let remarks = build.remarks();
    let operation = build.operation;
    silent.wrappers = !wraps(&operation.response);
    for (side, fields) in [("request", &operation.request), ("response", &operation.response)] {
        widths(side, fields, &loose, &mut silent.widths);
    }
    Described { operation, silent, disabled: BTreeMap::new(), remarks }
}

/// The schema of a successful answer.
fn answer(api: &Json) -> Option<&Json> {
    let mut fine =
        api.get("responses")?.members().filter(|(status, _)| status.starts_with('2') || status.as_str() == "default");
    fine.find_map(|(_, response)| response.get("schema")).filter(|schema| !schema.is_empty())
}

/// Whether any list names its wrapper.
fn wraps(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.wrapper.is_some() || wraps(&field.fields))
}

/// The paths of the whole numbers whose width is not told.
fn widths(above: &str, fields: &[Field], loose: &BTreeSet<Span>, paths: &mut BTreeSet<String>) {
    for field in fields {
        let path = format!("{above}/{}", field.name);
        widths(&path, &field.fields, loose, paths);
        if loose.contains(&field.span) {
            paths.insert(path);
        }
    }
}

struct Reader<'a> {
    schemas: Option<&'a Json>,
    build: Builder,
    /// Whole numbers without a width.
    loose: BTreeSet<Span>,
}

/// Where a field stands.
#[derive(Clone, Copy)]
struct Around<'n> {
    request: bool,
    /// The field around it.
    name: &'n str,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// How the operation is called.
    fn call(&mut self, info: Option<&Json>, api: &Json) {
        let operation = &mut self.build.operation;
        operation.deprecated = api.is("deprecated");
        let text = |name: &str| api.text_of(name).map(super::plain).unwrap_or_default();
        operation.title = text("summary");
        operation.description = text("description");
        let path = api.text_of("path").filter(|path| *path != "/");
        if info.and_then(|info| info.text_of("style")) == Some("ROA") || path.is_some_and(|path| path.starts_with('/'))
        {
            let method = api.get("methods").and_then(|all| all.items().first()?.text());
            operation.protocol = Protocol::AliyunRoa;
            operation.http = path.map(|path| Http {
                method: method.unwrap_or("POST").to_uppercase(),
                path: path.replace("/[", "/{").replace(']', "}"),
            });
        }
    }

    fn parameter(&mut self, parameter: &'a Json) {
        self.build.unknown(parameter, &[PARAMETER], "a parameter");
        let place = parameter.text_of("in").unwrap_or_default();
        let Some(name) = parameter.text_of("name").filter(|name| !name.is_empty()) else {
            self.build.remark(parameter.span, "a parameter without a name was read over".to_owned());
            return;
        };
        let (Some(schema), false) = (parameter.get("schema"), place == "host" || is_common(name, Vendor::Aliyun))
        else {
            return;
        };
        let steps = steps(name);
        let Some(last) = steps.last() else { return };
        let around = Around { request: true, name: "", depth: steps.len() - 1 };
        let Some(mut field) = self.field(&last.name, schema, around) else {
            return;
        };
        field.span = parameter.span;
        if self.loose.contains(&schema.span) {
            self.loose.insert(parameter.span);
        }
        // What all of a body is, is itself no parameter's member.
        if self.build.operation.protocol == Protocol::AliyunRoa {
            field.position = match place {
                "path" => Some(Position::Path),
                "header" => Some(Position::Header),
                "body" | "formData" => Some(Position::Body),
                _ => Some(Position::Query),
            };
        }
        if last.list && !matches!(field.ty, Type::List(_)) {
            field.ty = Type::List(Box::new(std::mem::take(&mut field.ty)));
        }
        let style = parameter.text_of("style").or_else(|| style(schema));
        encode(&mut field, style, last.list);
        if let Some(required) = parameter.get("required").and_then(Json::boolean) {
            field.required = field.required.or(Some(required));
        }
        insert(&mut self.build.operation.request, &steps, field);
    }

    /// A property or a parameter; `None` where there is no room for more.
    fn field(&mut self, name: &str, schema: &'a Json, around: Around<'_>) -> Option<Field> {
        if !self.build.has_room(schema.span, around.depth) {
            return None;
        }
        let mut field = Field { name: name.to_owned(), span: schema.span, ..Field::default() };
        self.facts(&mut field, schema, around);
        field.required = schema.get("required").and_then(Json::boolean).filter(|_| around.request);
        field.ty = self.ty(&mut field, schema, around);
        self.build.no_endless(&mut field);
        if around.request {
            encode(&mut field, style(schema), false);
        }
        self.values(&mut field, schema, around);
        Some(field)
    }

    /// What is said of a value, whatever its type.
    fn facts(&mut self, field: &mut Field, schema: &Json, around: Around<'_>) {
        self.build.unknown(schema, &[SCHEMA], "a schema");
        field.range = self.build.range(schema);
        field.max_items = self.build.limit(schema, "maxItems").and_then(|most| u64::try_from(most).ok());
        let scalar = |name: &str| schema.get(name).and_then(Json::scalar).filter(|text| !text.trim().is_empty());
        field.default = scalar("default").filter(|_| around.request);
        field.example = scalar("example");
        field.deprecated = schema.is("deprecated");
        field.description = schema.text_of("description").map(super::plain).unwrap_or_default();
    }

    /// Its type; members go into the field.
    fn ty(&mut self, field: &mut Field, schema: &'a Json, around: Around<'_>) -> Type {
        if let Some(reference) = schema.get("$ref") {
            return self.referred(field, reference, around);
        }
        let word = match schema.get("type").map(|ty| &ty.value) {
            Some(JsonValue::Text(word)) => word.as_str(),
            // `["string", "null"]`
            Some(JsonValue::List(words)) => {
                words.iter().find_map(|word| word.text().filter(|word| *word != "null")).unwrap_or("")
            }
            _ if schema.get("properties").is_some() => "object",
            _ if schema.get("items").is_some() => "array",
            _ => "any",
        };
        match (word, schema.text_of("format").unwrap_or_default()) {
            ("string", _) => Type::String,
            ("boolean", _) => Type::Boolean,
            ("number", _) => Type::Float,
            ("integer", "int32") => Type::Integer,
            ("integer", "uint64") => Type::Unsigned,
            ("integer", "int64" | "uint32") => Type::Long,
            ("integer", _) => {
                self.loose.insert(schema.span);
                Type::Long
            }
            ("array", _) => self.list(field, schema, around),
            ("object", _) => self.object(field, schema, around),
            ("any" | "", _) => Type::Any,
            (other, _) => {
                let what = format!("the type `{}` is not known and was taken for any value", shortened(other));
                self.build.remark(schema.span, what);
                Type::Any
            }
        }
    }

    fn list(&mut self, field: &mut Field, schema: &'a Json, around: Around<'_>) -> Type {
        if !around.request {
            field.wrapper = schema.text_of("itemName").filter(|name| !name.is_empty()).map(str::to_owned);
        }
        let Some(items) = schema.get("items").filter(|items| !items.is_empty()) else {
            return Type::List(Box::new(Type::Any));
        };
        let inner = Around { depth: around.depth + 1, ..around };
        if !self.build.has_room(items.span, inner.depth) {
            return Type::List(Box::new(Type::Any));
        }
        let range = field.range.or_else(|| self.build.range(items));
        let of = self.ty(field, items, inner);
        if self.loose.contains(&items.span) {
            self.loose.insert(schema.span);
        }
        field.range = range;
        self.build.unknown(items, &[SCHEMA], "a schema");
        Type::List(Box::new(of))
    }

    fn object(&mut self, field: &mut Field, schema: &'a Json, around: Around<'_>) -> Type {
        let members = schema.get("properties");
        if let (true, Some(values)) = (members.is_none_or(Json::is_empty), schema.get("additionalProperties")) {
            let inner = Around { depth: around.depth + 1, ..around };
            let room = !values.is_empty() && self.build.has_room(values.span, inner.depth);
            let of = if room { self.ty(field, values, inner) } else { Type::Any };
            return Type::Map(Box::new(of));
        }
        let name = field.name.clone();
        let inner = Around { name: &name, depth: around.depth + 1, ..around };
        for (name, schema) in members.into_iter().flat_map(Json::members) {
            // `Escalations.Info.Times` stands two objects deeper, in requests as on pages.
            let steps = if around.request { steps(name) } else { vec![Step { name: name.clone(), list: false }] };
            let Some(last) = steps.last() else { continue };
            let inner = Around { depth: inner.depth + steps.len() - 1, ..inner };
            if let Some(member) = self.field(&last.name, schema, inner) {
                insert(&mut field.fields, &steps, member);
            }
        }
        if field.fields.is_empty() {
            return Type::Any;
        }
        Type::Struct(None)
    }

    /// What a reference leads to. One that leads to a struct around it is that struct again where it stands in a list,
    /// and any value where it does not: no value could be that deep.
    fn referred(&mut self, field: &mut Field, reference: &Json, around: Around<'_>) -> Type {
        let path = reference.text().unwrap_or_default();
        let name = path.strip_prefix("#/components/schemas/").unwrap_or(path);
        let mut target = self.schemas.and_then(|schemas| schemas.get(name));
        for _ in 0..HOPS {
            let Some(next) = target.and_then(|target| target.get("$ref")) else { break };
            let name = next.text().unwrap_or_default();
            target = self.schemas.and_then(|all| all.get(name.strip_prefix("#/components/schemas/").unwrap_or(name)));
        }
        let Some(target) = target.filter(|target| target.get("$ref").is_none()) else {
            let what = format!("`{}` leads nowhere and was taken for any value", shortened(path));
            self.build.remark(reference.span, what);
            return Type::Any;
        };
        let element = match self.build.enter(name) {
            Ok(element) => element,
            Err(again) => return again,
        };
        if field.description.is_empty() {
            field.description = target.text_of("description").map(super::plain).unwrap_or_default();
        }
        let ty = self.ty(field, target, around);
        self.build.leave();
        match ty {
            Type::Struct(None) if holds(&field.fields, &element) => Type::Struct(Some(element)),
            ty => ty,
        }
    }

    fn values(&mut self, field: &mut Field, schema: &Json, around: Around<'_>) {
        let holder = schema.get("items").filter(|_| matches!(field.ty, Type::List(_)));
        let holder = holder.filter(|items| items.get("enum").is_some()).unwrap_or(schema);
        let labels = holder.get("enumValueTitles");
        let values = holder.get("enum").into_iter().flat_map(Json::items).filter_map(Json::scalar);
        let values = values.map(|value| value.trim().to_owned());
        let values: Vec<EnumValue> = values
            .filter(|value| !value.is_empty())
            .map(|value| {
                let label = labels.and_then(|labels| labels.text_of(&value)).filter(|label| *label != value);
                let label = label.map(super::plain).filter(|label| !label.is_empty());
                EnumValue { value, code: None, label }
            })
            .collect();
        let listed =
            matches!(field.ty.innermost(), Type::String | Type::Integer | Type::Long | Type::Unsigned | Type::Any);
        if listed && field.fields.is_empty() {
            self.build.enumerate(field, around.name, values);
        }
    }

    /// The documented errors; `false` where nothing is said of them.
    fn errors(&mut self, api: &Json) -> bool {
        let Some(codes) = api.get("errorCodes") else { return false };
        let mut known = BTreeSet::new();
        for (status, errors) in codes.members() {
            for error in errors.items() {
                let text = |name: &str| error.text_of(name).map(super::plain).unwrap_or_default();
                let code = text("errorCode");
                if !code.is_empty() && known.insert(code.clone()) {
                    let status = status.parse().ok().filter(|status| (100..600).contains(status));
                    let (message, description) = (text("errorMessage"), text("description"));
                    self.build.operation.errors.push(ErrorCode { code, status, message, description });
                }
            }
        }
        true
    }
}

/// A style, which stands beside a schema or in it.
fn style(schema: &Json) -> Option<&str> {
    schema.text_of("style").or_else(|| schema.get("ext")?.text_of("style"))
}

/// How a value is put into parameters.
fn encode(field: &mut Field, style: Option<&str>, indexed: bool) {
    let list = matches!(field.ty, Type::List(_));
    field.encoding = match style {
        Some("json") => Some(Encoding::Json),
        Some("simple" | "form" | "comma") if list => Some(Encoding::Comma),
        Some("repeatList") if list => Some(Encoding::Repeat),
        // Members as `Name.Member`, which structs are anyway.
        Some("flat") => field.encoding,
        _ if indexed => Some(Encoding::Repeat),
        _ => field.encoding,
    };
}

/// Whether fields hold lists of a struct of this name again.
fn holds(fields: &[Field], name: &str) -> bool {
    fields.iter().any(|field| field.again() == Some(name) || holds(&field.fields, name))
}

/// Puts a parameter at the end of its dotted name; the structs on the way are made as needed.
fn insert(fields: &mut Vec<Field>, steps: &[Step], field: Field) {
    let mut fields = fields;
    let Some((_, above)) = steps.split_last() else { return };
    for step in above {
        let at = fields.iter().position(|known| known.name == step.name).unwrap_or_else(|| {
            let encoding = step.list.then_some(Encoding::Repeat);
            fields.push(Field {
                name: step.name.clone(),
                span: field.span,
                encoding,
                position: field.position,
                ..Field::default()
            });
            fields.len() - 1
        });
        let Some(outer) = fields.get_mut(at) else { return };
        if !matches!(outer.ty.innermost(), Type::Struct(_)) {
            let list = step.list || matches!(outer.ty, Type::List(_));
            outer.ty = if list { Type::List(Box::new(Type::Struct(None))) } else { Type::Struct(None) };
        }
        outer.required = match (outer.required, field.required) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (known, of_member) => known.or(of_member),
        };
        fields = &mut outer.fields;
    }
    if !fields.iter().any(|known| known.name == field.name) {
        fields.push(field);
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::super::open;
    use super::*;

    fn request(schema: &str) -> Described {
        let schema = open(schema, 0).expect("a schema");
        schema.describe("Tram", "2022-05-06", "GetTram").expect("an operation")
    }

    fn depth(fields: &[Field]) -> usize {
        fields.iter().map(|field| depth(&field.fields) + 1).max().unwrap_or_default()
    }

    /// Each step of a name is a level, as each object is.
    #[test]
    fn dotted_names_below_each_other_are_read_to_a_bounded_depth() {
        let name = |steps: usize| vec!["A"; steps].join(".");
        for (steps, levels) in [(10, 4), (100, 1), (10_000, 1)] {
            let mut schema = r#"{"type": "string"}"#.to_owned();
            for _ in 1..levels {
                schema = format!(r#"{{"type": "object", "properties": {{"{}": {schema}}}}}"#, name(steps));
            }
            let api = format!(
                r#"{{"apis": {{"GetTram": {{"parameters": [{{"name": "{}", "in": "query", "schema": {schema}}}]}}}}}}"#,
                name(steps)
            );
            let described = request(&api);
            let deep = steps * levels;
            let fits = deep <= crate::bounds::FIELD_DEPTH;
            assert_eq!(depth(&described.operation.request), if fits { deep } else { 0 }, "{steps} {levels}");
            assert_eq!(described.remarks.is_empty(), fits, "{:?}", described.remarks);
        }
    }

    /// Values of a map lead to the next map, and never back.
    #[test]
    fn a_long_chain_of_references_is_followed_to_a_bounded_depth() {
        let mut schemas = String::new();
        for at in 0..20_000 {
            let next = at + 1;
            let _ = write!(
                schemas,
                r##""S{at}": {{"type": "object", "additionalProperties": {{"$ref": "#/components/schemas/S{next}"}}}},"##
            );
        }
        let described = request(&format!(
            r##"{{"apis": {{"GetTram": {{"parameters": [{{"name": "A", "in": "query", "schema": {{"$ref": "#/components/schemas/S0"}}}}]}}}}, "components": {{"schemas": {{{schemas} "S20000": {{"type": "string"}}}}}}}}"##
        ));
        assert!(described.remarks.iter().any(|(_, what)| what.contains("levels deep")), "{:?}", described.remarks);
    }
}

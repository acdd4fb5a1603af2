//! The facts of one operation as a page: its part of the schema in the vendor's own form, without prose, and its samples.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::Schema;
use super::json::{Json, JsonValue};
use crate::bounds::{FIELD_DEPTH, PAGE_BYTES};
use crate::ir::Vendor;

/// What begins the block that holds the schema.
pub(crate) const FENCE: &str = "json schema";

/// The heading above samples of answers.
pub(crate) const ANSWERS: &str = "## Sample responses";

/// Members that are sentences.
const PROSE: &[&str] = &["summary", "title", "description", "document", "errorMessage", "enumDescriptions"];

/// Members of an operation that say nothing of its calls.
pub(super) const APART: &[&str] = &[
    "security",
    "operationType",
    "responseDemo",
    "extraInfo",
    "systemTags",
    "staticInfo",
    "requestParamsDescription",
    "responseParamsDescription",
    "ramActions",
    "eventInfo",
    "translator",
    "flowControlList",
    "changeSet",
    "info",
    "components",
    "endpoints",
    "version",
    "directories",
    "tags",
    "demo",
    "schemes",
    "autoTest",
    "docExtra",
];

/// The page of an operation.
pub(super) fn page(schema: &Schema, api: &Json, [product, version, action]: [&str; 3], descriptions: bool) -> String {
    let mut writer = Writer { schema, descriptions, used: Vec::new(), seen: BTreeSet::new() };
    let facts = match schema.vendor {
        Vendor::Aliyun => writer.aliyun(api, product, version, action),
        Vendor::Tencent => writer.tencent(api, product, version, action),
    };
    let mut page = format!("# {action}\n\n```{FENCE}\n{}\n```\n", pretty(&facts));
    let samples = samples(api);
    if !samples.is_empty() {
        let _ = write!(page, "\n{ANSWERS}\n");
        for (format, text) in samples {
            let fence = "`".repeat(longest_fence(&text) + 1);
            let _ = write!(page, "\n{fence}{format}\n{}\n{fence}\n", text.trim_end());
        }
    }
    page
}

fn pretty(facts: &Value) -> String {
    serde_json::to_string_pretty(facts).unwrap_or_default()
}

/// The longest run of marks in a text that could close a fence.
fn longest_fence(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or_default().max(2)
}

/// The samples of answers, each with its format.
fn samples(api: &Json) -> Vec<(String, String)> {
    let opened;
    let list = match api.get("responseDemo") {
        Some(demo) => match demo.text() {
            // The list is text itself.
            Some(text) => match super::json::read(text, 0) {
                Ok(list) => {
                    opened = list;
                    opened.items()
                }
                Err(_) => return Vec::new(),
            },
            None => demo.items(),
        },
        None => return Vec::new(),
    };
    let sample = |demo: &Json| {
        let text = demo.text_of("example").filter(|text| !text.trim().is_empty() && text.len() < PAGE_BYTES)?;
        let format = demo.text_of("type").filter(|format| matches!(*format, "json" | "xml")).unwrap_or("text");
        Some((format.to_owned(), text.replace("\r\n", "\n")))
    };
    list.iter().filter_map(sample).collect()
}

struct Writer<'a> {
    schema: &'a Schema,
    descriptions: bool,
    /// Named schemas that are referred to, and not written yet.
    used: Vec<String>,
    seen: BTreeSet<String>,
}

impl Writer<'_> {
    fn aliyun(&mut self, api: &Json, product: &str, version: &str, action: &str) -> Value {
        let style = self.schema.root.get("info").and_then(|info| info.text_of("style")).unwrap_or("RPC");
        let operation = self.object(api, APART, 0);
        let mut schemas = Map::new();
        while let Some(name) = self.used.pop() {
            let all = self.schema.root.get("components").and_then(|all| all.get("schemas"));
            if let Some(schema) = all.and_then(|all| all.get(&name)) {
                let written = self.object(schema, &[], 0);
                schemas.insert(name, written);
            }
        }
        let mut facts = json!({ "info": { "style": style, "product": product, "version": version } });
        if !schemas.is_empty() {
            facts["components"] = json!({ "schemas": schemas });
        }
        facts["apis"] = json!({ action: operation });
        facts
    }

    fn tencent(&mut self, action: &Json, product: &str, version: &str, name: &str) -> Value {
        let mut objects = Map::new();
        let names = [action.text_of("input"), action.text_of("output")];
        for name in names.into_iter().flatten().rev() {
            self.refer(name);
        }
        while let Some(name) = self.used.pop() {
            if let Some(object) = self.schema.root.get("objects").and_then(|all| all.get(&name)) {
                let members = object.get("members").into_iter().flat_map(Json::items);
                let members: Vec<Value> =
                    members.filter(|member| !member.is("disabled")).map(|member| self.member(member)).collect();
                objects.insert(name, json!({ "members": members }));
            }
        }
        let mut facts = json!({ "metadata": { "apiVersion": version, "serviceShortName": product } });
        facts["actions"] = json!({ name: self.object(action, &["name"], 0) });
        facts["objects"] = Value::Object(objects);
        facts
    }

    fn member(&mut self, member: &Json) -> Value {
        if let Some(of) = member.text_of("member") {
            self.refer(of);
        }
        self.object(member, &["disabled"], 0)
    }

    fn refer(&mut self, name: &str) {
        if self.seen.insert(name.to_owned()) {
            self.used.push(name.to_owned());
        }
    }

    /// An object whose members have known names, without prose.
    fn object(&mut self, object: &Json, left_out: &[&str], depth: usize) -> Value {
        let mut facts = Map::new();
        for (name, value) in object.members() {
            if left_out.contains(&name.as_str()) || PROSE.contains(&name.as_str()) && !self.descriptions {
                continue;
            }
            let value = match name.as_str() {
                // The names of these members are data.
                "properties" | "responses" | "headers" | "errorCodes" | "enumValueTitles" => self.map(value, depth + 1),
                _ => self.value(value, depth + 1),
            };
            facts.insert(name.clone(), value);
        }
        Value::Object(facts)
    }

    fn map(&mut self, map: &Json, depth: usize) -> Value {
        let members = map.members();
        let members: Map<String, Value> =
            members.map(|(name, value)| (name.clone(), self.value(value, depth + 1))).collect();
        Value::Object(members)
    }

    fn value(&mut self, json: &Json, depth: usize) -> Value {
        // As deep as a schema may be read; see `json::read`.
        if depth > FIELD_DEPTH * 4 {
            return Value::Null;
        }
        match &json.value {
            JsonValue::Object(_) => {
                if let Some(name) = json.text_of("$ref").and_then(|path| path.strip_prefix("#/components/schemas/")) {
                    self.refer(name);
                }
                self.object(json, &[], depth)
            }
            JsonValue::List(items) => Value::Array(items.iter().map(|item| self.value(item, depth + 1)).collect()),
            JsonValue::Text(text) => Value::String(text.clone()),
            JsonValue::Boolean(value) => Value::Bool(*value),
            JsonValue::Null => Value::Null,
            // What no number of serde holds stays as text, which the dialect allows.
            JsonValue::Number(number) => {
                let whole = number.parse::<i64>().map(Value::from).or_else(|_| number.parse::<u64>().map(Value::from));
                whole.unwrap_or_else(|_| Value::String(number.clone()))
            }
        }
    }
}

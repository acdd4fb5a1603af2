//! The JSON Schemas beside the IR: what is in the repository fits them, and they know every key.

use std::collections::BTreeSet;

use serde_json::Value;
use spectable_pages::ir::{Operation, Override};
use spectable_pages::{schema, yaml};

use crate::helper::{root, tree};

/// The keywords that the two schemas use; enough of JSON Schema for them, and no more.
fn violations(schema: &Value, at: &str, value: &Value, root: &Value, found: &mut Vec<String>) {
    for (keyword, rule) in schema.as_object().expect("a schema") {
        let fits = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => true,
            "$ref" => {
                let path = rule.as_str().and_then(|path| path.strip_prefix('#')).expect("a path");
                violations(root.pointer(path).expect("a definition"), at, value, root, found);
                true
            }
            "type" => match rule.as_str() {
                Some("object") => value.is_object(),
                Some("array") => value.is_array(),
                Some("string") => value.is_string(),
                Some("integer") => value.is_i64(),
                Some("boolean") => value.is_boolean(),
                other => panic!("{other:?}"),
            },
            "enum" => rule.as_array().is_some_and(|values| values.contains(value)),
            "const" => rule == value,
            "minimum" => value.as_i64() >= rule.as_i64(),
            "minLength" => value.as_str().is_some_and(|text| !text.is_empty()),
            "pattern" => value.as_str().is_some_and(|text| matches(rule.as_str(), text)),
            "required" => {
                rule.as_array().into_iter().flatten().all(|name| value.get(name.as_str().unwrap_or("")).is_some())
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    violations(rule, &format!("{at}/{index}"), item, root, found);
                }
                true
            }
            "properties" => {
                for (name, member) in value.as_object().into_iter().flatten() {
                    if let Some(rule) = rule.get(name) {
                        violations(rule, &format!("{at}/{name}"), member, root, found);
                    }
                }
                true
            }
            "additionalProperties" => {
                let others = value.as_object().into_iter().flatten();
                let others = others.filter(|(name, _)| schema["properties"].get(name.as_str()).is_none());
                for (name, member) in others {
                    match rule {
                        Value::Bool(false) => found.push(format!("{at}: unknown key `{name}`")),
                        rule => violations(rule, &format!("{at}/{name}"), member, root, found),
                    }
                }
                true
            }
            other => panic!("a new keyword: {other}"),
        };
        if !fits {
            found.push(format!("{at}: {value} breaks `{keyword}`: {rule}"));
        }
    }
}

/// The two patterns there are.
fn matches(pattern: Option<&str>, text: &str) -> bool {
    match pattern {
        Some(r"^(request|response)(/.+)?$") => ["request", "response"].contains(&text.split('/').next().unwrap_or("")),
        Some(r"^(-?[0-9]+)?\\.\\.(=-?[0-9]+)?$" | r"^(-?[0-9]+)?\.\.(=-?[0-9]+)?$") => {
            text.parse::<spectable_pages::ir::Range>().is_ok()
        }
        other => panic!("a new pattern: {other:?}"),
    }
}

fn check(schema: &Value, text: &str) -> Vec<String> {
    let value: Value = yaml::read(text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    let mut found = Vec::new();
    violations(schema, "", &value, schema, &mut found);
    found
}

#[test]
fn ir_and_overrides_fit_their_schemas() {
    for (folder, schema) in [("specs/ir", schema::ir()), ("specs/overrides", schema::overrides())] {
        for (path, text) in tree(&root().join(folder)) {
            if path.ends_with(".yaml") {
                let text = String::from_utf8(text).expect("UTF-8");
                assert_eq!(check(&schema, &text), Vec::<String>::new(), "{folder}/{path}");
            }
        }
    }
}

/// Every key of an operation.
const OPERATION: &str = r#"
operation: GetTicket
vendor: aliyun
product: desk
version: 2021-03-04
protocol: aliyun-roa
http: {method: PUT, path: "/v1/{TicketId}"}
rate_limit: 20
max_days: 7
deprecated: true
title: a
description: b
english: {operation: Gets a ticket., Id/a: c}
request:
- {name: PageNumber, type: integer, required: true, position: query, range: 1..=9, default: "1", unit: s, deprecated: true, example: "1", description: c, english: d}
- {name: PageSize, type: integer}
- {name: Ids, type: list<enum Id>, encoding: comma, max_items: 5}
response:
- name: List
  type: list<Item>
  wrapper: Item
  evidence: guess
  alternatives: [response]
  from_sample: true
  fields:
  - {name: TotalCount, type: integer}
  - {name: Tags, type: list<string>, item: Tag}
enums:
  Id:
  - {value: a, code: 1, label: b}
paging: {number: PageNumber, size: PageSize, first: 0, total: List.TotalCount, total_on: first page, items: List}
window: {start: StartTime, end: EndTime, time: Time}
call_record:
  of: List
  id: Id
  start: Time
  duration: Length
  caller: From
  callee: To
  direction: {field: Way, values: {inbound: [a], outbound: [b], internal: []}}
  disposition:
    field: End
    values: {answered: [a], abandoned: [b], unanswered: [], busy: [], rejected: [], overflowed: [], voicemail: [], transferred: [], failed: []}
  agents: {list: Agents, id: Id, name: Name}
  skill_groups: {name: Name}
  recordings: {list: Recordings, file: File, duration: Length}
errors:
- {code: A.B, status: 400, message: a, description: b}
samples: 2
"#;

/// Every key of an override.
const OVERRIDES: &str = r#"
- {operation: A, path: request/B, why: c, type: long, required: true, wrapper: "", item: a, encoding: json, position: header, range: ..=5, max_items: 3, default: "0", unit: s}
- {operation: A, path: response/B/C, why: c, deprecated: true, description: d, values: [{value: a, code: 1, label: b}], add_values: [{value: c}], rename: e, move: response, keep: true}
- {operation: A, path: response/B, why: c, remove: true}
- {operation: A, path: response, why: c, add: [{name: D, type: struct, fields: [{name: E, type: any}]}]}
- {operation: A, why: c, paging: {number: a, size: b, first: 1}, window: {start: a, end: b, time: c}, rate_limit: 1, max_days: 1, errors: [{code: a}], remove_errors: [B], english: {operation: a, request/B: c}}
"#;

#[test]
fn the_schemas_know_every_key() {
    yaml::read::<Operation>(OPERATION).expect("an operation");
    yaml::read::<Vec<Override>>(OVERRIDES).expect("overrides");
    let mut used = BTreeSet::new();
    for (schema, text) in [(schema::ir(), OPERATION), (schema::overrides(), OVERRIDES)] {
        assert_eq!(check(&schema, text), Vec::<String>::new());
        keys(&yaml::read(text).expect("YAML"), &mut used);
    }
    for schema in [schema::ir(), schema::overrides()] {
        let mut known = BTreeSet::new();
        properties(&schema, &mut known);
        let unused: Vec<_> = known.difference(&used).collect();
        assert!(unused.is_empty(), "the schema has a key that this test has not: {unused:?}");
    }
}

#[test]
fn the_schemas_refuse_what_the_reader_refuses() {
    for (right, wrong) in [
        ("vendor: aliyun", "vendor: acme"),
        ("title: a", "titel: a"),
        ("rate_limit: 20", "rate_limit: many"),
        ("type: integer", "typ: integer"),
        ("encoding: comma", "encoding: space"),
        ("range: 1..=9", "range: 1-9"),
        ("total_on: first page", "total_on: last page"),
        ("product: desk\n", ""),
    ] {
        let text = OPERATION.replacen(right, wrong, 1);
        assert_ne!(text, OPERATION);
        assert!(yaml::read::<Operation>(&text).is_err(), "{wrong}");
        assert_ne!(check(&schema::ir(), &text), Vec::<String>::new(), "{wrong}");
    }
}

/// The names of all properties in a schema.
fn properties(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            for (name, member) in members {
                if let (true, Value::Object(properties)) = (name == "properties", member) {
                    names.extend(properties.keys().cloned());
                }
                properties(member, names);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| properties(item, names)),
        _ => {}
    }
}

/// The names of all members in a document.
fn keys(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                names.insert(name.clone());
                keys(member, names);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, names)),
        _ => {}
    }
}

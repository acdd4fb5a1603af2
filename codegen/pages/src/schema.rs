//! JSON Schemas of the IR and of the overrides, so that editors complete and check them.

use serde_json::{Value, json};

/// The schema of one operation's YAML.
pub fn ir() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "spectable IR: one operation",
        "type": "object",
        "required": ["operation", "vendor", "product", "version", "protocol", "request", "response", "errors"],
        "additionalProperties": false,
        "properties": {
            "operation": { "type": "string", "description": "the action on the wire" },
            "vendor": { "enum": ["aliyun", "tencent"] },
            "product": { "type": "string" },
            "version": { "type": "string" },
            "protocol": { "enum": ["aliyun-rpc", "aliyun-roa", "tencent"] },
            "http": {
                "type": "object",
                "required": ["method", "path"],
                "additionalProperties": false,
                "properties": { "method": { "type": "string" }, "path": { "type": "string" } }
            },
            "rate_limit": { "type": "integer", "minimum": 1, "description": "calls a second" },
            "max_days": { "type": "integer", "minimum": 1, "description": "the longest period of one call" },
            "deprecated": { "type": "boolean" },
            "title": { "type": "string" },
            "description": { "type": "string" },
            "english": english(),
            "request": { "$ref": "#/$defs/fields" },
            "response": { "$ref": "#/$defs/fields" },
            "enums": { "type": "object", "additionalProperties": { "$ref": "#/$defs/values" } },
            "paging": paging(),
            "window": window(),
            "call_record": call_record(),
            "errors": { "type": "array", "items": error() },
            "samples": { "type": "integer", "minimum": 1, "description": "how many samples of answers became tests" }
        },
        "$defs": { "fields": { "type": "array", "items": { "$ref": "#/$defs/field" } }, "field": field(), "values": values() }
    })
}

/// The schema of a file of overrides.
pub fn overrides() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "spectable overrides: corrections to the pages of one API version",
        "type": "array",
        "items": {
            "type": "object",
            "required": ["operation", "why"],
            "additionalProperties": false,
            "properties": {
                "operation": { "type": "string", "description": "the action" },
                "path": { "type": "string", "pattern": "^(request|response)(/.+)?$", "description": "wire path without wrappers, such as response/Data/List/Duration" },
                "why": { "type": "string", "minLength": 1, "description": "what is wrong on the page" },
                "type": type_phrase(),
                "required": { "type": "boolean" },
                "wrapper": { "type": "string", "description": "empty for none" },
                "item": { "type": "string", "description": "empty for none" },
                "encoding": encoding(),
                "position": { "enum": ["query", "path", "body", "header"] },
                "range": range(),
                "max_items": { "type": "integer" },
                "default": { "type": "string" },
                "unit": { "type": "string" },
                "deprecated": { "type": "boolean" },
                "description": { "type": "string" },
                "values": { "$ref": "#/$defs/values" },
                "add_values": { "$ref": "#/$defs/values" },
                "rename": { "type": "string", "description": "the name on the wire" },
                "move": { "type": "string", "description": "path of the parent below which it belongs" },
                "keep": { "const": true, "description": "the guessed place is right, or what samples show is all there is" },
                "remove": { "const": true, "description": "there is no such field" },
                "add": { "$ref": "#/$defs/fields" },
                "paging": paging(),
                "window": window(),
                "call_record": call_record(),
                "english": english(),
                "rate_limit": { "type": "integer" },
                "max_days": { "type": "integer" },
                "errors": { "type": "array", "items": error() },
                "remove_errors": { "type": "array", "items": { "type": "string" }, "description": "there are no such codes" }
            }
        },
        "$defs": { "fields": { "type": "array", "items": { "$ref": "#/$defs/field" } }, "field": field(), "values": values() }
    })
}

fn field() -> Value {
    json!({
        "type": "object",
        "required": ["name", "type"],
        "additionalProperties": false,
        "properties": {
            "name": { "type": "string", "description": "on the wire" },
            "type": type_phrase(),
            "required": { "type": "boolean" },
            "position": { "enum": ["query", "path", "body", "header"] },
            "wrapper": { "type": "string", "description": "the extra object around a list on the wire" },
            "item": { "type": "string", "description": "what each item's element is called in XML, where a list has no wrapper in JSON" },
            "encoding": encoding(),
            "number": { "type": "boolean", "description": "the enum's values are numbers on the wire" },
            "range": range(),
            "max_items": { "type": "integer", "minimum": 0 },
            "default": { "type": "string" },
            "unit": { "type": "string" },
            "deprecated": { "type": "boolean" },
            "example": { "type": "string" },
            "evidence": { "enum": ["example", "order", "guess"] },
            "alternatives": { "type": "array", "items": { "type": "string" } },
            "from_sample": { "type": "boolean" },
            "description": { "type": "string" },
            "english": { "type": "string", "description": "what it means, in one line of English" },
            "fields": { "$ref": "#/$defs/fields" }
        }
    })
}

fn type_phrase() -> Value {
    json!({ "type": "string", "description": "string, integer, long, float, boolean, any, struct, struct NAME, enum NAME, list<TYPE>, list<NAME> or map<TYPE>" })
}

fn english() -> Value {
    let what = "one line of English each: operation, request/PageSize, ContactType/Inbound, errors/CODE";
    json!({ "type": "object", "additionalProperties": { "type": "string" }, "description": what })
}

fn encoding() -> Value {
    json!({ "enum": ["comma", "json", "repeat"] })
}

fn range() -> Value {
    json!({ "type": "string", "pattern": "^(-?[0-9]+)?\\.\\.(=-?[0-9]+)?$", "description": "1..=100, ..=100 or 1.." })
}

fn values() -> Value {
    json!({
        "type": "array",
        "items": {
            "type": "object",
            "required": ["value"],
            "additionalProperties": false,
            "properties": {
                "value": { "type": "string", "description": "on the wire" },
                "code": { "type": "integer", "description": "the number that the page puts beside it" },
                "label": { "type": "string" }
            }
        }
    })
}

fn paging() -> Value {
    json!({
        "type": "object",
        "required": ["number", "size", "first"],
        "additionalProperties": false,
        "properties": {
            "number": { "type": "string" },
            "size": { "type": "string" },
            "first": { "enum": [0, 1] },
            "total": { "type": "string" },
            "total_on": { "const": "first page" },
            "items": { "type": "string" }
        }
    })
}

fn window() -> Value {
    json!({
        "type": "object",
        "required": ["start", "end", "time"],
        "additionalProperties": false,
        "properties": {
            "start": { "type": "string", "description": "the request parameter" },
            "end": { "type": "string", "description": "the request parameter" },
            "time": { "type": "string", "description": "path, within an item of the paged list, of the field that is compared with them" }
        }
    })
}

fn call_record() -> Value {
    let path = |what: &str| json!({ "type": "string", "description": what });
    let words = |known: &[&str]| {
        let values = json!({ "type": "array", "items": { "type": "string" } });
        let properties: serde_json::Map<String, Value> =
            known.iter().map(|word| ((*word).to_owned(), values.clone())).collect();
        json!({
            "type": "object",
            "required": ["field", "values"],
            "additionalProperties": false,
            "properties": {
                "field": { "type": "string" },
                "values": { "type": "object", "additionalProperties": false, "properties": properties }
            }
        })
    };
    let parties = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "list": path("path of a list; `id` and `name` then start at its items"),
            "id": { "type": "string" },
            "name": { "type": "string" }
        }
    });
    json!({
        "type": "object",
        "required": ["of", "id", "start"],
        "additionalProperties": false,
        "properties": {
            "of": path("path of the records in the response; all other paths start at a record"),
            "id": path("the call's id"),
            "start": path("when it started, in milliseconds or seconds since the epoch"),
            "duration": path("how long it took, in seconds or milliseconds"),
            "caller": { "type": "string" },
            "callee": { "type": "string" },
            "direction": words(&["inbound", "outbound", "internal"]),
            "disposition": words(&[
                "answered", "abandoned", "unanswered", "busy", "rejected", "overflowed", "voicemail", "transferred",
                "failed",
            ]),
            "agents": parties,
            "skill_groups": parties,
            "recordings": {
                "type": "object",
                "required": ["file"],
                "additionalProperties": false,
                "properties": {
                    "list": path("path of a list; the paths beside it then start at its items"),
                    "file": path("its file's name or URL"),
                    "duration": { "type": "string" }
                }
            }
        }
    })
}

fn error() -> Value {
    json!({
        "type": "object",
        "required": ["code"],
        "additionalProperties": false,
        "properties": {
            "code": { "type": "string" },
            "status": { "type": "integer" },
            "message": { "type": "string" },
            "description": { "type": "string" }
        }
    })
}

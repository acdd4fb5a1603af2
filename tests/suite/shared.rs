//! The five pages against what stands in `../shared`: the vendors' own text of them, and their
//! schemas as the vendors' official clients know them.

use std::collections::BTreeMap;

use serde_json::Value;
use spectable_pages::ir::{Encoding, Field, Type};
use spectable_pages::pipeline;
use spectable_review::inspect;

use crate::helper::{operation, root, sources};
use crate::needs::shared;

// The vendors' text -------------------------------------------------------------------------

/// What `inspect` prints of the pages of a folder, without what a transcription may change.
fn inspected(folder: &std::path::Path) -> BTreeMap<String, Value> {
    let documents = pipeline::read(sources(folder, ""));
    documents
        .iter()
        .map(|document| {
            let mut object = inspect::object(document).expect("a readable page");
            for values in object["enums"].as_object_mut().expect("a map").values_mut() {
                for value in values.as_array_mut().expect("a list") {
                    value["label"] = Value::Null;
                }
            }
            for error in object["errors"].as_array_mut().expect("a list") {
                error["description"] = Value::Null;
            }
            (document.file.path.clone(), object)
        })
        .collect()
}

/// Where two documents differ.
fn differences(path: &str, left: &Value, right: &Value, found: &mut Vec<String>) {
    match (left, right) {
        (Value::Object(a), Value::Object(b)) => {
            for name in a.keys().chain(b.keys().filter(|name| !a.contains_key(*name))) {
                let of = |members: &serde_json::Map<String, Value>| members.get(name).cloned().unwrap_or_default();
                differences(&format!("{path}/{name}"), &of(a), &of(b), found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                let name = a["name"].as_str().or(a["code"].as_str());
                let name = name.map_or_else(|| index.to_string(), str::to_owned);
                differences(&format!("{path}/{name}"), a, b, found);
            }
        }
        _ if left == right => {}
        _ => found.push(format!("{path}: {left} | {right}")),
    }
}

#[test]
fn a_transcription_is_understood_like_the_vendors_text() {
    let Some(vendor) = shared("vendor-pages") else {
        return;
    };
    let theirs = inspected(&vendor);
    let ours = inspected(&root().join("specs/pages"));
    assert_eq!(ours.len(), 5);
    assert!(ours.keys().eq(theirs.keys()));
    let mut found = Vec::new();
    for (path, object) in &ours {
        differences(path, &theirs[path], object, &mut found);
    }
    assert!(found.is_empty(), "{found:#?}");
}

// The vendors' clients ----------------------------------------------------------------------

/// A path from the root, wrappers included, to the kind of value there.
type Kinds = BTreeMap<String, &'static str>;

/// Our schema. `List|CallDetailRecord` is an object around an array, as on the wire.
fn ours(fields: &[Field], above: &str, kinds: &mut Kinds) {
    for field in fields {
        let path = format!("{above}/{}", field.name);
        let text_list = matches!(field.encoding, Some(Encoding::Comma | Encoding::Json));
        if text_list && matches!(field.ty, Type::List(_)) {
            kinds.insert(path, "string");
            continue;
        }
        kinds.insert(path.clone(), our_kind(&field.ty));
        let mut inner = path;
        if let Some(wrapper) = &field.wrapper {
            kinds.insert(inner.clone(), "object");
            inner = format!("{inner}/{wrapper}");
            kinds.insert(inner.clone(), "array");
        }
        if let Type::List(of) = &field.ty
            && field.fields.is_empty()
        {
            kinds.insert(format!("{inner}/[]"), our_kind(of));
        }
        ours(&field.fields, &inner, kinds);
    }
}

fn our_kind(ty: &Type) -> &'static str {
    match ty {
        Type::String | Type::Enum(_) => "string",
        Type::Integer | Type::Long => "integer",
        Type::Float => "number",
        Type::Boolean => "boolean",
        Type::Any => "any",
        Type::Struct(_) | Type::Map(_) => "object",
        Type::List(_) => "array",
    }
}

/// The schema of an official client.
fn theirs(fields: &Value, above: &str, kinds: &mut Kinds) {
    for field in fields.as_array().into_iter().flatten() {
        let path = format!("{above}/{}", field["name"].as_str().expect("a name"));
        kinds.insert(path.clone(), their_kind(field));
        theirs(&field["fields"], &path, kinds);
        if field["type"] == "array" {
            match &field["items"]["fields"] {
                Value::Null => {
                    kinds.insert(format!("{path}/[]"), their_kind(&field["items"]));
                }
                members => theirs(members, &path, kinds),
            }
        }
    }
}

fn their_kind(field: &Value) -> &'static str {
    // `Long?` may be null.
    match field["type"].as_str().map(|word| word.trim_end_matches('?')) {
        Some("String") => "string",
        Some("Integer" | "Long") => "integer",
        Some("Float" | "Double") => "number",
        Some("Boolean") => "boolean",
        Some("object") => "object",
        Some("array") => "array",
        other => panic!("{other:?}"),
    }
}

/// Where our schema and a client's differ: `+` only the page has it, `-` only the client,
/// `≠` both have it, of different kinds.
fn disagreements(ours: &Kinds, theirs: &Kinds) -> Vec<String> {
    let mut found = Vec::new();
    for (path, kind) in ours {
        match theirs.get(path) {
            None => found.push(format!("+ {path}")),
            Some(theirs) if theirs != kind => found.push(format!("≠ {path}: {kind}, {theirs}")),
            Some(_) => {}
        }
    }
    let missing = theirs.keys().filter(|path| !ours.contains_key(*path));
    found.extend(missing.map(|path| format!("- {path}")));
    found
}

/// What is known to differ, and why: the start of what [`disagreements`] says.
const EXPECTED: &[(&str, &[&str])] = &[
    ("the client keeps a parameter that was removed from the page", &["- request/InstanceId"]),
    (
        "the client is newer than the page, which has a sample and no rows for these members",
        &[
            "- response/TelCdrList/AIAgentId",
            "- response/TelCdrList/AIAgentName",
            "- response/TelCdrList/AsrStatus",
            "- response/TelCdrList/CallType",
            "- response/TelCdrList/EndStatusV2",
            "- response/TelCdrList/IVRKeyPressedEx/NodeLabel",
            "- response/TelCdrList/IVRKeyPressedEx/OriginalContent",
            "- response/TelCdrList/IVRKeyPressedEx/TTSPrompt",
            "- response/TelCdrList/IVRKeyPressedEx/Timestamp",
            "- response/TelCdrList/PostIVRKeyPressed/NodeLabel",
            "- response/TelCdrList/PostIVRKeyPressed/OriginalContent",
            "- response/TelCdrList/PostIVRKeyPressed/TTSPrompt",
            "- response/TelCdrList/PostIVRKeyPressed/Timestamp",
            "- response/TelCdrList/PostIVRKeyPressedEx",
            "- response/TelCdrList/SeatUser/ExtensionNumber",
            "- response/TelCdrList/SeatUser/Role",
            "- response/TelCdrList/SysHangupReason",
            "- response/TelCdrList/Uui",
            "- response/TelCdrList/VoicemailAsrURL",
        ],
    ),
    ("the client has a second name for the list, which the page does not know", &["- response/TelCdrs"]),
];

#[test]
fn paths_and_kinds_are_those_of_the_official_clients() {
    let Some(path) = shared("wire/truth5.json") else {
        return;
    };
    let bytes = std::fs::read(path).expect("readable");
    let truth: serde_json::Map<String, Value> = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(truth.len(), 5);
    let mut found = Vec::new();
    for (name, client) in &truth {
        let (vendor, rest) = name.split_once('/').expect("vendor/version/action");
        let vendor = if vendor == "tencent" { vendor } else { "aliyun" };
        let page = operation(&format!("{vendor}/ccc/{rest}"));
        let (mut our_kinds, mut their_kinds) = (Kinds::new(), Kinds::new());
        ours(&page.request, "request", &mut our_kinds);
        ours(&page.response, "response", &mut our_kinds);
        theirs(&client["request"], "request", &mut their_kinds);
        theirs(&client["response"], "response", &mut their_kinds);
        let more = disagreements(&our_kinds, &their_kinds);
        found.extend(more.into_iter().map(|what| (vendor, what)));
    }
    // The four pages of Alibaba Cloud agree in full; every entry is about the fifth.
    let explained = |(vendor, what): &(&str, String), start: &str| *vendor == "tencent" && what.starts_with(start);
    for (cause, starts) in EXPECTED {
        for start in *starts {
            let count = found.len();
            found.retain(|one| !explained(one, start));
            assert!(found.len() < count, "no longer so: {start} ({cause})");
            println!("{start} ({} places): {cause}", count - found.len());
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

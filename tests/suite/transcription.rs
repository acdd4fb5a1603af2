//! The five pages are transcribed: they are understood like the vendors' own text. Needs `../shared/vendor-pages`.

use std::collections::BTreeMap;

use serde_json::Value;
use spectable_pages::pipeline;
use spectable_review::inspect;

use crate::helper::{root, sources};
use crate::needs::shared;

/// What `inspect` prints of the pages of a folder, without what a transcription may change.
fn inspected(folder: &std::path::Path) -> BTreeMap<String, Value> {
    let documents = pipeline::documents(sources(folder, ""));
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

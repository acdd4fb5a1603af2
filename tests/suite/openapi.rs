//! The OpenAPI document has every operation, and nothing in it points into the void.

use std::collections::BTreeSet;

use serde_json::Value;
use spectable_emit::generate::Output;
use spectable_review::openapi;

use crate::cases;
use crate::helper::output;

fn written(output: &Output) -> Value {
    let operations =
        output.documents.iter().filter_map(|document| Some((document.operation.as_ref()?, document.answers())));
    openapi::document("ccc-api", operations)
}

fn references<'v>(value: &'v Value, found: &mut BTreeSet<&'v str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(target) if name == "$ref" => {
                        found.insert(target);
                    }
                    _ => references(value, found),
                }
            }
        }
        _ => {}
    }
}

fn check(document: &Value) {
    let mut found = BTreeSet::new();
    references(document, &mut found);
    for target in &found {
        let place = target.strip_prefix('#').expect("a place in the document");
        assert!(document.pointer(place).is_some(), "{target} is not there");
    }
    for name in document["components"]["schemas"].as_object().expect("schemas").keys() {
        assert!(found.contains(format!("#/components/schemas/{name}").as_str()), "nothing names {name}");
    }
    let ids: Vec<&str> = document["paths"]
        .as_object()
        .expect("paths")
        .values()
        .flat_map(|item| item.as_object().expect("an item").values())
        .filter_map(|operation| operation["operationId"].as_str())
        .collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{ids:?}");
}

#[test]
fn every_operation_is_there() {
    let document = written(output());
    check(&document);
    let paths: Vec<&String> = document["paths"].as_object().expect("paths").keys().collect();
    assert_eq!(
        paths,
        [
            "/aliyun/ccc/2017-07-05/ListCallDetailRecords",
            "/aliyun/ccc/2017-07-05/ListCallEventDetailByContactId",
            "/aliyun/ccc/2017-07-05/ListRecentCallRecords",
            "/aliyun/ccc/2020-07-01/ListCallDetailRecords",
            "/tencent/ccc/2020-02-10/DescribeTelCdr",
        ]
    );
}

#[test]
fn facts_of_a_page_are_there() {
    let document = written(output());
    let call = &document["paths"]["/aliyun/ccc/2017-07-05/ListCallDetailRecords"]["post"];
    let form = &call["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"];
    assert_eq!(form["required"], serde_json::json!(["InstanceId", "PageNumber", "PageSize"]));
    assert_eq!(form["properties"]["PageSize"]["maximum"], 100);
    // Several values in one text.
    assert_eq!(form["properties"]["ContactType"]["type"], "string");
    let content = &call["responses"]["200"]["content"];
    assert!(content["application/json"]["example"].is_object() && content["application/xml"]["example"].is_string());
    let list =
        "/components/schemas/aliyun.ccc.2017-07-05.ListCallDetailRecords.response.CallDetailRecords/properties/List";
    let list = document.pointer(list).expect("the list");
    assert_eq!(list["properties"]["CallDetailRecord"]["type"], "array", "the wrapper is part of the wire");
    let kinds = "/components/schemas/aliyun.ccc.2017-07-05.ListCallDetailRecords.ContactType/anyOf/0/enum/0";
    assert_eq!(document.pointer(kinds), Some(&Value::from("Inbound")));
}

/// `Tag.1.Key=a&Tag.2.Key=b` is no one text, as the other encodings are.
#[test]
fn a_list_that_is_repeated_is_a_list() {
    let document = written(&cases::run("request-dotted-names"));
    let item = document["paths"].as_object().expect("paths").values().next().expect("an operation");
    let form = &item["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]["properties"];
    let tags = &form["Tag"];
    assert_eq!((&tags["type"], &tags["x-encoding"]), (&Value::from("array"), &Value::from("repeat")), "{form:#}");
}

#[test]
fn the_cases_are_sound_too() {
    for name in cases::names() {
        check(&written(&cases::run(&name)));
    }
}

//! Properties: agreement with serde_json, and no panic on any document.

mod emitted;

use emitted::{DescribeTelCdr, ListCallDetailRecords, ListCallDetailRecordsOutput};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::Value;
use spectable_runtime::{Any, Request, Undocumented};

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z \"\\\\/\n\u{1}\u{e9}\u{1f600}]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..8).prop_map(Value::from),
            btree_map(any::<String>(), inner, 0..8).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// A response whose members are of whatever type.
fn response() -> impl Strategy<Value = Value> {
    const NAMES: &[&str] = &[
        "RequestId",
        "Success",
        "Code",
        "CallDetailRecords",
        "List",
        "CallDetailRecord",
        "ContactId",
        "ContactType",
        "Duration",
        "Agents",
        "Phones",
        "Extra",
        "Labels",
        "Other",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[0-9a-z]{0,2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(8, 64, 5, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(proptest::sample::select(NAMES), inner, 0..6)
                .prop_map(|map| map.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()),
        ]
    })
}

fn same(any: &Any, value: &Value) -> bool {
    match (any, value) {
        (Any::Null, Value::Null) => true,
        (Any::Bool(a), Value::Bool(b)) => a == b,
        (Any::Number(a), Value::Number(b)) => a.as_ref() == b.to_string() || close(a, b.as_f64()),
        (Any::Text(a), Value::String(b)) => a == b,
        (Any::List(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Any::Map(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => false,
    }
}

/// serde_json rounds the last digit of a fraction otherwise than Rust does.
fn close(digits: &str, number: Option<f64>) -> bool {
    let (Ok(a), Some(b)) = (digits.parse::<f64>(), number) else {
        return false;
    };
    (a - b).abs() <= a.abs() * 1e-12
}

fn has_huge_number(any: &Any) -> bool {
    match any {
        Any::Number(digits) => !digits.parse::<f64>().unwrap().is_finite(),
        Any::List(items) => items.iter().any(has_huge_number),
        Any::Map(members) => members.iter().any(|(_, member)| has_huge_number(member)),
        _ => false,
    }
}

/// As XML, each member an element of its name.
fn to_xml(name: &str, value: &Value, out: &mut String) {
    if let Value::Array(items) = value {
        return items.iter().for_each(|item| to_xml(name, item, out));
    }
    out.extend(["<", name, ">"]);
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| to_xml(name, value, out)),
        Value::String(text) => out.push_str(&quick_xml::escape::escape(text)),
        Value::Null | Value::Array(_) => {}
        other => out.push_str(&other.to_string()),
    }
    out.extend(["</", name, ">"]);
}

/// Changes a document so that it is probably broken.
fn mutate(document: &mut Vec<u8>, mutations: &[(prop::sample::Index, u8, u8)]) {
    for (index, kind, byte) in mutations {
        if document.is_empty() {
            return;
        }
        let at = index.index(document.len());
        match kind % 5 {
            0 => document[at] = *byte,
            1 => document.truncate(at),
            2 => document.insert(at, *byte),
            3 => drop(document.remove(at)),
            _ => document.insert(at, b"{}[]\",:\\<>&;/!-"[usize::from(*byte) % 15]),
        }
    }
}

/// Everything that reads a document; none may panic.
fn decode_all(document: &[u8]) {
    let _ = Any::from_json(document).map(|any| any.to_string());
    let owned = ListCallDetailRecords::decode_json(document);
    let borrowed = ListCallDetailRecords::decode_json_borrowed(document);
    assert_eq!(owned.is_ok(), borrowed.is_ok());
    let reported = ListCallDetailRecords::decode_json_reporting(document, &mut Undocumented::default());
    assert_eq!(owned, reported);
    let _ = DescribeTelCdr::decode_json(document);
    let owned = ListCallDetailRecords::decode_xml(document);
    let borrowed = ListCallDetailRecords::decode_xml_borrowed(document);
    assert_eq!(owned.is_ok(), borrowed.is_ok());
    let reported = ListCallDetailRecords::decode_xml_reporting(document, &mut Undocumented::default());
    assert_eq!(owned, reported);
    if let Err(error) = owned {
        assert!(error.offset() <= document.len());
        assert!(error.found().chars().count() <= 43);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_equals_serde_json(value in json(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let any = Any::from_json(text.as_bytes()).unwrap();
        prop_assert!(same(&any, &value), "{any} is not {text}");
        // And it is written back as JSON of the same value.
        prop_assert_eq!(&Any::from_json(any.to_string().as_bytes()).unwrap(), &any);
        let again: Value = serde_json::from_str(&any.to_string()).unwrap();
        prop_assert!(same(&any, &again));
    }

    #[test]
    fn undocumented_values_are_skipped(value in json(), name in "[a-z]{1,4}") {
        let document = format!(r#"{{"{name}":{value},"RequestId":"a","{name}":{value}}}"#);
        let output = ListCallDetailRecords::decode_json(document.as_bytes()).unwrap();
        prop_assert_eq!(output.request_id.as_deref(), Some("a"));
        prop_assert_eq!(output.call_detail_records.list.len(), 0);
    }

    #[test]
    fn responses_of_any_shape_do_not_panic(value in response()) {
        decode_all(value.to_string().as_bytes());
        let mut xml = String::new();
        to_xml("R", &value, &mut xml);
        decode_all(xml.as_bytes());
    }

    #[test]
    fn mutated_json_does_not_panic(
        value in response(),
        mutations in vec((any::<prop::sample::Index>(), any::<u8>(), any::<u8>()), 1..4),
    ) {
        let mut document = value.to_string().into_bytes();
        mutate(&mut document, &mutations);
        decode_all(&document);
        let ours = Any::from_json(&document);
        if let Ok(theirs) = serde_json::from_slice::<Value>(&document) {
            prop_assert!(ours.is_ok_and(|ours| same(&ours, &theirs)));
        } else {
            // Let through here alone.
            let control = document.iter().any(|byte| *byte < b' ');
            prop_assert!(ours.is_err() || control || ours.is_ok_and(|any| has_huge_number(&any)));
        }
    }

    #[test]
    fn mutated_xml_does_not_panic(
        value in response(),
        mutations in vec((any::<prop::sample::Index>(), any::<u8>(), any::<u8>()), 1..4),
    ) {
        let mut document = String::new();
        to_xml("R", &value, &mut document);
        let mut document = document.into_bytes();
        mutate(&mut document, &mutations);
        decode_all(&document);
    }

    #[test]
    fn any_bytes_do_not_panic(document in vec(any::<u8>(), 0..64)) {
        decode_all(&document);
    }

    #[test]
    fn a_truncated_document_is_an_error(value in response(), cut in any::<prop::sample::Index>()) {
        let document = format!(r#"{{"Other":{value}}}"#);
        let cut = &document.as_bytes()[..cut.index(document.len())];
        prop_assert!(ListCallDetailRecords::decode_json(cut).is_err());
        let mut xml = String::new();
        to_xml("Other", &serde_json::json!({"R": value}), &mut xml);
        let cut = &xml.as_bytes()[..cut.len().min(xml.len() - 1)];
        prop_assert!(ListCallDetailRecords::decode_xml(cut).is_err());
    }

    #[test]
    fn text_survives(text in any::<String>()) {
        let document = serde_json::json!({"RequestId": text}).to_string();
        let output = ListCallDetailRecords::decode_json(document.as_bytes()).unwrap();
        prop_assert_eq!(output.request_id.as_ref(), Some(&text));
        // XML reads line ends its own way.
        let text = text.replace('\r', "");
        let document = format!("<R><RequestId>{}</RequestId></R>", quick_xml::escape::escape(&*text));
        let output = ListCallDetailRecords::decode_xml(document.as_bytes()).unwrap();
        prop_assert_eq!(output.request_id, Some(text));
    }

    #[test]
    fn whole_numbers_survive(number in any::<i64>(), small in any::<i32>()) {
        let document = format!(
            r#"{{"CallDetailRecords":{{"TotalCount":"{small}.0","List":[{{"StartTime":{number},"Duration":{small},"Codes":["{number}.00",{number}e0]}}]}}}}"#
        );
        let records = ListCallDetailRecords::decode_json(document.as_bytes()).unwrap().call_detail_records;
        prop_assert_eq!(records.total_count, Some(small));
        prop_assert_eq!(records.list[0].start_time.map(spectable_runtime::Timestamp::as_millis), Some(number));
        prop_assert_eq!(records.list[0].duration, Some(small));
        prop_assert_eq!(&records.list[0].codes, &[number, number]);
    }

    #[test]
    fn requests_are_valid_json(phones in vec(any::<String>(), 0..4), score in any::<f64>()) {
        let request = DescribeTelCdr::new("a").phones(phones.clone()).score(score);
        let body: Value = serde_json::from_str(&request.to_json()).unwrap();
        prop_assert_eq!(&body["Phones"], &Value::from(phones));
        let sent = body["Score"].as_f64();
        let same = if score.is_finite() { close(&score.to_string(), sent) } else { sent.is_none() };
        prop_assert!(same);
    }
}

#[test]
fn every_truncation_of_a_response_is_an_error() {
    let document = r#"{"RequestId":"é\n","CallDetailRecords":{"TotalCount":1,"List":{"CallDetailRecord":[{"ContactId":null,"Score":1.5e3,"Recorded":true}]}}}"#;
    for cut in 0..document.len() {
        assert!(ListCallDetailRecords::decode_json(&document.as_bytes()[..cut]).is_err(), "{cut}");
    }
    let output: ListCallDetailRecordsOutput = ListCallDetailRecords::decode_json(document.as_bytes()).unwrap();
    assert_eq!(output.call_detail_records.list.len(), 1);
}

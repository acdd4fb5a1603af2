//! The members of an object: in which order, how often, under which names, and which nobody documented.

use spectable_runtime::{Request, Undocumented};

use crate::emitted::{DescribeTelCdr, ListCallDetailRecords};
use crate::{decode, ids, list, record};

#[test]
fn undocumented_members_are_skipped() {
    let output = decode(
        r#"{"X": {"a": [1, {"b": "}"}, "]\""], "c": null}, "Y": [[], {}, -1.5e+3, false],
            "RequestId": "a", "Z": "\\", "W": true}"#,
    )
    .unwrap();
    assert_eq!(output.request_id.as_deref(), Some("a"));
}

#[test]
fn undocumented_fields_are_reported() {
    let mut undocumented = Undocumented::default();
    let document = r#"{"New": 1, "CallDetailRecords": {"List": {"CallDetailRecord": [
        {"Hold": {"Time": 1}, "Agents": [{"Mood": 1}, {"Mood": 2}]}, {"Labels": {"a": "b"}}], "Odd": 1}},
        "RequestId": "a"}"#;
    let output = ListCallDetailRecords::decode_json_reporting(document.as_bytes(), &mut undocumented);
    assert_eq!(output.unwrap().request_id.as_deref(), Some("a"));
    let expected = [
        "CallDetailRecords.List.Odd",
        "CallDetailRecords.List[].Agents[].Mood",
        "CallDetailRecords.List[].Hold",
        "New",
    ];
    assert!(undocumented.paths().eq(expected));

    // Several responses add up; what was seen before an error counts too.
    let broken = br#"{"Newer": 1, "Success": maybe}"#;
    ListCallDetailRecords::decode_json_reporting(broken, &mut undocumented).unwrap_err();
    assert!(undocumented.paths().eq([expected.as_slice(), &["Newer"]].concat()));

    let mut none = Undocumented::default();
    ListCallDetailRecords::decode_json_reporting(br#"{"Code": "OK"}"#, &mut none).unwrap();
    assert!(none.is_empty());
    let tencent = br#"{"Response": {"Error": {}, "RequestId": ""}}"#;
    DescribeTelCdr::decode_json_reporting(tencent, &mut none).unwrap();
    assert!(none.paths().eq(["Error"]));
}

#[test]
fn escaped_names_are_the_same_names() {
    assert_eq!(decode(r#"{"Request\u0049d": "a"}"#).unwrap().request_id.as_deref(), Some("a"));
}

#[test]
fn members_in_any_order_and_doubled() {
    let output = decode(r#"{"Code": "1", "RequestId": "a", "Success": true, "Code": "2"}"#).unwrap();
    assert_eq!(output.code.as_deref(), Some("2"));
    let record = record(r#""Phones": ["a", "b"], "Phones": ["c"], "Duration": 1, "Duration": null"#);
    assert_eq!(record.phones, ["c"]);
    assert_eq!(record.duration, None);
}

#[test]
fn members_in_another_order_in_each_object() {
    let records = list(
        r#"[{"ContactId": "a", "Duration": 1, "Phones": ["x"]},
            {"Phones": ["y"], "New": 1, "Duration": 2, "ContactId": "b"},
            {"Duration": 3}, {},
            {"Remark": "z", "Duration" : 4, "ContactId": "c", "ContactIdX": 1},
            {"ContactId": "d", "Duration": 5, "Phones": ["w"]}]"#,
    )
    .unwrap();
    assert_eq!(ids(&records), ["a", "b", "-", "-", "c", "d"]);
    let durations: Vec<_> = records.iter().map(|record| record.duration).collect();
    assert_eq!(durations, [Some(1), Some(2), Some(3), None, Some(4), Some(5)]);
    assert_eq!(records[1].phones, ["y"]);
    assert_eq!(records[4].remark.as_deref(), Some("z"));
    assert_eq!(records[5].phones, ["w"]);
}

#[test]
fn objects_without_content() {
    for value in ["{}", "null", r#""""#, r#"" ""#, "[]", "[ ]", "{ }"] {
        let output = decode(&format!(r#"{{"CallDetailRecords": {value}, "Code": "OK"}}"#)).unwrap();
        assert_eq!(output.call_detail_records.total_count, None, "{value}");
        assert_eq!(output.code.as_deref(), Some("OK"), "{value}");
        let labels = record(&format!(r#""Labels": {value}"#)).labels;
        assert!(labels.is_empty());
    }
    for value in ["1", "true", r#""a""#, "[1]"] {
        let result = decode(&format!(r#"{{"CallDetailRecords": {value}}}"#));
        let error = result.unwrap_err();
        assert_eq!((error.path(), error.expected()), ("CallDetailRecords", "an object"));
        assert!(error.found().starts_with(&format!("`{value}")), "{error}");
    }
}

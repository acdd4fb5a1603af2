//! Lists: with a wrapper and without, of one item, and of none.

use crate::emitted::{Agent, CallDetailRecord, Recording};
use crate::{ids, list, message, record, try_record};

#[test]
fn lists_without_content() {
    for value in [
        "[]",
        "{}",
        r#""""#,
        "null",
        "[null]",
        "[null, null]",
        r#"{"CallDetailRecord": []}"#,
        r#"{"CallDetailRecord": null}"#,
        r#"{"CallDetailRecord": ""}"#,
        r#"{"CallDetailRecord": {}}"#,
        r#"{"Other": []}"#,
        r#"{"Other": null}"#,
    ] {
        assert_eq!(list(value), Ok(vec![]), "{value}");
        let record = record(&format!(r#""Phones": {value}, "Recordings": {value}"#));
        assert!(record.phones.is_empty() && record.recordings.is_empty(), "{value}");
    }
}

#[test]
fn lists_of_structs() {
    for value in [
        r#"[{"ContactId": "a"}, {"ContactId": "b"}]"#,
        r#"[null, {"ContactId": "a"}, null, {"ContactId": "b"}]"#,
        r#"{"CallDetailRecord": [{"ContactId": "a"}, {"ContactId": "b"}]}"#,
        r#"{"Zzz": 1, "CallDetailRecord": [{"ContactId": "a"}, {"ContactId": "b"}], "Yyy": {}}"#,
        r#"{"Item": [{"ContactId": "a"}, null, {"ContactId": "b"}]}"#,
        r#"{"CallDetailRecord": [1], "CallDetailRecord": [{"ContactId": "a"}, {"ContactId": "b"}]}"#,
    ] {
        let value = value.replace("[1]", "[]");
        assert_eq!(ids(&list(&value).unwrap()), ["a", "b"], "{value}");
    }
    for value in [
        r#"{"ContactId": "a", "Duration": 1}"#,
        r#"{"ContactId": "a"}"#,
        r#"{"CallDetailRecord": {"ContactId": "a"}}"#,
        r#"{"Item": {"ContactId": "a"}}"#,
    ] {
        assert_eq!(ids(&list(value).unwrap()), ["a"], "{value}");
    }
    // Members that the items know are no wrappers, whatever they hold.
    assert_eq!(list(r#"{"Phones": ["a"]}"#).unwrap()[0].phones, ["a"]);
    let agents = list(r#"{"Agents": {"CallDetailAgent": []}}"#).unwrap();
    assert_eq!(agents, [CallDetailRecord::default()]);
    // A scalar or a second member makes it an item with undocumented fields.
    assert_eq!(list(r#"{"Other": "x"}"#).unwrap(), [CallDetailRecord::default()]);
    assert_eq!(list(r#"{"Other": [], "More": []}"#).unwrap(), [CallDetailRecord::default()]);
    assert_eq!(list("[{}, \"\", []]").unwrap().len(), 3);
}

#[test]
fn lists_of_structs_without_known_wrapper() {
    let expected = [Recording { file_name: Some("a".to_owned()), ..Recording::default() }];
    for value in [
        r#"[{"FileName": "a"}]"#,
        r#"{"Recording": [{"FileName": "a"}]}"#,
        r#"{"Recording": {"FileName": "a"}}"#,
        r#"{"FileName": "a"}"#,
    ] {
        assert_eq!(record(&format!(r#""Recordings": {value}"#)).recordings, expected, "{value}");
    }
}

#[test]
fn agents_by_known_wrapper() {
    let agent = |id: &str| Agent { agent_id: Some(id.to_owned()), ..Agent::default() };
    for (value, agents) in [
        (r#"{"CallDetailAgent": [{"AgentId": "1"}, {"AgentId": 2}]}"#, vec![agent("1"), agent("2")]),
        (r#"[{"AgentId": "1"}]"#, vec![agent("1")]),
        (r#"{"AgentId": "1", "Satisfaction": null}"#, vec![agent("1")]),
    ] {
        assert_eq!(record(&format!(r#""Agents": {value}"#)).agents, agents, "{value}");
    }
}

#[test]
fn lists_of_scalars() {
    for (value, items) in [
        (r#"["a", "b"]"#, vec!["a", "b"]),
        (r#"["a", null, 1, true, ""]"#, vec!["a", "1", "true", ""]),
        (r#""a,b""#, vec!["a,b"]),
        ("7", vec!["7"]),
        (r#"{"Phone": ["a", "b"]}"#, vec!["a", "b"]),
        (r#"{"Phone": "a"}"#, vec!["a"]),
    ] {
        assert_eq!(record(&format!(r#""Phones": {value}"#)).phones, items, "{value}");
    }
    assert_eq!(record(r#""Codes": ["1", 2, "", null, 3.0]"#).codes, [1, 2, 3]);
    assert_eq!(record(r#""Codes": 5"#).codes, [5]);
    assert_eq!(
        message(try_record(r#""Phones": {"a": 1, "b": 2}"#)),
        "CallDetailRecords.List[0].Phones[0]: expected text, \
         found `{\"a\": 1, \"b\": 2}` at byte 41",
    );
}

#[test]
fn wrong_values_in_lists_tell_their_index() {
    assert_eq!(
        message(list(r#"[{}, null, {"Duration": "long"}]"#)),
        "CallDetailRecords.List[2].Duration: expected a whole number of 32 bits, \
         found `\"long\"` at byte 53",
    );
    assert_eq!(
        message(list(r#"{"CallDetailRecord": [{}, {"Agents": {"CallDetailAgent": [1]}}]}"#)),
        "CallDetailRecords.List[1].Agents[0]: expected an object, found `1` at byte 87",
    );
    assert_eq!(message(list("5")), "CallDetailRecords.List: expected an object, found `5` at byte 29",);
}

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
    // What has no field of an item is none, and with a scalar or a second member no wrapper either.
    for value in [
        r#"{"Message": "no rows"}"#,
        r#"{"Other": [], "More": []}"#,
        r#"{"A": [{"ContactId": "a"}], "B": [{"ContactId": "b"}]}"#,
        r#"{"0": {"ContactId": "a"}, "1": {"ContactId": "b"}}"#,
    ] {
        let found = format!("CallDetailRecords.List: expected a list, found `{value}` at byte 29");
        let told = message(list(value));
        assert!(told == found || found.starts_with(told.split_once('…').map_or(" ", |(told, _)| told)), "{told}");
    }
    assert_eq!(ids(&list(r#"{"Odd": 1, "contactid": "a"}"#).unwrap()), ["a"]);
    // An empty list or text says that a field has nothing, and is no item.
    assert_eq!(list("[{}]").unwrap().len(), 1);
    assert_eq!(message(list("[{}, []]")), "CallDetailRecords.List[1]: expected an object, found `[]` at byte 34");
    assert_eq!(message(list("[\"\"]")), "CallDetailRecords.List[0]: expected an object, found `\"\"` at byte 30");
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
        "CallDetailRecords.List[0].Phones: expected a list, \
         found `{\"a\": 1, \"b\": 2}` at byte 41",
    );
    assert!(
        message(try_record(r#""Phones": {"a": {"b": 1}}"#))
            .starts_with("CallDetailRecords.List[0].Phones: expected a list")
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

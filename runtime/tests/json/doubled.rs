//! Members that stand twice in one object: the last one counts, whatever stood before it, as `serde_json` reads values.

use proptest::prelude::*;
use serde_json::Value;

use super::{decode, message, record, try_record};

#[test]
fn the_last_one_counts_whatever_the_first_one_was() {
    assert_eq!(record(r#""Duration": "long", "Duration": 1"#).duration, Some(1));
    assert_eq!(record(r#""Duration": {"a": [1]}, "ContactId": "c", "Duration": 1"#).duration, Some(1));
    assert_eq!(record(r#""Duration": [1], "Duration": "x", "Duration": 3, "Phones": "a""#).duration, Some(3));
    assert_eq!(record(r#""Phones": {"a": 1, "b": 2}, "Phones": ["x"]"#).phones, ["x"]);
    assert_eq!(
        message(try_record(r#""Duration": 1, "Duration": "long""#)),
        "CallDetailRecords.List[0].Duration: expected a whole number of 32 bits, found `\"long\"` at byte 58"
    );
    // The fault that is told is the one that stays.
    let faults = message(try_record(r#""Duration": "long", "Score": "far", "Duration": 1"#));
    assert!(faults.starts_with("CallDetailRecords.List[0].Score: "), "{faults}");
}

#[test]
fn nothing_of_the_first_one_is_left() {
    let output = decode(
        r#"{"CallDetailRecords": {"TotalCount": 7, "List": [{}]}, "Code": "OK", "CallDetailRecords": {"PageSize": 1}}"#,
    )
    .unwrap();
    assert_eq!((output.call_detail_records.total_count, output.call_detail_records.list.len()), (None, 0));
    let null = decode(r#"{"CallDetailRecords": {"TotalCount": 7}, "CallDetailRecords": null}"#).unwrap();
    assert_eq!(null.call_detail_records.total_count, None);
    let labels = record(r#""Labels": {"a": "1", "b": "2"}, "Labels": {"b": "3", "c": "4", "c": null}"#).labels;
    assert_eq!(labels.into_iter().collect::<Vec<_>>(), [("b".to_owned(), "3".to_owned())]);
    let labels = record(r#""Labels": {"a": {"x": 1}, "b": [1], "a": "1", "b": "2"}"#).labels;
    assert_eq!(labels.len(), 2);
}

/// Each wrong value is passed over once, and what comes after it is looked through no more often than there are rows:
/// were it once a value or a level, this would take minutes.
#[test]
fn many_wrong_values_take_linear_time() {
    let wrong = r#""Duration": "x", "Score": "x", "Recorded": 2, "#.repeat(100_000);
    assert_eq!(record(&format!(r#"{wrong}"Duration": 1, "Score": 1, "Recorded": true"#)).duration, Some(1));
    assert!(try_record(&format!(r#"{wrong}"Duration": 1, "Score": 1"#)).is_err());
    let names = |value: &str| (0..100_000).map(|at| format!("\"k{at}\": {value}")).collect::<Vec<_>>().join(",");
    let labels = record(&format!(r#""Labels": {{{}, {}}}"#, names("[1]"), names("\"a\""))).labels;
    assert_eq!(labels.len(), 100_000);
}

/// The members of a record, right and wrong.
const MEMBERS: &[&str] = &[
    r#""Duration": 1"#,
    r#""Duration": "x""#,
    r#""Duration": null"#,
    r#""Score": 1.5"#,
    r#""Score": {"a": 1}"#,
    r#""Phones": ["a", "b"]"#,
    r#""Phones": ["c", {"a": 1, "b": 2}]"#,
    r#""Phones": []"#,
    r#""Labels": {"a": "1"}"#,
    r#""Labels": {"a": [1], "b": "2", "a": "2"}"#,
    r#""Labels": 1"#,
    r#""Agents": {"CallDetailAgent": [{"AgentId": "a", "AgentId": "b"}]}"#,
    r#""Agents": {"CallDetailAgent": [{"AgentName": "a"}, 1]}"#,
    r#""Agents": [{"AgentName": {"a": 1}, "AgentName": "c"}]"#,
    r#""Extra": {"x": 1, "x": 2}"#,
    r#""Extra": null"#,
    r#""Odd": [{"Duration": 1}]"#,
    r#""ContactId": "\u0061""#,
    r#""Contact\u0049d": "b""#,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn doubled_members_are_read_as_serde_json_reads_them(
        records in proptest::collection::vec(proptest::collection::vec(proptest::sample::select(MEMBERS), 0..8), 1..4),
        twice in any::<bool>(),
        count in proptest::option::of(proptest::sample::select(&["1", "\"x\"", "null", "[2]"][..])),
    ) {
        let records: Vec<String> = records.iter().map(|members| format!("{{{}}}", members.join(", "))).collect();
        let mut members = vec![format!("\"CallDetailRecords\": {{\"List\": [{}]}}", records.join(", "))];
        if let Some(count) = count {
            members.insert(usize::from(twice), format!("\"CallDetailRecords\": {{\"TotalCount\": {count}}}"));
        }
        if twice {
            members.push(format!("\"CallDetailRecords\": {{\"TotalCount\": 3, \"List\": [{}]}}", records.concat().replace("}{", "}, {")));
        }
        let document = format!("{{{}}}", members.join(", "));
        // A value of serde's has each name once: the last member of it.
        let once: Value = serde_json::from_str(&document).expect("JSON");
        let once = decode(&once.to_string());
        match decode(&document) {
            Ok(read) => prop_assert_eq!(Ok(read), once, "{}", document),
            Err(error) => prop_assert!(once.is_err(), "{}: {}", document, error),
        }
    }
}

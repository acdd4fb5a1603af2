//! The feature `serde` of the generated crate.

use std::fs;

use ccc_api::aliyun::v2017_07_05::list_call_detail_records::ListCallDetailRecordsOutput;
use ccc_api::aliyun::v2017_07_05::{ContactType, ListCallDetailRecords};
use ccc_api::tencent::v2020_02_10::DescribeTelCdr;
use ccc_api::tencent::v2020_02_10::describe_tel_cdr::DescribeTelCdrOutput;
use ccc_api::{Request, Timestamp};
use serde_json::json;

use crate::helper::root;

fn sample(path: &str) -> Vec<u8> {
    fs::read(root().join("generated/tests/samples").join(path)).expect("a sample")
}

#[test]
fn responses_round_trip() {
    let output = ListCallDetailRecords::decode_json(&sample("aliyun/ccc/2017-07-05/ListCallDetailRecords.2.json"))
        .expect("decodes");
    assert!(!output.call_detail_records.list.is_empty());
    let text = serde_json::to_string(&output).expect("text");
    assert_eq!(serde_json::from_str::<ListCallDetailRecordsOutput>(&text).expect("the same"), output);
    // Under the wire's names, so a decoder of the wire reads it too: lists need no wrapper.
    assert_eq!(ListCallDetailRecords::decode_json(text.as_bytes()).expect("decodes"), output);

    let bytes = sample("tencent/ccc/2020-02-10/DescribeTelCdr.1.json");
    let output = DescribeTelCdr::decode_json(&bytes).expect("decodes");
    let value = serde_json::to_value(&output).expect("a value");
    // Names that no rule makes out of Rust's.
    assert!(value["TelCdrList"][0]["IVRKeyPressedEx"].is_array() && value["TelCdrList"][0].get("UUI").is_some());
    assert_eq!(serde_json::from_value::<DescribeTelCdrOutput>(value).expect("the same"), output);
    // What is borrowed is written, too.
    let borrowed = DescribeTelCdr::decode_json_borrowed(&bytes).expect("decodes");
    assert_eq!(serde_json::to_value(&borrowed).expect("a value"), serde_json::to_value(&output).expect("a value"));
}

#[test]
fn a_response_may_lack_anything() {
    let output: ListCallDetailRecordsOutput = serde_json::from_str("{}").expect("nothing is required");
    assert_eq!(output, ListCallDetailRecordsOutput::default());
}

#[test]
fn requests_leave_out_what_is_not_set() {
    let request = ListCallDetailRecords::new("i")
        .page_number(1)
        .page_size(100)
        .contact_type([ContactType::Inbound, ContactType::from("New")])
        .start_time(Timestamp::from_millis(1_532_448_000_000));
    let value = serde_json::to_value(&request).expect("a value");
    let expected = json!({
        "InstanceId": "i", "PageNumber": 1, "PageSize": 100,
        "StartTime": 1_532_448_000_000_i64, "ContactType": ["Inbound", "New"],
    });
    assert_eq!(value, expected);
    assert_eq!(serde_json::from_value::<ListCallDetailRecords>(value).expect("the same"), request);
    let error = serde_json::from_value::<ListCallDetailRecords>(json!({"PageNumber": 1})).expect_err("incomplete");
    assert!(error.to_string().contains("InstanceId"), "{error}");
}

//! The feature `serde`, on a struct in the shape that is to be emitted.
#![cfg(feature = "serde")]

mod emitted;

use emitted::ContactType;
use serde::{Deserialize, Serialize};
use spectable_runtime::{Any, ErrorCode, Timestamp};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, bound(deserialize = "T: Default + Deserialize<'de>"))]
struct Record<T = String> {
    #[serde(rename = "ContactId")]
    contact_id: Option<T>,
    #[serde(rename = "ContactType")]
    contact_type: Option<ContactType>,
    #[serde(rename = "ContactTypes")]
    contact_types: Vec<ContactType>,
    #[serde(rename = "StartTime", skip_serializing_if = "Option::is_none")]
    start_time: Option<Timestamp>,
    #[serde(rename = "Extra")]
    extra: Option<Any>,
}

#[test]
fn round_trips_under_wire_names() {
    let text = r#"{"ContactId":"c","ContactType":"Outbound","ContactTypes":["Inbound","New"],"StartTime":1532448000000,"Extra":{"b":[1,-2,18446744073709551615,1.5,null,true,"x"],"a":{}}}"#;
    let record: Record = serde_json::from_str(text).unwrap();
    assert_eq!(record.contact_type, Some(ContactType::Outbound));
    assert_eq!(record.contact_types[1].as_str(), "New");
    assert_eq!(record.start_time, Some(Timestamp::from_millis(1_532_448_000_000)));
    assert_eq!(serde_json::to_string(&record).unwrap(), text);
    let empty: Record = serde_json::from_str("{}").unwrap();
    assert_eq!(empty, Record::default());
    assert_eq!(
        serde_json::to_string(&empty).unwrap(),
        r#"{"ContactId":null,"ContactType":null,"ContactTypes":[],"Extra":null}"#
    );
}

#[test]
fn enums_read_codes_and_keep_the_unknown() {
    let read: Vec<ContactType> = serde_json::from_str(r#"["Inbound",1,"7"]"#).unwrap();
    assert_eq!(read[..2], [ContactType::Inbound, ContactType::Outbound]);
    assert_eq!(serde_json::to_string(&read).unwrap(), r#"["Inbound","Outbound","7"]"#);
    let code: ErrorCode = serde_json::from_str("\"Throttling\"").unwrap();
    assert_eq!(code.as_str(), "Throttling");
    assert!(serde_json::from_str::<ContactType>("[]").is_err());
}

#[test]
fn numbers_are_not_rounded() {
    let big = Any::from_json(b"[123456789012345678901234567890, 1.25, 9007199254740993]").unwrap();
    assert_eq!(serde_json::to_string(&big).unwrap(), r#"["123456789012345678901234567890",1.25,9007199254740993]"#);
}

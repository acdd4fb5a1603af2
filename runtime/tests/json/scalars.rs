//! Text, numbers, booleans and enums: every spelling that is taken, and what is an error.

use spectable_runtime::{ErrorCode, Fields, Operation, Parameter, Request, Text, Timestamp, Visit};

use crate::emitted::{ContactType, ListCallDetailRecords};
use crate::{message, record, try_record};

/// A response whose text is kept in boxes.
struct Boxes;

#[derive(Default)]
struct BoxesOutput {
    boxed: Option<Box<str>>,
    wide: Option<u64>,
}

impl Request for Boxes {
    const OPERATION: &'static Operation = ListCallDetailRecords::OPERATION;
    type Output<T: Default> = BoxesOutput;
    type ErrorCode = ErrorCode;

    fn parameters(&self) -> Vec<Parameter<'_>> {
        Vec::new()
    }

    fn output_fields<'o, 'de, T: Text<'de>>(output: &'o mut BoxesOutput) -> &'o mut dyn Fields<'de> {
        output
    }
}

impl<'de> Fields<'de> for BoxesOutput {
    fn fields(&mut self, visit: Visit<'_, 'de>) {
        visit(&mut [("Boxed", &mut self.boxed), ("Wide", &mut self.wide)]);
    }
}

#[test]
fn text() {
    for (value, text) in [
        (r#""""#, Some("")),
        (r#"" a ""#, Some(" a ")),
        ("null", None),
        ("[]", None),
        ("{ }", None),
        ("12", Some("12")),
        ("282366787439559254", Some("282366787439559254")),
        ("1.50e3", Some("1.50e3")),
        ("true", Some("true")),
        ("false", Some("false")),
        (r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#, Some("\"\\/\u{8}\u{c}\n\r\té😀")),
        (r#""\ud83d""#, Some("\u{fffd}")),
        (r#""\ud83dA\ude00""#, Some("\u{fffd}A\u{fffd}")),
        (r#""\ud83d\n""#, Some("\u{fffd}\n")),
        ("\"raw\ttab\"", Some("raw\ttab")),
        ("\"客服组\"", Some("客服组")),
    ] {
        let record = record(&format!(r#""ContactId": {value}"#));
        assert_eq!(record.contact_id.as_deref(), text, "{value}");
        let boxes = Boxes::decode_json(format!(r#"{{"Boxed": {value}}}"#).as_bytes()).unwrap();
        assert_eq!(boxes.boxed.as_deref(), text, "{value}");
    }
    let boxes = Boxes::decode_xml(b"<R><Boxed>b</Boxed></R>").unwrap();
    assert_eq!(boxes.boxed.as_deref(), Some("b"));
    assert_eq!(
        message(try_record(r#""ContactId": {"a": 1}"#)),
        r#"CallDetailRecords.List[0].ContactId: expected text, found `{"a": 1}` at byte 44"#,
    );
    assert_eq!(
        message(try_record(r#""ContactId": ["a"]"#)),
        r#"CallDetailRecords.List[0].ContactId: expected text, found `["a"]` at byte 44"#,
    );
}

/// Whole numbers that are too large for a sign.
#[test]
fn wide_numbers() {
    let wide = |value: &str| Boxes::decode_json(format!("{{\"Wide\": {value}}}").as_bytes()).map(|output| output.wide);
    for (value, number) in [
        ("18446744073709551615", Some(u64::MAX)),
        ("\"9223372036854775808\"", Some(1 << 63)),
        ("12.0", Some(12)),
        ("\"\"", None),
        ("null", None),
    ] {
        assert_eq!(wide(value).expect(value), number, "{value}");
    }
    for value in ["-1", "18446744073709551616", "1.5", "true", "{\"a\": 1}"] {
        let error = wide(value).expect_err(value).to_string();
        assert!(error.contains("Wide") && error.contains("without a sign"), "{value}: {error}");
    }
}

#[test]
fn whole_numbers() {
    for (value, number) in [
        ("12", Some(12)),
        ("-12", Some(-12)),
        ("-0", Some(0)),
        (r#""12""#, Some(12)),
        (r#"" +12 ""#, Some(12)),
        ("12.0", Some(12)),
        (r#""12.00""#, Some(12)),
        ("1.2e1", Some(12)),
        ("1200E-2", Some(12)),
        ("0e999999999", Some(0)),
        ("2147483647", Some(i32::MAX)),
        ("-2147483648.0", Some(i32::MIN)),
        ("null", None),
        (r#""""#, None),
        (r#"" ""#, None),
        ("[]", None),
        ("{}", None),
    ] {
        let record = record(&format!(r#""Duration": {value}, "StartTime": {value}"#));
        assert_eq!(record.duration, number, "{value}");
        assert_eq!(record.start_time.map(Timestamp::as_millis), number.map(i64::from), "{value}");
    }
    let record = record(r#""StartTime": "9223372036854775807""#);
    assert_eq!(record.start_time, Some(Timestamp::from_millis(i64::MAX)));
    let start = |value: &str| try_record(&format!(r#""StartTime": {value}"#)).unwrap().start_time.unwrap().as_millis();
    assert_eq!(start("9007199254740993"), 9_007_199_254_740_993);
    assert_eq!(start("-9223372036854775808"), i64::MIN);
    assert_eq!(start("-9223372036854775808.0"), i64::MIN);
    assert_eq!(start("9.223372036854775807e18"), i64::MAX);
}

#[test]
fn not_whole_numbers() {
    for value in [
        "1.5",
        r#""12a""#,
        r#""a""#,
        "true",
        "2147483648",
        "1e10",
        "1e999999999",
        r#""1e""#,
        r#""0x1""#,
        r#"".5""#,
        r#""--1""#,
        r#""1.-5""#,
        "[1]",
    ] {
        let error = try_record(&format!(r#""Duration": {value}"#)).unwrap_err();
        assert_eq!(error.path(), "CallDetailRecords.List[0].Duration", "{value}");
        assert_eq!(error.expected(), "a whole number of 32 bits");
        assert!(error.found().starts_with(&format!("`{value}")), "{value}: {error}");
        assert_eq!(error.offset(), 43);
    }
    assert_eq!(
        message(try_record(r#""StartTime": 9223372036854775808"#)),
        "CallDetailRecords.List[0].StartTime: expected a whole number of 64 bits, \
         found `9223372036854775808` at byte 44",
    );
    assert_eq!(
        message(try_record(r#""Codes": [1, "x"]"#)),
        "CallDetailRecords.List[0].Codes[1]: expected a whole number of 64 bits, \
         found `\"x\"` at byte 44",
    );
}

#[test]
fn numbers_with_a_fraction() {
    let score = |value: &str| try_record(&format!(r#""Score": {value}"#)).map(|r| r.score);
    assert_eq!(score("1.5"), Ok(Some(1.5)));
    assert_eq!(score(r#"" -1.5e3 ""#), Ok(Some(-1500.0)));
    assert_eq!(score(r#""""#), Ok(None));
    assert_eq!(score("null"), Ok(None));
    for value in ["1e999", r#""inf""#, r#""NaN""#, r#""infinity""#, r#""many""#, "true"] {
        let expected = format!("CallDetailRecords.List[0].Score: expected a number, found `{value}` at byte 40");
        assert_eq!(message(score(value)), expected);
    }
}

#[test]
fn booleans() {
    let recorded = |value: &str| try_record(&format!(r#""Recorded": {value}"#)).map(|r| r.recorded);
    for value in ["true", r#""true""#, r#""True""#, r#""TRUE""#, r#"" true ""#, "1", r#""1""#] {
        assert_eq!(recorded(value), Ok(Some(true)), "{value}");
    }
    for value in ["false", r#""false""#, r#""False""#, "0", r#""0""#] {
        assert_eq!(recorded(value), Ok(Some(false)), "{value}");
    }
    for value in ["null", r#""""#, "[]", "{}"] {
        assert_eq!(recorded(value), Ok(None), "{value}");
    }
    for value in ["2", r#""yes""#, "1.0"] {
        let expected =
            format!("CallDetailRecords.List[0].Recorded: expected true or false, found `{value}` at byte 43");
        assert_eq!(message(recorded(value)), expected);
    }
}

#[test]
fn enums() {
    let contact_type = |value: &str| record(&format!(r#""ContactType": {value}"#)).contact_type;
    assert_eq!(contact_type(r#""Outbound""#), Some(ContactType::Outbound));
    assert_eq!(contact_type("1"), Some(ContactType::Outbound));
    assert_eq!(contact_type(r#""1""#), Some(ContactType::Outbound));
    assert_eq!(contact_type(r#""Back2Back""#), Some(ContactType::Back2Back));
    assert_eq!(contact_type("null"), None);
    assert_eq!(contact_type(r#""""#), None);
    assert_eq!(contact_type("[]"), None);
    for (value, text) in [(r#""Fax""#, "Fax"), ("7", "7"), (r#""outbound""#, "outbound")] {
        let unknown = contact_type(value).unwrap();
        assert!(matches!(unknown, ContactType::Unknown(_)));
        assert_eq!(unknown.as_str(), text);
        assert_eq!(unknown.code(), None);
    }
    let types = record(r#""ContactTypes": ["Inbound", 2, null, "", "Fax"]"#).contact_types;
    assert_eq!(types, [ContactType::Inbound, ContactType::Internal, "Fax".into()]);
    assert_eq!(
        message(try_record(r#""ContactType": {"a": 1}"#)),
        "CallDetailRecords.List[0].ContactType: expected one of the enum's values, \
         found `{\"a\": 1}` at byte 46",
    );
}

//! JSON responses: what is tolerated, and what is an error.

mod emitted;

use std::borrow::Cow;

use emitted::{
    Agent, CallDetailRecord, ContactType, DescribeTelCdr, ListCallDetailRecords, ListCallDetailRecordsOutput, Recording,
};
use spectable_runtime::{
    Any, DecodeError, ErrorCode, Fields, Operation, Parameter, Request, Text, Undocumented, Visit,
};

/// Decodes owned and borrowed, which must agree.
fn decode(document: &str) -> Result<ListCallDetailRecordsOutput, DecodeError> {
    let owned = ListCallDetailRecords::decode_json(document.as_bytes());
    let borrowed = ListCallDetailRecords::decode_json_borrowed(document.as_bytes());
    match (&owned, borrowed) {
        (Ok(owned), Ok(borrowed)) => {
            assert_eq!(format!("{owned:?}"), format!("{borrowed:?}"));
        }
        (Err(owned), Err(borrowed)) => assert_eq!(*owned, borrowed),
        (owned, borrowed) => panic!("{owned:?} is not {borrowed:?}"),
    }
    owned
}

/// Decodes one record with these members.
fn record(members: &str) -> CallDetailRecord {
    try_record(members).unwrap_or_else(|error| panic!("{members}: {error}"))
}

fn try_record(members: &str) -> Result<CallDetailRecord, DecodeError> {
    let mut records = list(&format!("[{{{members}}}]"))?;
    assert_eq!(records.len(), 1);
    Ok(records.remove(0))
}

/// A response whose text is kept in boxes.
struct Boxes;

#[derive(Default)]
struct BoxesOutput {
    boxed: Option<Box<str>>,
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
        visit(&mut [("Boxed", &mut self.boxed)]);
    }
}

/// Decodes the list of records, whose wrapper is known.
fn list(value: &str) -> Result<Vec<CallDetailRecord>, DecodeError> {
    let output = decode(&format!(r#"{{"CallDetailRecords":{{"List":{value}}}}}"#))?;
    Ok(output.call_detail_records.list)
}

fn message(result: Result<impl std::fmt::Debug, DecodeError>) -> String {
    result.expect_err("must not decode").to_string()
}

fn ids(records: &[CallDetailRecord]) -> Vec<&str> {
    records.iter().map(|record| record.contact_id.as_deref().unwrap_or("-")).collect()
}

#[test]
fn whole_response() {
    let output = decode(
        r#" {"RequestId": "a", "Success": true, "Code": "OK", "HttpStatusCode": 200,
             "CallDetailRecords": {"TotalCount": 1, "List": {"CallDetailRecord": [
               {"ContactId": "1", "ContactType": "Outbound", "StartTime": 1587519561000,
                "Duration": 138, "Agents": {"CallDetailAgent": [{"AgentId": "282366787439559254"}]}}
             ]}}} "#,
    )
    .unwrap();
    assert_eq!(output.request_id.as_deref(), Some("a"));
    assert_eq!(output.success, Some(true));
    assert_eq!(output.code.as_deref(), Some("OK"));
    assert_eq!(output.http_status_code, Some(200));
    assert_eq!(output.call_detail_records.total_count, Some(1));
    let record = &output.call_detail_records.list[0];
    assert_eq!(record.contact_type, Some(ContactType::Outbound));
    assert_eq!(record.start_time, Some(1_587_519_561_000));
    assert_eq!(record.duration, Some(138));
    assert_eq!(record.agents[0].agent_id.as_deref(), Some("282366787439559254"));
}

#[test]
fn borrows_text_without_escapes_only() {
    let document = br#"{"RequestId": "plain", "Code": "a\nb"}"#;
    let output = ListCallDetailRecords::decode_json_borrowed(document).unwrap();
    assert!(matches!(output.request_id, Some(Cow::Borrowed("plain"))));
    assert!(matches!(output.code, Some(Cow::Owned(ref text)) if text == "a\nb"));
}

#[test]
fn empty_and_foreign_documents() {
    assert_eq!(decode("{}").unwrap(), ListCallDetailRecordsOutput::default());
    assert_eq!(decode("\u{feff} \r\n\t{ } \n").unwrap(), ListCallDetailRecordsOutput::default());
    assert_eq!(message(decode("")), "expected an object, found the end at byte 0");
    assert_eq!(message(decode("  ")), "expected an object, found the end at byte 2");
    assert_eq!(
        message(decode("<html><body>502 Bad Gateway</body></html> and more")),
        "expected an object, found `<html><body>502 Bad Gateway</body></html…` at byte 0",
    );
    assert_eq!(message(decode("null")), "expected an object, found `null` at byte 0");
    assert_eq!(message(decode("[]")), "expected an object, found `[]` at byte 0");
}

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
        assert_eq!(record.start_time, number.map(i64::from), "{value}");
    }
    let record = record(r#""StartTime": "9223372036854775807""#);
    assert_eq!(record.start_time, Some(i64::MAX));
    let start = |value: &str| try_record(&format!(r#""StartTime": {value}"#)).unwrap().start_time.unwrap();
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

#[test]
fn maps_and_anything() {
    let record = record(
        r#""Labels": {"b": "2", "a": 1, "c": null, "b": "3"},
           "Extra": {"n": 1.50, "big": 123456789012345678901234567890, "l": [null, true], "t": "é",
                     "o": {}, "n": 2}"#,
    );
    let labels: Vec<_> = record.labels.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(labels, [("a", "1"), ("b", "3")]);
    let extra = record.extra.unwrap();
    assert_eq!(extra.get("n"), Some(&Any::Number("2".into())));
    assert_eq!(extra.to_string(), r#"{"n":2,"big":123456789012345678901234567890,"l":[null,true],"t":"é","o":{}}"#);
    assert_eq!(
        message(try_record(r#""Labels": {"a.b": [1]}"#)),
        "CallDetailRecords.List[0].Labels.a.b: expected text, found `[1]` at byte 49",
    );
    assert_eq!(self::record(r#""Extra": null"#).extra, None);
    assert_eq!(self::record(r#""Extra": """#).extra, Some(Any::Text(String::new())));
}

#[test]
fn many_members_of_anything() {
    let members: Vec<_> = (0..1000).map(|n| format!(r#""k{}":{n}"#, n % 500)).collect();
    let any = Any::from_json(format!("{{{}}}", members.join(",")).as_bytes()).unwrap();
    let Any::Map(members) = &any else { panic!("{any}") };
    assert_eq!(members.len(), 500);
    assert_eq!(any.get("k7"), Some(&Any::Number("507".into())));
}

#[test]
fn broken_documents() {
    for (document, error) in [
        ("{", "expected `,` or `}`, found the end at byte 1"),
        (r#"{"Code": "OK""#, "expected `,` or `}`, found the end at byte 13"),
        (r#"{"Code": "OK",}"#, "expected a field name in quotes, found `}` at byte 14"),
        (r#"{,"Code": "OK"}"#, "expected a field name in quotes, found `,\"Code\": \"OK\"}` at byte 1"),
        (r#"{"Code" "OK"}"#, "expected `:`, found `\"OK\"}` at byte 8"),
        (r#"{"Code": "OK" "X": 1}"#, "expected `,` or `}`, found `\"X\": 1}` at byte 14"),
        ("{Code: 1}", "expected a field name in quotes, found `Code: 1}` at byte 1"),
        (r#"{"Code": "OK"} x"#, "expected the end of the document, found `x` at byte 15"),
        (r#"{"Code": "OK"}{}"#, "expected the end of the document, found `{}` at byte 14"),
        (r#"{"Code": "OK}"#, "Code: expected a closing quote, found `\"OK}` at byte 9"),
        (r#"{"Code": "O\K"}"#, "Code: expected a JSON escape, found `\\K\"}` at byte 11"),
        (r#"{"Code": "\u12g4"}"#, "Code: expected a JSON escape, found `\\u12g4\"}` at byte 10"),
        (r#"{"Code": "\u+123"}"#, "Code: expected a JSON escape, found `\\u+123\"}` at byte 10"),
        (r#"{"Code": "\n"#, "Code: expected a closing quote, found `\"\\n` at byte 9"),
        (r#"{"Code": nul}"#, "Code: expected a JSON value, found `nul}` at byte 9"),
        (r#"{"Code": 01}"#, "Code: expected a number, found `01}` at byte 9"),
        (r#"{"Code": 1.}"#, "Code: expected a number, found `1.}` at byte 9"),
        (r#"{"Code": 1e}"#, "Code: expected a number, found `1e}` at byte 9"),
        (r#"{"Code": -}"#, "Code: expected a number, found `-}` at byte 9"),
        (r#"{"Code": }"#, "Code: expected text, found `}` at byte 9"),
        (r#"{"X": [1 2]}"#, "X: expected `,` or `]`, found `2]}` at byte 9"),
        (r#"{"X": [1,]}"#, "X: expected a JSON value, found `]}` at byte 9"),
        (r#"{"X": [}"#, "X: expected a JSON value, found `}` at byte 7"),
        (r#"{"X": {"a" 1}}"#, "X: expected `:`, found `1}}` at byte 11"),
        (r#"{"X": {"a": [1}}"#, "X: expected `,` or `]`, found `}}` at byte 14"),
        (r#"{"X": "a"#, "X: expected a closing quote, found `\"a` at byte 6"),
        (r#"{"X": "\x"}"#, "X: expected a JSON escape, found `\\x\"}` at byte 7"),
        (
            r#"{"CallDetailRecords": {"List": [{}"#,
            "CallDetailRecords.List: expected `,` or `]`, found the end at byte 34",
        ),
    ] {
        assert_eq!(message(decode(document)), error, "{document}");
    }
    assert_eq!(
        message(ListCallDetailRecords::decode_json(b"{\"Code\": \"\xffabc\"}")),
        "expected UTF-8, found `\u{fffd}abc\"}` at byte 10",
    );
}

#[test]
fn excerpts_are_short_and_on_one_line() {
    let error = decode(&format!(r#"{{"HttpStatusCode": "{}"}}"#, "话\n".repeat(100))).unwrap_err();
    assert_eq!(error.found(), format!("`\"{}话…`", "话 ".repeat(19)));
}

#[test]
fn depth_is_limited() {
    let nested =
        |depth: usize| format!(r#"{{"CallDetailRecords": {{"X": {}{}}}}}"#, "[".repeat(depth), "]".repeat(depth));
    assert!(decode(&nested(126)).is_ok());
    assert_eq!(
        message(decode(&nested(127))),
        "CallDetailRecords.X: expected at most 128 nested levels, \
         found `[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]…` at byte 154",
    );
    let any = |open: &str, depth: usize| Any::from_json(open.repeat(depth).as_bytes()).unwrap_err();
    assert_eq!(any("[", 1_000_000).expected(), "at most 128 nested levels");
    assert_eq!(any("{\"a\":", 1_000_000).expected(), "at most 128 nested levels");
    assert_eq!(any("[", 128).found(), "the end");
}

#[test]
fn envelope() {
    let expected = DescribeTelCdr::decode_json(br#"{"TotalCount": 2, "RequestId": "a"}"#).unwrap();
    assert_eq!(expected.total_count, Some(2));
    for document in [
        r#"{"Response": {"TotalCount": 2, "RequestId": "a"}}"#,
        r#"{"X": [1], "Response": {"TotalCount": 2, "RequestId": "a"}, "Y": 1}"#,
    ] {
        assert_eq!(DescribeTelCdr::decode_json(document.as_bytes()).unwrap(), expected);
    }
    // Alibaba Cloud's samples have one at times, named after the action.
    assert_eq!(decode(r#"{"ListCallDetailRecordsResponse": {"Code": "OK"}}"#).unwrap().code.as_deref(), Some("OK"));
    assert_eq!(decode(r#"{"Wrapper": {"Code": "OK"}}"#).unwrap().code, None);
    let error = DescribeTelCdr::decode_json(br#"{"Response": {"TotalCount": "x"}}"#).unwrap_err();
    assert_eq!(error.path(), "TotalCount");
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
    let broken = br#"{"Newer": 1, "Success": "maybe"}"#;
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
fn anything_is_built_and_looked_into() {
    let any = Any::from(vec![Any::from("a"), 1_i64.into(), true.into(), String::new().into()]);
    assert_eq!(any.to_string(), r#"["a",1,true,""]"#);
    assert_eq!(any.as_list().map(<[Any]>::len), Some(4));
    assert_eq!(any.as_list().and_then(|items| items[0].as_text()), Some("a"));
    assert_eq!((any.get("a"), any.as_text()), (None, None));
    assert_eq!(
        Any::from_json(b"[1] 2").unwrap_err().to_string(),
        "expected the end of the document, found `2` at byte 4"
    );
    assert_eq!(Any::from_json(br#"{"a": [1, {"b": tru}]}"#).unwrap_err().path(), "a[1].b");
}

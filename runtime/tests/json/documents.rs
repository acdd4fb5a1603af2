//! A response as a whole: its envelope, what is no response, how deep it may be.

use std::borrow::Cow;

use spectable_runtime::{Any, Request, Timestamp};

use crate::emitted::{ContactType, DescribeTelCdr, ListCallDetailRecords, ListCallDetailRecordsOutput};
use crate::{decode, message};

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
    assert_eq!(record.start_time, Some(Timestamp::from_millis(1_587_519_561_000)));
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
    let output = DescribeTelCdr::decode_json(br#"{"Response": {"TotalCount": "x"}}"#).unwrap();
    assert_eq!(output.findings.strict().unwrap_err().path(), "TotalCount");
    // Where the response stands there is one, or it is none.
    for nothing in ["null", "[]", "\"\"", "1", "[{}]"] {
        let error = DescribeTelCdr::decode_json(format!(r#"{{"Response": {nothing}}}"#).as_bytes()).unwrap_err();
        assert_eq!((error.path(), error.expected()), ("Response", "an object"), "{nothing}");
    }
    let last = br#"{"Response": null, "Response": {"TotalCount": 2, "RequestId": "a"}}"#;
    assert_eq!(DescribeTelCdr::decode_json(last).unwrap(), expected);
}

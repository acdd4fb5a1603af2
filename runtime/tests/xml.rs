//! XML responses: what is tolerated, and what is an error.

mod emitted;

use std::borrow::Cow;

use emitted::{CallDetailRecord, ContactType, ListCallDetailRecords, ListCallDetailRecordsOutput};
use spectable_runtime::{DecodeError, Request, Timestamp, Undocumented};

/// Decodes owned and borrowed, which must agree; a finding is the error that it is to those who tolerate none.
fn decode(document: &str) -> Result<ListCallDetailRecordsOutput, DecodeError> {
    let owned = ListCallDetailRecords::decode_xml(document.as_bytes());
    let borrowed = ListCallDetailRecords::decode_xml_borrowed(document.as_bytes());
    let owned = owned.and_then(|output| output.findings.strict().map(|()| output));
    let borrowed = borrowed.and_then(|output| output.findings.strict().map(|()| output));
    match (&owned, borrowed) {
        (Ok(owned), Ok(borrowed)) => {
            assert_eq!(format!("{owned:?}"), format!("{borrowed:?}"));
        }
        (Err(owned), Err(borrowed)) => assert_eq!(*owned, borrowed),
        (owned, borrowed) => panic!("{owned:?} is not {borrowed:?}"),
    }
    owned
}

/// Decodes elements that stand where the list of records stands.
fn list(elements: &str) -> Result<Vec<CallDetailRecord>, DecodeError> {
    let document = format!("<R><CallDetailRecords>{elements}</CallDetailRecords></R>");
    Ok(decode(&document)?.call_detail_records.list)
}

fn record(elements: &str) -> CallDetailRecord {
    let document = format!("<List><CallDetailRecord>{elements}</CallDetailRecord></List>");
    let mut records = list(&document).unwrap_or_else(|error| panic!("{elements}: {error}"));
    assert_eq!(records.len(), 1);
    records.remove(0)
}

fn message(result: Result<impl std::fmt::Debug, DecodeError>) -> String {
    result.expect_err("must not decode").to_string()
}

fn ids(records: &[CallDetailRecord]) -> Vec<&str> {
    records.iter().map(|record| record.contact_id.as_deref().unwrap_or("-")).collect()
}

const BODY: &str = "
  <RequestId>a</RequestId>
  <Success>true</Success>
  <HttpStatusCode>200</HttpStatusCode>
  <CallDetailRecords>
    <TotalCount>13</TotalCount>
    <List>
      <CallDetailRecord>
        <ContactId>1</ContactId>
        <ContactType>Outbound</ContactType>
        <StartTime>1587519561000</StartTime>
        <Agents>
        </Agents>
        <Recordings><Recording><FileName>x.wav</FileName></Recording></Recordings>
      </CallDetailRecord>
      <CallDetailRecord>
        <ContactId>2</ContactId>
        <Agents><CallDetailAgent><AgentId>282366787439559254</AgentId></CallDetailAgent></Agents>
      </CallDetailRecord>
    </List>
  </CallDetailRecords>
";

#[test]
fn whole_response_with_and_without_root() {
    let output = decode(&format!("<ListCallDetailRecordsResponse>{BODY}</ListCallDetailRecordsResponse>")).unwrap();
    assert_eq!(output.request_id.as_deref(), Some("a"));
    assert_eq!(output.success, Some(true));
    assert_eq!(output.http_status_code, Some(200));
    assert_eq!(output.call_detail_records.total_count, Some(13));
    let records = &output.call_detail_records.list;
    assert_eq!(ids(records), ["1", "2"]);
    assert_eq!(records[0].contact_type, Some(ContactType::Outbound));
    assert_eq!(records[0].start_time, Some(Timestamp::from_millis(1_587_519_561_000)));
    assert!(records[0].agents.is_empty());
    assert_eq!(records[0].recordings[0].file_name.as_deref(), Some("x.wav"));
    assert_eq!(records[1].agents[0].agent_id.as_deref(), Some("282366787439559254"));

    assert_eq!(decode(BODY).unwrap(), output);
    let decorated = format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE a [<!ELEMENT b ANY>]><!-- c -->\
         <n:any xmlns:n=\"urn:x\" a='>'><!-- d --><?pi e?>{}</n:any >\n<!-- f -->\n",
        BODY.replace("<Success>", "<n:Success n:type=\"b>ool\">").replace("</Success>", "</n:Success>"),
    );
    assert_eq!(decode(&decorated).unwrap(), output);
}

#[test]
fn one_root_that_is_a_field() {
    assert_eq!(decode("<RequestId>a</RequestId>").unwrap().request_id.as_deref(), Some("a"));
    let records = "<CallDetailRecords><TotalCount>1</TotalCount></CallDetailRecords>";
    assert_eq!(decode(records).unwrap().call_detail_records.total_count, Some(1));
    assert_eq!(decode("<Response><Code>a</Code></Response>").unwrap().code.as_deref(), Some("a"));
    assert_eq!(decode("<AnyResponse/>").unwrap(), ListCallDetailRecordsOutput::default());
    assert_eq!(decode("<A>\n</A>").unwrap(), ListCallDetailRecordsOutput::default());
}

#[test]
fn text() {
    for (content, text) in [
        ("", ""),
        (" a ", " a "),
        ("a&lt;b&gt;&amp;&quot;&apos;", "a<b>&\"'"),
        ("&#x5BA2;&#26381;", "客服"),
        ("a<![CDATA[<b>&amp;]]>c", "a<b>&amp;c"),
        ("a<!-- x -->b", "ab"),
        ("a\r\nb", "a\nb"),
        ("客服组", "客服组"),
    ] {
        let record = record(&format!("<ContactId>{content}</ContactId>"));
        assert_eq!(record.contact_id.as_deref(), Some(text), "{content}");
    }
    assert_eq!(record("<ContactId/>").contact_id.as_deref(), Some(""));
    let output = ListCallDetailRecords::decode_xml_borrowed(b"<R><Code>plain</Code><RequestId>a&lt;</RequestId></R>");
    let output = output.unwrap();
    assert!(matches!(output.code, Some(Cow::Borrowed("plain"))));
    assert!(matches!(output.request_id, Some(Cow::Owned(_))));
    assert_eq!(
        message(decode("<R>\n<Code><A>1</A></Code></R>")),
        "Code: expected text, found `<Code><A>1</A></Code></R>` at byte 4",
    );
}

#[test]
fn scalars() {
    let record = record(
        "<Duration> 12 </Duration><StartTime>\n</StartTime><Score>1.5</Score><Recorded>True</Recorded>\
         <ContactType>1</ContactType><Remark>b</Remark>",
    );
    assert_eq!(record.duration, Some(12));
    assert_eq!(record.start_time, None);
    assert_eq!(record.score, Some(1.5));
    assert_eq!(record.recorded, Some(true));
    assert_eq!(record.contact_type, Some(ContactType::Outbound));
    assert_eq!(record.remark.as_deref(), Some("b"));
    let empty = self::record("<Duration/><Score></Score><Recorded/><ContactType/>");
    assert_eq!(empty, CallDetailRecord::default());
    assert_eq!(
        message(list(
            "<List><CallDetailRecord/><CallDetailRecord><Duration> long\n</Duration></CallDetailRecord></List>"
        )),
        "CallDetailRecords.List[1].Duration: expected a whole number of 32 bits, found `long` at byte 65",
    );
}

#[test]
fn doubled_fields() {
    assert_eq!(decode("<R><Code>a</Code><Code>b</Code></R>").unwrap().code.as_deref(), Some("b"));
    // The last one counts, unless they are the items of a list.
    assert_eq!(record("<Duration>x</Duration><Phones>a</Phones><Duration>1</Duration>").duration, Some(1));
    let calls = "<TotalCount>1</TotalCount></CallDetailRecords><CallDetailRecords><PageSize>2</PageSize>";
    let calls = decode(&format!("<R><CallDetailRecords>{calls}</CallDetailRecords></R>")).unwrap();
    assert_eq!(calls.call_detail_records.total_count, None);
    assert_eq!(record("<Codes>1</Codes><Phones>a</Phones><Codes>2</Codes>").codes, [1, 2]);
    assert!(
        list("<List><CallDetailRecord><Duration>1</Duration><Duration>x</Duration></CallDetailRecord></List>").is_err()
    );
}

#[test]
fn lists_of_structs() {
    for elements in [
        "<List><CallDetailRecord><ContactId>a</ContactId></CallDetailRecord><CallDetailRecord><ContactId>b</ContactId></CallDetailRecord></List>",
        "<List><CallDetailRecord><ContactId>a</ContactId></CallDetailRecord></List><List><CallDetailRecord><ContactId>b</ContactId></CallDetailRecord></List>",
        "<List><ContactId>a</ContactId></List><List><ContactId>b</ContactId></List>",
        "<List><ContactId>a</ContactId><Duration>1</Duration></List><TotalCount>2</TotalCount><List><ContactId>b</ContactId></List>",
        "<List><Item><ContactId>a</ContactId></Item><Item><ContactId>b</ContactId></Item></List>",
        "<List><Odd/><CallDetailRecord><ContactId>a</ContactId></CallDetailRecord><Odd>1</Odd><CallDetailRecord><ContactId>b</ContactId></CallDetailRecord></List>",
    ] {
        assert_eq!(ids(&list(elements).unwrap()), ["a", "b"], "{elements}");
    }
    for elements in ["", "<List/>", "<List> \n </List>", "<List></List><List/>", "<List><!-- --></List>"] {
        assert_eq!(list(elements), Ok(vec![]), "{elements}");
    }
    assert_eq!(list("<List><CallDetailRecord/></List>").unwrap().len(), 1);
    // An item of one field that nobody documented.
    let unknown = list("<List><Odd>1</Odd></List>").unwrap();
    assert_eq!(unknown, [CallDetailRecord::default()]);
    assert_eq!(
        message(list("<List>a</List>")),
        "CallDetailRecords.List[0]: expected child elements, found `a` at byte 22",
    );
}

#[test]
fn lists_of_scalars() {
    for elements in [
        "<Phones><Phone>a</Phone><Phone>b</Phone></Phones>",
        "<Phones>a</Phones><Phones>b</Phones>",
        "<Phones><Phone>a</Phone></Phones><Phones><Phone>b</Phone></Phones>",
    ] {
        assert_eq!(record(elements).phones, ["a", "b"], "{elements}");
    }
    assert_eq!(record("<Phones>a,b</Phones>").phones, ["a,b"]);
    assert_eq!(record("<Codes><C>1</C><C/><C>2</C></Codes>").codes, [1, 2]);
    let types = record("<ContactTypes><T>Inbound</T><T>9</T></ContactTypes>").contact_types;
    assert_eq!(types, [ContactType::Inbound, "9".into()]);
    assert_eq!(
        message(list("<List><Codes><C>1</C><C>x</C></Codes></List>")),
        "CallDetailRecords.List[0].Codes[1]: expected a whole number of 64 bits, found `x` at byte 43",
    );
}

#[test]
fn maps_and_anything() {
    let record = record(
        "<Labels><a>1</a><b/></Labels>\
         <Extra><Name>x</Name><Item>1</Item><Item><Deep/></Item><Item>3</Item></Extra>",
    );
    let labels: Vec<_> = record.labels.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(labels, [("a", "1"), ("b", "")]);
    let extra = record.extra.unwrap();
    assert_eq!(extra.to_string(), r#"{"Name":"x","Item":["1",{"Deep":""},"3"]}"#);
    assert!(self::record("<Labels/>").labels.is_empty());
}

#[test]
fn objects_without_content() {
    for value in ["<CallDetailRecords/>", "<CallDetailRecords>\n</CallDetailRecords>"] {
        assert_eq!(decode(&format!("<R>{value}</R>")).unwrap(), ListCallDetailRecordsOutput::default());
    }
    assert_eq!(
        message(decode("<R><CallDetailRecords>x</CallDetailRecords></R>")),
        "CallDetailRecords: expected child elements, found `x` at byte 3",
    );
}

#[test]
fn broken_documents() {
    for (document, error) in [
        ("", "expected an XML element, found the end at byte 0"),
        (" <!-- --> ", "expected an XML element, found `<!-- -->` at byte 1"),
        ("{\"Code\": 1}", "expected an XML element, found `{\"Code\": 1}` at byte 0"),
        ("<R/> x", "expected an XML element, found `<R/> x` at byte 0"),
        ("<R><Code>OK</Code>", "expected a closing tag, found the end at byte 18"),
        ("<R><A><Code>OK", "A.Code: expected a closing tag, found the end at byte 14"),
        ("<R><Code>OK</Cod", "Code: expected valid XML markup, found `</Cod` at byte 11"),
        ("<R><Code>OK</Cod></R>", "Code: expected well-formed XML, found `</Cod></R>` at byte 11"),
        ("<R></R></R>", "expected well-formed XML, found `</R>` at byte 7"),
        ("<R><Code>&nope;</Code></R>", "Code: expected an XML entity, found `&nope;</Code></R>` at byte 9"),
        ("<R><Code>&#x110000;</Code></R>", "Code: expected an XML entity, found `&#x110000;</Code></R>` at byte 9"),
        ("<R><Code>a & b</Code></R>", "Code: expected well-formed XML, found `& b</Code></R>` at byte 11"),
        ("<R><!-- a </R>", "expected valid XML markup, found `<!-- a </R>` at byte 3"),
        ("<R><![CDATA[ a </R>", "expected valid XML markup, found `<![CDATA[ a </R>` at byte 3"),
        ("<R a='", "expected valid XML markup, found `<R a='` at byte 0"),
    ] {
        assert_eq!(message(decode(document)), error, "{document}");
    }
    assert_eq!(
        message(ListCallDetailRecords::decode_xml(b"<R>\xff</R>")),
        "expected UTF-8, found `\u{fffd}</R>` at byte 3",
    );
    assert_eq!(
        message(decode("\u{feff}<R><Success>maybe</Success></R>")),
        "Success: expected true or false, found `maybe` at byte 6",
    );
}

#[test]
fn entities_are_not_expanded() {
    let bomb = "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><R><Code>&b;</Code></R>";
    assert_eq!(decode(bomb).unwrap_err().expected(), "an XML entity");
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| format!("<R>{}{}</R>", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(decode(&nested(127)).is_ok());
    let error = decode(&nested(128)).unwrap_err();
    assert_eq!(error.expected(), "at most 128 nested levels");
    assert_eq!(error.offset(), 3 + 3 * 127);
    assert_eq!(decode(&"<a>".repeat(1_000_000)).unwrap_err().expected(), "at most 128 nested levels");
}

#[test]
fn undocumented_fields_are_reported() {
    let mut undocumented = Undocumented::default();
    let document = "<R><New/><CallDetailRecords><List><CallDetailRecord><Hold><Time>1</Time></Hold>\
                    </CallDetailRecord><Odd/></List></CallDetailRecords><Code>OK</Code></R>";
    let output = ListCallDetailRecords::decode_xml_reporting(document.as_bytes(), &mut undocumented);
    assert_eq!(output.unwrap().code.as_deref(), Some("OK"));
    assert!(undocumented.paths().eq(["CallDetailRecords.List.Odd", "CallDetailRecords.List[].Hold", "New",]));
}

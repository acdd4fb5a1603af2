//! The check that emitted crates run over their pages' samples.

mod emitted;

use emitted::{DescribeTelCdr, ListCallDetailRecords};
use spectable_runtime::testing::{Format, check_sample};

fn json(text: &str) -> String {
    check_sample::<ListCallDetailRecords>(Format::Json, text).err().unwrap_or_default()
}

fn record(members: &str) -> String {
    json(&format!(r#"{{"CallDetailRecords": {{"List": {{"CallDetailRecord": [{{{members}}}]}}}}}}"#))
}

fn xml(text: &str) -> String {
    check_sample::<ListCallDetailRecords>(Format::Xml, text).err().unwrap_or_default()
}

#[test]
fn nothing_is_lost() {
    for members in [
        r#""ContactId": "a", "ContactType": "Outbound", "StartTime": 1587519561000, "Duration": "12",
           "Score": 1.50, "Recorded": "True", "Remark": 7, "Phones": ["a", "", 1], "Codes": ["1", null],
           "Labels": {"a": "1", "b": null}, "Extra": {"a": [1, {"b": null}]}"#,
        r#""ContactType": 1, "Agents": {"CallDetailAgent": [{"AgentId": "1"}]}, "Recordings": [{}]"#,
        r#""ContactType": "Fax", "Agents": [{"AgentId": "1"}, null], "Recordings": {"X": [{"FileName": "a"}]}"#,
        r#""Agents": {"CallDetailAgent": {"AgentId": "1"}}, "Recordings": {"FileName": "a"}, "Phones": "a""#,
        r#""Agents": "", "Recordings": [], "Phones": {}, "Labels": [], "Duration": "", "ContactId": """#,
        r#""Agents": {"CallDetailAgent": []}, "Recordings": null, "Codes": [1, 2], "Duration": null"#,
        r#""ContactTypes": ["Inbound", 2], "Recorded": 0, "Codes": {"Code": ["1"]}, "Extra": []"#,
    ] {
        assert_eq!(record(members), "", "{members}");
    }
    assert_eq!(json(r#"{"CallDetailRecords": {"List": [{"ContactId": 1}, {"ContactId": 2}]}}"#), "");
    assert_eq!(json(r#"{"New": {"A": [null, {}]}}"#), "");
    let envelope = r#"{"Response": {"TotalCount": 2, "RequestId": "a"}}"#;
    assert_eq!(check_sample::<DescribeTelCdr>(Format::Json, envelope), Ok(()));
}

#[test]
fn nothing_is_lost_from_xml() {
    let record = "<ContactId>a&amp;<![CDATA[<b>]]></ContactId><ContactType>1</ContactType><Agents>\n</Agents>\
                  <Phones><Phone>a</Phone><Phone>b</Phone></Phones><Extra><A>1</A><A>2</A></Extra>";
    let other = "<Agents><CallDetailAgent><AgentId>1</AgentId></CallDetailAgent></Agents>\
                 <Phones>a</Phones><Phones>b</Phones><Recordings><R><FileName>x</FileName></R></Recordings>";
    for list in [
        format!(
            "<List><CallDetailRecord>{record}</CallDetailRecord><CallDetailRecord>{other}</CallDetailRecord></List>"
        ),
        format!(
            "<List><CallDetailRecord>{record}</CallDetailRecord></List><List><CallDetailRecord>{other}</CallDetailRecord></List>"
        ),
        format!("<List>{record}</List><List>{other}</List>"),
        format!("<List>{record}</List>"),
    ] {
        let body = format!("<RequestId>r</RequestId><CallDetailRecords>{list}</CallDetailRecords>");
        assert_eq!(xml(&body), "", "{body}");
        assert_eq!(xml(&format!("<AnyResponse>{body}</AnyResponse>")), "");
    }
    assert_eq!(xml("<RequestId>a</RequestId>"), "");
}

#[test]
fn what_is_lost_is_listed() {
    assert_eq!(json(r#"{"New": {"A": 1}, "Code": "OK"}"#), r#"New: undocumented, `{"A":1}`"#);
    assert_eq!(
        record(r#""Agents": [{"Mood": "x", "AgentId": 1}], "Odd": 1"#),
        "CallDetailRecords.List[0].Agents[0].Mood: undocumented, `\"x\"`\n\
         CallDetailRecords.List[0].Odd: undocumented, `1`",
    );
    assert_eq!(json(r#"{"Code": ["OK"]}"#), "Code: expected text, found `[\"OK\"]` at byte 9");
    // The last of a doubled name is decoded; in a sample that loses the first.
    assert_eq!(xml("<R><Code>a</Code><Code>b</Code></R>"), "Code: `[\"a\",\"b\"]` in the sample, `b` in the value",);
    assert!(xml("<R><Code>a</R>").contains("expected well-formed XML"));
}

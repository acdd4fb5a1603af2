//! A value that does not fit is left out and said, and all else of the answer is there.

mod emitted;
#[cfg(all(feature = "reqwest", feature = "ureq"))]
mod server;

use emitted::{CallDetailRecord, ListCallDetailRecords, ListCallDetailRecordsOutput};
use http::Response;
use spectable_runtime::{Context, Credentials, DecodeError, Endpoint, Error, Findings, Request, Timestamp};

/// A member of a record that does not fit: as JSON and as XML, where the finding is, what was expected, and what is
/// left of the record's fields of that name.
struct Misfit {
    json: &'static str,
    xml: &'static str,
    path: &'static str,
    expected: &'static str,
    left: fn(&CallDetailRecord) -> bool,
}

const WHOLE32: &str = "a whole number of 32 bits";
const WHOLE64: &str = "a whole number of 64 bits";
const TRUTH: &str = "true or false";

const MISFITS: [Misfit; 15] = [
    Misfit {
        json: r#""Duration": 1.5"#,
        xml: "<Duration>1.5</Duration>",
        path: "Duration",
        expected: WHOLE32,
        left: |record| record.duration.is_none(),
    },
    Misfit {
        json: r#""Duration": true"#,
        xml: "<Duration>true</Duration>",
        path: "Duration",
        expected: WHOLE32,
        left: |record| record.duration.is_none(),
    },
    Misfit {
        json: r#""Duration": "Zo 18701699172""#,
        xml: "<Duration>Zo 18701699172</Duration>",
        path: "Duration",
        expected: WHOLE32,
        left: |record| record.duration.is_none(),
    },
    Misfit {
        json: r#""Duration": 3000000000"#,
        xml: "<Duration>3000000000</Duration>",
        path: "Duration",
        expected: WHOLE32,
        left: |record| record.duration.is_none(),
    },
    Misfit {
        json: r#""Duration": {"Seconds": 7}"#,
        xml: "<Duration><Seconds>7</Seconds></Duration>",
        path: "Duration",
        expected: WHOLE32,
        left: |record| record.duration.is_none(),
    },
    Misfit {
        json: r#""StartTime": 99999999999999999999"#,
        xml: "<StartTime>99999999999999999999</StartTime>",
        path: "StartTime",
        expected: WHOLE64,
        left: |record| record.start_time.is_none(),
    },
    Misfit {
        json: r#""StartTime": "soon""#,
        xml: "<StartTime>soon</StartTime>",
        path: "StartTime",
        expected: WHOLE64,
        left: |record| record.start_time.is_none(),
    },
    Misfit {
        json: r#""Score": "high""#,
        xml: "<Score>high</Score>",
        path: "Score",
        expected: "a number",
        left: |record| record.score.is_none(),
    },
    Misfit {
        json: r#""Recorded": "perhaps""#,
        xml: "<Recorded>perhaps</Recorded>",
        path: "Recorded",
        expected: TRUTH,
        left: |record| record.recorded.is_none(),
    },
    Misfit {
        json: r#""ContactType": {"Way": "in"}"#,
        xml: "<ContactType><Way>in</Way></ContactType>",
        path: "ContactType",
        expected: "one of the enum's values",
        left: |record| record.contact_type.is_none(),
    },
    Misfit {
        json: r#""Extra": null, "Phones": [{"Number": "1"}, "187"]"#,
        xml: "<Phones><Phone><Number>1</Number></Phone><Phone>187</Phone></Phones>",
        path: "Phones[0]",
        expected: "text",
        left: |record| record.phones == ["187"],
    },
    Misfit {
        json: r#""Agents": {"CallDetailAgent": [5, {"AgentId": "a-1"}]}"#,
        xml: "<Agents><CallDetailAgent>5</CallDetailAgent><CallDetailAgent><AgentId>a-1</AgentId></CallDetailAgent></Agents>",
        path: "Agents[0]",
        expected: "an object",
        left: |record| record.agents.len() == 1 && record.agents[0].agent_id.as_deref() == Some("a-1"),
    },
    Misfit {
        json: r#""Agents": {"CallDetailAgent": [{"AgentId": {"Id": 1}, "Satisfaction": 4}]}"#,
        xml: "<Agents><CallDetailAgent><AgentId><Id>1</Id></AgentId><Satisfaction>4</Satisfaction></CallDetailAgent></Agents>",
        path: "Agents[0].AgentId",
        expected: "text",
        left: |record| record.agents[0].agent_id.is_none() && record.agents[0].satisfaction.as_deref() == Some("4"),
    },
    Misfit {
        json: r#""Labels": {"a": {"b": "c"}, "d": "e"}"#,
        xml: "<Labels><a><b>c</b></a><d>e</d></Labels>",
        path: "Labels.a",
        expected: "text",
        left: |record| record.labels.len() == 1 && record.labels["d"] == "e",
    },
    Misfit {
        json: r#""Labels": 7"#,
        xml: "<Labels>7</Labels>",
        path: "Labels",
        expected: "an object",
        left: |record| record.labels.is_empty(),
    },
];

/// Three records, the second of which has the member.
fn json(member: &str) -> String {
    format!(
        r#"{{"Code": "OK", "CallDetailRecords": {{"TotalCount": 3, "List": {{"CallDetailRecord": [
            {{"ContactId": "c-1"}}, {{"ContactId": "c-2", {member}, "Remark": "after"}}, {{"ContactId": "c-3"}}]}}}}}}"#
    )
}

fn xml(member: &str) -> String {
    let record = |content: &str| format!("<CallDetailRecord>{content}</CallDetailRecord>");
    let records = [
        record("<ContactId>c-1</ContactId>"),
        record(&format!("<ContactId>c-2</ContactId>{member}<Remark>after</Remark>")),
        record("<ContactId>c-3</ContactId>"),
    ];
    format!(
        "<R><Code>OK</Code><CallDetailRecords><TotalCount>3</TotalCount><List>{}</List></CallDetailRecords></R>",
        records.concat()
    )
}

/// All else is there, and the finding says where and what, and nothing of the value.
fn check(misfit: &Misfit, document: &str, output: &ListCallDetailRecordsOutput) {
    let records = &output.call_detail_records.list;
    let ids: Vec<_> = records.iter().filter_map(|record| record.contact_id.as_deref()).collect();
    assert_eq!(ids, ["c-1", "c-2", "c-3"], "{document}");
    assert_eq!((output.call_detail_records.total_count, output.code.as_deref()), (Some(3), Some("OK")), "{document}");
    assert_eq!(records[1].remark.as_deref(), Some("after"), "{document}");
    assert!((misfit.left)(&records[1]), "{document}: {:?}", records[1]);
    check_findings(misfit, document, &output.findings);
}

fn check_findings(misfit: &Misfit, document: &str, findings: &Findings) {
    assert_eq!(findings.len(), 1, "{document}: {findings:?}");
    let finding = findings.iter().next().unwrap();
    assert_eq!(finding.path(), format!("CallDetailRecords.List[1].{}", misfit.path), "{document}");
    // An element has no members where a struct or a map needs them.
    let expected =
        if document.starts_with('<') && misfit.expected == "an object" { "child elements" } else { misfit.expected };
    assert_eq!(finding.expected(), expected, "{document}");
    let shown = format!("{finding} {finding:?} {findings:?}");
    for part in ["187", "300", "Seconds", "soon", "high", "perhaps", "999"] {
        assert!(!shown.contains(part), "{shown}");
    }
    assert!(document[finding.offset()..].len() > 40, "{document}");
}

/// The error that somebody gets who tolerates none.
fn check_strict(misfit: &Misfit, document: &str, error: &DecodeError) {
    assert_eq!(error.path(), format!("CallDetailRecords.List[1].{}", misfit.path), "{document}");
    assert!(error.found().len() > 2, "{error}");
}

#[test]
fn one_odd_field_loses_nothing_else() {
    let mut count = 0;
    for misfit in &MISFITS {
        let (json, xml) = (json(misfit.json), xml(misfit.xml));
        let outputs = [
            (&json, ListCallDetailRecords::decode_json(json.as_bytes()).unwrap()),
            (&xml, ListCallDetailRecords::decode_xml(xml.as_bytes()).unwrap()),
        ];
        for (document, output) in &outputs {
            check(misfit, document, output);
            check_strict(misfit, document, &output.findings.strict().unwrap_err());
            count += 1;
        }
        let borrowed = [
            (&json, ListCallDetailRecords::decode_json_borrowed(json.as_bytes()).unwrap()),
            (&xml, ListCallDetailRecords::decode_xml_borrowed(xml.as_bytes()).unwrap()),
        ];
        for ((document, output), (_, owned)) in borrowed.iter().zip(&outputs) {
            assert_eq!(format!("{output:?}"), format!("{owned:?}"));
            check_findings(misfit, document, &output.findings);
            count += 1;
        }
    }
    println!("{count} answers");
    assert_eq!(count, 60);
}

fn context<T>(strict: bool, with: impl FnOnce(Context<'_>) -> T) -> T {
    let (credentials, endpoint) = (Credentials::new("id", "3000000000"), Endpoint::region("cn-shanghai"));
    let context = Context::new(&credentials, &endpoint, Timestamp::from_secs(0), "nonce");
    with(if strict { context.strict() } else { context })
}

#[test]
fn answers_over_http_are_read_the_same() {
    for misfit in &MISFITS {
        for document in [json(misfit.json), xml(misfit.xml)] {
            let response = Response::new(document.clone().into_bytes());
            let output = context(false, |context| context.response::<ListCallDetailRecords, _>(&response)).unwrap();
            check(misfit, &document, &output);
            let error = context(true, |context| context.response::<ListCallDetailRecords, _>(&response)).unwrap_err();
            let Error::Decode(failure) = &error else { panic!("{error:?}") };
            check_strict(misfit, &document, &failure.error);
            // The secret, which stands there by chance, is not shown.
            assert!(!format!("{error} {error:?}").contains("3000000000"), "{error:?}");
        }
    }
}

#[test]
fn what_is_broken_is_an_error_still() {
    for document in [
        r#"{"Code": "OK", "CallDetailRecords": {"List": [{"Duration": "x", "ContactId": }]}}"#,
        r#"{"CallDetailRecords": {"List": [{"Duration": "x"}"#,
        r#"{"CallDetailRecords": {"List": [{"Duration": ["x"}]}}"#,
        r#"{"HttpStatusCode": "x"} {}"#,
        "[]",
        "7",
        "",
    ] {
        assert!(ListCallDetailRecords::decode_json(document.as_bytes()).is_err(), "{document}");
    }
    let deep = format!(r#"{{"HttpStatusCode": {}1{}}}"#, "[".repeat(200), "]".repeat(200));
    assert!(ListCallDetailRecords::decode_json(deep.as_bytes()).is_err());
}

#[test]
fn a_value_that_a_later_one_replaces_is_no_finding() {
    let output =
        ListCallDetailRecords::decode_json(br#"{"HttpStatusCode": "x", "Code": {}, "HttpStatusCode": 200}"#).unwrap();
    assert_eq!((output.http_status_code, output.findings.is_empty()), (Some(200), true));
    let output = ListCallDetailRecords::decode_json(
        br#"{"HttpStatusCode": "x", "Success": "x", "HttpStatusCode": 200, "RequestId": "r"}"#,
    )
    .unwrap();
    assert_eq!((output.http_status_code, output.request_id.as_deref()), (Some(200), Some("r")));
    assert_eq!(output.findings.fields().collect::<Vec<_>>(), [("Success", 1)]);
}

#[test]
fn many_findings_are_counted_and_the_first_are_kept() {
    let records: Vec<String> = (0..5000)
        .map(|at| format!(r#"{{"ContactId": "{at}", "Duration": "x{at}", "Labels": {{"k{at}": [1]}}}}"#))
        .collect();
    let document = format!(r#"{{"CallDetailRecords": {{"List": [{}]}}}}"#, records.join(","));
    let mut output = ListCallDetailRecords::decode_json(document.as_bytes()).unwrap();
    assert_eq!(output.call_detail_records.list.len(), 5000);
    let fields: Vec<_> = output.findings.fields().collect();
    assert_eq!(fields, [("CallDetailRecords.List[].Duration", 5000), ("CallDetailRecords.List[].Labels.*", 5000)]);
    assert_eq!((output.findings.len(), output.findings.iter().count()), (10_000, 100));
    let more = output.findings.clone();
    output.findings.merge(&more);
    assert_eq!((output.findings.len(), output.findings.iter().count()), (20_000, 100));
}

/// The same through both clients.
#[cfg(all(feature = "reqwest", feature = "ureq"))]
mod clients {
    use std::sync::LazyLock;

    use spectable_runtime::{ErrorCode, Fields, Operation, Parameter, Protocol, Text, client};

    use super::server::{Answer, Server};
    use super::*;
    use crate::emitted::paged::Records2017;

    /// A page of two records; the second one's duration does not fit.
    const PAGE: &str = r#"{"Code": "OK", "CallDetailRecords": {"TotalCount": 4, "List": {"CallDetailRecord": [
        {"ContactId": "c-1"}, {"ContactId": "c-2", "StartTime": "soon"}]}}}"#;

    /// An operation of which the page lists no field.
    struct Forget;

    impl Request for Forget {
        const OPERATION: &'static Operation = &Operation::new(Protocol::AliyunRpc, "ccc", "2020-07-01", "Forget");
        type Output<T: Default> = ();
        type ErrorCode = ErrorCode;

        fn parameters(&self) -> Vec<Parameter<'_>> {
            vec![]
        }

        fn output_fields<'o, 'de, T: Text<'de>>(output: &'o mut Self::Output<T>) -> &'o mut dyn Fields<'de> {
            output
        }
    }

    macro_rules! tests {
        ($client:ty, $wait:ident) => {
            use super::*;

            macro_rules! builder {
                ($server:ident) => {
                    <$client>::builder(Credentials::new("id", "secret")).endpoint(Endpoint::url(&$server.url).unwrap())
                };
            }

            #[test]
            fn the_other_records_arrive_and_findings_add_up() {
                let server = Server::start(|_| Answer::json(PAGE));
                let client = builder!(server).build().unwrap();
                let output = $wait!(client.send(&Records2017::new("i").page_number(1).page_size(2))).unwrap();
                assert_eq!(output.call_detail_records.list.len(), 2);
                assert_eq!(output.findings.iter().next().unwrap().path(), "CallDetailRecords.List[1].StartTime");
                let mut items = client.items(Records2017::new("i")).page_size(2);
                let mut ids = Vec::new();
                while let Some(item) = $wait!(items.next()) {
                    ids.extend(item.unwrap().contact_id);
                }
                assert_eq!(ids, ["c-1", "c-2", "c-1", "c-2"]);
                assert_eq!(items.findings().fields().collect::<Vec<_>>(), [("CallDetailRecords.List[].StartTime", 2)]);
                let mut pages = client.pages(Records2017::new("i")).page_size(2);
                assert_eq!($wait!(pages.next()).unwrap().unwrap().output.findings.len(), 1);
            }

            #[test]
            fn strict_clients_refuse_them() {
                let server = Server::start(|_| Answer::json(PAGE));
                let client = builder!(server).strict().build().unwrap();
                let error = $wait!(client.send(&Records2017::new("i").page_number(1).page_size(2))).unwrap_err();
                let Error::Decode(failure) = &error else { panic!("{error:?}") };
                assert_eq!(failure.error.path(), "CallDetailRecords.List[1].StartTime");
                assert_eq!(failure.error.found(), "`\"soon\"`");
                assert!($wait!(client.items(Records2017::new("i")).next()).unwrap().is_err());
                assert_eq!(server.count(), 2, "another try would be no better");
            }

            #[test]
            fn nothing_is_a_success_where_the_page_lists_nothing() {
                let server = Server::start(|asked| match asked.index {
                    0 => Answer::Whole(200, vec![], vec![]),
                    1 => Answer::Whole(204, vec![], vec![]),
                    _ => Answer::Whole(200, vec![], vec![]),
                });
                let client = builder!(server).build().unwrap();
                $wait!(client.send(&Forget)).unwrap();
                $wait!(client.send(&Forget)).unwrap();
                let listed = $wait!(client.send(&Records2017::new("i").page_number(1).page_size(2)));
                assert!(matches!(listed, Err(Error::Http(_))), "{listed:?}");
            }
        };
    }

    mod blocking {
        macro_rules! wait {
            ($value:expr) => {
                $value
            };
        }
        tests!(client::ureq::Client, wait);
    }

    mod asynchronous {
        static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| tokio::runtime::Runtime::new().unwrap());

        macro_rules! wait {
            ($value:expr) => {
                RUNTIME.block_on(async { $value.await })
            };
        }
        tests!(client::reqwest::Client, wait);
    }
}

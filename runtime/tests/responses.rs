//! What each kind of answer becomes, without I/O.

mod emitted;

use std::time::Duration;

use emitted::ListCallDetailRecords;
use emitted::paged::{DescribeRecords, Records2017};
use http::Response;
use spectable_runtime::{Context, Credentials, Endpoint, Error, Request, Timestamp, TransportKind};

const SECRET: &str = "s3cr/t+key";
const TOKEN: &str = "CAIS+sts/token==";

fn read<R: Request>(
    status: u16,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<R::Output<String>, Error<R::ErrorCode>> {
    let credentials = Credentials::new("id", SECRET).with_token(TOKEN);
    let endpoint = Endpoint::region("cn-shanghai");
    let context = Context::new(&credentials, &endpoint, Timestamp::from_secs(0), "nonce").strict();
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    context.response::<R, _>(&response.body(body).unwrap())
}

fn aliyun(status: u16, body: &str) -> Error {
    read::<Records2017>(status, &[], body.as_bytes()).unwrap_err()
}

fn tencent(status: u16, body: &str) -> Error {
    read::<DescribeRecords>(status, &[], body.as_bytes()).unwrap_err()
}

/// The kind, whether another try is worth it, and what is shown.
fn shown(error: &Error) -> (&'static str, bool, String) {
    let kind = match error {
        Error::Transport(_) => "transport",
        Error::Throttled(_) => "throttled",
        Error::Denied(_) => "denied",
        Error::Api(_) => "api",
        Error::Http(_) => "http",
        Error::Decode(_) => "decode",
        _ => "other",
    };
    (kind, error.is_retryable(), error.to_string())
}

fn check(error: &Error, kind: &str, retryable: bool, text: &str) {
    assert_eq!(shown(error), shown_as(kind, retryable, text));
}

fn shown_as<'a>(kind: &'a str, retryable: bool, text: &str) -> (&'a str, bool, String) {
    (kind, retryable, text.to_owned())
}

#[test]
fn aliyun_errors() {
    let error = aliyun(
        400,
        r#"{"RequestId":"R1","HostId":"ccc.cn-shanghai.aliyuncs.com","Code":"InvalidParameter","Message":"bad","Recommend":"https://next.api/x","AccessDeniedDetail":{"AuthAction":"ccc:List"}}"#,
    );
    check(&error, "api", false, "InvalidParameter (HTTP 400): bad; request id R1");
    let api = error.api_error().unwrap();
    assert_eq!(error.code().unwrap().as_str(), "InvalidParameter");
    assert_eq!(api.host_id.as_deref(), Some("ccc.cn-shanghai.aliyuncs.com"));
    assert_eq!(api.recommendation.as_deref(), Some("https://next.api/x"));
    assert_eq!(api.access_denied.as_deref(), Some(r#"{"AuthAction":"ccc:List"}"#));
    assert!(error.reply().unwrap().body.starts_with(b"{\"RequestId\""));

    // Either key case, and XML with any root.
    let lower = aliyun(500, r#"{"requestId":"R2","code":"InternalError","message":"oops","success":false}"#);
    check(&lower, "api", true, "InternalError (HTTP 500): oops; request id R2");
    let xml =
        "<?xml version='1.0'?><Error><RequestId>R3</RequestId><Code>Forbidden.RAM</Code><Message>no</Message></Error>";
    check(&aliyun(403, xml), "denied", false, "denied: Forbidden.RAM (HTTP 403): no; request id R3");

    // 200 with a failure inside.
    check(&aliyun(200, r#"{"Success":false,"RequestId":"R"}"#), "api", false, "no code (HTTP 200); request id R");
    check(&aliyun(200, r#"{"Success":"false","Code":"X"}"#), "api", false, "X (HTTP 200)");
    check(&aliyun(200, r#"{"Code":"InstanceNotExist","Message":"m"}"#), "api", false, "InstanceNotExist (HTTP 200): m");
    check(&aliyun(200, r#"{"code":"UnknownError"}"#), "api", true, "UnknownError (HTTP 200)");
    check(&aliyun(200, "<R><Success>false</Success><Code>A.B</Code></R>"), "api", false, "A.B (HTTP 200)");
    // What is no code does not say that the call failed.
    let odd = r#"{"Code":{"odd":[1]}}"#;
    check(&aliyun(200, odd), "http", false, &format!("no answer of the API: HTTP 200, `{odd}`"));
    for code in [r#"{"odd":[1]}"#, "true", "[]", "200.0"] {
        let body = format!("{{\"Code\":{code},\"CallDetailRecords\":{{\"List\":[{{\"ContactId\":\"c\"}}]}}}}");
        let output = read::<Records2017>(200, &[], body.as_bytes()).unwrap();
        assert_eq!(output.call_detail_records.list.len(), 1, "{code}");
    }

    // Whatever is wrong with the fields of the operation before it.
    let wrong = r#"{"CallDetailRecords":{"TotalCount":"many","List":[[{"a":1}]]},"Code":"After","Message":{"a":[1]}}"#;
    check(&aliyun(200, wrong), "api", false, r#"After (HTTP 200): {"a":[1]}"#);
    let wrong = "<R><CallDetailRecords>1</CallDetailRecords><Code>After</Code></R>";
    check(&aliyun(200, wrong), "api", false, "After (HTTP 200)");

    // After a list of any length, and in an envelope of its own.
    let late = r#"{"CallDetailRecords":{"List":[{"ContactId":"c"}]},"code":"Late","success":true}"#;
    check(&aliyun(200, late), "api", false, "Late (HTTP 200)");
    check(
        &aliyun(200, r#"{"ListResponse":{"RequestId":"R","Code":"In"}}"#),
        "api",
        false,
        "In (HTTP 200); request id R",
    );

    // Throttled, as 400, 429 or 503.
    for status in [400, 429, 503] {
        let error = aliyun(status, r#"{"Code":"Throttling.User","Message":"m"}"#);
        check(&error, "throttled", true, &format!("throttled: Throttling.User (HTTP {status}): m"));
    }
    let body = br#"{"Code":"Throttling"}"#;
    let error = read::<Records2017>(503, &[("x-acs-retry-after", "1500")], body).unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_millis(1500)));
    let error = read::<Records2017>(429, &[("retry-after", "3")], b"").unwrap_err();
    assert!(error.is_throttled() && error.is_retryable());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
    check(&aliyun(503, r#"{"Code":"ServiceUnavailable"}"#), "api", true, "ServiceUnavailable (HTTP 503)");
    check(
        &aliyun(404, r#"{"Code":"InvalidAccessKeyId.NotFound"}"#),
        "denied",
        false,
        "denied: InvalidAccessKeyId.NotFound (HTTP 404)",
    );
}

#[test]
fn tencent_errors() {
    let error = r#"{"Response":{"Error":{"Code":"AuthFailure.SignatureExpire","Message":"late"},"RequestId":"R"}}"#;
    check(&tencent(200, error), "denied", false, "denied: AuthFailure.SignatureExpire (HTTP 200): late; request id R");
    let error = r#"{"Response":{"Error":{"Code":"InvalidParameter","Message":"m"}}}"#;
    check(&tencent(200, error), "api", false, "InvalidParameter (HTTP 200): m");
    for code in ["RequestLimitExceeded", "RequestLimitExceeded.UinLimitExceeded"] {
        let error = tencent(200, &format!(r#"{{"Response":{{"Error":{{"Code":"{code}"}}}}}}"#));
        check(&error, "throttled", true, &format!("throttled: {code} (HTTP 200)"));
    }
    let error = r#"{"Response":{"Error":{"Code":"InternalError.DbError","Message":"m"}}}"#;
    check(&tencent(200, error), "api", true, "InternalError.DbError (HTTP 200): m");
    check(&tencent(200, r#"{"Response":{"Error":{}}}"#), "api", false, "no code (HTTP 200)");
    let error = tencent(200, "{}");
    check(
        &error,
        "decode",
        false,
        "cannot read the answer (HTTP 200): expected an object with `Response`, found `{}` at byte 0",
    );
    let twice = tencent(200, r#"{"Response":{"TotalCount":1},"Response":{"Error":{"Code":"X"}}}"#);
    check(&twice, "api", false, "X (HTTP 200)");
    check(&tencent(200, "<Response/>"), "http", false, "no answer of the API: HTTP 200, `<Response/>`");
}

#[test]
fn answers_of_others() {
    check(
        &aliyun(502, "<html><body>Bad Gateway</body></html>"),
        "http",
        true,
        "no answer of the API: HTTP 502, `<html><body>Bad Gateway</body></html>`",
    );
    check(&aliyun(504, ""), "http", true, "no answer of the API: HTTP 504, without a body");
    check(&aliyun(200, ""), "http", false, "no answer of the API: HTTP 200, without a body");
    check(
        &aliyun(200, " <!DOCTYPE html><p>Log in"),
        "http",
        false,
        "no answer of the API: HTTP 200, `<!DOCTYPE html><p>Log in`",
    );
    // An element that only begins like one of HTML's.
    check(
        &aliyun(400, "<Headers><Code>Throttling</Code></Headers>"),
        "throttled",
        true,
        "throttled: Throttling (HTTP 400)",
    );
    check(&aliyun(302, ""), "http", false, "no answer of the API: HTTP 302, without a body");
    check(&aliyun(407, "proxy says no"), "http", false, "no answer of the API: HTTP 407, `proxy says no`");
    let error =
        read::<Records2017>(502, &[("x-acs-request-id", "R9"), ("content-type", "text/html")], b"oops").unwrap_err();
    assert_eq!(error.request_id(), Some("R9"));
    assert_eq!(error.reply().unwrap().body, b"oops");
    check(
        &aliyun(200, "sorry"),
        "decode",
        false,
        "cannot read the answer (HTTP 200): expected an object, found `sorry` at byte 0",
    );
    check(
        &aliyun(200, r#"{"CallDetailRecords":{"TotalCount":"many"}}"#),
        "decode",
        false,
        "cannot read the answer (HTTP 200): CallDetailRecords.TotalCount: expected a whole number of 32 bits, found `\"many\"` at byte 35",
    );
}

#[test]
fn what_has_no_field_of_the_operation_is_no_answer() {
    for body in ["{}", r#"{"error":"quota"}"#, "<a/>", "<a><b>1</b><c/></a>"] {
        let error = aliyun(200, body);
        check(&error, "http", false, &format!("no answer of the API: HTTP 200, `{body}`"));
    }
    for body in [
        r#"{"RequestId":"r"}"#,
        r#"{"Code":"OK","New":1}"#,
        r#"{"success":true}"#,
        r#"{"CallDetailRecords":{"List":[]}}"#,
        r#"{"New":1,"CallDetailRecords":{}}"#,
        "<a><RequestId>r</RequestId></a>",
    ] {
        assert!(read::<Records2017>(200, &[], body.as_bytes()).is_ok(), "{body}");
    }
}

#[test]
fn errors_stay_short() {
    let long = "n\n".repeat(1 << 20);
    let bodies = [
        format!(r#"{{"Code":{{"{long}":-}}}}"#),
        format!(r#"{{"Code":"{long}","Message":"{long}","RequestId":"{long}"}}"#),
        format!("<a><Code><{}/></Code><CallDetailRecords>1</CallDetailRecords></a>", "n".repeat(1 << 20)),
    ];
    for body in bodies {
        let error = aliyun(200, &body);
        assert!(error.to_string().chars().count() < 1100, "{}", error.to_string().len());
        assert!(!error.to_string().contains('\n'));
        assert!(format!("{error:?}").len() < 1 << 20, "{}", format!("{error:?}").len());
    }
}

#[test]
fn lists_must_not_take_more_memory_than_allowed() {
    let many = format!(r#"{{"Code":"OK","CallDetailRecords":{{"List":[{}{{}}]}}}}"#, "{},".repeat(100_000));
    let deep = format!(r#"{{"Code":"OK","Message":[{}1]}}"#, "1,".repeat(100_000));
    let xml =
        format!("<a><Code>OK</Code><CallDetailRecords><List>{}</List></CallDetailRecords></a>", "<b/>".repeat(100_000));
    let credentials = Credentials::new("id", SECRET);
    let endpoint = Endpoint::region("cn-shanghai");
    for (body, path) in [(many, "CallDetailRecords.List["), (deep, "Message["), (xml, "CallDetailRecords.List: ")] {
        let answer = Response::new(body.as_bytes());
        let mut context = Context::new(&credentials, &endpoint, Timestamp::from_secs(0), "nonce");
        assert!(context.response::<Records2017, _>(&answer).is_ok(), "{path}");
        context.max_decoded = 1 << 20;
        let error = context.response::<Records2017, _>(&answer).unwrap_err().to_string();
        let text = "expected no more items than the limit on decoded bytes allows, found `";
        assert!(
            error.starts_with(&format!("cannot read the answer (HTTP 200): {path}")) && error.contains(text),
            "{error}"
        );
    }
}

#[test]
fn a_short_body_is_no_answer() {
    let error = read::<Records2017>(200, &[("content-length", "9")], b"{}").unwrap_err();
    check(&error, "transport", true, "the answer is not whole: 2 of 9 bytes arrived");
    assert!(matches!(error, Error::Transport(error) if error.kind == TransportKind::Truncated));
    assert!(read::<Records2017>(200, &[("content-length", "13")], br#"{"Code":"OK"}"#).is_ok());
    assert!(
        read::<Records2017>(200, &[("content-length", "99"), ("content-encoding", "gzip")], br#"{"Code":"OK"}"#)
            .is_ok()
    );
}

#[test]
fn successes() {
    for body in [
        r#"{"Success":true,"Code":"200","CallDetailRecords":{"TotalCount":1,"List":[{"ContactId":"c"}]}}"#,
        r#"{"Code":200,"CallDetailRecords":{"TotalCount":1,"List":[{"ContactId":"c"}]}}"#,
        r#"{"Success":true,"Code":"OK","CallDetailRecords":{"TotalCount":1,"List":{"CallDetailRecord":[{"ContactId":"c"}]}}}"#,
        r#"{"CallDetailRecords":{"TotalCount":"1","List":[{"ContactId":"c"}]},"Code":null,"Message":""}"#,
        "\u{feff}<Answer><Code>OK</Code><CallDetailRecords><TotalCount>1</TotalCount><List><CallDetailRecord><ContactId>c</ContactId></CallDetailRecord></List></CallDetailRecords></Answer>",
    ] {
        let output = read::<Records2017>(200, &[], body.as_bytes()).unwrap();
        assert_eq!(output.call_detail_records.total_count, Some(1));
        assert_eq!(output.call_detail_records.list[0].contact_id.as_deref(), Some("c"));
    }
    let output = read::<DescribeRecords>(200, &[], br#"{"Response":{"TotalCount":2,"Error":null}}"#).unwrap();
    assert_eq!(output.total_count, Some(2));
}

#[test]
fn what_a_server_repeats_of_a_secret_is_not_shown() {
    let encoded = "CAIS%2Bsts%2Ftoken%3D%3D";
    let twice = "CAIS%252Bsts%252Ftoken%253D%253D";
    let lower = "CAIS%2bsts%2ftoken%3d%3d";
    let (json, gson) = (r"CAIS+sts\/token==", r"CAIS\u002bsts/token\u003d\u003d");
    for secret in [SECRET, TOKEN, encoded, twice, lower, json, gson] {
        for (status, body) in [
            (
                400,
                format!(
                    r#"{{"Code":"SignatureDoesNotMatch","Message":"string to sign is {secret}","RequestId":"{secret}"}}"#
                ),
            ),
            (400, format!(r#"{{"Code":"{secret}"}}"#)),
            (502, format!("<html>{secret}</html>")),
            (200, format!(r#"{{"CallDetailRecords":{{"TotalCount":"{secret}"}}}}"#)),
            (200, format!("{secret}{{")),
            (200, format!(r#"{{"{secret}"#)),
        ] {
            let length = body.len().to_string();
            let headers = [("x-request-id", secret), ("content-length", length.as_str())];
            let error = read::<Records2017>(status, &headers, body.as_bytes()).unwrap_err();
            let body = String::from_utf8_lossy(&error.reply().unwrap().body).into_owned();
            let all = format!("{error} {error:?} {body} {:?}", error.request_id());
            assert!(!all.contains(secret) && !all.contains(SECRET) && !all.contains(TOKEN), "{all}");
            assert!(all.contains("[redacted]"), "{all}");
            // The text is shorter without the secret, and whole all the same.
            assert!(!matches!(error, Error::Transport(_)), "{all}");
            if body.contains("SignatureDoesNotMatch") {
                assert!(matches!(error, Error::Denied(_)) && all.contains("string to sign is [redacted]"), "{all}");
            }
        }
    }
}

/// An excerpt begins and ends anywhere, a name in a path is cut: no part of a secret is left at either end.
#[test]
fn no_part_of_a_secret_is_shown() {
    let shown = |body: String| {
        let error = read::<ListCallDetailRecords>(200, &[], body.as_bytes()).unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        format!("{error} {error:?}")
    };
    for before in 0..60 {
        let before = "x".repeat(before);
        for text in [
            shown(format!(r#"{{"CallDetailRecords":{{"TotalCount":"{before}{SECRET}"}}}}"#)),
            shown(format!(r#"{{"CallDetailRecords":{{"List":[{{"Labels":{{"{before}{SECRET}":[1]}}}}]}}}}"#)),
            shown(format!("<R><Success>{before}{SECRET}</Success></R>")),
            shown(format!("<R><Success><A>{before}{SECRET}</A></Success></R>")),
        ] {
            assert!(!text.contains("s3"), "{text}");
        }
    }
    // The place of the error is within the secret.
    let error = shown(r#"{"Code":"s3\cr/t+key"}"#.to_owned());
    assert!(error.contains("found `[redacted]"), "{error}");
    assert!(!error.contains("t+key"), "{error}");
}

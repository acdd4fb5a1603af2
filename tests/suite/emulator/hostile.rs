//! Whatever comes in is answered.

use std::sync::LazyLock;

use ccc_api::Scheme;
use proptest::prelude::*;

use super::*;

static EMULATOR: LazyLock<Emulator> = LazyLock::new(emulator);

/// A part of a request that means something, or nothing.
fn word() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "",
        "/",
        "Action",
        "Version",
        "Format",
        "XML",
        "Timestamp",
        "SignatureNonce",
        "Signature",
        "SignatureMethod",
        "HMAC-SHA1",
        "SignatureVersion",
        "1.0",
        "AccessKeyId",
        "emulator",
        "SecurityToken",
        "emulator-token",
        "2017-07-05",
        "2020-07-01",
        "2020-02-10",
        "ListCallDetailRecords",
        "ListRecentCallRecords",
        "DescribeTelCdr",
        "InstanceId",
        "PageNumber",
        "PageSize",
        "StartTime",
        "ContactTypeList",
        "Phones",
        "Phones.1",
        "Phones.1.X",
        "Phones.18446744073709551616",
        "0",
        "-1",
        "9223372036854775807",
        "-9223372036854775808",
        "1e999",
        "true",
        "2026-11-12T16:13:20Z",
        "9999-12-31T23:59:59Z",
        "0000-01-01T00:00:00Z",
        "1794500000",
        "ACS3-HMAC-SHA256 Credential=emulator,SignedHeaders=host;;x-acs-date,Signature=",
        "TC3-HMAC-SHA256 Credential=emulator/2026-11-12/ccc/tc3_request, SignedHeaders=content-type;host, Signature=0",
        "throttle",
        "html",
        "application/json",
        "application/x-www-form-urlencoded",
        "application/xml",
        "%",
        "%zz",
        "{}",
        "[]",
        "{\"PageSize\":1e400}",
        "\u{2}items\u{3}",
        "中文",
        "\u{0}",
    ];
    prop_oneof![4 => prop::sample::select(WORDS).prop_map(str::to_owned), 1 => any::<String>()]
}

fn pairs() -> impl Strategy<Value = String> {
    prop::collection::vec((word(), word()), 0..8)
        .prop_map(|pairs| pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&"))
}

prop_compose! {
    fn request()(
        method in prop::sample::select(&["GET", "POST", "PUT", "OPTIONS", "X"][..]),
        path in word(),
        query in pairs(),
        headers in prop::collection::vec((prop::sample::select(HEADERS), word()), 0..10),
        body in prop_oneof![pairs().prop_map(String::into_bytes), word().prop_map(String::into_bytes), any::<Vec<u8>>()],
    ) -> http::Request<Vec<u8>> {
        let mut request = http::Request::new(body);
        *request.method_mut() = method.parse().expect("a method");
        if let Ok(uri) = format!("/{path}?{query}").parse() {
            *request.uri_mut() = uri;
        }
        for (name, value) in headers {
            if let Ok(value) = http::HeaderValue::from_bytes(value.as_bytes()) {
                request.headers_mut().append(name, value);
            }
        }
        request
    }
}

const HEADERS: &[&str] = &[
    "accept",
    "authorization",
    "content-type",
    "host",
    "x-acs-action",
    "x-acs-content-sha256",
    "x-acs-date",
    "x-acs-security-token",
    "x-acs-signature-nonce",
    "x-acs-version",
    "x-emulator-fault",
    "x-tc-action",
    "x-tc-timestamp",
    "x-tc-token",
    "x-tc-version",
];

/// Parameters that an operation knows, with values that it may not.
fn parameters(schema: &'static ccc_api::runtime::schema::Schema) -> impl Strategy<Value = Vec<(&'static str, Given)>> {
    let names: Vec<&str> = schema.request.iter().map(|field| field.name).collect();
    let given = prop_oneof![
        word().prop_map(Given::Text),
        any::<i64>().prop_map(Given::Number),
        prop::sample::select(&[i64::MIN, -1, 0, 1, 100, i64::MAX][..]).prop_map(Given::Number),
        prop::collection::vec(word(), 0..4).prop_map(Given::List),
    ];
    let usual: Vec<(&str, Given)> = schema.request.iter().filter(|field| field.required).map(usual).collect();
    prop::collection::vec((prop::sample::select(names), given), 0..5).prop_map(move |mut changed| {
        changed.extend(
            usual
                .iter()
                .filter(|(name, _)| changed.iter().all(|(other, _)| other != name))
                .cloned()
                .collect::<Vec<_>>(),
        );
        changed
    })
}

fn usual(field: &ccc_api::runtime::schema::Field) -> (&'static str, Given) {
    use ccc_api::runtime::schema::Type;
    (field.name, if matches!(field.ty, Type::String) { "i".into() } else { 1.into() })
}

/// An answer is a document, or what a fault makes of it.
fn is_whole(answer: &ccc_api::emulator::Answer) -> bool {
    let body = String::from_utf8_lossy(answer.response.body());
    answer.fault.is_some()
        || body.starts_with("<?xml") && body.ends_with('>')
        || serde_json::from_str::<serde_json::Value>(&body).is_ok_and(|value| value.is_object())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_request_is_answered(requests in prop::collection::vec(request(), 1..8)) {
        for request in requests {
            prop_assert!(is_whole(&EMULATOR.answer(&request)));
        }
    }

    #[test]
    fn any_signed_request_is_answered(
        old in parameters(ccc_api::SCHEMAS[0]),
        new in parameters(ccc_api::SCHEMAS[3]),
        tencent in parameters(ccc_api::SCHEMAS[4]),
        xml in any::<bool>(),
    ) {
        let headers: &[_] = if xml { &[("accept", "application/xml")] } else { &[] };
        for scheme in [Scheme::AliyunV1, Scheme::Acs3] {
            let caller = Caller { scheme: Some(scheme), headers, ..Caller::default() };
            prop_assert!(is_whole(&EMULATOR.answer(&caller.signed(&Loose::<Details2017>::new(old.clone())))));
            prop_assert!(is_whole(&EMULATOR.answer(&caller.signed(&Loose::<Details2020>::new(new.clone())))));
        }
        let request = Caller::default().signed(&Loose::<DescribeTelCdr>::new(tencent));
        prop_assert!(is_whole(&EMULATOR.answer(&request)));
    }

    /// Of any time: what is signed is still not believed.
    #[test]
    fn any_time_is_answered(millis in any::<i64>()) {
        let caller = Caller { time: Timestamp::from_millis(millis), ..Caller::default() };
        prop_assert!(is_whole(&EMULATOR.answer(&caller.signed(&tel_cdr(0, 1)))));
        prop_assert!(is_whole(&EMULATOR.answer(&caller.signed(&details2020(1, 1)))));
    }
}

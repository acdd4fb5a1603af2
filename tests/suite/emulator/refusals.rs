//! Who is refused, and what.

use ccc_api::{Credentials, Scheme};

use super::*;

/// The outcomes of every operation through every scheme that it knows.
fn everywhere(emulator: &Emulator, caller: impl Fn() -> Caller) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    for scheme in [Scheme::AliyunV1, Scheme::Acs3] {
        let caller = Caller { scheme: Some(scheme), ..caller() };
        all.push(("aliyun", caller.outcome(emulator, &details2017(1, 10))));
        all.push(("aliyun", caller.outcome(emulator, &recent(1, 10))));
        all.push(("aliyun", caller.outcome(emulator, &Events::new("c", "i"))));
        all.push(("aliyun", caller.outcome(emulator, &details2020(1, 10))));
    }
    all.push(("tencent", caller().outcome(emulator, &tel_cdr(0, 10))));
    all
}

#[test]
fn who_is_not_known() {
    let key = |id: &str, secret: &str| Credentials::new(id, secret);
    let (id, secret) = Emulator::KEY;
    let (temporary, its_secret, _) = Emulator::TEMPORARY_KEY;
    let minute = |minutes: i64| Timestamp::from_millis(NOW.as_millis() + minutes * 60_000);
    let at = |minutes: i64| Caller { time: minute(minutes), ..Caller::default() };
    let cases: [(&str, &dyn Fn() -> Caller, &str, &str); 11] = [
        ("a key", &Caller::default, "answered", "answered"),
        ("a temporary key", &|| Caller::key(temporary_key()), "answered", "answered"),
        ("a wrong secret", &|| Caller::key(key(id, "x")), "SignatureDoesNotMatch", "AuthFailure.SignatureFailure"),
        (
            "an unknown id",
            &|| Caller::key(key("x", secret)),
            "InvalidAccessKeyId.NotFound",
            "AuthFailure.SecretIdNotFound",
        ),
        ("no token", &|| Caller::key(key(temporary, its_secret)), "MissingSecurityToken", "AuthFailure.TokenFailure"),
        (
            "a wrong token",
            &|| Caller::key(key(temporary, its_secret).with_token("x")),
            "InvalidSecurityToken.MismatchWithAccessKey",
            "AuthFailure.TokenFailure",
        ),
        (
            "a token too many",
            &|| Caller::key(key(id, secret).with_token("x")),
            "InvalidSecurityToken.MismatchWithAccessKey",
            "AuthFailure.TokenFailure",
        ),
        ("a clock that is slow", &|| at(-16), "InvalidTimeStamp.Expired", "AuthFailure.SignatureExpire"),
        ("a clock that is fast", &|| at(16), "InvalidTimeStamp.Expired", "AuthFailure.SignatureExpire"),
        ("a clock that is a little slow", &|| at(-4), "answered", "answered"),
        // Alibaba Cloud allows for fifteen minutes, Tencent Cloud for five.
        ("a clock that is fast by ten minutes", &|| at(10), "answered", "AuthFailure.SignatureExpire"),
    ];
    for (what, caller, aliyun, tencent) in cases {
        for (vendor, outcome) in everywhere(&emulator(), caller) {
            assert_eq!(outcome, if vendor == "aliyun" { aliyun } else { tencent }, "{what}");
        }
    }
}

#[test]
fn a_request_that_comes_twice() {
    let emulator = emulator();
    let caller = |scheme| Caller { scheme: Some(scheme), ..Caller::default() };
    for caller in [caller(Scheme::AliyunV1), caller(Scheme::Acs3)] {
        let request = caller.signed(&details2017(1, 10));
        let outcomes = [(); 2].map(|()| outcome(&caller.read::<Details2017>(&emulator.answer(&request).response)));
        assert_eq!(outcomes, ["answered", "SignatureNonceUsed"]);
    }
    // TC3 has no nonce.
    let caller = Caller::default();
    let request = caller.signed(&tel_cdr(0, 10));
    let outcomes = [(); 2].map(|()| outcome(&caller.read::<DescribeTelCdr>(&emulator.answer(&request).response)));
    assert_eq!(outcomes, ["answered", "answered"]);
}

#[test]
fn a_request_that_was_changed_on_its_way() {
    type Change = fn(&mut http::Request<Vec<u8>>);
    fn replace(request: &mut http::Request<Vec<u8>>, from: &str, to: &str) {
        let body = String::from_utf8(request.body().clone()).expect("text").replace(from, to);
        *request.body_mut() = body.into_bytes();
        let uri = request.uri().to_string().replace(from, to);
        *request.uri_mut() = uri.parse().expect("a URI");
    }
    let changes: [(&str, Change); 6] = [
        ("a parameter", |request| {
            replace(request, "PageSize=10", "PageSize=11");
            replace(request, "\"PageSize\":10", "\"PageSize\":11");
        }),
        ("one more", |request| {
            replace(request, "PageSize=10", "PageSize=10&ContactId=c");
            replace(request, "\"PageSize\":10", "\"PageSize\":10,\"Limit\":1");
        }),
        ("one less", |request| {
            replace(request, "InstanceId=i", "");
            replace(request, "\"SdkAppId\":1400000000,", "");
        }),
        ("the signature", |request| {
            replace(request, "Signature=", "Signature=A");
            change_header(request, "authorization", |value| value.replace("Signature=", "Signature=0"));
        }),
        ("the host", |request| replace(request, "127.0.0.1", "127.0.0.2")),
        ("the time", |request| {
            replace(request, "Timestamp=2026-11-12", "Timestamp=2026-11-13");
            change_header(request, "x-acs-date", |value| value.replace('T', "t"));
            change_header(request, "x-tc-timestamp", |value| format!("{value}0"));
        }),
    ];
    let emulator = emulator();
    for (what, change) in changes {
        for scheme in [Scheme::AliyunV1, Scheme::Acs3] {
            if (what, scheme) == ("the host", Scheme::AliyunV1) {
                // It signs no headers.
                continue;
            }
            let caller = Caller { scheme: Some(scheme), ..Caller::default() };
            let mut request = caller.signed(&details2017(1, 10));
            let before = format!("{request:?}");
            change(&mut request);
            assert_ne!(format!("{request:?}"), before, "{what}");
            let read = caller.read::<Details2017>(&emulator.answer(&request).response);
            assert_eq!(outcome(&read), "SignatureDoesNotMatch", "{what}, {scheme:?}");
        }
        let mut request = Caller::default().signed(&tel_cdr(0, 10));
        change(&mut request);
        let read = Caller::default().read::<DescribeTelCdr>(&emulator.answer(&request).response);
        assert_eq!(outcome(&read), "AuthFailure.SignatureFailure", "{what}");
    }
}

fn change_header(request: &mut http::Request<Vec<u8>>, name: &str, change: fn(&str) -> String) {
    if let Some(value) = request.headers_mut().get_mut(name) {
        let changed = change(value.to_str().unwrap_or_default());
        *value = changed.parse().expect("a header");
    }
}

#[test]
fn headers_that_must_be_signed() {
    let emulator = emulator();
    let caller = Caller::default();
    let mut request = caller.signed(&details2020(1, 10));
    request.headers_mut().insert("x-acs-version", "2017-07-05".parse().expect("a header"));
    let read = caller.read::<Details2020>(&emulator.answer(&request).response);
    assert_eq!(outcome(&read), "SignatureDoesNotMatch");
    let mut request = caller.signed(&details2020(1, 10));
    request.headers_mut().insert("x-acs-parent", "p".parse().expect("a header"));
    let read = caller.read::<Details2020>(&emulator.answer(&request).response);
    assert_eq!(outcome(&read), "IncompleteSignature");
    assert!(read.expect_err("refused").to_string().contains("x-acs-parent"));
}

/// Asks with these parameters; the error is the code and the message of the refusal.
type Ask<'a> = &'a dyn Fn(Vec<(&'static str, Given)>) -> Result<(), (String, String)>;

fn ask<R: Request>(parameters: Vec<(&'static str, Given)>) -> Result<(), (String, String)> {
    let asked = Caller::default().ask(&emulator(), &Loose::<R>::new(parameters));
    asked.map(drop).map_err(|error| {
        let error = error.api_error().unwrap_or_else(|| panic!("not of the API: {error}"));
        (error.code.as_str().to_owned(), error.message.clone().unwrap_or_default())
    })
}

#[test]
fn what_the_page_does_not_allow() {
    let text = |text: &str| Given::from(text);
    let number = |number: i64| Given::from(number);
    let names2017 = [("InstanceId", text("i")), ("PageNumber", number(1)), ("PageSize", number(10))];
    let start = |millis: i64| ("StartTime", number(START.as_millis() + millis));
    let stop = |millis: i64| ("StopTime", number(START.as_millis() + millis));
    let week = 7 * 86_400_000;
    let names_tencent = [
        ("StartTimeStamp", number(START.as_secs())),
        ("EndTimeStamp", number(END.as_secs())),
        ("SdkAppId", number(1)),
        ("PageSize", number(10)),
        ("PageNumber", number(0)),
    ];
    let cases: [(Ask<'_>, &[_], &[(&[(&str, Given)], &str, &str)]); 3] = [
        (
            &ask::<Details2017>,
            &names2017,
            &[
                (&[("InstanceId", text(""))], "MissingInstanceId", "InstanceId is mandatory"),
                (&[("PageSize", text(""))], "MissingPageSize", "PageSize is mandatory"),
                (&[("PageSize", number(101))], "InvalidParameter", "PageSize: it is 101, allowed is ..=100"),
                (&[("PageSize", text("ten"))], "InvalidParameter", "PageSize: it must be a whole number"),
                (&[("PageNumber", number(0))], "InvalidParameter", "PageNumber: it is 0, the first page is 1"),
                (&[("PageNumber", number(-2_147_483_648))], "InvalidParameter", "the first page is 1"),
                (&[("PageNumber", number(i64::MAX))], "InvalidParameter", "it must be a whole number of 32 bits"),
                (&[("WithRecording", text("yes"))], "InvalidParameter", "WithRecording: it must be true or false"),
                (&[start(1), stop(0)], "InvalidParameter", "StartTime: it is after StopTime"),
                (&[start(0), stop(week + 1)], "InvalidParameter", "longer than 7 days"),
                (&[start(0), stop(week)], "", ""),
                (&[("PageNumber", number(2_147_483_647)), ("PageSize", number(100))], "", ""),
                (&[("StartTime", number(i64::MAX))], "", ""),
            ],
        ),
        (
            &ask::<Details2020>,
            &names2017,
            &[
                (&[("PageNumber", text(""))], "MissingPageNumber", "PageNumber is mandatory"),
                // The page's own code and message.
                (
                    &[("PageSize", number(0))],
                    "Parameter.Format",
                    "The format of parameter PageSize is invalid. it is 0, allowed is 1..=100",
                ),
            ],
        ),
        (
            &ask::<DescribeTelCdr>,
            &names_tencent,
            &[
                (&[("PageSize", number(101))], "InvalidParameterValue", "PageSize: it is 101, allowed is ..=100"),
                // JSON has types.
                (&[("PageSize", text("10"))], "InvalidParameterValue", "PageSize: it must be a whole number"),
                (&[("Phones", text("1"))], "InvalidParameterValue", "Phones: it must be a list"),
                (&[("Phones", Given::List(vec!["1".to_owned()]))], "", ""),
                (&[("PageNumber", number(i64::MAX))], "", ""),
                (&[("PageNumber", number(-1))], "InvalidParameterValue", "PageNumber: it is -1, the first page is 0"),
                (&[("StartTimeStamp", number(i64::MAX))], "InvalidParameterValue", "it is after EndTimeStamp"),
            ],
        ),
    ];
    for (ask, usual, changes) in cases {
        assert_eq!(ask(usual.to_vec()), Ok(()));
        // Each of them is required.
        for (index, (name, _)) in usual.iter().enumerate() {
            let mut parameters = usual.to_vec();
            parameters.remove(index);
            let (code, message) = ask(parameters).expect_err(name);
            assert!(code == format!("Missing{name}") || code == "MissingParameter", "{code}");
            assert!(message.contains(name), "{message}");
        }
        for (changes, code, says) in changes {
            let mut parameters = usual.to_vec();
            parameters.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
            parameters.extend(changes.to_vec());
            match ask(parameters) {
                Ok(()) => assert_eq!(*code, "", "{changes:?}"),
                Err((given, message)) => {
                    assert_eq!(given, *code, "{changes:?}: {message}");
                    assert!(message.contains(says), "{message}");
                }
            }
        }
    }
}

#[test]
fn a_call_of_what_is_not_there() {
    let emulator = Emulator::new(&ccc_api::SCHEMAS[..1]).clock(|| NOW);
    assert_eq!(Caller::default().outcome(&emulator, &recent(1, 10)), "InvalidAction.NotFound");
    assert_eq!(Caller::default().outcome(&emulator, &tel_cdr(0, 10)), "InvalidAction");
    let request = http::Request::get("http://127.0.0.1:8787/favicon.ico").body(Vec::new()).expect("a request");
    let response = emulator.answer(&request).response;
    assert_eq!(response.status(), 400);
    assert!(String::from_utf8_lossy(response.body()).contains("this is no call of an API"));
}

#[test]
fn more_calls_than_the_page_allows() {
    // Twenty a second.
    let emulator = emulator().enforce_rates();
    let outcomes: Vec<_> = (0..21).map(|_| Caller::default().ask(&emulator, &tel_cdr(0, 1))).collect();
    let (last, others) = outcomes.split_last().expect("some");
    assert!(others.iter().all(Result::is_ok));
    assert!(last.as_ref().expect_err("one too many").is_throttled());
    assert_eq!(outcome(last), "RequestLimitExceeded");
    // Others have their own share, and a page without a rate has none.
    assert_eq!(Caller::key(temporary_key()).outcome(&emulator, &tel_cdr(0, 1)), "answered");
    assert!((0..100).all(|_| Caller::default().ask(&emulator, &recent(1, 1)).is_ok()));
}

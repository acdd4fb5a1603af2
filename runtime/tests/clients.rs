//! Both clients against a server that does what servers do: headers, retries, limits, timeouts, secrets.
#![cfg(any(feature = "reqwest", feature = "ureq"))]

mod emitted;
mod server;

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use emitted::paged::{Records2017, Records2020, Records2020Output, tel_cdrs};
use flate2::Compression;
use flate2::write::GzEncoder;
use server::{Answer, Server};
use spectable_runtime::{
    Credentials, CredentialsError, Endpoint, Error, ErrorCode, Fields, Operation, Parameter, Protocol, Request,
    RetryPolicy, Scheme, Text, Timestamp, TransportKind, client,
};

const SECRET: &str = "s3cret-of-the-key";
const TOKEN: &str = "t0ken-of-the-key";
const OK: &str = r#"{"Code":"OK","CallDetailRecords":{"TotalCount":1,"List":[{"ContactId":"c"}]},"Data":{}}"#;

fn credentials() -> Credentials {
    Credentials::new("id", SECRET).with_token(TOKEN)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn fast() -> RetryPolicy {
    RetryPolicy::default().delays(Duration::from_millis(1), Duration::from_millis(5))
}

/// An operation that changes something, with a rate of its own.
#[derive(Clone)]
struct StartCall;

impl Request for StartCall {
    const OPERATION: &'static Operation =
        &Operation::new(Protocol::AliyunRpc, "ccc", "2020-07-01", "StartCall").rate_limit(50);
    type Output<T: Default> = Records2020Output<T>;
    type ErrorCode = ErrorCode;

    fn parameters(&self) -> Vec<Parameter<'_>> {
        vec![]
    }

    fn output_fields<'o, 'de, T: Text<'de>>(output: &'o mut Self::Output<T>) -> &'o mut dyn Fields<'de> {
        output
    }
}

/// Two hundred answers that no API should give.
fn hostile() -> Vec<Answer> {
    let whole = |body: Vec<u8>| Answer::Whole(200, vec![], body);
    let mut all = Vec::new();
    let good = OK.as_bytes();
    // Cut anywhere, with a right length and with a wrong one.
    for at in 0..40 {
        all.push(whole(good[..good.len() * at / 40].to_vec()));
    }
    for at in 1..20 {
        all.push(Answer::Truncated(good[..good.len() * at / 20].to_vec()));
    }
    // Wrong types.
    for value in [
        "\"x\"",
        "true",
        "{}x",
        "[[",
        "1e999",
        "[1,2",
        "-",
        "nul",
        "\"\\u12\"",
        "\"\\ud800\"",
        "{\"a\"}",
        "01",
        "+1",
        "NaN",
        ".5",
    ] {
        for body in [
            format!(r#"{{"CallDetailRecords":{{"TotalCount":{value}x}}}}"#),
            format!(r#"{{"CallDetailRecords":{{"List":{{"CallDetailRecord":{value}}},"TotalCount":"no"}}}}"#),
            format!(r#"{{"Code":{value},"Success":false}}"#),
        ] {
            all.push(whole(body.into_bytes()));
        }
    }
    // Deep nesting, of each kind.
    for depth in [200, 10_000, 1_000_000] {
        for (open, close) in
            [("[", "]"), ("{\"a\":", "}"), ("<a>", "</a>"), ("{\"List\":[", "]}"), ("{\"CallDetailRecords\":", "}")]
        {
            let nested = open.repeat(depth);
            all.push(whole(nested.clone().into_bytes()));
            all.push(whole(format!(r#"{{"Code":{nested}1{}}}"#, close.repeat(depth)).into_bytes()));
        }
    }
    // Bad UTF-8, control bytes, other encodings.
    for byte in [0x80, 0xc0, 0xff, 0xfe, 0xed] {
        for at in [0, 1, 10, 40] {
            let mut body = good.to_vec();
            body.insert(at, byte);
            body.insert(at, byte);
            all.push(whole(body));
        }
    }
    all.push(whole(OK.encode_utf16().flat_map(u16::to_le_bytes).collect()));
    // Too long: a hundred megabytes as they are, and out of a bomb.
    for fill in [" ", "\"", "[", "{\"a\":"] {
        all.push(whole(format!("{{\"Code\":\"{}", fill.repeat(100_000_000 / fill.len())).into_bytes()));
    }
    let gzipped = |body: Vec<u8>| Answer::Whole(200, vec![("content-encoding", "gzip".to_owned())], body);
    let bomb = gzip(format!("{{\"Code\":\"{}\"}}", " ".repeat(300 << 20)).as_bytes());
    all.push(gzipped(bomb.clone()));
    all.push(gzipped(gzip(&bomb)));
    all.push(gzipped(bomb[..bomb.len() / 2].to_vec()));
    all.push(gzipped(good.to_vec()));
    all.push(gzipped(vec![0x1f, 0x8b, 8, 0, 0]));
    // Broken HTTP.
    for raw in [
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
        "nonsense\r\n\r\n",
        "HTTP/1.1 999999 X\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n{}",
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
    ] {
        all.push(Answer::Raw(raw.as_bytes().to_vec()));
    }
    let headers = "x-a: b\r\n".repeat(200_000);
    all.push(Answer::Raw(format!("HTTP/1.1 200 OK\r\n{headers}\r\n{{}}").into_bytes()));
    // Secrets, everywhere.
    for secret in [SECRET, TOKEN] {
        for status in [200, 400, 403, 500, 502] {
            let body = format!(r#"{{"Code":"SignatureDoesNotMatch","Message":"{secret}","RequestId":"{secret}"}}"#);
            all.push(Answer::Whole(status, vec![("x-acs-request-id", secret.to_owned())], body.into_bytes()));
            all.push(Answer::status(status, format!("<html>{secret}</html>")));
            all.push(Answer::status(status, format!("{{\"CallDetailRecords\":{secret}")));
        }
    }
    // Slow ones.
    all.push(Answer::Drip);
    all.push(Answer::Silent(Duration::from_secs(3)));
    all
}

macro_rules! tests {
    ($client:ty, $wait:ident) => {
        use super::*;

        macro_rules! builder {
            ($server:expr) => {
                <$client>::builder(credentials())
                    .endpoint(Endpoint::url(&$server.url).unwrap().with_region("ap-guangzhou"))
                    .retry(fast())
            };
        }

        fn request() -> Records2017 {
            Records2017::new("i").page_number(1).page_size(10)
        }

        #[test]
        fn sends_what_servers_expect() {
            let seen = Arc::new(Mutex::new(Vec::new()));
            let log = Arc::clone(&seen);
            let server = Server::start(move |asked| {
                log.lock().unwrap().push((asked.method.clone(), asked.query.clone(), asked.headers.clone(), asked.body.clone()));
                let body = if asked.headers.contains_key("x-tc-action") { r#"{"Response":{}}"# } else { OK };
                Answer::Whole(200, vec![("content-encoding", "gzip".to_owned())], gzip(body.as_bytes()))
            });
            let client = builder!(server).user_agent("me/1").language("en-US").build().unwrap();
            let output = $wait!(client.send(&request())).unwrap();
            assert_eq!(output.call_detail_records.list.len(), 1);
            $wait!(client.send(&Records2020::new("测 试").page_number(1).page_size(5))).unwrap();
            $wait!(client.send(&tel_cdrs(5).page_number(0))).unwrap();
            let seen = seen.lock().unwrap();
            let host = server.url.trim_start_matches("http://");
            for (method, _, headers, _) in seen.iter() {
                assert_eq!(method, "POST");
                assert_eq!(headers["host"], host);
                assert!(headers["user-agent"].starts_with("spectable/") && headers["user-agent"].ends_with(" me/1"));
                assert!(headers["accept-encoding"].contains("gzip"));
            }
            let [(_, query, v1, body), (_, query2, acs3, body2), (_, query3, tc3, body3)] = &seen[..] else { panic!() };
            assert!(query.contains("&SignatureMethod=HMAC-SHA1&") && query.contains("Signature="));
            assert_eq!(String::from_utf8_lossy(body), "InstanceId=i&PageNumber=1&PageSize=10");
            assert_eq!(v1["content-type"], "application/x-www-form-urlencoded");
            assert_eq!(query2, "InstanceId=%E6%B5%8B%20%E8%AF%95&PageNumber=1&PageSize=5");
            assert!(body2.is_empty() && acs3["authorization"].starts_with("ACS3-HMAC-SHA256 Credential=id,"));
            assert_eq!(acs3["content-length"], "0");
            assert_eq!(acs3["x-acs-security-token"], TOKEN);
            assert!(query3.is_empty() && tc3["authorization"].starts_with("TC3-HMAC-SHA256 Credential=id/"));
            assert_eq!((tc3["x-tc-region"].as_str(), tc3["x-tc-language"].as_str()), ("ap-guangzhou", "en-US"));
            assert_eq!(String::from_utf8_lossy(body3), r#"{"StartTimeStamp":0,"EndTimeStamp":4000000000,"PageSize":5,"PageNumber":0}"#);
        }

        #[test]
        fn no_limit_and_a_length_beyond_all_memory() {
            let length = i64::MAX;
            let raw = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{OK}").into_bytes();
            let server = Server::start(move |_| Answer::Raw(raw.clone()));
            let client = builder!(server).retry(RetryPolicy::none()).max_response_bytes(usize::MAX).build().unwrap();
            assert!(matches!($wait!(client.send(&request())), Err(Error::Transport(_))));
        }

        #[test]
        fn tries_again_signed_afresh() {
            let nonces = Arc::new(Mutex::new(BTreeSet::new()));
            let seen = Arc::clone(&nonces);
            let server = Server::start(move |asked| {
                seen.lock().unwrap().insert(asked.headers["x-acs-signature-nonce"].clone());
                match asked.index {
                    0 => Answer::Reset,
                    1 => Answer::status(503, r#"{"Code":"ServiceUnavailable"}"#),
                    2 => Answer::Truncated(OK.as_bytes().to_vec()),
                    _ => Answer::json(OK),
                }
            });
            let client = builder!(server).scheme(Scheme::Acs3).build().unwrap();
            $wait!(client.send(&request())).unwrap();
            assert_eq!((server.count(), nonces.lock().unwrap().len()), (4, 4));
        }

        #[test]
        fn honours_retry_after_and_gives_up() {
            let server = Server::start(|asked| {
                let wait = if asked.index < 2 { "120" } else { "100000" };
                Answer::Whole(429, vec![("x-acs-retry-after", wait.to_owned())], br#"{"Code":"Throttling.Api"}"#.to_vec())
            });
            let client = builder!(server).build().unwrap();
            let began = Instant::now();
            let error = $wait!(client.send(&request())).unwrap_err();
            // Two pauses as asked for; the third is longer than all tries may take.
            assert!(matches!(error, Error::Throttled(_)) && server.count() == 3);
            assert!((240..20_000).contains(&began.elapsed().as_millis()), "{:?}", began.elapsed());
        }

        #[test]
        fn changes_are_not_repeated() {
            let server = Server::start(|asked| match asked.index % 2 {
                0 => Answer::Whole(429, vec![], br#"{"Code":"Throttling"}"#.to_vec()),
                _ => Answer::status(500, r#"{"Code":"InternalError"}"#),
            });
            let client = builder!(server).build().unwrap();
            // Throttled, so nothing happened; then it may have.
            assert!(matches!($wait!(client.send(&StartCall)), Err(Error::Api(_))));
            assert_eq!(server.count(), 2);
            let client = builder!(server).retry(fast().repeat_changes()).build().unwrap();
            assert!($wait!(client.send(&StartCall)).is_err());
            assert_eq!(server.count(), 6);
            let client = builder!(server).retry(RetryPolicy::none()).build().unwrap();
            assert!($wait!(client.send(&request())).is_err());
            assert_eq!(server.count(), 7);
        }

        #[test]
        fn the_rate_leaves_no_time_for_another_try() {
            let server = Server::start(|_| Answer::status(503, r#"{"Code":"ServiceUnavailable"}"#));
            let policy = fast().max_time(Duration::from_millis(100));
            // One call a second: by then it is too late.
            let client = builder!(server).retry(policy).rate_limit(1).build().unwrap();
            let error = $wait!(client.send(&request())).unwrap_err();
            assert_eq!((error.status(), server.count()), (Some(503), 1));
        }

        #[test]
        fn windows_in_flight_share_the_rate() {
            let times = Arc::new(Mutex::new(Vec::new()));
            let log = Arc::clone(&times);
            let server = Server::start(move |_| {
                log.lock().unwrap().push(Instant::now());
                Answer::json(OK)
            });
            let client = builder!(server).rate_limit(40).build().unwrap();
            let (start, end) = (Timestamp::from_secs(0), Timestamp::from_secs(70 * 86_400));
            let mut items = client.items_between(request(), start, end).in_flight(5);
            while let Some(item) = $wait!(items.next()) {
                item.unwrap();
            }
            let times = times.lock().unwrap();
            assert_eq!(times.len(), 10);
            // Nine pauses of 25 ms, less what the first was late.
            assert!(times[9] - times[0] >= Duration::from_millis(150), "{:?}", times[9] - times[0]);
        }

        #[test]
        fn keeps_to_the_rate() {
            let server = Server::start(|_| Answer::json(OK));
            let client = builder!(server).build().unwrap();
            let began = Instant::now();
            for _ in 0..11 {
                $wait!(client.send(&StartCall)).unwrap();
            }
            // Fifty a second: ten pauses of 20 ms, whatever the calls take.
            assert!(began.elapsed() >= Duration::from_millis(199), "{:?}", began.elapsed());
            let client = builder!(server).rate_limit(100).build().unwrap();
            let began = Instant::now();
            for _ in 0..6 {
                $wait!(client.send(&request())).unwrap();
            }
            assert!(began.elapsed() >= Duration::from_millis(49), "{:?}", began.elapsed());
        }

        #[test]
        fn fails_without_sending() {
            let server = Server::start(|_| Answer::json(OK));
            let none = || Err(CredentialsError::new("the vault is closed"));
            let client = <$client>::builder(none).endpoint(Endpoint::url(&server.url).unwrap()).build().unwrap();
            let error = $wait!(client.send(&request())).unwrap_err();
            assert_eq!(error.to_string(), "not sent: the vault is closed");
            let error = $wait!(client.send(&Records2017::new("").page_number(1).page_size(1000))).unwrap_err();
            assert!(matches!(error, Error::Credentials(_)));
            let client = <$client>::builder(credentials()).build().unwrap();
            assert!(matches!($wait!(client.send(&request())), Err(Error::Endpoint(_))));
            assert!(matches!($wait!(client.send(&Records2017::new("i").page_number(1).page_size(1000))), Err(Error::Invalid(_))));
            assert_eq!(server.count(), 0);
            assert!(!format!("{client:?}").contains(SECRET));
            for name in ["two\nlines", "名"] {
                assert!(builder!(server).user_agent(name).build().is_err(), "{name}");
            }
        }

        #[test]
        fn failures_of_the_network() {
            let url = Server::start(|_| Answer::Reset).url.clone();
            let client = <$client>::builder(credentials()).endpoint(Endpoint::url("http://127.0.0.1:1").unwrap()).retry(fast()).build().unwrap();
            let error = $wait!(client.send(&request())).unwrap_err();
            assert!(matches!(&error, Error::Transport(error) if error.kind == TransportKind::Connect), "{error:?}");
            drop(url);
            let server = Server::start(|asked| match asked.index {
                0 => Answer::Silent(Duration::from_secs(2)),
                1 => Answer::Drip,
                2 => Answer::Truncated(OK.as_bytes().to_vec()),
                _ => Answer::Reset,
            });
            let client = builder!(server)
                .retry(RetryPolicy::none())
                .read_timeout(Duration::from_millis(200))
                .try_timeout(Duration::from_millis(600))
                .build()
                .unwrap();
            let send = || {
                let began = Instant::now();
                let error = $wait!(client.send(&request())).unwrap_err();
                // Half a second, but machines are busy.
                assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
                let shown = format!("{error} {error:?}");
                assert!(!shown.contains(SECRET) && !shown.contains(TOKEN), "{shown}");
                error
            };
            let error = send();
            assert!(matches!(error, Error::Timeout(_)), "{error:?}");
            let error = send();
            assert!(matches!(error, Error::Timeout(_)), "{error:?}");
            let error = send();
            assert!(matches!(&error, Error::Transport(error) if error.kind == TransportKind::Truncated), "{error:?}");
            let error = send();
            assert!(matches!(error, Error::Transport(_)), "{error:?}");
        }

        #[test]
        fn hostile_answers_are_errors() {
            let answers = hostile();
            let count = answers.len();
            assert!(count >= 200, "{count}");
            let answers = Mutex::new(answers.into_iter());
            let server = Server::start(move |_| answers.lock().unwrap().next().unwrap());
            let client = builder!(server)
                .strict()
                .retry(RetryPolicy::none())
                .read_timeout(Duration::from_millis(500))
                .try_timeout(Duration::from_secs(2))
                .build()
                .unwrap();
            let mut slowest = Duration::ZERO;
            for index in 0..count {
                let began = Instant::now();
                match $wait!(client.send(&request())) {
                    Ok(output) => panic!("answer {index} was taken for {output:?}"),
                    Err(error) => {
                        let shown = format!("{error} {error:?}");
                        assert!(!shown.contains(SECRET) && !shown.contains(TOKEN), "{index}: {shown}");
                        assert!(error.reply().is_none_or(|reply| reply.body.len() <= 65_536));
                        assert!(shown.len() < 300_000, "{index}: {} bytes", shown.len());
                    }
                }
                let took = began.elapsed();
                assert!(took < Duration::from_secs(20), "answer {index} took {took:?}");
                slowest = slowest.max(took);
            }
            println!("{count} hostile answers, the slowest took {slowest:?}");
        }
    };
}

#[cfg(feature = "ureq")]
mod blocking {
    macro_rules! wait {
        ($value:expr) => {
            $value
        };
    }
    tests!(client::ureq::Client, wait);
}

#[cfg(feature = "reqwest")]
mod asynchronous {
    use std::sync::LazyLock;

    use tokio::runtime::{Builder, Runtime};

    static RUNTIME: LazyLock<Runtime> =
        LazyLock::new(|| Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap());

    macro_rules! wait {
        ($value:expr) => {
            RUNTIME.block_on($value)
        };
    }
    tests!(client::reqwest::Client, wait);
}

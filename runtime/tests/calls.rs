//! What is wrong around a call: clocks, waits, keys and tokens, with both clients.
#![cfg(all(feature = "reqwest", feature = "ureq"))]

mod emitted;
mod server;

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use emitted::paged::{Records2017, Records2020, tel_cdrs};
use server::{Answer, Server};
use spectable_runtime::{Credentials, Endpoint, Error, RetryPolicy, Timestamp, Token, client};

const OK: &str = r#"{"Code":"OK","RequestId":"r","CallDetailRecords":{"TotalCount":0}}"#;

/// The server's time: 2024-01-15T08:30:00Z.
const SERVER: i64 = 1_705_307_400_000;
const DATE: &str = "Mon, 15 Jan 2024 08:30:00 GMT";

fn answer(status: u16, headers: &[(&'static str, &str)], body: &str) -> Answer {
    let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Answer::Whole(status, headers, body.as_bytes().to_vec())
}

/// Refuses every time but its own, as the vendors do.
fn picky(asked: &server::Asked, date: Option<&str>) -> Answer {
    let dated = asked.query.contains("2024-01-15T08%3A3")
        || asked.headers.get("x-tc-timestamp").is_some_and(|time| time.starts_with("17053074"));
    let headers: Vec<_> = date.iter().map(|date| ("date", *date)).collect();
    match (dated, asked.headers.contains_key("x-tc-action")) {
        (true, true) => answer(200, &headers, r#"{"Response":{"TotalCount":0,"RequestId":"r"}}"#),
        (true, false) => answer(200, &headers, OK),
        (false, true) => {
            let body = r#"{"Response":{"Error":{"Code":"AuthFailure.SignatureExpire","Message":"m"},"RequestId":"r"}}"#;
            answer(200, &headers, body)
        }
        (false, false) => answer(400, &headers, r#"{"Code":"InvalidTimeStamp.Expired","Message":"m","RequestId":"r"}"#),
    }
}

fn records() -> Records2017 {
    Records2017::new("i").page_number(1).page_size(10)
}

macro_rules! tests {
    ($client:ty, $wait:ident) => {
        use super::*;

        macro_rules! client {
            ($server:expr, $it:ident => $changed:expr) => {{
                let $it = <$client>::builder(Credentials::new("id", "secret"))
                    .endpoint(Endpoint::url(&$server.url).unwrap())
                    .retry(RetryPolicy::none());
                $changed.build().unwrap()
            }};
        }

        #[test]
        fn a_wrong_clock_is_corrected_by_the_servers() {
            let server = Server::start(|asked| picky(asked, Some(DATE)));
            for wrong in [SERVER - 3_600_000, SERVER + 86_400_000] {
                let before = server.count();
                let client = client!(server, it => it.clock(move || Timestamp::from_millis(wrong)));
                $wait!(client.send(&records())).unwrap();
                assert_eq!(server.count() - before, 2, "one more try, though the policy allows for none");
                // Later calls, and those of clones, are right at once.
                $wait!(client.clone().send(&records())).unwrap();
                assert_eq!(server.count() - before, 3);
            }
            let client = client!(server, it => it.clock(|| Timestamp::from_millis(SERVER - 600_000)));
            $wait!(client.send(&tel_cdrs(10).page_number(0))).unwrap();
        }

        #[test]
        fn a_clock_is_left_alone_where_the_date_explains_nothing() {
            let stays = |date: Option<&'static str>, correct: bool| {
                let server = Server::start(move |asked| picky(asked, date));
                let clock = || Timestamp::from_millis(SERVER - 3_600_000);
                let client = client!(server, it => it.clock(clock).clock_skew_correction(correct));
                let error = $wait!(client.send(&records())).unwrap_err();
                assert!(error.is_clock_skew() && matches!(error, Error::Denied(_)), "{error:?}");
                server.count()
            };
            assert_eq!(stays(None, true), 1);
            assert_eq!(stays(Some("yesterday"), true), 1);
            // As wrong as this one.
            assert_eq!(stays(Some("Mon, 15 Jan 2024 07:30:20 GMT"), true), 1);
            assert_eq!(stays(Some(DATE), false), 1);
            // It lies: once more, and no further.
            assert_eq!(stays(Some("Mon, 15 Jan 2001 08:30:00 GMT"), true), 2);
        }

        #[test]
        fn a_wait_that_is_asked_for_is_throttling_whatever_the_code() {
            for (status, headers) in [
                (400, vec![("x-acs-retry-after", "40")]),
                (503, vec![("retry-after", "0")]),
                (200, vec![("x-acs-retry-after", "1")]),
                (500, vec![("date", DATE), ("retry-after", "Mon, 15 Jan 2024 08:30:00 GMT")]),
            ] {
                let body = r#"{"Code":"Busy.Now","Message":"m","RequestId":"r"}"#;
                let wait = headers.iter().any(|(_, value)| *value == "40");
                let server = Server::start(move |asked| match asked.index {
                    0 | 2 => answer(status, &headers, body),
                    _ => answer(200, &[], OK),
                });
                let client = client!(server, it => it);
                let error = $wait!(client.send(&records())).unwrap_err();
                assert!(error.is_throttled() && matches!(error, Error::Throttled(_)), "{error:?}");
                assert!(error.retry_after().is_some() && error.is_retryable());
                // Nothing was done, so it is repeated, after that wait.
                let began = Instant::now();
                let patient = RetryPolicy::default().delays(Duration::ZERO, Duration::ZERO);
                let client = client!(server, it => it.retry(patient));
                $wait!(client.send(&records())).unwrap();
                $wait!(client.send(&records())).unwrap();
                assert!(!wait || began.elapsed() >= Duration::from_millis(40), "{:?}", began.elapsed());
            }
        }

        #[test]
        fn what_stands_around_a_key_is_said_and_nothing_is_sent() {
            let server = Server::start(|_| answer(200, &[], OK));
            for key in [Credentials::new("id", "s3cret\n"), Credentials::new("\u{feff}id", "s3cret"), Credentials::new("id", "s3cret").with_token(" t")] {
                let client = <$client>::builder(move || Ok(key.clone())).endpoint(Endpoint::url(&server.url).unwrap()).build().unwrap();
                let error = $wait!(client.send(&records())).unwrap_err();
                let said = error.to_string();
                assert!(matches!(error, Error::Credentials(_)) && said.contains("a blank or a line end"), "{said}");
                assert!(!said.contains("s3cret"), "{said}");
            }
            assert_eq!(server.count(), 0);
        }

        #[test]
        fn tokens_of_something_else_are_refused() {
            let server = Server::start(|_| answer(200, &[], OK));
            let client = client!(server, it => it);
            let token = client.items(Records2017::new("i")).token();
            let says = |refused: Option<String>| refused.expect("refused");
            let stored: Token = token.to_string().parse().unwrap();
            assert!(client.items(Records2017::new("i")).resume(&stored).is_ok());
            assert!(client.items(Records2017::new("i").page_number(7)).resume(&stored).is_ok());
            let other = client.items(Records2020::new("i")).resume(&stored).err().map(|error| error.to_string());
            assert_eq!(says(other), "the token is of another operation");
            for request in [Records2017::new("j"), Records2017::new("i").page_size(7)] {
                let other = client.items(request).resume(&stored).err().map(|error| error.to_string());
                assert_eq!(says(other), "the token is of a request with other parameters, or with pages of another size");
            }
            let (start, end) = (Timestamp::from_secs(0), Timestamp::from_secs(86_400));
            let period = client.items_between(Records2017::new("i"), start, end);
            assert!(says(client.items(Records2017::new("i")).resume(&period.token()).err().map(|error| error.to_string())).contains("of a period"));
            assert!(period.resume(&stored).is_err());
            let changed = token.to_string().replacen(";0,1,", ";0,2,", 1);
            assert_eq!(says(changed.parse::<Token>().err().map(|error| error.to_string())), "the token was cut or changed: its checksum does not fit");
        }

        #[test]
        fn a_clock_that_goes_backwards_stalls_nothing() {
            static TIME: AtomicI64 = AtomicI64::new(SERVER);
            let server = Server::start(|asked| match asked.index % 3 {
                0 => answer(503, &[], ""),
                1 => answer(429, &[("retry-after", "0")], r#"{"Code":"Throttling","RequestId":"r"}"#),
                _ => answer(200, &[], OK),
            });
            let back = || Timestamp::from_millis(TIME.fetch_sub(3_600_000, Ordering::Relaxed));
            let fast = RetryPolicy::default().delays(Duration::from_millis(1), Duration::from_millis(2));
            let client = client!(server, it => it.clock(back).retry(fast).rate_limit(200));
            let began = Instant::now();
            for _ in 0..10 {
                $wait!(client.send(&records())).unwrap();
            }
            assert_eq!(server.count(), 30);
            // Thirty calls of two hundred a second; an hour would be the stall.
            assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
            assert!(Timestamp::from(SystemTime::now()) > Timestamp::from_millis(TIME.load(Ordering::Relaxed)));
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
    use std::sync::LazyLock;

    static RUNTIME: LazyLock<tokio::runtime::Runtime> =
        LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap());

    macro_rules! wait {
        ($value:expr) => {
            RUNTIME.block_on($value)
        };
    }
    tests!(client::reqwest::Client, wait);
}

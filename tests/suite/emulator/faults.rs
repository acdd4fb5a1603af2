//! What goes wrong on purpose, and what our clients make of it.

use std::time::Duration;

use ccc_api::emulator::{FAULT_HEADER, Fault, Faults, Running};
use ccc_api::runtime::TransportKind;
use ccc_api::{Endpoint, RetryPolicy, blocking};

use super::*;

fn client(server: &Running) -> blocking::Client {
    blocking::Client::builder(key())
        .endpoint(Endpoint::url(&server.url()).expect("a URL").with_region("cn-shanghai"))
        .retry(RetryPolicy::none())
        .rate_limit(0)
        .clock(|| NOW)
        .build()
        .expect("a client")
}

fn start(faults: Faults) -> Running {
    emulator().faults(faults).start("127.0.0.1:0").expect("a free port")
}

#[test]
fn each_kind_is_what_it_says() {
    for fault in Fault::ALL.iter().copied() {
        let server = start(Faults::default().and(fault, 1.0));
        let client = client(&server);
        let (old, tencent) = (client.send(&details2017(1, 10)), client.send(&tel_cdr(0, 10)));
        match fault {
            Fault::Throttle => {
                let old = old.expect_err("throttled");
                assert!(old.is_throttled() && tencent.expect_err("throttled").is_throttled());
                assert_eq!(old.retry_after(), Some(Duration::from_millis(20)));
            }
            Fault::Error => {
                let (old, tencent) = (old.expect_err("a fault"), tencent.expect_err("a fault"));
                assert!(old.is_retryable() && tencent.is_retryable());
                assert_eq!((old.status(), tencent.status()), (Some(500), Some(200)));
            }
            Fault::Slow | Fault::ContentType => {
                assert_eq!(old.expect("an answer").call_detail_records.list.len(), 10);
                assert_eq!(tencent.expect("an answer").tel_cdr_list.len(), 10);
            }
            Fault::Truncate | Fault::Reset => {
                for kind in [transport(&old.expect_err("cut")), transport(&tencent.expect_err("cut"))] {
                    assert!(matches!(kind, Some(TransportKind::Truncated)), "{kind:?}");
                }
            }
            Fault::Html => {
                let old = old.expect_err("a page");
                assert!(matches!(&old, Error::Http(reply) if reply.status == 502), "{old}");
                assert!(matches!(tencent.expect_err("a page"), Error::Http(_)));
            }
            other => panic!("a new fault: {other}"),
        }
    }
}

fn transport<C>(error: &Error<C>) -> Option<TransportKind> {
    match error {
        Error::Transport(error) => Some(error.kind),
        _ => None,
    }
}

#[test]
fn one_call_asks_for_a_fault() {
    let emulator = emulator();
    let ask = |word: &'static str| {
        let mut request = Caller::default().signed(&details2020(1, 10));
        request.headers_mut().insert(FAULT_HEADER, word.parse().expect("a header"));
        let answer = emulator.answer(&request);
        (answer.fault, answer.response.status().as_u16(), String::from_utf8_lossy(answer.response.body()).into_owned())
    };
    assert_eq!(Caller::default().outcome(&emulator, &details2020(1, 10)), "answered");
    let (fault, status, body) = ask("throttle");
    assert_eq!((fault, status), (Some(Fault::Throttle), 429));
    assert!(body.contains("Throttling.User"), "{body}");
    // The page's own code and message.
    let (fault, status, body) = ask("error");
    assert_eq!((fault, status), (Some(Fault::Error), 500));
    assert!(body.contains("InternalService.Common") && body.contains("a fault was asked for"), "{body}");
    assert_eq!(ask("slow").0, Some(Fault::Slow));
    let (fault, status, body) = ask("truncated");
    assert_eq!((fault, status), (None, 400));
    assert!(body.contains("truncate, reset, content-type, html"), "{body}");
}

#[test]
fn shares_come_at_random_and_the_same_each_time() {
    let faults = |seed: u64| -> Vec<_> {
        let faults = "throttle=0.3,html=0.2".parse::<Faults>().expect("shares").seed(seed);
        let emulator = emulator().records(1).faults(faults);
        (0..1000).map(|_| emulator.answer(&Caller::default().signed(&recent(1, 1))).fault).collect()
    };
    let first = faults(1);
    assert_eq!(first, faults(1));
    assert_ne!(first, faults(2));
    let count = |fault| first.iter().filter(|drawn| **drawn == fault).count();
    for (fault, expected) in [(Some(Fault::Throttle), 300), (Some(Fault::Html), 200), (None, 500)] {
        assert!(count(fault).abs_diff(expected) < 60, "{fault:?}: {}", count(fault));
    }
}

#[test]
fn shares_that_make_no_sense() {
    for text in ["", "1.1", "-0.1", "NaN", "slow", "slow=", "slow=2", "fast=0.1", "slow=0.6,html=0.6"] {
        let error = text.parse::<Faults>().expect_err(text).to_string();
        assert!(error.contains("slow, truncate"), "{error}");
    }
    assert!("0.1".parse::<Faults>().is_ok() && "slow=0.4, html=0.6".parse::<Faults>().is_ok());
}

/// Every kind but the one that only takes time.
fn some_faults() -> Faults {
    let kinds = Fault::ALL.iter().filter(|fault| **fault != Fault::Slow);
    kinds.fold(Faults::default(), |faults, fault| faults.and(*fault, 0.05))
}

#[test]
fn items_come_once_whatever_goes_wrong() {
    let server = start(some_faults());
    let expected: Vec<String> = (0..COUNT).map(|index| (1_000_000_000 + index).to_string()).collect();
    let reversed: Vec<String> = expected.iter().rev().cloned().collect();
    let endpoint = || Endpoint::url(&server.url()).expect("a URL").with_region("cn-shanghai");
    let retry = || RetryPolicy::default().max_tries(12).delays(Duration::from_millis(1), Duration::from_millis(5));
    macro_rules! client {
        ($client:ty) => {
            <$client>::builder(key())
                .endpoint(endpoint())
                .retry(retry())
                .rate_limit(0)
                .clock(|| NOW)
                .build()
                .expect("one")
        };
    }
    let (client, waiting) = (client!(blocking::Client), client!(ccc_api::Client));
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let three_days = Duration::from_secs(3 * 86_400);
    macro_rules! once {
        ($request:expr, $id:ident, $expected:expr) => {
            for in_flight in [1, 3] {
                let items = client.items_between($request, START, END).window(three_days).in_flight(in_flight);
                let ids: Vec<_> = items.map(|item| item.expect("an item").$id.expect("an id")).collect();
                assert_eq!(ids, *$expected);
                let mut items = waiting.items_between($request, START, END).window(three_days).in_flight(in_flight);
                let mut ids = Vec::new();
                while let Some(item) = runtime.block_on(items.next()) {
                    ids.push(item.expect("an item").$id.expect("an id"));
                }
                assert_eq!(ids, *$expected);
            }
        };
    }
    once!(details2017(1, 20), contact_id, &expected);
    once!(details2020(1, 20).sort_order("ASC"), contact_id, &expected);
    once!(details2020(1, 20), contact_id, &reversed);
    once!(tel_cdr(0, 20), session_id, &expected);
    let ids: Vec<_> =
        client.items(recent(1, 20)).map(|item| item.expect("an item").contact_id.expect("an id")).collect();
    assert_eq!(ids, expected);
}

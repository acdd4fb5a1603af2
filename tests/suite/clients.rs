//! The generated operations through both clients, against a call center on a loopback.

#[path = "../../runtime/tests/server/mod.rs"]
mod server;

use std::time::Duration;

use ccc_api::aliyun::{v2017_07_05, v2020_07_01};
use ccc_api::tencent::v2020_02_10::DescribeTelCdr;
use ccc_api::{Credentials, Endpoint, RetryPolicy, Timestamp};
use server::Server;
use server::records::{BEGIN, DAY, Rules, ids, serve, spread};

/// Three lists of them are more than ten thousand.
const COUNT: usize = 3_400;
const DAYS: i64 = 20;

/// The records' ids from the oldest to the newest, and who has them.
fn center(faults: bool) -> (Server, Vec<String>) {
    let records = spread(COUNT, DAYS);
    let expected = ids(&records);
    (serve(records, Rules { faults, ..Rules::default() }), expected)
}

fn period() -> (Timestamp, Timestamp) {
    (Timestamp::from_millis(BEGIN), Timestamp::from_millis(BEGIN + DAYS * DAY))
}

fn endpoint(server: &Server) -> Endpoint {
    Endpoint::url(&server.url).expect("a URL").with_region("cn-shanghai")
}

fn policy() -> RetryPolicy {
    RetryPolicy::default().max_tries(8).delays(Duration::from_millis(1), Duration::from_millis(5))
}

/// A client of the server.
macro_rules! client {
    ($client:ty, $server:expr) => {
        <$client>::builder(Credentials::new("id", "s3cret"))
            .endpoint(endpoint($server))
            .retry(policy())
            .rate_limit(0)
            .read_timeout(Duration::from_millis(150))
            .build()
            .expect("a client")
    };
}

/// Takes a token in twenty places, in the middle of pages and at their ends, and goes on from each.
macro_rules! resumes {
    ($next:ident, $expected:expr, $id:ident, $in_flight:literal, $between:expr) => {{
        let between = $between;
        let mut items = between().in_flight($in_flight);
        let mut tokens = vec![(0, items.token().to_string())];
        let mut seen = 0;
        while let Some(item) = $next!(items) {
            item.expect("an item");
            seen += 1;
            if seen % 179 == 0 || seen == COUNT {
                tokens.push((seen, items.token().to_string()));
            }
        }
        assert_eq!(tokens.len(), 20);
        for (seen, token) in tokens {
            let mut items = between().in_flight($in_flight).resume(&token.parse().expect("a token")).expect("of this");
            let mut rest = Vec::new();
            while let Some(item) = $next!(items) {
                rest.push(item.expect("an item").$id.expect("an id"));
            }
            assert!(rest == $expected[seen..], "from {seen}: {} items", rest.len());
        }
    }};
}

macro_rules! tests {
    ($client:ty, $next:ident) => {
        use super::*;

        #[test]
        fn a_period_that_ends_before_it_starts_is_refused() {
            let (server, _) = center(false);
            let client = client!($client, &server);
            let (start, end) = period();
            let mut items = client.items_between(v2017_07_05::ListCallDetailRecords::new("ccc-test"), end, start);
            let error = $next!(items).expect("an error").expect_err("no item");
            assert!(error.to_string().contains("the period ends before it starts"), "{error}");
            assert!($next!(items).is_none());
        }

        macro_rules! collect {
            ($items:expr, $id:ident) => {{
                let mut items = $items;
                let mut all = Vec::new();
                while let Some(item) = $next!(items) {
                    all.push(item.expect("an item").$id.expect("an id"));
                }
                all
            }};
        }

        #[test]
        fn ten_thousand_items_under_faults() {
            let (server, expected) = center(true);
            let client = client!($client, &server);
            let request = v2017_07_05::ListCallDetailRecords::new("i").page_number(1).page_size(20);
            assert_eq!(collect!(client.items(request), contact_id), expected);
            let request = v2020_07_01::ListCallDetailRecords::new("i").page_number(1).page_size(40);
            assert_eq!(collect!(client.items(request.clone().sort_order("ASC")), contact_id), expected);
            // Newest first, unless asked otherwise.
            let reversed: Vec<_> = expected.iter().rev().cloned().collect();
            assert_eq!(collect!(client.items(request), contact_id), reversed);
            let (start, end) = period();
            let request = DescribeTelCdr::new(1, start, end).page_number(0).page_size(20);
            assert_eq!(collect!(client.items(request), session_id), expected);
            let request = v2017_07_05::ListRecentCallRecords::new("i").page_number(1).page_size(50);
            assert_eq!(collect!(client.items(request), contact_id), expected);
            let pages = COUNT / 20 + COUNT / 40 + COUNT / 40 + COUNT / 20 + COUNT / 50;
            let faults = server.count() - pages;
            println!("{} items, {pages} pages, {} requests: {faults} faults", 5 * COUNT, server.count());
            assert!(faults > pages / 15, "{faults} faults");
        }

        #[test]
        fn windows_in_flight_under_faults() {
            let (server, expected) = center(true);
            let reversed: Vec<_> = expected.iter().rev().cloned().collect();
            let client = client!($client, &server);
            let ((start, end), days) = (period(), |days: u64| Duration::from_secs(days * 86_400));
            for in_flight in [1, 3] {
                // Seven days, as the page says.
                let request = v2017_07_05::ListCallDetailRecords::new("i").page_number(1).page_size(50);
                let items = client.items_between(request, start, end).in_flight(in_flight);
                assert_eq!(collect!(items, contact_id), expected);
                let request = v2017_07_05::ListRecentCallRecords::new("i").page_number(1).page_size(50);
                let items = client.items_between(request, start, end).window(days(4)).in_flight(in_flight);
                assert_eq!(collect!(items, contact_id), expected);
                let request = v2020_07_01::ListCallDetailRecords::new("i").page_number(1).page_size(50);
                let items = client.items_between(request.clone(), start, end).window(days(7)).in_flight(in_flight);
                assert_eq!(collect!(items, contact_id), reversed);
                let request = request.sort_order("ASC");
                let items = client.items_between(request, start, end).window(days(3)).in_flight(in_flight);
                assert_eq!(collect!(items, contact_id), expected);
                let request = DescribeTelCdr::new(1, start, start).page_number(0).page_size(50);
                let items = client.items_between(request, start, end).window(days(1)).in_flight(in_flight);
                assert_eq!(collect!(items, session_id), expected);
            }
            println!("{} items, {} requests", 10 * COUNT, server.count());
        }

        #[test]
        fn windows_too_full_for_a_hundred_pages() {
            let (server, expected) = center(false);
            let client = client!($client, &server);
            let (start, end) = period();
            // A hundred pages of ten hold less than a third of it.
            let request = v2020_07_01::ListCallDetailRecords::new("i").page_number(1).page_size(10).sort_order("ASC");
            assert_eq!(collect!(client.items_between(request, start, end).in_flight(2), contact_id), expected);
        }

        #[test]
        fn twenty_stored_tokens() {
            let (server, expected) = center(true);
            let client = client!($client, &server);
            let (start, end) = period();
            resumes!($next, expected, contact_id, 2, || client.items_between(
                v2017_07_05::ListCallDetailRecords::new("i").page_size(60),
                start,
                end
            ));
            let oldest = v2020_07_01::ListCallDetailRecords::new("i").page_number(1).page_size(60).sort_order("ASC");
            resumes!($next, expected, contact_id, 1, || client.items_between(oldest.clone(), start, end));
            let week = Duration::from_secs(7 * 86_400);
            resumes!($next, expected, session_id, 3, || client
                .items_between(DescribeTelCdr::new(1, start, start).page_size(60), start, end)
                .window(week));
        }

        #[test]
        fn pages_tell_how_far_they_are() {
            let (server, expected) = center(false);
            let client = client!($client, &server);
            let mut pages = client.pages(v2017_07_05::ListCallDetailRecords::new("i"));
            let (mut number, mut items) = (0, 0);
            while let Some(page) = $next!(pages) {
                let page = page.expect("a page");
                number += 1;
                items += page.items.len();
                assert_eq!(page.progress.to_string(), format!("page {number} of 34"));
                assert_eq!((page.progress.total, page.progress.items), (Some(3_400), items as u64));
            }
            assert_eq!((number, items), (34, expected.len()));
            let (start, end) = period();
            let mut seen = std::collections::BTreeSet::new();
            let mut items = client.items_between(DescribeTelCdr::new(1, start, start), start, end);
            items = items.window(Duration::from_secs(10 * 86_400)).in_flight(2);
            while let Some(item) = $next!(items) {
                item.expect("an item");
                seen.insert(items.progress().to_string());
            }
            assert_eq!(seen.first().map(String::as_str), Some("window 1 of 2, page 1 of 18"));
            assert_eq!(seen.iter().filter(|at| at.starts_with("window 2 of 2")).count(), 18, "{seen:?}");
        }
    };
}

mod asynchronous {
    macro_rules! next {
        ($items:expr) => {
            runtime().block_on($items.next())
        };
    }

    /// One for all: connections must not outlive the runtime that made them.
    fn runtime() -> &'static tokio::runtime::Runtime {
        static RUNTIME: std::sync::OnceLock<tokio::runtime::Runtime> = std::sync::OnceLock::new();
        RUNTIME.get_or_init(|| {
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime")
        })
    }

    tests!(ccc_api::Client, next);
}

mod blocking {
    macro_rules! next {
        ($items:expr) => {
            $items.next()
        };
    }

    tests!(ccc_api::blocking::Client, next);
}

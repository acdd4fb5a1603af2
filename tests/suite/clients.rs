//! The generated operations through both clients, against a call center on a loopback.

#[path = "../../runtime/tests/server/mod.rs"]
mod server;

use std::time::Duration;

use ccc_api::aliyun::{v2017_07_05, v2020_07_01};
use ccc_api::tencent::v2020_02_10::DescribeTelCdr;
use ccc_api::{Credentials, Endpoint, RetryPolicy, Timestamp};
use server::Server;
use server::records::{BEGIN, DAY, Rules, ids, serve, spread};

const COUNT: usize = 500;
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
            .read_timeout(Duration::from_millis(300))
            .build()
            .expect("a client")
    };
}

macro_rules! tests {
    ($client:ty, $next:ident) => {
        use super::*;

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
        fn items_of_every_paged_operation() {
            let (server, expected) = center(true);
            let client = client!($client, &server);
            let request = v2017_07_05::ListCallDetailRecords::new("i", 1, 20);
            assert_eq!(collect!(client.items(request), contact_id), expected);
            let request = v2017_07_05::ListRecentCallRecords::new("i", 1, 50);
            assert_eq!(collect!(client.items(request), contact_id), expected);
            let request = v2020_07_01::ListCallDetailRecords::new(1, 20, "i");
            assert_eq!(collect!(client.items(request.clone().sort_order("ASC")), contact_id), expected);
            // Newest first, unless asked otherwise.
            let reversed: Vec<_> = expected.iter().rev().cloned().collect();
            assert_eq!(collect!(client.items(request), contact_id), reversed);
            let (start, end) = period();
            let request = DescribeTelCdr::new(start, end, 1, 20, 0);
            assert_eq!(collect!(client.items(request), session_id), expected);
        }

        #[test]
        fn periods_longer_than_a_window() {
            let (server, expected) = center(false);
            let reversed: Vec<_> = expected.iter().rev().cloned().collect();
            let client = client!($client, &server);
            let ((start, end), week) = (period(), Duration::from_secs(7 * 86_400));
            for in_flight in [1, 3] {
                // Seven days, as the page says.
                let request = v2017_07_05::ListCallDetailRecords::new("i", 1, 50);
                let items = client.items_between(request, start, end).in_flight(in_flight);
                assert_eq!(collect!(items, contact_id), expected);
                let request = v2020_07_01::ListCallDetailRecords::new(1, 50, "i");
                let items = client.items_between(request, start, end).window(week).in_flight(in_flight);
                assert_eq!(collect!(items, contact_id), reversed);
                let request = v2020_07_01::ListCallDetailRecords::new(1, 50, "i").sort_order("ASC");
                let items = client.items_between(request, start, end).window(week).in_flight(in_flight);
                assert_eq!(collect!(items, contact_id), expected);
                let request = DescribeTelCdr::new(start, start, 1, 50, 0);
                let items = client.items_between(request, start, end).window(week).in_flight(in_flight);
                assert_eq!(collect!(items, session_id), expected);
            }
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

//! Pages and items of both clients, against a call center that fails one time in ten.
#![cfg(any(feature = "reqwest", feature = "ureq"))]

mod emitted;
mod server;

use std::time::Duration;

use emitted::paged::{Record2017, Record2020, Records2017, TelCdr, records_2020, tel_cdrs};
use server::records::{BEGIN, DAY, Rules, ids, serve, spread};
use server::{Answer, Server};
use spectable_runtime::{Credentials, Endpoint, Error, RetryPolicy, Timestamp, Token, client};

const COUNT: usize = 3_334;
const DAYS: i64 = 40;

fn begin() -> Timestamp {
    Timestamp::from_millis(BEGIN)
}

fn end() -> Timestamp {
    Timestamp::from_millis(BEGIN + DAYS * DAY)
}

fn policy() -> RetryPolicy {
    RetryPolicy::default().max_tries(8).delays(Duration::from_millis(1), Duration::from_millis(5))
}

/// A record of whichever API.
trait Record {
    fn contact_id(self) -> Option<String>;
}

macro_rules! records {
    ($($name:ident),*) => {
        $(impl Record for $name {
            fn contact_id(self) -> Option<String> {
                self.contact_id
            }
        })*
    };
}

records!(Record2017, Record2020, TelCdr);

fn id(record: impl Record) -> String {
    record.contact_id().unwrap()
}

macro_rules! builder {
    ($client:ty, $server:expr) => {
        builder!($client, $server, 20_000)
    };
    ($client:ty, $server:expr, $read_timeout:literal) => {
        <$client>::builder(Credentials::new("id", "s3cret").with_token("t0ken"))
            .endpoint(Endpoint::url(&$server.url).unwrap().with_region("cn-shanghai"))
            .retry(policy())
            .read_timeout(Duration::from_millis($read_timeout))
            .build()
            .unwrap()
    };
}

/// The same tests for both clients; `$wait` waits for what is asynchronous.
macro_rules! tests {
    ($client:ty, $collect:ident, $wait:ident) => {
        use super::*;

        fn faulty() -> (server::Server, $client, Vec<String>) {
            let records = spread(COUNT, DAYS);
            let expected = ids(&records);
            let server = serve(records, Rules { faults: true, ..Rules::default() });
            let client = builder!($client, server, 150);
            (server, client, expected)
        }

        #[test]
        fn items_come_once_and_in_order_under_faults() {
            let (server, client, expected) = faulty();
            assert_eq!($collect!(client.items(Records2017::new("i").page_size(20))), expected);
            let reversed: Vec<_> = expected.iter().rev().cloned().collect();
            assert_eq!($collect!(client.items(records_2020(40))), reversed);
            assert_eq!($collect!(client.items(tel_cdrs(20))), expected);
            println!("{} requests for {} items", server.count(), 3 * COUNT);
            assert!(server.count() > 5 * COUNT / 40 + 30, "there were faults");
        }

        #[test]
        fn windows_lose_and_double_nothing_under_faults() {
            let (server, client, expected) = faulty();
            let reversed: Vec<_> = expected.iter().rev().cloned().collect();
            for in_flight in [1, 4] {
                let items = client.items_between(Records2017::new("i").page_size(50), begin(), end());
                assert_eq!($collect!(items.in_flight(in_flight)), expected);
                let day = Duration::from_secs(86_400);
                let items = client.items_between(records_2020(50), begin(), end());
                assert_eq!($collect!(items.window(day).in_flight(in_flight)), reversed);
                let items = client.items_between(tel_cdrs(50), begin(), end());
                assert_eq!($collect!(items.window(day).in_flight(in_flight)), expected);
            }
            println!("{} requests", server.count());
        }

        #[test]
        fn the_end_may_be_excluded_by_the_server() {
            let mut records = spread(500, DAYS);
            // That moment is outside, then.
            records.retain(|(_, time)| *time < BEGIN + DAYS * DAY);
            let expected = ids(&records);
            let server = serve(records, Rules { end_included: false, ..Rules::default() });
            let client = builder!($client, server);
            let items = client.items_between(Records2017::new("i").page_size(50), begin(), end()).in_flight(3);
            assert_eq!($collect!(items), expected);
        }

        /// What does not fit on a page is no sign that there is nothing behind it.
        #[test]
        fn a_page_that_does_not_fit_is_not_the_last() {
            // Three pages of two: what the second one says, whether the first one states the total, and what arrives.
            let cases = [
                (r#"{"List": "x"}"#, true, "1 2 5 6"),
                (r#""x""#, true, "1 2 5 6"),
                (r#"{"List": ["x", {"ContactId": "4"}]}"#, true, "1 2 4 5 6"),
                (r#"{"List": ["x", {"ContactId": "4"}]}"#, false, "1 2 4 5 6"),
                (r#"{"List": ["x", 7]}"#, false, "1 2 5 6"),
            ];
            for (second, has_total, expected) in cases {
                let server = Server::start(move |asked| {
                    let list = |total: &str, ids: [u32; 2]| {
                        let [one, two] = ids.map(|id| format!("{{\"ContactId\": {id}}}"));
                        format!("{{{total} \"List\": [{one}, {two}]}}")
                    };
                    let query = format!("{}&{}", asked.query, String::from_utf8_lossy(&asked.body));
                    let of = |number: u32| query.contains(&format!("PageNumber={number}"));
                    let records = match () {
                        () if of(1) => list(if has_total { "\"TotalCount\": 6," } else { "" }, [1, 2]),
                        () if of(2) => second.to_owned(),
                        () if of(3) => list("", [5, 6]),
                        () => "{}".to_owned(),
                    };
                    Answer::json(format!("{{\"RequestId\": \"r\", \"CallDetailRecords\": {records}}}"))
                });
                let client = builder!($client, server);
                assert_eq!($collect!(client.items(Records2017::new("i").page_size(2))).join(" "), expected, "{second}");
            }
        }

        #[test]
        fn pages_without_items_are_refused() {
            let server = Server::start(|_| Answer::json(r#"{"RequestId": "r"}"#));
            let client = builder!($client, server);
            let refused = $wait!(client.items(Records2017::new("i").page_size(0)).next()).unwrap().unwrap_err();
            assert_eq!(refused.to_string(), "not sent: ListRecords: PageSize is 0, allowed is 1..");
            assert_eq!(server.count(), 0);
        }

        #[test]
        fn goes_on_from_stored_tokens() {
            let (_server, client, expected) = faulty();
            for in_flight in [1, 3] {
                let mut items = client.items_between(Records2017::new("i").page_size(50), begin(), end()).in_flight(in_flight);
                let mut tokens = vec![(0, items.token().to_string())];
                let mut seen = 0;
                while let Some(item) = $wait!(items.next()) {
                    item.unwrap();
                    seen += 1;
                    // Not at round numbers only: within pages, at their ends, at seams.
                    if seen % 173 == 0 || seen == COUNT {
                        tokens.push((seen, items.token().to_string()));
                    }
                }
                assert!(tokens.len() >= 20, "{}", tokens.len());
                for (seen, token) in tokens {
                    let token: Token = token.parse().unwrap();
                    let items = client.items_between(Records2017::new("i").page_size(50), begin(), end());
                    let rest = $collect!(items.in_flight(in_flight).resume(&token).unwrap());
                    assert_eq!(rest, expected[seen..], "from {seen}");
                }
            }
        }

        #[test]
        fn windows_too_full_for_their_pages_are_halved() {
            let records = spread(1_200, DAYS);
            let (expected, reversed) = (ids(&records), ids(&records).into_iter().rev().collect::<Vec<_>>());
            let server = serve(records.clone(), Rules::default());
            let client = builder!($client, server);
            // A hundred pages of two: 200 of the 1,200 records are in reach at a time.
            let newest = records_2020(2);
            let oldest = newest.clone().sort_order("ASC");
            for (request, expected) in [(newest, &reversed), (oldest, &expected)] {
                for in_flight in [1, 3] {
                    let between = || client.items_between(request.clone(), begin(), end());
                    let mut items = between().window(Duration::from_secs(25 * 86_400)).in_flight(in_flight);
                    let (mut seen, mut tokens) = (Vec::new(), Vec::new());
                    while let Some(item) = $wait!(items.next()) {
                        seen.push(id(item.unwrap()));
                        if seen.len() % 307 == 0 {
                            tokens.push((seen.len(), items.token().to_string()));
                        }
                    }
                    assert_eq!(seen, *expected);
                    for (seen, token) in tokens {
                        let rest = between().in_flight(in_flight).resume(&token.parse().unwrap()).unwrap();
                        assert_eq!($collect!(rest), expected[seen..], "from {seen}");
                    }
                }
            }
            // The server may count the end out.
            let records: Vec<_> = records.into_iter().filter(|(_, time)| *time < BEGIN + DAYS * DAY).collect();
            let expected: Vec<_> = ids(&records).into_iter().rev().collect();
            let server = serve(records, Rules { end_included: false, ..Rules::default() });
            let client = builder!($client, server);
            assert_eq!($collect!(client.items_between(records_2020(2), begin(), end())), expected);
        }

        #[test]
        fn a_total_without_items_is_an_end() {
            let server = Server::start(|_| Answer::json(r#"{"Data":{"TotalCount":1000000,"List":[]}}"#));
            let client = builder!($client, server);
            // Halving down to the millisecond would ask for ever.
            let items = client.items_between(records_2020(2), begin(), end());
            assert_eq!($collect!(items), Vec::<String>::new());
            assert!(server.count() < 40, "{}", server.count());
        }

        #[test]
        fn a_moment_with_too_many_items_is_an_error() {
            let at = |index: i64, time| (format!("contact-{index:05}"), BEGIN + time);
            // 200 can be had, of 300 in one millisecond.
            let records: Vec<_> = (0..50).map(|index| at(index, 10)).chain((50..350).map(|index| at(index, 20_000))).collect();
            let expected = ids(&records);
            let server = serve(records, Rules::default());
            let client = builder!($client, server);
            let request = records_2020(2).sort_order("ASC");
            let mut items = client.items_between(request.clone(), begin(), end());
            let mut seen = Vec::new();
            let error = loop {
                match $wait!(items.next()).unwrap() {
                    Ok(item) => seen.push(id(item)),
                    Err(error) => break error,
                }
            };
            assert_eq!(seen, expected[..250]);
            let moment = BEGIN + 20_000;
            assert_eq!(
                error.to_string(),
                format!(
                    "not all of the 300 items can be had: PageNumber is at most 100, and the period from {} to {moment} ms is the shortest; filter by something else too",
                    moment - 1
                )
            );
            assert!(!error.is_retryable() && matches!(error, Error::TooManyItems(_)));
            // Without a period there is nothing to cut.
            let mut items = client.items(request);
            let error = loop {
                if let Err(error) = $wait!(items.next()).unwrap() { break error }
            };
            let text = "not all of the 350 items can be had: PageNumber is at most 100; ask for a shorter period or for larger pages, or filter";
            assert_eq!((error.to_string(), items.progress().items), (text.to_owned(), 200));
        }

        #[test]
        fn items_without_a_time_come_once_too() {
            let server = server::Server::start(|asked| {
                // Every window has the call that nobody timed, and one of its own.
                let start = &server::records::parameters(asked)["StartTime"];
                let own = format!(r#"{{"ContactId":"{start}","StartTime":{}}}"#, start.parse::<i64>().unwrap() + 1);
                let list = format!(r#"[{{"ContactId":"untimed"}},{own}]"#);
                server::Answer::json(format!(r#"{{"CallDetailRecords":{{"TotalCount":2,"List":{list}}}}}"#))
            });
            let client = builder!($client, server);
            let day = |day: i64| Timestamp::from_millis(BEGIN + day * DAY);
            let seen = $collect!(client.items_between(Records2017::new("i").page_size(10), day(0), day(21)).in_flight(2));
            let own = |week: i64| (BEGIN + week * 7 * DAY).to_string();
            assert_eq!(seen, ["untimed".to_owned(), own(0), own(1), own(2)]);
        }

        #[test]
        fn what_was_begun_keeps_its_windows() {
            let records = spread(300, DAYS);
            let expected = ids(&records);
            let server = serve(records, Rules::default());
            let client = builder!($client, server);
            let between = || client.items_between(Records2017::new("i").page_size(10), begin(), end());
            let hour = Duration::from_secs(3600);
            let mut items = between();
            for _ in 0..105 {
                $wait!(items.next()).unwrap().unwrap();
            }
            let token = items.token();
            assert_eq!($collect!(between().resume(&token).unwrap().window(hour)), expected[105..]);
            assert_eq!($collect!(items.window(hour)), expected[105..]);
            // Back to where a token was taken, with the stream that gave it.
            let mut items = between().resume(&token).unwrap();
            for _ in 0..50 {
                $wait!(items.next()).unwrap().unwrap();
            }
            assert_eq!($collect!(items.resume(&token).unwrap()), expected[105..]);
        }

        #[test]
        fn goes_on_after_every_error() {
            let records = spread(COUNT, DAYS);
            let expected = ids(&records);
            let server = serve(records, Rules { faults: true, ..Rules::default() });
            let client = <$client>::builder(Credentials::new("id", "s3cret"))
                .endpoint(Endpoint::url(&server.url).unwrap())
                .retry(RetryPolicy::none())
                .read_timeout(Duration::from_millis(150))
                .build()
                .unwrap();
            for in_flight in [1, 3] {
                let between = || client.items_between(tel_cdrs(30), begin(), end());
                let day = Duration::from_secs(86_400);
                let (mut seen, mut errors) = (Vec::new(), 0);
                let mut items = between().window(day).in_flight(in_flight);
                loop {
                    match $wait!(items.next()) {
                        Some(Ok(item)) => seen.push(id(item)),
                        Some(Err(error)) => {
                            assert!(error.is_retryable(), "{error}");
                            errors += 1;
                            assert!($wait!(items.next()).is_none(), "it ends after an error");
                            let token: Token = items.token().to_string().parse().unwrap();
                            items = between().in_flight(in_flight).resume(&token).unwrap();
                        }
                        None => break,
                    }
                }
                assert_eq!(seen, expected);
                assert!(errors > 5, "{errors} errors");
            }
        }

        #[test]
        fn pages_tell_how_far_they_are() {
            let server = serve(spread(250, 3), Rules::default());
            let client = builder!($client, server);
            let mut pages = client.pages(Records2017::new("i"));
            let mut seen = Vec::new();
            while let Some(page) = $wait!(pages.next()) {
                let page = page.unwrap();
                assert_eq!(page.output.request_id.as_deref(), Some("r"));
                seen.push((page.items.len(), page.progress.to_string()));
            }
            let page = |items, text: &str| (items, text.to_owned());
            assert_eq!(seen, [page(100, "page 1 of 3"), page(100, "page 2 of 3"), page(50, "page 3 of 3")]);
            assert_eq!(server.count(), 3);
            assert_eq!(pages.progress().items, 250);

            let mut pages = client.pages_between(Records2017::new("i"), begin(), end());
            let first = $wait!(pages.next()).unwrap().unwrap();
            assert_eq!(first.progress.to_string(), "window 1 of 6, page 1 of 3");
        }

        #[test]
        fn ends_right() {
            // Nothing there: one request.
            let server = serve(vec![], Rules::default());
            let client = builder!($client, server);
            assert!($collect!(client.items(tel_cdrs(100))).is_empty());
            assert_eq!(server.count(), 1);
            // A whole number of pages: the total says that there is no other.
            let server = serve(spread(200, 3), Rules::default());
            let client = builder!($client, server);
            assert_eq!($collect!(client.items(Records2017::new("i"))).len(), 200);
            assert_eq!(server.count(), 2);
            // Fewer items a page than were asked for, but a total that says that there are more.
            let server = serve(spread(200, 3), Rules { most: 30, ..Rules::default() });
            let client = builder!($client, server);
            assert_eq!($collect!(client.items(Records2017::new("i"))).len(), 200);
            assert_eq!(server.count(), 7);
        }

        #[test]
        fn a_token_fits_its_request_only() {
            let server = serve(vec![], Rules::default());
            let client = builder!($client, server);
            let token = client.items(Records2017::new("i")).token();
            assert!(client.items(Records2017::new("i")).resume(&token).is_ok());
            assert!(client.items(Records2017::new("other")).resume(&token).is_err());
            assert!(client.items(Records2017::new("i").page_size(50)).resume(&token).is_err());
            assert!(client.items(records_2020(100)).resume(&token).is_err());
            assert!(client.items_between(Records2017::new("i"), begin(), end()).resume(&token).is_err());
        }
    };
}

#[cfg(feature = "ureq")]
mod blocking {
    macro_rules! collect {
        ($items:expr) => {
            $items.map(|item| id(item.unwrap())).collect::<Vec<_>>()
        };
    }
    macro_rules! wait {
        ($value:expr) => {
            $value
        };
    }
    tests!(client::ureq::Client, collect, wait);
}

#[cfg(feature = "reqwest")]
mod asynchronous {
    use std::sync::LazyLock;

    use tokio::runtime::{Builder, Runtime};

    static RUNTIME: LazyLock<Runtime> =
        LazyLock::new(|| Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap());

    macro_rules! collect {
        ($items:expr) => {{
            use futures_util::StreamExt;
            // On another task, so that it is known to be `Send`.
            let items = $items.map(|item| id(item.unwrap()));
            RUNTIME.block_on(RUNTIME.spawn(items.collect::<Vec<_>>())).unwrap()
        }};
    }
    macro_rules! wait {
        ($value:expr) => {
            RUNTIME.block_on($value)
        };
    }
    tests!(client::reqwest::Client, collect, wait);

    /// `next` may be dropped while it waits, as in `select!`: what was on its way is not lost.
    #[test]
    fn next_may_be_cancelled() {
        use super::*;

        let records = spread(200, 21);
        let expected = ids(&records);
        let server = serve(records, Rules { pause: Duration::from_millis(5), ..Rules::default() });
        let client = builder!(client::reqwest::Client, server);
        let start = Timestamp::from_millis(BEGIN);
        let end = Timestamp::from_millis(BEGIN + 21 * DAY);
        for in_flight in [1, 3] {
            let mut items = client.items_between(Records2017::new("i").page_size(10), start, end).in_flight(in_flight);
            let (seen, cancelled) = RUNTIME.block_on(async {
                let (mut seen, mut cancelled) = (Vec::new(), 0);
                loop {
                    match tokio::time::timeout(Duration::from_millis(1), items.next()).await {
                        Ok(Some(item)) => seen.push(id(item.unwrap())),
                        Ok(None) => break (seen, cancelled),
                        Err(_) => cancelled += 1,
                    }
                }
            });
            assert_eq!(seen, expected);
            assert!(cancelled > 5, "{cancelled}");
        }
    }
}

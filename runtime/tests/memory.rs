//! The most memory that answers take which were made to take much: a binary of its own, since the allocator counts.

mod emitted;
#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod server;

use emitted::ListCallDetailRecords;
use http::Response;
use peak_alloc::PeakAlloc;
use spectable_runtime::{Context, Credentials, Endpoint, Timestamp};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const MIB: usize = 1 << 20;
/// What the clients read of an answer.
const BODY: usize = 8 * MIB;
/// A list that grows has its old half and its new whole in memory: thrice the 32 MiB that items may take, and the body.
const LIMIT: usize = 120 * MIB;

/// A document of 8 MiB: a beginning, and pieces that differ where they have an `@`.
fn fill(start: &str, piece: &str, end: &str) -> String {
    let mut out = String::with_capacity(BODY + piece.len() + end.len() + 16);
    out.push_str(start);
    if piece.contains('@') {
        for count in 0.. {
            out.push_str(&piece.replace('@', &format!("{count:x}")));
            if out.len() >= BODY {
                break;
            }
        }
    } else {
        out.push_str(&piece.repeat((BODY - start.len()).div_ceil(piece.len())));
    }
    out.truncate(out.trim_end_matches(',').len());
    out.push_str(end);
    out
}

fn hostile() -> Vec<(&'static str, String)> {
    const LIST: &str = r#"{"CallDetailRecords":{"List":["#;
    vec![
        ("empty items", fill(LIST, "{},", "]}}")),
        ("items within items", fill(LIST, r#"{"Agents":[{},{},{},{}]},"#, "]}}")),
        ("one item with many", fill(r#"{"CallDetailRecords":{"List":[{"Agents":["#, "{},", "]}]}}")),
        ("empty texts", fill(r#"{"CallDetailRecords":{"List":[{"Phones":["#, r#""","#, "]}]}}")),
        ("numbers", fill(r#"{"CallDetailRecords":{"List":[{"Codes":["#, "1,", "]}]}}")),
        ("lists of anything", fill(r#"{"CallDetailRecords":{"List":[{"Extra":["#, "[],", "]}]}}")),
        ("numbers of anything", fill(r#"{"CallDetailRecords":{"List":[{"Extra":["#, "1,", "]}]}}")),
        ("members of anything", fill(r#"{"CallDetailRecords":{"List":[{"Extra":{"#, r#""@":1,"#, "}}]}}")),
        ("a map", fill(r#"{"CallDetailRecords":{"List":[{"Labels":{"#, r#""@":1,"#, "}}]}}")),
        ("lists in the envelope", fill(r#"{"Message":["#, "[],", "]}")),
        ("names that nobody documented", fill("{", r#""@":1,"#, "}")),
        ("a text", fill(r#"{"Message":""#, "a", r#""}"#)),
        ("brackets", fill("{\"Code\":", "[", "")),
        ("elements", fill("<a>", "<b/>", "</a>")),
        (
            "items in XML",
            fill("<a><CallDetailRecords><List>", "<CallDetailRecord/>", "</List></CallDetailRecords></a>"),
        ),
        ("not UTF-8", fill("\u{feff}{\"Code\":\"", "é", "")),
    ]
}

/// The peak while `run` runs, over what was there before it.
fn peak<T>(run: impl FnOnce() -> T) -> (usize, T) {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let result = run();
    (MEMORY.peak_usage().saturating_sub(before), result)
}

// One test: what runs beside it would be counted too.
#[test]
fn hostile_answers_take_little_memory() {
    let credentials = Credentials::new("id", "s3cret");
    let endpoint = Endpoint::region("cn-shanghai");
    let context = Context::new(&credentials, &endpoint, Timestamp::from_secs(0), "nonce");
    let mut worst = 0;
    for (name, body) in hostile() {
        let answer = Response::new(body.as_bytes());
        let (used, result) = peak(|| context.response::<ListCallDetailRecords, _>(&answer));
        let end = result.map_or_else(|error| error.to_string(), |_| "decoded".to_owned());
        let end: String = end.chars().take(200).collect();
        println!("{name}: {} KiB; {end}", used / 1024);
        assert!(used < LIMIT, "{name}: {used} bytes; {end}");
        worst = worst.max(used);
    }
    println!("at most {} KiB for a body of {} KiB", worst / 1024, BODY / 1024);

    #[cfg(any(feature = "reqwest", feature = "ureq"))]
    over_the_wire();
}

/// A hundred megabytes of text, and bombs: no more is read than the limit.
#[cfg(any(feature = "reqwest", feature = "ureq"))]
fn over_the_wire() {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};
    use server::{Answer, Server};
    use spectable_runtime::{RetryPolicy, TransportKind, client};

    let gzip = |piece: &[u8], times: usize| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(b"{\"Code\":\"").unwrap();
        (0..times).for_each(|_| encoder.write_all(piece).unwrap());
        encoder.finish().unwrap()
    };
    let bomb = gzip(&vec![b' '; 1 << 16], 1_600);
    let items = gzip(&b"{},".repeat(1 << 14), 2_000);
    let server = Server::start(move |asked| match asked.index % 3 {
        0 => Answer::Long(b"{\"Code\":\"".to_vec(), vec![b'a'; 1 << 16], 1_600),
        index => {
            let body = if index == 1 { bomb.clone() } else { items.clone() };
            Answer::Whole(200, vec![("content-encoding", "gzip".to_owned())], body)
        }
    });
    let request = ListCallDetailRecords::new("i").page_number(1).page_size(10);
    let check = |name: &str, used: usize, error: spectable_runtime::Error| {
        println!("{name}: {} KiB; {error}", used / 1024);
        assert!(
            matches!(&error, spectable_runtime::Error::Transport(error) if error.kind == TransportKind::TooLarge),
            "{error:?}"
        );
        assert!(used < LIMIT, "{name}: {used} bytes");
    };
    let endpoint = Endpoint::url(&server.url).unwrap();
    #[cfg(feature = "ureq")]
    {
        let client = client::ureq::Client::builder(Credentials::new("id", "s3cret")).endpoint(endpoint.clone());
        let client = client.retry(RetryPolicy::none()).build().unwrap();
        for what in ["text", "bomb", "bomb of items"] {
            let (used, result) = peak(|| client.send(&request));
            check(&format!("ureq, {what}"), used, result.unwrap_err());
        }
    }
    #[cfg(feature = "reqwest")]
    {
        let client = client::reqwest::Client::builder(Credentials::new("id", "s3cret")).endpoint(endpoint);
        let client = client.retry(RetryPolicy::none()).build().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        for what in ["text", "bomb", "bomb of items"] {
            let (used, result) = peak(|| runtime.block_on(client.send(&request)));
            check(&format!("reqwest, {what}"), used, result.unwrap_err());
        }
    }
}

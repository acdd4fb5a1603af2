//! Requests signed a second, and what a client costs over a bare call of the same bytes.
//!
//! `cargo bench -p spectable-runtime --features reqwest,ureq --bench calls`. Medians of alternating calls, so that a busy
//! machine slows all sides. `bare` only fetches the bytes; the peer decodes the same fields with `serde_json` too, which is
//! what a caller of the bare library has to do; `client` signs, fetches, tells success from failure and decodes.

#[path = "../tests/emitted/mod.rs"]
mod emitted;
#[path = "../tests/server/mod.rs"]
mod server;

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use emitted::paged::{Records2017, Records2020, tel_cdrs};
use serde::Deserialize;
use server::{Answer, Server};
use spectable_runtime::{Context, Credentials, Endpoint, Request, RetryPolicy, Timestamp, client};

const ROUNDS: usize = 400;

/// A page of 100 records of about 600 bytes each, as the 2017 API has them.
fn page() -> String {
    let mut out = String::from(
        r#"{"Success":true,"Code":"OK","RequestId":"r","HttpStatusCode":200,"CallDetailRecords":{"TotalCount":100,"PageNumber":1,"PageSize":100,"List":{"CallDetailRecord":["#,
    );
    for index in 0..100 {
        let comma = if index > 0 { "," } else { "" };
        let _ = write!(
            out,
            r#"{comma}{{"ContactId":"contact-{index:010}","StartTime":15324480{index:05},"InstanceId":"9cfad875-6260-4a53-ab6e-b13e3fb31f7d","ContactType":"Inbound","ContactDisposition":"Success","CallingNumber":"0571123{index:05}","CalledNumber":"0571765{index:05}","Duration":{index},"Satisfaction":5,"Agents":{{"CallDetailAgent":[{{"AgentId":"9007199254740993","AgentName":"agent","SkillGroupName":"group","QueueTime":3,"RingTime":4,"StartTime":1532448000000,"TalkTime":17}}]}},"Recordings":{{"Recording":[{{"FileName":"file-{index}.wav","FilePath":"/records/2018/07/25/file-{index}.wav","Duration":{index}}}]}}}}"#
        );
    }
    out.push_str("]}}}");
    out
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e6
}

fn time<T>(call: impl FnOnce() -> T) -> Duration {
    let began = Instant::now();
    black_box(call());
    began.elapsed()
}

fn signing<R: Request>(name: &str, request: &R, credentials: &Credentials) {
    let endpoint = Endpoint::region("cn-shanghai");
    let (began, mut count) = (Instant::now(), 0_u32);
    while began.elapsed() < Duration::from_millis(500) {
        for _ in 0..100 {
            let context = Context::new(credentials, &endpoint, Timestamp::from_secs(1_705_307_400), "nonce");
            black_box(context.request(black_box(request)).expect("it is valid"));
        }
        count += 100;
    }
    let each = began.elapsed().as_secs_f64() / f64::from(count);
    println!("signed, {name}: {:.0} a second ({:.1} us)", 1.0 / each, each * 1e6);
}

/// The fields that the client decodes.
#[derive(Deserialize)]
#[allow(dead_code)]
struct Peer {
    #[serde(rename = "Success")]
    success: Option<bool>,
    #[serde(rename = "Code")]
    code: Option<String>,
    #[serde(rename = "RequestId")]
    request_id: Option<String>,
    #[serde(rename = "CallDetailRecords")]
    records: PeerRecords,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct PeerRecords {
    #[serde(rename = "TotalCount")]
    total: Option<i32>,
    #[serde(rename = "List")]
    list: PeerList,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct PeerList {
    #[serde(rename = "CallDetailRecord")]
    records: Vec<PeerRecord>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct PeerRecord {
    #[serde(rename = "ContactId")]
    id: Option<String>,
    #[serde(rename = "StartTime")]
    start: Option<i64>,
}

fn peer(bytes: &[u8]) -> Peer {
    serde_json::from_slice(bytes).expect("a page")
}

fn report(name: &str, wait: Duration, [bare, peer, ours]: [Vec<Duration>; 3], own: f64) {
    let (bare, peer, ours) = (median(bare), median(peer), median(ours));
    let percent = |more: f64, of: f64| (more - of) / of * 100.0;
    println!(
        "{name}, server takes {wait:?}: bare {bare:.0} us, peer {peer:.0} us, client {ours:.0} us: {:+.1} % over bare, \
         {:+.1} % over the peer; without decoding {:+.0} us, {:+.1} % over bare",
        percent(ours, bare),
        percent(ours, peer),
        ours - own - bare,
        percent(ours - own, bare)
    );
}

fn main() {
    let credentials = Credentials::new("id", "secret");
    let old = Records2017::new("9cfad875-6260-4a53-ab6e-b13e3fb31f7d").page_number(1).page_size(100);
    signing("Alibaba v1", &old, &credentials);
    signing(
        "ACS3",
        &Records2020::new("9cfad875-6260-4a53-ab6e-b13e3fb31f7d").page_number(1).page_size(100),
        &credentials,
    );
    signing("TC3", &tel_cdrs(100), &credentials);

    let body = page();
    println!("a page has {} bytes", body.len());
    let decode: Vec<_> = (0..ROUNDS).map(|_| time(|| Records2017::decode_json(body.as_bytes()))).collect();
    let decode = median(decode);
    let others: Vec<_> = (0..ROUNDS).map(|_| time(|| peer(body.as_bytes()))).collect();
    println!("decoding alone: {decode:.0} us, with serde_json {:.0} us", median(others));
    for wait in [Duration::ZERO, Duration::from_millis(5), Duration::from_millis(30)] {
        let rounds = if wait > Duration::from_millis(10) { ROUNDS / 4 } else { ROUNDS };
        let answer = body.clone();
        let server = Server::start(move |_| {
            std::thread::sleep(wait);
            Answer::json(answer.clone())
        });
        let endpoint = Endpoint::url(&server.url).expect("a loopback address");
        let sign = || {
            let context = Context::new(&credentials, &endpoint, Timestamp::from_secs(1_705_307_400), "nonce");
            context.request(&old).expect("it is valid")
        };

        let bare = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(60))).build().new_agent();
        let client = client::ureq::Client::builder(credentials.clone())
            .endpoint(endpoint.clone())
            .retry(RetryPolicy::none())
            .build()
            .expect("a client");
        let mut times = [const { Vec::new() }; 3];
        let signed = sign();
        let fetch = || bare.run(signed.clone()).expect("an answer").into_body().read_to_vec().expect("a body");
        for _ in 0..rounds {
            times[0].push(time(fetch));
            times[1].push(time(|| peer(&fetch())));
            times[2].push(time(|| client.send(&old).expect("a page")));
        }
        report("ureq", wait, times, decode);

        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let bare = reqwest::Client::builder().timeout(Duration::from_secs(60)).build().expect("a client");
        let client = client::reqwest::Client::builder(credentials.clone())
            .endpoint(endpoint.clone())
            .retry(RetryPolicy::none())
            .build()
            .expect("a client");
        let mut times = [const { Vec::new() }; 3];
        runtime.block_on(async {
            let fetch = async || {
                let request: reqwest::Request = signed.clone().try_into().expect("a URL");
                bare.execute(request).await.expect("an answer").bytes().await.expect("a body")
            };
            for _ in 0..rounds {
                let began = Instant::now();
                black_box(fetch().await);
                times[0].push(began.elapsed());
                let began = Instant::now();
                black_box(peer(&fetch().await));
                times[1].push(began.elapsed());
                let began = Instant::now();
                black_box(client.send(&old).await.expect("a page"));
                times[2].push(began.elapsed());
            }
        });
        report("reqwest", wait, times, decode);
    }
}

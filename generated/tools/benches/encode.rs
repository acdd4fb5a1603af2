//! What a request costs: its JSON, and the signed HTTP request, beside the same written by hand with `serde_json` and `hmac`.
//!
//! `cargo bench -p ccc-api --features bench --bench encode`. More in [`measure`].

mod measure;

use std::hint::black_box;

use ccc_api::tencent::v2020_02_10::DescribeTelCdr;
use ccc_api::{Context, Credentials, Endpoint, Request, Timestamp};
use hmac::{Hmac, KeyInit, Mac};
use measure::Group;
use serde::Serialize;
use sha2::{Digest, Sha256};

const HOST: &str = "ccc.tencentcloudapi.com";

/// The parameters of `DescribeTelCdr`, as somebody would write them.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Peer {
    start_time_stamp: i64,
    end_time_stamp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    sdk_app_id: i64,
    page_size: i64,
    page_number: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    phones: Option<Vec<String>>,
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// `TC3-HMAC-SHA256`, straight through.
fn sign(body: Vec<u8>, time: Timestamp, id: &str, secret: &str) -> http::Request<Vec<u8>> {
    let text = time.to_string();
    let date = text.get(..10).expect("a date");
    let hash = hex(&Sha256::digest(&body));
    let signed = "content-type;host";
    let canonical = format!("POST\n/\n\ncontent-type:application/json\nhost:{HOST}\n\n{signed}\n{hash}");
    let scope = format!("{date}/ccc/tc3_request");
    let seconds = time.as_secs();
    let to_sign = format!("TC3-HMAC-SHA256\n{seconds}\n{scope}\n{}", hex(&Sha256::digest(canonical)));
    let key = hmac(format!("TC3{secret}").as_bytes(), date.as_bytes());
    let key = hmac(&hmac(&key, b"ccc"), b"tc3_request");
    let signature = hex(&hmac(&key, to_sign.as_bytes()));
    let authorization =
        format!("TC3-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders={signed}, Signature={signature}");
    http::Request::post(format!("https://{HOST}/"))
        .header("content-type", "application/json")
        .header("host", HOST)
        .header("x-tc-action", "DescribeTelCdr")
        .header("x-tc-version", "2020-02-10")
        .header("x-tc-timestamp", seconds)
        .header("authorization", authorization)
        .body(body)
        .expect("a request")
}

fn main() {
    let phones = Vec::from(["008613011110813".to_owned(), "008618801341452".to_owned()]);
    let (start, end) = (Timestamp::from_secs(1_705_307_400), Timestamp::from_secs(1_705_393_800));
    let peer = Peer {
        start_time_stamp: start.as_secs(),
        end_time_stamp: end.as_secs(),
        limit: None,
        offset: None,
        sdk_app_id: 1_400_000_000,
        page_size: 100,
        page_number: 0,
        phones: Some(phones.clone()),
    };
    let request = DescribeTelCdr::new(1_400_000_000, start, end).page_number(0).page_size(100).phones(phones);
    let (id, secret) = ("AKIDexample", "an example's secret");
    let credentials = Credentials::new(id, secret);
    let endpoint = Endpoint::url("https://ccc.tencentcloudapi.com").expect("a host");
    let time = Timestamp::from_secs(1_705_393_900);

    let bytes = request.to_json().len();
    let theirs: serde_json::Value = serde_json::to_value(&peer).expect("JSON");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&request.to_json()).expect("JSON"), theirs);
    measure::main(&["by hand", "ccc-api"], |_| {
        vec![
            Group {
                name: "JSON of a request".into(),
                bytes,
                records: 1,
                ways: vec![
                    Some(Box::new(|| drop(black_box(serde_json::to_string(black_box(&peer)).expect("JSON"))))),
                    Some(Box::new(|| drop(black_box(black_box(&request).to_json())))),
                ],
            },
            Group {
                name: "Signed request".into(),
                bytes,
                records: 1,
                ways: vec![
                    Some(Box::new(|| {
                        let body = serde_json::to_vec(black_box(&peer)).expect("JSON");
                        drop(black_box(sign(body, time, id, secret)));
                    })),
                    Some(Box::new(|| {
                        let context = Context::new(&credentials, &endpoint, time, "");
                        drop(black_box(context.request(black_box(&request)).expect("valid")));
                    })),
                ],
            },
        ]
    });
}

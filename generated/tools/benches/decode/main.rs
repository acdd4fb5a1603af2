//! What decoding costs: the emitted decoders beside structs written by hand for the same answers, and beside a pass that only skips.
//!
//! `cargo bench -p ccc-api --features bench --bench decode`: speeds as multiples of serde's into `String`, of
//! `serde_json` and of `quick-xml`. More in [`measure`].

#[path = "../measure/mod.rs"]
mod measure;
mod pages;
mod peers;

use std::hint::black_box;

use ccc_api::Request;
use ccc_api::{aliyun, tencent};
use measure::Group;
use serde::Deserialize;
use serde::de::IgnoredAny;

const WAYS: [&str; 9] = [
    "serde, String",
    "serde, &str",
    "sonic-rs, String",
    "sonic-rs, &str",
    "simd-json, String",
    "simd-json, &str",
    "skipping only",
    "ccc-api, String",
    "ccc-api, Cow",
];

fn main() {
    measure::main(&WAYS, |all| {
        let sizes: &[usize] = if all { &[100, 10_000] } else { &[100] };
        let of_size = |&records: &usize| {
            let name = |page: &str| format!("{page}, {records} records");
            [
                json::<aliyun::v2017_07_05::ListCallDetailRecords, Old>(
                    name("2017 JSON"),
                    records,
                    pages::old(records),
                ),
                json::<aliyun::v2020_07_01::ListCallDetailRecords, New>(
                    name("2020 JSON"),
                    records,
                    pages::new(records),
                ),
                json::<tencent::v2020_02_10::DescribeTelCdr, Tencent>(
                    name("Tencent JSON"),
                    records,
                    pages::tencent(records),
                ),
                xml(name("2017 XML"), records, pages::old_xml(records)),
            ]
        };
        sizes.iter().flat_map(of_size).collect()
    });
}

type Way = Option<Box<dyn Fn()>>;

/// The value is made and dropped.
fn way<T>(run: impl Fn() -> T + 'static) -> Way {
    Some(Box::new(move || {
        black_box(run());
    }))
}

/// The page stays for as long as the program runs.
fn keep(page: String) -> &'static str {
    page.leak()
}

/// An answer written by hand, with its text owned and borrowed.
trait Peer {
    type Owned: for<'de> Deserialize<'de>;
    type Borrowed<'de>: Deserialize<'de>;
}

struct Old;

impl Peer for Old {
    type Owned = peers::old::Output<String>;
    type Borrowed<'de> = peers::old::Output<&'de str>;
}

struct New;

impl Peer for New {
    type Owned = peers::new::Output<String>;
    type Borrowed<'de> = peers::new::Output<&'de str>;
}

struct Tencent;

impl Peer for Tencent {
    type Owned = peers::tencent::Envelope<String>;
    type Borrowed<'de> = peers::tencent::Envelope<&'de str>;
}

fn json<R: Request, P: Peer>(name: String, records: usize, page: String) -> Group<'static> {
    let bytes = keep(page).as_bytes();
    let ways = vec![
        way(move || serde_json::from_slice::<P::Owned>(black_box(bytes)).expect("a page")),
        way(move || serde_json::from_slice::<P::Borrowed<'_>>(black_box(bytes)).expect("a page")),
        way(move || sonic_rs::from_slice::<P::Owned>(black_box(bytes)).expect("a page")),
        way(move || sonic_rs::from_slice::<P::Borrowed<'_>>(black_box(bytes)).expect("a page")),
        // It works in place, which takes a copy.
        way(move || simd_json::from_slice::<P::Owned>(&mut black_box(bytes).to_vec()).expect("a page")),
        Some(Box::new(move || {
            let mut copy = black_box(bytes).to_vec();
            drop(black_box(simd_json::from_slice::<P::Borrowed<'_>>(&mut copy).expect("a page")));
        })),
        way(move || serde_json::from_slice::<IgnoredAny>(black_box(bytes)).expect("a page")),
        way(move || R::decode_json(black_box(bytes)).expect("a page")),
        way(move || R::decode_json_borrowed(black_box(bytes)).expect("a page")),
    ];
    Group { name, bytes: bytes.len(), records, ways }
}

fn xml(name: String, records: usize, page: String) -> Group<'static> {
    type Api = aliyun::v2017_07_05::ListCallDetailRecords;
    type Owned = <Old as Peer>::Owned;
    type Borrowed<'de> = <Old as Peer>::Borrowed<'de>;
    let page = keep(page);
    let bytes = page.as_bytes();
    let ways = vec![
        way(move || quick_xml::de::from_str::<Owned>(black_box(page)).expect("a page")),
        way(move || quick_xml::de::from_str::<Borrowed<'_>>(black_box(page)).expect("a page")),
        None,
        None,
        None,
        None,
        way(move || {
            let mut reader = quick_xml::Reader::from_str(black_box(page));
            while !matches!(reader.read_event().expect("a page"), quick_xml::events::Event::Eof) {}
        }),
        way(move || Api::decode_xml(black_box(bytes)).expect("a page")),
        way(move || Api::decode_xml_borrowed(black_box(bytes)).expect("a page")),
    ];
    Group { name, bytes: bytes.len(), records, ways }
}

//! Decodes a file as an answer, for `tests/scale/run`, which counts the steps that it takes.

use ccc_api::Request as _;
use ccc_api::aliyun::v2017_07_05::ListCallDetailRecords;

fn main() {
    let path = std::env::args().nth(1).unwrap_or_default();
    let bytes = std::fs::read(&path).unwrap_or_default();
    let mut undocumented = ccc_api::Undocumented::default();
    let read = if bytes.starts_with(b"<") {
        ListCallDetailRecords::decode_xml_reporting(&bytes, &mut undocumented)
            .map(|output| output.call_detail_records.list.len())
    } else {
        ListCallDetailRecords::decode_json_reporting(&bytes, &mut undocumented)
            .map(|output| output.call_detail_records.list.len())
    };
    println!("{read:?}, {} undocumented", undocumented.paths().count());
}

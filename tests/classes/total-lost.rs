// breaking paging-changed paging
//
// --- overrides/aliyun/desk/2021-03-04.yaml
//    why: The page does not say which time a period is compared with.
// +- operation: ListTickets
// +  paging: {number: PageNumber, size: PageSize, first: 1, items: Tickets}
// +  why: The case wants it.

use api::Paged;
use api::aliyun::v2021_03_04::ListTickets;

fn main() {
    let output = ListTickets::decode_json(br#"{"TotalCount": 1}"#).unwrap();
    assert_eq!(ListTickets::total(&output), Some(1));
}

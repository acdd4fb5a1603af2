// breaking paging-changed paging
//
// --- overrides/aliyun/desk/2021-03-04.yaml
//    why: The page does not say which time a period is compared with.
// +- operation: ListTickets
// +  paging: {number: PageNumber, size: PageSize, first: 0, total: TotalCount, items: Tickets}
// +  why: The case wants it.

use api::Request;
use api::aliyun::v2021_03_04::ListTickets;

fn main() {
    assert_eq!(ListTickets::OPERATION.paging.map(|paging| paging.first), Some(1));
}

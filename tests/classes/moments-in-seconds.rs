// breaking unit-changed request/StartTime
//
// --- overrides/aliyun/desk/2021-03-04.yaml
//    why: The page does not say which time a period is compared with.
// +- operation: ListTickets
// +  path: request/StartTime
// +  unit: s-epoch
// +  why: The case wants it.
// +- operation: ListTickets
// +  path: request/EndTime
// +  unit: s-epoch
// +  why: The case wants it.

use api::aliyun::v2021_03_04::ListTickets;
use api::aliyun::v2021_03_04::list_tickets::Tag;
use api::{Request, Timestamp};

fn main() {
    let request = ListTickets::new("d-1", [Tag::new("region")]).page_number(1).page_size(20).start_time(Timestamp::from_secs(2));
    assert!(request.to_parameters().contains(&("StartTime".into(), "2000".into())));
}

// breaking unit-changed response/Tickets/Created
//
// --- overrides/aliyun/desk/2021-03-04.yaml
//    why: The page does not say which time a period is compared with.
// +- operation: ListTickets
// +  path: response/Tickets/Created
// +  unit: s-epoch
// +  why: The case wants it.

use api::aliyun::v2021_03_04::ListTickets;
use api::{Timestamp, Windowed};

fn main() {
    let output = ListTickets::decode_json(br#"{"Tickets": {"Ticket": [{"Created": 1000}]}}"#).unwrap();
    assert_eq!(ListTickets::time(&output.tickets[0]), Some(Timestamp::from_millis(1000)));
}

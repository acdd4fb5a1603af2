// breaking call-record-changed call_record
//
// --- overrides/aliyun/desk/2021-03-04.yaml
//    why: The page does not say which time a period is compared with.
// +- operation: ListTickets
// +  path: response/Tickets/Created
// +  unit: s-epoch
// +  why: The case wants it.

use api::aliyun::v2021_03_04::ListTickets;
use api::{CallRecord, Timestamp};

fn main() {
    let output = ListTickets::decode_json(br#"{"Tickets": {"Ticket": [{"Created": 1000}]}}"#).unwrap();
    let call = CallRecord::from(output.tickets[0].clone());
    assert_eq!(call.start, Some(Timestamp::from_millis(1000)));
}

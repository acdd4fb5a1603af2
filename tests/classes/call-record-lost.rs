// breaking call-record-changed call_record
//
// --- overrides/aliyun/desk/2021-03-04.yaml
// -- operation: ListTickets
// -  call_record: {of: Tickets, id: TicketId, start: Created}
// -  why: No page says which fields mean the same elsewhere.
// +# None.

use api::CallRecord;
use api::aliyun::v2021_03_04::ListTickets;

fn main() {
    let output = ListTickets::decode_json(br#"{"Tickets": {"Ticket": [{"TicketId": "t-1"}]}}"#).unwrap();
    let calls: Vec<_> = output.tickets.into_iter().map(CallRecord::from).collect();
    assert_eq!(calls[0].id.as_deref(), Some("t-1"));
}

// breaking renamed response/Tickets/Remark
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|Note|String|hello|备注。 |
// +|Remark|String|hello|备注。 |
// @@
// - "Tickets": {"Ticket": [{"Created": 1532448000000, "Note": "hello", "TicketId": "t-1"}]}}
// + "Tickets": {"Ticket": [{"Created": 1532448000000, "Remark": "hello", "TicketId": "t-1"}]}}

use api::aliyun::v2021_03_04::ListTickets;

fn main() {
    let output = ListTickets::decode_json(
        br#"{"Level": "High", "Tickets": {"Ticket": [{"Note": "hello", "TicketId": "t-1"}]}}"#,
    )
    .unwrap();
    assert_eq!(output.tickets[0].note.as_deref(), Some("hello"));
}

// breaking renamed response/Tickets/note
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|Note|String|hello|备注。 |
// +|note|String|hello|备注。 |
// @@
// - "Tickets": {"Ticket": [{"Created": 1532448000000, "Note": "hello", "TicketId": "t-1"}]}}
// + "Tickets": {"Ticket": [{"Created": 1532448000000, "note": "hello", "TicketId": "t-1"}]}}

use api::aliyun::v2021_03_04::ListTickets;
use api::aliyun::v2021_03_04::list_tickets::ListTicketsOutput;

fn main() {
    // Decoding reads either case; what a user has stored through serde is read by its exact name.
    let output = ListTickets::decode_json(br#"{"Tickets": {"Ticket": [{"Note": "hello"}]}}"#).unwrap();
    assert_eq!(output.tickets[0].note.as_deref(), Some("hello"));
    let stored: ListTicketsOutput = serde_json::from_str(r#"{"Tickets": [{"Note": "hello"}]}"#).unwrap();
    assert_eq!(stored, output);
}

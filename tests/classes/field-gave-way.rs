// breaking rust-name-changed response/Tickets/UUI
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
//  |UUI|String|x|通话的随路数据。 |
// +|Uui|String|x|随路数据。 |

use api::aliyun::v2021_03_04::ListTickets;

fn main() {
    let output = ListTickets::decode_json(br#"{"Tickets": {"Ticket": [{"UUI": "a"}]}}"#).unwrap();
    assert_eq!(output.tickets[0].uui.as_deref(), Some("a"));
}

// breaking error-code-removed errors/Desk.Closed
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|400|Desk.Closed|The desk is closed.|工作台已关闭。|

use api::aliyun::v2021_03_04::list_tickets::ListTicketsError;

fn main() {
    assert_eq!(ListTicketsError::from("Desk.Closed"), ListTicketsError::DeskClosed);
}

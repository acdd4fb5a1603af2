// breaking http-changed http
//
// --- pages/aliyun/desk/2021-03-04/PutTicket.md
// -PUT /tickets/{TicketId} HTTP/1.1
// +PUT /v2/tickets/{TicketId} HTTP/1.1

use api::Request;
use api::aliyun::v2021_03_04::PutTicket;

fn main() {
    assert_eq!(PutTicket::new("t-1").to_parts().path, "/tickets/t-1");
}

// breaking operation-removed
//
// remove pages/aliyun/desk/2021-03-04/PutTicket.md

use api::aliyun::v2021_03_04::PutTicket;

fn main() {
    assert!(PutTicket::new("t-1").validate().is_ok());
}

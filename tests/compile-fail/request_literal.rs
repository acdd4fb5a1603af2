//! A parameter that is added later breaks nobody: requests are not written as literals.

use ccc_api::aliyun::v2017_07_05::ListCallEventDetailByContactId;

fn main() {
    let _ = ListCallEventDetailByContactId { contact_id: "1".to_owned(), instance_id: "2".to_owned() };
}

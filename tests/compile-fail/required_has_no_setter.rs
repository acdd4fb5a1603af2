//! What `new` takes is given once, to it.

use ccc_api::aliyun::v2017_07_05::ListCallDetailRecords;

fn main() {
    let _ = ListCallDetailRecords::new("9cfad875").instance_id("other");
}

//! What is required is given once, to `new`.

use ccc_api::aliyun::v2017_07_05::ListCallDetailRecords;

fn main() {
    let _ = ListCallDetailRecords::new("9cfad875", 1, 10).instance_id("other");
}

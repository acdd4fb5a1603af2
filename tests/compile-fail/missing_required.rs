//! `InstanceId` identifies what is asked for: there is no request without it.

use ccc_api::aliyun::v2017_07_05::ListCallDetailRecords;

fn main() {
    let _ = ListCallDetailRecords::new();
}

//! An unknown value comes from text only, so that a documented one always is its variant.

use ccc_api::UnknownValue;
use ccc_api::aliyun::v2017_07_05::OrderBy;

fn main() {
    let _ = OrderBy::Unknown(UnknownValue("ASC".into()));
}

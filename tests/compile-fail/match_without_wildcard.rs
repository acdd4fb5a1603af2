//! A value that is documented later breaks nobody.

use ccc_api::aliyun::v2017_07_05::OrderBy;

fn main() {
    let order = OrderBy::from("ASC");
    match order {
        OrderBy::Asc => {}
        OrderBy::Desc => {}
        OrderBy::Unknown(_) => {}
    }
}

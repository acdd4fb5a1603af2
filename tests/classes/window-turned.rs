// breaking window-changed window
//
// --- overrides/aliyun/desk/2021-03-04.yaml
//    why: The page does not say which time a period is compared with.
// +- operation: ListTickets
// +  path: request/OrderBy
// +  default: DESC
// +  why: The case wants it.

use api::Windowed;
use api::aliyun::v2021_03_04::ListTickets;
use api::aliyun::v2021_03_04::list_tickets::Tag;

fn main() {
    assert!(!ListTickets::new("d-1", [Tag::new("region")]).page_number(1).page_size(20).newest_first());
}

// breaking max-items-changed request/Owner
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|Owner.N|String|否|u-1|负责人，最多10个。 |
// +|Owner.N|String|否|u-1|负责人，最多5个。 |

use api::aliyun::v2021_03_04::ListTickets;
use api::aliyun::v2021_03_04::list_tickets::Tag;

fn main() {
    let request = ListTickets::new("d-1", [Tag::new("region")]).page_number(1).page_size(20).owner(["u"; 6]);
    assert!(request.validate().is_ok());
}

// breaking parameter-added request/Tenant
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
//  |Desk|String|是|d-1|工作台ID。 |
// +|Tenant|String|是|x-1|租户ID。 |

use api::aliyun::v2021_03_04::ListTickets;
use api::aliyun::v2021_03_04::list_tickets::Tag;

fn main() {
    assert!(ListTickets::new("d-1", [Tag::new("region")]).page_number(1).page_size(20).validate().is_ok());
}

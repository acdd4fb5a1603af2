// breaking argument-order-changed request
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|Desk|String|是|d-1|工作台ID。 |
// @@
//  |Tag.N.Value|String|否|east|标签的值。 |
// +|Desk|String|是|d-1|工作台ID。 |

use api::aliyun::v2021_03_04::ListTickets;
use api::aliyun::v2021_03_04::list_tickets::Tag;

fn main() {
    assert_eq!(ListTickets::new("d-1", [Tag::new("region")]).desk, "d-1");
}

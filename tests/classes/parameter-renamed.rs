// breaking renamed request/Remark
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|Label|String|否|vip|备注。 |
// +|Remark|String|否|vip|备注。 |

use api::aliyun::v2021_03_04::ListTickets;
use api::aliyun::v2021_03_04::list_tickets::Tag;

fn main() {
    assert!(ListTickets::new("d-1", [Tag::new("region")]).page_number(1).page_size(20).label("vip").validate().is_ok());
}

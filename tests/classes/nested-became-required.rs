// breaking required-changed request/Tag/Value
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|Tag.N.Value|String|否|east|标签的值。 |
// +|Tag.N.Value|String|是|east|标签的值。 |

use api::aliyun::v2021_03_04::ListTickets;
use api::aliyun::v2021_03_04::list_tickets::Tag;

fn main() {
    assert_eq!(Tag::new("region").value("east").key, "region");
}

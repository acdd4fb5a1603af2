// breaking argument-order-changed request
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|PageNumber|Integer|是|1|页码。 |
// -|PageSize|Integer|是|20|每页条数，最大数量为100。 |
// +|PageSize|Integer|是|20|每页条数，最大数量为100。 |
// +|PageNumber|Integer|是|1|页码。 |

use api::aliyun::v2021_03_04::ListTickets;
use api::aliyun::v2021_03_04::list_tickets::Tag;

fn main() {
    assert_eq!(ListTickets::new("d-1", 1, 20, [Tag::new("region")]).page_size, 20);
}

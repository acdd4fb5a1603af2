// breaking range-changed request/PageSize
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|PageSize|Integer|是|20|每页条数，最大数量为100。 |
// +|PageSize|Integer|是|20|每页条数，最大数量为50。 |

use api::aliyun::v2021_03_04::ListTickets;
use api::aliyun::v2021_03_04::list_tickets::Tag;

fn main() {
    let request = ListTickets::new("d-1", [Tag::new("region")]).page_number(1).page_size(60);
    assert!(request.validate().is_ok());
}

// breaking type-changed request/Age
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|Age|Integer|否|5|已有的天数。 |
// +|Age|Long|否|5|已有的天数。 |

use api::aliyun::v2021_03_04::ListTickets;
use api::aliyun::v2021_03_04::list_tickets::Tag;

fn main() {
    let age: Option<i32> = ListTickets::new("d-1", [Tag::new("region")]).page_number(1).page_size(20).age(5).age;
    assert_eq!(age, Some(5));
}

// breaking position-changed request/Note
//
// --- pages/aliyun/desk/2021-03-04/PutTicket.md
// -|Note|String|Query|否|hello|备注。 |
// +|Note|String|Body|否|hello|备注。 |

use api::Request;
use api::aliyun::v2021_03_04::PutTicket;

fn main() {
    let parts = PutTicket::new("t-1").note("hello").to_parts();
    assert_eq!(parts.query, [("Note".to_owned(), "hello".to_owned())]);
}

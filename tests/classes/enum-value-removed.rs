// breaking enum-value-removed request/State
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|State|String|否|Open|状态。取值：Open（打开），Closed（关闭）。 |
// +|State|String|否|Open|状态。取值：Open（打开），Waiting（等待）。 |

use api::aliyun::v2021_03_04::State;

fn main() {
    assert_eq!(State::from("Closed"), State::Closed);
}

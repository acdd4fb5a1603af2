// breaking rust-name-changed request/State
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|State|String|否|Open|状态。取值：Open（打开），Closed（关闭）。 |
// +|State|String|否|Open|状态。取值：Open（打开），Closed（关闭），Unknown（不明）。 |

use api::aliyun::v2021_03_04::State;

fn main() {
    assert!(matches!(State::from("Lost"), State::Unknown(_)));
}

// breaking enum-code-changed response/Level
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|Level|String|High|优先级。取值：High\(1\) 高, Low\(2\) 低。 |
// +|Level|String|High|优先级。取值：High\(1\) 高, Low\(3\) 低。 |

use api::aliyun::v2021_03_04::Level;

fn main() {
    assert_eq!(Level::Low.code(), Some(2));
    assert_eq!(Level::from("2"), Level::Low);
}

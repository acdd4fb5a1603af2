// breaking type-changed response/Spent
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|Spent|Integer|20|用去的时间，单位为秒。 |
// +|Spent|Long|20|用去的时间，单位为秒。 |

use api::aliyun::v2021_03_04::ListTickets;

fn main() {
    let spent: Option<api::Seconds<i32>> = ListTickets::decode_json(br#"{"Spent": 20}"#).unwrap().spent;
    assert_eq!(spent, Some(api::Seconds(20)));
}

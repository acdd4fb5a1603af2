// breaking rust-name-changed response/Counts
//
// --- pages/aliyun/desk/2021-03-04/PutTicket.md
// +|Day|String|Monday|哪一天。 |
//  |Open|Integer|2|打开的工单数。 |
// @@
// -{"Counts": {"Open": 2}, "RequestId": "8F0B"}
// +{"Counts": {"Day": "Monday", "Open": 2}, "RequestId": "8F0B"}

use api::aliyun::v2021_03_04::put_ticket::Counts;

fn main() {
    let counts = Counts::default();
    assert_eq!(counts.open, None);
}

// breaking unit-changed request/EndTime
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|EndTime|Long|否|1532707199000|结束时间，Unix时间戳，单位毫秒。 |
// +|EndTime|Long|否|60000|持续的时间，单位毫秒。 |

use api::Timestamp;
use api::aliyun::v2021_03_04::ListTickets;
use api::aliyun::v2021_03_04::list_tickets::Tag;

fn main() {
    assert!(ListTickets::new("d-1", [Tag::new("region")]).page_number(1).page_size(20).end_time(Timestamp::from_secs(2)).validate().is_ok());
}

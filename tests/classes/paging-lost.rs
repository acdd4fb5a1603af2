// breaking paging-changed paging
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|PageNumber|Integer|是|1|页码。 |
// --- overrides/aliyun/desk/2021-03-04.yaml
// -- operation: ListTickets
// -  window: {start: StartTime, end: EndTime, time: Created}
// -  why: The page does not say which time a period is compared with.
// +# None.

use api::Paged;
use api::aliyun::v2021_03_04::ListTickets;

fn is_paged<T: Paged>() {}

fn main() {
    is_paged::<ListTickets>();
}

// breaking window-changed window
//
// --- overrides/aliyun/desk/2021-03-04.yaml
// -- operation: ListTickets
// -  window: {start: StartTime, end: EndTime, time: Created}
// -  why: The page does not say which time a period is compared with.
// +# None.

use api::Windowed;
use api::aliyun::v2021_03_04::ListTickets;

fn has_windows<T: Windowed>() {}

fn main() {
    has_windows::<ListTickets>();
}

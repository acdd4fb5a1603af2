// breaking encoding-changed request/Tag
//
// --- overrides/aliyun/desk/2021-03-04.yaml
//    why: The page does not say which time a period is compared with.
// +- operation: ListTickets
// +  path: request/Tag
// +  type: list<struct Tag>
// +  encoding: json
// +  why: The case wants it.

use api::Request;
use api::aliyun::v2021_03_04::ListTickets;
use api::aliyun::v2021_03_04::list_tickets::Tag;

fn main() {
    let request = ListTickets::new("d-1", [Tag::new("region")]).page_number(1).page_size(20);
    assert!(request.to_parameters().contains(&("Tag.1.Key".into(), "region".into())));
}

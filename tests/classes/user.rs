// What a careful user writes against the crate of before: nothing that is additive may disturb it.

use api::aliyun::v2021_03_04::list_tickets::{ListTicketsError, ListTicketsOutput, Tag};
use api::aliyun::v2021_03_04::{Kinds, Level, ListTickets, OrderBy, PutTicket, State};
use api::{Paged, Request, Seconds, Timestamp, Windowed};

fn request() -> ListTickets {
    let mut request = ListTickets::new("d-1", [Tag::new("region").value("east")]).page_number(1).page_size(20)
        .start_time(Timestamp::from_millis(1_532_448_000_000))
        .end_time(Timestamp::from_millis(1_532_707_199_000))
        .state(State::Open)
        .kinds([Kinds::Phone, Kinds::Mail])
        .order_by(OrderBy::Asc)
        .age(5)
        .owner(["u-1", "u-2"]);
    request.label = Some("vip".to_owned());
    request
}

fn words(state: &State) -> &str {
    match state {
        State::Open => "open",
        State::Closed => "closed",
        other => other.as_str(),
    }
}

fn first_note(output: &ListTicketsOutput) -> Option<&str> {
    output.tickets.first().and_then(|ticket| ticket.note.as_deref())
}

fn main() {
    let request = request();
    let (page, size, age): (i32, i32, Option<i32>) = (request.page_number.unwrap(), request.page_size.unwrap(), request.age);
    assert_eq!((page, size, age), (1, 20, Some(5)));
    assert!(request.validate().is_ok());
    assert!(ListTickets::new("d-1", [Tag::new("region")]).page_number(1).page_size(100).owner(["u"; 10]).validate().is_ok());
    let sent = request.to_parameters();
    let expected = [
        ("Desk", "d-1"),
        ("PageNumber", "1"),
        ("PageSize", "20"),
        ("StartTime", "1532448000000"),
        ("EndTime", "1532707199000"),
        ("State", "Open"),
        ("Kinds", "Phone,Mail"),
        ("OrderBy", "ASC"),
        ("Label", "vip"),
        ("Age", "5"),
        ("Owner.1", "u-1"),
        ("Owner.2", "u-2"),
        ("Tag.1.Key", "region"),
        ("Tag.1.Value", "east"),
    ];
    for (name, value) in expected {
        assert!(sent.contains(&(name.to_owned(), value.to_owned())), "{name}: {sent:?}");
    }
    assert_eq!(sent.len(), expected.len());

    assert_eq!(words(&State::from("Open")), "open");
    assert_eq!(words(&State::from("Waiting")), "Waiting");
    assert!(matches!(State::from("Lost"), State::Unknown(_)));
    assert_eq!((Level::High.code(), Level::from("2")), (Some(1), Level::Low));
    assert_eq!(ListTicketsError::from("Desk.Closed"), ListTicketsError::DeskClosed);
    assert_eq!(ListTicketsError::DeskNotFound.status(), Some(404));

    let document = br#"{"Level": "High", "RequestId": "8F0B", "Spent": "20", "TotalCount": 1, "Tickets":
        {"Ticket": [{"Created": 1532448000000, "Note": "hello", "TicketId": "t-1", "UUI": "a", "Later": 1}]}}"#;
    let output = ListTickets::decode_json(document).unwrap();
    assert_eq!((output.level.as_ref(), output.spent), (Some(&Level::High), Some(Seconds(20))));
    assert_eq!((output.request_id.as_deref(), output.total_count), (Some("8F0B"), Some(1)));
    assert_eq!(first_note(&output), Some("hello"));
    assert_eq!(output.tickets[0].uui.as_deref(), Some("a"));
    let document = b"<R><Tickets><Ticket><TicketId>t-1</TicketId></Ticket></Tickets></R>";
    assert_eq!(ListTickets::decode_xml(document).unwrap().tickets[0].ticket_id.as_deref(), Some("t-1"));

    assert_eq!(Paged::page_size(&request), Some(20));
    assert_eq!(ListTickets::total(&output), Some(1));
    assert!(!request.newest_first());
    assert_eq!(ListTickets::time(&output.tickets[0]), Some(Timestamp::from_millis(1_532_448_000_000)));
    assert_eq!(ListTickets::OPERATION.paging.map(|paging| paging.first), Some(1));

    let put = PutTicket::new("t-1").note("hello").to_parts();
    assert_eq!((put.path.as_str(), put.query.len()), ("/tickets/t-1", 1));
}

//! What is answered: pages, periods, filters, order, both formats, the pages' own samples.

use std::time::Duration;

use ccc_api::Scheme;
use ccc_api::aliyun::v2017_07_05::{ContactDisposition, ContactType, OrderBy};
use ccc_api::runtime::CallRecord;

use super::*;

const DAY: i64 = 86_400_000;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(START.as_millis() + millis)
}

/// All records in one: the pages of a request one after the other.
macro_rules! all {
    ($emulator:expr, $first:expr, $page:expr, [$($list:tt)+]) => {{
        let mut all = Vec::new();
        for number in $first.. {
            let output = Caller::default().ask($emulator, &$page(number)).expect("a page");
            let records = output$($list)+;
            if records.is_empty() {
                break;
            }
            all.extend(records);
        }
        all
    }};
}

macro_rules! ids {
    ($records:expr, $id:ident) => {
        $records.iter().map(|record| record.$id.clone().expect("an id")).collect::<Vec<_>>()
    };
}

#[test]
fn pages_hold_each_record_once() {
    let emulator = emulator();
    let oldest_first: Vec<String> = (0..COUNT).map(|index| (1_000_000_000 + index).to_string()).collect();
    let newest_first: Vec<String> = oldest_first.iter().rev().cloned().collect();
    let records = all!(&emulator, 1, |page| details2017(page, 100), [.call_detail_records.list]);
    assert_eq!(ids!(records, contact_id), oldest_first);
    let records = all!(&emulator, 1, |page| details2017(page, 7).order_by(OrderBy::Desc), [.call_detail_records.list]);
    assert_eq!(ids!(records, contact_id), newest_first);
    let records = all!(&emulator, 1, |page| recent(page, 100), [.call_detail_records.list]);
    assert_eq!(ids!(records, contact_id), oldest_first);
    // Newest first, unless asked otherwise.
    let records = all!(&emulator, 1, |page| details2020(page, 100), [.data.list]);
    assert_eq!(ids!(records, contact_id), newest_first);
    let records = all!(&emulator, 1, |page| details2020(page, 100).sort_order("ASC"), [.data.list]);
    assert_eq!(ids!(records, contact_id), oldest_first);
    let records = all!(&emulator, 0, |page| tel_cdr(page, 100), [.tel_cdr_list]);
    assert_eq!(ids!(records, session_id), oldest_first);
}

#[test]
fn totals_are_as_the_page_says() {
    let emulator = emulator();
    let ask = |page| Caller::default().ask(&emulator, &details2017(page, 100)).expect("a page").call_detail_records;
    // On the first page only.
    assert_eq!((ask(1).total_count, ask(2).total_count), (Some(250), Some(0)));
    assert_eq!((ask(2).page_number, ask(2).page_size, ask(3).list.len()), (Some(2), Some(100), 50));
    let ask = |page| Caller::default().ask(&emulator, &details2020(page, 100)).expect("a page").data;
    assert_eq!((ask(1).total_count, ask(2).total_count), (Some(250), Some(0)));
    let ask = |page| Caller::default().ask(&emulator, &recent(page, 100)).expect("a page").call_detail_records;
    assert_eq!((ask(1).total_count, ask(2).total_count), (Some(250), Some(250)));
    let ask = |page| Caller::default().ask(&emulator, &tel_cdr(page, 100)).expect("a page");
    assert_eq!((ask(0).total_count, ask(2).total_count, ask(2).tel_cdr_list.len()), (Some(250), Some(250), 50));
}

#[test]
fn periods_hold_what_began_in_them() {
    let emulator = emulator();
    let everything = all!(&emulator, 1, |page| details2017(page, 100), [.call_detail_records.list]);
    let (from, to) = (at(DAY), at(2 * DAY));
    let expected: Vec<_> =
        everything.into_iter().filter(|record| (Some(from)..=Some(to)).contains(&record.start_time)).collect();
    assert!((30..40).contains(&expected.len()));
    let ids = ids!(expected, contact_id);
    let records =
        all!(&emulator, 1, |page| details2017(page, 20).start_time(from).stop_time(to), [.call_detail_records.list]);
    assert_eq!(records, expected);
    let records =
        all!(&emulator, 1, |page| recent(page, 20).start_time(from).stop_time(to), [.call_detail_records.list]);
    assert_eq!(ids!(records, contact_id), ids);
    let request = |page| details2020(page, 20).start_time(from).end_time(to).sort_order("ASC");
    assert_eq!(ids!(all!(&emulator, 1, request, [.data.list]), contact_id), ids);
    let request = |page| DescribeTelCdr::new(1, from, to).page_number(page).page_size(20);
    assert_eq!(ids!(all!(&emulator, 0, request, [.tel_cdr_list]), session_id), ids);
    // Both ends are part of it.
    let only = expected[0].start_time.expect("a time");
    let request = |page| details2017(page, 20).start_time(only).stop_time(only);
    assert_eq!(ids!(all!(&emulator, 1, request, [.call_detail_records.list]), contact_id), ids[..1]);
}

#[test]
fn a_period_without_measure_is_served_too() {
    let (first, last) = (Timestamp::from_millis(i64::MIN), Timestamp::from_millis(i64::MAX));
    for (start, end) in [(first, last), (last, first), (last, last)] {
        let emulator = Emulator::new(ccc_api::SCHEMAS).records(30).period(start, end).clock(|| NOW);
        assert_eq!(all!(&emulator, 1, |page| details2017(page, 20), [.call_detail_records.list]).len(), 30);
    }
}

/// What a filter finds is what a look at every record finds, and that is neither nothing nor all.
macro_rules! filters {
    ($emulator:expr, $everything:expr, $first:expr, $list:tt, $($request:expr => $fits:expr),+ $(,)?) => {$({
        let expected: Vec<_> = $everything.iter().filter(|record| $fits(record)).cloned().collect();
        assert!(!expected.is_empty() && expected.len() < COUNT, "{}", stringify!($fits));
        // Records are too long to be shown.
        assert!(all!($emulator, $first, $request, $list) == expected, "{}", stringify!($request));
    })+};
}

#[test]
fn filters_find_what_they_ask_for() {
    use ccc_api::aliyun::v2017_07_05::list_call_detail_records::CallDetailRecord as Old;
    use ccc_api::aliyun::v2020_07_01::list_call_detail_records::CallDetailRecord as New;
    use ccc_api::tencent::v2020_02_10::describe_tel_cdr::TelCdrInfo;

    let emulator = emulator();
    let everything = all!(&emulator, 1, |page| details2017(page, 100), [.call_detail_records.list]);
    let one = everything.iter().find(|call| call.agent_names.is_some()).expect("one that was served").clone();
    let (id, number) = (one.contact_id.clone().expect("an id"), one.called_number.clone().expect("a number"));
    let agent = one.agent_names.clone().expect("a name");
    filters!(
        &emulator, everything, 1, [.call_detail_records.list],
        |page| details2017(page, 100).contact_type([ContactType::Outbound, ContactType::Internal])
            => |r: &Old| matches!(r.contact_type, Some(ContactType::Outbound | ContactType::Internal)),
        |page| details2017(page, 9).contact_disposition([ContactDisposition::Busy])
            => |r: &Old| r.contact_disposition == Some(ContactDisposition::Busy),
        |page| details2017(page, 100).contact_id(&*id) => |r: &Old| r.contact_id.as_ref() == Some(&id),
        |page| details2017(page, 100).phone_number(&*number)
            => |r: &Old| [&r.called_number, &r.calling_number].contains(&&Some(number.clone())),
        // The number or the name of an agent, or a part of it.
        |page| details2017(page, 100).criteria(&number[3..])
            => |r: &Old| [&r.called_number, &r.calling_number].into_iter().flatten().any(|n| n.contains(&number[3..])),
        |page| details2017(page, 100).contact_type([ContactType::Inbound]).criteria(&*agent)
            => |r: &Old| r.contact_type == Some(ContactType::Inbound) && r.agent_names.as_ref() == Some(&agent),
    );

    let everything = all!(&emulator, 1, |page| details2020(page, 100), [.data.list]);
    let number = everything[7].calling_number.clone().expect("a number");
    let criteria = format!(r#"{{"phoneNumber":"{}"}}"#, &number[4..]);
    let has =
        |r: &New, number: &str| [&r.calling_number, &r.called_number].into_iter().flatten().any(|n| n.contains(number));
    filters!(
        &emulator, everything, 1, [.data.list],
        |page| details2020(page, 100).contact_type_list(["Inbound", "Internal"])
            => |r: &New| r.contact_type.as_ref().is_some_and(|ty| ["Inbound", "Internal"].contains(&ty.as_str())),
        |page| details2020(page, 100).contact_type("Outbound")
            => |r: &New| r.contact_type.as_ref().is_some_and(|ty| ty.as_str() == "Outbound"),
        |page| details2020(page, 100).calling_number(&*number) => |r: &New| r.calling_number.as_ref() == Some(&number),
        |page| details2020(page, 100).criteria(&*criteria) => |r: &New| has(r, &number[4..]),
    );

    let everything = all!(&emulator, 0, |page| tel_cdr(page, 100), [.tel_cdr_list]);
    let (caller, callee) = (everything[3].caller.clone().expect("one"), everything[5].callee.clone().expect("one"));
    let id = everything[9].session_id.clone().expect("an id");
    filters!(
        &emulator, everything, 0, [.tel_cdr_list],
        |page| tel_cdr(page, 100).phones([caller.clone(), callee.clone()])
            => |r: &TelCdrInfo| [&r.caller, &r.callee].into_iter().flatten().any(|n| [&caller, &callee].contains(&n)),
        |page| tel_cdr(page, 100).session_ids([id.clone()]) => |r: &TelCdrInfo| r.session_id.as_ref() == Some(&id),
    );
}

#[test]
fn xml_says_what_json_says() {
    const XML: &[(&str, &str)] = &[("accept", "application/xml")];
    fn both<R: Request>(emulator: &Emulator, request: &R) -> [R::Output<String>; 2] {
        let caller = Caller { scheme: Some(Scheme::Acs3), ..Caller::default() };
        let json = emulator.answer(&caller.signed(request)).response;
        let xml = emulator.answer(&Caller { headers: XML, ..caller }.signed(request)).response;
        assert_eq!(xml.headers()["content-type"], "text/xml;charset=utf-8");
        [R::decode_json(json.body()).expect("JSON"), R::decode_xml(xml.body()).expect("XML")]
    }
    for emulator in [emulator(), Emulator::new(ccc_api::SCHEMAS).clock(|| NOW)] {
        macro_rules! same {
            ($request:expr) => {
                let [json, mut xml] = both(&emulator, &$request);
                // No two answers share it.
                xml.request_id = json.request_id.clone();
                assert_eq!(json, xml);
            };
        }
        same!(details2017(2, 100));
        same!(recent(1, 100));
        same!(Events::new("c", "i"));
        same!(details2020(1, 100));
    }
    // Errors, too.
    let caller = Caller { key: Credentials::new("nobody", "nothing"), headers: XML, ..Caller::default() };
    let request = details2020(1, 100);
    let response = emulator().answer(&caller.signed(&request)).response;
    assert!(response.body().starts_with(b"<?xml"));
    assert_eq!(outcome(&caller.read::<Details2020>(&response)), "InvalidAccessKeyId.NotFound");
}

#[test]
fn without_records_the_samples_answer() {
    let emulator = Emulator::new(ccc_api::SCHEMAS).clock(|| NOW);
    macro_rules! sample {
        ($ty:ty, $request:expr, $path:literal) => {
            let sample = include_bytes!(concat!("../../../generated/tests/samples/", $path));
            let output = Caller::default().ask(&emulator, &$request).expect("an answer");
            assert_eq!(output, <$ty>::decode_json(sample).expect("a sample"));
        };
    }
    sample!(Details2017, details2017(1, 10), "aliyun/ccc/2017-07-05/ListCallDetailRecords.2.json");
    sample!(Recent, recent(1, 10), "aliyun/ccc/2017-07-05/ListRecentCallRecords.2.json");
    sample!(Events, Events::new("c", "i"), "aliyun/ccc/2017-07-05/ListCallEventDetailByContactId.2.json");
    sample!(Details2020, details2020(1, 10), "aliyun/ccc/2020-07-01/ListCallDetailRecords.1.json");
    sample!(DescribeTelCdr, tel_cdr(0, 10), "tencent/ccc/2020-02-10/DescribeTelCdr.1.json");
}

#[test]
fn the_same_seed_makes_the_same_records() {
    let ask = |emulator: &Emulator| Caller::default().ask(emulator, &details2020(1, 100)).expect("a page").data;
    assert_eq!(ask(&emulator()), ask(&emulator()));
    assert_ne!(ask(&emulator()), ask(&emulator().seed(6)));
}

/// The same call in each API.
#[test]
fn records_make_sense() {
    let emulator = emulator();
    let records = all!(&emulator, 0, |page| tel_cdr(page, 100), [.tel_cdr_list]);
    let calls: Vec<CallRecord<_>> = records.into_iter().map(CallRecord::from).collect();
    let old = all!(&emulator, 1, |page| details2017(page, 100), [.call_detail_records.list]);
    assert!(
        old.into_iter()
            .map(CallRecord::from)
            .zip(&calls)
            .all(|(old, new)| (old.id, old.start) == (new.id.clone(), new.start))
    );
    for call in &calls {
        assert!((START..END).contains(&call.start.expect("a start")));
        assert!(call.duration.expect("a duration") < Duration::from_secs(900));
        assert!(call.caller.as_ref().is_some_and(|caller| caller.len() == 11), "{:?}", call.caller);
        assert!(call.disposition.is_some() && call.direction.is_some());
    }
}

#[test]
fn the_log_has_a_line_for_each_request() {
    use std::sync::{Arc, Mutex};

    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&lines);
    let emulator = emulator().log(move |line| log.lock().expect("no panic").push(line.to_owned()));
    let caller = Caller::key(temporary_key());
    caller
        .ask(&emulator, &details2017(2, 100).contact_type([ContactType::Inbound]).with_recording(true))
        .expect("a page");
    let wrong = Caller::key(Credentials::new("emulator", "x"));
    wrong.ask(&emulator, &details2017(1, 10)).expect_err("refused");
    let lines = lines.lock().expect("no panic").clone();
    let [first, second] = lines.as_slice() else { panic!("{lines:?}") };
    assert!(first.starts_with("2026-11-12T16:13:20Z 200 ListCallDetailRecords 2017-07-05: page 2, "), "{first}");
    assert!(first.contains("ignored: WithRecording"), "{first}");
    assert!(second.contains("400 ListCallDetailRecords 2017-07-05: SignatureDoesNotMatch"), "{second}");
    for line in [first, second] {
        assert!(!line.contains("secret") && !line.contains("token") && !line.contains('\n'), "{line}");
    }
}

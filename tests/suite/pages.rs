//! The five pages: facts that they state, written down by hand, and the diagnostics of each page.
//! Their IR stands in `specs/ir`; see `up_to_date`.

use ccc_api::OpenEnum;
use ccc_api::aliyun::{v2017_07_05, v2020_07_01};
use spectable_pages::diagnostic::Code;
use spectable_pages::ir::{Encoding, Field, Operation, Range, TotalOn, Type};

use crate::helper::{document, operation, parameter, rendered, snapshot};

const RECORDS_2017: &str = "aliyun/ccc/2017-07-05/ListCallDetailRecords";
const RECENT: &str = "aliyun/ccc/2017-07-05/ListRecentCallRecords";
const EVENTS: &str = "aliyun/ccc/2017-07-05/ListCallEventDetailByContactId";
const RECORDS_2020: &str = "aliyun/ccc/2020-07-01/ListCallDetailRecords";
const TENCENT: &str = "tencent/ccc/2020-02-10/DescribeTelCdr";

const PAGES: [&str; 5] = [RECORDS_2017, RECENT, EVENTS, RECORDS_2020, TENCENT];

#[test]
fn diagnostics() {
    for page in PAGES {
        let document = document(page);
        let diagnostics = document.diagnostics.iter();
        let (folder, name) = page.rsplit_once('/').expect("a path");
        snapshot(
            &format!("golden/{folder}"),
            &format!("{name}.diagnostics"),
            &rendered(diagnostics.map(|diagnostic| (Some(&document.file), diagnostic))),
        );
    }
}

// Enums -------------------------------------------------------------------------------------

/// The values of an emitted enum, each with its code.
fn values<E: OpenEnum>() -> Vec<(&'static str, Option<i64>)> {
    let values = E::VALUES.iter();
    values.map(|value| (value.as_str(), value.code())).collect()
}

/// Values in any order; the page's order is `specs/ir`'s business.
#[track_caller]
fn assert_values<E: OpenEnum>(expected: &[(&'static str, Option<i64>)]) {
    let (mut found, mut expected) = (values::<E>(), expected.to_vec());
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

fn without_codes(values: &[&'static str]) -> Vec<(&'static str, Option<i64>)> {
    values.iter().map(|value| (*value, None)).collect()
}

#[test]
fn contact_type_of_2017_is_one_enum_of_six() {
    assert_values::<v2017_07_05::ContactType>(&[
        ("Inbound", Some(0)),
        ("Outbound", Some(1)),
        ("Internal", Some(2)),
        ("Back2Back", None),
        ("PredictiveDial", None),
        ("PrivacyDial", None),
    ]);
}

#[test]
fn contact_disposition_of_2017_has_nine_values() {
    assert_values::<v2017_07_05::ContactDisposition>(&[
        ("Success", Some(0)),
        ("NoAnswer", Some(1)),
        ("Rejected", Some(2)),
        ("Busy", Some(3)),
        ("AbandonedInContactFlow", Some(4)),
        ("AbandonedInQueue", Some(5)),
        ("AbandonedRing", Some(6)),
        ("QueueOverflow", Some(7)),
        ("OneStepTransfer", None),
    ]);
}

#[test]
fn enums_of_2017() {
    assert_values::<v2017_07_05::OrderBy>(&without_codes(&["ASC", "DESC"]));
    assert_values::<v2017_07_05::EventType>(&without_codes(&["ivr", "queue", "agent"]));
    assert_values::<v2017_07_05::ReleaseAgent>(&without_codes(&["customer", "agent"]));
    let ivr = ["EnterIVR"];
    let queue = ["EnterQueue", "ACDOverflow", "AbandonedRing", "NormalEnd", "AbandonedInQueue", "WaitingInQueue"];
    let agent = [
        "Ring",
        "Talk",
        "GiveUp",
        "End",
        "Handle",
        "CallForHelp",
        "CallForHelpSuccess",
        "SetUpMeeting",
        "Dial",
        "LaunchTransfer",
    ];
    let groups = [&ivr[..], &queue, &agent].concat();
    assert_eq!(groups.len(), 17);
    assert_values::<v2017_07_05::Event>(&without_codes(&groups));
}

#[test]
fn enums_of_2020() {
    assert_values::<v2020_07_01::ContactType>(&without_codes(&[
        "Outbound",
        "Back2Back",
        "PrivacyDial",
        "Internal",
        "Predictive",
        "Inbound",
        "Conference",
    ]));
    assert_values::<v2020_07_01::ContactDisposition>(&without_codes(&[
        "AbandonedInQueue",
        "NoAnswer",
        "QueuingTimeout",
        "Voicemail",
        "QueuingFailed",
        "QueuingOverflow",
        "Success",
        "IVRException",
        "AbandonedInRing",
        "AbandonedInIVR",
        "Reject",
        "ForwardToOutsideNumber",
    ]));
    assert_values::<v2020_07_01::EarlyMediaState>(&without_codes(&[
        "NoAnswer",
        "OutOfService",
        "NotExist",
        "Restricted",
        "Busy",
        "NotConnected",
        "PowerOff",
    ]));
    assert_values::<v2020_07_01::SatisfactionSurveyChannel>(&without_codes(&["IVR", "SMS"]));
    assert_values::<v2020_07_01::SortOrder>(&without_codes(&["ASC", "DESC"]));
    assert_values::<v2020_07_01::OrderByField>(&without_codes(&[
        "callDuration",
        "ringTime",
        "talkTime",
        "dialingTime",
        "startTime",
        "ivrTime",
        "queueTime",
    ]));
}

/// No other list was taken for an enum, and no list was missed.
#[test]
fn each_page_has_these_enums_and_no_more() {
    let expected: [(&str, &[&str]); 5] = [
        (RECORDS_2017, &["ContactDisposition", "ContactType", "OrderBy"]),
        (RECENT, &["ContactDisposition", "ContactType"]),
        (EVENTS, &["Event", "EventType", "ReleaseAgent"]),
        (
            RECORDS_2020,
            &[
                "ContactDisposition",
                "ContactType",
                "EarlyMediaState",
                "OrderByField",
                "SatisfactionSurveyChannel",
                "SortOrder",
            ],
        ),
        (TENCENT, &[]),
    ];
    for (page, names) in expected {
        let mut found: Vec<&String> = operation(page).enums.keys().collect();
        found.sort();
        assert_eq!(found, names, "{page}");
    }
}

/// A response without a value list of its own takes the enum of the same name.
#[test]
fn fields_of_one_name_share_their_enum() {
    let types = |page: &str, name: &str| {
        let mut found = Vec::new();
        let operation = operation(page);
        each(&operation.request, &mut |field| {
            found.extend((field.name == name).then(|| field.ty.innermost().clone()));
        });
        each(&operation.response, &mut |field| {
            found.extend((field.name == name).then(|| field.ty.innermost().clone()));
        });
        found
    };
    let is = |name: &str, count: usize| vec![Type::Enum(name.to_owned()); count];
    assert_eq!(types(RECORDS_2017, "ContactType"), is("ContactType", 2));
    // The record's, which has a list, and the recording's, which has none.
    assert_eq!(types(RECENT, "ContactType"), is("ContactType", 2));
    assert_eq!(types(RECORDS_2020, "ContactType"), is("ContactType", 2));
    for name in ["ContactTypeList", "ContactDispositionList"] {
        let element = name.trim_end_matches("List");
        assert_eq!(types(RECORDS_2020, name), is(element, 1));
    }
    assert_eq!(types(RECORDS_2020, "EarlyMediaState"), types(RECORDS_2020, "EarlyMediaStateList"));
}

fn each<'a>(fields: &'a [Field], visit: &mut dyn FnMut(&'a Field)) {
    for field in fields {
        visit(field);
        each(&field.fields, visit);
    }
}

// Requests ----------------------------------------------------------------------------------

/// The parameters of which a fact is stated, in the page's order.
fn stated<T>(page: &str, fact: impl Fn(&'static Field) -> Option<T>) -> Vec<(&'static str, T)> {
    let fields = operation(page).request.iter();
    fields.filter_map(|field| Some((field.name.as_str(), fact(field)?))).collect()
}

fn required(page: &str) -> Vec<&'static str> {
    stated(page, |field| (field.required == Some(true)).then_some(())).into_iter().map(|(name, ())| name).collect()
}

#[test]
fn required_parameters() {
    assert_eq!(required(RECORDS_2017), ["InstanceId", "PageNumber", "PageSize"]);
    assert_eq!(required(RECENT), ["InstanceId", "PageNumber", "PageSize"]);
    assert_eq!(required(EVENTS), ["ContactId", "InstanceId"]);
    assert_eq!(required(RECORDS_2020), ["PageNumber", "PageSize", "InstanceId"]);
    // The page lost the column; it says the last three in words, overrides say the first two.
    let tencent = ["StartTimeStamp", "EndTimeStamp", "SdkAppId", "PageSize", "PageNumber"];
    assert_eq!(required(TENCENT), tencent);
    for page in &PAGES[..4] {
        for field in &operation(page).request {
            assert!(field.required.is_some(), "{page}: {}", field.name);
        }
    }
}

#[test]
fn ranges() {
    let range = |min, max| Range { min, max };
    assert_eq!(stated(RECORDS_2017, |field| field.range), [("PageSize", range(None, Some(100)))]);
    assert!(stated(RECENT, |field| field.range).is_empty());
    assert_eq!(
        stated(RECORDS_2020, |field| field.range),
        [("PageNumber", range(Some(1), Some(100))), ("PageSize", range(Some(1), Some(100)))]
    );
    assert_eq!(stated(TENCENT, |field| field.range), [("PageSize", range(None, Some(100)))]);
}

#[test]
fn defaults() {
    let default = |page| stated(page, |field| field.default.as_deref());
    let zero = [("StartTime", "0"), ("StopTime", "0")];
    for page in [RECORDS_2017, RECENT] {
        // `默认升序` and `默认需要` may be read as ASC and true as well.
        let mut found = default(page);
        found.retain(|pair| ![("OrderBy", "ASC"), ("WithRecording", "true")].contains(pair));
        assert_eq!(found, zero, "{page}");
    }
    assert_eq!(default(RECORDS_2020), [("SortOrder", "DESC"), ("OrderByField", "startTime")]);
    assert!(default(TENCENT).is_empty());
}

#[test]
fn units() {
    let unit = |page| stated(page, |field| field.unit.as_deref());
    let epoch = |from, to, unit| [(from, unit), (to, unit)];
    assert_eq!(unit(RECORDS_2017), epoch("StartTime", "StopTime", "ms-epoch"));
    assert_eq!(unit(RECENT), epoch("StartTime", "StopTime", "ms-epoch"));
    assert_eq!(unit(RECORDS_2020), epoch("StartTime", "EndTime", "ms-epoch"));
    assert_eq!(unit(TENCENT), epoch("StartTimeStamp", "EndTimeStamp", "s-epoch"));
}

#[test]
fn list_encodings() {
    let encoding = |page| stated(page, |field| field.encoding);
    assert_eq!(encoding(RECORDS_2017), [("ContactType", Encoding::Comma), ("ContactDisposition", Encoding::Comma)]);
    let json = [
        "SatisfactionList",
        "SatisfactionDescriptionList",
        "EarlyMediaStateList",
        "ContactDispositionList",
        "ContactTypeList",
    ];
    assert_eq!(encoding(RECORDS_2020), json.map(|name| (name, Encoding::Json)));
    assert!(encoding(TENCENT).is_empty());
    for name in ["Phones", "SessionIds"] {
        let list = Type::List(Box::new(Type::String));
        assert_eq!(parameter(operation(TENCENT), name).ty, list);
    }
}

#[test]
fn widths_of_integers() {
    let ty = |page, name| parameter(operation(page), name).ty.clone();
    assert_eq!(ty(RECORDS_2017, "PageSize"), Type::Integer);
    assert_eq!(ty(RECORDS_2017, "StartTime"), Type::Long);
    assert_eq!(ty(TENCENT, "PageSize"), Type::Long);
}

#[test]
fn deprecated_parameters() {
    let deprecated = stated(TENCENT, |field| field.deprecated.then_some(()));
    assert_eq!(deprecated, [("Limit", ()), ("Offset", ())]);
    assert!(PAGES.iter().all(|page| !operation(page).deprecated));
}

// Operations --------------------------------------------------------------------------------

/// Number, size, first page, total, whether it is on the first page only, items.
fn paging(operation: &Operation) -> Option<(&str, &str, u32, &str, bool, &str)> {
    let paging = operation.paging.as_ref()?;
    Some((
        &paging.number,
        &paging.size,
        paging.first,
        paging.total.as_deref().unwrap_or("-"),
        paging.total_on == Some(TotalOn::FirstPage),
        paging.items.as_deref().unwrap_or("-"),
    ))
}

fn window(operation: &Operation) -> Option<(&str, &str, &str)> {
    operation.window.as_ref().map(|window| (window.start.as_str(), window.end.as_str(), window.time.as_str()))
}

#[test]
fn window_of_each_page() {
    let old = Some(("StartTime", "StopTime", "StartTime"));
    assert_eq!(window(operation(RECORDS_2017)), old);
    assert_eq!(window(operation(RECENT)), old);
    assert_eq!(window(operation(EVENTS)), None);
    assert_eq!(window(operation(RECORDS_2020)), Some(("StartTime", "EndTime", "StartTime")));
    assert_eq!(window(operation(TENCENT)), Some(("StartTimeStamp", "EndTimeStamp", "StartTimestamp")));
}

#[test]
fn paging_of_each_page() {
    let records = ("CallDetailRecords.TotalCount", "CallDetailRecords.List");
    assert_eq!(paging(operation(RECORDS_2017)), Some(("PageNumber", "PageSize", 1, records.0, true, records.1)));
    // This page does not say that the total is on the first page only.
    assert_eq!(paging(operation(RECENT)), Some(("PageNumber", "PageSize", 1, records.0, false, records.1)));
    assert_eq!(paging(operation(EVENTS)), None);
    assert_eq!(
        paging(operation(RECORDS_2020)),
        Some(("PageNumber", "PageSize", 1, "Data.TotalCount", true, "Data.List"))
    );
    assert_eq!(paging(operation(TENCENT)), Some(("PageNumber", "PageSize", 0, "TotalCount", false, "TelCdrList")));
}

#[test]
fn rate_limit_and_longest_period() {
    let facts = PAGES.map(|page| (operation(page).rate_limit, operation(page).max_days));
    let (none, days, rate) = ((None, None), (None, Some(7)), (Some(20), None));
    assert_eq!(facts, [days, none, none, none, rate]);
}

#[test]
fn documented_errors() {
    let errors = |page| -> Vec<(&str, Option<u16>)> {
        let errors = operation(page).errors.iter();
        errors.map(|error| (error.code.as_str(), error.status)).collect()
    };
    for page in [RECORDS_2017, RECENT, EVENTS] {
        assert!(errors(page).is_empty());
    }
    assert_eq!(errors(RECORDS_2020), [("Parameter.Format", Some(400)), ("InternalService.Common", Some(500))]);
    assert_eq!(
        errors(TENCENT),
        [
            ("InternalError", None),
            ("InternalError.DBError", None),
            ("InvalidParameter.InstanceNotExist", None),
            ("InvalidParameterValue", None),
            ("InvalidParameterValue.InstanceNotExist", None),
        ]
    );
}

// Responses ---------------------------------------------------------------------------------

/// The descriptions of `HangUper` and `Helper` are swapped on the page; an override corrects them.
#[test]
fn hang_uper_and_helper_are_corrected() {
    let mut described = Vec::new();
    each(&operation(EVENTS).response, &mut |field| {
        if matches!(field.name.as_str(), "HangUper" | "Helper") {
            described.push((field.name.as_str(), field.description.as_str()));
        }
    });
    let [("HangUper", hangs_up), ("Helper", helps)] = described[..] else { panic!("{described:?}") };
    assert!(hangs_up.contains("挂机") && !hangs_up.contains("求助"), "{hangs_up}");
    assert!(helps.contains("求助") && !helps.contains("挂机"), "{helps}");
}

/// `ExtraAttr` stands twice on the page and once in the schema.
#[test]
fn a_doubled_row_is_read_once() {
    let mut found = 0;
    each(&operation(RECENT).response, &mut |field| {
        found += usize::from(field.name == "ExtraAttr");
    });
    assert_eq!(found, 1);
}

/// After the overrides no place is guessed any more.
#[test]
fn no_guess_is_left() {
    for page in PAGES {
        let guesses: Vec<&str> = document(page)
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.code == Code::PlacementGuess)
            .map(|diagnostic| diagnostic.message.as_str())
            .collect();
        assert!(guesses.is_empty(), "{page}: {guesses:#?}");
    }
}

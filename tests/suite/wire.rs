//! Requests as parameters: the same set as the vendors' official clients send.
//!
//! `../shared/wire/vectors.json` holds requests of those clients. Common parameters and
//! signatures are not looked at here.

use std::collections::BTreeMap;

use ccc_api::aliyun::{v2017_07_05, v2020_07_01};
use ccc_api::tencent::v2020_02_10;
use ccc_api::{Request, Timestamp};
use serde_json::{Map, Value, json};

use crate::needs::shared;

type Parameters = Map<String, Value>;

/// Takes parameters out of a vector, so that what nobody took shows.
struct Taken<'a> {
    parameters: &'a Parameters,
    taken: Vec<&'a str>,
}

impl<'a> Taken<'a> {
    fn new(parameters: &'a Parameters) -> Self {
        let taken = Vec::new();
        Self { parameters, taken }
    }

    fn value(&mut self, name: &'a str) -> Option<&'a Value> {
        self.taken.push(name);
        self.parameters.get(name)
    }

    fn text(&mut self, name: &'a str) -> Option<&'a str> {
        let value = self.value(name)?;
        Some(value.as_str().expect(name))
    }

    /// Some clients send numbers as text.
    fn number(&mut self, name: &'a str) -> Option<i64> {
        match self.value(name)? {
            Value::String(text) => text.parse().ok(),
            value => value.as_i64(),
        }
    }

    fn small(&mut self, name: &'a str) -> i32 {
        let number = self.number(name).expect(name);
        i32::try_from(number).expect(name)
    }

    fn flag(&mut self, name: &'a str) -> Option<bool> {
        match self.value(name)? {
            Value::String(text) => text.parse().ok(),
            value => value.as_bool(),
        }
    }

    fn millis(&mut self, name: &'a str) -> Option<Timestamp> {
        self.number(name).map(Timestamp::from_millis)
    }

    fn secs(&mut self, name: &'a str) -> Option<Timestamp> {
        self.number(name).map(Timestamp::from_secs)
    }

    fn comma(&mut self, name: &'a str) -> Vec<&'a str> {
        let text = self.text(name).unwrap_or_default();
        text.split(',').filter(|item| !item.is_empty()).collect()
    }

    /// A list that is JSON text in Alibaba Cloud's queries and a JSON list in Tencent Cloud's bodies.
    fn given_list(&mut self, name: &'a str) -> Option<Vec<String>> {
        Some(match self.value(name)? {
            Value::String(text) => serde_json::from_str(text).expect(name),
            value => serde_json::from_value(value.clone()).expect(name),
        })
    }

    fn list(&mut self, name: &'a str) -> Vec<String> {
        self.given_list(name).unwrap_or_default()
    }

    /// Every parameter of the vector was put into the request.
    fn all(&self, id: &str) {
        for name in self.parameters.keys() {
            assert!(self.taken.contains(&name.as_str()), "{id}: the request has no `{name}`");
        }
    }
}

/// Sets what is there.
macro_rules! set {
    ($request:ident, $($setter:ident: $value:expr,)*) => {
        $(if let Some(value) = $value { $request = $request.$setter(value); })*
    };
}

fn records_2017(id: &str, parameters: &Parameters) -> v2017_07_05::ListCallDetailRecords {
    let mut from = Taken::new(parameters);
    let mut request = v2017_07_05::ListCallDetailRecords::new(from.text("InstanceId").expect("required"))
        .page_number(from.small("PageNumber"))
        .page_size(from.small("PageSize"))
        .contact_type(from.comma("ContactType"))
        .contact_disposition(from.comma("ContactDisposition"));
    set! { request,
        phone_number: from.text("PhoneNumber"),
        start_time: from.millis("StartTime"),
        stop_time: from.millis("StopTime"),
        criteria: from.text("Criteria"),
        with_recording: from.flag("WithRecording"),
        contact_id: from.text("ContactId"),
        order_by: from.text("OrderBy"),
    }
    from.all(id);
    request
}

fn recent(id: &str, parameters: &Parameters) -> v2017_07_05::ListRecentCallRecords {
    let mut from = Taken::new(parameters);
    let mut request = v2017_07_05::ListRecentCallRecords::new(from.text("InstanceId").expect("required"))
        .page_number(from.small("PageNumber"))
        .page_size(from.small("PageSize"));
    set! { request,
        start_time: from.millis("StartTime"),
        stop_time: from.millis("StopTime"),
        criteria: from.text("Criteria"),
    }
    from.all(id);
    request
}

fn events(id: &str, parameters: &Parameters) -> v2017_07_05::ListCallEventDetailByContactId {
    let mut from = Taken::new(parameters);
    let request = v2017_07_05::ListCallEventDetailByContactId::new(
        from.text("ContactId").expect("required"),
        from.text("InstanceId").expect("required"),
    );
    from.all(id);
    request
}

fn records_2020(id: &str, parameters: &Parameters) -> v2020_07_01::ListCallDetailRecords {
    let mut from = Taken::new(parameters);
    let (number, size) = (from.small("PageNumber"), from.small("PageSize"));
    let instance = from.text("InstanceId").expect("required");
    let mut request = v2020_07_01::ListCallDetailRecords::new(instance)
        .page_number(number)
        .page_size(size)
        .contact_type_list(from.list("ContactTypeList"))
        .satisfaction_description_list(from.list("SatisfactionDescriptionList"));
    set! { request,
        start_time: from.millis("StartTime"),
        end_time: from.millis("EndTime"),
        criteria: from.text("Criteria"),
        agent_id: from.text("AgentId"),
        called_number: from.text("CalledNumber"),
        sort_order: from.text("SortOrder"),
    }
    from.all(id);
    request
}

fn tel_cdr(id: &str, parameters: &Parameters) -> v2020_02_10::DescribeTelCdr {
    let mut from = Taken::new(parameters);
    let mut request = v2020_02_10::DescribeTelCdr::new(
        from.number("SdkAppId").expect("required"),
        from.secs("StartTimeStamp").expect("required"),
        from.secs("EndTimeStamp").expect("required"),
    )
    .page_number(from.number("PageNumber").expect("required"))
    .page_size(from.number("PageSize").expect("required"));
    request.phones = from.given_list("Phones");
    request.session_ids = from.given_list("SessionIds");
    from.all(id);
    request
}

/// A vector's value as text on the wire.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The parameters that a vector gives, and those that we would send.
fn compare(id: &str, vector: &Value) -> Option<(Value, Value)> {
    let action = vector["action"].as_str().unwrap_or_default();
    let version = vector["version"].as_str().unwrap_or_default();
    if vector["vendor"] == "tencent" {
        let expected = vector["params"].as_object()?;
        let request = (action == "DescribeTelCdr").then(|| tel_cdr(id, expected))?;
        let found: Value = serde_json::from_str(&request.to_json()).expect("JSON");
        return Some((Value::Object(expected.clone()), found));
    }
    let mut given = vector["params"]["query"].as_object()?.clone();
    given.extend(vector["params"]["body"].as_object()?.clone());
    let found = match (version, action) {
        ("2017-07-05", "ListCallDetailRecords") => records_2017(id, &given).to_parameters(),
        ("2017-07-05", "ListRecentCallRecords") => recent(id, &given).to_parameters(),
        ("2017-07-05", "ListCallEventDetailByContactId") => events(id, &given).to_parameters(),
        ("2020-07-01", "ListCallDetailRecords") => records_2020(id, &given).to_parameters(),
        _ => return None,
    };
    let expected: BTreeMap<String, String> = given.iter().map(|(name, value)| (name.clone(), text(value))).collect();
    let count = found.len();
    let found: BTreeMap<String, String> = found.into_iter().collect();
    assert_eq!(found.len(), count, "{id}: a parameter is sent twice");
    Some((json!(expected), json!(found)))
}

#[test]
fn parameters_are_those_of_the_official_clients() {
    let Some(path) = shared("wire/vectors.json") else {
        return;
    };
    let bytes = std::fs::read(path).expect("readable");
    let vectors: Vec<Value> = serde_json::from_slice(&bytes).expect("JSON");
    let mut compared = 0;
    for vector in &vectors {
        let id = vector["id"].as_str().expect("an id");
        let Some((expected, found)) = compare(id, vector) else {
            continue;
        };
        compared += 1;
        assert_eq!(expected, found, "{id}");
    }
    assert!(compared >= 30, "{compared}");
}

// Without ../shared -------------------------------------------------------------------------

#[track_caller]
fn assert_parameters(request: &impl Request, expected: &[(&str, &str)]) {
    let found = request.to_parameters();
    let found: Vec<(&str, &str)> = found.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(found, expected);
    request.validate().expect("allowed");
}

#[test]
fn absent_parameters_are_left_out() {
    assert_parameters(
        &v2017_07_05::ListCallDetailRecords::new("9cfad875").page_number(1).page_size(100),
        &[("InstanceId", "9cfad875"), ("PageNumber", "1"), ("PageSize", "100")],
    );
    assert_parameters(
        &v2017_07_05::ListCallDetailRecords::new("i")
            .page_number(1)
            .page_size(1)
            .contact_type(Vec::<&str>::new())
            .phone_number(""),
        // An empty list is none; an empty text is a text.
        &[("InstanceId", "i"), ("PageNumber", "1"), ("PageSize", "1"), ("PhoneNumber", "")],
    );
}

#[test]
fn lists_times_and_booleans_of_2017() {
    use v2017_07_05::{ContactType, OrderBy};
    let request = v2017_07_05::ListCallDetailRecords::new("i")
        .page_number(2)
        .page_size(10)
        .contact_type([ContactType::Inbound, ContactType::Outbound])
        .contact_disposition(["NoAnswer", "Fax"])
        .start_time(Timestamp::from_millis(1_532_448_000_000))
        .stop_time(Timestamp::from_secs(1_532_707_199))
        .with_recording(true)
        .criteria("测试 a+b,c&d")
        .order_by(OrderBy::Asc);
    assert_parameters(
        &request,
        &[
            ("InstanceId", "i"),
            ("PageNumber", "2"),
            ("PageSize", "10"),
            ("StartTime", "1532448000000"),
            ("StopTime", "1532707199000"),
            ("Criteria", "测试 a+b,c&d"),
            ("ContactType", "Inbound,Outbound"),
            ("ContactDisposition", "NoAnswer,Fax"),
            ("WithRecording", "true"),
            ("OrderBy", "ASC"),
        ],
    );
}

#[test]
fn lists_of_2020_are_json_text() {
    use v2020_07_01::{ContactDisposition, SortOrder};
    let request = v2020_07_01::ListCallDetailRecords::new("ccc-test")
        .page_number(1)
        .page_size(100)
        .satisfaction_description_list(["满意", "\"一般\""])
        .contact_disposition_list([ContactDisposition::Success, "Fax".into()])
        .sort_order(SortOrder::Desc);
    assert_parameters(
        &request,
        &[
            ("PageNumber", "1"),
            ("PageSize", "100"),
            ("SortOrder", "DESC"),
            ("InstanceId", "ccc-test"),
            ("SatisfactionDescriptionList", r#"["满意","\"一般\""]"#),
            ("ContactDispositionList", r#"["Success","Fax"]"#),
        ],
    );
}

#[test]
fn tencent_sends_json() {
    let (start, end) = (Timestamp::from_millis(1_590_547_606_999), Timestamp::from_secs(1_590_147_606));
    let request = v2020_02_10::DescribeTelCdr::new(1_400_000_000, start, end)
        .page_number(0)
        .page_size(10)
        .phones(["008613012345678", "测试 \"a\""]);
    let sent: Value = serde_json::from_str(&request.to_json()).expect("JSON");
    assert_eq!(
        sent,
        json!({
            "StartTimeStamp": 1_590_547_606,
            "EndTimeStamp": 1_590_147_606,
            "SdkAppId": 1_400_000_000,
            "PageSize": 10,
            "PageNumber": 0,
            "Phones": ["008613012345678", "测试 \"a\""],
        })
    );
    // Not set and set to nothing are not the same.
    let empty =
        v2020_02_10::DescribeTelCdr::new(1, start, end).page_number(0).page_size(10).phones(Vec::<String>::new());
    let members = r#"{"StartTimeStamp":1590547606,"EndTimeStamp":1590147606,"SdkAppId":1,"PageSize":10,"PageNumber":0,"Phones":[]}"#;
    assert_eq!(serde_json::from_str::<Value>(&empty.to_json()).ok(), serde_json::from_str(members).ok());
}

#[test]
fn what_a_page_forbids_is_said_before_anything_is_sent() {
    let refusal =
        |request: &dyn Fn() -> Result<(), ccc_api::InvalidRequest>| request().map_err(|invalid| invalid.to_string());
    let records = v2017_07_05::ListCallDetailRecords::new("").page_number(1).page_size(101).contact_type(["a,b"]);
    assert_eq!(
        refusal(&|| records.validate()),
        Err("ListCallDetailRecords: InstanceId is required; PageSize is 101, allowed is ..=100; \
             ContactType.1 is `a,b`, which a list joined with commas cannot hold"
            .to_owned())
    );
    let records = v2020_07_01::ListCallDetailRecords::new("i").page_number(0).page_size(100);
    assert_eq!(
        refusal(&|| records.validate()),
        Err("ListCallDetailRecords: PageNumber is 0, allowed is 1..=100".to_owned())
    );
}

//! Requests: validation, and the forms in which they are sent.

mod emitted;

use std::collections::{BTreeMap, HashSet};
use std::time::{Duration, SystemTime};

use emitted::{ContactType, DescribeTelCdr, Filter, ListCallDetailRecords, OrderBy};
use spectable_runtime::{
    Any, Encode, ErrorCode, OpenEnum, Operation, Parameter, Position, Protocol, Request, Timestamp, Value, Vendor,
    ViolationKind,
};

/// A request with whatever parameters a test needs.
struct Probe<'a>(Vec<Parameter<'a>>);

impl Request for Probe<'_> {
    const OPERATION: &'static Operation = &Operation::new(Protocol::AliyunRoa, "cs", "2015-12-15", "Probe")
        .http("PUT", "/clusters/{ClusterId}/nodes/[NodeId]");

    type Output<T: Default> = ();
    type ErrorCode = ErrorCode;

    fn parameters(&self) -> Vec<Parameter<'_>> {
        self.0.clone()
    }

    fn output_fields<'o, 'de, T: spectable_runtime::Text<'de>>(
        output: &'o mut (),
    ) -> &'o mut dyn spectable_runtime::Fields<'de> {
        output
    }
}

fn flat(parameter: Parameter<'_>) -> String {
    let pairs = Probe(vec![parameter]).to_parameters();
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

fn json(parameter: Parameter<'_>) -> String {
    Probe(vec![parameter]).to_json()
}

fn invalid(parameter: Parameter<'_>) -> String {
    Probe(vec![parameter]).validate().map_or_else(|error| error.to_string(), |()| String::new())
}

/// As the official client sends it: times in milliseconds, a list joined with commas.
#[test]
fn flattened_parameters() {
    let criteria = "测试 a+b*c~d&e=f/g?h%i\"j'(k)!,l_m-n.o@p#q$r:s;t[u]{v}|w\\x^y`z<>";
    let request = ListCallDetailRecords::new("9cfad875")
        .page_number(1)
        .page_size(10)
        .start_time(Timestamp::from_secs(1_532_448_000))
        .criteria(criteria)
        .contact_type(["Outbound", "Inbound"])
        .with_recording(true)
        .order_by(OrderBy::Desc);
    let expected = [
        ("InstanceId", "9cfad875"),
        ("PageNumber", "1"),
        ("PageSize", "10"),
        ("Criteria", criteria),
        ("StartTime", "1532448000000"),
        ("ContactType", "Outbound,Inbound"),
        ("WithRecording", "true"),
        ("OrderBy", "DESC"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(request.to_parameters(), expected);
    assert_eq!(request.validate(), Ok(()));
    let short = ListCallDetailRecords::new("a").page_number(1).page_size(10).to_parameters();
    assert_eq!(short.len(), 3);
}

#[test]
fn nested_parameters() {
    let ids = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(flat(Parameter::new("Ids", &ids)), "Ids.1=a&Ids.2=b");
    let filter = |name: &str, weight| Filter { weight, ..Filter::new(name).values(["v", ""]) };
    let tags = vec![filter("k", None), filter("", Some(3))];
    assert_eq!(
        flat(Parameter::new("Tag", &tags)),
        "Tag.1.Name=k&Tag.1.Values.1=v&Tag.1.Values.2=&Tag.2.Name=&Tag.2.Values.1=v&Tag.2.Values.2=\
         &Tag.2.Weight=3",
    );
    assert_eq!(flat(Parameter::new("Tag", &Some(filter("k", None)))), "Tag.Name=k&Tag.Values.1=v&Tag.Values.2=");
    let map = BTreeMap::from([("X".to_owned(), BTreeMap::from([("Y".to_owned(), 1_i64)]))]);
    assert_eq!(flat(Parameter::new("Obj", &map)), "Obj.X.Y=1");
    assert_eq!(flat(Parameter::new("F", &1.5)), "F=1.5");
    assert_eq!(flat(Parameter::new("B", &false)), "B=false");
    let any = Any::from_json(br#"{"a": [1.50, "x", null], "b": true}"#).unwrap();
    assert_eq!(flat(Parameter::new("Any", &any)), "Any.a.1=1.50&Any.a.2=x&Any.b=true");
}

#[test]
fn absent_parameters() {
    assert_eq!(flat(Parameter::new("A", &None::<String>)), "");
    assert_eq!(flat(Parameter::new("A", &Vec::<String>::new())), "");
    assert_eq!(flat(Parameter::new("A", &Some(Vec::<String>::new()))), "");
    assert_eq!(flat(Parameter::new("A", &Any::Null)), "");
    assert_eq!(flat(Parameter::new("A", &Some(String::new()))), "A=");
    assert_eq!(json(Parameter::new("A", &None::<String>)), "{}");
    assert_eq!(json(Parameter::new("A", &Vec::<String>::new())), "{}");
    assert_eq!(json(Parameter::new("A", &Some(Vec::<String>::new()))), r#"{"A":[]}"#);
    assert_eq!(json(Parameter::new("A", &Any::Null)), r#"{"A":null}"#);
}

#[test]
fn lists_in_one_text() {
    let items = vec!["满意".to_owned(), "a\"b".to_owned()];
    assert_eq!(flat(Parameter::new("A", &items).comma()), "A=满意,a\"b");
    assert_eq!(flat(Parameter::new("A", &items).json()), r#"A=["满意","a\"b"]"#);
    assert_eq!(json(Parameter::new("A", &items).comma()), r#"{"A":"满意,a\"b"}"#);
    assert_eq!(json(Parameter::new("A", &items).json()), r#"{"A":"[\"满意\",\"a\\\"b\"]"}"#);
    assert_eq!(json(Parameter::new("A", &items)), r#"{"A":["满意","a\"b"]}"#);
    assert_eq!(flat(Parameter::new("A", &vec![1, 2]).comma()), "A=1,2");
    assert_eq!(flat(Parameter::new("A", &Vec::<i32>::new()).json()), "");
    assert_eq!(flat(Parameter::new("A", &Some(Vec::<i32>::new())).json()), "A=[]");
    let filter = Some(Filter::new("n").weight(1));
    assert_eq!(flat(Parameter::new("A", &filter).json()), r#"A={"Name":"n","Weight":1}"#);
    // The user wrote the JSON.
    let text = r#"{"phoneNumber":"0735"}"#.to_owned();
    assert_eq!(flat(Parameter::new("A", &text).json()), format!("A={text}"));
    let types: Vec<ContactType> = vec![ContactType::Internal, "Fax".into()];
    assert_eq!(flat(Parameter::new("A", &types).json()), r#"A=["Internal","Fax"]"#);
}

#[test]
fn times() {
    let time = Timestamp::from_millis(1_532_448_000_999);
    assert_eq!(flat(Parameter::new("T", &time)), "T=1532448000999");
    assert_eq!(flat(Parameter::new("T", &time).seconds()), "T=1532448000");
    assert_eq!(json(Parameter::new("T", &vec![time]).seconds()), r#"{"T":[1532448000]}"#);
    assert_eq!(flat(Parameter::new("T", &vec![time]).seconds().comma()), "T=1532448000");

    assert_eq!(Timestamp::from_millis(-1).as_secs(), -1);
    assert_eq!(Timestamp::from_secs(i64::MAX).as_millis(), i64::MAX);
    let at = |time: SystemTime| Timestamp::from(time).as_millis();
    assert_eq!(at(SystemTime::UNIX_EPOCH), 0);
    assert_eq!(at(SystemTime::UNIX_EPOCH + Duration::from_micros(1_999)), 1);
    assert_eq!(at(SystemTime::UNIX_EPOCH - Duration::from_micros(1_001)), -2);
    assert!(Timestamp::from_millis(1) < Timestamp::from_secs(1));
}

#[test]
fn json_body() {
    let request = DescribeTelCdr::new("a")
        .start_time_stamp(Timestamp::from_secs(1_590_547_606))
        .page_size(10)
        .phones(["008613012345678", "测试 \u{1}\n"])
        .filters([Filter::new("instance-name").values(["未命名"])])
        .score(0.5);
    let body = r#"{"SdkAppId":"a","StartTimeStamp":1590547606,"PageSize":10,"Phones":["008613012345678","测试 \u0001\n"],"Filters":[{"Name":"instance-name","Values":["未命名"]}],"Score":0.5}"#;
    assert_eq!(request.to_json(), body);
    assert!(serde_json::from_str::<serde_json::Value>(body).is_ok());
    assert_eq!(DescribeTelCdr::new("").page_size(0).to_json(), r#"{"SdkAppId":"","PageSize":0}"#);
    assert_eq!(json(Parameter::new("F", &f64::NAN)), r#"{"F":null}"#);
}

#[test]
fn required_parameters() {
    for value in [
        &String::new() as &dyn Encode,
        &None::<i32>,
        &Vec::<i32>::new(),
        &Some(Vec::<i32>::new()),
        &Any::Null,
        &BTreeMap::<String, i32>::new(),
    ] {
        assert_eq!(invalid(Parameter::new("A", value).required()), "Probe: A is required");
        assert_eq!(invalid(Parameter::new("A", value)), "");
    }
    for value in [&"a".to_owned() as &dyn Encode, &0, &false, &vec![0], &Some(Timestamp::default())] {
        assert_eq!(invalid(Parameter::new("A", value).required()), "");
    }
}

#[test]
fn ranges() {
    let page_size = |size: i64| invalid(Parameter::new("PageSize", &size).range(Some(1), Some(100)));
    assert_eq!(page_size(0), "Probe: PageSize is 0, allowed is 1..=100");
    assert_eq!(page_size(101), "Probe: PageSize is 101, allowed is 1..=100");
    assert_eq!([page_size(1), page_size(100)], ["", ""]);
    let low = Parameter::new("N", &-1).range(Some(0), None);
    assert_eq!(invalid(low), "Probe: N is -1, allowed is 0..");
    let high = Parameter::new("N", &Some(2.5)).range(None, Some(2));
    assert_eq!(invalid(high), "Probe: N is 2.5, allowed is ..=2");
    assert_eq!(invalid(Parameter::new("N", &None::<i32>).range(Some(1), None)), "");
    assert_eq!(invalid(Parameter::new("N", &vec![1, 9]).range(None, Some(5))), "Probe: N.2 is 9, allowed is ..=5");
    assert_eq!(invalid(Parameter::new("N", &f64::INFINITY)), "Probe: N is not a finite number");
}

#[test]
fn lists_too_long_and_commas() {
    assert_eq!(
        invalid(Parameter::new("Ids", &vec![1, 2, 3]).max_items(2)),
        "Probe: Ids has 3 items, at most 2 are allowed"
    );
    assert_eq!(invalid(Parameter::new("Ids", &vec![1, 2]).max_items(2)), "");
    let items = vec!["a".to_owned(), "b,c".to_owned()];
    assert_eq!(
        invalid(Parameter::new("Ids", &items).comma()),
        "Probe: Ids.2 is `b,c`, which a list joined with commas cannot hold"
    );
    assert_eq!(invalid(Parameter::new("Ids", &items).json()), "");
}

#[test]
fn every_violation_is_listed() {
    let filter = Filter::new("").values([""; 6]).weight(11);
    let request = DescribeTelCdr::new("").page_size(-1).phones([""; 3]).filters([Filter::new("n"), filter]);
    let error = request.validate().unwrap_err();
    assert_eq!(error.action(), "DescribeTelCdr");
    let names: Vec<_> = error.violations().iter().map(|v| v.parameter.as_str()).collect();
    assert_eq!(names, ["SdkAppId", "PageSize", "Phones", "Filters.2.Name", "Filters.2.Values", "Filters.2.Weight"]);
    assert_eq!(error.violations()[4].kind, ViolationKind::TooManyItems { items: 6, max: 5 });
    let first = ListCallDetailRecords::new("").page_number(0).page_size(1).validate().unwrap_err().to_string();
    assert_eq!(first, "ListCallDetailRecords: InstanceId is required; PageNumber is 0, allowed is 1..");
}

#[test]
fn parts_of_a_rest_request() {
    let ids = vec![1, 2];
    let filter = Some(Filter::new("n"));
    let body = |name| Parameter::new(name, &filter).position(Position::Body);
    let mut parameters = vec![
        Parameter::new("ClusterId", &"a/b 客{NodeId}").position(Position::Path),
        Parameter::new("NodeId", &7).position(Position::Path),
        Parameter::new("Ids", &ids),
        Parameter::new("X-Trace", &true).position(Position::Header),
    ];
    let parts = Probe(parameters.clone()).to_parts();
    assert_eq!(parts.path, "/clusters/a%2Fb%20%E5%AE%A2%7BNodeId%7D/nodes/7");
    assert_eq!(parts.query, [("Ids.1".to_owned(), "1".to_owned()), ("Ids.2".to_owned(), "2".to_owned())]);
    assert_eq!(parts.headers, [("X-Trace".to_owned(), "true".to_owned())]);
    assert_eq!(parts.body, None);
    parameters.push(body("body"));
    assert_eq!(Probe(parameters.clone()).to_parts().body.as_deref(), Some(r#"{"Name":"n"}"#));
    parameters.push(body("More"));
    assert_eq!(Probe(parameters).to_parts().body.as_deref(), Some(r#"{"body":{"Name":"n"},"More":{"Name":"n"}}"#));
}

#[test]
fn operations() {
    let operation = ListCallDetailRecords::OPERATION;
    assert_eq!(operation.vendor(), Vendor::Aliyun);
    assert_eq!((operation.method, operation.path), ("POST", "/"));
    assert_eq!((operation.rate_limit, operation.max_days), (Some(20), Some(7)));
    let paging = operation.paging.unwrap();
    assert_eq!((paging.number, paging.size, paging.first), ("PageNumber", "PageSize", 1));
    assert_eq!(paging.items, Some("CallDetailRecords.List"));
    assert!(paging.total_on_first_page);
    assert_eq!(DescribeTelCdr::OPERATION.vendor(), Vendor::Tencent);
}

#[test]
fn open_enums() {
    assert_eq!(ContactType::from("Inbound"), ContactType::Inbound);
    assert_eq!(ContactType::from("0".to_owned()), ContactType::Inbound);
    assert_eq!(ContactType::Inbound.to_string(), "Inbound");
    assert_eq!(format!("{:>9}", ContactType::Inbound), "  Inbound");
    assert_eq!(ContactType::Back2Back.as_ref(), "Back2Back");
    // Sent as it came.
    let unknown = ContactType::from("Fax");
    assert_eq!(unknown.to_string(), "Fax");
    assert_eq!(unknown.encode(), Value::Text("Fax"));
    assert_eq!(unknown, ContactType::from("Fax"));
    assert_eq!(HashSet::from([unknown, "Fax".into(), "Mail".into()]).len(), 2);
    // Without codes a number is just another value.
    assert_eq!(OrderBy::from("ASC"), OrderBy::Asc);
    assert_eq!(OrderBy::from("0").as_str(), "0");
    assert_eq!(OpenEnum::code(&OrderBy::Asc), None);
    assert_eq!(OrderBy::VALUES.len(), 2);
    let code = ErrorCode::from("Throttling.User");
    assert_eq!((code.as_str(), code.to_string().as_str()), ("Throttling.User", "Throttling.User"));
}

//! Maps, and values of any type.

use spectable_runtime::Any;

use crate::{message, record, try_record};

#[test]
fn maps_and_anything() {
    let record = record(
        r#""Labels": {"b": "2", "a": 1, "c": null, "b": "3"},
           "Extra": {"n": 1.50, "big": 123456789012345678901234567890, "l": [null, true], "t": "é",
                     "o": {}, "n": 2}"#,
    );
    let labels: Vec<_> = record.labels.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(labels, [("a", "1"), ("b", "3")]);
    let extra = record.extra.unwrap();
    assert_eq!(extra.get("n"), Some(&Any::Number("2".into())));
    assert_eq!(extra.to_string(), r#"{"n":2,"big":123456789012345678901234567890,"l":[null,true],"t":"é","o":{}}"#);
    assert_eq!(
        message(try_record(r#""Labels": {"a.b": [1]}"#)),
        "CallDetailRecords.List[0].Labels.a.b: expected text, found `[1]` at byte 49",
    );
    assert_eq!(self::record(r#""Extra": null"#).extra, None);
    assert_eq!(self::record(r#""Extra": """#).extra, Some(Any::Text(String::new())));
}

#[test]
fn many_members_of_anything() {
    let members: Vec<_> = (0..1000).map(|n| format!(r#""k{}":{n}"#, n % 500)).collect();
    let any = Any::from_json(format!("{{{}}}", members.join(",")).as_bytes()).unwrap();
    let Any::Map(members) = &any else { panic!("{any}") };
    assert_eq!(members.len(), 500);
    assert_eq!(any.get("k7"), Some(&Any::Number("507".into())));
}

#[test]
fn anything_is_built_and_looked_into() {
    let any = Any::from(vec![Any::from("a"), 1_i64.into(), true.into(), String::new().into()]);
    assert_eq!(any.to_string(), r#"["a",1,true,""]"#);
    assert_eq!(any.as_list().map(<[Any]>::len), Some(4));
    assert_eq!(any.as_list().and_then(|items| items[0].as_text()), Some("a"));
    assert_eq!((any.get("a"), any.as_text()), (None, None));
    assert_eq!(
        Any::from_json(b"[1] 2").unwrap_err().to_string(),
        "expected the end of the document, found `2` at byte 4"
    );
    assert_eq!(Any::from_json(br#"{"a": [1, {"b": tru}]}"#).unwrap_err().path(), "a[1].b");
}

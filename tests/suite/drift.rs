//! Real responses against the schema: what is found, what makes it go away, and what is left out.

use std::collections::BTreeMap;

use ccc_api::aliyun::v2017_07_05::ListCallDetailRecords;
use serde_json::{Value, json};
use spectable_emit::generate::{self, Output};
use spectable_pages::ir::{Encoding, Operation};
use spectable_pages::overrides;
use spectable_pages::source::SourceFile;
use spectable_review::drift::{self, DriftKind, Finding, Responses, Target};

use crate::helper::{input, output};

/// The operation that most of these tests are about.
pub(crate) const CALLS: &str = "aliyun/ccc/2017-07-05/ListCallDetailRecords";

fn operations(output: &Output) -> Vec<Operation> {
    output.documents.iter().filter_map(|document| document.operation.clone()).collect()
}

/// The samples of the five pages, with the operation that they answer.
fn samples() -> Vec<(String, &'static str)> {
    let files = output().generated.iter().filter(|(path, _)| path.starts_with("tests/samples/"));
    let name = |path: &str| path["tests/samples/".len()..].split_once('.').expect("a number").0.to_owned();
    files.map(|(path, text)| (name(path), text.as_str())).collect()
}

/// The JSON sample of an operation.
pub(crate) fn sample(operation: &str) -> Value {
    let found = samples().into_iter().find(|(name, text)| name == operation && text.starts_with('{'));
    serde_json::from_str(found.expect("a sample").1).expect("JSON")
}

fn read(texts: &[&str]) -> Responses {
    let mut responses = Responses::default();
    for text in texts {
        responses.read(text.as_bytes()).expect("responses");
    }
    responses
}

fn found(responses: &Responses, operation: &str, output: &Output) -> Vec<Finding> {
    let operations = operations(output);
    let target = drift::named(operation, &operations).expect("an operation");
    responses.compare(&target).into_iter().filter(Finding::is_telling).collect()
}

/// What the pages make with the overrides that the findings offer.
fn fixed(findings: &[Finding]) -> Output {
    let mut input = input();
    let mut by_api: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for finding in findings {
        let fix = finding.fix.as_ref().unwrap_or_else(|| panic!("no fix: {}", finding.text(true)));
        by_api.entry(&fix.api).or_default().push(&fix.entry);
    }
    for (api, entries) in by_api {
        let (file, _) =
            input.specs.overrides.iter_mut().find(|(_, known)| known == api).expect("overrides of this API");
        let text = overrides::append(file, &entries).expect("a list");
        *file = SourceFile::new(file.path.clone(), text);
    }
    let output = generate::generate(input);
    assert_eq!(crate::helper::errors(&output), "none");
    output
}

// What the pages say ------------------------------------------------------------------------

/// Each sample is recognised among the five operations, and agrees with the page.
#[test]
fn samples_are_recognised_and_agree() {
    let operations = operations(output());
    for (name, text) in samples() {
        let responses = read(&[text]);
        assert_eq!((responses.count, responses.failures), (1, 0), "{name}");
        let target = match drift::recognise(&responses, &operations) {
            Ok(target) => target,
            // Everything that this sample shows, another operation documents too.
            Err(fits) => {
                assert!(name.ends_with("ListRecentCallRecords") && fits.contains(&name), "{name}: {fits}");
                drift::named(&name, &operations).expect("an operation")
            }
        };
        assert_eq!(target.name(), name);
        let findings: Vec<String> =
            responses.compare(&target).iter().filter(|f| f.is_telling()).map(|f| f.text(true)).collect();
        // One page's table wraps a list that its samples show bare.
        let bare = name.ends_with("ListRecentCallRecords");
        assert_eq!(!findings.is_empty(), bare, "{name}: {findings:#?}");
        assert!(findings.iter().all(|finding| finding.starts_with("wrapper-differs: ")), "{findings:#?}");
    }
}

/// What the page of 2020 leaves out comes back when the override that adds it is gone.
#[test]
fn what_overrides_add_is_undocumented_without_them() {
    let mut bare = input();
    bare.specs.overrides.clear();
    let bare = generate::generate(bare);
    let mut response = sample("aliyun/ccc/2020-07-01/ListCallDetailRecords");
    for name in ["CallIds", "DialingTime"] {
        response["Data"]["List"][0][name] = json!("1");
    }
    let responses = read(&[&response.to_string()]);
    let findings = found(&responses, "aliyun/ccc/2020-07-01/ListCallDetailRecords", &bare);
    let paths: Vec<&str> = findings.iter().map(|finding| finding.path.as_str()).collect();
    assert_eq!(paths, ["response/Data/List/CallIds", "response/Data/List/DialingTime"]);
    assert!(findings.iter().all(|finding| finding.kind == DriftKind::UndocumentedField));
    assert_eq!(found(&responses, "aliyun/ccc/2020-07-01/ListCallDetailRecords", output()), []);
}

// What is found -----------------------------------------------------------------------------

/// Every object of a response, as a JSON pointer.
fn objects(value: &Value, at: &str, into: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if !members.is_empty() {
                into.push(at.to_owned());
            }
            members.iter().for_each(|(name, member)| objects(member, &format!("{at}/{name}"), into));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| objects(item, &format!("{at}/{index}"), into));
        }
        _ => {}
    }
}

/// A new field anywhere is found, and the override on offer makes it known.
#[test]
fn a_new_field_anywhere() {
    let new =
        [json!("text"), json!(7), json!({"A": [{"B": 1.5}]}), json!({"Item": [{"Id": "x"}]}), json!([true, false])];
    let mut edits = 0;
    for (name, text) in samples().into_iter().filter(|(_, text)| text.starts_with('{')) {
        let document: Value = serde_json::from_str(text).expect("JSON");
        let mut places = Vec::new();
        objects(&document, "", &mut places);
        let known = found(&read(&[text]), &name, output());
        for (place, value) in places.iter().zip(new.iter().cycle()).step_by(places.len().div_ceil(4)) {
            let mut response = document.clone();
            response.pointer_mut(place).expect("an object")["NewField"] = value.clone();
            let responses = read(&[&response.to_string()]);
            let mut findings = found(&responses, &name, output());
            findings.retain(|finding| known.iter().all(|known| known.path != finding.path));
            // A second member beside a list's wrapper is no field of anything.
            if findings.is_empty() || name.starts_with("tencent") && place.is_empty() {
                continue;
            }
            edits += 1;
            assert!(findings.iter().all(|f| f.path.contains("NewField")), "{name} {place}: {}", findings[0].text(true));
            assert_eq!(found(&responses, &name, &fixed(&findings)), known, "{name} {place}");
        }
    }
    assert!(edits > 10, "{edits}");
}

/// A value in every record of a list of calls.
fn calls_with(name: &str, value: &Value) -> Responses {
    let mut response = sample(CALLS);
    let records = response["CallDetailRecords"]["List"]["CallDetailRecord"].as_array_mut().expect("a list");
    for record in records {
        record[name] = value.clone();
    }
    read(&[&response.to_string()])
}

#[track_caller]
fn assert_found(responses: &Responses, kind: DriftKind, path: &str, words: &[&str]) {
    let mut findings = found(responses, CALLS, output());
    findings.retain(|finding| finding.kind.is_drift());
    let texts: Vec<String> = findings.iter().map(|finding| finding.text(true)).collect();
    let [finding] = findings.as_slice() else { panic!("{texts:#?}") };
    assert_eq!((finding.kind, finding.path.as_str()), (kind, path), "{texts:#?}");
    for word in words {
        assert!(texts[0].contains(word), "no `{word}` in {}", texts[0]);
    }
    let after = found(responses, CALLS, &fixed(&findings));
    assert!(after.iter().all(|finding| !finding.kind.is_drift()), "{texts:#?}");
}

/// Of the API of 2020.
const NEW_CALLS: &str = "aliyun/ccc/2020-07-01/ListCallDetailRecords";

const RECORD: &str = "response/CallDetailRecords/List";

#[test]
fn values_outside_of_an_enum() {
    let path = format!("{RECORD}/ContactType");
    let words = ["has a value that is not documented (10 of 10)", "`Video` × 10", "add_values:", "value: Video"];
    assert_found(&calls_with("ContactType", &json!("Video")), DriftKind::ValueOutsideEnum, &path, &words);
    // A documented code is the value that it stands for.
    assert_eq!(found(&calls_with("ContactType", &json!(1)), CALLS, output()), []);
    let many: Vec<String> = (0..18).map(|index| sample_with(&format!("Kind{index}"))).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_found(&read(&many), DriftKind::ValueOutsideEnum, &path, &["it is no enum", "type: string"]);
}

/// The words of long texts are looked at one by one; the last one may be cut.
#[test]
fn values_of_an_enum_joined_with_commas() {
    let mut operations = operations(output());
    let is_calls = |operation: &&mut Operation| CALLS.ends_with(&format!("{}/{}", operation.version, operation.name));
    let calls = operations.iter_mut().find(is_calls).expect("the operation");
    let mut fields = &mut calls.response;
    for name in ["CallDetailRecords", "List"] {
        fields = &mut fields.iter_mut().find(|field| field.name == name).expect("a field").fields;
    }
    let field = fields.iter_mut().find(|field| field.name == "ContactType").expect("a field");
    field.encoding = Some(Encoding::Comma);
    let target = drift::named(CALLS, &operations).expect("an operation");
    let drift_of = |values: &[String]| {
        let records: Vec<Value> = values.iter().map(|value| json!({"ContactType": value})).collect();
        let response = json!({"CallDetailRecords": {"List": {"CallDetailRecord": records}}}).to_string();
        let findings = read(&[&response]).compare(&target).into_iter().filter(|finding| finding.kind.is_drift());
        findings.map(|finding| finding.text(true)).collect::<Vec<_>>()
    };
    assert_eq!(drift_of(&[["Outbound"; 20].join(",")]), [""; 0]);
    // More different texts than are kept, all but one of them of documented words.
    let mut values: Vec<String> = (0..600)
        .map(|number| (0..10).map(|bit| ["Inbound", "Outbound"][number >> bit & 1]).collect::<Vec<_>>().join(","))
        .collect();
    values.insert(0, "Inbound,Video".to_owned());
    let findings = drift_of(&values);
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert!(
        finding.contains("has a value that is not documented (1 of 601)") && finding.contains("value: Video"),
        "{finding}"
    );
}

fn sample_with(contact_type: &str) -> String {
    let mut response = sample(CALLS);
    response["CallDetailRecords"]["List"]["CallDetailRecord"][0]["ContactType"] = json!(contact_type);
    response.to_string()
}

#[test]
fn types_that_differ() {
    let path = format!("{RECORD}/Satisfaction");
    let differs = |value: Value, words: &[&str]| {
        // The emitted decoder finds just these.
        assert_eq!(decoded(&value), [path.replace("response/", "")], "{value}");
        assert_found(&calls_with("Satisfaction", &value), DriftKind::TypeDiffers, &path, words);
    };
    differs(json!("soon"), &["documented as `integer`", "seen as `string`", "type: string"]);
    differs(json!(3_000_000_000_u64), &["type: long"]);
    differs(json!(3_000_000_000.0), &["type: long"]);
    differs(json!(1.5), &["type: float"]);
    differs(json!({"Seconds": 3}), &["type: struct", "name: Seconds"]);
    differs(json!([1, 2]), &["type: list<long>"]);
    assert_found(&calls_with("Feedback", &json!({"A": 1})), DriftKind::TypeDiffers, &format!("{RECORD}/Feedback"), &[]);
    // What decodes all the same is not told, unless asked for.
    let whole = [json!("138"), json!(138.0), json!("138.0"), json!("1.38e2")];
    for value in whole.into_iter().chain([json!(null), json!(""), json!([]), json!({})]) {
        assert_eq!(decoded(&value), [""; 0], "{value}");
        assert_eq!(found(&calls_with("Satisfaction", &value), CALLS, output()), [], "{value}");
    }
    // A `long`.
    for value in [json!(1_532_448_000_000.0), json!("1532448000000.0"), json!("1.532448e12")] {
        assert_eq!(found(&calls_with("StartTime", &value), CALLS, output()), [], "{value}");
    }
    let operations = operations(output());
    let target = drift::named(CALLS, &operations).expect("an operation");
    let quoted = calls_with("Satisfaction", &json!("138")).compare(&target);
    assert!(quoted.iter().any(|finding| finding.kind == DriftKind::TypeTolerated && finding.path == path));
}

/// What the decoder finds in a call with this satisfaction, by the paths that the IR has.
fn decoded(value: &Value) -> Vec<String> {
    let response = json!({"CallDetailRecords": {"List": {"CallDetailRecord": [{"Satisfaction": value}]}}});
    let output = ListCallDetailRecords::decode_json(response.to_string().as_bytes()).expect("the rest decodes");
    output.findings.fields().map(|(path, _)| path.replace("[]", "").replace('.', "/")).collect()
}

/// What stands where a list, its wrapper, a record or an object belongs is found where the decoder finds it. One such
/// value among others that fit does not make the page wrong: nothing is offered that would take records away.
#[test]
fn structure_that_differs() {
    let good = json!({"ContactId": "c", "Duration": 1, "Agents": {"CallDetailAgent": [{"AgentId": "a"}]}});
    let list = |items: Value| json!({"CallDetailRecords": {"List": items}});
    let wrapped = |items: Value| list(json!({"CallDetailRecord": items}));
    let fits = wrapped(json!([good, good]));
    for (odd, words) in [
        (json!({"CallDetailRecords": 5}), "is documented as `struct`, and seen as `long` too (1 of 2)"),
        (json!({"CallDetailRecords": "x"}), "and seen as `string` too (1 of 2)"),
        (json!({"CallDetailRecords": [1]}), "(2 of 2)"),
        (list(json!("x")), "came as something else than a list once (1 of 3)"),
        (list(json!(5)), "came as something else than a list once"),
        (list(json!({"CallDetailRecord": "x"})), "came as something else than a list once"),
        (wrapped(json!([good, 5])), "has an item that is no object (1 of 4)"),
        (wrapped(json!([good, 5, "x", null, [1], [], "", true])), "has 5 items that are no objects"),
        (wrapped(json!([[good]])), "has an item that is no object"),
        (wrapped(json!([{"Agents": "x"}])), "came as something else than a list once"),
        (wrapped(json!([{"Agents": {"CallDetailAgent": [{"AgentId": "a"}, 5]}}])), "has an item that is no object"),
        (wrapped(json!([good, {"Duration": [1]}])), "and seen as"),
        (wrapped(json!([null, {}])), ""),
    ] {
        let decoded = ListCallDetailRecords::decode_json(odd.to_string().as_bytes()).expect("the rest decodes");
        let decoded = decoded.findings.fields().map(|(path, _)| path.replace("[]", "").replace('.', "/"));
        let mut decoded: Vec<String> = decoded.map(|path| format!("response/{path}")).collect();
        decoded.dedup();
        let mut findings = found(&read(&[&fits.to_string(), &odd.to_string()]), CALLS, output());
        findings.retain(|finding| finding.kind == DriftKind::TypeDiffers);
        let paths: Vec<&str> = findings.iter().map(|finding| finding.path.as_str()).collect();
        assert_eq!(paths, decoded, "{odd}");
        for finding in findings {
            assert!(finding.fix.is_none() && finding.text(true).contains(words), "{odd}: {}", finding.text(true));
        }
    }
    // A list that is a text and an item of another, in one file.
    let texts = [wrapped(json!([good, 5])), list(json!("x"))].map(|odd| odd.to_string());
    let [finding] = &found(&read(&[&texts[0], &texts[1]]), CALLS, output())[..] else { panic!("one finding") };
    assert_eq!((finding.path.as_str(), finding.count, finding.of), (RECORD, 2, 3));
    assert_eq!(finding.values, [("x".to_owned(), 1), ("5".to_owned(), 1)]);
}

/// An item of another type makes a list no other list, unless no item is as documented.
#[test]
fn items_that_differ() {
    let fix = |items: Value| {
        let response = json!({"Response": {"TelCdrList": [{"IVRKeyPressed": ["1", "2"]}, {"IVRKeyPressed": items}]}});
        let findings = found(&read(&[&response.to_string()]), "DescribeTelCdr", output());
        let [finding] = &findings[..] else { panic!("{findings:#?}") };
        assert_eq!(finding.path, "response/TelCdrList/IVRKeyPressed");
        finding.fix.is_some()
    };
    assert!(!fix(json!(["1", {"Key": "2", "Time": 3}])));
    assert!(!fix(json!([["1"]])));
    let response = json!({"Response": {"TelCdrList": [{"IVRKeyPressed": [{"Key": "2", "Time": 3}]}]}});
    assert!(found(&read(&[&response.to_string()]), "DescribeTelCdr", output())[0].fix.is_some());
}

/// A text that holds a number is read as one.
#[test]
fn a_number_in_a_text() {
    let with = |value: Value| {
        let mut response = sample(NEW_CALLS);
        response["Data"]["List"][0]["CallDuration"] = value;
        read(&[&response.to_string()])
    };
    for value in [json!("30"), json!(30), json!("")] {
        let found = found(&with(value.clone()), NEW_CALLS, output());
        assert!(!found.iter().any(|finding| finding.path.ends_with("CallDuration")), "{value}: {found:?}");
    }
    let path = "response/Data/List/CallDuration";
    let operations = operations(output());
    let target = drift::named(NEW_CALLS, &operations).expect("an operation");
    let findings = with(json!("00:30")).compare(&target);
    let finding = findings.iter().find(|finding| finding.path == path).expect("a finding");
    assert!(finding.kind == DriftKind::TypeDiffers && finding.text(false).contains("holds a number (`s`)"));
}

#[test]
fn wrappers_that_differ() {
    let mut response = sample(CALLS);
    let list = response["CallDetailRecords"]["List"]["CallDetailRecord"].take();
    response["CallDetailRecords"]["List"] = list.clone();
    let words = ["without the documented wrapper", "wrapper: "];
    assert_found(&read(&[&response.to_string()]), DriftKind::WrapperDiffers, RECORD, &words);
    response["CallDetailRecords"]["List"] = json!({"Record": list});
    let words = ["another wrapper than documented: `Record`", "wrapper: Record"];
    assert_found(&read(&[&response.to_string()]), DriftKind::WrapperDiffers, RECORD, &words);
}

/// However often it repeats, what is empty is one field without anything in it.
#[test]
fn lists_of_nothing() {
    for items in ["[null,null]", "[[],{},null]", "[\"\",\"\"]"] {
        let response = format!("{{\"CallDetailRecords\":{{\"List\":{items}}}}}");
        assert_found(&read(&[&response]), DriftKind::WrapperDiffers, RECORD, &["(1 of 1)", "wrapper: "]);
    }
    let xml = "<R><CallDetailRecords><List/><List/><List> </List></CallDetailRecords></R>";
    let responses = read(&[&xml.replace("R>", "ListCallDetailRecordsResponse>")]);
    assert_found(&responses, DriftKind::WrapperDiffers, RECORD, &["(1 of 1)", "wrapper: "]);
}

#[test]
fn documented_fields_that_never_come() {
    let text = sample(CALLS).to_string();
    assert_eq!(found(&read(&[&text]), CALLS, output()), []);
    let findings = found(&read(&[text.as_str(); 20]), CALLS, output());
    let paths: Vec<&str> = findings.iter().map(|finding| finding.path.as_str()).collect();
    assert_eq!(paths, ["response/CallDetailRecords/List/Agents/Feedback", "response/Message"]);
    assert!(findings.iter().all(|finding| !finding.kind.is_drift()));
    let after = fixed(&findings);
    assert_eq!(found(&read(&[text.as_str(); 20]), CALLS, &after), []);
}

/// What one format lacks and the other has is there; what both lack is found, with the numbers of both.
#[test]
fn documented_fields_that_never_come_in_two_formats() {
    let mut response = sample(CALLS);
    for record in response["CallDetailRecords"]["List"]["CallDetailRecord"].as_array_mut().expect("a list") {
        record.as_object_mut().expect("a record").remove("Satisfaction");
    }
    let json = response.to_string();
    let record = "<CallDetailRecord><ContactId>1</ContactId><Satisfaction>7</Satisfaction></CallDetailRecord>";
    let xml = format!(
        "<ListCallDetailRecordsResponse><CallDetailRecords><List>{record}</List></CallDetailRecords>\
         </ListCallDetailRecordsResponse>"
    );
    let never_seen = |texts: &[&str]| {
        let findings = found(&read(texts), CALLS, output()).into_iter();
        findings.filter(|finding| finding.kind == DriftKind::NeverSeen).collect::<Vec<_>>()
    };
    let json = [json.as_str(); 20];
    let alone = never_seen(&json);
    assert!(alone.iter().any(|finding| finding.path == format!("{RECORD}/Satisfaction")), "{alone:#?}");
    let both = never_seen(&[&json[..], &[&xml]].concat());
    let paths: Vec<&str> = both.iter().map(|finding| finding.path.as_str()).collect();
    assert_eq!(paths, [&format!("{RECORD}/Agents/Feedback"), "response/Message"]);
    let message = both.iter().find(|finding| finding.path == "response/Message").expect("a finding");
    assert_eq!((message.of, message.message.as_str()), (21, "is documented, and in none of 21"));
    assert_eq!(message.fix.as_ref().expect("a fix").entry.why, "None of 21 responses or items had it.");
}

// What is read ------------------------------------------------------------------------------

#[test]
fn one_a_line_in_a_list_or_one_after_the_other() {
    let text = sample(CALLS).to_string();
    let pretty = format!("{:#}", sample(CALLS));
    for together in [format!("{text}\n{text}\n"), format!("[{text},{text}]"), format!("\u{feff} {pretty}{pretty}")] {
        assert_eq!(read(&[&together]).count, 2);
        assert_eq!(found(&read(&[&together]), CALLS, output()), []);
    }
}

/// In XML a list of one looks like an object, a number like text, and a root stands around it all.
#[test]
fn xml_one_after_the_other() {
    let call = |more: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<ListCallDetailRecordsResponse><Success>true</Success><CallDetailRecords><List>\
             <CallDetailRecord><ContactId>1</ContactId><Satisfaction>7</Satisfaction>{more}</CallDetailRecord></List>\
             </CallDetailRecords></ListCallDetailRecordsResponse>\n"
        )
    };
    let plain = call("") + &call("<Agents><CallDetailAgent><AgentId>a</AgentId></CallDetailAgent></Agents>");
    assert_eq!(read(&[&plain]).count, 2);
    assert_eq!(found(&read(&[&plain]), CALLS, output()), []);
    let new = call("<New><Id>a &amp; b</Id></New><Satisfaction>soon</Satisfaction><ContactType>Video</ContactType>");
    let findings = found(&read(&[&plain, &new]), CALLS, output());
    let found_at: Vec<(DriftKind, &str)> =
        findings.iter().map(|finding| (finding.kind, finding.path.as_str())).collect();
    assert_eq!(found_at.len(), 3, "{found_at:?}");
    for (kind, name) in [
        (DriftKind::UndocumentedField, "New"),
        (DriftKind::TypeDiffers, "Satisfaction"),
        (DriftKind::ValueOutsideEnum, "ContactType"),
    ] {
        assert!(found_at.contains(&(kind, &format!("{RECORD}/{name}"))), "{found_at:?}");
    }
    let after = found(&read(&[&plain, &new]), CALLS, &fixed(&findings));
    assert_eq!(after, []);
}

#[test]
fn failed_calls_say_nothing() {
    let failed = r#"{"RequestId": "r", "HostId": "h", "Code": "Throttling", "Message": "m"}"#;
    let tencent = r#"{"Response": {"Error": {"Code": "c", "Message": "m"}, "RequestId": "r"}}"#;
    let xml = "<?xml version=\"1.0\"?><Error><RequestId>r</RequestId><HostId>h</HostId><Code>c</Code></Error>";
    let refused = r#"{"Success": false, "Code": "NoPermission", "Surprise": 1}"#;
    let responses = read(&[&[failed, tencent, refused].join("\n"), xml, &sample(CALLS).to_string()]);
    assert_eq!((responses.count, responses.failures), (5, 4));
    assert_eq!(found(&responses, CALLS, output()), []);
}

#[test]
fn items_of_a_list() {
    let items = sample(CALLS)["CallDetailRecords"]["List"]["CallDetailRecord"].clone();
    let lines: Vec<String> = items.as_array().expect("a list").iter().map(Value::to_string).collect();
    let mut responses = read(&[&lines.join("\n")]);
    let operations = operations(output());
    let target: Target<'_> = drift::recognise(&responses, &operations).expect("recognised");
    assert_eq!(target.name(), format!("{CALLS}.CallDetailRecords.List"));
    responses.read(&br#"{"ContactId": "x", "NewField": "y"}"#[..]).expect("a response");
    let findings = found(&responses, &target.name(), output());
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].path, format!("{RECORD}/NewField"));
    assert_eq!(findings[0].fix.as_ref().expect("a fix").entry.path.as_deref(), Some(RECORD));
}

#[test]
fn what_is_no_response() {
    for (text, words) in [
        ("", "is empty"),
        ("{\"a\": 1}\n{\"a\": 2\n", "EOF while parsing an object at line 3 column 0"),
        ("[[1]]", "expected a response, an object"),
        ("hello", "line 1 column 1"),
        ("<a><b></a>", "at byte"),
        ("<a>", "ends before"),
        ("{\"Response\": null}", "response 1 is no answer: expected an object in `Response`"),
        ("{\"Response\": {}}\n{\"Response\": []}", "response 2 is no answer"),
        ("[{\"Response\": 5}]", "response 1 is no answer"),
    ] {
        let error = Responses::default().read(text.as_bytes()).expect_err(text);
        assert!(error.contains(words), "{error}");
    }
    assert_eq!(read(&["{\"Response\": {}}"]).count, 1);
    assert!(Responses::default().read("[".repeat(100_000).as_bytes()).is_err());
    assert!(Responses::default().read("<a>".repeat(100_000).as_bytes()).is_err());
    let deep = format!("{}{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    assert!(Responses::default().read(deep.as_bytes()).is_err());
}

// What is shown -----------------------------------------------------------------------------

/// Values of people are not shown, unless that is asked for.
#[test]
fn values_are_masked() {
    let mut response = sample(CALLS);
    let secrets = [("Phone", "+86 13800138000"), ("Customer", "王小明"), ("Recording", "https://host/rec?sign=Ab1")];
    for (name, value) in secrets {
        response["CallDetailRecords"]["List"]["CallDetailRecord"][0][name] = json!(value);
    }
    response["CallDetailRecords"]["List"]["CallDetailRecord"][0]["ContactType"] = json!("Wang Xiaoming");
    response["CallDetailRecords"]["List"]["CallDetailRecord"][0]["Notes"] = json!({"13900139000": "called"});
    // Names that are data: once masked, they are one.
    response["13700137000"] = json!(1);
    response["13700137001"] = json!(1);
    let findings = found(&read(&[&response.to_string()]), CALLS, output());
    assert_eq!(findings.len(), 6);
    let all = |show: bool| findings.iter().map(|f| f.text(show) + &f.json(show).to_string()).collect::<String>();
    let masked = all(false);
    for secret in ["13800138000", "王小明", "sign=", "Ab1", "Wang", "13900139000", "called", "13700137000"] {
        assert!(!masked.contains(secret), "{secret} in {masked}");
    }
    for shape in ["`+00 00000000000` × 1", "`xxx` × 1", "`xxxxx://xxxx/xxx?xxxx=xx0` × 1", "--show-values shows them"]
    {
        assert!(masked.contains(shape), "no {shape} in {masked}");
    }
    assert!(all(true).contains("Wang Xiaoming"));
}

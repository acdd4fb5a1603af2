//! The emitted decoders against readers that share nothing with them: `serde_json` and `roxmltree` read the document, and a
//! plain reading of its tree says what each field has to be.
//!
//! Records of one document differ in their members' order, in what they lack and in what nobody documented: the decoder
//! expects each record to look like the one before, and must not be taken in by that.
//!
//! Where the decoder takes more than those readers do, by design: control characters in JSON strings, half of a surrogate
//! pair, numbers that no float can hold, a byte order mark, several root elements.

mod documents;
mod kinds;
mod model;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value};
use spectable_runtime::Request;
use spectable_runtime::testing::Tree;

use ccc_api::{aliyun::v2017_07_05, tencent::v2020_02_10};

use documents::{Choices, json, mutate, value, xml};
use kinds::{OLD, OLD_RECORD, Struct, TENCENT};
use model::{nothing, read, read_xml};

/// Whether that was decoded.
fn agrees(decoded: &Tree, expected: &Tree) -> bool {
    match (decoded, expected) {
        (_, Tree::Any(_)) => true,
        // A code is its value.
        (Tree::Enum(value, _), Tree::Text(text)) => value == text || text.parse::<i64>().is_ok(),
        (Tree::Fields(decoded), Tree::Fields(expected)) => {
            decoded.len() == expected.len()
                && decoded.iter().zip(expected).all(|(one, other)| one.0 == other.0 && agrees(&one.1, &other.1))
        }
        (Tree::List { items: decoded, wrapper }, Tree::List { items: expected, wrapper: other }) => {
            wrapper == other
                && decoded.len() == expected.len()
                && decoded.iter().zip(expected).all(|(one, other)| agrees(one, other))
        }
        _ => decoded == expected,
    }
}

/// Both have the value, or neither has one.
fn check(
    document: &str,
    decoded: &[Result<Tree, String>; 2],
    expected: &Result<Tree, ()>,
) -> Result<(), TestCaseError> {
    for decoded in decoded {
        match (decoded, expected) {
            (Ok(decoded), Ok(expected)) => {
                prop_assert!(agrees(decoded, expected), "{document}\ndecoded {decoded:?}\nexpected {expected:?}");
            }
            (Err(_), Err(())) => {}
            _ => prop_assert!(false, "{document}\ndecoded {decoded:?}\nexpected {expected:?}"),
        }
    }
    Ok(())
}

fn decode_json<R: Request>(document: &[u8]) -> [Result<Tree, String>; 2] {
    let owned = R::decode_json(document).map(|mut output| Tree::of(R::output_fields(&mut output)));
    let borrowed = R::decode_json_borrowed(document).map(|mut output| Tree::of(R::output_fields(&mut output)));
    [owned.map_err(|error| error.to_string()), borrowed.map_err(|error| error.to_string())]
}

/// What stands in an envelope such as `{"ListUsersResponse": {…}}`, or the document.
fn inside(document: &Value) -> &Value {
    let members = document.as_object().filter(|members| members.len() == 1);
    let envelope = members.and_then(|members| members.iter().next());
    envelope
        .filter(|(name, inner)| name.ends_with("Response") && inner.is_object())
        .map_or(document, |(_, inner)| inner)
}

/// As the emitted decoders and as `serde_json` see a document.
pub(crate) fn compare(document: &[u8]) -> Result<(), TestCaseError> {
    let text = String::from_utf8_lossy(document);
    let old = decode_json::<v2017_07_05::ListCallDetailRecords>(document);
    let tencent = decode_json::<v2020_02_10::DescribeTelCdr>(document);
    // Some gateways put a mark before it, which `serde_json` does not take.
    let bare = document.strip_prefix("\u{feff}".as_bytes()).unwrap_or(document);
    let Ok(value) = serde_json::from_slice::<Value>(bare) else {
        let tolerated = document.iter().any(|byte| *byte < b' ') || text.contains("\\u") || text.contains(['e', 'E']);
        for decoded in [old, tencent].into_iter().flatten() {
            prop_assert!(decoded.is_err() || tolerated, "{text} decoded {decoded:?}");
        }
        return Ok(());
    };
    if !value.is_object() {
        prop_assert!(old.iter().chain(&tencent).all(Result::is_err));
        return Ok(());
    }
    check(&text, &old, &read(Struct(OLD), inside(&value)))?;
    check(&text, &tencent, &read(Struct(TENCENT), value.get("Response").unwrap_or_else(|| inside(&value))))
}

/// As the emitted decoders and as `roxmltree` see a document.
pub(crate) fn compare_xml(document: &[u8]) -> Result<bool, TestCaseError> {
    let owned = v2017_07_05::ListCallDetailRecords::decode_xml(document).map(|mut output| Tree::of(&mut output));
    let borrowed = <v2017_07_05::ListCallDetailRecords as Request>::decode_xml_borrowed(document)
        .map(|mut output| Tree::of(&mut output));
    let decoded = [owned.map_err(|error| error.to_string()), borrowed.map_err(|error| error.to_string())];
    let Ok(text) = std::str::from_utf8(document) else {
        prop_assert!(decoded.iter().all(Result::is_err));
        return Ok(false);
    };
    // It is the stricter one: what it refuses may decode.
    let Ok(tree) = roxmltree::Document::parse(text) else { return Ok(false) };
    // But for a prefix without letters, which it does not look at.
    if text.contains("<:") || text.contains("</:") {
        return Ok(false);
    }
    let root = tree.root_element();
    let name = root.tag_name().name();
    let field = !name.ends_with("Response") && OLD.iter().any(|(field, _)| *field == name);
    let mut expected = nothing(Struct(OLD));
    let read = read_xml(Struct(OLD), if field { tree.root() } else { root }, &mut expected);
    check(text, &decoded, &read.map(|()| expected))?;
    Ok(true)
}

fn drawn() -> impl Strategy<Value = Vec<u32>> {
    vec(any::<u32>(), 16..200)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_is_what_serde_json_reads(drawn in drawn(), spaced in any::<bool>()) {
        let mut choices = Choices::new(&drawn);
        for (fields, envelope) in [(OLD, None), (TENCENT, Some("Response"))] {
            let mut value = value(Struct(fields), &mut choices);
            if !value.is_object() {
                continue;
            }
            if let Some(name) = envelope {
                value = Value::Object(Map::from_iter([(name.to_owned(), value)]));
            }
            let mut document = String::new();
            json(&value, &mut choices, spaced, &mut document);
            compare(document.as_bytes())?;
        }
    }

    #[test]
    fn mutated_json_is_what_serde_json_reads(
        drawn in drawn(),
        spaced in any::<bool>(),
        mutations in vec((any::<Index>(), any::<u8>(), any::<u8>()), 1..4),
    ) {
        let mut choices = Choices::new(&drawn);
        for fields in [OLD, TENCENT] {
            let mut document = String::new();
            json(&value(Struct(fields), &mut choices), &mut choices, spaced, &mut document);
            let mut document = document.into_bytes();
            mutate(&mut document, &mutations);
            compare(&document)?;
        }
    }

    #[test]
    fn a_step_is_taken_only_where_it_was_learned(
        drawn in drawn(),
        mutations in vec((any::<Index>(), 4..7_u8), 1..2),
    ) {
        // One record many times over, so that all is learned before the byte that is wrong.
        let mut choices = Choices::new(&drawn);
        let record = value(Struct(OLD_RECORD), &mut choices);
        let records = vec![record; 4];
        let document = serde_json::json!({"CallDetailRecords": {"List": {"CallDetailRecord": records}}}).to_string();
        let mut document = document.into_bytes();
        mutate(&mut document, &mutations.into_iter().map(|(at, how)| (at, how, 0)).collect::<Vec<_>>());
        compare(&document)?;
    }

    #[test]
    fn xml_is_what_roxmltree_reads(drawn in drawn()) {
        let mut choices = Choices::new(&drawn);
        let mut document = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        let root = choices.pick(&["ListCallDetailRecordsResponse", "Root"]);
        xml(root, &value(Struct(OLD), &mut choices), &mut choices, &mut document);
        // A value that is a list is no root.
        prop_assert!(compare_xml(document.as_bytes())? || document.matches("</").count() == 0, "{document}");
    }

    #[test]
    fn mutated_xml_is_what_roxmltree_reads(
        drawn in drawn(),
        mutations in vec((any::<Index>(), any::<u8>(), any::<u8>()), 1..4),
    ) {
        let mut choices = Choices::new(&drawn);
        let mut document = String::new();
        xml("Root", &value(Struct(OLD), &mut choices), &mut choices, &mut document);
        let mut document = document.into_bytes();
        mutate(&mut document, &mutations);
        compare_xml(&document)?;
    }
}

/// What stood between two members is no way into an object, and the other way round.
#[test]
fn commas_stand_between_members_only() {
    for (records, valid) in [
        (r#"{"New":1,"AgentNames":"a"},{"New":2,"AgentNames":"b"}"#, true),
        (r#"{"New":1,"AgentNames":"a"},{,"AgentNames":"b"}"#, false),
        (r#"{"AgentNames":"a","Code":"c"},{"AgentNames":"a" "Code":"c"}"#, false),
        (r#"{"AgentNames":"a","ContactId":"c"},{,"ContactId":"c"}"#, false),
        (r#"{"AgentNames":"a"},{"ContactId":"c"},{"ContactId":"c""AgentNames":"a"}"#, false),
        (r#"{},{"AgentNames":"a"}},{}"#, false),
        (r#"{"AgentNames":"a"},{"AgentNames":"a",}"#, false),
    ] {
        let document = format!(r#"{{"CallDetailRecords":{{"List":[{records}]}}}}"#);
        let decoded = v2017_07_05::ListCallDetailRecords::decode_json(document.as_bytes());
        assert_eq!(decoded.is_ok(), valid, "{document}: {decoded:?}");
    }
}

//! The pages' samples, and whether the check of them can fail.
//!
//! `generated/tests/samples.rs` decodes every sample and looks for each of its leaves in the
//! value. Here the samples and the decoders are broken on purpose: the check has to see it.

use std::collections::BTreeSet;

use ccc_api::aliyun::v2017_07_05::list_call_detail_records::ListCallDetailRecordsOutput;
use ccc_api::aliyun::{v2017_07_05, v2020_07_01};
use ccc_api::tencent::v2020_02_10;
use ccc_api::{ErrorCode, OpenEnum, Operation, Request, Seconds, Timestamp};
use serde_json::Value;
use spectable_pages::ir::{Field, Type};
use spectable_runtime::testing::{Format, check_sample};
use spectable_runtime::{Fields, Parameter, Text, Visit};

use crate::helper::{operation, output};

/// A sample as it is emitted.
struct Sample {
    /// `aliyun/ccc/2017-07-05/ListCallDetailRecords`
    page: &'static str,
    format: Format,
    text: &'static str,
}

fn samples() -> Vec<Sample> {
    let files = output().generated.iter();
    files
        .filter_map(|(path, text)| {
            let name = path.strip_prefix("tests/samples/")?;
            let (stem, extension) = name.rsplit_once('.')?;
            let format = match extension {
                "json" => Format::Json,
                "xml" => Format::Xml,
                other => panic!("{other}"),
            };
            let page = stem.rsplit_once('.')?.0;
            Some(Sample { page, format, text })
        })
        .collect()
}

/// The check that `generated/tests/samples.rs` makes.
fn check(page: &str, format: Format, text: &str) -> Result<(), String> {
    let check = match page {
        "aliyun/ccc/2017-07-05/ListCallDetailRecords" => check_sample::<v2017_07_05::ListCallDetailRecords>,
        "aliyun/ccc/2017-07-05/ListRecentCallRecords" => check_sample::<v2017_07_05::ListRecentCallRecords>,
        "aliyun/ccc/2017-07-05/ListCallEventDetailByContactId" => {
            check_sample::<v2017_07_05::ListCallEventDetailByContactId>
        }
        "aliyun/ccc/2020-07-01/ListCallDetailRecords" => check_sample::<v2020_07_01::ListCallDetailRecords>,
        "tencent/ccc/2020-02-10/DescribeTelCdr" => check_sample::<v2020_02_10::DescribeTelCdr>,
        other => panic!("{other}"),
    };
    check(format, text)
}

#[test]
fn every_sample_of_the_pages_decodes() {
    let samples = samples();
    // XML and JSON on each page of 2017, JSON on the two others.
    assert_eq!(samples.len(), 8);
    for Sample { page, format, text } in samples {
        assert_eq!(check(page, format, text), Ok(()), "{page} {format:?}");
    }
}

// Broken samples ----------------------------------------------------------------------------

/// The names of list wrappers: the runtime takes any name there.
fn wrappers(fields: &[Field], names: &mut BTreeSet<String>) {
    for field in fields {
        names.extend(field.wrapper.clone());
        names.extend(field.item.clone());
        wrappers(&field.fields, names);
    }
}

/// Every place in a document, as a JSON pointer.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                pointers(member, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers(item, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// The JSON samples, each with every place in it.
fn documents() -> Vec<(&'static str, Value, Vec<String>)> {
    let json = samples().into_iter().filter(|sample| sample.format == Format::Json);
    json.map(|sample| {
        let document: Value = serde_json::from_str(sample.text).expect("JSON");
        let mut places = Vec::new();
        pointers(&document, "", &mut places);
        (sample.page, document, places)
    })
    .collect()
}

/// Whether text or a number stands here or below.
fn has_leaf(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => items.iter().any(has_leaf),
        Value::Object(members) => members.values().any(has_leaf),
        _ => true,
    }
}

#[test]
fn a_renamed_field_is_seen() {
    let mut renamed = 0;
    for (page, document, places) in documents() {
        let mut free = BTreeSet::from(["Response".to_owned()]);
        wrappers(&operation(page).response, &mut free);
        for place in places {
            let Some((parent, name)) = place.rsplit_once('/') else {
                continue;
            };
            let mut broken = document.clone();
            let Some(Value::Object(members)) = broken.pointer_mut(parent) else {
                continue;
            };
            let member = members.remove(name).expect("a member");
            if free.contains(name) || !has_leaf(&member) {
                continue;
            }
            members.insert("Renamed".to_owned(), member);
            let missed = check(page, Format::Json, &broken.to_string());
            assert!(missed.is_err(), "{page}{place}");
            renamed += 1;
        }
    }
    assert!(renamed > 200, "{renamed}");
}

#[test]
fn a_word_in_place_of_a_number_is_seen() {
    let mut corrupted = 0;
    for (page, document, places) in documents() {
        for place in places {
            let mut broken = document.clone();
            let value = broken.pointer_mut(&place).expect("a place");
            if value.is_number() || value.is_boolean() {
                *value = Value::from("a word");
                let missed = check(page, Format::Json, &broken.to_string());
                assert!(missed.is_err(), "{page}{place}");
                corrupted += 1;
            }
        }
    }
    assert!(corrupted > 50, "{corrupted}");
}

#[test]
fn a_renamed_element_is_seen() {
    let mut renamed = 0;
    for Sample { page, format, text } in samples() {
        if format != Format::Xml {
            continue;
        }
        let mut free = BTreeSet::new();
        wrappers(&operation(page).response, &mut free);
        let opened = text.split('<').filter_map(|rest| rest.split_once('>'));
        let filled = opened.filter(|(_, body)| !body.trim().is_empty());
        let names: BTreeSet<&str> = filled.map(|(name, _)| name).collect();
        for name in names {
            if name.starts_with('/') || free.contains(name) {
                continue;
            }
            let broken = text.replace(&format!("<{name}>"), "<Renamed>").replace(&format!("</{name}>"), "</Renamed>");
            assert!(check(page, format, &broken).is_err(), "{page}: {name}");
            renamed += 1;
        }
    }
    assert!(renamed > 20, "{renamed}");
}

// Broken decoders ---------------------------------------------------------------------------

/// A decoder that is right but for one fault.
macro_rules! faulty {
    ($name:ident, $fault:expr) => {
        struct $name;

        const _: () = {
            #[derive(Default)]
            struct Faulty<T>(ListCallDetailRecordsOutput<T>);

            impl<'de, T: Text<'de>> Fields<'de> for Faulty<T> {
                fn fields(&mut self, visit: Visit<'_, 'de>) {
                    self.0.fields(visit);
                    let fault: fn(&mut ListCallDetailRecordsOutput<T>) = $fault;
                    fault(&mut self.0);
                }
            }

            impl Request for $name {
                const OPERATION: &'static Operation = <v2017_07_05::ListCallDetailRecords as Request>::OPERATION;
                type Output<T: Default> = Faulty<T>;
                type ErrorCode = ErrorCode;

                fn parameters(&self) -> Vec<Parameter<'_>> {
                    Vec::new()
                }

                fn output_fields<'o, 'de, T: Text<'de>>(output: &'o mut Faulty<T>) -> &'o mut dyn Fields<'de> {
                    output
                }
            }
        };
    };
}

faulty!(Right, |_| ());
faulty!(NumberOff, |output| {
    let total = &mut output.call_detail_records.total_count;
    *total = total.map(|count| count + 1);
});
faulty!(TextLost, |output| output.request_id = None);
faulty!(ItemLost, |output| drop(output.call_detail_records.list.pop()));
faulty!(ItemTooMany, |output| output.call_detail_records.list.push(Default::default()));
faulty!(TextsSwapped, |output| {
    for record in &mut output.call_detail_records.list {
        std::mem::swap(&mut record.called_number, &mut record.calling_number);
    }
});
faulty!(EnumReplaced, |output| {
    for record in &mut output.call_detail_records.list {
        record.contact_type = Some(v2017_07_05::ContactType::Internal);
    }
});
faulty!(NestedLost, |output| {
    for record in &mut output.call_detail_records.list {
        record.recordings.clear();
    }
});

#[test]
fn a_faulty_decoder_is_seen() {
    let page = "aliyun/ccc/2017-07-05/ListCallDetailRecords";
    for sample in samples().iter().filter(|sample| sample.page == page) {
        let faults: [(fn(Format, &str) -> Result<(), String>, &str); 7] = [
            (check_sample::<NumberOff>, "TotalCount"),
            (check_sample::<TextLost>, "RequestId"),
            (check_sample::<ItemLost>, "CallDetailRecords.List"),
            (check_sample::<ItemTooMany>, "CallDetailRecords.List"),
            (check_sample::<TextsSwapped>, "CalledNumber"),
            (check_sample::<EnumReplaced>, "ContactType"),
            (check_sample::<NestedLost>, "Recordings"),
        ];
        assert_eq!(check_sample::<Right>(sample.format, sample.text), Ok(()));
        for (check, place) in faults {
            let error = check(sample.format, sample.text).expect_err(place);
            assert!(error.contains(place), "{place}: {error}");
        }
    }
}

// Enum values -------------------------------------------------------------------------------

/// Decodes the contact type of the only record of a response.
fn contact_type(json: &str) -> Option<v2017_07_05::ContactType> {
    let document =
        format!(r#"{{"CallDetailRecords": {{"List": {{"CallDetailRecord": [{{"ContactType": {json}}}]}}}}}}"#);
    let output = v2017_07_05::ListCallDetailRecords::decode_json(document.as_bytes());
    let [record] = &output.expect("decodes").call_detail_records.list[..] else {
        panic!("one record");
    };
    record.contact_type.clone()
}

#[test]
fn an_unknown_enum_value_survives_decoding_and_encoding() {
    for value in ["Fax", "inbound", "", "In bound", "3", "传真", "\u{202e}"] {
        let json = Value::from(value).to_string();
        let Some(decoded) = contact_type(&json) else {
            assert_eq!(value, "", "only nothing at all is no value");
            continue;
        };
        assert!(!v2017_07_05::ContactType::VALUES.contains(&decoded));
        assert_eq!((decoded.as_str(), decoded.code()), (value, None));
        let sent = v2017_07_05::ListCallDetailRecords::new("i")
            .page_number(1)
            .page_size(10)
            .contact_type([decoded])
            .to_parameters();
        assert!(sent.contains(&("ContactType".to_owned(), value.to_owned())));
    }
}

#[test]
fn a_code_decodes_to_its_variant() {
    for (code, variant) in [
        ("0", v2017_07_05::ContactType::Inbound),
        ("\"1\"", v2017_07_05::ContactType::Outbound),
        ("2", v2017_07_05::ContactType::Internal),
    ] {
        assert_eq!(contact_type(code), Some(variant));
    }
}

#[test]
fn every_value_of_every_enum_is_its_own() {
    fn round_trip<E: OpenEnum + PartialEq + std::fmt::Debug>() {
        for value in E::VALUES {
            assert_eq!(E::from_wire(value.as_str()), *value);
            if let Some(code) = value.code() {
                assert_eq!(E::from_wire(&code.to_string()), *value);
            }
        }
        let other = E::from_wire("no such value");
        assert_eq!((other.as_str(), other.code()), ("no such value", None));
    }
    round_trip::<v2017_07_05::ContactDisposition>();
    round_trip::<v2017_07_05::ContactType>();
    round_trip::<v2017_07_05::Event>();
    round_trip::<v2017_07_05::EventType>();
    round_trip::<v2017_07_05::OrderBy>();
    round_trip::<v2017_07_05::ReleaseAgent>();
    round_trip::<v2020_07_01::ContactDisposition>();
    round_trip::<v2020_07_01::ContactType>();
    round_trip::<v2020_07_01::EarlyMediaState>();
    round_trip::<v2020_07_01::OrderByField>();
    round_trip::<v2020_07_01::SatisfactionSurveyChannel>();
    round_trip::<v2020_07_01::SortOrder>();
    round_trip::<v2020_02_10::describe_tel_cdr::DescribeTelCdrError>();
}

/// What is left out of the check above: a type that the page does not give.
#[test]
fn no_field_of_the_five_pages_is_of_any_type() {
    fn any(fields: &[Field]) -> bool {
        fields.iter().any(|field| matches!(field.ty.innermost(), Type::Any) || any(&field.fields))
    }
    for document in &output().documents {
        let operation = document.operation.as_ref().expect("readable");
        assert!(!any(&operation.request) && !any(&operation.response));
    }
}

// Values ------------------------------------------------------------------------------------

#[test]
fn text_and_numbers_come_back_unchanged() {
    let sample = |page: &str, format| {
        let samples = samples().into_iter();
        samples
            .filter(move |sample| sample.page == page && sample.format == format)
            .map(|sample| sample.text)
            .next()
            .expect("a sample")
    };
    let xml = sample("aliyun/ccc/2017-07-05/ListCallDetailRecords", Format::Xml);
    let output = v2017_07_05::ListCallDetailRecords::decode_xml(xml.as_bytes()).expect("decodes");
    let record = &output.call_detail_records.list[0];
    assert_eq!(output.call_detail_records.total_count, Some(13));
    assert_eq!(record.called_number.as_deref(), Some("13011110813"));
    assert_eq!(record.start_time, Some(Timestamp::from_millis(1_587_519_561_000)));
    assert_eq!(record.satisfaction_desc.as_deref(), Some("未发送"));
    assert_eq!(record.recordings[0].file_description.as_deref(), Some("20200422093935-社科测试账号"));

    let json = sample("aliyun/ccc/2020-07-01/ListCallDetailRecords", Format::Json);
    let output = v2020_07_01::ListCallDetailRecords::decode_json(json.as_bytes()).expect("decodes");
    let record = &output.data.list[0];
    assert_eq!(record.call_duration, Some(Seconds(30)));
    assert_eq!(record.calling_number.as_deref(), Some("0533128****"));
    assert_eq!(record.recording_ready, Some(true));
    assert_eq!(record.early_media_state, Some(v2020_07_01::EarlyMediaState::NotConnected));

    let json = sample("tencent/ccc/2020-02-10/DescribeTelCdr", Format::Json);
    let output = v2020_02_10::DescribeTelCdr::decode_json(json.as_bytes()).expect("decodes");
    assert_eq!(output.total_count, Some(2));
    assert_eq!(output.tel_cdr_list[1].start_timestamp, Some(Timestamp::from_secs(1_590_547_630)));
    assert_eq!(output.tel_cdr_list[0].ivr_key_pressed, ["5"]);
}

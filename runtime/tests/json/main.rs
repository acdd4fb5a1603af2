//! JSON responses: what is tolerated, and what is an error.

mod any;
mod documents;
mod doubled;
#[path = "../emitted/mod.rs"]
mod emitted;
mod lists;
mod members;
mod scalars;

use emitted::{CallDetailRecord, ListCallDetailRecords, ListCallDetailRecordsOutput};
use spectable_runtime::{DecodeError, Request};

/// Decodes owned and borrowed, which must agree; a finding is the error that it is to those who tolerate none.
fn decode(document: &str) -> Result<ListCallDetailRecordsOutput, DecodeError> {
    let owned = ListCallDetailRecords::decode_json(document.as_bytes());
    let borrowed = ListCallDetailRecords::decode_json_borrowed(document.as_bytes());
    let owned = owned.and_then(|output| output.findings.strict().map(|()| output));
    let borrowed = borrowed.and_then(|output| output.findings.strict().map(|()| output));
    match (&owned, borrowed) {
        (Ok(owned), Ok(borrowed)) => {
            assert_eq!(format!("{owned:?}"), format!("{borrowed:?}"));
        }
        (Err(owned), Err(borrowed)) => assert_eq!(*owned, borrowed),
        (owned, borrowed) => panic!("{owned:?} is not {borrowed:?}"),
    }
    owned
}

/// Decodes one record with these members.
fn record(members: &str) -> CallDetailRecord {
    try_record(members).unwrap_or_else(|error| panic!("{members}: {error}"))
}

fn try_record(members: &str) -> Result<CallDetailRecord, DecodeError> {
    let mut records = list(&format!("[{{{members}}}]"))?;
    assert_eq!(records.len(), 1);
    Ok(records.remove(0))
}

/// Decodes the list of records, whose wrapper is known.
fn list(value: &str) -> Result<Vec<CallDetailRecord>, DecodeError> {
    let output = decode(&format!(r#"{{"CallDetailRecords":{{"List":{value}}}}}"#))?;
    Ok(output.call_detail_records.list)
}

fn message(result: Result<impl std::fmt::Debug, DecodeError>) -> String {
    result.expect_err("must not decode").to_string()
}

fn ids(records: &[CallDetailRecord]) -> Vec<&str> {
    records.iter().map(|record| record.contact_id.as_deref().unwrap_or("-")).collect()
}

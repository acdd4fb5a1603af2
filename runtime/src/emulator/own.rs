//! Records that a test brings.

use std::fmt;

use serde_json::Value;

use super::arguments::whole;
use super::data::{self, Content, Data};
use super::query::Page;
use crate::paging::Paged;
use crate::schema::{Format, Schema, Type};
use crate::timestamp::Timestamp;

/// A record that an operation cannot have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordError(String);

impl RecordError {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RecordError {}

/// Has an operation answer with these records, if its own decoder can read them.
pub(super) fn take<R: Paged>(schema: &'static Schema, data: &mut Data, records: &[String]) -> Result<(), RecordError> {
    let (items, _) = data::items(schema).ok_or_else(|| RecordError::new("the operation answers no list of records"))?;
    let time = schema.window.map(|window| window.time).or(schema.call_record.map(|record| record.start));
    let seconds =
        time.and_then(|time| data::find(items.ty.members(), time)).is_some_and(|time| time.unit == Some("s-epoch"));
    let Type::List(record) = items.ty else { return Err(RecordError::new("the operation answers no list of records")) };
    let mut read = Vec::with_capacity(records.len());
    for (index, text) in records.iter().enumerate() {
        let value: Value =
            serde_json::from_str(text).map_err(|error| RecordError(format!("record {index} is no JSON: {error}")))?;
        let Value::Object(members) = &value else {
            return Err(RecordError(format!("record {index} is no JSON object")));
        };
        if let Some(name) = unlisted(record, &value) {
            return Err(RecordError(format!("record {index}: {name} is no field that the page lists")));
        }
        let at = time.and_then(|time| members.get(time)).and_then(whole).unwrap_or_default();
        let at = if seconds { Timestamp::from_secs(at) } else { Timestamp::from_millis(at) };
        read.push((at, value));
    }
    // They are judged in the order in which they came, so that a finding's index is the caller's.
    let answer = Content::of(schema, read.clone()).document(Format::Json, &Page::all(records.len()), "request");
    let mut output = R::decode_json(&answer).map_err(|error| RecordError(error.to_string()))?;
    if let Some(finding) = R::findings(&mut output).and_then(|findings| findings.iter().next()) {
        return Err(RecordError(finding.to_string()));
    }
    read.sort_by_key(|(time, _)| *time);
    data.bring(schema, read);
    Ok(())
}

/// The path of a member that no field lists as it is written: our decoder knows other cases, the service may not.
fn unlisted(ty: &Type, value: &Value) -> Option<String> {
    match (ty, value) {
        (Type::List(of), Value::Array(items)) => items.iter().find_map(|item| unlisted(of, item)),
        (Type::Map(of), Value::Object(members)) => members.values().find_map(|value| unlisted(of, value)),
        (Type::Struct(fields), Value::Object(members)) => members.iter().find_map(|(name, value)| {
            let Some(field) = fields.iter().find(|field| field.name == name) else { return Some(name.clone()) };
            let value = field.wrapper.and_then(|wrapper| value.get(wrapper)).unwrap_or(value);
            Some(format!("{name}.{}", unlisted(&field.ty, value)?))
        }),
        _ => None,
    }
}

//! The parameters of a call, held against what the page says of them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::call::{Call, Dialect};
use super::refusal::Refusal;
use crate::operation::Protocol;
use crate::parameter::Position;
use crate::request::is_whole_body;
use crate::schema::{Encoding, Field, Schema, Type};
use crate::validate::{Violation, ViolationKind};

/// The parameters by name; lists and structs are JSON arrays and objects where the wire has them so.
pub(super) struct Arguments {
    values: Map<String, Value>,
    /// They came as JSON, whose types count.
    typed: bool,
}

impl Arguments {
    pub(super) fn read(call: &Call<'_>, schema: &Schema) -> Result<Self, Refusal> {
        let mut all = Map::new();
        let mut typed = false;
        if call.dialect()? == Dialect::Tc3 || schema.operation.protocol == Protocol::AliyunRoa {
            if !call.body.is_empty() && call.form.is_empty() {
                match (serde_json::from_slice(call.body), whole_body(schema)) {
                    (Ok(body), Some(field)) => {
                        all.insert(field.name.to_owned(), body);
                        typed = true;
                    }
                    (Ok(Value::Object(members)), None) => (all, typed) = (members, true),
                    _ => return Err(Refusal::invalid(schema, "the body", "it is no JSON object")),
                }
            }
            all.extend(in_path(schema.operation.path, call.path));
            for field in schema.request {
                let value = call.header(field.name);
                if field.position == Position::Header && !value.is_empty() {
                    all.insert(field.name.to_owned(), value.into());
                }
            }
        }
        let mut lists = BTreeMap::new();
        for (name, value) in call.query.iter().chain(&call.form) {
            match name.split_once('.') {
                Some((list, rest)) => lists.entry(list).or_insert_with(BTreeMap::new).extend([item(rest, value)]),
                None => _ = all.insert(name.clone(), value.as_str().into()),
            }
        }
        all.extend(lists.into_iter().map(|(name, items)| (name.to_owned(), items.into_values().collect())));
        Ok(Self { values: all, typed })
    }

    pub(super) fn check(&self, schema: &Schema) -> Result<(), Refusal> {
        for field in schema.request {
            let value = self.values.get(field.name).filter(|value| !is_absent(value));
            match value {
                None if field.required => return Err(Refusal::missing(schema, field.name)),
                None => {}
                Some(value) => {
                    // What stands in a path, a query or a header is text by nature.
                    let in_body = schema.operation.protocol == Protocol::Tencent || field.position == Position::Body;
                    check(field, value, self.typed && in_body)
                        .map_err(|detail| Refusal::invalid(schema, field.name, &detail))?;
                }
            }
        }
        Ok(())
    }

    /// The texts of a parameter, one or several; none where it is absent or empty.
    pub(super) fn texts(&self, field: &Field) -> Vec<String> {
        self.values.get(field.name).map(|value| texts(field, value)).unwrap_or_default()
    }

    /// A whole number.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.values.get(name).and_then(whole)
    }

    /// The parameters that were given.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.values.iter().filter(|(_, value)| !is_absent(value)).map(|(name, _)| name.as_str())
    }
}

/// The parameter that is the body, where one is.
fn whole_body(schema: &Schema) -> Option<&'static Field> {
    let mut fields = schema.request.iter().filter(|field| field.position == Position::Body);
    fields.next().filter(|only| fields.next().is_none() && is_whole_body(only.name))
}

/// What stands after the name of a list: `1` is its first item, `1.Key` a member of that.
fn item(rest: &str, value: &str) -> (u64, Value) {
    let (index, member) = rest.split_once('.').map_or((rest, false), |(index, _)| (index, true));
    (index.parse().unwrap_or(0), if member { Value::Object(Map::new()) } else { value.into() })
}

/// The parameters that a path template names: `{Name}` or `[Name]`.
fn in_path(template: &str, path: &str) -> Vec<(String, Value)> {
    let steps = template.split('/').zip(path.split('/'));
    let named = steps.filter_map(|(step, value)| {
        let name = step.strip_prefix('{').and_then(|step| step.strip_suffix('}'));
        let name = name.or_else(|| step.strip_prefix('[').and_then(|step| step.strip_suffix(']')))?;
        let value = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
        Some((name.to_owned(), Value::String(value.into_owned())))
    });
    named.collect()
}

fn is_absent(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// A whole number, as JSON or as text has it.
pub(super) fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn texts(field: &Field, value: &Value) -> Vec<String> {
    let scalar = |value: &Value| match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    let split =
        |text: &str| text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    match (value, field.encoding) {
        (Value::Array(items), _) => items.iter().filter_map(scalar).collect(),
        (Value::String(text), Some(Encoding::Comma)) => split(text),
        (Value::String(text), Some(Encoding::Json)) => match serde_json::from_str(text) {
            Ok(Value::Array(items)) => items.iter().filter_map(scalar).collect(),
            _ => split(text),
        },
        (value, _) => scalar(value).into_iter().collect(),
    }
}

/// The error says what was expected; it repeats no text.
fn check(field: &Field, value: &Value, typed: bool) -> Result<(), String> {
    match field.ty {
        Type::Integer | Type::Long | Type::Unsigned => {
            let number = whole(value).filter(|_| !typed || value.is_number());
            let number = number.ok_or("it must be a whole number")?;
            if field.ty == Type::Integer && i32::try_from(number).is_err() {
                return Err("it must be a whole number of 32 bits".to_owned());
            }
            let (min, max) = (field.min.unwrap_or(i64::MIN), field.max.unwrap_or(i64::MAX));
            if !(min..=max).contains(&number) {
                let kind = ViolationKind::OutOfRange { value: number.to_string(), min: field.min, max: field.max };
                return Err(Violation { parameter: "it".to_owned(), kind }.to_string());
            }
        }
        Type::Boolean => {
            let text = value.as_str().filter(|_| !typed).unwrap_or_default();
            if !value.is_boolean() && !text.eq_ignore_ascii_case("true") && !text.eq_ignore_ascii_case("false") {
                return Err("it must be true or false".to_owned());
            }
        }
        Type::List(_) => {
            if field.encoding.is_none() && !value.is_array() {
                return Err("it must be a list".to_owned());
            }
            let count = value.as_array().map_or_else(|| texts(field, value).len(), Vec::len);
            if field.max_items.is_some_and(|most| u64::try_from(count).is_ok_and(|count| count > most)) {
                return Err(format!("it has {count} items, allowed are {}", field.max_items.unwrap_or_default()));
            }
        }
        Type::String | Type::Enum(_) if typed && !value.is_string() => return Err("it must be text".to_owned()),
        _ => {}
    }
    Ok(())
}

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::any::Any;
use crate::parameter::Parameter;
use crate::timestamp::Timestamp;

/// A value that a request can carry.
///
/// An emitted struct returns [`Value::Struct`] with one [`Parameter`] for each member.
pub trait Encode {
    /// The value as the wire's data model has it.
    fn encode(&self) -> Value<'_>;
}

/// What a parameter's value is made of, before it is written as text or JSON.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Not sent.
    Absent,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// A number as someone else wrote it.
    Number(Cow<'a, str>),
    /// A moment, sent in milliseconds unless the parameter says seconds.
    Time(Timestamp),
    /// Text.
    Text(Cow<'a, str>),
    /// JSON `null`; not sent outside JSON.
    Null,
    /// Several values; not sent when empty.
    List(Vec<Value<'a>>),
    /// A list that was given and is empty (`Some(vec![])`): JSON sends `[]`.
    EmptyList,
    /// Values under keys that are data.
    Map(Vec<(&'a str, Value<'a>)>),
    /// The members of a struct.
    Struct(Vec<Parameter<'a>>),
}

impl Value<'_> {
    /// Whether a parameter with this value is left out of the request.
    pub(crate) fn is_absent(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::List(items) => items.is_empty(),
            _ => false,
        }
    }

    /// Whether a required parameter with this value is missing.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Absent | Self::Null | Self::EmptyList => true,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Map(members) => members.is_empty(),
            _ => false,
        }
    }

    /// Text that is a whole number as that number; in a list, each item.
    pub(crate) fn into_number(self) -> Self {
        match self {
            Self::Text(text) if text.parse::<i64>().is_ok() => Self::Number(text),
            Self::List(items) => Self::List(items.into_iter().map(Self::into_number).collect()),
            other => other,
        }
    }

    /// A scalar as text; `None` for lists, maps, structs and what is not sent.
    pub(crate) fn scalar_text(&self, seconds: bool) -> Option<Cow<'_, str>> {
        Some(match self {
            Self::Bool(true) => "true".into(),
            Self::Bool(false) => "false".into(),
            Self::Integer(number) => number.to_string().into(),
            Self::Float(number) => number.to_string().into(),
            Self::Time(time) => time_number(*time, seconds).to_string().into(),
            Self::Number(text) | Self::Text(text) => Cow::Borrowed(text),
            _ => return None,
        })
    }

    /// Appends `Name=text`, `Name.1=text`, `Name.1.Key=text` … to `out`.
    pub(crate) fn flatten(&self, name: &str, seconds: bool, out: &mut Vec<(String, String)>) {
        match self {
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    item.flatten(&format!("{name}.{}", index + 1), seconds, out);
                }
            }
            Self::Map(members) => {
                for (key, value) in members {
                    value.flatten(&format!("{name}.{key}"), seconds, out);
                }
            }
            Self::Struct(members) => {
                for member in members {
                    member.flatten(&format!("{name}.{}", member.name()), out);
                }
            }
            scalar => {
                if let Some(text) = scalar.scalar_text(seconds) {
                    out.push((name.to_owned(), text.into_owned()));
                }
            }
        }
    }

    /// Appends the value as compact JSON.
    pub(crate) fn write_json(&self, seconds: bool, out: &mut String) {
        match self {
            Self::Absent | Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Integer(number) => write_display(number, out),
            // JSON has no word for the others; validation refuses them.
            Self::Float(number) if !number.is_finite() => out.push_str("null"),
            Self::Float(number) => write_display(number, out),
            Self::Number(text) => out.push_str(text),
            Self::Time(time) => write_display(&time_number(*time, seconds), out),
            Self::Text(text) => write_json_text(text, out),
            Self::EmptyList => out.push_str("[]"),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write_json(seconds, out);
                }
                out.push(']');
            }
            Self::Map(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_json_text(key, out);
                    out.push(':');
                    value.write_json(seconds, out);
                }
                out.push('}');
            }
            Self::Struct(members) => write_json_members(members, out),
        }
    }
}

/// Appends the parameters that are sent as one JSON object.
pub(crate) fn write_json_members<'p, 'a: 'p>(members: impl IntoIterator<Item = &'p Parameter<'a>>, out: &mut String) {
    out.push('{');
    let mut first = true;
    for member in members {
        if member.value().is_absent() {
            continue;
        }
        if !first {
            out.push(',');
        }
        first = false;
        write_json_text(member.name(), out);
        out.push(':');
        member.write_json(out);
    }
    out.push('}');
}

/// Appends `text` as a JSON string.
pub(crate) fn write_json_text(text: &str, out: &mut String) {
    out.push('"');
    // Most text needs no escapes.
    let plain = text.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..b' ')).unwrap_or(text.len());
    let (plain, rest) = text.split_at_checked(plain).unwrap_or(("", text));
    out.push_str(plain);
    for character in rest.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                let code = u32::from(control);
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{code:04x}");
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

fn write_display(value: &dyn std::fmt::Display, out: &mut String) {
    // Writing to a String cannot fail.
    let _ = write!(out, "{value}");
}

fn time_number(time: Timestamp, seconds: bool) -> i64 {
    if seconds { time.as_secs() } else { time.as_millis() }
}

impl Encode for bool {
    fn encode(&self) -> Value<'_> {
        Value::Bool(*self)
    }
}

impl Encode for i32 {
    fn encode(&self) -> Value<'_> {
        Value::Integer((*self).into())
    }
}

impl Encode for i64 {
    fn encode(&self) -> Value<'_> {
        Value::Integer(*self)
    }
}

impl Encode for f64 {
    fn encode(&self) -> Value<'_> {
        Value::Float(*self)
    }
}

impl Encode for &str {
    fn encode(&self) -> Value<'_> {
        Value::Text((*self).into())
    }
}

impl Encode for String {
    fn encode(&self) -> Value<'_> {
        Value::Text(self.into())
    }
}

impl Encode for Timestamp {
    fn encode(&self) -> Value<'_> {
        Value::Time(*self)
    }
}

impl Encode for Any {
    fn encode(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(text) => Value::Number(Cow::Borrowed(text)),
            Self::Text(text) => Value::Text(text.into()),
            Self::List(items) => Value::List(items.iter().map(Encode::encode).collect()),
            Self::Map(members) => {
                Value::Map(members.iter().map(|(key, value)| (key.as_str(), value.encode())).collect())
            }
        }
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self) -> Value<'_> {
        match self.as_ref().map(Encode::encode) {
            None => Value::Absent,
            Some(Value::List(items)) if items.is_empty() => Value::EmptyList,
            Some(value) => value,
        }
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self) -> Value<'_> {
        Value::List(self.iter().map(Encode::encode).collect())
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self) -> Value<'_> {
        Value::Map(self.iter().map(|(key, value)| (key.as_str(), value.encode())).collect())
    }
}

//! What a request carries: values, and the forms in which they are sent.

mod items;
mod json;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use crate::any::Any;
use crate::parameter::Parameter;
use crate::timestamp::Timestamp;

pub use items::{Items, Members};
pub(crate) use json::{Form, into_text, write_json_members, write_json_text};

/// A value that a request can carry.
///
/// An emitted struct returns [`Value::Struct`] with one [`Parameter`] for each member.
pub trait Encode {
    /// The value as the wire's data model has it.
    fn encode(&self) -> Value<'_>;
}

impl PartialEq for dyn Encode + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.encode() == other.encode()
    }
}

impl fmt::Debug for dyn Encode + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.encode().fmt(f)
    }
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
    /// A whole number without a sign.
    Unsigned(u64),
    /// A number with a fraction.
    Float(f64),
    /// A number as someone else wrote it.
    Number(&'a str),
    /// A moment, sent in milliseconds unless the parameter says seconds.
    Time(Timestamp),
    /// Text.
    Text(&'a str),
    /// JSON `null`; not sent outside JSON.
    Null,
    /// Several values; not sent when empty.
    List(&'a dyn Items),
    /// A list that was given and is empty (`Some(vec![])`): JSON sends `[]`.
    EmptyList,
    /// Values under keys that are data.
    Map(&'a dyn Members),
    /// The members of a struct.
    Struct(Vec<Parameter<'a>>),
}

impl Value<'_> {
    /// Whether a parameter with this value is left out of the request.
    pub(crate) fn is_absent(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::List(items) => items.count() == 0,
            _ => false,
        }
    }

    /// Whether a required parameter with this value is missing.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Absent | Self::Null | Self::EmptyList => true,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.count() == 0,
            Self::Map(members) => members.count() == 0,
            _ => false,
        }
    }

    /// A scalar as text; `None` for lists, maps, structs and what is not sent.
    pub(crate) fn scalar_text(&self, seconds: bool) -> Option<Cow<'_, str>> {
        Some(match self {
            Self::Bool(true) => "true".into(),
            Self::Bool(false) => "false".into(),
            Self::Integer(number) => number.to_string().into(),
            Self::Unsigned(number) => number.to_string().into(),
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
                items.numbered(|number, item| item.flatten(&format!("{name}.{number}"), seconds, out));
            }
            Self::Map(members) => {
                members.each(&mut |key, value| value.flatten(&format!("{name}.{key}"), seconds, out));
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

impl Encode for u64 {
    fn encode(&self) -> Value<'_> {
        Value::Unsigned(*self)
    }
}

impl Encode for f64 {
    fn encode(&self) -> Value<'_> {
        Value::Float(*self)
    }
}

impl Encode for &str {
    fn encode(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl Encode for String {
    fn encode(&self) -> Value<'_> {
        Value::Text(self)
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
            Self::Number(text) => Value::Number(text),
            Self::Text(text) => Value::Text(text),
            Self::List(items) => Value::List(items),
            Self::Map(members) => Value::Map(members),
        }
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self) -> Value<'_> {
        let Some(given) = self else { return Value::Absent };
        let value = given.encode();
        if let Value::List(items) = &value
            && items.count() == 0
        {
            return Value::EmptyList;
        }
        value
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self) -> Value<'_> {
        Value::List(self)
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self) -> Value<'_> {
        Value::Map(self)
    }
}

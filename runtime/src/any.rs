use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use crate::decode::{self, DecodeError};
use crate::encode::{Encode, Form};

/// A value of a type that the page does not say: a JSON-like tree of owned parts.
///
/// In XML, an element without children is text, one with children a map, and
/// children of one name a list under that name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Any {
    /// JSON `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, with its digits as on the wire: nothing is rounded.
    Number(Box<str>),
    /// Text.
    Text(String),
    /// Several values.
    List(Vec<Any>),
    /// Values by key, in the wire's order; of a doubled key the last value.
    Map(Vec<(String, Any)>),
}

impl Any {
    /// Reads a whole JSON document.
    pub fn from_json(document: &[u8]) -> Result<Self, DecodeError> {
        decode::json_any(document).map_err(|fault| fault.quoting(document))
    }

    /// The value under `key`, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text, if this is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items, if this is a list.
    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }
}

/// Compact JSON.
impl fmt::Display for Any {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.encode().json_text(Form::default()))
    }
}

impl From<bool> for Any {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Any {
    fn from(value: i64) -> Self {
        Self::Number(value.to_string().into())
    }
}

impl From<&str> for Any {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Any {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl<T: Into<Any>> From<Vec<T>> for Any {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

/// Collects a map's members, which may come twice under one name.
#[derive(Default)]
pub(crate) struct MapBuilder {
    members: Vec<(String, Any)>,
    /// Where each name stands, once there are too many members to look through.
    index: BTreeMap<String, usize>,
}

impl MapBuilder {
    const LOOK_THROUGH: usize = 16;

    /// JSON: the last value of a doubled name wins.
    pub(crate) fn replace(&mut self, name: Cow<'_, str>, value: Any) {
        match self.find(&name) {
            Some(member) => *member = value,
            None => self.members.push((name.into_owned(), value)),
        }
    }

    /// XML: children of one name are a list.
    pub(crate) fn append(&mut self, name: Cow<'_, str>, value: Any) {
        match self.find(&name) {
            // XML has no lists of its own, so this one was begun here.
            Some(Any::List(items)) => items.push(value),
            Some(member) => {
                let first = std::mem::take(member);
                *member = Any::List(vec![first, value]);
            }
            None => self.members.push((name.into_owned(), value)),
        }
    }

    pub(crate) fn finish(self) -> Any {
        Any::Map(self.members)
    }

    fn find(&mut self, name: &str) -> Option<&mut Any> {
        let at = if self.members.len() <= Self::LOOK_THROUGH {
            self.members.iter().position(|(other, _)| other == name)?
        } else {
            let indexed = self.index.len();
            for (at, (other, _)) in self.members.iter().enumerate().skip(indexed) {
                self.index.insert(other.clone(), at);
            }
            *self.index.get(name)?
        };
        self.members.get_mut(at).map(|(_, value)| value)
    }
}

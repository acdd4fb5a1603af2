use std::fmt;

use super::Format;
use crate::any::Any;
use crate::decode::{Fields, Shape};

/// A decoded value as a tree of wire names, read off the same tables that decode it.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// Nothing was decoded.
    Absent,
    /// Text.
    Text(String),
    /// A number's text.
    Number(String),
    /// True or false.
    Bool(bool),
    /// An enum's wire value and its code.
    Enum(String, Option<i64>),
    /// A list, with the name of its wrapper on the wire.
    List {
        /// The wrapper's only member.
        wrapper: Option<&'static str>,
        /// The items.
        items: Vec<Tree>,
    },
    /// A struct's fields.
    Fields(Vec<(&'static str, Tree)>),
    /// A map's members.
    Map(Vec<(String, Tree)>),
    /// A value of any type.
    Any(Any),
}

impl Tree {
    /// What a struct holds.
    pub fn of(fields: &mut dyn Fields<'_>) -> Self {
        let mut trees = Vec::new();
        fields.fields(&mut |slots| {
            trees.extend(slots.iter_mut().map(|(name, value)| (*name, Self::from(value.shape()))));
        });
        Self::Fields(trees)
    }

    pub(super) fn field(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Fields(fields) => fields
                .iter()
                .find(|(n, _)| *n == name)
                .or_else(|| fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)))
                .map(|(_, tree)| tree),
            Self::Map(members) => members.iter().find(|(n, _)| n == name).map(|(_, tree)| tree),
            _ => None,
        }
    }

    /// Whether a member of this name must be a wrapper around this value.
    pub(super) fn cannot_have(&self, name: &str) -> bool {
        match self {
            Self::Fields(_) => self.field(name).is_none(),
            Self::Map(_) | Self::Any(_) => false,
            _ => true,
        }
    }

    /// Whether `sole`, the only member of an object, may be or hold this value: a text is no struct, but a field that nobody
    /// documented.
    pub(super) fn may_stand_in(&self, sole: &Any, format: Format) -> bool {
        let is_text = |any: &Any| !matches!(any, Any::Map(_) | Any::List(_)) && !super::is_blank(any);
        match (self, sole) {
            (Self::Fields(_), Any::List(several)) if format == Format::Xml => !several.iter().any(is_text),
            (Self::Fields(_), sole) => !is_text(sole),
            _ => true,
        }
    }

    /// Whether nothing but absent, empty values is in it.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::Text(text) => text.trim_ascii().is_empty(),
            Self::List { items, .. } => items.iter().all(Self::is_blank),
            Self::Fields(fields) => fields.iter().all(|(_, tree)| tree.is_blank()),
            Self::Map(members) => members.iter().all(|(_, tree)| tree.is_blank()),
            Self::Any(any) => super::is_blank(any),
            Self::Number(_) | Self::Bool(_) | Self::Enum(..) => false,
        }
    }

    /// Whether the wire may write this leaf as `text`.
    pub(super) fn is_leaf(&self, text: &str) -> bool {
        let word = text.trim_ascii();
        match self {
            Self::Text(value) => value == text,
            Self::Number(value) => same_number(value, word),
            Self::Bool(true) => word == "1" || word.eq_ignore_ascii_case("true"),
            Self::Bool(false) => word == "0" || word.eq_ignore_ascii_case("false"),
            Self::Enum(value, code) => value == text || code.is_some_and(|code| word == code.to_string()),
            _ => false,
        }
    }
}

impl From<Shape<'_, '_>> for Tree {
    fn from(shape: Shape<'_, '_>) -> Self {
        match shape {
            Shape::Absent => Self::Absent,
            Shape::Text(text) => Self::Text(text.to_owned()),
            Shape::Whole(number) => Self::Number(number.to_string()),
            Shape::Unsigned(number) => Self::Number(number.to_string()),
            Shape::Float(number) => Self::Number(number.to_string()),
            Shape::Bool(value) => Self::Bool(value),
            Shape::Enum(value, code) => Self::Enum(value.to_owned(), code),
            Shape::List(wrapper, list) => {
                Self::List { wrapper, items: list.shapes().into_iter().map(Self::from).collect() }
            }
            Shape::Struct(fields) => Self::of(fields),
            Shape::Map(members) => {
                Self::Map(members.into_iter().map(|(name, member)| (name.to_owned(), member.into())).collect())
            }
            Shape::Any(any) => Self::Any(any.clone()),
        }
    }
}

fn same_number(value: &str, word: &str) -> bool {
    match (value.parse::<i64>(), word.parse::<i64>()) {
        (Ok(value), Ok(word)) => value == word,
        _ => value.parse::<f64>().is_ok_and(|value| word.parse() == Ok(value)),
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("nothing in the value"),
            Self::Text(text) | Self::Number(text) | Self::Enum(text, _) => {
                write!(f, "`{text}` in the value")
            }
            Self::Bool(value) => write!(f, "`{value}` in the value"),
            Self::List { .. } => f.write_str("a list in the value"),
            Self::Fields(_) => f.write_str("a struct in the value"),
            Self::Map(_) => f.write_str("a map in the value"),
            Self::Any(any) => write!(f, "`{any}` in the value"),
        }
    }
}

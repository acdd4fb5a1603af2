//! The schema as YAML: the one file that names the YAML crate.

use std::fmt;
use std::str::FromStr;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::bounds::{FIELD_DEPTH, PAGE_BYTES, TYPE_DEPTH};
use crate::ir::{EnumValue, Range, Type};

/// Why a text is no YAML of the expected form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub message: String,
    /// Line and column from 1, where known.
    pub place: Option<(usize, usize)>,
}

/// Writes a value; the same value always gives the same text.
pub fn write<T: Serialize>(value: &T) -> Result<String, Unreadable> {
    serde_yaml::to_string(value).map_err(|error| Unreadable { message: error.to_string(), place: None })
}

/// How deep YAML nests that is read: a level of fields is a list in a map, with a list of values at the innermost.
const DEPTH: usize = 2 * FIELD_DEPTH + 8;

/// How many lists, maps and scalars are read: what a page of the largest size may hold.
const NODES: usize = PAGE_BYTES;

/// Reads a value.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    let budget = serde_yaml::budget! { max_depth: DEPTH, max_nodes: NODES, max_events: 4 * NODES };
    let options = serde_yaml::options! { budget: budget };
    serde_yaml::from_str_with_options(text, options).map_err(|error| {
        let place = error
            .location()
            .map(|at| (usize::try_from(at.line()).unwrap_or(0), usize::try_from(at.column()).unwrap_or(0)));
        Unreadable { message: error.without_snippet().to_string(), place }
    })
}

/// A value with the line and column at which it starts.
pub type Placed<T> = (T, (usize, usize));

/// Reads a list, each item with its place.
pub fn read_list<T: DeserializeOwned>(text: &str) -> Result<Vec<Placed<T>>, Unreadable> {
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Vec::new());
    }
    let items: Vec<serde_yaml::Spanned<T>> = read(text)?;
    Ok(items
        .into_iter()
        .map(|item| {
            let at = item.defined;
            (item.value, (usize::try_from(at.line()).unwrap_or(0), usize::try_from(at.column()).unwrap_or(0)))
        })
        .collect())
}

/// One line a value, so that a new one is one line in a diff.
impl Serialize for EnumValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Line<'a> {
            value: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            code: Option<i64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            label: Option<&'a str>,
        }
        serde_yaml::FlowMap(Line { value: &self.value, code: self.code, label: self.label.as_deref() })
            .serialize(serializer)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("string"),
            Self::Integer => f.write_str("integer"),
            Self::Long => f.write_str("long"),
            Self::Unsigned => f.write_str("unsigned"),
            Self::Float => f.write_str("float"),
            Self::Boolean => f.write_str("boolean"),
            Self::Any => f.write_str("any"),
            Self::Enum(name) => write!(f, "enum {name}"),
            Self::Struct(None) => f.write_str("struct"),
            Self::Struct(Some(name)) => write!(f, "struct {name}"),
            Self::List(of) => match of.as_ref() {
                // A name that is a word for a type is told from it by `struct`.
                Self::Struct(Some(name)) if is_plain(name) && word(name).is_none() => write!(f, "list<{name}>"),
                of => write!(f, "list<{of}>"),
            },
            Self::Map(of) => write!(f, "map<{of}>"),
        }
    }
}

impl FromStr for Type {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        parse(text, 0)
    }
}

/// Whether a struct's name may stand alone in a list.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn parse(text: &str, depth: usize) -> Result<Type, String> {
    let text = text.trim();
    let inner = |prefix: &str| text.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('>'));
    if depth > TYPE_DEPTH {
        return Err(format!("the type `{text}` nests too deep"));
    }
    Ok(if let Some(known) = word(text) {
        known
    } else if let Some(name) = text.strip_prefix("enum ") {
        Type::Enum(name.trim().to_owned())
    } else if let Some(name) = text.strip_prefix("struct ") {
        Type::Struct(Some(name.trim().to_owned()))
    } else if let Some(of) = inner("list<") {
        Type::List(Box::new(match parse(of, depth + 1) {
            Ok(of) => of,
            Err(_) if is_plain(of) => Type::Struct(Some(of.to_owned())),
            Err(error) => return Err(error),
        }))
    } else if let Some(of) = inner("map<") {
        Type::Map(Box::new(parse(of, depth + 1)?))
    } else {
        return Err(format!(
            "`{text}` is no type; expected string, integer, long, float, boolean, any, struct, `enum NAME`, `list<TYPE>` or `map<TYPE>`"
        ));
    })
}

/// The type of a single word.
fn word(text: &str) -> Option<Type> {
    Some(match text {
        "string" => Type::String,
        "integer" => Type::Integer,
        "long" => Type::Long,
        "unsigned" => Type::Unsigned,
        "float" => Type::Float,
        "boolean" => Type::Boolean,
        "any" => Type::Any,
        "struct" => Type::Struct(None),
        _ => return None,
    })
}

impl Serialize for Type {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(min) = self.min {
            write!(f, "{min}")?;
        }
        f.write_str("..")?;
        if let Some(max) = self.max {
            write!(f, "={max}")?;
        }
        Ok(())
    }
}

impl FromStr for Range {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no range; expected `1..=100`, `..=100` or `1..`");
        let (min, max) = text.trim().split_once("..").ok_or_else(wrong)?;
        let number = |part: &str| if part.is_empty() { Ok(None) } else { part.parse().map(Some).map_err(|_| wrong()) };
        let max = max.strip_prefix('=').unwrap_or(max);
        Ok(Self { min: number(min)?, max: number(max)? })
    }
}

impl Serialize for Range {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Range {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Field;

    /// Fields so many levels deep.
    fn nested(levels: usize) -> Vec<Field> {
        let outer = |inner, level| {
            let name = format!("f{level}");
            vec![Field { name, ty: Type::Struct(None), fields: inner, ..Field::default() }]
        };
        (0..levels).fold(Vec::new(), outer)
    }

    #[test]
    fn fields_are_read_as_deep_as_they_may_be_and_no_deeper() {
        let fields = nested(FIELD_DEPTH);
        assert_eq!(read::<Vec<Field>>(&write(&fields).unwrap()), Ok(fields));
        // Each level indents by two more: the text of more of them than a stack holds would be too long to write here.
        assert!(read::<Vec<Field>>(&write(&nested(DEPTH)).unwrap()).unwrap_err().message.contains("depth"));
        let flow = "[{name: a, type: struct, fields: ".repeat(20_000) + "[]" + &"}]".repeat(20_000);
        assert!(read::<Vec<Field>>(&flow).is_err());
    }

    #[test]
    fn types_are_phrases() {
        for text in [
            "string",
            "enum ContactType",
            "list<enum ContactType>",
            "list<CallDetailRecord>",
            "map<list<long>>",
            "struct",
            "struct Tag",
            "list<struct>",
            "list<struct string>",
            "list<list<struct any>>",
        ] {
            assert_eq!(text.parse::<Type>().unwrap().to_string(), text);
        }
        assert!("strnig".parse::<Type>().unwrap_err().contains("expected string"));
    }

    #[test]
    fn ranges_are_rusts() {
        for text in ["1..=100", "..=100", "1..", "-1..=5"] {
            assert_eq!(text.parse::<Range>().unwrap().to_string(), text);
        }
        assert!("1-100".parse::<Range>().is_err());
    }
}

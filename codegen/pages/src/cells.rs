//! What the words in a table's cells say: a type, whether a parameter must be sent, where, or nothing.

use crate::ir::{Position, Type, Vendor};

/// A type cell, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// A value without members.
    Scalar(Type),
    /// Members follow.
    Struct,
    /// `Array of Recording`, or a bare `Array`; members may follow.
    List(Option<String>),
    /// A list of scalars: nothing follows.
    ListOf(Type),
    /// Keys that are data.
    Map,
    /// A type that the vendor names (Tencent Cloud).
    Named(String),
    /// The cell is empty.
    Blank,
    /// A word that is not known.
    Unknown,
}

impl Word {
    /// Whether rows may stand below it, by its own word.
    pub fn is_container(&self) -> bool {
        !matches!(self, Self::Scalar(_) | Self::ListOf(_) | Self::Unknown)
    }
}

/// Whether a cell that should hold a type or an example says that there is none.
pub fn says_nothing(cell: &str) -> bool {
    let cell = cell.trim();
    cell.is_empty() || ["-", "--", "/", "n/a", "none", "无", "\u{2014}"].contains(&cell.to_lowercase().as_str())
}

/// Reads a type cell.
pub fn word(cell: &str, vendor: Vendor) -> Word {
    // A word that leads to a description of its own is a structure's name.
    let linked = cell.contains("](");
    let cell = without_links(&cell.replace('\\', ""));
    let cell = cell.trim().trim_matches(['*', '`']).trim();
    if says_nothing(cell) {
        return Word::Blank;
    }
    if let Some(scalar) = scalar(cell, vendor) {
        return Word::Scalar(scalar);
    }
    if let Some(element) = element(cell) {
        return match (scalar(element, vendor), element.to_lowercase().as_str()) {
            (Some(scalar), _) => Word::ListOf(scalar),
            (None, "object" | "struct" | "map" | "any" | "") => Word::List(None),
            _ if is_name(element) => Word::List(Some(element.to_owned())),
            _ => Word::List(None),
        };
    }
    match cell.to_lowercase().as_str() {
        "struct" | "object" | "jsonobject" | "json object" | "dict" => Word::Struct,
        "array" | "list" | "jsonarray" | "json array" | "set" | "repeatlist" => Word::List(None),
        "map" | "hashmap" => Word::Map,
        "any" => Word::Scalar(Type::Any),
        _ if (vendor == Vendor::Tencent || linked) && is_name(cell) && nearest(cell).is_none() => {
            Word::Named(cell.to_owned())
        }
        _ => Word::Unknown,
    }
}

/// The type whose word a misspelt one is near to: `Intger`, `Strnig`.
pub fn nearest(cell: &str) -> Option<Type> {
    let word = cell.trim().to_lowercase();
    if !(4..=12).contains(&word.len()) || !word.is_ascii() {
        return None;
    }
    let known = [
        ("string", Type::String),
        ("integer", Type::Integer),
        ("long", Type::Long),
        ("boolean", Type::Boolean),
        ("float", Type::Float),
        ("double", Type::Float),
        ("number", Type::Float),
    ];
    // One slip, or two letters that changed places, of a word that is long enough for it.
    let near = |known: &str| word != known && slips(word.as_bytes(), known.as_bytes()) <= 1;
    known.into_iter().find(|(known, _)| near(known)).map(|(_, ty)| ty)
}

/// How many letters are missing, too many, wrong or in each other's place: 0, 1, or 2 for more.
fn slips(one: &[u8], other: &[u8]) -> usize {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (a, b) = (&one[same..], &other[same..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    match (a.len() - end, b.len() - end) {
        (0, 0) => 0,
        (0 | 1, 1) | (1, 0) => 1,
        (2, 2) if a[0] == b[1] && a[1] == b[0] => 1,
        _ => 2,
    }
}

/// `Array of [X](#X)` as `Array of X`.
fn without_links(cell: &str) -> String {
    let mut text = String::new();
    let mut rest = cell;
    while let Some((before, link)) = rest.split_once('[')
        && let Some((name, behind)) = link.split_once("](")
        && let Some((_, behind)) = behind.split_once(')')
    {
        text.push_str(before);
        text.push_str(name);
        rest = behind;
    }
    text + rest
}

/// `Array of X`, `array<X>`, `List<X>`, `X[]`, `Array[X]`
fn element(cell: &str) -> Option<&str> {
    let lower = cell.to_lowercase();
    for prefix in ["array of ", "list of ", "arrayof"] {
        if lower.starts_with(prefix) {
            return cell.get(prefix.len()..).map(str::trim);
        }
    }
    for prefix in ["array<", "list<", "array[", "list[", "array(", "list("] {
        if lower.starts_with(prefix) {
            return cell.get(prefix.len()..).map(|inner| inner.trim_end_matches(['>', ']', ')']).trim());
        }
    }
    cell.strip_suffix("[]").map(str::trim)
}

fn scalar(cell: &str, vendor: Vendor) -> Option<Type> {
    Some(match cell.to_lowercase().as_str() {
        "string" | "str" | "text" | "date" | "datetime" | "timestamp" | "time" | "binary" | "enum" | "json"
        | "file" | "timestamp iso8601" => Type::String,
        "integer" | "int" | "int32" | "short" | "byte" => match vendor {
            Vendor::Aliyun => Type::Integer,
            Vendor::Tencent => Type::Long,
        },
        "long" | "int64" | "bigint" | "uint32" => Type::Long,
        "uint64" | "ulong" | "unsigned long" | "unsigned" => Type::Unsigned,
        "float" | "double" | "number" | "decimal" | "bigdecimal" => Type::Float,
        "boolean" | "bool" => Type::Boolean,
        _ => return None,
    })
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// What a cell of the `required` column says.
pub fn required(cell: &str) -> Option<bool> {
    match cell.trim().trim_matches('*').to_lowercase().as_str() {
        "是" | "yes" | "true" | "必选" | "必填" | "required" | "y" => Some(true),
        "否" | "no" | "false" | "可选" | "optional" | "n" | "条件必选" | "conditional" => Some(false),
        _ => None,
    }
}

/// Where a cell of the `position` column says that a parameter is sent.
pub fn position(cell: &str) -> Option<Position> {
    Some(match cell.trim().to_lowercase().as_str() {
        "query" => Position::Query,
        "path" => Position::Path,
        "body" | "formdata" | "form" => Position::Body,
        "header" => Position::Header,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        let ali = |cell| word(cell, Vendor::Aliyun);
        assert_eq!(ali("String"), Word::Scalar(Type::String));
        assert_eq!(ali("integer"), Word::Scalar(Type::Integer));
        assert_eq!(ali("Array of CallDetailRecord"), Word::List(Some("CallDetailRecord".into())));
        assert_eq!(ali("Array of String"), Word::ListOf(Type::String));
        assert_eq!(ali("array<object>"), Word::List(None));
        assert_eq!(ali("List"), Word::List(None));
        for blank in [" ", "-", "N/A", "无", "None"] {
            assert_eq!(ali(blank), Word::Blank);
        }
        assert_eq!(ali("呼入"), Word::Unknown);
        for (slip, ty) in
            [("Intger", Type::Integer), ("Strnig", Type::String), ("Lnog", Type::Long), ("boolen", Type::Boolean)]
        {
            assert_eq!(nearest(slip), Some(ty), "{slip}");
            assert_eq!(word(slip, Vendor::Tencent), Word::Unknown, "{slip}");
        }
        assert_eq!(nearest("String"), None);
        assert_eq!(nearest("TelCdrInfo"), None);
        assert_eq!(word("Integer", Vendor::Tencent), Word::Scalar(Type::Long));
        assert_eq!(word("TTS", Vendor::Tencent), Word::Named("TTS".into()));
    }
}

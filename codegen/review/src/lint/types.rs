//! The type of a sample's value against its row's type word.

use spectable_pages::ir::Type;
use spectable_pages::lower::Word;
use spectable_pages::sample::Value;

use super::{is_masked, shortened};

/// In what way a value is none of its row's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mismatch {
    /// Another type; what is shown, in words.
    Type(String),
    /// The right value in the spelling of another type: what is shown and what the row says.
    Spelling(&'static str, &'static str),
}

/// Compares a value with a type word; `None` where the one allows the other.
pub(super) fn mismatch(word: &Word, value: &Value) -> Option<Mismatch> {
    let hidden = matches!(value, Value::Text(text) | Value::Word(text) | Value::Xml(text) if text.trim().is_empty() || is_masked(text));
    if matches!(value, Value::Null | Value::Omitted) || hidden {
        return None;
    }
    match word {
        Word::Scalar(Type::Any) | Word::Blank | Word::Unknown => None,
        Word::Scalar(ty) => scalar(ty, value),
        Word::Struct | Word::Named(_) | Word::Map => match value {
            Value::List(_) => Some(other("a list")),
            _ => container(value),
        },
        Word::List(_) | Word::ListOf(_) => container(value),
    }
}

fn other(shows: impl Into<String>) -> Mismatch {
    Mismatch::Type(shows.into())
}

/// A single value where several or none are expected.
fn container(value: &Value) -> Option<Mismatch> {
    match value {
        Value::Text(text) | Value::Word(text) => Some(other(format!("the text `{}`", shortened(text)))),
        Value::Number(text) => Some(other(format!("the number `{}`", shortened(text)))),
        Value::Boolean(_) => Some(other("a boolean")),
        // A repeated element shows one item of a list; XML has no other way to show a JSON text.
        Value::Xml(_) | Value::Object(_) | Value::List(_) | Value::Null | Value::Omitted => None,
    }
}

fn scalar(ty: &Type, value: &Value) -> Option<Mismatch> {
    let number = matches!(ty, Type::Integer | Type::Long | Type::Unsigned | Type::Float);
    match (ty, value) {
        (_, Value::Object(_)) => Some(other("an object")),
        (_, Value::List(_)) => Some(other("a list")),
        (Type::Integer | Type::Long | Type::Unsigned, Value::Number(text)) => match text.parse::<i128>() {
            Ok(whole) if *ty == Type::Integer && i32::try_from(whole).is_err() => {
                Some(other(format!("`{text}`, which does not fit into 32 bits,")))
            }
            Ok(_) => None,
            Err(_) => Some(other(format!("the fraction `{}`", shortened(text)))),
        },
        (Type::String, Value::Number(_)) => Some(Mismatch::Spelling("a number", "text")),
        (Type::String, Value::Boolean(_)) => Some(Mismatch::Spelling("a boolean", "text")),
        (Type::Boolean, Value::Number(text)) => Some(other(format!("the number `{}`", shortened(text)))),
        (_, Value::Boolean(_)) if number => Some(other("a boolean")),
        (_, Value::Text(text) | Value::Word(text) | Value::Xml(text)) if number => {
            let text = text.trim();
            let fits = text.parse::<i128>().is_ok() || *ty == Type::Float && text.parse::<f64>().is_ok();
            spelt(value, text, fits, "a number")
        }
        (Type::Boolean, Value::Text(text) | Value::Word(text) | Value::Xml(text)) => {
            let text = text.trim();
            spelt(value, text, text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false"), "a boolean")
        }
        _ => None,
    }
}

/// A text for a number or a boolean; XML has nothing but texts.
fn spelt(value: &Value, text: &str, fits: bool, says: &'static str) -> Option<Mismatch> {
    match (value, fits) {
        (Value::Xml(_), true) => None,
        (_, true) => Some(Mismatch::Spelling("text", says)),
        (_, false) => Some(other(format!("the text `{}`", shortened(text)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fit_their_type_words() {
        let text = |text: &str| Value::Text(text.to_owned());
        let number = |text: &str| Value::Number(text.to_owned());
        let xml = |text: &str| Value::Xml(text.to_owned());
        for (word, value) in [
            (Word::Scalar(Type::Integer), number("1")),
            (Word::Scalar(Type::Integer), xml("1")),
            (Word::Scalar(Type::Integer), text("1****")),
            (Word::Scalar(Type::Long), number("1532448000000")),
            (Word::Scalar(Type::Float), number("1.5")),
            (Word::Scalar(Type::Float), number("1")),
            (Word::Scalar(Type::Boolean), xml("true")),
            (Word::Scalar(Type::String), xml("1")),
            (Word::Struct, Value::Object(Vec::new())),
            (Word::Struct, text("")),
            (Word::List(None), Value::Object(Vec::new())),
            (Word::ListOf(Type::String), xml("a")),
            (Word::Map, Value::Null),
            (Word::Blank, number("1")),
        ] {
            assert_eq!(mismatch(&word, &value), None, "{word:?} {value:?}");
        }
        for (word, value, shows) in [
            (Word::Scalar(Type::Integer), number("1532448000000"), "`1532448000000`, which does not fit into 32 bits,"),
            (Word::Scalar(Type::Long), number("1.5"), "the fraction `1.5`"),
            (Word::Scalar(Type::Integer), text("high"), "the text `high`"),
            (Word::Scalar(Type::Boolean), xml("yes"), "the text `yes`"),
            (Word::Scalar(Type::String), Value::List(Vec::new()), "a list"),
            (Word::Struct, Value::List(Vec::new()), "a list"),
            (Word::List(None), text("a,b"), "the text `a,b`"),
        ] {
            assert_eq!(mismatch(&word, &value), Some(Mismatch::Type(shows.to_owned())), "{word:?} {value:?}");
        }
        assert_eq!(mismatch(&Word::Scalar(Type::Integer), &text("1")), Some(Mismatch::Spelling("text", "a number")));
        assert_eq!(mismatch(&Word::Scalar(Type::String), &number("1")), Some(Mismatch::Spelling("a number", "text")));
        assert_eq!(
            mismatch(&Word::Scalar(Type::Boolean), &text("true")),
            Some(Mismatch::Spelling("text", "a boolean"))
        );
    }
}

//! A schema's JSON, strictly: what a schema means hangs on every bracket, so nothing is repaired as it is in samples.

use indexmap::IndexMap;

use super::Refused;
use crate::sample::{self, Member, Node, Value};
use crate::source::Span;

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Json {
    pub(super) span: Span,
    pub(super) value: JsonValue,
}

/// What a [`Json`] is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum JsonValue {
    Object(IndexMap<String, Json>),
    List(Vec<Json>),
    Text(String),
    /// As written.
    Number(String),
    Boolean(bool),
    Null,
}

/// Reads a whole document that starts at byte `base` of its file.
pub(super) fn read(text: &str, base: usize) -> Result<Json, Refused> {
    let (node, problems) = sample::json(text, base);
    match problems.first() {
        Some(problem) => Err(Refused { place: problem.span, what: format!("this is no JSON: {}", problem.what) }),
        None => Ok(Json::of(node, text, base)),
    }
}

impl Json {
    /// The reader of samples has no use for what escapes stand for, so texts are read once more.
    fn of(node: Node, text: &str, base: usize) -> Self {
        let raw = |span: Span| text.get(span.range().start - base..span.range().end - base).unwrap_or_default();
        let span = node.span;
        let value = match node.value {
            Value::Object(members) => JsonValue::Object(
                members
                    .into_iter()
                    .map(|Member { name, at, node }| (unescaped(name, raw(at)), Self::of(node, text, base)))
                    .collect(),
            ),
            Value::List(items) => JsonValue::List(items.into_iter().map(|item| Self::of(item, text, base)).collect()),
            Value::Text(value) => {
                let quoted = raw(span);
                let inner = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
                JsonValue::Text(unescaped(value, inner))
            }
            Value::Number(number) | Value::Word(number) => JsonValue::Number(number),
            Value::Boolean(value) => JsonValue::Boolean(value),
            Value::Null | Value::Omitted | Value::Xml(_) => JsonValue::Null,
        };
        Self { span, value }
    }

    /// The member of an object.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        if let JsonValue::Object(members) = &self.value { members.get(name) } else { None }
    }

    /// The members of an object; none of anything else: an empty map may be written as `[]`.
    pub(super) fn members(&self) -> impl Iterator<Item = (&String, &Self)> {
        let members = if let JsonValue::Object(members) = &self.value { Some(members) } else { None };
        members.into_iter().flatten()
    }

    /// Whether it has no members.
    pub(super) fn is_empty(&self) -> bool {
        self.members().next().is_none()
    }

    /// The items of a list; none of anything else.
    pub(super) fn items(&self) -> &[Self] {
        if let JsonValue::List(items) = &self.value { items } else { &[] }
    }

    /// A text.
    pub(super) fn text(&self) -> Option<&str> {
        if let JsonValue::Text(text) = &self.value { Some(text) } else { None }
    }

    /// A text, a number or a boolean as text: schemas write examples and limits in all of these forms.
    pub(super) fn scalar(&self) -> Option<String> {
        match &self.value {
            JsonValue::Text(text) | JsonValue::Number(text) => Some(text.clone()),
            JsonValue::Boolean(value) => Some(value.to_string()),
            _ => None,
        }
    }

    /// A boolean, which some write as text.
    pub(super) fn boolean(&self) -> Option<bool> {
        match &self.value {
            JsonValue::Boolean(value) => Some(*value),
            JsonValue::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The text of an object's member.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }

    /// Whether an object's member is `true`.
    pub(super) fn is(&self, name: &str) -> bool {
        self.get(name).and_then(Self::boolean) == Some(true)
    }
}

fn unescaped(read: String, raw: &str) -> String {
    if !raw.contains('\\') {
        return read;
    }
    serde_json::from_str(&format!("\"{raw}\"")).unwrap_or(read)
}

use std::borrow::Cow;

use crate::encode::{Encode, Value, write_json_text};

/// One parameter of a request: its wire name, its value and what the page says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter<'a> {
    pub(crate) name: &'static str,
    pub(crate) value: Value<'a>,
    pub(crate) required: bool,
    pub(crate) seconds: bool,
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
    pub(crate) max_items: Option<usize>,
    pub(crate) encoding: Encoding,
    pub(crate) position: Position,
}

/// How a list or struct is put on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// As the protocol does it.
    Plain,
    /// `a,b`
    Comma,
    /// JSON text.
    Json,
}

/// Where a REST-style request carries a parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Position {
    /// In the query string.
    #[default]
    Query,
    /// In the path template.
    Path,
    /// In the body.
    Body,
    /// As a header.
    Header,
}

impl<'a> Parameter<'a> {
    /// An optional parameter without limits.
    pub fn new(name: &'static str, value: &'a dyn Encode) -> Self {
        Self {
            name,
            value: value.encode(),
            required: false,
            seconds: false,
            min: None,
            max: None,
            max_items: None,
            encoding: Encoding::Plain,
            position: Position::Query,
        }
    }

    /// An empty text or list is a violation.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// A number outside of these inclusive bounds is a violation.
    #[must_use]
    pub fn range(mut self, min: Option<i64>, max: Option<i64>) -> Self {
        (self.min, self.max) = (min, max);
        self
    }

    /// A longer list is a violation.
    #[must_use]
    pub fn max_items(mut self, items: usize) -> Self {
        self.max_items = Some(items);
        self
    }

    /// The list is sent as one text, joined with commas.
    #[must_use]
    pub fn comma(mut self) -> Self {
        self.encoding = Encoding::Comma;
        self
    }

    /// The value is sent as JSON text; a text value is sent as it is.
    #[must_use]
    pub fn json(mut self) -> Self {
        self.encoding = Encoding::Json;
        self
    }

    /// A [`Timestamp`](crate::Timestamp) is sent in seconds.
    #[must_use]
    pub fn seconds(mut self) -> Self {
        self.seconds = true;
        self
    }

    /// The enum's values are numbers: JSON carries them without quotes.
    #[must_use]
    pub fn number(mut self) -> Self {
        self.value = self.value.into_number();
        self
    }

    /// Where a REST-style request carries it; the query unless said otherwise.
    #[must_use]
    pub fn position(mut self, position: Position) -> Self {
        self.position = position;
        self
    }

    /// The name on the wire.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The value before it is encoded.
    pub fn value(&self) -> &Value<'a> {
        &self.value
    }
}

impl Parameter<'_> {
    /// Appends the parameter as text parameters under `name`.
    pub(crate) fn flatten(&self, name: &str, out: &mut Vec<(String, String)>) {
        if self.value.is_absent() {
            return;
        }
        match self.one_text() {
            Some(text) => out.push((name.to_owned(), text.into_owned())),
            None => self.value.flatten(name, self.seconds, out),
        }
    }

    /// Appends the parameter's value as JSON.
    pub(crate) fn write_json(&self, out: &mut String) {
        match self.one_text() {
            Some(text) => write_json_text(&text, out),
            None => self.value.write_json(self.seconds, out),
        }
    }

    /// The text that a list or struct is packed into, where the parameter says so.
    fn one_text(&self) -> Option<Cow<'_, str>> {
        let seconds = self.seconds;
        match (self.encoding, &self.value) {
            (Encoding::Comma, Value::EmptyList) => Some("".into()),
            (Encoding::Comma, Value::List(items)) => {
                let mut text = String::new();
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        text.push(',');
                    }
                    match item.scalar_text(seconds) {
                        Some(item) => text.push_str(&item),
                        None => item.write_json(seconds, &mut text),
                    }
                }
                Some(text.into())
            }
            // Text under a JSON parameter is JSON that the user wrote.
            (Encoding::Json, Value::Text(text)) => Some(Cow::Borrowed(text)),
            (Encoding::Json, value) => {
                let mut text = String::new();
                value.write_json(seconds, &mut text);
                Some(text.into())
            }
            _ => None,
        }
    }
}

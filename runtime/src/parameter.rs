use std::borrow::Cow;

use crate::encode::{Encode, Form, Value, write_json_text};

/// One parameter of a request: its wire name, its value and what the page says of it.
///
/// Small and made of plain words, so that a request's parameters are written once, where they stay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter<'a> {
    pub(crate) name: &'static str,
    value: &'a dyn Encode,
    pub(crate) required: bool,
    pub(crate) form: Form,
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
    #[inline]
    pub const fn new(name: &'static str, value: &'a dyn Encode) -> Self {
        Self {
            name,
            value,
            required: false,
            form: Form { seconds: false, numbers: false },
            min: None,
            max: None,
            max_items: None,
            encoding: Encoding::Plain,
            position: Position::Query,
        }
    }

    /// An empty text or list is a violation.
    #[must_use]
    #[inline]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// A number outside of these inclusive bounds is a violation.
    #[must_use]
    #[inline]
    pub const fn range(mut self, min: Option<i64>, max: Option<i64>) -> Self {
        self.min = min;
        self.max = max;
        self
    }

    /// A longer list is a violation.
    #[must_use]
    #[inline]
    pub const fn max_items(mut self, items: usize) -> Self {
        self.max_items = Some(items);
        self
    }

    /// The list is sent as one text, joined with commas.
    #[must_use]
    #[inline]
    pub const fn comma(mut self) -> Self {
        self.encoding = Encoding::Comma;
        self
    }

    /// The value is sent as JSON text; a text value is sent as it is.
    #[must_use]
    #[inline]
    pub const fn json(mut self) -> Self {
        self.encoding = Encoding::Json;
        self
    }

    /// A [`Timestamp`](crate::Timestamp) is sent in seconds.
    #[must_use]
    #[inline]
    pub const fn seconds(mut self) -> Self {
        self.form.seconds = true;
        self
    }

    /// The enum's values are numbers: JSON carries them without quotes.
    #[must_use]
    #[inline]
    pub const fn number(mut self) -> Self {
        self.form.numbers = true;
        self
    }

    /// Where a REST-style request carries it; the query unless said otherwise.
    #[must_use]
    #[inline]
    pub const fn position(mut self, position: Position) -> Self {
        self.position = position;
        self
    }

    /// The name on the wire.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The value before it is encoded.
    pub fn value(&self) -> Value<'a> {
        self.value.encode()
    }
}

impl Parameter<'_> {
    /// Appends the parameter as text parameters under `name`.
    pub(crate) fn flatten(&self, name: &str, out: &mut Vec<(String, String)>) {
        let value = self.value();
        if value.is_absent() {
            return;
        }
        match self.one_text(&value) {
            Some(text) => out.push((name.to_owned(), text.into_owned())),
            None => value.flatten(name, self.form.seconds, out),
        }
    }

    /// Appends the parameter's value as JSON.
    #[inline]
    pub(crate) fn write_json(&self, value: &Value<'_>, out: &mut Vec<u8>) {
        match self.one_text(value) {
            Some(text) => write_json_text(&text, out),
            None => value.write_json(self.form, out),
        }
    }

    /// The text that a list or struct is packed into, where the parameter says so.
    #[inline]
    fn one_text<'v>(&self, value: &'v Value<'_>) -> Option<Cow<'v, str>> {
        if self.encoding == Encoding::Plain { None } else { self.packed_text(value) }
    }

    fn packed_text<'v>(&self, value: &'v Value<'_>) -> Option<Cow<'v, str>> {
        match (self.encoding, value) {
            (Encoding::Comma, Value::EmptyList) => Some("".into()),
            (Encoding::Comma, Value::List(items)) => {
                let mut text = String::new();
                items.numbered(|number, item| {
                    if number > 1 {
                        text.push(',');
                    }
                    match item.scalar_text(self.form.seconds) {
                        Some(item) => text.push_str(&item),
                        None => text.push_str(&item.json_text(self.form)),
                    }
                });
                Some(text.into())
            }
            // Text under a JSON parameter is JSON that the user wrote.
            (Encoding::Json, Value::Text(text)) => Some(Cow::Borrowed(text)),
            (Encoding::Json, value) => Some(value.json_text(self.form).into()),
            _ => None,
        }
    }
}

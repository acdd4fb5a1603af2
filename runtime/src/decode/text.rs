use std::borrow::Cow;

use super::input::Format;
use super::scalar::{Scalar, slowly};
use super::{Fault, Input, Item, Shape};

/// How decoded text is kept: `String`, `Box<str>`, or `Cow<str>` borrowed from the document.
pub trait Text<'de>: Item<'de> + Default + AsRef<str> {
    /// Keeps the text.
    fn from_text(text: Cow<'de, str>) -> Self;
}

const TEXT: &str = "text";

impl<'de> Input<'de> {
    /// The text here; a number keeps its digits. `None` for null.
    pub(crate) fn text(&mut self, expected: &'static str) -> Result<Option<Cow<'de, str>>, Fault> {
        if let Some(text) = self.plain_text() {
            return Ok(Some(text.into()));
        }
        self.scalar(expected, |scalar| {
            Some(match scalar {
                Scalar::Empty => None,
                Scalar::Bool(true) => Some("true".into()),
                Scalar::Bool(false) => Some("false".into()),
                Scalar::Number(digits) => Some(digits.into()),
                Scalar::Text(text) => Some(text),
            })
        })
    }

    /// The text here if it is a string without escapes or an element without entities, as most are.
    #[inline]
    pub(crate) fn plain_text(&mut self) -> Option<&'de str> {
        match self.format {
            Format::Json => self.json.plain_string(),
            Format::Xml => self.xml.plain(),
        }
    }
}

impl<'de> Text<'de> for String {
    fn from_text(text: Cow<'de, str>) -> Self {
        text.into_owned()
    }
}

impl<'de> Text<'de> for Box<str> {
    fn from_text(text: Cow<'de, str>) -> Self {
        text.into()
    }
}

impl<'de> Text<'de> for Cow<'de, str> {
    fn from_text(text: Cow<'de, str>) -> Self {
        text
    }
}

impl<'de> Item<'de> for String {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, Fault> {
        Ok(input.text(TEXT)?.map(Text::from_text))
    }

    fn fill(place: &mut Option<Self>, input: &mut Input<'de>) -> Result<(), Fault> {
        *place = match input.plain_text() {
            Some(text) => Some(text.to_owned()),
            None => Self::item(input)?,
        };
        Ok(())
    }

    fn shape(&mut self) -> Shape<'_, 'de> {
        Shape::Text(self)
    }
}

impl<'de> Item<'de> for Box<str> {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, Fault> {
        Ok(input.text(TEXT)?.map(Text::from_text))
    }

    fn shape(&mut self) -> Shape<'_, 'de> {
        Shape::Text(self)
    }
}

impl<'de> Item<'de> for Cow<'de, str> {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, Fault> {
        input.text(TEXT)
    }

    fn fill(place: &mut Option<Self>, input: &mut Input<'de>) -> Result<(), Fault> {
        if matches!(input.format, Format::Json)
            && !matches!(place, Some(Cow::Owned(_)))
            && let Some(text) = input.json.short_plain_string()
        {
            *place = Some(Cow::Borrowed(text));
            return Ok(());
        }
        slowly(place, input, |input| {
            let text = match input.format {
                Format::Json => input.json.long_plain_string(),
                Format::Xml => input.xml.plain(),
            };
            text.map_or_else(|| Self::item(input), |text| Ok(Some(Cow::Borrowed(text))))
        })
    }

    fn shape(&mut self) -> Shape<'_, 'de> {
        Shape::Text(self)
    }
}

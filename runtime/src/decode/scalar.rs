use std::borrow::Cow;

use super::input::Format;
use super::{Fault, Input, Item, Shape};
use crate::any::Any;

/// What stands where a scalar belongs.
pub(super) enum Scalar<'de> {
    /// Null, or an object or list without content.
    Empty,
    Bool(bool),
    Number(&'de str),
    Text(Cow<'de, str>),
}

const BOOL: &str = "true or false";

impl<'de> Input<'de> {
    /// Reads a scalar and converts it; an error shows the scalar.
    pub(super) fn scalar<T>(
        &mut self,
        expected: &'static str,
        convert: impl FnOnce(Scalar<'de>) -> Option<Option<T>>,
    ) -> Result<Option<T>, Fault> {
        let (scalar, start) = match self.format {
            Format::Json => {
                let start = self.json.start();
                (self.json.scalar(expected)?, start)
            }
            Format::Xml => (self.xml.scalar(expected)?, 0),
        };
        convert(scalar).ok_or_else(|| match self.format {
            Format::Json => self.json.fault_from(expected, start),
            Format::Xml => self.xml.fault(expected),
        })
    }
}

impl<'de> Item<'de> for Any {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, Fault> {
        Ok(Some(input.any()?).filter(|any| *any != Self::Null))
    }

    fn has_member(_: &str) -> Option<bool> {
        Some(true)
    }

    fn shape(&mut self) -> Shape<'_, 'de> {
        Shape::Any(self)
    }
}

impl From<Scalar<'_>> for Any {
    fn from(scalar: Scalar<'_>) -> Self {
        match scalar {
            Scalar::Empty => Self::Null,
            Scalar::Bool(value) => Self::Bool(value),
            Scalar::Number(digits) => Self::Number(digits.into()),
            Scalar::Text(text) => Self::Text(text.into_owned()),
        }
    }
}

impl Input<'_> {
    /// Whatever stands here.
    pub(crate) fn any(&mut self) -> Result<Any, Fault> {
        match self.format {
            Format::Json => self.json_any(),
            Format::Xml => self.xml_any(),
        }
    }
}

impl<'de> Item<'de> for bool {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, Fault> {
        let parse = |text: &str| match text.trim_ascii() {
            "" => Some(None),
            "1" => Some(Some(true)),
            "0" => Some(Some(false)),
            word if word.eq_ignore_ascii_case("true") => Some(Some(true)),
            word if word.eq_ignore_ascii_case("false") => Some(Some(false)),
            _ => None,
        };
        if matches!(input.format, Format::Json)
            && let Some(value) = input.json.bool()
        {
            return Ok(Some(value));
        }
        input.scalar(BOOL, |scalar| match scalar {
            Scalar::Empty => Some(None),
            Scalar::Bool(value) => Some(Some(value)),
            Scalar::Number(digits) => parse(digits),
            Scalar::Text(text) => parse(&text),
        })
    }

    fn shape(&mut self) -> Shape<'_, 'de> {
        Shape::Bool(*self)
    }
}

/// Apart, and the last that is called, so that the usual value needs no room for what this one needs.
#[inline(never)]
pub(super) fn slowly<'de, T>(
    place: &mut Option<T>,
    input: &mut Input<'de>,
    item: impl FnOnce(&mut Input<'de>) -> Result<Option<T>, Fault>,
) -> Result<(), Fault> {
    *place = item(input)?;
    Ok(())
}

use std::borrow::Cow;
use std::str::FromStr;

use super::{DecodeError, Input, Item, Source};
use crate::any::Any;
use crate::testing::Tree;

/// How decoded text is kept: `String`, `Box<str>`, or `Cow<str>` borrowed from the document.
pub trait Text<'de>: Item<'de> + Default + AsRef<str> {
    /// Keeps the text.
    fn from_text(text: Cow<'de, str>) -> Self;
}

/// What stands where a scalar belongs.
pub(super) enum Scalar<'de> {
    /// Null, or an object or list without content.
    Empty,
    Bool(bool),
    Number(&'de str),
    Text(Cow<'de, str>),
}

const TEXT: &str = "text";
const BOOL: &str = "true or false";
const I32: &str = "a whole number of 32 bits";
const I64: &str = "a whole number of 64 bits";
const F64: &str = "a number";

impl<'de> Input<'de> {
    /// Reads a scalar and converts it; an error shows the scalar.
    fn scalar<T>(
        &mut self,
        expected: &'static str,
        convert: impl FnOnce(Scalar<'de>) -> Option<Option<T>>,
    ) -> Result<Option<T>, DecodeError> {
        let (scalar, start) = match self.source {
            Source::Json => {
                let start = self.json.start();
                (self.json.scalar(expected)?, start)
            }
            Source::Xml => (self.xml.scalar(expected)?, 0),
            Source::Probe | Source::Collect => return Ok(None),
        };
        convert(scalar).ok_or_else(|| match self.source {
            Source::Json => self.json.error_from(expected, start),
            _ => self.xml.error(expected),
        })
    }

    /// A number's text, converted; empty text stands for no number.
    fn number<T>(
        &mut self,
        expected: &'static str,
        convert: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, DecodeError> {
        self.scalar(expected, |scalar| match scalar {
            Scalar::Empty => Some(None),
            Scalar::Bool(_) => None,
            Scalar::Number(digits) => convert(digits).map(Some),
            Scalar::Text(text) => match text.trim_ascii() {
                "" => Some(None),
                digits => convert(digits).map(Some),
            },
        })
    }

    /// The text here; a number keeps its digits. `None` for null.
    pub(crate) fn text(&mut self, expected: &'static str) -> Result<Option<Cow<'de, str>>, DecodeError> {
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
        match self.source {
            Source::Json => self.json.plain_string(),
            Source::Xml => self.xml.plain(),
            Source::Probe | Source::Collect => None,
        }
    }

    /// The number here if it is an element of digits.
    fn plain_number<T: FromStr>(&self) -> Option<T> {
        if matches!(self.source, Source::Xml) { self.xml.plain()?.parse().ok() } else { None }
    }

    /// Whether null stands here; it is then read.
    #[inline]
    pub(super) fn null(&mut self) -> Result<bool, DecodeError> {
        match self.source {
            Source::Json => self.json.null(),
            // XML has no null: an element without content is an empty value.
            Source::Xml | Source::Probe | Source::Collect => Ok(false),
        }
    }
}

/// Apart, and the last that is called, so that the usual value needs no room for what this one needs.
#[inline(never)]
fn slowly<'de, T>(
    place: &mut Option<T>,
    input: &mut Input<'de>,
    item: impl FnOnce(&mut Input<'de>) -> Result<Option<T>, DecodeError>,
) -> Result<(), DecodeError> {
    *place = item(input)?;
    Ok(())
}

impl<'de> Item<'de> for i32 {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, DecodeError> {
        let mut place = None;
        Self::fill(&mut place, input)?;
        Ok(place)
    }

    fn fill(place: &mut Option<Self>, input: &mut Input<'de>) -> Result<(), DecodeError> {
        if matches!(input.source, Source::Json)
            && let Some((number, length)) = input.json.short_whole()
            && let Ok(number) = Self::try_from(number)
        {
            input.json.pass(length);
            *place = Some(number);
            return Ok(());
        }
        slowly(place, input, |input| match input.plain_number() {
            None => input.number(I32, |digits| whole(digits)?.try_into().ok()),
            number => Ok(number),
        })
    }

    fn tree(&mut self) -> Tree {
        Tree::Number(self.to_string())
    }
}

impl<'de> Item<'de> for i64 {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, DecodeError> {
        let mut place = None;
        Self::fill(&mut place, input)?;
        Ok(place)
    }

    fn fill(place: &mut Option<Self>, input: &mut Input<'de>) -> Result<(), DecodeError> {
        if matches!(input.source, Source::Json)
            && let Some((number, length)) = input.json.short_whole()
        {
            input.json.pass(length);
            *place = Some(number);
            return Ok(());
        }
        slowly(place, input, |input| match input.plain_number() {
            None => input.number(I64, whole),
            number => Ok(number),
        })
    }

    fn tree(&mut self) -> Tree {
        Tree::Number(self.to_string())
    }
}

impl<'de> Item<'de> for f64 {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, DecodeError> {
        input.number(F64, |digits| {
            // Rust reads words such as `inf` as well.
            let numeric = |byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
            let number: f64 = digits.parse().ok()?;
            (digits.bytes().all(numeric) && number.is_finite()).then_some(number)
        })
    }

    fn tree(&mut self) -> Tree {
        Tree::Number(self.to_string())
    }
}

impl<'de> Item<'de> for bool {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, DecodeError> {
        let parse = |text: &str| match text.trim_ascii() {
            "" => Some(None),
            "1" => Some(Some(true)),
            "0" => Some(Some(false)),
            word if word.eq_ignore_ascii_case("true") => Some(Some(true)),
            word if word.eq_ignore_ascii_case("false") => Some(Some(false)),
            _ => None,
        };
        if matches!(input.source, Source::Json)
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

    fn tree(&mut self) -> Tree {
        Tree::Bool(*self)
    }
}

/// A whole number of 64 bits, exactly: `12`, `12.0` and `1.2e1`, not `1.5`.
fn whole(text: &str) -> Option<i64> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (negative, mantissa) = match mantissa.strip_prefix('-') {
        Some(mantissa) => (true, mantissa),
        None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (int, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = int.bytes().chain(fraction.bytes());
    if int.is_empty() || !digits.clone().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // The decimal point's place among the digits.
    let point = i64::try_from(int.len()).ok()?.checked_add(exponent.into())?;
    let mut number: i64 = 0;
    let mut place = 0;
    for digit in digits.map(|byte| i64::from(byte - b'0')) {
        if place < point {
            number = number.checked_mul(10)?;
            number = if negative { number.checked_sub(digit)? } else { number.checked_add(digit)? };
        } else if digit != 0 {
            return None;
        }
        place += 1;
    }
    while number != 0 && place < point {
        number = number.checked_mul(10)?;
        place += 1;
    }
    Some(number)
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
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, DecodeError> {
        Ok(input.text(TEXT)?.map(Text::from_text))
    }

    fn fill(place: &mut Option<Self>, input: &mut Input<'de>) -> Result<(), DecodeError> {
        *place = match input.plain_text() {
            Some(text) => Some(text.to_owned()),
            None => Self::item(input)?,
        };
        Ok(())
    }

    fn tree(&mut self) -> Tree {
        Tree::Text(self.clone())
    }
}

impl<'de> Item<'de> for Box<str> {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, DecodeError> {
        Ok(input.text(TEXT)?.map(Text::from_text))
    }

    fn tree(&mut self) -> Tree {
        Tree::Text(self.to_string())
    }
}

impl<'de> Item<'de> for Cow<'de, str> {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, DecodeError> {
        input.text(TEXT)
    }

    fn fill(place: &mut Option<Self>, input: &mut Input<'de>) -> Result<(), DecodeError> {
        if matches!(input.source, Source::Json)
            && !matches!(place, Some(Cow::Owned(_)))
            && let Some(text) = input.json.short_plain_string()
        {
            *place = Some(Cow::Borrowed(text));
            return Ok(());
        }
        slowly(place, input, |input| {
            let text = match input.source {
                Source::Json => input.json.long_plain_string(),
                Source::Xml => input.xml.plain(),
                Source::Probe | Source::Collect => None,
            };
            text.map_or_else(|| Self::item(input), |text| Ok(Some(Cow::Borrowed(text))))
        })
    }

    fn tree(&mut self) -> Tree {
        Tree::Text(self.to_string())
    }
}

impl<'de> Item<'de> for Any {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, DecodeError> {
        Ok(Some(input.any()?).filter(|any| *any != Self::Null))
    }

    fn tree(&mut self) -> Tree {
        Tree::Any(self.clone())
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
    pub(crate) fn any(&mut self) -> Result<Any, DecodeError> {
        match self.source {
            Source::Json => self.json_any(),
            Source::Xml => self.xml_any(),
            Source::Probe => {
                self.probe.known = Some(true);
                Ok(Any::Null)
            }
            Source::Collect => Ok(Any::Null),
        }
    }
}

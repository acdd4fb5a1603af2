use std::str::FromStr;

use super::input::Format;
use super::scalar::{Scalar, slowly};
use super::{Fault, Input, Item, Shape};
use crate::timestamp::Timestamp;

const I32: &str = "a whole number of 32 bits";
const I64: &str = "a whole number of 64 bits";
const SECONDS: &str = "seconds since the epoch";
const U64: &str = "a whole number of 64 bits without a sign";
const F64: &str = "a number";

impl Input<'_> {
    /// A number's text, converted; empty text stands for no number.
    fn number<T>(&mut self, expected: &'static str, convert: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Fault> {
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

    /// The number here if it is an element of digits.
    fn plain_number<T: FromStr>(&self) -> Option<T> {
        if matches!(self.format, Format::Xml) { self.xml.plain()?.parse().ok() } else { None }
    }
}

impl Input<'_> {
    /// A moment that is counted in seconds since the epoch.
    pub(crate) fn epoch_seconds(&mut self, place: &mut Option<Timestamp>) -> Result<(), Fault> {
        if matches!(self.format, Format::Json)
            && let Some((seconds, length)) = self.json.short_whole()
            && let Some(millis) = seconds.checked_mul(1000)
        {
            self.json.pass(length);
            *place = Some(Timestamp::from_millis(millis));
            return Ok(());
        }
        slowly(place, self, |input| {
            let millis = input.number(SECONDS, |digits| whole(digits)?.checked_mul(1000))?;
            Ok(millis.map(Timestamp::from_millis))
        })
    }
}

impl<'de> Item<'de> for i32 {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, Fault> {
        let mut place = None;
        Self::fill(&mut place, input)?;
        Ok(place)
    }

    fn fill(place: &mut Option<Self>, input: &mut Input<'de>) -> Result<(), Fault> {
        if matches!(input.format, Format::Json)
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

    fn shape(&mut self) -> Shape<'_, 'de> {
        Shape::Whole((*self).into())
    }
}

impl<'de> Item<'de> for i64 {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, Fault> {
        let mut place = None;
        Self::fill(&mut place, input)?;
        Ok(place)
    }

    fn fill(place: &mut Option<Self>, input: &mut Input<'de>) -> Result<(), Fault> {
        if matches!(input.format, Format::Json)
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

    fn shape(&mut self) -> Shape<'_, 'de> {
        Shape::Whole(*self)
    }
}

impl<'de> Item<'de> for u64 {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, Fault> {
        let mut place = None;
        Self::fill(&mut place, input)?;
        Ok(place)
    }

    fn fill(place: &mut Option<Self>, input: &mut Input<'de>) -> Result<(), Fault> {
        slowly(place, input, |input| match input.plain_number() {
            None => input
                .number(U64, |digits| digits.parse().ok().or_else(|| whole(digits).and_then(|n| n.try_into().ok()))),
            number => Ok(number),
        })
    }

    fn shape(&mut self) -> Shape<'_, 'de> {
        Shape::Unsigned(*self)
    }
}

impl<'de> Item<'de> for f64 {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, Fault> {
        input.number(F64, |digits| {
            // Rust reads words such as `inf` as well.
            let numeric = |byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
            let number: f64 = digits.parse().ok()?;
            (digits.bytes().all(numeric) && number.is_finite()).then_some(number)
        })
    }

    fn shape(&mut self) -> Shape<'_, 'de> {
        Shape::Float(*self)
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

use std::fmt::{self, Write};
use std::str::FromStr;
use std::time::SystemTime;

use crate::decode::{Decode, Fault, Input, Item, Shape};

/// A moment, in milliseconds since the Unix epoch; negative before it.
///
/// The wire counts milliseconds or seconds: the parameter knows which, the user need not. The features `jiff`, `chrono`
/// and `time` convert to and from the moments of these libraries; with `serde` it is a number of milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// From seconds since the epoch; saturates 292 million years away from it.
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(1000))
    }

    /// Milliseconds since the epoch.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    pub const fn as_secs(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The day in UTC: `2024-01-15`.
    pub(crate) fn utc_date(self) -> String {
        let mut out = String::with_capacity("2024-01-15T08:30:00Z".len());
        self.write_date(&mut out);
        out
    }

    fn write_date(self, out: &mut String) {
        let (year, month, day) = civil(self.as_secs().div_euclid(DAY_SECS));
        if (0..10_000).contains(&year) {
            two_digits(year / 100, out);
            two_digits(year % 100, out);
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "{year:04}");
        }
        for part in [month, day] {
            out.push('-');
            two_digits(part, out);
        }
    }

    /// As HTTP writes it, in the years that it can write.
    #[cfg(feature = "emulator")]
    pub(crate) fn http_date(self) -> Option<http::HeaderValue> {
        let secs = u64::try_from(self.as_secs()).ok().filter(|secs| *secs < 253_402_300_800)?;
        let time = SystemTime::UNIX_EPOCH.checked_add(std::time::Duration::from_secs(secs))?;
        httpdate::fmt_http_date(time).try_into().ok()
    }

    /// The second in UTC: `2024-01-15T08:30:00Z`.
    pub(crate) fn utc_second(self) -> String {
        let second = self.as_secs().rem_euclid(DAY_SECS);
        let mut out = self.utc_date();
        for (before, part) in [('T', second / 3600), (':', second / 60 % 60), (':', second % 60)] {
            out.push(before);
            two_digits(part, &mut out);
        }
        out.push('Z');
        out
    }
}

/// In UTC, with milliseconds where there are any: `2024-01-15T08:30:00.250Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.rem_euclid(1000) {
            0 => f.write_str(&self.utc_second()),
            millis => write!(f, "{}.{millis:03}Z", self.utc_second().trim_end_matches('Z')),
        }
    }
}

/// From a day in UTC, `2024-01-15`, or a moment of it: `2024-01-15T08:30:00Z`, `2024-01-15T08:30Z`,
/// `2024-01-15T16:30:00.25+08:00`. What is finer than a millisecond is cut.
impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        parse(text).ok_or(TimestampError::TEXT)
    }
}

/// What is no time that [`Timestamp`] reads, or none that another library can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimestampError(Refused);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    /// The text says none.
    Text,
    /// The other library has no room for it.
    #[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
    Range,
}

impl TimestampError {
    /// A text that says no time.
    pub(crate) const TEXT: Self = Self(Refused::Text);
    /// A time that another library cannot hold.
    #[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
    pub(crate) const RANGE: Self = Self(Refused::Range);
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Refused::Text => "expected a day in UTC such as 2024-01-15, or a moment such as 2024-01-15T08:30:00Z",
            #[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
            Refused::Range => "the time is outside of what the library can hold; keep it as a number",
        })
    }
}

impl std::error::Error for TimestampError {}

pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    let (year, month, day) = day(date)?;
    let mut millis = days(year, month, day) * DAY_SECS * 1000;
    if let Some(time) = time {
        millis += clock(time)?;
    }
    Some(Timestamp(millis))
}

/// Year, month and day of `2024-01-15`.
pub(crate) fn day(text: &str) -> Option<(i64, i64, i64)> {
    let mut parts = text.split('-');
    let mut part = |digits| number(parts.next()?, digits);
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    // Whatever does not come back is no day, such as 30 February.
    (parts.next().is_none() && civil(days(year, month, day)) == (year, month, day)).then_some((year, month, day))
}

/// The milliseconds of the day in UTC of `08:30:00.25Z`, `08:30Z` or `16:30:00+08:00`.
fn clock(text: &str) -> Option<i64> {
    let (clock, offset) = if let Some(clock) = text.strip_suffix('Z') {
        (clock, 0)
    } else {
        let (clock, offset) = text.split_at_checked(text.rfind(['+', '-'])?)?;
        let (hours, minutes) = offset.get(1..)?.split_once(':')?;
        let minutes = below(hours, 24)? * 60 + below(minutes, 60)?;
        (clock, if offset.starts_with('-') { -minutes } else { minutes })
    };
    let (clock, fraction) = clock.split_once('.').map_or((clock, None), |(clock, fraction)| (clock, Some(fraction)));
    let mut parts = clock.split(':');
    let (hour, minute) = (below(parts.next()?, 24)?, below(parts.next()?, 60)?);
    let second = match parts.next() {
        Some(second) => below(second, 60)?,
        // A fraction of what?
        None if fraction.is_some() => return None,
        None => 0,
    };
    let mut millis = (hour * 3600 + (minute - offset) * 60 + second) * 1000;
    if let Some(fraction) = fraction {
        // What is finer than a millisecond is cut.
        let kept = fraction.get(..fraction.len().min(3))?;
        let scale = [100, 10, 1].get(kept.len().checked_sub(1)?)?;
        number(fraction.get(kept.len()..)?, fraction.len() - kept.len())
            .or_else(|| (kept.len() == fraction.len()).then_some(0))?;
        millis += number(kept, kept.len())? * scale;
    }
    parts.next().is_none().then_some(millis)
}

/// A number of so many digits.
fn number(text: &str, digits: usize) -> Option<i64> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Two digits below a limit.
fn below(text: &str, limit: i64) -> Option<i64> {
    number(text, 2).filter(|count| *count < limit)
}

/// Appends a number from 0 to 99.
fn two_digits(number: i64, out: &mut String) {
    let digit = |digit: i64| char::from(b'0' + u8::try_from(digit % 10).unwrap_or_default());
    out.push(digit(number / 10));
    out.push(digit(number));
}

/// Days since the epoch, the other way round than [`civil`].
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - 719_468
}

const DAY_SECS: i64 = 86_400;

#[cfg(any(feature = "emulator", feature = "reqwest", feature = "ureq"))]
pub(crate) const DAY_MILLIS: i64 = DAY_SECS * 1000;

/// Year, month and day of the proleptic Gregorian calendar, from days since the epoch.
///
/// Counted in eras of 400 years that begin on a 1 March, so that leap days come last.
fn civil(days: i64) -> (i64, i64, i64) {
    const ERA_DAYS: i64 = 146_097;
    // Days from 0000-03-01 to the epoch.
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(ERA_DAYS), days.rem_euclid(ERA_DAYS));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + i64::from(month <= 2), month, day)
}

impl From<SystemTime> for Timestamp {
    /// Rounds down to whole milliseconds.
    fn from(time: SystemTime) -> Self {
        let millis = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
            Err(before) => {
                let nanos = before.duration().as_nanos();
                i64::try_from(nanos.div_ceil(1_000_000)).map_or(i64::MIN, |millis| -millis)
            }
        };
        Self(millis)
    }
}

impl<'de> Item<'de> for Timestamp {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, Fault> {
        Ok(i64::item(input)?.map(Self))
    }

    fn fill(place: &mut Option<Self>, input: &mut Input<'de>) -> Result<(), Fault> {
        let mut millis = None;
        i64::fill(&mut millis, input)?;
        *place = millis.map(Self);
        Ok(())
    }

    fn shape(&mut self) -> Shape<'_, 'de> {
        Shape::Whole(self.0)
    }
}

/// A moment that the wire counts in seconds since the epoch.
#[doc(hidden)]
pub struct EpochSeconds<'a>(pub &'a mut Option<Timestamp>);

impl<'de> Decode<'de> for EpochSeconds<'_> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), Fault> {
        input.epoch_seconds(self.0)
    }

    fn clear(&mut self) {
        *self.0 = None;
    }

    fn shape(&mut self) -> Shape<'_, 'de> {
        self.0.map_or(Shape::Absent, |time| Shape::Whole(time.as_secs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_utc() {
        for (secs, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (951_868_800, "2000-03-01T00:00:00Z"),
            (1_705_307_400, "2024-01-15T08:30:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            let time = Timestamp::from_secs(secs);
            assert_eq!(time.to_string(), text);
            assert_eq!(text.parse(), Ok(time));
        }
        assert_eq!("2024-01-15".parse(), Ok(Timestamp::from_secs(1_705_276_800)));
        assert_eq!("2024-01-15T08:30:00.25Z".parse(), Ok(Timestamp::from_millis(1_705_307_400_250)));
        assert_eq!(Timestamp::from_millis(1_705_307_400_250).to_string(), "2024-01-15T08:30:00.250Z");
        for bad in [
            "",
            "2024-02-30",
            "2024-1-15",
            "2024-01-15T",
            "2024-01-15T24:00:00Z",
            "2024-01-15T08:30:00",
            "2024-01-15T08:30.5Z",
            "2024-01-15T08:30:00.Z",
            "2024-01-15T08:30:00.1234xZ",
            "é",
        ] {
            assert_eq!(bad.parse::<Timestamp>(), Err(TimestampError::TEXT), "{bad}");
        }
        // Nothing overflows at the ends.
        for millis in [i64::MIN, i64::MAX] {
            assert!(Timestamp::from_millis(millis).utc_second().ends_with('Z'));
        }
    }
}

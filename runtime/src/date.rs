//! Times and days that the wire writes as text.

use std::borrow::Cow;
use std::fmt;

use crate::decode::{Fault, Input, Item, Shape, Text};
use crate::encode::{Encode, Value};
use crate::timestamp::{self, Timestamp};

macro_rules! written {
    ($(#[doc = $doc:literal])* $name:ident) => {
        $(#[doc = $doc])*
        ///
        /// The text is kept as it is, whether it can be read or not. The features `jiff`, `chrono` and `time` convert to and
        /// from the types of these libraries.
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
        pub struct $name<T = String>(T);

        impl<T: AsRef<str>> $name<T> {
            /// The text as on the wire.
            pub fn as_str(&self) -> &str {
                self.0.as_ref()
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl<T: AsRef<str>> fmt::Display for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl<'de, T: Text<'de>> Item<'de> for $name<T> {
            fn item(input: &mut Input<'de>) -> Result<Option<Self>, Fault> {
                Ok(T::item(input)?.map(Self))
            }

            fn shape(&mut self) -> Shape<'_, 'de> {
                Shape::Text(self.0.as_ref())
            }
        }

        impl<T: AsRef<str>> Encode for $name<T> {
            fn encode(&self) -> Value<'_> {
                Value::Text(self.as_str())
            }
        }
    };
}

written! {
    /// A moment as ISO 8601 writes it: `2024-01-15T08:30:00Z`, `2024-01-15T08:30Z`, `2024-01-15T16:30:00.25+08:00`.
    DateTime
}
written! {
    /// A day: `2024-01-15`, `20240115`.
    Date
}

impl<T: AsRef<str>> DateTime<T> {
    /// The moment, to the millisecond; `None` for a text that says none, such as one without an offset.
    pub fn timestamp(&self) -> Option<Timestamp> {
        timestamp::parse(self.as_str().trim())
    }
}

/// To the second, or to the millisecond where there are any.
impl From<Timestamp> for DateTime {
    fn from(time: Timestamp) -> Self {
        Self(time.to_string())
    }
}

impl<T: AsRef<str>> Date<T> {
    /// Year, month from 1, day from 1; `None` for a text that is no day.
    pub fn year_month_day(&self) -> Option<(i32, u8, u8)> {
        let text = self.as_str().trim();
        let dashed: Cow<'_, str> = match (text.get(..4), text.get(4..6), text.get(6..)) {
            (Some(year), Some(month), Some(day)) if text.len() == 8 => format!("{year}-{month}-{day}").into(),
            _ => text.into(),
        };
        let (year, month, day) = timestamp::day(&dashed)?;
        Some((year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_and_texts_are_kept() {
        let seconds = |text: &str| DateTime::from(text).timestamp().map(Timestamp::as_secs);
        for text in
            ["2024-01-15T08:30:00Z", "2024-01-15T08:30Z", "2024-01-15T16:30:00+08:00", "2024-01-15T08:30:00.123456789Z"]
        {
            assert_eq!(seconds(text), Some(1_705_307_400), "{text}");
        }
        for text in ["2024-01-15T08:30:00", "2024-01-15 08:30:00", "soon", "", "2024-01-15T08:30:00+99:00"] {
            assert_eq!(seconds(text), None, "{text}");
            assert_eq!(DateTime::from(text).as_str(), text);
        }
        assert_eq!(DateTime::from(Timestamp::from_millis(1_705_307_400_250)).as_str(), "2024-01-15T08:30:00.250Z");
    }

    #[test]
    fn days_are_read_and_texts_are_kept() {
        for text in ["2024-02-29", "20240229"] {
            assert_eq!(Date::from(text).year_month_day(), Some((2024, 2, 29)), "{text}");
        }
        for text in ["2023-02-29", "2023022", "29.02.2024", ""] {
            assert_eq!(Date::from(text).year_month_day(), None, "{text}");
            assert_eq!(Date::from(text).to_string(), text);
        }
    }
}

//! Numbers that say in their type what they count.

use std::fmt;
use std::time::Duration;

use crate::decode::{Fault, Input, Item, Shape};
use crate::encode::{Encode, Value};

macro_rules! counts {
    (@whole $name:ident, $from:ident, $($number:ty),*) => {
        $(impl $name<$number> {
            /// As a duration; `None` below zero.
            #[allow(clippy::useless_conversion, clippy::unnecessary_fallible_conversions, reason = "one of them is `u64`")]
            pub fn to_duration(self) -> Option<Duration> {
                u64::try_from(self.0).ok().map(Duration::$from)
            }
        })*
    };
    ($(#[doc = $doc:literal])* $name:ident, $unit:literal, $from:ident, $in_secs:literal) => {
        $(#[doc = $doc])*
        ///
        /// It is the number of the wire, of whatever width the page says; one below zero is kept as it is. The features
        /// `jiff`, `chrono` and `time` convert it to the durations of these libraries.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
        pub struct $name<N = i64>(pub N);

        impl<N> $name<N> {
            /// The number.
            pub fn get(self) -> N {
                self.0
            }
        }

        counts!(@whole $name, $from, i32, i64, u64);

        impl $name<f64> {
            /// As a duration; `None` below zero, and beyond what a duration holds.
            pub fn to_duration(self) -> Option<Duration> {
                Duration::try_from_secs_f64(self.0 * $in_secs).ok()
            }
        }

        impl<N> From<N> for $name<N> {
            fn from(number: N) -> Self {
                Self(number)
            }
        }

        #[doc = concat!("With its unit: `138 ", $unit, "`.")]
        impl<N: fmt::Display> fmt::Display for $name<N> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!("{} ", $unit), self.0)
            }
        }

        impl<'de, N: Item<'de>> Item<'de> for $name<N> {
            fn item(input: &mut Input<'de>) -> Result<Option<Self>, Fault> {
                Ok(N::item(input)?.map(Self))
            }

            fn fill(place: &mut Option<Self>, input: &mut Input<'de>) -> Result<(), Fault> {
                let mut number = None;
                N::fill(&mut number, input)?;
                *place = number.map(Self);
                Ok(())
            }

            fn shape(&mut self) -> Shape<'_, 'de> {
                self.0.shape()
            }
        }

        impl<N: Encode> Encode for $name<N> {
            fn encode(&self) -> Value<'_> {
                self.0.encode()
            }
        }
    };
}

counts! {
    /// So many seconds.
    Seconds, "s", from_secs, 1.0
}
counts! {
    /// So many milliseconds.
    Millis, "ms", from_millis, 0.001
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_says_its_unit_and_is_a_duration_where_it_can_be() {
        assert_eq!(Seconds(138).to_string(), "138 s");
        assert_eq!(Seconds(138_i32).to_duration(), Some(Duration::from_secs(138)));
        assert_eq!(Millis(1500_i64).to_duration(), Some(Duration::from_millis(1500)));
        assert_eq!(Millis(0.5).to_duration(), Some(Duration::from_micros(500)));
        assert_eq!(Seconds(-1_i64).to_duration(), None);
        assert_eq!(Seconds(f64::NAN).to_duration(), None);
    }
}

//! From and to the types of the time libraries, each behind the feature of its name.
//!
//! What has no place on the other side is an error: a moment of the year 300,000, or a fraction below a millisecond is cut.

#[cfg(feature = "chrono")]
mod chrono {
    use ::chrono::{DateTime as ChronoTime, NaiveDate, TimeDelta, TimeZone, Utc};

    use crate::date::{Date, DateTime};
    use crate::duration::{Millis, Seconds};
    use crate::timestamp::{Timestamp, TimestampError};

    /// Rounds down to whole milliseconds.
    impl<Z: TimeZone> From<ChronoTime<Z>> for Timestamp {
        fn from(time: ChronoTime<Z>) -> Self {
            Self::from_millis(time.timestamp_millis())
        }
    }

    impl TryFrom<Timestamp> for ChronoTime<Utc> {
        type Error = TimestampError;

        fn try_from(time: Timestamp) -> Result<Self, TimestampError> {
            Self::from_timestamp_millis(time.as_millis()).ok_or(TimestampError::RANGE)
        }
    }

    impl<Z: TimeZone> From<ChronoTime<Z>> for DateTime {
        fn from(time: ChronoTime<Z>) -> Self {
            Timestamp::from(time).into()
        }
    }

    impl From<NaiveDate> for Date {
        fn from(day: NaiveDate) -> Self {
            day.format("%Y-%m-%d").to_string().into()
        }
    }

    impl<T: AsRef<str>> TryFrom<&Date<T>> for NaiveDate {
        type Error = TimestampError;

        fn try_from(day: &Date<T>) -> Result<Self, TimestampError> {
            let (year, month, day) = day.year_month_day().ok_or(TimestampError::TEXT)?;
            Self::from_ymd_opt(year, month.into(), day.into()).ok_or(TimestampError::RANGE)
        }
    }

    impl<N: Into<i64>> TryFrom<Seconds<N>> for TimeDelta {
        type Error = TimestampError;

        fn try_from(time: Seconds<N>) -> Result<Self, TimestampError> {
            Self::try_seconds(time.0.into()).ok_or(TimestampError::RANGE)
        }
    }

    impl<N: Into<i64>> TryFrom<Millis<N>> for TimeDelta {
        type Error = TimestampError;

        fn try_from(time: Millis<N>) -> Result<Self, TimestampError> {
            Self::try_milliseconds(time.0.into()).ok_or(TimestampError::RANGE)
        }
    }
}

#[cfg(feature = "jiff")]
mod jiff {
    use ::jiff::SignedDuration;
    use ::jiff::Timestamp as Moment;
    use ::jiff::civil;

    use crate::date::{Date, DateTime};
    use crate::duration::{Millis, Seconds};
    use crate::timestamp::{Timestamp, TimestampError};

    /// Rounds down to whole milliseconds.
    impl From<Moment> for Timestamp {
        fn from(time: Moment) -> Self {
            // jiff cuts towards the epoch.
            let below = time.subsec_nanosecond() % 1_000_000 < 0;
            Self::from_millis(time.as_millisecond() - i64::from(below))
        }
    }

    impl TryFrom<Timestamp> for Moment {
        type Error = TimestampError;

        fn try_from(time: Timestamp) -> Result<Self, TimestampError> {
            Self::from_millisecond(time.as_millis()).map_err(|_| TimestampError::RANGE)
        }
    }

    impl From<&::jiff::Zoned> for Timestamp {
        fn from(time: &::jiff::Zoned) -> Self {
            time.timestamp().into()
        }
    }

    impl From<Moment> for DateTime {
        fn from(time: Moment) -> Self {
            Timestamp::from(time).into()
        }
    }

    impl From<civil::Date> for Date {
        fn from(day: civil::Date) -> Self {
            day.to_string().into()
        }
    }

    impl<T: AsRef<str>> TryFrom<&Date<T>> for civil::Date {
        type Error = TimestampError;

        fn try_from(day: &Date<T>) -> Result<Self, TimestampError> {
            let (year, month, day) = day.year_month_day().ok_or(TimestampError::TEXT)?;
            let part = |part: u8| i8::try_from(part).map_err(|_| TimestampError::RANGE);
            let year = i16::try_from(year).map_err(|_| TimestampError::RANGE)?;
            Self::new(year, part(month)?, part(day)?).map_err(|_| TimestampError::RANGE)
        }
    }

    impl<N: Into<i64>> From<Seconds<N>> for SignedDuration {
        fn from(time: Seconds<N>) -> Self {
            Self::from_secs(time.0.into())
        }
    }

    impl<N: Into<i64>> From<Millis<N>> for SignedDuration {
        fn from(time: Millis<N>) -> Self {
            Self::from_millis(time.0.into())
        }
    }
}

#[cfg(feature = "time")]
mod time {
    use ::time::{Date as Day, Duration, Month, OffsetDateTime, UtcDateTime};

    use crate::date::{Date, DateTime};
    use crate::duration::{Millis, Seconds};
    use crate::timestamp::{Timestamp, TimestampError};

    /// Rounds down to whole milliseconds.
    impl From<OffsetDateTime> for Timestamp {
        fn from(time: OffsetDateTime) -> Self {
            // What the library can write is far from the ends of 64 bits.
            let millis = time.unix_timestamp_nanos().div_euclid(1_000_000);
            Self::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
        }
    }

    /// Rounds down to whole milliseconds.
    impl From<UtcDateTime> for Timestamp {
        fn from(time: UtcDateTime) -> Self {
            OffsetDateTime::from(time).into()
        }
    }

    impl TryFrom<Timestamp> for OffsetDateTime {
        type Error = TimestampError;

        fn try_from(time: Timestamp) -> Result<Self, TimestampError> {
            Self::from_unix_timestamp_nanos(i128::from(time.as_millis()) * 1_000_000).map_err(|_| TimestampError::RANGE)
        }
    }

    impl From<OffsetDateTime> for DateTime {
        fn from(time: OffsetDateTime) -> Self {
            Timestamp::from(time).into()
        }
    }

    impl From<Day> for Date {
        fn from(day: Day) -> Self {
            format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day()).into()
        }
    }

    impl<T: AsRef<str>> TryFrom<&Date<T>> for Day {
        type Error = TimestampError;

        fn try_from(day: &Date<T>) -> Result<Self, TimestampError> {
            let (year, month, day) = day.year_month_day().ok_or(TimestampError::TEXT)?;
            let month = Month::try_from(month).map_err(|_| TimestampError::RANGE)?;
            Self::from_calendar_date(year, month, day).map_err(|_| TimestampError::RANGE)
        }
    }

    impl<N: Into<i64>> From<Seconds<N>> for Duration {
        fn from(time: Seconds<N>) -> Self {
            Self::seconds(time.0.into())
        }
    }

    impl<N: Into<i64>> From<Millis<N>> for Duration {
        fn from(time: Millis<N>) -> Self {
            Self::milliseconds(time.0.into())
        }
    }
}

#[cfg(all(test, feature = "chrono", feature = "jiff", feature = "time"))]
mod tests {
    use crate::date::Date;
    use crate::duration::Millis;
    use crate::timestamp::{Timestamp, TimestampError};

    /// A time that another library has no room for is no text that could not be read.
    #[test]
    fn what_is_refused_is_said() {
        for millis in [i64::MIN, i64::MAX] {
            let time = Timestamp::from_millis(millis);
            let refused = [
                ::chrono::DateTime::<::chrono::Utc>::try_from(time).err(),
                ::jiff::Timestamp::try_from(time).err(),
                ::time::OffsetDateTime::try_from(time).err(),
            ];
            assert_eq!(refused, [Some(TimestampError::RANGE); 3]);
        }
        assert_eq!(::chrono::TimeDelta::try_from(Millis(i64::MIN)), Err(TimestampError::RANGE));
        let text = TimestampError::RANGE.to_string();
        assert_eq!(text, "the time is outside of what the library can hold; keep it as a number");
        let day = Date::from("soon");
        let refused = [
            ::chrono::NaiveDate::try_from(&day).err(),
            ::jiff::civil::Date::try_from(&day).err(),
            ::time::Date::try_from(&day).err(),
        ];
        assert_eq!(refused, [Some(TimestampError::TEXT); 3]);
        assert!(TimestampError::TEXT.to_string().starts_with("expected a day"));
    }
}

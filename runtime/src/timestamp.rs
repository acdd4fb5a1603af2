use std::time::SystemTime;

/// A moment, in milliseconds since the Unix epoch; negative before it.
///
/// The wire counts milliseconds or seconds: the parameter knows which, the user need not.
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
        let (year, month, day) = civil(self.as_secs().div_euclid(DAY_SECS));
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// The second in UTC: `2024-01-15T08:30:00Z`.
    pub(crate) fn utc_second(self) -> String {
        let second = self.as_secs().rem_euclid(DAY_SECS);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        format!("{}T{hour:02}:{minute:02}:{second:02}Z", self.utc_date())
    }
}

const DAY_SECS: i64 = 86_400;

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
            assert_eq!(Timestamp::from_secs(secs).utc_second(), text);
        }
        // Nothing overflows at the ends.
        for millis in [i64::MIN, i64::MAX] {
            assert!(Timestamp::from_millis(millis).utc_second().ends_with('Z'));
        }
    }
}

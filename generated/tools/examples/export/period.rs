//! Days and moments as they are typed.

use ccc_api::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::columns::is_sayable;

/// The time zone of a name.
pub fn timezone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name)
        .map_err(|_| format!("--timezone {name}: expected the name of a time zone, such as Asia/Shanghai"))
}

/// From when on: a day, or a moment.
pub fn from(text: &str, timezone: &TimeZone) -> Result<Timestamp, String> {
    time(text, timezone, starts).map_err(|expected| format!("--from {text}: {expected}"))
}

/// Until when, included: a day, or a moment.
pub fn to(text: &str, timezone: &TimeZone) -> Result<Timestamp, String> {
    time(text, timezone, last_of).map_err(|expected| format!("--to {text}: {expected}"))
}

/// Within these days every time zone has a calendar for their first moment and the one behind their last.
const DAYS: &str = "expected a day from 0001-01-02 to 9999-12-28";

fn time(
    text: &str,
    timezone: &TimeZone,
    of: fn(Date, &TimeZone) -> Result<Timestamp, String>,
) -> Result<Timestamp, String> {
    if text.contains('T') {
        let time = text.parse::<Timestamp>().ok();
        return time.filter(|time| is_sayable(*time)).ok_or_else(|| expected(timezone));
    }
    // A day that was read from something longer is not what was typed.
    match text.parse::<Date>() {
        Ok(day) if day.to_string() == text => of(day, timezone),
        _ => Err(expected(timezone)),
    }
}

fn expected(timezone: &TimeZone) -> String {
    let zone = timezone.iana_name().unwrap_or("UTC");
    format!(
        "expected a day of {zone} such as 2026-11-01, or a moment that says its own offset, such as \
         2026-11-01T08:00:00+08:00 or 2026-11-01T00:00:00Z"
    )
}

/// The first moment of a day.
pub fn starts(day: Date, timezone: &TimeZone) -> Result<Timestamp, String> {
    let start = day.to_zoned(timezone.clone()).map_err(|_| DAYS.to_owned())?;
    let start = Timestamp::from_millis(start.timestamp().as_millisecond());
    if is_sayable(start) { Ok(start) } else { Err(DAYS.to_owned()) }
}

/// The last moment of a day.
pub fn last_of(day: Date, timezone: &TimeZone) -> Result<Timestamp, String> {
    let next = day.tomorrow().map_err(|_| DAYS.to_owned())?;
    Ok(Timestamp::from_millis(starts(next, timezone)?.as_millis() - 1))
}

use ccc_api::{Date, Seconds, Timestamp};
use time::{Duration, Month, OffsetDateTime};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let moment = OffsetDateTime::from_unix_timestamp(-1)?;
    let time = Timestamp::from(moment);
    assert_eq!(OffsetDateTime::try_from(time)?, moment);
    assert!(OffsetDateTime::try_from(Timestamp::from_millis(i64::MIN)).is_err());
    assert_eq!(Duration::from(Seconds(7_i64)).whole_seconds(), 7);
    let day = time::Date::from_calendar_date(2024, Month::February, 29)?;
    assert_eq!(time::Date::try_from(&Date::from(day))?, day);
    println!("{time}");
    Ok(())
}

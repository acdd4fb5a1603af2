use ccc_api::{Date, Millis, Timestamp};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let moment = DateTime::<Utc>::from_timestamp(1_705_307_400, 250_000_000).ok_or("a moment")?;
    let time = Timestamp::from(moment);
    assert_eq!(DateTime::<Utc>::try_from(time)?, moment);
    assert!(DateTime::<Utc>::try_from(Timestamp::from_millis(i64::MAX)).is_err());
    assert_eq!(TimeDelta::try_from(Millis(1500_i64))?.num_milliseconds(), 1500);
    let day = NaiveDate::from_ymd_opt(2024, 2, 29).ok_or("a day")?;
    assert_eq!(NaiveDate::try_from(&Date::from(day))?, day);
    println!("{time}");
    Ok(())
}

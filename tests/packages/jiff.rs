use ccc_api::{Date, Seconds, Timestamp};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let moment: jiff::Timestamp = "2024-01-15T08:30:00Z".parse()?;
    let time = Timestamp::from(moment);
    assert_eq!(jiff::Timestamp::try_from(time)?, moment);
    assert_eq!(jiff::SignedDuration::from(Seconds(7_i32)).as_secs(), 7);
    let day = jiff::civil::date(2024, 2, 29);
    assert_eq!(jiff::civil::Date::try_from(&Date::from(day))?, day);
    println!("{time}");
    Ok(())
}

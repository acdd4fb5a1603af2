//! Moments that only a name and a number give away.

use crate::ir::Type;
use crate::sample::Scalars;

/// A time that only the example gives away: 13 digits are milliseconds, 10 are seconds.
pub(super) fn of_example(ty: &Type, name: &str, example: &str) -> Option<String> {
    if !is_time(ty, name) || !example.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match (example.len(), example.as_bytes().first()) {
        (13, Some(b'1')) => Some("ms-epoch".to_owned()),
        (10, Some(b'1')) => Some("s-epoch".to_owned()),
        _ => None,
    }
}

/// As [`of_example`], by what samples show.
pub(super) fn of_sample(ty: &Type, name: &str, scalars: Scalars) -> Option<String> {
    match (scalars.millis, scalars.seconds) {
        _ if !is_time(ty, name) => None,
        (true, false) => Some("ms-epoch".to_owned()),
        (false, true) => Some("s-epoch".to_owned()),
        _ => None,
    }
}

/// Whether a whole number's name speaks of a time.
fn is_time(ty: &Type, name: &str) -> bool {
    let lower = name.to_lowercase();
    let time = ["time", "date", "timestamp"].iter().any(|word| lower.ends_with(word)) || lower.contains("timestamp");
    matches!(ty, Type::Integer | Type::Long) && time
}

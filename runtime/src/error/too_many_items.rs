use std::fmt;

use crate::timestamp::Timestamp;

/// A list is longer than the pages that the API hands out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TooManyItems {
    /// The parameter that counts pages.
    pub parameter: &'static str,
    /// The last page that may be asked for.
    pub last: u32,
    /// How many items there are, if the API says so.
    pub total: Option<u64>,
    /// The period that was asked for, if the request has one; it cannot be cut any shorter.
    pub period: Option<(Timestamp, Timestamp)>,
}

impl fmt::Display for TooManyItems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parameter, last, total, period } = self;
        match total {
            Some(total) => write!(f, "not all of the {total} items can be had")?,
            None => f.write_str("there may be more items than can be had")?,
        }
        write!(f, ": {parameter} is at most {last}")?;
        match period {
            Some((start, end)) => {
                let (start, end) = (start.as_millis(), end.as_millis());
                write!(f, ", and the period from {start} to {end} ms is the shortest; filter by something else too")
            }
            None => f.write_str("; ask for a shorter period or for larger pages, or filter"),
        }
    }
}

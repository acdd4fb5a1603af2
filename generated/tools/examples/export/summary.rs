//! What was exported, in numbers.

use std::collections::BTreeMap;
use std::fmt;

use ccc_api::call_record::CallRecord;
use serde::{Deserialize, Serialize};

/// Calls and their time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Count {
    calls: u64,
    seconds: u64,
}

/// Calls by direction and disposition, and by day.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Summary {
    kinds: BTreeMap<String, BTreeMap<String, Count>>,
    days: BTreeMap<String, Count>,
    /// The day of the last record.
    #[serde(skip)]
    day: String,
}

/// Where a record without a time goes; the name that Hive gave it.
const NO_DAY: &str = "__HIVE_DEFAULT_PARTITION__";

impl Summary {
    pub fn take<R>(&mut self, call: &CallRecord<R>, day: Option<&str>) {
        let seconds = call.duration.map_or(0, |duration| duration.as_secs());
        let day = day.unwrap_or(NO_DAY);
        if self.day != day {
            day.clone_into(&mut self.day);
        }
        let direction = call.direction.as_ref().map_or("unknown", |direction| direction.as_str());
        let disposition = call.disposition.as_ref().map_or("unknown", |disposition| disposition.as_str());
        add(entry(entry(&mut self.kinds, direction), disposition), seconds);
        add(entry(&mut self.days, &self.day), seconds);
    }

    /// `10000 records`
    pub fn records(&self) -> String {
        format!("{} records", self.days.values().map(|count| count.calls).sum::<u64>())
    }

    /// The day of the last record, such as `2026-11-01`.
    pub fn day(&self) -> &str {
        &self.day
    }
}

fn entry<'m, V: Default>(map: &'m mut BTreeMap<String, V>, key: &str) -> &'m mut V {
    map.entry(key.to_owned()).or_default()
}

fn add(count: &mut Count, seconds: u64) {
    count.calls += 1;
    count.seconds += seconds;
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = |f: &mut fmt::Formatter<'_>, one: &str, two: &str, count: &Count| {
            let Count { calls, seconds } = count;
            let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
            writeln!(f, "{one:<12} {two:<14} {calls:>9} {hours:>7}:{minutes:02}:{seconds:02}")
        };
        let sum = |counts: &mut dyn Iterator<Item = &Count>| {
            counts.fold(Count::default(), |sum, count| Count {
                calls: sum.calls + count.calls,
                seconds: sum.seconds + count.seconds,
            })
        };
        writeln!(f, "{:<12} {:<14} {:>9} {:>13}", "direction", "disposition", "calls", "duration")?;
        for (direction, dispositions) in &self.kinds {
            for (disposition, count) in dispositions {
                row(f, direction, disposition, count)?;
            }
        }
        writeln!(f, "\n{:<12} {:<14} {:>9} {:>13}", "day", "", "calls", "duration")?;
        for (day, count) in &self.days {
            row(f, if day == NO_DAY { "unknown" } else { day }, "", count)?;
        }
        row(f, "all", "", &sum(&mut self.days.values()))
    }
}

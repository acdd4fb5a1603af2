//! When calls begin, and who is free to take part in them: the days of a call center.

use crate::timestamp::Timestamp;

/// How many calls begin in each hour of a day, by the clock in China, where both vendors are.
const HOURS: [i128; 24] = [1, 1, 1, 1, 1, 1, 1, 3, 10, 30, 30, 30, 18, 22, 30, 30, 30, 30, 12, 9, 7, 5, 3, 2];
const BUSIEST: i128 = 30;
const HOUR: i128 = 3_600_000;
const DAY: i128 = 24 * HOUR;
/// How far the clock in China is ahead, in milliseconds.
pub(super) const CLOCK: i64 = 8 * 3_600_000;

/// The parts of which each call takes one, so that none begins just when the next one may.
const PARTS: i128 = 1000;

/// A period, and how many calls begin in it.
pub(super) struct Plan {
    seed: u64,
    count: usize,
    start: i128,
    end: i128,
}

impl Plan {
    pub(super) fn new(seed: u64, count: usize, start: Timestamp, end: Timestamp) -> Self {
        Self { seed, count, start: start.as_millis().into(), end: end.as_millis().into() }
    }

    /// When each call begins, the first one first.
    pub(super) fn times(&self) -> Vec<Timestamp> {
        let (first, all) = (measure(self.start), measure(self.end) - measure(self.start));
        let count = count(self.count) * PARTS;
        let time = |index: usize| {
            let mut random = fastrand::Rng::with_seed(self.seed.wrapping_add(index as u64 + 1));
            let part = index as i128 * PARTS + random.i128(0..PARTS);
            self.second(moment(first + all * part / count))
        };
        (0..self.count).map(time).collect()
    }

    /// The second in which it is, for the APIs that count them; the period's first one may have begun before it.
    fn second(&self, millis: i128) -> Timestamp {
        let second = millis.div_euclid(1000);
        let next = (second + 1) * 1000;
        let second = if second * 1000 < self.start && next < self.end { second + 1 } else { second };
        Timestamp::from_secs(i64::try_from(second).unwrap_or_default())
    }

    /// How long calls may take, in milliseconds, that so many people have room for them when most begin.
    pub(super) fn room(&self, people: usize) -> i64 {
        let all = measure(self.end) - measure(self.start);
        // What is shorter than a day has another busiest hour.
        let busiest = (all * 3 / (self.end - self.start).max(1)).clamp(1, BUSIEST);
        let room = people as i128 * all / (count(self.count) * busiest);
        i64::try_from(room).unwrap_or(i64::MAX)
    }
}

fn count(count: usize) -> i128 {
    (count as i128).max(1)
}

/// What the calls before a time come to; more of it passes when more calls begin.
fn measure(millis: i128) -> i128 {
    let local = millis + i128::from(CLOCK);
    let (mut sum, mut rest) = (local.div_euclid(DAY) * HOURS.iter().sum::<i128>() * HOUR, local.rem_euclid(DAY));
    for calls in HOURS {
        let part = rest.min(HOUR);
        sum += part * calls;
        rest -= part;
    }
    sum
}

/// The time by which the calls come to this.
fn moment(measure: i128) -> i128 {
    let day = HOURS.iter().sum::<i128>() * HOUR;
    let (mut at, mut rest) = (measure.div_euclid(day) * DAY - i128::from(CLOCK), measure.rem_euclid(day));
    for calls in HOURS {
        let part = rest.min(calls * HOUR);
        at += part / calls;
        rest -= part;
    }
    at
}

/// Until when each of some people is in a call.
pub(super) struct People(Vec<i64>);

/// How many are asked whether they are free.
const ASKED: usize = 64;

impl People {
    pub(super) fn new(count: usize) -> Self {
        Self(vec![i64::MIN; count.max(1)])
    }

    /// One of those who are free at a time, other than this one.
    pub(super) fn free(&self, at: i64, other: Option<usize>, random: &mut fastrand::Rng) -> Option<usize> {
        let first = random.usize(0..self.0.len());
        let mut asked = (first..self.0.len()).chain(0..first).take(ASKED);
        asked.find(|person| Some(*person) != other && self.0.get(*person).is_some_and(|until| *until < at))
    }

    /// Who is free first.
    pub(super) fn first(&self) -> usize {
        self.0.iter().enumerate().min_by_key(|(_, until)| **until).map_or(0, |(person, _)| person)
    }

    pub(super) fn take(&mut self, person: usize, until: i64) {
        if let Some(own) = self.0.get_mut(person) {
            *own = until.max(*own);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_follow_the_day_within_the_period() {
        let (start, end) = (Timestamp::from_millis(1_793_491_200_500), Timestamp::from_millis(1_794_096_000_000));
        let times = Plan::new(1, 5000, start, end).times();
        assert!(times.is_sorted() && times.iter().all(|time| (start..end).contains(time)));
        let by_day = |time: &&Timestamp| (9..18).contains(&(time.as_millis() / 3_600_000 + 8).rem_euclid(24));
        assert!((3500..4500).contains(&times.iter().filter(by_day).count()));
        for millis in [0, 1, i128::from(i64::MIN), 1_793_491_200_500] {
            assert!((millis - moment(measure(millis))).abs() <= 1, "{millis}");
        }
    }
}

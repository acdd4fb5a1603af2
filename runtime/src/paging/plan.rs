use crate::timestamp::Timestamp;

/// A period cut into windows, each no longer than the page allows.
///
/// Neighbours share the moment at their seam: whether an API counts the end of a period in or not, nothing falls
/// between two windows. What both of them have is dropped once (see `Walk::admit`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Milliseconds, both ends included.
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) length: i64,
    pub(super) newest_first: bool,
}

const DAY_MILLIS: i64 = 86_400_000;

impl Plan {
    /// One window for a period without a limit.
    pub(crate) fn new(start: Timestamp, end: Timestamp, max_days: Option<u32>, unit: i64, newest_first: bool) -> Self {
        let unit = unit.max(1);
        let up = |millis: i64| millis.checked_add(unit - 1).unwrap_or(millis).div_euclid(unit).saturating_mul(unit);
        let length = max_days.map_or(i64::MAX, |days| i64::from(days).saturating_mul(DAY_MILLIS));
        let end = end.as_millis().div_euclid(unit).saturating_mul(unit);
        Self { start: up(start.as_millis()), end, length: length.max(unit), newest_first }
    }

    /// Cuts into shorter windows; longer ones than the page allows stay as they are.
    pub(crate) fn shorten(&mut self, millis: i64, unit: i64) {
        let whole = millis.div_euclid(unit.max(1)).saturating_mul(unit.max(1));
        self.length = self.length.min(whole.max(unit.max(1)));
    }

    /// How many windows there are.
    pub(crate) fn count(&self) -> u64 {
        let span = i128::from(self.end) - i128::from(self.start);
        match u128::try_from(span) {
            Err(_) => 0,
            Ok(0) => 1,
            Ok(span) => u64::try_from(span.div_ceil(self.length.unsigned_abs().into())).unwrap_or(u64::MAX),
        }
    }

    /// The ends of a window, counted in the order in which they are asked for.
    pub(crate) fn window(&self, index: u64) -> Option<(Timestamp, Timestamp)> {
        let count = self.count();
        if index >= count {
            return None;
        }
        let index = if self.newest_first { count - 1 - index } else { index };
        let at = |index: u64| {
            let millis = i128::from(self.start) + i128::from(index) * i128::from(self.length);
            i64::try_from(millis).unwrap_or(i64::MAX).min(self.end)
        };
        Some((Timestamp::from_millis(at(index)), Timestamp::from_millis(at(index + 1))))
    }

    /// The moments that a window shares with the one before it and the one after it, in that order.
    pub(super) fn seams(&self, index: u64) -> (Option<Timestamp>, Option<Timestamp>) {
        let Some((start, end)) = self.window(index) else {
            return (None, None);
        };
        let (first, last) = if self.newest_first { (end, start) } else { (start, end) };
        (Some(first).filter(|_| index > 0), Some(last).filter(|_| index + 1 < self.count()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(start: i64, end: i64, newest_first: bool) -> Plan {
        Plan { start, end, length: 10, newest_first }
    }

    fn windows(plan: Plan) -> Vec<(i64, i64)> {
        (0..=plan.count())
            .map_while(|index| plan.window(index))
            .map(|(start, end)| (start.as_millis(), end.as_millis()))
            .collect()
    }

    #[test]
    fn cuts_a_period() {
        assert_eq!(windows(plan(0, 25, false)), [(0, 10), (10, 20), (20, 25)]);
        assert_eq!(windows(plan(0, 25, true)), [(20, 25), (10, 20), (0, 10)]);
        assert_eq!(windows(plan(0, 20, false)), [(0, 10), (10, 20)]);
        assert_eq!(windows(plan(5, 5, false)), [(5, 5)]);
        assert_eq!(windows(plan(6, 5, false)), []);
        let all = Plan { length: i64::MAX, ..plan(i64::MIN, i64::MAX, false) };
        assert_eq!(all.count(), 3);
        assert_eq!(all.window(2).unwrap().1.as_millis(), i64::MAX);
    }

    #[test]
    fn keeps_to_the_unit() {
        let millis = Timestamp::from_millis;
        let plan = Plan::new(millis(1_500), millis(9_900), None, 1000, false);
        assert_eq!(windows(plan), [(2_000, 9_000)]);
        let mut plan = Plan::new(millis(0), millis(30 * DAY_MILLIS), Some(7), 1, false);
        assert_eq!(plan.count(), 5);
        plan.shorten(DAY_MILLIS, 1);
        assert_eq!(plan.count(), 30);
        plan.shorten(9 * DAY_MILLIS, 1);
        assert_eq!(plan.count(), 30);
        plan.shorten(0, 1000);
        assert_eq!(plan.length, 1000);
    }
}

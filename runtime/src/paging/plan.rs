use crate::timestamp::{DAY_MILLIS, Timestamp};

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

/// A window, or a part of one: a window with more items than pages can be asked for is halved, and halved again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// Counted in the order in which windows are asked for.
    pub(super) window: u64,
    /// 1 is the whole window; the halves of `n` are `2n` and, asked for after it, `2n + 1`.
    pub(super) half: u64,
}

impl Default for Part {
    fn default() -> Self {
        Self::whole(0)
    }
}

impl Part {
    pub(super) fn whole(window: u64) -> Self {
        Self { window, half: 1 }
    }

    /// The part that follows, perhaps in the next window.
    pub(super) fn next(self) -> Self {
        // Up from second halves, over to the second half of the first one that is a first half.
        match self.half.checked_shr(self.half.trailing_ones()).unwrap_or_default() {
            0 => Self::whole(self.window.saturating_add(1)),
            first => Self { half: first + 1, ..self },
        }
    }

    fn is_first(self) -> bool {
        self.window == 0 && self.half.is_power_of_two()
    }

    fn halved(self) -> Option<Self> {
        self.half.checked_mul(2).map(|half| Self { half, ..self })
    }
}

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

    fn window(&self, index: u64) -> Option<(i64, i64)> {
        let count = self.count();
        if index >= count {
            return None;
        }
        let index = if self.newest_first { count - 1 - index } else { index };
        let at = |index: u64| {
            let millis = i128::from(self.start) + i128::from(index) * i128::from(self.length);
            i64::try_from(millis).unwrap_or(i64::MAX).min(self.end)
        };
        Some((at(index), at(index + 1)))
    }

    /// The ends of a part; halves share a moment, as windows do.
    pub(crate) fn period(&self, part: Part, unit: i64) -> Option<(Timestamp, Timestamp)> {
        let (mut start, mut end) = self.window(part.window)?;
        // The bits after the first tell the way down, halving by halving.
        for level in (0..part.half.checked_ilog2()?).rev() {
            let middle = middle(start, end, unit)?;
            let second = part.half >> level & 1 == 1;
            *(if second == self.newest_first { &mut end } else { &mut start }) = middle;
        }
        Some((Timestamp::from_millis(start), Timestamp::from_millis(end)))
    }

    /// The first half of a part; `None` where halves would be no shorter.
    pub(super) fn first_half(&self, part: Part, unit: i64) -> Option<Part> {
        let half = part.halved()?;
        self.period(half, unit).map(|_| half)
    }

    /// The moments that a part shares with what is asked for before it and after it, in that order.
    pub(super) fn seams(&self, part: Part, unit: i64) -> (Option<Timestamp>, Option<Timestamp>) {
        let Some((start, end)) = self.period(part, unit) else {
            return (None, None);
        };
        let (first, last) = if self.newest_first { (end, start) } else { (start, end) };
        let is_last = part.next().window >= self.count();
        (Some(first).filter(|_| !part.is_first()), Some(last).filter(|_| !is_last))
    }
}

/// The moment at which a period is halved: both halves are shorter than it.
fn middle(start: i64, end: i64, unit: i64) -> Option<i64> {
    let unit = i128::from(unit.max(1));
    let units = (i128::from(end) - i128::from(start)).div_euclid(unit);
    let millis = (units >= 2).then(|| i128::from(start) + units / 2 * unit)?;
    i64::try_from(millis).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(start: i64, end: i64, newest_first: bool) -> Plan {
        Plan { start, end, length: 10, newest_first }
    }

    fn windows(plan: Plan) -> Vec<(i64, i64)> {
        (0..=plan.count()).map_while(|index| plan.window(index)).collect()
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
        assert_eq!(all.window(2).unwrap().1, i64::MAX);
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

    /// All parts after each has been halved as often as it can be, or `levels` times.
    fn halves(plan: Plan, unit: i64, levels: u32) -> Vec<(i64, i64)> {
        let mut found = Vec::new();
        let mut part = Part::default();
        while let Some((start, end)) = plan.period(part, unit) {
            let half = plan.first_half(part, unit).filter(|half| half.half.ilog2() <= levels);
            if half.is_none() {
                found.push((start.as_millis(), end.as_millis()));
            }
            part = half.unwrap_or(part.next());
        }
        found
    }

    #[test]
    fn halves_windows_in_order() {
        assert_eq!(halves(plan(0, 25, false), 1, 1), [(0, 5), (5, 10), (10, 15), (15, 20), (20, 22), (22, 25)]);
        assert_eq!(halves(plan(0, 20, true), 1, 1), [(15, 20), (10, 15), (5, 10), (0, 5)]);
        assert_eq!(halves(plan(0, 10, true), 1, 2), [(7, 10), (5, 7), (2, 5), (0, 2)]);
        // Down to the unit and no further, without a gap.
        for newest_first in [false, true] {
            let mut all = halves(plan(0, 20, newest_first), 2, 64);
            if newest_first {
                all.reverse();
            }
            assert_eq!(all, (0..10).map(|at| (at * 2, at * 2 + 2)).collect::<Vec<_>>());
        }
        assert_eq!(halves(plan(5, 5, false), 1, 64), [(5, 5)]);
        // The longest period there is.
        let all = Plan { start: i64::MIN, end: i64::MAX, length: i64::MAX, newest_first: false };
        let deepest = Part { window: 0, half: u64::MAX };
        assert_eq!(all.period(deepest, 1).map(|(start, end)| end.as_millis() - start.as_millis()), Some(1));
        assert_eq!((all.first_half(deepest, 1), all.period(Part { window: 0, half: 0 }, 1)), (None, None));
    }

    #[test]
    fn parts_share_moments() {
        let at = |part| plan(0, 20, false).seams(part, 1);
        let millis = |millis| Some(Timestamp::from_millis(millis));
        assert_eq!(at(Part { window: 0, half: 1 }), (None, millis(10)));
        assert_eq!(at(Part { window: 0, half: 2 }), (None, millis(5)));
        assert_eq!(at(Part { window: 0, half: 3 }), (millis(5), millis(10)));
        assert_eq!(at(Part { window: 1, half: 2 }), (millis(10), millis(15)));
        assert_eq!(at(Part { window: 1, half: 3 }), (millis(15), None));
        let newest = plan(0, 10, true);
        assert_eq!(newest.seams(Part { window: 0, half: 2 }, 1), (None, millis(5)));
        assert_eq!(newest.seams(Part { window: 0, half: 3 }, 1), (millis(5), None));
    }
}

//! The calls a second that a page allows, kept on the caller's side.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock, MonotonicClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use super::Rate;
use crate::operation::Operation;

type Limiter = DefaultDirectRateLimiter;

/// Product, version and action.
type Key = (&'static str, &'static str, &'static str);

/// One limiter for each operation, made when the operation is first called.
pub(super) struct Limits {
    rate: Rate,
    limiters: Mutex<BTreeMap<Key, Arc<Limiter>>>,
}

impl Limits {
    pub(super) fn new(rate: Rate) -> Self {
        Self { rate, limiters: Mutex::default() }
    }

    /// Takes the right to make a call now, or says how long to wait before asking again.
    pub(super) fn wait(&self, operation: &Operation) -> Option<Duration> {
        let per_second = match self.rate {
            Rate::Page => operation.rate_limit,
            Rate::PerSecond(calls) => Some(calls),
            Rate::Unlimited => None,
        };
        let per_second = NonZeroU32::new(per_second?)?;
        let limiter = {
            // A panic elsewhere leaves the map whole.
            let mut limiters = self.limiters.lock().unwrap_or_else(PoisonError::into_inner);
            let limiter =
                limiters.entry((operation.product, operation.version, operation.action)).or_insert_with(|| {
                    // Evenly: a burst on top of the rate would be more than the rate within the first second.
                    let quota = Quota::per_second(per_second).allow_burst(NonZeroU32::MIN);
                    Arc::new(RateLimiter::direct(quota))
                });
            Arc::clone(limiter)
        };
        match limiter.check() {
            Ok(()) => None,
            Err(not_until) => Some(not_until.wait_time_from(MonotonicClock.now()).max(Duration::from_micros(100))),
        }
    }
}

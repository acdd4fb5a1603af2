//! The calls a second that a page allows, kept.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::credentials::Credentials;
use crate::operation::Operation;
use crate::timestamp::Timestamp;

const SECOND: u64 = 1000;

/// What came of late, by key, product, version and action.
#[derive(Debug, Default)]
pub(super) struct Rates(Mutex<BTreeMap<(String, [&'static str; 3]), Second>>);

#[derive(Debug, Default)]
struct Second {
    /// In milliseconds since the epoch.
    began: i64,
    calls: u32,
}

impl Rates {
    /// Counts a call; the error is how many milliseconds are left until there is room for one more.
    pub(super) fn take(&self, operation: &'static Operation, key: &Credentials, now: Timestamp) -> Result<(), u32> {
        let Some(limit) = operation.rate_limit else { return Ok(()) };
        let of = (key.access_key_id().to_owned(), [operation.product, operation.version, operation.action]);
        // A panic elsewhere leaves the counts whole.
        let mut rates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let second = rates.entry(of).or_default();
        let now = now.as_millis();
        if now.abs_diff(second.began) >= SECOND {
            *second = Second { began: now, calls: 0 };
        }
        if second.calls >= limit {
            return Err(u32::try_from(SECOND - now.abs_diff(second.began)).unwrap_or_default());
        }
        second.calls += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Protocol;

    #[test]
    fn a_second_has_so_many_calls_of_a_key() {
        static OPERATION: Operation = Operation::new(Protocol::AliyunRpc, "ccc", "1", "List").rate_limit(2);
        static OTHER: Operation = Operation::new(Protocol::AliyunRpc, "ccc", "1", "Get");
        let (rates, one, two) = (Rates::default(), Credentials::new("a", "b"), Credentials::new("b", "b"));
        let at = Timestamp::from_millis;
        assert_eq!(rates.take(&OPERATION, &one, at(5000)), Ok(()));
        assert_eq!(rates.take(&OPERATION, &one, at(5400)), Ok(()));
        assert_eq!(rates.take(&OPERATION, &one, at(5700)), Err(300));
        assert_eq!(rates.take(&OPERATION, &two, at(5700)), Ok(()));
        assert_eq!(rates.take(&OTHER, &one, at(5700)), Ok(()));
        assert_eq!(rates.take(&OPERATION, &one, at(6000)), Ok(()));
    }
}

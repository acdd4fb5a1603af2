use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

use crate::error::{Error, TransportKind};
use crate::open_enum::OpenEnum;

/// How often and for how long a call is tried.
///
/// The pause before try `n` is a random part of `base_delay * 2^(n - 2)` ("full jitter"), or what the API
/// asks for where that is longer. Each try is signed afresh.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// The most tries, the first among them.
    pub max_tries: u32,
    /// No try begins later than this after the first.
    pub max_time: Duration,
    /// The longest pause before the second try.
    pub base_delay: Duration,
    /// The longest pause before any try, if the API does not ask for more.
    pub max_delay: Duration,
    /// Repeats calls that change something even where the failed try may have done so.
    ///
    /// Without it such calls are repeated only when nothing can have happened: the API was never reached,
    /// or it says that it had too many calls.
    pub repeat_changes: bool,
}

impl Default for RetryPolicy {
    /// Four tries within a minute, pauses of up to 0.2 s, 0.4 s and 0.8 s.
    fn default() -> Self {
        Self {
            max_tries: 4,
            max_time: Duration::from_secs(60),
            base_delay: Duration::from_millis(200),
            max_delay: Duration::from_secs(10),
            repeat_changes: false,
        }
    }
}

impl RetryPolicy {
    /// One try, as the vendors' own clients do it.
    pub fn none() -> Self {
        Self { max_tries: 1, ..Self::default() }
    }

    /// Sets the number of tries.
    #[must_use]
    pub fn max_tries(mut self, tries: u32) -> Self {
        self.max_tries = tries;
        self
    }

    /// Sets the time within which tries begin.
    #[must_use]
    pub fn max_time(mut self, time: Duration) -> Self {
        self.max_time = time;
        self
    }

    /// Sets the longest pause before the second try and before any.
    #[must_use]
    pub fn delays(mut self, base: Duration, max: Duration) -> Self {
        (self.base_delay, self.max_delay) = (base, max);
        self
    }

    /// Repeats calls that change something too.
    #[must_use]
    pub fn repeat_changes(mut self) -> Self {
        self.repeat_changes = true;
        self
    }
}

/// The tries of one call; it waits for nothing and draws nothing itself.
pub(crate) struct Retry<'p> {
    policy: &'p RetryPolicy,
    delays: ExponentialBackoff,
    /// A failed try may be repeated whatever it did.
    safe: bool,
    tries: u32,
}

impl<'p> Retry<'p> {
    pub(crate) fn new(policy: &'p RetryPolicy, read_only: bool) -> Self {
        let delays = ExponentialBuilder::new()
            .with_min_delay(policy.base_delay)
            .with_max_delay(policy.max_delay)
            .without_max_times()
            .build();
        Self { policy, delays, safe: read_only || policy.repeat_changes, tries: 1 }
    }

    /// The number of the try under way, from 1.
    pub(crate) fn tries(&self) -> u32 {
        self.tries
    }

    /// Whether no try may begin any more.
    pub(crate) fn is_too_late(&self, elapsed: Duration) -> bool {
        elapsed > self.policy.max_time
    }

    /// The pause before the next try, if there is to be one; `random` is from 0 to 1.
    pub(crate) fn after<C: OpenEnum>(&mut self, error: &Error<C>, elapsed: Duration, random: f64) -> Option<Duration> {
        let nothing_happened =
            error.is_throttled() || matches!(error, Error::Transport(error) if error.kind == TransportKind::Connect);
        if !error.is_retryable() || self.tries >= self.policy.max_tries || !(self.safe || nothing_happened) {
            return None;
        }
        let longest = self.delays.next()?.min(self.policy.max_delay);
        let part = longest.as_secs_f64() * random.clamp(0.0, 1.0);
        let delay = Duration::try_from_secs_f64(part).unwrap_or(longest);
        let delay = delay.max(error.retry_after().unwrap_or_default());
        if self.is_too_late(elapsed.saturating_add(delay)) {
            return None;
        }
        self.tries += 1;
        Some(delay)
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use super::*;
    use crate::credentials::Credentials;
    use crate::error::{Reply, TimeoutError, TransportError};

    fn timeout() -> Error {
        Error::Timeout(TimeoutError::new("read"))
    }

    fn all(mut retry: Retry<'_>, error: &Error, random: f64) -> Vec<u128> {
        std::iter::from_fn(|| retry.after(error, Duration::ZERO, random)).map(|delay| delay.as_millis()).collect()
    }

    #[test]
    fn doubles_and_is_bounded() {
        let policy = RetryPolicy::default();
        assert_eq!(all(Retry::new(&policy, true), &timeout(), 1.0), [200, 400, 800]);
        assert_eq!(all(Retry::new(&policy, true), &timeout(), 0.0), [0, 0, 0]);
        assert_eq!(all(Retry::new(&policy, false), &timeout(), 1.0), []);
        assert_eq!(all(Retry::new(&policy.clone().repeat_changes(), false), &timeout(), 1.0), [200, 400, 800]);
        assert_eq!(all(Retry::new(&RetryPolicy::none(), true), &timeout(), 1.0), []);
        let long = policy.max_tries(12).delays(Duration::from_secs(1), Duration::from_secs(4));
        assert_eq!(all(Retry::new(&long, true), &timeout(), 1.0)[..5], [1000, 2000, 4000, 4000, 4000]);
        assert_eq!(Retry::new(&long, true).after(&timeout(), Duration::from_secs(60), 0.5), None);
    }

    #[test]
    fn honours_what_the_api_asks_for() {
        let mut headers = HeaderMap::new();
        headers.insert("x-acs-retry-after", "1500".parse().unwrap());
        let reply = Reply::new(StatusCode::TOO_MANY_REQUESTS, &headers, b"", &Credentials::new("id", "secret"));
        let throttled: Error = Error::http(reply);
        let policy = RetryPolicy::default().max_time(Duration::from_secs(2));
        // Too many calls: nothing was changed, so it is safe.
        assert_eq!(all(Retry::new(&policy, false), &throttled, 1.0), [1500, 1500, 1500]);
        let mut retry = Retry::new(&policy, false);
        assert_eq!(retry.after(&throttled, Duration::from_secs(1), 1.0), None);
    }

    #[test]
    fn repeats_what_never_arrived() {
        let policy = RetryPolicy::default();
        let connect: Error = Error::Transport(TransportError::new(TransportKind::Connect, "refused"));
        let other: Error = Error::Transport(TransportError::new(TransportKind::Other, "reset"));
        assert_eq!(all(Retry::new(&policy, false), &connect, 1.0).len(), 3);
        assert_eq!(all(Retry::new(&policy, false), &other, 1.0).len(), 0);
        assert_eq!(all(Retry::new(&policy, true), &other, 1.0).len(), 3);
    }
}

//! Spans and events, if the feature `tracing` is on. No secret is among their fields; an error may quote a parameter.

use std::time::Duration;

use crate::decode::Findings;
use crate::error::Error;
use crate::open_enum::OpenEnum;
use crate::operation::Operation;

/// Around a call with all of its tries.
#[cfg(feature = "tracing")]
pub(super) fn span(operation: &Operation) -> tracing::Span {
    tracing::info_span!("call", product = operation.product, version = operation.version, action = operation.action)
}

#[cfg(feature = "tracing")]
pub(super) fn answered(operation: &Operation, tries: u32, elapsed: Duration) {
    tracing::debug!(action = operation.action, tries, elapsed_ms = elapsed.as_secs_f64() * 1000.0, "answered");
}

#[cfg(feature = "tracing")]
pub(super) fn failed<C: OpenEnum>(tries: u32, pause: Option<Duration>, error: &Error<C>) {
    if let Some(pause) = pause {
        tracing::warn!(tries, pause_ms = pause.as_secs_f64() * 1000.0, %error, "trying again");
    } else {
        tracing::warn!(tries, %error, "failed");
    }
}

#[cfg(feature = "tracing")]
pub(super) fn corrected(off_millis: i64) {
    tracing::warn!(off_seconds = off_millis / 1000, "the server's clock is another one, and is gone by");
}

#[cfg(not(feature = "tracing"))]
pub(super) fn corrected(_: i64) {}

/// The fields of which was said that a value did not fit.
#[derive(Default)]
pub(super) struct Warned {
    #[cfg(feature = "tracing")]
    fields: std::sync::Mutex<std::collections::BTreeSet<(&'static str, &'static str, String)>>,
}

impl Warned {
    /// Says it once of each field.
    #[cfg(feature = "tracing")]
    pub(super) fn warn(&self, operation: &Operation, findings: &Findings) {
        if findings.is_empty() {
            return;
        }
        let mut known = self.fields.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for (field, count) in findings.fields() {
            if known.insert((operation.version, operation.action, field.to_owned())) {
                tracing::warn!(
                    version = operation.version,
                    action = operation.action,
                    field,
                    count,
                    "values do not fit and are left out"
                );
            }
        }
    }

    #[cfg(not(feature = "tracing"))]
    #[allow(clippy::unused_self, reason = "there is nobody to tell")]
    pub(super) fn warn(&self, _: &Operation, _: &Findings) {}
}

#[cfg(not(feature = "tracing"))]
pub(super) fn answered(_: &Operation, _: u32, _: Duration) {}

#[cfg(not(feature = "tracing"))]
pub(super) fn failed<C: OpenEnum>(_: u32, _: Option<Duration>, _: &Error<C>) {}

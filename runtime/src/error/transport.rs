use std::fmt;

use super::Short;

/// The network failed.
#[derive(Debug)]
#[non_exhaustive]
pub struct TransportError {
    /// What failed.
    pub kind: TransportKind,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// Which part of a transport failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportKind {
    /// There was no connection; nothing was sent.
    Connect,
    /// The answer ended early.
    Truncated,
    /// The answer is longer than the client allows.
    TooLarge,
    /// Something else, between sending and the answer's end.
    Other,
}

impl TransportError {
    /// A failure that a transport reports in words.
    pub fn new(kind: TransportKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), source: None }
    }

    /// The transport's own error.
    pub(super) fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }

    /// Adds the transport's own error.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            TransportKind::Connect => "no connection",
            TransportKind::Truncated => "the answer is not whole",
            TransportKind::TooLarge => "the answer is too long",
            TransportKind::Other => "the connection failed",
        };
        write!(f, "{kind}: {}", Short(&self.message))
    }
}

/// The answer did not arrive in time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimeoutError {
    /// What took too long, as the transport calls it.
    pub what: String,
}

impl TimeoutError {
    /// A timeout that a transport reports.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into() }
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no answer in time: {}", Short(&self.what))
    }
}

use std::fmt;

/// A response that cannot be decoded: where, what was expected, what stands there.
///
/// Boxed, so that a `Result` of it costs the common path no more than a pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(Box<Detail>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Detail {
    pub(super) path: String,
    pub(super) expected: &'static str,
    pub(super) found: String,
    pub(super) offset: usize,
}

impl DecodeError {
    pub(super) fn new(detail: Detail) -> Self {
        Self(Box::new(detail))
    }

    /// The path of wire names to the value, such as `CallDetailRecords.List[3].Duration`;
    /// empty for the document itself.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// What was expected.
    pub fn expected(&self) -> &'static str {
        self.0.expected
    }

    /// What was found: an excerpt in backticks of at most 40 characters, or `the end`.
    pub fn found(&self) -> &str {
        &self.0.found
    }

    /// Where, in bytes from the start of the document.
    pub fn offset(&self) -> usize {
        self.0.offset
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Detail { path, expected, found, offset } = &*self.0;
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        write!(f, "expected {expected}, found {found} at byte {offset}")
    }
}

impl std::error::Error for DecodeError {}

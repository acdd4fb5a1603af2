use std::fmt;

/// A response that cannot be decoded: where, what was expected, what stands there.
///
/// Boxed, so that a `Result` of it costs the common path no more than a pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(Box<Detail>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Detail {
    path: String,
    expected: &'static str,
    found: String,
    offset: usize,
}

/// How many characters of a document an error shows.
const EXCERPT_CHARS: usize = 40;

/// How many characters of a field's name an error shows.
const NAME_CHARS: usize = 64;

impl DecodeError {
    /// `found` is document text, of which an excerpt is kept.
    pub(crate) fn new(expected: &'static str, found: &str, offset: usize) -> Self {
        let found = found.trim_end();
        let line = found.chars().map(|c| if c.is_control() { ' ' } else { c });
        let mut excerpt: String = line.clone().take(EXCERPT_CHARS).collect();
        if line.clone().nth(EXCERPT_CHARS).is_some() {
            excerpt.push('…');
        }
        let found = if excerpt.is_empty() { "the end".to_owned() } else { format!("`{excerpt}`") };
        Self(Box::new(Detail { path: String::new(), expected, found, offset }))
    }

    /// Adds the field that the value stood in, from the inside out; of a name that is data, only the start.
    #[cold]
    pub(crate) fn in_field(mut self, name: &str) -> Self {
        let path = &mut self.0.path;
        if !path.is_empty() && !path.starts_with('[') {
            path.insert(0, '.');
        }
        if name.chars().nth(NAME_CHARS).is_some() {
            path.insert(0, '…');
        }
        let line = name.chars().take(NAME_CHARS).map(|c| if c.is_control() { ' ' } else { c });
        path.insert_str(0, &line.collect::<String>());
        self
    }

    /// Adds the index of the list item that the value stood in, counted from 0.
    #[cold]
    pub(crate) fn in_item(mut self, index: usize) -> Self {
        let path = &mut self.0.path;
        let dot = if path.is_empty() || path.starts_with('[') { "" } else { "." };
        path.insert_str(0, &format!("[{index}]{dot}"));
        self
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

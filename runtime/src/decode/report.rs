use std::collections::BTreeSet;

/// The fields of responses that the page does not list: a sign that it is out of date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undocumented {
    paths: BTreeSet<String>,
}

impl Undocumented {
    /// The paths of wire names, such as `CallDetailRecords.List[].NewField`; `*` for a map's keys.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// Whether every field was documented.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }
}

/// Collects undocumented fields while a document is decoded.
pub(super) struct Report {
    found: Undocumented,
    path: String,
    /// The length of `path` before each open segment.
    lengths: Vec<usize>,
}

impl Report {
    pub(super) fn new(found: Undocumented) -> Self {
        Self { found, path: String::new(), lengths: Vec::new() }
    }

    pub(super) fn enter(&mut self, segment: &str) {
        self.lengths.push(self.path.len());
        if !self.path.is_empty() && segment != "[]" {
            self.path.push('.');
        }
        self.path.push_str(segment);
    }

    pub(super) fn leave(&mut self) {
        self.path.truncate(self.lengths.pop().unwrap_or_default());
    }

    pub(super) fn undocumented(&mut self, name: &str) {
        self.enter(name);
        if !self.found.paths.contains(&self.path) {
            self.found.paths.insert(self.path.clone());
        }
        self.leave();
    }

    pub(super) fn finish(self) -> Undocumented {
        self.found
    }
}

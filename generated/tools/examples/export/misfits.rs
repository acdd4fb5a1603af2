//! How many values did not fit and were left out, field by field.

use std::collections::BTreeMap;

/// By field, such as `CallDetailRecords.List[].Duration`.
pub type Counts = BTreeMap<String, u64>;

/// Of the whole export, however often it was interrupted.
#[derive(Clone, Debug, Default)]
pub struct Misfits {
    /// What earlier processes counted, and what this one counts itself.
    own: Counts,
    /// What this process's pages had, up to the last that was written.
    pub pages: Counts,
}

impl Misfits {
    /// Goes on from what a checkpoint holds.
    pub fn since(own: Counts) -> Self {
        Self { own, pages: Counts::new() }
    }

    /// One more.
    pub fn add(&mut self, field: String) {
        *self.own.entry(field).or_default() += 1;
    }

    /// All so far.
    pub fn all(&self) -> Counts {
        let mut all = self.own.clone();
        for (field, count) in &self.pages {
            *all.entry(field.clone()).or_default() += count;
        }
        all
    }

    /// What is to be said of each field.
    pub fn lines(&self) -> Vec<String> {
        let line = |(field, count): (String, u64)| match count {
            1 => format!("{field}: 1 value did not fit and is left out"),
            _ => format!("{field}: {count} values did not fit and are left out"),
        };
        self.all().into_iter().map(line).collect()
    }
}

//! What is to be written, compared with what is there.

use std::collections::BTreeMap;
use std::fmt;

/// What a file needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It is as it should be.
    Fresh,
    /// It is not there yet.
    New,
    /// It says something else.
    Stale,
    /// No page makes it any more.
    Orphan,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fresh => "Fresh",
            Self::New => "New",
            Self::Stale => "Stale",
            Self::Orphan => "Orphan",
        })
    }
}

/// Every file of the output, with its state; ordered by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Path to state and the text that belongs there; orphans have none.
    pub files: BTreeMap<String, (State, Option<String>)>,
}

impl Plan {
    /// Compares what belongs there with what is there. `existing` holds only files that the
    /// generator owns: whatever else stands beside them is left alone.
    pub fn new(wanted: BTreeMap<String, String>, existing: &BTreeMap<String, String>) -> Self {
        let mut files: BTreeMap<String, (State, Option<String>)> = existing
            .keys()
            .filter(|path| !wanted.contains_key(*path))
            .map(|path| (path.clone(), (State::Orphan, None)))
            .collect();
        for (path, text) in wanted {
            let state = match existing.get(&path) {
                None => State::New,
                Some(there) if *there == text => State::Fresh,
                Some(_) => State::Stale,
            };
            files.insert(path, (state, Some(text)));
        }
        Self { files }
    }

    /// Whether everything is as it should be.
    pub fn is_fresh(&self) -> bool {
        self.files.values().all(|(state, _)| *state == State::Fresh)
    }

    /// How many files have a state.
    pub fn count(&self, state: State) -> usize {
        self.files.values().filter(|(of, _)| *of == state).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states() {
        let map = |entries: &[(&str, &str)]| {
            entries.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect::<BTreeMap<_, _>>()
        };
        let plan = Plan::new(map(&[("a", "1"), ("b", "2"), ("c", "3")]), &map(&[("b", "2"), ("c", "old"), ("d", "4")]));
        let states: Vec<String> = plan.files.iter().map(|(path, (state, _))| format!("{path} {state}")).collect();
        assert_eq!(states, ["a New", "b Fresh", "c Stale", "d Orphan"]);
        assert!(!plan.is_fresh());
    }
}

//! Fields that no longer stand where they stood, with their members.

use std::collections::{BTreeMap, BTreeSet};

use spectable_diff::{Change, ChangeKind};
use spectable_pages::ir::{Field, Operation};

/// A field of before, at a place that it left.
pub(crate) struct Ghost<'a> {
    pub(crate) field: &'a Field,
    /// Its path as it was.
    pub(crate) path: String,
    /// The sibling that it stood behind.
    pub(crate) behind: Option<&'a str>,
    /// Where it stands now, where it only moved.
    pub(crate) to: Option<String>,
    /// Its members that left with it.
    pub(crate) members: Vec<Self>,
}

/// What left, by the path of now of what it stood in.
pub(crate) type Ghosts<'a> = BTreeMap<String, Vec<Ghost<'a>>>;

/// Paths of before and of now, where they differ.
#[derive(Default)]
pub(crate) struct Paths<'a> {
    now: BTreeMap<&'a str, (&'a str, ChangeKind)>,
    before: BTreeMap<&'a str, &'a str>,
}

impl<'a> Paths<'a> {
    pub(crate) fn new(changes: impl Iterator<Item = &'a Change>) -> Self {
        let mut paths = Self::default();
        for change in changes.filter(|change| matches!(change.kind, ChangeKind::Moved | ChangeKind::Renamed)) {
            if let Some(before) = change.before.as_deref() {
                paths.now.insert(before, (&change.path, change.kind));
                paths.before.insert(&change.path, before);
            }
        }
        paths
    }

    /// Where a field stands that stood here: it may have moved along with what it stands in.
    pub(crate) fn now(&self, path: &str) -> String {
        carried(path, |above| self.now.get(above).map(|(now, _)| *now))
    }

    pub(crate) fn before(&self, path: &str) -> String {
        carried(path, |above| self.before.get(above).copied())
    }

    /// Where a field went that itself moved to another parent.
    pub(crate) fn moved(&self, path: &str) -> Option<&'a str> {
        self.now.get(path).filter(|(_, kind)| *kind == ChangeKind::Moved).map(|(now, _)| *now)
    }
}

/// A path of which the longest beginning that is known elsewhere is put there.
fn carried<'a>(path: &str, elsewhere: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut above = path;
    loop {
        if let Some(there) = elsewhere(above) {
            return format!("{there}{}", &path[above.len()..]);
        }
        match above.rsplit_once('/') {
            Some((more, _)) => above = more,
            None => return path.to_owned(),
        }
    }
}

/// What left its place between two states of an operation.
pub(crate) fn ghosts<'a>(before: &'a Operation, now: &Operation, paths: &Paths<'a>) -> Ghosts<'a> {
    let mut there = BTreeSet::new();
    for (side, fields) in [("request", &now.request), ("response", &now.response)] {
        list(&mut there, side, fields);
    }
    let mut search = Search { there, paths, found: Ghosts::new() };
    for (side, fields) in [("request", &before.request), ("response", &before.response)] {
        let left = search.members(side, fields);
        search.keep(side.to_owned(), left);
    }
    search.found
}

fn list(there: &mut BTreeSet<String>, above: &str, fields: &[Field]) {
    for field in fields {
        let path = format!("{above}/{}", field.name);
        list(there, &path, &field.fields);
        there.insert(path);
    }
}

struct Search<'s, 'a> {
    there: BTreeSet<String>,
    paths: &'s Paths<'a>,
    found: Ghosts<'a>,
}

impl<'a> Search<'_, 'a> {
    fn keep(&mut self, above: String, left: Vec<Ghost<'a>>) {
        if !left.is_empty() {
            self.found.entry(above).or_default().extend(left);
        }
    }

    /// The fields below a path of before that left it. What left a field that is still there is kept at that.
    fn members(&mut self, above: &str, fields: &'a [Field]) -> Vec<Ghost<'a>> {
        let mut left = Vec::new();
        let mut behind = None;
        for field in fields {
            let path = format!("{above}/{}", field.name);
            let now = self.paths.now(&path);
            let members = self.members(&path, &field.fields);
            let behind = behind.replace(field.name.as_str());
            if self.there.contains(&now) {
                self.keep(now.clone(), members);
                if self.paths.moved(&path).is_some() {
                    left.push(Ghost { field, path, behind, to: Some(now), members: Vec::new() });
                }
            } else {
                left.push(Ghost { field, path, behind, to: None, members });
            }
        }
        left
    }
}

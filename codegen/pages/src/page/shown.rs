//! What a page's samples name and show, by which lines without cells are told apart.

use std::cell::OnceCell;
use std::collections::BTreeSet;

/// The names and the texts in a page's samples, gathered once a page and only where they are asked for.
pub(super) struct Shown<'a> {
    text: &'a str,
    keys: OnceCell<BTreeSet<&'a str>>,
    values: OnceCell<BTreeSet<&'a str>>,
}

impl<'a> Shown<'a> {
    /// Those of a page.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, keys: OnceCell::new(), values: OnceCell::new() }
    }

    /// Whether samples give a field this name.
    pub(super) fn has_key(&self, name: &str) -> bool {
        self.keys.get_or_init(|| keys(self.text)).contains(name)
    }

    /// Whether they show this text.
    pub(super) fn has_value(&self, text: &str) -> bool {
        self.values.get_or_init(|| values(self.text)).contains(text)
    }
}

/// The names that samples give to fields: `"Name":`, `<Name>`.
fn keys(text: &str) -> BTreeSet<&str> {
    let mut keys = BTreeSet::new();
    for (at, mark) in text.match_indices(['"', '<']) {
        let rest = &text[at + 1..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_-.".contains(c))).unwrap_or(rest.len());
        let behind = &rest[end..];
        let is_key = if mark == "<" {
            behind.starts_with('>')
        } else {
            behind.strip_prefix('"').is_some_and(|behind| behind.trim_start().starts_with(':'))
        };
        if end > 0 && is_key {
            keys.insert(&rest[..end]);
        }
    }
    keys
}

/// The texts that samples show: in quotes, or between tags.
fn values(text: &str) -> BTreeSet<&str> {
    let mut values = BTreeSet::new();
    for line in text.lines() {
        let quoted = line.split('"').skip(1);
        let tagged = line.split('>').skip(1).filter_map(|rest| rest.split_once('<')).map(|(value, _)| value);
        values.extend(quoted.chain(tagged).filter(|value| value.len() <= 300 && !value.trim().is_empty()));
    }
    values
}

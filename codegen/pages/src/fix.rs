//! An override that would settle something, ready to be pasted or applied.

use crate::ir::Override;
use crate::yaml;

/// An override that somebody may want.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Stable as long as the override is the same: six hexadecimal digits.
    pub id: String,
    /// `vendor/product/version`: the file of overrides to which it belongs.
    pub api: String,
    /// What it does, as in "to keep it".
    pub what: String,
    /// The override.
    pub entry: Override,
}

impl Fix {
    /// An override for the file of an API.
    pub fn new(api: &str, what: impl Into<String>, entry: Override) -> Self {
        // The reason may be worded anew without becoming another fix.
        let target = yaml::write(&Override { why: String::new(), ..entry.clone() }).unwrap_or_default();
        Self { id: id(&[api, &target]), api: api.to_owned(), what: what.into(), entry }
    }

    /// The entry as it stands in a file of overrides.
    pub fn yaml(&self) -> String {
        yaml::write(&[&self.entry]).unwrap_or_default()
    }
}

/// FNV-1a: the same on every machine and in every release.
fn id(parts: &[&str]) -> String {
    let mut hash: u32 = 0x811c_9dc5;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    format!("{:06x}", (hash >> 8) ^ (hash & 0xff))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_the_override_and_not_its_reason() {
        let entry = |path: &str, why: &str| Override {
            operation: "GetTicket".to_owned(),
            path: Some(path.to_owned()),
            why: why.to_owned(),
            keep: Some(true),
            ..Override::default()
        };
        let fix = |api: &str, path: &str, why: &str| Fix::new(api, "to keep it", entry(path, why)).id;
        assert_eq!(fix("a/b/1", "response/X", "one"), fix("a/b/1", "response/X", "another"));
        assert_ne!(fix("a/b/1", "response/X", "one"), fix("a/b/1", "response/Y", "one"));
        assert_ne!(fix("a/b/1", "response/X", "one"), fix("a/b/2", "response/X", "one"));
        assert_eq!(fix("a/b/1", "response/X", "one").len(), 6);
    }
}

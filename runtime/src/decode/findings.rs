use std::collections::BTreeMap;
use std::fmt;

use super::DecodeError;
use crate::bounds::KEPT_FINDINGS;

/// The values of a response that do not fit the type which the page gives them, such as a text where a number belongs.
///
/// Each is left out: its field is absent, or empty where it is a list or a struct, and an item of a list is not in the
/// list. All else of the response is there. An absent field without a finding was absent on the
/// wire too, or null or empty, which is how some services say so (`[]` in the place of a number).
///
/// ```
/// # mod calls { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/emitted/mod.rs")); }
/// # use calls::ListCallDetailRecords;
/// # fn main() -> Result<(), spectable_runtime::DecodeError> {
/// let answer = br#"{"CallDetailRecords": {"List": [{"Duration": 1.5, "ContactId": "c-1"}, {"Duration": 7}]}}"#;
/// let output = ListCallDetailRecords::decode_json(answer)?;
/// assert_eq!(output.call_detail_records.list[0].contact_id.as_deref(), Some("c-1"));
/// for finding in &output.findings {
///     eprintln!("{finding}"); // CallDetailRecords.List[0].Duration: expected a whole number of 32 bits, found `0.0`
/// }
/// assert!(output.findings.strict().is_err()); // for those who would rather have no answer than part of it
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Findings(Option<Box<Found>>);

#[derive(Clone, Default, PartialEq, Eq)]
struct Found {
    /// The first ones.
    first: Vec<Finding>,
    /// How many there are, by their paths without indices.
    counts: BTreeMap<String, u64>,
}

impl Findings {
    pub(super) fn new(errors: Vec<DecodeError>, counts: BTreeMap<String, u64>) -> Self {
        let first: Vec<Finding> = errors.into_iter().map(Finding).collect();
        Self((!first.is_empty()).then(|| Box::new(Found { first, counts })))
    }

    /// Whether every value fits.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// How many values do not fit.
    pub fn len(&self) -> u64 {
        self.fields().map(|(_, count)| count).sum()
    }

    /// The first 100 of them, in the order of the document.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.0.as_ref().map_or(&[][..], |found| &found.first).iter()
    }

    /// How many there are of each field, by paths without indices, such as `CallDetailRecords.List[].Duration`; `*` for
    /// a map's keys.
    pub fn fields(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().flat_map(|found| found.counts.iter().map(|(path, count)| (path.as_str(), *count)))
    }

    /// The first of them as the error that it would be to somebody who tolerates none; it quotes the value.
    pub fn strict(&self) -> Result<(), DecodeError> {
        self.iter().next().map_or(Ok(()), |finding| Err(finding.0.clone()))
    }

    /// Adds those of another response.
    pub fn merge(&mut self, more: &Self) {
        let Some(more) = &more.0 else { return };
        let found = self.0.get_or_insert_default();
        let room = KEPT_FINDINGS.saturating_sub(found.first.len());
        found.first.extend(more.first.iter().take(room).cloned());
        for (path, count) in &more.counts {
            *found.counts.entry(path.clone()).or_default() += count;
        }
    }
}

/// Nothing shows a value.
impl fmt::Debug for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A value that does not fit.
#[derive(Clone, PartialEq, Eq)]
pub struct Finding(DecodeError);

impl Finding {
    /// The path of wire names, such as `CallDetailRecords.List[3].Duration`; items are counted from 0 as the document
    /// has them.
    pub fn path(&self) -> &str {
        self.0.path()
    }

    /// What was expected.
    pub fn expected(&self) -> &'static str {
        self.0.expected()
    }

    /// What was found, in backticks, at most 40 characters, with `0` for each digit and `x` for each letter: values are
    /// people's names and numbers.
    pub fn found(&self) -> String {
        masked(self.0.found())
    }

    /// Where, in bytes from the start of the document.
    pub fn offset(&self) -> usize {
        self.0.offset()
    }
}

fn masked(value: &str) -> String {
    if matches!(value, "`true`" | "`false`") {
        return value.to_owned();
    }
    let mask = |letter: char| match letter {
        letter if letter.is_numeric() => '0',
        letter if letter.is_alphabetic() => 'x',
        letter => letter,
    };
    value.chars().map(mask).collect()
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, found {}", self.path(), self.expected(), self.found())
    }
}

/// As [`Display`](fmt::Display): nothing shows the value.
impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Finding({self})")
    }
}

//! To which operation a message belongs that is not among those of its page, such as one about an override.

use std::collections::{BTreeMap, BTreeSet};

use spectable_emit::generate::Output;
use spectable_pages::diagnostic::Diagnostic;
use spectable_pages::overrides::Overrides;

/// The messages by what they are about.
#[derive(Default)]
pub(crate) struct Said<'a> {
    /// By the operation's full name.
    pub(crate) of: BTreeMap<String, Vec<&'a Diagnostic>>,
    /// About no operation that is shown.
    pub(crate) others: Vec<&'a Diagnostic>,
}

impl<'a> Said<'a> {
    /// `known` are the full names of the operations that are shown.
    pub(crate) fn new(output: &'a Output, known: &BTreeSet<String>) -> Self {
        let pages: BTreeMap<&str, String> = output
            .documents
            .iter()
            .filter_map(|document| Some((document.file.path.as_str(), document.operation.as_ref()?.full_name())))
            .collect();
        let overrides: BTreeMap<&str, &Overrides> =
            output.overrides.iter().map(|overrides| (overrides.file.path.as_str(), overrides)).collect();
        let mut said = Self::default();
        for diagnostic in &output.diagnostics {
            let entry = || entry(overrides.get(diagnostic.path.as_str())?, diagnostic);
            let fix = || diagnostic.fixes.first().map(|fix| format!("{}/{}", fix.api, fix.entry.operation));
            match pages.get(diagnostic.path.as_str()).cloned().or_else(entry).or_else(fix) {
                Some(name) if known.contains(&name) => said.of.entry(name).or_default().push(diagnostic),
                _ => said.others.push(diagnostic),
            }
        }
        said
    }
}

/// The operation of the entry in which a message stands.
fn entry(overrides: &Overrides, diagnostic: &Diagnostic) -> Option<String> {
    let at = diagnostic.span?.start;
    let behind = overrides.entries.partition_point(|(_, place)| place.start <= at);
    let (entry, _) = overrides.entries.get(behind.checked_sub(1)?)?;
    Some(format!("{}/{}", overrides.api, entry.operation))
}

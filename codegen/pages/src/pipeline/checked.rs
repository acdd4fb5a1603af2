//! The last stage: strict rules, and messages about all that is still open.

use super::link::Linked;
use super::{Checked, Document};
use crate::check;
use crate::parallel;

/// Checks every operation; questions that nobody answered become messages.
pub(super) fn check(linked: Linked) -> Checked {
    let Linked { pages, overrides, mut diagnostics } = linked;
    let documents = parallel::map(pages, |page| {
        let mut document = Document::new(page);
        if let Some(operation) = &document.operation {
            document.diagnostics.extend(check::check(&document.file, operation));
        }
        document
    });
    for overrides in &overrides {
        let operations = documents.iter().filter_map(|document| document.operation.as_ref());
        for operation in operations.filter(|operation| operation.api() == overrides.api) {
            diagnostics.extend(check::check_call_record(overrides, operation));
        }
    }
    Checked { documents, overrides, diagnostics }
}

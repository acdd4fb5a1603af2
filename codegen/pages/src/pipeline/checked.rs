//! The last stage: strict rules, and messages about all that is still open.

use super::link::Linked;
use super::{Checked, Document};
use crate::check;
use crate::diagnostic::Code;
use crate::parallel;

/// Checks every operation; questions that nobody answered become messages.
pub(super) fn check(linked: Linked) -> Checked {
    let Linked { pages, overrides, mut diagnostics } = linked;
    let documents = parallel::map(pages, |page| {
        let mut document = Document::new(page);
        // Where the page is cut off, all else follows from that.
        let cut = document.diagnostics.iter().any(|diagnostic| diagnostic.code == Code::PageCut);
        if let Some(operation) = document.operation.as_ref().filter(|_| !cut) {
            document.diagnostics.extend(check::check(&document.file, operation));
        }
        document
    });
    for overrides in &overrides {
        let whole =
            |document: &&Document| document.diagnostics.iter().all(|diagnostic| diagnostic.code != Code::PageCut);
        let operations = documents.iter().filter(whole).filter_map(|document| document.operation.as_ref());
        for operation in operations.filter(|operation| operation.api() == overrides.api) {
            diagnostics.extend(check::check_call_record(overrides, operation));
        }
    }
    Checked { documents, overrides, diagnostics }
}

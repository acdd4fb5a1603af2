//! The fourth stage: the operations of one API version together.

use std::collections::BTreeMap;

use super::correct::Corrected;
use super::lower::LoweredPage;
use crate::diagnostic::Diagnostic;
use crate::ir::Operation;
use crate::link;
use crate::overrides::Overrides;

/// Operations whose enums are those of their API version.
#[derive(Debug)]
pub(super) struct Linked {
    pub(super) pages: Vec<LoweredPage>,
    pub(super) overrides: Vec<Overrides>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Leaves the enums as each page has them.
pub(super) fn leave(corrected: Corrected) -> Linked {
    let Corrected { mut pages, overrides, diagnostics } = corrected;
    for understood in pages.iter_mut().filter_map(|page| page.understood.as_mut()) {
        link::time(&mut understood.operation);
    }
    Linked { pages, overrides, diagnostics }
}

/// Joins the enums of each version.
pub(super) fn link(corrected: Corrected) -> Linked {
    let Linked { mut pages, overrides, diagnostics } = leave(corrected);
    let mut versions: BTreeMap<String, Vec<&mut Operation>> = BTreeMap::new();
    for understood in pages.iter_mut().filter_map(|page| page.understood.as_mut()) {
        versions.entry(understood.operation.api()).or_default().push(&mut understood.operation);
    }
    for operations in versions.values_mut() {
        link::link(operations);
    }
    Linked { pages, overrides, diagnostics }
}

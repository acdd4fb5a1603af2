//! The second reading of a document in which a value does not fit: such values are left out, and noted.
//!
//! The first reading stops at the first of them. So documents that fit, which nearly all do, pay nothing for this: where
//! a value stands is followed only when it has to be said.

use std::collections::BTreeMap;

use super::fault::Segment;
use super::json::Mark;
use super::{Fault, Findings, Input};
use crate::bounds::KEPT_FINDINGS;
use crate::decode::input::Format;
use crate::redact::Find;

/// What does not fit, and where the reader stands.
#[derive(Debug, Default)]
pub(crate) struct Misfits {
    /// From the outside in.
    path: Vec<Segment>,
    /// The first ones.
    faults: Vec<Fault>,
    /// How many there are, by their paths without indices.
    counts: BTreeMap<String, u64>,
}

impl Misfits {
    pub(super) fn enter(&mut self, segment: Segment) {
        self.path.push(segment);
    }

    pub(super) fn leave(&mut self) {
        self.path.pop();
    }

    fn add(&mut self, fault: Fault) {
        let fault = fault.below(&self.path);
        *self.counts.entry(fault.field()).or_default() += 1;
        if self.faults.len() < KEPT_FINDINGS {
            self.faults.push(fault);
        }
    }

    /// What was noted, quoting the document and nothing of it that is a secret.
    pub(crate) fn into_findings(self, document: &[u8], secrets: Find<'_>) -> Findings {
        let errors = self.faults.into_iter().map(|fault| fault.quoting_without(document, secrets));
        Findings::new(errors.collect(), self.counts)
    }
}

impl Input<'_> {
    /// Passes over the value at `start`, which does not fit, if that is to be noted only; a document that is broken
    /// there stays a fault.
    #[cold]
    pub(super) fn tolerate(&mut self, start: Mark, lists: usize, fault: Fault) -> Result<(), Fault> {
        if !self.is_tolerant() || fault.is_final() {
            return Err(fault);
        }
        if matches!(self.format, Format::Json) {
            self.json.reset(start);
            if self.json.skip().is_err() {
                return Err(fault.into_final());
            }
        }
        self.lists = lists;
        if let Some(misfits) = self.misfits() {
            misfits.add(fault);
        }
        Ok(())
    }
}

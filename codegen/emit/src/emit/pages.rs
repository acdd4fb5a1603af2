//! What only the pages know, which the model does without.

use spectable_pages::sample::SampleText;

use crate::input::Unit;
use crate::model::OperationDef;

/// The pages of the operations that the model was built from, in that order.
#[derive(Clone, Copy)]
pub(super) struct Pages<'a>(pub(super) &'a [Unit<'a>]);

impl<'a> Pages<'a> {
    /// The samples of an operation.
    pub(super) fn samples(self, def: &OperationDef<'_>) -> &'a [SampleText] {
        self.0.get(def.index).map_or(&[], |unit| &unit.samples)
    }
}

/// Where the vendor says all this.
pub(super) fn vendors_page(def: &OperationDef<'_>) -> String {
    format!("[The vendor's page]({}).", def.operation.url())
}

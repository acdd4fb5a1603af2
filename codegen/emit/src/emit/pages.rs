//! What only the pages know, which the model does without.

use spectable_pages::sample::SampleText;
use spectable_pages::source::Span;

use crate::emit::docs::code;
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

    /// The page, and the line where there is one.
    pub(super) fn fact(self, def: &OperationDef<'_>, span: Option<Span>) -> String {
        let page = code(def.page);
        let span = span.filter(|span| *span != Span::default());
        match span.zip(self.0.get(def.index)) {
            Some((span, unit)) => format!("Page: {page}, line {}.", unit.lines.line(span.start)),
            None => format!("Page: {page}."),
        }
    }
}

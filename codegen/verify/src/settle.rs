//! Questions of a page that its vendor's schema answers as the program did.

use spectable_pages::diagnostic::Code;
use spectable_pages::fix::Fix;
use spectable_pages::metadata::Described;
use spectable_pages::pipeline::Document;

use crate::{Difference, find};

/// A guess that the schema has too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// What was asked.
    pub code: Code,
    /// Of which field.
    pub path: String,
    /// The line of its row.
    pub line: Option<usize>,
    /// The override that keeps it.
    pub fix: Fix,
}

/// What a page leaves open of its fields.
pub(crate) fn questions(document: &Document) -> Vec<Confirmed> {
    let asks = |code: Code| {
        matches!(
            code,
            Code::PlacementGuess
                | Code::WrapperGuess
                | Code::MembersFromSample
                | Code::ResponseFromSample
                | Code::RowContradicts
                | Code::TypeUnknown
                | Code::TypeMissing
        )
    };
    let open = document.diagnostics.iter().filter(|diagnostic| asks(diagnostic.code));
    open.filter_map(|diagnostic| {
        let fix = diagnostic.fixes.first()?.clone();
        let path = fix.entry.path.clone()?;
        Some(Confirmed { code: diagnostic.code, path, line: Some(diagnostic.line).filter(|line| *line > 0), fix })
    })
    .collect()
}

/// Those of them whose field the schema has in the same place, and in which nothing differs.
pub(crate) fn confirmed(asked: Vec<Confirmed>, differences: &[Difference], schema: &Described) -> Vec<Confirmed> {
    let differs = |path: &str| {
        differences.iter().any(|difference| {
            let at =
                |known: &str| known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            at(&difference.path) || difference.page.says.as_deref().is_some_and(at)
        })
    };
    let told = |question: &Confirmed| match question.path.as_str() {
        "response" => !schema.silent.response,
        "request" => true,
        path => find(&schema.operation, path).is_some_and(|field| match question.code {
            // A list without a wrapper's name may have one.
            Code::WrapperGuess => field.wrapper.is_some(),
            Code::MembersFromSample => !field.fields.is_empty(),
            _ => true,
        }),
    };
    asked.into_iter().filter(|question| told(question) && !differs(&question.path)).collect()
}

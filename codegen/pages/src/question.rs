//! What a page leaves open, as data: lowering asks, overrides answer, and what is unanswered becomes messages.

use crate::diagnostic::{Code, Diagnostic};
use crate::fix::Fix;
use crate::ir::{Override, Type};
use crate::source::{SourceFile, Span};

/// Something that a page does not settle. What lowering took for the answer stands in the operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub kind: QuestionKind,
    /// Of which field: `response/Data/List`, or `response` for all of the response.
    pub path: String,
    /// The row that raises it.
    pub place: Span,
    /// What was taken, and what speaks against it.
    pub message: String,
    /// The answers that a person may give; the first keeps what was taken.
    pub choices: Vec<Choice>,
}

/// What a [`Question`] asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// Below which field does the row belong?
    Placement,
    /// Which object stands around the list on the wire?
    Wrapper,
    /// The page has no rows for the members of a field: is what samples show all there is?
    Members,
    /// The page has no table of response fields: is what samples show all there is?
    Response,
    /// Two rows name one field and differ: which one is right?
    Contradiction,
    /// The type cell holds no word for a type: what is it?
    Type,
    /// The type cell is empty where something is missing: what is it?
    NoType,
    /// The page, or this copy of it, does not say which parameters must be sent.
    Required,
}

/// An answer to a [`Question`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it does, as in "to keep it".
    pub what: String,
    /// The override that gives it.
    pub entry: Override,
}

impl QuestionKind {
    /// The code of the message that an unanswered question becomes.
    pub fn code(self) -> Code {
        match self {
            Self::Placement => Code::PlacementGuess,
            Self::Wrapper => Code::WrapperGuess,
            Self::Members => Code::MembersFromSample,
            Self::Response => Code::ResponseFromSample,
            Self::Contradiction => Code::RowContradicts,
            Self::Type => Code::TypeUnknown,
            Self::NoType => Code::TypeMissing,
            Self::Required => Code::RequiredUnknown,
        }
    }

    /// Whether only an entry that says so answers it; any entry about the field answers the others, since whoever
    /// wrote it looked at the row.
    fn wants_keep(self) -> bool {
        matches!(self, Self::Members | Self::Response | Self::Required)
    }
}

/// Why a person picked one of several readings.
const PICKED: &str = "The page fits several readings; this is the one that was picked.";

/// Why a person took samples for the whole truth.
const SAMPLED: &str = "The page has no rows for these; its samples were taken for the truth.";

/// Why a person let an answer have no fields.
const UNANSWERED: &str = "The vendor's schema does not say what is answered.";

/// Why a person gave a type that the page does not give.
const UNKNOWN_TYPE: &str = "The page has no word for its type.";

/// Why a person said what a page does not say of its parameters.
const UNSAID: &str = "The page does not say which parameters must be sent.";

/// An answer about a field of an operation: `change` says which.
fn choice(operation: &str, path: &str, what: impl Into<String>, why: &str, change: Override) -> Choice {
    let entry =
        Override { operation: operation.to_owned(), path: Some(path.to_owned()), why: why.to_owned(), ..change };
    Choice { what: what.into(), entry }
}

fn keep() -> Override {
    Override { keep: Some(true), ..Override::default() }
}

/// The answers to where a field belongs: where it was put, or below one of the `alternatives`.
pub fn placements(operation: &str, path: &str, alternatives: &[String]) -> Vec<Choice> {
    let kept = choice(operation, path, "to keep it", PICKED, keep());
    let moved = alternatives.iter().map(|to| {
        let change = Override { to: Some(to.clone()), ..Override::default() };
        choice(operation, path, format!("to move it to `{to}`"), PICKED, change)
    });
    std::iter::once(kept).chain(moved).collect()
}

/// The answers to what stands around a list: `wrapper` was taken.
pub(crate) fn wrappers(operation: &str, path: &str, wrapper: Option<&str>) -> Vec<Choice> {
    let choice = |what: String, change| choice(operation, path, what, PICKED, change);
    match wrapper {
        Some(name) => vec![
            choice(format!("to keep the wrapper `{name}`"), keep()),
            choice("to have no wrapper".to_owned(), Override { wrapper: Some(String::new()), ..keep() }),
        ],
        None => vec![choice("to keep it without a wrapper".to_owned(), keep())],
    }
}

/// The answer that what samples show is all there is.
pub(crate) fn sampled(operation: &str, path: &str) -> Vec<Choice> {
    vec![choice(operation, path, "to take the samples for all there is", SAMPLED, keep())]
}

/// The answer that nothing is known of what is answered.
pub(crate) fn unanswered(operation: &str) -> Vec<Choice> {
    vec![choice(operation, "response", "to leave it open", UNANSWERED, keep())]
}

/// The answer that a row's type is what it was taken for.
pub(crate) fn typed(operation: &str, path: &str, ty: &Type) -> Vec<Choice> {
    let change = Override { ty: Some(ty.clone()), ..keep() };
    vec![choice(operation, path, format!("to make it `{ty}`"), UNKNOWN_TYPE, change)]
}

/// The answers to which parameters must be sent: none of those of which the page does not say it, or one of them.
pub(crate) fn required(operation: &str, first: &str) -> Vec<Choice> {
    let one = Override { required: Some(true), ..Override::default() };
    vec![
        choice(operation, "request", "to leave it open, so that none of them must be sent", UNSAID, keep()),
        choice(operation, first, "to say of one that it must be sent", UNSAID, one),
    ]
}

/// The answer that the first of two rows is right.
pub(crate) fn contradicting(operation: &str, path: &str) -> Vec<Choice> {
    vec![choice(operation, path, "to keep the first of the two", PICKED, keep())]
}

impl Question {
    /// Whether an override settles it, whatever else the override says.
    pub fn is_answered_by(&self, entry: &Override) -> bool {
        entry.path.as_deref() == Some(&self.path) && (entry.keep == Some(true) || !self.kind.wants_keep())
    }

    /// Whether it is about a field or about one below it.
    pub(crate) fn is_below(&self, path: &str) -> bool {
        self.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Follows the field that it is about, or the one around it, from one path to another.
    pub(crate) fn follow(&mut self, from: &str, to: &str) {
        if !self.is_below(from) {
            return;
        }
        self.path.replace_range(..from.len(), to);
        for choice in &mut self.choices {
            choice.entry.path = Some(self.path.clone());
        }
    }

    /// The message that an unanswered question is.
    pub fn diagnostic(&self, file: &SourceFile, api: &str) -> Diagnostic {
        let fixes = self.choices.iter().map(|choice| Fix::new(api, choice.what.clone(), choice.entry.clone()));
        Diagnostic::at(file, self.place, self.kind.code(), self.message.clone()).fixes(fixes.collect())
    }
}

/// What lowering has to say of a page, in the order in which it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Something that is settled.
    Said(Diagnostic),
    /// Something that a person can settle.
    Asked(Question),
}

impl Remark {
    /// As a message about the page.
    pub fn diagnostic(&self, file: &SourceFile, api: &str) -> Diagnostic {
        match self {
            Self::Said(diagnostic) => diagnostic.clone(),
            Self::Asked(question) => question.diagnostic(file, api),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: QuestionKind, path: &str) -> Question {
        let choices = placements("GetCall", path, &["response/Data".to_owned()]);
        Question { kind, path: path.to_owned(), place: Span::default(), message: "m".to_owned(), choices }
    }

    fn entry(path: &str, change: Override) -> Override {
        Override { operation: "GetCall".to_owned(), path: Some(path.to_owned()), ..change }
    }

    #[test]
    fn entries_answer_what_they_are_about() {
        let placement = question(QuestionKind::Placement, "response/Id");
        assert!(placement.is_answered_by(&entry("response/Id", keep())));
        assert!(placement.is_answered_by(&entry("response/Id", Override::default())));
        assert!(!placement.is_answered_by(&entry("response/Id/X", keep())));
        let members = question(QuestionKind::Members, "response/Data");
        assert!(!members.is_answered_by(&entry("response/Data", Override::default())));
        assert!(members.is_answered_by(&entry("response/Data", keep())));
    }

    #[test]
    fn a_question_follows_its_field() {
        let mut asked = question(QuestionKind::Placement, "response/Data/List/Id");
        asked.follow("response/Dat", "response/X");
        assert_eq!(asked.path, "response/Data/List/Id");
        asked.follow("response/Data/List", "response/List");
        assert_eq!(asked.path, "response/List/Id");
        assert_eq!(asked.choices[1].entry.path.as_deref(), Some("response/List/Id"));
        assert_eq!(asked.choices[1].entry.to.as_deref(), Some("response/Data"));
    }

    #[test]
    fn an_unanswered_question_offers_every_answer() {
        let said = question(QuestionKind::Placement, "response/Id").diagnostic(&SourceFile::new("p", "x"), "a/b/1");
        assert_eq!(said.code, Code::PlacementGuess);
        assert_eq!(said.fixes.len(), 2);
        assert!(said.help.contains("to keep it") && said.help.contains("move: response/Data"), "{}", said.help);
    }
}

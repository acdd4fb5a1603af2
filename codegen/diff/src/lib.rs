//! What changed between two trees of operations, as meaning: what it is, whom it breaks, and why.
//!
//! The classes are about the emitted crate: whether a program that was written against the crate of
//! before still compiles and does the same. They are decided from what is emitted (names, types,
//! signatures, checks, what is sent), not from the page's words.

mod calls;
mod changelog;
mod enums;
mod fields;
mod fit;
mod markdown;
mod operations;
mod pairs;
mod text;
mod unsure;
mod version;
mod words;

use std::collections::BTreeMap;

use serde::Serialize;
use spectable_emit::model::{self, Surface};
use spectable_pages::ir::Operation;
use spectable_pages::parallel;
use spectable_pages::yaml;

pub use version::{Version, next};

/// Operations by name: `aliyun/ccc/2017-07-05/ListCallDetailRecords`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IrTree(BTreeMap<String, Operation>);

impl IrTree {
    /// Takes operations as `regen` understands them; of two with one name, the last counts.
    pub fn new(operations: impl IntoIterator<Item = Operation>) -> Self {
        Self(operations.into_iter().map(|operation| (operation.full_name(), operation)).collect())
    }

    /// Reads the files of an IR, each with the path that an error shall name; those that do not end in `.yaml`
    /// are left out.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Unreadable> {
        let files: Vec<(&str, &str)> = files.into_iter().filter(|(path, _)| is_ir(path)).collect();
        let read = |(path, text): (&str, &str)| {
            yaml::read(text).map_err(|error| Unreadable {
                path: path.to_owned(),
                place: error.place,
                message: error.message,
            })
        };
        let operations: Result<Vec<Operation>, Unreadable> = parallel::map(files, read).into_iter().collect();
        operations.map(Self::new)
    }

    /// The operations in the order of their names.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.0.values()
    }
}

fn is_ir(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension == "yaml")
}

/// A file of the IR that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// As it was given.
    pub path: String,
    /// Line and column from 1, where known.
    pub place: Option<(usize, usize)>,
    /// What is wrong.
    pub message: String,
}

/// What a change means for users of the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// A program that was right may no longer compile, or do something else.
    Breaking,
    /// There is more than before; programs stay as they are.
    Additive,
    /// Only what people read.
    Documentation,
}

impl Class {
    /// `breaking`, `additive` or `documentation`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Additive => "additive",
            Self::Documentation => "documentation",
        }
    }
}

/// What kind of change it is; spelled as words with hyphens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the words say it")]
pub enum ChangeKind {
    OperationAdded,
    OperationRemoved,
    ParameterAdded,
    ParameterRemoved,
    FieldAdded,
    FieldRemoved,
    Renamed,
    Moved,
    TypeChanged,
    RequiredChanged,
    ArgumentOrderChanged,
    RangeChanged,
    MaxItemsChanged,
    DefaultChanged,
    EncodingChanged,
    PositionChanged,
    WrapperChanged,
    ItemChanged,
    UnitChanged,
    EnumValueAdded,
    EnumValueRemoved,
    EnumCodeChanged,
    ErrorCodeAdded,
    ErrorCodeRemoved,
    ErrorStatusChanged,
    PagingChanged,
    WindowChanged,
    CallRecordChanged,
    RateLimitChanged,
    /// There are more or fewer samples that are tests.
    SamplesChanged,
    PeriodChanged,
    ProtocolChanged,
    HttpChanged,
    RustNameChanged,
    DeprecationChanged,
    EvidenceChanged,
    DocumentationChanged,
}

impl ChangeKind {
    /// `enum-value-added` and so on.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OperationAdded => "operation-added",
            Self::OperationRemoved => "operation-removed",
            Self::ParameterAdded => "parameter-added",
            Self::ParameterRemoved => "parameter-removed",
            Self::FieldAdded => "field-added",
            Self::FieldRemoved => "field-removed",
            Self::Renamed => "renamed",
            Self::Moved => "moved",
            Self::TypeChanged => "type-changed",
            Self::RequiredChanged => "required-changed",
            Self::ArgumentOrderChanged => "argument-order-changed",
            Self::RangeChanged => "range-changed",
            Self::MaxItemsChanged => "max-items-changed",
            Self::DefaultChanged => "default-changed",
            Self::EncodingChanged => "encoding-changed",
            Self::PositionChanged => "position-changed",
            Self::WrapperChanged => "wrapper-changed",
            Self::ItemChanged => "item-changed",
            Self::UnitChanged => "unit-changed",
            Self::EnumValueAdded => "enum-value-added",
            Self::EnumValueRemoved => "enum-value-removed",
            Self::EnumCodeChanged => "enum-code-changed",
            Self::ErrorCodeAdded => "error-code-added",
            Self::ErrorCodeRemoved => "error-code-removed",
            Self::ErrorStatusChanged => "error-status-changed",
            Self::PagingChanged => "paging-changed",
            Self::WindowChanged => "window-changed",
            Self::CallRecordChanged => "call-record-changed",
            Self::RateLimitChanged => "rate-limit-changed",
            Self::SamplesChanged => "samples-changed",
            Self::PeriodChanged => "period-changed",
            Self::ProtocolChanged => "protocol-changed",
            Self::HttpChanged => "http-changed",
            Self::RustNameChanged => "rust-name-changed",
            Self::DeprecationChanged => "deprecation-changed",
            Self::EvidenceChanged => "evidence-changed",
            Self::DocumentationChanged => "documentation-changed",
        }
    }
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Such as `aliyun/ccc/2017-07-05/ListCallDetailRecords`.
    pub operation: String,
    /// `request/ContactType`, `response/Data/List`, `errors/Parameter.Format`; empty for the operation itself.
    pub path: String,
    /// What users of the crate write: `aliyun::v2017_07_05::ListCallDetailRecords`, or an enum.
    pub item: String,
    /// What happened.
    pub kind: ChangeKind,
    /// Whom it concerns.
    pub class: Class,
    /// Why it has its class, in a phrase.
    pub reason: String,
    /// What was there, in the words of the IR.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What is there now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Other places with the same enum or type, as `operation path`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

impl Change {
    /// What happened, in words: `range changed, ..=100 → ..=50`.
    pub fn what(&self) -> String {
        text::what(self, &str::to_owned)
    }
}

/// A place that the generator is not certain of, which was certain or absent before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unsure {
    /// As in [`Change`].
    pub operation: String,
    /// As in [`Change`].
    pub path: String,
    /// What is not certain.
    pub what: String,
    /// The other places that fit, as paths of their parents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<String>,
    /// The entries for `specs/overrides` that settle it, one of which is to be pasted.
    pub overrides: Vec<String>,
}

/// Everything that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// The version that SemVer asks for; the released one where nothing changed.
    pub next_version: String,
    /// By operation, then breaking ones first, then by path.
    pub changes: Vec<Change>,
    /// What to look at twice.
    pub unsure: Vec<Unsure>,
}

/// Compares two trees; `released` is the crate's version of before.
pub fn compare(before: &IrTree, after: &IrTree, released: &Version) -> Diff {
    let old = model::surfaces(before.0.values());
    let new = model::surfaces(after.0.values());
    let mut names: Vec<&str> = before.0.keys().chain(after.0.keys()).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    let none = Surface::default();
    let compared: Vec<Comparison<'_>> = parallel::map(names, |name| {
        let sides = (before.0.get(name), after.0.get(name));
        let surfaces = (old.get(name).unwrap_or(&none), new.get(name).unwrap_or(&none));
        operations::compare(name, sides, surfaces)
    });
    let mut changes = enums::join(&compared);
    let mut unsure = Vec::new();
    for comparison in compared {
        changes.extend(comparison.changes);
        unsure.extend(comparison.unsure);
    }
    changes.sort_by(|a, b| (&a.operation, a.class, &a.path, a.kind).cmp(&(&b.operation, b.class, &b.path, b.kind)));
    let worst = changes.iter().map(|change| change.class).min();
    Diff { next_version: next(released, worst).to_string(), changes, unsure }
}

/// What was found out about one operation.
#[derive(Debug, Default)]
struct Comparison<'a> {
    changes: Vec<Change>,
    unsure: Vec<Unsure>,
    /// What changed in enums, which several operations share.
    enums: Vec<enums::Found<'a>>,
}

impl Diff {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// How many changes there are of a class.
    pub fn count(&self, class: Class) -> usize {
        self.changes.iter().filter(|change| change.class == class).count()
    }

    /// For a person at a terminal.
    pub fn text(&self) -> String {
        text::render(self)
    }

    /// For a pull request: at most `limit` characters, the least important folded first.
    pub fn markdown(&self, limit: usize) -> String {
        markdown::render(self, limit)
    }

    /// Entries in the form of keep-a-changelog.
    pub fn changelog(&self) -> String {
        changelog::render(self)
    }
}

/// The most characters that a comment on a pull request may have.
pub const COMMENT_LIMIT: usize = 65_536;

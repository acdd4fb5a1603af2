//! All operations: what was counted of each, and what is supported.

use std::collections::BTreeMap;

use spectable_diff::{Change, ChangeKind, Class};
use spectable_pages::diagnostic::{Diagnostic, Severity};
use spectable_pages::ir::{Field, Probability};
use spectable_pages::sample::SampleFormat;

use crate::input::Input;
use crate::subject::Subject;
use crate::tree::Ground;

/// The operations of a view, and what else is to be said.
pub(crate) struct Index<'a> {
    /// Changed ones first, the worst before others.
    pub(crate) entries: Vec<Entry>,
    /// What the view is compared with.
    pub(crate) base: Option<&'a str>,
    /// Operations that are no longer there.
    pub(crate) gone: Vec<&'a Change>,
    /// What is to be said of pages without an operation, and of overrides.
    pub(crate) messages: Vec<&'a Diagnostic>,
}

/// An operation.
pub(crate) struct Entry {
    pub(crate) file: String,
    pub(crate) api: String,
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) deprecated: bool,
    /// Of the request, and of the response.
    pub(crate) fields: (usize, usize),
    pub(crate) questions: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) overrides: usize,
    pub(crate) grounds: BTreeMap<Ground, usize>,
    pub(crate) least_sure: Option<Probability>,
    /// What is supported: a column of the matrix each, and in which form.
    pub(crate) support: Vec<(&'static str, Option<String>)>,
    pub(crate) changes: Option<Changes>,
}

/// How much changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Changes {
    pub(crate) is_new: bool,
    /// Breaking, additive, documentation.
    pub(crate) counts: [usize; 3],
    /// New doubts.
    pub(crate) unsure: usize,
}

impl Changes {
    pub(crate) fn any(self) -> bool {
        self.is_new || self.unsure > 0 || self.counts.iter().any(|count| *count > 0)
    }

    /// What is worst comes first.
    fn rank(self) -> [std::cmp::Reverse<usize>; 5] {
        let [breaking, additive, documentation] = self.counts;
        [breaking, usize::from(self.is_new), self.unsure, additive, documentation].map(std::cmp::Reverse)
    }
}

/// The classes of changes, in the order in which they are counted.
pub(crate) const CLASSES: [Class; 3] = [Class::Breaking, Class::Additive, Class::Documentation];

impl Entry {
    pub(crate) fn new(file: String, subject: &Subject<'_>) -> Self {
        let operation = subject.operation;
        let mut grounds = BTreeMap::new();
        for ground in subject.fields().filter_map(|(.., known)| known.ground) {
            *grounds.entry(ground).or_default() += 1;
        }
        Self {
            file,
            api: operation.api(),
            name: operation.name.clone(),
            title: operation.title.clone(),
            deprecated: operation.deprecated,
            fields: (Field::count(&operation.request), Field::count(&operation.response)),
            questions: subject.questions(),
            errors: subject.count(Severity::Error),
            warnings: subject.count(Severity::Warning),
            overrides: subject.overrides,
            grounds,
            least_sure: subject.least_sure(),
            support: support(subject),
            changes: subject.changed.as_ref().map(|changed| Changes {
                is_new: changed.is_new,
                counts: CLASSES.map(|class| changed.count(class)),
                unsure: changed.unsure.values().map(Vec::len).sum(),
            }),
        }
    }
}

/// What the emitted code does for an operation.
fn support(subject: &Subject<'_>) -> Vec<(&'static str, Option<String>)> {
    let operation = subject.operation;
    let surface = subject.surface;
    let formats = |format| subject.document.samples.answers().filter(|(_, read)| read.format == format).count();
    let (json, xml) = (formats(SampleFormat::Json), formats(SampleFormat::Xml));
    let checks = subject.fields().filter(|(_, field, _)| field.range.is_some() || field.max_items.is_some()).count();
    let some = |count: usize| (count > 0).then(|| count.to_string());
    let paged = surface.is_some_and(|surface| surface.item.is_some());
    let windows = surface.is_some_and(|surface| surface.windows.is_some());
    vec![
        ("result pages", paged.then(|| "yes".to_owned())),
        ("long periods", windows.then(|| "yes".to_owned())),
        ("call record", surface.filter(|surface| surface.call_record).map(|_| "yes".to_owned())),
        ("rate limit", operation.rate_limit.map(|rate| format!("{rate}/s"))),
        ("enums", some(operation.enums.len())),
        ("checks", some(checks)),
        ("error codes", some(operation.errors.len())),
        ("JSON samples", some(json)),
        ("XML samples", some(xml)),
        ("tested samples", some(operation.samples)),
    ]
}

impl<'a> Index<'a> {
    pub(crate) fn new(mut entries: Vec<Entry>, input: &Input<'a>, others: Vec<&'a Diagnostic>) -> Self {
        entries.sort_by_cached_key(|entry| (entry.changes.map(Changes::rank), entry.api.clone(), entry.name.clone()));
        let changes = input.base.iter().flat_map(|base| &base.diff.changes);
        let unread = input.output.documents.iter().filter(|document| document.operation.is_none());
        let messages = unread.flat_map(|document| &document.diagnostics).chain(others);
        Self {
            entries,
            base: input.base.map(|base| base.name),
            gone: changes.filter(|change| change.kind == ChangeKind::OperationRemoved).collect(),
            messages: messages.collect(),
        }
    }
}

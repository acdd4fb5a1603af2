//! A second witness: operations that were rebuilt from pages, held against the vendors' own schemas.
//!
//! Neither is whole. Where both speak and disagree, that is a [`Difference`], with both places, which one the evidence
//! favours, and the override that follows the schema; where the schema is silent, the page stands.

mod favour;
mod fixes;
mod follow;
mod report;
mod settle;

use std::collections::{BTreeMap, BTreeSet};

use spectable_diff::{Change, ChangeKind, IrTree, Version};
use spectable_pages::fix::Fix;
use spectable_pages::ir::{Field, Operation};
use spectable_pages::metadata::{Described, Schema};
use spectable_pages::parallel;
use spectable_pages::pipeline::Document;
use spectable_pages::source::SourceFile;

pub use favour::Favour;
pub use settle::Confirmed;

/// One of the two witnesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What people read.
    Page,
    /// What machines read.
    Schema,
}

impl Side {
    /// `page` or `schema`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Schema => "schema",
        }
    }
}

/// What one side says, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// In the words of the IR; `None` where it says nothing.
    pub says: Option<String>,
    /// The file.
    pub path: String,
    /// Line and column, from 1; those of what is around it where it says nothing.
    pub place: Option<(usize, usize)>,
}

/// Something in which page and schema disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Such as `aliyun/ccc/2017-07-05/ListCallDetailRecords`.
    pub operation: String,
    /// `request/Name`, `response/Data/List`, `errors/Code`; empty for the operation itself.
    pub path: String,
    /// As in `diff`, where the page is what was, and the schema what is.
    pub kind: ChangeKind,
    /// What the page says.
    pub page: Claim,
    /// What the schema says.
    pub schema: Claim,
    /// Which one is likely right.
    pub favours: Option<Favour>,
    /// The override that follows the schema.
    pub fix: Option<Fix>,
}

/// What came of one schema.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The operations that both have, each with its differences.
    pub operations: Vec<Compared>,
    /// The operations of the schema without a page.
    pub without_page: Vec<String>,
    /// The paths of pages of this API whose operations the schema does not have.
    pub unknown: Vec<String>,
    /// What was read over in the schema: line, and what it is.
    pub remarks: Vec<(usize, String)>,
}

/// An operation that both have.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Such as `aliyun/ccc/2017-07-05/ListCallDetailRecords`.
    pub name: String,
    /// In the order of `diff`.
    pub differences: Vec<Difference>,
    /// The page's open questions that the schema answers as the program did.
    pub confirmed: Vec<Confirmed>,
    /// How many questions the page leaves open, of the request and of the response.
    pub asked: (usize, usize),
    /// The schema does not say what is answered.
    pub requests_only: bool,
}

/// A schema under the path by which messages name it.
#[derive(Clone, Copy, Debug)]
pub struct Witness<'a> {
    /// Its text.
    pub file: &'a SourceFile,
    /// What was read of it.
    pub schema: &'a Schema,
    /// Product, version and action of a schema that does not tell them.
    pub named: Option<&'a [String; 3]>,
}

/// Holds a schema against the pages of its API; `only` is an operation's name, or the end of it.
pub fn verify(documents: &[Document], witness: Witness<'_>, only: Option<&str>) -> Report {
    let Witness { file, schema, named } = witness;
    let product = schema.product.as_deref().or(named.map(|named| named[0].as_str()));
    let version = schema.version.as_deref().or(named.map(|named| named[1].as_str()));
    let is_of = |operation: &Operation| {
        operation.vendor == schema.vendor
            && product.is_none_or(|product| product.eq_ignore_ascii_case(&operation.product))
            && version.is_none_or(|version| version == operation.version)
    };
    let actions: Vec<&str> = match named {
        Some(named) if schema.is_alone() => vec![named[2].as_str()],
        _ => schema.actions().collect(),
    };
    let by_name: BTreeMap<String, &str> = actions.iter().map(|action| (action.to_lowercase(), *action)).collect();
    let mut report = Report::default();
    let mut known = BTreeSet::new();
    let mut work = Vec::new();
    for document in documents {
        let Some(operation) = document.operation.as_ref().filter(|operation| is_of(operation)) else { continue };
        let name = operation.full_name();
        known.insert(operation.name.to_lowercase());
        if only.is_some_and(|only| name != only && !name.ends_with(&format!("/{only}"))) {
            continue;
        }
        match by_name.get(&operation.name.to_lowercase()) {
            Some(action) => work.push((document, operation, *action)),
            None if schema.is_alone() => {}
            None => report.unknown.push(document.file.path.clone()),
        }
    }
    let missing = actions.iter().filter(|action| !known.contains(&action.to_lowercase()));
    report.without_page = missing.map(|action| (*action).to_owned()).collect();
    let mut remarks: BTreeMap<String, usize> = BTreeMap::new();
    let compared = parallel::map(work, |(document, operation, action)| {
        let described = schema.describe(&operation.product, &operation.version, action)?;
        Some((compare(document, operation, file, &described), described.remarks))
    });
    for (compared, said) in compared.into_iter().flatten() {
        for (place, what) in said {
            remarks.entry(what).or_insert_with(|| file.line(place.start));
        }
        report.operations.push(compared);
    }
    report.remarks = remarks.into_iter().map(|(what, line)| (line, what)).collect();
    report.remarks.sort();
    report
}

/// Compares one operation.
fn compare(document: &Document, operation: &Operation, file: &SourceFile, described: &Described) -> Compared {
    let after = follow::follow(operation, described);
    let changes =
        spectable_diff::compare(&IrTree::new([operation.clone()]), &IrTree::new([after.clone()]), &Version::default())
            .changes;
    let changes = apart(changes.into_iter().filter(|change| is_fact(change.kind)).collect());
    let count = |kinds: [ChangeKind; 2]| changes.iter().filter(|change| kinds.contains(&change.kind)).count();
    let only = (
        count([ChangeKind::ParameterRemoved, ChangeKind::FieldRemoved]),
        count([ChangeKind::ParameterAdded, ChangeKind::FieldAdded]),
    );
    let witness = favour::Witness::new(document, only);
    // Where a value goes, the override lists those that stay; where others come, it lists them too.
    let rewritten: BTreeSet<&str> = changes
        .iter()
        .filter(|change| change.kind == ChangeKind::EnumValueRemoved)
        .map(|change| change.path.as_str())
        .collect();
    let differences: Vec<Difference> = changes
        .iter()
        .map(|change| Difference {
            operation: change.operation.clone(),
            path: change.path.clone(),
            kind: change.kind,
            page: claim(change.before.as_deref(), change, operation, &document.file),
            schema: match described.disabled.get(&change.path).filter(|_| change.after.is_none()) {
                Some(place) => Claim {
                    says: Some("switched off (`disabled`)".to_owned()),
                    path: file.path.clone(),
                    place: Some(file.position(place.start)),
                },
                None => claim(change.after.as_deref(), change, &described.operation, file),
            },
            favours: witness.favour(change, operation, &after),
            fix: fixes::fix(change, operation, &after, rewritten.contains(change.path.as_str())),
        })
        .collect();
    let mut questions = settle::questions(document);
    // A schema without answers has no word on them.
    questions.retain(|asked| !described.silent.response || asked.path.starts_with("request"));
    let asked = |side: &str| questions.iter().filter(|asked| asked.path.split('/').next() == Some(side)).count();
    Compared {
        name: operation.full_name(),
        asked: (asked("request"), asked("response")),
        confirmed: settle::confirmed(questions, &differences, described),
        differences,
        requests_only: described.silent.response,
    }
}

/// Whether a change is about what is sent and received: Rust names and sentences are none of the schema's.
fn is_fact(kind: ChangeKind) -> bool {
    matches!(
        kind,
        ChangeKind::ParameterAdded
            | ChangeKind::ParameterRemoved
            | ChangeKind::FieldAdded
            | ChangeKind::FieldRemoved
            | ChangeKind::Renamed
            | ChangeKind::Moved
            | ChangeKind::TypeChanged
            | ChangeKind::RequiredChanged
            | ChangeKind::RangeChanged
            | ChangeKind::MaxItemsChanged
            | ChangeKind::DefaultChanged
            | ChangeKind::EncodingChanged
            | ChangeKind::PositionChanged
            | ChangeKind::WrapperChanged
            | ChangeKind::ItemChanged
            | ChangeKind::EnumValueAdded
            | ChangeKind::EnumValueRemoved
            | ChangeKind::ErrorCodeAdded
            | ChangeKind::ErrorCodeRemoved
            | ChangeKind::ErrorStatusChanged
            | ChangeKind::DeprecationChanged
            | ChangeKind::ProtocolChanged
            | ChangeKind::HttpChanged
    )
}

/// Two names that have nothing in common are two things here, since neither side is the other's past: what was compared
/// because they were taken for one is none.
fn apart(changes: Vec<Change>) -> Vec<Change> {
    let letters = |path: &str| follow::letters(path.rsplit('/').next().unwrap_or_default());
    let torn: BTreeMap<String, String> = changes
        .iter()
        .filter(|change| change.kind == ChangeKind::Renamed)
        .filter_map(|change| {
            let before = change.before.clone()?;
            let (old, new) = (letters(&before), letters(&change.path));
            (old != new).then(|| (change.path.clone(), before))
        })
        .collect();
    let below = |path: &str, torn: &String| {
        path.strip_prefix(torn.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mut kept = Vec::with_capacity(changes.len());
    for change in changes {
        let request = change.path.starts_with("request/");
        match torn.get(&change.path).filter(|_| change.kind == ChangeKind::Renamed) {
            Some(before) => {
                let (gone, come) = if request {
                    (ChangeKind::ParameterRemoved, ChangeKind::ParameterAdded)
                } else {
                    (ChangeKind::FieldRemoved, ChangeKind::FieldAdded)
                };
                let there = Some("has it".to_owned());
                let (path, none) = (before.clone(), None);
                kept.push(Change { path, kind: gone, before: there.clone(), after: none.clone(), ..change.clone() });
                kept.push(Change { kind: come, before: none, after: there, ..change });
            }
            None if torn.keys().any(|torn| below(&change.path, torn)) => {}
            None => kept.push(change),
        }
    }
    kept
}

/// What one side says of a change.
fn claim(says: Option<&str>, change: &Change, operation: &Operation, file: &SourceFile) -> Claim {
    let mut path = if change.kind == ChangeKind::Moved || change.kind == ChangeKind::Renamed {
        says.unwrap_or(&change.path)
    } else {
        &change.path
    };
    let mut place = None;
    while place.is_none() && path.contains('/') {
        let found = find(operation, path);
        place = found.filter(|field| field.span.end > 0).map(|field| file.position(field.span.start));
        path = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    }
    Claim { says: says.map(str::to_owned), path: file.path.clone(), place }
}

/// The field at `request/Outer/Inner`.
pub(crate) fn find<'a>(operation: &'a Operation, path: &str) -> Option<&'a Field> {
    let mut steps = path.split('/');
    let mut fields = match steps.next()? {
        "request" => &operation.request,
        "response" => &operation.response,
        _ => return None,
    };
    let mut found = None;
    for step in steps {
        let field = fields.iter().find(|field| field.name == step)?;
        fields = &field.fields;
        found = Some(field);
    }
    found
}

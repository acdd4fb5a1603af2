//! Which of the two the evidence favours: what the page's own samples and example values show, then which side is newer.

use spectable_diff::{Change, ChangeKind};
use spectable_pages::ir::{Field, Operation, Range, Type};
use spectable_pages::page::Side as SampleSide;
use spectable_pages::pipeline::Document;
use spectable_pages::sample::Shape;

use crate::{Side, find};

/// What speaks for one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Favour {
    /// For which.
    pub side: Side,
    /// What it is.
    pub why: String,
}

/// What is known of a page beside its operation.
pub(crate) struct Witness<'a> {
    document: &'a Document,
    /// Sample calls as they stand on the page.
    calls: Vec<&'a str>,
    /// Which side has names that the other lacks, and lacks none.
    newer: Option<Favour>,
}

impl<'a> Witness<'a> {
    /// `only` is how many parameters and fields only the page and only the schema has.
    pub(crate) fn new(document: &'a Document, only: (usize, usize)) -> Self {
        let samples = document.samples.all.iter().filter(|sample| sample.side == SampleSide::Request);
        let newer = |side, count: usize, other: &str| {
            let names = if count == 1 { "a name" } else { "names" };
            Favour { side, why: format!("it is the newer one: it has {names} that the {other} lacks, and lacks none") }
        };
        Self {
            document,
            calls: samples.map(|sample| document.file.slice(sample.span)).collect(),
            newer: match only {
                (0, 0) => None,
                (0, schema) => Some(newer(Side::Schema, schema, "page")),
                (page, 0) => Some(newer(Side::Page, page, "schema")),
                _ => None,
            },
        }
    }

    /// What speaks for one side of a difference.
    pub(crate) fn favour(&self, change: &Change, page: &Operation, after: &Operation) -> Option<Favour> {
        self.shown(change, page, after).or_else(|| self.newer.clone())
    }

    fn shown(&self, change: &Change, page: &Operation, after: &Operation) -> Option<Favour> {
        let favour = |side, why: &str| Some(Favour { side, why: why.to_owned() });
        let path = change.path.as_str();
        let (old, new) = (find(page, path), find(after, path));
        let response = path.starts_with("response/");
        match change.kind {
            ChangeKind::ParameterRemoved if self.is_called(path) => favour(Side::Page, "a sample call has it"),
            ChangeKind::ParameterAdded if self.is_called(path) => favour(Side::Schema, "a sample call has it"),
            ChangeKind::FieldRemoved if self.shape(path, page).is_some() => favour(Side::Page, "a sample shows it"),
            ChangeKind::FieldAdded if self.shape(path, after).is_some() => favour(Side::Schema, "a sample shows it"),
            ChangeKind::WrapperChanged => {
                let (old, new) = (old?, new?);
                let shape = self.around(path, page)?.members.get(&old.name)?;
                let has = |field: &Field| match &field.wrapper {
                    Some(wrapper) => shape.members.contains_key(wrapper),
                    None => shape.list,
                };
                match (has(old), has(new)) {
                    (true, false) => favour(Side::Page, "a sample shows it so"),
                    (false, true) => favour(Side::Schema, "a sample shows it so"),
                    _ => None,
                }
            }
            ChangeKind::RequiredChanged => {
                let (old, new) = (old?, new?);
                let top = path.matches('/').count() == 1;
                if self.calls.is_empty() || !top || self.is_called(path) {
                    return None;
                }
                match (old.required, new.required) {
                    (Some(true), _) => favour(Side::Schema, "a sample call does without it"),
                    (_, Some(true)) => favour(Side::Page, "a sample call does without it"),
                    _ => None,
                }
            }
            ChangeKind::TypeChanged => {
                let (old, new) = (old?, new?);
                if response && let Some(shape) = self.shape(path, page) {
                    return match (shows(shape, &old.ty), shows(shape, &new.ty)) {
                        (true, false) => favour(Side::Page, "a sample shows such a value"),
                        (false, true) => favour(Side::Schema, "a sample shows such a value"),
                        _ => None,
                    };
                }
                let example = old.example.as_deref()?;
                match (is_of(example, old, page), is_of(example, new, after)) {
                    (true, false) => favour(Side::Page, "its example value is of that type"),
                    (false, true) => favour(Side::Schema, "its example value is of that type"),
                    _ => None,
                }
            }
            ChangeKind::RangeChanged => {
                let (old, new) = (old?, new?);
                let example: i64 = old.example.as_deref()?.trim().parse().ok()?;
                let inside = |range: Option<Range>| {
                    range.is_none_or(|range| {
                        range.min.is_none_or(|min| min <= example) && range.max.is_none_or(|max| example <= max)
                    })
                };
                match (inside(old.range), inside(new.range)) {
                    (true, false) => favour(Side::Page, "its example value is out of the schema's range"),
                    (false, true) => favour(Side::Schema, "its example value is out of the page's range"),
                    _ => None,
                }
            }
            ChangeKind::EnumValueRemoved | ChangeKind::EnumValueAdded => {
                let value = change.before.as_ref().or(change.after.as_ref())?;
                let example = old?.example.as_deref()?;
                let shown = example == value || example.split(',').any(|part| part.trim().trim_matches('"') == value);
                let side = if change.before.is_some() { Side::Page } else { Side::Schema };
                if shown { favour(side, "its example has the value") } else { None }
            }
            _ => None,
        }
    }

    /// Whether a sample call has a parameter.
    fn is_called(&self, path: &str) -> bool {
        let mut steps = path.split('/').skip(1);
        let Some(first) = steps.next() else { return false };
        let last = path.rsplit('/').next().unwrap_or(first);
        self.calls.iter().any(|call| {
            let starts = |name: &str| {
                call.match_indices(name).any(|(at, _)| {
                    let before = call[..at].chars().next_back();
                    let behind = call[at + name.len()..].chars().next();
                    before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
                        && behind.is_none_or(|c| !c.is_alphanumeric() && c != '_')
                })
            };
            starts(first) && starts(last)
        })
    }

    /// What the samples of answers show at a path.
    fn shape(&self, path: &str, operation: &Operation) -> Option<&Shape> {
        let name = path.rsplit('/').next()?;
        let shape = self.around(path, operation)?.members.get(name)?;
        let wrapper = find(operation, path).and_then(|field| field.wrapper.as_ref());
        Some(wrapper.and_then(|wrapper| shape.members.get(wrapper)).unwrap_or(shape))
    }

    /// What they show of the object around it.
    fn around(&self, path: &str, operation: &Operation) -> Option<&Shape> {
        let mut shape = self.document.samples.response.as_ref()?;
        let (parent, _) = path.strip_prefix("response/")?.rsplit_once('/').unwrap_or(("", ""));
        let mut walked = "response".to_owned();
        for step in parent.split('/').filter(|step| !step.is_empty()) {
            walked = format!("{walked}/{step}");
            shape = shape.members.get(step)?;
            let wrapper = find(operation, &walked).and_then(|field| field.wrapper.as_ref());
            shape = wrapper.and_then(|wrapper| shape.members.get(wrapper)).unwrap_or(shape);
        }
        Some(shape)
    }
}

/// Whether what samples show can be a value of a type.
fn shows(shape: &Shape, ty: &Type) -> bool {
    let scalars = shape.scalars;
    let text = scalars.text || scalars.xml;
    match ty {
        Type::Any => true,
        Type::List(of) => shape.list && (shape.empty || shows(shape, of)),
        Type::Struct(_) | Type::Map(_) => shape.object || !shape.members.is_empty(),
        _ if shape.is_container() && !shape.list => false,
        Type::String | Type::Enum(_) => text,
        Type::Boolean => scalars.boolean,
        Type::Integer => scalars.integer && !scalars.long && !scalars.float && !scalars.unsigned,
        Type::Long => (scalars.integer || scalars.long) && !scalars.float && !scalars.unsigned,
        Type::Unsigned => (scalars.integer || scalars.long || scalars.unsigned) && !scalars.float,
        Type::Float => scalars.float || scalars.integer,
    }
}

/// Whether an example can be a value of a field's type.
fn is_of(example: &str, field: &Field, operation: &Operation) -> bool {
    let text = example.trim();
    match &field.ty {
        Type::Integer => text.parse::<i32>().is_ok(),
        Type::Long => text.parse::<i64>().is_ok(),
        Type::Unsigned => text.parse::<u64>().is_ok(),
        Type::Float => text.parse::<f64>().is_ok(),
        Type::Boolean => matches!(text.to_lowercase().as_str(), "true" | "false"),
        Type::List(_) => text.starts_with('[') || text.contains(','),
        Type::Struct(_) | Type::Map(_) => text.starts_with('{'),
        Type::Enum(name) => {
            operation.enums.get(name).is_some_and(|values| values.iter().any(|value| value.value == text))
        }
        Type::String | Type::Any => true,
    }
}

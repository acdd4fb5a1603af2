//! What is known of where a field comes from, as data: `explain` prints it, `view` shows it.

use std::collections::BTreeMap;

use spectable_pages::fix::Fix;
use spectable_pages::ir::{Encoding, Evidence, Field, Operation, Override, Type};
use spectable_pages::lower::{Way, Why};
use spectable_pages::overrides::Overrides;
use spectable_pages::pipeline::Document;
use spectable_pages::source::Span;

/// An operation with what was said of its fields, found once for all of them.
pub struct About<'a> {
    document: &'a Document,
    operation: &'a Operation,
    /// Its overrides, in their order.
    pub entries: Vec<&'a Override>,
    /// Those about a field, by its path.
    by_path: BTreeMap<&'a str, Vec<&'a Override>>,
    /// Those that add a field, by its path.
    added: BTreeMap<String, &'a Override>,
    /// What would settle a question, by the path that it is about.
    fixes: BTreeMap<&'a str, Vec<&'a Fix>>,
}

/// Where a field comes from.
pub struct Facts<'a> {
    /// Its line on the page, and the first line of its row; `None` where no row names it.
    pub row: Option<(usize, &'a str)>,
    /// Its type, with its form on the wire.
    pub ty: String,
    /// The override that adds it.
    pub added: Option<&'a Override>,
    /// Why it is taken to stand where it does, with how sure that is; only the places of response fields are inferred.
    pub place: Option<String>,
    /// What is odd about the tree taken.
    pub here: Option<String>,
    /// What is odd about the cheapest tree that puts it elsewhere.
    pub next: Option<String>,
    /// What its cells say: what it is about, and what was read.
    pub stated: Vec<(&'static str, String)>,
    /// The overrides that changed it.
    pub overrides: Vec<&'a Override>,
    /// The overrides that would settle what is open about it.
    pub fixes: Vec<&'a Fix>,
    /// An override to be filled in; `None` where there is one already, or one to be picked.
    pub template: Option<String>,
}

impl<'a> About<'a> {
    /// Gathers what was said of an operation.
    pub fn new(overrides: &'a [Overrides], document: &'a Document, operation: &'a Operation) -> Self {
        let api = operation.api();
        let own = overrides.iter().filter(|overrides| overrides.api == api);
        let entries: Vec<&Override> = own
            .flat_map(|overrides| overrides.entries.iter().map(|(entry, _)| entry))
            .filter(|entry| entry.operation == operation.name)
            .collect();
        let mut by_path: BTreeMap<&str, Vec<&Override>> = BTreeMap::new();
        let mut added = BTreeMap::new();
        for entry in &entries {
            let Some(path) = entry.path.as_deref() else { continue };
            by_path.entry(path).or_default().push(entry);
            for member in entry.add.iter().flatten() {
                added.entry(format!("{path}/{}", member.name)).or_insert(*entry);
            }
        }
        let mut fixes: BTreeMap<&str, Vec<&Fix>> = BTreeMap::new();
        for fix in document.diagnostics.iter().flat_map(|diagnostic| &diagnostic.fixes) {
            fixes.entry(fix.entry.path.as_deref().unwrap_or_default()).or_default().push(fix);
        }
        Self { document, operation, entries, by_path, added, fixes }
    }

    /// The overrides that would settle what is open about a field, or about a side of the operation.
    pub fn fixes(&self, path: &str) -> Vec<&'a Fix> {
        self.fixes.get(path).cloned().unwrap_or_default()
    }

    /// What is known of a field; `nested` tells that the places of the response's rows were searched for, and `why` is what
    /// the search says of this one.
    pub fn field(&self, path: &str, field: &'a Field, nested: bool, why: Option<&Why>) -> Facts<'a> {
        let file = &self.document.file;
        let named = field.span != Span::default();
        let added = self.added.get(path).copied();
        let inferred = added.is_none() && path.starts_with("response");
        let overrides = self.by_path.get(path).cloned().unwrap_or_default();
        let fixes = self.fixes(path);
        let why = why.filter(|_| inferred);
        let alike =
            why.is_some_and(|why| why.other.as_ref().is_some_and(|other| other.below.last() == why.taken.below.last()));
        let is_open = added.is_none() && overrides.is_empty() && fixes.is_empty();
        Facts {
            row: named.then(|| {
                let row = file.slice(field.span).lines().next().unwrap_or_default();
                (file.line(field.span.start), row.trim())
            }),
            ty: format!("{}{}", field.ty, form(field)),
            added,
            place: inferred.then(|| format!("{} ({} sure)", place(field, nested), field.sure)),
            here: why.map(|why| way(&why.taken, alike)),
            next: why.map(|why| {
                let other = why.other.as_ref();
                other.map_or_else(|| "no other place is open to it".to_owned(), |other| way(other, alike))
            }),
            stated: self.stated(path, field),
            overrides,
            fixes,
            template: is_open
                .then(|| format!("- operation: {}\n  path: {path}\n  type: …\n  why: …\n", self.operation.name)),
        }
    }

    /// What the cells of its row say, and how it was read.
    fn stated(&self, path: &str, field: &Field) -> Vec<(&'static str, String)> {
        let mut stated = Vec::new();
        let mut say = |what, value: String| stated.push((what, value));
        match field.required {
            Some(true) => say("required", "yes".to_owned()),
            Some(false) => say("required", "no".to_owned()),
            None if path.starts_with("request") => {
                say("required", "the page does not say; taken as optional".to_owned());
            }
            None => {}
        }
        if let Type::Enum(name) = field.ty.innermost()
            && let Some(values) = self.operation.enums.get(name)
        {
            let from = if field.span == Span::default() {
                "by its name"
            } else {
                "the row's own list, or the enum of the same name"
            };
            let values: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
            say("values", format!("{} ({from})", values.join(", ")));
        }
        if let Some(encoding) = field.encoding {
            let how = match encoding {
                Encoding::Comma => "joined with commas, as the description says",
                Encoding::Json => "JSON text, as the description or the example shows",
                Encoding::Repeat => "repeated with numbers, as the name's `.N` says",
            };
            say("encoding", how.to_owned());
        }
        if let Some(range) = field.range {
            say("range", format!("{range}, stated in the description"));
        }
        if let Some(max) = field.max_items {
            say("items", format!("at most {max}, stated in the description"));
        }
        for (what, value) in [("default", &field.default), ("unit", &field.unit)] {
            if let Some(value) = value {
                say(what, value.clone());
            }
        }
        if field.deprecated {
            say("deprecated", "the description says so".to_owned());
        }
        if let Some(example) = &field.example {
            say("example", example.clone());
        }
        stated
    }
}

/// What stands around a list, or its items, on the wire.
fn form(field: &Field) -> String {
    match (&field.wrapper, &field.item) {
        (Some(wrapper), _) => format!(", wrapped as {{\"{wrapper}\": […]}} on the wire"),
        (None, Some(item)) => format!(", each item in XML as <{item}>"),
        (None, None) => String::new(),
    }
}

fn place(field: &Field, nested: bool) -> String {
    if field.from_sample {
        return "seen in a sample only".to_owned();
    }
    match field.evidence {
        Evidence::Example if nested => "a sample shows it there".to_owned(),
        Evidence::Example => "the table is flat".to_owned(),
        Evidence::Order => "no sample shows it; only this place fits the rows around it".to_owned(),
        Evidence::Guess if field.alternatives.is_empty() => "a guess, since what is around it is one".to_owned(),
        Evidence::Guess => format!("a guess: {} may be right too", field.alternatives.join(" or ")),
    }
}

/// How many oddities of a way are told one by one.
const TOLD: usize = 4;

/// `below X: 3.6 = breaks the order (2.1), …`: a way to place a row, and what is odd about it and not about the other.
/// `whole` names the rows above `X` too.
fn way(way: &Way, whole: bool) -> String {
    let below = match way.below.last() {
        None => "at the root".to_owned(),
        Some(_) if whole => format!("below {}", way.below.join(".")),
        Some(parent) => format!("below {parent}"),
    };
    let (told, more) = way.oddities.split_at(way.oddities.len().min(TOLD));
    let mut said: Vec<String> = told
        .iter()
        .map(|odd| {
            let row = odd.row.as_ref().map(|row| format!("{row}: ")).unwrap_or_default();
            format!("{row}{} ({:.2})", odd.what, odd.cost)
        })
        .collect();
    if !more.is_empty() {
        let rest: f32 = more.iter().map(|odd| odd.cost).sum();
        said.push(format!("{} others ({rest:.2})", more.len()));
    }
    match said.as_slice() {
        [] => format!("{below}: nothing odd"),
        said => format!("{below}: {:.2} = {}", way.cost(), said.join(", ")),
    }
}

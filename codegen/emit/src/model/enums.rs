//! Open enums: gathered over a version, and named.

use std::collections::{BTreeMap, BTreeSet};

use spectable_pages::ir::{EnumValue, ErrorCode, Operation};

use crate::model::Source;
use crate::names::{self, NameKind, Wish};

/// The names of an open enum.
pub(crate) struct OpenEnum {
    pub(crate) name: String,
    /// One a value.
    pub(crate) variants: Vec<String>,
    /// The variant for all other values.
    pub(crate) rest: String,
}

/// An open enum of one version.
pub(crate) struct EnumDef<'a> {
    pub(crate) names: OpenEnum,
    /// As the pages call it.
    pub(crate) page_name: &'a str,
    pub(crate) values: Vec<&'a EnumValue>,
    /// The actions whose pages name it.
    pub(crate) used_by: Vec<&'a str>,
    /// What values mean, in English; the first operation that says it counts.
    pub(crate) english: BTreeMap<&'a str, &'a str>,
}

/// The error codes of one operation.
pub(crate) struct ErrorsDef<'a> {
    pub(crate) names: OpenEnum,
    pub(crate) codes: Vec<&'a ErrorCode>,
}

impl EnumDef<'_> {
    pub(super) fn is_used_by(&self, operation: &Operation) -> bool {
        self.used_by.contains(&operation.name.as_str())
    }
}

impl OpenEnum {
    /// Names the variants; the one for all other values takes what is left.
    fn new<'w>(name: String, wires: impl Iterator<Item = &'w str>) -> Self {
        let wishes: Vec<Wish> = wires.map(|wire| Wish::of(NameKind::Variant, wire)).collect();
        let variants = names::resolve(&wishes, &[]);
        let rest = ["Unknown", "Other", "Unlisted", "Undocumented"]
            .into_iter()
            .find(|rest| !variants.iter().any(|variant| variant == rest));
        let rest = rest.map_or_else(
            || {
                let taken = variants.iter().map(|variant| Wish::fixed(variant.as_str()));
                let all: Vec<Wish> = taken.chain([Wish::fixed("Unknown")]).collect();
                names::resolve(&all, &[]).pop().unwrap_or_default()
            },
            str::to_owned,
        );
        Self { name, variants, rest }
    }
}

/// An enum before it has a name.
pub(super) struct Unnamed<'a> {
    page_name: &'a str,
    values: Vec<&'a EnumValue>,
    used_by: Vec<&'a str>,
    english: BTreeMap<&'a str, &'a str>,
    /// Set where another page's enum of this name has other values.
    qualifier: Option<&'a str>,
}

impl<'a> Unnamed<'a> {
    /// What it wants to be called.
    pub(super) fn wish(&self) -> Wish {
        let plain = names::plain(NameKind::Type, self.page_name);
        match self.qualifier {
            Some(action) => Wish::fixed(format!("{}{plain}", names::plain(NameKind::Type, action))),
            None => Wish::of(NameKind::Type, self.page_name).or(format!("{plain}Value")),
        }
    }

    /// The enum under its name.
    pub(super) fn define(self, name: String) -> EnumDef<'a> {
        let names = OpenEnum::new(name, self.values.iter().map(|value| value.value.as_str()));
        EnumDef { names, page_name: self.page_name, values: self.values, used_by: self.used_by, english: self.english }
    }
}

/// The enums of a version; the sources are in the order of their actions.
///
/// The stage before makes one name mean one set of values; where it does not, the later operation's gets its own enum.
pub(super) fn gather<'a>(sources: &[(usize, Source<'a>)]) -> Vec<Unnamed<'a>> {
    let mut found: BTreeMap<(&str, Option<&str>), Unnamed<'a>> = BTreeMap::new();
    for (_, source) in sources {
        let action = source.operation.name.as_str();
        for (name, values) in &source.operation.enums {
            let values = distinct(values, |value| &value.value);
            if values.is_empty() {
                continue;
            }
            let shared = found.entry((name, None)).or_insert_with(|| Unnamed {
                page_name: name,
                values: values.clone(),
                used_by: Vec::new(),
                english: BTreeMap::new(),
                qualifier: None,
            });
            let of = format!("{name}/");
            let said = source.operation.english.range(of.clone()..);
            let said = said.map_while(|(place, line)| Some((place.strip_prefix(&of)?, line.as_str())));
            if wires(&shared.values) == wires(&values) {
                shared.used_by.push(action);
                said.for_each(|(value, line)| _ = shared.english.entry(value).or_insert(line));
            } else {
                let english = said.collect();
                let own = Unnamed { page_name: name, values, used_by: vec![action], english, qualifier: Some(action) };
                found.insert((name, Some(action)), own);
            }
        }
    }
    found.into_values().collect()
}

/// Names the error codes; `None` where the page documents none.
pub(super) fn errors(operation: &Operation, name: String) -> Option<ErrorsDef<'_>> {
    let codes = distinct(&operation.errors, |error| &error.code);
    let names = OpenEnum::new(name, codes.iter().map(|error| error.code.as_str()));
    (!codes.is_empty()).then_some(ErrorsDef { names, codes })
}

/// The first of each wire value.
fn distinct<T>(all: &[T], wire: fn(&T) -> &String) -> Vec<&T> {
    let mut seen = BTreeSet::new();
    all.iter().filter(|one| seen.insert(wire(one))).collect()
}

/// What of the values shows on the wire.
fn wires<'v>(values: &[&'v EnumValue]) -> Vec<(&'v str, Option<i64>)> {
    values.iter().map(|value| (value.value.as_str(), value.code)).collect()
}

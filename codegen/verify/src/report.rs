//! What was found, for a terminal, a pull request and machines.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};
use spectable_diff::ChangeKind;
use spectable_pages::visible::visible;

use crate::{Claim, Compared, Difference, Report};

/// The longest text of one side that is shown.
const SHOWN: usize = 160;

impl Difference {
    /// For a person at a terminal.
    pub fn text(&self) -> String {
        let path = if self.path.is_empty() { "the operation" } else { &self.path };
        let mut text = format!("{}: {path}", self.kind.as_str());
        let (page, schema) = self.said();
        let _ = write!(text, "\n  page    {page}   {}", place(&self.page));
        let _ = write!(text, "\n  schema  {schema}   {}", place(&self.schema));
        if let Some(favour) = &self.favours {
            let _ = write!(text, "\n  the {} is likely right: {}", favour.side.as_str(), favour.why);
        }
        if let Some(fix) = &self.fix {
            let _ = write!(text, "\n  {} (--fix {}), in overrides/{}.yaml:", fix.what, fix.id, fix.api);
            for line in fix.yaml().lines() {
                let _ = write!(text, "\n    {line}");
            }
        }
        visible(&text).into_owned()
    }

    /// What the two say, in a few words.
    fn said(&self) -> (String, String) {
        let word = |claim: &Claim, other: &Claim| match (&claim.says, &other.says) {
            (Some(says), _) => line(says),
            (None, Some(_)) if is_whole(self.kind) => "does not have it".to_owned(),
            (None, _) if self.kind == ChangeKind::DeprecationChanged => "not deprecated".to_owned(),
            (None, _) => "says nothing".to_owned(),
        };
        (word(&self.page, &self.schema), word(&self.schema, &self.page))
    }

    /// For machines.
    pub fn json(&self) -> Value {
        let claim = |claim: &Claim| json!({ "says": claim.says, "path": claim.path, "line": claim.place.map(|(line, _)| line), "column": claim.place.map(|(_, column)| column) });
        json!({
            "operation": self.operation,
            "path": self.path,
            "kind": self.kind.as_str(),
            "page": claim(&self.page),
            "schema": claim(&self.schema),
            "favours": self.favours.as_ref().map(|favour| json!({ "side": favour.side.as_str(), "why": favour.why })),
            "fix": self.fix.as_ref().map(|fix| json!({
                "id": fix.id, "api": fix.api, "what": fix.what, "override": fix.yaml(),
            })),
        })
    }
}

impl Report {
    /// Every difference.
    pub fn differences(&self) -> impl Iterator<Item = &Difference> {
        self.operations.iter().flat_map(|compared| &compared.differences)
    }

    /// How many differences there are of each kind, in the order of the words.
    pub fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for difference in self.differences() {
            *counts.entry(difference.kind.as_str()).or_default() += 1;
        }
        counts
    }

    /// For a pull request.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        for compared in self.operations.iter().filter(|compared| !compared.differences.is_empty()) {
            let _ = writeln!(text, "### {}\n", compared.name);
            let _ = writeln!(text, "| what | where | page | schema | likely right | fix |\n|--|--|--|--|--|--|");
            for difference in &compared.differences {
                let (page, schema) = difference.said();
                let favours = difference.favours.as_ref();
                let favours =
                    favours.map_or_else(String::new, |favour| format!("{}: {}", favour.side.as_str(), favour.why));
                let _ = writeln!(
                    text,
                    "| {} | {} | {} ({}) | {} ({}) | {} | {} |",
                    difference.kind.as_str(),
                    code(&difference.path),
                    cell(&page),
                    cell(&place(&difference.page)),
                    cell(&schema),
                    cell(&place(&difference.schema)),
                    cell(&favours),
                    difference.fix.as_ref().map_or_else(String::new, |fix| code(&fix.id)),
                );
            }
            text.push('\n');
        }
        let _ = writeln!(text, "{}", self.summary());
        visible(&text).into_owned()
    }

    /// One line for what was compared, and lines for what was not.
    pub fn summary(&self) -> String {
        let count = |number: usize, what: &str| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
        let differences = self.differences().count();
        let kinds: Vec<String> = self.counts().iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
        let operations = count(self.operations.len(), "operation");
        let mut text = format!("{operations} compared: {}{kinds}", count(differences, "difference"));
        let asked = |of: fn(&Compared) -> usize| self.operations.iter().map(of).sum::<usize>();
        let confirmed: usize = self.operations.iter().map(|compared| compared.confirmed.len()).sum();
        let open = asked(|compared| compared.asked.0) + asked(|compared| compared.asked.1);
        if open > 0 {
            let guesses = if open == 1 { "guess" } else { "guesses" };
            let _ = write!(text, "\n{confirmed} of {open} {guesses} that pages leave open are as the schema has them");
        }
        let requests_only = self.operations.iter().filter(|compared| compared.requests_only).count();
        if requests_only > 0 {
            let _ = write!(
                text,
                "\nof {} the schema does not say what is answered: only requests were compared",
                count(requests_only, "operation")
            );
        }
        if !self.without_page.is_empty() {
            let some: Vec<&str> = self.without_page.iter().take(5).map(String::as_str).collect();
            let more = if self.without_page.len() > some.len() { ", …" } else { "" };
            let _ = write!(
                text,
                "\n{} of the schema without a page: {}{more}; `cargo xtask add` makes pages of their facts",
                count(self.without_page.len(), "operation"),
                some.join(", ")
            );
        }
        for path in &self.unknown {
            let _ = write!(
                text,
                "\n{path}: the schema does not have this operation: it was withdrawn, or the schema is older"
            );
        }
        visible(&text).into_owned()
    }
}

/// Whether a kind is about all of a thing, not about what is said of it.
fn is_whole(kind: ChangeKind) -> bool {
    matches!(
        kind,
        ChangeKind::ParameterAdded
            | ChangeKind::ParameterRemoved
            | ChangeKind::FieldAdded
            | ChangeKind::FieldRemoved
            | ChangeKind::EnumValueAdded
            | ChangeKind::EnumValueRemoved
            | ChangeKind::ErrorCodeAdded
            | ChangeKind::ErrorCodeRemoved
    )
}

/// `specs/pages/….md:32:1`
fn place(claim: &Claim) -> String {
    claim.place.map_or_else(|| claim.path.clone(), |(line, column)| format!("{}:{line}:{column}", claim.path))
}

/// A text on one line, without what a terminal would obey.
fn line(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let start: String = flat.chars().take(SHOWN).collect();
    let clean = visible(&start);
    if flat.chars().count() > SHOWN { format!("{clean}…") } else { clean.into_owned() }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}

fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("`{}`", text.replace(['`', '|', '\n'], " ")) }
}

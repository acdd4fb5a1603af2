//! The overrides that would settle what is not certain, ready to be pasted or applied.

use std::fmt::Write as _;

use crate::diagnostic::Diagnostic;
use crate::ir::{Evidence, Field, Operation, Type};
use crate::overrides::Override;
use crate::source::Span;
use crate::yaml;

/// An override that somebody may want.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Stable as long as the override is the same: six hexadecimal digits.
    pub id: String,
    /// `vendor/product/version`: the file of overrides to which it belongs.
    pub api: String,
    /// What it does, as in "to keep it".
    pub what: String,
    /// The override.
    pub entry: Override,
}

impl Fix {
    /// An override for the file of an API.
    pub fn new(api: &str, what: impl Into<String>, entry: Override) -> Self {
        // The reason may be worded anew without becoming another fix.
        let target = yaml::write(&Override { why: String::new(), ..entry.clone() }).unwrap_or_default();
        Self { id: id(&[api, &target]), api: api.to_owned(), what: what.into(), entry }
    }

    /// The entry as it stands in a file of overrides.
    pub fn yaml(&self) -> String {
        yaml::write(&[&self.entry]).unwrap_or_default()
    }
}

/// FNV-1a: the same on every machine and in every release.
fn id(parts: &[&str]) -> String {
    let mut hash: u32 = 0x811c_9dc5;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    format!("{:06x}", (hash >> 8) ^ (hash & 0xff))
}

/// Puts the overrides that would settle them into the diagnostics about a page; of several, the
/// first keeps what was inferred.
pub fn offer(operation: &Operation, diagnostics: &mut [Diagnostic]) {
    let api = operation.api();
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.fixes.is_empty()) {
        let entry = |path: String, why: &str| Override {
            operation: operation.name.clone(),
            path: Some(path),
            why: why.to_owned(),
            ..Override::default()
        };
        if diagnostic.code == "response-from-sample" {
            let entry = Override { keep: Some(true), ..entry("response".to_owned(), REASONS.1) };
            diagnostic.fixes.push(Fix::new(&api, "to take the samples for all there is", entry));
        } else if let Some((path, field)) = find(operation, diagnostic.about.or(diagnostic.span)) {
            let found = of_field(diagnostic.code, field);
            let found = found
                .into_iter()
                .map(|(what, why, change)| Fix::new(&api, what, merge(change, entry(path.clone(), why))));
            diagnostic.fixes.extend(found);
        }
        tell(diagnostic);
    }
}

/// The overrides that settle where a field stands; the first keeps it there.
pub fn of_guess(operation: &Operation, path: &str, field: &Field) -> Vec<Fix> {
    let api = operation.api();
    let target = |why: &str| Override {
        operation: operation.name.clone(),
        path: Some(path.to_owned()),
        why: why.to_owned(),
        ..Override::default()
    };
    let found = of_field("placement-guess", field).into_iter();
    found.map(|(what, why, change)| Fix::new(&api, what, merge(change, target(why)))).collect()
}

/// The change, with the place and the reason of the other.
fn merge(change: Override, target: Override) -> Override {
    Override { operation: target.operation, path: target.path, why: target.why, ..change }
}

/// Why a person picked one of several readings.
const REASONS: (&str, &str) = (
    "The page fits several readings; this is the one that was picked.",
    "The page has no rows for these; its samples were taken for the truth.",
);

/// What would settle a message about a field: what it does, why, the change.
fn of_field(code: &str, field: &Field) -> Vec<(String, &'static str, Override)> {
    let (why, sampled) = REASONS;
    let keep = || Override { keep: Some(true), ..Override::default() };
    let ty = |ty: Type| Override { ty: Some(ty), ..Override::default() };
    match code {
        "placement-guess" if field.evidence == Evidence::Guess => {
            let moves = field.alternatives.iter().map(|to| {
                (format!("to move it to `{to}`"), why, Override { to: Some(to.clone()), ..Override::default() })
            });
            std::iter::once(("to keep it".to_owned(), why, keep())).chain(moves).collect()
        }
        "wrapper-guess" => {
            let wrapper = |wrapper: &str| Override { wrapper: Some(wrapper.to_owned()), ..keep() };
            let mut fixes = Vec::new();
            match &field.wrapper {
                Some(name) => {
                    fixes.push((format!("to keep the wrapper `{name}`"), why, keep()));
                    fixes.push(("to have no wrapper".to_owned(), why, wrapper("")));
                }
                None => fixes.push(("to keep it without a wrapper".to_owned(), why, keep())),
            }
            fixes
        }
        "members-from-sample" => vec![("to take the samples for all there is".to_owned(), sampled, keep())],
        "row-contradicts" => vec![("to keep the first of the two".to_owned(), why, keep())],
        "struct-empty" => vec![("to take any value".to_owned(), "The page does not list its members.", ty(Type::Any))],
        "members-without-struct" => {
            vec![("to make it a struct".to_owned(), "The page lists members of it.", ty(Type::Struct(None)))]
        }
        _ => Vec::new(),
    }
}

/// Puts the overrides behind the advice.
fn tell(diagnostic: &mut Diagnostic) {
    let mut text = String::new();
    for fix in &diagnostic.fixes {
        let start = if text.is_empty() { "settle it with an override, " } else { "\nor " };
        let _ = write!(text, "{start}{} (--fix {}):\n{}", fix.what, fix.id, fix.yaml().trim_end());
    }
    if !text.is_empty() {
        diagnostic.help = text;
    }
}

/// The field whose row starts at a place, with its path.
fn find(operation: &Operation, span: Option<Span>) -> Option<(String, &Field)> {
    let span = span.filter(|span| *span != Span::default())?;
    let within = |side: &str, fields| below(fields, span).map(|(path, field)| (format!("{side}/{path}"), field));
    within("request", &operation.request).or_else(|| within("response", &operation.response))
}

/// The path is put together on the way back: most fields are not the one.
fn below(fields: &[Field], span: Span) -> Option<(String, &Field)> {
    fields.iter().find_map(|field| {
        if field.span == span {
            return Some((field.name.clone(), field));
        }
        let (rest, found) = below(&field.fields, span)?;
        Some((format!("{}/{rest}", field.name), found))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_the_override_and_not_its_reason() {
        let entry = |path: &str, why: &str| Override {
            operation: "GetTicket".to_owned(),
            path: Some(path.to_owned()),
            why: why.to_owned(),
            keep: Some(true),
            ..Override::default()
        };
        let fix = |api: &str, path: &str, why: &str| Fix::new(api, "to keep it", entry(path, why)).id;
        assert_eq!(fix("a/b/1", "response/X", "one"), fix("a/b/1", "response/X", "another"));
        assert_ne!(fix("a/b/1", "response/X", "one"), fix("a/b/1", "response/Y", "one"));
        assert_ne!(fix("a/b/1", "response/X", "one"), fix("a/b/2", "response/X", "one"));
        assert_eq!(fix("a/b/1", "response/X", "one").len(), 6);
    }
}

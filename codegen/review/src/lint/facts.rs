//! Values, defaults and ranges of one field on several pages of its operation.
//!
//! These were found in prose, where something may have been missed. So a page contradicts another
//! only where its own words don't even mention what the other one states.

use std::collections::BTreeMap;

use spectable_pages::diagnostic::Code;
use spectable_pages::ir::Field;
use spectable_pages::lower;
use spectable_pages::page::Row;
use spectable_pages::source::Span;

use super::pages::majority;
use super::values::mention;
use super::{Findings, Subject, listed, place, shortened, walk};

/// What one page states of a field.
struct Fact {
    page: usize,
    /// The row's name.
    span: Span,
    /// The row's words.
    text: String,
    /// The values, the default, or the ends of the range.
    values: Vec<String>,
}

/// What is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Aspect {
    Values,
    Default,
    Least,
    Most,
}

type Facts = BTreeMap<(usize, String, Aspect), Vec<Fact>>;

pub(super) fn check(subjects: &[Option<Subject<'_>>], pages: &[usize], findings: &mut [Findings<'_>]) {
    let mut facts = Facts::new();
    for &page in pages {
        let Some(subject) = subjects.get(page).and_then(Option::as_ref) else { continue };
        for (side, fields) in [&subject.operation.request, &subject.operation.response].into_iter().enumerate() {
            walk(fields, &mut Vec::new(), &mut |field, path| {
                if let Some(row) = subject.row(field) {
                    let name = path.iter().copied().chain([field.name.as_str()]).collect::<Vec<_>>().join(".");
                    gather(subject, field, row, page, (side, &name), &mut facts);
                }
            });
        }
    }
    for ((_, name, aspect), facts) in &facts {
        compare(subjects, name, *aspect, facts, findings);
    }
}

fn gather(
    subject: &Subject<'_>,
    field: &Field,
    row: &Row,
    page: usize,
    (side, name): (usize, &str),
    facts: &mut Facts,
) {
    let mut add = |aspect, values: Vec<String>| {
        let text = words(subject, row);
        facts.entry((side, name.to_owned(), aspect)).or_default().push(Fact {
            page,
            span: row.name.span,
            text,
            values,
        });
    };
    if let Some(default) = &field.default {
        add(Aspect::Default, vec![default.clone()]);
    }
    if let Some(min) = field.range.and_then(|range| range.min) {
        add(Aspect::Least, vec![min.to_string()]);
    }
    if let Some(max) = field.range.and_then(|range| range.max) {
        add(Aspect::Most, vec![max.to_string()]);
    }
    if let Some(values) = subject.values(field) {
        let mut values: Vec<String> =
            values.iter().map(|value| value.value.clone()).filter(|value| !is_small_word(value)).collect();
        values.sort_unstable();
        // Nobody lists more by hand.
        if values.len() <= 500 {
            add(Aspect::Values, values);
        }
    }
}

/// A word of a sentence that was taken for a value.
fn is_small_word(value: &str) -> bool {
    value.ends_with(['.', ',', ';', ':'])
        || matches!(
            value,
            "which"
                | "that"
                | "the"
                | "a"
                | "an"
                | "is"
                | "does"
                | "in"
                | "when"
                | "if"
                | "for"
                | "and"
                | "or"
                | "of"
                | "it"
                | "not"
        )
}

/// A row's words, without the commas inside of numbers.
fn words(subject: &Subject<'_>, row: &Row) -> String {
    let text = lower::plain(row.description.text(subject.file));
    let mut words = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let inside =
            c == ',' && words.ends_with(|c: char| c.is_ascii_digit()) && chars.peek().is_some_and(char::is_ascii_digit);
        if !inside {
            words.push(c);
        }
    }
    words
}

fn compare(
    subjects: &[Option<Subject<'_>>],
    name: &str,
    aspect: Aspect,
    facts: &[Fact],
    findings: &mut [Findings<'_>],
) {
    let mut groups: BTreeMap<&[String], Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        groups.entry(&fact.values).or_default().push(fact);
    }
    let Some(other) = majority(&groups, |fact| fact.page) else { return };
    let Some(there) = subjects.get(other.page).and_then(Option::as_ref) else { return };
    let at = format!("{}:{}", there.file.path, there.line(other.span));
    for fact in facts.iter().filter(|fact| fact.values != other.values) {
        // What each of the two states and the other does not even mention.
        let only = |one: &Fact, two: &Fact| {
            one.values
                .iter()
                .filter(|value| two.values.binary_search(value).is_err() && mention(&two.text, value).is_none())
                .cloned()
                .collect::<Vec<String>>()
        };
        let (here, elsewhere) = (only(fact, other), only(other, fact));
        let message = match aspect {
            Aspect::Values => {
                let shared = fact.values.iter().filter(|value| other.values.contains(value)).count();
                let most = fact.values.len().max(other.values.len());
                // Lists that share little are of different things, unless they are short.
                if most < 2 || shared * 2 < most && most > 4 {
                    continue;
                }
                match (here.is_empty(), elsewhere.is_empty()) {
                    (true, true) => continue,
                    (true, false) => format!("`{name}` lacks {} here, but has it in {at}", values(&elsewhere)),
                    (false, true) => format!("`{name}` has {} here, but not in {at}", values(&here)),
                    (false, false) => {
                        format!("`{name}` has {} here, but {} in {at}", values(&here), values(&elsewhere))
                    }
                }
            }
            _ if here.is_empty() || elsewhere.is_empty() => continue,
            Aspect::Default => {
                format!("the default of `{name}` is {} here, but {} in {at}", one(&here), one(&elsewhere))
            }
            Aspect::Least => {
                format!("the smallest value of `{name}` is {} here, but {} in {at}", one(&here), one(&elsewhere))
            }
            Aspect::Most => {
                format!("the largest value of `{name}` is {} here, but {} in {at}", one(&here), one(&elsewhere))
            }
        };
        let also = vec![place(there.file, other.span, format!("`{name}` on the other page"))];
        if let Some(findings) = findings.get_mut(fact.page) {
            findings.say_with(Code::PagesContradict, fact.span, message, also);
        }
    }
}

fn values(values: &[String]) -> String {
    let noun = if values.len() == 1 { "the value" } else { "the values" };
    format!("{noun} {}", listed(values.iter().map(String::as_str)))
}

fn one(values: &[String]) -> String {
    values.first().map_or_else(String::new, |value| format!("`{}`", shortened(value)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CLEAN, said, variant};

    fn against_clean(changes: &[(&str, &str)]) -> Vec<String> {
        said(&[("a.md", CLEAN), ("b.md", &variant(changes))])
    }

    #[test]
    fn values_defaults_and_ranges() {
        assert_eq!(
            against_clean(&[("**DESC**", "**DSC**")]),
            ["pages-contradict 16:2: `Order` has the value `DSC` here, but the value `DESC` in a.md:16"]
        );
        assert_eq!(
            against_clean(&[("默认值：10", "默认值：20")]),
            ["pages-contradict 15:2: the default of `PageSize` is `20` here, but `10` in a.md:15"]
        );
        assert_eq!(
            against_clean(&[("1~100", "1~50")]),
            ["pages-contradict 15:2: the largest value of `PageSize` is `50` here, but `100` in a.md:15"]
        );
        // What the other words mention is no contradiction.
        assert_eq!(
            against_clean(&[(
                "**ASC**：升序。\n-   **DESC**：降序。",
                "**ASC**：升序，反之为DESC。\n-   **RAND**：乱序。"
            )]),
            ["pages-contradict 16:2: `Order` has the value `RAND` here, but not in a.md:16"]
        );
    }
}

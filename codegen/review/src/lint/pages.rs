//! Pages against each other: the same operation on several pages, the same element type in
//! several operations.

use std::collections::{BTreeMap, BTreeSet};

use spectable_pages::diagnostic::Code;
use spectable_pages::ir::{Evidence, Field, Type, Vendor};
use spectable_pages::lower::{self, Word};
use spectable_pages::page::{Row, Table};
use spectable_pages::source::Span;

use super::{Findings, Subject, facts, listed, place, rows, shortened, walk};

/// Compares pages; `subjects` stand in the order of their paths, `findings` beside them.
pub(super) fn check(subjects: &[Option<Subject<'_>>], findings: &mut [Findings<'_>]) {
    let mut operations: BTreeMap<(Api, String), Vec<usize>> = BTreeMap::new();
    let mut versions: BTreeMap<Api, Vec<usize>> = BTreeMap::new();
    for (index, subject) in subjects.iter().enumerate() {
        let Some(subject) = subject else { continue };
        let api = api(subject);
        operations.entry((api.clone(), subject.identity.action.to_lowercase())).or_default().push(index);
        versions.entry(api).or_default().push(index);
    }
    for pages in operations.values().filter(|pages| pages.len() > 1) {
        one_operation(subjects, pages, findings);
    }
    for pages in versions.values() {
        element_types(subjects, pages, findings);
    }
}

type Api = (Vendor, String, String);

fn api(subject: &Subject<'_>) -> Api {
    let identity = subject.identity;
    (identity.vendor, identity.product.to_lowercase(), identity.version.clone())
}

/// What one page says of a thing.
struct Claim {
    page: usize,
    /// Where it says so.
    span: Span,
    /// What is compared.
    key: String,
    /// What is told.
    said: String,
}

/// Claims of several pages, by the side, the name and the aspect that they are about.
type Claims = BTreeMap<(&'static str, String, &'static str), Vec<Claim>>;

fn one_operation(subjects: &[Option<Subject<'_>>], pages: &[usize], findings: &mut [Findings<'_>]) {
    let mut claims = Claims::new();
    for &page in pages {
        let Some(subject) = subjects.get(page).and_then(Option::as_ref) else { continue };
        request_claims(subject, page, &mut claims);
        response_claims(subject, page, &mut claims);
    }
    for ((_, name, _), claims) in &claims {
        disagree(
            subjects,
            claims,
            &|claim, other, at| format!("`{name}` {} here, but {} in {at}", claim.said, other.said),
            findings,
        );
    }
    facts::check(subjects, pages, findings);
    absent(subjects, pages, "parameter", &|subject| &subject.page.request, findings);
    absent(subjects, pages, "field", &|subject| &subject.page.response, findings);
}

/// The first of those most pages agree with; among equals, of those earlier by path.
pub(super) fn majority<'a, K, T>(groups: &BTreeMap<K, Vec<&'a T>>, page: impl Fn(&T) -> usize) -> Option<&'a T> {
    let rank = |group: &&Vec<&T>| (usize::MAX - group.len(), group.first().map(|first| page(first)));
    groups.values().min_by_key(rank)?.first().copied()
}

/// Tells those who disagree with the others: the fewer pages, or those later by path.
fn disagree(
    subjects: &[Option<Subject<'_>>],
    claims: &[Claim],
    message: &dyn Fn(&Claim, &Claim, &str) -> String,
    findings: &mut [Findings<'_>],
) {
    let mut groups: BTreeMap<&str, Vec<&Claim>> = BTreeMap::new();
    for claim in claims {
        groups.entry(&claim.key).or_default().push(claim);
    }
    if groups.len() < 2 {
        return;
    }
    let Some(other) = majority(&groups, |claim| claim.page) else { return };
    let Some(there) = subjects.get(other.page).and_then(Option::as_ref) else { return };
    let at = format!("{}:{}", there.file.path, there.line(other.span));
    for claim in claims.iter().filter(|claim| claim.key != other.key) {
        let also = vec![place(there.file, other.span, format!("here it {}", other.said))];
        if let Some(findings) = findings.get_mut(claim.page) {
            findings.say_with(Code::PagesContradict, claim.span, message(claim, other, &at), also);
        }
    }
}

fn request_claims(subject: &Subject<'_>, page: usize, claims: &mut Claims) {
    let file = subject.file;
    let mut seen = BTreeSet::new();
    for row in &subject.page.request.rows {
        let name = lower::wire_name(row.name.text(file));
        let steps = lower::steps(&name);
        // `Ids.N` may be called a list or by the type of its items.
        let listed = steps.last().is_some_and(|step| step.list);
        let name = steps.into_iter().map(|step| step.name).collect::<Vec<_>>().join(".");
        if name.is_empty() || lower::is_common(&name, subject.identity.vendor) || !seen.insert(name.clone()) {
            continue;
        }
        if !(listed && matches!(subject.word(row), Word::List(_) | Word::ListOf(_))) {
            of_type(subject, row, page, ("request", &name), claims);
        }
        if let Some(cell) = row.required
            && let Some(required) = lower::required(cell.text(file))
        {
            let said = format!("is {}", rows::word(required));
            claims.entry(("request", name, "required")).or_default().push(Claim {
                page,
                span: cell.span,
                key: said.clone(),
                said,
            });
        }
    }
}

fn response_claims(subject: &Subject<'_>, page: usize, claims: &mut Claims) {
    let mut seen = BTreeSet::new();
    walk(&subject.operation.response, &mut Vec::new(), &mut |field, path| {
        if field.evidence == Evidence::Guess {
            return;
        }
        if let Some(row) = subject.row(field)
            && seen.insert(row.span)
        {
            let name = path.iter().copied().chain([field.name.as_str()]).collect::<Vec<_>>().join(".");
            of_type(subject, row, page, ("response", &name), claims);
        }
    });
}

fn of_type(subject: &Subject<'_>, row: &Row, page: usize, (side, name): (&'static str, &str), claims: &mut Claims) {
    let Some(key) = kind(&subject.word(row)) else { return };
    let said = format!("is `{}`", shortened(row.ty.text(subject.file)));
    claims.entry((side, name.to_owned(), "type")).or_default().push(Claim {
        page,
        span: row.ty.span,
        key: key.to_owned(),
        said,
    });
}

/// A type word as far as two pages may be expected to agree on it.
fn kind(word: &Word) -> Option<&'static str> {
    match word {
        Word::Scalar(Type::String) => Some("string"),
        Word::Scalar(Type::Integer) => Some("integer"),
        Word::Scalar(Type::Long) => Some("long"),
        Word::Scalar(Type::Float) => Some("float"),
        Word::Scalar(Type::Boolean) => Some("boolean"),
        Word::List(_) | Word::ListOf(_) => Some("list"),
        Word::Struct | Word::Named(_) | Word::Map => Some("struct"),
        Word::Scalar(_) | Word::Blank | Word::Unknown => None,
    }
}

/// Rows that another page of the same operation has.
fn absent<'a>(
    subjects: &'a [Option<Subject<'a>>],
    pages: &[usize],
    noun: &str,
    table: &dyn Fn(&'a Subject<'a>) -> &'a Table,
    findings: &mut [Findings<'_>],
) {
    let mut names: BTreeMap<usize, BTreeMap<String, &Row>> = BTreeMap::new();
    for &page in pages {
        let Some(subject) = subjects.get(page).and_then(Option::as_ref) else { continue };
        let of_page = names.entry(page).or_default();
        for row in &table(subject).rows {
            let name = lower::wire_name(row.name.text(subject.file));
            let name = lower::steps(&name).into_iter().map(|step| step.name).collect::<Vec<_>>().join(".");
            if !name.is_empty() && !lower::is_common(&name, subject.identity.vendor) {
                of_page.entry(name).or_insert(row);
            }
        }
    }
    for (page, known) in &names {
        let Some(subject) = subjects.get(*page).and_then(Option::as_ref) else { continue };
        let Some(heading) = table(subject).heading.filter(|_| !known.is_empty()) else { continue };
        // The other page that has most of what is missing here. A row without a type may name the
        // wrapper of a list, which not every page does.
        let lacking = |name: &str, row: &Row| !known.contains_key(name) && row.ty.span.start < row.ty.span.end;
        let lacks = |other: &BTreeMap<String, &Row>| other.iter().filter(|(name, row)| lacking(name, row)).count();
        let Some((other, rows)) = names
            .iter()
            .filter(|(other, _)| *other != page)
            .max_by_key(|(other, rows)| (lacks(rows), usize::MAX - **other))
        else {
            continue;
        };
        let missing: Vec<(&String, &&Row)> = rows.iter().filter(|(name, row)| lacking(name, row)).collect();
        let (Some(there), Some((_, first))) = (subjects.get(*other).and_then(Option::as_ref), missing.first()) else {
            continue;
        };
        let names = listed(missing.iter().map(|(name, _)| name.as_str()));
        let (noun, verb) = if missing.len() == 1 { (noun.to_owned(), "has") } else { (format!("{noun}s"), "have") };
        let message =
            format!("the {noun} {names} {verb} no row here, but in {}:{}", there.file.path, there.line(first.span));
        let also = missing
            .iter()
            .take(20)
            .map(|(name, row)| place(there.file, row.name.span, format!("`{name}` has a row here")))
            .collect();
        if let Some(findings) = findings.get_mut(*page) {
            findings.say_with(Code::PagesMissingField, heading, message, also);
        }
    }
}

/// A struct as one page documents it.
struct Element<'a> {
    page: usize,
    members: BTreeMap<&'a str, (&'static str, &'a Row)>,
}

/// Elements of one name in several operations, whose members have other types.
fn element_types(subjects: &[Option<Subject<'_>>], pages: &[usize], findings: &mut [Findings<'_>]) {
    let mut elements: BTreeMap<&str, Vec<Element<'_>>> = BTreeMap::new();
    for &page in pages {
        let Some(subject) = subjects.get(page).and_then(Option::as_ref) else { continue };
        walk(&subject.operation.response, &mut Vec::new(), &mut |field, _| {
            if let Some(name) = element_name(field)
                && field.evidence == Evidence::Example
            {
                let members: BTreeMap<&str, (&'static str, &Row)> = field
                    .fields
                    .iter()
                    .filter(|member| member.evidence == Evidence::Example)
                    .filter_map(|member| {
                        let row = subject.row(member)?;
                        Some((member.name.as_str(), (kind(&subject.word(row))?, row)))
                    })
                    .collect();
                elements.entry(name).or_default().push(Element { page, members });
            }
        });
    }
    for (name, all) in elements.iter().filter(|(_, all)| all.len() > 1) {
        // The fullest description says what the element is; what shares little with it is another.
        let Some(model) = all.iter().max_by_key(|element| (element.members.len(), usize::MAX - element.page)) else {
            continue;
        };
        let model: BTreeSet<&str> = model.members.keys().copied().collect();
        let mut claims: BTreeMap<&str, Vec<Claim>> = BTreeMap::new();
        for element in all {
            let shared = element.members.keys().filter(|member| model.contains(*member)).count();
            if shared < 3 || shared * 3 < element.members.len() * 2 {
                continue;
            }
            let Some(subject) = subjects.get(element.page).and_then(Option::as_ref) else { continue };
            for (member, (kind, row)) in &element.members {
                let said = format!("is `{}`", shortened(row.ty.text(subject.file)));
                claims.entry(member).or_default().push(Claim {
                    page: element.page,
                    span: row.ty.span,
                    key: (*kind).to_owned(),
                    said,
                });
            }
        }
        for (member, claims) in claims {
            // Pages of one operation were compared before.
            let action = |claim: &Claim| {
                subjects.get(claim.page).and_then(Option::as_ref).map(|subject| subject.identity.action.to_lowercase())
            };
            let actions: BTreeSet<Option<String>> = claims.iter().map(action).collect();
            if actions.len() > 1 {
                disagree(
                    subjects,
                    &claims,
                    &|claim, other, at| {
                        format!("`{member}` of `{name}` {} here, but {} in {at}", claim.said, other.said)
                    },
                    findings,
                );
            }
        }
    }
}

/// The name of the struct in which a field's type ends, where the page gives one.
fn element_name(field: &Field) -> Option<&str> {
    match field.ty.innermost() {
        Type::Struct(name) => name.as_deref(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CLEAN, said, variant};

    fn against_clean(changes: &[(&str, &str)]) -> Vec<String> {
        said(&[("a.md", CLEAN), ("b.md", &variant(changes))])
    }

    #[test]
    fn pages_of_one_operation() {
        assert_eq!(against_clean(&[]), [""; 0]);
        assert_eq!(
            against_clean(&[("|PageSize|Integer|", "|PageSize|Long|")]),
            ["pages-contradict 15:11: `PageSize` is `Long` here, but is `Integer` in a.md:15"]
        );
        assert_eq!(
            against_clean(&[("|PageSize|Integer|否|", "|PageSize|Integer|是|")]),
            ["pages-contradict 15:19: `PageSize` is required here, but is not required in a.md:15"]
        );
        assert_eq!(
            against_clean(&[(
                "|Order|String|否|ASC|排序方式。取值：\n\n -   **ASC**：升序。\n-   **DESC**：降序。 |\n",
                ""
            )]),
            ["pages-missing-field 9:4: the parameter `Order` has no row here, but in a.md:16"]
        );
    }

    #[test]
    fn the_fewer_pages_are_told() {
        let other = variant(&[("|PageSize|Integer|", "|PageSize|Long|")]);
        let said = said(&[("a.md", &other), ("b.md", CLEAN), ("c.md", CLEAN)]);
        assert_eq!(said, ["pages-contradict 15:11: `PageSize` is `Long` here, but is `Integer` in b.md:15"]);
    }

    #[test]
    fn elements_of_several_operations() {
        let other = CLEAN
            .replace("ListCalls", "ListOldCalls")
            .replace("|Duration|Integer|30|", "|Duration|String|30|")
            .replace("<Duration>31", "<Duration>long")
            .replace("\"Duration\": 3", "\"Duration\": \"3\", \"X\": 3");
        let other = other.replace(", \"X\": 30", "").replace(", \"X\": 31", "");
        let said = said(&[("a.md", CLEAN), ("b.md", &other)]);
        assert_eq!(
            said,
            ["pages-contradict 31:11: `Duration` of `Call` is `String` here, but is `Integer` in a.md:31"]
        );
    }
}

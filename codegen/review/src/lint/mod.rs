//! What is wrong with the documentation itself.
//!
//! The rest of the crate reads pages for what they mean and forgives what it can; this tells the
//! people who write them what there was to forgive. Each family of rules is one file.

mod calls;
mod facts;
mod pages;
mod rows;
mod samples;
pub mod sarif;
mod tables;
#[cfg(test)]
mod testing;
mod types;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use spectable_pages::diagnostic::{Code, Diagnostic, Rule};
use spectable_pages::ir::{Field, Identity, Operation, Type};
use spectable_pages::lower::{self, Word};
use spectable_pages::page::{Page, Row};
use spectable_pages::parallel;
use spectable_pages::pipeline::Document;
use spectable_pages::source::{SourceFile, Span, cut, shortened};

/// Something wrong with a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was found and what to do about it; its code has a [`Rule`].
    pub diagnostic: Diagnostic,
    /// The line on which the place ends; 0 where there is no place.
    pub end_line: usize,
    /// The column after the place's last character.
    pub end_column: usize,
    /// The other places that the message speaks of.
    pub also: Vec<Place>,
}

/// A place that a finding speaks of beside its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub path: String,
    /// Line and column of the place's start, from 1.
    pub start: (usize, usize),
    /// Line and column after the place's last character.
    pub end: (usize, usize),
    /// What stands there.
    pub message: String,
}

/// What a run over pages found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The findings, by path, place and code.
    pub findings: Vec<Finding>,
    /// Findings that were left out because one page had too many of one code.
    pub left_out: BTreeMap<Code, usize>,
}

/// How many findings of one code are told of one page.
pub const MAX_OF_A_KIND: usize = 100;

/// Checks pages. The result does not depend on their order.
pub fn check(documents: &[Document]) -> Report {
    let mut ordered: Vec<&Document> = documents.iter().collect();
    ordered.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    let subjects: Vec<Option<Subject<'_>>> = parallel::map(&ordered, |document| Subject::of(document));
    let mut all: Vec<Findings<'_>> = parallel::map(ordered.iter().zip(&subjects), |(document, subject)| {
        let mut findings = Findings::new(&document.file);
        reused(document, &mut findings);
        if let Some(subject) = subject {
            tables::check(subject, &mut findings);
            rows::check(subject, &mut findings);
            values::check(subject, &mut findings);
            calls::check(subject, &mut findings);
            samples::check(subject, &mut findings);
        }
        findings
    });
    pages::check(&subjects, &mut all);
    let mut report = Report::default();
    for findings in all {
        let mut found = findings.found;
        found.sort_by(|a, b| order(a).cmp(&order(b)));
        found.dedup();
        report.findings.extend(found);
        for (code, told) in findings.told {
            if told > MAX_OF_A_KIND {
                *report.left_out.entry(code).or_default() += told - MAX_OF_A_KIND;
            }
        }
    }
    report
}

type Order<'a> = (Option<Span>, Code, &'a str);

fn order(finding: &Finding) -> Order<'_> {
    let Diagnostic { span, code, message, .. } = &finding.diagnostic;
    (*span, *code, message)
}

/// A page that was read, with what every rule needs of it.
struct Subject<'a> {
    document: &'a Document,
    file: &'a SourceFile,
    page: &'a Page,
    identity: &'a Identity,
    operation: &'a Operation,
    samples: &'a lower::Samples,
    /// The rows of both tables by where they start.
    rows: BTreeMap<u32, &'a Row>,
    /// How many rows of both tables have a name.
    names: BTreeMap<String, usize>,
}

impl<'a> Subject<'a> {
    fn of(document: &'a Document) -> Option<Self> {
        let (page, identity, operation) =
            (document.page.as_ref()?, document.identity.as_ref()?, document.operation.as_ref()?);
        let file = &document.file;
        let all = || page.request.rows.iter().chain(&page.response.rows);
        let rows = all().map(|row| (row.span.start, row)).collect();
        let mut names = BTreeMap::new();
        for row in all() {
            *names.entry(lower::wire_name(row.name.text(file))).or_default() += 1;
        }
        Some(Self { document, file, page, identity, operation, samples: &document.samples, rows, names })
    }

    /// The row that a field was read from; none for what a sample or a dotted name brought in.
    fn row(&self, field: &Field) -> Option<&'a Row> {
        let row = *self.rows.get(&field.span.start).filter(|_| !field.from_sample)?;
        let name = lower::wire_name(row.name.text(self.file));
        let last = lower::steps(&name).pop().map(|step| step.name);
        (name == field.name || last.as_ref() == Some(&field.name)).then_some(row)
    }

    /// What the row's type cell says.
    fn word(&self, row: &Row) -> Word {
        lower::word(row.ty.text(self.file), self.identity.vendor)
    }

    /// The values of the enum in which a field's type ends.
    fn values(&self, field: &Field) -> Option<&'a [spectable_pages::ir::EnumValue]> {
        match field.ty.innermost() {
            Type::Enum(name) => self.operation.enums.get(name).map(Vec::as_slice),
            _ => None,
        }
    }

    fn line(&self, span: Span) -> usize {
        self.file.line(span.start)
    }
}

/// Visits every field, each with the names of those around it.
fn walk<'a>(fields: &'a [Field], path: &mut Vec<&'a str>, visit: &mut impl FnMut(&'a Field, &[&str])) {
    for field in fields {
        visit(field, path);
        path.push(&field.name);
        walk(&field.fields, path, visit);
        path.pop();
    }
}

/// `` `a`, `b` and `c` ``; of many names, the first.
fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut seen = BTreeSet::new();
    let names = names.into_iter().filter(|name| seen.insert(*name));
    let names: Vec<String> = names.map(|name| format!("`{}`", shortened(name))).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [some @ .., last] if some.len() < 8 => format!("{} and {last}", some.join(", ")),
        many => format!("{} and {} more", many.get(..7).unwrap_or_default().join(", "), many.len() - 7),
    }
}

/// Text that hides or stands for the real value: `****`, `xxx`, `<id>`.
fn is_masked(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.contains("**")
        || lower.contains("xxx")
        || lower.contains("...")
        || lower.contains('…')
        || lower.starts_with('<')
        || lower.starts_with("${")
}

/// Collects the findings of one page, a bounded number of each code.
struct Findings<'a> {
    file: &'a SourceFile,
    found: Vec<Finding>,
    told: BTreeMap<Code, usize>,
}

impl<'a> Findings<'a> {
    fn new(file: &'a SourceFile) -> Self {
        Self { file, found: Vec::new(), told: BTreeMap::new() }
    }

    /// Tells of a place.
    fn say(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.say_with(code, span, message, Vec::new());
    }

    /// Tells of a place and of others.
    fn say_with(&mut self, code: Code, span: Span, message: impl Into<String>, also: Vec<Place>) {
        if !self.room(code) {
            return;
        }
        let Some(rule) = code.rule() else { return };
        let span = trimmed(self.file, span);
        // Names may be as long as a page.
        let message = cut(&message.into(), 1000);
        let mut diagnostic = Diagnostic::at(self.file, span, code, message).help(rule.help);
        diagnostic.severity = rule.severity;
        let (end_line, end_column) = self.file.position(span.end);
        self.found.push(Finding { diagnostic, end_line, end_column, also });
    }

    /// Whether no more is told of a code, so that a rule need not look for details.
    fn is_full(&self, code: Code) -> bool {
        self.told.get(&code).is_some_and(|told| *told >= MAX_OF_A_KIND)
    }

    fn room(&mut self, code: Code) -> bool {
        let told = self.told.entry(code).or_default();
        *told += 1;
        *told <= MAX_OF_A_KIND
    }
}

/// The other place of a finding.
fn place(file: &SourceFile, span: Span, message: impl Into<String>) -> Place {
    let span = trimmed(file, span);
    Place {
        path: file.path.clone(),
        start: file.position(span.start),
        end: file.position(span.end),
        message: cut(&message.into(), 200),
    }
}

/// Without the blanks at its end; the first line of a place that runs over several.
fn trimmed(file: &SourceFile, span: Span) -> Span {
    let line = file.slice(span).split('\n').next().unwrap_or_default().trim_end();
    Span::new(span.start as usize, span.start as usize + line.len())
}

/// The rule under which a message of the reader or of the lowering is told, where it is about the page rather than
/// about what was made of it.
fn reused_as(code: Code) -> Option<Code> {
    match code {
        Code::LayoutUnknown | Code::PageAnonymous | Code::PageEmpty | Code::PageWithoutTables | Code::RowShort => {
            Some(code)
        }
        Code::PlacementGuess => Some(Code::PlacementUnclear),
        Code::ResponseFromSample => Some(Code::ResponseTableMissing),
        Code::RowWithoutName => Some(Code::RowNameless),
        _ => None,
    }
}

fn reused(document: &Document, findings: &mut Findings<'_>) {
    for diagnostic in &document.diagnostics {
        let Some(code) = reused_as(diagnostic.code) else { continue };
        match diagnostic.span {
            Some(span) => findings.say(code, span, diagnostic.message.clone()),
            None => findings.found.extend(about_file(diagnostic)),
        }
    }
}

/// Every rule, by the word of its code.
pub fn rules() -> impl Iterator<Item = (Code, Rule)> {
    Code::ALL.iter().filter_map(|code| Some((*code, code.rule()?)))
}

/// A finding about a file that is no page, or can't be read.
pub fn about_file(diagnostic: &Diagnostic) -> Option<Finding> {
    let rule = diagnostic.code.rule()?;
    let mut diagnostic = diagnostic.clone();
    diagnostic.severity = rule.severity;
    Some(Finding { diagnostic, end_line: 0, end_column: 0, also: Vec::new() })
}

/// A finding as one JSON object.
pub fn object(finding: &Finding) -> serde_json::Value {
    let diagnostic = &finding.diagnostic;
    let mut object = serde_json::json!({
        "code": diagnostic.code.as_str(),
        "severity": diagnostic.severity.as_str(),
        "path": diagnostic.path,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "message": diagnostic.message,
        "help": diagnostic.help,
    });
    if let Some(object) = object.as_object_mut()
        && !finding.also.is_empty()
    {
        let also = finding.also.iter().map(|place| serde_json::json!({ "path": place.path, "line": place.start.0, "column": place.start.1, "message": place.message }));
        object.insert("also".to_owned(), also.collect());
    }
    object
}

#[cfg(test)]
mod tests {
    use super::testing::{CLEAN, assert_says, report, said, variant};
    use super::*;

    #[test]
    fn a_clean_page_is_left_alone() {
        assert_says(&[], &[]);
    }

    #[test]
    fn files_that_are_no_pages_are_errors() {
        let said = said(&[("a.md", ""), ("b.md", "# Title\n\ntext\n")]);
        assert_eq!(said.len(), 2);
        assert!(said[0].starts_with("page-empty 0:0") && said[1].starts_with("layout-unknown 0:0"), "{said:?}");
    }

    #[test]
    fn diagnostics_of_the_reader_are_told_under_their_rule() {
        let short = said(&[("demo.md", &variant(&[("|TotalCount|Integer|2|总数。 |", "|TotalCount|Integer|2|")]))]);
        assert!(matches!(short.as_slice(), [one] if one.starts_with("row-short 27:1: ")), "{short:?}");
        let without = variant(&[]);
        let start = without.find("|名称|类型|示例值").unwrap();
        let end = without.find("## 示例").unwrap();
        let without = format!("{}{}", &without[..start], &without[end..]);
        let missing = said(&[("demo.md", &without)]);
        assert!(matches!(missing.as_slice(), [one] if one.starts_with("response-table-missing 22:4: ")), "{missing:?}");
    }

    #[test]
    fn the_order_of_pages_makes_no_difference() {
        let other =
            variant(&[("|PageSize|Integer|", "|PageSize|Long|"), ("\"TotalCount\": 2", "\"TotalCount\": \"2\"")]);
        let third = variant(&[("&InstanceId=demo-1\n", "")]);
        let pages = [("a.md", CLEAN), ("b.md", other.as_str()), ("c.md", third.as_str())];
        let mut turned = pages;
        turned.reverse();
        let forward = report(&pages);
        assert_eq!(forward, report(&turned));
        assert_eq!(forward.findings.len(), 3, "{forward:?}");
    }

    #[test]
    fn many_findings_of_a_kind_are_counted_but_not_told() {
        let rows = (0..250).map(|at| format!("|Field{at}| |x|一。 |\n")).collect::<Vec<_>>().concat();
        let page =
            variant(&[("|RequestId|String|A-1|请求ID。 |\n", &format!("|RequestId|String|A-1|请求ID。 |\n{rows}"))]);
        let report = report(&[("demo.md", &page)]);
        assert_eq!(
            report.findings.iter().filter(|finding| finding.diagnostic.code == Code::TypeMissing).count(),
            MAX_OF_A_KIND
        );
        assert_eq!(report.left_out.get(&Code::TypeMissing), Some(&150));
    }

    #[test]
    fn no_page_makes_it_panic() {
        for (at, _) in CLEAN.char_indices().filter(|(at, _)| at % 3 == 0) {
            let (head, tail) = CLEAN.split_at(at);
            report(&[("cut.md", head), ("gap.md", &format!("{head}|{tail}"))]);
            report(&[("a/b/2020-01-01/X.md", tail), ("quote.md", &format!("{head}\"{{<{tail}"))]);
        }
    }

    #[test]
    fn findings_are_told_as_objects() {
        let page = variant(&[("\"TotalCount\": 2", "\"TotalCount\": true")]);
        let report = report(&[("demo.md", &page)]);
        let [finding] = report.findings.as_slice() else { panic!("{report:?}") };
        let object = object(finding);
        assert_eq!(object["code"], "sample-type");
        assert_eq!((object["line"].as_u64(), object["column"].as_u64()), (Some(73), Some(19)));
        assert_eq!((object["end_line"].as_u64(), object["end_column"].as_u64()), (Some(73), Some(23)));
        assert_eq!(object["also"][0]["line"].as_u64(), Some(27));
    }
}

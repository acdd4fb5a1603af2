//! A page as it was read, in pieces that do not depend on how it was written.

use std::collections::BTreeMap;

use spectable_pages::diagnostic::Diagnostic;
use spectable_pages::ir::{Field, Operation, Type, Vendor};
use spectable_pages::lower::wire_name;
use spectable_pages::page::{self, Cell, Layout, Page, Side};
use spectable_pages::pipeline::{self, Document};
use spectable_pages::source::{SourceFile, Span};

use super::style::Style;
use super::text::without_marks;

/// A page that was read, with what was understood of it alone.
#[derive(Clone)]
pub(super) struct Original {
    /// Where it stands.
    pub(super) path: String,
    /// What it is about, as `<vendor>/<product>/<version>/<Action>.md`; `None` where the page says it itself.
    pub(super) home: Option<String>,
    /// Its cells are Markdown.
    pub(super) markdown: bool,
    /// Its headings are English.
    pub(super) english: bool,
    /// The heading, where it has one.
    pub(super) title: String,
    pub(super) intro: Vec<String>,
    /// The product's code as the page spells it.
    pub(super) product: Option<String>,
    /// The address of the vendor's explorer.
    pub(super) explorer: Option<String>,
    /// The product at the error center, where the page links it.
    pub(super) error_center: Option<String>,
    /// Method and path of a REST-style operation.
    pub(super) syntax: Option<(String, String)>,
    pub(super) request: Vec<Row>,
    pub(super) response: Vec<Row>,
    /// It has a section of response fields, even if no rows.
    pub(super) responds: bool,
    pub(super) samples: Vec<(Side, String)>,
    /// Status, code, message and description of each error.
    pub(super) errors: Vec<[Option<String>; 4]>,
    pub(super) operation: Operation,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What is understood of the page without bold text and code; `None` where it has none.
    pub(super) unmarked: Option<Box<(Operation, Vec<Diagnostic>)>>,
}

impl Original {
    /// It has a section of error codes.
    pub(super) fn tells_errors(&self) -> bool {
        !self.errors.is_empty() || self.error_center.is_some()
    }
}

/// A row with its cells as the page writes them, and its place among the others.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) required: Option<String>,
    pub(super) position: Option<String>,
    pub(super) example: String,
    pub(super) description: String,
    /// How many rows stand above it, wrappers counted.
    pub(super) depth: usize,
    /// The names from the root down to it, each with whether it is a list; wrappers are no step.
    pub(super) path: Vec<(String, bool)>,
    /// What it was understood to be.
    pub(super) role: Role,
}

/// What a row was understood to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Role {
    /// A row that made no field of its own, such as a doubled one.
    #[default]
    Other,
    /// The object around the items of the list above it.
    Wrapper,
    /// A field.
    Field(Box<Of>),
}

/// A field as far as its cells may be written anew.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Of {
    pub(super) ty: Type,
    /// The values of its enum are numbers.
    pub(super) number: bool,
    pub(super) required: Option<bool>,
    /// It is a list that is put into one value.
    pub(super) encoded: bool,
    pub(super) below: Below,
}

/// What stands below the row of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Below {
    Nothing,
    /// The rows of its members.
    Rows,
    /// The row of its wrapper.
    Wrapper,
}

/// Where a page is put that says itself what it is about.
pub(super) const NOWHERE: &str = "styled/page.md";

/// Reads a page alone, as it is and as it would be without bold text; `None` where it is no page, or has no rows.
pub(super) fn read(file: SourceFile) -> Option<Original> {
    let mut page = pieces(file)?;
    if page.markdown {
        let mut unmarked = page.clone();
        let rows = unmarked.request.iter_mut().chain(&mut unmarked.response).map(|row| &mut row.description);
        for text in rows.chain(&mut unmarked.intro) {
            *text = without_marks(text);
        }
        let text = Style::Pipes.write(&unmarked);
        if text != Style::Pipes.write(&page) {
            let read = pieces(SourceFile::new(page.home.as_deref().unwrap_or(NOWHERE), text))?;
            page.unmarked = Some(Box::new((read.operation, read.diagnostics)));
        }
    }
    Some(page)
}

fn pieces(file: SourceFile) -> Option<Original> {
    let document = pipeline::documents(vec![file]).pop()?;
    let Document { file, page: Some(page), operation: Some(operation), doubled, diagnostics, .. } = document else {
        return None;
    };
    if page.request.rows.is_empty() && page.response.rows.is_empty() {
        return None;
    }
    let markdown = page.layout == Layout::AliyunMarkdown;
    let text = |span: Span| file.slice(span).to_owned();
    let title = text(page.title).split(" {#").next().unwrap_or_default().trim().to_owned();
    let heading = page.request.heading.or(page.response.heading).map(text).unwrap_or_default();
    let doubled: Vec<(Span, Span)> = doubled.iter().map(|doubled| (doubled.first, doubled.again)).collect();
    let says_all = page.product.is_some() && page.version.is_some() && page.action.is_some();
    let Operation { vendor, product, version, name, .. } = &operation;
    Some(Original {
        path: file.path.clone(),
        home: (!says_all).then(|| format!("{}/{product}/{version}/{name}.md", vendor.as_str())),
        markdown,
        english: heading.is_ascii(),
        title: if markdown { title } else { String::new() },
        intro: page.intro.iter().map(|span| text(*span)).collect(),
        product: page.product.clone(),
        explorer: explorer(&file.text),
        error_center: after(&file.text, "/status/product/"),
        syntax: page.syntax.clone(),
        request: rows(&file, &page.request.rows, &operation.request, &doubled),
        response: rows(&file, &page.response.rows, &operation.response, &doubled),
        responds: page.response.heading.is_some() || *vendor == Vendor::Tencent,
        samples: page.samples.iter().map(|sample| (sample.side, text(sample.span))).collect(),
        errors: errors(&file, &page),
        operation,
        diagnostics,
        unmarked: None,
    })
}

fn errors(file: &SourceFile, page: &Page) -> Vec<[Option<String>; 4]> {
    let text = |cell: Option<Cell>| cell.map(|cell| cell.text(file).to_owned());
    let errors = page.errors.iter();
    errors.map(|row| [row.status, Some(row.code), row.message, row.description].map(text)).collect()
}

/// `https://api.aliyun.com/#product=CCC&api=ListCallDetailRecords&type=RPC&version=2017-07-05`
fn explorer(text: &str) -> Option<String> {
    let at = text.match_indices("product=").map(|(at, _)| at).find(|at| {
        text[*at..].starts_with("product=") && {
            let link = text[*at..].split([')', ' ', '\n']).next().unwrap_or_default();
            link.contains("&api=")
        }
    })?;
    let start = text[..at].rfind(['(', ' ', '\n']).map_or(0, |before| before + 1);
    text[start..].split([')', ' ', '\n']).next().map(str::to_owned)
}

/// The word behind a mark.
fn after(text: &str, mark: &str) -> Option<String> {
    let (_, rest) = text.split_once(mark)?;
    rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').next().map(str::to_owned)
}

/// The named rows of a table, each with the place that the operation gives it.
fn rows(file: &SourceFile, rows: &[page::Row], fields: &[Field], doubled: &[(Span, Span)]) -> Vec<Row> {
    let rows: Vec<&page::Row> = rows.iter().filter(|row| !wire_name(row.name.text(file)).is_empty()).collect();
    let spans: BTreeMap<Span, usize> = rows.iter().enumerate().map(|(at, row)| (row.span, at)).collect();
    let mut found: Vec<Row> = rows.iter().map(|row| cells(file, row)).collect();
    let mut wrappers: BTreeMap<usize, String> = BTreeMap::new();
    place(fields, &[], &spans, &mut found, &mut wrappers);
    mark_wrappers(&mut found, &wrappers);
    for at in 0..found.len() {
        if found[at].role == Role::Other {
            let first =
                doubled.iter().find(|(_, again)| *again == rows[at].span).and_then(|(first, _)| spans.get(first));
            let path = first.map(|first| found[*first].path.clone());
            let above = at.checked_sub(1).map_or(&[][..], |above| &found[above].path);
            found[at].path = path.unwrap_or_else(|| {
                let parents = above.split_last().map_or(&[][..], |(_, parents)| parents).iter().cloned();
                parents.chain([(wire_name(&found[at].name), false)]).collect()
            });
        }
    }
    depths(&mut found);
    found
}

fn cells(file: &SourceFile, row: &page::Row) -> Row {
    // The bar that closes a last cell is left in it where it stands on a line of its own.
    let text = |cell: Cell| {
        let text = cell.text(file);
        text.strip_suffix('|')
            .filter(|rest| rest.trim_end_matches(' ').ends_with('\n'))
            .unwrap_or(text)
            .trim_end()
            .to_owned()
    };
    Row {
        name: text(row.name),
        ty: text(row.ty),
        required: row.required.map(text),
        position: row.position.map(text),
        example: text(row.example),
        description: text(row.description),
        ..Row::default()
    }
}

/// Notes for the row of each field where it stands, and the wrappers of lists by their rows.
fn place(
    fields: &[Field],
    above: &[(String, bool)],
    spans: &BTreeMap<Span, usize>,
    rows: &mut [Row],
    wrappers: &mut BTreeMap<usize, String>,
) {
    for field in fields {
        let Some(at) = spans.get(&field.span).copied().filter(|_| !field.from_sample) else { continue };
        let list = matches!(field.ty, Type::List(_));
        let path: Vec<(String, bool)> = above.iter().cloned().chain([(field.name.clone(), list)]).collect();
        if let Some(wrapper) = &field.wrapper {
            wrappers.insert(at, wrapper.clone());
        }
        rows[at].path.clone_from(&path);
        rows[at].role = Role::Field(Box::new(Of {
            ty: field.ty.clone(),
            number: field.number,
            required: field.required,
            encoded: field.encoding.is_some(),
            below: if field.fields.iter().any(|member| !member.from_sample && spans.contains_key(&member.span)) {
                Below::Rows
            } else {
                Below::Nothing
            },
        }));
        place(&field.fields, &path, spans, rows, wrappers);
    }
}

/// A row that is no field and is called like the wrapper of a list above it is that wrapper.
fn mark_wrappers(rows: &mut [Row], wrappers: &BTreeMap<usize, String>) {
    let mut open = wrappers.clone();
    for at in 0..rows.len() {
        if rows[at].role != Role::Other {
            continue;
        }
        let name = wire_name(&rows[at].name);
        let Some(list) = open.range(..at).rev().find(|(_, wrapper)| **wrapper == name).map(|(list, _)| *list) else {
            continue;
        };
        open.remove(&list);
        rows[at].role = Role::Wrapper;
        rows[at].path = rows[list].path.iter().cloned().chain([(name, false)]).collect();
        if let Role::Field(of) = &mut rows[list].role {
            of.below = Below::Wrapper;
        }
    }
}

/// Counts the rows above each row.
fn depths(rows: &mut [Row]) {
    let wrapped: Vec<Vec<(String, bool)>> = rows
        .iter()
        .filter(|row| matches!(&row.role, Role::Field(of) if of.below == Below::Wrapper))
        .map(|row| row.path.clone())
        .collect();
    for row in rows {
        let parents = row.path.len().saturating_sub(1);
        let around = wrapped.iter().filter(|list| list.len() <= parents && row.path.starts_with(list)).count();
        // A wrapper does not stand in itself.
        row.depth = parents + around - usize::from(row.role == Role::Wrapper);
    }
}

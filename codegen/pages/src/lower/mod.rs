//! A [`Page`] to an [`Operation`]: types, nesting, and what its prose says.

mod announce;
mod colon;
mod defaults;
mod draft;
mod enums;
mod epoch;
mod facts;
mod infer;
mod items;
mod knowledge;
mod label;
mod limits;
mod lists;
mod marks;
mod nest;
mod pairs;
mod paths;
mod published;
mod recursion;
mod request;
mod response;
mod scan;
mod special;
mod tables;
mod text;
pub(crate) mod unify;
mod units;
mod words;

pub use crate::cells::{Word, required, word};
pub use crate::wire::{Step, is_common, steps};
pub(crate) use knowledge::Knowledge;
pub use marks::{Mark, Said, marks};
pub use nest::{Answers, Judged, Learned, Lesson, Model, Odd, Way, Ways, Weights, Why};
pub(crate) use tables::leave_out as leave_out_tables;
pub use text::{plain, wire_name};

use std::collections::BTreeSet;

use crate::bounds::TABLE_ROWS;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{ErrorCode, Field, Http, Identity, Operation, Protocol, Range, Type, Vendor};
use crate::page::{self, Layout, Page, Row, Side};
use crate::question::{self, Choice, Question, Remark};
use crate::sample::{self, Head, SampleFormat, Shape, Shapes};
use crate::source::{SourceFile, Span, shortened};

/// What every step of lowering may need and add to.
struct Context<'a> {
    file: &'a SourceFile,
    vendor: Vendor,
    layout: Layout,
    action: &'a str,
    remarks: Vec<Remark>,
    doubled: Vec<Doubled>,
    lists: draft::Lists,
}

/// A page's operation as lowering understood it, with all that was left open.
#[derive(Debug)]
pub struct Understood {
    /// The operation, with what was taken for the answers.
    pub operation: Operation,
    /// What there is to be said and to be asked.
    pub remarks: Vec<Remark>,
    /// Rows that name a field which an earlier row names too.
    pub doubled: Vec<Doubled>,
}

/// Two rows about one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubled {
    /// The row that counts.
    pub first: Span,
    /// The one that was left out.
    pub again: Span,
    /// They differ in their types.
    pub contradicts: bool,
}

impl<'a> Context<'a> {
    fn origin(&self) -> infer::Origin<'a> {
        infer::Origin { vendor: self.vendor, action: self.action }
    }

    fn say(&mut self, place: Span, code: Code, message: String) {
        self.remarks.push(Remark::Said(Diagnostic::at(self.file, place, code, message)));
    }

    /// The page has no rows for the members of a field.
    fn ask_members(&mut self, path: String, field: &Field) {
        let choices = question::sampled(self.action, &path);
        let message =
            format!("the page has no rows for the members of `{}`; they were taken from its samples", field.name);
        self.ask(question::QuestionKind::Members, path, field.span, message, choices);
    }

    /// The row's type cell holds no word for a type, or nothing where something is missing: `ty` was taken.
    fn ask_type(&mut self, word: &Word, row: &Row, path: &str, ty: &Type) {
        let name = shortened(row.name.text(self.file));
        match word {
            Word::Unknown => {
                let cell = shortened(row.ty.text(self.file));
                let message = format!("`{cell}`, the type of `{name}`, is no word for a type; it was taken for `{ty}`");
                let choices = question::typed(self.action, path, ty);
                self.ask(question::QuestionKind::Type, path.to_owned(), row.ty.span, message, choices);
            }
            Word::Blank => {
                let message = format!("`{name}` has no type; it was taken for `{ty}`");
                let choices = question::typed(self.action, path, ty);
                self.ask(question::QuestionKind::NoType, path.to_owned(), row.span, message, choices);
            }
            Word::Named(_) if *ty.innermost() == Type::Any => {
                let cell = shortened(row.ty.text(self.file));
                let message = format!("nothing says what `{name}`, a `{cell}`, holds; it was taken for `{ty}`");
                self.say(row.ty.span, Code::TypeMissing, message);
            }
            _ => {}
        }
    }

    fn ask(&mut self, kind: question::QuestionKind, path: String, place: Span, message: String, choices: Vec<Choice>) {
        self.remarks.push(Remark::Asked(Question { kind, path, place, message, choices }));
    }
}

/// The samples of a page, and what they show together.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    /// All answers together, below the vendor's envelope.
    pub response: Option<Shape>,
    /// The same, by format.
    pub answers: Shapes,
    /// All calls that are JSON bodies together.
    pub request: Option<Shape>,
    /// Each sample, in the page's order.
    pub all: Vec<Sample>,
}

/// A sample of a page.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its side.
    pub side: Side,
    /// Its place.
    pub span: Span,
    /// What was read of it; `None` where it is neither JSON nor XML.
    pub read: Option<sample::Read>,
    /// It is the answer to a call that succeeded.
    pub is_answer: bool,
}

impl Samples {
    /// The answers to calls that succeeded.
    pub fn answers(&self) -> impl Iterator<Item = (Span, &sample::Read)> {
        let answers = self.all.iter().filter(|sample| sample.is_answer);
        answers.filter_map(|sample| Some((sample.span, sample.read.as_ref()?)))
    }

    fn add(&mut self, side: Side, read: &sample::Read) -> bool {
        let shape = read.shape();
        match side {
            Side::Response if read.head != Head::Call && !is_failure(&shape) => {
                self.answers.add(read.format, &shape);
                return true;
            }
            Side::Request if read.format == SampleFormat::Json => {
                self.request.get_or_insert_default().merge(&shape);
            }
            _ => {}
        }
        false
    }
}

/// Reads a page's samples.
pub fn samples(file: &SourceFile, page: &Page) -> Samples {
    let mut samples = Samples::default();
    let rows: BTreeSet<String> = page.response.rows.iter().map(|row| wire_name(row.name.text(file))).collect();
    for &page::Sample { side, span } in &page.samples {
        let (text, base) = (file.slice(span), span.start as usize);
        let mut read = if side == Side::Response { sample::read(text, base) } else { sample::read_call(text, base) };
        if let Some(read) = read.as_mut().filter(|_| side == Side::Response) {
            read.open_envelope(|name| rows.contains(name));
        }
        let is_answer = read.as_ref().is_some_and(|read| samples.add(side, read));
        samples.all.push(Sample { side, span, read, is_answer });
    }
    samples.response = samples.answers.clone().together();
    samples
}

/// A sample of an error, which says nothing about a success.
fn is_failure(shape: &Shape) -> bool {
    let has = |name: &str| shape.members.contains_key(name);
    has("HostId") && has("Code") || has("Error") && shape.members.len() <= 2
}

/// What is known around a page.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    /// The operation, in lower case.
    pub(crate) operation: &'a str,
    /// What the samples of every page of the operation show together: it is published in several languages.
    pub(crate) shape: Option<&'a Shape>,
    /// What those pages, and then all of the product's, show of the same names.
    pub(crate) knowledge: [&'a Knowledge; 2],
    /// By what to judge the places of rows.
    pub(crate) model: &'a Model,
}

/// Lowers one page.
pub(crate) fn lower(
    file: &SourceFile,
    page: &Page,
    identity: &Identity,
    samples: &Samples,
    around: Around<'_>,
) -> Understood {
    let mut context = Context {
        file,
        vendor: identity.vendor,
        layout: page.layout,
        action: &identity.action,
        remarks: Vec::new(),
        doubled: Vec::new(),
        lists: draft::Lists::default(),
    };
    if let Some(schema) = &page.schema {
        return published::lower(context, schema, identity, samples, around);
    }
    let rows = within_bounds(&mut context, &page.request.rows);
    let request = request::lower(&mut context, rows, samples.request.as_ref());
    let rows = within_bounds(&mut context, &page.response.rows);
    let response = response::lower(&mut context, rows, around);
    let whose: Vec<&Field> = request.iter().map(|draft| &draft.field).collect();
    ask_required(&mut context, page.request.required, &whose);
    if page.request.rows.is_empty() && !page.response.rows.is_empty() {
        context.say(
            page.request.heading.unwrap_or_default(),
            Code::RequestTableMissing,
            "no table of request parameters was found on the page: the request has none".to_owned(),
        );
    }
    if page.response.rows.is_empty() && samples.response.is_some() {
        let place =
            page.response.heading.or_else(|| page.samples.first().map(|sample| sample.span)).unwrap_or_default();
        context.ask(
            question::QuestionKind::Response,
            "response".to_owned(),
            place,
            "the page has no table of response fields; they were taken from its samples".to_owned(),
            question::sampled(&identity.action, "response"),
        );
    }
    say_samples(&mut context, samples);
    let Identity { vendor, product, version, action } = identity;
    let mut operation = Operation::new(*vendor, &product.to_lowercase(), version, action);
    operation.protocol = page.protocol.unwrap_or(operation.protocol);
    let finished = draft::finish(action, std::mem::take(&mut context.lists), request, response);
    operation.request = finished.request;
    operation.response = finished.response;
    recursion::fold(&mut operation.response);
    operation.enums = finished.enums;
    operation.errors = errors(file, page);
    if let Some((method, path)) = &page.syntax {
        operation.protocol = Protocol::AliyunRoa;
        operation.http = Some(Http { method: method.clone(), path: path.clone() });
    }
    facts::operation(&context, page, &mut operation);
    Understood { operation, remarks: context.remarks, doubled: context.doubled }
}

/// Says what is wrong with samples.
fn say_samples(context: &mut Context<'_>, samples: &Samples) {
    for (span, read) in samples.answers() {
        if let Some(broken) = read.problems.iter().find(|problem| problem.kind == sample::ProblemKind::Broken) {
            let message = format!("the sample is not well-formed: {}; no test is made of it", broken.what);
            context.say(broken.span, Code::SampleBroken, message);
            continue;
        }
        for repair in read.repairs() {
            context.say(span, Code::SampleRepaired, format!("the sample was read leniently: {repair}"));
        }
    }
}

/// Asks which parameters must be sent, where the page does not say it: unknown is not no.
fn ask_required(context: &mut Context<'_>, has_column: bool, request: &[&Field]) {
    let unsaid: Vec<&&Field> = request.iter().filter(|field| field.required.is_none()).collect();
    let Some(first) = unsaid.first() else { return };
    let names: Vec<String> = unsaid.iter().take(8).map(|field| format!("`{}`", shortened(&field.name))).collect();
    let more =
        if unsaid.len() > names.len() { format!(" and {} more", unsaid.len() - names.len()) } else { String::new() };
    let why = if has_column && unsaid.len() == request.len() {
        "this copy has lost the column that tells which parameters must be sent"
    } else {
        "the page does not say which parameters must be sent"
    };
    let message = format!("{why}: {}{more}", names.join(", "));
    let choices = question::required(context.action, &format!("request/{}", first.name));
    context.ask(question::QuestionKind::Required, "request".to_owned(), first.span, message, choices);
}

/// Why each of some rows of a page's response stands where it does, by the same evidence as in [`lower`]; `None` where
/// the table is flat or has no such row.
pub(crate) fn why(file: &SourceFile, page: &Page, around: Around<'_>, asked: &[Span]) -> Vec<Option<Why>> {
    let rows = page.response.rows.as_slice();
    if rows.len() > TABLE_ROWS {
        return vec![None; asked.len()];
    }
    response::why(file, page.layout.vendor(), rows, around, asked)
}

/// What can be learned from the places of a page's response rows.
pub(crate) fn lesson<R>(
    file: &SourceFile,
    page: &Page,
    around: Around<'_>,
    work: impl FnOnce(Lesson<'_>) -> R,
) -> Option<R> {
    let rows = page.response.rows.as_slice();
    (rows.len() <= TABLE_ROWS).then(|| response::lesson(file, page.layout.vendor(), rows, around, work))
}

/// The rows of a table, or none where there are too many.
fn within_bounds<'a>(context: &mut Context<'_>, rows: &'a [Row]) -> &'a [Row] {
    let Some(first) = rows.get(TABLE_ROWS) else { return rows };
    let message = format!("the table has {} rows; at most {TABLE_ROWS} are read", rows.len());
    context.say(first.span, Code::TableTooLong, message);
    &[]
}

/// The default that a cell states, whatever values it lists.
pub fn stated_default(cell: &str, layout: Layout) -> Option<String> {
    defaults::find(&text::Text::of(layout, cell), &[])
}

/// The range that a cell states of a field, before it was widened for the field's own default and example; the field's
/// range where it is not from the cell.
pub fn stated_range(cell: &str, layout: Layout, field: &Field) -> Option<Range> {
    let example = field.example.as_deref().unwrap_or_default();
    let text = text::Text::of(layout, cell);
    let stated = facts::stated_range(&text, &field.name, field.ty.innermost(), example);
    let widened = stated.and_then(|range| special::allow_shown(range, field.default.as_deref(), example));
    if widened == field.range { stated } else { field.range }
}

fn errors(file: &SourceFile, page: &Page) -> Vec<ErrorCode> {
    let mut errors: Vec<ErrorCode> = Vec::new();
    let mut known = BTreeSet::new();
    for row in &page.errors {
        let text = |cell: &Option<page::Cell>| cell.map(|cell| plain(cell.text(file))).unwrap_or_default();
        let code = wire_name(row.code.text(file));
        if code.is_empty() || !known.insert(code.clone()) {
            continue;
        }
        errors.push(ErrorCode {
            code,
            status: row
                .status
                .and_then(|cell| cell.text(file).trim().parse().ok())
                .filter(|status| (100..600).contains(status)),
            message: text(&row.message),
            description: text(&row.description),
        });
    }
    errors
}

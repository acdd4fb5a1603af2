//! Text to [`Page`]: lenient, every piece with its place, and no idea of types.
//!
//! Which reader takes a page is decided by what the page looks like, never by its path.

mod begin;
mod columns;
mod error_rows;
pub(crate) mod identity;
mod loss;
mod name;
mod outline;
mod published;
mod rows;
mod samples;
mod section;
mod share;
mod shown;
mod stream;
mod table;

pub use identity::{is_version, is_word};
pub use stream::Cut;
pub use table::is_delimiter;

use columns::Column;
use outline::{Outline, Part};
use section::Section;
use shown::Shown;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Protocol, Vendor};
use crate::metadata::Schema;
use crate::source::{SourceFile, Span};

/// What a page says, before anybody asks what it means.
#[derive(Clone, Debug)]
pub struct Page {
    /// The layout it was read as.
    pub layout: Layout,
    /// The product's code as the page spells it.
    pub product: Option<String>,
    /// The API version.
    pub version: Option<String>,
    /// The operation.
    pub action: Option<String>,
    /// RPC or REST style, where the page says it.
    pub protocol: Option<Protocol>,
    /// Method and path of a REST-style operation.
    pub syntax: Option<(String, String)>,
    /// The page's heading.
    pub title: Span,
    /// The paragraphs before the first table, and the notes.
    pub intro: Vec<Span>,
    /// The request parameters.
    pub request: Table,
    /// The response fields.
    pub response: Table,
    /// Sample calls and answers.
    pub samples: Vec<Sample>,
    /// The error codes.
    pub errors: Vec<ErrorRow>,
    /// The vendor's schema, where the page is made of one.
    pub schema: Option<Schema>,
}

/// Whose page it is, and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Markdown with pipe tables, as published on GitHub.
    AliyunMarkdown,
    /// The help center's page saved as text.
    AliyunHelp,
    /// Tencent Cloud's page in Markdown.
    TencentMarkdown,
    /// Tencent Cloud's page saved as text.
    TencentText,
    /// The facts of an operation from Alibaba Cloud's schema, in a fence, with its samples behind.
    AliyunSchema,
    /// The same of Tencent Cloud.
    TencentSchema,
}

impl Layout {
    /// Who publishes pages of this layout.
    pub fn vendor(self) -> Vendor {
        match self {
            Self::AliyunMarkdown | Self::AliyunHelp | Self::AliyunSchema => Vendor::Aliyun,
            Self::TencentMarkdown | Self::TencentText | Self::TencentSchema => Vendor::Tencent,
        }
    }

    /// Whether its cells are Markdown.
    pub fn is_markdown(self) -> bool {
        matches!(self, Self::AliyunMarkdown | Self::TencentMarkdown)
    }
}

impl Page {
    /// How the page was saved, in words: `text with one cell a line`.
    pub fn style(&self) -> String {
        if self.schema.is_some() {
            return "the facts of the vendor's schema".to_owned();
        }
        let text = if self.layout.is_markdown() { "Markdown" } else { "text" };
        let cut = self.request.cut.or(self.response.cut);
        let cells = match cut {
            Some(Cut::Pipes) => "with tables",
            Some(Cut::Separated('\t')) => "with tabs between cells",
            Some(Cut::Separated(_)) => "with bars between cells",
            Some(Cut::Lines) => "with one cell a line",
            Some(Cut::Glued) => "with names and types in one word",
            Some(Cut::Blanks) => "with blanks between cells",
            None => "without tables",
        };
        format!("{text} {cells}")
    }

    /// What the way in which it was saved has lost, in words.
    pub fn lost(&self) -> Vec<&'static str> {
        let mut lost = Vec::new();
        if self.request.required
            && self.request.rows.iter().all(|row| row.required.is_none())
            && !self.request.rows.is_empty()
        {
            lost.push("the column that tells which parameters must be sent");
        }
        let tables = [&self.request, &self.response];
        if tables.iter().any(|table| matches!(table.cut, Some(Cut::Lines | Cut::Glued))) {
            lost.push("empty cells");
        }
        lost
    }
}

/// Rows in the page's order; `heading` is where the table was looked for.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The heading of the section, where there is one.
    pub heading: Option<Span>,
    /// All rows of all tables of the section.
    pub rows: Vec<Row>,
    /// Where in `rows` each further table of the section begins.
    pub further: Vec<usize>,
    /// How the cells of the first table are told apart.
    pub cut: Option<Cut>,
    /// A header has a column that tells which parameters are required.
    pub required: bool,
    /// What stands below the heading.
    pub body: Option<Span>,
    /// Where the tables' headers are.
    pub headers: Vec<Span>,
    /// The rows of tables that were left out.
    pub skipped: Vec<Row>,
    /// Headers whose words are not known.
    pub unknown: Vec<Span>,
    /// Headers of tables about something else, such as the text in a parameter.
    pub others: Vec<Span>,
    /// Lines among the tables that belong to no row.
    pub strays: Vec<Span>,
    /// The names of rows of which it is not clear whether their last line is the example.
    pub unclear: Vec<Cell>,
}

impl Table {
    /// Whether a part of a header stands on a line.
    fn has_header_at(&self, line: Span) -> bool {
        let next = self.headers.partition_point(|header| header.start < line.end);
        next.checked_sub(1).and_then(|at| self.headers.get(at)).is_some_and(|header| line.start < header.end)
    }
}

/// A line of a parameter or response table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The whole row.
    pub span: Span,
    /// The name, as written, without the marks that show how deep it stands.
    pub name: Cell,
    /// How far such marks move the name, in blanks; 0 without any.
    pub depth: u32,
    /// The type word; empty where the page leaves it out.
    pub ty: Cell,
    /// The cell of a "required" column.
    pub required: Option<Cell>,
    /// The cell of a "position" column.
    pub position: Option<Cell>,
    /// The example value.
    pub example: Cell,
    /// The description.
    pub description: Cell,
}

impl Row {
    fn cell(&self, column: Column) -> Cell {
        match column {
            Column::Name => self.name,
            Column::Type => self.ty,
            Column::Required => self.required.unwrap_or_default(),
            Column::Position => self.position.unwrap_or_default(),
            Column::Example => self.example,
            Column::Description => self.description,
            Column::Status | Column::Code | Column::Message | Column::Unknown => Cell::default(),
        }
    }

    fn set(&mut self, column: Column, cell: Cell) {
        match column {
            Column::Name => self.name = cell,
            Column::Type => self.ty = cell,
            Column::Required => self.required = Some(cell),
            Column::Position => self.position = Some(cell),
            Column::Example => self.example = cell,
            Column::Description => self.description = cell,
            Column::Status | Column::Code | Column::Message | Column::Unknown => {}
        }
    }
}

/// One cell: where it stands, without the blanks around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text's place.
    pub span: Span,
}

impl Cell {
    /// The text as written.
    pub fn text<'a>(&self, file: &'a SourceFile) -> &'a str {
        file.slice(self.span)
    }
}

/// A sample on the page.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// A call or an answer.
    pub side: Side,
    /// The text, without fences.
    pub span: Span,
}

/// Which way a sample goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A call.
    Request,
    /// An answer.
    Response,
}

/// A line of an error table.
#[derive(Clone, Copy, Debug, Default)]
pub struct ErrorRow {
    /// The HTTP status.
    pub status: Option<Cell>,
    /// The code.
    pub code: Cell,
    /// The message.
    pub message: Option<Cell>,
    /// The explanation.
    pub description: Option<Cell>,
}

/// Reads a page of any layout. `None` where it is no page at all; the diagnostics say why.
pub fn read(file: &SourceFile) -> (Option<Page>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    if file.text.trim().is_empty() {
        let message = "the page is empty; expected a vendor's API reference page";
        diagnostics.push(Diagnostic::on(&file.path, Code::PageEmpty, message));
        return (None, diagnostics);
    }
    if let Some(start) = published::recognise(file) {
        let page = published::read(file, start).map_err(|diagnostic| diagnostics.push(*diagnostic));
        return (page.ok(), diagnostics);
    }
    let Some((marks, vendor)) = outline::recognise(file) else {
        let message = "the layout of this page is not known: it has neither a section of request parameters (`请求参数`, \
                       `Request parameters`, `输入参数`, `Input Parameters`) nor a table whose header names parameters and types";
        diagnostics.push(Diagnostic::on(&file.path, Code::LayoutUnknown, message));
        return (None, diagnostics);
    };
    let outline = outline::read(file, marks, vendor, &mut diagnostics);
    let page = assemble(file, outline, &mut diagnostics);
    if page.request.rows.is_empty() && page.response.rows.is_empty() && page.samples.is_empty() {
        let message = "the page has neither a table of parameters or response fields nor a sample";
        diagnostics.push(Diagnostic::on(&file.path, Code::PageWithoutTables, message));
        return (None, diagnostics);
    }
    (Some(page), diagnostics)
}

/// Tables whose headings are lost: the request's stands before the response, and the response's behind the request's.
fn without_heading(
    file: &SourceFile,
    page: &mut Page,
    parts: &[Part],
    shown: &Shown<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let layout = page.layout;
    let mut say = |place: Span, whose: &str| {
        let message = format!("this table has no heading that tells what it is; it was taken for the {whose}");
        diagnostics.push(Diagnostic::at(file, place, Code::HeadingMissing, message));
    };
    if page.request.heading.is_none() {
        let first = parts.first().map_or(0, |part| part.heading.start);
        let before = parts.iter().take_while(|part| part.section != Section::Response);
        let bodies = before.filter(|part| part.section.is_known_without_rows()).map(|part| part.body);
        for body in std::iter::once(Span { start: 0, end: first }).chain(bodies) {
            let mut table = Table::default();
            rows::fill(file, &mut table, body, body, layout, shown);
            if table.rows.first().is_some_and(|row| begin::is_type(row.ty.text(file), layout.vendor())) {
                table.heading = table.headers.first().copied();
                say(table.heading.unwrap_or(body), "request's parameters");
                page.request = table;
                break;
            }
        }
    }
    if let (None, [header], Some(body)) = (page.response.heading, page.request.others.as_slice(), page.request.body) {
        let (header, start) = (*header, outline::start_of_line(file, *header));
        let rest = Span { start: u32::try_from(start).unwrap_or(body.end).max(body.start), end: body.end };
        rows::fill(file, &mut page.response, header, rest, layout, shown);
        if !page.response.rows.is_empty() {
            page.request.others.clear();
            say(header, "response's fields");
        }
    }
}

/// Reads each part of a page.
fn assemble(file: &SourceFile, outline: Outline, diagnostics: &mut Vec<Diagnostic>) -> Page {
    let Outline { layout, parts, title, intro, fences } = outline;
    let mut page = Page {
        layout,
        product: None,
        version: None,
        action: None,
        protocol: None,
        syntax: None,
        title: Span::default(),
        intro,
        request: Table::default(),
        response: Table::default(),
        samples: Vec::new(),
        errors: Vec::new(),
        schema: None,
    };
    let shown = &Shown::new(&file.text);
    for &Part { section, heading, body } in &parts {
        match section {
            Section::Intro | Section::Notes => page.intro.extend(outline::prose(file, body, layout)),
            Section::Request => rows::fill(file, &mut page.request, heading, body, layout, shown),
            Section::Response => rows::fill(file, &mut page.response, heading, body, layout, shown),
            Section::Samples => page.samples.extend(samples::read(file, body, &fences)),
            Section::Errors => rows::errors(file, &mut page.errors, body, layout, shown),
            Section::Syntax => page.syntax = samples::syntax(outline::code(file, body, &fences)),
            Section::Debug | Section::Other | Section::Apart => {}
        }
    }
    without_heading(file, &mut page, &parts, shown, diagnostics);
    page.intro.retain(|span| loss::is_text(file.slice(*span)));
    page.title = title.or_else(|| page.intro.first().copied()).unwrap_or_default();
    identity::find(file, &mut page);
    loss::say(file, &page, &parts, diagnostics);
    page
}

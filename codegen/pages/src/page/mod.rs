//! Text to [`Page`]: lenient, every piece with its place, and no idea of types.
//!
//! Which reader takes a page is decided by what the page looks like, never by its path.

mod aliyun_help;
mod aliyun_markdown;
mod columns;
pub(crate) mod identity;
mod section;
mod table;
mod tencent_text;

pub use identity::{is_version, is_word};
pub use table::is_delimiter;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Protocol, Vendor};
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
}

/// The three layouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Markdown with pipe tables, as published on GitHub.
    AliyunMarkdown,
    /// The help center's page saved as text.
    AliyunHelp,
    /// Plain text without tables.
    TencentText,
}

impl Layout {
    /// Who publishes pages of this layout.
    pub fn vendor(self) -> Vendor {
        match self {
            Self::AliyunMarkdown | Self::AliyunHelp => Vendor::Aliyun,
            Self::TencentText => Vendor::Tencent,
        }
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
}

/// A line of a parameter or response table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The whole row.
    pub span: Span,
    /// The name, as written.
    pub name: Cell,
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
    let Some(layout) = recognise(file) else {
        let message = "the layout of this page is not known: it has neither a section of request parameters with a table \
                 (`请求参数`, `Request parameters`) nor Tencent Cloud's `输入参数`";
        diagnostics.push(Diagnostic::on(&file.path, Code::LayoutUnknown, message));
        return (None, diagnostics);
    };
    let page = match layout {
        Layout::AliyunMarkdown => aliyun_markdown::read(file, &mut diagnostics),
        Layout::AliyunHelp => aliyun_help::read(file, &mut diagnostics),
        Layout::TencentText => tencent_text::read(file, &mut diagnostics),
    };
    if page.request.rows.is_empty() && page.response.rows.is_empty() && page.samples.is_empty() {
        let message = "the page has neither a table of parameters or response fields nor a sample";
        diagnostics.push(Diagnostic::on(&file.path, Code::PageWithoutTables, message));
        return (None, diagnostics);
    }
    (Some(page), diagnostics)
}

fn recognise(file: &SourceFile) -> Option<Layout> {
    let mut help = false;
    let mut tencent = 0;
    for (_, line) in file.lines() {
        let line = line.trim_end();
        if let Some(heading) = line.strip_prefix('#') {
            if section::of_heading(heading.trim_start_matches('#')).is_some_and(section::Section::has_rows) {
                return Some(Layout::AliyunMarkdown);
            }
        } else if let Some(numbered) = tencent_text::numbered(line) {
            tencent += usize::from(tencent_text::section(numbered).is_some());
        } else if section::of_heading(line).is_some_and(section::Section::has_rows) {
            help = true;
        }
    }
    if tencent >= 2 {
        return Some(Layout::TencentText);
    }
    help.then_some(if setext(file) { Layout::AliyunMarkdown } else { Layout::AliyunHelp })
}

/// Whether the page underlines its headings.
fn setext(file: &SourceFile) -> bool {
    let mut previous = "";
    for (_, line) in file.lines() {
        let rule = line.trim_end();
        if rule.len() >= 3
            && (rule.bytes().all(|b| b == b'-') || rule.bytes().all(|b| b == b'='))
            && section::of_heading(previous).is_some()
        {
            return true;
        }
        previous = line;
    }
    false
}

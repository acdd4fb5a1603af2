//! Pages to operations: the way through the stages, each a type of its own.

mod checked;
mod correct;
mod link;
mod lower;
mod read;

pub use lower::{Witnesses, lessons};
pub(crate) use read::path_identity;

use correct::Corrected;
use lower::LoweredPage;

use crate::check;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Identity, Operation};
use crate::lower::{Doubled, Model, Samples};
use crate::overrides::Overrides;
use crate::page::Page;
use crate::sample::SampleText;
use crate::source::{SourceFile, Span};

/// What goes in.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The pages, under the paths by which messages and docs name them.
    pub pages: Vec<SourceFile>,
    /// The files of overrides, each with the `vendor/product/version` that it is about.
    pub overrides: Vec<(SourceFile, String)>,
    /// The paths of pages that could not be opened: overrides of their operations are not at fault.
    pub unread: Vec<String>,
}

/// What comes out: operations on which emission may rely, where no diagnostic is an error.
#[derive(Debug)]
pub struct Checked {
    /// The pages, in path order.
    pub documents: Vec<Document>,
    /// The files of overrides; one that can't be read has no entries.
    pub overrides: Vec<Overrides>,
    /// What is to be said about overrides; pages carry their own.
    pub diagnostics: Vec<Diagnostic>,
}

/// A page with all that was understood of it.
#[derive(Debug)]
pub struct Document {
    /// The page's text.
    pub file: SourceFile,
    /// Who it is about, in the page's own spelling.
    pub identity: Option<Identity>,
    /// What the page says, piece by piece; `None` where it can't be read.
    pub page: Option<Page>,
    /// The schema; `None` where the page can't be read, or another page of the operation counts.
    pub operation: Option<Operation>,
    /// What the samples show.
    pub samples: Samples,
    /// The samples that do not decode with the operation's shape.
    pub misfits: Vec<Span>,
    /// Rows that name a field which an earlier row names too.
    pub doubled: Vec<Doubled>,
    /// What is to be said about it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Runs every stage. The result does not depend on the order of the pages or on the number of threads.
pub fn run(input: Input) -> Checked {
    checked::check(link::link(corrected(input)))
}

/// [`run`] with the enums that each page lists itself: those of other pages of the version are not joined in.
pub fn run_apart(input: Input) -> Checked {
    checked::check(link::leave(corrected(input)))
}

/// The stages that look at each operation for itself.
fn corrected(input: Input) -> Corrected {
    let Input { mut pages, overrides, unread } = input;
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    let read = read::read(pages);
    let lowered = lower::one_page_an_operation(lower::lower(read, &Model::default()));
    correct::correct(lowered, overrides, &unread)
}

/// What pages say by themselves, in the order in which they were given: without overrides, and each page of an
/// operation for itself.
pub fn documents(files: Vec<SourceFile>) -> Vec<Document> {
    documents_by(files, &Model::default())
}

/// [`documents`], nested by another model than the fitted one.
pub fn documents_by(files: Vec<SourceFile>, model: &Model) -> Vec<Document> {
    lower::lower(read::read(files), model).pages.into_iter().map(Document::new).collect()
}

impl Document {
    /// The page's samples of a successful answer, as far as a decoder must accept them.
    pub fn answers(&self) -> Vec<SampleText> {
        let fits = |span: Span| !self.misfits.contains(&span);
        let answers = self.samples.answers().filter(|(span, read)| read.is_for_decoders() && fits(*span));
        answers.map(|(_, read)| SampleText { format: read.format, text: read.document(&self.file.text) }).collect()
    }

    /// What is left open becomes messages.
    fn new(page: LoweredPage) -> Self {
        let LoweredPage { source, understood, superseded } = page;
        let read::Source { file, page, mut diagnostics } = source;
        let (page, identity, samples) = match page {
            Some(read::Readable { page, identity, samples }) => (Some(page), Some(identity), samples),
            None => (None, None, Samples::default()),
        };
        let mut document = Self {
            file,
            identity,
            page,
            operation: None,
            samples,
            misfits: Vec::new(),
            doubled: Vec::new(),
            diagnostics: Vec::new(),
        };
        let cut = diagnostics.iter().any(|diagnostic| diagnostic.code == Code::PageCut);
        if let Some(understood) = understood {
            let api = understood.operation.api();
            let remarks = understood.remarks.iter();
            if !cut {
                diagnostics.extend(remarks.map(|remark| remark.diagnostic(&document.file, &api)));
            }
            let tried = check::trial(&document.file, &understood.operation, &document.samples);
            diagnostics.extend(tried.diagnostics.into_iter().filter(|_| !cut));
            document.misfits = tried.failed;
            document.operation = Some(understood.operation);
            let samples = document.answers().len();
            document.operation.iter_mut().for_each(|operation| operation.samples = samples);
            document.doubled = understood.doubled;
        }
        document.diagnostics = superseded.map_or(diagnostics, |superseded| vec![superseded]);
        document
    }
}

//! Pages to operations: the way through the stages.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::fixes;
use crate::ir::{Operation, Vendor};
use crate::lower::{self, Identity, Samples, Why};
use crate::page::{self, Page};
use crate::parallel;
use crate::sample::Shape;
use crate::source::{SourceFile, Span};

/// A page with all that was understood of it.
#[derive(Debug)]
pub struct Document {
    /// The page's text.
    pub file: SourceFile,
    /// Who it is about, in the page's own spelling.
    pub identity: Option<Identity>,
    /// What the page says, piece by piece; `None` where it can't be read.
    pub page: Option<Page>,
    /// The schema; `None` where the page can't be read.
    pub operation: Option<Operation>,
    /// What the samples show.
    pub samples: Samples,
    /// What is to be said about it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and lowers pages. The result does not depend on their order or on the number of threads.
pub fn read(files: Vec<SourceFile>) -> Vec<Document> {
    let read: Vec<Opened> = parallel::map(files, open);
    let pages = read.iter().filter_map(|opened| {
        let (page, identity) = opened.page.as_ref()?;
        Some((&opened.file, page, identity, &opened.samples))
    });
    let shared = Shared::gather(pages);
    parallel::map(read, |opened| lower_one(opened, &shared))
}

struct Opened {
    file: SourceFile,
    page: Option<(Page, Identity)>,
    samples: Samples,
    diagnostics: Vec<Diagnostic>,
}

fn open(file: SourceFile) -> Opened {
    let (page, mut diagnostics) = page::read(&file);
    let mut opened = Opened { page: None, samples: Samples::default(), diagnostics: Vec::new(), file };
    if let Some(page) = page {
        match identify(&opened.file, &page) {
            Ok(identity) => {
                opened.samples = lower::samples(&opened.file, &page);
                opened.page = Some((page, identity));
            }
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    opened.diagnostics = diagnostics;
    opened
}

/// The page's own word counts; the path fills in the rest.
fn identify(file: &SourceFile, page: &Page) -> Result<Identity, Box<Diagnostic>> {
    let from_path = path_identity(&file.path);
    let product = page.product.clone().or_else(|| from_path.as_ref().map(|path| path.0.clone()));
    let version = page.version.clone().or_else(|| from_path.as_ref().map(|path| path.1.clone()));
    let action = page.action.clone().or_else(|| from_path.map(|path| path.2));
    let missing = match (&product, &version, &action) {
        (None, ..) => "product",
        (_, None, _) => "version",
        (.., None) => "action",
        (Some(product), Some(version), Some(action)) => {
            return Ok(Identity {
                vendor: page.layout.vendor(),
                product: product.clone(),
                version: version.clone(),
                action: action.clone(),
            });
        }
    };
    Err(Box::new(
        Diagnostic::on(
            &file.path,
            Severity::Error,
            "page-anonymous",
            format!("neither the page nor its path says which {missing} it is about"),
        )
        .help("put the page at `<vendor>/<product>/<version>/<Action>.md`"),
    ))
}

/// What a path that ends in `product/version/Action.md` says.
pub(crate) fn path_identity(path: &str) -> Option<(String, String, String)> {
    let mut parts = path.rsplit('/');
    let action = parts.next()?.strip_suffix(".md")?;
    let version = parts.next()?;
    let product = parts.next()?;
    let dated = version.starts_with(|c: char| c.is_ascii_digit());
    (dated && page::is_version(version) && page::is_word(product) && page::is_word(action))
        .then(|| (product.to_owned(), version.to_owned(), action.to_owned()))
}

type Api = (Vendor, String, String);

/// What the pages of one operation show together: it is published in several languages.
#[derive(Default)]
struct OperationPages {
    shape: Shape,
    names: lower::Knowledge,
}

/// A page that could be read, as far as others learn from it.
type Witness<'a> = (&'a SourceFile, &'a Page, &'a Identity, &'a Samples);

/// What pages show together, by product and version.
#[derive(Default)]
struct Shared {
    names: BTreeMap<Api, lower::Knowledge>,
    operations: BTreeMap<(Api, String), OperationPages>,
    /// What is known where no page says anything.
    nothing: lower::Knowledge,
}

impl Shared {
    fn gather<'a>(pages: impl Iterator<Item = Witness<'a>>) -> Self {
        let mut shared = Self::default();
        for (file, page, identity, samples) in pages {
            let api = api(identity);
            let names = shared.names.entry(api.clone()).or_default();
            let operation = shared.operations.entry((api, identity.action.to_lowercase())).or_default();
            for names in [names, &mut operation.names] {
                names.learn_tables(file, page);
                if let Some(shape) = &samples.response {
                    names.learn_sample(shape);
                }
            }
            if let Some(shape) = &samples.response {
                operation.shape.merge(shape);
            }
        }
        shared
    }

    /// What the samples of an operation's pages show, this page's first, and what those pages and then all of the
    /// product's show of names.
    fn around(&self, identity: &Identity, samples: &Samples) -> (Option<Shape>, [&lower::Knowledge; 2]) {
        let names = self.names.get(&api(identity)).unwrap_or(&self.nothing);
        let mut shape = samples.response.clone();
        let others = self.operations.get(&(api(identity), identity.action.to_lowercase()));
        if let Some(others) = others {
            shape.get_or_insert_default().fill(&others.shape);
        }
        if let Some(shape) = &mut shape {
            shape.settle_wrappers();
        }
        (shape, [others.map_or(&self.nothing, |others| &others.names), names])
    }
}

fn api(identity: &Identity) -> Api {
    (identity.vendor, identity.product.to_lowercase(), identity.version.clone())
}

fn witness(document: &Document) -> Option<Witness<'_>> {
    Some((&document.file, document.page.as_ref()?, document.identity.as_ref()?, &document.samples))
}

/// Why a row of a page's response stands where it does; `None` where the table is flat or has no such row.
///
/// It is found out anew, from all `documents` of the page's product, so that those who don't ask don't pay.
pub fn why(documents: &[Document], document: &Document, row: Span) -> Option<Why> {
    let (page, identity) = (document.page.as_ref()?, document.identity.as_ref()?);
    let product = documents.iter().filter_map(witness).filter(|(_, _, other, _)| api(other) == api(identity));
    let shared = Shared::gather(product);
    let (shape, knowledge) = shared.around(identity, &document.samples);
    lower::why(&document.file, page, shape.as_ref(), knowledge, row)
}

fn lower_one(opened: Opened, shared: &Shared) -> Document {
    let Opened { file, page, samples, mut diagnostics } = opened;
    let mut operation = None;
    let mut kept = None;
    let identity = page.map(|(page, identity)| {
        let (shape, knowledge) = shared.around(&identity, &samples);
        let (lowered, more) = lower::lower(&file, &page, &identity, &samples, shape.as_ref(), knowledge);
        diagnostics.extend(more);
        fixes::offer(&lowered, &mut diagnostics);
        operation = Some(lowered);
        kept = Some(page);
        identity
    });
    Document { file, identity, page: kept, operation, samples, diagnostics }
}

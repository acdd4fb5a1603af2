//! The first stage: texts to pages, each with its identity and its samples.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Identity;
use crate::lower::{self, Samples};
use crate::page::{self, Page};
use crate::parallel;
use crate::source::SourceFile;

/// Pages that were opened.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) sources: Vec<Source>,
}

/// A file that should be a page. Later stages carry it along as it is.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) file: SourceFile,
    /// `None` where it can't be read.
    pub(super) page: Option<Readable>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Source {
    /// Whether the page ends in the middle of a table: what else is wrong follows from that.
    pub(super) fn is_cut(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.code == Code::PageCut)
    }
}

/// A page that can be read.
#[derive(Debug)]
pub(super) struct Readable {
    pub(super) page: Page,
    pub(super) identity: Identity,
    pub(super) samples: Samples,
}

/// Opens every file.
pub(super) fn read(files: Vec<SourceFile>) -> Read {
    Read { sources: parallel::map(files, open) }
}

fn open(file: SourceFile) -> Source {
    let file = file.page();
    let (page, mut diagnostics) = page::read(&file);
    let page = page.and_then(|page| match identify(&file, &page) {
        Ok(identity) => {
            let samples = lower::samples(&file, &page);
            let mut page = page;
            diagnostics.extend(lower::leave_out_tables(&file, &mut page, &samples));
            Some(Readable { page, identity, samples })
        }
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            None
        }
    });
    Source { file, page, diagnostics }
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
    let message = format!("neither the page nor its path says which {missing} it is about");
    Err(Box::new(Diagnostic::on(&file.path, Code::PageAnonymous, message)))
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

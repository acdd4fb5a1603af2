//! Pages on their way to specs/pages, with all that they make.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use spectable_diff::{self as diff, IrTree};
use spectable_emit::generate::{self, Input, Output};
use spectable_pages::add;
use spectable_pages::diagnostic::Diagnostic;
use spectable_pages::ir::{Identity, Vendor};
use spectable_pages::pipeline::Document;
use spectable_pages::source::SourceFile;

use crate::places::{PAGES, Places};
use crate::regen::{self, Written};
use crate::transaction::{Access, Change, Session};
use crate::{Exit, Result, files};

/// The pages that are there, and those that are put beside them.
pub(crate) struct Shelf<'o> {
    options: &'o regen::Options,
    places: Places,
    session: Session,
    input: Input,
    unreadable: Vec<Diagnostic>,
    /// What the pages make that are there.
    before: Output,
    /// The first page of each place and of each operation.
    by_path: BTreeMap<PathBuf, usize>,
    by_operation: BTreeMap<Key, usize>,
    put: BTreeMap<PathBuf, String>,
}

/// An operation, however its names are written: see [`add::same`].
type Key = (Vendor, String, String, String);

fn key(identity: &Identity) -> Key {
    let Identity { vendor, product, version, action } = identity;
    (*vendor, product.to_ascii_lowercase(), version.clone(), action.to_ascii_lowercase())
}

impl<'o> Shelf<'o> {
    pub(crate) fn open(options: &'o regen::Options) -> Result<Self> {
        let places = options.places()?;
        let session = places.open(Access::Write)?;
        let (input, unreadable) = places.gather()?;
        let before = generate::generate(input.clone());
        let documents = || before.documents.iter().enumerate().rev();
        let by_path = documents().map(|(at, document)| (PathBuf::from(&document.file.path), at)).collect();
        let by_operation =
            documents().filter_map(|(at, document)| Some((key(document.identity.as_ref()?), at))).collect();
        Ok(Self { options, places, session, input, unreadable, before, by_path, by_operation, put: BTreeMap::new() })
    }

    /// Where the page of an operation belongs, and the one that is there: it may have any name and stand in any folder.
    pub(crate) fn place(&self, identity: &Identity) -> (PathBuf, Option<&Document>) {
        let own = self.places.pages.join(add::path(identity));
        let found = [self.by_path.get(&own), self.by_operation.get(&key(identity))];
        let known = found.into_iter().flatten().min().and_then(|at| self.before.documents.get(*at));
        (known.map_or(own, |known| PathBuf::from(&known.file.path)), known)
    }

    /// Puts a page at its place.
    pub(crate) fn put(&mut self, target: PathBuf, text: String) {
        self.put.insert(target, text);
    }

    /// How many pages were put.
    pub(crate) fn count(&self) -> usize {
        self.put.len()
    }

    /// Runs `regen` with them, and writes all or nothing; of a single operation, shows what changes in the API.
    pub(crate) fn finish(self, single: bool, out: &mut dyn Write) -> Result<Exit> {
        let Self { options, places, session, mut input, unreadable, before, put, .. } = self;
        let change = |(target, text): (&PathBuf, &String)| Change {
            root: PAGES,
            path: files::shown(target.strip_prefix(&places.pages).unwrap_or(target)),
            text: Some(text.clone()),
            precious: true,
        };
        let mut changes: Vec<Change> = put.iter().map(change).collect();
        input.specs.pages.retain(|page| !put.contains_key(Path::new(&page.path)));
        input.specs.pages.extend(put.into_iter().map(|(target, text)| SourceFile::new(files::shown(&target), text)));
        changes.extend(regen::fix(options, &places, &mut input)?);
        let Written { exit, operations: after, .. } =
            regen::write(options, &places, &session, input, &unreadable, changes, out)?;
        if exit == Exit::Fine && single {
            let before = IrTree::new(before.documents.into_iter().filter_map(|document| document.operation));
            let released = env!("CARGO_PKG_VERSION").parse()?;
            write!(out, "\n{}", diff::compare(&before, &IrTree::new(after), &released).text())?;
        }
        Ok(exit)
    }
}

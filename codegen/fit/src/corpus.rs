//! Pages with the answers to where their rows belong.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use spectable_pages::lower::Answers;
use spectable_pages::source::SourceFile;

use crate::Result;

/// An answer sheet, as far as it is read.
#[derive(Deserialize)]
struct Sheet {
    operations: BTreeMap<String, SheetOperation>,
    pages: BTreeMap<String, SheetPage>,
}

#[derive(Deserialize)]
struct SheetOperation {
    /// Paths with the kinds of values that stand there.
    response: BTreeMap<String, serde_json::Value>,
}

#[derive(Deserialize)]
struct SheetPage {
    operation: String,
}

/// An operation's answers.
pub(crate) struct Known {
    pub(crate) paths: BTreeSet<String>,
    pub(crate) names: BTreeSet<String>,
    pub(crate) answers: Answers,
}

/// A page with answers.
pub(crate) struct Page {
    pub(crate) file: SourceFile,
    /// The folder right below the corpus.
    pub(crate) product: String,
    pub(crate) operation: String,
    /// Pages of one operation in several languages are one observation: one through how many there are.
    pub(crate) weight: f64,
}

/// All pages, by path, and all answers, by operation.
pub(crate) struct Corpus {
    pub(crate) pages: Vec<Page>,
    pub(crate) known: BTreeMap<String, Known>,
}

impl Corpus {
    pub(crate) fn read(folder: &Path, answers: &Path) -> Result<Self> {
        let sheet: Sheet = serde_json::from_slice(&fs_err::read(answers)?)
            .map_err(|error| format!("{}: {error}; expected an answer sheet", answers.display()))?;
        let Sheet { operations, pages } = sheet;
        let known: BTreeMap<String, Known> = operations
            .into_iter()
            .map(|(name, operation)| {
                let paths: BTreeSet<String> = operation.response.into_keys().collect();
                let last = |path: &String| path.rsplit('/').next().unwrap_or_default().to_owned();
                let names = paths.iter().map(last).collect();
                (name, Known { answers: Answers::new(paths.iter().map(String::as_str)), names, paths })
            })
            .collect();
        let mut editions: BTreeMap<&str, u32> = BTreeMap::new();
        for page in pages.values() {
            *editions.entry(&page.operation).or_default() += 1;
        }
        let read = pages.iter().filter(|(_, page)| known.contains_key(&page.operation)).map(|(path, page)| {
            let text = fs_err::read(folder.join(path))?;
            Ok(Page {
                file: SourceFile::new(path, String::from_utf8_lossy(&text)),
                product: path.split('/').next().unwrap_or_default().to_owned(),
                operation: page.operation.clone(),
                weight: editions.get(page.operation.as_str()).map_or(1.0, |count| 1.0 / f64::from(*count)),
            })
        });
        Ok(Self { pages: read.collect::<Result<_>>()?, known })
    }

    pub(crate) fn products(&self) -> BTreeSet<String> {
        self.pages.iter().map(|page| page.product.clone()).collect()
    }

    /// The pages of the product that is left out, or of all others; of all where none is.
    pub(crate) fn files(&self, choose: impl Fn(&Page) -> bool) -> Vec<SourceFile> {
        self.pages.iter().filter(|page| choose(page)).map(|page| page.file.clone()).collect()
    }
}

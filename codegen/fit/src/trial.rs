//! Each product, judged by the model that has not seen it.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use spectable_pages::lower::Model;
use spectable_pages::pipeline;
use spectable_review::inspect;

use crate::Result;
use crate::calibration::{Calibration, SURE, Signs};
use crate::corpus::Corpus;

/// A product, and the model that has seen all the others.
pub(crate) struct Trial {
    pub(crate) product: String,
    pub(crate) model: Model,
}

/// A row whose name the answers have.
pub(crate) struct Row {
    pub(crate) signs: Signs,
    /// The answers have its path.
    pub(crate) right: bool,
}

/// A page, judged by a model that has not seen its product.
pub(crate) struct Judged {
    pub(crate) product: String,
    pub(crate) rows: Vec<Row>,
}

/// Puts the rows of every page where the models put them.
pub(crate) fn judge(corpus: &Corpus, trials: &[Trial]) -> Vec<Judged> {
    let mut judged = Vec::new();
    for trial in trials {
        let pages: BTreeMap<&str, _> = corpus
            .pages
            .iter()
            .filter(|page| page.product == trial.product)
            .map(|page| (page.file.path.as_str(), page))
            .collect();
        let files = corpus.files(|page| page.product == trial.product);
        let found = pipeline::lessons(files, |path, _, lesson| {
            let page = pages.get(path)?;
            let known = corpus.known.get(&page.operation)?;
            let placed = lesson.judge(&trial.model);
            let rows = placed
                .into_iter()
                .filter(|row| known.names.contains(&row.name))
                .map(|row| Row { signs: row.signs, right: known.paths.contains(&row.path) })
                .collect();
            Some(Judged { product: page.product.clone(), rows })
        });
        judged.extend(found.into_iter().flatten().flatten());
    }
    judged
}

/// Writes what `inspect` prints of every page, each product by the model and the calibration that have not seen it.
pub(crate) fn inspect(corpus: &Corpus, trials: &[Trial], calibration: &Calibration, path: &Path) -> Result<()> {
    let mut out = std::io::BufWriter::new(fs_err::File::create(path)?);
    for trial in trials {
        let doubt = calibration.without.get(&trial.product).copied().unwrap_or(calibration.all);
        let model = Model { weights: trial.model.weights.clone(), doubt, sure: SURE };
        let files = corpus.files(|page| page.product == trial.product);
        for document in pipeline::documents_by(files, &model) {
            if let Some(object) = inspect::object(&document) {
                writeln!(out, "{object}")?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

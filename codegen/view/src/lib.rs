//! What was understood of pages, to be looked at: the page's rows, the tree that was rebuilt and the code that was emitted,
//! side by side.
//!
//! An operation becomes plain data first (`subject`: rows, nodes, pieces of code and samples, joined by keys), and the
//! data becomes HTML (`html`). Nothing here touches the disk, and nothing of a page becomes markup: all text is escaped
//! by what writes it.

mod changes;
mod code;
mod gone;
mod html;
mod index;
mod input;
mod rows;
mod said;
mod samples;
mod subject;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use spectable_emit::generate::Output;
use spectable_emit::model;
use spectable_pages::parallel;
use spectable_pages::pipeline::Witnesses;

pub use input::{Base, INDEX, Input};

use changes::Before;
use said::Said;
use subject::{Around, Subject};

/// The files of the view, by name: one an operation, and [`INDEX`].
pub fn site(input: &Input<'_>) -> BTreeMap<String, String> {
    let Output { documents, overrides, generated, .. } = input.output;
    let surfaces = model::surfaces(documents.iter().filter_map(|document| document.operation.as_ref()));
    let witnesses = Witnesses::gather(documents);
    let before = input.base.map(Before::new);
    let mut names = Names::default();
    let mut shown = Vec::new();
    for document in documents {
        let Some(operation) = &document.operation else { continue };
        let full_name = operation.full_name();
        if input.wanted.is_empty() || input.wanted.contains(&full_name) {
            shown.push((document, operation, names.file(&full_name)));
        }
    }
    let said = Said::new(input.output, &shown.iter().map(|(_, operation, _)| operation.full_name()).collect());
    let around = Around {
        overrides,
        generated,
        surfaces: &surfaces,
        witnesses: &witnesses,
        before: before.as_ref(),
        said: &said.of,
    };
    let written = parallel::map(shown, |(document, operation, file)| {
        let subject = Subject::new(&around, document, operation);
        let text = html::operation::page(&subject, input.base.map(|base| base.name));
        (file.clone(), text, index::Entry::new(file, &subject))
    });
    let mut files = BTreeMap::new();
    let mut entries = Vec::new();
    for (file, text, entry) in written {
        files.insert(file, text);
        entries.push(entry);
    }
    let whole = index::Index::new(entries, input, said.others);
    files.insert(INDEX.to_owned(), html::index::page(&whole));
    files
}

/// Whether a file was written here.
pub fn is_view(file: &[u8]) -> bool {
    let head = String::from_utf8_lossy(file.get(..1000).unwrap_or(file)).into_owned();
    head.contains(&format!("<meta name=\"generator\" content=\"{}\">", html::GENERATOR))
}

/// The names of files that were given out.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    /// A name that any system takes; some can't tell names apart that differ in case only.
    fn file(&mut self, full_name: &str) -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let stem: String = full_name.chars().map(|c| if plain(c) { c } else { '-' }).take(120).collect();
        let mut name = format!("{stem}.html");
        let mut number = 1;
        while !self.0.insert(name.to_lowercase()) {
            number += 1;
            name = format!("{stem}-{number}.html");
        }
        name
    }
}

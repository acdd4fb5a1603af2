//! What reading and lowering pages costs on one thread, beside a pass of `pulldown-cmark` that only walks the same text, and how it
//! grows with their number.
//!
//! `cargo bench -p spectable-review --features bench --bench inspect`: the pages of the folder that the variable
//! `PAGES` names, or the repository's own over and over. More in [`measure`].

#[path = "../../generated/tools/benches/measure/mod.rs"]
mod measure;

use std::hint::black_box;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use measure::Group;
use pulldown_cmark::{Options, Parser};
use spectable_pages::source::SourceFile;
use spectable_pages::{parallel, pipeline};

fn main() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/pages");
    let root = std::env::var_os("PAGES").map_or(own, PathBuf::from);
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    let pages: Vec<SourceFile> = paths
        .iter()
        .filter_map(|path| Some(SourceFile::new(path.to_string_lossy(), std::fs::read_to_string(path).ok()?)))
        .collect();
    if pages.is_empty() {
        eprintln!("no pages in {}", root.display());
        return;
    }
    measure::main(&["pulldown-cmark", "inspect"], |_| [100, 865].map(|count| group(spread(&pages, count))).into());
}

/// So many pages, evenly from all; over and over where there are fewer.
fn spread(pages: &[SourceFile], count: usize) -> Vec<SourceFile> {
    (0..count).filter_map(|at| pages.get(at * pages.len() / count)).cloned().collect()
}

fn group(pages: Vec<SourceFile>) -> Group<'static> {
    let name = format!("{} pages", pages.len());
    let (bytes, records) = (pages.iter().map(|page| page.text.len()).sum(), pages.len());
    let walked = pages.clone();
    let events = move |page: &SourceFile| Parser::new_ext(&page.text, Options::empty()).into_offset_iter().count();
    Group {
        name,
        bytes,
        records,
        ways: vec![
            Some(Box::new(move || {
                black_box(walked.iter().map(events).sum::<usize>());
            })),
            // What is measured is this thread's time. The copy, which a reader of files does not make, is a hundredth.
            Some(Box::new(move || {
                drop(black_box(parallel::on_threads(NonZero::<usize>::MIN, || pipeline::documents(pages.clone()))));
            })),
        ],
    }
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

//! How many pages a second are read and lowered, and how time grows with their number.
//!
//! `cargo bench -p spectable-codegen --bench inspect -- [FOLDER]`: pages of a folder (a path from
//! this package, where cargo starts it), or the
//! repository's own pages over and over. Prints medians of nine runs on one thread.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use spectable_codegen::source::SourceFile;
use spectable_codegen::{parallel, pipeline};

const RUNS: usize = 9;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/pages");
    let root = folder.map_or(own, PathBuf::from);
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
    println!("| pages | median | spread | pages/s | µs/page |");
    println!("|---|---|---|---|---|");
    for count in [100, 200, 400, 865] {
        let input: Vec<SourceFile> = pages.iter().cycle().take(count).cloned().collect();
        let mut times: Vec<Duration> = (0..RUNS)
            .map(|_| {
                let input = input.clone();
                let start = Instant::now();
                let documents = parallel::on_threads(NonZero::<usize>::MIN, || pipeline::read(input));
                let time = start.elapsed();
                assert_eq!(documents.len(), count);
                time
            })
            .collect();
        times.sort();
        let seconds = times[RUNS / 2].as_secs_f64();
        let spread = (times[RUNS - 1].as_secs_f64() - times[0].as_secs_f64()) / seconds;
        #[allow(clippy::cast_precision_loss, reason = "at most 865")]
        let count = count as f64;
        println!(
            "| {count} | {:.3} s | {:.0} % | {:.0} | {:.0} |",
            seconds,
            spread * 100.0,
            count / seconds,
            seconds / count * 1e6
        );
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

//! What some tests need from outside of this repository. Where it is missing they can't test, and say so: a line
//! `skipped …` that `cargo test` shows although the test passes.
//!
//! The tests of `runtime` use this file too.

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Says that the running test does not test what it should: `missing` is why, such as `git is not here`.
pub(crate) fn skipped(missing: &str) {
    let thread = std::thread::current();
    let line = format!("skipped {}: {missing}\n", thread.name().unwrap_or("a test"));
    // `eprintln!` is captured and thrown away when the test passes; what is written to the stream itself is shown.
    std::io::stderr().write_all(line.as_bytes()).expect("standard error");
}

/// A file or folder of `../shared`, which stands beside this repository; `None` and a line `skipped …` where it is not
/// there.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    // The packages whose tests use this stand directly below the repository's root.
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    skipped(&format!("../shared/{path} is not here"));
    None
}

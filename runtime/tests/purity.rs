//! The core uses neither the system's clock nor random numbers nor I/O of its own; only the clients do.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { sources(&path, out) } else { out.push(path) }
    }
}

#[test]
fn the_core_is_pure() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&source, &mut files);
    let mut looked_at = 0;
    for path in files {
        let name = path.strip_prefix(&source).unwrap().to_string_lossy().replace('\\', "/");
        // What a user asks for by name: a key from the environment or a file, a client, a server.
        if ["client/", "credentials/", "emulator/"].iter().any(|folder| name.starts_with(folder)) {
            continue;
        }
        looked_at += 1;
        let text = fs::read_to_string(&path).unwrap();
        for word in [
            "SystemTime::now",
            "Instant::now",
            "getrandom",
            "fastrand",
            "RandomState",
            "HashMap",
            "std::env",
            "std::fs",
            "std::net",
            "static mut",
            "thread_local",
            "OnceLock",
            "LazyLock",
            "unsafe ",
        ] {
            let uses = text.lines().filter(|line| !line.trim_start().starts_with("//") && line.contains(word)).count();
            assert_eq!(uses, 0, "{name} uses {word}");
        }
    }
    assert!(looked_at > 20, "{looked_at}");
}

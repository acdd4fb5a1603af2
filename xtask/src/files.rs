//! Finding, reading and writing files.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use spectable_pages::bounds::PAGE_BYTES;
use spectable_pages::diagnostic::{Code, Diagnostic};
use spectable_pages::source::SourceFile;

use crate::{Result, html};

/// The workspace's root, as seen from the working directory where that is shorter.
pub(crate) fn workspace() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    match std::env::current_dir() {
        Ok(here) if here == root => PathBuf::new(),
        _ => root.to_owned(),
    }
}

/// Every page in a folder and the folders in it, or the one file; in path order.
pub(crate) fn pages(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if fs_err::metadata(path)?.is_dir() {
        walk(path, &mut |file| {
            if file.extension().is_some_and(|end| ["md", "txt", "html", "htm"].iter().any(|page| end == *page)) {
                found.push(file);
            }
        })?;
    } else {
        found.push(path.to_owned());
    }
    Ok(found)
}

/// Visits every file below a folder, in path order. Links to folders are not followed.
pub(crate) fn walk(folder: &Path, visit: &mut dyn FnMut(PathBuf)) -> Result<()> {
    let mut entries = Vec::new();
    for entry in fs_err::read_dir(folder)? {
        entries.push(entry?.path());
    }
    entries.sort();
    for path in entries {
        let kind = fs_err::symlink_metadata(&path)?;
        if kind.is_dir() {
            walk(&path, visit)?;
        } else if kind.is_file() || path.is_file() {
            visit(path);
        } else if is_read(&path) && !path.is_dir() {
            // To read a pipe is to wait for whoever writes into it.
            let what = oddity(&kind).unwrap_or("no plain file");
            return Err(format!("{}: is {what}, and nothing can be read from it; expected a file", shown(&path)).into());
        }
    }
    Ok(())
}

/// Whether a file of this name is read where it stands in a folder.
fn is_read(path: &Path) -> bool {
    const ENDS: [&str; 9] = ["md", "txt", "html", "htm", "yaml", "yml", "rs", "toml", "json"];
    path.extension().is_some_and(|end| ENDS.iter().any(|known| end == *known))
}

/// What something is that is no file, in words.
pub(crate) fn oddity(known: &std::fs::Metadata) -> Option<&'static str> {
    match known.file_type() {
        kind if kind.is_file() => None,
        kind if kind.is_dir() => Some("a folder"),
        kind if kind.is_symlink() => Some("a link"),
        _ => Some("no plain file (a pipe, a socket or a device)"),
    }
}

/// Reads pages; one that is no text, or HTML, becomes a diagnostic, and the others go on.
pub(crate) fn read(paths: &[PathBuf]) -> (Vec<SourceFile>, Vec<Diagnostic>) {
    let (mut files, mut diagnostics) = read_any(paths);
    let refused = files.extract_if(.., |file| html::is_html(&file.text));
    diagnostics.extend(refused.map(|file| html::refusal(&file.path)));
    (files, diagnostics)
}

/// Reads files; one that is no text becomes a diagnostic, and the others go on.
pub(crate) fn read_any(paths: &[PathBuf]) -> (Vec<SourceFile>, Vec<Diagnostic>) {
    let mut files = Vec::with_capacity(paths.len());
    let mut diagnostics = Vec::new();
    for path in paths {
        let name = shown(path);
        let mut refuse = |code, message: String| diagnostics.push(Diagnostic::on(&name, code, message));
        match fs_err::metadata(path).map(|metadata| metadata.len()) {
            Ok(length) if length > PAGE_BYTES as u64 => {
                let message = format!("the page has {length} bytes; at most {PAGE_BYTES} are read");
                refuse(Code::PageTooLarge, message);
                continue;
            }
            _ => {}
        }
        // Some files have no length, and no end.
        let limited = |path: &PathBuf| -> std::io::Result<Vec<u8>> {
            let mut bytes = Vec::new();
            fs_err::File::open(path)?.take(PAGE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        match limited(path).map(|bytes| SourceFile::from_bytes(name.clone(), bytes)) {
            Ok(Ok(file)) if file.text.len() > PAGE_BYTES => {
                refuse(Code::PageTooLarge, format!("the page has more than {PAGE_BYTES} bytes; no more are read"));
            }
            Ok(Ok(file)) => files.push(file),
            Ok(Err(not_text)) => {
                let message = format!("line {}: byte {} is not UTF-8", not_text.line, not_text.at + 1);
                refuse(Code::PageNotText, message);
            }
            Err(error) => refuse(Code::PageUnreadable, error.to_string()),
        }
    }
    (files, diagnostics)
}

/// A path as messages show it: `/` between folders.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The texts of the files below a folder that `owned` picks, by path from the folder.
pub(crate) fn existing(folder: &Path, owned: &dyn Fn(&str, &str) -> bool) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    if !folder.exists() {
        return Ok(files);
    }
    let mut paths = Vec::new();
    walk(folder, &mut |path| paths.push(path))?;
    for path in paths {
        let name = shown(path.strip_prefix(folder).unwrap_or(&path));
        // What is not text was not written here.
        if let Ok(text) = String::from_utf8(fs_err::read(&path)?)
            && owned(&name, &text)
        {
            files.insert(name, text);
        }
    }
    Ok(files)
}

/// The way from one folder to another.
pub(crate) fn relative(from: &Path, to: &Path) -> PathBuf {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| std::path::Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}

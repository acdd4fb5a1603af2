//! Finding, reading and writing files.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use spectable_codegen::diagnostic::{Diagnostic, Severity};
use spectable_codegen::plan::{Plan, State};
use spectable_codegen::source::SourceFile;

use crate::Result;

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
            if file.extension().is_some_and(|extension| extension == "md" || extension == "txt") {
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
        }
    }
    Ok(())
}

/// Reads pages; one that is no text becomes a diagnostic, and the others go on.
pub(crate) fn read(paths: &[PathBuf]) -> (Vec<SourceFile>, Vec<Diagnostic>) {
    let mut files = Vec::with_capacity(paths.len());
    let mut diagnostics = Vec::new();
    for path in paths {
        let name = shown(path);
        let refuse =
            |code, message: String, help: &str| Diagnostic::on(&name, Severity::Error, code, message).help(help);
        match fs_err::metadata(path).map(|metadata| metadata.len()) {
            Ok(length) if length > SourceFile::MAX_BYTES as u64 => {
                diagnostics.push(refuse(
                    "page-too-large",
                    format!("the page has {length} bytes; at most {} are read", SourceFile::MAX_BYTES),
                    "save the page as text, without pictures and scripts",
                ));
                continue;
            }
            _ => {}
        }
        match fs_err::read(path).map(|bytes| SourceFile::from_bytes(name.clone(), bytes)) {
            Ok(Ok(file)) => files.push(file),
            Ok(Err(not_text)) => diagnostics.push(refuse(
                "page-not-text",
                format!("line {}: byte {} is not UTF-8", not_text.line, not_text.at + 1),
                "expected a page saved as UTF-8 text; save it again in that encoding",
            )),
            Err(error) => {
                diagnostics.push(refuse("page-unreadable", error.to_string(), "check the path and its permissions"));
            }
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

/// Carries out plans, all or nothing: everything is written beside its place first, and only
/// then moved there. What fails before that leaves the tree as it was.
pub(crate) fn apply(plans: &[(&Path, &Plan)]) -> Result<()> {
    let mut staged = Vec::new();
    let mut made = Vec::new();
    match stage(plans, &mut staged, &mut made) {
        Ok(()) => {}
        Err(error) => {
            drop(staged);
            for folder in made.iter().rev() {
                let _ = std::fs::remove_dir(folder);
            }
            return Err(error);
        }
    }
    for (file, target) in staged {
        file.persist(&target).map_err(|error| format!("{}: {}", target.display(), error.error))?;
    }
    for (root, plan) in plans {
        for (path, (state, _)) in &plan.files {
            if *state == State::Orphan {
                let target = root.join(path);
                fs_err::remove_file(&target)?;
                prune(target.parent(), root);
            }
        }
    }
    Ok(())
}

fn stage(
    plans: &[(&Path, &Plan)],
    staged: &mut Vec<(tempfile::NamedTempFile, PathBuf)>,
    made: &mut Vec<PathBuf>,
) -> Result<()> {
    for (root, plan) in plans {
        for (path, (state, text)) in &plan.files {
            let (State::New | State::Stale, Some(text)) = (state, text) else { continue };
            let target = root.join(path);
            if target.is_dir() {
                return Err(format!("{}: is a folder; expected a file, or nothing", target.display()).into());
            }
            let folder = target.parent().unwrap_or(root);
            make(folder, made)?;
            let mut file = beside(folder).map_err(|error| format!("can't write into {}: {error}", folder.display()))?;
            file.write_all(text.as_bytes()).map_err(|error| format!("{}: {error}", target.display()))?;
            staged.push((file, target));
        }
    }
    Ok(())
}

/// A file beside its place, with the usual permissions of a text file; temporary files are private otherwise.
fn beside(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".regen-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    builder.tempfile_in(folder)
}

fn make(folder: &Path, made: &mut Vec<PathBuf>) -> Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        make(parent, made)?;
    }
    fs_err::create_dir(folder)?;
    made.push(folder.to_owned());
    Ok(())
}

/// Removes folders that became empty, up to the root.
fn prune(folder: Option<&Path>, root: &Path) {
    let mut folder = folder;
    while let Some(empty) = folder.filter(|folder| *folder != root && folder.starts_with(root)) {
        if std::fs::remove_dir(empty).is_err() {
            return;
        }
        folder = empty.parent();
    }
}

//! Many files in several folders, changed as one.
//!
//! No file system renames several folders at once, so the moment that counts is one rename of one
//! file, the journal. New texts are written beside their places first, under names that nothing
//! reads; the journal lists them. Until it has its final name, nothing has happened: what was
//! staged is thrown away. From then on everything has happened: what is left to do is done, by
//! this run or, where it was killed, by the next command, before that reads anything.

use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use serde_json::{Value, json};

use crate::{Result, files};

/// The journal of a run that has decided.
const JOURNAL: &str = ".regen-journal";
/// The journal of a run that is still writing beside the files' places.
const STAGING: &str = ".regen-journal.new";

/// A file to be written, or removed where there is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// Which of the folders it stands in.
    pub root: usize,
    /// Its path from there, with `/`.
    pub path: String,
    /// What it is to say.
    pub text: Option<String>,
    /// It can't be made again from other files: it must survive a power cut too.
    pub precious: bool,
}

/// Folders that no other run changes while this stands.
#[derive(Debug)]
pub(crate) struct Session {
    home: PathBuf,
    roots: Vec<PathBuf>,
    _locks: Vec<File>,
}

/// What a run means to do with the folders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Several runs may read at once.
    Read,
    /// One run writes, and nobody reads.
    Write,
}

impl Session {
    /// Waits for other runs, and finishes what an interrupted one left. `locked` are folders, of
    /// which those that exist are locked; `home` is the folder of the journal; changes are only ever
    /// made below `roots`.
    pub(crate) fn open(access: Access, locked: &[&Path], home: &Path, roots: &[&Path]) -> Result<Self> {
        let mut locks = lock(access, locked)?;
        let unfinished = is_unfinished(home);
        if unfinished && access == Access::Read {
            drop(locks);
            locks = lock(Access::Write, locked)?;
        }
        let roots = roots.iter().map(|root| (*root).to_owned()).collect();
        let session = Self { home: home.to_owned(), roots, _locks: locks };
        if unfinished {
            session.recover()?;
        }
        Ok(session)
    }

    /// Makes all changes, or none. An error before the decision leaves everything as it was.
    pub(crate) fn apply(&self, changes: &[Change]) -> Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        let mut made = Vec::new();
        // The rename is the moment that counts.
        let decided = self
            .stage(changes, &mut made)
            .and_then(|()| Ok(fs_err::rename(self.home.join(STAGING), self.home.join(JOURNAL))?));
        if let Err(error) = decided {
            for change in changes.iter().filter(|change| change.text.is_some()) {
                let _ = std::fs::remove_file(beside(&self.target(change)?));
            }
            let _ = std::fs::remove_file(self.home.join(STAGING));
            for folder in made.iter().rev() {
                let _ = std::fs::remove_dir(folder);
            }
            return Err(error);
        }
        point();
        self.finish(changes).map_err(|error| {
            format!("{error}; the change is only partly written: fix this error and run again to complete it").into()
        })
    }

    fn stage(&self, changes: &[Change], made: &mut Vec<PathBuf>) -> Result<()> {
        for change in changes {
            let target = self.target(change)?;
            if let Some(what) = std::fs::symlink_metadata(&target).ok().and_then(|known| files::oddity(&known)) {
                return Err(format!("{}: is {what}; expected a file, or nothing", target.display()).into());
            }
        }
        make(&self.home, made)?;
        point();
        write(&self.home.join(STAGING), self.journal(changes).as_bytes(), true)?;
        point();
        for change in changes {
            let Some(text) = &change.text else { continue };
            let target = self.target(change)?;
            let folder = target.parent().unwrap_or(Path::new("."));
            make(folder, made)?;
            point();
            write(&beside(&target), text.as_bytes(), change.precious)
                .map_err(|error| format!("can't write into {}: {error}", folder.display()))?;
            point();
        }
        Ok(())
    }

    /// What is left to do after the decision; doing it twice does no harm.
    fn finish(&self, changes: &[Change]) -> Result<()> {
        for change in changes {
            let target = self.target(change)?;
            if change.text.is_some() {
                match std::fs::rename(beside(&target), &target) {
                    // It was moved before the run was interrupted.
                    Err(error) if error.kind() == ErrorKind::NotFound && target.is_file() => {}
                    done => done.map_err(|error| format!("{}: {error}", target.display()))?,
                }
            } else {
                match std::fs::remove_file(&target) {
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    done => done.map_err(|error| format!("{}: {error}", target.display()))?,
                }
                self.prune(change, &target);
            }
            point();
        }
        fs_err::remove_file(self.home.join(JOURNAL))?;
        point();
        Ok(())
    }

    /// Finishes a run that had decided, or clears away one that had not.
    fn recover(&self) -> Result<()> {
        let (journal, staging) = (self.home.join(JOURNAL), self.home.join(STAGING));
        if journal.exists() {
            let text = fs_err::read_to_string(&journal)?;
            let changes = self
                .read(&text)
                .map_err(|what| format!("{}: left by an interrupted run: {what}", files::shown(&journal)))?;
            self.finish(&changes)?;
            eprintln!("note: finished the changes of a run that was interrupted");
        }
        if staging.exists() {
            // Half a journal: the run was stopped before it staged anything.
            if let Ok(changes) = self.read(&fs_err::read_to_string(&staging).unwrap_or_default()) {
                for change in changes {
                    let target = self.target(&change)?;
                    let _ = std::fs::remove_file(beside(&target));
                    self.prune(&change, &target);
                    point();
                }
            }
            fs_err::remove_file(&staging)?;
            point();
            eprintln!("note: undid a run that was interrupted before it had changed anything");
        }
        Ok(())
    }

    /// The changes without their texts, which stand beside their places.
    fn journal(&self, changes: &[Change]) -> String {
        let roots: Vec<String> = self.roots.iter().map(|root| self.name(root)).collect();
        let changes: Vec<Value> = changes
            .iter()
            .map(|change| json!({ "root": change.root, "path": change.path, "write": change.text.is_some() }))
            .collect();
        json!({ "roots": roots, "changes": changes }).to_string()
    }

    /// How the journal calls a folder: by the way to it, so that the whole tree may be moved.
    fn name(&self, root: &Path) -> String {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        files::shown(&files::relative(&absolute(&self.home), &absolute(root)))
    }

    /// Reads a journal. Nobody but a run like this one wrote it, but that is not taken on trust: it
    /// names places below this run's own folders, or is refused.
    fn read(&self, text: &str) -> std::result::Result<Vec<Change>, String> {
        let journal: Value = serde_json::from_str(text).map_err(|_| "it can't be read; remove it".to_owned())?;
        let list = |key: &str| journal[key].as_array().cloned().unwrap_or_default();
        let roots = list("roots");
        let mut changes = Vec::new();
        for change in list("changes") {
            let root = change["root"].as_u64().and_then(|root| roots.get(usize::try_from(root).ok()?)?.as_str());
            let (Some(root), Some(path), Some(write)) = (root, change["path"].as_str(), change["write"].as_bool())
            else {
                return Err("it can't be read; remove it".to_owned());
            };
            let Some(known) = self.roots.iter().position(|known| self.name(known) == root) else {
                return Err(format!(
                    "it is about {}; name the same folders as that run (`--specs DIR`, `--out DIR`), or remove it",
                    files::shown(&self.home.join(root))
                ));
            };
            if path.is_empty() || !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))) {
                return Err(format!("`{path}` is no path below a folder; remove it"));
            }
            changes.push(Change { root: known, path: path.to_owned(), text: write.then(String::new), precious: false });
        }
        Ok(changes)
    }

    fn target(&self, change: &Change) -> Result<PathBuf> {
        let root = self.roots.get(change.root).ok_or("a change names no folder")?;
        Ok(root.join(&change.path))
    }

    /// Removes the folders above a file that became empty, up to its root.
    fn prune(&self, change: &Change, target: &Path) {
        let Some(root) = self.roots.get(change.root) else { return };
        let mut folder = target.parent();
        while let Some(empty) = folder.filter(|folder| *folder != root && folder.starts_with(root)) {
            if std::fs::remove_dir(empty).is_err() {
                return;
            }
            folder = empty.parent();
        }
    }
}

fn is_unfinished(home: &Path) -> bool {
    home.join(JOURNAL).exists() || home.join(STAGING).exists()
}

/// Locks each folder once; the system lets go of it however a run ends.
fn lock(access: Access, folders: &[&Path]) -> Result<Vec<File>> {
    let mut locks = Vec::new();
    let mut known = Vec::new();
    for folder in folders {
        let Ok(path) = folder.canonicalize() else { continue };
        if known.contains(&path) {
            continue;
        }
        let file = handle(&path).map_err(|error| format!("{}: {error}", folder.display()))?;
        let tried = match access {
            Access::Read => file.try_lock_shared(),
            Access::Write => file.try_lock(),
        };
        let locked = match tried {
            Ok(()) => Ok(()),
            Err(TryLockError::WouldBlock) => {
                eprintln!("note: waiting for another run that is at work in {}", files::shown(folder));
                match access {
                    Access::Read => file.lock_shared(),
                    Access::Write => file.lock(),
                }
            }
            Err(TryLockError::Error(error)) => Err(error),
        };
        match locked {
            Ok(()) => {}
            // Some network file systems have no locks: a run there is on its own.
            Err(error) if error.kind() == ErrorKind::Unsupported => {}
            Err(error) => return Err(format!("can't lock {}: {error}", folder.display()).into()),
        }
        known.push(path);
        locks.push(file);
    }
    Ok(locks)
}

/// What is locked: the folder itself, which leaves no file behind.
#[cfg(unix)]
fn handle(folder: &Path) -> std::io::Result<File> {
    File::open(folder)
}

/// Folders can't be locked here.
#[cfg(not(unix))]
fn handle(folder: &Path) -> std::io::Result<File> {
    File::options().create(true).truncate(false).write(true).open(folder.join(".regen-lock"))
}

/// Where a text waits to be moved to its place; no reader takes such a name for a page.
fn beside(target: &Path) -> PathBuf {
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    target.with_file_name(format!(".{name}.regen-new"))
}

fn write(path: &Path, bytes: &[u8], durable: bool) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    room(&mut file, bytes)?;
    file.write_all(bytes)?;
    if durable { file.sync_all() } else { Ok(()) }
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

/// A place where a test stops the run.
#[cfg(not(test))]
fn point() {}

/// A place where a test fills the disk.
#[cfg(not(test))]
#[allow(clippy::unnecessary_wraps, reason = "a test's disk may be full")]
fn room(_: &mut File, _: &[u8]) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
use tests::{point, room};

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeMap;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    thread_local! {
        /// How many more points are passed.
        static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
    }

    pub(super) fn point() {
        LEFT.with(|left| {
            // As kill -9 does: nothing is cleaned up. What unwinds here owns nothing but locks.
            assert!(left.get() > 0, "stopped");
            left.set(left.get() - 1);
        });
    }

    thread_local! {
        /// How many more files fit on the disk.
        static ROOM: Cell<usize> = const { Cell::new(usize::MAX) };
    }

    /// Half of the file that does not fit is written.
    pub(super) fn room(file: &mut File, bytes: &[u8]) -> std::io::Result<()> {
        ROOM.with(|left| {
            if left.get() == 0 {
                file.write_all(&bytes[..bytes.len() / 2])?;
                return Err(ErrorKind::StorageFull.into());
            }
            left.set(left.get() - 1);
            Ok(())
        })
    }

    fn stopped_after(points: usize, run: impl FnOnce() -> Result<()>) -> bool {
        LEFT.set(points);
        let ended = catch_unwind(AssertUnwindSafe(run));
        LEFT.set(usize::MAX);
        if let Ok(ended) = &ended {
            ended.as_ref().expect("no error");
        }
        ended.is_err()
    }

    fn tree(folder: &Path) -> BTreeMap<String, String> {
        let mut paths = Vec::new();
        files::walk(folder, &mut |path| paths.push(path)).unwrap();
        paths
            .into_iter()
            .map(|path| (files::shown(path.strip_prefix(folder).unwrap()), fs_err::read_to_string(&path).unwrap()))
            .collect()
    }

    fn change(root: usize, path: &str, text: Option<&str>) -> Change {
        Change { root, path: path.to_owned(), text: text.map(str::to_owned), precious: root == 0 }
    }

    /// Two folders with files, and a change of every kind in both.
    fn workshop() -> (tempfile::TempDir, Vec<Change>) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [("specs/a", "old a"), ("specs/gone/b", "old b"), ("out/c", "old c"), ("out/d", "stays")] {
            let path = folder.path().join(path);
            fs_err::create_dir_all(path.parent().unwrap()).unwrap();
            fs_err::write(path, text).unwrap();
        }
        let changes = vec![
            change(0, "a", Some("new a")),
            change(0, "gone/b", None),
            change(0, "made/e", Some("new e")),
            change(1, "c", Some("new c")),
            change(1, "made/deep/f", Some("new f")),
        ];
        (folder, changes)
    }

    fn open(folder: &Path, access: Access) -> Result<Session> {
        let (specs, out) = (folder.join("specs"), folder.join("out"));
        Session::open(access, &[&specs, &out], &specs, &[&specs, &out])
    }

    /// The tree before and after.
    fn both() -> (BTreeMap<String, String>, BTreeMap<String, String>) {
        let (folder, changes) = workshop();
        let before = tree(folder.path());
        open(folder.path(), Access::Write).unwrap().apply(&changes).unwrap();
        (before, tree(folder.path()))
    }

    #[test]
    fn stopped_anywhere_it_is_the_old_tree_or_the_new_one() {
        let (before, after) = both();
        assert_ne!(before, after);
        let mut seen = [0, 0];
        for points in 0.. {
            let (folder, changes) = workshop();
            let stopped = stopped_after(points, || open(folder.path(), Access::Write)?.apply(&changes));
            drop(open(folder.path(), Access::Read).unwrap());
            let found = tree(folder.path());
            assert!(found == before || found == after, "after {points} points: {found:#?}");
            seen[usize::from(found == after)] += 1;
            if !stopped {
                break;
            }
        }
        assert!(seen[0] > 5 && seen[1] > 5, "{seen:?}");
    }

    /// The next command may be stopped too.
    #[test]
    fn stopped_while_it_recovers() {
        let (before, after) = both();
        for points in 0..16 {
            for again in 0..8 {
                let (folder, changes) = workshop();
                stopped_after(points, || open(folder.path(), Access::Write)?.apply(&changes));
                stopped_after(again, || open(folder.path(), Access::Read).map(drop));
                drop(open(folder.path(), Access::Write).unwrap());
                let found = tree(folder.path());
                assert!(found == before || found == after, "after {points} and {again} points: {found:#?}");
            }
        }
    }

    /// The journal and each text beside its place may be the one for which there is no room.
    #[test]
    fn a_full_disk_leaves_no_trace() {
        for files in 0..=5 {
            let (folder, changes) = workshop();
            let before = tree(folder.path());
            ROOM.set(files);
            let ended = open(folder.path(), Access::Write).unwrap().apply(&changes);
            ROOM.set(usize::MAX);
            assert!(ended.is_err() == (files < 5), "{files}: {ended:?}");
            if let Err(error) = ended {
                assert_eq!(tree(folder.path()), before, "{files}");
                assert!(!folder.path().join("out/made").exists() && !folder.path().join("specs/made").exists());
                assert!(!error.to_string().is_empty());
            }
        }
    }

    /// Whoever may write everywhere can't try this.
    #[cfg(unix)]
    #[test]
    fn a_folder_that_takes_no_files_leaves_no_trace() {
        use std::os::unix::fs::PermissionsExt as _;
        let (folder, changes) = workshop();
        let before = tree(folder.path());
        let out = folder.path().join("out");
        std::fs::set_permissions(&out, std::fs::Permissions::from_mode(0o555)).unwrap();
        let all_powerful = File::create(out.join("try")).is_ok();
        let ended = open(folder.path(), Access::Write).unwrap().apply(&changes);
        std::fs::set_permissions(&out, std::fs::Permissions::from_mode(0o755)).unwrap();
        if all_powerful {
            println!("skipped: this user may write everywhere");
            return;
        }
        assert!(ended.unwrap_err().to_string().contains("out"));
        assert_eq!(tree(folder.path()), before);
    }

    /// What is no file is left alone, whatever stands there.
    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_not_replaced() {
        type Put = fn(&Path);
        let put: [(&str, Put); 3] = [
            ("a link", |path| std::os::unix::fs::symlink("c", path).unwrap()),
            ("no plain file", |path| drop(std::os::unix::net::UnixListener::bind(path).unwrap())),
            ("a folder", |path| fs_err::create_dir(path).unwrap()),
        ];
        for (what, put) in put {
            let (folder, mut changes) = workshop();
            put(&folder.path().join("out/odd"));
            let before = tree(folder.path());
            changes.push(change(1, "odd", Some("new")));
            let error = open(folder.path(), Access::Write).unwrap().apply(&changes).unwrap_err().to_string();
            assert!(error.contains(what) && error.contains("out/odd"), "{error}");
            assert_eq!(tree(folder.path()), before);
            assert!(fs_err::symlink_metadata(folder.path().join("out/odd")).is_ok());
        }
    }

    #[test]
    fn what_fails_before_the_decision_leaves_no_trace() {
        let (folder, mut changes) = workshop();
        let before = tree(folder.path());
        fs_err::write(folder.path().join("out/file"), "in the way").unwrap();
        changes.push(change(1, "file/below", Some("x")));
        open(folder.path(), Access::Write).unwrap().apply(&changes).unwrap_err();
        fs_err::remove_file(folder.path().join("out/file")).unwrap();
        assert_eq!(tree(folder.path()), before);
        assert!(!folder.path().join("out/made").exists() && !folder.path().join("specs/made").exists());
    }

    /// The last thing that can fail before the decision is the decision itself.
    #[test]
    fn a_decision_that_fails_leaves_no_trace() {
        let (folder, changes) = workshop();
        let session = open(folder.path(), Access::Write).unwrap();
        fs_err::create_dir_all(folder.path().join("specs").join(JOURNAL).join("in-the-way")).unwrap();
        let before = tree(folder.path());
        session.apply(&changes).unwrap_err();
        assert_eq!(tree(folder.path()), before);
        assert!(!folder.path().join("out/made").exists() && !folder.path().join("specs/made").exists());
    }

    /// A folder of pages may come from anybody.
    #[test]
    fn a_journal_is_not_trusted() {
        for (journal, word) in [
            (r#"{"roots": ["../elsewhere"], "changes": [{"root": 0, "path": "x", "write": false}]}"#, "elsewhere"),
            (r#"{"roots": [""], "changes": [{"root": 0, "path": "../kept", "write": false}]}"#, "no path below"),
            (r#"{"roots": [""], "changes": [{"root": 0, "path": "/kept", "write": false}]}"#, "no path below"),
            (r#"{"roots": [""], "changes": [{"root": 7, "path": "x", "write": false}]}"#, "can't be read"),
            ("{", "can't be read"),
        ] {
            let (folder, _) = workshop();
            fs_err::write(folder.path().join("kept"), "").unwrap();
            fs_err::write(folder.path().join("specs").join(JOURNAL), journal).unwrap();
            let error = open(folder.path(), Access::Read).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
            assert!(folder.path().join("kept").exists());
        }
    }
}

//! What git holds: files of a revision, read through the `git` program.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Result, files};

/// A commit of the repository around a folder.
pub(crate) struct Revision {
    /// Where git is run.
    folder: PathBuf,
    /// The commit, in full.
    commit: String,
    /// As it was given.
    name: String,
}

impl Revision {
    /// Finds a revision in the repository that holds `inside`.
    pub(crate) fn open(name: &str, inside: &Path) -> Result<Self> {
        let parent = inside.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = if inside.is_dir() { inside } else { parent };
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        let inside = git(folder, &["rev-parse", "--is-inside-work-tree"])?;
        if !inside.status.success() {
            return Err(format!(
                "{name}: is no folder, and {} stands in no git repository; expected a folder with IR, or a revision of a repository",
                folder.display()
            )
            .into());
        }
        // What starts with a hyphen would be read as an option.
        let commit = format!("{name}^{{commit}}");
        let found = git(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        if !found.status.success() {
            return Err(format!(
                "{name}: there is no such folder and no such revision; expected a branch, tag or commit, such as HEAD~1 (in a shallow clone, `git fetch` it first)"
            )
            .into());
        }
        Ok(Self { folder: folder.to_owned(), commit: text(&found.stdout), name: name.to_owned() })
    }

    /// The texts of the files below a folder, each under its path.
    pub(crate) fn files(&self, below: &Path) -> Result<Vec<(String, String)>> {
        let below = self.relative(below)?;
        let listed = git(&self.folder, &["ls-tree", "-r", "-z", "--full-tree", &self.commit, "--", &below])?;
        if !listed.status.success() {
            return Err(self.failed(&listed.stderr));
        }
        let mut paths = Vec::new();
        let mut objects = Vec::new();
        for entry in listed.stdout.split(|byte| *byte == 0) {
            let entry = String::from_utf8_lossy(entry);
            // `100644 blob 0123…\tpath`
            let Some((head, path)) = entry.split_once('\t') else { continue };
            let mut words = head.split(' ').skip(1);
            if let (Some("blob"), Some(object)) = (words.next(), words.next()) {
                paths.push(path.to_owned());
                objects.push(object.to_owned());
            }
        }
        let texts = self.objects(&objects)?;
        Ok(paths.into_iter().zip(texts).collect())
    }

    /// The text of a file; `None` where there is none.
    pub(crate) fn file(&self, path: &Path) -> Option<String> {
        let object = format!("{}:{}", self.commit, self.relative(path).ok()?);
        let shown = git(&self.folder, &["show", "--end-of-options", &object]).ok()?;
        shown.status.success().then(|| String::from_utf8_lossy(&shown.stdout).into_owned())
    }

    /// Reads many objects with one call.
    fn objects(&self, objects: &[String]) -> Result<Vec<String>> {
        let mut command = Command::new("git");
        command.current_dir(&self.folder).args(["cat-file", "--batch"]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("git can't be run: {error}"))?;
        let wanted = objects.iter().fold(String::new(), |text, object| text + object + "\n");
        let input = child.stdin.take();
        // Both ends are pipes of some bytes only: one side has to be served beside the other.
        let writer = std::thread::spawn(move || input.map_or(Ok(()), |mut input| input.write_all(wanted.as_bytes())));
        let mut bytes = Vec::new();
        if let Some(output) = &mut child.stdout {
            output.read_to_end(&mut bytes)?;
        }
        let written = writer.join().map_err(|_| "git can't be written to")?;
        if !child.wait()?.success() || written.is_err() {
            return Err(self.failed(b"cat-file failed"));
        }
        let mut rest = bytes.as_slice();
        let mut texts = Vec::with_capacity(objects.len());
        for _ in objects {
            let (text, after) = object(rest).ok_or_else(|| self.failed(b"an object is missing"))?;
            texts.push(text);
            rest = after;
        }
        Ok(texts)
    }

    /// A path as the repository names it, from its root.
    fn relative(&self, path: &Path) -> Result<String> {
        let root = git(&self.folder, &["rev-parse", "--show-toplevel"])?;
        let root = PathBuf::from(String::from_utf8_lossy(&root.stdout).trim_end_matches(['\r', '\n']));
        let root = fs_err::canonicalize(&root)?;
        // The path itself may be gone by now, what it stood in is not.
        let full = std::path::absolute(path)?;
        let known = full.ancestors().find(|folder| folder.exists()).unwrap_or(&full);
        let rest = full.strip_prefix(known).unwrap_or(Path::new(""));
        let full = fs_err::canonicalize(known)?.join(rest);
        let below = full.strip_prefix(&root).map_err(|_| {
            format!("{}: stands outside of the repository {}; expected a folder in it", path.display(), root.display())
        })?;
        Ok(files::shown(below))
    }

    fn failed(&self, said: &[u8]) -> Box<dyn std::error::Error> {
        format!("{}: git can't read it: {}", self.name, String::from_utf8_lossy(said).trim()).into()
    }
}

/// One answer of `cat-file --batch`: `0123… blob 12\n`, the bytes, and a line's end.
fn object(bytes: &[u8]) -> Option<(String, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let head = String::from_utf8_lossy(bytes.get(..end)?);
    let size: usize = head.rsplit(' ').next()?.parse().ok()?;
    let start = end + 1;
    let text = bytes.get(start..start.checked_add(size)?)?;
    Some((String::from_utf8_lossy(text).into_owned(), bytes.get(start + size + 1..)?))
}

fn git(folder: &Path, arguments: &[&str]) -> Result<std::process::Output> {
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments);
    command.output().map_err(|error| format!("git can't be run: {error}; it is needed to read a revision").into())
}

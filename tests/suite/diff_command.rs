//! `cargo xtask diff` between revisions of a git repository and between folders.

use std::collections::BTreeMap;
use std::process::Command;

use crate::diff::{apply, folder};
use crate::helper::{root, tree, write_file};
use crate::needs::skipped;
use crate::workshop::xtask;

/// A repository in a temporary folder with this one's pages, its IR committed.
struct Repository(tempfile::TempDir);

impl Repository {
    /// `None`, with a line that says so, where there is no git.
    fn new() -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            skipped("git is not here");
            return None;
        }
        let repository = Self(tempfile::tempdir().expect("a folder"));
        for folder in ["pages", "overrides"] {
            for (path, bytes) in tree(&root().join("specs").join(folder)) {
                write_file(repository.0.path().join("specs").join(folder).join(path), bytes);
            }
        }
        repository.git(&["init", "--quiet"]);
        repository.xtask(&["regen", "--specs", "specs", "--out", "generated"], 0);
        repository.commit();
        Some(repository)
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.current_dir(self.0.path()).args(["-c", "user.name=A Tester", "-c", "user.email=tester@localhost"]);
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let ran = git.args(arguments).output().expect("git runs");
        assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "All"]);
    }

    /// Runs the program; returns its standard output, and its standard error.
    #[track_caller]
    fn xtask(&self, arguments: &[&str], exit: i32) -> (String, String) {
        let ran = Command::new(xtask()).current_dir(self.0.path()).args(arguments).output().expect("xtask runs");
        let errors = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert_eq!(ran.status.code(), Some(exit), "{arguments:?}: {errors}");
        (String::from_utf8_lossy(&ran.stdout).into_owned(), errors)
    }

    /// Applies an edit to the files, and runs `regen`.
    fn edit(&self, name: &str) {
        let specs = self.0.path().join("specs");
        let edit = std::fs::read_to_string(folder(name).join("edit.diff")).expect("an edit");
        let files = tree(&specs).into_iter().filter(|(path, _)| !path.starts_with("ir/"));
        let mut texts: BTreeMap<String, String> =
            files.map(|(path, bytes)| (format!("specs/{path}"), String::from_utf8(bytes).expect("UTF-8"))).collect();
        apply(&edit, &mut texts);
        for folder in ["pages", "overrides"] {
            std::fs::remove_dir_all(specs.join(folder)).expect("removable");
        }
        for (path, text) in texts {
            write_file(self.0.path().join(path), text);
        }
        self.xtask(&["regen", "--specs", "specs", "--out", "generated"], 0);
    }
}

/// What a snapshot holds, without its head.
fn golden(name: &str, form: &str) -> String {
    let text = std::fs::read_to_string(folder(name).join(format!("{form}.snap"))).expect("a snapshot");
    text.splitn(3, "---\n").nth(2).expect("a head").trim_end().to_owned()
}

/// The whole way: a page changes, `regen`, and what the reviewer is shown.
#[test]
fn a_page_changes_in_a_repository() {
    let Some(repository) = Repository::new() else { return };
    let (same, _) = repository.xtask(&["diff", "--specs", "specs"], 0);
    assert_eq!(same, "no changes: version 0.1.0\n");
    repository.edit("range-narrowed");
    for form in ["text", "markdown", "changelog", "json"] {
        let (shown, _) = repository.xtask(&["diff", "--specs", "specs", "--base", "HEAD", "--format", form], 0);
        assert_eq!(shown.trim_end(), golden("range-narrowed", form), "{form}");
    }
    // From a folder within, and between two commits.
    repository.commit();
    repository.edit("operation-removed");
    repository.commit();
    let (shown, _) = repository.xtask(&["diff", "--specs", "specs", "--base", "HEAD~1", "--head", "HEAD"], 0);
    assert_eq!(shown.trim_end(), golden("operation-removed", "text"));
    // The version of before is the base's own.
    let manifests = [
        ("Cargo.toml", "[workspace.package]\nedition = \"2024\"\nversion = \"1.4.2\"\n"),
        ("generated/Cargo.toml", "[package]\nname = \"ccc-api\"\nversion.workspace = true\n"),
    ];
    for (path, text) in manifests {
        std::fs::write(repository.0.path().join(path), text).expect("a file");
    }
    repository.commit();
    repository.edit("parameter-optional");
    let (shown, _) = repository.xtask(&["diff", "--specs", "specs"], 0);
    assert!(shown.ends_with("next version 1.5.0\n"), "{shown}");
    let (shown, _) = repository.xtask(&["diff", "--specs", "specs", "--released", "0.0.7"], 0);
    assert!(shown.ends_with("next version 0.0.8\n"), "{shown}");
}

/// `view` shows the same, with the row as it was.
#[test]
fn a_view_of_what_changed_since_a_revision() {
    let Some(repository) = Repository::new() else { return };
    repository.edit("range-narrowed");
    let view = ["view", "--specs", "specs", "--out", "v", "--base"];
    repository.xtask(&[&view[..], &["HEAD"]].concat(), 0);
    let file = repository.0.path().join("v/aliyun-ccc-2017-07-05-ListCallDetailRecords.html");
    let text = std::fs::read_to_string(file).expect("a view");
    for shown in
        ["range changed, ..=100 → ..=50", "data-c=\"breaking\"", "<del lang=\"zh\">分页大小，最大数量为100</del>"]
    {
        assert!(text.contains(shown), "no {shown}");
    }
    // A folder does as well, and what is neither is said.
    let (head, _) = repository.xtask(&[&view[..], &["specs"]].concat(), 0);
    assert_eq!(head, "5 operations: see v/index.html\n");
    let (_, refused) = repository.xtask(&[&view[..], &["nowhere"]].concat(), 1);
    assert!(refused.contains("nowhere: there is no such folder and no such revision"), "{refused}");
}

#[test]
fn two_folders() {
    let folder = tempfile::tempdir().expect("a folder");
    let empty = folder.path().to_str().expect("UTF-8");
    let ran = |arguments: &[&str]| {
        let ran = Command::new(xtask()).current_dir(root()).args(arguments).output().expect("xtask runs");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).expect("UTF-8")
    };
    let added = ran(&["diff", "--base", empty]);
    assert!(added.ends_with("0 breaking, 5 additive, 0 documentation: next version 0.1.1\n"), "{added}");
    let removed = ran(&["diff", "--base", "specs/ir", "--head", empty]);
    assert!(removed.ends_with("5 breaking, 0 additive, 0 documentation: next version 0.2.0\n"), "{removed}");
    assert_eq!(ran(&["diff", "--base", ".", "--head", "specs"]), "no changes: version 0.1.0\n");
}

/// What can't be compared is said in a sentence that names it, and what was expected.
#[test]
fn calls_that_cannot_be_meant() {
    let Some(repository) = Repository::new() else { return };
    let specs = ["diff", "--specs", "specs"];
    let refusal = |more: &[&str], exit: i32| repository.xtask(&[&specs, more].concat(), exit).1;
    assert!(refusal(&["--base", "nowhere"], 1).contains("nowhere: there is no such folder and no such revision"));
    assert!(refusal(&["--base", "--all"], 1).contains("--all: there is no such folder and no such revision"));
    assert!(refusal(&["--base", "specs/overrides/aliyun/ccc/2017-07-05.yaml"], 1).contains("is a file; expected"));
    assert!(refusal(&["--base", "specs/pages"], 1).contains("there is no IR"));
    assert!(refusal(&["--format", "html"], 2).contains("--format html: expected text, markdown, json or changelog"));
    assert!(refusal(&["--released", "1.x"], 2).contains("expected three numbers"));
    // IR of another version of `regen`.
    let ir = repository.0.path().join("specs/ir/aliyun/ccc/2017-07-05/ListCallDetailRecords.yaml");
    let text = std::fs::read_to_string(&ir).expect("IR");
    std::fs::write(&ir, text.replace("protocol:", "scheme:")).expect("a file");
    repository.commit();
    for side in [&["--head", "HEAD~1"][..], &["--base", "HEAD~1"]] {
        let refused = refusal(side, 1);
        assert!(refused.contains("ListCallDetailRecords.yaml:"), "{refused}");
        assert!(refused.contains("expected IR as this version of `regen` writes it"), "{refused}");
    }
    // No repository at all.
    std::fs::remove_dir_all(repository.0.path().join(".git")).expect("removable");
    let refused = refusal(&[], 1);
    assert!(refused.contains("HEAD: is no folder, and specs stands in no git repository"), "{refused}");
}

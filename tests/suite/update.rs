//! The whole scene of a docs update in a temporary repository: pages come in, `.ci/update` and
//! `.ci/propose` make a branch and a pull request of them. Only GitHub's own program is played.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::helper::{root, tree, write_file};
use crate::needs::skipped;
use crate::workshop::xtask;

const CALLS: &str = "specs/pages/aliyun/ccc/2017-07-05/ListCallDetailRecords.md";

struct Scene {
    folder: TempDir,
}

/// What `gh` is here: it writes down which pull requests it was asked to make, with the text of the last one, and says
/// how many of them there are of a branch.
const GH: &str = r#"#!/bin/sh
if [ "$2" = list ]; then
  cat "$SCENE/gh.log" 2>/dev/null | grep -c -e "--head $4 "
  exit 0
fi
echo "$@" >>"$SCENE/gh.log"
while [ $# -gt 0 ]; do
  [ "$1" = --body-file ] && cp "$2" "$SCENE/gh.body"
  shift
done
"#;

impl Scene {
    /// A clone of a repository with the pages, the IR and the crate of this one.
    fn new() -> Self {
        let scene = Self { folder: tempfile::tempdir().expect("a folder") };
        for folder in ["specs", "generated", ".ci"] {
            for (path, bytes) in tree(&root().join(folder)) {
                scene.write(&format!("work/{folder}/{path}"), bytes);
            }
        }
        scene.write("work/.gitignore", "/target\n");
        scene.write("bin/gh", GH);
        #[cfg(unix)]
        for script in ["bin/gh", "work/.ci/update", "work/.ci/propose"] {
            use std::os::unix::fs::PermissionsExt;
            let path = scene.path(script);
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("a script");
        }
        scene.git(&["init", "--quiet", "--bare", "../origin.git"]);
        scene.git(&["init", "--quiet", "--initial-branch", "main"]);
        scene.git(&["add", "--all"]);
        scene.git(&["commit", "--quiet", "--message", "before"]);
        scene.git(&["remote", "add", "origin", "../origin.git"]);
        scene.git(&["push", "--quiet", "origin", "main"]);
        scene
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        write_file(self.path(path), bytes);
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap_or_default()
    }

    /// A command in the clone; whether it ended well, and what it printed.
    fn run(&self, program: &Path, arguments: &[&str]) -> (bool, String) {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(self.path("bin")).chain(std::env::split_paths(&path));
        let ran = Command::new(program)
            .args(arguments)
            .current_dir(self.path("work"))
            .env("PATH", std::env::join_paths(path).expect("a path"))
            .env("SCENE", self.folder.path())
            .env("XTASK", xtask())
            // Whoever runs this may have settings of their own.
            .env("GIT_CONFIG_GLOBAL", self.path("no-config"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "a")
            .env("GIT_AUTHOR_EMAIL", "a@example.com")
            .env("GIT_COMMITTER_NAME", "a")
            .env("GIT_COMMITTER_EMAIL", "a@example.com")
            .output()
            .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let printed = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
        (ran.status.success(), printed)
    }

    #[track_caller]
    fn git(&self, arguments: &[&str]) -> String {
        let (well, printed) = self.run(Path::new("git"), arguments);
        assert!(well, "git {arguments:?}: {printed}");
        printed
    }

    /// What the scheduled workflow does.
    fn update(&self) -> (bool, String) {
        self.git(&["switch", "--quiet", "main"]);
        let (taken, mut printed) = self.run(&self.path("work/.ci/update"), &["../incoming"]);
        let (proposed, more) = self.run(&self.path("work/.ci/propose"), &[]);
        assert!(proposed, "{more}");
        printed.push_str(&more);
        (taken, printed)
    }

    fn branches(&self) -> usize {
        self.git(&["ls-remote", "--heads", "origin", "docs-update-*"]).lines().count()
    }
}

#[test]
fn from_saved_pages_to_a_pull_request() {
    if cfg!(windows) {
        skipped("the scripts need bash");
        return;
    }
    let scene = Scene::new();
    let page = std::fs::read_to_string(root().join(CALLS)).expect("a page");

    // What is known already changes nothing, and nobody is asked.
    scene.write("incoming/calls.md", &page);
    let (well, printed) = scene.update();
    assert!(well && printed.contains("taken: calls.md\nnothing changed\nnothing to propose\n"), "{printed}");
    assert_eq!((scene.branches(), scene.read("gh.log")), (0, String::new()));

    // A limit is lowered, on a page that comes as HTML; another page is new; a third is none.
    let rows = page.replace(
        "|PageSize|Integer|是|10|分页大小，最大数量为100 |",
        "|PageSize|Integer|是|10|分页大小，最大数量为50 |",
    );
    assert_ne!(rows, page);
    scene.write("incoming/calls.md", &rows);
    let agent = "<h1>GetAgent</h1><h2>请求参数</h2><table><tr><th>名称</th><th>类型</th><th>是否必选</th><th>示例值</th>\
        <th>描述</th></tr><tr><td>AgentId</td><td>String</td><td>是</td><td>a</td><td>坐席。</td></tr></table>\
        <h2>返回数据</h2><table><tr><th>名称</th><th>类型</th><th>示例值</th><th>描述</th></tr><tr><td>RequestId</td>\
        <td>String</td><td>A</td><td>请求。</td></tr></table>";
    scene.write("incoming/ccc/2017-07-05/GetAgent.md", agent);
    scene.write("incoming/notes.txt", "bring milk\n```` <b>\n");
    let (well, printed) = scene.update();
    assert!(!well, "a page was refused: {printed}");
    assert!(printed.contains("refused: notes.txt"), "{printed}");
    assert_eq!(scene.branches(), 1, "{printed}");
    let branch = scene.read("work/target/update/branch").trim().to_owned();
    let asked = format!(
        "pr create --base main --head {branch} --title Docs update: 2 pages --body-file target/update/body.md\n"
    );
    assert_eq!(scene.read("gh.log"), asked);
    let body = scene.read("gh.body");
    for words in [
        "1 breaking, 1 additive",
        "next version 0.2.0",
        "| **breaking** | `request/PageSize` | range changed, `..=100` → `..=50` |",
        "GetAgent",
        "### 1 page could not be taken",
        "<summary><code>notes.txt</code></summary>",
        "layout-unknown",
    ] {
        assert!(body.contains(words), "no `{words}` in:\n{body}");
    }
    assert!(body.chars().count() <= 65_536);

    // What is proposed is one commit with page, IR and code, up to date, and `main` is as it was.
    assert_eq!(scene.git(&["log", "--format=%s", "main.."]), "Docs update: 2 pages\n");
    let files = scene.git(&["diff", "--name-only", "main", &branch]);
    for path in [
        CALLS,
        "specs/pages/aliyun/ccc/2017-07-05/GetAgent.md",
        "specs/ir/aliyun/ccc/2017-07-05/GetAgent.yaml",
        "generated/src/aliyun/v2017_07_05/get_agent.rs",
        "generated/src/aliyun/v2017_07_05/list_call_detail_records.rs",
    ] {
        assert!(files.lines().any(|file| file == path), "{files}");
    }
    let (fresh, printed) = scene.run(xtask(), &["regen", "--check", "--specs", "specs", "--out", "generated"]);
    assert!(fresh, "{printed}");
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    assert_eq!(scene.git(&["rev-parse", "main"]), scene.git(&["rev-parse", "origin/main"]));

    // A week later nobody has merged it: it is not proposed again, nor is what a reviewer put there lost.
    scene.git(&["commit", "--quiet", "--allow-empty", "--message", "by a reviewer"]);
    scene.git(&["push", "--quiet", "origin", &branch]);
    let again = || {
        scene.git(&["switch", "--quiet", "main"]);
        scene.git(&["branch", "--quiet", "-D", &branch]);
        scene.update().1
    };
    let before = format!("proposed before: {branch}");
    let printed = again();
    assert!(printed.contains(&before), "{printed}");
    assert_eq!(scene.read("gh.log"), asked);
    // The branch was pushed, but no pull request came of it: now one does.
    std::fs::remove_file(scene.path("gh.log")).expect("removed");
    let printed = again();
    assert!(!printed.contains(&before), "{printed}");
    assert_eq!(scene.read("gh.log"), asked);
    assert!(scene.git(&["log", "--format=%s", &format!("origin/{branch}")]).starts_with("by a reviewer\n"));
    // It was closed, and its branch is gone.
    scene.git(&["push", "--quiet", "origin", "--delete", &branch]);
    let printed = again();
    assert!(printed.contains(&before), "{printed}");
    assert_eq!((scene.branches(), scene.read("gh.log")), (0, asked));
}

/// Actions are pinned by commit, no checkout leaves a key behind where pages or pull requests are run, and only jobs that
/// run nothing of them may write.
#[test]
fn workflows_give_nothing_away() {
    for (path, bytes) in tree(&root().join(".github/workflows")) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        for line in text.lines().filter(|line| line.contains("uses:")) {
            let pin = line.split('@').nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
            let pinned = pin.len() == 40 && pin.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(pinned && line.contains("# v"), "{path}: {line}");
        }
        let jobs = text.split("\njobs:\n").nth(1).expect("jobs");
        let ours = jobs.split("\n\n");
        for job in ours {
            let runs = job.contains(".ci/run") || job.contains(".ci/update") || job.contains("cargo ");
            assert!(!(runs && job.contains(": write")), "{path}: a job that runs what it reads may write:\n{job}");
            let checks_out = job.contains("actions/checkout@");
            assert!(!checks_out || job.contains("persist-credentials: false"), "{path}:\n{job}");
        }
        let before = text.split("\njobs:\n").next().expect("what is said of all jobs");
        assert!(before.contains("permissions:\n  contents: read") && !before.contains("write"), "{path}");
    }
}

/// The workflows run the project's own commands and scripts, which are there.
#[test]
fn workflows_call_what_there_is() {
    let mut scripts = 0;
    for (path, bytes) in tree(&root().join(".github/workflows")) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        for script in text.split_whitespace().filter(|word| word.starts_with(".ci/")) {
            assert!(root().join(script).is_file(), "{path}: {script}");
            scripts += 1;
        }
        assert!(!text.contains("secrets."), "{path}");
        let actions: Vec<&str> =
            text.lines().filter_map(|line| line.split_once("uses: ")).map(|(_, action)| action).collect();
        assert!(actions.iter().all(|action| action.starts_with("actions/")), "{path}: {actions:?}");
    }
    assert_eq!(scripts, 4);
}

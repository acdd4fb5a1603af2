//! kill -9 at random moments, and several runs at once: the tree is the old one or the new one.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::helper::{root, tree, write_file};
use crate::workshop::{API, xtask};

type Tree = BTreeMap<String, Vec<u8>>;

/// A page whose response has one field named for `round`.
fn page(action: &str, round: usize) -> String {
    let mut text = format!(
        "# {action}\n\n[try it](https://api.example.com/#product=Desk&api={action}&type=RPC&version=2021-03-04)\n\n\
         ## 请求参数\n\n|名称|类型|是否必选|示例值|描述|\n|--|--|----|---|--|\n|TicketId|String|是|t-1|工单ID。 |\n\n\
         ## 返回数据\n\n|名称|类型|示例值|描述|\n|--|--|---|--|\n"
    );
    let _ = writeln!(text, "|Round{round}|String|x|第{round}轮。 |\n\n```\n{{\"Round{round}\": \"x\"}}\n```");
    text
}

fn start(folder: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(xtask());
    command.current_dir(folder).args(arguments).args(["--specs", "specs", "--out", "out"]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("xtask runs")
}

fn run(folder: &Path, arguments: &[&str]) -> Option<i32> {
    start(folder, arguments).wait().expect("it ends").code()
}

/// Twelve pages, what `regen` made of them, and then an edit of every page, one more and one less.
fn edited() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |number: usize, round| {
        let action = format!("GetTicket{number}");
        write_file(folder.path().join(format!("specs/pages/{API}/{action}.md")), page(&action, round));
    };
    (0..12).for_each(|number| put(number, 1));
    assert_eq!(run(folder.path(), &["regen"]), Some(0));
    (1..13).for_each(|number| put(number, 2));
    std::fs::remove_file(folder.path().join(format!("specs/pages/{API}/GetTicket0.md"))).expect("removed");
    folder
}

fn copy(tree: &Tree) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, bytes) in tree {
        write_file(folder.path().join(path), bytes);
    }
    folder
}

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }
}

/// Kills runs of a command at random moments. What is there after the next command has looked is
/// what was there before, or what a whole run makes.
fn survives(old: &Tree, arguments: &[&str], kills: usize, random: &mut Random) {
    let whole = copy(old);
    let started = Instant::now();
    let ended = run(whole.path(), arguments);
    let micros = u64::try_from(started.elapsed().as_micros()).expect("a short time");
    assert!(matches!(ended, Some(0 | 4)), "{arguments:?}: {ended:?}");
    let new = tree(whole.path());
    assert_ne!(*old, new, "{arguments:?}");

    let (mut olds, mut news, mut journals) = (0, 0, 0);
    for kill in 0..kills {
        let folder = copy(old);
        let mut child = start(folder.path(), arguments);
        if kill % 2 == 0 {
            sleep(Duration::from_micros(random.below(micros + micros / 8)));
        } else {
            // While it writes beside the files' places, or moves files there.
            let journal = if kill % 4 == 1 { "specs/.regen-journal.new" } else { "specs/.regen-journal" };
            let journal = folder.path().join(journal);
            while !journal.exists() && child.try_wait().expect("a state").is_none() {}
            sleep(Duration::from_micros(random.below(1000)));
        }
        let _ = child.kill();
        child.wait().expect("it ends");
        journals += usize::from(tree(folder.path()).keys().any(|path| path.contains(".regen-journal")));

        let checked = run(folder.path(), &["regen", "--check"]);
        let found = tree(folder.path());
        assert!(
            found == *old || found == new,
            "{arguments:?}, kill {kill}: {:#?}",
            found.keys().filter(|path| found.get(*path) != old.get(*path)).collect::<Vec<_>>()
        );
        if found == new {
            assert_eq!(checked, Some(0), "{arguments:?}");
            news += 1;
        } else {
            olds += 1;
        }
    }
    println!("{arguments:?}: {olds} old, {news} new; {journals} of {kills} were stopped while they wrote");
}

#[test]
fn kill_9_leaves_the_old_tree_or_the_new_one() {
    let mut random = Random(6);
    let folder = edited();
    survives(&tree(folder.path()), &["regen"], 24, &mut random);
    // A page with guesses, and a file of overrides to which the fixes are added.
    let guesses = std::fs::read(root().join("tests/cases/placement-guess/page.md")).expect("a page");
    write_file(folder.path().join(format!("specs/pages/{API}/ListTickets.md")), guesses);
    write_file(folder.path().join(format!("specs/overrides/{API}.yaml")), "# by hand\n");
    survives(&tree(folder.path()), &["regen", "--fix", "all"], 12, &mut random);
    // A new version of a page, and all that the edits before it change.
    assert_eq!(run(folder.path(), &["regen"]), Some(0));
    write_file(folder.path().join("saved.md"), page("GetTicket3", 3));
    survives(&tree(folder.path()), &["add", "--update", "saved.md"], 14, &mut random);
}

/// A command that only reads finishes first what a run before it had decided.
#[test]
fn openapi_reads_no_half_made_tree() {
    let folder = edited();
    let gone = json!({"root": 0, "path": "aliyun/desk/2021-03-04/GetTicket1.md", "write": false});
    write_file(folder.path().join("specs/.regen-journal"), json!({"roots": ["pages"], "changes": [gone]}).to_string());
    let mut command = Command::new(xtask());
    let ran = command.current_dir(folder.path()).args(["openapi", "--specs", "specs"]).output().expect("it runs");
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    let document: Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    let paths: Vec<&String> = document["paths"].as_object().expect("paths").keys().collect();
    assert!(paths.len() == 11 && !paths.iter().any(|path| path.ends_with("/GetTicket1")), "{paths:?}");
    assert!(!folder.path().join("specs/.regen-journal").exists());
}

/// What eight runs at once leave is what one run makes.
#[test]
fn runs_at_once_do_not_disturb_each_other() {
    let folder = edited();
    let alone = copy(&tree(folder.path()));
    assert_eq!(run(alone.path(), &["regen"]), Some(0));
    let all: Vec<Child> = (0..8)
        .map(|number| start(folder.path(), if number % 4 == 3 { &["regen", "--check"] } else { &["regen"] }))
        .collect();
    for mut child in all {
        let ended = child.wait().expect("it ends").code();
        assert!(matches!(ended, Some(0 | 4)), "{ended:?}");
    }
    assert_eq!(tree(folder.path()), tree(alone.path()));
}

//! What commands print: whether all of it was written, and what of foreign text is in it.

use std::process::{Command, Stdio};

use crate::drift::{CALLS, sample};
use crate::helper::root;
use crate::workshop::xtask;

/// A device that takes nothing. What a command holds back until it ends is lost there too, and has to be told.
#[cfg(target_os = "linux")]
#[test]
fn output_that_can_not_be_written_is_a_failure() {
    let folder = tempfile::tempdir().expect("a folder");
    let response = folder.path().join("response.json");
    std::fs::write(&response, sample(CALLS).to_string()).expect("written");
    let response = response.to_str().expect("UTF-8");
    let page = "specs/pages/aliyun/ccc/2017-07-05";
    for arguments in [
        &["--help"][..],
        &["explain", "ListRecentCallRecords"],
        &["inspect", page],
        &["lint", page],
        &["openapi"],
        &["drift", response],
        &["regen", "--help"],
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
        let mut command = Command::new(xtask());
        let command = command.current_dir(root()).args(arguments).stdout(full).stderr(Stdio::piped());
        let ended = command.output().expect("it runs");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.contains("error: "), "{arguments:?}: {said}");
    }
}

/// Names and values of answers, which anybody may have made, and the text of pages.
#[test]
fn what_terminals_would_obey_is_spelled_out() {
    let odd = "a\u{202e}b\u{2066}\u{1b}[31m\u{9b}";
    let folder = tempfile::tempdir().expect("a folder");
    let response = folder.path().join("response.json");
    let mut answer = sample(CALLS);
    answer[odd] = serde_json::json!(odd);
    std::fs::write(&response, answer.to_string()).expect("written");
    let page = folder.path().join("Bad.md");
    let good = std::fs::read_to_string(root().join("specs/pages/aliyun/ccc/2017-07-05/ListRecentCallRecords.md"));
    let bad = good.expect("a page").replace("|String|", &format!("|{odd}|"));
    std::fs::write(&page, bad).expect("written");
    let [response, page] = [&response, &page].map(|path| path.to_str().expect("UTF-8"));
    for arguments in [
        &["drift", "--operation", CALLS, "--show-values", response][..],
        &["lint", page],
        &["explain", odd],
        &["inspect", "--verbose", page],
        &["lint", odd],
    ] {
        let mut command = Command::new(xtask());
        let ended = command.current_dir(root()).args(arguments).output().expect("it runs");
        // What `inspect` prints to standard output is YAML, which has escapes of its own.
        let mut said = String::from_utf8_lossy(&ended.stderr).into_owned();
        if arguments[0] != "inspect" {
            said += &String::from_utf8_lossy(&ended.stdout);
        }
        assert!(!said.contains(['\u{202e}', '\u{2066}', '\u{1b}', '\u{9b}']), "{arguments:?}: {said}");
        if arguments[0] != "inspect" {
            assert!(said.contains("\\u{202e}") || said.contains('\u{fffd}'), "{arguments:?}: {said}");
        }
    }
}

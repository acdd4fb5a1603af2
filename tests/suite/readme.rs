//! What the README shows is what the programs print and the files hold. Its Rust runs as doc
//! tests of this package.

use std::process::Command;

use crate::bad_input::xtask;
use crate::helper::root;

/// The README's fenced blocks with their language.
fn blocks() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(root().join("README.md")).expect("the README");
    let mut found = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => open = Some((language.to_owned(), String::new())),
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some((_, body)), None) => {
                body.push_str(line);
                body.push('\n');
            }
            (None, None) => {}
        }
    }
    found
}

#[test]
fn commands_print_what_the_readme_shows() {
    let mut commands = 0;
    for (_, body) in blocks().into_iter().filter(|(language, _)| language == "console") {
        let (command, shown) = body.split_once('\n').expect("a command");
        let Some(arguments) = command.strip_prefix("$ cargo xtask ") else {
            // `cargo test` is what runs this.
            assert_eq!(command, "$ cargo test --workspace");
            continue;
        };
        let ran = Command::new(xtask()).current_dir(root()).args(arguments.split(' ')).output().expect("xtask runs");
        assert!(ran.status.success(), "{command}: {}", String::from_utf8_lossy(&ran.stderr));
        assert_eq!(String::from_utf8_lossy(&ran.stdout).trim_end(), shown.trim_end(), "{command}");
        commands += 1;
    }
    assert_eq!(commands, 2);
}

#[test]
fn snippets_stand_in_the_files_that_the_readme_names() {
    let holds = |path: &str, snippet: &str| {
        let text = std::fs::read_to_string(root().join(path)).expect(path);
        assert!(text.contains(snippet), "{path} does not hold:\n{snippet}");
    };
    for (language, body) in blocks() {
        match language.as_str() {
            "markdown" => holds("specs/pages/aliyun/ccc/2017-07-05/ListCallDetailRecords.md", &body),
            "yaml" if body.contains("why:") => holds("specs/overrides/tencent/ccc/2020-02-10.yaml", &body),
            "yaml" => holds("specs/ir/aliyun/ccc/2017-07-05/ListCallDetailRecords.yaml", &body),
            "text" => holds("generated/src/aliyun/v2017_07_05/list_call_detail_records.rs", &body),
            // `tests/export/run` runs it.
            "sh" => assert!(body.lines().all(|line| line.starts_with("cargo run -p ccc-api --example ")), "{body}"),
            "rust" | "console" => {}
            other => panic!("a block in `{other}`, which no test runs"),
        }
    }
}

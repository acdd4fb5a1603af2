//! What the README shows is what the programs print and the files hold. Its Rust runs as doc
//! tests of this package.

use std::process::Command;

use crate::helper::root;
use crate::workshop::xtask;

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
        // What `drift` finds is there to be found.
        let found = arguments.starts_with("drift ") && ran.status.code() == Some(4);
        assert!(ran.status.success() || found, "{command}: {}", String::from_utf8_lossy(&ran.stderr));
        assert_eq!(String::from_utf8_lossy(&ran.stdout).trim_end(), shown.trim_end(), "{command}");
        commands += 1;
    }
    assert_eq!(commands, 3);
}

#[test]
fn snippets_stand_in_the_files_that_the_readme_names() {
    let holds = |path: &str, snippet: &str| {
        let text = std::fs::read_to_string(root().join(path)).expect(path);
        assert!(text.contains(snippet), "{path} does not hold:\n{snippet}");
    };
    for (language, body) in blocks() {
        match language.as_str() {
            "markdown" if body.starts_with("### API changes") => {
                holds("tests/cases-diff/range-narrowed/markdown.snap", &body);
            }
            "markdown" => holds("specs/pages/aliyun/ccc/2017-07-05/ListCallDetailRecords.md", &body),
            "yaml" if body.contains("why:") => holds("specs/overrides/tencent/ccc/2020-02-10.yaml", &body),
            "yaml" => holds("specs/ir/aliyun/ccc/2017-07-05/ListCallDetailRecords.yaml", &body),
            "text" if body.starts_with("cargo xtask ") => understood(&body),
            "text" => holds("generated/src/aliyun/v2017_07_05/list_call_detail_records.rs", &body),
            // `tests/export/run` runs it.
            "sh" => assert!(body.lines().all(|line| line.starts_with("cargo run -p ccc-api --example ")), "{body}"),
            "rust" | "console" => {}
            other => panic!("a block in `{other}`, which no test runs"),
        }
    }
}

/// Commands whose files a reader does not have: the options that they use are there.
fn understood(body: &str) {
    for command in body.lines() {
        let words: Vec<&str> = command.split(' ').skip(2).collect();
        let ran = Command::new(xtask()).args([words[0], "--help"]).output().expect("xtask runs");
        let help = String::from_utf8_lossy(&ran.stdout).into_owned();
        for option in words.iter().filter(|word| word.starts_with("--")) {
            assert!(help.contains(&format!("{option} ")), "{command}: {option}");
        }
    }
}

/// The paths that other commands print are taken as they are.
#[test]
fn explain_takes_slashes() {
    let explain = |query: &str| {
        let ran = Command::new(xtask()).current_dir(root()).args(["explain", query]).output().expect("xtask runs");
        (ran.status.success(), String::from_utf8(ran.stdout).expect("UTF-8"))
    };
    let (_, expected) = explain("DescribeTelCdr.request.Limit");
    assert!(expected.contains("request/Limit"), "{expected}");
    for query in ["DescribeTelCdr/request/Limit", "tencent/ccc/2020-02-10/DescribeTelCdr/request/Limit"] {
        assert_eq!(explain(query), (true, expected.clone()));
    }
    let (_, added) = explain("aliyun/ccc/2020-07-01/ListCallDetailRecords.Data.List.TalkTime");
    assert!(added.contains("an override adds it") && added.contains("the vendor's own client knows them"), "{added}");
}

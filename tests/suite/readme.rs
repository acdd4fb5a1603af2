//! What the README, the guide and the list of benchmarks show is what the programs print and the
//! files hold. Their Rust runs as doc tests of this package.

use std::process::Command;

use crate::helper::root;
use crate::workshop::xtask;

/// The texts of this repository that link to each other, from its root.
const TEXTS: [&str; 6] =
    ["README.md", "generated/README.md", "GUIDE.md", "BENCHMARKS.md", "ARCHITECTURE.md", "tests/README.md"];

fn read(text: &str) -> String {
    std::fs::read_to_string(root().join(text)).expect(text)
}

/// A text's fenced blocks with their language.
fn blocks(text: &str) -> Vec<(String, String)> {
    let text = read(text);
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
fn commands_print_what_is_shown() {
    let mut commands = 0;
    let all = TEXTS.into_iter().flat_map(blocks);
    for (_, body) in all.filter(|(language, _)| language == "console") {
        let (command, shown) = body.split_once('\n').expect("a command");
        let Some(arguments) = command.strip_prefix("$ cargo xtask ") else {
            // `cargo test` is what runs this.
            assert_eq!(command, "$ cargo test --workspace");
            continue;
        };
        let ran = Command::new(xtask()).current_dir(root()).args(arguments.split(' ')).output().expect("xtask runs");
        // What `drift` and `verify` find is there to be found.
        let finds = arguments.starts_with("drift ") || arguments.starts_with("verify ");
        let found = finds && ran.status.code() == Some(4);
        assert!(ran.status.success() || found, "{command}: {}", String::from_utf8_lossy(&ran.stderr));
        assert_eq!(String::from_utf8_lossy(&ran.stdout).trim_end(), shown.trim_end(), "{command}");
        commands += 1;
    }
    assert_eq!(commands, 4);
}

#[test]
fn snippets_stand_in_the_files_that_are_named() {
    let holds = |path: &str, snippet: &str| {
        let text = std::fs::read_to_string(root().join(path)).expect(path);
        assert!(text.contains(snippet), "{path} does not hold:\n{snippet}");
    };
    for (language, body) in TEXTS.into_iter().flat_map(blocks) {
        match language.as_str() {
            "markdown" if body.starts_with("### API changes") => {
                holds("tests/cases-diff/range-narrowed/markdown.snap", &body);
            }
            "markdown" => holds("specs/pages/aliyun/ccc/2017-07-05/ListCallDetailRecords.md", &body),
            "yaml" if body.contains("why:") => holds("specs/overrides/tencent/ccc/2020-02-10.yaml", &body),
            "yaml" => holds("specs/ir/aliyun/ccc/2017-07-05/ListCallDetailRecords.yaml", &body),
            "text" if body.starts_with("cargo xtask ") => understood(&body),
            // The road of a page, as a drawing.
            "text" if body.starts_with("specs/pages/") => {}
            "text" => holds("generated/src/aliyun/v2017_07_05/list_call_detail_records.rs", &body),
            "sh" => body.lines().for_each(runnable),
            // `tests/packages/run` adds the dependency, `tests/export/run` asks DuckDB.
            "rust" | "console" | "toml" | "sql" => {}
            other => panic!("a block in `{other}`, which no test runs"),
        }
    }
}

/// A command that takes too long to run here: what it names is there.
fn runnable(command: &str) {
    let words: Vec<&str> = command.split(' ').collect();
    let after = |option: &str| words.iter().position(|word| *word == option).and_then(|at| words.get(at + 1));
    match words.as_slice() {
        // `tests/export/run` runs them.
        ["cargo", "run", "-p", "ccc-api", "--example", "emulator", ..]
        | ["cargo", "run", "-p", "ccc-tools", "--example", "export", ..] => {}
        ["cargo", "bench", "-p", package, ..] => {
            let bench = after("--bench").expect(command);
            let mut manifests =
                ["codegen/review", "generated/tools", "tests"].map(|it| read(&format!("{it}/Cargo.toml"))).into_iter();
            let named = format!("name = \"{package}\"\n");
            let manifest = manifests.find(|text| text.contains(&named)).expect(command);
            assert!(manifest.contains(&format!("[[bench]]\nname = \"{bench}\"")), "{command}");
        }
        ["codegen/benches/compare/run", options @ ..] => {
            let script = read("codegen/benches/compare/compare.py");
            for option in options.iter().filter(|option| option.starts_with("--")) {
                assert!(script.contains(&format!("add_argument(\"{option}\"")), "{command}: {option}");
            }
        }
        _ => panic!("`{command}`, which no test knows"),
    }
}

/// The table of commands has each of them, with every option that its help has.
#[test]
fn the_table_of_commands_is_complete() {
    let text = read("README.md");
    let rows: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("| `cargo xtask …`")).skip(2).collect();
    let rows: Vec<&str> = rows.into_iter().take_while(|line| line.starts_with('|')).collect();
    let help = |arguments: &[&str]| {
        let ran = Command::new(xtask()).args(arguments).output().expect("xtask runs");
        String::from_utf8(ran.stdout).expect("UTF-8")
    };
    let known = help(&["--help"]);
    let commands = known.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let commands: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(rows.len(), commands.len(), "{commands:?}");
    for command in commands {
        let row = rows.iter().find(|row| row.starts_with(&format!("| `{command}` |"))).expect(command);
        let said = help(&[command, "--help"]);
        let options = said.lines().filter_map(|line| line.trim_start().strip_prefix("--")?.split([' ', '=']).next());
        for option in options {
            assert!(row.contains(&format!("`--{option}`")), "{command} --{option}");
        }
    }
}

#[test]
fn links_lead_somewhere() {
    for name in TEXTS {
        let text = read(name);
        let folder = root().join(name);
        let folder = folder.parent().expect("a folder");
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.starts_with("https://")) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            if file.ends_with(".png") {
                assert!(folder.join(file).is_file(), "{name}: {link}");
                continue;
            }
            let target = std::fs::read_to_string(folder.join(file));
            let target = target.unwrap_or_else(|error| panic!("{name}: {link}: {error}"));
            let mut headings = target.lines().filter(|line| line.starts_with('#'));
            let anchor = |line: &str| line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
            assert!(heading.is_empty() || headings.any(|line| anchor(line) == heading), "{name}: {link}");
        }
    }
}

/// Where the files stand that a text names without saying so again.
const FOLDERS: [&str; 10] = [
    "",
    "codegen/pages/src/",
    "codegen/pages/src/lower/",
    "codegen/pages/src/lower/nest/",
    "codegen/emit/src/",
    "codegen/review/src/",
    "runtime/src/",
    "runtime/tests/",
    "tests/",
    "tests/suite/",
];

#[test]
fn files_that_are_named_are_there() {
    for name in ["ARCHITECTURE.md", "tests/README.md"] {
        let text = read(name);
        let words = text.split('`').skip(1).step_by(2).flat_map(str::split_whitespace);
        let files = words.filter(|word| word.ends_with(".rs") && !word.contains(['{', '*', 'N']));
        let mut count = 0;
        for file in files {
            assert!(FOLDERS.iter().any(|folder| root().join(folder).join(file).is_file()), "{name}: {file}");
            count += 1;
        }
        assert!(count > 5, "{name}: {count}");
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

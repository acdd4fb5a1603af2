//! The truth of `diff`'s classes: small programs of users, held against the crate of before and of
//! after. Each file of `classes` says the verdict, the edit, and has the program that it is about;
//! without one, it is `user.rs`, the careful user whom nothing additive may disturb.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use spectable_diff::{self as diff, Class, Diff};
use spectable_emit::generate::{self, Input, Output};
use spectable_emit::input::CrateLayout;
use spectable_pages::pipeline;
use spectable_pages::source::SourceFile;

use crate::diff::{apply, ir};
use crate::helper::{errors, tree};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("classes")
}

/// One file.
struct Case {
    /// `range-narrowed`
    name: String,
    /// `breaking range-changed request/PageSize`
    verdict: String,
    edit: String,
}

impl Case {
    fn class(&self) -> &str {
        self.verdict.split(' ').next().expect("a class")
    }
}

fn cases() -> &'static [Case] {
    static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
        let files = tree(&folder()).into_iter();
        let programs = files.filter(|(path, _)| path.ends_with(".rs") && path != "user.rs");
        programs.map(|(path, bytes)| case(&path, &String::from_utf8(bytes).expect("UTF-8"))).collect()
    });
    &CASES
}

fn case(path: &str, text: &str) -> Case {
    let head = text.split("\n\n").next().unwrap_or_default();
    let mut lines = head.lines().map(|line| line.strip_prefix("//").expect("a comment"));
    let verdict = lines.next().expect("a verdict").trim().to_owned();
    let edit: Vec<&str> = lines.skip(1).map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    Case { name: path.trim_end_matches(".rs").to_owned(), verdict, edit: edit.join("\n") }
}

/// What `regen` makes of the small pages, after an edit.
fn run(edit: &str) -> Output {
    let files = tree(&folder().join("specs")).into_iter();
    let mut texts: BTreeMap<String, String> =
        files.map(|(path, bytes)| (format!("specs/{path}"), String::from_utf8(bytes).expect("UTF-8"))).collect();
    apply(edit, &mut texts);
    let (overrides, pages): (Vec<_>, Vec<_>) =
        texts.into_iter().partition(|(path, _)| path.starts_with("specs/overrides/"));
    let api = |path: &str| path.trim_start_matches("specs/overrides/").trim_end_matches(".yaml").to_owned();
    let output = generate::generate(Input {
        specs: pipeline::Input {
            pages: pages.into_iter().map(|(path, text)| SourceFile::new(path, text)).collect(),
            overrides: overrides
                .into_iter()
                .map(|(path, text)| (SourceFile::new(path.as_str(), text), api(&path)))
                .collect(),
            unread: Vec::new(),
        },
        root: String::new(),
        layout: CrateLayout { name: "desk-api".to_owned(), manifest: None },
    });
    assert_eq!(errors(&output), "none", "{edit}");
    output
}

fn compare(case: &Case) -> Diff {
    static BEFORE: LazyLock<diff::IrTree> = LazyLock::new(|| ir(&run("")));
    diff::compare(&BEFORE, &ir(&run(&case.edit)), &"0.1.0".parse().expect("a version"))
}

#[test]
fn each_edit_has_its_verdict() {
    let mut wrong = Vec::new();
    for case in cases() {
        let diff = compare(case);
        let changes: Vec<String> = diff
            .changes
            .iter()
            .map(|change| format!("{} {} {}", change.class.as_str(), change.kind.as_str(), change.path))
            .collect();
        let worst = diff.changes.iter().map(|change| change.class).min().map(Class::as_str);
        if !changes.iter().any(|change| change.trim_end() == case.verdict) || worst != Some(case.class()) {
            wrong.push(format!("{}: expected {}: {changes:?}", case.name, case.verdict));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Kinds that no program tells apart: what users notice of them is another kind.
const UNSEEN: [&str; 1] = ["evidence-changed"];

#[test]
fn every_kind_has_a_case() {
    let kinds: BTreeSet<String> =
        cases().iter().flat_map(|case| compare(case).changes).map(|change| change.kind.as_str().to_owned()).collect();
    let source = include_str!("../../codegen/diff/src/lib.rs");
    let known = source.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next());
    let known = known.filter(|word| word.contains('-') && !UNSEEN.contains(word));
    let missing: Vec<&str> = known.filter(|kind| !kinds.contains(*kind)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[cfg(feature = "compile")]
mod compile {
    //! One package: the emitted crates are its modules, so that the runtime is built once.

    use std::fmt::Write as _;
    use std::process::Command;

    use super::{BTreeSet, Case, Output, Path, cases, folder, run};
    use crate::helper::{root, target};

    fn module(case: &Case) -> String {
        case.name.replace('-', "_")
    }

    /// The file with a case's program.
    fn program(case: &Case) -> String {
        let own = folder().join(format!("{}.rs", case.name));
        let has_own = std::fs::read_to_string(&own).expect("a case").contains("fn main()");
        let file = if has_own { own } else { folder().join("user.rs") };
        file.display().to_string()
    }

    fn file(path: &Path, text: &str) {
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        // What did not change is not compiled again.
        if std::fs::read_to_string(path).is_ok_and(|known| known == text) {
            return;
        }
        std::fs::write(path, text).expect("a file");
    }

    /// Writes a crate as a module. The derives of serde would make up half of the time, so only
    /// what is held against them has them.
    fn emitted(package: &Path, module: &str, output: &Output, serde: bool) {
        for (path, text) in &output.generated {
            let path = match path.strip_prefix("src/") {
                Some("lib.rs") => "mod.rs",
                Some(path) => path,
                None => continue,
            };
            let text = if serde { text.clone() } else { text.replace("feature = \"serde\"", "any()") };
            file(&package.join("src").join(module).join(path), &text);
        }
    }

    /// A test binary with each program as a module.
    fn programs<'c>(cases: impl Iterator<Item = (&'c Case, String)>) -> String {
        let mut text = String::new();
        for (case, api) in cases {
            let _ = write!(
                text,
                "mod {} {{\n    use classes::{api} as api;\n    include!({:?});\n    #[test]\n    fn behaves() {{\n        main();\n    }}\n}}\n",
                module(case),
                program(case)
            );
        }
        text
    }

    fn cargo(package: &Path, arguments: &[&str]) -> (bool, String, String) {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(arguments).args(["--offline", "--target-dir", "target"]).current_dir(package);
        let ran = cargo.env("CARGO_TERM_COLOR", "never").output().expect("cargo runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (ran.status.success(), text(&ran.stdout), text(&ran.stderr))
    }

    /// The programs that pass, by module.
    fn passed(stdout: &str) -> BTreeSet<String> {
        stdout
            .lines()
            .filter_map(|line| line.strip_prefix("test ")?.strip_suffix("::behaves ... ok").map(str::to_owned))
            .collect()
    }

    #[test]
    fn programs_fail_exactly_where_a_change_is_called_breaking() {
        let package = target().join("tests/classes");
        for folder in ["src", "examples", "tests"] {
            let known: BTreeSet<String> = cases().iter().map(module).chain(["before".to_owned()]).collect();
            for entry in std::fs::read_dir(package.join(folder)).into_iter().flatten().flatten() {
                let name = entry.file_name().to_string_lossy().trim_end_matches(".rs").to_owned();
                if folder != "tests" && name != "lib" && !known.contains(&name) {
                    let _ = std::fs::remove_dir_all(entry.path());
                    let _ = std::fs::remove_file(entry.path());
                }
            }
        }
        let manifest = format!(
            "[package]\nname = \"classes\"\nedition = \"2024\"\n\n[features]\ndefault = [\"aliyun\", \"serde\"]\naliyun = []\nreqwest = []\nureq = []\nserde = []\n\n\
             [dependencies]\nserde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\
             spectable-runtime = {{ path = {:?}, features = [\"serde\"] }}\n\n[workspace]\n\n[profile.dev]\ndebug = 0\n",
            root().join("runtime")
        );
        file(&package.join("Cargo.toml"), &manifest);
        let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("readable");
        if !package.join("Cargo.lock").exists() {
            file(&package.join("Cargo.lock"), &lock);
        }
        let mut library = "#![allow(warnings)]\npub mod before;\n".to_owned();
        emitted(&package, "before", &run(""), true);
        for case in cases() {
            let module = module(case);
            let _ = writeln!(library, "pub mod {module};");
            let source = package.join("src").join(&module);
            let after = run(&case.edit);
            // An operation that is gone leaves no file.
            if !after.generated.keys().all(|path| source.join(path.trim_start_matches("src/")).exists()) {
                let _ = std::fs::remove_dir_all(&source);
            }
            let serde = std::fs::read_to_string(program(case)).expect("a program").contains("serde");
            emitted(&package, &module, &after, serde);
            let text = format!("#![allow(warnings)]\nuse classes::{module} as api;\ninclude!({:?});\n", program(case));
            file(&package.join("examples").join(format!("{module}.rs")), &text);
        }
        file(&package.join("src/lib.rs"), &library);

        // What compiles after the change.
        let (_, messages, error) =
            cargo(&package, &["check", "--examples", "--keep-going", "--message-format", "json"]);
        assert!(messages.contains("\"build-finished\""), "{error}");
        let compiled: BTreeSet<String> = messages
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .filter(|message| message["reason"] == "compiler-artifact" && message["target"]["kind"][0] == "example")
            .filter_map(|message| message["target"]["name"].as_str().map(str::to_owned))
            .collect();
        // What behaves, before and after.
        let before = programs(cases().iter().map(|case| (case, "before".to_owned())));
        file(&package.join("tests/before.rs"), &format!("#![allow(warnings)]\n{before}"));
        let after = cases().iter().filter(|case| compiled.contains(&module(case)));
        let after = programs(after.map(|case| (case, module(case))));
        file(&package.join("tests/after.rs"), &format!("#![allow(warnings)]\n{after}"));
        let (_, ran, error) = cargo(&package, &["test", "--test", "before", "--no-fail-fast"]);
        let before = passed(&ran);
        for case in cases() {
            assert!(before.contains(&module(case)), "{} fails before the change:\n{ran}\n{error}", case.name);
        }
        let (_, ran, error) = cargo(&package, &["test", "--test", "after", "--no-fail-fast"]);
        let after = passed(&ran);
        let mut wrong = Vec::new();
        let (mut refused, mut other, mut fine) = (0, 0, 0);
        for case in cases() {
            let (compiles, behaves) = (compiled.contains(&module(case)), after.contains(&module(case)));
            match (compiles, behaves) {
                (false, _) => refused += 1,
                (true, false) => other += 1,
                (true, true) => fine += 1,
            }
            if behaves == (case.class() == "breaking") {
                wrong.push(format!("{}: {}, yet compiles: {compiles}, behaves: {behaves}", case.name, case.verdict));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}\n{ran}\n{error}");
        println!("{refused} programs no longer compile, {other} do something else, {fine} are as before");
    }
}

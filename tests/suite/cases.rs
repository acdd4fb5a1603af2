//! Golden cases: small pages, one for each oddity of real ones, with what becomes of them side by side.
//!
//! A case is a folder of `tests/cases`; a new folder is a new case. It holds
//!
//! | file | what it is |
//! |---|---|
//! | `page.md` | the page, by hand |
//! | `ir.snap` | the IR that is read from it |
//! | `diagnostics.snap` | what is said about it, as a person sees it |
//! | `code.md`, `code.snap` | only where the case is about emission: why, by hand, and the Rust of its operation and enums |
//! | `schema.md`, `schema.snap` | the same for the schema as data |
//!
//! Most cases are about reading: the IR says all, and a snapshot of the code would only say it once more. Their code is
//! emitted and compiled all the same (see `cases_compile`). Note and snapshot of one name go together: either alone is a
//! failure, so that a case does not grow weaker when a file gets lost. A page that is refused belongs in `bad_input`.
//!
//! One case alone: `CASE=hostile-text cargo test -p spectable-tests cases`. A new case, or a change that is meant:
//! `INSTA_UPDATE=always cargo test -p spectable-tests cases`, then read the diff.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use spectable_emit::generate::{self, Output};
use spectable_pages::diagnostic::Code;
use spectable_pages::ir::{Evidence, Field, at_path};
use spectable_pages::source::SourceFile;

use crate::helper::{input_of, rendered, snapshot};

/// So many cases there are at least: were the folder empty, every test of it would pass. Lower it with a case that goes.
const LEAST: usize = 54;

/// What every case holds.
const ALWAYS: [&str; 3] = ["page.md", "ir.snap", "diagnostics.snap"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

/// The names in a folder, in order.
fn listing(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect()
}

/// Every case.
pub(crate) fn names() -> BTreeSet<String> {
    let mut names = listing(&folder());
    names.retain(|name| folder().join(name).is_dir());
    assert!(names.len() >= LEAST, "tests/cases holds {} cases, and there were {LEAST}: {names:?}", names.len());
    names
}

/// Runs a case; the path fills in product and version where a page does not say them.
pub(crate) fn run(name: &str) -> Output {
    let page = folder().join(name).join("page.md");
    let text = std::fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    generate::generate(input_of(vec![SourceFile::new("desk/2021-03-04/Page.md", text)]))
}

/// What a case's snapshots should hold, by their names: only those that its folder asks for.
fn results(output: &Output, files: &BTreeSet<String>) -> Vec<(&'static str, String)> {
    let ir = output.ir.iter().find(|(path, _)| path.ends_with(".yaml"));
    let ir = ir.map_or_else(|| "none".to_owned(), |(_, text)| text.clone());
    let mut results = vec![("diagnostics", rendered(output.diagnostics())), ("ir", ir)];
    // `src/VENDOR/VERSION/FILE.rs`
    let version: Vec<_> = output
        .generated
        .iter()
        .filter(|(path, _)| path.starts_with("src/") && path.matches('/').count() == 3 && !path.ends_with("/mod.rs"))
        .collect();
    for (name, is_schema) in [("code", false), ("schema", true)] {
        if files.contains(&format!("{name}.md")) {
            let of_name = version.iter().filter(|(path, _)| path.ends_with("/schemas.rs") == is_schema);
            let texts: Vec<String> = of_name.map(|(path, text)| format!("// {path}\n{text}")).collect();
            results.push((name, texts.join("\n")));
        }
    }
    results
}

/// What is wrong with a case; what differs from a snapshot is printed on the way.
fn failures(name: &str) -> Vec<String> {
    let files = listing(&folder().join(name));
    let output = run(name);
    let mut failures = Vec::new();
    if output.has_errors() {
        failures.push("the page is refused".to_owned());
    }
    let results = results(&output, &files);
    for (snapshot_name, text) in &results {
        let same = catch_unwind(AssertUnwindSafe(|| snapshot(&format!("cases/{name}"), snapshot_name, text)));
        if same.is_err() {
            failures.push(format!("{snapshot_name}.snap differs or is missing"));
        }
    }
    let belongs = |file: &str| {
        let compared = results.iter().any(|(name, _)| file.split_once('.').is_some_and(|(stem, _)| stem == *name));
        // insta puts the new text beside a snapshot that differs, as `ir.snap.new`.
        ALWAYS.contains(&file) || compared
    };
    let strangers = files.iter().filter(|file| !belongs(file));
    failures.extend(strangers.map(|file| format!("{file} is compared with nothing")));
    failures
}

#[test]
fn every_case_is_as_its_snapshots_say() {
    let mut names = names();
    if let Ok(only) = std::env::var("CASE") {
        assert!(names.contains(&only), "CASE={only}: there is no such case; there are {names:?}");
        names = BTreeSet::from([only]);
    }
    let mut failed = Vec::new();
    for name in &names {
        // One case that panics does not hide the others.
        let failures = catch_unwind(|| failures(name)).unwrap_or_else(|_| vec!["panicked".to_owned()]);
        if failures.is_empty() {
            println!("case {name}: ok");
        } else {
            println!("case {name}: FAILED");
            failed.push(format!("case {name}: {}", failures.join("; ")));
        }
    }
    assert!(failed.is_empty(), "{} of {} cases fail:\n{}", failed.len(), names.len(), failed.join("\n"));
}

/// What a case's only page says, by hand: a snapshot is too easily accepted.
fn fields(output: &Output) -> BTreeMap<String, (String, Evidence)> {
    fn walk(fields: &[Field], above: &str, found: &mut BTreeMap<String, (String, Evidence)>) {
        for field in fields {
            let path = format!("{above}{}", field.name);
            found.insert(path.clone(), (field.ty.to_string(), field.evidence));
            walk(&field.fields, &format!("{path}."), found);
        }
    }
    let mut found = BTreeMap::new();
    let operation = output.documents[0].operation.as_ref().expect("readable");
    walk(&operation.response, "", &mut found);
    found
}

#[test]
fn a_placement_that_no_evidence_decides_is_a_guess() {
    let output = run("placement-guess");
    let guesses = output.diagnostics().filter(|(_, diagnostic)| diagnostic.code == Code::PlacementGuess);
    let asked: Vec<&str> = guesses.filter_map(|(_, guess)| guess.fixes.first()?.entry.path.as_deref()).collect();
    // The most doubtful comes first; of what stands directly behind its struct there is least doubt.
    assert_eq!(asked.first(), Some(&"response/Ticket/Owner/Zone"), "{asked:?}");
    assert_eq!(asked.last(), Some(&"response/Ticket/Owner/Name"), "{asked:?}");
}

#[test]
fn a_broken_sample_does_not_change_a_type() {
    let found = fields(&run("sample-broken-xml"));
    let types: Vec<(&str, &str)> = found.iter().map(|(path, (ty, _))| (path.as_str(), ty.as_str())).collect();
    let expected = [
        ("RequestId", "string"),
        ("Rule", "struct"),
        ("Rule.Operator", "string"),
        ("Rule.Value", "integer"),
        ("TotalCount", "integer"),
    ];
    assert_eq!(types, expected);
}

/// JSON decides for JSON, unless the table names the wrapper.
#[test]
fn a_wrapper_that_only_xml_shows_is_an_items_name() {
    let output = run("list-wrapper-in-xml-only");
    let operation = output.documents[0].operation.as_ref().expect("readable");
    let form = |path: &str| {
        let field = at_path(&operation.response, path).expect("the field");
        (field.ty.to_string(), field.wrapper.clone(), field.item.clone())
    };
    let some = |name: &str| Some(name.to_owned());
    assert_eq!(form("Depots"), ("list<Depot>".to_owned(), None, some("Depot")));
    assert_eq!(form("Depots.Lines"), ("list<string>".to_owned(), None, some("Line")));
    assert_eq!(form("Depots.Trams"), ("list<Tram>".to_owned(), None, some("Tram")));
    assert_eq!(form("Stops"), ("list<Stop>".to_owned(), some("Stop"), None));
    assert!(output.diagnostics().all(|(_, said)| said.code == Code::RequestTableMissing));
}

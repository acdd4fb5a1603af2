//! What is in the repository is what the pages make.

use std::collections::BTreeMap;
use std::process::Command;

use spectable_emit::plan::{Plan, State};
use spectable_pages::ir::Operation;
use spectable_pages::yaml;

use crate::helper::{errors, operation, output, root, tree};
use crate::workshop::xtask;

/// The files below a folder that `owned` picks.
fn existing(folder: &str, owned: impl Fn(&str) -> bool) -> BTreeMap<String, String> {
    tree(&root().join(folder))
        .into_iter()
        .filter(|(path, _)| owned(path))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8")))
        .collect()
}

#[track_caller]
fn assert_fresh(wanted: &BTreeMap<String, String>, existing: &BTreeMap<String, String>) {
    let plan = Plan::new(wanted.clone(), existing);
    let stale: Vec<String> = plan
        .files
        .iter()
        .filter(|(_, (state, _))| *state != State::Fresh)
        .map(|(path, (state, _))| format!("{state} {path}"))
        .collect();
    assert!(stale.is_empty(), "run `cargo xtask regen` and commit what it writes: {stale:#?}");
}

#[test]
fn the_pages_have_no_errors() {
    assert_eq!(errors(output()), "none");
    assert_eq!(output().documents.len(), 5);
}

#[test]
fn specs_ir_is_up_to_date() {
    assert_fresh(&output().ir, &existing("specs/ir", |_| true));
}

#[test]
fn generated_is_up_to_date() {
    let owned = |path: &str| path.starts_with("src/") || path.starts_with("tests/samples");
    assert_fresh(&output().generated, &existing("generated", owned));
}

/// And so is the emitted code that the runtime's own tests stand on, which only the program itself makes.
#[test]
fn what_the_runtime_is_tested_with_is_up_to_date() {
    let run = Command::new(xtask()).args(["regen", "--check"]).current_dir(root()).output().expect("xtask runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
}

/// The YAML that people review says everything: read back, it makes the same operation.
#[test]
fn ir_round_trips() {
    for (path, text) in existing("specs/ir", |path| path.ends_with(".yaml")) {
        let read: Operation = yaml::read(&text).unwrap_or_else(|error| panic!("{path}: {error:?}"));
        let again = yaml::write(&read).expect("writable");
        assert!(text.ends_with(&again), "{path}");
        let page = path.trim_end_matches(".yaml");
        assert_eq!(again, yaml::write(operation(page)).expect("writable"), "{path}");
    }
}

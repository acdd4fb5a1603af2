//! The same bytes on every run, whatever the order of the pages, the number of threads or the locale.

use std::num::NonZero;
use std::process::Command;

use spectable_emit::generate::{self, Output};
use spectable_pages::parallel;

use crate::helper::{input, output, rendered, root, tree};
use crate::workshop::xtask;

/// Everything that a run makes, in one value.
fn made(output: &Output) -> impl PartialEq + std::fmt::Debug + use<> {
    let diagnostics = rendered(output.diagnostics());
    (output.generated.clone(), output.ir.clone(), diagnostics)
}

#[test]
fn two_runs() {
    assert!(made(&generate::generate(input())) == made(output()));
}

#[test]
fn pages_and_overrides_in_another_order() {
    let mut input = input();
    input.specs.pages.reverse();
    input.specs.overrides.reverse();
    assert!(made(&generate::generate(input)) == made(output()));
}

/// What samples of one page teach about another does not depend on which comes first.
#[test]
fn pages_of_one_version_in_every_order() {
    let input = || {
        let mut pages = input().specs.pages;
        pages.retain(|page| page.path.contains("2017-07-05"));
        crate::helper::input_of(pages)
    };
    let expected = made(&generate::generate(input()));
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut other = input();
        other.specs.pages = order.map(|index| other.specs.pages[index].clone()).to_vec();
        assert!(made(&generate::generate(other)) == expected, "{order:?}");
    }
}

#[test]
fn one_thread_and_many() {
    for threads in [1, 16] {
        let threads = NonZero::new(threads).expect("not zero");
        let run = parallel::on_threads(threads, || generate::generate(input()));
        assert!(made(&run) == made(output()), "{threads} threads");
    }
}

#[test]
fn another_locale_and_time_zone() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |name: &str, variables: &[(&str, &str)]| {
        let out = folder.path().join(name).join("ccc-api");
        let mut command = Command::new(xtask());
        command.current_dir(root()).args(["regen", "--specs"]);
        // A folder of pages, not `specs`: the IR goes into the crate, and nothing else is touched.
        command.arg("specs/pages").arg("--out").arg(&out);
        let status = command.envs(variables.iter().copied()).output();
        assert!(status.expect("runs").status.success());
        tree(&out)
    };
    let plain = run("plain", &[("LC_ALL", "C"), ("TZ", "UTC")]);
    assert!(plain.len() > 20);
    let turkish = [("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("TZ", "Asia/Kathmandu"), ("COLUMNS", "20")];
    assert!(run("turkish", &turkish) == plain);
}

//! Everything that reads what others wrote, with input that nobody would write.
//!
//! A harness on the stable toolchain, and so in every run of the tests: a fixed seed, a fixed number of executions, no
//! tool to install. It knows pages, cells and brackets, and takes well-formed files for a start, which finds more of what
//! matters here than bytes that a coverage tool found alone; what it lacks is that tool's feedback. A longer run is
//! `FUZZ=100 cargo test --release -p spectable-tests --test suite fuzz -- --nocapture`: a hundred times as many, and
//! `FUZZ_SEED=2` takes others. Input that failed is kept in `target/fuzz`, and small ones go into `tests/fuzz/TARGET`,
//! which every run starts from.

mod mutate;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use crate::helper::{root, target, tree, write_file};
use crate::random::Random;

/// What is fuzzed.
struct Target {
    name: &'static str,
    /// How many executions a plain run of the tests takes.
    executions: usize,
    /// Well-formed input to start from.
    seeds: fn() -> Vec<Vec<u8>>,
    /// Words that mean something to the reader.
    words: &'static [&'static str],
    /// Reads an input; the error says what does not hold.
    run: fn(&[u8]) -> Result<(), String>,
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Runs a target from its seeds, and says how much was done.
fn fuzz(fuzzed: &Target) {
    let Target { name, executions, seeds, words, run } = fuzzed;
    let times = number("FUZZ").and_then(|times| usize::try_from(times).ok()).unwrap_or(1);
    let mut random = Random::new(number("FUZZ_SEED").unwrap_or(1));
    let mut corpus = seeds();
    corpus.extend(tree(&root().join("tests/fuzz").join(name)).into_values());
    assert!(!corpus.is_empty(), "{name} has nothing to start from");
    let started = Instant::now();
    let execute = |input: &[u8], at: usize| {
        let ended = catch_unwind(AssertUnwindSafe(|| run(input))).unwrap_or_else(|_| Err("it panics".to_owned()));
        if let Err(what) = ended {
            let small =
                mutate::smaller(input, |input| !matches!(catch_unwind(AssertUnwindSafe(|| run(input))), Ok(Ok(()))));
            let path = target().join("fuzz").join(format!("{name}-{at}"));
            write_file(&path, &small);
            panic!("{name}, input {at}: {what}\nkept in {}\n{}", path.display(), String::from_utf8_lossy(&small));
        }
    };
    for (at, seed) in corpus.iter().enumerate() {
        execute(seed, at);
    }
    for at in 0..executions * times {
        let mut input = random.pick(&corpus).cloned().unwrap_or_default();
        for _ in 0..=random.below(4) {
            input = mutate::mutate(&input, &corpus, words, &mut random);
        }
        execute(&input, at);
    }
    println!(
        "{name}: {} executions, {:.1} s, 0 findings",
        corpus.len() + executions * times,
        started.elapsed().as_secs_f32()
    );
}

macro_rules! targets {
    ($($(#[$when:meta])* $test:ident: $target:expr;)*) => {$(
        $(#[$when])*
        #[test]
        fn $test() {
            fuzz(&$target);
        }
    )*};
}

targets! {
    pages_to_code: targets::PAGES;
    json_as_serde_json_has_it: targets::JSON;
    xml_as_roxmltree_has_it: targets::XML;
    overrides_and_questions: targets::OVERRIDES;
    ir_as_yaml: targets::IR;
    #[cfg(feature = "clients")]
    resume_tokens: targets::TOKENS;
    saved_html: targets::HTML;
    vendors_schemas: targets::SCHEMAS;
}

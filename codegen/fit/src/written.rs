//! `weights.rs`: the model as source text, with what it reached.

use std::fmt::Write;

use spectable_pages::lower::{Model, Weights};

use crate::calibration::Calibration;
use crate::report;
use crate::trial::Judged;

/// The text of `weights.rs`.
pub(crate) fn weights(model: &Model, judged: &[Judged], calibration: &Calibration) -> String {
    let mut text = String::from(
        "//! The model of nesting: written by `cargo run --release -p spectable-fit`, not by hand.\n//!\n\
         //! Reached on products that were left out of the fit, each by a model that has seen all the others:\n//!\n",
    );
    let columns = |head: &str| "|---".repeat(head.matches('|').count() + 1);
    let _ = writeln!(text, "//! | product | {} |\n//! |---{}|", report::HEAD, columns(report::HEAD));
    for (product, figures) in report::figures(judged, calibration) {
        let _ = writeln!(text, "//! | {product} | {} |", figures.cells());
    }
    let _ = writeln!(text, "//!\n//! | {} |\n//! {}|", report::BIN_HEAD, columns(report::BIN_HEAD));
    for bin in report::reliability(judged, calibration) {
        let _ = writeln!(text, "//! | {} |", bin.cells());
    }
    text.push_str(
        "\nuse super::doubt::Signs;\nuse super::oddity::Oddity;\n\n/// What each oddity costs, times its amount.\n",
    );
    text.push_str("pub(super) const WEIGHTS: &[(Oddity, f32)] = &[\n");
    for (name, weight) in Weights::names().zip(model.weights.numbers()) {
        let _ = writeln!(text, "    (Oddity::{name}, {weight:.3}),");
    }
    text.push_str("];\n\n/// How much each sign counts.\n");
    let signs: Vec<String> = model.doubt.iter().map(|sign| format!("{sign:.3}")).collect();
    let _ = writeln!(text, "pub(super) const DOUBT: Signs = [{}];", signs.join(", "));
    let _ = writeln!(
        text,
        "\n/// A place that is less probable is a guess.\npub(super) const SURE: f32 = {:?};",
        model.sure
    );
    text
}

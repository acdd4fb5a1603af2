//! Learns from pages whose schema is known where the rows of flat tables belong, and writes `weights.rs`.
//!
//! What is fitted and how stands in the files: [`objective`] (what the weights should make likely), [`calibration`] (how
//! a share of trees becomes a probability), [`trial`] (the figures on products that were left out).

mod arguments;
mod calibration;
mod corpus;
mod objective;
mod prior;
mod report;
mod solver;
mod trial;
mod written;

use std::io::Write;
use std::process::ExitCode;

use arguments::Arguments;
use calibration::SURE;
use corpus::Corpus;
use spectable_pages::lower::Model;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> ExitCode {
    let mut out = std::io::stdout().lock();
    match Arguments::read(lexopt::Parser::from_env(), &mut out).and_then(|arguments| match arguments {
        Some(arguments) => run(&arguments, &mut out),
        None => Ok(()),
    }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<()> {
    let corpus = Corpus::read(&arguments.pages, &arguments.answers)?;
    writeln!(out, "{} pages of {} products with answers", corpus.pages.len(), corpus.products().len())?;
    // Each product by a model that has seen all the others.
    let mut trials = Vec::new();
    for product in corpus.products() {
        let weights = objective::fit(&corpus, Some(&product), arguments.strength, out)?;
        trials.push(trial::Trial { model: Model { weights, ..Model::default() }, product });
    }
    let weights = objective::fit(&corpus, None, arguments.strength, out)?;
    let judged = trial::judge(&corpus, &trials);
    let calibration = calibration::fit(&judged)?;
    report::report(&judged, &calibration, out)?;
    if let Some(path) = &arguments.inspect {
        trial::inspect(&corpus, &trials, &calibration, path)?;
    }
    let model = Model { weights, doubt: calibration.all, sure: SURE };
    if let Some(path) = &arguments.write {
        fs_err::write(path, written::weights(&model, &judged, &calibration))?;
        writeln!(out, "wrote {}", path.display())?;
    }
    Ok(())
}

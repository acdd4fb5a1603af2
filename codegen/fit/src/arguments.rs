//! The command line.

use std::io::Write;
use std::path::PathBuf;

use crate::Result;

const HELP: &str = "\
Learns from pages whose schema is known where the rows of flat tables belong.

Every product, a folder right below PAGES, is left out once: the model that has seen all the others is tried on it, and
the figures are those of all such trials together. The weights that are written have seen every product.

Usage: cargo run --release -p spectable-fit -- [OPTIONS] PAGES ANSWERS

Arguments:
  PAGES              a folder of pages, a product in each of its folders
  ANSWERS            the answer sheet: JSON with `operations`, each with the paths of its response, and `pages`, each
                     with the operation it is about

Options:
      --strength N   how strongly large weights are held against the fit [default: 3]
      --inspect FILE write what `cargo xtask inspect --format json` would print, each product left out
      --write FILE   write the weights, such as codegen/pages/src/lower/nest/weights.rs
  -h, --help         this text
";

/// What was asked for.
pub(crate) struct Arguments {
    pub(crate) pages: PathBuf,
    pub(crate) answers: PathBuf,
    pub(crate) strength: f64,
    pub(crate) inspect: Option<PathBuf>,
    pub(crate) write: Option<PathBuf>,
}

impl Arguments {
    /// `None` where only help was asked for.
    pub(crate) fn read(mut parser: lexopt::Parser, out: &mut dyn Write) -> Result<Option<Self>> {
        use lexopt::prelude::*;
        let (mut strength, mut inspect, mut write) = (3.0, None, None);
        let mut paths: Vec<PathBuf> = Vec::new();
        while let Some(argument) = parser.next()? {
            match argument {
                Long("strength") => strength = parser.value()?.parse()?,
                Long("inspect") => inspect = Some(parser.value()?.into()),
                Long("write") => write = Some(parser.value()?.into()),
                Long("help") | Short('h') => {
                    write!(out, "{HELP}")?;
                    return Ok(None);
                }
                Value(path) => paths.push(path.into()),
                other => return Err(Box::new(other.unexpected())),
            }
        }
        let [pages, answers] = <[PathBuf; 2]>::try_from(paths)
            .map_err(|_| "expected a folder of pages and an answer sheet; --help says more")?;
        Ok(Some(Self { pages, answers, strength, inspect, write }))
    }
}

//! `cargo xtask openapi`

use std::io::Write;
use std::path::PathBuf;

use spectable_emit::generate;
use spectable_pages::diagnostic::Severity;
use spectable_review::openapi;

use crate::places::Places;
use crate::report::{self, MessageFormat};
use crate::transaction::Access;
use crate::{Exit, Result, files};

const HELP: &str = "\
Prints the operations as an OpenAPI 3.1 document, overrides applied. Writes nothing else.

Usage: cargo xtask openapi [OPTIONS]

Options:
      --specs DIR    a folder with `pages/` and `overrides/`, or any folder of pages [default: specs]
      --title TEXT   the document's title [default: ccc-api]
  -h, --help         this text
";

pub(crate) fn run(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<Exit> {
    use lexopt::prelude::*;
    let root = files::workspace();
    let mut specs = root.join("specs");
    let mut title = "ccc-api".to_owned();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("specs") => specs = PathBuf::from(arguments.value()?),
            Long("title") => title = arguments.value()?.string()?,
            Long("help") | Short('h') => {
                write!(out, "{HELP}")?;
                return Ok(Exit::Fine);
            }
            other => return Err(Box::new(other.unexpected())),
        }
    }
    let places = Places::new(specs, root.join("generated"))?;
    let _session = places.open(Access::Read)?;
    let (input, unreadable) = places.gather()?;
    let output = generate::generate(input);
    let mut err = std::io::stderr().lock();
    let all = unreadable.iter().map(|diagnostic| (None, diagnostic)).chain(output.diagnostics());
    let counts = report::print(&mut err, all, Severity::Error, MessageFormat::Text)?;
    if counts.errors > 0 {
        return Ok(Exit::Failed);
    }
    let operations =
        output.documents.iter().filter_map(|document| Some((document.operation.as_ref()?, document.answers())));
    writeln!(out, "{:#}", openapi::document(&title, operations))?;
    Ok(Exit::Fine)
}

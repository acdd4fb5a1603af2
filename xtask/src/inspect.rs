//! `cargo xtask inspect`

use std::io::Write;
use std::path::PathBuf;

use spectable_pages::diagnostic::Severity;
use spectable_pages::{pipeline, yaml};
use spectable_review::inspect;

use crate::report::{self, MessageFormat};
use crate::{Exit, Result, Usage, files, format_option, html};

const HELP: &str = "\
Prints what was understood of pages, without overrides, and writes nothing. A page that can't be
read prints its diagnostics to standard error, and the others go on.

Usage: cargo xtask inspect [OPTIONS] PATH...

Arguments:
  PATH...              pages, or folders of pages, saved as text, Markdown or HTML; of HTML, lines
                       are those of the text that it becomes

Options:
      --format FORMAT  json: one object a line and page; yaml: the IR [default: yaml]
      --verbose        print warnings too
      --timings        say how long it took
  -h, --help           this text
";

pub(crate) fn run(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<Exit> {
    use lexopt::prelude::*;
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut json = false;
    let mut verbose = false;
    let mut timings = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("format") => json = format_option(&mut arguments, &[("json", true), ("yaml", false)])?,
            Long("verbose") | Short('v') => verbose = true,
            Long("timings") => timings = true,
            Long("help") | Short('h') => {
                write!(out, "{HELP}")?;
                return Ok(Exit::Fine);
            }
            Value(path) => paths.push(path.into()),
            other => return Err(Box::new(other.unexpected())),
        }
    }
    if paths.is_empty() {
        return Err(Box::new(Usage("inspect: expected a page or a folder of pages".to_owned())));
    }
    let start = std::time::Instant::now();
    let mut found = Vec::new();
    for path in &paths {
        found.extend(files::pages(path).map_err(|error| format!("{error}; expected a page or a folder of pages"))?);
    }
    let (files, mut unreadable) = files::read_any(&found);
    let (pages, refused) = html::convert(files);
    unreadable.extend(refused);
    let (texts, saved): (Vec<_>, Vec<_>) = pages.into_iter().unzip();
    let mut documents = pipeline::documents(texts);
    for (document, saved) in documents.iter_mut().zip(saved) {
        if let Some(saved) = saved {
            saved.name(document);
        }
    }
    let mut errors = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        match (&document.operation, json) {
            (Some(operation), false) => {
                let text =
                    yaml::write(operation).map_err(|error| format!("{}: {}", document.file.path, error.message))?;
                writeln!(out, "{}# {}\n{text}", if index > 0 { "---\n" } else { "" }, document.file.path)?;
            }
            (Some(_), true) => {
                if let Some(object) = inspect::object(document) {
                    writeln!(out, "{object}")?;
                }
            }
            (None, _) => errors.push(document),
        }
    }
    out.flush()?;
    let mut err = std::io::stderr().lock();
    let shown = documents
        .iter()
        .filter(|document| verbose || document.operation.is_none())
        .flat_map(|document| document.diagnostics.iter().map(move |diagnostic| (Some(&document.file), diagnostic)));
    report::print(
        &mut err,
        unreadable.iter().map(|diagnostic| (None, diagnostic)).chain(shown),
        Severity::Warning,
        MessageFormat::Text,
    )?;
    if timings {
        writeln!(err, "{} pages in {:.3} s", found.len(), start.elapsed().as_secs_f64())?;
    }
    Ok(if errors.is_empty() && unreadable.is_empty() { Exit::Fine } else { Exit::Failed })
}

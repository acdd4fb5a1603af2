//! `cargo xtask inspect`

use std::io::Write;
use std::path::PathBuf;

use spectable_pages::add::{self, Given, Homeless};
use spectable_pages::diagnostic::Severity;
use spectable_pages::source::SourceFile;
use spectable_pages::{pipeline, yaml};
use spectable_review::inspect;

use crate::html::Saved;
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
      --vendor NAME    of a single page: aliyun or tencent; the page's layout tells it too
      --product NAME   of a single page: such as ccc, where the page does not say it
      --version DATE   of a single page: such as 2017-07-05, where the page does not say it
      --action NAME    of a single page: such as ListCallDetailRecords, where the page does not say it
      --format FORMAT  json: one object a line and page; yaml: the IR [default: yaml]
      --verbose        print warnings too
      --timings        say how long it took
  -h, --help           this text
";

pub(crate) fn run(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<Exit> {
    use lexopt::prelude::*;
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut given = Given::default();
    let mut json = false;
    let mut verbose = false;
    let mut timings = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("vendor") => given.vendor = Some(arguments.value()?.string()?),
            Long("product") => given.product = Some(arguments.value()?.string()?),
            Long("version") => given.version = Some(arguments.value()?.string()?),
            Long("action") => given.action = Some(arguments.value()?.string()?),
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
    if given != Given::default() && found.len() != 1 {
        let expected = "--vendor, --product, --version and --action are said of a single page";
        return Err(Box::new(Usage(format!("inspect: {expected}, and here are {}; name one", found.len()))));
    }
    let (files, mut unreadable) = files::read_any(&found);
    let (pages, refused) = html::convert(files);
    unreadable.extend(refused);
    let (mut texts, mut saved): (Vec<_>, Vec<_>) = pages.into_iter().unzip();
    if given != Given::default() {
        for (text, saved) in texts.iter_mut().zip(&mut saved) {
            put(text, saved, &given)?;
        }
    }
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

/// Has a page read from the place where `add` would put it: what it does not say of itself, its path does.
fn put(page: &mut SourceFile, saved: &mut Option<Saved>, given: &Given) -> Result<()> {
    match add::identify(page, given) {
        Ok((identity, _)) => {
            let shown = std::mem::replace(&mut page.path, add::path(&identity));
            saved.get_or_insert(Saved::Text { path: shown });
            Ok(())
        }
        Err(Homeless::Unclear(what)) => Err(Box::new(Usage(format!("{}: {what}", page.path)))),
        // What is wrong is said when it is read.
        Err(Homeless::NoPage(_)) => Ok(()),
    }
}

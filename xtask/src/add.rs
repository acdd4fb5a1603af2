//! `cargo xtask add`

use std::io::Write;
use std::path::{Path, PathBuf};

use spectable_pages::add::{self, Given, Homeless};
use spectable_pages::bounds::PAGE_BYTES;
use spectable_pages::ir::Vendor;
use spectable_pages::source::SourceFile;

use crate::schemas::{self, SchemaFile};
use crate::shelf::Shelf;
use crate::{Exit, Result, Usage, add_schema, files, html, regen};

const HELP: &str = "\
Puts a saved page at its place under specs/pages, runs regen with it, and shows what changes in
the API. All or nothing: a page with errors is not put there. Where there is no page, the vendor's
own schema will do: its facts become pages.

Usage: cargo xtask add [OPTIONS] PAGE

Arguments:
  PAGE                 a page saved as text, Markdown or HTML, or a schema: api-docs.json or api.json
                       of Alibaba Cloud, api.json of Tencent Cloud; `-` for standard input

Options:
      --vendor NAME    aliyun or tencent; the page's layout tells it too
      --product NAME   such as ccc, where the page does not say it
      --version DATE   such as 2017-07-05, where the page does not say it
      --action NAME    such as ListCallDetailRecords, where the page does not say it
      --operation NAME an operation of a schema, which may be given several times; `all` for all
                       that have no page yet
      --descriptions   keep the sentences of a schema too, not its facts alone
      --update         replace the page of this operation, where one is there that differs
      --fix ID,...     insert the suggested overrides with these ids into specs/overrides, together
                       with the page; `all` for the first suggestion of each message
      --why TEXT       the reason to record in them
      --specs DIR      see regen [default: specs]
      --out DIR        see regen [default: generated]
  -h, --help           this text
";

struct Options {
    page: PathBuf,
    given: Given,
    update: bool,
    operations: Vec<String>,
    descriptions: bool,
    regen: regen::Options,
}

pub(crate) fn run(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<Exit> {
    use lexopt::prelude::*;
    let mut page = None;
    let mut given = Given::default();
    let mut update = false;
    let mut operations = Vec::new();
    let mut descriptions = false;
    let mut regen = regen::Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("vendor") => given.vendor = Some(arguments.value()?.string()?),
            Long("product") => given.product = Some(arguments.value()?.string()?),
            Long("version") => given.version = Some(arguments.value()?.string()?),
            Long("action") => given.action = Some(arguments.value()?.string()?),
            Long("update") => update = true,
            Long("operation") => operations.push(arguments.value()?.string()?),
            Long("descriptions") => descriptions = true,
            Long("fix") => regen.fix.add(&arguments.value()?.string()?),
            Long("why") => regen.fix.why(arguments.value()?.string()?)?,
            Long("specs") => regen.specs = arguments.value()?.into(),
            Long("out") => regen.out = Some(arguments.value()?.into()),
            Long("help") | Short('h') => {
                write!(out, "{HELP}")?;
                return Ok(Exit::Fine);
            }
            Value(value) if page.is_none() => page = Some(PathBuf::from(value)),
            other => return Err(Box::new(other.unexpected())),
        }
    }
    let page = page.ok_or_else(|| Usage("add: expected a saved page, or `-` for standard input".to_owned()))?;
    regen.check_out()?;
    add_page(&Options { page, given, update, operations, descriptions, regen }, out)
}

fn add_page(options: &Options, out: &mut dyn Write) -> Result<Exit> {
    let page = match read(&options.page)? {
        Saved::Page(page) => page,
        Saved::Schema(file) => {
            let Options { given, operations, descriptions, update, regen, .. } = options;
            let options =
                add_schema::Options { given, operations, descriptions: *descriptions, update: *update, regen };
            return add_schema::add(&file, &options, out);
        }
    };
    if !options.operations.is_empty() || options.descriptions {
        return Err(Box::new(Usage("--operation and --descriptions are for schemas, and this is a page".to_owned())));
    }
    let mut named = page.clone();
    named.path = html::text_path(&page.path);
    let identity = match add::identify(&named, &options.given) {
        Ok((identity, saved)) => {
            let vendor = match identity.vendor {
                Vendor::Aliyun => "Alibaba Cloud",
                Vendor::Tencent => "Tencent Cloud",
            };
            writeln!(out, "{}: {} of {vendor}, {}", page.path, identity.action, saved.style())?;
            for lost in saved.lost() {
                writeln!(out, "this copy has lost {lost}: save the page as HTML or Markdown to keep it")?;
            }
            identity
        }
        Err(Homeless::Unclear(what)) => return Err(Box::new(Usage(format!("{}: {what}", page.path)))),
        Err(Homeless::NoPage(diagnostics)) => {
            for mut diagnostic in diagnostics {
                diagnostic.path.clone_from(&page.path);
                writeln!(out, "{}\n", diagnostic.render(Some(&page)))?;
            }
            writeln!(out, "{}: nothing was written", page.path)?;
            return Ok(Exit::Failed);
        }
    };

    let mut shelf = Shelf::open(&options.regen)?;
    let (target, known) = shelf.place(&identity);
    let known = known.map(|known| known.file.text.as_str());
    if let Some(known) = known.filter(|known| *known != page.text && !options.update) {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
        let (old, new) = (lines(known), lines(&page.text));
        let differs = match (new.difference(&old).count(), old.difference(&new).count()) {
            (0, 0) => "in the order of its lines, or how often they stand there".to_owned(),
            (new, gone) => format!("{new} lines are new, {gone} are gone"),
        };
        let is_there = format!("{}: the page of {} is there, and differs", files::shown(&target), identity.action);
        return Err(format!("{is_there}: {differs}; --update replaces it").into());
    }
    if known != Some(page.text.as_str()) {
        shelf.put(target, page.text);
    }
    shelf.finish(true, out)
}

/// What somebody saved.
enum Saved {
    /// A page as text, as it is read from where it is put.
    Page(SourceFile),
    Schema(Box<SchemaFile>),
}

fn read(path: &Path) -> Result<Saved> {
    let file = schemas::text(path)?;
    let name = &file.path;
    if schemas::is_json(&file.text) {
        return Ok(Saved::Schema(Box::new(schemas::open(file)?)));
    }
    if file.text.len() > PAGE_BYTES {
        let most = PAGE_BYTES;
        return Err(format!("{name}: the page has more than {most} bytes; save it without pictures and scripts").into());
    }
    let text = html::is_html(&file.text).then(|| html::to_text(&file.text)).transpose();
    let text = text.map_err(|what| format!("{name}: {what}"))?;
    Ok(Saved::Page(match text {
        Some(text) => SourceFile::new(file.path, text).page(),
        None => file.page(),
    }))
}

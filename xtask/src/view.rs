//! `cargo xtask view`

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use spectable_diff::{self as diff, IrTree};
use spectable_emit::generate::{self, Output};
use spectable_pages::diagnostic::Severity;
use spectable_pages::ir::Operation;
use spectable_pages::pipeline::{self, Document};
use spectable_pages::source::SourceFile;
use spectable_view::{Base, INDEX, Input};

use crate::git::Revision;
use crate::places::Places;
use crate::report::{self, MessageFormat};
use crate::transaction::Access;
use crate::{Exit, Result, Usage, files, html};

const HELP: &str = "\
Writes HTML that shows what was understood: each page's rows, the tree that was rebuilt and the
code that is emitted, side by side, with the evidence. One file an operation and an index; they
need no server and no network.

Usage: cargo xtask view [OPTIONS] [OPERATION...]

Arguments:
  OPERATION...     ListCallDetailRecords or aliyun/ccc/2020-07-01/ListCallDetailRecords
                   [default: all]

Options:
      --base REV   show what changed since a git revision, in the classes of `diff`
      --out DIR    where to write; older files of a view are removed there [default: target/view]
      --open       open it in the browser
      --specs DIR  where the pages stand [default: specs]
      --timings    say how long it took
  -h, --help       this text
";

struct Options {
    operations: Vec<String>,
    base: Option<String>,
    out: PathBuf,
    open: bool,
    specs: PathBuf,
    timings: bool,
}

pub(crate) fn run(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<Exit> {
    use lexopt::prelude::*;
    let root = files::workspace();
    let mut options = Options {
        operations: Vec::new(),
        base: None,
        out: root.join("target").join("view"),
        open: false,
        specs: root.join("specs"),
        timings: false,
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("base") => options.base = Some(filled("--base", arguments.value()?.string()?, "a git revision")?),
            Long("out") => options.out = filled("--out", arguments.value()?, "a folder")?.into(),
            Long("open") => options.open = true,
            Long("specs") => options.specs = filled("--specs", arguments.value()?, "a folder")?.into(),
            Long("timings") => options.timings = true,
            Long("help") | Short('h') => {
                write!(out, "{HELP}")?;
                return Ok(Exit::Fine);
            }
            Value(operation) => options.operations.push(operation.to_string_lossy().into_owned()),
            other => return Err(Box::new(other.unexpected())),
        }
    }
    view(&options, out)
}

/// A value that says something.
fn filled<T: AsRef<OsStr>>(option: &str, value: T, expected: &str) -> Result<T> {
    if value.as_ref().is_empty() {
        return Err(Box::new(Usage(format!("{option}: empty; expected {expected}"))));
    }
    Ok(value)
}

/// A view among the pages would be read as one, and one among overrides or IR would be in the way. Beside them is fine.
fn refuse_among_specs(out: &Path, specs: &Path, pages: &Path) -> Result<()> {
    let place = real(out)?;
    let mut among = place == real(specs)? || place.starts_with(real(pages)?);
    for folder in ["overrides", "ir"] {
        among |= place.starts_with(real(&specs.join(folder))?);
    }
    if among {
        let out = files::shown(out);
        return Err(Box::new(Usage(format!("--out: {out} stands among the pages; expected another folder"))));
    }
    Ok(())
}

/// Where a path leads, whatever links and `..` are in it: of what is not there yet, as far as there is something.
fn real(path: &Path) -> Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let mut there = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                there.pop();
            }
            part => there.push(part),
        }
        if let Ok(found) = there.canonicalize() {
            there = found;
        }
    }
    Ok(there)
}

/// An index that is no view's is somebody's own.
fn refuse_foreign(folder: &Path) -> Result<()> {
    let index = folder.join(INDEX);
    if index.exists() && !spectable_view::is_view(&fs_err::read(&index)?) {
        let index = files::shown(&index);
        return Err(
            format!("{index} was not written by `view`; move it away, or choose another folder with --out").into()
        );
    }
    Ok(())
}

fn view(options: &Options, out: &mut dyn Write) -> Result<Exit> {
    let start = std::time::Instant::now();
    let places = Places::new(options.specs.clone(), files::workspace().join("generated"))?;
    refuse_among_specs(&options.out, &options.specs, &places.pages)?;
    refuse_foreign(&options.out)?;
    let (output, unreadable) = {
        let _session = places.open(Access::Read)?;
        let (input, unreadable) = places.gather()?;
        (generate::generate(input), unreadable)
    };
    let operations = || output.documents.iter().filter_map(|document| document.operation.as_ref());
    let wanted = wanted(&options.operations, operations())?;
    let before = options.base.as_deref().map(|base| Before::read(base, options, &output)).transpose()?;
    let base = before.as_ref().map(Before::base);
    let site = spectable_view::site(&Input { output: &output, wanted: &wanted, base });
    let count = site.len() - 1;
    write_all(&options.out, &site)?;
    let index = options.out.join(INDEX);
    let mut err = std::io::stderr().lock();
    let all = unreadable.iter().map(|diagnostic| (None, diagnostic)).chain(output.diagnostics());
    let counts = report::print(&mut err, all, Severity::Error, MessageFormat::Text)?;
    let operations = if count == 1 { "1 operation".to_owned() } else { format!("{count} operations") };
    writeln!(out, "{operations}: see {}", files::shown(&index))?;
    if options.timings {
        let bytes: usize = site.values().map(String::len).sum();
        writeln!(out, "{:.3} s, {} KB an operation", start.elapsed().as_secs_f64(), bytes / count.max(1) / 1000)?;
    }
    if options.open {
        open::that_detached(&index)
            .map_err(|error| format!("{}: can't be opened: {error}; open it in a browser", files::shown(&index)))?;
    }
    Ok(if counts.errors > 0 { Exit::Failed } else { Exit::Fine })
}

/// The full names of the operations that were asked for.
fn wanted<'a>(asked: &[String], operations: impl Iterator<Item = &'a Operation>) -> Result<Vec<String>> {
    let known: Vec<String> = operations.map(Operation::full_name).collect();
    let mut wanted = Vec::new();
    for name in asked {
        let lower = name.to_lowercase();
        let fits = |full: &&String| {
            let full = full.to_lowercase();
            full.strip_suffix(&lower).is_some_and(|before| before.is_empty() || before.ends_with('/'))
        };
        let found: Vec<String> = known.iter().filter(fits).cloned().collect();
        if found.is_empty() {
            let mut there: Vec<&str> = known.iter().map(String::as_str).take(40).collect();
            there.sort_unstable();
            return Err(format!("there is no operation `{name}`; there are: {}", there.join(", ")).into());
        }
        wanted.extend(found);
    }
    Ok(wanted)
}

/// What a revision holds.
struct Before {
    name: String,
    tree: IrTree,
    documents: Vec<Document>,
    diff: diff::Diff,
}

impl Before {
    fn read(name: &str, options: &Options, now: &Output) -> Result<Self> {
        let (tree, released) = crate::diff::side(name, &options.specs)?;
        let operations = now.documents.iter().filter_map(|document| document.operation.clone());
        let released = released.map_or_else(|| env!("CARGO_PKG_VERSION").parse(), Ok)?;
        let diff = diff::compare(&tree, &IrTree::new(operations), &released);
        let documents = pipeline::run(pages_of(name, &options.specs)?).documents;
        Ok(Self { name: name.to_owned(), tree, documents, diff })
    }

    fn base(&self) -> Base<'_> {
        Base { name: &self.name, tree: &self.tree, documents: &self.documents, diff: &self.diff }
    }
}

/// The pages and overrides of a revision, or of a folder.
fn pages_of(what: &str, specs: &Path) -> Result<pipeline::Input> {
    if Path::new(what).is_dir() {
        let inner = Path::new(what).join("specs");
        let folder = if inner.is_dir() { inner } else { what.into() };
        return Ok(Places::new(folder, files::workspace().join("generated"))?.gather()?.0.specs);
    }
    let revision = Revision::open(what, specs)?;
    let ends = |path: &str, known: &[&str]| known.iter().any(|end| path.ends_with(end));
    let layered = revision.files(&specs.join("pages"))?;
    let mut texts = if layered.is_empty() { revision.files(specs)? } else { layered };
    texts.retain(|(path, text)| ends(path, &[".md", ".txt"]) && !html::is_html(text));
    let pages = texts.into_iter().map(|(path, text)| SourceFile::new(path, text)).collect();
    let mut overrides = Vec::new();
    for (path, text) in revision.files(&specs.join("overrides"))? {
        let below = path.rsplit_once("overrides/").map_or(path.as_str(), |(_, below)| below);
        if let Some(api) = below.strip_suffix(".yaml").or_else(|| below.strip_suffix(".yml")) {
            let api = api.to_owned();
            overrides.push((SourceFile::new(path, text), api));
        }
    }
    Ok(pipeline::Input { pages, overrides, unread: Vec::new() })
}

/// Writes the files of a view, and removes those of an older one.
fn write_all(folder: &Path, site: &BTreeMap<String, String>) -> Result<()> {
    fs_err::create_dir_all(folder)?;
    for entry in fs_err::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let stale = path.extension().is_some_and(|end| end == "html") && !site.contains_key(&name) && path.is_file();
        // What somebody else wrote is left alone.
        if stale && spectable_view::is_view(&fs_err::read(&path)?) {
            fs_err::remove_file(&path)?;
        }
    }
    for (name, text) in site {
        fs_err::write(folder.join(name), text)?;
    }
    Ok(())
}

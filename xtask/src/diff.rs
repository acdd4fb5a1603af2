//! `cargo xtask diff`

use std::io::Write;
use std::path::{Path, PathBuf};

use spectable_diff::{self as diff, COMMENT_LIMIT, IrTree, Version};

use crate::git::Revision;
use crate::places::Places;
use crate::transaction::Access;
use crate::{Exit, Result, Usage, files, format_option};

const HELP: &str = "\
Compares the meaning of two IR trees: says what changed in the API, whom each change breaks
and why, and which version of the crate comes next.

Usage: cargo xtask diff [OPTIONS]

Options:
      --base REV|DIR   before: a git revision, or a folder with IR [default: HEAD]
      --head REV|DIR   after [default: the IR of --specs]
      --specs DIR      the folder whose `ir/` is compared [default: specs]
      --released X.Y.Z the crate's version before the change [default: the one in the manifest of the base]
      --format FORMAT  text, markdown, json or changelog [default: text]
      --limit N        maximum length of the Markdown; the least important changes are folded first
                       [default: 65536, the longest comment on a pull request]
  -h, --help           this text
";

#[derive(Clone, Copy)]
enum DiffFormat {
    Text,
    Markdown,
    Json,
    Changelog,
}

const FORMATS: [(&str, DiffFormat); 4] = [
    ("text", DiffFormat::Text),
    ("markdown", DiffFormat::Markdown),
    ("json", DiffFormat::Json),
    ("changelog", DiffFormat::Changelog),
];

struct Options {
    base: String,
    head: Option<String>,
    specs: PathBuf,
    released: Option<Version>,
    format: DiffFormat,
    limit: usize,
}

pub(crate) fn run(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<Exit> {
    use lexopt::prelude::*;
    let mut options = Options {
        base: "HEAD".to_owned(),
        head: None,
        specs: files::workspace().join("specs"),
        released: None,
        format: DiffFormat::Text,
        limit: COMMENT_LIMIT,
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("base") => options.base = arguments.value()?.string()?,
            Long("head") => options.head = Some(arguments.value()?.string()?),
            Long("specs") => options.specs = arguments.value()?.into(),
            Long("released") => {
                let version = arguments.value()?.string()?;
                options.released = Some(version.parse().map_err(|error| Usage(format!("--released: {error}")))?);
            }
            Long("limit") => options.limit = arguments.value()?.parse()?,
            Long("format") => options.format = format_option(&mut arguments, &FORMATS)?,
            Long("help") | Short('h') => {
                write!(out, "{HELP}")?;
                return Ok(Exit::Fine);
            }
            other => return Err(Box::new(other.unexpected())),
        }
    }
    print(&options, out)?;
    Ok(Exit::Fine)
}

fn print(options: &Options, out: &mut dyn Write) -> Result<()> {
    let (before, version) = side(&options.base, &options.specs)?;
    let after = if let Some(head) = &options.head {
        side(head, &options.specs)?.0
    } else {
        // Another run may be at work there, or have been interrupted.
        let places = Places::new(options.specs.clone(), files::workspace().join("generated"));
        let _session = places.ok().map(|places| places.open(Access::Read)).transpose()?;
        folder(&options.specs)?
    };
    let released = options.released.or(version).map_or_else(|| env!("CARGO_PKG_VERSION").parse(), Ok)?;
    let diff = diff::compare(&before, &after, &released);
    match options.format {
        DiffFormat::Text => write!(out, "{}", diff.text())?,
        DiffFormat::Markdown => write!(out, "{}", diff.markdown(options.limit))?,
        DiffFormat::Changelog => write!(out, "{}", diff.changelog())?,
        DiffFormat::Json => writeln!(out, "{:#}", serde_json::to_value(&diff)?)?,
    }
    Ok(())
}

/// A tree, and the crate's version beside it where there is one.
pub(crate) fn side(what: &str, specs: &Path) -> Result<(IrTree, Option<Version>)> {
    let path = Path::new(what);
    if path.is_dir() {
        return Ok((folder(path)?, None));
    }
    if path.exists() {
        return Err(format!("{what}: is a file; expected a git revision or a folder with IR").into());
    }
    let revision = Revision::open(what, specs)?;
    let texts = revision.files(&ir(specs))?;
    if texts.is_empty() {
        return Err(format!(
            "{} at {what}: there is no IR; expected files such as aliyun/ccc/2017-07-05/ListUsers.yaml",
            files::shown(&ir(specs))
        )
        .into());
    }
    let files = texts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let tree = IrTree::read(files).map_err(|error| refused(&error, &format!(" at {what}")))?;
    Ok((tree, released(&revision, specs)))
}

/// The IR below a folder, which may be `specs`, what it stands in, or the IR itself.
fn folder(path: &Path) -> Result<IrTree> {
    let places = [path.join("specs").join("ir"), path.join("ir"), path.to_owned()];
    let Some(root) = places.iter().find(|place| place.is_dir()) else {
        return Err(format!("{}: no such folder; expected one with IR", path.display()).into());
    };
    let mut found = Vec::new();
    let mut others = 0_usize;
    files::walk(root, &mut |file| {
        if file.extension().is_some_and(|extension| extension == "yaml") {
            found.push(file);
        } else {
            others += 1;
        }
    })?;
    // The pages' folder is easily meant by mistake; an empty one is a tree without operations.
    if found.is_empty() && others > 0 {
        return Err(format!(
            "{}: there is no IR; expected files such as aliyun/ccc/2017-07-05/ListUsers.yaml, which `regen` writes",
            root.display()
        )
        .into());
    }
    let mut texts = Vec::with_capacity(found.len());
    for file in found {
        texts.push((files::shown(&file), fs_err::read_to_string(&file)?));
    }
    IrTree::read(texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))).map_err(|error| refused(&error, ""))
}

fn refused(error: &diff::Unreadable, at: &str) -> Box<dyn std::error::Error> {
    let place = error.place.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
    format!(
        "{}{place}{at}: {}; expected IR as this version of `regen` writes it: run `regen` on those pages first, and compare folders",
        error.path, error.message
    )
    .into()
}

/// Where the IR stands.
fn ir(specs: &Path) -> PathBuf {
    specs.join("ir")
}

/// The version of the crate as the revision's manifests say it.
fn released(revision: &Revision, specs: &Path) -> Option<Version> {
    let root = specs.parent().unwrap_or(Path::new(""));
    let version = |path: PathBuf, section: &str| -> Option<Version> {
        let text = revision.file(&path)?;
        let mut inside = false;
        text.lines().find_map(|line| {
            if line.starts_with('[') {
                inside = line.trim() == section;
            }
            let value = line.strip_prefix("version").filter(|_| inside)?.trim_start().strip_prefix('=')?;
            value.trim().trim_matches('"').parse().ok()
        })
    };
    version(root.join("generated").join("Cargo.toml"), "[package]")
        .or_else(|| version(root.join("Cargo.toml"), "[workspace.package]"))
}

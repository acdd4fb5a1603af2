//! `cargo xtask regen`

use std::io::Write;
use std::path::{Path, PathBuf};

use spectable_codegen::diagnostic::{Diagnostic, Severity};
use spectable_codegen::emit::CrateLayout;
use spectable_codegen::fixes::Fix;
use spectable_codegen::generate::{self, Input, Output};
use spectable_codegen::plan::{Plan, State};
use spectable_codegen::source::SourceFile;

use crate::fix::Picked;
use crate::report::{self, Format};
use crate::transaction::{Access, Change, Session};
use crate::{Exit, Result, Usage, files};

const HELP: &str = "\
Reads every page and writes the IR and the crate. All or nothing: while anything is wrong,
nothing is written. Files that no page makes any more are removed.

Usage: cargo xtask regen [OPTIONS]

Options:
      --specs DIR      a folder with `pages/` and `overrides/`, which gets `ir/`, or any folder
                       of pages, whose IR then goes into the crate [default: specs]
      --out DIR        the crate's folder; gets a Cargo.toml where it has none of its own
                       [default: generated]
      --fix ID,...     put these overrides, whose ids stand with the messages, into
                       specs/overrides; `all` for the first of each message
      --why TEXT       the reason that these overrides state
      --check          write nothing; exit 4 where files are out of date
      --verbose        show notes too, and every file
      --timings        say how long it took
      --format FORMAT  of the diagnostics: text or json [default: text]
  -h, --help           this text
";

struct Options {
    specs: PathBuf,
    out: PathBuf,
    fix: Picked,
    check: bool,
    verbose: bool,
    timings: bool,
    format: Format,
}

pub(crate) fn run(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<Exit> {
    use lexopt::prelude::*;
    let root = files::workspace();
    let mut options = Options {
        specs: root.join("specs"),
        out: root.join("generated"),
        fix: Picked::default(),
        check: false,
        verbose: false,
        timings: false,
        format: Format::Text,
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("specs") => options.specs = arguments.value()?.into(),
            Long("out") => options.out = arguments.value()?.into(),
            Long("fix") => options.fix.add(&arguments.value()?.string()?),
            Long("why") => options.fix.why(arguments.value()?.string()?)?,
            Long("check") => options.check = true,
            Long("verbose") | Short('v') => options.verbose = true,
            Long("timings") => options.timings = true,
            Long("format") => {
                options.format = match arguments.value()?.to_str() {
                    Some("text") => Format::Text,
                    Some("json") => Format::Json,
                    other => {
                        return Err(Box::new(Usage(format!(
                            "--format {}: expected text or json",
                            other.unwrap_or("?")
                        ))));
                    }
                }
            }
            Long("help") | Short('h') => {
                write!(out, "{HELP}")?;
                return Ok(Exit::Fine);
            }
            other => return Err(Box::new(other.unexpected())),
        }
    }
    if options.check && !options.fix.is_empty() {
        return Err(Box::new(Usage("--check writes nothing, and --fix writes; expected one of the two".to_owned())));
    }
    regen(&options, out)
}

fn regen(options: &Options, out: &mut dyn Write) -> Result<Exit> {
    let start = std::time::Instant::now();
    let places = Places::new(options.specs.clone(), options.out.clone())?;
    let session = places.open(if options.check { Access::Read } else { Access::Write })?;
    let (input, unreadable) = places.gather()?;
    let pages = input.pages.len() + unreadable.len();
    let mut fixed = Vec::new();
    let output = if options.fix.is_empty() {
        generate::generate(input)
    } else {
        let found = generate::generate(input.clone());
        let (output, files) = places.fix(&options.fix, &offers(&found), input)?;
        fixed = files;
        output
    };
    let least = if options.verbose { Severity::Note } else { Severity::Warning };
    let all = unreadable.iter().map(|diagnostic| (None, diagnostic)).chain(output.diagnostics());
    let counts = report::print(out, all, least, options.format)?;
    if counts.errors > 0 {
        if options.format == Format::Text {
            writeln!(
                out,
                "{}, {}, {}: nothing was written",
                count(pages, "page"),
                count(counts.errors, "error"),
                count(counts.warnings, "warning")
            )?;
        }
        return Ok(Exit::Failed);
    }
    let operations = output.documents.iter().filter(|document| document.operation.is_some()).count();
    let (generated, ir) = places.plans(output)?;
    let fresh = generated.is_fresh() && ir.is_fresh() && fixed.is_empty();
    if !options.check && !fresh {
        let names: Vec<String> = fixed.iter().map(|change| change.path.clone()).collect();
        fixed.extend(changes(IR, &ir).chain(changes(OUT, &generated)));
        session.apply(&fixed)?;
        if options.format == Format::Text {
            for name in names {
                writeln!(out, "   Fixed {}", files::shown(&places.specs.join("overrides").join(name)))?;
            }
        }
    }
    if options.format == Format::Text {
        list(out, &[(&places.out, &generated), (&places.ir, &ir)], options)?;
        let both = |state| generated.count(state) + ir.count(state);
        let (new, stale, orphan, same) =
            (both(State::New), both(State::Stale), both(State::Orphan), both(State::Fresh));
        let time = if options.timings { format!(" in {:.3} s", start.elapsed().as_secs_f64()) } else { String::new() };
        let (pages, operations) = (count(pages, "page"), count(operations, "operation"));
        let guesses =
            if counts.warnings > 0 { format!(", {}", count(counts.warnings, "warning")) } else { String::new() };
        writeln!(
            out,
            "{pages}, {operations}{guesses}: {new} new, {stale} updated, {orphan} removed, {same} unchanged{time}"
        )?;
    }
    if options.check && !fresh {
        if options.format == Format::Text {
            writeln!(out, "out of date: run `cargo xtask regen` and commit what it writes")?;
        }
        return Ok(Exit::OutOfDate);
    }
    Ok(Exit::Fine)
}

/// The folders of a [`Session`], by their places in it.
pub(crate) const OVERRIDES: usize = 1;
pub(crate) const IR: usize = 2;
pub(crate) const OUT: usize = 3;

/// What a run offers to settle: of each message the alternatives.
pub(crate) fn offers(output: &Output) -> Vec<Vec<&Fix>> {
    output.diagnostics().map(|(_, diagnostic)| diagnostic.fixes.iter().collect()).collect()
}

/// What a plan changes below a folder of a [`Session`].
pub(crate) fn changes(root: usize, plan: &Plan) -> impl Iterator<Item = Change> {
    plan.files.iter().filter(|(_, (state, _))| *state != State::Fresh).map(move |(path, (_, text))| Change {
        root,
        path: path.clone(),
        text: text.clone(),
        precious: false,
    })
}

/// Where things are read and written.
pub(crate) struct Places {
    specs: PathBuf,
    pages: PathBuf,
    overrides: Option<PathBuf>,
    ir: PathBuf,
    out: PathBuf,
    layout: CrateLayout,
    layered: bool,
}

impl Places {
    pub(crate) fn new(specs: PathBuf, out: PathBuf) -> Result<Self> {
        if !specs.is_dir() {
            return Err(
                format!("{}: no such folder; expected a folder of pages (`--specs DIR`)", specs.display()).into()
            );
        }
        if out.exists() && !out.is_dir() {
            return Err(format!("{}: is a file; expected the crate's folder (`--out DIR`)", out.display()).into());
        }
        let layered = specs.join("pages").is_dir();
        let pages = if layered { specs.join("pages") } else { specs.clone() };
        let overrides = Some(specs.join("overrides")).filter(|folder| folder.is_dir());
        let ir = if layered { specs.join("ir") } else { out.join("ir") };
        let layout = layout(&out)?;
        Ok(Self { specs, pages, overrides, ir, out, layout, layered })
    }

    /// Waits for other runs, and finishes what an interrupted one left.
    pub(crate) fn open(&self, access: Access) -> Result<Session> {
        // Where the folder of pages is anybody's, the journal stands with what is written.
        let home = if self.layered { &self.specs } else { &self.out };
        let overrides = self.specs.join("overrides");
        let roots: [&Path; 4] = [&self.pages, &overrides, &self.ir, &self.out];
        Session::open(access, &[&self.specs, &self.out], home, &roots)
    }

    /// Reads the pages and the overrides.
    pub(crate) fn gather(&self) -> Result<(Input, Vec<Diagnostic>)> {
        let mut paths = files::pages(&self.pages)?;
        // The crate and the IR may stand inside the folder of pages.
        paths.retain(|path| !path.starts_with(&self.out) && (!path.starts_with(&self.ir)));
        let (pages, mut unreadable) = files::read(&paths);
        let mut overrides = Vec::new();
        if let Some(folder) = &self.overrides {
            let mut found = Vec::new();
            files::walk(folder, &mut |path| found.push(path))?;
            found.retain(|path| path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml"));
            let (texts, refused) = files::read(&found);
            unreadable.extend(refused);
            for file in texts {
                let api = api(&file, folder);
                overrides.push((file, api));
            }
        }
        let root = self
            .specs
            .parent()
            .map(files::shown)
            .filter(|root| !root.is_empty())
            .map(|root| if root.ends_with('/') { root } else { root + "/" });
        Ok((Input { pages, overrides, root: root.unwrap_or_default(), layout: self.layout.clone() }, unreadable))
    }

    /// Runs again with what was picked. Returns the files of overrides that change with it.
    pub(crate) fn fix(&self, picked: &Picked, offers: &[Vec<&Fix>], mut input: Input) -> Result<(Output, Vec<Change>)> {
        let chosen = picked.choose(offers)?;
        let folder = files::shown(&self.specs.join("overrides"));
        let changed = picked.apply(&chosen, &mut input.overrides, &folder)?;
        let changes = changed
            .into_iter()
            .map(|(path, text)| Change { root: OVERRIDES, path, text: Some(text), precious: true })
            .collect();
        Ok((generate::generate(input), changes))
    }

    /// What to write, compared with what is there.
    fn plans(&self, output: Output) -> Result<(Plan, Plan)> {
        let marked = |text: &str| text.lines().take(3).any(|line| line.contains("@generated by `cargo xtask regen`"));
        let ours = |name: &str, text: &str| {
            let source = name.starts_with("src/") || name == "tests/samples.rs" || name == "Cargo.toml";
            name.starts_with("tests/samples/") || source && marked(text)
        };
        let generated = Plan::new(output.generated, &files::existing(&self.out, &ours)?);
        let ir = Plan::new(
            output.ir,
            &files::existing(&self.ir, &|name, text| marked(text) || name.ends_with(".schema.json"))?,
        );
        Ok((generated, ir))
    }
}

/// A crate with a manifest of its own keeps it; any other gets one.
fn layout(out: &Path) -> Result<CrateLayout> {
    let manifest = out.join("Cargo.toml");
    if manifest.is_file() {
        let text = fs_err::read_to_string(&manifest)?;
        let name =
            text.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).unwrap_or("api").to_owned();
        if !text.contains("@generated by `cargo xtask regen`") {
            return Ok(CrateLayout { name, manifest: None });
        }
        return Ok(CrateLayout { name, manifest: Some(dependencies(out)) });
    }
    let name: String = out
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase())
        .unwrap_or_default()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' })
        .collect();
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
    Ok(CrateLayout { name: if named { name } else { "generated-api".to_owned() }, manifest: Some(dependencies(out)) })
}

/// The runtime stands in this workspace until it is published.
fn dependencies(out: &Path) -> String {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("runtime");
    let path = std::path::absolute(out).map_or(runtime.clone(), |out| files::relative(&out, &runtime));
    format!("spectable-runtime = {{ path = {:?} }}\n", files::shown(&path))
}

/// `overrides/aliyun/ccc/2017-07-05.yaml` is about `aliyun/ccc/2017-07-05`.
fn api(file: &SourceFile, folder: &Path) -> String {
    let path = Path::new(&file.path);
    let below = path.strip_prefix(folder).unwrap_or(path).with_extension("");
    files::shown(&below)
}

/// The files that change, or all of them.
fn list(out: &mut dyn Write, plans: &[(&PathBuf, &Plan)], options: &Options) -> Result<()> {
    for (root, plan) in plans {
        for (path, (state, _)) in &plan.files {
            let word = match (state, options.check) {
                (State::Fresh, _) if !options.verbose => continue,
                (State::Fresh, _) => "Fresh",
                (State::New, true) => "Missing",
                (State::New, false) => "New",
                (State::Stale, true) => "Stale",
                (State::Stale, false) => "Updated",
                (State::Orphan, true) => "Orphan",
                (State::Orphan, false) => "Removed",
            };
            writeln!(out, "{word:>8} {}", files::shown(&root.join(path)))?;
        }
    }
    Ok(())
}

/// `1 page`, `2 pages`
fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

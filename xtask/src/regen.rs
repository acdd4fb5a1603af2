//! `cargo xtask regen`

use std::io::Write;
use std::path::PathBuf;

use spectable_emit::generate::{self, Input};
use spectable_emit::plan::{Plan, State};
use spectable_pages::diagnostic::{Diagnostic, Severity};
use spectable_pages::fix::Fix;
use spectable_pages::ir::Operation;

use crate::fix::Picked;
use crate::places::{self, Places};
use crate::report::{self, MessageFormat};
use crate::transaction::{Access, Change, Session};
use crate::unchanged::Stamp;
use crate::{Exit, Result, Usage, files, format_option, runtime_tests};

const HELP: &str = "\
Reads every page and writes the IR and the crate. All or nothing: while there is an error,
nothing is written. Files whose page is gone are removed.
Without --specs and --out, also writes what the runtime's own tests stand on (runtime/tests).

Usage: cargo xtask regen [OPTIONS]

Options:
      --specs DIR      a folder with `pages/` and `overrides/`, which gets `ir/`, or any folder
                       of pages, whose IR then goes into the crate [default: specs]
      --out DIR        the crate's folder; gets a Cargo.toml where it has none of its own
                       [default: generated]
      --fix ID,...     insert the suggested overrides with these ids into specs/overrides;
                       `all` for the first suggestion of each message
      --why TEXT       the reason to record in them
      --check          write nothing; exit 4 where files are out of date
      --verbose        show notes too, and every file
      --timings        say how long it took
      --format FORMAT  of the diagnostics: text or json [default: text]
  -h, --help           this text
";

/// The last line of a check that found something to write.
pub(crate) const OUT_OF_DATE: &str = "out of date: run `cargo xtask regen` and commit what it writes\n";

/// What to do, and how to tell of it.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub specs: PathBuf,
    /// [default: the workspace's crate]
    pub out: Option<PathBuf>,
    pub fix: Picked,
    pub check: bool,
    pub verbose: bool,
    pub timings: bool,
    pub format: MessageFormat,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            specs: files::workspace().join("specs"),
            out: None,
            fix: Picked::default(),
            check: false,
            verbose: false,
            timings: false,
            format: MessageFormat::Text,
        }
    }
}

impl Options {
    /// The folders that are meant.
    pub(crate) fn places(&self) -> Result<Places> {
        let out = self.out.clone().unwrap_or_else(|| files::workspace().join("generated"));
        Places::new(self.specs.clone(), out)
    }

    /// Whether the default crate is made of the default pages.
    fn is_default(&self) -> bool {
        self.out.is_none() && self.specs == Self::default().specs
    }

    /// What tells whether a run would repeat the last one; a check does all its work.
    pub(crate) fn stamp(&self, places: &Places, input: &Input, unreadable: &[Diagnostic]) -> Option<Stamp> {
        (!self.check && unreadable.is_empty())
            .then(|| Stamp::new(places, &format!("{:?} {}", self.format, self.verbose), input))
            .flatten()
    }

    /// Before anything is written: the default crate is made of the default pages.
    pub(crate) fn check_out(&self) -> Result<()> {
        if self.out.is_none() && !self.is_default() {
            return Err(Box::new(Usage("--specs: expected --out too, the folder of the crate to be made".to_owned())));
        }
        Ok(())
    }
}

pub(crate) fn run(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<Exit> {
    use lexopt::prelude::*;
    let mut options = Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("specs") => options.specs = arguments.value()?.into(),
            Long("out") => options.out = Some(arguments.value()?.into()),
            Long("fix") => options.fix.add(&arguments.value()?.string()?),
            Long("why") => options.fix.why(arguments.value()?.string()?)?,
            Long("check") => options.check = true,
            Long("verbose") | Short('v') => options.verbose = true,
            Long("timings") => options.timings = true,
            Long("format") => options.format = format_option(&mut arguments, &report::FORMATS)?,
            Long("help") | Short('h') => {
                write!(out, "{HELP}")?;
                return Ok(Exit::Fine);
            }
            other => return Err(Box::new(other.unexpected())),
        }
    }
    options.check_out()?;
    if options.check && !options.fix.is_empty() {
        return Err(Box::new(Usage("--check writes nothing, and --fix writes; expected one of the two".to_owned())));
    }
    let exit = regen(&options, out)?;
    if exit == Exit::Failed || !options.is_default() {
        return Ok(exit);
    }
    // What the runtime's tests stand on is made by the same emitters.
    match runtime_tests::regen(&options, out)? {
        Exit::Fine => Ok(exit),
        worse => Ok(worse),
    }
}

fn regen(options: &Options, out: &mut dyn Write) -> Result<Exit> {
    let start = std::time::Instant::now();
    let places = options.places()?;
    let session = places.open(if options.check { Access::Read } else { Access::Write })?;
    let (mut input, unreadable) = places.gather()?;
    if input.specs.pages.is_empty() && unreadable.is_empty() {
        return Err(
            format!("{}: there are no pages; expected files that end in .md or .txt", places.pages.display()).into()
        );
    }
    let stamp = if options.fix.is_empty() { options.stamp(&places, &input, &unreadable) } else { None };
    let end = |out: &mut dyn Write, said: &str| -> Result<()> {
        let time = start.elapsed().as_secs_f64();
        match said.strip_suffix('\n') {
            Some(said) if options.timings && options.format == MessageFormat::Text => {
                writeln!(out, "{said} in {time:.3} s")?;
            }
            _ => out.write_all(said.as_bytes())?,
        }
        Ok(())
    };
    if let Some(said) = stamp.as_ref().and_then(|stamp| stamp.said(&places.written().ok()?)) {
        end(out, &said)?;
        return Ok(Exit::Fine);
    }
    let changes = fix(options, &places, &mut input)?;
    let mut said = Vec::new();
    let written = write(options, &places, &session, input, &unreadable, changes, &mut said)?;
    let said = String::from_utf8_lossy(&said);
    end(out, &said)?;
    if let (Some(stamp), Some(again), Ok(files)) = (stamp, written.again, places.written()) {
        stamp.set(&files, &again);
    }
    Ok(written.exit)
}

/// Puts the fixes that were picked into the overrides. Returns the files that change.
pub(crate) fn fix(options: &Options, places: &Places, input: &mut Input) -> Result<Vec<Change>> {
    if options.fix.is_empty() {
        return Ok(Vec::new());
    }
    let found = generate::generate(input.clone());
    let offers: Vec<Vec<&Fix>> = found.diagnostics().map(|(_, diagnostic)| diagnostic.fixes.iter().collect()).collect();
    let chosen = options.fix.choose(&offers, &[])?;
    places.fix(&options.fix, &chosen, input)
}

/// What a run came to.
pub(crate) struct Written {
    pub(crate) exit: Exit,
    pub(crate) operations: Vec<Operation>,
    /// What a run right after this one would say, where that is known.
    again: Option<String>,
}

/// Makes everything that pages and overrides make, and writes it together with `changes` of the
/// pages and overrides themselves, unless anything is wrong.
pub(crate) fn write(
    options: &Options,
    places: &Places,
    session: &Session,
    input: Input,
    unreadable: &[Diagnostic],
    mut changes: Vec<Change>,
    out: &mut dyn Write,
) -> Result<Written> {
    let pages = input.specs.pages.len() + unreadable.len();
    let output = generate::generate(input);
    let least = if options.verbose { Severity::Note } else { Severity::Warning };
    let all = unreadable.iter().map(|diagnostic| (None, diagnostic)).chain(output.diagnostics());
    let mut told = Vec::new();
    let counts = report::print(&mut told, all, least, options.format)?;
    out.write_all(&told)?;
    if counts.errors > 0 {
        if options.format == MessageFormat::Text {
            writeln!(
                out,
                "{}, {}, {}: nothing was written",
                count(pages, "page"),
                count(counts.errors, "error"),
                count(counts.warnings, "warning")
            )?;
        }
        return Ok(Written { exit: Exit::Failed, operations: Vec::new(), again: None });
    }
    let operations: Vec<Operation> =
        output.documents.iter().filter_map(|document| document.operation.clone()).collect();
    let (generated, ir) = places.plans(output)?;
    let fresh = generated.is_fresh() && ir.is_fresh() && changes.is_empty();
    let by_hand: Vec<String> = changes.iter().map(|change| files::shown(&places.path(change))).collect();
    if !options.check && !fresh {
        changes.extend(places::changes(places::IR, &ir).chain(places::changes(places::OUT, &generated)));
        session.apply(&changes)?;
    }
    if options.format == MessageFormat::Text {
        for name in by_hand {
            writeln!(out, "{:>8} {name}", "Written")?;
        }
        list(out, &[(&places.out, &generated), (&places.ir, &ir)], options)?;
        let both = |state| generated.count(state) + ir.count(state);
        let [new, stale, orphan, same] = [State::New, State::Stale, State::Orphan, State::Fresh].map(both);
        let (pages, described) = (count(pages, "page"), count(operations.len(), "operation"));
        let guesses =
            if counts.warnings > 0 { format!(", {}", count(counts.warnings, "warning")) } else { String::new() };
        let summary = |[new, stale, orphan, same]: [usize; 4]| {
            format!("{pages}, {described}{guesses}: {new} new, {stale} updated, {orphan} removed, {same} unchanged\n")
        };
        out.write_all(summary([new, stale, orphan, same]).as_bytes())?;
        told.extend_from_slice(summary([0, 0, 0, new + stale + same]).as_bytes());
    }
    if options.check && !fresh {
        if options.format == MessageFormat::Text {
            out.write_all(OUT_OF_DATE.as_bytes())?;
        }
        return Ok(Written { exit: Exit::OutOfDate, operations, again: None });
    }
    // The summary of the next run is only remembered for runs that do not list every file.
    let again = (!options.verbose).then(|| String::from_utf8_lossy(&told).into_owned());
    Ok(Written { exit: Exit::Fine, operations, again })
}

/// The files that change, or all of them.
pub(crate) fn list(out: &mut dyn Write, plans: &[(&PathBuf, &Plan)], options: &Options) -> Result<()> {
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
pub(crate) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

//! `cargo xtask drift`

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use spectable_pages::fix::Fix;
use spectable_pages::ir::Operation;
use spectable_pages::visible::visible;
use spectable_pages::yaml;
use spectable_review::drift::{self, Finding, Responses, Target};

use crate::fix::Picked;
use crate::places::Places;
use crate::report::MessageFormat;
use crate::transaction::{Access, Session};
use crate::{Exit, Result, Usage, files, format_option, regen};

const HELP: &str = "\
Compares real responses with specs/ir and reports fields that no page lists, values outside of
enums, types and wrappers that differ, and documented fields that were never seen. Each finding
comes with the override that would settle it. Writes nothing without --fix.

Usage: cargo xtask drift [OPTIONS] [RESPONSE...]

Arguments:
  RESPONSE...          files of JSON (one response, one a line, or a list of them) or XML, read as a
                       stream; `-` or none for standard input

Options:
      --operation OP   what they answer: aliyun/ccc/2017-07-05/ListCallDetailRecords, or the end of
                       it; with .CallDetailRecords.List behind it, each is an item of that list
                       [default: the operation whose fields fit best]
      --show-values    show values as received; without it, letters and digits are masked, except
                       in values that a documented enum lacks
      --fix ID,...     insert the suggested overrides with these ids into specs/overrides and run
                       regen; `all` for every one except those about fields never seen
      --why TEXT       the reason to record in them
      --specs DIR      see regen [default: specs]
      --out DIR        see regen [default: generated]
      --verbose        also report numbers sent as text and text sent as numbers (both decode), and
                       documented fields missing from fewer than 20 responses or items
      --format FORMAT  text, or json: one object a line and finding [default: text]
  -h, --help           this text

Exit codes:
  0  no differences; documented fields that were never seen are listed, which may be chance
  1  a file could not be read, or is not a response
  2  wrong usage, or the operation is not clear
  4  the responses differ from the schema
";

struct Options {
    paths: Vec<PathBuf>,
    operation: Option<String>,
    show_values: bool,
    fix: Picked,
    regen: regen::Options,
    json: bool,
    verbose: bool,
}

pub(crate) fn run(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<Exit> {
    use lexopt::prelude::*;
    let mut options = Options {
        paths: Vec::new(),
        operation: None,
        show_values: false,
        fix: Picked::default(),
        regen: regen::Options::default(),
        json: false,
        verbose: false,
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("operation") => options.operation = Some(arguments.value()?.string()?),
            Long("show-values") => options.show_values = true,
            Long("fix") => options.fix.add(&arguments.value()?.string()?),
            Long("why") => options.fix.why(arguments.value()?.string()?)?,
            Long("specs") => options.regen.specs = arguments.value()?.into(),
            Long("out") => options.regen.out = Some(arguments.value()?.into()),
            Long("verbose") | Short('v') => options.verbose = true,
            Long("format") => options.json = format_option(&mut arguments, &[("text", false), ("json", true)])?,
            Long("help") | Short('h') => {
                write!(out, "{HELP}")?;
                return Ok(Exit::Fine);
            }
            Value(path) => options.paths.push(path.into()),
            other => return Err(Box::new(other.unexpected())),
        }
    }
    if options.paths.is_empty() {
        options.paths.push(PathBuf::from("-"));
    }
    if !options.fix.is_empty() {
        options.regen.check_out()?;
    }
    drift(&options, out)
}

fn drift(options: &Options, out: &mut dyn Write) -> Result<Exit> {
    let places = options.regen.places()?;
    let session = places.open(if options.fix.is_empty() { Access::Read } else { Access::Write })?;
    let operations = operations(&places.ir)?;
    let named = options.operation.as_deref().map(|name| drift::named(name, &operations)).transpose();
    let named = named.map_err(|what| Usage(format!("--operation: {what}")))?;

    // One operation after the other, each with all of its files.
    let mut read: Vec<(Target<'_>, Responses)> = Vec::new();
    for path in &options.paths {
        let mut responses = Responses::default();
        let name = if path == Path::new("-") { "standard input".to_owned() } else { files::shown(path) };
        let ended = if path == Path::new("-") {
            responses.read(std::io::stdin().lock())
        } else {
            responses
                .read(BufReader::with_capacity(1 << 16, File::open(path).map_err(|error| format!("{name}: {error}"))?))
        };
        ended.map_err(|what| format!("{name}: {what}"))?;
        let target = match &named {
            Some(target) => target.clone(),
            // Failed calls alone say nothing.
            None if responses.count == responses.failures => {
                writeln!(std::io::stderr(), "note: {}: {}", visible(&name), answers(&responses))?;
                continue;
            }
            None => drift::recognise(&responses, &operations)
                .map_err(|what| Usage(format!("{name}: {what}; say which it is with --operation")))?,
        };
        match read.iter_mut().find(|(known, _)| known.name() == target.name()) {
            Some((_, known)) => known.merge(&responses),
            None => read.push((target, responses)),
        }
    }

    let mut found = Vec::new();
    for (target, responses) in &read {
        let mut findings = responses.compare(target);
        findings.retain(|finding| options.verbose || finding.is_telling());
        findings.sort_by_key(|finding| !finding.kind.is_drift());
        if !options.json {
            let blank = if findings.is_empty() { "" } else { "\n" };
            writeln!(out, "== {}, {}{blank}", visible(&target.name()), answers(responses))?;
        }
        for finding in &findings {
            if options.json {
                writeln!(out, "{}", finding.json(options.show_values))?;
            } else {
                writeln!(out, "{}\n", finding.text(options.show_values))?;
            }
        }
        found.extend(findings);
    }
    let drifts = found.iter().filter(|finding| finding.kind.is_drift()).count();
    let unseen = found.iter().filter(|finding| finding.kind == drift::DriftKind::NeverSeen).count();
    if !options.json {
        let (drifts, unseen) = (regen::count(drifts, "difference"), regen::count(unseen, "documented field"));
        writeln!(out, "{drifts}, {unseen} never seen")?;
    }
    if !options.fix.is_empty() {
        return fix(options, &places, &session, &found, out);
    }
    Ok(if drifts > 0 { Exit::OutOfDate } else { Exit::Fine })
}

/// `3 responses, 1 of a failed call`
fn answers(responses: &Responses) -> String {
    let failed = match responses.failures {
        0 => String::new(),
        failures => format!(", {failures} of failed calls left out"),
    };
    format!("{} response{}{failed}", responses.count, if responses.count == 1 { "" } else { "s" })
}

/// Every operation of a folder of IR.
fn operations(folder: &Path) -> Result<Vec<Operation>> {
    let mut operations = Vec::new();
    let mut paths = Vec::new();
    if folder.is_dir() {
        files::walk(folder, &mut |path| paths.push(path))?;
    }
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "yaml")) {
        let text = fs_err::read_to_string(path)?;
        let read = yaml::read(&text);
        operations
            .push(read.map_err(|error| format!("{}: {}; run `cargo xtask regen`", files::shown(path), error.message))?);
    }
    if operations.is_empty() {
        return Err(format!("{}: there is no schema; run `cargo xtask regen`", files::shown(folder)).into());
    }
    Ok(operations)
}

/// Puts the picked overrides in, and runs `regen` with them.
fn fix(options: &Options, places: &Places, session: &Session, found: &[Finding], out: &mut dyn Write) -> Result<Exit> {
    let (drift, rest): (Vec<&Finding>, Vec<&Finding>) = found.iter().partition(|finding| finding.kind.is_drift());
    let offers = |findings: Vec<&'_ Finding>| -> Vec<Vec<Fix>> {
        findings.into_iter().filter_map(|finding| Some(vec![finding.fix.clone()?])).collect()
    };
    let (drift, rest) = (offers(drift), offers(rest));
    let by_id: Vec<&Fix> = rest.iter().flatten().collect();
    let offers: Vec<Vec<&Fix>> = drift.iter().map(|fixes| fixes.iter().collect()).collect();
    let chosen = options.fix.choose(&offers, &by_id)?;
    let (mut input, unreadable) = places.gather()?;
    let changes = places.fix(&options.fix, &chosen, &mut input)?;
    let format = if options.json { MessageFormat::Json } else { MessageFormat::Text };
    let regen = regen::Options { format, ..options.regen.clone() };
    Ok(regen::write(&regen, places, session, input, &unreadable, changes, out)?.exit)
}

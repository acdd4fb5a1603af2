//! `cargo xtask verify`

use std::io::Write;
use std::path::PathBuf;

use spectable_emit::generate::Input;
use spectable_pages::diagnostic::Diagnostic;
use spectable_pages::fix::Fix;
use spectable_pages::pipeline;
use spectable_pages::visible::visible;
use spectable_verify::{Confirmed, Difference, Report, Witness, verify};

use crate::fix::Picked;
use crate::places::Places;
use crate::report::MessageFormat;
use crate::transaction::{Access, Session};
use crate::{Exit, Result, Usage, format_option, regen, schemas};

const HELP: &str = "\
Holds the pages against the schemas that the vendors publish themselves, and reports where the two
disagree: what each says and where, which one the evidence favours, and the override that follows
the schema. What a schema leaves open is no difference. Writes nothing without --fix or --settle.

Usage: cargo xtask verify [OPTIONS] SCHEMA...

Arguments:
  SCHEMA...            api-docs.json or api.json of Alibaba Cloud, api.json of Tencent Cloud

Options:
      --operation OP   only this operation: aliyun/ccc/2017-07-05/ListCallDetailRecords, or the end
                       of it; also which one an api.json of a single operation is about
      --fix ID,...     insert the overrides with these ids into specs/overrides and run regen; `all`
                       for every one
      --settle         insert the overrides that keep the guesses which the schema has too
      --why TEXT       the reason to record in them
      --specs DIR      see regen [default: specs]
      --out DIR        see regen [default: generated]
      --format FORMAT  text, json (one object a line and difference) or markdown [default: text]
  -h, --help           this text

Exit codes:
  0  page and schema agree, or what differed was settled
  1  a file could not be read, or is no schema
  2  wrong usage
  4  they disagree
";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Json,
    Markdown,
}

struct Options {
    paths: Vec<PathBuf>,
    operation: Option<String>,
    fix: Picked,
    settle: bool,
    regen: regen::Options,
    format: Format,
}

pub(crate) fn run(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<Exit> {
    use lexopt::prelude::*;
    let mut options = Options {
        paths: Vec::new(),
        operation: None,
        fix: Picked::default(),
        settle: false,
        regen: regen::Options::default(),
        format: Format::Text,
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("operation") => options.operation = Some(arguments.value()?.string()?),
            Long("fix") => options.fix.add(&arguments.value()?.string()?),
            Long("settle") => options.settle = true,
            Long("why") => options.fix.why(arguments.value()?.string()?)?,
            Long("specs") => options.regen.specs = arguments.value()?.into(),
            Long("out") => options.regen.out = Some(arguments.value()?.into()),
            Long("format") => {
                let known = [("text", Format::Text), ("json", Format::Json), ("markdown", Format::Markdown)];
                options.format = format_option(&mut arguments, &known)?;
            }
            Long("help") | Short('h') => {
                write!(out, "{HELP}")?;
                return Ok(Exit::Fine);
            }
            Value(path) => options.paths.push(path.into()),
            other => return Err(Box::new(other.unexpected())),
        }
    }
    if options.paths.is_empty() {
        return Err(Box::new(Usage("verify: expected a vendor's schema, such as api-docs.json".to_owned())));
    }
    if options.writes() {
        options.regen.check_out()?;
    }
    hold(&options, out)
}

impl Options {
    fn writes(&self) -> bool {
        self.settle || !self.fix.is_empty()
    }
}

fn hold(options: &Options, out: &mut dyn Write) -> Result<Exit> {
    let places = options.regen.places()?;
    let session = places.open(if options.writes() { Access::Write } else { Access::Read })?;
    let (input, unreadable) = places.gather()?;
    for diagnostic in &unreadable {
        writeln!(std::io::stderr(), "{}\n", diagnostic.render(None))?;
    }
    // An enum that other pages know more values of is not what this page says.
    let checked = pipeline::run_apart(input.specs.clone());
    let mut reports = Vec::new();
    for path in &options.paths {
        let schema = schemas::read(path)?;
        let named = named(&schema, options.operation.as_deref());
        if schema.schema.is_alone() && named.is_none() {
            return Err(Box::new(Usage(format!(
                "{}: the schema of one operation does not say its name; say it with --operation aliyun/PRODUCT/VERSION/NAME",
                schema.file.path
            ))));
        }
        let witness = Witness { file: &schema.file, schema: &schema.schema, named: named.as_ref() };
        let only = options.operation.as_deref().filter(|_| !schema.schema.is_alone());
        let report = verify(&checked.documents, witness, only);
        if report.operations.is_empty() {
            let whose = format!(
                "{} {} {}",
                schema.schema.vendor.as_str(),
                schema.schema.product.as_deref().unwrap_or("?"),
                schema.schema.version.as_deref().unwrap_or("?")
            );
            writeln!(
                std::io::stderr(),
                "note: {}: there is no page of an operation of {whose}; `cargo xtask add` makes pages of a schema's facts",
                schema.file.path
            )?;
        }
        say(options.format, &schema.file.path, &report, out)?;
        reports.push(report);
    }
    if options.writes() {
        return fix(options, &places, &session, (input, &unreadable), &reports, out);
    }
    let differs = reports.iter().any(|report| report.differences().next().is_some());
    Ok(if differs { Exit::OutOfDate } else { Exit::Fine })
}

/// What a schema of one operation is about: by its path, or by what was given.
fn named(schema: &schemas::SchemaFile, given: Option<&str>) -> Option<[String; 3]> {
    let parts: Vec<&str> = given.map(|given| given.split('/').collect()).unwrap_or_default();
    match parts.as_slice() {
        [_, product, version, action] | [product, version, action] => {
            Some([*product, *version, *action].map(str::to_owned))
        }
        _ => schema.path.clone(),
    }
}

fn say(format: Format, path: &str, report: &Report, out: &mut dyn Write) -> Result<()> {
    match format {
        Format::Text => {
            for (line, what) in &report.remarks {
                writeln!(out, "note: {path}:{line}: {}", visible(what))?;
            }
            for compared in report.operations.iter().filter(|compared| !compared.differences.is_empty()) {
                writeln!(out, "== {}\n", visible(&compared.name))?;
                for difference in &compared.differences {
                    writeln!(out, "{}\n", difference.text())?;
                }
            }
            writeln!(out, "{path}: {}", report.summary())?;
        }
        Format::Json => {
            for difference in report.differences() {
                writeln!(out, "{}", difference.json())?;
            }
        }
        Format::Markdown => write!(out, "{}", report.markdown())?,
    }
    Ok(())
}

/// Puts the picked overrides in, and runs `regen` with them.
fn fix(
    options: &Options,
    places: &Places,
    session: &Session,
    (mut input, unreadable): (Input, &[Diagnostic]),
    reports: &[Report],
    out: &mut dyn Write,
) -> Result<Exit> {
    let differences: Vec<&Difference> = reports.iter().flat_map(Report::differences).collect();
    let offers: Vec<Vec<&Fix>> =
        differences.iter().filter_map(|difference| Some(vec![difference.fix.as_ref()?])).collect();
    let mut chosen: Vec<Fix> = options.fix.choose(&offers, &[])?.into_iter().cloned().collect();
    if options.settle {
        let confirmed: Vec<&Confirmed> =
            reports.iter().flat_map(|report| &report.operations).flat_map(|compared| &compared.confirmed).collect();
        let why = format!("confirmed by the vendor's schema of {}", jiff::Timestamp::now().strftime("%Y-%m"));
        for Confirmed { fix, .. } in confirmed {
            let mut fix = fix.clone();
            fix.entry.why.clone_from(&why);
            if chosen.iter().all(|known| known.id != fix.id) {
                chosen.push(fix);
            }
        }
        if chosen.is_empty() {
            writeln!(out, "the schema confirms no guess: nothing was written")?;
            return Ok(Exit::Fine);
        }
    }
    let changes = places.fix(&options.fix, &chosen.iter().collect::<Vec<_>>(), &mut input)?;
    let format = if options.format == Format::Json { MessageFormat::Json } else { MessageFormat::Text };
    let regen = regen::Options { format, ..options.regen.clone() };
    Ok(regen::write(&regen, places, session, input, unreadable, changes, out)?.exit)
}

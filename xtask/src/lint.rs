//! `cargo xtask lint`

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use spectable_pages::diagnostic::{Code, Severity};
use spectable_pages::pipeline::{self, Document};
use spectable_pages::source::SourceFile;
use spectable_pages::visible::visible;
use spectable_review::lint::{self, Finding, Report, sarif};

use crate::{Exit, Result, Usage, files, format_option};

const HELP: &str = "\
Reports mistakes in the documentation itself: samples, calls and examples that contradict the
tables, doubled and broken rows, pages that contradict each other. Writes nothing.

Usage: cargo xtask lint [OPTIONS] PATH...

Arguments:
  PATH...              pages, or folders of pages

Options:
      --format FORMAT  text: with source lines and a table of counts; json: one object a line and
                       finding; sarif: SARIF 2.1.0 [default: text]
      --only CODE,...  report these codes only; may be given several times
      --deny CODE,...  exit 1 where one of these codes is found; `warnings` stands for
                       every finding worse than a note; may be given several times
      --rules          list the codes and what they mean
      --timings        say how long it took
  -h, --help           this text

Exit codes:
  0  nothing found, or nothing that was denied
  1  a page could not be read, or something was found that `--deny` names
  2  wrong usage
";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ReportFormat {
    Text,
    Json,
    Sarif,
}

const FORMATS: [(&str, ReportFormat); 3] =
    [("text", ReportFormat::Text), ("json", ReportFormat::Json), ("sarif", ReportFormat::Sarif)];

struct Options {
    paths: Vec<PathBuf>,
    format: ReportFormat,
    only: BTreeSet<String>,
    deny: BTreeSet<String>,
    timings: bool,
}

pub(crate) fn run(arguments: lexopt::Parser, out: &mut dyn Write) -> Result<Exit> {
    match parse(arguments, out)? {
        Some(options) => lint(&options, out),
        None => Ok(Exit::Fine),
    }
}

/// `None` where the call only asked for a text.
fn parse(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<Option<Options>> {
    use lexopt::prelude::*;
    let mut options = Options {
        paths: Vec::new(),
        format: ReportFormat::Text,
        only: BTreeSet::new(),
        deny: BTreeSet::new(),
        timings: false,
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("format") => options.format = format_option(&mut arguments, &FORMATS)?,
            Long("only") => codes("--only", &arguments.value()?.string()?, &mut options.only)?,
            Long("deny") => codes("--deny", &arguments.value()?.string()?, &mut options.deny)?,
            Long("timings") => options.timings = true,
            Long("rules") => {
                for (code, rule) in lint::rules() {
                    writeln!(out, "{:<22} {:<8} {}", code.as_str(), rule.severity.as_str(), rule.summary)?;
                }
                return Ok(None);
            }
            Long("help") | Short('h') => {
                write!(out, "{HELP}")?;
                return Ok(None);
            }
            Value(path) => options.paths.push(path.into()),
            other => return Err(Box::new(other.unexpected())),
        }
    }
    if options.paths.is_empty() {
        return Err(Box::new(Usage("lint: expected a page or a folder of pages".to_owned())));
    }
    Ok(Some(options))
}

/// Adds the codes of a list; each must be known.
fn codes(option: &str, list: &str, to: &mut BTreeSet<String>) -> Result<()> {
    for code in list.split(',').map(str::trim).filter(|code| !code.is_empty()) {
        if Code::of(code).and_then(Code::rule).is_none() && !(option == "--deny" && code == "warnings") {
            return Err(Box::new(Usage(format!(
                "{option} {code}: there is no such code; `cargo xtask lint --rules` lists them"
            ))));
        }
        to.insert(code.to_owned());
    }
    Ok(())
}

fn lint(options: &Options, out: &mut dyn Write) -> Result<Exit> {
    let start = std::time::Instant::now();
    let mut paths = BTreeSet::new();
    for path in &options.paths {
        let found = files::pages(path).map_err(|error| format!("{error}; expected a page or a folder of pages"))?;
        // `.` as an argument is no part of the names.
        paths.extend(found.into_iter().map(|path| path.strip_prefix(".").map_or(path.clone(), Path::to_owned)));
    }
    let paths: Vec<PathBuf> = paths.into_iter().collect();
    let (texts, unreadable) = files::read(&paths);
    let documents = pipeline::documents(texts);
    let mut report = lint::check(&documents);
    report.findings.extend(unreadable.iter().filter_map(lint::about_file));
    report.findings.sort_by(|a, b| a.diagnostic.path.cmp(&b.diagnostic.path));
    let broken = report.findings.iter().any(|finding| finding.diagnostic.severity == Severity::Error);
    if !options.only.is_empty() {
        report.findings.retain(|finding| options.only.contains(finding.diagnostic.code.as_str()));
        report.left_out.retain(|code, _| options.only.contains(code.as_str()));
    }
    match options.format {
        ReportFormat::Text => text(out, &report, &documents, paths.len())?,
        ReportFormat::Json => {
            for finding in &report.findings {
                writeln!(out, "{}", lint::object(finding))?;
            }
        }
        ReportFormat::Sarif => {
            let base = std::env::current_dir().map(|here| files::shown(&here)).unwrap_or_default();
            let log = sarif::log(&report, &base, env!("CARGO_PKG_VERSION"));
            writeln!(out, "{}", serde_json::to_string_pretty(&log)?)?;
        }
    }
    out.flush()?;
    if options.timings {
        writeln!(std::io::stderr(), "{} pages in {:.3} s", paths.len(), start.elapsed().as_secs_f64())?;
    }
    let denied = report.findings.iter().any(|finding| {
        let severity = finding.diagnostic.severity;
        options.deny.contains(finding.diagnostic.code.as_str())
            || severity == Severity::Warning && options.deny.contains("warnings")
    });
    Ok(if denied || broken { Exit::Failed } else { Exit::Fine })
}

/// The findings page by page, then how many there are of each code.
fn text(out: &mut dyn Write, report: &Report, documents: &[Document], pages: usize) -> Result<()> {
    let files: BTreeMap<&str, &SourceFile> =
        documents.iter().map(|document| (document.file.path.as_str(), &document.file)).collect();
    let mut page = "";
    let mut with_findings = 0;
    for finding in &report.findings {
        let diagnostic = &finding.diagnostic;
        if diagnostic.path != page {
            page = &diagnostic.path;
            with_findings += 1;
            writeln!(out, "== {}\n", visible(page))?;
        }
        writeln!(out, "{}\n", diagnostic.render(files.get(page).copied()))?;
    }
    let mut counts: BTreeMap<Code, (Severity, usize)> = BTreeMap::new();
    for Finding { diagnostic, .. } in &report.findings {
        counts.entry(diagnostic.code).or_insert((diagnostic.severity, 0)).1 += 1;
    }
    for (code, left_out) in &report.left_out {
        if let Some((_, count)) = counts.get_mut(code) {
            *count += left_out;
        }
    }
    let total = |of| counts.values().filter(|(severity, _)| *severity == of).map(|(_, count)| count).sum::<usize>();
    let (errors, warnings, notes) = (total(Severity::Error), total(Severity::Warning), total(Severity::Note));
    let mut rows: Vec<(Code, Severity, usize)> =
        counts.into_iter().map(|(code, (severity, count))| (code, severity, count)).collect();
    rows.sort_by_key(|(code, severity, count)| (*severity, std::cmp::Reverse(*count), *code));
    for (code, severity, count) in rows {
        let summary = code.rule().map_or("", |rule| rule.summary);
        writeln!(out, "{count:>6}  {:<8} {code:<22} {summary}", severity.as_str())?;
    }
    if !report.left_out.is_empty() {
        let left_out: usize = report.left_out.values().sum();
        writeln!(
            out,
            "\n{left_out} findings are counted but not shown: of each code, {} are shown of one page",
            lint::MAX_OF_A_KIND
        )?;
    }
    if !report.findings.is_empty() {
        writeln!(out)?;
    }
    writeln!(out, "{pages} pages, {with_findings} with findings: {errors} errors, {warnings} warnings, {notes} notes")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# GetCall\n\n[x](https://api.aliyun.com/#product=Demo&api=GetCall&type=RPC&version=2020-01-01)\n\n## 请求参数\n\n\
        |名称|类型|是否必选|示例值|描述|\n|--|--|--|--|--|\n|CallId|String|是|c1|通话。 |\n\n## 返回数据\n\n\
        |名称|类型|示例值|描述|\n|--|--|--|--|\n|RequestId|String|A|请求。 |\n\n## 示例\n\n```\nhttp(s)://[Endpoint]/?Action=GetCall\n```\n\n\
        ```\n{\"RequestId\": \"A\"}\n```\n";

    /// How a run over a folder with one page ends, and what it prints.
    fn run(page: &str, arguments: &[&str]) -> (Result<Exit>, String) {
        let folder = tempfile::tempdir().unwrap();
        fs_err::write(folder.path().join("page.md"), page).unwrap();
        let mut all: Vec<std::ffi::OsString> = arguments.iter().map(Into::into).collect();
        all.push(folder.path().into());
        let mut out = Vec::new();
        let exit = super::run(lexopt::Parser::from_args(all), &mut out);
        (exit, String::from_utf8(out).unwrap())
    }

    #[test]
    fn findings_fail_where_they_are_denied() {
        for (arguments, expected) in [
            (&[][..], Exit::Fine),
            (&["--deny", "warnings"], Exit::Failed),
            (&["--deny", "row-doubled,call-missing-required"], Exit::Failed),
            (&["--deny", "row-doubled"], Exit::Fine),
            (&["--deny", "warnings", "--only", "row-doubled"], Exit::Fine),
        ] {
            assert_eq!(run(PAGE, arguments).0.unwrap(), expected, "{arguments:?}");
        }
        assert_eq!(run("", &[]).0.unwrap(), Exit::Failed);
        assert_eq!(run("", &["--only", "row-doubled"]).0.unwrap(), Exit::Failed);
    }

    #[test]
    fn what_is_printed() {
        let (_, text) = run(PAGE, &[]);
        assert!(
            text.contains("warning[call-missing-required]: the required parameter `CallId` is missing from this call"),
            "{text}"
        );
        assert!(text.ends_with("1 pages, 1 with findings: 0 errors, 1 warnings, 0 notes\n"), "{text}");
        let (_, lines) = run(PAGE, &["--format", "json"]);
        let object: serde_json::Value = serde_json::from_str(lines.trim_end()).unwrap();
        assert_eq!(object["code"], "call-missing-required");
        let (_, log) = run(PAGE, &["--format", "sarif"]);
        let log: serde_json::Value = serde_json::from_str(&log).unwrap();
        assert_eq!(log["runs"][0]["results"][0]["ruleId"], "call-missing-required");
    }

    #[test]
    fn calls_that_can_not_be_meant() {
        for arguments in [&["--only", "no-such-code"][..], &["--format", "xml"], &["--only", "warnings"]] {
            let error = run(PAGE, arguments).0.unwrap_err();
            assert!(error.is::<Usage>(), "{error}");
        }
        let parser = lexopt::Parser::from_args(["/no/such/folder"]);
        assert!(!super::run(parser, &mut Vec::new()).unwrap_err().is::<Usage>());
    }
}

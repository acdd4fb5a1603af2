//! `cargo xtask`: arguments, files and printing.
//!
//! A library, so that it compiles beside the last part of the generator, for which a program would have to wait.

mod add;
mod add_schema;
mod diff;
mod drift;
mod explain;
mod files;
mod fix;
mod git;
mod html;
mod inspect;
mod lint;
mod openapi;
mod places;
mod regen;
mod report;
mod runtime_tests;
mod schemas;
mod shelf;
mod transaction;
mod unchanged;
mod verify;
mod view;

use std::io::Write;
use std::process::ExitCode;

use spectable_pages::visible::visible;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// All is well.
    Fine = 0,
    /// Something failed; what was wrong has been said.
    Failed = 1,
    /// The call itself was wrong.
    Usage = 2,
    /// `--check` found files that are out of date, or `drift` a schema that is.
    OutOfDate = 4,
}

const HELP: &str = "\
Reads vendors' API reference pages and writes the crate that they describe.

Usage: cargo xtask <COMMAND> [OPTIONS]

Commands:
  regen    read the pages under specs/, write specs/ir and the generated crate
  add      put a saved page under specs/pages, and show what changes
  inspect  print what was understood of pages or folders of pages; write nothing
  lint     say what is wrong with the documentation itself; write nothing
  openapi  print the operations as an OpenAPI 3.1 document
  drift    hold real responses against the schema
  verify   hold the pages against the vendors' own schemas
  explain  say where a field comes from and why it is as it is
  diff     say what changed in the API, whom it breaks, and which version comes next
  view     write HTML that shows pages, what was understood and the code side by side

`cargo xtask <COMMAND> --help` tells more of each.

Exit codes:
  0  fine
  1  failed: a page, an override or a file is wrong; nothing was written
  2  the call was wrong
  4  regen --check: files are out of date; drift: responses have what the schema does not say;
     verify: pages and the vendors' schemas disagree
";

/// Runs the command that the arguments name.
#[must_use]
pub fn main() -> ExitCode {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    // What was only put into the buffer is not written yet: a full disk shows at the end.
    let ended = run(&mut out).and_then(|exit| {
        out.flush()?;
        Ok(exit)
    });
    let exit = match ended {
        Ok(exit) => exit,
        Err(error) => {
            let _ = out.flush();
            // A reader that closed the pipe has seen enough.
            if let Some(error) = error.downcast_ref::<std::io::Error>()
                && error.kind() == std::io::ErrorKind::BrokenPipe
            {
                return ExitCode::SUCCESS;
            }
            let usage = error.is::<lexopt::Error>() || error.is::<Usage>();
            eprintln!("error: {}", visible(&error.to_string()));
            if usage {
                eprintln!("try `cargo xtask --help`");
                Exit::Usage
            } else {
                Exit::Failed
            }
        }
    };
    ExitCode::from(exit as u8)
}

/// A call that can't be meant.
#[derive(Debug)]
struct Usage(String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The value of `--format`: one of these words.
fn format_option<T: Copy>(arguments: &mut lexopt::Parser, known: &[(&str, T)]) -> Result<T> {
    let given = arguments.value()?;
    if let Some((_, format)) = known.iter().find(|(word, _)| given == *word) {
        return Ok(*format);
    }
    let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
    let words = match words.as_slice() {
        [others @ .., last] if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        all => all.join(", "),
    };
    Err(Box::new(Usage(format!("--format {}: expected {words}", given.to_str().unwrap_or("?")))))
}

fn run(out: &mut dyn Write) -> Result<Exit> {
    let mut arguments = lexopt::Parser::from_env();
    match arguments.next()? {
        None => {
            write!(out, "{HELP}")?;
            Ok(Exit::Usage)
        }
        Some(lexopt::Arg::Long("help") | lexopt::Arg::Short('h')) => {
            write!(out, "{HELP}")?;
            Ok(Exit::Fine)
        }
        Some(lexopt::Arg::Value(command)) => match command.to_str() {
            Some("regen") => regen::run(arguments, out),
            Some("add") => add::run(arguments, out),
            Some("inspect") => inspect::run(arguments, out),
            Some("lint") => lint::run(arguments, out),
            Some("openapi") => openapi::run(arguments, out),
            Some("drift") => drift::run(arguments, out),
            Some("verify") => verify::run(arguments, out),
            Some("explain") => explain::run(arguments, out),
            Some("diff") => diff::run(arguments, out),
            Some("view") => view::run(arguments, out),
            Some("help") => {
                write!(out, "{HELP}")?;
                Ok(Exit::Fine)
            }
            _ => Err(Box::new(Usage(format!(
                "there is no command `{}`; expected regen, add, inspect, lint, openapi, drift, verify, explain, diff or view",
                command.to_string_lossy()
            )))),
        },
        Some(other) => Err(Box::new(other.unexpected())),
    }
}

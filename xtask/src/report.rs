//! Printing diagnostics.

use std::io::Write;

use spectable_pages::diagnostic::{Diagnostic, Severity};
use spectable_pages::fix::Fix;
use spectable_pages::source::SourceFile;

use crate::Result;

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MessageFormat {
    /// With source lines, for a person.
    Text,
    /// One JSON object a line.
    Json,
}

/// The words for them.
pub(crate) const FORMATS: [(&str, MessageFormat); 2] = [("text", MessageFormat::Text), ("json", MessageFormat::Json)];

/// How many there were of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
}

impl Counts {
    pub(crate) fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }
}

/// Prints what is at least as bad as `least`; counts everything.
pub(crate) fn print<'a>(
    out: &mut dyn Write,
    diagnostics: impl Iterator<Item = (Option<&'a SourceFile>, &'a Diagnostic)>,
    least: Severity,
    format: MessageFormat,
) -> Result<Counts> {
    let mut counts = Counts::default();
    for (file, diagnostic) in diagnostics {
        counts.add(diagnostic.severity);
        if diagnostic.severity > least {
            continue;
        }
        match format {
            MessageFormat::Text => writeln!(out, "{}\n", diagnostic.render(file))?,
            MessageFormat::Json => writeln!(
                out,
                "{}",
                serde_json::json!({
                    "path": diagnostic.path,
                    "line": diagnostic.line,
                    "column": diagnostic.column,
                    "severity": diagnostic.severity.as_str(),
                    "code": diagnostic.code.as_str(),
                    "message": diagnostic.message,
                    "help": diagnostic.help,
                    "fixes": diagnostic.fixes.iter().map(fix).collect::<Vec<_>>(),
                })
            )?,
        }
    }
    Ok(counts)
}

/// An override that would settle something.
pub(crate) fn fix(fix: &Fix) -> serde_json::Value {
    serde_json::json!({ "id": fix.id, "api": fix.api, "what": fix.what, "override": fix.yaml() })
}

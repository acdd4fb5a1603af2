//! What is said to people about a page or an override.

mod code;
mod render;

use std::fmt::Write as _;

pub use code::{Code, Rule};

use crate::fix::Fix;
use crate::source::{SourceFile, Span};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written while one of these stands.
    Error,
    /// Something was inferred, repaired or left out.
    Warning,
    /// Worth knowing when reading the result.
    Note,
}

impl Severity {
    /// `error`, `warning` or `note`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A message about one place in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of message it is.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What was found and what was expected.
    pub message: String,
    /// The file, as [`SourceFile::path`] spells it.
    pub path: String,
    /// The place, where there is one.
    pub span: Option<Span>,
    /// Line and column from 1, worked out from the span; 0 where there is no place.
    pub line: usize,
    /// See `line`.
    pub column: usize,
    /// What to do about it.
    pub help: String,
    /// The overrides that would settle it; `help` shows them too.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A message about a place, as bad as its code is, with the code's advice.
    pub fn at(file: &SourceFile, span: Span, code: Code, message: impl Into<String>) -> Self {
        let (line, column) = file.position(span.start);
        Self { span: Some(span), line, column, ..Self::on(&file.path, code, message) }
    }

    /// A message about a whole file.
    pub fn on(path: impl Into<String>, code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            path: path.into(),
            span: None,
            line: 0,
            column: 0,
            help: code.help().to_owned(),
            fixes: Vec::new(),
        }
    }

    /// Better advice than the code's.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The overrides that would settle it, ready to be pasted; they take the place of other advice.
    #[must_use]
    pub fn fixes(mut self, fixes: Vec<Fix>) -> Self {
        let mut text = String::new();
        for fix in &fixes {
            let start = if text.is_empty() { "settle it with an override, " } else { "\nor " };
            let _ = write!(text, "{start}{} (--fix {}):\n{}", fix.what, fix.id, fix.yaml().trim_end());
        }
        if !text.is_empty() {
            self.help = text;
        }
        self.fixes = fixes;
        self
    }
}

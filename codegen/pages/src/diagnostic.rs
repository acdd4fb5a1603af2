//! What is said to people about a page or an override.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};

use crate::fixes::Fix;
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
    /// A stable word, such as `placement-guess`.
    pub code: &'static str,
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
    /// The row that it is about, where that is not the place.
    pub about: Option<Span>,
    /// The overrides that would settle it; `help` shows them too.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A message about a place.
    pub fn at(
        file: &SourceFile,
        span: Span,
        severity: Severity,
        code: &'static str,
        message: impl Into<String>,
    ) -> Self {
        let (line, column) = file.position(span.start);
        Self {
            code,
            severity,
            message: message.into(),
            path: file.path.clone(),
            span: Some(span),
            line,
            column,
            help: String::new(),
            about: None,
            fixes: Vec::new(),
        }
    }

    /// A message about a whole file.
    pub fn on(path: impl Into<String>, severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            path: path.into(),
            span: None,
            line: 0,
            column: 0,
            help: String::new(),
            about: None,
            fixes: Vec::new(),
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The message with its source lines, as a person reads it in a terminal.
    pub fn render(&self, file: Option<&SourceFile>) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level.primary_title(self.message.as_str()).id(self.code);
        let mut group = match (file, self.span) {
            (Some(file), Some(span)) => {
                let span = shown(&file.text, span);
                // Only the line itself: the renderer walks all of the source that it is given.
                let from = file.text.get(..span.start).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
                let rest = file.text.get(from..).unwrap_or_default();
                let line = rest.split('\n').next().unwrap_or_default();
                let number = file.line(u32::try_from(from).unwrap_or(u32::MAX));
                let snippet = Snippet::source(line).path(file.path.as_str()).line_start(number);
                title.element(snippet.annotation(AnnotationKind::Primary.span(span.start - from..span.end - from)))
            }
            _ => Group::with_title(title).element(annotate_snippets::Origin::path(self.path.as_str())),
        };
        if !self.help.is_empty() {
            group = group.element(Level::HELP.message(self.help.as_str()));
        }
        Renderer::plain().decor_style(DecorStyle::Ascii).render(&[group])
    }
}

/// At most one line is shown: a cell may run over forty.
fn shown(text: &str, span: Span) -> std::ops::Range<usize> {
    let start = (span.start as usize).min(text.len());
    let end = (span.end as usize).clamp(start, text.len());
    match text.get(start..end) {
        Some(covered) => {
            let line = covered.split('\n').next().unwrap_or_default().trim_end();
            start..start + line.len()
        }
        None => 0..0,
    }
}

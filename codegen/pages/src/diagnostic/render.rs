//! A message as a person reads it in a terminal.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};

use super::{Diagnostic, Severity};
use crate::source::{SourceFile, Span};
use crate::visible::visible;

impl Diagnostic {
    /// The message with its source lines, as a person reads it in a terminal.
    pub fn render(&self, file: Option<&SourceFile>) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level.primary_title(self.message.as_str()).id(self.code.as_str());
        let mut group = match (file, self.span) {
            (Some(file), Some(span)) => {
                let span = shown(&file.text, span);
                // Only the line itself: the renderer walks all of the source that it is given.
                let from = file.text.get(..span.start).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
                let rest = file.text.get(from..).unwrap_or_default();
                let line = rest.split('\n').next().unwrap_or_default();
                let number = file.line(u32::try_from(from).unwrap_or(u32::MAX));
                // As it stands in the file: the column is told from the line.
                let indent = file.indent();
                let line = if indent.is_empty() { line.into() } else { format!("{indent}{line}") };
                let snippet = Snippet::source(line).path(file.path.as_str()).line_start(number);
                let column = |at: usize| at - from + indent.len();
                let place = AnnotationKind::Primary.span(column(span.start)..column(span.end));
                title.element(snippet.annotation(place))
            }
            _ => Group::with_title(title).element(annotate_snippets::Origin::path(self.path.as_str())),
        };
        if !self.help.is_empty() {
            group = group.element(Level::HELP.message(self.help.as_str()));
        }
        visible(&Renderer::plain().decor_style(DecorStyle::Ascii).render(&[group])).into_owned()
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

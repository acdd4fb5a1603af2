//! Alibaba Cloud's help-center pages saved as text: headings are bare lines, rows have no
//! leading pipe, samples no fences.

use super::section::{self, Section};
use super::{Layout, Page, Sample, Side, aliyun_markdown, identity, table};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceFile, Span};

pub(super) fn read(file: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> Page {
    let mut page = aliyun_markdown::empty(Layout::AliyunHelp);
    let mut parts: Vec<(Option<Section>, Span, Span)> = vec![(None, Span::default(), Span::default())];
    for (start, line) in file.lines() {
        let heading = table::trimmed(file, Span::new(start, start + line.len()));
        let after = start + line.len() + 1;
        let open = parts.last().and_then(|part| part.0);
        if let Some(section) = section::of_heading(line).filter(|section| opens(*section, open)) {
            parts.push((Some(section), heading, Span::new(after.min(file.text.len()), after.min(file.text.len()))));
        } else if let Some(part) = parts.last_mut() {
            part.2.end = u32::try_from(after.min(file.text.len())).unwrap_or(u32::MAX);
        }
    }
    for (section, heading, body) in parts {
        match section {
            None | Some(Section::Notes) => page.intro.extend(lines(file, body)),
            Some(Section::Request) => {
                aliyun_markdown::fill(file, &mut page.request, heading, body, false);
            }
            Some(Section::Response) => {
                aliyun_markdown::fill(file, &mut page.response, heading, body, false);
                page.samples.extend(samples(file, body));
            }
            Some(Section::Samples) => page.samples.extend(samples(file, body)),
            Some(Section::Errors) => aliyun_markdown::errors(file, &mut page.errors, body, false),
            Some(Section::Syntax) => page.syntax = aliyun_markdown::syntax(file.slice(body)),
            Some(Section::Debug | Section::Other) => {}
        }
    }
    page.title = page.intro.first().copied().unwrap_or_default();
    identity::find(file, &mut page);
    super::columns::warn_short(file, &page, diagnostics);
    page
}

/// `示例` inside the response section heads its samples, which are read with it.
fn opens(section: Section, open: Option<Section>) -> bool {
    !(section == Section::Samples && open == Some(Section::Response))
}

fn lines(file: &SourceFile, part: Span) -> Vec<Span> {
    let mut start = part.start as usize;
    file.slice(part)
        .split_inclusive('\n')
        .filter_map(|line| {
            let span = table::trimmed(file, Span::new(start, start + line.len()));
            start += line.len();
            (!file.slice(span).is_empty()).then_some(span)
        })
        .collect()
}

/// Unfenced samples: from a line that opens a document to the line that closes it.
pub(super) fn samples(file: &SourceFile, part: Span) -> Vec<Sample> {
    let mut found = Vec::new();
    let mut start = part.start as usize;
    let mut open: Option<(usize, char, i64)> = None;
    let mut last_end = start;
    for line in file.slice(part).split_inclusive('\n') {
        let text = line.trim();
        let first = text.chars().next();
        if open.is_none()
            && !text.contains(" | ")
            && let Some(kind @ ('{' | '[' | '<')) = first
        {
            open = Some((start + (line.len() - line.trim_start().len()), kind, 0));
        }
        if let Some((from, kind, depth)) = &mut open {
            let ends = if *kind == '<' {
                // XML runs on while lines start with a tag.
                first != Some('<') && !text.ends_with('>')
            } else {
                *depth += balance(text);
                false
            };
            if ends {
                found.push(Sample { side: Side::Response, span: Span::new(*from, last_end) });
                open = None;
            } else if *kind != '<' && *depth <= 0 {
                found.push(Sample { side: Side::Response, span: Span::new(*from, start + line.trim_end().len()) });
                open = None;
            }
        }
        if !text.is_empty() {
            last_end = start + line.trim_end().len();
        }
        start += line.len();
    }
    if let Some((from, ..)) = open {
        found.push(Sample { side: Side::Response, span: Span::new(from, last_end.max(from)) });
    }
    found
}

/// Opening minus closing brackets outside of strings.
fn balance(line: &str) -> i64 {
    let mut depth = 0;
    let mut string = false;
    let mut escape = false;
    for byte in line.bytes() {
        match byte {
            _ if escape => escape = false,
            b'\\' if string => escape = true,
            b'"' => string = !string,
            b'{' | b'[' if !string => depth += 1,
            b'}' | b']' if !string => depth -= 1,
            _ => {}
        }
    }
    depth
}

//! Sample calls and answers: in fences where a page has them, and bare otherwise.

use std::collections::BTreeMap;

use super::section::{self, Heads};
use super::{Sample, Side, table};
use crate::source::{SourceFile, Span};

/// The samples of a part, which has `fences` where the page has any.
pub(super) fn read(file: &SourceFile, part: Span, fences: &[Span]) -> Vec<Sample> {
    let inside = |fence: &&Span| part.start <= fence.start && fence.end <= part.end;
    let fenced: Vec<Sample> = fences
        .iter()
        .filter(inside)
        .filter_map(|fence| Some(Sample { side: side(file.slice(*fence))?, span: *fence }))
        .collect();
    if fences.iter().any(|fence| inside(&fence)) { fenced } else { bare(file, part) }
}

/// Samples without fences. Where headings tell calls from answers, all of a call counts, whatever it is written in.
pub(super) fn bare(file: &SourceFile, part: Span) -> Vec<Sample> {
    let mut parts: Vec<(Heads, Span)> = vec![(Heads::Both, Span { start: part.start, end: part.start })];
    let mut start = part.start as usize;
    for line in file.slice(part).split_inclusive('\n') {
        let end = start + line.len();
        match section::heads_sample(line) {
            Some(heads) => parts.push((heads, Span::new(end, end))),
            None => {
                if let Some((_, span)) = parts.last_mut() {
                    *span = Span::new(span.start as usize, end);
                }
            }
        }
        start = end;
    }
    let mut found = Vec::new();
    for (heads, span) in parts {
        if heads == Heads::One(Side::Request) {
            let span = table::trimmed(file, span);
            if !file.slice(span).is_empty() {
                found.push(Sample { side: Side::Request, span });
            }
        } else {
            found.extend(documents(file, span));
        }
    }
    found
}

/// Whether a sample is a call or an answer.
pub(super) fn side(text: &str) -> Option<Side> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with(['{', '[', '<']) || text.starts_with("HTTP/") {
        return Some(Side::Response);
    }
    let call = text.starts_with("http") || text.starts_with('/') || syntax(text).is_some() || text.contains("Action=");
    call.then_some(Side::Request)
}

/// `GET /pop/v1/sam/app HTTP/1.1`
pub(super) fn syntax(text: &str) -> Option<(String, String)> {
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    let mut words = line.split_whitespace();
    let method = words.next().filter(|word| matches!(*word, "GET" | "POST" | "PUT" | "DELETE" | "PATCH" | "HEAD"))?;
    let path = words.next().filter(|word| word.starts_with('/'))?;
    let path = path.split('?').next().unwrap_or(path);
    Some((method.to_owned(), path.to_owned()))
}

/// Unfenced samples: from a line that opens a document to the line that closes it.
fn documents(file: &SourceFile, part: Span) -> Vec<Sample> {
    let mut found = Vec::new();
    let mut start = part.start as usize;
    let mut open: Option<(usize, char, i64)> = None;
    let mut last_end = start;
    let closed = last_closed(file.slice(part));
    // Where the root element that is open ends, in bytes of the part.
    let mut root_end = 0;
    for line in file.slice(part).split_inclusive('\n') {
        let text = line.trim();
        let first = text.chars().next();
        if open.is_none()
            && !text.contains(" | ")
            && let Some(kind @ ('{' | '[' | '<')) = first
        {
            open = Some((start + (line.len() - line.trim_start().len()), kind, 0));
            root_end = closed.get(tag_name(&text[1..])).copied().filter(|_| kind == '<').unwrap_or_default();
        }
        if let Some((from, kind, depth)) = &mut open {
            let ends = if *kind == '<' {
                // XML runs on up to the end of its root, and behind that while lines start with a tag.
                start - part.start as usize > root_end && first != Some('<') && !text.ends_with('>')
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

/// By name of an element: where it is closed for the last time.
fn last_closed(text: &str) -> BTreeMap<&str, usize> {
    text.match_indices("</").map(|(at, mark)| (tag_name(&text[at + mark.len()..]), at)).collect()
}

/// The name at the start of a tag's inside.
fn tag_name(text: &str) -> &str {
    &text[..text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(text.len())]
}

/// Opening minus closing brackets outside of strings.
pub(super) fn balance(line: &str) -> i64 {
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

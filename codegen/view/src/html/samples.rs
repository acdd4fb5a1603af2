//! The page's samples, with links from names to nodes.

use maud::{Markup, html};
use spectable_pages::page::Side;
use spectable_pages::source::Span;
use spectable_pages::visible::visible;

use super::lang;
use crate::samples::SampleView;
use crate::subject::Subject;

/// The samples, each behind a click.
pub(super) fn section(subject: &Subject<'_>) -> Markup {
    html! {
        @if subject.samples.is_empty() { p { "The page has no samples." } }
        @for (number, sample) in subject.samples.iter().enumerate() {
            details.sample id={ "s" (number) } {
                summary {
                    "Sample " (number + 1) ": "
                    (if sample.side == Side::Request { "a call" } else { "an answer" })
                    " (line " (sample.line) ", " (super::count(sample.links.len(), "linked name")) ")"
                }
                @if !sample.unknown.is_empty() {
                    p.help { (super::count(sample.unknown.len(), "name")) " in it without a field: underlined with a wave" }
                }
                pre tabindex="0" { code { (text(subject, sample)) } }
                @if sample.cut { p.note { "The sample goes on; the page has the rest." } }
            }
        }
    }
}

/// What a name in a sample is called that a node leads to, by where it begins on the page.
pub(super) fn place(start: u32) -> String {
    format!("p{start}")
}

fn text(subject: &Subject<'_>, sample: &SampleView) -> Markup {
    let file = &subject.document.file;
    let mut at = sample.span.start;
    let mut pieces: Vec<Markup> = Vec::new();
    let links = sample.links.iter().map(|(span, key)| (*span, Some(*key)));
    let mut names: Vec<_> = links.chain(sample.unknown.iter().map(|span| (*span, None))).collect();
    names.sort_unstable();
    for (span, key) in names {
        if span.start < at {
            continue;
        }
        pieces.push(plain(file.slice(Span { start: at, end: span.start })));
        let name = visible(file.slice(span));
        let id = sample.led_to.contains(&span.start).then(|| place(span.start));
        pieces.push(html! {
            @if let Some(key) = key { a id=[id] href={ "#n" (key) } data-k=(key) { (name) } }
            @else { span.unknown title="no field on the page" { (name) } }
        });
        at = span.end;
    }
    pieces.push(plain(file.slice(Span { start: at, end: sample.span.end })));
    html! { @for piece in &pieces { (piece) } }
}

fn plain(text: &str) -> Markup {
    html! {
        @if let Some(lang) = lang(text) { span lang=(lang) { (visible(text)) } }
        @else { (visible(text)) }
    }
}

//! Views as HTML files that stand alone: one style, one script, no other file and no network.
//!
//! Text of pages only gets in as text: `maud` escapes it, hidden characters are spelled out, and the policy in the head
//! lets nothing run or load but the style and the script that are here, by their hashes.

mod code;
pub(crate) mod index;
mod messages;
mod node;
pub(crate) mod operation;
mod prose;
mod rows;
mod samples;

use std::borrow::Cow;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use spectable_diff::{Change, Class};
use spectable_pages::source::SourceFile;
use spectable_pages::source::Span;
use spectable_pages::visible::visible;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// By this the files of a view are told from other files.
pub(crate) const GENERATOR: &str = "cargo xtask view";

/// What the browser may do with a file: apply the style, run the script.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
});

/// A whole file.
fn shell(title: &str, skip: &[(&str, &str)], body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(*POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(GENERATOR);
                meta name="color-scheme" content="light dark";
                title { (visible(title)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                nav.skip aria-label="Skip" {
                    @for (to, what) in skip { a href={ "#" (to) } { (what) } }
                }
                (body)
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

/// Text of a page or about it, as it may be shown.
fn shown(text: &str) -> Cow<'_, str> {
    visible(text.trim())
}

/// The language of a text, where it is not that of the view.
fn lang(text: &str) -> Option<&'static str> {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')).then_some("zh")
}

/// A stretch of a page without blank lines.
fn slice(file: &SourceFile, span: Span) -> &str {
    file.slice(span).trim()
}

/// A class as a word and a sign, so that it is told by more than its colour.
fn class_badge(class: Class) -> Markup {
    let sign = match class {
        Class::Breaking => "✕",
        Class::Additive => "+",
        Class::Documentation => "≈",
    };
    html! { span class={ "cls " (class.as_str()) } { (sign) " " (class.as_str()) } }
}

/// A change in words, with its class and why it has it.
fn change(change: &Change) -> Markup {
    let what = change.what();
    html! {
        (class_badge(change.class)) " "
        span lang=[lang(&what)] { (shown(&what)) }
        ": " span.why { (shown(&change.reason)) }
    }
}

/// `1 field`, `2 fields`
fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

//! What is said of pages.

use maud::{Markup, html};
use spectable_pages::diagnostic::Diagnostic;
use spectable_pages::fix::Fix;

use super::{lang, shown};

/// A message: of a page in its own view, with the node that it is about, or of any file.
pub(super) fn message(diagnostic: &Diagnostic, own: bool, key: Option<usize>) -> Markup {
    let severity = diagnostic.severity.as_str();
    html! {
        li class={ "msg " (severity) } {
            span class={ "sev " (severity) } { (severity) } " "
            @if !own { code { (shown(&diagnostic.path)) } " " }
            @if let Some(key) = key { a href={ "#n" (key) } { "line " (diagnostic.line) } " " }
            @else if diagnostic.line > 0 { "line " (diagnostic.line) " " }
            span lang=[lang(&diagnostic.message)] { (shown(&diagnostic.message)) }
            " " code { (diagnostic.code.as_str()) }
            @if diagnostic.fixes.is_empty() && !diagnostic.help.is_empty() { p.help { (shown(&diagnostic.help)) } }
        }
    }
}

/// An override that would settle something, to be copied.
pub(super) fn fix(fix: &Fix) -> Markup {
    html! {
        p { (shown(&fix.what)) ", " code { "cargo xtask regen --fix " (fix.id) } ", or add to " code { "specs/overrides/" (fix.api) ".yaml" } ":" }
        pre.fix tabindex="0" { code { (shown(&fix.yaml())) } }
    }
}

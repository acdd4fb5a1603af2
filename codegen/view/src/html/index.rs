//! The file that lists the operations.

use maud::{Markup, html};
use spectable_diff::Class;

use super::{change, class_badge, count, lang, messages, shell, shown};
use crate::index::{CLASSES, Changes, Entry, Index};
use crate::tree::Ground;

/// The whole file.
pub(crate) fn page(index: &Index<'_>) -> String {
    let changed = |entry: &&Entry| entry.changes.is_some_and(Changes::any);
    let (changed, others): (Vec<&Entry>, Vec<&Entry>) = index.entries.iter().partition(changed);
    let sum = |of: fn(&Entry) -> usize| index.entries.iter().map(of).sum::<usize>();
    let totals = [
        count(index.entries.len(), "operation"),
        count(sum(|entry| entry.fields.0 + entry.fields.1), "field"),
        count(sum(|entry| entry.questions), "question"),
        count(sum(|entry| entry.overrides), "override"),
    ];
    let skip = [("operations", "the operations"), ("support", "what is supported")];
    let body = html! {
        header.top {
            h1 { "What was understood" }
            p.counts { (totals.join(" · ")) @if let Some(base) = index.base { " · compared with " code { (shown(base)) } } }
            form.filters role="search" aria-label="Filter" hidden {
                label { "Search " input type="search" id="search" autocomplete="off" spellcheck="false"; }
                label { input type="checkbox" data-f="q"; " questions only" }
                @if index.base.is_some() { label { input type="checkbox" data-f="c"; " changed only" } }
                output id="found" aria-live="polite" {}
            }
        }
        main.index {
            @if let Some(base) = index.base {
                section aria-labelledby="changed-h" {
                    h2 id="changed-h" { "Changed since " code { (shown(base)) } }
                    @if changed.is_empty() && index.gone.is_empty() { p { "Nothing changed." } }
                    @if !changed.is_empty() { (operations(&changed, true)) }
                    @if !index.gone.is_empty() {
                        h3 { "No longer there" }
                        ul.changes { @for one in &index.gone { li { code { (shown(&one.operation)) } " " (change(one)) } } }
                    }
                }
            }
            section id="operations" aria-labelledby="operations-h" {
                h2 id="operations-h" { (if index.base.is_some() { "Unchanged operations" } else { "Operations" }) }
                @if index.base.is_some() && !others.is_empty() {
                    details { summary { (count(others.len(), "operation")) } (operations(&others, false)) }
                } @else if !others.is_empty() { (operations(&others, false)) } @else { p { "None." } }
            }
            section id="support" aria-labelledby="support-h" {
                h2 id="support-h" { "What is supported" }
                @if !index.entries.is_empty() { (matrix(&index.entries)) }
            }
            @if !index.messages.is_empty() {
                section aria-labelledby="messages-h" {
                    h2 id="messages-h" { "Pages and overrides without an operation" }
                    ul.msgs { @for message in &index.messages { (messages::message(message, false, None)) } }
                }
            }
        }
    };
    shell("What was understood", &skip, &body)
}

fn operations(entries: &[&Entry], compared: bool) -> Markup {
    html! {
        div.wide tabindex="0" role="group" aria-label="Operations" {
            table.list {
                thead { tr {
                    th scope="col" { "Operation" }
                    @if compared { th scope="col" { "Changes" } }
                    th scope="col" { "Request" } th scope="col" { "Response" } th scope="col" { "Questions" }
                    th scope="col" { "Messages" } th scope="col" { "Overrides" } th scope="col" { "Least sure" } th scope="col" { "Evidence" }
                } }
                tbody { @for entry in entries { (row(entry, compared)) } }
            }
        }
    }
}

fn row(entry: &Entry, compared: bool) -> Markup {
    let class = entry.changes.and_then(|changes| {
        CLASSES.into_iter().zip(changes.counts).find(|(_, count)| *count > 0).map(|(class, _)| class)
    });
    let changed = entry.changes.is_some_and(Changes::any).then(|| class.map_or("doubt", Class::as_str));
    html! {
        tr.op data-q=[(entry.questions > 0).then_some("")] data-c=[changed] {
            th scope="row" {
                a href=(entry.file) { (shown(&entry.name)) }
                @if entry.deprecated { " " span.chip { "deprecated" } }
                " " small { (entry.api) @if !entry.title.is_empty() { " · " span lang=[lang(&entry.title)] { (shown(&entry.title)) } } }
            }
            @if compared { td { (changes(entry)) } }
            td.num { (entry.fields.0) } td.num { (entry.fields.1) }
            td.num { @if entry.questions > 0 { span.cls.q { "? " (entry.questions) } } @else { "0" } }
            td { @if entry.errors > 0 { span.sev.error { (count(entry.errors, "error")) } " " } @if entry.warnings > 0 { span.sev.warning { (count(entry.warnings, "warning")) } } @if entry.errors + entry.warnings == 0 { "none" } }
            td.num { (entry.overrides) }
            td.num { @match entry.least_sure { Some(sure) => (sure), None => "–" } }
            td { (grounds(entry)) }
        }
    }
}

fn changes(entry: &Entry) -> Markup {
    let Some(changes) = entry.changes else { return html! {} };
    html! {
        @if changes.is_new { span.cls.additive { "+ new" } " " }
        @for (class, count) in CLASSES.into_iter().zip(changes.counts) {
            @if count > 0 { (class_badge(class)) " " (count) " " }
        }
        @if changes.unsure > 0 { span.cls.doubt { "? new doubts" } " " (changes.unsure) }
    }
}

/// How many places are known in which way.
fn grounds(entry: &Entry) -> Markup {
    html! {
        @for (ground, number) in &entry.grounds {
            @let (class, sign, word) = Ground::words(*ground);
            span class={ "ground " (class) } { span.ev { (sign) " " (word) " " (number) } } " "
        }
    }
}

fn matrix(entries: &[Entry]) -> Markup {
    let columns: Vec<&str> =
        entries.first().map(|entry| entry.support.iter().map(|(what, _)| *what).collect()).unwrap_or_default();
    html! {
        div.wide tabindex="0" role="group" aria-label="What is supported" {
            table.list.matrix {
                thead { tr { th scope="col" { "Operation" } @for what in &columns { th scope="col" { (what) } } } }
                tbody {
                    @for entry in entries {
                        tr {
                            th scope="row" { a href=(entry.file) { (shown(&entry.name)) } " " small { (entry.api) } }
                            @for (_, support) in &entry.support {
                                @match support {
                                    Some(how) => td.yes { @if how == "yes" { "✓ yes" } @else { (how) } },
                                    None => td.no { "–" },
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

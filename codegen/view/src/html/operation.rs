//! The file of an operation: what it is, three columns, its samples.

use std::collections::BTreeMap;

use maud::{Markup, html};
use spectable_pages::ir::Operation;

use super::{change, code, count, lang, messages, node, rows, samples, shell, shown};
use crate::index::CLASSES;
use crate::input::INDEX;
use crate::subject::Subject;
use crate::tree::Ground;

/// The whole file; `base` is what it is compared with.
pub(crate) fn page(subject: &Subject<'_>, base: Option<&str>) -> String {
    let operation = subject.operation;
    let skip = [("page", "the page"), ("tree", "the tree"), ("code", "the code"), ("samples", "samples")];
    let body = html! {
        header.top {
            p.crumb { a href=(INDEX) { "All operations" } " / " (operation.api()) }
            h1 { (shown(&operation.name)) " " @if !operation.title.is_empty() { small lang=[lang(&operation.title)] { (shown(&operation.title)) } } }
            p.counts { (counts(subject)) }
            @if let Some(base) = base { (changes(subject, base)) }
            (filters(base.is_some()))
        }
        nav.tabs aria-label="Columns" { a href="#page" { "Page" } a href="#tree" { "Tree" } a href="#code" { "Code" } }
        main {
            section.col.c-page id="page" aria-labelledby="page-h" tabindex="0" {
                h2 id="page-h" { "Page" }
                (rows::column(subject))
                section id="samples" aria-labelledby="samples-h" { h3 id="samples-h" { "Samples" } (samples::section(subject)) }
            }
            section.col.c-tree id="tree" aria-labelledby="tree-h" tabindex="0" {
                h2 id="tree-h" { "Tree" }
                (about(subject))
                (node::column(subject))
            }
            section.col.c-code id="code" aria-labelledby="code-h" tabindex="0" {
                h2 id="code-h" { "Code" }
                (code::column(subject))
            }
        }
    };
    let title = format!("{} of {}", operation.name, operation.api());
    shell(&title, &skip, &body)
}

fn counts(subject: &Subject<'_>) -> Markup {
    let fields = subject.fields().count();
    let mut said =
        vec![count(fields, "field"), count(subject.questions(), "question"), count(subject.overrides, "override")];
    said.extend(subject.least_sure().map(|sure| format!("the least sure place is {sure} sure")));
    html! { (said.join(" · ")) }
}

/// What changed, the worst first, with links to the nodes.
fn changes(subject: &Subject<'_>, base: &str) -> Markup {
    let Some(changed) = &subject.changed else { return html! {} };
    // What is about no field is told with the operation.
    let errors: BTreeMap<&str, usize> =
        subject.operation.errors.iter().zip(0..).map(|(error, at)| (error.code.as_str(), at)).collect();
    let place = |path: &str| {
        let node = subject.tree.at(path).or_else(|| subject.tree.gone(path)).map(|key| format!("#n{key}"));
        let error = || Some(format!("#e{}", errors.get(path.strip_prefix("errors/")?)?));
        let to = node.or_else(error).unwrap_or_else(|| "#about".to_owned());
        html! { a href=(to) { @if path.is_empty() { "the operation" } @else { (shown(path)) } } }
    };
    html! {
        p.counts {
            "Since " code { (shown(base)) } ": "
            @if changed.is_new { "the operation is new. " }
            @else if changed.is_empty() { "nothing changed." }
            @for class in CLASSES {
                @let count = changed.count(class);
                @if count > 0 { (super::class_badge(class)) " " (count) " " }
            }
            @if !changed.unsure.is_empty() { span.cls.doubt { "? new doubts" } " " (changed.unsure.len()) }
        }
        @if !changed.is_empty() {
            ul.changes tabindex="0" aria-label="Changes" {
                @for (one, paths) in changed.once() {
                    li { @for (at, path) in paths.iter().enumerate() { @if at > 0 { ", " } (place(path)) } " " (change(one)) }
                }
                @for (path, doubts) in &changed.unsure {
                    @for doubt in doubts { li { (place(path)) " " span.cls.doubt { "? new doubt" } " " (shown(&doubt.what)) } }
                }
            }
        }
    }
}

/// What is shown of all of it. They do nothing without the script, which makes them visible.
fn filters(compared: bool) -> Markup {
    html! {
        form.filters role="search" aria-label="Filter" hidden {
            label { "Search " input type="search" id="search" autocomplete="off" spellcheck="false"; }
            label { input type="checkbox" data-f="q"; " questions and guesses" }
            @if compared { label { input type="checkbox" data-f="c"; " changed only" } }
            label { input type="checkbox" data-f="r"; " required only" }
            output id="found" aria-live="polite" {}
            span.keys { kbd { "/" } " search, " kbd { "↑" } " " kbd { "↓" } " walk rows, nodes and code, " kbd { "Enter" } " goes to the node, " kbd { "Esc" } " lets go; again: clears the filters" }
        }
    }
}

/// Facts of the whole operation, its messages, and what the signs mean.
fn about(subject: &Subject<'_>) -> Markup {
    let operation = subject.operation;
    html! {
        @if !subject.messages.is_empty() {
            details.box {
                summary { (count(subject.messages.len(), "message")) }
                ul.msgs { @for message in &subject.messages { (messages::message(message.diagnostic, message.own, message.key)) } }
            }
        }
        details.box id="about" {
            summary { "About the operation" }
            dl { @for (what, value) in facts(operation) { dt { (what) } dd { (shown(&value)) } } }
        }
        details.box {
            summary { "What the signs mean" }
            dl {
                @for ground in [Ground::Example, Ground::Page, Ground::Order, Ground::Sample, Ground::Guess, Ground::Override] {
                    @let (class, sign, word) = ground.words();
                    dt class=(class) { span.ev { (sign) " " (word) } } dd { (ground.meaning()) }
                }
                dt { mark { "marked" } } dd { "an enum value, range, unit or default was read from this; what an override or another page says has no mark" }
                dt { "98 %" } dd { "how probable the place is; below 88 % it is a guess" }
            }
        }
    }
}

fn facts(operation: &Operation) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if operation.deprecated {
        facts.push(("deprecated", "the page says so".to_owned()));
    }
    facts.extend(operation.rate_limit.map(|rate| ("rate limit", format!("{rate} calls a second"))));
    facts.extend(operation.max_days.map(|days| ("period", format!("at most {days} days a call"))));
    if let Some(paging) = &operation.paging {
        let total = paging.total.as_deref().unwrap_or("not said");
        let pages = format!("{} from {}, {} a page, total: {total}", paging.number, paging.first, paging.size);
        facts.push(("paging", pages));
    }
    if let Some(window) = &operation.window {
        facts.push(("window", format!("{} to {}, compared with an item's {}", window.start, window.end, window.time)));
    }
    if let Some(record) = &operation.call_record {
        facts.push(("call record", format!("each item of {}", record.of)));
    }
    facts.push(("errors", operation.errors.len().to_string()));
    facts.push(("samples tested", operation.samples.to_string()));
    facts
}

//! The tree's column: a line a node, with what is known of it behind a click.

use std::fmt::Write as _;

use maud::{Markup, html};
use spectable_diff::Class;
use spectable_pages::ir::{Encoding, EnumValue, Field, Type};
use spectable_pages::source::cut;
use spectable_review::explain::Facts;

use super::{change, lang, messages, samples, shown};
use crate::subject::{Known, Subject};
use crate::tree::{Ground, Kind, Node};

/// Examples may be documents: the page's column has them in full.
const LONGEST: usize = 400;

/// Deeper nodes are not moved further to the right: they say how deep they stand. The style has a step each.
pub(super) const MOST_STEPS: usize = 12;

/// More values of an enum than this are only counted.
const MOST_VALUES: usize = 100;

/// All nodes, in one list: how deep each stands is shown and said.
pub(super) fn column(subject: &Subject<'_>) -> Markup {
    html! {
        ol.tree {
            @for (key, (node, known)) in subject.tree.nodes.iter().zip(&subject.known).enumerate() {
                (self::node(subject, key, node, known))
            }
        }
    }
}

impl Ground {
    /// What tells it apart: a class, a sign and a word.
    pub(super) fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Guess => ("guess", "?", "guess"),
            Self::Sample => ("sample", "◇", "sample only"),
            Self::Order => ("order", "◐", "order"),
            Self::Example => ("example", "●", "example"),
            Self::Page => ("page", "■", "page"),
            Self::Override => ("override", "✎", "override"),
        }
    }

    /// What it means.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Self::Guess => "several places fit: look at it",
            Self::Sample => "no row names it, a sample shows it",
            Self::Order => "no sample shows it, but only this place fits the rows around it",
            Self::Example => "a sample of the page shows it there",
            Self::Page => "the page itself says it: the table is flat, or its marks tell",
            Self::Override => "a person added it",
        }
    }
}

fn node(subject: &Subject<'_>, key: usize, node: &Node<'_>, known: &Known<'_>) -> Markup {
    let ground = known.ground.map(Ground::words);
    let deep = if node.depth > MOST_STEPS { " deep" } else { "" };
    let class = format!("d{}{deep} {}", node.depth, ground.map_or("plain", |(class, ..)| class));
    let required = node.kind == Kind::Field && node.field.is_some_and(|field| field.required == Some(true));
    let open = known.is_open();
    let gone = (node.kind == Kind::Gone).then_some("breaking");
    let changed = known.class().map(Class::as_str).or_else(|| known.is_changed().then_some("doubt")).or(gone);
    let to = known.rows.first().map(|(row, _)| format!("#r{row}"));
    let to = to.or_else(|| known.row_gone.then(|| format!("#g{key}")));
    html! {
        li id={ "n" (key) } class=(class) data-k=(key) data-r=[required.then_some("")] data-q=[open.then_some("")] data-c=[changed] {
            div.h {
                @if !deep.is_empty() { span.lv { "level " (node.depth) } }
                @else if node.depth > 0 { span.vh { "level " (node.depth) ": " } }
                (name(node, to.as_deref()))
                (types(node, known))
                @if let Some(field) = node.field.filter(|_| node.kind == Kind::Field) { (chips(field)) }
                @if let Some(((_, sign, word), field)) = ground.zip(node.field) {
                    span.ev { (sign) " " (word) @if word != "page" && word != "override" { " " (field.sure) } }
                }
                @if open { span.cls.q { "? question" } }
                @if let Some(class) = known.class().filter(|_| node.moved.is_none()) { (super::class_badge(class)) }
                @if !known.unsure.is_empty() { span.cls.doubt { "? new doubt" } }
            }
            @if known.coded { a.go href={ "#c" (key) } { "code" span.vh { " of " (shown(node.name)) } } }
            @if let Some(to) = &node.moved {
                p.chg { "moved to " @match subject.tree.at(to) { Some(key) => a href={ "#n" (key) } { (shown(to)) }, None => code { (shown(to)) } } }
            } @else if gone.is_some() && known.changes.is_empty() {
                p.chg { "gone with what it stood in" }
            } @else {
                @for one in &known.changes { p.chg { (change(one)) } }
            }
            @for doubt in &known.unsure {
                p.chg { "new doubt: " (shown(&doubt.what)) @if !doubt.alternatives.is_empty() { "; it may belong below " (shown(&doubt.alternatives.join(" or "))) } }
            }
            (details(subject, node, known))
        }
    }
}

fn name(node: &Node<'_>, to: Option<&str>) -> Markup {
    let name = shown(node.name);
    html! {
        @match (node.kind, to) {
            (Kind::Gone, Some(to)) => a.nm href=(to) { del { (name) } },
            (Kind::Gone, None) => span.nm { del { (name) } },
            (_, Some(to)) => a.nm href=(to) { (name) },
            _ => span.nm { (name) },
        }
    }
}

fn types(node: &Node<'_>, known: &Known<'_>) -> Markup {
    let ty = match (node.kind, node.field) {
        (Kind::Field | Kind::Gone, Some(field)) => field.ty.to_string(),
        (Kind::Wrapper, _) => "wrapper on the wire".to_owned(),
        _ => String::new(),
    };
    html! {
        @if !ty.is_empty() {
            " "
            @match known.structure {
                Some(name) => a.ty href={ "#t-" (name) } { (shown(&ty)) },
                None => span.ty { (shown(&ty)) },
            }
        }
    }
}

/// What was read beside the type, in a few letters.
fn chips(field: &Field) -> Markup {
    let encoding = field.encoding.map(|encoding| match encoding {
        Encoding::Comma => "a,b",
        Encoding::Json => "JSON text",
        Encoding::Repeat => ".1 .2",
    });
    let chip = |what: &str, value: &str| html! { " " span.chip { (what) " " (shown(value)) } };
    html! {
        @if field.required == Some(true) { " " span.chip.req { "required" } }
        @if let Some(range) = field.range { (chip("range", &range.to_string())) }
        @if let Some(items) = field.max_items { (chip("items", &format!("≤ {items}"))) }
        @if let Some(default) = &field.default { (chip("default", default)) }
        @if let Some(unit) = &field.unit { (chip("unit", unit)) }
        @if let Some(encoding) = encoding { (chip("as", encoding)) }
        @if field.deprecated { " " span.chip { "deprecated" } }
    }
}

/// What `explain` says of a field, the samples that show it, and the override that would change it.
fn details(subject: &Subject<'_>, node: &Node<'_>, known: &Known<'_>) -> Markup {
    if known.facts.is_none() && !known.is_open() {
        return html! {};
    }
    html! {
        details open[known.is_open()] {
            summary { "why" span.vh { " " (shown(node.name)) " is as it is" } }
            @for message in &known.asked { p.ask { (shown(message)) } }
            @if let Some(facts) = &known.facts { (self::facts(subject, node, known, facts)) }
            @for fix in &known.fixes { (messages::fix(fix)) }
            @if let Some(template) = known.facts.as_ref().and_then(|facts| facts.template.as_ref()) {
                p { "To change it, say what is true in " code { "specs/overrides/" (subject.operation.api()) ".yaml" } ":" }
                pre.fix tabindex="0" { code { (shown(template)) } }
            }
        }
    }
}

fn facts(subject: &Subject<'_>, node: &Node<'_>, known: &Known<'_>, facts: &Facts<'_>) -> Markup {
    let mut told: Vec<(&str, &str)> = Vec::new();
    for (what, value) in [("place", &facts.place), ("here", &facts.here), ("next best", &facts.next)] {
        told.extend(value.as_deref().map(|value| (what, value)));
    }
    // The values have links.
    told.extend(facts.stated.iter().filter(|(what, _)| *what != "values").map(|(what, value)| (*what, value.as_str())));
    let values = node.field.and_then(|field| match field.ty.innermost() {
        Type::Enum(name) => Some((name.as_str(), subject.operation.enums.get(name)?.as_slice())),
        _ => None,
    });
    html! {
        dl {
            dt { "path" } dd.at { code { (shown(&node.path)) } }
            dt { "row" } dd { @match facts.row { Some((line, _)) => { "line " (line) }, None => "no row names it" } }
            @if let Some(field) = node.field.filter(|field| !field.english.is_empty()) {
                dt { "english" } dd { (shown(&field.english)) }
            }
            @for (what, value) in &told { dt { (what) } dd lang=[lang(value)] { (shown(&cut(value, LONGEST))) } }
            @if let Some((name, values)) = values { dt { "values" } dd { (self::values(subject, name, values)) } }
            dt { "samples" } dd { (in_samples(known)) }
            @if let Some(entry) = facts.added { dt { "override" } dd { (shown(&entry.why)) } }
            @for entry in &facts.overrides { dt { "override" } dd { (shown(&entry.why)) } }
        }
    }
}

fn values(subject: &Subject<'_>, name: &str, values: &[EnumValue]) -> Markup {
    html! {
        @for (at, value) in values.iter().take(MOST_VALUES).enumerate() {
            @if at > 0 { ", " }
            @match subject.value_place(name, at) {
                Some(place) => a href={ "#" (place) } data-k=(place) { (shown(&value.value)) },
                None => (shown(&value.value)),
            }
            @if let Some(code) = value.code { " (" (code) ")" }
            @if let Some(label) = &value.label { " " span lang=[lang(label)] { (shown(label)) } }
        }
        @if values.len() > MOST_VALUES { " and " (values.len() - MOST_VALUES) " more" }
    }
}

/// Where samples show a field.
fn in_samples(known: &Known<'_>) -> Markup {
    let Some(shown) = &known.shown else { return html! { "none shows it" } };
    let mut more = String::new();
    if shown.count > shown.first.len() {
        let _ = write!(more, " and {} more", shown.count - shown.first.len());
    }
    html! {
        @for (at, place) in shown.first.iter().enumerate() {
            @if at > 0 { ", " }
            @let to = place.name.map_or_else(|| format!("s{}", place.sample), samples::place);
            a href={ "#" (to) } { "sample " (place.sample + 1) ", line " (place.line) }
        }
        (more)
    }
}

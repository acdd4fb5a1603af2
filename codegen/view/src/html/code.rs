//! The code's column: the emitted items, with their parts linked to nodes.

use maud::{Markup, html};
use spectable_diff::Class;
use spectable_pages::visible::visible;

use super::{lang, shown};
use crate::code::{CodeFile, ItemView, Of, Part};
use crate::subject::Subject;

/// The files.
pub(super) fn column(subject: &Subject<'_>) -> Markup {
    // A node's first piece of code gets its name.
    let mut named = vec![false; subject.tree.nodes.len()];
    html! {
        @if subject.code.is_empty() { p { "No code is emitted for this operation: see its messages." } }
        @for file in &subject.code { (self::file(subject, file, &mut named)) }
    }
}

fn file(subject: &Subject<'_>, file: &CodeFile<'_>, named: &mut [bool]) -> Markup {
    html! {
        h3 { code { (shown(&file.path)) } }
        @for item in &file.items {
            @let id = item.name.as_ref().map(|name| format!("t-{name}"));
            @if let Some(head) = item.folded {
                details.impl { summary { code { (shown(head)) } } pre { code { (text(item.text, "")) } } }
            } @else {
                pre.item id=[id] { code { (self::item(subject, item, named)) } }
            }
        }
    }
}

fn keys(keys: &[usize]) -> Option<String> {
    (!keys.is_empty()).then(|| keys.iter().map(usize::to_string).collect::<Vec<_>>().join(" "))
}

/// An item: what stands before, between and behind its parts is only text.
fn item(subject: &Subject<'_>, item: &ItemView<'_>, named: &mut [bool]) -> Markup {
    let mut at = 0;
    let mut pieces: Vec<Markup> = Vec::new();
    let slice = |range: std::ops::Range<usize>| item.text.get(range).unwrap_or_default();
    for part in &item.parts {
        pieces.push(html! { (text(slice(at..part.at.start), "")) });
        pieces.push(self::part(subject, part, &slice, named));
        at = part.at.end;
    }
    pieces.push(html! { (text(slice(at..item.text.len()), "")) });
    html! { @for piece in &pieces { (piece) } }
}

fn part<'a>(
    subject: &Subject<'_>,
    part: &Part,
    slice: &impl Fn(std::ops::Range<usize>) -> &'a str,
    named: &mut [bool],
) -> Markup {
    let before = slice(part.at.start..part.name.start);
    let name = slice(part.name.clone());
    let after = slice(part.name.end..part.at.end);
    match &part.of {
        Of::Nodes(keys) => {
            let first = keys.iter().copied().find(|key| named.get(*key).is_some_and(|named| !named));
            for key in keys {
                named.get_mut(*key).into_iter().for_each(|named| *named = true);
            }
            let to = first.or(keys.first().copied()).unwrap_or_default();
            let class = keys.iter().filter_map(|key| subject.known.get(*key)?.class()).min();
            let row = first_field(subject, keys);
            let others = keys.iter().filter(|key| Some(**key) != first);
            html! {
                span.f id=[first.map(|key| format!("c{key}"))] data-k=[self::keys(keys)] data-c=[class.map(Class::as_str)] {
                    @for key in others { span.anchor id={ "c" (key) } {} }
                    (text(before, row)) a href={ "#n" (to) } { (name) } (text(after, row))
                }
            }
        }
        Of::Value(of, at) => {
            let place = subject.value_place(of, *at);
            html! { span.f id=[&place] data-k=[&place] { (text(before, "")) b { (name) } (text(after, "")) } }
        }
    }
}

/// What the page says of the first of these nodes: the code has it in its docs again.
fn first_field<'s>(subject: &Subject<'s>, keys: &[usize]) -> &'s str {
    let field = keys.iter().find_map(|key| subject.tree.node(*key)?.field);
    field.map_or("", |field| subject.document.file.slice(field.span))
}

/// A longer line of a doc is cut where the page's column has it in full.
const LONGEST_DOC: usize = 160;

/// In a longer row is not searched for each line.
const LONGEST_ROW: usize = 64 << 10;

/// Code, with its docs set apart; `row` is what the page's column shows of it.
fn text(code: &str, row: &str) -> Markup {
    html! {
        @for line in code.split_inclusive('\n') {
            @let doc = line.trim_start();
            @if doc.starts_with("//") {
                @match cut(line, row) {
                    Some(cut) => span.doc lang=[lang(line)] title="the page's row has the rest" { (visible(cut)) "…\n" },
                    None => span.doc lang=[lang(line)] { (visible(line)) },
                }
            } @else { (visible(line)) }
        }
    }
}

/// The beginning of a line that the row has whole.
fn cut<'l>(line: &'l str, row: &str) -> Option<&'l str> {
    let text = line.trim_end();
    let (at, _) = text.char_indices().nth(LONGEST_DOC)?;
    if row.len() > LONGEST_ROW {
        return None;
    }
    row.contains(text.trim_start_matches(['/', '!', ' '])).then(|| text.get(..at))?
}

//! XML as people write it into documentation.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{MAX_DEPTH, Shape};

/// Reads XML into the members of `root`; returns how many roots there were.
pub(super) fn read(text: &str, root: &mut Shape, repairs: &mut Vec<&'static str>) -> usize {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut open: Vec<Element> = vec![Element::default()];
    let mut roots = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let name = tag.local_name().as_ref().to_owned();
                if !is_name(&name) {
                    // `<Operator><</Operator>`: a bare bracket in a text.
                    repairs.push("a bracket that is no tag");
                    if let Some(element) = open.last_mut() {
                        element.text = true;
                    }
                    // The reader took the end tag behind the bracket for a part of the name.
                    let ends = name
                        .strip_prefix("</")
                        .is_some_and(|end| open.last().is_some_and(|element| element.name == end));
                    if ends
                        && open.len() > 1
                        && let Some(element) = open.pop()
                    {
                        close(&mut open, element);
                    }
                    continue;
                }
                roots += usize::from(open.len() == 1);
                if open.len() > MAX_DEPTH {
                    repairs.push("elements nest too deep; the rest is left out");
                    break;
                }
                open.push(Element { name, ..Element::default() });
            }
            Ok(Event::Empty(tag)) => {
                let name = tag.local_name().as_ref().to_owned();
                roots += usize::from(open.len() == 1);
                close(&mut open, Element { name, ..Element::default() });
            }
            Ok(Event::End(tag)) => {
                let name = tag.local_name().as_ref().to_owned();
                // An end without its start is dropped; one further out closes what stands between.
                if let Some(at) = open.iter().rposition(|element| element.name == name).filter(|at| *at > 0) {
                    if at + 1 < open.len() {
                        repairs.push("an element is not closed");
                    }
                    while open.len() > at
                        && let Some(element) = open.pop()
                    {
                        close(&mut open, element);
                    }
                } else {
                    repairs.push("an end without its start");
                }
            }
            Ok(Event::Text(body)) => {
                if let Some(element) = open.last_mut() {
                    element.text |= !body.trim().is_empty();
                }
            }
            Ok(Event::CData(_) | Event::GeneralRef(_)) => {
                if let Some(element) = open.last_mut() {
                    element.text = true;
                }
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => {
                repairs.push("the document is broken; what follows is left out");
                break;
            }
        }
    }
    if open.len() > 1 {
        repairs.push("the document ends too early");
    }
    while open.len() > 1
        && let Some(element) = open.pop()
    {
        close(&mut open, element);
    }
    if let Some(document) = open.pop() {
        root.merge(&document.shape);
    }
    root.object = true;
    if roots > 1 {
        repairs.push("several roots");
    }
    repairs.dedup();
    roots
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'))
}

#[derive(Default)]
struct Element {
    name: String,
    shape: Shape,
    text: bool,
}

/// Ends an element: it becomes a member of the one around it, a list where it repeats.
fn close(open: &mut [Element], mut element: Element) {
    element.shape.object = !element.shape.members.is_empty();
    if !element.shape.object {
        element.shape.scalars.xml = element.text;
        element.shape.empty = !element.text;
    }
    if let Some(parent) = open.last_mut() {
        let repeats = parent.shape.members.contains_key(&element.name);
        let member = parent.shape.member(&element.name);
        member.merge(&element.shape);
        member.list |= repeats;
    }
}

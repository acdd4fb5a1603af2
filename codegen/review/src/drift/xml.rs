//! XML into [`Observed`], element by element as it is read.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::Event;
use spectable_pages::bounds::RESPONSE_DEPTH;

use super::observed::Observed;

/// An element that is open.
#[derive(Default)]
struct Open {
    /// Its place among the members of the element around it; `None` where there are too many names.
    at: Option<usize>,
    text: String,
    /// How often each member came.
    members: Vec<(usize, u64)>,
    /// The root of a response: its members are the response's.
    root: bool,
    some: bool,
}

/// Reads the roots that follow each other; `end` is called after each response.
pub(super) fn read(
    source: impl BufRead,
    record: &mut Observed,
    end: &mut dyn FnMut(&mut Observed),
) -> Result<(), String> {
    let mut reader = Reader::from_reader(source);
    let mut buffer = Vec::new();
    // The document, whose members are the roots.
    let mut open = vec![Open { root: true, ..Open::default() }];
    loop {
        let refuse = |what: String, at: u64| format!("{what} at byte {}", at + 1);
        let event = reader.read_event_into(&mut buffer).map_err(|error| error.to_string());
        let at = reader.buffer_position();
        match event.map_err(|error| refuse(error, at))? {
            Event::Start(tag) => {
                if open.len() > RESPONSE_DEPTH {
                    return Err(refuse(format!("more than {RESPONSE_DEPTH} levels of elements"), at));
                }
                start(&mut open, record, tag.local_name().as_ref());
            }
            Event::Empty(tag) => {
                start(&mut open, record, tag.local_name().as_ref());
                close(&mut open, record, end);
            }
            Event::End(_) => close(&mut open, record, end),
            Event::Text(text) => append(&mut open, &text.xml10_content()),
            Event::CData(text) => append(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = match &*reference {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                append(&mut open, character.unwrap_or('\u{fffd}').encode_utf8(&mut [0; 4]));
            }
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => {}
            Event::Eof => break,
        }
        buffer.clear();
    }
    if open.len() > 1 {
        return Err("the document ends before its last element does".to_owned());
    }
    // Roots that were no response each: together they are one.
    if open.first().is_some_and(|document| document.some) {
        finish(record, end);
    } else if open.first().is_some_and(|document| !document.text.trim().is_empty()) {
        return Err("expected JSON or XML".to_owned());
    }
    Ok(())
}

fn finish(record: &mut Observed, end: &mut dyn FnMut(&mut Observed)) {
    record.count += 1;
    record.objects += 1;
    end(record);
}

fn start(open: &mut Vec<Open>, record: &mut Observed, name: &str) {
    let first = open.len() == 1;
    if first && ["Response", "Result", "Error"].iter().any(|tail| name.ends_with(tail)) {
        open.push(Open { root: true, ..Open::default() });
        return;
    }
    let member = parent(open, record).and_then(|parent| parent.member(name));
    if let Some(around) = open.last_mut() {
        around.some = true;
        // Blanks between elements.
        around.text.clear();
    }
    open.push(Open { at: member, ..Open::default() });
}

fn append(open: &mut [Open], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// What belongs to the innermost open element.
fn parent<'a>(open: &[Open], record: &'a mut Observed) -> Option<&'a mut Observed> {
    let mut node = record;
    for element in open.iter().filter(|element| !element.root) {
        node = node.members.get_index_mut(element.at?)?.1;
    }
    Some(node)
}

fn close(open: &mut Vec<Open>, record: &mut Observed, end: &mut dyn FnMut(&mut Observed)) {
    let Some(element) = open.pop() else { return };
    if element.root {
        finish(record, end);
        return;
    }
    let Some(at) = element.at else { return };
    let before = match open.last_mut() {
        Some(around) => count(&mut around.members, at),
        None => 0,
    };
    let Some((_, node)) = parent(open, record).and_then(|parent| parent.members.get_index_mut(at)) else { return };
    node.count += u64::from(before == 0);
    if before == 1 {
        // The first of several was no lone object.
        node.lists += 1;
        if node.objects > 0 && element.some {
            node.objects -= 1;
            node.items += 1;
        }
    }
    match (element.some, before) {
        (true, 0) => node.objects += 1,
        (true, _) => node.items += 1,
        (false, 0) => node.text(&element.text),
        (false, _) => {
            let empty = node.empty;
            node.text(&element.text);
            node.empty = empty;
        }
    }
}

/// How often a member came before; it is counted.
fn count(members: &mut Vec<(usize, u64)>, at: usize) -> u64 {
    if let Some((_, count)) = members.iter_mut().find(|(member, _)| *member == at) {
        *count += 1;
        return *count - 1;
    }
    members.push((at, 1));
    0
}

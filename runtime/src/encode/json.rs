//! Values as JSON.

use std::io::Write;

use super::{Items, Members, Value, time_number};
use crate::parameter::Parameter;
use crate::swar;

/// How a parameter wants its value written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form {
    /// A moment in seconds instead of milliseconds.
    pub(crate) seconds: bool,
    /// Text that is a whole number as that number, in JSON; in a list, each item.
    pub(crate) numbers: bool,
}

impl Value<'_> {
    /// The value as compact JSON.
    pub(crate) fn json_text(&self, form: Form) -> String {
        let mut out = Vec::new();
        self.write_json(form, &mut out);
        into_text(out)
    }

    /// Appends the value as compact JSON.
    pub(crate) fn write_json(&self, form: Form, out: &mut Vec<u8>) {
        match self {
            Self::Absent | Self::Null => out.extend(b"null"),
            Self::Bool(true) => out.extend(b"true"),
            Self::Bool(false) => out.extend(b"false"),
            Self::Integer(number) => write_integer(*number, out),
            Self::Unsigned(number) => {
                // Writing to memory cannot fail.
                let _ = write!(out, "{number}");
            }
            // JSON has no word for the others; validation refuses them.
            Self::Float(number) if !number.is_finite() => out.extend(b"null"),
            Self::Float(number) => {
                // Writing to memory cannot fail.
                let _ = write!(out, "{number}");
            }
            Self::Number(text) => out.extend_from_slice(text.as_bytes()),
            Self::Time(time) => write_integer(time_number(*time, form.seconds), out),
            Self::Text(text) if form.numbers && text.parse::<i64>().is_ok() => out.extend_from_slice(text.as_bytes()),
            Self::Text(text) => write_json_text(text, out),
            Self::EmptyList => out.extend(b"[]"),
            Self::List(items) => write_json_list(*items, form, out),
            Self::Map(members) => write_json_map(*members, Form { numbers: false, ..form }, out),
            Self::Struct(members) => write_json_members(members, out),
        }
    }
}

/// What was written as JSON, which is UTF-8.
pub(crate) fn into_text(json: Vec<u8>) -> String {
    String::from_utf8(json).unwrap_or_default()
}

/// Appends the parameters that are sent as one JSON object.
pub(crate) fn write_json_members<'p, 'a: 'p>(members: impl IntoIterator<Item = &'p Parameter<'a>>, out: &mut Vec<u8>) {
    let mut lead = b"{\"";
    for member in members {
        let value = member.value();
        if value.is_absent() {
            continue;
        }
        out.extend_from_slice(lead);
        lead = b",\"";
        write_json_content(member.name(), out);
        out.extend(b"\":");
        member.write_json(&value, out);
    }
    out.extend_from_slice(if lead == b"{\"" { b"{}" } else { b"}" });
}

pub(super) fn write_json_list(items: &dyn Items, form: Form, out: &mut Vec<u8>) {
    let mut lead = b'[';
    items.each(&mut |item| {
        out.push(lead);
        lead = b',';
        item.write_json(form, out);
    });
    out.extend_from_slice(if lead == b'[' { b"[]" } else { b"]" });
}

pub(super) fn write_json_map(members: &dyn Members, form: Form, out: &mut Vec<u8>) {
    let mut lead = b'{';
    members.each(&mut |key, value| {
        out.push(lead);
        lead = b',';
        write_json_text(key, out);
        out.push(b':');
        value.write_json(form, out);
    });
    out.extend_from_slice(if lead == b'{' { b"{}" } else { b"}" });
}

/// Appends `text` as a JSON string.
pub(crate) fn write_json_text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    write_json_content(text, out);
    out.push(b'"');
}

#[inline]
fn write_json_content(text: &str, out: &mut Vec<u8>) {
    // Most text needs no escapes.
    if swar::find_escaped(text.as_bytes()).is_none() {
        out.extend_from_slice(text.as_bytes());
    } else {
        write_escaped(text, out);
    }
}

#[cold]
fn write_escaped(text: &str, out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = swar::find_escaped(rest.as_bytes())
        && let Some((plain, escaped)) = rest.split_at_checked(at)
    {
        out.extend_from_slice(plain.as_bytes());
        let mut characters = escaped.chars();
        match characters.next() {
            Some('\n') => out.extend(b"\\n"),
            Some('\r') => out.extend(b"\\r"),
            Some('\t') => out.extend(b"\\t"),
            Some(control @ ..' ') => {
                let code = u32::from(control);
                // Writing to memory cannot fail.
                let _ = write!(out, "\\u{code:04x}");
            }
            Some('"') => out.extend(b"\\\""),
            _ => out.extend(b"\\\\"),
        }
        rest = characters.as_str();
    }
    out.extend_from_slice(rest.as_bytes());
}

fn write_integer(number: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

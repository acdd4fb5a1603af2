use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io::Write;

use crate::any::Any;
use crate::parameter::Parameter;
use crate::swar;
use crate::timestamp::Timestamp;

/// A value that a request can carry.
///
/// An emitted struct returns [`Value::Struct`] with one [`Parameter`] for each member.
pub trait Encode {
    /// The value as the wire's data model has it.
    fn encode(&self) -> Value<'_>;
}

impl PartialEq for dyn Encode + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.encode() == other.encode()
    }
}

impl fmt::Debug for dyn Encode + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.encode().fmt(f)
    }
}

/// What a parameter's value is made of, before it is written as text or JSON.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Not sent.
    Absent,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// A number as someone else wrote it.
    Number(&'a str),
    /// A moment, sent in milliseconds unless the parameter says seconds.
    Time(Timestamp),
    /// Text.
    Text(&'a str),
    /// JSON `null`; not sent outside JSON.
    Null,
    /// Several values; not sent when empty.
    List(&'a dyn Items),
    /// A list that was given and is empty (`Some(vec![])`): JSON sends `[]`.
    EmptyList,
    /// Values under keys that are data.
    Map(&'a dyn Members),
    /// The members of a struct.
    Struct(Vec<Parameter<'a>>),
}

/// The items of a list, each a value when it is asked for.
pub trait Items {
    /// How many there are.
    fn count(&self) -> usize;

    /// Hands each of them to `visit`, in order.
    fn each(&self, visit: &mut dyn FnMut(&Value<'_>));
}

impl<T: Encode> Items for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn each(&self, visit: &mut dyn FnMut(&Value<'_>)) {
        for item in self {
            visit(&item.encode());
        }
    }
}

impl dyn Items + '_ {
    /// Hands each item and its number, counted from 1, to `visit`.
    pub(crate) fn numbered(&self, mut visit: impl FnMut(usize, &Value<'_>)) {
        let mut number = 0;
        self.each(&mut |item| {
            number += 1;
            visit(number, item);
        });
    }

    /// The items as JSON, which tells all that can be told of them.
    fn json(&self) -> Vec<u8> {
        let mut out = Vec::new();
        write_json_list(self, Form::default(), &mut out);
        out
    }
}

/// The values of a map, each under a key that is data.
pub trait Members {
    /// How many there are.
    fn count(&self) -> usize;

    /// Hands each key and its value to `visit`, in order.
    fn each(&self, visit: &mut dyn FnMut(&str, &Value<'_>));
}

impl<T: Encode> Members for BTreeMap<String, T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &Value<'_>)) {
        for (key, value) in self {
            visit(key, &value.encode());
        }
    }
}

impl Members for Vec<(String, Any)> {
    fn count(&self) -> usize {
        self.len()
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &Value<'_>)) {
        for (key, value) in self {
            visit(key, &value.encode());
        }
    }
}

impl PartialEq for dyn Members + '_ {
    fn eq(&self, other: &Self) -> bool {
        let json = |members| {
            let mut out = Vec::new();
            write_json_map(members, Form::default(), &mut out);
            out
        };
        json(self) == json(other)
    }
}

impl fmt::Debug for dyn Members + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        self.each(&mut |key, value| {
            map.entry(&key, value);
        });
        map.finish()
    }
}

impl PartialEq for dyn Items + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.json() == other.json()
    }
}

impl fmt::Debug for dyn Items + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        self.each(&mut |item| {
            list.entry(item);
        });
        list.finish()
    }
}

/// How a parameter wants its value written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form {
    /// A moment in seconds instead of milliseconds.
    pub(crate) seconds: bool,
    /// Text that is a whole number as that number, in JSON; in a list, each item.
    pub(crate) numbers: bool,
}

impl Value<'_> {
    /// Whether a parameter with this value is left out of the request.
    pub(crate) fn is_absent(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::List(items) => items.count() == 0,
            _ => false,
        }
    }

    /// Whether a required parameter with this value is missing.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Absent | Self::Null | Self::EmptyList => true,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.count() == 0,
            Self::Map(members) => members.count() == 0,
            _ => false,
        }
    }

    /// A scalar as text; `None` for lists, maps, structs and what is not sent.
    pub(crate) fn scalar_text(&self, seconds: bool) -> Option<Cow<'_, str>> {
        Some(match self {
            Self::Bool(true) => "true".into(),
            Self::Bool(false) => "false".into(),
            Self::Integer(number) => number.to_string().into(),
            Self::Float(number) => number.to_string().into(),
            Self::Time(time) => time_number(*time, seconds).to_string().into(),
            Self::Number(text) | Self::Text(text) => Cow::Borrowed(text),
            _ => return None,
        })
    }

    /// Appends `Name=text`, `Name.1=text`, `Name.1.Key=text` … to `out`.
    pub(crate) fn flatten(&self, name: &str, seconds: bool, out: &mut Vec<(String, String)>) {
        match self {
            Self::List(items) => {
                items.numbered(|number, item| item.flatten(&format!("{name}.{number}"), seconds, out));
            }
            Self::Map(members) => {
                members.each(&mut |key, value| value.flatten(&format!("{name}.{key}"), seconds, out));
            }
            Self::Struct(members) => {
                for member in members {
                    member.flatten(&format!("{name}.{}", member.name()), out);
                }
            }
            scalar => {
                if let Some(text) = scalar.scalar_text(seconds) {
                    out.push((name.to_owned(), text.into_owned()));
                }
            }
        }
    }

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

fn write_json_list(items: &dyn Items, form: Form, out: &mut Vec<u8>) {
    let mut lead = b'[';
    items.each(&mut |item| {
        out.push(lead);
        lead = b',';
        item.write_json(form, out);
    });
    out.extend_from_slice(if lead == b'[' { b"[]" } else { b"]" });
}

fn write_json_map(members: &dyn Members, form: Form, out: &mut Vec<u8>) {
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

/// Appends a number in decimal: most at once, so that what comes next need not wait.
fn write_integer(number: i64, out: &mut Vec<u8>) {
    const HALF: u64 = 100_000_000;
    match u64::try_from(number) {
        Ok(digit @ 0..10) => out.push(b'0' + digit.to_le_bytes()[0]),
        Ok(number @ ..HALF) => {
            let zeros = leading_zeros(number);
            let digits = swar::to_ascii(swar::eight_digits(number)) >> (8 * zeros);
            out.extend_from_slice(&digits.to_le_bytes());
            out.truncate(out.len() - zeros);
        }
        Ok(number) if number < HALF * HALF => {
            let zeros = leading_zeros(number / HALF);
            let [high, low] = [number / HALF, number % HALF].map(|half| swar::to_ascii(swar::eight_digits(half)));
            let digits = (u128::from(high) | u128::from(low) << 64) >> (8 * zeros);
            out.extend_from_slice(&digits.to_le_bytes());
            out.truncate(out.len() - zeros);
        }
        _ => out.extend_from_slice(number.to_string().as_bytes()),
    }
}

/// With how many zeros a number has eight digits. Told from the number: where the next byte goes must not wait for
/// the digits.
#[inline]
const fn leading_zeros(number: u64) -> usize {
    match number {
        0..10 => 7,
        10..100 => 6,
        100..1000 => 5,
        1000..10_000 => 4,
        10_000..100_000 => 3,
        100_000..1_000_000 => 2,
        1_000_000..10_000_000 => 1,
        _ => 0,
    }
}

fn time_number(time: Timestamp, seconds: bool) -> i64 {
    if seconds { time.as_secs() } else { time.as_millis() }
}

impl Encode for bool {
    fn encode(&self) -> Value<'_> {
        Value::Bool(*self)
    }
}

impl Encode for i32 {
    fn encode(&self) -> Value<'_> {
        Value::Integer((*self).into())
    }
}

impl Encode for i64 {
    fn encode(&self) -> Value<'_> {
        Value::Integer(*self)
    }
}

impl Encode for f64 {
    fn encode(&self) -> Value<'_> {
        Value::Float(*self)
    }
}

impl Encode for &str {
    fn encode(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl Encode for String {
    fn encode(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl Encode for Timestamp {
    fn encode(&self) -> Value<'_> {
        Value::Time(*self)
    }
}

impl Encode for Any {
    fn encode(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(text) => Value::Number(text),
            Self::Text(text) => Value::Text(text),
            Self::List(items) => Value::List(items),
            Self::Map(members) => Value::Map(members),
        }
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self) -> Value<'_> {
        let Some(given) = self else { return Value::Absent };
        let value = given.encode();
        if let Value::List(items) = &value
            && items.count() == 0
        {
            return Value::EmptyList;
        }
        value
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self) -> Value<'_> {
        Value::List(self)
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self) -> Value<'_> {
        Value::Map(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn writes_what_format_writes(number in any::<i64>(), bits in 0..64_u32) {
            let number = number >> bits;
            let mut out = b"x".to_vec();
            write_integer(number, &mut out);
            prop_assert_eq!(into_text(out), format!("x{number}"));
        }
    }
}

//! JSON as people write it into documentation: what is wrong is noted, and then read over.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::tree::{Member, Node, ProblemKind, Problems, Value};
use crate::bounds::SAMPLE_DEPTH;
use crate::source::shortened;

/// Reads the document at the start of a text; also tells where it ends.
pub(super) fn read(text: &str, problems: &mut Problems) -> (Node, usize) {
    let mut reader = Reader { text, at: 0, problems };
    let document = reader.value(0);
    let end = reader.at;
    if reader.peek().is_some() {
        let rest = reader.at..text.trim_end().len();
        reader.problems.add(
            ProblemKind::Slip,
            rest,
            "text after the end of the document",
            Some("text after the document"),
        );
    }
    (document, end)
}

/// What stands before the reader inside an object or a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Item,
    /// A comma, with its place.
    Comma(usize),
    /// `...`, without a comma.
    Dots,
}

struct Reader<'a, 'p> {
    text: &'a str,
    at: usize,
    problems: &'p mut Problems,
}

impl<'a> Reader<'a, '_> {
    fn slip(&mut self, start: usize, end: usize, what: impl Into<Cow<'static, str>>, repair: Option<&'static str>) {
        self.problems.add(ProblemKind::Slip, start..end, what, repair);
    }

    /// Notes that what follows can't be trusted.
    fn broken(&mut self, start: usize, what: impl Into<Cow<'static, str>>, repair: Option<&'static str>) {
        let end = start + self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.problems.add(ProblemKind::Broken, start..end, what, repair);
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character behind blanks and comments.
    fn peek(&mut self) -> Option<char> {
        loop {
            let rest = self.rest();
            let next = rest.chars().next()?;
            if next.is_whitespace() || next == '\u{feff}' {
                self.at += next.len_utf8();
                continue;
            }
            if next == '\\' && ends_line(&rest[1..]) {
                self.problems.repaired(self.at..self.at + 1, super::LINE_ENDS);
                self.at += 1;
                continue;
            }
            let end = if next == '#' || next == '/' && rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if next == '/' && rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else {
                return Some(next);
            };
            self.problems.add(ProblemKind::Elided, self.at..self.at + end, "JSON knows no comments", Some("a comment"));
            self.at += end;
        }
    }

    /// `...`, as people write it for what they leave out.
    fn dots(&mut self, repair: &'static str) -> bool {
        let rest = self.rest();
        let length = rest.len() - rest.trim_start_matches(['.', '…']).len();
        if length < 2 {
            return false;
        }
        let bytes = self.at..self.at + length;
        self.problems.add(ProblemKind::Elided, bytes, "something is left out with dots", Some(repair));
        self.at += length;
        true
    }

    fn value(&mut self, depth: usize) -> Node {
        let next = self.peek();
        let start = self.at;
        let value = match next {
            _ if depth > SAMPLE_DEPTH => {
                self.broken(
                    start,
                    format!("brackets nest more than {SAMPLE_DEPTH} levels deep"),
                    Some("brackets nest too deep; the rest is left out"),
                );
                self.at = self.text.len();
                Value::Omitted
            }
            Some('{') => Value::Object(self.object(depth)),
            Some('[') => Value::List(self.list(depth)),
            Some(c) if is_quote(c) => Value::Text(self.string(c)),
            Some(c @ ('}' | ']' | ',' | ':')) => {
                self.broken(start, format!("expected a value, found `{c}`"), Some("a value is missing"));
                Value::Omitted
            }
            Some('.' | '…') if self.dots("left out with dots") => Value::Omitted,
            Some(c) => {
                if !(c.is_ascii_alphanumeric() || c == '-' || c == '+') {
                    self.broken(start, format!("expected a value, found `{c}`"), None);
                }
                self.bare(c)
            }
            None => {
                self.broken(start, "the document ends where a value is expected", Some(ENDS_EARLY));
                Value::Omitted
            }
        };
        Node { span: self.problems.span(start..self.at), value }
    }

    fn object(&mut self, depth: usize) -> Vec<Member> {
        let open = self.at;
        self.at += 1;
        let mut members: Vec<Member> = Vec::new();
        let mut names = BTreeSet::new();
        let mut before = Before::Nothing;
        while let Some(c) = self.peek() {
            let start = self.at;
            match c {
                '}' => {
                    self.end(before);
                    return members;
                }
                ',' => before = self.comma(before, no_name),
                ']' => {
                    self.broken(start, no_name(c), Some(UNMATCHED));
                    return members;
                }
                _ => {
                    let blamed = (c == '"').then_some("a comma is missing before this member");
                    self.needs_comma(before, blamed);
                    before = Before::Item;
                    if matches!(c, '.' | '…') && self.dots("a name without quotes") {
                        before = Before::Dots;
                        self.problems.repaired(start..self.at, "a name without a value");
                    } else if let Some(name) = self.name(c) {
                        let raw = self.text.get(start..self.at).unwrap_or_default();
                        let quotes = usize::from(c == '"');
                        let at = self.problems.span(start + quotes..self.at - quotes);
                        if self.peek() != Some(':') {
                            let what = format!("expected `:` after the name `{}`", shortened(&name));
                            let repair = if name.is_empty() { NOWHERE } else { "a name without a value" };
                            self.broken(self.at, what, Some(repair));
                            continue;
                        }
                        if name.is_empty() {
                            self.problems.repaired(start..self.at, NOWHERE);
                        }
                        self.at += 1;
                        let node = self.value(depth + 1);
                        if !names.insert(raw) {
                            let what = format!("`{}` stands twice in one object", shortened(&name));
                            self.slip(start, start + raw.len(), what, None);
                        }
                        members.push(Member { name, at, node });
                    }
                }
            }
        }
        self.unclosed(open, '{');
        members
    }

    /// A member's name, in whatever quotes; steps over a character that can't start one.
    fn name(&mut self, c: char) -> Option<String> {
        if c == '"' {
            return Some(self.string(c));
        }
        let start = self.at;
        if is_quote(c) {
            self.broken(start, no_name(c), None);
            return Some(self.string(c));
        }
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || "{}[],:\"\\".contains(c)).unwrap_or(rest.len());
        if end == 0 {
            self.broken(start, no_name(c), Some(NOWHERE));
            self.at += c.len_utf8();
            return None;
        }
        self.broken(start, no_name(c), Some("a name without quotes"));
        self.at += end;
        rest.get(..end).map(str::to_owned)
    }

    fn list(&mut self, depth: usize) -> Vec<Node> {
        let open = self.at;
        self.at += 1;
        let mut items = Vec::new();
        let mut before = Before::Nothing;
        while let Some(c) = self.peek() {
            let start = self.at;
            match c {
                ']' => {
                    self.end(before);
                    return items;
                }
                ',' => before = self.comma(before, no_item),
                // `["a": 1]`
                ':' if matches!(before, Before::Item | Before::Dots) => {
                    self.broken(start, no_item(c), Some("a member outside of an object"));
                    self.at += 1;
                    self.value(depth + 1);
                }
                '}' | ':' => {
                    self.broken(start, no_item(c), Some(UNMATCHED));
                    return items;
                }
                _ => {
                    let blamed = (!matches!(c, '.' | '…')).then_some("a comma is missing before this item");
                    self.needs_comma(before, blamed);
                    let item = self.value(depth + 1);
                    before = if item.value == Value::Omitted { Before::Dots } else { Before::Item };
                    items.push(item);
                }
            }
        }
        self.unclosed(open, '[');
        items
    }

    /// Notes that an item follows another one without a comma. No page is blamed where dots stand between.
    fn needs_comma(&mut self, before: Before, blamed: Option<&'static str>) {
        let here = self.at..self.at + 1;
        match (before, blamed) {
            (Before::Item, Some(what)) => self.problems.add(ProblemKind::Slip, here, what, Some(NO_COMMA)),
            (Before::Item | Before::Dots, _) => self.problems.repaired(here, NO_COMMA),
            (Before::Nothing | Before::Comma(_), _) => {}
        }
    }

    fn comma(&mut self, before: Before, unexpected: fn(char) -> String) -> Before {
        let at = self.at;
        if !matches!(before, Before::Item | Before::Dots) {
            self.broken(at, unexpected(','), None);
        }
        self.at += 1;
        Before::Comma(at)
    }

    /// The bracket that closes an object or a list.
    fn end(&mut self, before: Before) {
        if let Before::Comma(at) = before {
            self.slip(at, at + 1, "a comma before the closing bracket", Some("a comma too many"));
        }
        self.at += 1;
    }

    fn unclosed(&mut self, open: usize, bracket: char) {
        self.broken(open, format!("this `{bracket}` is never closed: the document ends too early"), Some(ENDS_EARLY));
    }

    /// A text in quotes of any kind, of which the reader stands at the first; it ends at the line's end
    /// if it is never closed.
    fn string(&mut self, open: char) -> String {
        let start = self.at;
        self.at += open.len_utf8();
        let closes = |c: char| match open {
            '"' | '\'' => c == open,
            _ => matches!(c, '"' | '“' | '”' | '‘' | '’'),
        };
        if open != '"' {
            let what = format!("`{open}` is no quote of JSON");
            self.slip(start, self.at, what, Some("quotes that are not JSON's"));
        }
        let mut value = String::new();
        loop {
            let rest = self.rest();
            let stop = if open == '"' {
                memchr::memchr3(b'"', b'\\', b'\n', rest.as_bytes())
            } else {
                rest.find(|c| matches!(c, '\\' | '\n') || closes(c))
            };
            let stop = stop.unwrap_or(rest.len());
            value.push_str(rest.get(..stop).unwrap_or_default());
            let here = self.at + stop;
            let mut chars = rest.get(stop..).unwrap_or_default().chars();
            match chars.next() {
                Some('\\') => {
                    let escaped = chars.next();
                    self.at = here + 1 + escaped.map_or(0, char::len_utf8);
                    self.escape(here, escaped, &mut value);
                }
                Some('\n') => {
                    self.at = here;
                    // A next line that starts a member tells that the quote was forgotten.
                    let next = chars.take(200).find(|c| !c.is_whitespace());
                    if matches!(next, Some('"' | '}' | ']')) {
                        self.broken(start, UNCLOSED, Some(UNCLOSED_TEXT));
                        return value;
                    }
                    let what = "a line break inside a text";
                    if open == '"' {
                        self.slip(here, here, what, Some(what));
                    } else {
                        self.broken(start, UNCLOSED, Some(what));
                    }
                    value.push('\n');
                    self.at += 1;
                }
                Some(close) => {
                    self.at = here + close.len_utf8();
                    return value;
                }
                None => {
                    self.at = here;
                    self.broken(start, UNCLOSED, Some(UNCLOSED_TEXT));
                    return value;
                }
            }
        }
    }

    /// What an escape stands for, as far as it makes a difference to what samples are read for.
    fn escape(&mut self, start: usize, escaped: Option<char>, value: &mut String) {
        match escaped {
            Some(c @ ('"' | '\\' | '/')) => value.push(c),
            Some('b' | 'f' | 'n' | 'r' | 't') => value.push(' '),
            Some('u') => value.push('\u{fffd}'),
            Some(c) => {
                self.slip(start, self.at, format!("`\\{c}` is no escape of JSON"), None);
                value.push(c);
            }
            None => {}
        }
    }

    /// A word without quotes.
    fn bare(&mut self, first: char) -> Value {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || "{}[],\"\\".contains(c)).unwrap_or(rest.len());
        let start = self.at;
        self.at += end.max(first.len_utf8());
        let word = self.text.get(start..self.at).unwrap_or_default();
        match word {
            "true" | "false" => Value::Boolean(word == "true"),
            "null" => Value::Null,
            _ if is_number(word) => Value::Number(word.to_owned()),
            _ => {
                let shown: String = word.chars().take(40).collect();
                // `007` is as good as a number to a shape.
                let repair = word.parse::<f64>().is_err().then_some("a word without quotes");
                self.slip(start, self.at, format!("`{shown}` needs quotes"), repair);
                Value::Word(word.to_owned())
            }
        }
    }
}

const ENDS_EARLY: &str = "the document ends too early";
const NOWHERE: &str = "a character that belongs nowhere";
const NO_COMMA: &str = "a comma is missing";
const UNMATCHED: &str = "a bracket that does not match";
const UNCLOSED: &str = "this text is not closed";
const UNCLOSED_TEXT: &str = "a text is not closed";

fn no_name(found: char) -> String {
    format!("expected a member's name in quotes or `}}`, found `{found}`")
}

fn no_item(found: char) -> String {
    format!("expected an item or `]`, found `{found}`")
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’')
}

/// A number by JSON's grammar.
fn is_number(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let word = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = match word.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (word, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}

/// Whether nothing but blanks stands before the end of the line.
fn ends_line(rest: &str) -> bool {
    rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n')
}

#[cfg(test)]
mod tests {
    use crate::sample::testing::problems;
    use crate::sample::{self, Value};

    #[test]
    fn members_know_their_places() {
        let text = r#"{"Response": {"a": [1, {"b": "x"}]}}"#;
        let read = sample::read(text, 0).unwrap();
        assert!(read.problems.is_empty());
        assert_eq!(read.root.as_ref().map(|(name, _)| name.as_str()), Some("Response"));
        let members: Vec<_> = read.members().collect();
        let [a] = members.as_slice() else { panic!("{read:?}") };
        assert_eq!(&text[a.at.range()], "a");
        assert_eq!(&text[a.node.span.range()], r#"[1, {"b": "x"}]"#);
        let Value::List(items) = &a.node.value else { panic!("{read:?}") };
        assert_eq!(items[0].value, Value::Number("1".into()));
        let Value::Object(members) = &items[1].value else { panic!("{read:?}") };
        assert_eq!(&text[members[0].node.span.range()], "\"x\"");
    }

    #[test]
    fn slips_are_told_and_the_rest_is_read() {
        assert_eq!(problems(r#"{"a": 1, "b": 2,}"#), ["Slip 15: a comma before the closing bracket"]);
        assert_eq!(problems(r#"{"a": 1 "b": 2}"#), ["Slip 8: a comma is missing before this member"]);
        assert_eq!(
            problems(r#"{"a": x1, "a": "\_"}"#),
            [
                "Slip 6: `x1` needs quotes",
                "Slip 16: `\\_` is no escape of JSON",
                "Slip 10: `a` stands twice in one object"
            ]
        );
        assert_eq!(
            problems("{\"a\": 007} and"),
            ["Slip 6: `007` needs quotes", "Slip 11: text after the end of the document"]
        );
        assert_eq!(
            problems("{\"a\": “x”} // so"),
            ["Slip 6: `“` is no quote of JSON", "Elided 15: JSON knows no comments"]
        );
        assert_eq!(problems("{\"a\": [1, ...], ...}"), ["Elided 10: something is left out with dots"]);
        assert!(problems(r#"{"a": [], "b": {}, "c": -1.5e3, "d": null, "e": "é\n\u0041"}"#).is_empty());
    }

    #[test]
    fn what_breaks_a_sample_is_told_where_it_is() {
        for (text, expected) in [
            (r#"{"a": {"b": 1}"#, "Broken 0: this `{` is never closed: the document ends too early"),
            (r#"{"a": [1, 2}"#, "Broken 11: expected an item or `]`, found `}`"),
            (r#"{"a": }"#, "Broken 6: expected a value, found `}`"),
            ("{\"a\": \"x\n\"b\": 1}", "Broken 6: this text is not closed"),
            (r#"{"a" 1}"#, "Broken 5: expected `:` after the name `a`"),
            ("{a: 1}", "Broken 1: expected a member's name in quotes or `}`, found `a`"),
            (r#"{"a":"#, "Broken 5: the document ends where a value is expected"),
        ] {
            assert_eq!(problems(text), [expected], "{text}");
        }
        assert_eq!(problems(&"[".repeat(100_000)).len(), 1);
        assert_eq!(problems(&"{\"a\":".repeat(100_000)).len(), 1);
    }
}

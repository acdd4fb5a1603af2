//! JSON with places: strict about what it reports, lenient about how it goes on.

use std::collections::BTreeSet;

use super::shortened;
use super::tree::{self, Kind, MAX_DEPTH, Member, Node, Problem, Tree, Value};
use spectable_pages::source::Span;

/// Reads a document that starts at byte `base` of its page.
pub(super) fn read(text: &str, base: usize) -> Tree {
    let mut reader = Reader { text, base, at: 0, problems: Vec::new() };
    let root = reader.value(0);
    if root.is_some() {
        reader.blank();
        if reader.at < text.len() {
            reader.problem(Kind::Slip, reader.at, text.trim_end().len(), "text after the end of the document");
        }
    }
    let members = match root.map(|node| node.value) {
        Some(Value::Object(members)) => members,
        // A bare list: its items' members are the answer's.
        Some(Value::List(items)) => items
            .into_iter()
            .flat_map(|item| if let Value::Object(members) = item.value { members } else { Vec::new() })
            .collect(),
        _ => Vec::new(),
    };
    let (members, root) = tree::below_envelope(members, false);
    Tree { members, root, problems: reader.problems }
}

/// How many problems of one sample are told.
const MAX_PROBLEMS: usize = 3;

/// What stands before the reader inside an object or a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Item,
    /// A comma, with its place.
    Comma(usize),
    /// `...`, with or without a comma.
    Dots,
}

struct Reader<'a> {
    text: &'a str,
    base: usize,
    at: usize,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, kind: Kind, start: usize, end: usize, what: impl Into<String>) {
        let what = what.into();
        let known = self.problems.iter().any(|problem| problem.what == what);
        // What breaks the sample is always told; of slips, the first of each kind.
        if kind == Kind::Broken || !known && self.problems.len() < MAX_PROBLEMS {
            self.problems.push(Problem { kind, span: Span::new(self.base + start, self.base + end.max(start)), what });
        }
    }

    /// Stops: what follows can't be trusted.
    fn broken<T>(&mut self, start: usize, what: impl Into<String>) -> Option<T> {
        let end = start + self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.problem(Kind::Broken, start, end, what);
        None
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Skips blanks and comments.
    fn blank(&mut self) {
        loop {
            let rest = self.rest();
            let skip = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
            self.at += skip;
            let rest = self.rest();
            let end = if rest.starts_with("//") || rest.starts_with('#') {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else {
                return;
            };
            self.problem(Kind::Elided, self.at, self.at + end, "JSON knows no comments");
            self.at += end;
        }
    }

    fn peek(&mut self) -> Option<char> {
        self.blank();
        self.rest().chars().next()
    }

    /// `...`, as people write it for what they leave out.
    fn dots(&mut self) -> bool {
        self.blank();
        let rest = self.rest();
        let length = rest.len() - rest.trim_start_matches(['.', '…']).len();
        if length < 2 {
            return false;
        }
        self.problem(Kind::Elided, self.at, self.at + length, "something is left out with dots");
        self.at += length;
        true
    }

    fn node(&self, start: usize, value: Value) -> Node {
        Node { span: Span::new(self.base + start, self.base + self.at), value }
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        if depth > MAX_DEPTH {
            return self.broken(self.at, format!("brackets nest more than {MAX_DEPTH} levels deep"));
        }
        let next = self.peek();
        let start = self.at;
        let value = match next {
            Some('{') => Value::Object(self.object(depth)?),
            Some('[') => Value::List(self.list(depth)?),
            Some('"') => Value::Text(self.string()?),
            Some('\'' | '“' | '”' | '‘' | '’') => Value::Text(self.odd_string()?),
            Some(c) if c.is_ascii_alphanumeric() || c == '-' || c == '+' => self.bare(),
            Some('.' | '…') if self.dots() => Value::Null,
            Some(c) => return self.broken(start, format!("expected a value, found `{c}`")),
            None => return self.broken(start, "the document ends where a value is expected"),
        };
        Some(self.node(start, value))
    }

    fn object(&mut self, depth: usize) -> Option<Vec<Member>> {
        let open = self.at;
        self.at += 1;
        let mut members: Vec<Member> = Vec::new();
        let mut names = BTreeSet::new();
        let mut before = Before::Nothing;
        loop {
            match self.peek() {
                Some('}') => {
                    self.end(before);
                    return Some(members);
                }
                Some('"') => {
                    self.needs_comma(before, "a comma is missing before this member");
                    let start = self.at;
                    let name = self.string()?;
                    let at = Span::new(self.base + start + 1, self.base + self.at.saturating_sub(1));
                    if self.peek() != Some(':') {
                        return self.broken(self.at, format!("expected `:` after the name `{}`", shortened(&name)));
                    }
                    self.at += 1;
                    let node = self.value(depth + 1)?;
                    if !names.insert(name.clone()) {
                        self.problem(
                            Kind::Slip,
                            start,
                            start + name.len() + 2,
                            format!("`{}` stands twice in one object", shortened(&name)),
                        );
                    }
                    members.push(Member { name, at, node });
                    before = Before::Item;
                }
                Some(',') if matches!(before, Before::Item | Before::Dots) => {
                    before = Before::Comma(self.at);
                    self.at += 1;
                }
                Some('.' | '…') if self.dots() => before = Before::Dots,
                Some(c) => {
                    return self.broken(self.at, format!("expected a member's name in quotes or `}}`, found `{c}`"));
                }
                None => return self.unclosed(open, '{'),
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Vec<Node>> {
        let open = self.at;
        self.at += 1;
        let mut items = Vec::new();
        let mut before = Before::Nothing;
        loop {
            match self.peek() {
                Some(']') => {
                    self.end(before);
                    return Some(items);
                }
                Some(',') if matches!(before, Before::Item | Before::Dots) => {
                    before = Before::Comma(self.at);
                    self.at += 1;
                }
                Some('.' | '…') if self.dots() => before = Before::Dots,
                Some(c @ ('}' | ':' | ',')) => {
                    return self.broken(self.at, format!("expected an item or `]`, found `{c}`"));
                }
                Some(_) => {
                    self.needs_comma(before, "a comma is missing before this item");
                    items.push(self.value(depth + 1)?);
                    before = Before::Item;
                }
                None => return self.unclosed(open, '['),
            }
        }
    }

    fn needs_comma(&mut self, before: Before, what: &str) {
        if before == Before::Item {
            self.problem(Kind::Slip, self.at, self.at + 1, what);
        }
    }

    /// The bracket that closes an object or a list.
    fn end(&mut self, before: Before) {
        if let Before::Comma(at) = before {
            self.problem(Kind::Slip, at, at + 1, "a comma before the closing bracket");
        }
        self.at += 1;
    }

    fn unclosed<T>(&mut self, open: usize, bracket: char) -> Option<T> {
        self.broken(open, format!("this `{bracket}` is never closed: the document ends too early"))
    }

    /// A text in quotes; the reader stands at the first one.
    fn string(&mut self) -> Option<String> {
        let start = self.at;
        let rest = self.text.get(start + 1..).unwrap_or_default();
        let mut value = String::new();
        let mut chars = rest.char_indices();
        while let Some((index, c)) = chars.next() {
            let here = start + 1 + index;
            match c {
                '"' => {
                    self.at = here + 1;
                    return Some(value);
                }
                '\\' => match chars.next() {
                    Some((_, c @ ('"' | '\\' | '/'))) => value.push(c),
                    Some((_, 'b' | 'f' | 'n' | 'r' | 't')) => value.push(' '),
                    Some((_, 'u')) => value.push('\u{fffd}'),
                    Some((_, c)) => {
                        self.problem(
                            Kind::Slip,
                            here,
                            here + 1 + c.len_utf8(),
                            format!("`\\{c}` is no escape of JSON"),
                        );
                        value.push(c);
                    }
                    None => {}
                },
                '\n' => {
                    // A next line that starts a member tells that the quote was forgotten.
                    let next = rest.get(index..).unwrap_or_default().chars().take(200).find(|c| !c.is_whitespace());
                    if matches!(next, Some('"' | '}' | ']')) {
                        return self.broken(start, "this text is not closed");
                    }
                    self.problem(Kind::Slip, here, here, "a line break inside a text");
                    value.push(c);
                }
                _ => value.push(c),
            }
        }
        self.broken(start, "this text is not closed")
    }

    /// A text in quotes that are not JSON's.
    fn odd_string(&mut self) -> Option<String> {
        let start = self.at;
        let mut chars = self.rest().chars();
        let open = chars.next()?;
        let close = |c: char| c == open || c == '"' || open != '\'' && matches!(c, '“' | '”' | '‘' | '’');
        let rest = chars.as_str();
        match rest.char_indices().find(|(_, c)| close(*c) || *c == '\n') {
            Some((index, c)) if c != '\n' => {
                let value = rest.get(..index).unwrap_or_default().to_owned();
                self.at = start + open.len_utf8() + index + c.len_utf8();
                self.problem(Kind::Slip, start, start + open.len_utf8(), format!("`{open}` is no quote of JSON"));
                Some(value)
            }
            _ => self.broken(start, "this text is not closed"),
        }
    }

    /// A word without quotes.
    fn bare(&mut self) -> Value {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || "{}[],\":".contains(c)).unwrap_or(rest.len()).max(1);
        let word = rest.get(..end).unwrap_or_default().to_owned();
        let start = self.at;
        self.at += word.len().max(1);
        match word.as_str() {
            "true" | "false" => Value::Boolean,
            "null" => Value::Null,
            _ if is_number(&word) => Value::Number(word),
            _ => {
                let shown: String = word.chars().take(40).collect();
                self.problem(Kind::Slip, start, self.at, format!("`{shown}` needs quotes"));
                Value::Text(word)
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing;

    fn problems(text: &str) -> Vec<String> {
        testing::problems(&read(text, 100))
    }

    #[test]
    fn members_know_their_places() {
        let text = r#"{"Response": {"a": [1, {"b": "x"}]}}"#;
        let tree = read(text, 0);
        assert!(tree.problems.is_empty());
        assert_eq!(tree.root.as_ref().map(|(name, _)| name.as_str()), Some("Response"));
        let [a] = tree.members.as_slice() else { panic!("{tree:?}") };
        assert_eq!(&text[a.at.range()], "a");
        assert_eq!(&text[a.node.span.range()], r#"[1, {"b": "x"}]"#);
        let Value::List(items) = &a.node.value else { panic!("{tree:?}") };
        assert_eq!(items[0].value, Value::Number("1".into()));
        let Value::Object(members) = &items[1].value else { panic!("{tree:?}") };
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

//! Samples to [`Shape`]: what names stand where, over all instances together.
//!
//! Samples are written by hand, so a missing brace, a trailing comma, an HTTP head or several
//! XML roots are repaired; a broken sample still tells most of what it knows.

use indexmap::IndexMap;
use quick_xml::Reader;
use quick_xml::events::Event;

/// What was seen at one place of the samples, all instances of it taken together.
///
/// Lists are transparent: the members of a list's items are the members of its shape.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// A JSON array, or an XML element that repeats.
    pub list: bool,
    /// A JSON object, or an XML element with children.
    pub object: bool,
    /// Scalars of these kinds were seen.
    pub scalars: Scalars,
    /// Arrays or elements without content were seen.
    pub empty: bool,
    /// Arrays directly inside of arrays were seen.
    pub nested: bool,
    /// Samples of one operation show this list in different wrappers, or with and without one.
    pub disputed: bool,
    /// Named members, in the order in which they were first seen.
    pub members: IndexMap<String, Shape>,
}

/// Which kinds of scalars were seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "a set of kinds, not a state")]
pub struct Scalars {
    /// Text in quotes.
    pub text: bool,
    /// A whole number that fits in 32 bits.
    pub integer: bool,
    /// A larger whole number.
    pub long: bool,
    /// A number with a fraction or an exponent.
    pub float: bool,
    /// `true` or `false`.
    pub boolean: bool,
    /// XML text, whose kind the document does not tell.
    pub xml: bool,
}

impl Scalars {
    fn add(&mut self, other: Self) {
        self.text |= other.text;
        self.integer |= other.integer;
        self.long |= other.long;
        self.float |= other.float;
        self.boolean |= other.boolean;
        self.xml |= other.xml;
    }

    /// Whether any scalar was seen.
    pub fn any(self) -> bool {
        self != Self::default()
    }
}

impl Shape {
    /// Whether names stand below.
    pub fn is_container(&self) -> bool {
        self.object || self.list || !self.members.is_empty()
    }

    /// Takes in what another place of the same name shows.
    pub fn merge(&mut self, other: &Self) {
        self.list |= other.list;
        self.object |= other.object;
        self.empty |= other.empty;
        self.nested |= other.nested;
        self.scalars.add(other.scalars);
        for (name, shape) in &other.members {
            match self.members.get_mut(name) {
                Some(known) => known.merge(shape),
                None => {
                    self.members.insert(name.clone(), shape.clone());
                }
            }
        }
    }

    /// Takes in what other pages show where this one shows nothing. A wrapper that goes by another
    /// name there stays as it is here.
    pub fn fill(&mut self, other: &Self) {
        let containers = |shape: &Self| !shape.members.is_empty() && shape.members.values().all(Self::is_container);
        if self.members.len() == 1
            && containers(self)
            && containers(other)
            && self.members.keys().ne(other.members.keys())
        {
            self.disputed = true;
            for (name, inner) in &mut self.members {
                if let Some(same) = other.members.get(name) {
                    inner.fill(same);
                }
            }
            return;
        }
        self.list |= other.list && !self.object;
        self.object |= other.object;
        if !self.scalars.any() {
            self.scalars = other.scalars;
        }
        for (name, shape) in &other.members {
            match self.members.get_mut(name) {
                Some(known) => known.fill(shape),
                None => {
                    self.members.insert(name.clone(), shape.clone());
                }
            }
        }
    }

    /// Where one sample shows a bare list and another the same list in a wrapper, the wrapper stays.
    pub fn settle_wrappers(&mut self) {
        if self.list && self.members.len() > 1 {
            // The wrapped elements have most of the members that the bare ones have.
            let holds_others = |inner: &Self, name: &str| {
                let shared = self.members.keys().filter(|key| *key != name && inner.members.contains_key(*key)).count();
                shared > 0 && shared * 3 >= (self.members.len() - 1) * 2
            };
            let found = self.members.iter().position(|(name, inner)| holds_others(inner, name));
            if let Some((name, mut inner)) = found.and_then(|at| self.members.shift_remove_index(at)) {
                let bare =
                    Self { members: std::mem::take(&mut self.members), list: true, object: true, ..Self::default() };
                inner.merge(&bare);
                self.list = false;
                self.disputed = true;
                self.members.insert(name, inner);
            }
        }
        for inner in self.members.values_mut() {
            inner.settle_wrappers();
        }
    }

    fn member(&mut self, name: &str) -> &mut Self {
        self.members.entry(name.to_owned()).or_default()
    }
}

/// A sample's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// JSON.
    Json,
    /// XML, with or without a root.
    Xml,
}

/// A sample that was understood.
#[derive(Clone, Debug)]
pub struct Read {
    /// Its format.
    pub format: Format,
    /// The document: without HTTP head and trailing text.
    pub body: std::ops::Range<usize>,
    /// What it shows, below the vendor's envelope.
    pub shape: Shape,
    /// What had to be repaired, in words; empty for a well-formed document.
    pub repairs: Vec<&'static str>,
}

/// How deep brackets may nest; real samples stay below 12.
const MAX_DEPTH: usize = 64;

/// Reads a sample answer; `None` where it is neither JSON nor XML.
pub fn read(text: &str) -> Option<Read> {
    let (start, mut repairs) = head(text);
    let body = text.get(start..)?;
    match body.trim_start().chars().next()? {
        '{' | '[' => {
            let mut json = Json { text: body, at: 0, repairs: Vec::new() };
            let mut shape = Shape::default();
            json.value(&mut shape, 0);
            let end = json.at;
            let rest = body.get(end..).unwrap_or_default().trim();
            if !rest.is_empty() {
                json.repair("text after the document");
            }
            repairs.extend(json.repairs);
            Some(Read { format: Format::Json, body: start..start + end, shape: below_envelope(shape), repairs })
        }
        '<' => {
            let mut shape = Shape::default();
            let roots = xml(body, &mut shape, &mut repairs);
            let shape = if roots == 1 { below_root(shape) } else { below_envelope(shape) };
            Some(Read { format: Format::Xml, body: start..text.len(), shape, repairs })
        }
        _ => None,
    }
}

/// Skips `HTTP/1.1 200 OK` and headers.
fn head(text: &str) -> (usize, Vec<&'static str>) {
    let trimmed = text.trim_start_matches('\u{feff}').trim_start();
    let start = text.len() - trimmed.len();
    if trimmed.starts_with("HTTP/") {
        let at = trimmed.find(['{', '<', '[']).unwrap_or(trimmed.len());
        return (start + at, vec!["HTTP head before the document"]);
    }
    (start, Vec::new())
}

/// Steps into `{"Response": {…}}` and `{"ListCallDetailRecordsResponse": {…}}`.
fn below_envelope(mut shape: Shape) -> Shape {
    if shape.members.len() == 1
        && let Some((name, inner)) = shape.members.get_index(0)
        && name.ends_with("Response")
        && inner.object
    {
        return shape.members.swap_remove_index(0).map(|(_, inner)| inner).unwrap_or_default();
    }
    // A document whose root was closed too early.
    if let Some((index, _, _)) = shape
        .members
        .iter()
        .enumerate()
        .map(|(i, (n, s))| (i, n, s))
        .find(|(_, name, inner)| name.ends_with("Response") && inner.object)
        && let Some((_, inner)) = shape.members.shift_remove_index(index)
    {
        shape.merge(&inner);
    }
    shape
}

/// Steps into an XML document's root.
fn below_root(mut shape: Shape) -> Shape {
    shape.members.swap_remove_index(0).map(|(_, inner)| inner).unwrap_or_default()
}

struct Json<'a> {
    text: &'a str,
    at: usize,
    repairs: Vec<&'static str>,
}

impl Json<'_> {
    fn repair(&mut self, what: &'static str) {
        if !self.repairs.contains(&what) {
            self.repairs.push(what);
        }
    }

    fn peek(&mut self) -> Option<char> {
        loop {
            let rest = self.text.get(self.at..)?;
            let next = rest.chars().next()?;
            if next.is_whitespace() || next == '\u{feff}' {
                self.at += next.len_utf8();
            } else if rest.starts_with("//") || rest.starts_with('#') {
                self.repair("a comment");
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else {
                return Some(next);
            }
        }
    }

    fn bump(&mut self, c: char) {
        self.at += c.len_utf8();
    }

    fn value(&mut self, shape: &mut Shape, depth: usize) {
        if depth > MAX_DEPTH {
            self.repair("brackets nest too deep; the rest is left out");
            self.at = self.text.len();
            return;
        }
        match self.peek() {
            Some('{') => self.object(shape, depth),
            Some('[') => self.array(shape, depth),
            Some('"' | '“' | '”' | '\'') => {
                self.string();
                shape.scalars.text = true;
            }
            Some(c) if !matches!(c, '}' | ']' | ',' | ':') => self.bare(shape),
            Some(_) => self.repair("a value is missing"),
            None => self.repair("the document ends too early"),
        }
    }

    fn object(&mut self, shape: &mut Shape, depth: usize) {
        shape.object = true;
        self.bump('{');
        let mut comma = true;
        loop {
            match self.peek() {
                None => return self.repair("the document ends too early"),
                Some('}') => {
                    if comma && !shape.members.is_empty() {
                        self.repair("a comma too many");
                    }
                    return self.bump('}');
                }
                Some(',') => {
                    self.bump(',');
                    comma = true;
                }
                Some(']') => {
                    self.repair("a bracket that does not match");
                    return;
                }
                Some(c) => {
                    if !comma {
                        self.repair("a comma is missing");
                    }
                    comma = false;
                    let name = if matches!(c, '"' | '“' | '”' | '\'') { self.string() } else { self.word() };
                    if name.is_empty() {
                        self.repair("a character that belongs nowhere");
                        self.bump(c);
                        continue;
                    }
                    if self.peek() == Some(':') {
                        self.bump(':');
                        let mut value = Shape::default();
                        self.value(&mut value, depth + 1);
                        shape.member(name.trim()).merge(&value);
                    } else {
                        self.repair("a name without a value");
                    }
                }
            }
        }
    }

    fn array(&mut self, shape: &mut Shape, depth: usize) {
        shape.list = true;
        self.bump('[');
        let mut comma = true;
        let mut items = 0;
        loop {
            match self.peek() {
                None => return self.repair("the document ends too early"),
                Some(']') => {
                    if comma && items > 0 {
                        self.repair("a comma too many");
                    }
                    shape.empty |= items == 0;
                    return self.bump(']');
                }
                Some(',') => {
                    self.bump(',');
                    comma = true;
                }
                Some('}' | ':') => {
                    self.repair("a bracket that does not match");
                    return;
                }
                Some(c) => {
                    if !comma {
                        self.repair("a comma is missing");
                    }
                    comma = false;
                    items += 1;
                    let before = self.at;
                    shape.nested |= c == '[';
                    self.value(shape, depth + 1);
                    if self.at == before {
                        self.bump(c);
                    }
                    // `["a": 1]`
                    if self.peek() == Some(':') {
                        self.repair("a member outside of an object");
                        self.bump(':');
                        let mut value = Shape::default();
                        self.value(&mut value, depth + 1);
                    }
                }
            }
        }
    }

    /// A text in quotes of any kind; ends at the line's end if it is never closed.
    fn string(&mut self) -> String {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mut chars = rest.char_indices();
        let Some((_, open)) = chars.next() else { return String::new() };
        if open != '"' {
            self.repair("quotes that are not JSON's");
        }
        let mut value = String::new();
        while let Some((index, c)) = chars.next() {
            match c {
                '\\' => {
                    if let Some((_, escaped)) = chars.next() {
                        value.push(escaped);
                    }
                }
                '"' if open != '\'' => {
                    self.at += index + 1;
                    return value;
                }
                '“' | '”' if open != '"' => {
                    self.at += index + c.len_utf8();
                    return value;
                }
                '\'' if open == '\'' => {
                    self.at += index + 1;
                    return value;
                }
                '\n' => {
                    // Raw line breaks stand in some samples; a next line that starts a member tells that the quote was forgotten.
                    let next = rest[index..].trim_start();
                    if next.starts_with(['"', '}', ']']) {
                        self.repair("a text is not closed");
                        self.at += index;
                        return value;
                    }
                    self.repair("a line break inside a text");
                    value.push(c);
                }
                _ => value.push(c),
            }
        }
        self.repair("a text is not closed");
        self.at = self.text.len();
        value
    }

    /// Letters and digits without quotes.
    fn word(&mut self) -> String {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.find(|c: char| c.is_whitespace() || "{}[],:\"".contains(c)).unwrap_or(rest.len());
        let word = rest[..end].to_owned();
        if !word.is_empty() {
            self.repair("a name without quotes");
            self.at += end;
        }
        word
    }

    fn bare(&mut self, shape: &mut Shape) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest
            .find(|c: char| c.is_whitespace() || "{}[],\"".contains(c))
            .unwrap_or(rest.len())
            .max(rest.chars().next().map_or(0, char::len_utf8));
        let word = &rest[..end];
        self.at += end;
        match word {
            "true" | "false" => shape.scalars.boolean = true,
            "null" => shape.empty = true,
            "..." | "…" | "......" => self.repair("left out with dots"),
            _ => match word.parse::<i64>() {
                Ok(number) if i32::try_from(number).is_ok() => shape.scalars.integer = true,
                Ok(_) => shape.scalars.long = true,
                Err(_) if word.parse::<f64>().is_ok() => shape.scalars.float = true,
                Err(_) => {
                    self.repair("a word without quotes");
                    shape.scalars.text = true;
                }
            },
        }
    }
}

/// Reads XML into the members of `root`; returns how many roots there were.
fn xml(text: &str, root: &mut Shape, repairs: &mut Vec<&'static str>) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names(shape: &Shape) -> String {
        let members: Vec<String> = shape
            .members
            .iter()
            .map(|(name, inner)| {
                let list = if inner.list { "*" } else { "" };
                if inner.members.is_empty() {
                    format!("{name}{list}")
                } else {
                    format!("{name}{list}{{{}}}", names(inner))
                }
            })
            .collect();
        members.join(" ")
    }

    fn check(text: &str, expected: &str, repairs: &[&str]) {
        let read = read(text).unwrap();
        assert_eq!(names(&read.shape), expected, "{text}");
        assert_eq!(read.repairs, repairs, "{text}");
    }

    #[test]
    fn instances_are_taken_together() {
        check(r#"{"L":[{"a":1},{"b":"x"}],"c":{"d":[]}}"#, "L*{a b} c{d*}", &[]);
        check("<R><L><I><a>1</a></I><I><b/></I></L></R>", "L{I*{a b}}", &[]);
    }

    #[test]
    fn envelopes_are_stepped_into() {
        check(r#"{"Response":{"a":1}}"#, "a", &[]);
        check(r#"{"ListXResponse":{"a":1}}"#, "a", &[]);
        check("<ListXResponse><a>1</a></ListXResponse>", "a", &[]);
        check("<a>1</a><b><c/></b>", "a b{c}", &["several roots"]);
    }

    #[test]
    fn broken_samples_still_tell_what_they_know() {
        check("{\"a\":1,}", "a", &["a comma too many"]);
        check("{\"a\":{\"b\":1", "a{b}", &["the document ends too early"]);
        check("{\"a\":1} and so on", "a", &["text after the document"]);
        check("{\"a\":\"x\n\"b\":2}", "a b", &["a text is not closed", "a comma is missing"]);
        check("HTTP/1.1 200 OK\nA: b\n\n{\"a\":1}", "a", &["HTTP head before the document"]);
        check("<R><a>1</a><b>2</R>", "a b", &["an element is not closed"]);
        check("<R><a>1</R>", "a", &["an element is not closed"]);
    }

    #[test]
    fn deep_nesting_is_bounded() {
        let read = read(&"[".repeat(100_000)).unwrap();
        assert!(!read.repairs.is_empty());
        assert!(super::read(&"<a>".repeat(100_000)).is_some());
    }
}

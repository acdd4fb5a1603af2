//! Samples to [`Shape`]: what names stand where, over all instances together.
//!
//! Samples are written by hand, so a missing brace, a trailing comma, an HTTP head or several
//! XML roots are repaired; a broken sample still tells most of what it knows.

mod json;
mod xml;

use indexmap::IndexMap;

use json::Json;

/// What was seen at one place of the samples, all instances of it taken together.
///
/// Lists are transparent: the members of a list's items are the members of its shape.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "what was seen, each on its own")]
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
            let roots = xml::read(body, &mut shape, &mut repairs);
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

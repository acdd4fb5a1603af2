//! Samples: JSON, XML and HTTP heads to one tree that knows the place of everything in it, with what is wrong.
//!
//! Samples are written by hand, so a missing brace, a trailing comma, an HTTP head or several XML roots are noted and
//! read over; a broken sample still tells most of what it knows. Everything else is a projection of the tree and its
//! problems: the [`Shape`] by which rows are nested, what was repaired, and what the rules of `lint` tell.

mod align;
mod envelope;
mod head;
mod json;
mod shape;
mod tree;
mod xml;

pub use align::Shapes;
pub use envelope::is_envelope;
pub use head::Head;
pub use shape::{Scalars, Shape};
pub use tree::{Member, Node, Problem, ProblemKind, Value};

use crate::source::Span;
use tree::Problems;

/// A sample's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SampleFormat {
    /// JSON.
    Json,
    /// XML, with or without a root.
    Xml,
}

/// The repair of a document that has the head of an HTTP answer before it.
const HTTP_HEAD: &str = "HTTP head before the document";

/// The repair of an answer that stands in an object of a console.
const ENVELOPE: &str = "an object around the answer that no row names";

/// The repair of JSON in which some copies end lines with a backslash.
const LINE_ENDS: &str = "backslashes at the ends of lines";

/// The repair of XML that has no root, or several.
const SEVERAL_ROOTS: &str = "several roots";

/// A response as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleText {
    /// What it is written in.
    pub format: SampleFormat,
    /// The document, without an HTTP head before it.
    pub text: String,
}

/// A sample that was understood.
#[derive(Clone, Debug)]
pub struct Read {
    /// Its format.
    pub format: SampleFormat,
    /// What stands before the document.
    pub head: Head,
    /// The document: without head and trailing text.
    pub body: Span,
    /// The envelope's or the root element's name, and its place.
    pub root: Option<(String, Span)>,
    /// What stands in the envelope: one node, or the parts into which a slip or a second answer divides it.
    pub parts: Vec<Node>,
    /// What is wrong with it, in the order of the text; empty for a well-formed document.
    pub problems: Vec<Problem>,
}

impl Read {
    /// What the sample shows, below the vendor's envelope.
    pub fn shape(&self) -> Shape {
        let mut shape = Shape::default();
        for part in &self.parts {
            shape.show(part, self.format);
        }
        shape
    }

    /// The members of the outermost objects.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        let objects = self.parts.iter().flat_map(|part| match &part.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(part),
        });
        objects.flat_map(|node| if let Value::Object(members) = &node.value { members.as_slice() } else { &[] })
    }

    /// Opens an object that stands around the answer and that no row names: a request's ID, which stands at the root of
    /// every answer, stands in it, and more rows of the table than beside it. Some samples were taken from a console,
    /// which puts the answer into `data`.
    pub fn open_envelope(&mut self, is_row: impl Fn(&str) -> bool) {
        let [Node { value: Value::Object(members), .. }] = self.parts.as_mut_slice() else { return };
        let named = |members: &[Member]| members.iter().filter(|member| is_row(&member.name)).count();
        let beside = named(members);
        let around = members.iter().position(|member| match &member.node.value {
            Value::Object(inner) => {
                let id = inner.iter().any(|member| member.name == "RequestId");
                id && !is_row(&member.name) && named(inner) > beside
            }
            _ => false,
        });
        if let Some(at) = around {
            let Member { name, at, node } = members.swap_remove(at);
            self.body = node.span;
            let (kind, what) = (ProblemKind::Repaired, ENVELOPE.into());
            self.problems.push(Problem { kind, span: at, what, repair: Some(ENVELOPE) });
            self.root = Some((name, at));
            self.parts = vec![node];
        }
    }

    /// What had to be repaired, in words; each once.
    pub fn repairs(&self) -> impl Iterator<Item = &'static str> {
        self.problems.iter().filter_map(|problem| problem.repair)
    }

    /// What those who write pages may want to know: up to what breaks the sample, since the rest follows from that.
    pub fn told(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.kind != ProblemKind::Repaired)
    }

    /// Whether a decoder must accept the document: a repaired one says nothing about it, unless what was repaired is
    /// how pages show answers, which servers don't send so.
    pub fn is_for_decoders(&self) -> bool {
        self.repairs().all(|repair| matches!(repair, HTTP_HEAD | SEVERAL_ROOTS | ENVELOPE | LINE_ENDS))
    }

    /// The document as a server would send it: without what a copy put at the ends of its lines.
    pub fn document(&self, page: &str) -> String {
        let text = page.get(self.body.range()).unwrap_or_default().trim_end();
        if self.repairs().any(|repair| repair == LINE_ENDS) {
            text.lines().map(|line| line.trim_end().trim_end_matches('\\')).collect::<Vec<_>>().join("\n")
        } else {
            text.to_owned()
        }
    }

    /// Whether everything stands where the sample's author meant it to stand.
    pub fn is_sound(&self) -> bool {
        self.problems.iter().all(|problem| problem.kind != ProblemKind::Broken)
    }
}

/// Reads a text as JSON, whatever it is; what was wrong with it stands beside.
pub fn json(text: &str, base: usize) -> (Node, Vec<Problem>) {
    let mut problems = Problems::new(base, SampleFormat::Json);
    let (node, _) = json::read(text, &mut problems);
    (node, problems.into_list())
}

/// Reads a sample that starts at byte `base` of its page; `None` where it is neither JSON nor XML.
pub fn read(text: &str, base: usize) -> Option<Read> {
    let (start, head) = head::skip(text)?;
    Some(document(text, start, base, head))
}

/// Reads a sample call, which may have anything before its document, such as a command.
pub fn read_call(text: &str, base: usize) -> Option<Read> {
    read(text, base).or_else(|| Some(document(text, text.find('{')?, base, Head::Other)))
}

/// Reads the document that starts at byte `start` of a sample.
fn document(text: &str, start: usize, base: usize, head: Head) -> Read {
    let body = text.get(start..).unwrap_or_default();
    let format = if body.starts_with('<') { SampleFormat::Xml } else { SampleFormat::Json };
    let mut problems = Problems::new(base + start, format);
    if head == Head::Answer {
        problems.repaired(0..0, HTTP_HEAD);
    }
    let (document, end) = match format {
        SampleFormat::Json => json::read(body, &mut problems),
        SampleFormat::Xml => (xml::read(body, &mut problems), body.len()),
    };
    let body = problems.span(0..end);
    let (parts, root) = envelope::open(document, format);
    Read { format, head, body, root, parts, problems: problems.into_list() }
}

#[cfg(test)]
mod testing {
    /// What is told of a sample that begins at 100: `kind place: what`.
    pub(super) fn problems(text: &str) -> Vec<String> {
        let read = super::read(text, 100).unwrap();
        read.told()
            .map(|problem| format!("{:?} {}: {}", problem.kind, problem.span.start - 100, problem.what))
            .collect()
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
        let read = read(text, 0).unwrap();
        assert_eq!(names(&read.shape()), expected, "{text}");
        assert_eq!(read.repairs().collect::<Vec<_>>(), repairs, "{text}");
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

    /// A member beside the envelope, two envelopes, an envelope without members, a list inside one, and a
    /// name that is an envelope's only where it holds an object.
    #[test]
    fn what_is_beside_an_envelope_counts_too() {
        check(r#"{"b":1,"ListXResponse":{"a":1},"c":1}"#, "b c a", &[]);
        check("<XResponse><a/><a/></XResponse><XResponse><a/></XResponse>", "a*", &["several roots"]);
        check("<XResponse/>", "", &[]);
        check("<RequestId>1</RequestId>", "RequestId", &[]);
        check(r#"{"Response":[{"a":1}]}"#, "a", &[]);
        check(r#"{"FirstResponse":"x"}"#, "FirstResponse", &[]);
    }

    #[test]
    fn what_follows_a_break_is_read_and_not_told() {
        let text = "{\"a\": , \"b\": 1,}";
        check(text, "a b", &["a value is missing", "a comma too many"]);
        assert_eq!(testing::problems(text), ["Broken 6: expected a value, found `,`"]);
        let text = "<R><a>1</b><c>2</R>";
        check(text, "a{c}", &["an end without its start", "an element is not closed"]);
        assert_eq!(testing::problems(text), ["Broken 7: `</b>` stands where `</a>` is expected"]);
    }

    #[test]
    fn the_problems_of_one_sample_are_few() {
        let members: Vec<String> = (0..1000).map(|at| format!("\"k{at}\": x{at},")).collect();
        let text = format!("{{{}}}", members.concat());
        assert_eq!(testing::problems(&text).len(), 3);
        assert_eq!(read(&text, 0).unwrap().problems.len(), 4);
    }

    #[test]
    fn documents_start_behind_what_is_no_document() {
        let body = |text: &str| {
            let read = read_call(text, 0)?;
            Some((read.head, text[read.body.range()].to_owned()))
        };
        let document = |head, text: &str| Some((head, text.to_owned()));
        assert_eq!(body("\u{feff} {}"), document(Head::None, "{}"));
        assert_eq!(body("HTTP/1.1 200 OK\nA: b\n\n<?xml?>\n<a/>"), document(Head::Answer, "<?xml?>\n<a/>"));
        assert_eq!(body("HTTP/1.1 200 OK {} and"), document(Head::Answer, "{}"));
        assert_eq!(body("POST /a/{Id} HTTP/1.1\n<公共请求参数>\n\n  {\"a\": 1}"), document(Head::Call, "{\"a\": 1}"));
        assert_eq!(body("tccli x --param {\"a\": 1}"), document(Head::Other, "{\"a\": 1}"));
        assert_eq!(body("http://x/?a=b"), None);
        assert!(read("tccli x --param {\"a\": 1}", 0).is_none());
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
        let (bracket, end) = ("a bracket that is no tag", "an end without its start");
        check("<R><a><</a><a><</a></x><a><</a></R>", "a*", &[bracket, end, bracket]);
    }

    #[test]
    fn deep_nesting_is_bounded() {
        for text in ["[", "{\"a\":", "<a>"] {
            let read = read(&text.repeat(100_000), 0).unwrap();
            assert!(read.repairs().count() > 0);
            read.shape();
        }
    }
}

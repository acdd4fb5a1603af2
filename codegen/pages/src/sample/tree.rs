//! A sample as a tree whose every piece knows its place, and what is wrong with it.

use std::borrow::Cow;
use std::ops::Range;

use super::SampleFormat;
use crate::source::Span;

/// A value in a sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value's place; an XML element's is that of its text or its start tag.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a [`Node`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A JSON object, an XML element with children, or the roots of an XML document.
    Object(Vec<Member>),
    /// A JSON array.
    List(Vec<Node>),
    /// A JSON text.
    Text(String),
    /// A JSON number, as written.
    Number(String),
    /// A word without quotes that is no number by JSON's grammar, such as `abc` and `007`.
    Word(String),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`, or an XML element without content.
    Null,
    /// `...`, or nothing where a value is expected.
    Omitted,
    /// The text of an XML element: its type can't be seen.
    Xml(String),
}

/// A named value.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The name; empty where a sample has an empty text for it.
    pub name: String,
    /// The name's place; an XML element's start tag.
    pub at: Span,
    /// The value.
    pub node: Node,
}

/// Something wrong with a sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// How bad it is.
    pub kind: ProblemKind,
    /// Its place.
    pub span: Span,
    /// What is wrong, for those who write pages.
    pub what: Cow<'static, str>,
    /// What the reader took it for, where a shape might be wrong because of it.
    pub repair: Option<&'static str>,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// What follows is a guess.
    Broken,
    /// A slip that hides nothing.
    Slip,
    /// Left out, or commented, on purpose.
    Elided,
    /// XML without exactly one root.
    Rootless,
    /// Nothing to tell: it is no fault, or follows from a break. Only that it was repaired is of interest.
    Repaired,
}

/// How many problems of one sample are told, beside the one that breaks it.
const MAX_TOLD: usize = 3;

/// Collects the problems of one sample: what is told, and of each repair the first.
#[derive(Debug)]
pub(super) struct Problems {
    /// Where the document starts in its page.
    base: usize,
    list: Vec<Problem>,
    /// A repair is noted again where another one came between: so it is with XML.
    again: bool,
    told: usize,
    broken: bool,
}

impl Problems {
    /// None yet, of a document that starts at byte `base` of its page.
    pub(super) fn new(base: usize, format: SampleFormat) -> Self {
        Self { base, list: Vec::new(), again: format == SampleFormat::Xml, told: 0, broken: false }
    }

    /// The place of bytes of the document.
    pub(super) fn span(&self, bytes: Range<usize>) -> Span {
        Span::new(self.base + bytes.start, self.base + bytes.end)
    }

    /// Takes in a problem. What breaks the sample is told; of slips, the first of each kind.
    pub(super) fn add(
        &mut self,
        kind: ProblemKind,
        bytes: Range<usize>,
        what: impl Into<Cow<'static, str>>,
        repair: Option<&'static str>,
    ) {
        self.add_at(kind, self.span(bytes), what, repair);
    }

    /// Takes in a problem at a place of the page.
    pub(super) fn add_at(
        &mut self,
        kind: ProblemKind,
        span: Span,
        what: impl Into<Cow<'static, str>>,
        repair: Option<&'static str>,
    ) {
        let what = what.into();
        let mut known = self.list.iter().rev().filter_map(|known| known.repair);
        let repair =
            repair.filter(
                |repair| {
                    if self.again { known.next() != Some(*repair) } else { known.all(|known| known != *repair) }
                },
            );
        let told = !self.broken
            && match kind {
                ProblemKind::Broken => true,
                ProblemKind::Repaired => false,
                ProblemKind::Slip | ProblemKind::Elided | ProblemKind::Rootless => {
                    self.told < MAX_TOLD
                        && self.list.iter().all(|known| known.kind == ProblemKind::Repaired || known.what != what)
                }
            };
        if told || repair.is_some() {
            self.told += usize::from(told);
            self.broken |= kind == ProblemKind::Broken;
            let kind = if told { kind } else { ProblemKind::Repaired };
            self.list.push(Problem { kind, span, what, repair });
        }
    }

    /// Takes in a repair of what no page is blamed for.
    pub(super) fn repaired(&mut self, bytes: Range<usize>, repair: &'static str) {
        self.add(ProblemKind::Repaired, bytes, repair, Some(repair));
    }

    /// All of them, in the order in which they were found.
    pub(super) fn into_list(self) -> Vec<Problem> {
        self.list
    }
}

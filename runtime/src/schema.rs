//! Operations as data: what a page says, for programs that work on any operation.
//!
//! Emitted behind the feature `schema` of a generated crate; the `emulator` is built on it.

use crate::operation::Operation;
use crate::parameter::Position;

/// An operation with its parameters, its answer and its samples.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Schema {
    /// What is known of the call apart from its parameters.
    pub operation: &'static Operation,
    /// The parameters in the page's order.
    pub request: &'static [Field],
    /// The fields of a successful answer, in the page's order.
    pub response: &'static [Field],
    /// The fields through which a period is asked for.
    pub window: Option<Window>,
    /// The documented error codes.
    pub errors: &'static [DocumentedError],
    /// The page's samples of a successful answer.
    pub samples: &'static [Sample],
    /// Which fields of a record mean the same with every vendor.
    pub call_record: Option<CallRecordFields>,
}

impl Schema {
    /// An operation without parameters, whose answer is empty.
    pub const fn new(operation: &'static Operation) -> Self {
        Self { operation, request: &[], response: &[], window: None, errors: &[], samples: &[], call_record: None }
    }

    /// Sets the parameters.
    #[must_use]
    pub const fn request(mut self, fields: &'static [Field]) -> Self {
        self.request = fields;
        self
    }

    /// Sets the fields of the answer.
    #[must_use]
    pub const fn response(mut self, fields: &'static [Field]) -> Self {
        self.response = fields;
        self
    }

    /// Sets the request parameters of a period, and the path, within an item, of the time that they are compared with.
    #[must_use]
    pub const fn window(mut self, start: &'static str, end: &'static str, time: &'static str) -> Self {
        self.window = Some(Window { start, end, time });
        self
    }

    /// Sets the documented error codes.
    #[must_use]
    pub const fn errors(mut self, errors: &'static [DocumentedError]) -> Self {
        self.errors = errors;
        self
    }

    /// Sets the samples.
    #[must_use]
    pub const fn samples(mut self, samples: &'static [Sample]) -> Self {
        self.samples = samples;
        self
    }

    /// Sets which fields of a record mean the same with every vendor.
    #[must_use]
    pub const fn call_record(mut self, fields: CallRecordFields) -> Self {
        self.call_record = Some(fields);
        self
    }
}

/// A parameter, or a field of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Field {
    /// The name on the wire.
    pub name: &'static str,
    /// The type.
    pub ty: Type,
    /// A request must carry it.
    pub required: bool,
    /// The extra object around a list: its only member's name.
    pub wrapper: Option<&'static str>,
    /// What each item's element is called in XML, where a list has no wrapper in JSON.
    pub item: Option<&'static str>,
    /// How a list is put into one text.
    pub encoding: Option<Encoding>,
    /// Where a REST-style request carries it.
    pub position: Position,
    /// The smallest value.
    pub min: Option<i64>,
    /// The largest value.
    pub max: Option<i64>,
    /// How many items a list may have.
    pub max_items: Option<u64>,
    /// What the service assumes where it is absent.
    pub default: Option<&'static str>,
    /// What a number counts, such as `s` or `ms-epoch`.
    pub unit: Option<&'static str>,
    /// The page's example value.
    pub example: Option<&'static str>,
}

impl Field {
    /// An optional field of which no more is known.
    pub const fn new(name: &'static str, ty: Type) -> Self {
        Self {
            name,
            ty,
            required: false,
            wrapper: None,
            item: None,
            encoding: None,
            position: Position::Query,
            min: None,
            max: None,
            max_items: None,
            default: None,
            unit: None,
            example: None,
        }
    }

    /// A request must carry it.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets the list's wrapper.
    #[must_use]
    pub const fn wrapper(mut self, name: &'static str) -> Self {
        self.wrapper = Some(name);
        self
    }

    /// Sets what each item's element is called in XML, where JSON has no wrapper.
    #[must_use]
    pub const fn item(mut self, name: &'static str) -> Self {
        self.item = Some(name);
        self
    }

    /// Sets how a list is put into one text.
    #[must_use]
    pub const fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = Some(encoding);
        self
    }

    /// Sets where a REST-style request carries it.
    #[must_use]
    pub const fn at(mut self, position: Position) -> Self {
        self.position = position;
        self
    }

    /// Sets the smallest value.
    #[must_use]
    pub const fn min(mut self, value: i64) -> Self {
        self.min = Some(value);
        self
    }

    /// Sets the largest value.
    #[must_use]
    pub const fn max(mut self, value: i64) -> Self {
        self.max = Some(value);
        self
    }

    /// Sets how many items a list may have.
    #[must_use]
    pub const fn max_items(mut self, items: u64) -> Self {
        self.max_items = Some(items);
        self
    }

    /// Sets what the service assumes where it is absent.
    #[must_use]
    pub const fn default(mut self, value: &'static str) -> Self {
        self.default = Some(value);
        self
    }

    /// Sets what a number counts.
    #[must_use]
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }

    /// Sets the page's example value.
    #[must_use]
    pub const fn example(mut self, value: &'static str) -> Self {
        self.example = Some(value);
        self
    }
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Type {
    /// Text.
    String,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// A whole number of 64 bits without a sign.
    Unsigned,
    /// A number with a fraction.
    Float,
    /// True or false.
    Boolean,
    /// Anything.
    Any,
    /// One of these texts, or another that the page does not list.
    Enum(&'static [&'static str]),
    /// As [`Type::Enum`], with numbers on the wire.
    Number(&'static [&'static str]),
    /// Members.
    Struct(&'static [Field]),
    /// Several of the same type.
    List(&'static Type),
    /// Text keys that are data, with values of one type.
    Map(&'static Type),
}

impl Type {
    /// The members of the struct that lists end in; empty where there is none.
    pub const fn members(&self) -> &'static [Field] {
        match self {
            Self::Struct(fields) => fields,
            Self::List(of) | Self::Map(of) => of.members(),
            _ => &[],
        }
    }
}

/// How several values are sent as one parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// `a,b`
    Comma,
    /// JSON text: `["a","b"]`
    Json,
    /// `Name.1=a&Name.2=b`
    Repeat,
}

/// The fields through which a period is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Window {
    /// The request parameter that says where the period starts.
    pub start: &'static str,
    /// The request parameter that says where it ends.
    pub end: &'static str,
    /// The field that is compared with them, as a path within an item of the paged list.
    pub time: &'static str,
}

/// A documented error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentedError {
    /// As on the wire, such as `Parameter.Format`.
    pub code: &'static str,
    /// The HTTP status where the page says it.
    pub status: Option<u16>,
    /// The message; `%s` stands for a detail.
    pub message: &'static str,
}

impl DocumentedError {
    /// As the page lists it.
    pub const fn new(code: &'static str, status: Option<u16>, message: &'static str) -> Self {
        Self { code, status, message }
    }
}

/// An answer as the page shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sample {
    /// What it is written in.
    pub format: Format,
    /// The document.
    pub text: &'static str,
}

impl Sample {
    /// A document as the page has it.
    pub const fn new(format: Format, text: &'static str) -> Self {
        Self { format, text }
    }
}

/// What a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// JSON.
    Json,
    /// XML.
    Xml,
}

/// Which fields of an item feed a [`CallRecord`](crate::CallRecord), by their paths within the item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallRecordFields {
    /// The call's own id.
    pub id: &'static str,
    /// When it started.
    pub start: &'static str,
    /// How long it took.
    pub duration: Option<&'static str>,
    /// The number that called.
    pub caller: Option<&'static str>,
    /// The number that was called.
    pub callee: Option<&'static str>,
    /// The fields whose values stand for common words, such as `inbound` or `answered`.
    pub words: &'static [(&'static str, Words)],
}

/// Common words, each with the values that stand for it; what calls usually are comes first.
pub type Words = &'static [(&'static str, &'static [&'static str])];

impl CallRecordFields {
    /// The two that every record has.
    pub const fn new(id: &'static str, start: &'static str) -> Self {
        Self { id, start, duration: None, caller: None, callee: None, words: &[] }
    }

    /// Sets the field that says how long it took.
    #[must_use]
    pub const fn duration(mut self, path: &'static str) -> Self {
        self.duration = Some(path);
        self
    }

    /// Sets the field with the number that called.
    #[must_use]
    pub const fn caller(mut self, path: &'static str) -> Self {
        self.caller = Some(path);
        self
    }

    /// Sets the fields whose values stand for common words.
    #[must_use]
    pub const fn words(mut self, words: &'static [(&'static str, Words)]) -> Self {
        self.words = words;
        self
    }

    /// The common words that some value stands for.
    #[cfg(feature = "emulator")]
    pub(crate) fn meanings(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().flat_map(|(_, words)| words.iter().map(|(meaning, _)| *meaning))
    }

    /// Sets the field with the number that was called.
    #[must_use]
    pub const fn callee(mut self, path: &'static str) -> Self {
        self.callee = Some(path);
        self
    }
}

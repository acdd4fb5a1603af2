//! Structs and their fields, with what the page's facts mean for them.

use spectable_pages::ir::{Encoding, EnumValue, Field, Operation, Position, Protocol, Range, Type};

use crate::model::types::Ty;

/// Which half of an operation a struct belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    /// Sent.
    Request,
    /// Received.
    Output,
}

/// A struct with its names decided.
#[derive(Debug)]
pub(crate) struct StructDef<'a> {
    pub(crate) name: String,
    pub(crate) fields: Vec<FieldDef<'a>>,
    /// The field whose type it is; `None` for the request and the output themselves.
    pub(crate) origin: Option<&'a Field>,
    /// It holds text somewhere below, so it has the type parameter.
    pub(crate) text: bool,
}

/// A struct's field.
#[derive(Debug)]
pub(crate) struct FieldDef<'a> {
    /// The page's row.
    pub(crate) field: &'a Field,
    pub(crate) ident: String,
    /// Without the `Option` of what may be absent.
    pub(crate) ty: Ty,
    /// It is stored as an `Option`.
    pub(crate) optional: bool,
    /// A request can't do without it; what a page leaves open may be left out.
    pub(crate) required: bool,
    /// Its place among the arguments of `new`; all else has a setter.
    pub(crate) argument: Option<usize>,
    /// The object around a list on the wire, or the element around each of its items in XML alone: both are read.
    pub(crate) wrapper: Option<&'a str>,
    /// What the page lists for its enum.
    pub(crate) values: &'a [EnumValue],
    /// The checks and the form of what is sent; none for what is received.
    pub(crate) sent: Sent,
}

/// How a parameter is checked and sent.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    pub(crate) form: Form,
    /// Moments are sent as seconds.
    pub(crate) seconds: bool,
    /// Checked before it is sent; at least one bound is there.
    pub(crate) range: Option<Range>,
    /// Checked before it is sent.
    pub(crate) max_items: Option<u32>,
}

/// How a value is sent, where that is not what the protocol does anyway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// As one text; `None` where lists are repeated.
    pub encoding: Option<Encoding>,
    /// As the number that an enum's value has.
    pub number: bool,
    /// Elsewhere than in the query.
    pub position: Option<Position>,
}

impl StructDef<'_> {
    /// What `new` takes, in order.
    pub(crate) fn arguments(&self) -> Vec<&FieldDef<'_>> {
        let mut arguments: Vec<&FieldDef<'_>> = self.fields.iter().filter(|def| def.argument.is_some()).collect();
        arguments.sort_by_key(|def| def.argument);
        arguments
    }
}

impl<'a> FieldDef<'a> {
    /// Decides what the row means for a field of this name and type, which is an argument of `new` or not.
    pub(crate) fn new(
        side: Side,
        operation: &'a Operation,
        field: &'a Field,
        ident: String,
        (ty, argument): (Ty, Option<usize>),
    ) -> Self {
        let required = field.required == Some(true);
        let wrapper = field.wrapper.as_deref().or(field.item.as_deref()).filter(|wrapper| !wrapper.is_empty());
        let (optional, sent) = match side {
            Side::Request => (argument.is_none() && may_be_absent(&ty, operation), Sent::new(field, &ty, operation)),
            // A response may lack any field: lists are empty then, structs are their default.
            Side::Output => (!matches!(ty, Ty::List(_) | Ty::Map(_) | Ty::Struct(..)), Sent::default()),
        };
        Self {
            optional,
            required,
            argument,
            wrapper: wrapper.filter(|_| matches!(ty, Ty::List(_))),
            values: values(field, operation),
            sent,
            field,
            ident,
            ty,
        }
    }
}

/// Whether a parameter that may be left out needs an `Option`: lists and maps that are empty are left out, so they
/// need none. Tencent's lists do, since one that is set and empty is sent as `[]`.
fn may_be_absent(ty: &Ty, operation: &Operation) -> bool {
    match ty {
        Ty::List(_) => operation.protocol == Protocol::Tencent,
        Ty::Map(_) => false,
        _ => true,
    }
}

fn values<'a>(field: &Field, operation: &'a Operation) -> &'a [EnumValue] {
    match field.ty.innermost() {
        Type::Enum(name) => operation.enums.get(name).map_or(&[], Vec::as_slice),
        _ => &[],
    }
}

impl Sent {
    fn new(field: &Field, ty: &Ty, operation: &Operation) -> Self {
        let range = field.range.filter(|range| ty.counts() && (range.min.is_some() || range.max.is_some()));
        let items = field.max_items.filter(|_| matches!(ty, Ty::List(_)));
        Self {
            form: Form::new(field, ty, operation),
            seconds: field.unit.as_deref() == Some("s-epoch") && *ty.innermost() == Ty::Timestamp,
            range,
            max_items: items.and_then(|items| u32::try_from(items).ok()),
        }
    }
}

impl Form {
    /// What the page says, as far as the type and the protocol have it.
    fn new(field: &Field, ty: &Ty, operation: &Operation) -> Self {
        let encoding = field.encoding.filter(|encoding| match encoding {
            Encoding::Comma => matches!(ty, Ty::List(_)),
            Encoding::Json => matches!(ty, Ty::List(_) | Ty::Map(_) | Ty::Struct(..) | Ty::Any),
            Encoding::Repeat => false,
        });
        let placed = operation.protocol == Protocol::AliyunRoa;
        let position = field.position.filter(|position| placed && *position != Position::Query);
        Self { encoding, number: field.number, position }
    }
}

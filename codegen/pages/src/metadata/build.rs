//! What both dialects need while an operation is built: names of enums, numbers as text, what was read over.

use std::collections::BTreeMap;

use super::json::Json;
use crate::bounds::FIELD_DEPTH;
use crate::ir::{EnumValue, Field, Operation, Range, Type};
use crate::source::{Span, shortened};

/// How many fields an operation has at most, references followed: real ones stay below 2,000. References may be
/// followed several times each, so that a short file could stand for any number of fields.
const FIELDS: usize = 20_000;

/// An operation that is being built.
pub(super) struct Builder {
    pub(super) operation: Operation,
    /// The first place of each kind of remark, and how many there are.
    remarks: BTreeMap<String, (Span, usize)>,
    fields: usize,
    /// The named structs around the one that is being built.
    open: Vec<String>,
}

impl Builder {
    pub(super) fn new(operation: Operation) -> Self {
        Self { operation, remarks: BTreeMap::new(), fields: 0, open: Vec::new() }
    }

    /// Notes what was read over.
    pub(super) fn remark(&mut self, place: Span, what: String) {
        self.remarks.entry(what).or_insert((place, 0)).1 += 1;
    }

    /// Notes members of an object that are not known.
    pub(super) fn unknown(&mut self, object: &Json, known: &[&[&str]], of: &str) {
        for (name, value) in object.members() {
            if !known.iter().any(|known| known.contains(&name.as_str())) {
                self.remark(
                    value.span,
                    format!("the key `{}` of {of} is not known and was read over", shortened(name)),
                );
            }
        }
    }

    /// The remarks, each once.
    pub(super) fn remarks(&mut self) -> Vec<(Span, String)> {
        let remarks = std::mem::take(&mut self.remarks).into_iter();
        let mut remarks: Vec<(Span, String)> = remarks
            .map(|(what, (place, count))| (place, if count > 1 { format!("{what} ({count} times)") } else { what }))
            .collect();
        remarks.sort();
        remarks
    }

    /// Whether one more field has room, `depth` levels deep.
    pub(super) fn has_room(&mut self, place: Span, depth: usize) -> bool {
        self.fields += 1;
        let room = self.fields <= FIELDS && depth < FIELD_DEPTH;
        if !room {
            let what = format!(
                "more than {FIELDS} fields, or fields more than {FIELD_DEPTH} levels deep: the rest was left out"
            );
            self.remark(place, what);
        }
        room
    }

    /// Steps into the struct of a name, until [`Self::leave`]; gives how it is called. The type, where it is one around.
    pub(super) fn enter(&mut self, name: &str) -> Result<String, Type> {
        let element: String = name.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
        if self.open.contains(&element) {
            return Err(Type::Struct(Some(element)));
        }
        self.open.push(element.clone());
        Ok(element)
    }

    /// Steps out of the struct that was entered last.
    pub(super) fn leave(&mut self) {
        self.open.pop();
    }

    /// A struct that holds itself without a list between would have no end: it is any value there.
    pub(super) fn no_endless(&mut self, field: &mut Field) {
        if matches!(field.ty, Type::Struct(Some(_))) && field.fields.is_empty() {
            self.remark(field.span, "a struct that holds itself outside of a list was taken for any value".to_owned());
            field.ty = Type::Any;
        }
    }

    /// Gives a field an enum: named by the field, and by what stands around it where another field's has other values.
    pub(super) fn enumerate(&mut self, field: &mut Field, around: &str, values: Vec<EnumValue>) {
        if values.is_empty() {
            return;
        }
        let stem = field.name.strip_suffix("List").filter(|stem| !stem.is_empty()).unwrap_or(&field.name).to_owned();
        let names = [stem.clone(), format!("{around}{stem}")].into_iter();
        let numbered = (2..).map(|number| format!("{stem}{number}"));
        let enums = &mut self.operation.enums;
        let name = names.chain(numbered).find(|name| enums.get(name).is_none_or(|known| *known == values));
        let Some(name) = name else { return };
        field.number = matches!(field.ty.innermost(), Type::Integer | Type::Long | Type::Unsigned);
        *field.ty.innermost_mut() = Type::Enum(name.clone());
        enums.insert(name, values);
    }

    /// A limit: a number, or one as text. What 64 bits do not hold is said and left out.
    pub(super) fn limit(&mut self, schema: &Json, name: &str) -> Option<i64> {
        let limit = schema.get(name)?;
        let text = limit.scalar()?;
        let whole = text.trim().parse::<i64>().ok().or_else(|| {
            let number =
                text.trim().parse::<f64>().ok().filter(|number| number.fract() == 0.0 && number.abs() < 9e15)?;
            #[allow(clippy::cast_possible_truncation, reason = "it is whole and below 2^53")]
            Some(number as i64)
        });
        if whole.is_none() && !text.trim().is_empty() {
            self.remark(limit.span, format!("`{name}` is not a whole number of 64 bits, and was left out"));
        }
        whole
    }

    /// The smallest and the largest value.
    pub(super) fn range(&mut self, schema: &Json) -> Option<Range> {
        let range = Range { min: self.limit(schema, "minimum"), max: self.limit(schema, "maximum") };
        (range.min.is_some() || range.max.is_some()).then_some(range)
    }
}

//! Requests whose results come in pages, or are cut to a period.
//!
//! Where the answer has no list, or a field is not of a type that fits, there is none: the request itself works all
//! the same.

use spectable_pages::ir::{Field, Operation, Type, Window};

use crate::model::paths::{Place, inner, member, walk};
use crate::model::structs::{FieldDef, StructDef};
use crate::model::types::Ty;

/// How results are paged.
pub(crate) struct Paged {
    /// An item of a page.
    pub(crate) item: Ty,
    /// The list of items in the output.
    pub(crate) items: Place,
    pub(crate) number: (Slot, Number),
    pub(crate) size: (Slot, Number),
    /// How many items a page is to have where a request that must say so does not.
    pub(crate) usual_size: Option<u32>,
    /// The field of the output that says how many items there are in all.
    pub(crate) total: Option<(Place, Number)>,
}

/// A parameter that is read or set.
pub(crate) struct Slot {
    pub(crate) ident: String,
    pub(crate) optional: bool,
}

/// As what a number is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    I32,
    I64,
    Text,
}

/// How results are cut to a period.
pub(crate) struct Windowed {
    pub(crate) start: Slot,
    pub(crate) end: Slot,
    /// The period is given in seconds, not in milliseconds.
    pub(crate) seconds: bool,
    pub(crate) walk: Walk,
}

/// How a period is walked through.
#[derive(Debug, PartialEq, Eq)]
pub struct Walk {
    /// The parameter that says in which direction, where there is one.
    pub direction: Option<Direction>,
    /// When an item was.
    pub time: Time,
}

/// A parameter that takes one of two directions.
#[derive(Debug, PartialEq, Eq)]
pub struct Direction {
    /// The request's field.
    pub ident: String,
    /// When the newest item comes first.
    pub newest_first: NewestFirst,
}

/// For which value of a parameter the newest item comes first.
#[derive(Debug, PartialEq, Eq)]
pub enum NewestFirst {
    /// It must be given, and is this word.
    Is(String),
    /// It is set to this word.
    IfSetTo(String),
    /// It is not set to this word.
    UnlessSetTo(String),
}

/// The field of an item that says when it was.
#[derive(Debug, PartialEq, Eq)]
pub struct Time {
    /// The fields from the item to the moment.
    pub place: Vec<String>,
}

impl Number {
    fn of(ty: &Ty) -> Option<Self> {
        match ty {
            Ty::I32 => Some(Self::I32),
            Ty::I64 => Some(Self::I64),
            Ty::Text => Some(Self::Text),
            _ => None,
        }
    }
}

impl Slot {
    fn of(def: &FieldDef<'_>) -> Self {
        Self { ident: def.ident.clone(), optional: def.optional }
    }

    fn number(def: &FieldDef<'_>) -> Option<(Self, Number)> {
        Some((Self::of(def), Number::of(&def.ty)?))
    }

    fn moment(def: &FieldDef<'_>) -> Option<Self> {
        (def.ty == Ty::Timestamp).then(|| Self::of(def))
    }
}

/// An operation's structs, as far as they are decided.
#[derive(Clone, Copy)]
pub(super) struct Halves<'d, 'a> {
    pub(super) operation: &'a Operation,
    pub(super) request: &'d [StructDef<'a>],
    pub(super) output: &'d [StructDef<'a>],
}

impl Halves<'_, '_> {
    /// How results are paged.
    pub(super) fn paged(self) -> Option<Paged> {
        let paging = self.operation.paging.as_ref()?;
        let (request, output) = (self.request.first()?, self.output.first()?);
        let (items, list) = walk(output, paging.items.as_deref()?, self.output)?;
        let Ty::List(item) = &list.ty else { return None };
        let total = paging.total.as_deref().and_then(|path| {
            let (place, total) = walk(output, path, self.output)?;
            Some((place, Number::of(&total.ty)?))
        });
        let size = member(request, &paging.size)?;
        Some(Paged {
            item: (**item).clone(),
            items,
            number: Slot::number(member(request, &paging.number)?)?,
            size: Slot::number(size)?,
            usual_size: size.required.then(|| usual_size(size.field)),
            total,
        })
    }

    /// The number of the last page that may be asked for.
    pub(super) fn last_page(self) -> Option<u32> {
        let number = &self.operation.paging.as_ref()?.number;
        let field = self.operation.request.iter().find(|field| field.name == *number)?;
        u32::try_from(field.range?.max?).ok()
    }

    /// How results are cut to a period.
    pub(super) fn windowed(self, paged: &Paged) -> Option<Windowed> {
        let window = self.operation.window.as_ref()?;
        let request = self.request.first()?;
        let (start, end) = (member(request, &window.start)?, member(request, &window.end)?);
        let unit = start.field.unit.as_deref();
        if end.field.unit.as_deref() != unit {
            return None;
        }
        Some(Windowed {
            start: Slot::moment(start)?,
            end: Slot::moment(end)?,
            seconds: unit == Some("s-epoch"),
            walk: Walk { direction: direction(request), time: self.time(window, &paged.item)? },
        })
    }

    /// When an item was.
    fn time(self, window: &Window, item: &Ty) -> Option<Time> {
        let (place, time) = walk(inner(item, self.output)?, &window.time, self.output)?;
        (time.ty == Ty::Timestamp).then_some(Time { place })
    }
}

/// A size that the API takes: the largest, or what its page shows.
fn usual_size(size: &Field) -> u32 {
    let sound = |size: &i64| (1..=LARGEST_SIZE).contains(size);
    let shown = |text: &Option<String>| text.as_ref().and_then(|text| text.trim().parse().ok()).filter(sound);
    let most = size.range.and_then(|range| range.max).filter(sound);
    let size = most.or_else(|| shown(&size.default)).or_else(|| shown(&size.example)).unwrap_or(10);
    u32::try_from(size).unwrap_or(10)
}

/// Larger pages than this gain nothing, and are more to lose.
const LARGEST_SIZE: i64 = 1000;

/// The parameter that takes one of two directions.
fn direction(request: &StructDef<'_>) -> Option<Direction> {
    request.fields.iter().find_map(|def| {
        let (Ty::Enum(_), Type::Enum(_), [_, _]) = (&def.ty, &def.field.ty, def.values) else { return None };
        let find = |word: &str| def.values.iter().find(|value| value.value.eq_ignore_ascii_case(word));
        let (up, down) = (&find("asc")?.value, &find("desc")?.value);
        let descends = def.field.default.as_ref().is_some_and(|default| default.eq_ignore_ascii_case(down));
        let newest_first = match (!def.optional, descends) {
            (true, _) => NewestFirst::Is(down.clone()),
            (false, false) => NewestFirst::IfSetTo(down.clone()),
            (false, true) => NewestFirst::UnlessSetTo(up.clone()),
        };
        Some(Direction { ident: def.ident.clone(), newest_first })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::surfaces;
    use spectable_pages::ir::{EnumValue, Paging, Vendor};

    /// A list of calls, ordered by a parameter that is required or has a default.
    fn walk(required: bool, default: Option<&str>, words: &[&str]) -> Option<Walk> {
        let field = |name: &str, ty| Field { name: name.to_owned(), ty, ..Field::default() };
        let moment = |name| Field { unit: Some("s-epoch".to_owned()), ..field(name, Type::Long) };
        let order = Field {
            required: Some(required),
            default: default.map(str::to_owned),
            ..field("Order", Type::Enum("Order".to_owned()))
        };
        let calls = Field {
            fields: vec![Field { unit: Some("ms-epoch".to_owned()), ..field("At", Type::Long) }],
            ..field("Calls", Type::List(Box::new(Type::Struct(None))))
        };
        let mut operation = Operation::new(Vendor::Aliyun, "ccc", "2017-07-05", "ListCalls");
        operation.request =
            vec![field("Page", Type::Integer), field("Size", Type::Integer), moment("From"), moment("To"), order];
        operation.response = vec![Field { fields: vec![calls], ..field("Data", Type::Struct(None)) }];
        let word = |word: &&str| EnumValue { value: (*word).to_owned(), code: None, label: None };
        operation.enums.insert("Order".to_owned(), words.iter().map(word).collect());
        operation.paging = Some(Paging {
            number: "Page".to_owned(),
            size: "Size".to_owned(),
            first: 1,
            total: None,
            total_on: None,
            items: Some("Data.Calls".to_owned()),
        });
        let (start, end, time) = ("From".to_owned(), "To".to_owned(), "At".to_owned());
        operation.window = Some(Window { start, end, time });
        surfaces(std::iter::once(&operation)).into_values().next()?.windows
    }

    #[test]
    fn a_direction_is_read_from_the_parameter_and_its_default() {
        let (up, down) = ("Asc".to_owned(), "DESC".to_owned());
        let both = ["Asc", "DESC"];
        let cases = [
            (walk(true, Some("desc"), &both), Some(NewestFirst::Is(down.clone()))),
            (walk(false, None, &both), Some(NewestFirst::IfSetTo(down.clone()))),
            (walk(false, Some("asc"), &both), Some(NewestFirst::IfSetTo(down))),
            (walk(false, Some("desc"), &both), Some(NewestFirst::UnlessSetTo(up))),
            (walk(false, None, &["Asc", "DESC", "Random"]), None),
        ];
        for (walk, newest_first) in cases {
            let walk = walk.expect("all that it takes is there");
            assert_eq!(walk.time, Time { place: vec!["at".to_owned()] });
            let direction = newest_first.map(|newest_first| Direction { ident: "order".to_owned(), newest_first });
            assert_eq!(walk.direction, direction);
        }
    }
}

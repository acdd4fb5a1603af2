//! What can stand in a field: a value that is read, or looked at.

use std::collections::BTreeMap;

use super::budget::ALLOCATION;
use super::doubled;
use super::fault::Segment;
use super::fields::has_member;
use super::json_input::OBJECT;
use super::list::List;
use super::{Fault, Fields, Input};
use crate::any::Any;

/// A field's value, which is filled in place.
pub trait Decode<'de> {
    /// Reads exactly one value; what the input lacks stays as it is.
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), Fault>;

    /// Sets it back to what it was before anything was read: a later value takes its place.
    #[doc(hidden)]
    fn clear(&mut self);

    /// What the value is made of.
    #[doc(hidden)]
    fn shape(&mut self) -> Shape<'_, 'de>;
}

/// A value that stands in an `Option`, a list or a map.
pub trait Item<'de>: Sized {
    /// Reads exactly one value; `None` for null and for what means "no value".
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, Fault>;

    /// Puts what [`item`](Self::item) gives where it belongs.
    #[doc(hidden)]
    #[inline]
    fn fill(place: &mut Option<Self>, input: &mut Input<'de>) -> Result<(), Fault> {
        *place = Self::item(input)?;
        Ok(())
    }

    /// Appends what [`item`](Self::item) gives.
    #[doc(hidden)]
    #[inline]
    fn append(list: &mut Vec<Self>, input: &mut Input<'de>) -> Result<(), Fault> {
        list.extend(Self::item(input)?);
        Ok(())
    }

    /// Whether values of this type have a member of this name; `None` if they have no members at all.
    #[doc(hidden)]
    fn has_member(_: &str) -> Option<bool> {
        None
    }

    /// What the value is made of.
    #[doc(hidden)]
    fn shape(&mut self) -> Shape<'_, 'de>;
}

/// What a value is made of, one level deep.
#[doc(hidden)]
pub enum Shape<'v, 'de> {
    /// There is no value.
    Absent,
    /// Text.
    Text(&'v str),
    /// A whole number.
    Whole(i64),
    /// A whole number without a sign.
    Unsigned(u64),
    /// A number with a fraction.
    Float(f64),
    /// True or false.
    Bool(bool),
    /// An enum's wire value and its code.
    Enum(&'v str, Option<i64>),
    /// A list, with the name of its wrapper on the wire.
    List(Option<&'static str>, &'v mut dyn List<'de>),
    /// A struct.
    Struct(&'v mut dyn Fields<'de>),
    /// A map's members.
    Map(Vec<(&'v str, Shape<'v, 'de>)>),
    /// A value of any type.
    Any(&'v Any),
}

impl<'de, S: Fields<'de>> Decode<'de> for S {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), Fault> {
        input.fields(self)
    }

    fn clear(&mut self) {
        doubled::clear(self);
    }

    fn shape(&mut self) -> Shape<'_, 'de> {
        Shape::Struct(self)
    }
}

impl<'de, D: Decode<'de> + Default> Item<'de> for D {
    fn item(input: &mut Input<'de>) -> Result<Option<Self>, Fault> {
        if input.null()? {
            return Ok(None);
        }
        let mut value = D::default();
        value.decode(input)?;
        Ok(Some(value))
    }

    /// Decodes in place: the value may be large.
    fn append(list: &mut Vec<Self>, input: &mut Input<'de>) -> Result<(), Fault> {
        if input.null()? {
            return Ok(());
        }
        // What stands for a field without members stands for no item.
        if !input.opens_object() && matches!(D::default().shape(), Shape::Struct(_)) {
            return Err(input.fault_in_next(OBJECT));
        }
        if list.capacity() == 0 {
            // Most lists in a record have one item, and it may be large.
            list.reserve_exact(1);
        }
        // Made where it stays.
        list.resize_with(list.len() + 1, D::default);
        list.last_mut().map_or(Ok(()), |value| value.decode(input))
    }

    fn has_member(name: &str) -> Option<bool> {
        has_member(D::default().shape(), name)
    }

    fn shape(&mut self) -> Shape<'_, 'de> {
        Decode::shape(self)
    }
}

impl<'de, T: Item<'de>> Decode<'de> for Option<T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), Fault> {
        T::fill(self, input)
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn shape(&mut self) -> Shape<'_, 'de> {
        self.as_mut().map_or(Shape::Absent, Item::shape)
    }
}

impl<'de, T: Item<'de>> Decode<'de> for BTreeMap<String, T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), Fault> {
        input.map(&mut |name, input| {
            if input.is_watched() {
                input.enter(Segment::Key(name.to_owned()));
            }
            let paid = input.pay(size_of::<(String, T)>() + name.len() + ALLOCATION);
            let item = paid.and_then(|()| T::item(input));
            input.leave();
            match item {
                Ok(Some(item)) => drop(self.insert(name.to_owned(), item)),
                Ok(None) => drop(self.remove(name)),
                Err(fault) => {
                    self.remove(name);
                    return Err(fault.in_key(name));
                }
            }
            Ok(())
        })
    }

    fn clear(&mut self) {
        self.clear();
    }

    fn shape(&mut self) -> Shape<'_, 'de> {
        Shape::Map(self.iter_mut().map(|(name, item)| (name.as_str(), item.shape())).collect())
    }
}

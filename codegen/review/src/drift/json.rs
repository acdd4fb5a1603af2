//! JSON into [`Observed`], value by value as it is read: no document is ever whole in memory.

use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::observed::Observed;

/// Reads objects that follow each other, or lists of them; `end` is called after each object.
pub(super) fn read(source: impl Read, record: &mut Observed, end: &mut dyn FnMut(&mut Observed)) -> Result<(), String> {
    let mut json = serde_json::Deserializer::from_reader(source);
    loop {
        match json.end() {
            Ok(()) => return Ok(()),
            // Something follows: the next document.
            Err(error) if error.is_syntax() => {}
            Err(error) => return Err(error.to_string()),
        }
        Record { into: record, end, listed: false }.deserialize(&mut json).map_err(|error| error.to_string())?;
    }
}

/// A response, or a list of responses.
struct Record<'a> {
    into: &'a mut Observed,
    end: &'a mut dyn FnMut(&mut Observed),
    listed: bool,
}

impl<'de> DeserializeSeed<'de> for Record<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Record<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.listed { "a response, an object" } else { "a response, an object, or a list of them" })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        Value { into: self.into, item: false }.visit_map(map)?;
        (self.end)(self.into);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        if self.listed {
            return Err(A::Error::custom("expected a response, an object; found a list in a list"));
        }
        while list.next_element_seed(Record { into: self.into, end: self.end, listed: true })?.is_some() {}
        Ok(())
    }
}

/// A value, which goes where its name was found.
struct Value<'a> {
    into: &'a mut Observed,
    /// It stands in a list.
    item: bool,
}

impl Value<'_> {
    fn scalar(self, add: impl FnOnce(&mut Observed)) {
        self.into.count += u64::from(!self.item);
        let (empty, before) = (self.into.empty, self.into.scalars.all());
        add(self.into);
        if self.item {
            self.into.empty = empty;
        } else {
            self.into.bare += self.into.scalars.all() - before;
        }
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.scalar(|into| into.boolean(value));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.scalar(|into| into.whole(value.into()));
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.scalar(|into| into.whole(value.into()));
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.scalar(|into| into.float(value));
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.scalar(|into| into.text(value));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.scalar(|into| into.empty += 1);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { into, item } = self;
        into.count += u64::from(!item);
        let mut some = false;
        while list.next_element_seed(Value { into, item: true })?.is_some() {
            some = true;
        }
        match (some, item) {
            (false, _) => into.empty += u64::from(!item),
            (true, false) => into.lists += 1,
            (true, true) => into.nested += 1,
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { into, item } = self;
        into.count += u64::from(!item);
        let mut some = false;
        while let Some(member) = map.next_key_seed(Name(into))? {
            some = true;
            match member.and_then(|at| into.members.get_index_mut(at)) {
                Some((_, member)) => map.next_value_seed(Value { into: member, item: false })?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        match (some, item) {
            (false, true) => {}
            (false, false) => {
                into.empty += 1;
                into.hollow += 1;
            }
            (true, false) => into.objects += 1,
            (true, true) => into.items += 1,
        }
        Ok(())
    }
}

/// A name, looked up without keeping it.
struct Name<'a>(&'a mut Observed);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.member(name))
    }
}

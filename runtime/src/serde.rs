//! `Serialize` and `Deserialize` for the types of this crate that emitted structs hold.

use std::fmt;

use ::serde::de::{Error, MapAccess, SeqAccess, Visitor};
use ::serde::ser::{SerializeMap, SerializeSeq};
use ::serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::any::Any;
use crate::open_enum::OpenEnum;
use crate::timestamp::Timestamp;

/// Completes [`open_enum!`](crate::open_enum).
#[macro_export]
#[doc(hidden)]
macro_rules! __open_enum_serde {
    ($name:ident) => {
        impl $crate::serde::export::Serialize for $name {
            fn serialize<S: $crate::serde::export::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::serde::export::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::export::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::serde::open_enum(deserializer)
            }
        }
    };
}

/// What the macro names.
pub mod export {
    pub use ::serde::{Deserialize, Deserializer, Serialize, Serializer};
}

/// Reads an enum's text, or the number of a documented value.
pub fn open_enum<'de, E: OpenEnum, D: Deserializer<'de>>(deserializer: D) -> Result<E, D::Error> {
    struct Value<E>(std::marker::PhantomData<E>);

    impl<E: OpenEnum> Visitor<'_> for Value<E> {
        type Value = E;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("one of the enum's values")
        }

        fn visit_str<X: Error>(self, text: &str) -> Result<E, X> {
            Ok(E::from_wire(text))
        }

        fn visit_i64<X: Error>(self, code: i64) -> Result<E, X> {
            Ok(E::from_wire(&code.to_string()))
        }

        fn visit_u64<X: Error>(self, code: u64) -> Result<E, X> {
            Ok(E::from_wire(&code.to_string()))
        }
    }

    deserializer.deserialize_any(Value(std::marker::PhantomData))
}

/// Milliseconds since the epoch.
impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.as_millis())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i64::deserialize(deserializer).map(Self::from_millis)
    }
}

/// The JSON value; a whole number beyond 64 bits, or one beyond what `f64` reaches, is text.
impl Serialize for Any {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(digits) => {
                if let Ok(number) = digits.parse::<i64>() {
                    serializer.serialize_i64(number)
                } else if let Ok(number) = digits.parse::<u64>() {
                    serializer.serialize_u64(number)
                } else if let Ok(number) = digits.parse::<f64>()
                    && digits.contains(['.', 'e', 'E'])
                    && number.is_finite()
                {
                    serializer.serialize_f64(number)
                } else {
                    serializer.serialize_str(digits)
                }
            }
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Map(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Tree;

        impl<'de> Visitor<'de> for Tree {
            type Value = Any;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_unit<X: Error>(self) -> Result<Any, X> {
                Ok(Any::Null)
            }

            fn visit_none<X: Error>(self) -> Result<Any, X> {
                Ok(Any::Null)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Any, D::Error> {
                Any::deserialize(deserializer)
            }

            fn visit_bool<X: Error>(self, value: bool) -> Result<Any, X> {
                Ok(Any::Bool(value))
            }

            fn visit_i64<X: Error>(self, number: i64) -> Result<Any, X> {
                Ok(number.into())
            }

            fn visit_u64<X: Error>(self, number: u64) -> Result<Any, X> {
                Ok(Any::Number(number.to_string().into()))
            }

            fn visit_f64<X: Error>(self, number: f64) -> Result<Any, X> {
                // `{:?}` keeps the point, so that it stays a fraction.
                Ok(if number.is_finite() { Any::Number(format!("{number:?}").into()) } else { Any::Null })
            }

            fn visit_str<X: Error>(self, text: &str) -> Result<Any, X> {
                Ok(text.into())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Any, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Any::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Any, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Any::Map(members))
            }
        }

        deserializer.deserialize_any(Tree)
    }
}

#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod token {
    use super::{Deserialize, Deserializer, Error, Serialize, Serializer};
    use crate::paging::Token;

    /// The token's text.
    impl Serialize for Token {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(self)
        }
    }

    impl<'de> Deserialize<'de> for Token {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            std::borrow::Cow::<str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
        }
    }
}

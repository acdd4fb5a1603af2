use std::fmt;

use crate::decode::{Fault, Input};
use crate::encode::{Encode, Value};

/// An enum that keeps values which its page does not list.
///
/// Implemented through [`open_enum!`](crate::open_enum).
pub trait OpenEnum: Clone + fmt::Debug + Send + Sync + 'static {
    /// Every documented value, in the page's order.
    const VALUES: &'static [Self];

    /// The value as on the wire.
    fn as_str(&self) -> &str;

    /// The number that the page gives the value.
    fn code(&self) -> Option<i64> {
        None
    }

    /// The variant for a value that is not documented.
    fn unknown(value: UnknownValue) -> Self;

    /// The variant for a wire value, or for the text of a documented code; never fails.
    fn from_wire(value: &str) -> Self {
        for known in Self::VALUES {
            if known.as_str() == value {
                return known.clone();
            }
        }
        if let Ok(code) = value.parse() {
            for known in Self::VALUES {
                if known.code() == Some(code) {
                    return known.clone();
                }
            }
        }
        Self::unknown(UnknownValue(value.into()))
    }
}

/// A wire value that the page does not list.
///
/// It has no public constructor, so that code cannot name a value this way which a
/// later release of the emitted crate gives a variant of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// The value as on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The error code of an operation whose page documents none: open text.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorCode(UnknownValue);

impl ErrorCode {
    const VALUES: &'static [Self] = &[];

    /// The code as on the wire, such as `Throttling.User`.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    fn open(value: UnknownValue) -> Self {
        Self(value)
    }
}

crate::open_enum!(ErrorCode, open);

impl Input<'_> {
    /// The enum value here; `None` for null, an absent or an empty value.
    pub fn open_enum<E: OpenEnum>(&mut self) -> Result<Option<E>, Fault> {
        if let Some(text) = self.plain_text() {
            return Ok((!text.is_empty()).then(|| E::from_wire(text)));
        }
        let text = self.text("one of the enum's values")?;
        Ok(text.filter(|text| !text.is_empty()).map(|text| E::from_wire(&text)))
    }
}

impl<E: OpenEnum> Encode for E {
    fn encode(&self) -> Value<'_> {
        Value::Text(self.as_str())
    }
}

/// Completes an emitted enum: `open_enum!(ContactType, Unknown)`, or
/// `open_enum!(ContactType, Unknown, code)` where the page numbers the values.
///
/// The enum has inherent `VALUES`, `as_str` (and `code`), and a variant of the given name
/// around an [`UnknownValue`]; it derives `Clone`, `Debug` and `PartialEq`. Implemented are [`OpenEnum`] and with it
/// [`Encode`](crate::Encode), [`Item`](crate::Item), `Eq`, `Hash`, `Display`, `AsRef<str>`, `From<&str>` and
/// `From<String>`; with the feature `serde` also `Serialize` and `Deserialize`, as text. All of it is `#[inline]`: an
/// enum that a program does not use never becomes machine code.
#[macro_export]
macro_rules! open_enum {
    ($name:ident, $unknown:ident $(, $code:ident)?) => {
        impl $crate::OpenEnum for $name {
            const VALUES: &'static [Self] = $name::VALUES;

            #[inline]
            fn as_str(&self) -> &str {
                $name::as_str(self)
            }

            $(#[inline]
            fn $code(&self) -> ::core::option::Option<i64> {
                $name::$code(self)
            })?

            #[inline]
            fn unknown(value: $crate::UnknownValue) -> Self {
                Self::$unknown(value)
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl<'de> $crate::Item<'de> for $name {
            #[inline]
            fn item(
                input: &mut $crate::Input<'de>,
            ) -> ::core::result::Result<::core::option::Option<Self>, $crate::Fault> {
                input.open_enum()
            }

            #[inline]
            fn shape(&mut self) -> $crate::Shape<'_, 'de> {
                $crate::Shape::Enum(self.as_str(), $crate::OpenEnum::code(self))
            }
        }

        $crate::__open_enum_serde!($name);

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                $crate::OpenEnum::from_wire(value)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                $crate::OpenEnum::from_wire(&value)
            }
        }
    };
}

/// The part of [`open_enum!`](crate::open_enum) that depends on a feature of this crate, not of its user's.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum_serde {
    ($name:ident) => {};
}

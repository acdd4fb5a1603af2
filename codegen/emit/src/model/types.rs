//! Types as Rust has them.

/// A type of the emitted crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ty {
    Text,
    I32,
    I64,
    U64,
    F64,
    Bool,
    Any,
    Timestamp,
    /// By its Rust name.
    Enum(String),
    /// By its Rust name, and whether it holds text.
    Struct(String, bool),
    List(Box<Ty>),
    Map(Box<Ty>),
}

impl Ty {
    /// The type that lists end in.
    pub(crate) fn innermost(&self) -> &Self {
        match self {
            Self::List(of) => of.innermost(),
            ty => ty,
        }
    }

    /// Whether a range means something for a value of this type.
    pub(crate) fn counts(&self) -> bool {
        matches!(self.innermost(), Self::I32 | Self::I64 | Self::F64)
    }

    /// The enum that it ends in.
    pub(crate) fn enum_name(&self) -> Option<&str> {
        match self {
            Self::Enum(name) => Some(name),
            Self::List(of) | Self::Map(of) => of.enum_name(),
            _ => None,
        }
    }

    /// The struct that it ends in.
    pub(crate) fn struct_name(&self) -> Option<&str> {
        match self {
            Self::Struct(name, _) => Some(name),
            Self::List(of) | Self::Map(of) => of.struct_name(),
            _ => None,
        }
    }
}

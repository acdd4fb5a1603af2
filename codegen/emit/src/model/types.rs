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
    /// A moment; the wire counts from the epoch.
    Timestamp,
    /// A number that says what it counts.
    Count(Unit, Box<Ty>),
    /// Text that is a moment.
    DateTime,
    /// Text that is a day.
    Date,
    /// By its Rust name.
    Enum(String),
    /// By its Rust name, and whether it holds text.
    Struct(String, bool),
    List(Box<Ty>),
    Map(Box<Ty>),
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Seconds,
    Millis,
}

impl Unit {
    /// The type of such a number.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Seconds => "Seconds",
            Self::Millis => "Millis",
        }
    }
}

impl Ty {
    /// Of a number or text, given its unit.
    pub(crate) fn with_unit(self, unit: Option<&str>) -> Self {
        let whole = matches!(self, Self::I32 | Self::I64 | Self::U64);
        match (unit, &self) {
            (Some("ms-epoch" | "s-epoch"), _) if whole => Self::Timestamp,
            (Some("s"), _) if whole || self == Self::F64 => Self::Count(Unit::Seconds, Box::new(self)),
            (Some("ms"), _) if whole || self == Self::F64 => Self::Count(Unit::Millis, Box::new(self)),
            (Some("iso8601"), Self::Text) => Self::DateTime,
            (Some("date"), Self::Text) => Self::Date,
            _ => self,
        }
    }

    /// Whether it holds text as the reader of a response chooses.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::DateTime | Self::Date)
    }

    /// The type that lists end in.
    pub(crate) fn innermost(&self) -> &Self {
        match self {
            Self::List(of) => of.innermost(),
            ty => ty,
        }
    }

    /// Whether a range means something for a value of this type.
    pub(crate) fn counts(&self) -> bool {
        match self.innermost() {
            Self::Count(_, number) => number.counts(),
            ty => matches!(ty, Self::I32 | Self::I64 | Self::F64),
        }
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

use std::fmt;

use crate::encode::Value;
use crate::parameter::{Encoding, Parameter};

/// Parameters that the page does not allow. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidRequest {
    action: &'static str,
    violations: Vec<Violation>,
}

impl InvalidRequest {
    /// An error with every violation among `parameters`, if there is any.
    pub(crate) fn check(action: &'static str, parameters: &[Parameter<'_>]) -> Result<(), Self> {
        let mut violations = Vec::new();
        for parameter in parameters {
            parameter.check(Path::Name(parameter.name), &mut violations);
        }
        if violations.is_empty() { Ok(()) } else { Err(Self { action, violations }) }
    }

    /// Pages without items.
    #[cfg(any(feature = "reqwest", feature = "ureq"))]
    pub(crate) fn no_items(action: &'static str, size: &str) -> Self {
        let kind = ViolationKind::OutOfRange { value: "0".to_owned(), min: Some(1), max: None };
        Self { action, violations: vec![Violation { parameter: size.to_owned(), kind }] }
    }

    /// The operation's action.
    pub fn action(&self) -> &'static str {
        self.action
    }

    /// Every violation, in the order of the parameters.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.action)?;
        for (index, violation) in self.violations.iter().enumerate() {
            let separator = if index > 0 { "; " } else { "" };
            write!(f, "{separator}{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for InvalidRequest {}

/// One parameter that the page does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The wire name, with the path to a nested value: `Tag.1.Key`.
    pub parameter: String,
    /// What is wrong.
    pub kind: ViolationKind,
}

/// What is wrong with a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ViolationKind {
    /// It is required, and absent or empty.
    Missing,
    /// A number is outside of the inclusive bounds.
    OutOfRange {
        /// The number.
        value: String,
        /// The smallest number allowed.
        min: Option<i64>,
        /// The largest number allowed.
        max: Option<i64>,
    },
    /// A list is too long.
    TooManyItems {
        /// How many items it has.
        items: usize,
        /// How many it may have.
        max: usize,
    },
    /// An item of a list that is joined with commas has one itself, so it would be read as two.
    CommaInItem {
        /// The item.
        item: String,
    },
    /// A number is infinite or not a number.
    NotFinite,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.parameter;
        match &self.kind {
            ViolationKind::Missing => write!(f, "{name} is required"),
            ViolationKind::OutOfRange { value, min, max } => {
                write!(f, "{name} is {value}, allowed is ")?;
                if let Some(min) = min {
                    write!(f, "{min}")?;
                }
                f.write_str("..")?;
                if let Some(max) = max {
                    write!(f, "={max}")?;
                }
                Ok(())
            }
            ViolationKind::TooManyItems { items, max } => {
                write!(f, "{name} has {items} items, at most {max} are allowed")
            }
            ViolationKind::CommaInItem { item } => {
                write!(f, "{name} is `{item}`, which a list joined with commas cannot hold")
            }
            ViolationKind::NotFinite => write!(f, "{name} is not a finite number"),
        }
    }
}

/// Where a value stands; made into text for a violation only.
#[derive(Clone, Copy)]
enum Path<'a> {
    Name(&'a str),
    /// An item of a list, counted from 1.
    Item(&'a Path<'a>, usize),
    Member(&'a Path<'a>, &'a str),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Item(list, number) => write!(f, "{list}.{number}"),
            Self::Member(of, name) => write!(f, "{of}.{name}"),
        }
    }
}

impl Violation {
    fn new(path: Path<'_>, kind: ViolationKind) -> Self {
        Self { parameter: path.to_string(), kind }
    }
}

impl Parameter<'_> {
    fn check(&self, path: Path<'_>, out: &mut Vec<Violation>) {
        let value = self.value();
        if self.required && value.is_empty() {
            out.push(Violation::new(path, ViolationKind::Missing));
        }
        if let (Value::List(items), Some(max)) = (&value, self.max_items)
            && items.count() > max
        {
            out.push(Violation::new(path, ViolationKind::TooManyItems { items: items.count(), max }));
        }
        self.check_value(&value, path, out);
    }

    fn check_value(&self, value: &Value<'_>, path: Path<'_>, out: &mut Vec<Violation>) {
        match value {
            Value::Integer(number) => {
                let low = self.min.is_some_and(|min| *number < min);
                let high = self.max.is_some_and(|max| *number > max);
                self.check_range(low || high, number, path, out);
            }
            Value::Unsigned(number) => {
                let low = self.min.is_some_and(|min| i128::from(*number) < i128::from(min));
                let high = self.max.is_some_and(|max| i128::from(*number) > i128::from(max));
                self.check_range(low || high, number, path, out);
            }
            Value::Float(number) => {
                if !number.is_finite() {
                    out.push(Violation::new(path, ViolationKind::NotFinite));
                }
                #[allow(clippy::cast_precision_loss, reason = "pages' bounds are small")]
                let (low, high) = (
                    self.min.is_some_and(|min| *number < min as f64),
                    self.max.is_some_and(|max| *number > max as f64),
                );
                self.check_range(low || high, number, path, out);
            }
            Value::List(items) => {
                items.numbered(|number, item| {
                    let path = Path::Item(&path, number);
                    if self.encoding == Encoding::Comma
                        && let Some(text) = item.scalar_text(self.form.seconds)
                        && text.contains(',')
                    {
                        out.push(Violation::new(path, ViolationKind::CommaInItem { item: text.into_owned() }));
                    }
                    self.check_value(item, path, out);
                });
            }
            Value::Map(members) => {
                members.each(&mut |key, member| self.check_value(member, Path::Member(&path, key), out));
            }
            Value::Struct(members) => {
                for member in members {
                    member.check(Path::Member(&path, member.name), out);
                }
            }
            _ => {}
        }
    }

    fn check_range(&self, outside: bool, value: &dyn fmt::Display, path: Path<'_>, out: &mut Vec<Violation>) {
        if outside {
            let kind = ViolationKind::OutOfRange { value: value.to_string(), min: self.min, max: self.max };
            out.push(Violation::new(path, kind));
        }
    }
}

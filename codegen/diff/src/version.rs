//! The next version, by the rules of SemVer as Cargo reads them.

use std::fmt;
use std::str::FromStr;

use crate::Class;

/// A released version: three numbers. Before 1.0, the first one that is not zero is the one that may break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The first number.
    pub major: u64,
    /// The second.
    pub minor: u64,
    /// The third.
    pub patch: u64,
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no version; expected three numbers, such as 0.1.0");
        let mut numbers = text.trim().split('.').map(|part| {
            let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse().ok().filter(|_| digits)
        });
        let mut number = || numbers.next().flatten().ok_or_else(wrong);
        let version = Self { major: number()?, minor: number()?, patch: number()? };
        if numbers.next().is_some() { Err(wrong()) } else { Ok(version) }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// The version after `released`, given the worst class among the changes.
pub fn next(released: &Version, worst: Option<Class>) -> Version {
    let Version { major, minor, patch } = *released;
    let up = |number: u64| number.saturating_add(1);
    match (worst, major, minor) {
        (None, ..) => *released,
        (Some(Class::Breaking), 0, 0) => Version { major, minor, patch: up(patch) },
        // Before 1.0 the second number breaks, and additions count with repairs.
        (Some(Class::Breaking), 0, _) | (Some(Class::Additive), 1.., _) => {
            Version { major, minor: up(minor), patch: 0 }
        }
        (Some(Class::Breaking), ..) => Version { major: up(major), minor: 0, patch: 0 },
        (Some(Class::Additive | Class::Documentation), ..) => Version { major, minor, patch: up(patch) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_that_is_not_zero_may_break() {
        let cases = [
            ("0.1.0", "0.2.0", "0.1.1", "0.1.1"),
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("0.9.7", "0.10.0", "0.9.8", "0.9.8"),
            ("1.2.3", "2.0.0", "1.3.0", "1.2.4"),
        ];
        for (released, breaking, additive, documentation) in cases {
            let released: Version = released.parse().unwrap();
            assert_eq!(next(&released, None), released);
            assert_eq!(next(&released, Some(Class::Breaking)).to_string(), breaking);
            assert_eq!(next(&released, Some(Class::Additive)).to_string(), additive);
            assert_eq!(next(&released, Some(Class::Documentation)).to_string(), documentation);
        }
    }

    #[test]
    fn three_numbers_are_a_version() {
        for text in ["", "1", "1.2", "1.2.3.4", "1.2.x", "+1.2.3", "1.2.3-beta", "1..2"] {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
    }
}

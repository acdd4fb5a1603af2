//! One record of a call for every vendor.

mod source;

use std::time::Duration;

use crate::timestamp::Timestamp;

#[doc(hidden)]
pub use source::{Source, duration, each, moment, parties, party, recording, text, word};

/// A call in common terms, with the vendor's own record behind it.
///
/// What a vendor does not say is `None` or empty. Each emitted record type whose mapping is known turns into it
/// with [`From`]; the generated crate's `call_record` says which wire field feeds which.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct CallRecord<R> {
    /// The vendor's id of the call.
    pub id: Option<String>,
    /// When it started.
    #[cfg_attr(feature = "serde", serde(with = "moment"))]
    pub start: Option<Timestamp>,
    /// How long it took.
    #[cfg_attr(feature = "serde", serde(with = "seconds"))]
    pub duration: Option<Duration>,
    /// The number that called.
    pub caller: Option<String>,
    /// The number that was called.
    pub callee: Option<String>,
    /// Who called whom, seen from the call center.
    pub direction: Option<Direction>,
    /// How it ended.
    pub disposition: Option<Disposition>,
    /// Who served it, in the vendor's order.
    pub agents: Vec<Party>,
    /// The groups of agents that it went through.
    pub skill_groups: Vec<Party>,
    /// What was recorded of it.
    pub recordings: Vec<Recording>,
    /// The vendor's own record.
    pub record: R,
}

impl<R> CallRecord<R> {
    /// A record of which nothing is known but the vendor's own.
    pub fn new(record: R) -> Self {
        Self {
            id: None,
            start: None,
            duration: None,
            caller: None,
            callee: None,
            direction: None,
            disposition: None,
            agents: Vec::new(),
            skill_groups: Vec::new(),
            recordings: Vec::new(),
            record,
        }
    }
}

/// Who called whom, seen from the call center.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Direction {
    /// A customer called.
    Inbound,
    /// The call center called.
    Outbound,
    /// Agents among themselves.
    Internal,
    /// A value of the vendor's that no mapping knows.
    #[cfg_attr(feature = "serde", serde(untagged))]
    Other(String),
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Disposition {
    /// People talked.
    Answered,
    /// The caller gave up in a menu, in a queue or while it rang.
    Abandoned,
    /// Nobody took it.
    Unanswered,
    /// The line was busy.
    Busy,
    /// It was refused.
    Rejected,
    /// The queue was full, or took too long.
    Overflowed,
    /// It went to a voice mailbox.
    Voicemail,
    /// It went on to a number outside.
    Transferred,
    /// A fault ended it.
    Failed,
    /// A value of the vendor's that no mapping knows.
    #[cfg_attr(feature = "serde", serde(untagged))]
    Other(String),
}

macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        impl $name {
            /// In one word; the vendor's own where no mapping knows it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Other(word) => word,
                }
            }
        }
    };
}

words!(Direction { Inbound = "inbound", Outbound = "outbound", Internal = "internal" });
words!(Disposition {
    Answered = "answered",
    Abandoned = "abandoned",
    Unanswered = "unanswered",
    Busy = "busy",
    Rejected = "rejected",
    Overflowed = "overflowed",
    Voicemail = "voicemail",
    Transferred = "transferred",
    Failed = "failed",
});

/// An agent or a skill group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Party {
    /// The vendor's id.
    pub id: Option<String>,
    /// The name that people gave.
    pub name: Option<String>,
}

/// A recording of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Recording {
    /// The file's name or its URL, as the vendor says.
    pub file: String,
    /// How long it is.
    #[cfg_attr(feature = "serde", serde(with = "seconds"))]
    pub duration: Option<Duration>,
}

#[cfg(feature = "serde")]
mod moment {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::timestamp::Timestamp;

    #[allow(clippy::ref_option, reason = "serde calls it so")]
    pub(super) fn serialize<S: Serializer>(time: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
        time.map(Timestamp::as_millis).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        Ok(Option::deserialize(deserializer)?.map(Timestamp::from_millis))
    }
}

#[cfg(feature = "serde")]
mod seconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[allow(clippy::ref_option, reason = "serde calls it so")]
    pub(super) fn serialize<S: Serializer>(time: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
        time.map(|time| time.as_secs_f64()).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
        let seconds: Option<f64> = Option::deserialize(deserializer)?;
        seconds.map(Duration::try_from_secs_f64).transpose().map_err(serde::de::Error::custom)
    }
}

//! How the records of an operation become a common one; only overrides say it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How the records of an operation become a common one. Paths are dotted and start at the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallRecord {
    /// The path of the records in the response, a struct or a list of them.
    pub of: String,
    /// The call's id.
    pub id: String,
    /// When it started; a number whose `unit` is `ms-epoch` or `s-epoch`.
    pub start: String,
    /// How long it took; its `unit` is `s` or `ms`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
    /// The number that called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    /// The number that was called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callee: Option<String>,
    /// Who called whom, seen from the call center.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Words<Direction>>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disposition: Option<Words<Disposition>>,
    /// Who served it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agents: Option<Parties>,
    /// The groups of agents that it went through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skill_groups: Option<Parties>,
    /// What was recorded of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recordings: Option<Recordings>,
}

/// A field whose values stand for common words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words<W: Ord> {
    /// The field.
    pub field: String,
    /// The common word, and the values that stand for it.
    pub values: BTreeMap<W, Vec<String>>,
}

/// Who called whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// A customer called.
    Inbound,
    /// The call center called.
    Outbound,
    /// Agents among themselves.
    Internal,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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
}

/// Agents or skill groups: each item of a list, or texts of the record that may join several with commas.
/// A path without `list` may go through one: `Agents.AgentId` is that of each agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parties {
    /// The list; the paths beside it then start at its items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// The id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Recordings: each item of a list, or the one that the record itself describes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recordings {
    /// The list; the paths beside it then start at its items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// Its file's name or URL.
    pub file: String,
    /// How long it is; its `unit` is `s` or `ms`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
}

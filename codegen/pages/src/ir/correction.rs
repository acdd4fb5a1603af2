//! A reviewed correction to a page, as an entry of a file of overrides.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CallRecord, Encoding, EnumValue, ErrorCode, Field, Paging, Position, Range, Type, Window};

/// One correction. What is absent stays as the page has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// The action that it is about.
    pub operation: String,
    /// `request/Name` or `response/Outer/Inner`; absent for facts about the whole operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The type, as one phrase.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub ty: Option<Type>,
    /// Whether a request must carry it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// The list's wrapper on the wire; empty for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrapper: Option<String>,
    /// What each item's element is called in XML, where the list has no wrapper in JSON; empty for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// How a list is put into one value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// Where a REST-style request carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// The smallest and largest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// How many items a list may have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// What the service assumes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// What a number counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Whether it should no longer be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<bool>,
    /// The description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The values of the field's enum, in place of the page's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<EnumValue>>,
    /// More values of the field's enum, beside the page's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add_values: Option<Vec<EnumValue>>,
    /// The name on the wire, where the page spells it wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rename: Option<String>,
    /// The path of the parent below which the field belongs; `response` for the root.
    #[serde(default, rename = "move", skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The place that was guessed is right; of `response`, and of a field without rows for its
    /// members: what samples show is all there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<bool>,
    /// The field does not exist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remove: Option<bool>,
    /// Members that the page does not list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add: Option<Vec<Field>>,
    /// How the operation pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
    /// How the operation is asked for a period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    /// Which fields of its records mean the same with every vendor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_record: Option<CallRecord>,
    /// What things mean in one line of English each: `operation`, paths such as `request/PageSize`, values such as
    /// `ContactType/Inbound`, and `errors/CODE`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub english: BTreeMap<String, String>,
    /// Calls a second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<u32>,
    /// The longest period of one call, in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_days: Option<u32>,
    /// Error codes that the page does not list, or lists with another status or message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<ErrorCode>>,
    /// Error codes that the page lists, and that do not exist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remove_errors: Option<Vec<String>>,
    /// Why the page is wrong, for whoever reads the diff.
    pub why: String,
}

//! The schema of one operation, rebuilt from its page: plain data, no behaviour.
//!
//! This is what people review. It is written as one YAML file an operation and
//! read back without loss; [`crate::yaml`] holds the spelling.

mod call_record;
mod correction;

pub use call_record::{CallRecord, Direction, Disposition, Parties, Recordings, Words};
pub use correction::Override;

use std::collections::BTreeMap;
use std::fmt;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::source::Span;

/// Which operation a page is about, as the page spells it; its path fills in what it leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The publisher.
    pub vendor: Vendor,
    /// The product's code.
    pub product: String,
    /// The API version.
    pub version: String,
    /// The action.
    pub action: String,
}

/// One API call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// The action as the wire spells it, such as `ListCallDetailRecords`.
    #[serde(rename = "operation")]
    pub name: String,
    /// Who publishes the API.
    pub vendor: Vendor,
    /// The product's code in lower case, such as `ccc`.
    pub product: String,
    /// The API version, a date such as `2017-07-05`.
    pub version: String,
    /// How calls are made.
    pub protocol: Protocol,
    /// Method and path template where they are not `POST /`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http: Option<Http>,
    /// Calls a second that the vendor allows by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<u32>,
    /// The longest period that one call may ask for, in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_days: Option<u32>,
    /// The page says that the operation should no longer be used.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// The page's title where it is more than the action.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What the page says of the operation, as plain Markdown paragraphs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What it does and what its enums' values and its errors mean, in lines of English that are not the page's: under
    /// `operation`, `ContactType/Inbound`, `errors/Parameter.Format`. That of a field stands at the field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub english: BTreeMap<String, String>,
    /// The operation's own parameters, in the page's order.
    #[serde(default)]
    pub request: Vec<Field>,
    /// The fields of a successful response, in the page's order.
    #[serde(default)]
    pub response: Vec<Field>,
    /// Every enum that a field here names.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub enums: IndexMap<String, Vec<EnumValue>>,
    /// Which fields page through the results.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
    /// Which fields cut the results to a period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    /// Which fields of its records mean the same with every vendor; only overrides say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_record: Option<CallRecord>,
    /// The operation's documented error codes.
    #[serde(default)]
    pub errors: Vec<ErrorCode>,
    /// How many samples of its answers became tests.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub samples: usize,
}

impl Operation {
    /// An operation of which nothing is known but what it is called.
    pub fn new(vendor: Vendor, product: &str, version: &str, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            vendor,
            product: product.to_owned(),
            version: version.to_owned(),
            protocol: match vendor {
                Vendor::Aliyun => Protocol::AliyunRpc,
                Vendor::Tencent => Protocol::Tencent,
            },
            http: None,
            rate_limit: None,
            max_days: None,
            deprecated: false,
            title: String::new(),
            description: String::new(),
            english: BTreeMap::new(),
            request: Vec::new(),
            response: Vec::new(),
            enums: IndexMap::new(),
            paging: None,
            window: None,
            call_record: None,
            errors: Vec::new(),
            samples: 0,
        }
    }

    /// The vendor's own page of it, where people read and try it.
    pub fn url(&self) -> String {
        let Self { vendor, product, version, name, protocol, .. } = self;
        // What is known of how the vendor writes it: `CCC` and `NAS`, `Ecs` and `Cms`.
        let word = |product: &str| match product.split_at_checked(1) {
            Some((first, rest)) if !["ccc", "nas"].contains(&product) => first.to_uppercase() + rest,
            _ => product.to_uppercase(),
        };
        match vendor {
            Vendor::Aliyun => {
                let style = if *protocol == Protocol::AliyunRoa { "ROA" } else { "RPC" };
                format!("https://api.aliyun.com/#product={}&api={name}&type={style}&version={version}", word(product))
            }
            Vendor::Tencent => {
                format!(
                    "https://console.cloud.tencent.com/api/explorer?Product={product}&Version={version}&Action={name}"
                )
            }
        }
    }

    /// The API to which it belongs: `aliyun/ccc/2017-07-05`.
    pub fn api(&self) -> String {
        format!("{}/{}/{}", self.vendor.as_str(), self.product, self.version)
    }

    /// Its name among all operations: `aliyun/ccc/2017-07-05/ListCallDetailRecords`.
    pub fn full_name(&self) -> String {
        format!("{}/{}", self.api(), self.name)
    }
}

/// A publisher of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vendor {
    /// Alibaba Cloud.
    Aliyun,
    /// Tencent Cloud.
    Tencent,
}

impl Vendor {
    /// `aliyun` or `tencent`: the vendor's folder, module and feature.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aliyun => "aliyun",
            Self::Tencent => "tencent",
        }
    }
}

/// How a call is put on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// Alibaba Cloud: every parameter in the query or a form.
    AliyunRpc,
    /// Alibaba Cloud: a path for each operation, parameters in path, query, header or body.
    AliyunRoa,
    /// Tencent Cloud API 3.0: a JSON body.
    Tencent,
}

/// Method and path of a REST-style operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub method: String,
    /// The path; `{Name}` stands for a parameter.
    pub path: String,
}

/// A request parameter or a response field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    /// The type; a struct's members are in `fields`.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether a request must carry it; `None` where the page does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// Where a REST-style request carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// The extra object around a list on the wire: its only member's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrapper: Option<String>,
    /// What each item's element is called in XML, where a list has no wrapper in JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// How a list is put into one value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// The values of its enum are numbers on the wire.
    #[serde(default, skip_serializing_if = "is_false")]
    pub number: bool,
    /// The smallest and largest value allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// How many items a list may have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// What the service assumes where the parameter is absent, as on the wire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// What a number counts, or how a text writes a time: see DESIGN "inspect contract".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The page says that it should no longer be used.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// The page's example value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// Why the field stands where it stands.
    #[serde(default, skip_serializing_if = "Evidence::is_certain")]
    pub evidence: Evidence,
    /// How probable it is that it stands there.
    #[serde(skip)]
    pub sure: Probability,
    /// The other places that fit, as paths of their parents, where `evidence` is a guess.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<String>,
    /// No row of the page names it: it was seen in a sample only.
    #[serde(default, skip_serializing_if = "is_false")]
    pub from_sample: bool,
    /// What the page says of it, as plain Markdown paragraphs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What it means, in one line of English that is not the page's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub english: String,
    /// The members of the struct in which the type ends.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// Where the row starts; not written, since every edit of a page would move it.
    #[serde(skip)]
    pub span: Span,
}

impl Field {
    /// How many fields there are, those below them included.
    pub fn count(fields: &[Self]) -> usize {
        fields.iter().map(|field| 1 + Self::count(&field.fields)).sum()
    }

    /// Whether it is a text that holds a number, by its unit and its example: answers are read so.
    pub fn is_number_in_text(&self) -> bool {
        let counts = matches!(self.unit.as_deref(), Some("s" | "ms" | "s-epoch" | "ms-epoch"));
        let digits = |text: &String| text.parse::<i64>().is_ok();
        self.ty == Type::String && counts && self.example.as_ref().is_none_or(digits)
    }

    /// The name of the struct around it that its items are again: it holds such items, and has no members of its own.
    pub fn again(&self) -> Option<&str> {
        match (&self.ty, self.ty.innermost()) {
            (Type::List(_) | Type::Map(_), Type::Struct(Some(name))) if self.fields.is_empty() => Some(name),
            _ => None,
        }
    }

    /// Whether it is a struct of this name with members, or holds such.
    pub fn defines(&self, name: &str) -> bool {
        !self.fields.is_empty() && matches!(self.ty.innermost(), Type::Struct(Some(own)) if own == name)
    }
}

/// The type of a value. Written as one phrase: `long`, `list<enum ContactType>`, `list<CallDetailRecord>`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Type {
    /// Text.
    #[default]
    String,
    /// A whole number of 32 bits (Alibaba Cloud `Integer`).
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// A whole number of 64 bits without a sign.
    Unsigned,
    /// A number with a fraction.
    Float,
    /// True or false.
    Boolean,
    /// The page does not say, or values of several types were seen.
    Any,
    /// One of the values in the operation's `enums` under this name.
    Enum(String),
    /// Members in `Field::fields`; the name where the page gives one (`Array of Recording`). A list of these without
    /// members, inside of a struct of that name, holds the same again: see [`Field::again`].
    Struct(Option<String>),
    /// Several of the same type.
    List(Box<Type>),
    /// Text keys that are data, with values of one type.
    Map(Box<Type>),
}

impl Type {
    /// What a list or a map holds in the end; the type itself where it is neither.
    pub fn innermost(&self) -> &Self {
        match self {
            Self::List(of) | Self::Map(of) => of.innermost(),
            _ => self,
        }
    }

    /// See [`Type::innermost`].
    pub fn innermost_mut(&mut self) -> &mut Self {
        match self {
            Self::List(of) | Self::Map(of) => of.innermost_mut(),
            _ => self,
        }
    }
}

/// Why a row was placed where it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// A sample shows it there, or the table is not nested.
    #[default]
    Example,
    /// No sample shows it, but only one place fits.
    Order,
    /// Several places fit.
    Guess,
}

impl Evidence {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it by reference")]
    fn is_certain(&self) -> bool {
        *self != Self::Guess
    }
}

/// A probability, in ten-thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Probability(u16);

impl Probability {
    /// Of what is certain.
    pub const CERTAIN: Self = Self(10_000);

    /// From a number between 0 and 1.
    pub fn new(p: f32) -> Self {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and 10,000")]
        Self((p.clamp(0.0, 1.0) * 10_000.0).round() as u16)
    }

    /// Between 0 and 1.
    pub fn get(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }
}

impl Default for Probability {
    fn default() -> Self {
        Self::CERTAIN
    }
}

impl fmt::Display for Probability {
    /// `97 %`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.0 / 100)
    }
}

/// Where a REST-style request carries a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Position {
    /// In the query string.
    Query,
    /// In the path template.
    Path,
    /// In the body, form or JSON.
    Body,
    /// As a header.
    Header,
}

/// How several values are sent as one parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// `a,b`
    Comma,
    /// JSON text: `["a","b"]`
    Json,
    /// `Name.1=a&Name.2=b`
    Repeat,
}

/// An inclusive range; written `1..=100`, `..=100` or `1..`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The smallest value allowed.
    pub min: Option<i64>,
    /// The largest value allowed.
    pub max: Option<i64>,
}

/// One documented value of an enum.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnumValue {
    /// As on the wire.
    pub value: String,
    /// The number that the page puts beside it.
    #[serde(default)]
    pub code: Option<i64>,
    /// What it means.
    #[serde(default)]
    pub label: Option<String>,
}

/// The fields through which results are paged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// The request parameter that counts pages.
    pub number: String,
    /// The request parameter that says how many items a page has.
    pub size: String,
    /// The number of the first page, 0 or 1.
    pub first: u32,
    /// The path of the response field that says how many items there are in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// Set where the total is only filled in on the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_on: Option<TotalOn>,
    /// The path of the list that is paged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
}

/// The fields through which a period is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// The request parameter that says where the period starts.
    pub start: String,
    /// The request parameter that says where it ends.
    pub end: String,
    /// The field that is compared with them, as a path within an item of the paged list.
    pub time: String,
}

/// On which pages the total is filled in, where not on all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TotalOn {
    /// Only on the first; 0 on others.
    #[serde(rename = "first page")]
    FirstPage,
}

/// One documented error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// As on the wire, such as `Parameter.Format`.
    pub code: String,
    /// The HTTP status where the page says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The message on the wire; `%s` stands for a detail.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// What the page says of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
}

/// The field at a dotted path.
pub fn at_path<'a>(fields: &'a [Field], path: &str) -> Option<&'a Field> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let field = fields.iter().find(|field| field.name == first)?;
    rest.map_or(Some(field), |rest| at_path(&field.fields, rest))
}

/// As [`at_path`], to be changed.
pub(crate) fn at_path_mut<'a>(fields: &'a mut [Field], path: &str) -> Option<&'a mut Field> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let field = fields.iter_mut().find(|field| field.name == first)?;
    match rest {
        Some(rest) => at_path_mut(&mut field.fields, rest),
        None => Some(field),
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it by reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it by reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

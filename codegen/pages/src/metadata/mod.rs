//! The machine-readable schemas that vendors publish beside their pages: Alibaba Cloud's `api-docs.json` (a product's
//! version) and `api.json` (one operation), Tencent Cloud's `api.json`.
//!
//! A schema is a witness beside a page, and the facts of one operation can be a page of their own. What a schema leaves
//! open stays open: see [`Silent`].

mod aliyun;
mod build;
mod facts;
mod json;
mod tencent;

pub(crate) use facts::{ANSWERS, FENCE};

use std::collections::{BTreeMap, BTreeSet};

use json::{Json, JsonValue};

use crate::ir::{Operation, Vendor};
use crate::source::Span;

/// A schema that was opened.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Whose it is.
    pub vendor: Vendor,
    /// The product's code as the schema spells it.
    pub product: Option<String>,
    /// The API version.
    pub version: Option<String>,
    root: Json,
    /// An `api.json` of Alibaba Cloud, which does not say what it is called.
    alone: bool,
}

/// Why a text is no schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where that shows.
    pub place: Span,
    /// What is wrong, and what was expected.
    pub what: String,
}

/// What a schema says of an operation. Places are those in the schema's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Described {
    /// The schema of the operation as far as it is told.
    pub operation: Operation,
    /// What is not told.
    pub silent: Silent,
    /// The paths of what is there and switched off: pages do not have it.
    pub disabled: BTreeMap<String, Span>,
    /// What was read over: keys that are not known, references that lead nowhere; each kind once.
    pub remarks: Vec<(Span, String)>,
}

/// What a schema does not tell, where an operation can't say that itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a part of its own")]
pub struct Silent {
    /// What is answered: some copies have parameters only.
    pub response: bool,
    /// Which errors there are.
    pub errors: bool,
    /// The wrappers of lists: some copies leave `itemName` out everywhere.
    pub wrappers: bool,
    /// The paths of whole numbers of which it does not tell how wide they are.
    pub widths: BTreeSet<String>,
}

/// Opens a schema that starts at byte `base` of its file.
pub fn open(text: &str, base: usize) -> Result<Schema, Refused> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let root = json::read(text, base)?;
    let refuse = |what: &str| {
        Err(Refused {
            place: Span::new(base, base),
            what: format!(
                "{what}; expected a schema as Alibaba Cloud (`apis`, or one API with `parameters`) or Tencent Cloud \
                 (`actions` and `objects`) publishes it"
            ),
        })
    };
    let has = |name: &str| root.get(name).is_some();
    if !matches!(root.value, JsonValue::Object(_)) {
        return refuse("this JSON is no object");
    }
    if has("openapi") || has("swagger") {
        let version = root.get("openapi").or_else(|| root.get("swagger")).and_then(Json::scalar).unwrap_or_default();
        let version: String = version.chars().take(20).collect();
        return refuse(&format!("this is an OpenAPI document ({version}), which is another form"));
    }
    let (vendor, product, version, alone) = if has("actions") && has("objects") {
        let metadata = root.get("metadata");
        let of = |name: &str| metadata.and_then(|metadata| metadata.text_of(name)).map(str::to_owned);
        (Vendor::Tencent, of("serviceShortName"), of("apiVersion"), false)
    } else if has("apis") || has("parameters") && (has("methods") || has("responses")) {
        let info = root.get("info");
        let of = |name: &str| info.and_then(|info| info.text_of(name)).map(str::to_owned);
        (Vendor::Aliyun, of("product"), of("version"), !has("apis"))
    } else {
        return refuse("this JSON is no schema of an API");
    };
    Ok(Schema { vendor, product, version, root, alone })
}

impl Schema {
    /// The operations in it, in its order; none where it is one whose name it does not tell.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        let key = if self.vendor == Vendor::Tencent { "actions" } else { "apis" };
        self.root.get(key).into_iter().flat_map(Json::members).map(|(name, _)| name.as_str())
    }

    /// Whether it is one operation that does not tell its name.
    pub fn is_alone(&self) -> bool {
        self.alone
    }

    /// What it says of an operation; `product` and `version` are for one that does not tell them.
    pub fn describe(&self, product: &str, version: &str, action: &str) -> Option<Described> {
        let operation = Operation::new(self.vendor, &product.to_lowercase(), version, action);
        Some(match self.vendor {
            Vendor::Aliyun => aliyun::describe(self, self.api(action)?, operation),
            Vendor::Tencent => tencent::describe(&self.root, self.api(action)?, operation),
        })
    }

    /// The facts of an operation as a page: a fence with its part of the schema, without prose unless asked for.
    pub fn page(&self, product: &str, version: &str, action: &str, descriptions: bool) -> Option<String> {
        Some(facts::page(self, self.api(action)?, [product, version, action], descriptions))
    }

    fn api(&self, action: &str) -> Option<&Json> {
        match self.vendor {
            _ if self.alone => Some(&self.root),
            Vendor::Aliyun => self.root.get("apis")?.get(action),
            Vendor::Tencent => self.root.get("actions")?.get(action),
        }
    }
}

/// A text without tags, entities and line breaks: descriptions are HTML or Markdown.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Where no tag ends any more, none begins.
    let last = text.rfind('>').unwrap_or_default();
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let behind = text.len() - tag.len();
        let is_tag = behind < last && tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        if let Some(end) = is_tag.then(|| tag.find('>')).flatten() {
            out.push(' ');
            rest = &tag[end + 1..];
        } else {
            out.push('<');
            rest = &tag[1..];
        }
    }
    out.push_str(rest);
    for (entity, c) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " "), ("&#39;", "'"), ("&amp;", "&")]
    {
        if out.contains(entity) {
            out = out.replace(entity, c);
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! Real responses against the schema: what the pages do not say, or say otherwise.
//!
//! Responses are read as a stream. What is kept of them grows with the number of different names
//! and values, both bounded, and not with the number of responses or of items in one.

mod compare;
mod json;
mod mask;
mod observed;
mod recognise;
mod xml;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::BufRead;

use serde_json::{Value, json};

pub use recognise::{Target, named, recognise};
use spectable_pages::fix::Fix;
use spectable_pages::sample::is_envelope;
use spectable_pages::visible::visible;

use compare::Comparison;
use observed::Observed;

/// Responses that were read.
#[derive(Clone, Debug, Default)]
pub struct Responses {
    json: Observed,
    xml: Observed,
    record: Observed,
    /// How many answers there were.
    pub count: u64,
    /// How many of them say that the call failed; they say nothing about the fields of a success.
    pub failures: u64,
}

impl Responses {
    /// Reads one or more responses: JSON objects one after the other (also one a line) or in a list, or
    /// XML documents. Says what is wrong and where; what came before counts, and what comes after an
    /// envelope without an answer too.
    pub fn read(&mut self, mut source: impl BufRead) -> Result<(), String> {
        let first = first_byte(&mut source).map_err(|error| error.to_string())?;
        let Self { json, xml, record, count, failures } = self;
        let total = if first == Some(b'<') { &mut *xml } else { &mut *json };
        let mut unanswered = None;
        let mut end = |record: &mut Observed| {
            *count += 1;
            let answer = below_envelope(record);
            if is_without_answer(record) {
                unanswered = unanswered.or(Some(*count));
                *count -= 1;
            } else if is_failure(answer) {
                *failures += 1;
            } else {
                total.merge(answer);
            }
            record.clear();
        };
        record.clear();
        let read = match first {
            None => Err("is empty; expected responses as JSON or XML".to_owned()),
            Some(b'<') => xml::read(source, record, &mut end),
            Some(_) => json::read(source, record, &mut end),
        };
        match unanswered {
            Some(number) => read.and(Err(format!(
                "response {number} is no answer: expected an object in `Response`, which decoding refuses too"
            ))),
            None => read,
        }
    }

    /// Takes in what was read elsewhere.
    pub fn merge(&mut self, other: &Self) {
        self.json.merge(&other.json);
        self.xml.merge(&other.xml);
        self.count += other.count;
        self.failures += other.failures;
    }

    /// What differs from the schema, in the order of the responses.
    pub fn compare(&self, target: &Target<'_>) -> Vec<Finding> {
        let run =
            |seen: &Observed, is_xml| Comparison::new(target.operation, &target.base, is_xml).run(target.fields, seen);
        let (mut json, mut xml) = (run(&self.json, false), run(&self.xml, true));
        // Absent from one format, and not from the other.
        let was_seen = |finding: &Finding, other: &BTreeSet<String>| {
            finding.kind == DriftKind::NeverSeen && other.contains(&finding.path)
        };
        json.findings.retain(|finding| !was_seen(finding, &xml.seen));
        xml.findings.retain(|finding| !was_seen(finding, &json.seen));
        let mut findings: Vec<Finding> = Vec::new();
        let mut known: BTreeMap<(DriftKind, String), usize> = BTreeMap::new();
        for found in json.findings.into_iter().chain(xml.findings) {
            let at = *known.entry((found.kind, found.path.clone())).or_insert(findings.len());
            match findings.get_mut(at) {
                Some(known) => compare::join(known, &found),
                None => findings.push(found),
            }
        }
        findings
    }
}

/// The first byte that is no blank and no byte order mark; what is before it is taken.
fn first_byte(source: &mut impl BufRead) -> std::io::Result<Option<u8>> {
    loop {
        let buffer = source.fill_buf()?;
        let Some(first) = buffer.first().copied() else { return Ok(None) };
        if !first.is_ascii_whitespace() && !matches!(first, 0xef | 0xbb | 0xbf) {
            return Ok(Some(first));
        }
        source.consume(1);
    }
}

/// What stands inside of `{"Response": …}`.
fn below_envelope(record: &Observed) -> &Observed {
    match record.only() {
        Some((name, inner)) if is_envelope(name) && inner.objects > 0 => inner,
        _ => record,
    }
}

/// Whether an envelope has no answer in it, such as `{"Response": null}`: decoding refuses it.
fn is_without_answer(record: &Observed) -> bool {
    let mut seen = record.seen();
    let envelope = seen.next().filter(|(name, inner)| *name == "Response" && inner.objects + inner.hollow == 0);
    envelope.is_some() && seen.next().is_none()
}

fn is_failure(answer: &Observed) -> bool {
    let has = |name: &str| answer.get(name).is_some();
    has("HostId") && has("Code")
        || has("Error") && answer.seen().count() <= 2
        || answer.get("Success").is_some_and(|success| {
            success.values.iter().any(|(value, count)| *count > 0 && value.eq_ignore_ascii_case("false"))
        })
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DriftKind {
    /// The wire has a field that no page lists.
    UndocumentedField,
    /// A value of an enum that no page lists.
    ValueOutsideEnum,
    /// A value that does not decode as the documented type.
    TypeDiffers,
    /// A list in another wrapper, or in none.
    WrapperDiffers,
    /// A documented field that no response had.
    NeverSeen,
    /// A number as text, or text as a number: it decodes all the same.
    TypeTolerated,
}

impl DriftKind {
    /// The word for it, such as `undocumented-field`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UndocumentedField => "undocumented-field",
            Self::ValueOutsideEnum => "value-outside-enum",
            Self::TypeDiffers => "type-differs",
            Self::WrapperDiffers => "wrapper-differs",
            Self::NeverSeen => "never-seen",
            Self::TypeTolerated => "type-tolerated",
        }
    }

    /// Whether it shows that a page is wrong. That a field was not seen may be chance.
    pub fn is_drift(self) -> bool {
        !matches!(self, Self::NeverSeen | Self::TypeTolerated)
    }
}

/// Fewer responses or items than these say nothing about a field that none of them had.
const ENOUGH: u64 = 20;

/// A difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `aliyun/ccc/2017-07-05/ListCallDetailRecords`
    pub operation: String,
    /// The wire path, as overrides have it.
    pub path: String,
    /// What it is about.
    pub kind: DriftKind,
    /// How often it was seen.
    pub count: u64,
    /// How often it could have been seen.
    pub of: u64,
    /// Some of the values with their counts, as they came: not to be shown as they are.
    pub values: Vec<(String, u64)>,
    /// What is to be said, after the path.
    pub message: String,
    /// The override that would make schema and wire agree.
    pub fix: Option<Fix>,
}

impl Finding {
    /// Whether people want to know: not what may well be chance, nor what makes no difference.
    pub fn is_telling(&self) -> bool {
        self.kind.is_drift() || self.kind == DriftKind::NeverSeen && self.of >= ENOUGH
    }

    /// Values as they may be shown: masked, unless `all` is asked for. Of an enum's, words are shown.
    pub fn shown_values(&self, all: bool) -> Vec<(String, u64)> {
        let shown = |value: &str| {
            if all || self.kind == DriftKind::ValueOutsideEnum && mask::is_word(value) {
                mask::plain(value)
            } else {
                mask::masked(value)
            }
        };
        let mut values: Vec<(String, u64)> = Vec::new();
        for (value, count) in &self.values {
            let value = shown(value);
            match values.iter_mut().find(|(known, _)| *known == value) {
                Some((_, known)) => *known += count,
                None => values.push((value, *count)),
            }
        }
        values
    }

    /// The override, unless it would show what is masked.
    pub fn shown_fix(&self, all: bool) -> Option<String> {
        let fix = self.fix.as_ref()?;
        let hidden = fix.entry.add_values.iter().flatten().any(|value| !mask::is_word(&value.value));
        (all || !hidden).then(|| fix.yaml())
    }

    /// The finding as people read it.
    pub fn text(&self, all: bool) -> String {
        let mut text = format!("{}: {} {}", self.kind.as_str(), self.path, self.message);
        if self.kind != DriftKind::NeverSeen {
            let _ = write!(text, " ({} of {})", self.count, self.of);
        }
        let values = self.shown_values(all);
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|(value, count)| format!("`{value}` × {count}")).collect();
            let _ = write!(text, "\n  values: {}", values.join(", "));
        }
        if let Some(fix) = &self.fix {
            let _ = write!(text, "\n  {} (--fix {}), in overrides/{}.yaml:", fix.what, fix.id, fix.api);
            match self.shown_fix(all) {
                Some(yaml) => {
                    for line in yaml.lines() {
                        let _ = write!(text, "\n    {line}");
                    }
                }
                None => text += "\n    it holds values that are masked here; --show-values shows them",
            }
        }
        visible(&text).into_owned()
    }

    /// The finding for machines.
    pub fn json(&self, all: bool) -> Value {
        let values: Vec<Value> = self
            .shown_values(all)
            .into_iter()
            .map(|(value, count)| json!({ "value": value, "count": count }))
            .collect();
        json!({
            "operation": self.operation,
            "path": self.path,
            "kind": self.kind.as_str(),
            "drift": self.kind.is_drift(),
            "count": self.count,
            "of": self.of,
            "message": self.message,
            "values": values,
            "fix": self.fix.as_ref().map(|fix| json!({
                "id": fix.id,
                "api": fix.api,
                "what": fix.what,
                "override": self.shown_fix(all),
            })),
        })
    }
}

//! Which records a call asks for: its period, its filters, its page.

use std::fmt;

use serde_json::Value;

use super::arguments::Arguments;
use super::data::Content;
use super::refusal::Refusal;
use crate::schema::{Field, Schema, Type};
use crate::timestamp::DAY_MILLIS;

/// The records of a page.
pub(super) struct Page {
    /// By their places in the content, in the order in which they are answered.
    pub(super) records: Vec<usize>,
    /// How many there are on all pages.
    total: usize,
    /// The same as the answer says it: some APIs say it on the first page only.
    pub(super) shown_total: usize,
    pub(super) number: i64,
    pub(super) size: i64,
    /// The place of the call that is asked for by its id.
    pub(super) call: Option<usize>,
    /// The parameters that records repeat, and what they are.
    pub(super) echoes: Vec<(&'static str, String)>,
    /// Parameters that were given and make no difference here.
    ignored: Vec<String>,
}

impl Page {
    /// Of records that are not paged.
    pub(super) fn all(count: usize) -> Self {
        let size = i64::try_from(count).unwrap_or(i64::MAX);
        Self {
            records: (0..count).collect(),
            total: count,
            shown_total: count,
            number: 1,
            size,
            call: None,
            echoes: Vec::new(),
            ignored: Vec::new(),
        }
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "page {}, {} of {} records", self.number, self.records.len(), self.total)?;
        for (index, name) in self.ignored.iter().enumerate() {
            write!(f, "{}{name}", if index == 0 { ", ignored: " } else { ", " })?;
        }
        Ok(())
    }
}

/// A page without a size has this many items.
const USUAL_SIZE: i64 = 10;

pub(super) fn page(schema: &'static Schema, arguments: &Arguments, content: &Content) -> Result<Page, Refusal> {
    let echoes = content.echoes.iter().map(|field| (field.name, arguments.texts(field).join(","))).collect();
    let Some(paging) = schema.operation.paging else {
        return Ok(Page { call: content.call(arguments), echoes, ..Page::all(content.times.len()) });
    };
    let range = period(schema, arguments, content)?;
    let mut used = vec![paging.number, paging.size];
    if let Some(window) = schema.window {
        used.extend([window.start, window.end]);
    }
    let filters: Vec<(&Column, Vec<String>)> = content
        .columns
        .iter()
        .map(|column| (column, column.asked(arguments)))
        .filter(|(_, asked)| !asked.is_empty())
        .collect();
    used.extend(filters.iter().map(|(column, _)| column.parameter.name));
    let newest_first = direction(schema).is_some_and(|(field, descending)| {
        used.push(field.name);
        let asked = arguments.texts(field).into_iter().next();
        asked.as_deref().or(field.default).is_some_and(|order| order.eq_ignore_ascii_case(descending))
    });
    let first = i64::from(paging.first);
    let number = arguments.number(paging.number).unwrap_or(first);
    if number < first {
        return Err(Refusal::invalid(schema, paging.number, &format!("it is {number}, the first page is {first}")));
    }
    let size = arguments.number(paging.size).unwrap_or(USUAL_SIZE).max(0);
    let skip = usize::try_from(number.saturating_sub(first).saturating_mul(size)).unwrap_or(usize::MAX);
    let take = usize::try_from(size).unwrap_or(usize::MAX);
    let fits = |index: &usize| filters.iter().all(|(column, asked)| column.has(*index, asked));
    let found: Vec<usize>;
    let (total, records) = if filters.is_empty() {
        // The usual case: no need to look at each.
        let total = range.len();
        let (from, to) = (skip.min(total), skip.saturating_add(take).min(total));
        let place = |at: usize| if newest_first { range.end - 1 - at } else { range.start + at };
        (total, (from..to).map(place).collect())
    } else {
        found = if newest_first { range.rev().filter(fits).collect() } else { range.filter(fits).collect() };
        (found.len(), found.into_iter().skip(skip).take(take).collect())
    };
    let shown_total = if paging.total_on_first_page && number != first { 0 } else { total };
    let is_ignored =
        |name: &&str| !used.contains(name) && schema.request.iter().any(|f| f.name == *name && !f.required);
    let ignored = arguments.names().filter(is_ignored).map(str::to_owned).collect();
    Ok(Page { records, total, shown_total, number, size, call: None, echoes, ignored })
}

/// The places of the records of the period that is asked for, both ends included. 0 and nothing are no bound.
fn period(schema: &Schema, arguments: &Arguments, content: &Content) -> Result<std::ops::Range<usize>, Refusal> {
    let all = 0..content.times.len();
    let Some(window) = schema.window else { return Ok(all) };
    let bound = |name: &str| {
        let field = schema.request.iter().find(|field| field.name == name)?;
        let millis = if field.unit == Some("s-epoch") { 1000 } else { 1 };
        Some(arguments.number(name).filter(|count| *count > 0)?.saturating_mul(millis))
    };
    let (start, end) = (bound(window.start), bound(window.end));
    if let (Some(start), Some(end)) = (start, end) {
        if start > end {
            return Err(Refusal::invalid(schema, window.start, &format!("it is after {}", window.end)));
        }
        if schema.operation.max_days.is_some_and(|days| end - start > i64::from(days).saturating_mul(DAY_MILLIS)) {
            let days = schema.operation.max_days.unwrap_or_default();
            let detail = format!("up to {} it is longer than {days} days", window.end);
            return Err(Refusal::invalid(schema, window.start, &detail));
        }
    }
    let from = start.map_or(0, |start| content.times.partition_point(|time| *time < start));
    let to = end.map_or(all.end, |end| content.times.partition_point(|time| *time <= end));
    Ok(from..to.max(from))
}

/// The parameter that takes one of two directions, and its word for the newest first.
fn direction(schema: &'static Schema) -> Option<(&'static Field, &'static str)> {
    schema.request.iter().find_map(|field| {
        let Type::Enum(values) = field.ty else { return None };
        let find = |word: &str| values.iter().find(|value| value.eq_ignore_ascii_case(word));
        find("asc")?;
        Some((field, *find("desc")?)).filter(|_| values.len() == 2)
    })
}

/// Parameters that ask for a number by which a call was made, lower case and singular.
const NUMBERS: &[&str] = &["phone", "phonenumber", "number"];

/// What a filter compares: for each record, the values of the fields that its name says.
pub(super) struct Column {
    pub(super) parameter: &'static Field,
    /// The names of the fields.
    names: Vec<&'static str>,
    /// They stand somewhere in the record; otherwise they are its own.
    deep: bool,
    /// A part of a value is enough.
    partly: bool,
    values: Vec<Vec<String>>,
}

impl Column {
    /// The parameters that say by their names which fields of an item they filter.
    pub(super) fn all(schema: &'static Schema, items: &'static Field) -> Vec<Self> {
        let paging = schema.operation.paging;
        let window = schema.window;
        let is_filter = |field: &&Field| {
            !field.required
                && paging.is_none_or(|paging| paging.number != field.name && paging.size != field.name)
                && window.is_none_or(|window| window.start != field.name && window.end != field.name)
        };
        let columns = schema.request.iter().filter(is_filter).filter_map(|parameter| {
            let wanted = stem(parameter.name);
            let partly = wanted == "criteria";
            let fields = items.ty.members();
            let mut names = Vec::new();
            if let (true, Some(record)) = (partly || NUMBERS.contains(&wanted.as_str()), schema.call_record) {
                // Callers and callees alike.
                names.extend(record.caller);
                names.extend(record.callee);
            }
            let wanted = if partly { &["agentname", "skillgroupname"][..] } else { &[wanted.as_str()] };
            if partly || names.is_empty() {
                names.extend(fields.iter().filter(|field| is_same(field, wanted)).map(|field| field.name));
            }
            let deep = names.is_empty();
            if deep {
                below(fields, wanted, &mut names);
            }
            (!names.is_empty()).then_some(Self { parameter, names, deep, partly, values: Vec::new() })
        });
        columns.collect()
    }

    /// Takes in the next record.
    pub(super) fn take(&mut self, record: &Value) {
        let mut values = Vec::new();
        match record {
            Value::Object(members) if !self.deep => {
                let own = members.iter().filter(|(name, _)| self.names.contains(&name.as_str()));
                own.for_each(|(_, value)| collect(value, &[], true, &mut values));
            }
            _ => collect(record, &self.names, false, &mut values),
        }
        self.values.push(values);
    }

    /// What a call wants of this column.
    fn asked(&self, arguments: &Arguments) -> Vec<String> {
        let mut asked = arguments.texts(self.parameter);
        if self.partly {
            // `{"phoneNumber": "0735"}` or the text itself.
            for text in &mut asked {
                if let Ok(Value::Object(members)) = serde_json::from_str(text) {
                    members.values().find_map(Value::as_str).unwrap_or_default().clone_into(text);
                }
            }
        }
        asked
    }

    fn has(&self, index: usize, asked: &[String]) -> bool {
        let fits = |value: &String| {
            if self.partly { asked.iter().any(|asked| value.contains(asked.as_str())) } else { asked.contains(value) }
        };
        self.values.get(index).is_some_and(|values| values.iter().any(fits))
    }
}

/// `SessionIds`, `ContactTypeList` and `ContactType` are of one stem with `SessionId` and `ContactType`.
fn stem(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let bare = lower.strip_suffix("list").unwrap_or(&lower);
    bare.strip_suffix('s').unwrap_or(bare).to_owned()
}

fn is_same(field: &Field, wanted: &[&str]) -> bool {
    field.ty.members().is_empty() && wanted.contains(&stem(field.name).as_str())
}

fn below(fields: &'static [Field], wanted: &[&str], names: &mut Vec<&'static str>) {
    for field in fields {
        if is_same(field, wanted) && !names.contains(&field.name) {
            names.push(field.name);
        }
        below(field.ty.members(), wanted, names);
    }
}

fn collect(value: &Value, names: &[&str], named: bool, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| collect(value, names, names.contains(&name.as_str()), out));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, names, named, out)),
        Value::String(text) if named => {
            out.push(text.clone());
            if text.contains(',') {
                out.extend(text.split(',').map(str::to_owned));
            }
        }
        Value::Null | Value::String(_) => {}
        other if named => out.push(other.to_string()),
        _ => {}
    }
}

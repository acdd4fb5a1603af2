//! What a page itself shows or allows must pass `validate()`: no example cell, default or sample call of the corpora
//! lies outside of the limits that were read. Enums are open and refuse nothing. Needs `../shared/corpus`.

use std::collections::{BTreeMap, BTreeSet};

use spectable_pages::ir::{Encoding, Field, Type};
use spectable_pages::page::Side;
use spectable_pages::pipeline::{self, Document};
use spectable_pages::sample::{Node, Value};

use crate::helper::sources;
use crate::needs::shared;

/// Where pages contradict themselves: operation, parameter, the value shown, and why it is refused all the same.
const CONTRADICTIONS: [(&str, &str, &str, &str); 0] = [];

/// A value that a page shows of a parameter.
struct Shown {
    path: String,
    value: String,
    /// Where: in the cell of examples, as the default, in a call.
    place: &'static str,
}

#[test]
fn what_pages_show_is_not_refused() {
    let Some(corpus) = shared("corpus") else {
        return;
    };
    let mut checked: BTreeMap<&str, u32> = BTreeMap::new();
    let mut refused = BTreeMap::new();
    for document in pipeline::documents(sources(&corpus, "")) {
        let Some(operation) = &document.operation else { continue };
        let mut parameters = BTreeMap::new();
        let mut shown = Vec::new();
        walk(&operation.request, "", &mut parameters, &mut shown);
        shown.extend(calls(&document));
        for Shown { path, value, place } in shown {
            let Some(field) = parameters.get(&path) else { continue };
            if field.range.is_none() && field.max_items.is_none() {
                continue;
            }
            *checked.entry(place).or_default() += 1;
            if let Some(why) = refusal(field, &value) {
                let at = (operation.name.clone(), path, value);
                refused.entry(at).or_insert_with(|| format!("{place} of {}: {why}", document.file.path));
            }
        }
    }
    println!("held against limits: {checked:?}");
    assert!(checked.values().sum::<u32>() > 1000, "{checked:?}");
    let known: BTreeSet<_> = CONTRADICTIONS
        .iter()
        .map(|(operation, path, value, _)| ((*operation).to_owned(), (*path).to_owned(), (*value).to_owned()))
        .collect();
    let news: Vec<String> = refused
        .iter()
        .filter(|(at, _)| !known.contains(at))
        .map(|((operation, path, value), why)| format!("{operation} {path} `{value}`, {why}"))
        .collect();
    let gone: Vec<_> = known.iter().filter(|at| !refused.contains_key(at)).collect();
    println!("{} values are refused", refused.len());
    assert!(news.is_empty() && gone.is_empty(), "refused:\n{}\nnot refused any more: {gone:?}", news.join("\n"));
}

/// Every parameter under its path, with what its own row shows.
fn walk<'a>(fields: &'a [Field], above: &str, found: &mut BTreeMap<String, &'a Field>, shown: &mut Vec<Shown>) {
    for field in fields {
        let path = format!("{above}{}", field.name);
        for (value, place) in [(&field.example, "example"), (&field.default, "default")] {
            shown.extend(value.iter().map(|value| Shown { path: path.clone(), value: value.clone(), place }));
        }
        walk(&field.fields, &format!("{path}."), found, shown);
        found.insert(path, field);
    }
}

/// What the sample calls of a page send: `?A.1.B=x&C=y` over several lines, or a JSON body.
fn calls(document: &Document) -> Vec<Shown> {
    let mut shown = Vec::new();
    for sample in document.samples.all.iter().filter(|sample| sample.side == Side::Request) {
        let text = document.file.slice(sample.span);
        let query = text.find('?').map(|at| at + 1).or_else(|| text.find("Action="));
        let query = query.and_then(|at| text.get(at..)).unwrap_or_default();
        let query = query.split(" HTTP/").next().unwrap_or_default();
        let pairs = query.split(['&', '\n']).filter_map(|part| part.split_once('='));
        shown.extend(pairs.map(|(name, value)| {
            let steps: Vec<&str> = name.trim().split('.').filter(|step| step.parse::<u32>().is_err()).collect();
            Shown { path: steps.join("."), value: value.trim().to_owned(), place: "call" }
        }));
        for part in sample.read.iter().flat_map(|read| &read.parts) {
            body(part, "", &mut shown);
        }
    }
    shown
}

fn body(node: &Node, path: &str, shown: &mut Vec<Shown>) {
    match &node.value {
        Value::Object(members) => {
            let above = if path.is_empty() { String::new() } else { format!("{path}.") };
            for member in members {
                body(&member.node, &format!("{above}{}", member.name), shown);
            }
        }
        Value::List(items) => items.iter().for_each(|item| body(item, path, shown)),
        Value::Text(text) | Value::Number(text) | Value::Word(text) | Value::Xml(text) => {
            shown.push(Shown { path: path.to_owned(), value: text.clone(), place: "call" });
        }
        Value::Boolean | Value::Null | Value::Omitted => {}
    }
}

/// Why `validate()` would refuse a value, as far as the schema says.
fn refusal(field: &Field, value: &str) -> Option<String> {
    let list = matches!(field.ty, Type::List(_)) || field.encoding.is_some();
    let inner = value.strip_prefix('[').and_then(|value| value.strip_suffix(']')).unwrap_or(value);
    let items: Vec<&str> = if list && !inner.contains('{') {
        inner.split(',').map(|item| item.trim().trim_matches('"')).collect()
    } else {
        vec![value]
    };
    if let Some(max) = field.max_items
        && list
        && field.encoding != Some(Encoding::Repeat)
        && u64::try_from(items.len()).is_ok_and(|count| count > max)
    {
        return Some(format!("{} items, where {max} may be sent", items.len()));
    }
    let range = field.range?;
    items.iter().find_map(|item| {
        let number: f64 = item.parse().ok()?;
        #[allow(clippy::cast_precision_loss, reason = "pages' bounds are small")]
        let outside =
            range.min.is_some_and(|min| number < min as f64) || range.max.is_some_and(|max| number > max as f64);
        outside.then(|| format!("outside of {range}"))
    })
}

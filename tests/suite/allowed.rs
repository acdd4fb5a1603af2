//! What a page itself shows or allows must pass `validate()`: no example cell, default or sample call of the corpora
//! lies outside of the limits that were read. Enums are open and refuse nothing. Needs `../shared/corpus`.

use std::collections::{BTreeMap, BTreeSet};

use spectable_pages::ir::{Field, Range, Type};
use spectable_pages::lower;
use spectable_pages::page::Side;
use spectable_pages::pipeline::{self, Document};
use spectable_pages::sample::{Node, Value};

use crate::helper::sources;
use crate::needs::shared;

/// What is refused all the same: operation, parameter, the value shown, and why. Empty, because an end of a range
/// that the row's own example breaks is not kept.
const REFUSED: [(&str, &str, &str, &str); 0] = [];

/// Pages that state a range and show an example outside of it: operation, parameter, example, and what was read.
/// `lint` tells of them where the range is stated in so many words.
const CONTRADICTIONS: [(&str, &str, &str, &str); 2] = [
    // Days of the period that is asked for, which its page puts before the values of each case.
    ("DescribeDomainSrcQpsData", "Interval", "300", "3..=31"),
    // A fault of the pages, in both languages.
    ("SetLoadBalancerHTTPSListenerAttribute", "RequestTimeout", "223", "1..=180"),
];

/// A value that a page shows of a parameter.
struct Shown {
    path: String,
    value: String,
    /// As which item of the list at least.
    number: u64,
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
    let mut contradicted = BTreeSet::new();
    for document in pipeline::documents(sources(&corpus, "")) {
        let Some(operation) = &document.operation else { continue };
        let mut parameters = BTreeMap::new();
        let mut shown = Vec::new();
        walk(&operation.request, "", &mut parameters, &mut shown);
        shown.extend(calls(&document));
        for (path, range, example) in contradictions(&document, &parameters) {
            contradicted.insert((operation.name.clone(), path, example, range));
        }
        for Shown { path, value, number, place } in shown {
            let Some(field) = parameters.get(&path) else { continue };
            if field.range.is_none() && field.max_items.is_none() {
                continue;
            }
            *checked.entry(place).or_default() += 1;
            if let Some(why) = refusal(field, &value, number) {
                let at = (operation.name.clone(), path, value);
                refused.entry(at).or_insert_with(|| format!("{place} of {}: {why}", document.file.path));
            }
        }
    }
    println!("held against limits: {checked:?}");
    assert!(checked.values().sum::<u32>() > 1000, "{checked:?}");
    let known: BTreeSet<_> = REFUSED
        .iter()
        .map(|(operation, path, value, _)| ((*operation).to_owned(), (*path).to_owned(), (*value).to_owned()))
        .collect();
    let news: Vec<String> = refused
        .iter()
        .filter(|(at, _)| !known.contains(at))
        .map(|((operation, path, value), why)| format!("{operation} {path} `{value}`, {why}"))
        .collect();
    let gone: Vec<_> = known.iter().filter(|at| !refused.contains_key(at)).collect();
    println!("{} values are refused; {} examples contradict their row", refused.len(), contradicted.len());
    let listed = CONTRADICTIONS.map(|(operation, path, example, range)| {
        (operation.to_owned(), path.to_owned(), example.to_owned(), range.to_owned())
    });
    assert_eq!(contradicted.into_iter().collect::<Vec<_>>(), listed);
    assert!(news.is_empty() && gone.is_empty(), "refused:\n{}\nnot refused any more: {gone:?}", news.join("\n"));
}

/// Every parameter under its path, with what its own row shows.
fn walk<'a>(fields: &'a [Field], above: &str, found: &mut BTreeMap<String, &'a Field>, shown: &mut Vec<Shown>) {
    for field in fields {
        let path = format!("{above}{}", field.name);
        for (value, place) in [(&field.example, "example"), (&field.default, "default")] {
            shown.extend(value.iter().map(|value| Shown {
                path: path.clone(),
                value: value.clone(),
                number: 1,
                place,
            }));
        }
        walk(&field.fields, &format!("{path}."), found, shown);
        found.insert(path, field);
    }
}

/// The parameters whose example lies outside of the range that their row states, and that range.
fn contradictions(document: &Document, parameters: &BTreeMap<String, &Field>) -> Vec<(String, String, String)> {
    let rows = document.page.iter().flat_map(|page| &page.request.rows);
    let cells: BTreeMap<usize, &str> =
        rows.map(|row| (row.span.range().start, row.description.text(&document.file))).collect();
    let layout = document.page.as_ref().map(|page| page.layout);
    let mut found = Vec::new();
    for (path, field) in parameters {
        let (Some(cell), Some(layout)) = (cells.get(&field.span.range().start), layout) else { continue };
        // A value list takes the place of a range.
        if matches!(field.ty.innermost(), Type::Enum(_)) {
            continue;
        }
        let range = lower::stated_range(cell, layout, field);
        if let (Some(range), Some(example)) = (range, &field.example)
            && outside(range, &example.split(',').map(str::trim).collect::<Vec<_>>())
        {
            found.push((path.clone(), range.to_string(), example.clone()));
        }
    }
    found
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
            let (mut path, mut number) = (String::new(), 1);
            // Of `A.2.B.3` the list `A.B` is held against its limit here, and `A` at `A.2.C`.
            for step in name.trim().split('.') {
                match step.parse() {
                    Ok(step) => number = step,
                    Err(_) if path.is_empty() => path = step.to_owned(),
                    Err(_) => path = format!("{path}.{step}"),
                }
            }
            Shown { path, value: value.trim().to_owned(), number, place: "call" }
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
        Value::List(items) => {
            // Of the items as such only their number counts.
            let number = items.len() as u64;
            shown.push(Shown { path: path.to_owned(), value: String::new(), number, place: "call" });
            for item in items {
                body(item, path, shown);
            }
        }
        Value::Text(text) | Value::Number(text) | Value::Word(text) | Value::Xml(text) => {
            shown.push(Shown { path: path.to_owned(), value: text.clone(), number: 1, place: "call" });
        }
        Value::Boolean(_) | Value::Null | Value::Omitted => {}
    }
}

/// Why `validate()` would refuse a value, as far as the schema says.
fn refusal(field: &Field, value: &str, number: u64) -> Option<String> {
    let list = matches!(field.ty, Type::List(_)) || field.encoding.is_some();
    let inner = value.strip_prefix('[').and_then(|value| value.strip_suffix(']')).unwrap_or(value);
    let items: Vec<&str> = if list && !inner.contains('{') {
        inner.split(',').map(|item| item.trim().trim_matches('"')).collect()
    } else {
        vec![value]
    };
    let count = u64::try_from(items.len()).unwrap_or(u64::MAX).max(number);
    if let Some(max) = field.max_items.filter(|max| list && count > *max) {
        return Some(format!("{count} items, where {max} may be sent"));
    }
    let range = field.range?;
    outside(range, &items).then(|| format!("outside of {range}"))
}

fn outside(range: Range, items: &[&str]) -> bool {
    items.iter().filter_map(|item| item.parse::<f64>().ok()).any(|number| {
        #[allow(clippy::cast_precision_loss, reason = "pages' bounds are small")]
        let outside =
            range.min.is_some_and(|min| number < min as f64) || range.max.is_some_and(|max| number > max as f64);
        outside
    })
}

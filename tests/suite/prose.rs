//! Facts in prose, held against answer sheets that were written before anything was read by
//! machine: `tests/answers/prose.json` and `prose-2.json`. Needs `../shared/corpus`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use spectable_pages::pipeline;
use spectable_review::inspect;

use crate::helper::{root, sources};
use crate::needs::shared;

/// What is compared, with the least precision and recall in percent.
const GOALS: [(&str, f64, f64); 6] = [
    ("enum", 98.0, 93.0),
    ("range", 97.0, 87.0),
    ("default", 97.0, 87.0),
    ("unit", 97.0, 87.0),
    ("encoding", 97.0, 87.0),
    ("max_items", 97.0, 87.0),
];

#[derive(Default)]
struct Tally {
    right: u32,
    wrong: u32,
    missed: u32,
}

impl Tally {
    fn share(part: u32, rest: u32) -> f64 {
        100.0 * f64::from(part) / f64::from((part + rest).max(1))
    }
}

/// The sheets in the order in which they were drawn; the second one from products that the rules
/// were not made for.
const SHEETS: [&str; 2] = ["prose.json", "prose-2.json"];

#[test]
fn facts_in_prose_are_read_as_on_the_answer_sheets() {
    let Some(corpus) = shared("corpus") else {
        return;
    };
    let sheets = SHEETS.map(cells);
    let wanted: BTreeSet<&str> = sheets.iter().flatten().filter_map(|cell| cell["page"].as_str()).collect();
    let mut sources = sources(&corpus, "");
    sources.retain(|source| wanted.contains(source.path.as_str()));
    let pages: BTreeMap<String, Value> = pipeline::documents(sources)
        .iter()
        .filter_map(|document| Some((document.file.path.clone(), inspect::object(document)?)))
        .collect();
    let mut short = Vec::new();
    for (sheet, cells) in SHEETS.into_iter().zip(&sheets) {
        let (tallies, notes) = compare(&pages, cells);
        println!("{sheet}: {} cells", cells.len());
        for (key, precision, recall) in GOALS {
            let Tally { right, wrong, missed } = tallies[key];
            let (p, r) = (Tally::share(right, wrong), Tally::share(right, missed));
            println!(
                "  {key:10} right {right:3} wrong {wrong:2} missed {missed:2}: precision {p:.1} %, recall {r:.1} %"
            );
            if p < precision || r < recall {
                short.push(format!("{key} of {sheet}"));
            }
        }
        println!("  {}", notes.join("\n  "));
    }
    assert!(short.is_empty(), "{short:?} fall short");
}

fn cells(sheet: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(root().join("tests/answers").join(sheet)).expect("an answer sheet");
    let sheet: Value = serde_json::from_str(&text).expect("JSON");
    sheet["cells"].as_array().expect("cells").clone()
}

/// What was right, wrong and missed of each kind, and a line for each difference.
fn compare(pages: &BTreeMap<String, Value>, cells: &[Value]) -> (BTreeMap<&'static str, Tally>, Vec<String>) {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut notes = Vec::new();
    for cell in cells {
        let page = &pages[cell["page"].as_str().expect("a page")];
        for (key, ..) in GOALS {
            if unsure(cell, key) {
                continue;
            }
            let (wanted, found) = (wanted(cell, key), found(page, cell, key));
            let tally = tallies.entry(key).or_default();
            let same = match (&wanted, &found) {
                // One enum a name: other rows of the page may add values.
                (Some(wanted), Some(found)) if key == "enum" => set(wanted).is_subset(&set(found)),
                _ => wanted == found,
            };
            match (same, found.is_some(), wanted.is_some()) {
                (true, true, _) => tally.right += 1,
                (true, false, _) => {}
                (false, found, wanted) => {
                    tally.wrong += u32::from(found);
                    tally.missed += u32::from(wanted);
                }
            }
            if !same {
                notes.push(format!(
                    "{}:{} {} {key}: {wanted:?}, read {found:?}",
                    cell["page"], cell["line"], cell["name"]
                ));
            }
        }
    }
    (tallies, notes)
}

fn unsure(cell: &Value, key: &str) -> bool {
    match cell["unsure_keys"].as_array() {
        Some(keys) => keys.iter().any(|unsure| unsure == key),
        None => cell["unsure"] == true,
    }
}

fn wanted(cell: &Value, key: &str) -> Option<String> {
    let value = &cell[key];
    match key {
        "enum" => value.as_array().map(|values| list(values.iter().filter_map(Value::as_str))),
        "range" => value.is_object().then(|| range(value)),
        _ => scalar(value),
    }
}

/// What the row's field says; what `A.N.B` says of the list stands on the list.
fn found(page: &Value, cell: &Value, key: &str) -> Option<String> {
    let name = cell["name"].as_str()?;
    let steps: Vec<&str> = name.split('.').filter(|step| *step != "N").collect();
    let fields = page[cell["side"].as_str()?].as_array()?;
    let mut path = Vec::new();
    let field = find(fields, cell["line"].as_u64()?, steps.last()?, &mut path)?;
    let of = match key {
        "encoding" | "max_items" if field[key].is_null() && wanted(cell, key).is_some() => {
            // The list that `.N` is behind may stand several steps above.
            path.iter().rev().find(|above| !above[key].is_null()).copied().unwrap_or(field)
        }
        _ => field,
    };
    match key {
        "enum" => {
            let name = enum_of(&field["type"])?;
            let values = page["enums"][name].as_array()?;
            Some(list(values.iter().filter_map(|value| value["value"].as_str())))
        }
        "range" => of[key].is_object().then(|| range(&of[key])),
        _ => scalar(&of[key]),
    }
}

/// The field of a line, with the fields around it.
fn find<'a>(fields: &'a [Value], line: u64, name: &str, path: &mut Vec<&'a Value>) -> Option<&'a Value> {
    for field in fields {
        if field["line"] == line && field["name"] == name {
            return Some(field);
        }
        if let Some(inner) = members(&field["type"]) {
            path.push(field);
            if let Some(found) = find(inner, line, name, path) {
                return Some(found);
            }
            path.pop();
        }
    }
    None
}

fn members(ty: &Value) -> Option<&[Value]> {
    match ty.as_object()? {
        of if of.contains_key("struct") => of["struct"].as_array().map(Vec::as_slice),
        of => members(of.get("list").or_else(|| of.get("map"))?),
    }
}

fn enum_of(ty: &Value) -> Option<&str> {
    let of = ty.as_object()?;
    match of.get("enum") {
        Some(name) => name.as_str(),
        None => enum_of(of.get("list").or_else(|| of.get("map"))?),
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Bool(false) => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn range(value: &Value) -> String {
    format!("{}..{}", value["min"], value["max"])
}

fn list<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.collect::<Vec<_>>().join("\n")
}

fn set(list: &str) -> BTreeSet<&str> {
    list.lines().collect()
}

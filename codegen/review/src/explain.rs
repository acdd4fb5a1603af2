//! Where a field comes from, and why it is as it is.

use std::fmt::Write;

use spectable_pages::ir::{Encoding, Evidence, Field, Operation, Override, Type};
use spectable_pages::lower::{Way, Why};
use spectable_pages::pipeline::{self, Checked, Document};
use spectable_pages::visible::visible;

/// Explains an operation, `ListCallDetailRecords`, or a field,
/// `ListCallDetailRecords.CallDetailRecords.List.Duration`. Either may have `vendor/product/version/`
/// in front, the field's path `request.` or `response.`, and `/` in place of each `.`. Says what there is where nothing fits.
pub fn explain(output: &Checked, query: &str) -> Result<String, String> {
    let cleaned = |text: String| visible(&text).into_owned();
    told(output, query).map(cleaned).map_err(cleaned)
}

fn told(output: &Checked, query: &str) -> Result<String, String> {
    let (api, action, path) = split(output, query);
    let (api, action, path) = (api.as_str(), action.as_str(), path.as_str());
    let mut found: Vec<(&Document, &Operation)> = output
        .documents
        .iter()
        .filter_map(|document| Some((document, document.operation.as_ref()?)))
        .filter(|(_, operation)| operation.name.eq_ignore_ascii_case(action) && operation.api().ends_with(api))
        .collect();
    if found.is_empty() {
        let elsewhere: Vec<String> = operations(output)
            .filter(|operation| operation.name.eq_ignore_ascii_case(action))
            .map(Operation::api)
            .collect();
        if !elsewhere.is_empty() {
            return Err(format!("there is no `{action}` in `{api}`, but in {}", elsewhere.join(", ")));
        }
        let mut known: Vec<&str> = operations(output).map(|operation| operation.name.as_str()).collect();
        known.sort_unstable();
        known.dedup();
        known.truncate(40);
        return Err(format!("there is no operation `{action}`; there are: {}", known.join(", ")));
    }
    found.sort_by_key(|(_, operation)| operation.api());
    let mut text = String::new();
    let mut misses = Vec::new();
    for (document, operation) in found {
        if path.is_empty() {
            whole(&mut text, output, document, operation);
            continue;
        }
        match locate(operation, path) {
            Ok(places) => {
                for (wire_path, field) in places {
                    one(&mut text, output, document, operation, &wire_path, field);
                }
            }
            Err(miss) => misses.push(format!("{}/{}: {miss}", operation.api(), operation.name)),
        }
    }
    if text.is_empty() { Err(misses.join("\n")) } else { Ok(text) }
}

fn operations(output: &Checked) -> impl Iterator<Item = &Operation> {
    output.documents.iter().filter_map(|document| document.operation.as_ref())
}

/// The API, the action and the path of a query: everything before the step that is an operation's name, that step,
/// and everything behind it.
fn split(output: &Checked, query: &str) -> (String, String, String) {
    let names = || operations(output).map(|operation| operation.name.as_str());
    let steps: Vec<&str> = query.split('/').collect();
    let first = |step: &str| step.split('.').next().unwrap_or_default().to_owned();
    let at = steps.iter().position(|step| names().any(|name| name.eq_ignore_ascii_case(&first(step))));
    let at = at.unwrap_or(steps.len().saturating_sub(1));
    let (before, rest) = steps.split_at(at);
    let rest = rest.join(".");
    let (action, path) = rest.split_once('.').unwrap_or((&rest, ""));
    (before.join("/"), action.to_owned(), path.to_owned())
}

/// The fields that a path names, in the request, in the response or in both.
fn locate<'a>(operation: &'a Operation, path: &str) -> Result<Vec<(String, &'a Field)>, String> {
    let mut sides = vec![("request", &operation.request), ("response", &operation.response)];
    let steps: Vec<&str> = path.split(['.', '/']).filter(|step| !step.is_empty()).collect();
    let steps = match steps.split_first() {
        Some((&side @ ("request" | "response"), rest)) => {
            sides.retain(|(name, _)| *name == side);
            rest
        }
        _ => steps.as_slice(),
    };
    let mut found = Vec::new();
    let mut miss = String::new();
    for (side, fields) in sides {
        match descend(fields, steps) {
            Ok(field) => found.push((format!("{side}/{}", steps.join("/")), field)),
            Err(known) => {
                let _ = write!(
                    miss,
                    "{}no `{path}` in the {side}; there are: {known}",
                    if miss.is_empty() { "" } else { "; " }
                );
            }
        }
    }
    if found.is_empty() { Err(miss) } else { Ok(found) }
}

fn descend<'a>(fields: &'a [Field], steps: &[&str]) -> Result<&'a Field, String> {
    let names = || fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ");
    let (first, rest) = steps.split_first().ok_or_else(names)?;
    let mut field = fields.iter().find(|field| field.name == **first).ok_or_else(names)?;
    let mut rest = rest;
    // A wrapper may be named or left out.
    if let (Some(wrapper), Some((next, more))) = (&field.wrapper, rest.split_first())
        && wrapper == next
    {
        rest = more;
    }
    if !rest.is_empty() {
        field = descend(&field.fields, rest)?;
    }
    Ok(field)
}

fn whole(text: &mut String, output: &Checked, document: &Document, operation: &Operation) {
    let api = operation.api();
    let _ = writeln!(text, "{api}/{}", operation.name);
    line(text, "page", &document.file.path);
    line(text, "title", &operation.title);
    line(text, "request", &names(&operation.request));
    line(text, "response", &names(&operation.response));
    line(text, "enums", &operation.enums.keys().map(String::as_str).collect::<Vec<_>>().join(", "));
    if let Some(rate) = operation.rate_limit {
        line(text, "rate limit", &format!("{rate} calls a second, stated on the page"));
    }
    if let Some(days) = operation.max_days {
        line(text, "period", &format!("at most {days} days a call, stated on the page"));
    }
    if let Some(paging) = &operation.paging {
        let total = paging.total.as_deref().unwrap_or("not said");
        let only = if paging.total_on.is_some() { " (only on the first page)" } else { "" };
        line(
            text,
            "paging",
            &format!("{} from {}, {} a page, total: {total}{only}", paging.number, paging.first, paging.size),
        );
    }
    if let Some(window) = &operation.window {
        line(text, "window", &format!("{} to {}, compared with an item's {}", window.start, window.end, window.time));
    }
    line(text, "errors", &operation.errors.iter().map(|error| error.code.as_str()).collect::<Vec<_>>().join(", "));
    for entry in entries(output, operation) {
        line(text, "override", &format!("{}: {}", entry.path.as_deref().unwrap_or("operation"), entry.why.trim()));
    }
    for diagnostic in &document.diagnostics {
        line(text, diagnostic.severity.as_str(), &format!("line {}: {}", diagnostic.line, diagnostic.message));
    }
    text.push('\n');
}

fn one(text: &mut String, output: &Checked, document: &Document, operation: &Operation, path: &str, field: &Field) {
    let api = operation.api();
    let file = &document.file;
    let _ = writeln!(text, "{path} of {api}/{}", operation.name);
    if field.span == spectable_pages::source::Span::default() {
        line(text, "page", &format!("{}: no row names it", file.path));
    } else {
        line(text, "page", &format!("{}:{}", file.path, file.line(field.span.start)));
        let row = file.slice(field.span).lines().next().unwrap_or_default();
        line(text, "row", row.trim());
    }
    let form = match (&field.wrapper, &field.item) {
        (Some(wrapper), _) => format!(", wrapped as {{\"{wrapper}\": […]}} on the wire"),
        (None, Some(item)) => format!(", each item in XML as <{item}>"),
        (None, None) => String::new(),
    };
    line(text, "type", &format!("{}{form}", field.ty));
    let above = path.rsplit_once('/').map(|(above, _)| above);
    let added = entries(output, operation).find(|entry| {
        entry.path.as_deref() == above && entry.add.iter().flatten().any(|member| member.name == field.name)
    });
    if let Some(entry) = added {
        line(text, "place", "an override adds it");
        line(text, "override", entry.why.trim());
    } else if path.starts_with("response") {
        let why = pipeline::why(&output.documents, document, field.span);
        line(text, "place", &format!("{} ({} sure)", place(field, why.is_some()), field.sure));
        if let Some(Why { taken, other }) = &why {
            let alike = other.as_ref().is_some_and(|other| other.below.last() == taken.below.last());
            let said = |way: &Way| self::way(way, alike);
            line(text, "here", &said(taken));
            line(text, "next best", &other.as_ref().map_or_else(|| "no other place is open to it".to_owned(), said));
        }
    }
    match field.required {
        Some(true) => line(text, "required", "yes"),
        Some(false) => line(text, "required", "no"),
        None if path.starts_with("request") => line(text, "required", "the page does not say; taken as optional"),
        None => {}
    }
    if let Type::Enum(name) = field.ty.innermost()
        && let Some(values) = operation.enums.get(name)
    {
        let from = if field.span == spectable_pages::source::Span::default() {
            "by its name"
        } else {
            "the row's own list, or the enum of the same name"
        };
        let values: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
        line(text, "values", &format!("{} ({from})", values.join(", ")));
    }
    if let Some(encoding) = field.encoding {
        let how = match encoding {
            Encoding::Comma => "joined with commas, as the description says",
            Encoding::Json => "JSON text, as the description or the example shows",
            Encoding::Repeat => "repeated with numbers, as the name's `.N` says",
        };
        line(text, "encoding", how);
    }
    if let Some(range) = field.range {
        line(text, "range", &format!("{range}, stated in the description"));
    }
    if let Some(max) = field.max_items {
        line(text, "items", &format!("at most {max}, stated in the description"));
    }
    line(text, "default", field.default.as_deref().unwrap_or_default());
    line(text, "unit", field.unit.as_deref().unwrap_or_default());
    if field.deprecated {
        line(text, "deprecated", "the description says so");
    }
    line(text, "example", field.example.as_deref().unwrap_or_default());
    let mut overridden = added.is_some();
    for entry in entries(output, operation).filter(|entry| entry.path.as_deref() == Some(path)) {
        overridden = true;
        line(text, "override", entry.why.trim());
    }
    let fixes = document.diagnostics.iter().flat_map(|diagnostic| &diagnostic.fixes);
    let mut offered = false;
    for fix in fixes.filter(|fix| fix.entry.path.as_deref() == Some(path)) {
        offered = true;
        let _ = writeln!(
            text,
            "  {}, `cargo xtask regen --fix {}` or add to specs/overrides/{api}.yaml:",
            fix.what, fix.id
        );
        for entry in fix.yaml().lines() {
            let _ = writeln!(text, "    {entry}");
        }
    }
    if !overridden && !offered {
        let action = &operation.name;
        let _ = writeln!(
            text,
            "  to change it, say what is true in specs/overrides/{api}.yaml, such as another `type` or `move: PARENT`:\n    - operation: {action}\n      path: {path}\n      type: …\n      why: …"
        );
    }
    text.push('\n');
}

fn place(field: &Field, nested: bool) -> String {
    if field.from_sample {
        return "seen in a sample only".to_owned();
    }
    match field.evidence {
        Evidence::Example if nested => "a sample shows it there".to_owned(),
        Evidence::Example => "the table is flat".to_owned(),
        Evidence::Order => "no sample shows it; only this place fits the rows around it".to_owned(),
        Evidence::Guess if field.alternatives.is_empty() => "a guess, since what is around it is one".to_owned(),
        Evidence::Guess => format!("a guess: {} may be right too", field.alternatives.join(" or ")),
    }
}

/// How many oddities of a way are told one by one.
const TOLD: usize = 4;

/// `below X: 3.6 = breaks the order (2.1), …`: a way to place a row, and what is odd about it and not about the other.
/// `whole` names the rows above `X` too.
fn way(way: &Way, whole: bool) -> String {
    let below = match way.below.last() {
        None => "at the root".to_owned(),
        Some(_) if whole => format!("below {}", way.below.join(".")),
        Some(parent) => format!("below {parent}"),
    };
    let (told, more) = way.oddities.split_at(way.oddities.len().min(TOLD));
    let mut said: Vec<String> = told
        .iter()
        .map(|odd| {
            let row = odd.row.as_ref().map(|row| format!("{row}: ")).unwrap_or_default();
            format!("{row}{} ({:.2})", odd.what, odd.cost)
        })
        .collect();
    if !more.is_empty() {
        let rest: f32 = more.iter().map(|odd| odd.cost).sum();
        said.push(format!("{} others ({rest:.2})", more.len()));
    }
    match said.as_slice() {
        [] => format!("{below}: nothing odd"),
        said => format!("{below}: {:.2} = {}", way.cost(), said.join(", ")),
    }
}

/// The overrides of an operation.
fn entries<'a>(output: &'a Checked, operation: &'a Operation) -> impl Iterator<Item = &'a Override> {
    let api = operation.api();
    output
        .overrides
        .iter()
        .filter(move |overrides| overrides.api == api)
        .flat_map(|overrides| overrides.entries.iter().map(|(entry, _)| entry))
        .filter(|entry| entry.operation == operation.name)
}

fn names(fields: &[Field]) -> String {
    fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// A line of the explanation; left out where there is nothing to say.
fn line(text: &mut String, what: &str, value: &str) {
    if !value.is_empty() {
        let _ = writeln!(text, "  {what:<11} {value}");
    }
}

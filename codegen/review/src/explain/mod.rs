//! Where a field comes from, and why it is as it is.

mod facts;

use std::fmt::Write;

use spectable_pages::ir::{Field, Operation};
use spectable_pages::pipeline::{Checked, Document, Witnesses};
use spectable_pages::visible::visible;

pub use facts::{About, Facts};

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
    for entry in About::new(&output.overrides, document, operation).entries {
        line(text, "override", &format!("{}: {}", entry.path.as_deref().unwrap_or("operation"), entry.why.trim()));
    }
    for diagnostic in &document.diagnostics {
        line(text, diagnostic.severity.as_str(), &format!("line {}: {}", diagnostic.line, diagnostic.message));
    }
    text.push('\n');
}

fn one(text: &mut String, output: &Checked, document: &Document, operation: &Operation, path: &str, field: &Field) {
    let api = operation.api();
    let why = Witnesses::gather(&output.documents).why(document, &[field.span]).pop().flatten();
    let facts = About::new(&output.overrides, document, operation).field(path, field, why.is_some(), why.as_ref());
    let _ = writeln!(text, "{path} of {api}/{}", operation.name);
    let page = &document.file.path;
    match facts.row {
        None => line(text, "page", &format!("{page}: no row names it")),
        Some((at, row)) => {
            line(text, "page", &format!("{page}:{at}"));
            line(text, "row", row);
        }
    }
    line(text, "type", &facts.ty);
    if let Some(entry) = facts.added {
        line(text, "place", "an override adds it");
        line(text, "override", entry.why.trim());
    }
    let place = [("place", &facts.place), ("here", &facts.here), ("next best", &facts.next)];
    for (what, value) in place {
        line(text, what, value.as_deref().unwrap_or_default());
    }
    for (what, value) in &facts.stated {
        line(text, what, value);
    }
    for entry in &facts.overrides {
        line(text, "override", entry.why.trim());
    }
    for fix in &facts.fixes {
        let _ = writeln!(
            text,
            "  {}, `cargo xtask regen --fix {}` or add to specs/overrides/{api}.yaml:",
            fix.what, fix.id
        );
        indented(text, &fix.yaml());
    }
    if let Some(template) = &facts.template {
        let _ = writeln!(
            text,
            "  to change it, say what is true in specs/overrides/{api}.yaml, such as another `type` or `move: PARENT`:"
        );
        indented(text, template);
    }
    text.push('\n');
}

/// The lines of an override.
fn indented(text: &mut String, yaml: &str) {
    for entry in yaml.lines() {
        let _ = writeln!(text, "    {entry}");
    }
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

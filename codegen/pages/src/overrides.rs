//! Reviewed corrections to pages. Each says why, and is refused once it changes nothing.
//!
//! One file an API version, `overrides/<vendor>/<product>/<version>.yaml`: a list of entries, each
//! for one operation and one wire path, such as `response/Data/Events/DetailData/HangUper`.
//! Wrappers are no step of a path. The page itself is never edited to please the reader.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{CallRecord, Encoding, EnumValue, ErrorCode, Evidence, Field, Operation, Paging, Range, Type, Window};
use crate::source::{SourceFile, Span};
use crate::yaml;

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
    /// How a list is put into one value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
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
    /// Calls a second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<u32>,
    /// The longest period of one call, in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_days: Option<u32>,
    /// Error codes that the page does not list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<ErrorCode>>,
    /// Why the page is wrong, for whoever reads the diff.
    pub why: String,
}

/// An overrides file that was read.
#[derive(Debug)]
pub struct Overrides {
    /// Its text.
    pub file: SourceFile,
    /// `vendor/product/version`, from the path.
    pub api: String,
    /// The entries, each with its place.
    pub entries: Vec<(Override, Span)>,
}

/// Reads a file of overrides; `api` is the part of its path that says which API it is about.
pub fn read(file: SourceFile, api: &str) -> Result<Overrides, Box<(SourceFile, Diagnostic)>> {
    match yaml::read_list::<Override>(&file.text) {
        Ok(entries) => {
            let entries =
                entries.into_iter().map(|(entry, (line, column))| (entry, place(&file, line, column))).collect();
            Ok(Overrides { api: api.to_owned(), entries, file })
        }
        Err(error) => {
            let diagnostic = match error.place {
                Some((line, column)) => Diagnostic::at(
                    &file,
                    place(&file, line, column),
                    Severity::Error,
                    "override-unreadable",
                    error.message,
                ),
                None => Diagnostic::on(&file.path, Severity::Error, "override-unreadable", error.message),
            };
            let diagnostic = diagnostic.help("expected a list of entries, each with `operation`, `why` and what is true; see specs/ir/overrides.schema.json");
            Err(Box::new((file, diagnostic)))
        }
    }
}

/// The text of a file of overrides with more entries at its end; all that stands there stays as it is.
/// Says why where that can't be done.
pub fn append(file: &SourceFile, entries: &[&Override]) -> Result<String, String> {
    let refused = |error: yaml::Unreadable| format!("{}: {}", file.path, error.message);
    let known = yaml::read_list::<Override>(&file.text).map_err(refused)?;
    let mut text = file.text.clone();
    if text.trim().is_empty() {
        HEADER.clone_into(&mut text);
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    if !text.ends_with('\n') {
        text.push_str(end);
    }
    let dash = text.lines().find(|line| line.trim_start().starts_with("- "));
    let indent = dash.map(|line| line[..line.len() - line.trim_start().len()].to_owned()).unwrap_or_default();
    for line in yaml::write(&entries).map_err(refused)?.lines() {
        text.push_str(&indent);
        text.push_str(line);
        text.push_str(end);
    }
    // What YAML can also be, such as a list in brackets, has no place for lines at the end.
    let whole = known.iter().map(|(entry, _)| entry).chain(entries.iter().copied());
    match yaml::read_list::<Override>(&text) {
        Ok(read) if read.iter().map(|(entry, _)| entry).eq(whole) => Ok(text),
        _ => {
            Err(format!("{}: expected a list of lines that start with `- `; put the entries there by hand", file.path))
        }
    }
}

/// How a new file of overrides starts: editors complete and check it by the schema.
const HEADER: &str = "# yaml-language-server: $schema=../../../ir/overrides.schema.json\n";

/// The rest of a line from a column, both counted from 1.
fn place(file: &SourceFile, line: usize, column: usize) -> Span {
    let Some((start, text)) = file.lines().nth(line.saturating_sub(1)) else { return Span::default() };
    let skip: usize = text.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    Span::new(start + skip, start + text.len())
}

/// Applies a file to the operations of its API. Settled guesses leave the diagnostics.
pub fn apply(overrides: &Overrides, operations: &mut [(&mut Operation, &mut Vec<Diagnostic>)]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (entry, span) in &overrides.entries {
        let mut refuse = |code, message: String, help: &str| {
            diagnostics.push(Diagnostic::at(&overrides.file, *span, Severity::Error, code, message).help(help));
        };
        if matches!(entry.why.trim(), "" | "…" | "...") {
            refuse(
                "override-without-reason",
                format!("this override of `{}` does not say why", entry.operation),
                "add `why:` with what is wrong on the page",
            );
            continue;
        }
        let Some((operation, said)) = operations.iter_mut().find(|(operation, _)| operation.name == entry.operation)
        else {
            refuse(
                "override-lost",
                format!("there is no operation `{}` in {}", entry.operation, overrides.api),
                "correct the name, or remove the override with the page",
            );
            continue;
        };
        let before = operation.clone();
        let spans = match one(entry, operation) {
            Ok(spans) => spans,
            Err(Refused { message, help }) => {
                refuse("override-lost", message, &help);
                continue;
            }
        };
        let settles = |diagnostic: &Diagnostic| {
            let row = || diagnostic.about.or(diagnostic.span).is_some_and(|span| spans.contains(&span));
            match diagnostic.code {
                "placement-guess" | "wrapper-guess" | "row-contradicts" => row(),
                "members-from-sample" => entry.keep == Some(true) && row(),
                "response-from-sample" => entry.keep == Some(true) && entry.path.as_deref() == Some("response"),
                _ => false,
            }
        };
        let said_before = said.len();
        said.retain(|diagnostic| !settles(diagnostic));
        if **operation == before && said.len() == said_before {
            refuse(
                "override-idle",
                format!("this override of `{}` changes nothing: no longer needed", target(entry)),
                "remove it; the page now says the same",
            );
        }
    }
    diagnostics
}

fn target(entry: &Override) -> String {
    match &entry.path {
        Some(path) => format!("{} {path}", entry.operation),
        None => entry.operation.clone(),
    }
}

struct Refused {
    message: String,
    help: String,
}

/// Applies one entry; returns the places of the rows that it settled.
fn one(entry: &Override, operation: &mut Operation) -> Result<Vec<Span>, Refused> {
    let Some(path) = &entry.path else {
        if let Some(paging) = &entry.paging {
            operation.paging = Some(paging.clone());
        }
        if let Some(window) = &entry.window {
            operation.window = Some(window.clone());
        }
        if let Some(record) = &entry.call_record {
            operation.call_record = Some(record.clone());
        }
        operation.rate_limit = entry.rate_limit.or(operation.rate_limit);
        operation.max_days = entry.max_days.or(operation.max_days);
        if let Some(deprecated) = entry.deprecated {
            operation.deprecated = deprecated;
        }
        if let Some(description) = &entry.description {
            operation.description.clone_from(description);
        }
        for error in entry.errors.iter().flatten() {
            if !operation.errors.iter().any(|known| known.code == error.code) {
                operation.errors.push(error.clone());
            }
        }
        return Ok(Vec::new());
    };
    let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
    let lost = |known: &str| Refused {
        message: format!("`{}` has no field at `{path}`", entry.operation),
        help: if known.is_empty() {
            "a path starts with `request` or `response`".to_owned()
        } else {
            format!("the fields there are: {known}")
        },
    };
    let (side, steps) = steps.split_first().ok_or_else(|| lost(""))?;
    let Operation { request, response, enums, .. } = operation;
    let root = match *side {
        "request" => request,
        "response" => response,
        _ => return Err(lost("")),
    };
    let Some((last, above)) = steps.split_last() else {
        // The root itself: members can be added, or what samples show taken for all there is.
        if entry.keep == Some(true) {
            root.iter_mut().for_each(trust);
        }
        return add(entry, root).map(|()| Vec::new());
    };
    let parent = below(root, above).map_err(|known| lost(&known))?;
    let known = names(parent);
    let at = parent.iter().position(|field| field.name == **last).ok_or_else(|| lost(&known))?;
    if entry.remove == Some(true) {
        let removed = parent.remove(at);
        return Ok(vec![removed.span]);
    }
    let field = &mut parent[at];
    let span = field.span;
    edit(entry, field, enums);
    if let Some(members) = &entry.add {
        add_members(members, &mut field.fields);
        if !field.fields.is_empty() && !matches!(field.ty.innermost(), Type::Struct(_)) {
            field.ty = Type::Struct(None);
        }
    }
    if let Some(to) = &entry.to {
        let mut moved = parent.remove(at);
        settle(&mut moved);
        let target: Vec<&str> =
            to.split(['/', '.']).filter(|step| !step.is_empty() && *step != "response" && *step != "request").collect();
        match below(root, &target) {
            Ok(fields) => fields.push(moved),
            Err(known) => {
                return Err(Refused {
                    message: format!("`move: {to}` names no field of `{}`", entry.operation),
                    help: format!("the fields there are: {known}"),
                });
            }
        }
    }
    Ok(vec![span])
}

fn edit(entry: &Override, field: &mut Field, enums: &mut IndexMap<String, Vec<EnumValue>>) {
    if let Some(ty) = &entry.ty {
        field.ty = ty.clone();
    }
    field.required = entry.required.or(field.required);
    if let Some(wrapper) = &entry.wrapper {
        field.wrapper = (!wrapper.is_empty()).then(|| wrapper.clone());
    }
    field.encoding = entry.encoding.or(field.encoding);
    field.range = entry.range.or(field.range);
    field.max_items = entry.max_items.or(field.max_items);
    if entry.default.is_some() {
        field.default.clone_from(&entry.default);
    }
    if entry.unit.is_some() {
        field.unit.clone_from(&entry.unit);
    }
    if let Some(deprecated) = entry.deprecated {
        field.deprecated = deprecated;
    }
    if let Some(description) = &entry.description {
        field.description.clone_from(description);
    }
    if let Some(name) = &entry.rename {
        field.name.clone_from(name);
    }
    if entry.keep == Some(true) {
        settle(field);
        field.fields.iter_mut().for_each(trust);
    }
    if let Some(values) = &entry.values {
        let element = field.ty.innermost_mut();
        if !matches!(element, Type::Enum(_)) {
            *element = Type::Enum(field.name.clone());
        }
        let Type::Enum(name) = element.clone() else { return };
        enums.insert(name, values.clone());
    }
    if let (Some(values), Type::Enum(name)) = (&entry.add_values, field.ty.innermost())
        && let Some(known) = enums.get_mut(name)
    {
        for value in values {
            if !known.iter().any(|known| known.value == value.value) {
                known.push(value.clone());
            }
        }
    }
}

/// A settled place is no guess, nor is what stands below it for that reason alone.
fn settle(field: &mut Field) {
    if field.evidence == Evidence::Guess {
        field.evidence = Evidence::Order;
        field.alternatives.clear();
        for member in field.fields.iter_mut().filter(|member| member.alternatives.is_empty()) {
            settle(member);
        }
    }
}

/// What only samples show is there.
fn trust(field: &mut Field) {
    field.from_sample = false;
    field.fields.iter_mut().for_each(trust);
}

fn add(entry: &Override, fields: &mut Vec<Field>) -> Result<(), Refused> {
    match &entry.add {
        Some(members) => {
            add_members(members, fields);
            Ok(())
        }
        None if entry.keep == Some(true) => Ok(()),
        None => Err(Refused {
            message: "a path of `request` or `response` alone can only `add` or `keep` fields".to_owned(),
            help: "name the field behind it".to_owned(),
        }),
    }
}

fn add_members(members: &[Field], fields: &mut Vec<Field>) {
    for member in members {
        if !fields.iter().any(|known| known.name == member.name) {
            fields.push(member.clone());
        }
    }
}

fn below<'a>(fields: &'a mut Vec<Field>, steps: &[&str]) -> Result<&'a mut Vec<Field>, String> {
    let mut fields = fields;
    for step in steps {
        let known = names(fields);
        fields = &mut fields.iter_mut().find(|field| field.name == **step).ok_or(known)?.fields;
    }
    Ok(fields)
}

fn names(fields: &[Field]) -> String {
    fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn appended(text: &str) -> Result<String, String> {
        let entry = Override {
            operation: "GetTicket".to_owned(),
            path: Some("response/Id".to_owned()),
            ty: Some(Type::Long),
            why: "Seen: numbers.".to_owned(),
            ..Override::default()
        };
        append(&SourceFile::new("o.yaml", text), &[&entry])
    }

    #[test]
    fn what_stands_there_stays() {
        const ENTRY: &str = "- operation: GetTicket\n  path: response/Id\n  type: long\n  why: \"Seen: numbers.\"\n";
        assert_eq!(appended("").unwrap(), HEADER.to_owned() + ENTRY);
        let before = "# mine\n-   {operation: A,  rate_limit: 3, why: x} # kept\n\n# the end";
        assert_eq!(appended(before).unwrap(), format!("{before}\n{ENTRY}"));
        let indented = appended("  - operation: A\n    rate_limit: 3\n    why: x\n").unwrap();
        assert!(indented.ends_with("    why: x\n  - operation: GetTicket\n    path: response/Id\n    type: long\n    why: \"Seen: numbers.\"\n"), "{indented}");
        let windows = appended("- operation: A\r\n  rate_limit: 3\r\n  why: x\r\n").unwrap();
        assert_eq!(windows.matches('\n').count(), windows.matches("\r\n").count());
    }

    #[test]
    fn what_has_no_end_to_append_to() {
        assert!(appended("[{operation: A, rate_limit: 3, why: x}]").unwrap_err().contains("by hand"));
        assert!(appended("- operation: [").is_err());
    }
}

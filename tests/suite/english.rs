//! What users read who know no Chinese: a line of English for all that the five pages have, written beside the overrides.

use spectable_pages::ir::{Field, Operation};

use crate::helper::output;
use crate::workshop::{ID, REQUEST_ID, Workshop, page};

fn missing(fields: &[Field], path: &str, found: &mut Vec<String>, lines: &mut Vec<String>) {
    for field in fields {
        let path = format!("{path}/{}", field.name);
        if field.english.is_empty() {
            found.push(path.clone());
        }
        lines.push(field.english.clone());
        missing(&field.fields, &path, found, lines);
    }
}

#[test]
fn the_five_pages_are_said_in_english() {
    let all: Vec<&Operation> = output().documents.iter().filter_map(|document| document.operation.as_ref()).collect();
    assert_eq!(all.len(), 5);
    let mut lines = Vec::new();
    for operation in &all {
        let mut found = Vec::new();
        missing(&operation.request, "request", &mut found, &mut lines);
        missing(&operation.response, "response", &mut found, &mut lines);
        // A value may be said by another operation of the version.
        let version: Vec<&Operation> = all.iter().copied().filter(|other| other.api() == operation.api()).collect();
        let values = operation
            .enums
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |value| format!("{name}/{}", value.value)));
        let errors = operation.errors.iter().map(|error| format!("errors/{}", error.code));
        for place in values.chain(errors).chain(["operation".to_owned()]) {
            match version.iter().find_map(|other| other.english.get(&place)) {
                Some(line) => lines.push(line.clone()),
                None => found.push(place),
            }
        }
        assert!(found.is_empty(), "{} has no English at {found:#?}", operation.full_name());
    }
    assert!(lines.len() > 300, "{}", lines.len());
    for line in lines {
        let short = line.chars().count() <= 120 && line.ends_with('.');
        let plain = line.chars().all(|letter| letter.is_ascii() || letter == '…');
        assert!(short && plain, "{line:?}: expected a short sentence of English");
    }
}

/// English for what is not there is said, and stops nothing: a page changes more often than its English.
#[test]
fn what_is_not_there_is_said() {
    let cases = [
        ("request/Idd: x", "which is no field", "Id"),
        ("response/Nothing/Id: x", "which is no field", "RequestId"),
        ("Way/In: x", "which is no value", "expected `operation`"),
        ("errors/None: x", "which is not there", "errors/CODE"),
        ("nothing: x", "which is not there", "request/PageSize"),
    ];
    for (line, says, hint) in cases {
        let workshop = Workshop::with(page("GetDesk", &[ID], &[REQUEST_ID], r#"{"RequestId": "8F0B-1"}"#));
        let text = format!("- operation: GetDesk\n  english:\n    {line}\n  why: To see.\n");
        workshop.write("specs/overrides/aliyun/desk/2021-03-04.yaml", text);
        let ran = workshop.regen(&[]);
        assert_eq!(ran.code, Some(0), "{}", ran.printed);
        for word in ["warning[english-lost]", says, hint, "2021-03-04.yaml:3:5"] {
            assert!(ran.printed.contains(word), "no `{word}` in:\n{}", ran.printed);
        }
    }
}

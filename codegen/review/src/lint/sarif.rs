//! Findings as SARIF 2.1.0, the form that code hosts and editors read.

use serde_json::{Value, json};
use spectable_pages::diagnostic::Severity;

use super::{Finding, Place, Report, rules};

/// The whole log. Paths below `base` are written relative to it.
pub fn log(report: &Report, base: &str, version: &str) -> Value {
    let rules: Vec<Value> = rules()
        .map(|(code, rule)| {
            json!({
                "id": code.as_str(),
                "name": camel(code.as_str()),
                "shortDescription": { "text": rule.summary },
                "fullDescription": { "text": rule.summary },
                "help": { "text": format!("{}.", sentence(rule.help)) },
                "defaultConfiguration": { "level": rule.severity.as_str() },
            })
        })
        .collect();
    let results: Vec<Value> = report.findings.iter().map(|finding| result(finding, base)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "spectable", "semanticVersion": version, "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(finding: &Finding, base: &str) -> Value {
    let diagnostic = &finding.diagnostic;
    let text = if diagnostic.help.is_empty() {
        format!("{}.", sentence(&diagnostic.message))
    } else {
        format!("{}. {}.", sentence(&diagnostic.message), sentence(&diagnostic.help))
    };
    let start = (diagnostic.line, diagnostic.column);
    let mut result = json!({
        "ruleId": diagnostic.code.as_str(),
        "level": level(diagnostic.severity),
        "message": { "text": text },
        "locations": [{ "physicalLocation": physical(&diagnostic.path, base, start, (finding.end_line, finding.end_column)) }],
    });
    if let Some(index) = rules().position(|(code, _)| code == diagnostic.code)
        && let Some(object) = result.as_object_mut()
    {
        object.insert("ruleIndex".to_owned(), json!(index));
        if !finding.also.is_empty() {
            let also: Vec<Value> =
                finding.also.iter().enumerate().map(|(id, place)| related(id + 1, place, base)).collect();
            object.insert("relatedLocations".to_owned(), Value::Array(also));
        }
    }
    result
}

fn related(id: usize, place: &Place, base: &str) -> Value {
    json!({ "id": id, "message": { "text": place.message }, "physicalLocation": physical(&place.path, base, place.start, place.end) })
}

fn physical(path: &str, base: &str, start: (usize, usize), end: (usize, usize)) -> Value {
    let mut location = json!({ "artifactLocation": { "uri": uri(path, base) } });
    if start.0 > 0
        && let Some(object) = location.as_object_mut()
    {
        object.insert(
            "region".to_owned(),
            json!({ "startLine": start.0, "startColumn": start.1, "endLine": end.0, "endColumn": end.1 }),
        );
    }
    location
}

fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

/// A path as a reference relative to `base`; as an absolute one where it lies elsewhere.
fn uri(path: &str, base: &str) -> String {
    let below = path.strip_prefix(base).and_then(|rest| rest.strip_prefix('/')).filter(|_| !base.is_empty());
    let mut path = below.unwrap_or(path);
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/');
    }
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            for digit in [byte >> 4, byte & 15] {
                uri.push(char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    uri
}

/// `sample-extra` → `SampleExtra`
fn camel(code: &str) -> String {
    heck::ToUpperCamelCase::to_upper_camel_case(code)
}

/// With a capital letter and without the mark at its end.
fn sentence(text: &str) -> String {
    let text = text.trim_end_matches('.');
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{report, variant};
    use super::*;

    #[test]
    fn a_log_names_its_rules_and_places() {
        let page = variant(&[("\"TotalCount\": 2", "\"TotalCount\": true")]);
        let report = report(&[("/home/me/docs/通话 1.md", &page)]);
        let log = log(&report, "/home/me", "1.2.3");
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"].as_array().map(Vec::len), Some(rules().count()));
        let result = &run["results"][0];
        assert_eq!(result["ruleId"], "sample-type");
        assert_eq!(
            run["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()]["id"],
            "sample-type"
        );
        assert_eq!(result["level"], "warning");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "docs/%E9%80%9A%E8%AF%9D%201.md");
        assert_eq!(place["region"], json!({ "startLine": 73, "startColumn": 19, "endLine": 73, "endColumn": 23 }));
        assert_eq!(result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 27);
    }

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("./a/b.md", "/x"), "a/b.md");
        assert_eq!(uri("/x/a.md", "/x"), "a.md");
        assert_eq!(uri("/xy/a.md", "/x"), "file:///xy/a.md");
        assert_eq!(uri("../a:b.md", ""), "../a%3Ab.md");
    }
}

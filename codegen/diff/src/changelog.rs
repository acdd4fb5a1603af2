//! The diff as entries of a changelog, in the form of keep-a-changelog.

use std::fmt::Write as _;

use crate::text::{is_addition, is_removal, what};
use crate::words::{code, line};
use crate::{Change, ChangeKind, Class, Diff};

/// Values are cut to this.
const LONGEST: usize = 120;

/// More types than this are only counted where their documentation changed.
const MOST: usize = 8;

const SECTIONS: [&str; 4] = ["Added", "Changed", "Deprecated", "Removed"];

/// One version's section, what breaks first in each part; empty where there is nothing to enter.
pub(super) fn render(diff: &Diff) -> String {
    if diff.is_empty() {
        return String::new();
    }
    let mut text = format!("## [{}] - Unreleased\n", diff.next_version);
    let told: Vec<&Change> = diff.changes.iter().filter(|change| !is_words(change)).collect();
    for section in SECTIONS {
        let mut entries: Vec<&Change> = told.iter().copied().filter(|change| section_of(change) == section).collect();
        entries.sort_by_key(|change| change.class);
        let words = (section == "Changed").then(|| documentation(diff)).flatten();
        if entries.is_empty() && words.is_none() {
            continue;
        }
        let _ = write!(text, "\n### {section}\n\n");
        for change in entries {
            text.push_str(&entry(change));
        }
        text.push_str(words.as_deref().unwrap_or_default());
    }
    text
}

/// Nothing that a user of the crate would look up.
fn is_words(change: &Change) -> bool {
    change.class == Class::Documentation && change.kind != ChangeKind::DeprecationChanged
}

fn section_of(change: &Change) -> &'static str {
    match change.kind {
        kind if is_addition(kind) => "Added",
        kind if is_removal(kind) => "Removed",
        ChangeKind::DeprecationChanged if change.after.is_some() => "Deprecated",
        _ => "Changed",
    }
}

fn entry(change: &Change) -> String {
    let breaking = if change.class == Class::Breaking { "**Breaking:** " } else { "" };
    let item = code(&change.item, LONGEST);
    let show = |text: &str| code(text, LONGEST);
    let value = || show(change.after.as_deref().or(change.before.as_deref()).unwrap_or_default());
    let said = match change.kind {
        ChangeKind::OperationAdded | ChangeKind::OperationRemoved => return format!("- {breaking}{item}\n"),
        ChangeKind::ParameterAdded | ChangeKind::ParameterRemoved => {
            format!("parameter {}, {}", show(place(change)), value())
        }
        ChangeKind::FieldAdded | ChangeKind::FieldRemoved => format!("field {}, {}", show(place(change)), value()),
        ChangeKind::EnumValueAdded | ChangeKind::EnumValueRemoved => format!("value {}", value()),
        ChangeKind::ErrorCodeAdded | ChangeKind::ErrorCodeRemoved => format!("error code {}", value()),
        ChangeKind::DeprecationChanged if change.path.is_empty() => "the operation".to_owned(),
        ChangeKind::DeprecationChanged => show(place(change)),
        _ if change.path.is_empty() => what(change, &show),
        _ => format!("{} {}", show(place(change)), what(change, &show)),
    };
    // Why it breaks, for whoever has to change code.
    let reason = if change.class == Class::Breaking {
        format!("; {}", line(&change.reason, 2 * LONGEST))
    } else {
        String::new()
    };
    format!("- {breaking}{item}: {said}{reason}\n")
}

/// A path without its first step where the kind says which half it is in.
fn place(change: &Change) -> &str {
    let path = change.path.as_str();
    path.strip_prefix("request/").or_else(|| path.strip_prefix("response/")).unwrap_or(path)
}

fn documentation(diff: &Diff) -> Option<String> {
    let mut items: Vec<&str> =
        diff.changes.iter().filter(|change| is_words(change)).map(|change| change.item.as_str()).collect();
    items.sort_unstable();
    items.dedup();
    let shown: Vec<String> = items.iter().take(MOST).map(|item| code(item, LONGEST)).collect();
    let more = items.len().saturating_sub(MOST);
    let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!items.is_empty()).then(|| format!("- Documentation of {}{tail}\n", shown.join(", ")))
}

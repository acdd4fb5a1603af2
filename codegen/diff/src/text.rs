//! The diff for a person at a terminal: a line a change.

use std::fmt::Write as _;

use crate::words::{count, line};
use crate::{Change, ChangeKind, Class, Diff, Unsure};

/// Values are cut to this.
const LONGEST: usize = 100;

/// Everything, breaking changes first within each operation.
pub(super) fn render(diff: &Diff) -> String {
    let mut text = String::new();
    for changes in diff.changes.chunk_by(|one, other| one.operation == other.operation) {
        let operation = changes.first().map_or("", |change| &change.operation);
        let _ = writeln!(text, "{}", line(operation, LONGEST));
        let width = changes.iter().map(|change| change.path.chars().count()).max().unwrap_or_default().min(60);
        for change in changes {
            let path = line(&change.path, LONGEST);
            let gap = if width == 0 { "" } else { "  " };
            let what = line(&what(change, &|text| line(text, LONGEST)), 4 * LONGEST);
            let _ = writeln!(
                text,
                "  {:<13}  {path:<width$}{gap}{what}: {}",
                change.class.as_str(),
                line(&change.reason, 4 * LONGEST)
            );
        }
        text.push('\n');
    }
    if !diff.unsure.is_empty() {
        let _ = writeln!(
            text,
            "unsure of {}; a guess is settled by one of its overrides:",
            count(diff.unsure.len(), "place")
        );
        for unsure in &diff.unsure {
            let _ = writeln!(
                text,
                "\n  {} {}: {}",
                line(&unsure.operation, LONGEST),
                line(&unsure.path, LONGEST),
                line(&doubt(unsure, &|text| line(text, LONGEST)), 4 * LONGEST)
            );
            for row in unsure.overrides.join("# or\n").lines() {
                let _ = writeln!(text, "    {row}");
            }
        }
        text.push('\n');
    }
    let _ = writeln!(text, "{}", summary(diff));
    text
}

/// Why a place is not certain; `show` as in [`what`].
pub(super) fn doubt(unsure: &Unsure, show: &dyn Fn(&str) -> String) -> String {
    let others: Vec<String> = unsure.alternatives.iter().map(|path| show(path)).collect();
    if others.is_empty() {
        return unsure.what.clone();
    }
    format!("{}: it may belong below {}", unsure.what, others.join(" or "))
}

/// `2 breaking, 1 additive, 0 documentation: next version 0.2.0`
pub(super) fn summary(diff: &Diff) -> String {
    if diff.is_empty() {
        return format!("no changes: version {}", diff.next_version);
    }
    let counts: Vec<String> = [Class::Breaking, Class::Additive, Class::Documentation]
        .map(|class| format!("{} {}", diff.count(class), class.as_str()))
        .to_vec();
    format!("{}: next version {}", counts.join(", "), diff.next_version)
}

/// The change itself in words; `show` makes page text fit to be shown.
pub(super) fn what(change: &Change, show: &dyn Fn(&str) -> String) -> String {
    let kind = change.kind.as_str().replace('-', " ").replace("rust", "Rust");
    // Both texts of documentation are long, and the page's own diff shows them.
    match (change.kind, &change.before, &change.after) {
        (ChangeKind::DocumentationChanged, ..) | (_, None, None) => kind,
        (ChangeKind::Renamed, Some(before), _) => {
            format!("{kind}, from {}", show(before.rsplit('/').next().unwrap_or_default()))
        }
        (ChangeKind::Moved, Some(before), _) => format!("{kind}, from {}", show(before)),
        (ChangeKind::OperationAdded, _, Some(what)) | (ChangeKind::OperationRemoved, Some(what), _) => {
            format!("{kind}: {what}")
        }
        (_, Some(before), Some(after)) => format!("{kind}, {} → {}", show(before), show(after)),
        (_, Some(before), None) if is_removal(change.kind) => format!("{kind}, {}", show(before)),
        (_, None, Some(after)) if is_addition(change.kind) => format!("{kind}, {}", show(after)),
        (_, Some(before), None) => format!("{kind}, {} → none", show(before)),
        (_, None, Some(after)) => format!("{kind}, none → {}", show(after)),
    }
}

/// Something is there that was not.
pub(super) fn is_addition(kind: ChangeKind) -> bool {
    use ChangeKind::{EnumValueAdded, ErrorCodeAdded, FieldAdded, OperationAdded, ParameterAdded};
    matches!(kind, EnumValueAdded | ErrorCodeAdded | FieldAdded | OperationAdded | ParameterAdded)
}

/// Something is gone.
pub(super) fn is_removal(kind: ChangeKind) -> bool {
    use ChangeKind::{EnumValueRemoved, ErrorCodeRemoved, FieldRemoved, OperationRemoved, ParameterRemoved};
    matches!(kind, EnumValueRemoved | ErrorCodeRemoved | FieldRemoved | OperationRemoved | ParameterRemoved)
}

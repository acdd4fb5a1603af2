//! The diff as a comment on a pull request: a summary line, a table an operation, what is long
//! behind a click.

use std::fmt::Write as _;

use crate::fit::{Block, Part, fit};
use crate::text::{doubt, summary, what};
use crate::words::{cell, code, count, line};
use crate::{Change, ChangeKind, Class, Diff, Unsure};

/// Values are cut to this.
const LONGEST: usize = 120;

/// More rows than this stand behind a click, unless they break something.
const FEW: usize = 10;

/// At most `limit` characters.
pub(super) fn render(diff: &Diff, limit: usize) -> String {
    fit(&format!("### API changes: {}\n", summary(diff)), blocks(diff), limit)
}

fn blocks(diff: &Diff) -> Vec<Block> {
    let mut blocks = Vec::new();
    let whole = |change: &&Change| matches!(change.kind, ChangeKind::OperationAdded | ChangeKind::OperationRemoved);
    let (comings, rest): (Vec<&Change>, Vec<&Change>) = diff.changes.iter().partition(whole);
    operations(&mut blocks, &comings);
    let mut groups: Vec<&[&Change]> = rest.chunk_by(|one, other| one.operation == other.operation).collect();
    // What breaks comes first; within a group it does already.
    groups.sort_by_key(|group| group.first().map(|change| change.class));
    let told = |group: &&[&Change]| group.iter().any(|change| change.class != Class::Documentation);
    let (told, words): (Vec<_>, Vec<_>) = groups.into_iter().partition(told);
    for group in told {
        operation(&mut blocks, group);
    }
    if !words.is_empty() {
        blocks.push(Block::new(Part::Heading, ["\n#### Documentation only\n".to_owned()]));
    }
    for group in words {
        let name = group.first().map_or("", |change| change.operation.as_str());
        documentation(&mut blocks, group, &format!("<code>{}</code>: ", html(name)));
    }
    doubts(&mut blocks, diff);
    blocks
}

/// Operations that came and went, in one table.
fn operations(blocks: &mut Vec<Block>, changes: &[&Change]) {
    if changes.is_empty() {
        return;
    }
    let rows = |class: Class| -> Vec<String> {
        changes.iter().filter(|change| change.class == class).map(|change| row(change, &change.operation)).collect()
    };
    blocks.push(Block::new(Part::Heading, ["\n#### Operations\n".to_owned()]));
    table(blocks, "operation", &rows(Class::Breaking), &rows(Class::Additive), Part::Added);
}

/// A heading and a table, and the documentation below it.
fn operation(blocks: &mut Vec<Block>, changes: &[&Change]) {
    let Some(first) = changes.first() else { return };
    let rows = |class: Class| -> Vec<String> {
        changes.iter().filter(|change| change.class == class).map(|change| row(change, &change.path)).collect()
    };
    blocks.push(Block::new(Part::Heading, [format!("\n#### {}\n", code(&first.operation, LONGEST))]));
    table(blocks, "where", &rows(Class::Breaking), &rows(Class::Additive), Part::Additive);
    let words: Vec<&Change> = changes.iter().copied().filter(|change| change.class == Class::Documentation).collect();
    if !words.is_empty() {
        documentation(blocks, &words, "");
    }
}

/// Rows that break something stay in sight; others only where they are few.
fn table(blocks: &mut Vec<Block>, place: &str, breaking: &[String], additive: &[String], part: Part) {
    let head = format!("\n| class | {place} | change | why |\n|---|---|---|---|\n");
    let short = additive.len() <= FEW;
    if !breaking.is_empty() || short {
        blocks.push(Block::new(Part::Heading, [head.clone()]));
    }
    if !breaking.is_empty() {
        let folded = |shown: usize| {
            let rows: String = breaking.iter().take(shown).map(String::as_str).collect();
            let more = if shown == 0 { "" } else { " more" };
            format!("{rows}| **breaking** | {}{more}, folded | | |\n", count(breaking.len() - shown, place_word(place)))
        };
        let some = (breaking.len() > FEW).then(|| folded(FEW));
        let forms = std::iter::once(breaking.concat()).chain(some).chain([folded(0)]);
        blocks.push(Block::new(Part::Breaking, forms));
    }
    if additive.is_empty() {
        return;
    }
    if short {
        let number = count(additive.len(), place_word(place));
        blocks.push(Block::new(part, [additive.concat(), format!("| additive | {number}, folded | | |\n")]));
    } else {
        let what = if part == Part::Added { "new operation" } else { "additive change" };
        let summary = count(additive.len(), what);
        let full = details(&summary, &(head + &additive.concat()));
        blocks.push(Block::new(part, [full, format!("\n{summary}, folded\n")]));
    }
}

/// What the column `where` counts.
fn place_word(column: &str) -> &str {
    if column == "where" { "place" } else { column }
}

fn documentation(blocks: &mut Vec<Block>, changes: &[&Change], name: &str) {
    let summary = format!("{name}{}", count(changes.len(), "documentation change"));
    let items: String = changes.iter().map(|change| item(change)).collect();
    let full = details(&summary, &format!("\n{items}"));
    blocks.push(Block::new(Part::Documentation, [full, format!("\n{summary}, folded\n")]));
}

/// What is shown after a click; `body` starts with a line's end.
fn details(summary: &str, body: &str) -> String {
    format!("\n<details><summary>{summary}</summary>\n{body}\n</details>\n")
}

/// A text in HTML.
fn html(text: &str) -> String {
    line(text, LONGEST).replace('&', "&amp;").replace('<', "&lt;").replace('@', "&#64;")
}

fn row(change: &Change, place: &str) -> String {
    let class = if change.class == Class::Breaking { "**breaking**" } else { change.class.as_str() };
    let what = what(change, &|text| cell(text, LONGEST));
    let place = if place.is_empty() { "the operation".to_owned() } else { cell(place, LONGEST) };
    let also = match change.also.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("| {class} | {place}{also} | {what} | {} |\n", reason(&change.reason))
}

/// Our own words, in which page text stands in code spans.
fn reason(text: &str) -> String {
    line(text, 2 * LONGEST).replace('|', "\\|")
}

/// A line of documentation that changed, with both texts.
fn item(change: &Change) -> String {
    let place = if change.path.is_empty() { "the operation".to_owned() } else { code(&change.path, LONGEST) };
    let what = match change.kind {
        ChangeKind::DocumentationChanged => reason(&change.reason),
        _ => format!("{}: {}", what(change, &|text| code(text, LONGEST)), reason(&change.reason)),
    };
    let mut text = format!("- {place}: {what}\n");
    if change.kind == ChangeKind::DocumentationChanged {
        for (side, value) in [("before", &change.before), ("after", &change.after)] {
            if let Some(value) = value {
                let _ = writeln!(text, "  - {side}: {}", code(value, 2 * LONGEST));
            }
        }
    }
    text
}

/// What the generator is not certain of, and the overrides to paste.
fn doubts(blocks: &mut Vec<Block>, diff: &Diff) {
    if diff.unsure.is_empty() {
        return;
    }
    let head = format!(
        "\n#### Unsure of {}\n\nA guess is settled by one of its overrides, in `specs/overrides`.\n",
        count(diff.unsure.len(), "place")
    );
    blocks.push(Block::new(Part::Heading, [head]));
    for group in diff.unsure.chunk_by(|one, other| one.operation == other.operation) {
        let Some(first) = group.first() else { continue };
        let operation = code(&first.operation, LONGEST);
        let rows: String = group.iter().map(doubtful).collect();
        let number = count(group.len(), "place");
        let full = if group.len() > FEW {
            format!("\n{operation}\n{}", details(&number, &format!("\n{rows}")))
        } else {
            format!("\n{operation}\n\n{rows}")
        };
        blocks.push(Block::new(Part::Unsure, [full, format!("\n{operation}: {number}, folded\n")]));
        let overrides = overrides(group);
        if !overrides.is_empty() {
            blocks.push(Block::new(Part::Overrides, [overrides, String::new()]));
        }
    }
}

fn doubtful(unsure: &Unsure) -> String {
    format!("- {}: {}\n", code(&unsure.path, LONGEST), doubt(unsure, &|text| code(text, LONGEST)))
}

fn overrides(group: &[Unsure]) -> String {
    if group.iter().all(|unsure| unsure.overrides.is_empty()) {
        return String::new();
    }
    // Of one place's entries only one can be pasted.
    let entries: String = group.iter().map(|unsure| unsure.overrides.join("# or\n")).collect();
    let longest = entries.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    details("overrides", &format!("\n{fence}yaml\n{entries}{fence}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that pages may hold.
    const HOSTILE: &str = "a | b `c` <img src=x> @everyone [d](javascript:e)\n\n# f ``` #1";

    fn change(operation: usize, at: usize, class: Class, kind: ChangeKind) -> Change {
        Change {
            operation: format!("aliyun/desk/2021-03-04/Operation{operation}"),
            path: format!("response/{HOSTILE}{at}"),
            item: String::new(),
            kind,
            class,
            reason: "the public field is gone".to_owned(),
            before: Some(HOSTILE.to_owned()),
            after: Some(HOSTILE.to_owned()),
            also: Vec::new(),
        }
    }

    /// A diff that no comment can hold.
    fn large(operations: usize, changes: usize) -> Diff {
        let mut diff = Diff { next_version: "0.2.0".to_owned(), changes: Vec::new(), unsure: Vec::new() };
        for operation in 0..operations {
            let kinds = [
                (Class::Breaking, ChangeKind::FieldRemoved),
                (Class::Additive, ChangeKind::FieldAdded),
                (Class::Documentation, ChangeKind::DocumentationChanged),
            ];
            for (class, kind) in kinds {
                diff.changes.extend((0..changes).map(|at| change(operation, at, class, kind)));
            }
            let mut added = change(operation + operations, 0, Class::Additive, ChangeKind::OperationAdded);
            (added.before, added.after) = (None, Some("2 parameters, 3 fields".to_owned()));
            diff.changes.push(added);
            diff.unsure.push(Unsure {
                operation: format!("aliyun/desk/2021-03-04/Operation{operation}"),
                path: HOSTILE.to_owned(),
                what: "its place is a guess".to_owned(),
                alternatives: vec![HOSTILE.to_owned()],
                overrides: vec!["- operation: Operation\n  keep: true\n".to_owned()],
            });
        }
        diff
    }

    #[test]
    fn it_fits_whatever_the_limit() {
        for (operations, changes) in [(1, 1), (3, 40), (200, 3), (2000, 2)] {
            let diff = large(operations, changes);
            for limit in [0, 100, 500, 1000, 5000, 20_000, 65_536] {
                let text = render(&diff, limit);
                assert!(text.chars().count() <= limit, "{operations} operations in {limit}");
            }
        }
    }

    #[test]
    fn the_least_important_is_folded_first_and_said() {
        let diff = large(6, 30);
        let whole = render(&diff, usize::MAX);
        assert!(!whole.contains("olded"));
        let full = whole.chars().count();
        let said = |limit: usize| {
            let text = render(&diff, limit);
            let closing = text.lines().find(|line| line.starts_with("Folded")).unwrap_or_default();
            closing.split_once(": ").map(|(_, rest)| rest.to_owned()).unwrap_or_default()
        };
        assert_eq!(said(full), "");
        assert_eq!(said(full - 1), "documentation of 1 operation. `cargo xtask diff` shows everything.");
        assert!(said(full * 2 / 3).starts_with("documentation of 6 operations"));
        assert!(!said(full * 2 / 3).contains("breaking"));
        let least = said(3000);
        assert!(least.contains("breaking changes of") && least.contains("additive changes of"), "{least}");
    }

    /// Outside of code spans there is nothing of a page.
    #[test]
    fn page_text_stays_in_code() {
        let text = render(&large(1, 2), usize::MAX);
        for line in text.lines().filter(|line| !line.starts_with("```")) {
            // Spans of two backticks around text with single ones.
            let plain: String =
                line.split("````").enumerate().filter(|(at, _)| at % 2 == 0).map(|(_, part)| part).collect();
            assert!(!plain.contains('@') && !plain.contains("<img"), "{line}");
        }
        for row in text.lines().filter(|line| line.starts_with("| ")) {
            assert_eq!(row.replace("\\|", "").matches('|').count(), 5, "{row}");
        }
    }
}

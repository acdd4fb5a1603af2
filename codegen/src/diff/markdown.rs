//! The diff as a comment on a pull request: a summary line, a table an operation, and the least
//! important folded until it fits.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::diff::text::{doubt, summary, what};
use crate::diff::words::{cell, code, count, line};
use crate::diff::{Change, Class, Diff, Kind, Unsure};

/// Values are cut to this.
const LONGEST: usize = 120;

/// Room for the line that says what was folded.
const CLOSING: usize = 400;

/// Rows that stay where a table is folded.
const FEW: usize = 10;

/// What a block is about; the first of these is folded first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Documentation,
    Overrides,
    Additive,
    Added,
    Unsure,
    Breaking,
    Heading,
}

/// A stretch of the comment that can be made shorter.
#[derive(Debug)]
struct Block {
    part: Part,
    /// From all to least; the last one is left.
    forms: Vec<String>,
    form: usize,
}

impl Block {
    fn new(part: Part, forms: impl IntoIterator<Item = String>) -> Self {
        Self { part, forms: forms.into_iter().collect(), form: 0 }
    }

    fn text(&self) -> &str {
        self.forms.get(self.form).map_or("", String::as_str)
    }

    fn length(&self) -> usize {
        self.text().chars().count()
    }
}

/// At most `limit` characters.
pub(super) fn render(diff: &Diff, limit: usize) -> String {
    let heading = format!("### API changes: {}\n", summary(diff));
    let mut blocks = blocks(diff);
    let room = limit.saturating_sub(heading.chars().count());
    let mut total: usize = blocks.iter().map(Block::length).sum();
    if total > room {
        let room = room.saturating_sub(CLOSING);
        fold(&mut blocks, &mut total, room);
        let mut left_out = 0;
        while total > room {
            let Some(block) = blocks.pop() else { break };
            total -= block.length();
            left_out += 1;
        }
        let closing = closing(&blocks, left_out, limit);
        blocks.push(Block::new(Part::Heading, [closing]));
    }
    let text: String = std::iter::once(heading.as_str()).chain(blocks.iter().map(Block::text)).collect();
    text.chars().take(limit).collect()
}

/// Folds until `total` is no more than `room`: the least important part first, of it the longest block.
fn fold(blocks: &mut [Block], total: &mut usize, room: usize) {
    let mut order: Vec<(Part, usize, usize, usize)> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        // All blocks of a part take a step before any takes the next.
        order.extend((1..block.forms.len()).map(|form| (block.part, form, usize::MAX - block.length(), at)));
    }
    order.sort_unstable();
    for (_, form, _, at) in order {
        if *total <= room {
            return;
        }
        if let Some(block) = blocks.get_mut(at) {
            let before = block.length();
            block.form = form;
            *total = total.saturating_sub(before) + block.length();
        }
    }
}

/// What was folded.
fn closing(blocks: &[Block], left_out: usize, limit: usize) -> String {
    let mut folded: BTreeMap<Part, usize> = BTreeMap::new();
    for block in blocks.iter().filter(|block| block.form > 0) {
        *folded.entry(block.part).or_default() += 1;
    }
    let mut parts: Vec<String> = folded
        .into_iter()
        .map(|(part, number)| {
            let of = count(number, "operation");
            match part {
                Part::Documentation => format!("documentation of {of}"),
                Part::Overrides => format!("overrides for {of}"),
                Part::Additive => format!("additive changes of {of}"),
                Part::Added => "the list of new operations".to_owned(),
                Part::Unsure => format!("doubts about {of}"),
                Part::Breaking | Part::Heading => format!("breaking changes of {of}"),
            }
        })
        .collect();
    if left_out > 0 {
        parts.push(format!("all of {}", count(left_out, "further block")));
    }
    format!("\nFolded to stay below {limit} characters: {}. `cargo xtask diff` shows everything.\n", parts.join(", "))
}

fn blocks(diff: &Diff) -> Vec<Block> {
    let mut blocks = Vec::new();
    let whole = |change: &&Change| matches!(change.kind, Kind::OperationAdded | Kind::OperationRemoved);
    let (comings, rest): (Vec<&Change>, Vec<&Change>) = diff.changes.iter().partition(whole);
    operations(&mut blocks, &comings);
    for group in rest.chunk_by(|one, other| one.operation == other.operation) {
        operation(&mut blocks, group);
    }
    doubts(&mut blocks, diff);
    blocks
}

/// Operations that came and went, in one table.
fn operations(blocks: &mut Vec<Block>, changes: &[&Change]) {
    let of =
        |class: Class| -> Vec<&Change> { changes.iter().copied().filter(|change| change.class == class).collect() };
    if changes.is_empty() {
        return;
    }
    let head = "\n#### Operations\n\n| class | operation | change | why |\n|---|---|---|---|\n";
    blocks.push(Block::new(Part::Heading, [head.to_owned()]));
    let rows =
        |changes: &[&Change]| -> String { changes.iter().map(|change| row(change, &change.operation)).collect() };
    let removed = of(Class::Breaking);
    if !removed.is_empty() {
        blocks.push(Block::new(Part::Breaking, shortened(&removed, &|change| row(change, &change.operation))));
    }
    let added = of(Class::Additive);
    if !added.is_empty() {
        let folded = format!("| additive | {} | operations added | |\n", added.len());
        let names: Vec<String> = added.iter().map(|change| code(&change.operation, LONGEST)).collect();
        let list = format!(
            "{folded}\n<details><summary>{}</summary>\n\n{}\n\n</details>\n",
            count(added.len(), "new operation"),
            names.join(", ")
        );
        let full = rows(&added);
        // A list of names is no shorter for one or two.
        let forms = if list.len() < full.len() { vec![full, list, folded] } else { vec![full, folded] };
        blocks.push(Block::new(Part::Added, forms));
    }
}

/// A heading and a table, and the documentation below it.
fn operation(blocks: &mut Vec<Block>, changes: &[&Change]) {
    let Some(first) = changes.first() else { return };
    let of =
        |class: Class| -> Vec<&Change> { changes.iter().copied().filter(|change| change.class == class).collect() };
    let (breaking, additive, words) = (of(Class::Breaking), of(Class::Additive), of(Class::Documentation));
    let mut head = format!("\n#### {}\n", code(&first.operation, LONGEST));
    if breaking.len() + additive.len() > 0 {
        head.push_str("\n| class | where | change | why |\n|---|---|---|---|\n");
    }
    blocks.push(Block::new(Part::Heading, [head]));
    let by_path = |change: &Change| row(change, &change.path);
    if !breaking.is_empty() {
        blocks.push(Block::new(Part::Breaking, shortened(&breaking, &by_path)));
    }
    if !additive.is_empty() {
        let rows: String = additive.iter().map(|change| by_path(change)).collect();
        let folded = format!("| additive | {} | folded | |\n", count(additive.len(), "place"));
        blocks.push(Block::new(Part::Additive, [rows, folded]));
    }
    if !words.is_empty() {
        let summary = count(words.len(), "documentation change");
        let items: String = words.iter().map(|change| item(change)).collect();
        let full = format!("\n<details><summary>{summary}</summary>\n\n{items}\n</details>\n");
        blocks.push(Block::new(Part::Documentation, [full, format!("\n{summary}, folded\n")]));
    }
}

/// All rows, or the first few.
fn shortened(changes: &[&Change], row: &dyn Fn(&Change) -> String) -> Vec<String> {
    let rows: Vec<String> = changes.iter().map(|change| row(change)).collect();
    let more = |shown: usize| format!("| **breaking** | {} more | folded | |\n", changes.len() - shown);
    let mut forms = vec![rows.concat()];
    if rows.len() > FEW {
        forms.push(rows.iter().take(FEW).cloned().collect::<String>() + &more(FEW));
    }
    forms.push(format!("| **breaking** | {} | folded | |\n", count(changes.len(), "place")));
    forms
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
        Kind::DocumentationChanged => reason(&change.reason),
        _ => format!("{}: {}", what(change, &|text| code(text, LONGEST)), reason(&change.reason)),
    };
    let mut text = format!("- {place}: {what}\n");
    if change.kind == Kind::DocumentationChanged {
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
        let folded = format!("\n{operation}: {}, folded\n", count(group.len(), "place"));
        blocks.push(Block::new(Part::Unsure, [format!("\n{operation}\n\n{rows}"), folded]));
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
    let entries: String = group.iter().flat_map(|unsure| &unsure.overrides).map(String::as_str).collect();
    let longest = entries.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("\n<details><summary>overrides</summary>\n\n{fence}yaml\n{entries}{fence}\n\n</details>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that pages may hold.
    const HOSTILE: &str = "a | b `c` <img src=x> @everyone [d](javascript:e)\n\n# f ``` #1";

    fn change(operation: usize, at: usize, class: Class, kind: Kind) -> Change {
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
                (Class::Breaking, Kind::FieldRemoved),
                (Class::Additive, Kind::FieldAdded),
                (Class::Documentation, Kind::DocumentationChanged),
            ];
            for (class, kind) in kinds {
                diff.changes.extend((0..changes).map(|at| change(operation, at, class, kind)));
            }
            let mut added = change(operation + operations, 0, Class::Additive, Kind::OperationAdded);
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

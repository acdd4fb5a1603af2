//! Making a comment fit: the least important part is folded first, and what was folded is said.

use std::collections::BTreeMap;

use crate::words::count;

/// Room for the line that says what was folded.
const CLOSING: usize = 400;

/// What a block is about; the first of these is folded first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
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
pub(super) struct Block {
    part: Part,
    /// From all to least; the last one is left.
    forms: Vec<String>,
    form: usize,
}

impl Block {
    pub(super) fn new(part: Part, forms: impl IntoIterator<Item = String>) -> Self {
        Self { part, forms: forms.into_iter().collect(), form: 0 }
    }

    fn text(&self) -> &str {
        self.forms.get(self.form).map_or("", String::as_str)
    }

    fn length(&self) -> usize {
        self.text().chars().count()
    }
}

/// Joins the blocks below a heading to at most `limit` characters.
pub(super) fn fit(heading: &str, mut blocks: Vec<Block>, limit: usize) -> String {
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
    let text: String = std::iter::once(heading).chain(blocks.iter().map(Block::text)).collect();
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

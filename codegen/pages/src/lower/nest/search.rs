//! The search for the cheapest tree: a beam over the stacks of open containers.
//!
//! Two ways through the table that leave the same containers open are the same from there on, so
//! only the cheaper one is kept; what the other would have cost is remembered as the *margin* of
//! the rows in which they differ. A small margin is a guess.

use super::ROOT;
use super::evidence::Index;
use super::margin::{GivenUp, Margins, WORTH_NOTING};
use super::place::{Frame, Placement};
use super::weights::weight;

/// How many ways through the table are kept. Two thirds of them, or more, give the same trees on every page known.
const BEAM: usize = 36;

/// Longer tables are searched less widely, so that the work stays bounded.
fn width(rows: usize) -> usize {
    (BEAM * 120 / rows.max(120)).max(6)
}

/// A way through the rows so far.
#[derive(Clone, Default)]
struct State {
    cost: f32,
    stack: Vec<Frame>,
    parents: Vec<u16>,
    shown: Vec<bool>,
    /// Which names that rows to come bear too are taken, and in which open container.
    taken: u64,
    /// Rows that could stand elsewhere.
    margins: Margins,
}

/// The cheapest tree that was found.
#[derive(Default)]
pub(super) struct Tree {
    /// By row: the row above it, or [`ROOT`].
    pub parents: Vec<u16>,
    /// By row: a sample shows it there.
    pub shown: Vec<bool>,
    /// What other trees cost more.
    pub margins: Margins,
}

/// Finds the cheapest tree, or the cheapest one of those that do not put a row below a parent. It has no rows where
/// the table has none, or where that row has no other place.
pub(super) fn search(index: &Index<'_>, without: Option<(usize, u16)>) -> Tree {
    let rows = index.rows.len();
    let beam_width = width(rows);
    let mut beam = vec![State { stack: vec![Frame::root(index)], ..State::default() }];
    // States of rows before, whose memory is used again.
    let mut spare: Vec<State> = Vec::new();
    let mut next: Vec<State> = Vec::new();
    let mut moves: Vec<(f32, usize, usize, Placement)> = Vec::new();
    let mut stack: Vec<Frame> = Vec::new();
    // A number for each of `next`, equal where the rows to come are seen alike.
    let mut outlooks: Vec<u64> = Vec::with_capacity(BEAM);
    for row in 0..rows {
        outlooks.clear();
        for (from, state) in beam.iter().enumerate() {
            for depth in 0..state.stack.len() {
                let mut cost = 0.0;
                let place = index.place(row, &state.stack, depth, &state.parents, &mut |oddity, amount| {
                    cost += weight(oddity) * amount;
                });
                if let Some(place) = place
                    && without != Some((row, depth_parent(state, depth)))
                {
                    moves.push((state.cost + cost, from, depth, place));
                }
            }
        }
        moves.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(b.2.cmp(&a.2)));
        for (cost, from, depth, place) in moves.drain(..) {
            let full = next.len() == beam_width;
            if full && next.last().is_some_and(|last| cost - last.cost > WORTH_NOTING) {
                // What is left is no state, and too dear to be a margin of one.
                break;
            }
            let from = &beam[from];
            let parent = depth_parent(from, depth);
            place.open(row, &from.stack, depth, &mut stack);
            let taken = index.taken(row, &stack, &from.parents, parent);
            let outlook = outlook(&stack, taken);
            let same = outlooks.iter().zip(&mut next).find_map(|(known, state)| {
                (*known == outlook && state.taken == taken && alike(&state.stack, &stack)).then_some(state)
            });
            if let Some(same) = same {
                let more = cost - same.cost;
                let dropped = GivenUp { parents: &from.parents, last: parent, margins: &from.margins, more };
                same.margins.remember(&same.parents, &dropped);
            } else if !full {
                let mut state = spare.pop().unwrap_or_default();
                (state.cost, state.taken) = (cost, taken);
                state.stack.clone_from(&stack);
                state.margins.clone_from(&from.margins);
                state.parents.clone_from(&from.parents);
                state.parents.push(parent);
                state.shown.clone_from(&from.shown);
                state.shown.push(place.shown);
                outlooks.push(outlook);
                next.push(state);
            }
        }
        std::mem::swap(&mut beam, &mut next);
        spare.append(&mut next);
    }
    finish(index, beam)
}

fn depth_parent(state: &State, depth: usize) -> u16 {
    state.stack.get(depth).map_or(ROOT, |frame| frame.row)
}

/// A number that is equal where [`alike`] holds and as many names are taken.
fn outlook(stack: &[Frame], taken: u64) -> u64 {
    stack.iter().fold(taken, |seed, frame| {
        let last = frame.last.map_or(0, |last| u64::from(last) + 1);
        let seen =
            u64::from(frame.row) << 32 | last << 2 | u64::from(frame.wrapped) << 1 | u64::from(frame.children == 0);
        (seed.rotate_left(5) ^ seen).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

/// Whether the rows to come are seen alike from both.
fn alike(a: &[Frame], b: &[Frame]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| {
            a.row == b.row && a.last == b.last && a.wrapped == b.wrapped && (a.children == 0) == (b.children == 0)
        })
}

fn finish(index: &Index<'_>, mut beam: Vec<State>) -> Tree {
    for state in &mut beam {
        let mut cost = 0.0;
        index.end(&state.stack, &mut |oddity, amount| cost += weight(oddity) * amount);
        state.cost += cost;
    }
    beam.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    let mut states = beam.into_iter();
    let Some(mut best) = states.next() else { return Tree::default() };
    for state in states {
        if let Some((last, parents)) = state.parents.split_last() {
            let more = state.cost - best.cost;
            let dropped = GivenUp { parents, last: *last, margins: &state.margins, more };
            best.margins.remember(&best.parents, &dropped);
        }
    }
    Tree { parents: best.parents, shown: best.shown, margins: best.margins }
}

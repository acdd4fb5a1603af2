//! Flat rows to a tree: which row is a child of which.
//!
//! The 2017 tables list children after their parent with no mark of depth. Each place that a row
//! could take costs what speaks against it (see [`cost`](super::cost)), and the cheapest tree as a
//! whole is searched: a row that fits well in two places is decided by the rows after it.
//!
//! Two ways through the table that leave the same containers open are the same from there on, so
//! only the cheaper one is kept; what the other would have cost is remembered as the *margin* of
//! the rows in which they differ. A small margin is a guess.

use super::cost::{Costs, Placement};
use crate::ir::Evidence;

/// The parent of rows at the root.
pub(crate) const ROOT: u16 = u16::MAX;

/// How many ways through the table are kept. Two thirds of them, or more, give the same trees on every page known.
const BEAM: usize = 36;

/// Below this margin two places fit. Chosen on pages whose schema is known: a smaller one misses
/// wrong places, a larger one flags right ones.
pub(crate) const GUESS: f32 = 2.0;

/// Margins above this are forgotten: others are added to them, so that they don't become smaller.
const WORTH_NOTING: f32 = 2.0 * GUESS;

/// Longer tables are searched less widely, so that the work stays bounded.
fn width(rows: usize) -> usize {
    (BEAM * 120 / rows.max(120)).max(6)
}

/// No container opens below this depth: real responses stay below 12.
const MAX_DEPTH: usize = 16;

/// Where a row was put.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// The row above it, or [`ROOT`].
    pub parent: u16,
    /// Why.
    pub evidence: Evidence,
    /// Other parents that fit about as well, the best one first.
    pub alternatives: Vec<u16>,
}

/// A container whose members may still follow.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// The row, or [`ROOT`].
    pub row: u16,
    /// The last row put directly below it.
    pub last: Option<u16>,
    /// How many rows stand directly below it, doubled names left out.
    pub children: u16,
    /// What the samples show here: an index into the page's shapes.
    pub shape: Option<u32>,
    /// The first child names the list's wrapper.
    pub wrapped: bool,
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
    /// Rows that could stand elsewhere: `(row, parent there, what it would cost more)`.
    margins: Vec<(u16, u16, f32)>,
}

/// Finds the cheapest tree.
pub(crate) fn nest(costs: &Costs<'_>) -> Vec<Placed> {
    let rows = costs.rows();
    let beam_width = width(rows);
    let root = Frame { row: ROOT, last: None, children: 0, shape: costs.root_shape(), wrapped: false };
    let mut beam = vec![State { stack: vec![root], ..State::default() }];
    // States of rows before, whose memory is used again.
    let mut spare: Vec<State> = Vec::new();
    let mut next: Vec<State> = Vec::new();
    let mut moves: Vec<(f32, usize, usize, Placement)> = Vec::new();
    let mut stack: Vec<Frame> = Vec::new();
    // A number for each of `next`, equal where the rows to come are seen alike.
    let mut outlooks: Vec<u64> = Vec::with_capacity(BEAM);
    for row in 0..rows {
        outlooks.clear();
        for (index, state) in beam.iter().enumerate() {
            for depth in 0..state.stack.len() {
                if let Some(place) = costs.place(row, &state.stack, depth, &state.parents) {
                    moves.push((state.cost + place.cost, index, depth, place));
                }
            }
        }
        moves.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(b.2.cmp(&a.2)));
        for (cost, index, depth, place) in moves.drain(..) {
            let full = next.len() == beam_width;
            if full && next.last().is_some_and(|last| cost - last.cost > WORTH_NOTING) {
                // What is left is no state, and too dear to be a margin of one.
                break;
            }
            let from = &beam[index];
            let parent = depth_parent(from, depth);
            stack_after(row, &from.stack, depth, &place, &mut stack);
            let taken = costs.taken(row, &stack, &from.parents, parent);
            let outlook = outlook(&stack, taken);
            let same = outlooks.iter().zip(&mut next).find_map(|(known, state)| {
                (*known == outlook && state.taken == taken && alike(&state.stack, &stack)).then_some(state)
            });
            if let Some(same) = same {
                remember(same, from, parent, row, cost);
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
    finish(costs, beam)
}

fn depth_parent(state: &State, depth: usize) -> u16 {
    state.stack.get(depth).map_or(ROOT, |frame| frame.row)
}

/// Puts into `stack` the open containers after a row was put below the one at `depth`.
fn stack_after(row: usize, before: &[Frame], depth: usize, place: &Placement, stack: &mut Vec<Frame>) {
    stack.clear();
    stack.extend(before.iter().take(depth + 1));
    let id = u16::try_from(row).unwrap_or(ROOT);
    if let Some(parent) = stack.last_mut() {
        if place.counts {
            parent.last = Some(id);
            parent.children += 1;
        }
        parent.shape = place.parent_shape;
        parent.wrapped |= place.wraps;
    }
    if place.opens && stack.len() < MAX_DEPTH {
        stack.push(Frame { row: id, last: None, children: 0, shape: place.shape, wrapped: false });
    }
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

/// Notes in `kept` what the dropped way would have cost more, row by row in which they differ.
fn remember(kept: &mut State, from: &State, parent: u16, row: usize, cost: f32) {
    let margin = cost - kept.cost;
    if margin > WORTH_NOTING {
        return;
    }
    let mut same = 0;
    for at in (0..=row).rev() {
        let other = from.parents.get(at).copied().unwrap_or(parent);
        if kept.parents.get(at) == Some(&other) {
            same += 1;
            // Ways that agree on so many rows came from one.
            if same > 200 {
                break;
            }
        } else {
            same = 0;
            note(&mut kept.margins, u16::try_from(at).unwrap_or(ROOT), other, margin);
        }
    }
    for &(at, other, more) in &from.margins {
        if kept.parents.get(usize::from(at)) != Some(&other) {
            note(&mut kept.margins, at, other, margin + more);
        }
    }
}

fn note(margins: &mut Vec<(u16, u16, f32)>, row: u16, parent: u16, margin: f32) {
    if margin > WORTH_NOTING {
        return;
    }
    match margins.iter_mut().find(|known| known.0 == row && known.1 == parent) {
        Some(known) => known.2 = known.2.min(margin),
        None => margins.push((row, parent, margin)),
    }
}

fn finish(costs: &Costs<'_>, mut beam: Vec<State>) -> Vec<Placed> {
    for state in &mut beam {
        state.cost += costs.close_all(&state.stack);
    }
    beam.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    let mut states = beam.into_iter();
    let Some(mut best) = states.next() else { return Vec::new() };
    for state in states {
        if let Some((last, parents)) = state.parents.split_last() {
            let from = State { parents: parents.to_vec(), ..state.clone() };
            remember(&mut best, &from, *last, parents.len(), state.cost);
        }
    }
    best.margins.sort_by(|a, b| a.0.cmp(&b.0).then(a.2.total_cmp(&b.2)));
    (0..best.parents.len())
        .map(|row| {
            let near: Vec<u16> = best
                .margins
                .iter()
                .filter(|margin| usize::from(margin.0) == row && margin.2 < GUESS)
                .map(|margin| margin.1)
                .collect();
            let shown = best.shown.get(row).copied().unwrap_or_default();
            Placed {
                parent: best.parents[row],
                evidence: if !near.is_empty() {
                    Evidence::Guess
                } else if shown {
                    Evidence::Example
                } else {
                    Evidence::Order
                },
                alternatives: near,
            }
        })
        .collect()
}

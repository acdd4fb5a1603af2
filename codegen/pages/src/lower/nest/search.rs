//! The search for trees: a beam over the stacks of open containers, kept as a lattice.
//!
//! Two ways through the table that leave the same containers open are the same from there on: they end in one state,
//! with an edge for each. The cheapest way is the tree that is taken. All ways together say how sure it is: each has
//! the weight of a probability, e to the power of minus its cost, and the share of those in which a row stands where it
//! was put is the row's probability ([`Lattice::posterior`]).

use super::evidence::Index;
use super::model::Weights;
use super::oddity::Oddity;
use super::place::{Frame, Placement};

/// How many ways through the table are kept.
const BEAM: usize = 36;

/// A way that costs so much more than the best one counts for nothing: a millionth.
const WORTH: f32 = 14.0;

/// Longer tables are searched less widely, so that the work stays bounded.
fn width(rows: usize) -> usize {
    (BEAM * 120 / rows.max(120)).max(6)
}

/// A way through the rows so far; of all that end alike, the cheapest.
#[derive(Clone, Default)]
struct State {
    cost: f32,
    stack: Vec<Frame>,
    parents: Vec<u16>,
    /// Which names that rows to come bear too are taken, and in which open container.
    taken: u64,
}

/// A row put below an open container.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// The state before, among those of the row before.
    pub from: u16,
    /// The state after, among those of this row.
    pub to: u16,
    /// The row above.
    pub parent: u16,
    /// Which rows stand around it, from the root down: see [`Frame::chain`].
    pub chain: u64,
    /// A sample shows it there.
    pub shown: bool,
    /// What it costs.
    pub cost: f32,
    /// Where its oddities end in [`Lattice::odd`]; they begin where those of the edge before end.
    odd: u32,
}

/// All ways through a table that are worth a look.
#[derive(Debug, Default)]
pub(super) struct Lattice {
    /// By row; the first edge to a state is on the cheapest way to it.
    pub rows: Vec<Vec<Edge>>,
    /// By state of the last row: what the end of the table costs.
    ends: Vec<f32>,
    /// The oddities of every edge, and then of the ends, with their amounts; empty unless they were asked for.
    odd: Vec<(Oddity, f32)>,
    /// Where the oddities of each end stop.
    end_odd: Vec<u32>,
}

/// Whether a row may be put below a container, where the rows before it have these parents.
pub(super) type Allow<'a> = dyn FnMut(usize, &Frame, &[u16]) -> bool + 'a;

/// What is asked of a search.
#[derive(Default)]
pub(super) struct Wanted<'a> {
    /// Which containers a row may be put below, where the rows before it have these parents; any, where nothing is said.
    pub allow: Option<&'a mut Allow<'a>>,
    /// Whether the oddities of each edge are kept.
    pub oddities: bool,
}

/// Finds the trees. There are none where the table has no rows, or where a row has no place that is allowed.
pub(super) fn search(index: &Index<'_>, weights: &Weights, wanted: Wanted<'_>) -> Lattice {
    let Wanted { mut allow, oddities } = wanted;
    let rows = index.rows.len();
    let beam_width = width(rows);
    let mut lattice = Lattice::default();
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
                let Some(frame) = state.stack.get(depth) else { continue };
                if allow.as_mut().is_some_and(|allow| !allow(row, frame, &state.parents)) {
                    continue;
                }
                let mut cost = 0.0;
                let place = index.place(row, &state.stack, depth, &state.parents, &mut |oddity, amount| {
                    cost += weights.of(oddity) * amount;
                });
                if let Some(place) = place {
                    moves.push((state.cost + cost, from, depth, place));
                }
            }
        }
        moves.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(b.2.cmp(&a.2)));
        let best = moves.first().map_or(0.0, |best| best.0);
        let mut edges: Vec<Edge> = Vec::with_capacity(moves.len());
        for (cost, from, depth, place) in moves.drain(..) {
            if cost - best > WORTH {
                break;
            }
            let (at, from) = (from, &beam[from]);
            let Some(parent) = from.stack.get(depth) else { continue };
            place.open(row, &from.stack, depth, &mut stack);
            let taken = index.taken(row, &stack, &from.parents, parent.row);
            let outlook = outlook(&stack, taken);
            let same = outlooks
                .iter()
                .zip(&next)
                .position(|(known, state)| *known == outlook && state.taken == taken && alike(&state.stack, &stack));
            let to = match same {
                Some(same) => same,
                None if next.len() == beam_width => continue,
                None => {
                    let mut state = spare.pop().unwrap_or_default();
                    (state.cost, state.taken) = (cost, taken);
                    state.stack.clone_from(&stack);
                    state.parents.clone_from(&from.parents);
                    state.parents.push(parent.row);
                    outlooks.push(outlook);
                    next.push(state);
                    next.len() - 1
                }
            };
            if oddities {
                let see = &mut |oddity, amount| lattice.odd.push((oddity, amount));
                let _ = index.place(row, &from.stack, depth, &from.parents, see);
            }
            edges.push(Edge {
                from: u16::try_from(at).unwrap_or(u16::MAX),
                to: u16::try_from(to).unwrap_or(u16::MAX),
                parent: parent.row,
                chain: parent.chain,
                shown: place.shown,
                cost: cost - from.cost,
                odd: u32::try_from(lattice.odd.len()).unwrap_or(u32::MAX),
            });
        }
        lattice.rows.push(edges);
        std::mem::swap(&mut beam, &mut next);
        spare.append(&mut next);
    }
    for state in &beam {
        let mut cost = 0.0;
        index.end(&state.stack, &mut |oddity, amount| {
            cost += weights.of(oddity) * amount;
            if oddities {
                lattice.odd.push((oddity, amount));
            }
        });
        lattice.ends.push(cost);
        lattice.end_odd.push(u32::try_from(lattice.odd.len()).unwrap_or(u32::MAX));
    }
    lattice
}

/// A number that is equal where [`alike`] holds and as many names are taken.
fn outlook(stack: &[Frame], taken: u64) -> u64 {
    stack.iter().fold(taken, |seed, frame| {
        let last = frame.last.map_or(0, |last| u64::from(last) + 1);
        let seen = u64::from(frame.row) << 32
            | u64::from(frame.found) << 48
            | last << 2
            | u64::from(frame.wrapped) << 1
            | u64::from(frame.children == 0);
        (seed.rotate_left(5) ^ seen).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

/// Whether the rows to come are seen alike from both.
fn alike(a: &[Frame], b: &[Frame]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| {
            a.row == b.row
                && a.last == b.last
                && a.wrapped == b.wrapped
                && a.found == b.found
                && (a.children == 0) == (b.children == 0)
        })
}

/// The cheapest tree.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// By row: the row above it, or [`ROOT`].
    pub parents: Vec<u16>,
    /// By row: a sample shows it there.
    pub shown: Vec<bool>,
    /// By row: which rows stand around it.
    chains: Vec<u64>,
}

/// How sure the place of a row is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sureness {
    /// The probability that it stands where it was put, below the very rows that are around it.
    pub place: f32,
    /// The probability that the row above it is the right one, wherever that stands.
    pub parent: f32,
    /// The other rows that may stand above it, with their probabilities, the best one first.
    pub others: Vec<(u16, f32)>,
}

impl Sureness {
    /// Of a row that has one place only.
    pub(super) fn certain() -> Self {
        Self { place: 1.0, parent: 1.0, others: Vec::new() }
    }
}

impl Lattice {
    /// The cheapest tree; without rows where there is none.
    pub(super) fn best(&self) -> Tree {
        let mut tree = Tree::default();
        let Some(mut state) = self.cheapest_end() else { return tree };
        for edges in self.rows.iter().rev() {
            let Some(edge) = edges.iter().find(|edge| edge.to == state) else { return Tree::default() };
            tree.parents.push(edge.parent);
            tree.shown.push(edge.shown);
            tree.chains.push(edge.chain);
            state = edge.from;
        }
        tree.parents.reverse();
        tree.shown.reverse();
        tree.chains.reverse();
        tree
    }

    fn cheapest_end(&self) -> Option<u16> {
        let costs = self.totals();
        let ends = costs.last()?.iter().zip(&self.ends).map(|(cost, end)| cost + end);
        let best = ends.enumerate().min_by(|a, b| a.1.total_cmp(&b.1))?.0;
        u16::try_from(best).ok()
    }

    /// By row and state: what the cheapest way to it costs. The state before the first row comes first.
    fn totals(&self) -> Vec<Vec<f32>> {
        let mut totals: Vec<Vec<f32>> = vec![vec![0.0]];
        for edges in &self.rows {
            let before = totals.last().map_or(&[][..], Vec::as_slice);
            let mut costs = Vec::new();
            for edge in edges {
                // The first edge to a state is on the cheapest way; states come in the order of these.
                if usize::from(edge.to) == costs.len() {
                    costs.push(before.get(usize::from(edge.from)).copied().unwrap_or_default() + edge.cost);
                }
            }
            totals.push(costs);
        }
        totals
    }

    /// By row and edge: the share of all ways that take it; by end: the share of all ways that end there; and the
    /// logarithm of the sum over all ways of e to the power of minus their cost.
    pub(super) fn shares(&self) -> (Vec<Vec<f32>>, Vec<f32>, f32) {
        let totals = self.totals();
        // The mass of all ways to a state, as a multiple of the cheapest one's.
        let mut forward: Vec<Vec<f32>> = vec![vec![1.0]];
        for (row, edges) in self.rows.iter().enumerate() {
            let mut mass = vec![0.0; totals[row + 1].len()];
            for edge in edges {
                let (from, to) = (usize::from(edge.from), usize::from(edge.to));
                mass[to] += forward[row][from] * (totals[row + 1][to] - totals[row][from] - edge.cost).exp();
            }
            forward.push(mass);
        }
        // The cheapest way from a state to the end, and the mass of all as a multiple of its.
        let mut rest: Vec<f32> = self.ends.clone();
        let mut backward: Vec<f32> = vec![1.0; rest.len()];
        let (last, ways) = (totals.last(), forward.last());
        let cheapest = last.into_iter().flatten().zip(&rest).map(|(cost, end)| cost + end).fold(f32::MAX, f32::min);
        let share = |cost: f32| (cheapest - cost).exp();
        let mut ends: Vec<f32> = last
            .into_iter()
            .flatten()
            .zip(ways.into_iter().flatten())
            .zip(&rest)
            .map(|((cost, mass), end)| mass * share(cost + end))
            .collect();
        let all: f32 = ends.iter().sum();
        for end in &mut ends {
            *end /= all;
        }
        let mut shares: Vec<Vec<f32>> = Vec::with_capacity(self.rows.len());
        for (row, edges) in self.rows.iter().enumerate().rev() {
            let mut best = vec![f32::MAX; totals[row].len()];
            for edge in edges {
                let from = usize::from(edge.from);
                best[from] = best[from].min(edge.cost + rest[usize::from(edge.to)]);
            }
            let mut mass = vec![0.0; best.len()];
            let of = edges.iter().map(|edge| {
                let (from, to) = (usize::from(edge.from), usize::from(edge.to));
                let behind = edge.cost + rest[to];
                mass[from] += backward[to] * (best[from] - behind).exp();
                forward[row][from] * backward[to] * share(totals[row][from] + behind) / all
            });
            shares.push(of.collect());
            (rest, backward) = (best, mass);
        }
        shares.reverse();
        (shares, ends, all.ln() - cheapest)
    }

    /// By row of the cheapest tree: how sure its place is.
    pub(super) fn sureness(&self, tree: &Tree) -> Vec<Sureness> {
        let (shares, ..) = self.shares();
        let rows = self.rows.iter().zip(&shares).zip(tree.parents.iter().zip(&tree.chains));
        rows.map(|((edges, shares), (parent, chain))| {
            let mut sureness = Sureness::default();
            for (edge, share) in edges.iter().zip(shares) {
                if edge.parent == *parent {
                    sureness.parent += share;
                    sureness.place += if edge.chain == *chain { *share } else { 0.0 };
                    continue;
                }
                match sureness.others.iter_mut().find(|other| other.0 == edge.parent) {
                    Some(other) => other.1 += share,
                    None => sureness.others.push((edge.parent, *share)),
                }
            }
            sureness.others.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            sureness
        })
        .collect()
    }

    /// Each edge's oddities, row by row, and then each end's, where they were asked for.
    pub(super) fn oddities(&self) -> impl Iterator<Item = &[(Oddity, f32)]> {
        let stops = self.rows.iter().flatten().map(|edge| edge.odd).chain(self.end_odd.iter().copied());
        stops.scan(0_usize, |start, stop| {
            let odd = self.odd.get(*start..stop as usize);
            *start = stop as usize;
            odd
        })
    }

    /// How many states the last row has.
    pub(super) fn ends(&self) -> usize {
        self.ends.len()
    }
}

/// The cheapest tree.
pub(super) fn best(index: &Index<'_>, weights: &Weights) -> Tree {
    search(index, weights, Wanted::default()).best()
}

/// The cheapest tree of those that do not put a row below a parent.
pub(super) fn best_without(index: &Index<'_>, weights: &Weights, row: usize, parent: u16) -> Tree {
    let allow = &mut |at: usize, frame: &Frame, _: &[u16]| at != row || frame.row != parent;
    search(index, weights, Wanted { allow: Some(allow), oddities: false }).best()
}

#[cfg(test)]
mod tests {
    use super::super::ROOT;
    use super::*;

    /// Edges that share states: the shares of each row's edges are one together, and those of a state's way in are
    /// those of its ways out.
    #[test]
    fn the_shares_of_every_row_are_one_together() {
        let edge = |from, to, cost| Edge { from, to, parent: ROOT, chain: 0, shown: false, cost, odd: 0 };
        let lattice = Lattice {
            rows: vec![
                vec![edge(0, 0, 0.5), edge(0, 1, 1.5)],
                vec![edge(0, 0, 0.25), edge(1, 0, 0.25), edge(1, 1, 2.0)],
            ],
            ends: vec![0.0, 1.0],
            ..Lattice::default()
        };
        let (shares, ends, all) = lattice.shares();
        // By hand: three ways that cost 0.75, 1.75 and 4.5.
        let ways = [0.75_f32, 1.75, 4.5].map(|cost| (-cost).exp());
        let sum: f32 = ways.iter().sum();
        let expected = [vec![ways[0], ways[1] + ways[2]], ways.to_vec()];
        for (shares, expected) in shares.iter().zip(expected) {
            for (share, expected) in shares.iter().zip(expected) {
                assert!((share - expected / sum).abs() < 1e-5, "{share} {expected}");
            }
        }
        assert!((ends[1] - ways[2] / sum).abs() < 1e-5 && (all - sum.ln()).abs() < 1e-5);
        assert_eq!(lattice.best().parents.len(), 2);
    }
}

//! Why a row stands where it does, for people: what is odd about the tree taken and about the next best one.
//!
//! A place is not judged alone: a row may take an odd one because the rows after it would stand worse otherwise. So the
//! table is searched once more, for the cheapest tree in which the row has another parent, and the two trees are
//! compared: what both have is left out, and the rest says why one is cheaper. Costs are those of the trees, not only of
//! the row; the oddities of other rows name them.

use std::collections::BTreeMap;

use super::Table;
use super::evidence::Index;
use super::model::Weights;
use super::oddity::Oddity;
use super::place::Frame;
use super::search::{self, Tree};

/// The two cheapest ways to place a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// The way taken.
    pub taken: Way,
    /// The cheapest one that puts the row elsewhere; `None` where no other place is open to it.
    pub other: Option<Way>,
}

/// A tree in which a row has a certain parent, and what speaks against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The names of the rows above, from the root down, wrappers too; empty for the root.
    pub below: Vec<String>,
    /// What is odd about this tree and not about the other: the row's own oddities first, the dearest of them first.
    pub oddities: Vec<Odd>,
}

impl Way {
    /// The sum of what the oddities cost: roughly a logarithm of odds.
    pub fn cost(&self) -> f32 {
        self.oddities.iter().map(|odd| odd.cost).sum()
    }
}

/// Something that speaks against a tree, or where its cost is negative, excuses what does.
#[derive(Clone, Debug, PartialEq)]
pub struct Odd {
    /// The other row about whose place it is, or the table's end; `None` for the row in question.
    pub row: Option<String>,
    /// What it is, in a few words.
    pub what: &'static str,
    /// What it costs.
    pub cost: f32,
}

/// What is odd about a tree: the row at whose place, the oddity and its amount. What is odd about the table's end
/// counts for a row behind the last.
pub(super) fn replay(index: &Index<'_>, parents: &[u16]) -> Vec<(usize, Oddity, f32)> {
    let mut found: Vec<(usize, Oddity, f32)> = Vec::new();
    let mut stack = vec![Frame::root(index)];
    for (row, parent) in parents.iter().enumerate() {
        let Some(depth) = stack.iter().position(|frame| frame.row == *parent) else { break };
        let before = parents.get(..row).unwrap_or_default();
        let place = index.place(row, &stack, depth, before, &mut |oddity, amount| found.push((row, oddity, amount)));
        let Some(place) = place else { break };
        let open = std::mem::take(&mut stack);
        place.open(row, &open, depth, &mut stack);
    }
    index.end(&stack, &mut |oddity, amount| found.push((parents.len(), oddity, amount)));
    found.retain(|(_, _, amount)| amount.abs() > 0.0);
    found
}

/// Why each of some rows stands where it does, in their order; `None` for all where the table is flat.
pub(crate) fn why(table: Table<'_>, rows: &[usize]) -> Vec<Option<Why>> {
    let Some(index) = super::searched(table) else { return vec![None; rows.len()] };
    let taken = search::best(&index, &table.model.weights);
    let odd = replay(&index, &taken.parents);
    rows.iter().map(|row| of_row(table, &index, (&taken, &odd), *row)).collect()
}

/// Why a row stands where it does in the tree that was taken, of which these are the oddities.
fn of_row(
    table: Table<'_>,
    index: &Index<'_>,
    (taken, odd): (&Tree, &[(usize, Oddity, f32)]),
    row: usize,
) -> Option<Why> {
    let weights = &table.model.weights;
    let parent = *taken.parents.get(row)?;
    let other = search::best_without(index, weights, row, parent);
    let there = replay(index, &other.parents);
    let (mut here, there) = (without(odd, &there), without(&there, odd));
    let way = |tree: &Tree, odd: &[(usize, Oddity, f32)]| Way {
        below: below(table, tree, row),
        oddities: summed(table, weights, odd, row),
    };
    let other = (!other.parents.is_empty()).then(|| way(&other, &there));
    if other.is_none() {
        here.retain(|odd| odd.0 == row);
    }
    Some(Why { taken: way(taken, &here), other })
}

/// What is in the first list and not in the second; what stands several times is taken away as often.
fn without(list: &[(usize, Oddity, f32)], others: &[(usize, Oddity, f32)]) -> Vec<(usize, Oddity, f32)> {
    let key = |odd: &(usize, Oddity, f32)| (odd.0, odd.1, odd.2.to_bits());
    let mut shared: BTreeMap<(usize, Oddity, u32), usize> = BTreeMap::new();
    for other in others {
        *shared.entry(key(other)).or_default() += 1;
    }
    let is_own = |odd: &&(usize, Oddity, f32)| match shared.get_mut(&key(odd)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    list.iter().filter(is_own).copied().collect()
}

/// The names from the root down to a row's parent.
fn below(table: Table<'_>, tree: &Tree, row: usize) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = tree.parents.get(row);
    while let Some((parent, candidate)) = at.and_then(|at| Some((at, table.rows.get(usize::from(*at))?))) {
        names.push(candidate.name.clone());
        at = tree.parents.get(usize::from(*parent));
    }
    names.reverse();
    names
}

/// Oddities with their costs, each once a row; the row's own come first, then by cost.
fn summed(table: Table<'_>, weights: &Weights, found: &[(usize, Oddity, f32)], row: usize) -> Vec<Odd> {
    let mut costs: BTreeMap<(usize, Oddity), f32> = BTreeMap::new();
    for (at, oddity, amount) in found {
        *costs.entry((*at, *oddity)).or_default() += weights.of(*oddity) * amount;
    }
    let name = |at: usize| table.rows.get(at).map_or("the table's end", |candidate| candidate.name.as_str());
    let mut odd: Vec<Odd> = costs
        .into_iter()
        .map(|((at, oddity), cost)| Odd { row: (at != row).then(|| name(at).to_owned()), what: oddity.words(), cost })
        .collect();
    odd.sort_by(|a, b| a.row.is_some().cmp(&b.row.is_some()).then(b.cost.abs().total_cmp(&a.cost.abs())));
    odd
}

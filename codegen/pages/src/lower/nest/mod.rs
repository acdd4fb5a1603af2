//! Flat rows to a tree: which row is a child of which.
//!
//! The 2017 tables list children after their parent with no mark of depth. Each place that a row could take has
//! [oddities](oddity::Oddity), which cost, and the cheapest tree as a whole is searched: a row that fits well in two
//! places is decided by the rows after it.
//!
//! Six rows, what the page's sample shows, and of each row the places that are open to it once the rows before it
//! stand, with what is odd about each; `*` is the place in the tree taken. A test keeps this true.
//!
//! ```text
//! sample {"RequestId":"r","Rules":{"Rule":[{"Id":"a"}]},"Total":1}
//! RequestId|String
//! Rules|Array of Rule
//! Rule|
//! Id|String
//! Port|Integer
//! Total|Integer
//!
//! RequestId
//!  * at the root  0.00
//! Rules
//!  * at the root  0.00
//! Rule
//!  * Rules        0.00
//!    at the root 17.24  Ends 0.10, EmptyNamedList 1.80, Leaves 1.04, NotWrapper 6.00, ShownElsewhere 6.00,
//!                       LargeSample -0.27, SampleWithGaps -0.23, NotShownAtRoot 0.45, BrokenOrder 2.36
//! Id
//!  * Rule         0.00
//!    Rules       10.97  Ends 0.10, EmptyBlank 0.50, Leaves 1.04, BesideWrapper 1.20, ShownElsewhere 6.00,
//!                       SampleWithGaps -0.23, BrokenOrder 2.36
//!    at the root 10.04  Ends 0.10, Ends 0.10, EmptyBlank 0.50, Leaves 1.04, ShownElsewhere 6.00,
//!                       LargeSample -0.27, SampleWithGaps -0.23, NotShownAtRoot 0.45, BrokenOrder 2.36
//! Port
//!  * Rule         1.47  NotShown 1.70, SampleWithGaps -0.23
//!    Rules        6.50  Ends 0.10, Leaves 1.04, LeavesEarly 0.33, BesideWrapper 1.20, NotShown 1.70,
//!                       SampleWithGaps -0.23, BrokenOrder 2.36
//!    at the root  5.57  Ends 0.10, Ends 0.10, Leaves 1.04, LeavesEarly 0.33, NotShown 1.70,
//!                       LargeSample -0.27, SampleWithGaps -0.23, NotShownAtRoot 0.45, BrokenOrder 2.36
//! Total
//!    Rule         5.77  ShownElsewhere 6.00, SampleWithGaps -0.23
//!    Rules        8.44  Ends 0.10, Leaves 1.04, LeavesEarly 0.33, BesideWrapper 1.20, ShownElsewhere 6.00,
//!                       SampleWithGaps -0.23
//!  * at the root  1.57  Ends 0.10, Ends 0.10, Leaves 1.04, LeavesEarly 0.33
//! ```

mod evidence;
mod margin;
mod oddity;
mod place;
mod rows;
mod search;
#[cfg(test)]
mod tests;
mod weights;
mod why;
mod wrapper;

pub(super) use rows::{Candidate, candidates, named};
pub(super) use why::why;
pub use why::{Odd, Way, Why};
pub(super) use wrapper::{Wrapper, of_values, with_rows};

use super::knowledge::Knowledge;
use super::types::Word;
use crate::ir::{Evidence, Vendor};
use crate::sample::Shape;
use evidence::Index;
use wrapper::Wrappers;

/// The parent of rows at the root.
pub(super) const ROOT: u16 = u16::MAX;

/// A table and what else is known about the places of its rows.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    /// Whose page it is on.
    pub vendor: Vendor,
    /// The rows.
    pub rows: &'a [Candidate],
    /// What the samples of the operation's pages show.
    pub shape: Option<&'a Shape>,
    /// What the operation's pages, and then all of the product's, show of the same names.
    pub knowledge: [&'a Knowledge; 2],
}

/// Where a row was put, and what that makes of it.
#[derive(Clone, Debug)]
pub(super) struct Placed<'a> {
    /// The row above it, or [`ROOT`].
    pub parent: u16,
    /// Whether it is a field at all.
    pub role: Role,
    /// Why it stands there.
    pub evidence: Evidence,
    /// Other parents that fit about as well, the best one first.
    pub alternatives: Vec<u16>,
    /// What samples show of it.
    pub shape: Option<&'a Shape>,
    /// What the rows below it are to it.
    pub holds: Holds<'a>,
}

/// What a row is to the rows around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A field.
    Member,
    /// The wrapper around the items of the list above it.
    Wrapper,
}

/// What a row's place in the tree makes of its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Holds<'a> {
    /// No row stands below it.
    Nothing,
    /// The rows below it are its members.
    Members,
    /// The rows below it are members of each of its values; its keys are data.
    Values,
    /// The rows below it are members of each of its items.
    List(Wrapper<'a>),
}

/// Finds the places of a table's rows.
pub(super) fn nest<'a>(table: Table<'a>) -> Vec<Placed<'a>> {
    let mut placed: Vec<Placed<'a>> = match searched(table) {
        Some(index) => {
            let search::Tree { parents, shown, margins } = search::search(&index, None);
            let guesses = margins.guesses(parents.len());
            let evidence = |shown: bool, guess: bool| match (guess, shown) {
                (true, _) => Evidence::Guess,
                (false, true) => Evidence::Example,
                (false, false) => Evidence::Order,
            };
            parents
                .into_iter()
                .zip(shown)
                .zip(guesses)
                .map(|((parent, shown), others)| Placed::new(parent, evidence(shown, !others.is_empty()), others))
                .collect()
        }
        None => table.rows.iter().map(|_| Placed::new(ROOT, Evidence::Example, Vec::new())).collect(),
    };
    Wrappers::new(table.rows, table.shape, table.knowledge).decide(&mut placed, table.shape);
    placed
}

/// The evidence by which to search; `None` where every row stands at the root.
///
/// A first search shows how much alphabetical order means on the page.
fn searched(table: Table<'_>) -> Option<Index<'_>> {
    let Table { vendor, rows, shape, knowledge: [_, product] } = table;
    let nested = rows.iter().any(|row| row.word.is_container() || row.word == Word::Unknown)
        || shape.is_some_and(|shape| shape.members.values().any(|member| !member.members.is_empty()));
    // Tencent Cloud's pages describe each structure in a table of its own.
    if vendor == Vendor::Tencent || !nested {
        return None;
    }
    let mut index = Index::new(rows, shape, product);
    let first = search::search(&index, None);
    index.learn_order(&first.parents);
    Some(index)
}

impl Placed<'_> {
    fn new(parent: u16, evidence: Evidence, alternatives: Vec<u16>) -> Self {
        Self { parent, role: Role::Member, evidence, alternatives, shape: None, holds: Holds::Nothing }
    }
}

/// The rows below each row; the root's come last.
pub(super) fn children(placed: &[Placed<'_>]) -> Vec<Vec<u16>> {
    let mut children = vec![Vec::new(); placed.len() + 1];
    for (row, place) in placed.iter().enumerate() {
        let at = if place.parent == ROOT { placed.len() } else { usize::from(place.parent) };
        if let Some(below) = children.get_mut(at) {
            below.push(u16::try_from(row).unwrap_or(ROOT));
        }
    }
    children
}

/// The names from the root down to a row, as on the wire; wrappers are no step of it.
pub(super) fn path<'a>(rows: &'a [Candidate], placed: &[Placed<'_>], row: u16) -> Vec<&'a str> {
    let mut names = Vec::new();
    let mut at = row;
    while let (Some(place), Some(candidate)) = (placed.get(usize::from(at)), rows.get(usize::from(at)))
        && names.len() < 64
    {
        if place.role == Role::Member {
            names.push(candidate.name.as_str());
        }
        at = place.parent;
    }
    names.reverse();
    names
}

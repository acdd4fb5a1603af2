//! Flat rows to a tree: which row is a child of which.
//!
//! The 2017 tables list children after their parent with no mark of depth. Each place that a row could take has
//! [oddities](oddity::Oddity), which cost, and the cheapest tree as a whole is searched: a row that fits well in two
//! places is decided by the rows after it.
//!
//! Some copies tell the tree themselves, by marks before the names or by paths for names: see [`rows`]. Nothing is
//! searched then.
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
//!    at the root 13.98  EmptyNamedList 2.02, Leaves 0.34, NotWrapper 4.02, ShownElsewhere 5.58, LargeSample -0.37,
//!                       NotShownAtRoot 0.83, BrokenRootOrder 1.55
//! Id
//!  * Rule         0.00
//!    Rules       13.29  EmptyBlank 1.18, Leaves 0.34, BesideWrapper 2.91, ShownElsewhere 5.58, BrokenOrder 3.28
//!    at the root  9.11  EmptyBlank 1.18, Leaves 0.34, ShownElsewhere 5.58, LargeSample -0.37, NotShownAtRoot 0.83,
//!                       BrokenRootOrder 1.55
//! Port
//!  * Rule         2.68  NotShown 2.68
//!    Rules        9.60  Leaves 0.34, LeavesEarly 0.39, BesideWrapper 2.91, NotShown 2.68, BrokenOrder 3.28
//!    at the root  5.42  Leaves 0.34, LeavesEarly 0.39, NotShown 2.68, LargeSample -0.37, NotShownAtRoot 0.83,
//!                       BrokenRootOrder 1.55
//! Total
//!    Rule         5.15  ShownElsewhere 5.58, GapBefore -0.43
//!    Rules        9.22  Leaves 0.34, LeavesEarly 0.39, BesideWrapper 2.91, ShownElsewhere 5.58
//!  * at the root  0.73  Leaves 0.34, LeavesEarly 0.39
//! ```

mod doubt;
mod evidence;
mod learn;
mod model;
mod oddity;
mod place;
mod rows;
mod search;
#[cfg(test)]
mod tests;
mod weights;
mod why;
mod wrapper;

pub(super) use doubt::OF_SAMPLES;
pub use learn::{Answers, Judged, Learned, Lesson, Ways};
pub use model::{Model, Weights};
pub(super) use rows::{Candidate, candidates, named, shown, told};
pub(super) use why::why;
pub use why::{Odd, Way, Why};
pub(super) use wrapper::{Wrapper, of_values};

use super::knowledge::Knowledge;
use crate::cells::Word;
use crate::ir::{Evidence, Vendor};
use crate::sample::Shape;
use evidence::Index;
use search::Sureness;
use wrapper::Wrappers;

/// Another place is offered as an answer where it is as probable as this.
const WORTH_ASKING: f32 = 0.05;

/// How many others are offered at most.
const MOST_ASKED: usize = 4;

/// Below this share of the trees a row's parent is in doubt, wherever that stands.
const TORN: f32 = 0.95;

/// The parent of rows at the root.
pub(super) const ROOT: u16 = u16::MAX;

/// A table and what else is known about the places of its rows.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    /// Whose page it is on.
    pub vendor: Vendor,
    /// The operation that the page is about, in lower case: what others show is another witness.
    pub operation: &'a str,
    /// The rows.
    pub rows: &'a [Candidate],
    /// Their parents, where the page tells them by marks or by paths.
    pub told: Option<&'a [u16]>,
    /// What the samples of the operation's pages show.
    pub shape: Option<&'a Shape>,
    /// What the operation's pages, and then all of the product's, show of the same names.
    pub knowledge: [&'a Knowledge; 2],
    /// By what to judge.
    pub model: &'a Model,
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
    /// The share of the trees in which it stands there, below the very rows that are around it.
    share: f32,
    /// A sample shows it there.
    pub shown: bool,
    /// It is not sure which row stands above it, wherever that may stand.
    pub is_torn: bool,
    /// The probability that it stands there.
    pub sure: f32,
    /// Other parents that it may have, the best one first.
    pub alternatives: Vec<(u16, f32)>,
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
pub(super) fn nest(table: Table<'_>) -> Vec<Placed<'_>> {
    let mut placed = placed(table);
    let signs = doubt::signs(&placed, table);
    for (place, signs) in placed.iter_mut().zip(&signs) {
        place.sure = doubt::probability(signs, &table.model.doubt);
        // What is left of certainty is shared among the others as the search shares it.
        let others: f32 = place.alternatives.iter().map(|(_, share)| share).sum();
        for (_, share) in &mut place.alternatives {
            *share *= (1.0 - place.sure) / others.max(f32::MIN_POSITIVE);
        }
        place.evidence = match (place.sure < table.model.sure, place.shown) {
            (true, _) => Evidence::Guess,
            (false, true) => Evidence::Example,
            (false, false) => Evidence::Order,
        };
    }
    placed
}

/// What can be learned from a table.
pub(super) fn lesson(table: Table<'_>) -> Lesson<'_> {
    Lesson { table }
}

/// The places of a table's rows, with what each holds, but not yet how sure they are.
fn placed(table: Table<'_>) -> Vec<Placed<'_>> {
    let mut placed: Vec<Placed<'_>> = match (table.told, searched(table)) {
        (Some(parents), _) => parents.iter().map(|parent| Placed::new(*parent, false, Sureness::certain())).collect(),
        (None, Some(index)) => {
            let lattice = search::search(&index, &table.model.weights, search::Wanted::default());
            let tree = lattice.best();
            let sureness = lattice.sureness(&tree);
            let rows = tree.parents.iter().zip(&tree.shown).zip(sureness);
            rows.map(|((parent, shown), sureness)| Placed::new(*parent, *shown, sureness)).collect()
        }
        (None, None) => table.rows.iter().map(|_| Placed::new(ROOT, true, Sureness::certain())).collect(),
    };
    Wrappers::new(table.rows, table.shape, table.knowledge).decide(&mut placed, table.shape);
    if table.told.is_some() {
        for place in &mut placed {
            place.shown = place.shape.is_some();
        }
    }
    placed
}

/// The evidence by which to search; `None` where every row stands at the root.
///
/// A first search shows how much alphabetical order means on the page.
fn searched(table: Table<'_>) -> Option<Index<'_>> {
    searched_by(table, &table.model.weights)
}

fn searched_by<'a>(table: Table<'a>, weights: &Weights) -> Option<Index<'a>> {
    let Table { vendor, operation, rows, shape, knowledge: [_, product], .. } = table;
    let nested = rows.iter().any(|row| row.word.is_container() || row.word == Word::Unknown)
        || shape.is_some_and(|shape| shape.members.values().any(|member| !member.members.is_empty()));
    // Tencent Cloud's pages describe each structure in a table of its own.
    if vendor == Vendor::Tencent || !nested || table.told.is_some() {
        return None;
    }
    let mut index = Index::new(rows, shape, product, operation);
    let first = search::best(&index, weights);
    index.learn_order(&first.parents);
    Some(index)
}

impl Placed<'_> {
    fn new(parent: u16, shown: bool, sureness: Sureness) -> Self {
        let is_torn = sureness.parent < TORN;
        let mut alternatives = sureness.others;
        // The first one is what there is to choose from, however little it is.
        let worth = alternatives.iter().skip(1).take_while(|(_, p)| *p >= WORTH_ASKING).count();
        alternatives.truncate((1 + worth).min(MOST_ASKED));
        Self {
            parent,
            role: Role::Member,
            evidence: Evidence::Order,
            share: sureness.place,
            shown,
            is_torn,
            sure: sureness.place,
            alternatives,
            shape: None,
            holds: Holds::Nothing,
        }
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

//! What a tool that learns the weights needs of a table: all its trees, those that an answer sheet allows, and what is
//! odd about each step of them.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::Index;
use super::model::{Model, Weights};
use super::place::Frame;
use super::search::{self, Lattice, Wanted};
use super::{Holds, ROOT, Table, doubt};
use crate::cells::Word;

/// The paths of a response's fields, as a schema has them: wire names from the root, wrappers included.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// By node, the root first: its members.
    nodes: Vec<BTreeMap<String, usize>>,
    /// Every name, with how many paths end in it.
    names: BTreeMap<String, usize>,
}

impl Answers {
    /// From paths such as `Data/List/Id`.
    pub fn new<'a>(paths: impl IntoIterator<Item = &'a str>) -> Self {
        let mut answers = Self { nodes: vec![BTreeMap::new()], names: BTreeMap::new() };
        let paths: BTreeSet<&str> = paths.into_iter().collect();
        for path in paths {
            let mut node = 0;
            for name in path.split('/') {
                let next = answers.nodes.len();
                let Some(members) = answers.nodes.get_mut(node) else { break };
                node = *members.entry(name.to_owned()).or_insert(next);
                if node == next {
                    answers.nodes.push(BTreeMap::new());
                    *answers.names.entry(name.to_owned()).or_default() += 1;
                }
            }
        }
        answers
    }

    fn member(&self, node: usize, name: &str) -> Option<usize> {
        self.nodes.get(node)?.get(name).copied()
    }

    /// The only member of a node.
    fn only_member(&self, node: usize) -> Option<(&str, usize)> {
        let members = self.nodes.get(node)?;
        let (name, only) = members.first_key_value()?;
        (members.len() == 1).then_some((name, *only))
    }
}

/// Ways through a table: edges between states, row by row, each with what is odd about it.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    /// `(from, to)` by row: states of the row before and of this one. The only state before the first row is 0.
    pub rows: Vec<Vec<(u16, u16)>>,
    /// How many states the last row has.
    pub ends: usize,
    /// By edge, row by row, and then by end: where its oddities stop in `odd`.
    pub stops: Vec<u32>,
    /// Numbers of oddities, with their amounts.
    pub odd: Vec<(u8, f32)>,
}

impl Ways {
    fn of(lattice: &Lattice) -> Self {
        let mut ways = Self::default();
        for edges in &lattice.rows {
            ways.rows.push(edges.iter().map(|edge| (edge.from, edge.to)).collect());
        }
        ways.ends = lattice.ends();
        for odd in lattice.oddities() {
            ways.odd.extend(odd.iter().map(|(oddity, amount)| (*oddity as u8, *amount)));
            ways.stops.push(u32::try_from(ways.odd.len()).unwrap_or(u32::MAX));
        }
        ways
    }
}

/// A table whose places can be learned from.
#[derive(Clone, Copy)]
pub struct Lesson<'a> {
    pub(super) table: Table<'a>,
}

/// The ways through a table, and those of them that its answers allow.
#[derive(Clone, Debug)]
pub struct Learned {
    /// All.
    pub all: Ways,
    /// Those that put every row where the answers have its name. A row whose name they have nowhere may stand anywhere.
    pub right: Ways,
    /// Rows that the answers have, but nowhere that the rows around them allow; they may stand anywhere too.
    pub lost: usize,
}

/// A row as it was placed.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Its path, wrappers included, as answers have it.
    pub path: String,
    /// Its last step.
    pub name: String,
    /// What speaks for and against its place: see [`Model::doubt`](super::Model).
    pub signs: [f32; doubt::COUNT],
}

impl Lesson<'_> {
    /// Where the model puts the rows.
    pub fn judge(self, model: &Model) -> Vec<Judged> {
        let table = Table { model, ..self.table };
        let placed = super::placed(table);
        let signs = doubt::signs(&placed, table);
        let mut inner: Vec<String> = Vec::new();
        let mut judged = Vec::new();
        for (row, (place, signs)) in placed.iter().zip(signs).enumerate() {
            let name = table.rows.get(row).map_or("", |row| row.name.as_str());
            let around = inner.get(usize::from(place.parent)).map_or("", String::as_str);
            let path = format!("{around}{name}");
            inner.push(match &place.holds {
                Holds::List(wrapper) => {
                    wrapper.name().map_or_else(|| format!("{path}/"), |name| format!("{path}/{name}/"))
                }
                _ => format!("{path}/"),
            });
            judged.push(Judged { path, name: name.to_owned(), signs });
        }
        judged
    }
    /// The ways through the table under weights; `None` where it is flat.
    pub fn learn(self, weights: &Weights, answers: &Answers) -> Option<Learned> {
        let index = super::searched_by(self.table, weights)?;
        let all = search::search(&index, weights, Wanted { oddities: true, ..Wanted::default() });
        let mut free = BTreeSet::new();
        loop {
            let mut guide = Guide::new(&index, answers, &free);
            let allow = &mut |row: usize, frame: &Frame, parents: &[u16]| guide.allows(row, frame, parents);
            let right = search::search(&index, weights, Wanted { allow: Some(allow), oddities: true });
            let dead = right.rows.iter().position(Vec::is_empty);
            match dead {
                // The row can't stand where the answers have it.
                Some(row) if free.insert(row) => {}
                _ => return Some(Learned { all: Ways::of(&all), right: Ways::of(&right), lost: free.len() }),
            }
        }
    }
}

/// Keeps a search to the trees that the answers allow.
struct Guide<'a> {
    index: &'a Index<'a>,
    answers: &'a Answers,
    /// Rows that may stand anywhere.
    free: &'a BTreeSet<usize>,
    /// How many rows have the name of a row.
    wanted: BTreeMap<&'a str, usize>,
    /// By the rows around: where that may be in the answers.
    at: BTreeMap<u64, Vec<usize>>,
}

impl<'a> Guide<'a> {
    fn new(index: &'a Index<'a>, answers: &'a Answers, free: &'a BTreeSet<usize>) -> Self {
        let mut wanted = BTreeMap::new();
        for row in index.rows {
            *wanted.entry(row.name.as_str()).or_default() += 1;
        }
        Self { index, answers, free, wanted, at: BTreeMap::from([(0, vec![0])]) }
    }

    fn allows(&mut self, row: usize, frame: &Frame, parents: &[u16]) -> bool {
        let Some(candidate) = self.index.rows.get(row) else { return false };
        let name = candidate.name.as_str();
        let nodes = self.at.get(&frame.chain).cloned().unwrap_or_default();
        let (known, rows) = (self.answers.names.get(name), self.wanted.get(name));
        let found: Vec<usize> = nodes
            .iter()
            .flat_map(|node| {
                let hidden = self.answers.only_member(*node).filter(|(name, _)| !self.wanted.contains_key(name));
                let here = self.answers.member(*node, name);
                [here, hidden.and_then(|(_, inner)| self.answers.member(inner, name))]
            })
            .flatten()
            .collect();
        let inside = if known.is_none() || self.free.contains(&row) {
            // What stands below a row that the answers don't have, a wrapper's for example, may be what stands below
            // the row around it.
            if candidate.word == Word::Blank || found.is_empty() { nodes } else { found }
        } else if found.is_empty() || known >= rows && self.is_taken(row, frame.row, parents) {
            return false;
        } else {
            found
        };
        let chain = frame.chain_below(u16::try_from(row).unwrap_or(ROOT));
        self.at.insert(chain, inside);
        true
    }

    /// Whether the row's name stands below the parent already.
    fn is_taken(&self, row: usize, parent: u16, parents: &[u16]) -> bool {
        let namesakes = self.index.namesakes.get(row);
        namesakes.into_iter().flatten().any(|earlier| parents.get(usize::from(*earlier)) == Some(&parent))
    }
}

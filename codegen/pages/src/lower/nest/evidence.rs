//! What samples and other pages show of a table's names, as numbers that a search can look up fast.

use std::collections::BTreeMap;

use super::ROOT;
use super::place::Frame;
use super::rows::Candidate;
use super::wrapper::{self, Naming};
use crate::cells::Word;
use crate::lower::knowledge::Knowledge;
use crate::sample::Shape;

/// The evidence of one table.
pub(super) struct Index<'a> {
    /// The table's rows.
    pub rows: &'a [Candidate],
    /// Each row's name as a number; samples' other names have larger ones.
    pub ids: Vec<u32>,
    /// How many names rows have.
    row_names: usize,
    /// Each row's rank in alphabetical order: by letters whatever their case, and by code points.
    ranks: Vec<[u32; 2]>,
    /// Whether responses have the row's name at their root by convention.
    pub at_root: Vec<bool>,
    /// Whether the row's name is one of those by which results are paged.
    pub pages: Vec<bool>,
    /// The earlier rows with the same name.
    pub namesakes: Vec<Vec<u16>>,
    /// By row: the last earlier one that has the same name and stands behind one of the same name, neither of which is a
    /// container.
    pub twins: Vec<Option<u16>>,
    /// By row: the rows up to it whose names come again behind it.
    again: Vec<Vec<u16>>,
    /// The places that samples show; the root comes first.
    pub nodes: Vec<ShapeNode>,
    /// By name: whether samples show it in as many places as there are rows of it.
    pub seen: Vec<bool>,
    /// By row: what other operations show below an element or field of its name.
    pub known: Vec<Known>,
    /// By row: of the product's other operations that show its name, the share that show it at the root.
    pub root_share: Vec<Option<f32>>,
    /// How much a break in alphabetical order says on this page.
    pub order: Order,
}

/// What other operations show below a row.
#[derive(Debug)]
pub(super) struct Known {
    /// The names, as numbers, sorted.
    pub members: Vec<u32>,
    /// The logarithm of one more than how many operations show any, bounded.
    pub operations: f32,
}

/// The most operations that count.
const OPERATIONS_MOST: usize = 6;

/// What samples show in one place.
#[derive(Debug)]
pub(super) struct ShapeNode {
    /// `(name, node)`, sorted by name.
    pub members: Vec<(u32, u32)>,
    /// A list was seen.
    pub list: bool,
    /// An object was seen.
    pub object: bool,
    /// A plain value was seen.
    pub scalar: bool,
    /// The logarithm of how many members there are, bounded: the more, the less says a name that is missing.
    pub size: f32,
    /// How many of its members rows of the table are named after.
    pub named: u16,
}

/// How much a break in alphabetical order says: see [`Oddity::BrokenOrder`](super::oddity::Oddity).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Order {
    /// At the root.
    pub root: f32,
    /// Below containers.
    pub below: f32,
}

/// How often neighbours stand in alphabetical order, and how often they break it.
#[derive(Clone, Copy, Debug, Default)]
struct Neighbours {
    kept: f32,
    broken: f32,
}

/// The most that the odds of order count.
const ORDER_MOST: f32 = 4.0;

/// The most that the logarithm of a sample's size may count.
const SIZE_MOST: f32 = 6.0;

impl Neighbours {
    /// The logarithm of the odds that two neighbours stand in order, where `more` were seen before.
    fn odds(self, more: Self) -> f32 {
        ((self.kept + more.kept + 1.0) / (self.broken + more.broken + 1.0)).ln().clamp(0.0, ORDER_MOST)
    }

    /// A part of what was seen, as a first idea of what stands elsewhere on the page.
    fn part(self) -> Self {
        let all = (self.kept + self.broken).max(1.0);
        let scale = (2.0 / all).min(1.0);
        Self { kept: self.kept * scale, broken: self.broken * scale }
    }
}

/// Each row's rank among all by a key of its name.
fn ranks<'a, K: Ord>(rows: &'a [Candidate], key: impl Fn(&'a str) -> K) -> Vec<u32> {
    let keys: Vec<K> = rows.iter().map(|row| key(&row.name)).collect();
    let mut sorted: Vec<&K> = keys.iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    let rank = |key: &K| sorted.binary_search(&key).unwrap_or_default();
    keys.iter().map(|key| u32::try_from(rank(key)).unwrap_or(u32::MAX)).collect()
}

/// By row: the last earlier pair of the same two names, neither of which is a container's.
fn twins(rows: &[Candidate], ids: &[u32]) -> Vec<Option<u16>> {
    let mut last: BTreeMap<(u32, u32), u16> = BTreeMap::new();
    let mut found = Vec::with_capacity(ids.len());
    for row in 0..ids.len() {
        let pair = row.checked_sub(1).filter(|before| ![*before, row].iter().any(|row| rows[*row].word.is_container()));
        found.push(pair.and_then(|before| last.insert((ids[before], ids[row]), u16::try_from(row).unwrap_or(ROOT))));
    }
    found
}

/// By row: the rows up to it whose names come again behind it.
fn again(ids: &[u32]) -> Vec<Vec<u16>> {
    let mut last: BTreeMap<u32, usize> = BTreeMap::new();
    for (row, id) in ids.iter().enumerate() {
        last.insert(*id, row);
    }
    let mut open: Vec<u16> = Vec::new();
    let comes_again =
        |row: u16, at: usize| ids.get(usize::from(row)).and_then(|id| last.get(id)).is_some_and(|last| *last > at);
    (0..ids.len())
        .map(|row| {
            open.push(u16::try_from(row).unwrap_or(ROOT));
            open.retain(|earlier| comes_again(*earlier, row));
            open.clone()
        })
        .collect()
}

/// Names that stand at the root of a response, by the vendors' own convention.
const AT_ROOT: [&str; 10] = [
    "RequestId",
    "Code",
    "Message",
    "Success",
    "HttpStatusCode",
    "HttpCode",
    "TraceId",
    "ErrorCode",
    "DynamicCode",
    "DynamicMessage",
];

/// Names by which results are paged.
const PAGING: [&str; 10] = [
    "TotalCount",
    "TotalSize",
    "TotalRecordCount",
    "TotalRecordsCount",
    "PageNumber",
    "PageSize",
    "PageRecordCount",
    "PageCount",
    "NextToken",
    "MaxResults",
];

impl<'a> Index<'a> {
    /// Gathers the evidence of a page.
    pub(super) fn new(rows: &'a [Candidate], shape: Option<&Shape>, knowledge: &Knowledge, own: &str) -> Self {
        let mut names: BTreeMap<&str, u32> = BTreeMap::new();
        let mut id = |name: &'a str| {
            let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
            *names.entry(name).or_insert(next)
        };
        let ids: Vec<u32> = rows.iter().map(|row| id(&row.name)).collect();
        let mut namesakes: Vec<Vec<u16>> = Vec::with_capacity(rows.len());
        let mut before: BTreeMap<u32, Vec<u16>> = BTreeMap::new();
        for (index, id) in ids.iter().enumerate() {
            let earlier = before.entry(*id).or_default();
            namesakes.push(earlier.clone());
            earlier.push(u16::try_from(index).unwrap_or(ROOT));
        }
        let mut index = Self {
            rows,
            row_names: names.len(),
            ranks: ranks(rows, str::to_lowercase)
                .into_iter()
                .zip(ranks(rows, |name| name))
                .map(|(letters, points)| [letters, points])
                .collect(),
            root_share: rows.iter().map(|row| knowledge.root_share(own, &row.name)).collect(),
            pages: rows.iter().map(|row| PAGING.contains(&row.name.as_str())).collect(),
            at_root: rows.iter().map(|row| AT_ROOT.contains(&row.name.as_str())).collect(),
            seen: Vec::new(),
            twins: twins(rows, &ids),
            again: again(&ids),
            namesakes,
            nodes: Vec::new(),
            known: Vec::new(),
            order: Order::default(),
            ids,
        };
        let mut others: BTreeMap<String, u32> = names.iter().map(|(name, id)| ((*name).to_owned(), *id)).collect();
        if let Some(shape) = shape.filter(|shape| !shape.members.is_empty()) {
            index.grow(shape, &mut others);
        }
        // A name that more rows have than samples have places must stand where no sample shows it.
        let mut places = vec![0_usize; others.len()];
        for (name, _) in index.nodes.iter().flat_map(|node| &node.members) {
            if let Some(places) = places.get_mut(*name as usize) {
                *places += 1;
            }
        }
        let mut wanted = vec![0_usize; others.len()];
        for (id, row) in index.ids.iter().zip(rows) {
            if let Some(wanted) = wanted.get_mut(*id as usize) {
                *wanted += usize::from(!row.doubled);
            }
        }
        for at in 0..index.nodes.len() {
            let named = index.nodes[at].members.iter().filter(|(name, _)| wanted[*name as usize] > 0).count();
            index.nodes[at].named = u16::try_from(named).unwrap_or(u16::MAX);
        }
        index.seen = places.iter().zip(&wanted).map(|(places, wanted)| *places > 0 && places >= wanted).collect();
        index.known = rows
            .iter()
            .enumerate()
            .map(|(index, row)| {
                let element = match &row.word {
                    Word::List(Some(element)) => Some(element.as_str()),
                    _ => None,
                };
                let mut known = knowledge.members_of(own, &row.name, element);
                // What is known of a list holds below its wrapper's row.
                if let Some(list) = index.checked_sub(1).and_then(|list| rows.get(list))
                    && wrapper::naming(list, row) == Naming::ByWords
                {
                    let around = knowledge.members_of(own, &list.name, None);
                    known.operations = known.operations.max(around.operations);
                    known.names.extend(around.names);
                    known.names.remove(row.name.as_str());
                }
                let mut members: Vec<u32> =
                    known.names.into_iter().filter_map(|name| names.get(name).copied()).collect();
                members.sort_unstable();
                #[allow(clippy::cast_precision_loss, reason = "a few operations")]
                let operations = known.operations.min(OPERATIONS_MOST) as f32;
                Known { members, operations: operations.ln_1p() }
            })
            .collect();
        index.presume_order();
        index
    }

    fn grow(&mut self, shape: &Shape, names: &mut BTreeMap<String, u32>) -> u32 {
        let at = self.nodes.len();
        #[allow(clippy::cast_precision_loss, reason = "a handful of members")]
        let size = shape.members.len() as f32;
        self.nodes.push(ShapeNode {
            size: size.max(1.0).ln().min(SIZE_MOST),
            members: Vec::new(),
            list: shape.list,
            object: shape.object,
            scalar: shape.scalars.any(),
            named: 0,
        });
        let mut members = Vec::with_capacity(shape.members.len());
        for (name, inner) in &shape.members {
            let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
            let id = *names.entry(name.clone()).or_insert(next);
            members.push((id, self.grow(inner, names)));
        }
        members.sort_unstable();
        self.nodes[at].members = members;
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Which names that come again are taken in the open containers, as a number to compare.
    pub(super) fn taken(&self, row: usize, stack: &[Frame], parents: &[u16], parent: u16) -> u64 {
        let mut taken = 0_u64;
        for &earlier in self.again.get(row).into_iter().flatten() {
            let at = usize::from(earlier);
            let below = if at == row { parent } else { parents.get(at).copied().unwrap_or(ROOT) };
            if stack.iter().any(|frame| frame.row == below) {
                // A sum of well mixed numbers: the order of rows makes no difference.
                let pair = u64::from(self.ids.get(at).copied().unwrap_or_default()) << 16 | u64::from(below);
                taken = taken
                    .wrapping_add((pair ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(29));
            }
        }
        taken
    }

    /// Whether a row has a name, by its number.
    pub(super) fn is_named(&self, name: u32) -> bool {
        (name as usize) < self.row_names
    }

    /// Where the samples' names begin.
    pub(super) fn root_shape(&self) -> Option<u32> {
        (!self.nodes.is_empty()).then_some(0)
    }

    /// A place by its number.
    pub(super) fn node(&self, shape: Option<u32>) -> Option<&ShapeNode> {
        self.nodes.get(shape? as usize)
    }

    /// The place below another that has a name.
    pub(super) fn member(&self, shape: Option<u32>, name: u32) -> Option<u32> {
        let node = self.node(shape)?;
        let at = node.members.binary_search_by_key(&name, |member| member.0).ok()?;
        Some(node.members[at].1)
    }

    /// The only member of what samples show: its name and its node.
    pub(super) fn only_member(&self, shape: Option<u32>) -> Option<(u32, u32)> {
        match self.node(shape)?.members.as_slice() {
            &[only] => Some(only),
            _ => None,
        }
    }

    /// Whether a row breaks the order of one before it: by letters and by code points, since pages use either.
    pub(super) fn breaks_order(&self, before: usize, row: usize) -> bool {
        let (before, row) = (self.ranks[before], self.ranks[row]);
        before[0] > row[0] && before[1] > row[1]
    }

    /// Whether a row sorts behind one before it.
    pub(super) fn keeps_order(&self, before: usize, row: usize) -> bool {
        let (before, row) = (self.ranks[before], self.ranks[row]);
        before[0] < row[0] || before[1] < row[1]
    }

    /// A first idea of how much alphabetical order means: how often a row sorts behind the one before.
    fn presume_order(&mut self) {
        let mut seen = Neighbours::default();
        for row in 1..self.rows.len() {
            self.count(&mut seen, row - 1, row);
        }
        // Every container that ends breaks the order of neighbours once.
        let ends = self.rows.iter().filter(|row| row.word.is_container()).count();
        #[allow(clippy::cast_precision_loss, reason = "a few hundred rows")]
        let ends = ends as f32;
        seen.broken = (seen.broken - ends).max(0.0);
        let odds = seen.odds(Neighbours::default());
        self.order = Order { root: odds, below: odds };
    }

    fn count(&self, seen: &mut Neighbours, before: usize, row: usize) {
        if self.breaks_order(before, row) {
            seen.broken += 1.0;
        } else if self.keeps_order(before, row) {
            seen.kept += 1.0;
        }
    }

    /// Learns from a first tree how much alphabetical order means on this page, at its root and below.
    pub(super) fn learn_order(&mut self, parents: &[u16]) {
        let mut last: BTreeMap<u16, usize> = BTreeMap::new();
        let (mut root, mut below) = (Neighbours::default(), Neighbours::default());
        for (row, parent) in parents.iter().enumerate() {
            if let Some(before) = last.insert(*parent, row) {
                self.count(if *parent == ROOT { &mut root } else { &mut below }, before, row);
            }
        }
        self.order = Order { root: root.odds(below.part()), below: below.odds(root.part()) };
    }
}

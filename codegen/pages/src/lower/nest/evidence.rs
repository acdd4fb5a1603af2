//! What samples and other pages show of a table's names, as numbers that a search can look up fast.

use std::collections::BTreeMap;

use super::ROOT;
use super::place::Frame;
use super::rows::Candidate;
use super::weights::{ORDER_MOST, ORDER_SCALE, SIZE_MOST};
use crate::lower::knowledge::Knowledge;
use crate::lower::types::Word;
use crate::sample::Shape;

/// The evidence of one table.
pub(super) struct Index<'a> {
    /// The table's rows.
    pub rows: &'a [Candidate],
    /// Each row's name as a number.
    pub ids: Vec<u32>,
    /// Each row's rank in alphabetical order: equal where only the case of letters differs.
    pub ranks: Vec<u32>,
    /// Whether responses have the row's name at their root by convention.
    pub at_root: Vec<bool>,
    /// The earlier rows with the same name.
    pub namesakes: Vec<Vec<u16>>,
    /// By row: the rows up to it whose names come again behind it.
    again: Vec<Vec<u16>>,
    /// The places that samples show; the root comes first.
    pub nodes: Vec<ShapeNode>,
    /// By name: whether samples show it in as many places as there are rows of it.
    pub seen: Vec<bool>,
    /// What names other pages show below an element or field of a name.
    pub known: Vec<Vec<u32>>,
    /// How much a break in alphabetical order says on this page: see [`Oddity::BrokenOrder`](super::oddity::Oddity).
    pub order: f32,
    /// The part of the rows' names that no sample shows.
    pub absent: f32,
}

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
}

/// Each row's rank in alphabetical order.
fn ranks(rows: &[Candidate]) -> Vec<u32> {
    let keys: Vec<String> = rows.iter().map(|row| row.name.to_lowercase()).collect();
    let mut sorted: Vec<&String> = keys.iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    let rank = |key: &String| sorted.binary_search(&key).unwrap_or_default();
    keys.iter().map(|key| u32::try_from(rank(key)).unwrap_or(u32::MAX)).collect()
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

impl<'a> Index<'a> {
    /// Gathers the evidence of a page.
    pub(super) fn new(rows: &'a [Candidate], shape: Option<&Shape>, knowledge: &Knowledge) -> Self {
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
            ranks: ranks(rows),
            at_root: rows.iter().map(|row| AT_ROOT.contains(&row.name.as_str())).collect(),
            seen: Vec::new(),
            again: again(&ids),
            namesakes,
            nodes: Vec::new(),
            known: Vec::new(),
            order: 0.0,
            absent: 0.0,
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
        index.seen = places.iter().zip(&wanted).map(|(places, wanted)| *places > 0 && places >= wanted).collect();
        let shown: Vec<bool> = places.iter().map(|places| *places > 0).collect();
        index.known = rows
            .iter()
            .enumerate()
            .map(|(index, row)| {
                let element = match &row.word {
                    Word::List(Some(element)) => Some(element.as_str()),
                    _ => None,
                };
                let mut known = knowledge.members_of(&row.name, element);
                // What is known of a list holds below its wrapper's row.
                if row.word == Word::Blank
                    && let Some(list) = index.checked_sub(1).and_then(|list| rows.get(list))
                    && matches!(&list.word, Word::List(element) if element.as_ref().is_none_or(|element| *element == row.name))
                {
                    known.extend(knowledge.members_of(&list.name, None));
                    known.remove(row.name.as_str());
                }
                let mut members: Vec<u32> = known.into_iter().filter_map(|name| names.get(name).copied()).collect();
                members.sort_unstable();
                members
            })
            .collect();
        let absent = index.ids.iter().filter(|id| !shown[**id as usize]).count();
        #[allow(clippy::cast_precision_loss, reason = "a share of a few hundred rows")]
        let share = absent as f32 / rows.len().max(1) as f32;
        index.absent = share;
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

    /// A first idea of how much alphabetical order means: how often a row sorts behind the one before.
    fn presume_order(&mut self) {
        let (mut kept, mut broken) = (0.0_f32, 0.0_f32);
        for (before, row) in self.ranks.iter().zip(self.ranks.iter().skip(1)) {
            match before.cmp(row) {
                std::cmp::Ordering::Less => kept += 1.0,
                std::cmp::Ordering::Greater => broken += 1.0,
                std::cmp::Ordering::Equal => {}
            }
        }
        // Every container that ends breaks the order of neighbours once.
        let ends = self.rows.iter().filter(|row| row.word.is_container()).count();
        #[allow(clippy::cast_precision_loss, reason = "a few hundred rows")]
        let ends = ends as f32;
        self.order = Self::weigh_order(kept, (broken - ends).max(0.0));
    }

    fn weigh_order(kept: f32, broken: f32) -> f32 {
        // The odds that two neighbours stand in order, with one witness for either side.
        (ORDER_SCALE * ((kept + 1.0) / (broken + 1.0)).ln()).clamp(0.0, ORDER_MOST)
    }

    /// Learns from a first tree how much alphabetical order means on this page.
    pub(super) fn learn_order(&mut self, parents: &[u16]) {
        let mut last: BTreeMap<u16, usize> = BTreeMap::new();
        let (mut kept, mut broken) = (0.0_f32, 0.0_f32);
        for (row, parent) in parents.iter().enumerate() {
            if let Some(before) = last.insert(*parent, row) {
                match self.ranks[before].cmp(&self.ranks[row]) {
                    std::cmp::Ordering::Less => kept += 1.0,
                    std::cmp::Ordering::Greater => broken += 1.0,
                    std::cmp::Ordering::Equal => {}
                }
            }
        }
        self.order = Self::weigh_order(kept, broken);
    }
}

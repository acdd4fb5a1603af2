//! What speaks for and against a row standing in a place.
//!
//! Costs are roughly logarithms of odds: 1 is "a little odd", 3 is "hardly", 6 is "almost never".

use std::collections::BTreeMap;

use super::knowledge::Knowledge;
use super::nest::{Frame, ROOT};
use super::types::Word;
use super::weights::WEIGHTS;
use crate::ir::Type;
use crate::sample::Shape;

/// What the search asks about one place.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "findings, each on its own")]
pub(crate) struct Placement {
    /// What speaks against it.
    pub cost: f32,
    /// A sample shows the row there.
    pub shown: bool,
    /// The row is a member of its own, not one named before.
    pub counts: bool,
    /// Rows may stand below it.
    pub opens: bool,
    /// The row names the wrapper of the list above it.
    pub wraps: bool,
    /// What samples show below the row.
    pub shape: Option<u32>,
    /// What samples show below the parent: one further in where the page leaves a wrapper out.
    pub parent_shape: Option<u32>,
}

/// A row, as far as its place goes.
#[derive(Clone, Debug)]
pub(crate) struct Candidate<'a> {
    /// The wire name.
    pub name: &'a str,
    /// The type cell.
    pub word: Word,
    /// The row says the same as the one before it.
    pub doubled: bool,
    /// The row has an example that is no JSON: a value, so a container is a list of values.
    pub valued: bool,
}

/// The evidence of one table.
pub(crate) struct Costs<'a> {
    rows: &'a [Candidate<'a>],
    /// Each row's name as a number.
    ids: Vec<u32>,
    /// Each row's rank in alphabetical order: equal where only the case of letters differs.
    ranks: Vec<u32>,
    /// Whether responses have the row's name at their root by convention.
    at_root: Vec<bool>,
    /// The earlier rows with the same name.
    namesakes: Vec<Vec<u16>>,
    /// By row: the rows up to it whose names come again behind it.
    again: Vec<Vec<u16>>,
    nodes: Vec<Node>,
    /// By name: whether samples show it in as many places as there are rows of it.
    seen: Vec<bool>,
    /// What names other pages show below an element or field of a name.
    known: Vec<Vec<u32>>,
    /// How much a break in alphabetical order costs on this page.
    order: f32,
    /// The part of the rows' names that no sample shows.
    absent: f32,
}

#[derive(Debug, Default)]
struct Node {
    /// `(name, node)`, sorted by name.
    members: Vec<(u32, u32)>,
    list: bool,
    object: bool,
    scalar: bool,
    /// How much less a name that is missing here says: the more are shown, the less.
    discount: f32,
}

/// Each row's rank in alphabetical order.
fn ranks(rows: &[Candidate<'_>]) -> Vec<u32> {
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

impl<'a> Costs<'a> {
    /// Gathers the evidence of a page.
    pub(crate) fn new(rows: &'a [Candidate<'a>], shape: Option<&Shape>, knowledge: &Knowledge) -> Self {
        let mut names: BTreeMap<&str, u32> = BTreeMap::new();
        let mut id = |name: &'a str| {
            let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
            *names.entry(name).or_insert(next)
        };
        let ids: Vec<u32> = rows.iter().map(|row| id(row.name)).collect();
        let mut namesakes: Vec<Vec<u16>> = Vec::with_capacity(rows.len());
        let mut before: BTreeMap<u32, Vec<u16>> = BTreeMap::new();
        for (index, id) in ids.iter().enumerate() {
            let earlier = before.entry(*id).or_default();
            namesakes.push(earlier.clone());
            earlier.push(u16::try_from(index).unwrap_or(ROOT));
        }
        let mut costs = Self {
            rows,
            ranks: ranks(rows),
            at_root: rows.iter().map(|row| AT_ROOT.contains(&row.name)).collect(),
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
            costs.grow(shape, &mut others);
        }
        // A name that more rows have than samples have places must stand where no sample shows it.
        let mut places = vec![0_usize; others.len()];
        for (name, _) in costs.nodes.iter().flat_map(|node| &node.members) {
            if let Some(places) = places.get_mut(*name as usize) {
                *places += 1;
            }
        }
        let mut wanted = vec![0_usize; others.len()];
        for (id, row) in costs.ids.iter().zip(rows) {
            if let Some(wanted) = wanted.get_mut(*id as usize) {
                *wanted += usize::from(!row.doubled);
            }
        }
        costs.seen = places.iter().zip(&wanted).map(|(places, wanted)| *places > 0 && places >= wanted).collect();
        let shown: Vec<bool> = places.iter().map(|places| *places > 0).collect();
        costs.known = rows
            .iter()
            .enumerate()
            .map(|(index, row)| {
                let element = match &row.word {
                    Word::List(Some(element)) | Word::Named(element) => Some(element.as_str()),
                    _ => None,
                };
                let mut known = knowledge.members_of(row.name, element);
                // What is known of a list holds below its wrapper's row.
                if row.word == Word::Blank
                    && let Some(list) = index.checked_sub(1).and_then(|list| rows.get(list))
                    && matches!(&list.word, Word::List(element) if element.as_deref().is_none_or(|element| element == row.name))
                {
                    known.extend(knowledge.members_of(list.name, None));
                    known.remove(row.name);
                }
                let mut members: Vec<u32> = known.into_iter().filter_map(|name| names.get(name).copied()).collect();
                members.sort_unstable();
                members
            })
            .collect();
        let absent = costs.ids.iter().filter(|id| !shown[**id as usize]).count();
        #[allow(clippy::cast_precision_loss, reason = "a share of a few hundred rows")]
        let share = absent as f32 / rows.len().max(1) as f32;
        costs.absent = share;
        costs.presume_order();
        costs
    }

    fn grow(&mut self, shape: &Shape, names: &mut BTreeMap<String, u32>) -> u32 {
        let at = self.nodes.len();
        #[allow(clippy::cast_precision_loss, reason = "a handful of members")]
        let size = shape.members.len() as f32;
        self.nodes.push(Node {
            discount: (WEIGHTS.size * size.max(1.0).ln()).min(WEIGHTS.size_most),
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
    pub(crate) fn taken(&self, row: usize, stack: &[Frame], parents: &[u16], parent: u16) -> u64 {
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

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Where the samples' names begin.
    pub(crate) fn root_shape(&self) -> Option<u32> {
        (!self.nodes.is_empty()).then_some(0)
    }

    fn node(&self, shape: Option<u32>) -> Option<&Node> {
        self.nodes.get(shape? as usize)
    }

    fn member(&self, shape: Option<u32>, name: u32) -> Option<u32> {
        let node = self.node(shape)?;
        let at = node.members.binary_search_by_key(&name, |member| member.0).ok()?;
        Some(node.members[at].1)
    }

    /// The wrapper that samples show and rows do not: the only member of a list's shape.
    fn hidden_wrapper(&self, frame: &Frame, row: usize) -> Option<u32> {
        if frame.row == ROOT || frame.children > 0 {
            return None;
        }
        let node = self.node(frame.shape)?;
        let &[(name, inner)] = node.members.as_slice() else { return None };
        let within = self.nodes.get(inner as usize)?;
        (name != self.ids[row] && !within.members.is_empty()).then_some(inner)
    }

    /// The cost of putting a row below the container at `depth`; `None` where it can't stand there.
    pub(crate) fn place(&self, row: usize, stack: &[Frame], depth: usize, parents: &[u16]) -> Option<Placement> {
        let parent = stack.get(depth)?;
        let candidate = self.rows.get(row)?;
        let id = self.ids[row];
        let mut cost = self.close(row, stack, depth);
        let mut parent_shape = parent.shape;
        let mut shape = self.member(parent.shape, id);
        if shape.is_none()
            && let Some(inner) = self.hidden_wrapper(parent, row)
            && let Some(member) = self.member(Some(inner), id)
        {
            shape = Some(member);
            parent_shape = Some(inner);
        }
        let wraps = self.wraps(row, parent);
        if wraps && shape.is_none() && self.node(parent.shape).is_some_and(|node| node.list && !node.members.is_empty())
        {
            // The table names a wrapper, the sample shows a bare list.
            shape = parent.shape;
        }
        let shown = shape.is_some();
        if parent.wrapped {
            cost += WEIGHTS.wrapped;
        }
        cost += self.parent_kind(row, parent, wraps);
        if !wraps && self.wraps_above(row, stack, depth) {
            cost += WEIGHTS.not_wrapping;
        }
        if let Some(node) = self.node(shape) {
            cost += Self::kind(candidate, node);
        } else {
            cost += self.missing(row, parent);
        }
        let doubled = self.namesakes[row].iter().any(|earlier| parents.get(usize::from(*earlier)) == Some(&parent.row));
        if doubled {
            cost += if candidate.doubled { WEIGHTS.doubled_row } else { WEIGHTS.doubled_name };
        }
        if parent.row != ROOT && self.at_root[row] {
            cost += match (candidate.name, shown) {
                ("RequestId", false) => WEIGHTS.request_id,
                ("RequestId", true) => WEIGHTS.request_id_shown,
                (_, false) => WEIGHTS.at_root,
                (_, true) => 0.0,
            };
        }
        if let Some(last) = parent.last.filter(|_| !doubled)
            && self.ranks[usize::from(last)] > self.ranks[row]
        {
            cost += self.order;
        }
        let opens = candidate.word.is_container()
            && !self.node(shape).is_some_and(|node| node.scalar && !node.object && candidate.word == Word::Blank)
            || self
                .node(shape)
                .is_some_and(|node| !node.members.is_empty() && !matches!(candidate.word, Word::ListOf(_)));
        Some(Placement { cost, shown, counts: !(doubled && candidate.doubled), opens, wraps, shape, parent_shape })
    }

    /// Whether a row right after a list names the list's wrapper.
    fn wraps(&self, row: usize, parent: &Frame) -> bool {
        if parent.row == ROOT || parent.children > 0 || row != usize::from(parent.row) + 1 {
            return false;
        }
        let candidate = &self.rows[row];
        match &self.rows[usize::from(parent.row)].word {
            Word::List(Some(element)) => {
                candidate.word == Word::Blank || candidate.name == element && candidate.word.is_container()
            }
            Word::List(None) => candidate.word == Word::Blank,
            _ => false,
        }
    }

    /// Whether the row names the wrapper of a list that this placement would leave.
    fn wraps_above(&self, row: usize, stack: &[Frame], depth: usize) -> bool {
        depth + 1 < stack.len() && stack.last().is_some_and(|list| self.wraps(row, list))
    }

    /// What the parent's own type says about members.
    fn parent_kind(&self, row: usize, parent: &Frame, wraps: bool) -> f32 {
        if parent.row == ROOT || wraps {
            return 0.0;
        }
        let valued = self.rows[usize::from(parent.row)].valued;
        // `{"SecurityGroupIds": {"SecurityGroupId": ["sg-…"]}}`
        if let Some(node) = self.node(parent.shape)
            && let &[(name, only)] = node.members.as_slice()
            && name != self.ids[row]
            && self.nodes.get(only as usize).is_some_and(|only| only.scalar && only.members.is_empty() && only.list)
        {
            return WEIGHTS.scalar_list_parent;
        }
        match &self.rows[usize::from(parent.row)].word {
            Word::List(_) | Word::Struct | Word::Blank if valued => WEIGHTS.valued_parent,
            Word::Scalar(_) | Word::Unknown => WEIGHTS.scalar_parent,
            Word::ListOf(_) => WEIGHTS.scalar_list_parent,
            Word::Map => WEIGHTS.map_parent,
            _ => 0.0,
        }
    }

    /// What the sample's value says about the row's type.
    fn kind(candidate: &Candidate<'_>, node: &Node) -> f32 {
        let names = !node.members.is_empty();
        match &candidate.word {
            Word::Scalar(Type::Any) | Word::Unknown | Word::Blank | Word::Map => 0.0,
            Word::Scalar(_) if names => WEIGHTS.scalar_with_members,
            Word::Struct | Word::List(_) | Word::Named(_) if node.scalar && !names && !node.list => {
                WEIGHTS.container_without
            }
            _ => 0.0,
        }
    }

    /// The cost of a member that samples do not show below this parent.
    fn missing(&self, row: usize, parent: &Frame) -> f32 {
        let seen = self.seen[self.ids[row] as usize];
        let base = match self.node(parent.shape) {
            Some(node) if !node.members.is_empty() => {
                let base = if seen { WEIGHTS.seen_elsewhere } else { WEIGHTS.unseen };
                base - node.discount - WEIGHTS.absent * self.absent
                    + if parent.row == ROOT && !self.at_root[row] { WEIGHTS.root_unseen } else { 0.0 }
            }
            _ if self.nodes.is_empty() => WEIGHTS.no_samples,
            _ if seen => WEIGHTS.unshown_seen,
            _ => WEIGHTS.unshown,
        };
        let known = if parent.row == ROOT { &[][..] } else { self.known[usize::from(parent.row)].as_slice() };
        if known.binary_search(&self.ids[row]).is_ok() {
            (base - WEIGHTS.known).max(0.1)
        } else if known.is_empty() || self.node(parent.shape).is_some_and(|node| !node.members.is_empty()) {
            base.max(0.1)
        } else {
            base.max(0.1) + WEIGHTS.not_known
        }
    }

    /// The cost of leaving the containers below `depth` for good.
    fn close(&self, row: usize, stack: &[Frame], depth: usize) -> f32 {
        let mut cost = 0.0;
        let mut goes_on = false;
        for frame in stack.iter().skip(depth + 1) {
            cost += WEIGHTS.leave_each + self.close_one(frame);
            goes_on |= frame.last.is_some_and(|last| self.ranks[usize::from(last)] < self.ranks[row]);
        }
        if depth + 1 < stack.len() {
            cost += WEIGHTS.leave;
        }
        if goes_on {
            cost += WEIGHTS.goes_on * self.order;
        }
        cost
    }

    /// The cost of a container that ends without members.
    fn close_one(&self, frame: &Frame) -> f32 {
        if frame.children > 0 || frame.row == ROOT {
            return 0.0;
        }
        let expects = self.node(frame.shape).is_some_and(|node| !node.members.is_empty());
        let scalar = self.node(frame.shape).is_some_and(|node| node.scalar && node.members.is_empty());
        match &self.rows[usize::from(frame.row)].word {
            _ if scalar || self.rows[usize::from(frame.row)].valued => 0.0,
            Word::Struct => WEIGHTS.empty_struct + if expects { WEIGHTS.empty_shown } else { 0.0 },
            Word::List(Some(_)) => WEIGHTS.empty_named_list,
            Word::List(None) => {
                if expects {
                    WEIGHTS.empty_shown_list
                } else {
                    WEIGHTS.empty_list
                }
            }
            Word::Blank => WEIGHTS.empty_blank,
            Word::Named(_) => WEIGHTS.empty_named,
            _ => 0.0,
        }
    }

    /// The cost of ending the table here.
    pub(crate) fn close_all(&self, stack: &[Frame]) -> f32 {
        stack.iter().map(|frame| self.close_one(frame)).sum()
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
        (WEIGHTS.order_scale * ((kept + 1.0) / (broken + 1.0)).ln()).clamp(0.0, WEIGHTS.order_most)
    }

    /// Learns from a first tree how much alphabetical order means on this page.
    pub(crate) fn learn_order(&mut self, parents: &[u16]) {
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

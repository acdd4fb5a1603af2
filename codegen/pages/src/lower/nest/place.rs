//! The places that are open to a row, and what is odd about each.

use super::ROOT;
use super::evidence::{Index, ShapeNode};
use super::oddity::Oddity;
use super::rows::Candidate;
use super::weights::{GAP_LEAST, weight};
use super::wrapper::{self, Naming};
use crate::bounds::NEST_DEPTH;
use crate::ir::Type;
use crate::lower::types::Word;

/// A container whose members may still follow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
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

impl Frame {
    /// The only container that is open before the first row.
    pub(super) fn root(index: &Index<'_>) -> Self {
        Self { row: ROOT, last: None, children: 0, shape: index.root_shape(), wrapped: false }
    }
}

/// What follows from a row standing in a place.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "findings, each on its own")]
pub(super) struct Placement {
    /// A sample shows the row there.
    pub shown: bool,
    /// The row is a member of its own, not one named before.
    counts: bool,
    /// Rows may stand below it.
    opens: bool,
    /// The row names the wrapper of the list above it.
    wraps: bool,
    /// What samples show below the row.
    shape: Option<u32>,
    /// What samples show below the parent: one further in where the page leaves a wrapper out.
    parent_shape: Option<u32>,
}

impl Placement {
    /// Puts into `stack` the open containers after the row was put below the one at `depth`.
    pub(super) fn open(&self, row: usize, before: &[Frame], depth: usize, stack: &mut Vec<Frame>) {
        stack.clear();
        stack.extend(before.iter().take(depth + 1));
        let id = u16::try_from(row).unwrap_or(ROOT);
        if let Some(parent) = stack.last_mut() {
            if self.counts {
                parent.last = Some(id);
                parent.children += 1;
            }
            parent.shape = self.parent_shape;
            parent.wrapped |= self.wraps;
        }
        if self.opens && stack.len() < NEST_DEPTH {
            stack.push(Frame { row: id, last: None, children: 0, shape: self.shape, wrapped: false });
        }
    }
}

impl Index<'_> {
    /// Puts a row below the container at `depth`, and calls `see` with each oddity of that and its amount.
    /// `None` where there is no such row or container.
    ///
    /// The order of the calls is part of the result: sums of floating-point numbers depend on it.
    pub(super) fn place(
        &self,
        row: usize,
        stack: &[Frame],
        depth: usize,
        parents: &[u16],
        see: &mut impl FnMut(Oddity, f32),
    ) -> Option<Placement> {
        let parent = stack.get(depth)?;
        let candidate = self.rows.get(row)?;
        let id = self.ids[row];
        self.leave(row, stack, depth, see);
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
            see(Oddity::BesideWrapper, 1.0);
        }
        if let Some(oddity) = self.parent_kind(row, parent, wraps) {
            see(oddity, 1.0);
        }
        if !wraps && depth + 1 < stack.len() && stack.last().is_some_and(|list| self.wraps(row, list)) {
            see(Oddity::NotWrapper, 1.0);
        }
        match self.node(shape) {
            Some(node) => {
                if let Some(oddity) = kind(candidate, node) {
                    see(oddity, 1.0);
                }
            }
            None => self.gap(row, parent, see),
        }
        let doubled = self.namesakes[row].iter().any(|earlier| parents.get(usize::from(*earlier)) == Some(&parent.row));
        if doubled {
            see(if candidate.doubled { Oddity::DoubledRow } else { Oddity::DoubledName }, 1.0);
        }
        if parent.row != ROOT && self.at_root[row] {
            match (candidate.name.as_str(), shown) {
                ("RequestId", false) => see(Oddity::RequestIdBelow, 1.0),
                ("RequestId", true) => see(Oddity::RequestIdShownBelow, 1.0),
                (_, false) => see(Oddity::RootNameBelow, 1.0),
                (_, true) => {}
            }
        }
        if let Some(last) = parent.last.filter(|_| !doubled)
            && self.ranks[usize::from(last)] > self.ranks[row]
        {
            see(Oddity::BrokenOrder, self.order);
        }
        let opens = candidate.word.is_container()
            && !self.node(shape).is_some_and(|node| node.scalar && !node.object && candidate.word == Word::Blank)
            || self
                .node(shape)
                .is_some_and(|node| !node.members.is_empty() && !matches!(candidate.word, Word::ListOf(_)));
        Some(Placement { shown, counts: !(doubled && candidate.doubled), opens, wraps, shape, parent_shape })
    }

    /// Ends the table, and calls `see` with what is odd about the containers that are still open.
    pub(super) fn end(&self, stack: &[Frame], see: &mut impl FnMut(Oddity, f32)) {
        for frame in stack {
            self.empty(frame, see);
        }
    }

    /// The wrapper that samples show and rows do not, for the first row below a list.
    fn hidden_wrapper(&self, list: &Frame, row: usize) -> Option<u32> {
        if list.row == ROOT || list.children > 0 {
            return None;
        }
        let (name, inner) = self.only_member(list.shape)?;
        let within = self.node(Some(inner))?;
        (name != self.ids[row] && !within.members.is_empty()).then_some(inner)
    }

    /// Whether a row right after a list names the list's wrapper by the words of both.
    fn wraps(&self, row: usize, list: &Frame) -> bool {
        list.row != ROOT
            && list.children == 0
            && row == usize::from(list.row) + 1
            && wrapper::naming(&self.rows[usize::from(list.row)], &self.rows[row]) == Naming::ByWords
    }

    /// What the parent's own type says about members.
    fn parent_kind(&self, row: usize, parent: &Frame, wraps: bool) -> Option<Oddity> {
        if parent.row == ROOT || wraps {
            return None;
        }
        // `{"SecurityGroupIds": {"SecurityGroupId": ["sg-…"]}}`
        if let Some((name, only)) = self.only_member(parent.shape)
            && name != self.ids[row]
            && self.node(Some(only)).is_some_and(|only| only.scalar && only.members.is_empty() && only.list)
        {
            return Some(Oddity::BelowValues);
        }
        let above = &self.rows[usize::from(parent.row)];
        match &above.word {
            Word::List(_) | Word::Struct | Word::Blank if above.valued => Some(Oddity::BelowExample),
            Word::Scalar(_) | Word::Unknown => Some(Oddity::BelowScalar),
            Word::ListOf(_) => Some(Oddity::BelowValues),
            Word::Map => Some(Oddity::BelowMap),
            _ => None,
        }
    }

    /// A member that samples do not show below this parent.
    fn gap(&self, row: usize, parent: &Frame, see: &mut impl FnMut(Oddity, f32)) {
        let name = self.ids[row];
        let node = self.node(parent.shape).filter(|node| !node.members.is_empty());
        let gap = match (node, self.seen[name as usize]) {
            (Some(_), true) => Oddity::ShownElsewhere,
            (Some(_), false) => Oddity::NotShown,
            (None, _) if self.nodes.is_empty() => Oddity::NoSamples,
            (None, true) => Oddity::ShownUnderOther,
            (None, false) => Oddity::NothingShown,
        };
        let others = if parent.row == ROOT { &[][..] } else { self.known[usize::from(parent.row)].as_slice() };
        let known = others.binary_search(&name).is_ok();
        if known && !matches!(gap, Oddity::ShownElsewhere | Oddity::ShownUnderOther) {
            see(Oddity::OnlyOthersShow, 1.0);
            return;
        }
        see(gap, 1.0);
        if let Some(node) = node {
            see(Oddity::LargeSample, node.size);
            see(Oddity::SampleWithGaps, self.absent);
            let mut left =
                weight(gap) + weight(Oddity::LargeSample) * node.size + weight(Oddity::SampleWithGaps) * self.absent;
            if parent.row == ROOT && !self.at_root[row] {
                see(Oddity::NotShownAtRoot, 1.0);
                left += weight(Oddity::NotShownAtRoot);
            }
            if gap == Oddity::NotShown && left < GAP_LEAST {
                see(Oddity::NeverFree, GAP_LEAST - left);
            }
        }
        if known {
            see(Oddity::OthersShow, 1.0);
        } else if !others.is_empty() && node.is_none() {
            see(Oddity::OthersShowNot, 1.0);
        }
    }

    /// The containers below `depth` are left for good.
    fn leave(&self, row: usize, stack: &[Frame], depth: usize, see: &mut impl FnMut(Oddity, f32)) {
        let mut early = false;
        for frame in stack.iter().skip(depth + 1) {
            see(Oddity::Ends, 1.0);
            self.empty(frame, see);
            early |= frame.last.is_some_and(|last| self.ranks[usize::from(last)] < self.ranks[row]);
        }
        if depth + 1 < stack.len() {
            see(Oddity::Leaves, 1.0);
        }
        if early {
            see(Oddity::LeavesEarly, self.order);
        }
    }

    /// A container that ends, perhaps without members.
    fn empty(&self, frame: &Frame, see: &mut impl FnMut(Oddity, f32)) {
        if frame.children > 0 || frame.row == ROOT {
            return;
        }
        let node = self.node(frame.shape);
        let expects = node.is_some_and(|node| !node.members.is_empty());
        let scalar = node.is_some_and(|node| node.scalar && node.members.is_empty());
        let row = &self.rows[usize::from(frame.row)];
        if scalar || row.valued {
            return;
        }
        match &row.word {
            Word::Struct => {
                see(Oddity::EmptyStruct, 1.0);
                if expects {
                    see(Oddity::EmptyShownStruct, 1.0);
                }
            }
            Word::List(Some(_)) => see(Oddity::EmptyNamedList, 1.0),
            Word::List(None) => see(if expects { Oddity::EmptyShownList } else { Oddity::EmptyList }, 1.0),
            Word::Blank => see(Oddity::EmptyBlank, 1.0),
            _ => {}
        }
    }
}

/// What the sample's value says about the row's type.
fn kind(candidate: &Candidate, node: &ShapeNode) -> Option<Oddity> {
    let names = !node.members.is_empty();
    match &candidate.word {
        Word::Scalar(Type::Any) => None,
        Word::Scalar(_) if names => Some(Oddity::ScalarWithMembers),
        Word::Struct | Word::List(_) if node.scalar && !names && !node.list => Some(Oddity::ContainerAsValue),
        _ => None,
    }
}

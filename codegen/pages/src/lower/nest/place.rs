//! The places that are open to a row, and what is odd about each.

use super::ROOT;
use super::evidence::{Index, ShapeNode};
use super::oddity::Oddity;
use super::rows::Candidate;
use super::wrapper::{self, Naming};
use crate::bounds::NEST_DEPTH;
use crate::cells::Word;
use crate::ir::Type;

/// The most that the logarithm of how many members samples miss counts.
const GAPS_MOST: f32 = 2.0;

/// The most members left out that count.
const MEMBERS_MOST: f32 = 4.0;

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
    /// How many of those are members that samples show here.
    pub found: u16,
    /// A number for the rows around, this one included, from the root down.
    pub chain: u64,
}

impl Frame {
    /// The only container that is open before the first row.
    pub(super) fn root(index: &Index<'_>) -> Self {
        let shape = index.root_shape();
        Self { row: ROOT, last: None, children: 0, shape, wrapped: false, found: 0, chain: 0 }
    }

    /// The [`chain`](Self::chain) of a row right below.
    pub(super) fn chain_below(&self, row: u16) -> u64 {
        (self.chain.rotate_left(7) ^ (u64::from(row) + 1)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
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
    /// What samples show where its members stand.
    inside: Option<u32>,
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
                parent.found += u16::from(self.shown);
            }
            parent.wrapped |= self.wraps;
        }
        if self.opens && stack.len() < NEST_DEPTH {
            let chain = stack.last().map_or(0, |frame| frame.chain_below(id));
            stack.push(Frame { row: id, last: None, children: 0, shape: self.inside, wrapped: false, found: 0, chain });
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
        let mut shape = self.member(parent.shape, id);
        let wraps = self.wraps(row, parent);
        if wraps && shape.is_none() && self.node(parent.shape).is_some_and(|node| !node.members.is_empty()) {
            // The table names a wrapper, the sample shows a bare list, or one item of it.
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
        if let Some(twin) = self.twins[row] {
            let twin = usize::from(twin);
            let siblings = parents.get(twin) == parents.get(twin - 1);
            let here = parents.get(row - 1) == Some(&parent.row);
            if siblings != here {
                see(Oddity::UnlikeTwin, 1.0);
            }
        }
        if !shown && self.pages[row] && self.is_item(parent) {
            see(Oddity::PagingInItem, 1.0);
        }
        if let Some(last) = parent.last.filter(|_| !doubled)
            && self.breaks_order(usize::from(last), row)
        {
            let (at_root, strength) =
                (parent.row == ROOT, if parent.row == ROOT { self.order.root } else { self.order.below });
            see(
                match (at_root, shown) {
                    (true, false) => Oddity::BrokenRootOrder,
                    (true, true) => Oddity::BrokenRootOrderShown,
                    (false, false) => Oddity::BrokenOrder,
                    (false, true) => Oddity::BrokenOrderShown,
                },
                strength,
            );
        }
        let opens = candidate.word.is_container()
            && !self.node(shape).is_some_and(|node| node.scalar && !node.object && candidate.word == Word::Blank)
            || self
                .node(shape)
                .is_some_and(|node| !node.members.is_empty() && !matches!(candidate.word, Word::ListOf(_)));
        Some(Placement {
            shown,
            counts: !(doubled && candidate.doubled),
            opens,
            wraps,
            inside: self.inside(row, shape),
        })
    }

    /// Ends the table, and calls `see` with what is odd about the containers that are still open.
    pub(super) fn end(&self, stack: &[Frame], see: &mut impl FnMut(Oddity, f32)) {
        for frame in stack {
            self.close(frame, see);
        }
    }

    /// What samples show where a row's members stand: one further in where they show a wrapper that no row names. The
    /// search needs it before the rows behind are placed; [`Wrapper::Shown`](wrapper::Wrapper) is the decision, with all
    /// of them.
    fn inside(&self, row: usize, shape: Option<u32>) -> Option<u32> {
        let Some((name, inner)) = self.only_member(shape) else { return shape };
        // Its first member is the next row, if it has any.
        let wraps = self.rows.get(row + 1).is_some_and(|next| {
            let again = matches!(next.word, Word::Scalar(_)) && self.member(Some(inner), name).is_some();
            name != self.ids[row + 1] || again
        });
        let named = self.node(Some(inner)).is_some_and(|inner| inner.named > 0);
        if wraps && named { Some(inner) } else { shape }
    }

    /// Whether samples show a list without items in a wrapper that no row names: `{"Rules": {"Rule": []}}`.
    fn is_empty_list(&self, parent: &Frame) -> bool {
        self.only_member(parent.shape).is_some_and(|(name, inner)| {
            let empty = |node: &ShapeNode| node.list && node.members.is_empty() && !node.scalar;
            !self.is_named(name) && self.node(Some(inner)).is_some_and(empty)
        })
    }

    /// Whether a row right after a list names the list's wrapper by the words of both.
    fn wraps(&self, row: usize, list: &Frame) -> bool {
        list.row != ROOT
            && list.children == 0
            && row == usize::from(list.row) + 1
            && wrapper::naming(&self.rows[usize::from(list.row)], &self.rows[row]) == Naming::ByWords
    }

    /// Whether the members of a parent are those of a list's items.
    fn is_item(&self, parent: &Frame) -> bool {
        let by_word = |row: usize| matches!(self.rows.get(row).map(|row| &row.word), Some(Word::List(_)));
        parent.row != ROOT
            && (by_word(usize::from(parent.row))
                || self.node(parent.shape).is_some_and(|node| node.list)
                || self.rows[usize::from(parent.row)].word == Word::Blank
                    && usize::from(parent.row) > 0
                    && by_word(usize::from(parent.row) - 1))
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
        if let Some(share) = self.root_share[row] {
            if parent.row == ROOT {
                see(Oddity::OthersShowBelow, 1.0 - share);
            } else {
                see(Oddity::OthersShowAtRoot, share);
            }
        }
        let node = self.node(parent.shape).filter(|node| !node.members.is_empty() && !self.is_empty_list(parent));
        let gap = match (node, self.seen[name as usize]) {
            (Some(_), true) => Oddity::ShownElsewhere,
            (Some(_), false) => Oddity::NotShown,
            (None, _) if self.nodes.is_empty() => Oddity::NoSamples,
            (None, true) => Oddity::ShownUnderOther,
            (None, false) => Oddity::NothingShown,
        };
        let others = self.known.get(usize::from(parent.row)).filter(|others| !others.members.is_empty());
        if others.is_some_and(|others| others.members.binary_search(&name).is_ok()) {
            see(
                match gap {
                    Oddity::ShownElsewhere => Oddity::OthersShow,
                    Oddity::ShownUnderOther => Oddity::OthersShowUnder,
                    _ => Oddity::OnlyOthersShow,
                },
                1.0,
            );
            return;
        }
        see(gap, 1.0);
        if let Some(node) = node {
            see(Oddity::LargeSample, node.size);
            if parent.row == ROOT && !self.at_root[row] {
                see(Oddity::NotShownAtRoot, 1.0);
            }
            if parent.children > parent.found {
                see(Oddity::GapBefore, f32::from(parent.children - parent.found).ln_1p().min(GAPS_MOST));
            }
        }
        if let Some(others) = others {
            see(Oddity::OthersShowNot, others.operations);
        }
    }

    /// The containers below `depth` are left for good.
    fn leave(&self, row: usize, stack: &[Frame], depth: usize, see: &mut impl FnMut(Oddity, f32)) {
        let mut early = false;
        for frame in stack.iter().skip(depth + 1) {
            self.close(frame, see);
            early |= frame.last.is_some_and(|last| self.keeps_order(usize::from(last), row));
        }
        if depth + 1 < stack.len() {
            see(Oddity::Leaves, 1.0);
        }
        if early {
            see(Oddity::LeavesEarly, self.order.below);
        }
    }

    /// A container that ends, perhaps without members that samples show in it and rows name.
    fn close(&self, frame: &Frame, see: &mut impl FnMut(Oddity, f32)) {
        self.empty(frame, see);
        if frame.children > 0
            && let Some(node) = self.node(frame.shape)
            && node.named > frame.found
        {
            see(Oddity::MembersLeft, f32::from(node.named - frame.found).min(MEMBERS_MOST));
        }
    }

    /// A container that ends without members.
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
            Word::List(None) if expects => see(Oddity::EmptyShownList, 1.0),
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

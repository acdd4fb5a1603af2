//! Lists and the wrappers around their items: `{"Rules": {"Rule": [{…}, {…}]}}`.
//!
//! A tree of rows says which row is below which. Whether the list `Rules` has a wrapper, and where the wrapper's name
//! comes from, is decided here, once the tree is known, by the first of these that holds:
//!
//! | [`Wrapper`] | what says so                                                              | example                              |
//! |-------------|---------------------------------------------------------------------------|--------------------------------------|
//! | `Row`       | the only row below the list, itself with rows below, names it ([`naming`]) | `Rules\|Array of Rule`, `Rule\|`      |
//! | `Shown`     | a sample shows an only member that no row names, and the rows below it      | `{"Rules": {"Rule": [{"Id": "r"}]}}` |
//! | `Known`     | no sample here shows the list; other pages show it with one, or without     |                                      |
//! | `Presumed`  | nobody shows the list; the page's samples wrap every list that they show     |                                      |
//! | `None`      | nothing: no wrapper, or no list                                             |                                      |

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::rows::Candidate;
use super::{Holds, Placed, ROOT, Role};
use crate::cells::Word;
use crate::lower::infer;
use crate::lower::knowledge::Knowledge;
use crate::sample::Shape;

/// Where the name of a list's wrapper comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wrapper<'a> {
    /// This row names it.
    Row(u16),
    /// A sample shows it.
    Shown {
        /// The name.
        name: &'a str,
        /// Samples of one operation disagree.
        disputed: bool,
    },
    /// Other pages show it, all of them the same.
    Known {
        /// The name; `None` where they show the list without a wrapper.
        name: Option<&'a str>,
        /// They are pages of the same operation, in another language.
        same_operation: bool,
    },
    /// The page's other lists have one, so it may have this.
    Presumed(String),
    /// It has none, or none that anything shows.
    None,
}

impl Wrapper<'_> {
    /// The name, where no row says it.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Shown { name, .. } | Self::Known { name: Some(name), .. } => Some(name),
            Self::Presumed(name) => Some(name),
            Self::Row(_) | Self::Known { name: None, .. } | Self::None => None,
        }
    }
}

/// What the cells of a row with rows below it, and of the first of these, say about the second being the wrapper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// It is, by its words alone: the search for the tree relies on it.
    ByWords,
    /// It is once rows stand below it: it bears the element's name, but its type cell is that of a value.
    ByElement,
    /// It is where a sample shows a list by its name.
    IfList,
    /// It is where a sample shows it at all.
    IfShown,
    /// It is where a sample shows a list by its name, or where it is the list's name in the singular.
    IfListOrSingular,
    /// It is a member.
    Member,
}

/// Reads the cells of a row and of the first row below it. Nothing else looks for a wrapper's row.
pub(super) fn naming(list: &Candidate, first: &Candidate) -> Naming {
    match (&list.word, &first.word) {
        // `List|Array` followed by `CallDetailRecord| |`
        (Word::List(_), Word::Blank) => Naming::ByWords,
        (Word::List(Some(element)), word) if *element == first.name && word.is_container() => Naming::ByWords,
        (Word::List(Some(element)), _) if *element == first.name => Naming::ByElement,
        (Word::List(None) | Word::Blank, Word::List(_)) => Naming::IfList,
        (Word::Blank, Word::Blank) => Naming::IfListOrSingular,
        (Word::List(None), Word::Struct) => Naming::IfShown,
        _ => Naming::Member,
    }
}

/// What decides about wrappers, of a page and of the pages around it.
pub(super) struct Wrappers<'a> {
    rows: &'a [Candidate],
    /// What pages of the same operation show, and what all of the product's do.
    knowledge: [&'a Knowledge; 2],
    /// Samples show lists, each of them in a wrapper.
    everywhere: bool,
}

impl<'a> Wrappers<'a> {
    pub(super) fn new(rows: &'a [Candidate], shape: Option<&Shape>, knowledge: [&'a Knowledge; 2]) -> Self {
        Self { rows, knowledge, everywhere: shape.is_some_and(wraps_lists) }
    }

    /// Decides for each row of a tree what it holds, and which rows are wrappers.
    pub(super) fn decide(&self, placed: &mut [Placed<'a>], shape: Option<&'a Shape>) {
        let below = super::children(placed);
        // By row: what samples show where its members stand.
        let mut around: Vec<Option<&'a Shape>> = vec![None; placed.len()];
        // Parents stand before their rows.
        for row in 0..placed.len() {
            if placed[row].role == Role::Wrapper {
                // Its list has decided.
                continue;
            }
            let outer = match placed[row].parent {
                ROOT => shape,
                parent => around.get(usize::from(parent)).copied().flatten(),
            };
            let shown = outer.and_then(|outer| outer.members.get(&self.rows[row].name));
            placed[row].shape = shown;
            let (holds, inner) = self.holds(row, &below[row], &below, shown);
            around[row] = inner;
            if let Holds::List(Wrapper::Row(wrapper)) = holds
                && let Some(place) = placed.get_mut(usize::from(wrapper))
            {
                place.role = Role::Wrapper;
                around[usize::from(wrapper)] = inner;
            }
            placed[row].holds = holds;
        }
    }

    /// What a row holds, and what samples show where its members stand.
    fn holds(
        &self,
        row: usize,
        below: &[u16],
        children: &[Vec<u16>],
        shape: Option<&'a Shape>,
    ) -> (Holds<'a>, Option<&'a Shape>) {
        if below.is_empty() {
            return (Holds::Nothing, shape);
        }
        let candidate = &self.rows[row];
        let (wrapper, inner) = self.wrapper(row, below, children, shape);
        let list = wrapper != Wrapper::None
            || matches!(candidate.word, Word::List(_) | Word::ListOf(_))
            || shape.is_some_and(|shape| shape.list);
        if list {
            return (Holds::List(wrapper), inner);
        }
        if candidate.word == Word::Map
            && let Some(shape) = shape
            && below.iter().all(|child| !shape.members.contains_key(self.name(*child)))
        {
            return (Holds::Values, shape.members.values().next());
        }
        (Holds::Members, inner)
    }

    fn wrapper(
        &self,
        row: usize,
        below: &[u16],
        children: &[Vec<u16>],
        shape: Option<&'a Shape>,
    ) -> (Wrapper<'a>, Option<&'a Shape>) {
        let candidate = &self.rows[row];
        if let &[only] = below
            && !children[usize::from(only)].is_empty()
            && self.is_wrapper(row, only, shape)
        {
            let inner =
                shape.and_then(|shape| shape.members.get(self.name(only)).or_else(|| shape.list.then_some(shape)));
            return (Wrapper::Row(only), inner);
        }
        if let Some(shape) = shape
            && let Some((name, wrapped)) = infer::only_member(shape)
            && self.is_around(name, wrapped, below)
        {
            return (Wrapper::Shown { name, disputed: shape.disputed }, Some(wrapped));
        }
        let unseen = shape.is_none_or(|shape| shape.members.is_empty() && !shape.list);
        if unseen && matches!(candidate.word, Word::List(_) | Word::Blank) {
            return (self.unseen(candidate), shape);
        }
        (Wrapper::None, shape)
    }

    /// Whether the only member that samples show of a row is around its items: it holds what rows below are named after,
    /// or it is a list without items, and no row is named after it.
    fn is_around(&self, name: &str, wrapped: &Shape, below: &[u16]) -> bool {
        let is_row = || below.iter().any(|child| self.name(*child) == name);
        if wrapped.members.is_empty() {
            return wrapped.list && !wrapped.scalars.any() && !is_row();
        }
        (wrapped.members.contains_key(name) || !is_row())
            && below.iter().any(|child| wrapped.members.contains_key(self.name(*child)))
    }

    /// The wrapper of what may be a list that the page's samples do not show.
    fn unseen(&self, candidate: &Candidate) -> Wrapper<'a> {
        for (knowledge, same_operation) in self.knowledge.into_iter().zip([true, false]) {
            if let Some(name) = knowledge.wrapper_of(&candidate.name) {
                return Wrapper::Known { name: Some(name).filter(|name| !name.is_empty()), same_operation };
            }
        }
        let list = matches!(candidate.word, Word::List(_));
        if self.everywhere && (list || infer::is_plural(&candidate.name)) {
            let element = if let Word::List(Some(element)) = &candidate.word { Some(element.clone()) } else { None };
            return Wrapper::Presumed(element.unwrap_or_else(|| infer::singular(&candidate.name)));
        }
        Wrapper::None
    }

    fn is_wrapper(&self, row: usize, only: u16, shape: Option<&Shape>) -> bool {
        let Some(first) = self.rows.get(usize::from(only)) else { return false };
        let list = &self.rows[row];
        let shown = shape.and_then(|shape| shape.members.get(&first.name));
        let shown_list = shown.is_some_and(|shape| shape.list);
        match naming(list, first) {
            Naming::ByWords | Naming::ByElement => true,
            Naming::IfList => shown_list,
            Naming::IfShown => shown.is_some(),
            Naming::IfListOrSingular => shown_list || infer::singular(&list.name) == first.name,
            Naming::Member => false,
        }
    }

    fn name(&self, row: u16) -> &str {
        self.rows.get(usize::from(row)).map_or("", |candidate| &candidate.name)
    }
}

/// What samples show, with the wrappers that the table names.
///
/// Where JSON shows a bare list and XML an element around each item, a row of the element's name right behind the
/// list's outweighs the JSON sample: on all 20 lists of Alibaba Cloud's pages where such a row stands and JSON shows no
/// wrapper, the vendor's own schema has it.
pub(super) fn with_rows<'a>(rows: &[Candidate], shape: &'a Shape) -> Cow<'a, Shape> {
    if !shape.has_items() {
        return Cow::Borrowed(shape);
    }
    let behind = rows.iter().zip(rows.iter().skip(1)).map(|(list, next)| (list.name.as_str(), next.name.as_str()));
    let behind: BTreeSet<(&str, &str)> = behind.collect();
    let mut shape = shape.clone();
    shape.wrap_items(&|list, item| behind.contains(&(list, item)));
    Cow::Owned(shape)
}

/// The wrapper that a sample shows around plain values: `{"Ids": {"Id": ["i-1", "i-2"]}}`.
pub(crate) fn of_values(shape: &Shape) -> Option<&str> {
    infer::only_member(shape).filter(|(_, only)| only.members.is_empty()).map(|(name, _)| name)
}

/// Whether samples show lists, and each of them in a wrapper.
fn wraps_lists(shape: &Shape) -> bool {
    let (mut wrapped, mut bare) = (0, 0);
    count_lists(shape, false, &mut wrapped, &mut bare);
    wrapped > 0 && bare == 0
}

/// Counts lists that are the only member of an object, and others.
fn count_lists(shape: &Shape, alone: bool, wrapped: &mut usize, bare: &mut usize) {
    if shape.list {
        *(if alone { &mut *wrapped } else { &mut *bare }) += 1;
    }
    let alone = shape.members.len() == 1 && !shape.list;
    for inner in shape.members.values() {
        count_lists(inner, alone, wrapped, bare);
    }
}

use std::collections::VecDeque;

use super::plan::{Part, Plan};
use super::token::{Position, Token, TokenError, digest};
use super::{Page, Paged, Progress, Windowed};
use crate::decode::Findings;
use crate::error::{Error, TooManyItems};
use crate::timestamp::Timestamp;
use crate::validate::InvalidRequest;

/// What a windowed request can do beside a paged one; plain functions, so that one walk serves both.
struct Windows<R: Paged> {
    unit: i64,
    set: fn(&mut R, Timestamp, Timestamp),
    time: fn(&R::Item) -> Option<Timestamp>,
}

#[allow(clippy::expl_impl_clone_on_copy, reason = "a derived one would ask the same of `R`")]
impl<R: Paged> Clone for Windows<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Paged> Copy for Windows<R> {}

/// The whole of a paged result: hands out windows to fetch, and takes their pages back in order.
pub(crate) struct Walk<R: Paged> {
    request: R,
    /// Identifies the request in tokens.
    fingerprint: u64,
    cut: Option<(Plan, Windows<R>)>,
    /// The window that is to be fetched next.
    next_window: u64,
    /// The item that is to be handed out next.
    at: Position,
    /// What is left of the page at hand.
    queue: VecDeque<R::Item>,
    /// What follows the page at hand.
    after_page: Option<Position>,
    progress: Progress,
    /// What did not fit on the pages so far.
    findings: Findings,
    /// The period that was asked for ends before it starts.
    pub(crate) reversed: bool,
    /// The moments that the part at hand shares with those before and after it.
    seams: (Option<Timestamp>, Option<Timestamp>),
}

fn first_page<R: Paged>() -> u32 {
    R::OPERATION.paging.map_or(1, |paging| paging.first)
}

/// The position of a part's first item.
fn begin<R: Paged>(part: Part) -> Position {
    Position { part, page: first_page::<R>(), ..Position::default() }
}

/// What is the same for all pages and windows of a request.
fn fingerprint<R: Paged>(request: &R, cut: Option<(Plan, Windows<R>)>) -> u64 {
    let mut same = request.clone();
    same.set_page(first_page::<R>());
    if let Some((_, windows)) = cut {
        (windows.set)(&mut same, Timestamp::default(), Timestamp::default());
    }
    digest(&format!("{:?}", same.to_parameters()))
}

/// Identifies an operation in tokens.
fn operation<R: Paged>() -> u64 {
    let operation = R::OPERATION;
    digest(&format!("{} {} {}", operation.product, operation.version, operation.action))
}

impl<R: Paged> Walk<R> {
    pub(crate) fn new(request: R) -> Self {
        Self::start(request, None)
    }

    pub(crate) fn between(request: R, start: Timestamp, end: Timestamp) -> Self
    where
        R: Windowed,
    {
        let plan = Plan::new(start, end, R::OPERATION.max_days, R::UNIT_MILLIS, request.newest_first());
        let windows = Windows { unit: R::UNIT_MILLIS, set: R::set_window, time: R::time };
        Self { reversed: start > end, ..Self::start(request, Some((plan, windows))) }
    }

    fn start(mut request: R, cut: Option<(Plan, Windows<R>)>) -> Self {
        if let Some(size) = R::PAGE_SIZE.filter(|_| request.page_size().is_none()) {
            request.set_page_size(size);
        }
        let mut walk = Self {
            fingerprint: fingerprint(&request, cut),
            request,
            cut,
            next_window: 0,
            at: begin::<R>(Part::default()),
            queue: VecDeque::new(),
            after_page: None,
            progress: Progress::default(),
            findings: Findings::default(),
            reversed: false,
            seams: (None, None),
        };
        walk.progress.windows = walk.count();
        walk
    }

    /// Asks for pages of so many items. A walk that was begun or resumed keeps its pages, which are counted by their size.
    pub(crate) fn set_page_size(&mut self, size: u32) {
        if !self.is_begun() {
            self.request.set_page_size(size);
            self.fingerprint = fingerprint(&self.request, self.cut);
        }
    }

    fn is_begun(&self) -> bool {
        self.next_window > 0 || self.at != begin::<R>(Part::default())
    }

    /// Cuts a period into shorter windows; nothing else has any, and one that was begun stays as it is.
    pub(crate) fn shorten(&mut self, millis: i64) {
        let begun = self.is_begun();
        if let Some((plan, windows)) = self.cut.as_mut().filter(|_| !begun) {
            plan.shorten(millis, windows.unit);
        }
        self.progress.windows = self.count();
    }

    /// Goes on where a token was taken.
    pub(crate) fn resume(&mut self, token: &Token) -> Result<(), TokenError> {
        let refused = match (&self.cut, token.plan) {
            _ if token.operation != operation::<R>() => Some("the token is of another operation"),
            (Some(_), None) => Some("the token is of a request that was not asked for a period"),
            (None, Some(_)) => Some("the token is of a period: resume `items_between` or `pages_between`"),
            _ if token.request != self.fingerprint => {
                Some("the token is of a request with other parameters, or with pages of another size")
            }
            _ => None,
        };
        if let Some(why) = refused {
            return Err(TokenError(why));
        }
        if let Some(((plan, _), same)) = self.cut.as_mut().zip(token.plan) {
            *plan = same;
        }
        self.at = token.at.clone();
        self.queue.clear();
        self.after_page = None;
        self.next_window = self.at.part.window;
        self.progress.windows = self.count();
        Ok(())
    }

    /// Where the next item stands.
    pub(crate) fn token(&self) -> Token {
        let plan = self.cut.map(|(plan, _)| plan);
        Token { operation: operation::<R>(), request: self.fingerprint, plan, at: self.at.clone() }
    }

    pub(crate) fn findings(&self) -> &Findings {
        &self.findings
    }

    pub(crate) fn progress(&self) -> Progress {
        self.progress
    }

    fn count(&self) -> u64 {
        self.cut.map_or(1, |(plan, _)| plan.count())
    }

    /// The next window to fetch, if there is one left.
    pub(crate) fn start_window(&mut self) -> Option<Fetch<R>> {
        let index = self.next_window;
        if index >= self.count() {
            return None;
        }
        self.next_window += 1;
        // The window that a token stands in does not begin at its start.
        let resumed = index == self.at.part.window && self.queue.is_empty();
        let from = if resumed { self.at.clone() } else { begin::<R>(Part::whole(index)) };
        let Position { part, page, received, total, .. } = from;
        let mut fetch = Fetch { request: self.request.clone(), cut: self.cut, part, page: Some(page), received, total };
        fetch.ask_for(part);
        Some(fetch)
    }

    /// Takes a page; pages come in order. Returns the answer without its items.
    pub(crate) fn open(&mut self, mut page: Fetched<R>) -> R::Output<String> {
        if let Some(findings) = R::findings(&mut page.output) {
            self.findings.merge(findings);
        }
        let skip = self.at.skip;
        let is_end = page.is_end();
        // The first half of what was expected as a whole: the same begins there.
        self.at.part = page.part;
        self.seams = self.cut.map_or((None, None), |(plan, windows)| plan.seams(page.part, windows.unit));
        self.queue = page.items.into();
        self.queue.drain(..usize::try_from(skip).unwrap_or(usize::MAX).min(self.queue.len()));
        self.after_page = Some(match page.next {
            Some(next) => Position {
                part: page.part,
                page: next,
                received: self.at.received.saturating_add(page.count),
                total: page.total,
                ..Position::default()
            },
            None => begin::<R>(page.part.next()),
        });
        let size = self.request.page_size().map(u64::from).filter(|size| *size > 0);
        if !is_end {
            self.progress.page = page.number.saturating_sub(first_page::<R>()).saturating_add(1);
            let pages = page.total.zip(size).map(|(total, size)| total.div_ceil(size));
            // Where the API hands out smaller pages than it was asked for, there are more.
            self.progress.pages = pages.map(|pages| pages.max(self.progress.page.into()));
            self.progress.total = page.total;
            self.progress.window = page.part.window.saturating_add(1);
        }
        if self.queue.is_empty() {
            self.close();
        }
        page.output
    }

    /// The next item of the page at hand.
    pub(crate) fn next_item(&mut self) -> Option<R::Item> {
        while let Some(item) = self.queue.pop_front() {
            self.at.skip += 1;
            let fresh = self.admit(&item);
            if self.queue.is_empty() {
                self.close();
            }
            if fresh {
                self.progress.items += 1;
                return Some(item);
            }
        }
        None
    }

    /// A page with all that is left of it.
    pub(crate) fn page(&mut self, page: Fetched<R>) -> Page<R> {
        let output = self.open(page);
        let items = std::iter::from_fn(|| self.next_item()).collect();
        Page { items, output, progress: self.progress }
    }

    /// The page at hand is done.
    fn close(&mut self) {
        if let Some(mut next) = self.after_page.take() {
            let at = std::mem::take(&mut self.at);
            (next.before, next.after) =
                if next.part == at.part { (at.before, at.after) } else { (at.after, Vec::new()) };
            self.at = next;
        }
    }

    /// Whether an item is new: not one that the part before had at the seam.
    fn admit(&mut self, item: &R::Item) -> bool {
        let Some((_, windows)) = self.cut else {
            return true;
        };
        let (before, after) = self.seams;
        let time = (windows.time)(item);
        // One without a time may stand anywhere.
        let at = |seam: Option<Timestamp>| seam.is_some() && (time.is_none() || time == seam);
        if !at(before) && !at(after) {
            return true;
        }
        let mark = digest(&format!("{item:?}"));
        if at(before)
            && let Some(known) = self.at.before.iter().position(|known| *known == mark)
        {
            self.at.before.swap_remove(known);
            // A part of one moment hands it on to the next.
            if at(after) {
                self.at.after.push(mark);
            }
            return false;
        }
        if at(after) {
            self.at.after.push(mark);
        }
        true
    }
}

/// What of a page's items did not fit its type, and is not among them.
enum Lost {
    Nothing,
    /// So many items.
    Items(u64),
    /// The list itself, or what it stands in.
    List,
}

fn lost<R: Paged>(findings: &Findings) -> Lost {
    let Some(list) = R::OPERATION.paging.and_then(|paging| paging.items) else { return Lost::Nothing };
    let mut items = 0;
    for (field, count) in findings.fields() {
        match field.strip_prefix(list) {
            Some("[]") => items = count,
            Some("") => return Lost::List,
            _ if list.strip_prefix(field).is_some_and(|rest| rest.starts_with('.')) => return Lost::List,
            _ => {}
        }
    }
    if items > 0 { Lost::Items(items) } else { Lost::Nothing }
}

fn length<T>(items: &[T]) -> u64 {
    u64::try_from(items.len()).unwrap_or(u64::MAX)
}

/// One window's pages, fetched one after the other.
pub(crate) struct Fetch<R: Paged> {
    request: R,
    cut: Option<(Plan, Windows<R>)>,
    part: Part,
    /// The page to ask for next.
    page: Option<u32>,
    received: u64,
    total: Option<u64>,
}

/// A page as it arrived.
pub(crate) struct Fetched<R: Paged> {
    part: Part,
    number: u32,
    /// The page that follows in this part.
    next: Option<u32>,
    total: Option<u64>,
    items: Vec<R::Item>,
    /// How many items the answer had, with those that did not fit.
    count: u64,
    output: R::Output<String>,
}

impl<R: Paged> Fetched<R> {
    /// An empty page, after which there is no more of what came before it.
    pub(crate) fn is_end(&self) -> bool {
        self.count == 0 && self.number != first_page::<R>()
    }
}

impl<R: Paged> Fetch<R> {
    /// The request for the next page, if there may be one.
    pub(crate) fn request(&self) -> Option<Result<R, Error<R::ErrorCode>>> {
        let number = self.page?;
        if let Some(paging) = R::OPERATION.paging
            && let Some(last) = paging.last.filter(|last| number > *last)
        {
            let period = self.cut.as_ref().and_then(|(plan, windows)| plan.period(self.part, windows.unit));
            let error = TooManyItems { parameter: paging.number, last, total: self.total, period };
            return Some(Err(Error::TooManyItems(Box::new(error))));
        }
        if let Some(paging) = R::OPERATION.paging
            && self.request.page_size() == Some(0)
        {
            // It would be answered with nothing, as if there were nothing.
            return Some(Err(Error::Invalid(InvalidRequest::no_items(R::OPERATION.action, paging.size))));
        }
        let mut request = self.request.clone();
        request.set_page(number);
        Some(Ok(request))
    }

    /// Takes the answer to [`Self::request`]; `None` where the part has more items than pages may be asked for, and is halved.
    pub(crate) fn accept(&mut self, mut output: R::Output<String>) -> Option<Fetched<R>> {
        let (part, number) = (self.part, self.page.unwrap_or_default());
        let stated = R::total(&output).filter(|total| *total > 0);
        let only_first = R::OPERATION.paging.is_some_and(|paging| paging.total_on_first_page);
        self.total = if number == first_page::<R>() {
            stated
        } else if only_first {
            // Such an API states no total here; one that is larger than before is taken all the same.
            self.total.max(stated.filter(|_| self.total.is_some()))
        } else {
            stated.or(self.total)
        };
        let items = R::take_items(&mut output);
        let size = self.request.page_size().map(u64::from);
        let count = match R::findings(&mut output).map_or(Lost::Nothing, |findings| lost::<R>(findings)) {
            Lost::Items(lost) => length(&items).saturating_add(lost),
            // How many there were cannot be seen; a page that the total does not end has as many as were asked for.
            Lost::List if items.is_empty() && self.total.is_some() => size.unwrap_or(1).max(1),
            Lost::Nothing | Lost::List => length(&items),
        };
        if number == first_page::<R>()
            && self.is_out_of_reach(count)
            && let Some(half) = self.first_half()
        {
            self.start(half);
            return None;
        }
        self.received = self.received.saturating_add(count);
        let full = || size.is_none_or(|size| count >= size);
        // A page that is short of what was asked for ends the list, unless the API said that there is more:
        // some allow fewer items a page than they are asked for.
        let more = count > 0 && self.total.map_or_else(full, |total| self.received < total);
        let next = if more { number.checked_add(1) } else { None };
        let fetched = Fetched { part, number, next, total: self.total, items, count, output };
        if next.is_some() {
            self.page = next;
        } else if part.next().window == part.window {
            self.start(part.next());
        } else {
            self.page = None;
        }
        Some(fetched)
    }

    /// Whether a first page of this many items, with the total that it states, leads to more pages than there may be.
    /// Without any items the total is of no use: a shorter window would be no better.
    fn is_out_of_reach(&self, count: u64) -> bool {
        let last = R::OPERATION.paging.and_then(|paging| paging.last);
        let pages = last.map(|last| u64::from(last.saturating_sub(first_page::<R>())) + 1);
        self.total.zip(pages).is_some_and(|(total, pages)| count > 0 && total > pages.saturating_mul(count))
    }

    fn first_half(&self) -> Option<Part> {
        let (plan, windows) = self.cut.as_ref()?;
        plan.first_half(self.part, windows.unit)
    }

    /// Goes to the first page of a part.
    fn start(&mut self, part: Part) {
        (self.part, self.page) = (part, Some(first_page::<R>()));
        (self.received, self.total) = (0, None);
        self.ask_for(part);
    }

    fn ask_for(&mut self, part: Part) {
        if let Some((plan, windows)) = &self.cut
            && let Some((start, end)) = plan.period(part, windows.unit)
        {
            (windows.set)(&mut self.request, start, end);
        }
    }
}

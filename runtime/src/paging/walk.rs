use std::collections::VecDeque;

use sha2::{Digest, Sha256};

use super::plan::Plan;
use super::token::{Position, Token, TokenError};
use super::{Page, Paged, Progress, Windowed};
use crate::timestamp::Timestamp;

/// What a windowed request can do beside a paged one; plain functions, so that one walk serves both.
struct Windows<R: Paged> {
    unit: i64,
    set: fn(&mut R, Timestamp, Timestamp),
    time: fn(&R::Item) -> Option<Timestamp>,
}

/// The whole of a paged result: hands out windows to fetch, and takes their pages back in order.
pub(crate) struct Walk<R: Paged> {
    request: R,
    /// Identifies the request in tokens.
    fingerprint: u64,
    windows: Option<Windows<R>>,
    plan: Option<Plan>,
    /// The window that is to be fetched next.
    next_window: u64,
    /// The item that is to be handed out next.
    at: Position,
    /// What is left of the page at hand.
    queue: VecDeque<R::Item>,
    /// What follows the page at hand.
    after_page: Option<Position>,
    progress: Progress,
}

fn first_page<R: Paged>() -> u32 {
    R::OPERATION.paging.map_or(1, |paging| paging.first)
}

impl<R: Paged> Walk<R> {
    pub(crate) fn new(request: R) -> Self {
        let mut same = request.clone();
        same.set_page(first_page::<R>());
        Self::start(request, &same, None, None)
    }

    pub(crate) fn between(request: R, start: Timestamp, end: Timestamp) -> Self
    where
        R: Windowed,
    {
        let mut same = request.clone();
        same.set_page(first_page::<R>());
        same.set_window(Timestamp::default(), Timestamp::default());
        let plan = Plan::new(start, end, R::OPERATION.max_days, R::UNIT_MILLIS, request.newest_first());
        let windows = Windows { unit: R::UNIT_MILLIS, set: R::set_window, time: R::time };
        Self::start(request, &same, Some(windows), Some(plan))
    }

    fn start(request: R, same: &R, windows: Option<Windows<R>>, plan: Option<Plan>) -> Self {
        let at = Position { page: first_page::<R>(), ..Position::default() };
        let fingerprint =
            digest(&format!("{} {} {:?}", R::OPERATION.version, R::OPERATION.action, same.to_parameters()));
        let mut walk = Self {
            request,
            fingerprint,
            windows,
            plan,
            next_window: 0,
            at,
            queue: VecDeque::new(),
            after_page: None,
            progress: Progress::default(),
        };
        walk.progress.windows = walk.count();
        walk
    }

    /// Cuts a period into shorter windows; nothing else has any.
    pub(crate) fn shorten(&mut self, millis: i64) {
        if let (Some(plan), Some(windows)) = (&mut self.plan, &self.windows) {
            plan.shorten(millis, windows.unit);
        }
        self.progress.windows = self.count();
    }

    /// Goes on where a token was taken.
    pub(crate) fn resume(&mut self, token: &Token) -> Result<(), TokenError> {
        if token.request != self.fingerprint || token.plan.is_some() != self.plan.is_some() {
            return Err(TokenError("the token is of another request"));
        }
        self.plan = token.plan;
        self.at = token.at.clone();
        self.next_window = self.at.window;
        self.progress.windows = self.count();
        Ok(())
    }

    /// Where the next item stands.
    pub(crate) fn token(&self) -> Token {
        Token { request: self.fingerprint, plan: self.plan, at: self.at.clone() }
    }

    pub(crate) fn progress(&self) -> Progress {
        self.progress
    }

    fn count(&self) -> u64 {
        self.plan.map_or(1, |plan| plan.count())
    }

    /// The next window to fetch, if there is one left.
    pub(crate) fn start_window(&mut self) -> Option<Fetch<R>> {
        let index = self.next_window;
        if index >= self.count() {
            return None;
        }
        self.next_window += 1;
        let mut request = self.request.clone();
        if let (Some(plan), Some(windows)) = (self.plan, &self.windows) {
            let (start, end) = plan.window(index)?;
            (windows.set)(&mut request, start, end);
        }
        // The window that a token stands in does not begin at its start.
        let begin = if index == self.at.window && self.queue.is_empty() {
            Position { before: Vec::new(), after: Vec::new(), ..self.at.clone() }
        } else {
            Position { window: index, page: first_page::<R>(), ..Position::default() }
        };
        let (received, total) = (begin.received, begin.total);
        Some(Fetch { request, window: index, page: Some(begin.page), received, total })
    }

    /// Takes a page; pages come in order. Returns the answer without its items.
    pub(crate) fn open(&mut self, page: Fetched<R>) -> R::Output<String> {
        let skip = self.at.skip;
        let count = u64::try_from(page.items.len()).unwrap_or(u64::MAX);
        self.queue = page.items.into();
        self.queue.drain(..usize::try_from(skip).unwrap_or(usize::MAX).min(self.queue.len()));
        self.after_page = Some(match page.next {
            Some(next) => Position {
                window: page.window,
                page: next,
                received: self.at.received.saturating_add(count),
                total: page.total,
                ..Position::default()
            },
            None => Position { window: page.window + 1, page: first_page::<R>(), ..Position::default() },
        });
        let size = self.request.page_size().map(u64::from).filter(|size| *size > 0);
        self.progress.page = page.number.saturating_sub(first_page::<R>()).saturating_add(1);
        self.progress.pages = page.total.zip(size).map(|(total, size)| total.div_ceil(size));
        self.progress.total = page.total;
        self.progress.window = page.window + 1;
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
                if next.window == at.window { (at.before, at.after) } else { (at.after, Vec::new()) };
            self.at = next;
        }
    }

    /// Whether an item is new: not one that the window before had at the seam.
    fn admit(&mut self, item: &R::Item) -> bool {
        let (Some(plan), Some(windows)) = (self.plan, &self.windows) else {
            return true;
        };
        let (before, after) = plan.seams(self.at.window);
        let time = (windows.time)(item);
        let at = |seam: Option<Timestamp>| seam.is_some() && time == seam;
        if !at(before) && !at(after) {
            return true;
        }
        let mark = digest(&format!("{item:?}"));
        if at(before)
            && let Some(known) = self.at.before.iter().position(|known| *known == mark)
        {
            self.at.before.swap_remove(known);
            // A window of one moment hands it on to the next.
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

/// The first eight bytes of a SHA-256: the same in every process.
fn digest(text: &str) -> u64 {
    Sha256::digest(text.as_bytes()).iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

/// One window's pages, fetched one after the other.
pub(crate) struct Fetch<R: Paged> {
    request: R,
    window: u64,
    /// The page to ask for next.
    page: Option<u32>,
    received: u64,
    total: Option<u64>,
}

/// A page as it arrived.
pub(crate) struct Fetched<R: Paged> {
    window: u64,
    number: u32,
    /// The page that follows in this window.
    next: Option<u32>,
    total: Option<u64>,
    items: Vec<R::Item>,
    output: R::Output<String>,
}

impl<R: Paged> Fetched<R> {
    /// A page that only tells that there is no more of what came before it.
    pub(crate) fn is_end(&self) -> bool {
        self.items.is_empty() && self.number != first_page::<R>()
    }
}

impl<R: Paged> Fetch<R> {
    /// The request for the next page, if there may be one.
    pub(crate) fn request(&self) -> Option<R> {
        let mut request = self.request.clone();
        request.set_page(self.page?);
        Some(request)
    }

    /// Takes the answer to [`Self::request`].
    pub(crate) fn accept(&mut self, mut output: R::Output<String>) -> Fetched<R> {
        let number = self.page.unwrap_or_default();
        let said = R::total(&output).filter(|total| *total > 0);
        let only_first = R::OPERATION.paging.is_some_and(|paging| paging.total_on_first_page);
        self.total = if number == first_page::<R>() {
            said
        } else if only_first {
            // Nothing is to be said here; more than before can only be news.
            self.total.max(said.filter(|_| self.total.is_some()))
        } else {
            said.or(self.total)
        };
        let items = R::take_items(&mut output);
        self.received = self.received.saturating_add(u64::try_from(items.len()).unwrap_or(u64::MAX));
        let full =
            || self.request.page_size().is_none_or(|size| items.len() >= usize::try_from(size).unwrap_or(usize::MAX));
        // A page that is short of what was asked for ends the list, unless the API said that there is more:
        // some allow fewer items a page than they are asked for.
        let more = !items.is_empty() && self.total.map_or_else(full, |total| self.received < total);
        self.page = if more { number.checked_add(1) } else { None };
        Fetched { window: self.window, number, next: self.page, total: self.total, items, output }
    }
}

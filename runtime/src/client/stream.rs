//! Pages and items as streams.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use super::reqwest::Client;
use crate::error::Error;
use crate::paging::{Fetch, Fetched, Page, Paged, Progress, Token, TokenError, Walk};
use crate::request::Request;

/// The pages of a request; a [`Stream`], and [`Pages::next`] for those who have no use for one.
///
/// Nothing is sent before it is polled. After an error it ends; [`Pages::token`] tells where to go on.
pub struct Pages<R: Paged>(Flights<R>);

/// The items of a request; a [`Stream`], and [`Items::next`] for those who have no use for one.
///
/// Nothing is sent before it is polled. After an error it ends; [`Items::token`] tells where to go on.
pub struct Items<R: Paged>(Flights<R>);

type Code<R> = <R as Request>::ErrorCode;
type Fallible<R, T> = Result<T, Error<Code<R>>>;
type Call<R> = Pin<Box<dyn Future<Output = Fallible<R, <R as Request>::Output<String>>> + Send>>;

/// The windows that are being fetched, in order.
struct Flights<R: Paged> {
    client: Client,
    walk: Walk<R>,
    windows: VecDeque<Flight<R>>,
    in_flight: usize,
    stopped: bool,
}

struct Flight<R: Paged> {
    fetch: Fetch<R>,
    call: Option<Call<R>>,
    /// Pages that wait for their turn.
    ready: VecDeque<Fetched<R>>,
    error: Option<Error<Code<R>>>,
}

/// How many pages a window may be ahead of what is handed out, if several are fetched at a time.
const AHEAD: usize = 4;

impl<R: Paged> Flight<R>
where
    R::Output<String>: Send,
{
    /// Fetches until it has to wait or is far enough ahead.
    fn advance(&mut self, client: &Client, ahead: usize, cx: &mut Context<'_>) {
        while self.error.is_none() {
            if self.call.is_none() && self.ready.len() < ahead {
                self.call = self.fetch.request().map(|request| -> Call<R> {
                    let client = client.clone();
                    Box::pin(async move { client.send(&request).await })
                });
            }
            let Some(call) = &mut self.call else { return };
            let Poll::Ready(answer) = call.as_mut().poll(cx) else { return };
            self.call = None;
            match answer {
                Ok(output) => self.ready.push_back(self.fetch.accept(output)),
                Err(error) => self.error = Some(error),
            }
        }
    }
}

impl<R: Paged> Flights<R>
where
    R::Output<String>: Send,
{
    /// The next page that has something to say.
    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Fallible<R, Fetched<R>>>> {
        let ahead = if self.in_flight > 1 { AHEAD } else { 1 };
        while !self.stopped {
            while self.windows.len() < self.in_flight {
                let Some(fetch) = self.walk.start_window() else { break };
                self.windows.push_back(Flight { fetch, call: None, ready: VecDeque::new(), error: None });
            }
            for flight in &mut self.windows {
                flight.advance(&self.client, ahead, cx);
            }
            let Some(front) = self.windows.front_mut() else {
                break;
            };
            if let Some(page) = front.ready.pop_front() {
                if page.is_end() {
                    drop(self.walk.open(page));
                    continue;
                }
                return Poll::Ready(Some(Ok(page)));
            }
            if let Some(error) = front.error.take() {
                self.stopped = true;
                self.windows.clear();
                return Poll::Ready(Some(Err(error)));
            }
            if front.call.is_some() {
                return Poll::Pending;
            }
            self.windows.pop_front();
        }
        self.stopped = true;
        Poll::Ready(None)
    }
}

/// What [`Pages`] and [`Items`] have in common.
macro_rules! settings {
    ($name:ident) => {
        impl<R: Paged> $name<R>
        where
            R::Output<String>: Send,
        {
            pub(super) fn new(client: Client, walk: Walk<R>) -> Self {
                Self(Flights { client, walk, windows: VecDeque::new(), in_flight: 1, stopped: false })
            }

            /// Fetches up to this many windows at a time; what comes out stays in order.
            ///
            /// Only a period that is cut has windows. The client's rate limit holds for all of them together.
            #[must_use]
            pub fn in_flight(mut self, windows: usize) -> Self {
                self.0.in_flight = windows.max(1);
                self
            }

            /// Cuts a period into windows of this length, if the page does not ask for shorter ones.
            #[must_use]
            pub fn window(mut self, length: Duration) -> Self {
                self.0.walk.shorten(i64::try_from(length.as_millis()).unwrap_or(i64::MAX));
                self
            }

            /// Goes on where a token of the same request was taken; a period is that of the token.
            pub fn resume(mut self, token: &Token) -> Result<Self, TokenError> {
                self.0.walk.resume(token)?;
                Ok(self)
            }

            /// Where this stands: what was handed out is done, what follows is not. Also good after an error.
            pub fn token(&self) -> Token {
                self.0.walk.token()
            }

            /// How far this has come.
            pub fn progress(&self) -> Progress {
                self.0.walk.progress()
            }
        }

        impl<R: Paged> fmt::Debug for $name<R> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).field("progress", &self.0.walk.progress()).finish_non_exhaustive()
            }
        }
    };
}

settings!(Pages);
settings!(Items);

// Nothing is pinned inside: the calls are boxed.
impl<R: Paged> Unpin for Pages<R> {}
impl<R: Paged> Unpin for Items<R> {}

impl<R: Paged> Stream for Pages<R>
where
    R::Output<String>: Send,
{
    type Item = Result<Page<R>, Error<R::ErrorCode>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let flights = &mut self.get_mut().0;
        let page = ready!(flights.poll_page(cx));
        Poll::Ready(page.map(|page| page.map(|page| flights.walk.page(page))))
    }
}

impl<R: Paged> Stream for Items<R>
where
    R::Output<String>: Send,
{
    type Item = Result<R::Item, Error<R::ErrorCode>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let flights = &mut self.get_mut().0;
        loop {
            if let Some(item) = flights.walk.next_item() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(flights.poll_page(cx)) {
                Some(Ok(page)) => drop(flights.walk.open(page)),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<R: Paged> Pages<R>
where
    R::Output<String>: Send,
{
    /// The next page.
    pub async fn next(&mut self) -> Option<Result<Page<R>, Error<R::ErrorCode>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<R: Paged> Items<R>
where
    R::Output<String>: Send,
{
    /// The next item.
    pub async fn next(&mut self) -> Option<Result<R::Item, Error<R::ErrorCode>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

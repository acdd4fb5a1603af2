//! Pages and items as streams.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use super::flights::{AHEAD, Flights, settings};
use super::reqwest::Client;
use crate::decode::Findings;
use crate::error::Error;
use crate::paging::{Fetch, Fetched, Page, Paged, Progress, Token, TokenError, Walk};
use crate::request::Request;

/// The pages of a request; a [`Stream`], and [`Pages::next`] for those who have no use for one.
///
/// Nothing is sent before it is polled. After an error it ends; [`Pages::token`] says where to continue.
pub struct Pages<R: Paged>(Flights<R, Client, Flight<R>>);

/// The items of a request; a [`Stream`], and [`Items::next`] for those who have no use for one.
///
/// Nothing is sent before it is polled. After an error it ends; [`Items::token`] says where to continue.
pub struct Items<R: Paged>(Flights<R, Client, Flight<R>>);

type Code<R> = <R as Request>::ErrorCode;
type Fallible<R, T> = Result<T, Error<Code<R>>>;
type Call<R> = Pin<Box<dyn Future<Output = Fallible<R, <R as Request>::Output<String>>> + Send>>;

/// A window that is being fetched.
struct Flight<R: Paged> {
    fetch: Fetch<R>,
    call: Option<Call<R>>,
    /// Pages that wait for their turn.
    ready: VecDeque<Fetched<R>>,
    error: Option<Error<Code<R>>>,
}

impl<R: Paged> Flight<R>
where
    R::Output<String>: Send,
{
    /// Fetches until it has to wait or is far enough ahead.
    fn advance(&mut self, client: &Client, ahead: usize, cx: &mut Context<'_>) {
        while self.error.is_none() {
            if self.call.is_none() && self.ready.len() < ahead {
                match self.fetch.request() {
                    Some(Ok(request)) => {
                        let client = client.clone();
                        self.call = Some(Box::pin(async move { client.send(&request).await }));
                    }
                    Some(Err(error)) => self.error = Some(error),
                    None => {}
                }
            }
            let Some(call) = &mut self.call else { return };
            let Poll::Ready(answer) = call.as_mut().poll(cx) else { return };
            self.call = None;
            match answer {
                Ok(output) => self.ready.extend(self.fetch.accept(output)),
                Err(error) => self.error = Some(error),
            }
        }
    }
}

impl<R: Paged> Flights<R, Client, Flight<R>>
where
    R::Output<String>: Send,
{
    /// The next page that has something to say.
    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Fallible<R, Fetched<R>>>> {
        let ahead = if self.in_flight > 1 { AHEAD } else { 1 };
        if let Some(error) = self.fault() {
            return Poll::Ready(Some(Err(error)));
        }
        while !self.stopped {
            self.fill(|fetch, _| Flight { fetch, call: None, ready: VecDeque::new(), error: None });
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
                self.stop();
                return Poll::Ready(Some(Err(error)));
            }
            if front.call.is_some() {
                return Poll::Pending;
            }
            self.windows.pop_front();
        }
        self.stop();
        Poll::Ready(None)
    }
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

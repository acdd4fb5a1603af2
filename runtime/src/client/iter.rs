//! Pages and items as iterators.

use std::fmt;
use std::iter::FusedIterator;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use super::flights::{AHEAD, Flights, settings};
use super::ureq::Client;
use crate::decode::Findings;
use crate::error::{Error, TransportError, TransportKind};
use crate::paging::{Fetch, Fetched, Page, Paged, Progress, Token, TokenError, Walk};
use crate::request::Request;

/// The pages of a request.
///
/// Nothing is sent before the first is asked for. After an error it ends; [`Pages::token`] says where to continue.
pub struct Pages<R: Paged>(Flights<R, Client, Flight<R>>);

/// The items of a request.
///
/// Nothing is sent before the first is asked for. After an error it ends; [`Items::token`] says where to continue.
pub struct Items<R: Paged>(Flights<R, Client, Flight<R>>);

type Fallible<R, T> = Result<T, Error<<R as Request>::ErrorCode>>;

enum Flight<R: Paged> {
    /// Fetched when a page is asked for.
    Here(Box<Fetch<R>>),
    /// Fetched by a thread, a few pages ahead; `None` is the end.
    Thread(Receiver<Option<Fallible<R, Fetched<R>>>>),
}

impl<R: Paged> Flight<R>
where
    R::Output<String>: Send,
{
    fn start(fetch: Fetch<R>, client: &Client, in_flight: usize) -> Self {
        if in_flight == 1 {
            return Self::Here(Box::new(fetch));
        }
        let (sender, receiver) = sync_channel(AHEAD);
        let client = client.clone();
        // Where no thread can be had, its channel closes, which is an error.
        let _ = thread::Builder::new().name("spectable-window".to_owned()).spawn(move || run(fetch, &client, &sender));
        Self::Thread(receiver)
    }

    fn next(&mut self, client: &Client) -> Option<Fallible<R, Fetched<R>>> {
        match self {
            Self::Here(fetch) => step(fetch, client),
            Self::Thread(pages) => pages.recv().unwrap_or_else(|_| {
                let what = "the thread of a window ended early";
                Some(Err(Error::Transport(TransportError::new(TransportKind::Other, what))))
            }),
        }
    }
}

/// The next page of a window.
fn step<R: Paged>(fetch: &mut Fetch<R>, client: &Client) -> Option<Fallible<R, Fetched<R>>> {
    loop {
        match fetch.request()?.and_then(|request| client.send(&request)) {
            Ok(output) => {
                if let Some(page) = fetch.accept(output) {
                    return Some(Ok(page));
                }
            }
            Err(error) => return Some(Err(error)),
        }
    }
}

/// A window's thread: it ends with the window, with an error, or when nobody listens any more.
fn run<R: Paged>(mut fetch: Fetch<R>, client: &Client, pages: &SyncSender<Option<Fallible<R, Fetched<R>>>>) {
    loop {
        let page = step(&mut fetch, client);
        let last = !matches!(page, Some(Ok(_)));
        if pages.send(page).is_err() || last {
            return;
        }
    }
}

impl<R: Paged> Flights<R, Client, Flight<R>>
where
    R::Output<String>: Send,
{
    /// The next page that has something to say.
    fn page(&mut self) -> Option<Fallible<R, Fetched<R>>> {
        if let Some(error) = self.fault() {
            return Some(Err(error));
        }
        while !self.stopped {
            let in_flight = self.in_flight;
            self.fill(|fetch, client| Flight::start(fetch, client, in_flight));
            let Some(front) = self.windows.front_mut() else {
                break;
            };
            match front.next(&self.client) {
                Some(Ok(page)) if page.is_end() => drop(self.walk.open(page)),
                Some(Ok(page)) => return Some(Ok(page)),
                Some(Err(error)) => {
                    self.stop();
                    return Some(Err(error));
                }
                None => drop(self.windows.pop_front()),
            }
        }
        self.stop();
        None
    }
}

settings!(Pages);
settings!(Items);

impl<R: Paged> Iterator for Pages<R>
where
    R::Output<String>: Send,
{
    type Item = Result<Page<R>, Error<R::ErrorCode>>;

    fn next(&mut self) -> Option<Self::Item> {
        let page = self.0.page()?;
        Some(page.map(|page| self.0.walk.page(page)))
    }
}

impl<R: Paged> Iterator for Items<R>
where
    R::Output<String>: Send,
{
    type Item = Result<R::Item, Error<R::ErrorCode>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.0.walk.next_item() {
                return Some(Ok(item));
            }
            match self.0.page()? {
                Ok(page) => drop(self.0.walk.open(page)),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<R: Paged> FusedIterator for Pages<R> where R::Output<String>: Send {}
impl<R: Paged> FusedIterator for Items<R> where R::Output<String>: Send {}

//! Pages and items as iterators.

use std::collections::VecDeque;
use std::fmt;
use std::iter::FusedIterator;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use super::ureq::Client;
use crate::error::{Error, TransportError, TransportKind};
use crate::paging::{Fetch, Fetched, Page, Paged, Progress, Token, TokenError, Walk};
use crate::request::Request;

/// The pages of a request.
///
/// Nothing is sent before the first is asked for. After an error it ends; [`Pages::token`] tells where to go on.
pub struct Pages<R: Paged>(Flights<R>);

/// The items of a request.
///
/// Nothing is sent before the first is asked for. After an error it ends; [`Items::token`] tells where to go on.
pub struct Items<R: Paged>(Flights<R>);

type Fallible<R, T> = Result<T, Error<<R as Request>::ErrorCode>>;

/// The windows that are being fetched, in order.
struct Flights<R: Paged> {
    client: Client,
    walk: Walk<R>,
    windows: VecDeque<Flight<R>>,
    in_flight: usize,
    stopped: bool,
}

enum Flight<R: Paged> {
    /// Fetched when a page is asked for.
    Here(Box<Fetch<R>>),
    /// Fetched by a thread, a few pages ahead; `None` is the end.
    Thread(Receiver<Option<Fallible<R, Fetched<R>>>>),
}

/// How many pages a window may be ahead of what is handed out, if several are fetched at a time.
const AHEAD: usize = 4;

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

fn step<R: Paged>(fetch: &mut Fetch<R>, client: &Client) -> Option<Fallible<R, Fetched<R>>> {
    let request = fetch.request()?;
    Some(client.send(&request).map(|output| fetch.accept(output)))
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

impl<R: Paged> Flights<R>
where
    R::Output<String>: Send,
{
    /// The next page that has something to say.
    fn page(&mut self) -> Option<Fallible<R, Fetched<R>>> {
        while !self.stopped {
            while self.windows.len() < self.in_flight {
                let Some(fetch) = self.walk.start_window() else { break };
                self.windows.push_back(Flight::start(fetch, &self.client, self.in_flight));
            }
            let Some(front) = self.windows.front_mut() else {
                break;
            };
            match front.next(&self.client) {
                Some(Ok(page)) if page.is_end() => drop(self.walk.open(page)),
                Some(Ok(page)) => return Some(Ok(page)),
                Some(Err(error)) => {
                    self.stopped = true;
                    self.windows.clear();
                    return Some(Err(error));
                }
                None => drop(self.windows.pop_front()),
            }
        }
        self.stopped = true;
        None
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

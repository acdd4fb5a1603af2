//! What iterators and streams of pages share.

use std::collections::VecDeque;

use crate::error::Error;
use crate::paging::{Fetch, Paged, Token, TokenError, Walk};

/// The windows that are being fetched, in order; `C` is the client, `F` one window on its way.
pub(super) struct Flights<R: Paged, C, F> {
    pub(super) client: C,
    pub(super) walk: Walk<R>,
    pub(super) windows: VecDeque<F>,
    pub(super) in_flight: usize,
    pub(super) stopped: bool,
}

/// How many pages a window may be ahead of what is handed out, if several are fetched at a time.
pub(super) const AHEAD: usize = 4;

impl<R: Paged, C, F> Flights<R, C, F> {
    pub(super) fn new(client: C, walk: Walk<R>) -> Self {
        Self { client, walk, windows: VecDeque::new(), in_flight: 1, stopped: false }
    }

    /// Starts as many windows as may be on their way.
    pub(super) fn fill(&mut self, start: impl Fn(Fetch<R>, &C) -> F) {
        while self.windows.len() < self.in_flight {
            let Some(fetch) = self.walk.start_window() else { break };
            self.windows.push_back(start(fetch, &self.client));
        }
    }

    /// What is wrong before anything is sent; handed out once.
    pub(super) fn fault(&mut self) -> Option<Error<R::ErrorCode>> {
        std::mem::take(&mut self.walk.reversed).then(|| {
            self.stop();
            Error::unsendable("the period ends before it starts")
        })
    }

    /// Nothing more comes.
    pub(super) fn stop(&mut self) {
        self.stopped = true;
        self.windows.clear();
    }

    pub(super) fn resume(&mut self, token: &Token) -> Result<(), TokenError> {
        self.walk.resume(token)?;
        self.windows.clear();
        self.stopped = false;
        Ok(())
    }
}

/// What `Pages` and `Items` of either client have in common.
macro_rules! settings {
    ($name:ident) => {
        impl<R: Paged> $name<R>
        where
            R::Output<String>: Send,
        {
            pub(super) fn new(client: Client, walk: Walk<R>) -> Self {
                Self(Flights::new(client, walk))
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
            ///
            /// To be called first: what was begun or resumed keeps its windows.
            #[must_use]
            pub fn window(mut self, length: Duration) -> Self {
                self.0.walk.shorten(i64::try_from(length.as_millis()).unwrap_or(i64::MAX));
                self
            }

            /// Asks for pages of so many items, instead of what the request says or what the API's page allows at most.
            ///
            /// To be called first: what was begun or resumed keeps the size of its pages.
            #[must_use]
            pub fn page_size(mut self, items: u32) -> Self {
                self.0.walk.set_page_size(items);
                self
            }

            /// Goes on where a token of the same request was taken; a period and its windows are those of the token.
            pub fn resume(mut self, token: &Token) -> Result<Self, TokenError> {
                self.0.resume(token)?;
                Ok(self)
            }

            /// Where this stands: what was handed out is done, what follows is not. Also good after an error.
            pub fn token(&self) -> Token {
                self.0.walk.token()
            }

            /// What did not fit on the pages that were taken so far; the items are without it.
            pub fn findings(&self) -> &Findings {
                self.0.walk.findings()
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
pub(super) use settings;

/// The methods of either client that give pages and items.
macro_rules! paged_calls {
    () => {
        /// The pages of a paged request, from the first on, whatever page the request names.
        pub fn pages<R: Paged>(&self, request: R) -> Pages<R>
        where
            R::Output<String>: Send,
        {
            Pages::new(self.clone(), Walk::new(request))
        }

        /// The items of all pages, one after the other.
        pub fn items<R: Paged>(&self, request: R) -> Items<R>
        where
            R::Output<String>: Send,
        {
            Items::new(self.clone(), Walk::new(request))
        }

        /// The pages of a period of any length, both ends included, whatever period the request names.
        ///
        /// The period is cut into windows no longer than the API's page allows. A window that has more items than
        /// pages may be asked for is halved, as often as it takes; one that cannot be is an
        /// [`Error::TooManyItems`], after those of its items that can be had.
        pub fn pages_between<R: Windowed>(
            &self,
            request: R,
            start: impl Into<Timestamp>,
            end: impl Into<Timestamp>,
        ) -> Pages<R>
        where
            R::Output<String>: Send,
        {
            Pages::new(self.clone(), Walk::between(request, start.into(), end.into()))
        }

        /// The items of a period of any length: none is lost where windows meet, none comes twice.
        ///
        /// The period is cut as for [`Self::pages_between`].
        pub fn items_between<R: Windowed>(
            &self,
            request: R,
            start: impl Into<Timestamp>,
            end: impl Into<Timestamp>,
        ) -> Items<R>
        where
            R::Output<String>: Send,
        {
            Items::new(self.clone(), Walk::between(request, start.into(), end.into()))
        }
    };
}
pub(super) use paged_calls;

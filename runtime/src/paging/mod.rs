//! Results that come in pages, and periods that are too long for one call.
//!
//! What is here does no I/O: the clients' streams and iterators are built on it.

#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod plan;
#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod progress;
#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod token;
#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod walk;

use std::fmt;

use crate::request::Request;
use crate::timestamp::Timestamp;

#[cfg(any(feature = "reqwest", feature = "ureq"))]
pub use progress::{Page, Progress};
#[cfg(any(feature = "reqwest", feature = "ureq"))]
pub use token::{Token, TokenError};
#[cfg(any(feature = "reqwest", feature = "ureq"))]
pub(crate) use walk::{Fetch, Fetched, Walk};

/// A request whose results come in pages.
///
/// Emitted for the operations whose page says how they are paged.
pub trait Paged: Request + Clone + Send + Sync + 'static {
    /// How many items a page is to have where the API has to be told and the request does not say.
    const PAGE_SIZE: Option<u32> = None;

    /// What a page holds.
    type Item: fmt::Debug + Send + 'static;

    /// How many items a page is to have; `None` where the request does not say.
    fn page_size(&self) -> Option<u32>;

    /// Asks for pages of so many items.
    fn set_page_size(&mut self, size: u32);

    /// Asks for a page, as the API counts them.
    fn set_page(&mut self, number: u32);

    /// Takes the items out of an answer.
    fn take_items(output: &mut Self::Output<String>) -> Vec<Self::Item>;

    /// How many items there are in all, if the answer says so.
    fn total(output: &Self::Output<String>) -> Option<u64>;
}

/// A paged request for a period of time.
///
/// Emitted where the request has a start and an end, and the items have the time that is compared with them.
pub trait Windowed: Paged {
    /// How finely the API reads the ends, in milliseconds: 1 or 1000.
    const UNIT_MILLIS: i64 = 1;

    /// Asks for a period, both ends included.
    fn set_window(&mut self, start: Timestamp, end: Timestamp);

    /// The time of an item that is compared with the period.
    fn time(item: &Self::Item) -> Option<Timestamp>;

    /// Whether the request asks for the newest items first.
    fn newest_first(&self) -> bool {
        false
    }
}

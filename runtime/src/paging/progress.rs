use std::fmt;

use super::Paged;

/// How far a stream of pages or items has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The page at hand within its window, from 1; 0 before the first. In a window that was halved because it had more
    /// items than pages may be asked for, pages and the total are those of the part at hand.
    pub page: u32,
    /// How many pages the window has, if the API says how many items there are.
    pub pages: Option<u64>,
    /// The window at hand, from 1; 0 before the first.
    pub window: u64,
    /// How many windows there are; 1 where the period is not cut.
    pub windows: u64,
    /// How many items the window has, if the API says so.
    pub total: Option<u64>,
    /// How many items were handed out, by this stream alone.
    pub items: u64,
}

/// Shows as `window 2 of 5, page 3 of 10`.
impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.windows != 1 {
            write!(f, "window {} of {}, ", self.window, self.windows)?;
        }
        write!(f, "page {}", self.page)?;
        match self.pages {
            Some(pages) => write!(f, " of {pages}"),
            None => Ok(()),
        }
    }
}

/// One page of results.
#[non_exhaustive]
pub struct Page<R: Paged> {
    /// The page's items, without those that the window before had too.
    pub items: Vec<R::Item>,
    /// The rest of the answer; its list of items is empty.
    pub output: R::Output<String>,
    /// Which page this is.
    pub progress: Progress,
}

impl<R: Paged> fmt::Debug for Page<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").field("items", &self.items).field("progress", &self.progress).finish_non_exhaustive()
    }
}

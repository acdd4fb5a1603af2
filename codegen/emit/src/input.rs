//! What emission is given: operations with their pages, and the crate that is wanted.

use spectable_pages::ir::Operation;
use spectable_pages::sample::SampleText;

/// One operation with what emission needs beside its schema.
#[derive(Clone, Debug)]
pub(crate) struct Unit<'a> {
    /// The schema.
    pub(crate) operation: &'a Operation,
    /// The page's path as docs show it, such as `specs/pages/aliyun/ccc/2017-07-05/ListUsers.md`.
    pub(crate) page: &'a str,
    /// The page's samples of a successful response.
    pub(crate) samples: Vec<SampleText>,
}

/// What kind of crate is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrateLayout {
    /// The package, such as `ccc-api`.
    pub name: String,
    /// The lines under `[dependencies]` of a Cargo.toml to be emitted; `None` where one is kept by hand.
    pub manifest: Option<String>,
}

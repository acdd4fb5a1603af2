//! What is shown, and what it is compared with.

use spectable_diff::{Diff, IrTree};
use spectable_emit::generate::Output;
use spectable_pages::pipeline::Document;

/// What is shown.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// All pages with what was made of them: they tell why rows stand where they do.
    pub output: &'a Output,
    /// The full names of the operations to be shown; empty for all.
    pub wanted: &'a [String],
    /// What it is compared with.
    pub base: Option<Base<'a>>,
}

/// What is compared with.
#[derive(Clone, Copy)]
pub struct Base<'a> {
    /// As the user calls it.
    pub name: &'a str,
    /// Its operations, as its IR has them.
    pub tree: &'a IrTree,
    /// Its pages; their rows are shown beside those of now.
    pub documents: &'a [Document],
    /// What changed since.
    pub diff: &'a Diff,
}

/// The file that lists the others.
pub const INDEX: &str = "index.html";

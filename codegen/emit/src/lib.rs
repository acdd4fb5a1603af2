//! Operations to the files of a Rust crate.
//!
//! [`generate`] runs every stage from pages to files, [`emit`] makes the crate, [`plan`] says what is to be written.
//! Nothing here touches the disk.

pub mod emit;
pub mod generate;
pub mod names;
pub mod plan;
mod render;

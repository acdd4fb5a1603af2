//! Operations to the files of a Rust crate.
//!
//! [`generate`] runs every stage from pages to files. [`model`] decides names and Rust shapes, `emit` writes them
//! as code, and [`plan`] says what is to be written. Nothing here touches the disk.

mod emit;
pub mod generate;
pub mod input;
pub mod model;
mod names;
pub mod plan;
mod render;

//! The README, so that its Rust is compiled and run as doc tests; `build.rs` puts it into functions.
#![doc = include_str!(concat!(env!("OUT_DIR"), "/README.md"))]

/// The guide, in the same way.
#[doc = include_str!(concat!(env!("OUT_DIR"), "/GUIDE.md"))]
pub mod guide {}

/// The first page of the published crate, in the same way.
#[doc = include_str!(concat!(env!("OUT_DIR"), "/generated-README.md"))]
pub mod published {}

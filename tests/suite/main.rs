//! What holds across the stages, from a page to a decoded response.
//!
//! Tests that compare with `../shared` say `skipped: …` where that folder is not there.

mod bad_input;
mod cases;
#[cfg(feature = "clients")]
mod clients;
mod compile_fail;
mod determinism;
mod emitted;
mod helper;
mod pages;
mod properties;
mod prose;
mod readme;
mod samples;
mod schemas;
#[cfg(feature = "clients")]
mod serde;
mod shared;
mod up_to_date;
mod wire;

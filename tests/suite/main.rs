//! What holds across the stages, from a page to a decoded response.
//!
//! Tests that compare with `../shared` say `skipped: …` where that folder is not there.

#![allow(
    clippy::assigning_clones,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::default_trait_access,
    clippy::redundant_closure_for_method_calls,
    clippy::type_complexity,
    clippy::unnecessary_debug_formatting,
    reason = "tests are read top to bottom; what is quickest to read counts"
)]

mod bad_input;
mod cases;
#[cfg(feature = "clients")]
mod clients;
mod compile_fail;
mod determinism;
mod differential;
mod emitted;
mod helper;
mod lean;
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

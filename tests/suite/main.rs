//! What holds across the stages, from a page to a decoded response.
//!
//! Tests that compare with `../shared` say `skipped …` where that folder is not there; see `needs`.

#![allow(
    clippy::assigning_clones,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::default_trait_access,
    clippy::redundant_closure_for_method_calls,
    clippy::type_complexity,
    clippy::unnecessary_debug_formatting,
    reason = "tests are read top to bottom; what is quickest to read counts"
)]

mod add;
mod allowed;
mod bad_input;
mod call_record;
mod cases;
mod cases_compile;
mod classes;
#[cfg(feature = "clients")]
mod clients;
mod compile_fail;
mod dependencies;
mod determinism;
mod diff;
mod diff_command;
mod differential;
mod drift;
mod drift_command;
#[cfg(feature = "emulator")]
mod emulator;
mod english;
mod fixes;
mod fuzz;
mod helper;
mod html;
mod interrupted;
mod needs;
mod official_schemas;
mod openapi;
mod pages;
mod printing;
mod properties;
mod prose;
mod random;
mod readme;
mod regen_again;
mod rooms;
mod samples;
mod scaling;
mod schemas;
#[cfg(feature = "clients")]
mod serde;
mod spoiled;
mod styles;
mod transcription;
mod up_to_date;
mod update;
mod verify;
mod view;
mod wire;
mod workshop;
mod yaml;

//! Vendor reference pages to a schema to a Rust crate.
//!
//! The stages, in the order in which a page walks through them: [`page`] (text to tables),
//! [`sample`] (samples to shapes), [`lower`] (tables to [`ir`]), [`overrides`], [`link`] (one enum a
//! name and version), [`check`], names, [`emit`], [`plan`] (what to write). [`generate`] runs them all.
//! Nothing here touches the disk: callers hand in texts and get texts back.

pub mod add;
pub mod check;
pub mod diagnostic;
pub mod diff;
pub mod drift;
pub mod emit;
pub mod explain;
pub mod fixes;
pub mod generate;
pub mod inspect;
pub mod ir;
pub mod link;
pub mod lint;
pub mod lower;
mod names;
pub mod openapi;
pub mod overrides;
pub mod page;
pub mod parallel;
pub mod pipeline;
pub mod plan;
mod render;
pub mod sample;
pub mod schema;
pub mod source;
pub mod yaml;

//! Vendor reference pages to operations.
//!
//! On the ground stands plain data: [`source`], [`ir`], [`fix`], [`diagnostic`], [`question`]. Above it the stages, in
//! the order in which a page walks through them (vendors' own schemas are read by [`metadata`]): [`page`] (text to tables), [`sample`] (samples to trees and shapes),
//! [`lower`] (tables to operations), [`overrides`], [`link`] (one enum a name and version), [`check`]. [`pipeline`] runs
//! them all. Nothing here touches the disk: callers hand in texts and get data back.

// The schema of overrides is one long literal.
#![recursion_limit = "256"]

pub mod add;
pub mod bounds;
pub mod cells;
pub mod check;
pub mod diagnostic;
pub mod fix;
pub mod ir;
pub mod link;
pub mod lower;
pub mod metadata;
pub mod overrides;
pub mod page;
pub mod parallel;
pub mod pipeline;
pub mod question;
pub mod sample;
pub mod schema;
pub mod source;
pub mod visible;
pub mod wire;
pub mod yaml;

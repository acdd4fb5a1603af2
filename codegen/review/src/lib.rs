//! What people read about pages and schemas; all of it reads operations, none of it changes them.

pub mod drift;
pub mod explain;
pub mod inspect;
pub mod lint;
pub mod openapi;

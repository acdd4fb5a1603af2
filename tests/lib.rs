//! The README, so that its Rust is compiled and run as doc tests; `build.rs` puts it into functions.
#![doc = include_str!(concat!(env!("OUT_DIR"), "/readme.md"))]

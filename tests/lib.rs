//! The README, so that its Rust is compiled and run as doc tests.
#![doc = include_str!("../README.md")]

//! Decoding of responses: one table a struct, one input for JSON and XML.
//!
//! A struct hands over its table of names and fields ([`Fields`]); [`Input`] fills the fields from JSON or XML, a list's
//! rules ask the table whether it has a field, and `testing` collects from it what was decoded.

mod budget;
mod document;
mod doubled;
mod error;
mod fault;
mod fields;
mod findings;
mod input;
mod json;
mod json_input;
mod list;
mod misfits;
mod number;
mod order;
mod report;
mod scalar;
mod text;
mod value;
mod xml;
mod xml_input;
mod xml_plain;

pub(crate) use budget::Budget;
pub(crate) use document::{Answer, json_answer, json_any, json_response, xml_answer, xml_response};
pub use error::DecodeError;
pub use fault::Fault;
pub use fields::{Fields, Slot, Visit};
pub use findings::{Finding, Findings};
pub use input::Input;
pub(crate) use input::Notes;
pub use list::{List, Wrapped};
pub(crate) use misfits::Misfits;
pub use report::Undocumented;
pub use text::Text;
pub use value::{Decode, Item, Shape};

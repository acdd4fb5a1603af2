//! What the code that spectable emits stands on.
//!
//! - A [`Request`] lists its [`Parameter`]s; from that one table come
//!   [`Request::validate`] and the wire forms.
//! - A response struct implements [`Decode`] by handing [`Input::fields`] a table
//!   of its wire names; one impl serves JSON and XML, owned and borrowed text.
//! - Enums are open: [`open_enum!`] completes one that keeps a value nobody
//!   documented as an [`UnknownValue`].

mod any;
mod decode;
mod encode;
mod open_enum;
mod operation;
mod parameter;
mod request;
#[doc(hidden)]
pub mod testing;
mod timestamp;
mod validate;

pub use any::Any;
pub use decode::{Decode, DecodeError, Input, Item, Slot, Text, Undocumented, Wrapped};
pub use encode::{Encode, Value};
pub use open_enum::{ErrorCode, OpenEnum, UnknownValue};
pub use operation::{Operation, Paging, Protocol, Vendor};
pub use parameter::{Parameter, Position};
pub use request::{Parts, Request};
pub use timestamp::Timestamp;
pub use validate::{InvalidRequest, Violation, ViolationKind};

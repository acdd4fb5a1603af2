//! What the code that spectable emits stands on.
//!
//! - A [`Request`] lists its [`Parameter`]s; from that one table come
//!   [`Request::validate`] and the wire forms.
//! - A response struct implements [`Fields`]: it hands over a table of its wire names and
//!   fields; one impl serves JSON and XML, owned and borrowed text.
//! - Enums are open: [`open_enum!`] completes one that keeps a value nobody
//!   documented as an [`UnknownValue`].
//! - A [`Context`] signs a request and reads its answer, without I/O; the features `reqwest` and
//!   `ureq` add clients that send it.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod any;
mod bounds;
mod call;
#[doc(hidden)]
pub mod call_record;
#[cfg(any(feature = "reqwest", feature = "ureq"))]
pub mod client;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod conversions;
mod credentials;
mod date;
mod decode;
mod duration;
#[cfg(feature = "emulator")]
pub mod emulator;
mod encode;
mod endpoint;
mod error;
mod open_enum;
mod operation;
mod paging;
mod parameter;
mod redact;
mod request;
mod response;
#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod retry;
pub mod schema;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub mod serde;
pub mod sign;
mod swar;
#[doc(hidden)]
pub mod testing;
mod timestamp;
mod validate;

pub use any::Any;
pub use call::Context;
pub use call_record::{CallRecord, Direction, Disposition, Party, Recording};
pub use credentials::{Credentials, CredentialsError, CredentialsProvider};
pub use date::{Date, DateTime};
pub use decode::{
    Decode, DecodeError, Fault, Fields, Finding, Findings, Input, Item, Slot, Text, Undocumented, Visit, Wrapped,
};
#[doc(hidden)]
pub use decode::{List, Shape};
pub use duration::{Millis, Seconds};
pub use encode::{Encode, Items, Members, Value};
pub use endpoint::{Endpoint, EndpointError};
pub use error::{ApiError, DecodeFailure, Error, Reply, TimeoutError, TooManyItems, TransportError, TransportKind};
pub use open_enum::{ErrorCode, OpenEnum, UnknownValue};
pub use operation::{Operation, Paging, Protocol, Vendor};
#[cfg(any(feature = "reqwest", feature = "ureq"))]
pub use paging::{Page, Progress, Token, TokenError};
pub use paging::{Paged, Windowed};
pub use parameter::{Parameter, Position};
pub use request::{Parts, Request};
#[cfg(any(feature = "reqwest", feature = "ureq"))]
pub use retry::RetryPolicy;
pub use sign::Scheme;
#[doc(hidden)]
pub use timestamp::EpochSeconds;
pub use timestamp::{Timestamp, TimestampError};
pub use validate::{InvalidRequest, Violation, ViolationKind};

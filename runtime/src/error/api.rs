use std::fmt;

use super::{Reply, Short};
use crate::open_enum::{ErrorCode, OpenEnum};

/// What the API says about a failed call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiError<C = ErrorCode> {
    /// The code; empty where the API gave none.
    pub code: C,
    /// What went wrong, in the API's words.
    pub message: Option<String>,
    /// Where the vendor explains the error.
    pub recommendation: Option<String>,
    /// Which permission is missing, as JSON.
    pub access_denied: Option<String>,
    /// The host that answered.
    pub host_id: Option<String>,
    /// The answer.
    pub reply: Reply,
}

impl<C: OpenEnum> fmt::Display for ApiError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.as_str();
        write!(f, "{} (HTTP {})", Short(if code.is_empty() { "no code" } else { code }), self.reply.status)?;
        if let Some(message) = &self.message {
            write!(f, ": {}", Short(message))?;
        }
        if let Some(id) = &self.reply.request_id {
            write!(f, "; request id {}", Short(id))?;
        }
        Ok(())
    }
}

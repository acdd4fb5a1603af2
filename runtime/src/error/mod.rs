//! Why calls fail.

mod api;
mod reply;
mod too_many_items;
mod transport;

use std::fmt;
use std::time::Duration;

use crate::bounds::SHOWN_CHARS;
use crate::credentials::CredentialsError;
use crate::decode::DecodeError;
use crate::endpoint::EndpointError;
use crate::open_enum::{ErrorCode, OpenEnum};
use crate::validate::InvalidRequest;

pub use api::ApiError;
pub use reply::{DecodeFailure, Reply};
pub use too_many_items::TooManyItems;
pub use transport::{TimeoutError, TransportError, TransportKind};

/// Why a call failed; `C` is the operation's error codes.
///
/// No error shows a secret: what a server repeats of one is replaced by `[redacted]`.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<C = ErrorCode> {
    /// The page does not allow a parameter. Nothing was sent.
    Invalid(InvalidRequest),
    /// There is no access key. Nothing was sent.
    Credentials(CredentialsError),
    /// There is no address to send to. Nothing was sent.
    Endpoint(EndpointError),
    /// There are more items than pages may be asked for. What could be had was handed out.
    TooManyItems(Box<TooManyItems>),
    /// The request cannot be put into HTTP. Nothing was sent.
    Unsendable(String),
    /// The network failed, or the answer did not arrive as a whole.
    Transport(TransportError),
    /// The answer did not arrive in time.
    Timeout(TimeoutError),
    /// The API has had too many calls: see [`Error::retry_after`].
    Throttled(Box<ApiError<C>>),
    /// The access key is wrong or may not do this.
    Denied(Box<ApiError<C>>),
    /// The API says that the call failed.
    Api(Box<ApiError<C>>),
    /// Something other than the API answered: a proxy, a gateway, nothing at all.
    Http(Box<Reply>),
    /// The answer is not what the page says.
    Decode(Box<DecodeFailure>),
}

impl<C: OpenEnum> Error<C> {
    pub(crate) fn unsendable(what: &str) -> Self {
        Self::Unsendable(what.to_owned())
    }

    pub(crate) fn http(reply: Reply) -> Self {
        Self::Http(Box::new(reply))
    }

    pub(crate) fn decode(error: DecodeError, reply: Reply) -> Self {
        Self::Decode(Box::new(DecodeFailure { error, reply }))
    }

    /// Sorts the API's own errors.
    pub(crate) fn api(error: ApiError<C>) -> Self {
        let (code, error) = (error.code.as_str().to_owned(), Box::new(error));
        let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| code.starts_with(prefix));
        if starts(THROTTLED) || error.reply.status == 429 || error.reply.retry_after.is_some() {
            Self::Throttled(error)
        } else if starts(DENIED) || matches!(error.reply.status, 401 | 403) {
            Self::Denied(error)
        } else {
            Self::Api(error)
        }
    }

    /// Whether another try may succeed where this one failed.
    ///
    /// This says nothing about whether it is safe to repeat: see [`Operation::is_read_only`](crate::Operation::is_read_only).
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Invalid(_)
            | Self::Credentials(_)
            | Self::Endpoint(_)
            | Self::TooManyItems(_)
            | Self::Unsendable(_)
            | Self::Decode(_) => false,
            Self::Transport(error) => error.kind != TransportKind::TooLarge,
            Self::Timeout(_) | Self::Throttled(_) => true,
            Self::Denied(error) | Self::Api(error) => {
                let code = error.code.as_str();
                SERVER_ERRORS.iter().any(|prefix| code.starts_with(prefix)) || is_passing(error.reply.status)
            }
            Self::Http(reply) => reply.status == 429 || reply.retry_after.is_some() || is_passing(reply.status),
        }
    }

    /// Whether there were too many calls, or the answer says when to come back, whatever its code; the API did nothing.
    pub fn is_throttled(&self) -> bool {
        match self {
            Self::Throttled(_) => true,
            Self::Http(reply) => reply.status == 429 || reply.retry_after.is_some(),
            _ => self.status() == Some(429),
        }
    }

    /// Whether the time that was signed is not the server's.
    pub fn is_clock_skew(&self) -> bool {
        self.api_error().is_some_and(|error| SKEWED.iter().any(|prefix| error.code.as_str().starts_with(prefix)))
    }

    /// How long the API asks to wait before another try.
    pub fn retry_after(&self) -> Option<Duration> {
        self.reply().and_then(|reply| reply.retry_after)
    }

    /// The API's code, if it gave one.
    pub fn code(&self) -> Option<&C> {
        self.api_error().map(|error| &error.code)
    }

    /// What the API says about the failure.
    pub fn api_error(&self) -> Option<&ApiError<C>> {
        match self {
            Self::Throttled(error) | Self::Denied(error) | Self::Api(error) => Some(error),
            _ => None,
        }
    }

    /// What was answered, if anything was.
    pub fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Throttled(error) | Self::Denied(error) | Self::Api(error) => Some(&error.reply),
            Self::Http(reply) => Some(reply),
            Self::Decode(failure) => Some(&failure.reply),
            _ => None,
        }
    }

    /// The HTTP status, if there was an answer.
    pub fn status(&self) -> Option<u16> {
        self.reply().map(|reply| reply.status)
    }

    /// The request id, by which the vendor's support finds the call.
    pub fn request_id(&self) -> Option<&str> {
        self.reply()?.request_id.as_deref()
    }
}

const THROTTLED: &[&str] = &["Throttling", "RequestLimitExceeded"];
const SERVER_ERRORS: &[&str] = &["InternalError", "UnknownError", "ServiceUnavailable"];
/// The time is too far off, or of an hour that is over.
const SKEWED: &[&str] = &[
    "AuthFailure.SignatureExpire",
    "AuthFailure.InvalidTimestamp",
    "IllegalTimestamp",
    "InvalidTimeStamp",
    "RequestTimeTooSkewed",
    "SignatureExpire",
];
const DENIED: &[&str] = &[
    "AuthFailure",
    "Forbidden",
    "IncompleteSignature",
    "InvalidAccessKeyId",
    "InvalidSecurityToken",
    "InvalidTimeStamp",
    "NoPermission",
    "SignatureDoesNotMatch",
    "UnauthorizedOperation",
];

fn is_passing(status: u16) -> bool {
    matches!(status, 500 | 502 | 503 | 504)
}

impl<C: OpenEnum> fmt::Display for Error<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => write!(f, "not sent: {error}"),
            Self::Credentials(error) => write!(f, "not sent: {error}"),
            Self::Endpoint(error) => write!(f, "not sent: {error}"),
            Self::TooManyItems(error) => error.fmt(f),
            Self::Unsendable(what) => write!(f, "not sent: {what}"),
            Self::Transport(error) => error.fmt(f),
            Self::Timeout(error) => error.fmt(f),
            Self::Throttled(error) => write!(f, "throttled: {error}"),
            Self::Denied(error) => write!(f, "denied: {error}"),
            Self::Api(error) => error.fmt(f),
            Self::Http(reply) => write!(f, "no answer of the API: {reply}"),
            Self::Decode(failure) => failure.fmt(f),
        }
    }
}

impl<C: OpenEnum> std::error::Error for Error<C> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Decode(failure) => Some(&failure.error),
            _ => None,
        }
    }
}

impl<C> From<InvalidRequest> for Error<C> {
    fn from(error: InvalidRequest) -> Self {
        Self::Invalid(error)
    }
}

impl<C> From<CredentialsError> for Error<C> {
    fn from(error: CredentialsError) -> Self {
        Self::Credentials(error)
    }
}

impl<C> From<EndpointError> for Error<C> {
    fn from(error: EndpointError) -> Self {
        Self::Endpoint(error)
    }
}

/// Text of a server on one line, at most 300 characters of it.
struct Short<'a>(&'a str);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars().take(SHOWN_CHARS) {
            fmt::Write::write_char(f, if character.is_control() { ' ' } else { character })?;
        }
        if self.0.chars().nth(SHOWN_CHARS).is_some() { f.write_str("…") } else { Ok(()) }
    }
}

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use crate::bounds::{KEPT_BYTES, SHOWN_CHARS};
use crate::credentials::{Credentials, CredentialsError};
use crate::decode::DecodeError;
use crate::endpoint::EndpointError;
use crate::open_enum::{ErrorCode, OpenEnum};
use crate::timestamp::Timestamp;
use crate::validate::InvalidRequest;

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
        if starts(THROTTLED) || error.reply.status == 429 {
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
            Self::Http(reply) => reply.status == 429 || is_passing(reply.status),
        }
    }

    /// Whether there were too many calls; the API did nothing.
    pub fn is_throttled(&self) -> bool {
        matches!(self, Self::Throttled(_)) || self.status() == Some(429)
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
            Self::Transport(error) => error.source.as_deref().map(|source| source as _),
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

/// An answer that is no success: its status, what names it, and the start of its body.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The request id of the answer or its headers.
    pub request_id: Option<String>,
    /// How long to wait before another try.
    pub retry_after: Option<Duration>,
    /// The body, of which the first 64 KiB are kept.
    pub body: Vec<u8>,
}

impl Reply {
    /// Shows nothing of the credentials.
    pub(crate) fn new(status: StatusCode, headers: &HeaderMap, body: &[u8], credentials: &Credentials) -> Self {
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        let number = |name| header(name).and_then(|value| value.parse::<u64>().ok());
        let request_id = ["x-acs-request-id", "x-tc-requestid", "x-request-id"].into_iter().find_map(header);
        let text = String::from_utf8_lossy(body);
        let clean = match credentials.redact(&text) {
            Cow::Owned(clean) => Cow::Owned(clean.into_bytes()),
            // Which need not be UTF-8.
            Cow::Borrowed(_) => Cow::Borrowed(body),
        };
        Self {
            status: status.as_u16(),
            request_id: request_id.filter(|id| !id.is_empty()).map(|id| credentials.redact(id).into_owned()),
            retry_after: number("x-acs-retry-after")
                .map(Duration::from_millis)
                .or_else(|| number("retry-after").map(Duration::from_secs)),
            body: clean.get(..clean.len().min(KEPT_BYTES)).unwrap_or_default().to_vec(),
        }
    }

    /// The body's id is better than a header's.
    pub(crate) fn with_request_id(mut self, id: Option<String>) -> Self {
        self.request_id = id.or(self.request_id);
        self
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = String::from_utf8_lossy(&self.body);
        write!(f, "HTTP {}, ", self.status)?;
        if body.trim().is_empty() {
            f.write_str("without a body")?;
        } else {
            write!(f, "`{}`", Short(body.trim()))?;
        }
        match &self.request_id {
            Some(id) => write!(f, "; request id {}", Short(id)),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("retry_after", &self.retry_after)
            .field("body", &Short(&String::from_utf8_lossy(&self.body)).to_string())
            .finish()
    }
}

/// An answer that is not what the page says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeFailure {
    /// Where it differs and how.
    pub error: DecodeError,
    /// The answer.
    pub reply: Reply,
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read the answer (HTTP {}): {}", self.reply.status, self.error)
    }
}

/// The network failed.
#[derive(Debug)]
#[non_exhaustive]
pub struct TransportError {
    /// What failed.
    pub kind: TransportKind,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// Which part of a transport failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportKind {
    /// There was no connection; nothing was sent.
    Connect,
    /// The answer ended early.
    Truncated,
    /// The answer is longer than the client allows.
    TooLarge,
    /// Something else, between sending and the answer's end.
    Other,
}

impl TransportError {
    /// A failure that a transport reports in words.
    pub fn new(kind: TransportKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), source: None }
    }

    /// Adds the transport's own error.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            TransportKind::Connect => "no connection",
            TransportKind::Truncated => "the answer is not whole",
            TransportKind::TooLarge => "the answer is too long",
            TransportKind::Other => "the connection failed",
        };
        write!(f, "{kind}: {}", Short(&self.message))
    }
}

/// The answer did not arrive in time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimeoutError {
    /// What took too long, as the transport calls it.
    pub what: String,
}

impl TimeoutError {
    /// A timeout that a transport reports.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into() }
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no answer in time: {}", Short(&self.what))
    }
}

/// A list is longer than the pages that the API hands out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TooManyItems {
    /// The parameter that counts pages.
    pub parameter: &'static str,
    /// The last page that may be asked for.
    pub last: u32,
    /// How many items there are, if the API says so.
    pub total: Option<u64>,
    /// The period that was asked for, if the request has one; it cannot be cut any shorter.
    pub period: Option<(Timestamp, Timestamp)>,
}

impl fmt::Display for TooManyItems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parameter, last, total, period } = self;
        match total {
            Some(total) => write!(f, "not all of the {total} items can be had")?,
            None => f.write_str("there may be more items than can be had")?,
        }
        write!(f, ": {parameter} is at most {last}")?;
        match period {
            Some((start, end)) => {
                let (start, end) = (start.as_millis(), end.as_millis());
                write!(f, ", and the period from {start} to {end} ms is the shortest; filter by something else too")
            }
            None => f.write_str("; ask for a shorter period or for larger pages, or filter"),
        }
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

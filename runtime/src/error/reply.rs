use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::Short;
use crate::bounds::KEPT_BYTES;
use crate::credentials::Credentials;
use crate::decode::DecodeError;
use crate::timestamp::Timestamp;

/// An answer that is no success: its status, what names it, and the start of its body.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The request id of the answer or its headers.
    pub request_id: Option<String>,
    /// How long to wait before another try: `x-acs-retry-after`, or `Retry-After` in seconds or as a date.
    pub retry_after: Option<Duration>,
    /// What the server's clock said.
    pub date: Option<Timestamp>,
    /// The body, of which the first 64 KiB are kept.
    pub body: Vec<u8>,
}

impl Reply {
    /// Shows nothing of the credentials.
    pub(crate) fn new(status: StatusCode, headers: &HeaderMap, body: &[u8], credentials: &Credentials) -> Self {
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        let number = |name| header(name).and_then(|value| value.parse::<u64>().ok());
        let time = |name| header(name).and_then(|value| httpdate::parse_http_date(value).ok());
        let date = time("date");
        // By the server's own clock: this one may be wrong.
        let wait_until =
            time("retry-after").zip(date).map(|(until, now)| until.duration_since(now).unwrap_or_default());
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
                .or_else(|| number("retry-after").map(Duration::from_secs))
                .or(wait_until),
            date: date.map(Timestamp::from),
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
            .field("date", &self.date)
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

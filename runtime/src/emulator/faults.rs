//! What can go wrong on purpose.

use std::fmt;
use std::str::FromStr;

use super::FAULT_HEADER;
use super::document::random_of;
use super::refusal::Refusal;
use crate::schema::Schema;

/// How long [`Fault::Throttle`] asks to wait, in milliseconds.
const THROTTLE_WAIT: u32 = 20;

/// Something that goes wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Too many calls: the vendor's own code for it, with a time to wait.
    Throttle,
    /// A fault of the service: HTTP 500, or Tencent Cloud's `InternalError`.
    Error,
    /// The answer takes a second.
    Slow,
    /// The body ends before the length that was announced.
    Truncate,
    /// The connection ends before the body.
    Reset,
    /// The answer says that it is plain text.
    ContentType,
    /// A proxy's HTML page with status 502.
    Html,
}

impl Fault {
    /// Every fault.
    pub const ALL: &'static [Self] =
        &[Self::Throttle, Self::Error, Self::Slow, Self::Truncate, Self::Reset, Self::ContentType, Self::Html];

    fn word(self) -> &'static str {
        match self {
            Self::Throttle => "throttle",
            Self::Error => "error",
            Self::Slow => "slow",
            Self::Truncate => "truncate",
            Self::Reset => "reset",
            Self::ContentType => "content-type",
            Self::Html => "html",
        }
    }

    /// The one that a request asks for.
    pub(super) fn asked(headers: &http::HeaderMap) -> Result<Option<Self>, FaultError> {
        let Some(asked) = headers.get(FAULT_HEADER) else { return Ok(None) };
        asked.to_str().map_err(|_| FaultError)?.parse().map(Some)
    }

    /// What is answered in place of the answer.
    pub(super) fn refusal(self, schema: &Schema) -> Option<Refusal> {
        match self {
            Self::Throttle => Some(Refusal::throttled(schema, THROTTLE_WAIT)),
            Self::Error => Some(Refusal::internal(schema)),
            _ => None,
        }
    }

    /// The answer with the fault in it, as far as no connection is needed.
    pub(super) fn spoil(self, mut response: http::Response<Vec<u8>>) -> http::Response<Vec<u8>> {
        let content_type = match self {
            Self::ContentType => "text/plain",
            Self::Html => {
                *response.status_mut() = http::StatusCode::BAD_GATEWAY;
                *response.body_mut() = b"<html><head><title>502 Bad Gateway</title></head></html>".to_vec();
                "text/html"
            }
            _ => return response,
        };
        let value = http::HeaderValue::from_static(content_type);
        response.headers_mut().insert(http::header::CONTENT_TYPE, value);
        response
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        Self::ALL.iter().copied().find(|fault| fault.word() == text).ok_or(FaultError)
    }
}

/// Which faults come how often, at random but the same in each run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faults {
    /// Each with the share of calls that it hits; together at most 1.
    shares: Vec<(Fault, f64)>,
    seed: u64,
}

impl Faults {
    /// Every kind alike; `share` of all calls goes wrong, from 0 to 1.
    pub fn all(share: f64) -> Self {
        let each = share.clamp(0.0, 1.0) / f64::from(u32::try_from(Fault::ALL.len()).unwrap_or(1));
        Self { shares: Fault::ALL.iter().map(|fault| (*fault, each)).collect(), seed: 0 }
    }

    /// Adds a kind that hits this share of all calls.
    #[must_use]
    pub fn and(mut self, fault: Fault, share: f64) -> Self {
        self.shares.push((fault, share.clamp(0.0, 1.0)));
        self
    }

    /// Hits other calls.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    pub(super) fn draw(&self, call: u64) -> Option<Fault> {
        if self.shares.is_empty() {
            return None;
        }
        let mut at = random_of(self.seed, call).f64();
        self.shares.iter().find_map(|(fault, share)| {
            at -= share;
            (at < 0.0).then_some(*fault)
        })
    }
}

/// From `0.1` for every kind, or `throttle=0.05,slow=0.1`.
impl FromStr for Faults {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let share = |text: &str| text.parse().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or(FaultError);
        if let Ok(share) = share(text) {
            return Ok(Self::all(share));
        }
        let faults = text.split(',').map(|part| {
            let (fault, text) = part.split_once('=').ok_or(FaultError)?;
            Ok((fault.trim().parse()?, share(text.trim())?))
        });
        let shares: Vec<(Fault, f64)> = faults.collect::<Result<_, FaultError>>()?;
        let sum: f64 = shares.iter().map(|(_, share)| share).sum();
        // Ten tenths are a little more than one.
        if sum > 1.000_001 { Err(FaultError) } else { Ok(Self { shares, seed: 0 }) }
    }
}

/// A text that names no fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultError;

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a share of at most 1 such as 0.1, or shares such as throttle=0.05,slow=0.1; there are")?;
        for (index, fault) in Fault::ALL.iter().enumerate() {
            write!(f, "{} {fault}", if index > 0 { "," } else { "" })?;
        }
        Ok(())
    }
}

impl std::error::Error for FaultError {}

//! Clients: the same names and the same behaviour, `client::reqwest` for async code, `client::ureq` for blocking code.
//!
//! Both limit themselves to the calls a second that the page allows, try again what is worth it, sign each try
//! afresh, follow no redirects, accept gzip, and give up on an answer that is too long, too slow, or too much for memory.
//!
//! No error, `Debug` or span of this library shows a secret. The HTTP libraries have logs of their own: `ureq` writes whole
//! URLs at the level `trace`, and that of a temporary key under [`Scheme::AliyunV1`] has its token.

mod flights;
#[cfg(feature = "ureq")]
mod iter;
mod limit;
#[cfg(feature = "reqwest")]
pub mod reqwest;
#[cfg(feature = "reqwest")]
mod stream;
mod trace;
#[cfg(feature = "ureq")]
pub mod ureq;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use self::limit::Limits;
use crate::bounds::MAX_DECODED;
use crate::call::Context;
use crate::credentials::{Credentials, CredentialsProvider};
use crate::decode::Budget;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::open_enum::OpenEnum;
use crate::operation::Operation;
use crate::request::Request;
use crate::response::{self, Reading};
use crate::retry::{Retry, RetryPolicy};
use crate::sign::Scheme;
use crate::timestamp::Timestamp;

/// Clocks that are no further apart than this are not why a time was refused: the vendors allow for minutes.
const AGREES_MILLIS: i64 = 60_000;

/// So many bytes of an answer are made room for before they arrive, whatever length it announces.
const MAX_AHEAD: usize = 8 << 20;

/// What a client is made of; `T` is the HTTP library's own builder.
#[derive(Clone)]
#[must_use]
pub struct Builder<T> {
    settings: Settings,
    transport: T,
}

#[derive(Clone)]
struct Settings {
    credentials: Arc<dyn CredentialsProvider>,
    clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    endpoint: Endpoint,
    scheme: Option<Scheme>,
    language: Option<String>,
    user_agent: String,
    retry: RetryPolicy,
    rate: Rate,
    connect_timeout: Duration,
    read_timeout: Duration,
    try_timeout: Duration,
    max_response: usize,
    max_decoded: usize,
    strict: bool,
    correct_skew: bool,
}

/// How many calls a second a client makes of each operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rate {
    Page,
    PerSecond(u32),
    Unlimited,
}

impl<T> Builder<T> {
    fn with(credentials: impl CredentialsProvider + 'static, transport: T) -> Self {
        let settings = Settings {
            credentials: Arc::new(credentials),
            clock: Arc::new(|| SystemTime::now().into()),
            endpoint: Endpoint::global(),
            scheme: None,
            language: None,
            user_agent: concat!("spectable/", env!("CARGO_PKG_VERSION")).to_owned(),
            retry: RetryPolicy::default(),
            rate: Rate::Page,
            connect_timeout: Duration::from_secs(5),
            read_timeout: Duration::from_secs(10),
            try_timeout: Duration::from_secs(60),
            max_response: 8 << 20,
            max_decoded: MAX_DECODED,
            strict: false,
            correct_skew: true,
        };
        Self { settings, transport }
    }

    /// Calls go to this region; Alibaba Cloud needs one.
    pub fn region(self, region: impl Into<String>) -> Self {
        self.endpoint(Endpoint::region(region))
    }

    /// Calls go here.
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.settings.endpoint = endpoint;
        self
    }

    /// Signs with this scheme instead of the one that the vendor's own client uses.
    pub fn scheme(mut self, scheme: Scheme) -> Self {
        self.settings.scheme = Some(scheme);
        self
    }

    /// The language of error messages, `zh-CN` or `en-US` (Tencent Cloud).
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.settings.language = Some(language.into());
        self
    }

    /// Names the program to the API, after this library.
    pub fn user_agent(mut self, program: impl AsRef<str>) -> Self {
        self.settings.user_agent = format!("spectable/{} {}", env!("CARGO_PKG_VERSION"), program.as_ref());
        self
    }

    /// When failed calls are tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// At most this many calls a second of each operation, instead of what its page allows; 0 is no limit.
    pub fn rate_limit(mut self, calls_per_second: u32) -> Self {
        self.settings.rate = if calls_per_second == 0 { Rate::Unlimited } else { Rate::PerSecond(calls_per_second) };
        self
    }

    /// The longest wait for a connection: 5 s unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// The longest wait for the next bytes of an answer: 10 s unless set.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.settings.read_timeout = timeout;
        self
    }

    /// The longest time for one try, however steadily its answer trickles in: 60 s unless set.
    pub fn try_timeout(mut self, timeout: Duration) -> Self {
        self.settings.try_timeout = timeout;
        self
    }

    /// The longest answer, in bytes after decompression: 8 MiB unless set.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_response = bytes;
        self
    }

    /// How much memory the lists of an answer may take, in bytes about: 32 MiB unless set.
    ///
    /// A few bytes of an answer, such as `{},`, can make an item of hundreds; an API's own pages come nowhere near.
    pub fn max_decoded_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_decoded = bytes;
        self
    }

    /// Makes a value of an answer that does not fit the type which the page gives it an error.
    ///
    /// Otherwise it is left out, and is among the output's [`Findings`](crate::Findings).
    pub fn strict(mut self) -> Self {
        self.settings.strict = true;
        self
    }

    /// Whether to go by the server's clock where it says that the time which was signed is wrong: the call is tried once
    /// more, whatever the retry policy says, and later ones are signed with the corrected time. On unless set.
    pub fn clock_skew_correction(mut self, correct: bool) -> Self {
        self.settings.correct_skew = correct;
        self
    }

    /// The clock whose time is signed, where the system's is wrong.
    pub fn clock(mut self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        self.settings.clock = Arc::new(clock);
        self
    }

    /// Changes the HTTP library's own builder: proxies, TLS, pools. Timeouts, redirects, gzip and the user agent
    /// are set afterwards.
    pub fn transport(mut self, change: impl FnOnce(T) -> T) -> Self {
        self.transport = change(self.transport);
        self
    }
}

impl<T> fmt::Debug for Builder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.settings.fmt(f)
    }
}

impl Settings {
    /// The user agent, if HTTP allows it: one of the libraries would send each call without noticing.
    fn user_agent(&self) -> Result<&str, BuildError> {
        let value = http::HeaderValue::from_str(&self.user_agent).map_err(|error| BuildError(error.into()))?;
        value.to_str().map_err(|error| BuildError(error.into()))?;
        Ok(&self.user_agent)
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.endpoint)
            .field("scheme", &self.scheme)
            .field("retry", &self.retry)
            .field("rate", &self.rate)
            .finish_non_exhaustive()
    }
}

/// The HTTP library could not be set up.
#[derive(Debug)]
pub struct BuildError(Box<dyn std::error::Error + Send + Sync>);

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot make a client: {}", self.0)
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0)
    }
}

/// A signed request and the access key that signed it.
struct Try {
    request: http::Request<Vec<u8>>,
    credentials: Credentials,
}

/// What both clients share.
struct Core {
    settings: Settings,
    limits: Limits,
    warned: trace::Warned,
    /// How many milliseconds the server's clock is ahead, as far as it was asked to say.
    skew: AtomicI64,
}

impl Core {
    fn new(settings: Settings) -> Self {
        Self { limits: Limits::new(settings.rate), warned: trace::Warned::default(), skew: AtomicI64::new(0), settings }
    }

    /// The time to sign.
    fn now(&self) -> Timestamp {
        let skew = self.skew.load(Ordering::Relaxed);
        Timestamp::from_millis((self.settings.clock)().as_millis().saturating_add(skew))
    }

    /// Takes over the clock of a server that refused the time, unless the two agree and so explain nothing. Whether
    /// another try is worth it.
    fn correct_clock<C: OpenEnum>(&self, error: &Error<C>) -> bool {
        let date = error.reply().and_then(|reply| reply.date);
        let Some(date) = date.filter(|_| self.settings.correct_skew && error.is_clock_skew()) else { return false };
        let off = date.as_millis().saturating_sub(self.now().as_millis());
        if off.abs() < AGREES_MILLIS {
            return false;
        }
        let skew = date.as_millis().saturating_sub((self.settings.clock)().as_millis());
        self.skew.store(skew, Ordering::Relaxed);
        trace::corrected(off);
        true
    }

    /// Signs a try, with a time and a nonce of its own.
    fn sign<R: Request>(&self, request: &R) -> Result<Try, Error<R::ErrorCode>> {
        let settings = &self.settings;
        let credentials = settings.credentials.credentials()?;
        let mut nonce = [0; 16];
        getrandom::fill(&mut nonce).map_err(|_| Error::unsendable("there are no random numbers for a nonce"))?;
        let nonce = format!("{:032x}", u128::from_ne_bytes(nonce));
        let context = Context {
            scheme: settings.scheme,
            language: settings.language.as_deref(),
            ..Context::new(&credentials, &settings.endpoint, self.now(), &nonce)
        };
        let request = context.request(request)?;
        Ok(Try { request, credentials })
    }

    /// Reads the answer to a try.
    fn read<R: Request>(
        &self,
        credentials: &Credentials,
        response: &http::Response<Vec<u8>>,
    ) -> Result<R::Output<String>, Error<R::ErrorCode>> {
        let Settings { max_decoded, strict, .. } = self.settings;
        let reading = Reading { credentials, budget: Budget::bytes(max_decoded), strict };
        let mut output = response::read::<R>(response.status(), response.headers(), response.body(), reading)?;
        if let Some(findings) = R::findings(&mut output) {
            self.warned.warn(R::OPERATION, findings);
        }
        Ok(output)
    }
}

/// The tries of one call; the client waits and sends.
struct Tries<'c, C> {
    core: &'c Core,
    operation: &'static Operation,
    retry: Retry<'c>,
    /// When the first try began: what it had to wait for does not count.
    began: Option<Instant>,
    /// Why the last try failed.
    error: Option<Error<C>>,
    /// The clock was corrected, which helps once or not at all.
    corrected: bool,
}

impl<'c, C: OpenEnum> Tries<'c, C> {
    fn new(core: &'c Core, operation: &'static Operation) -> Self {
        let retry = Retry::new(&core.settings.retry, operation.is_read_only());
        Self { core, operation, retry, began: None, error: None, corrected: false }
    }

    fn elapsed(&self) -> Duration {
        self.began.map_or(Duration::ZERO, |began| began.elapsed())
    }

    /// How long to wait before asking again; `None` where the next try is to begin now.
    ///
    /// The error is the last try's, if the rate limit leaves no time for another one.
    fn wait(&mut self) -> Result<Option<Duration>, Error<C>> {
        let wait = self.core.limits.wait(self.operation);
        let begins = self.elapsed().saturating_add(wait.unwrap_or_default());
        match self.error.take_if(|_| self.retry.is_too_late(begins)) {
            Some(error) => return Err(error),
            None if wait.is_none() => self.began = self.began.or_else(|| Some(Instant::now())),
            None => {}
        }
        Ok(wait)
    }

    /// How long to pause before another try, if there is to be one.
    fn failed(&mut self, error: Error<C>) -> Result<Duration, Error<C>> {
        if !self.corrected && self.core.correct_clock(&error) {
            // Refused for its time, it did nothing, and costs no try.
            self.corrected = true;
            return Ok(Duration::ZERO);
        }
        let tries = self.retry.tries();
        let pause = self.retry.after(&error, self.elapsed(), random());
        trace::failed(tries, pause, &error);
        match pause {
            Some(pause) => {
                self.error = Some(error);
                Ok(pause)
            }
            None => Err(error),
        }
    }

    fn answered(&self) {
        trace::answered(self.operation, self.retry.tries(), self.elapsed());
    }
}

/// A number from 0 to 1, for pauses.
fn random() -> f64 {
    // Without random numbers there is no jitter.
    getrandom::u32().map_or(1.0, |number| f64::from(number) / f64::from(u32::MAX))
}

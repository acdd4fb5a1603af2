//! The blocking client, on `ureq`.
//!
//! # Quick start
//!
//! ```no_run
//! # mod calls { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/emitted/mod.rs")); }
//! # use calls::paged::Records2017 as ListCallDetailRecords;
//! # mod ccc_api { pub use spectable_runtime::*; pub use spectable_runtime::client::ureq::Client; pub mod blocking { pub use super::Client; } }
//! use ccc_api::blocking::Client;
//! use ccc_api::{Credentials, Vendor};
//!
//! # fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder(Credentials::discover(Vendor::Aliyun)?).region("cn-shanghai").build()?;
//! let calls = client.items(ListCallDetailRecords::new("ccc-test"));
//! for call in calls {
//!     println!("{:?}", call?.contact_id);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Credentials
//!
//! [`Credentials::new`](crate::Credentials::new) takes a key; [`from_env`](crate::Credentials::from_env),
//! [`from_file`](crate::Credentials::from_file) and [`discover`](crate::Credentials::discover) look where the vendors' own
//! clients look. Anything that hands out keys can stand in their place, a closure too:
//!
//! ```no_run
//! # mod ccc_api { pub use spectable_runtime::*; pub use spectable_runtime::client::ureq::Client; pub mod blocking { pub use super::Client; } }
//! use ccc_api::blocking::Client;
//! use ccc_api::{Credentials, CredentialsError};
//!
//! # fn vault() -> Option<(String, String, String)> { None }
//! let fresh = || {
//!     let (id, secret, token) = vault().ok_or_else(|| CredentialsError::new("the vault is closed"))?;
//!     Ok(Credentials::new(id, secret).with_token(token))
//! };
//! let client = Client::builder(fresh).region("cn-shanghai").build();
//! ```
//!
//! # Errors
//!
//! ```no_run
//! # mod calls { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/emitted/mod.rs")); }
//! # use calls::paged::Records2017 as ListCallDetailRecords;
//! # mod ccc_api { pub use spectable_runtime::*; pub use spectable_runtime::client::ureq::Client; pub mod blocking { pub use super::Client; } }
//! # use ccc_api::Client;
//! use ccc_api::Error;
//!
//! # fn run(client: Client) {
//! match client.send(&ListCallDetailRecords::new("ccc-test").page_number(1).page_size(100)) {
//!     Ok(output) => println!("{:?}", output.call_detail_records.total_count),
//!     Err(Error::Invalid(error)) => println!("not sent: {:?}", error.violations()),
//!     Err(Error::Throttled(error)) => println!("too fast, wait {:?}", error.reply.retry_after),
//!     Err(error) if error.is_retryable() => println!("may work later: {error}"),
//!     Err(error) => println!("{:?}: {error}, request {:?}", error.code(), error.request_id()),
//! }
//! # }
//! ```
//!
//! What is worth another try has had it by then, as [`RetryPolicy`](crate::RetryPolicy) says.
//!
//! # Pages and periods
//!
//! `pages` and `items` are iterators. `items_between` takes a period of any length, and cuts it into windows no longer than
//! the API's page allows; a token says where to continue later.
//!
//! ```no_run
//! # mod calls { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/emitted/mod.rs")); }
//! # use calls::paged::Records2017 as ListCallDetailRecords;
//! # mod ccc_api { pub use spectable_runtime::*; pub use spectable_runtime::client::ureq::Client; pub mod blocking { pub use super::Client; } }
//! # use ccc_api::Client;
//! use ccc_api::{Timestamp, Token};
//!
//! # fn run(client: Client, stored: Option<Token>) -> Result<(), Box<dyn std::error::Error>> {
//! let request = ListCallDetailRecords::new("ccc-test");
//! let (start, end) = (Timestamp::from_secs(1_704_067_200), Timestamp::from_secs(1_706_745_599));
//! let mut calls = client.items_between(request, start, end).in_flight(3);
//! if let Some(token) = stored {
//!     calls = calls.resume(&token)?;
//! }
//! while let Some(call) = calls.next() {
//!     println!("{:?} at {}", call?.contact_id, calls.progress());
//! }
//! std::fs::write("token", calls.token().to_string())?;
//! # Ok(())
//! # }
//! ```

use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;
use std::thread;

use ureq::config::ConfigBuilder;
use ureq::typestate::AgentScope;
use ureq::{Agent, Body};

use super::flights::paged_calls;
pub use super::iter::{Items, Pages};
#[cfg(feature = "tracing")]
use super::trace;
use super::{BuildError, Builder, Core, MAX_AHEAD, Settings, Tries, Try};
use crate::credentials::CredentialsProvider;
use crate::error::{Error, TimeoutError, TransportError, TransportKind};
use crate::paging::{Paged, Walk, Windowed};
use crate::request::Request;
use crate::timestamp::Timestamp;

/// Sends requests and waits for the answers; cheap to clone.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    core: Core,
    http: Agent,
}

impl Client {
    /// A client that signs with this access key, or with what a provider gives.
    pub fn builder(credentials: impl CredentialsProvider + 'static) -> Builder<ConfigBuilder<AgentScope>> {
        Builder::with(credentials, Agent::config_builder())
    }

    /// Sends a request and reads the answer, with as many tries as the retry policy allows.
    pub fn send<R: Request>(&self, request: &R) -> Result<R::Output<String>, Error<R::ErrorCode>> {
        #[cfg(feature = "tracing")]
        let _entered = trace::span(R::OPERATION).entered();
        let mut tries = Tries::new(&self.0.core, R::OPERATION);
        loop {
            while let Some(wait) = tries.wait()? {
                thread::sleep(wait);
            }
            match self.attempt(request) {
                Ok(output) => {
                    tries.answered();
                    return Ok(output);
                }
                Err(error) => thread::sleep(tries.failed(error)?),
            }
        }
    }

    paged_calls!();

    fn attempt<R: Request>(&self, request: &R) -> Result<R::Output<String>, Error<R::ErrorCode>> {
        let Try { request, credentials } = self.0.core.sign(request)?;
        let answer = if request.body().is_empty() && request.method() == http::Method::GET {
            self.0.http.run(request.map(drop))
        } else {
            self.0.http.run(request)
        };
        let (head, body) = answer.map_err(failure)?.into_parts();
        let body = self.body(body)?;
        let mut response = http::Response::new(body);
        *response.status_mut() = head.status;
        *response.headers_mut() = head.headers;
        // They are of the compressed body, which is whole: the library has checked it.
        if response.headers_mut().remove(http::header::CONTENT_ENCODING).is_some() {
            response.headers_mut().remove(http::header::CONTENT_LENGTH);
        }
        self.0.core.read::<R>(&credentials, &response)
    }

    fn body<C>(&self, body: Body) -> Result<Vec<u8>, Error<C>> {
        let max = self.0.core.settings.max_response;
        let limit = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
        let promised = usize::try_from(body.content_length().unwrap_or_default()).unwrap_or(usize::MAX);
        let mut bytes = Vec::with_capacity(promised.min(max).min(MAX_AHEAD).saturating_add(1));
        body.into_reader().take(limit).read_to_end(&mut bytes).map_err(|error| failure(ureq::Error::from(error)))?;
        if bytes.len() > max {
            let what = format!("more than {max} bytes");
            return Err(Error::Transport(TransportError::new(TransportKind::TooLarge, what)));
        }
        Ok(bytes)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.core.settings.fmt(f)
    }
}

impl Builder<ConfigBuilder<AgentScope>> {
    /// Makes the client.
    pub fn build(self) -> Result<Client, BuildError> {
        let Settings { connect_timeout, read_timeout, try_timeout, .. } = self.settings;
        let config = self
            .transport
            .timeout_connect(Some(connect_timeout))
            .timeout_per_read(Some(read_timeout))
            .timeout_per_call(Some(try_timeout))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(self.settings.user_agent()?)
            .build();
        Ok(Client(Arc::new(Inner { core: Core::new(self.settings), http: config.new_agent() })))
    }
}

/// An error of the library has no URL, except that of a URI that it cannot read or will not use.
fn failure<C>(error: ureq::Error) -> Error<C> {
    let error = match error {
        ureq::Error::Timeout(what) => return Error::Timeout(TimeoutError::new(what.to_string())),
        ureq::Error::Io(error) if matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock) => {
            return Error::Timeout(TimeoutError::new(error.to_string()));
        }
        ureq::Error::RequireHttpsOnly(_) => {
            return Error::Unsendable("the client is set to https only, the endpoint is http".to_owned());
        }
        ureq::Error::BadUri(_) => return Error::Unsendable("the request has no valid URL".to_owned()),
        other => other,
    };
    let kind = match &error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed | ureq::Error::Tls(_) | ureq::Error::Rustls(_) => {
            TransportKind::Connect
        }
        ureq::Error::Io(error) => match error.kind() {
            io::ErrorKind::ConnectionRefused => TransportKind::Connect,
            io::ErrorKind::UnexpectedEof => TransportKind::Truncated,
            _ => TransportKind::Other,
        },
        _ => TransportKind::Other,
    };
    Error::Transport(TransportError::new(kind, error.to_string()).with_source(error))
}

//! The async client, on `reqwest` and tokio.
//!
//! # Quick start
//!
//! ```no_run
//! # mod calls { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/emitted/mod.rs")); }
//! # use calls::paged::Records2017 as ListCallDetailRecords;
//! # mod ccc_api { pub use spectable_runtime::*; pub use spectable_runtime::client::reqwest::Client; pub mod blocking { pub use super::Client; } }
//! use ccc_api::Client;
//! use ccc_api::{Credentials, Vendor};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder(Credentials::discover(Vendor::Aliyun)?).region("cn-shanghai").build()?;
//! let mut calls = client.items(ListCallDetailRecords::new("ccc-test"));
//! while let Some(call) = calls.next().await {
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
//! # mod ccc_api { pub use spectable_runtime::*; pub use spectable_runtime::client::reqwest::Client; pub mod blocking { pub use super::Client; } }
//! use ccc_api::Client;
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
//! # mod ccc_api { pub use spectable_runtime::*; pub use spectable_runtime::client::reqwest::Client; pub mod blocking { pub use super::Client; } }
//! # use ccc_api::Client;
//! use ccc_api::Error;
//!
//! # async fn run(client: Client) {
//! match client.send(&ListCallDetailRecords::new("ccc-test").page_number(1).page_size(100)).await {
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
//! `pages` and `items` are streams. `items_between` takes a period of any length, and cuts it into windows no longer than
//! the API's page allows; a token says where to continue later.
//!
//! ```no_run
//! # mod calls { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/emitted/mod.rs")); }
//! # use calls::paged::Records2017 as ListCallDetailRecords;
//! # mod ccc_api { pub use spectable_runtime::*; pub use spectable_runtime::client::reqwest::Client; pub mod blocking { pub use super::Client; } }
//! # use ccc_api::Client;
//! use ccc_api::{Timestamp, Token};
//!
//! # async fn run(client: Client, stored: Option<Token>) -> Result<(), Box<dyn std::error::Error>> {
//! let request = ListCallDetailRecords::new("ccc-test");
//! let (start, end) = (Timestamp::from_secs(1_704_067_200), Timestamp::from_secs(1_706_745_599));
//! let mut calls = client.items_between(request, start, end).in_flight(3);
//! if let Some(token) = stored {
//!     calls = calls.resume(&token)?;
//! }
//! while let Some(call) = calls.next().await {
//!     println!("{:?} at {}", call?.contact_id, calls.progress());
//! }
//! std::fs::write("token", calls.token().to_string())?;
//! # Ok(())
//! # }
//! ```

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::sync::Arc;

use reqwest::redirect::Policy;

use super::flights::paged_calls;
pub use super::stream::{Items, Pages};
#[cfg(feature = "tracing")]
use super::trace;
use super::{BuildError, Builder, Core, MAX_AHEAD, Settings, Tries, Try};
use crate::credentials::CredentialsProvider;
use crate::error::{Error, TimeoutError, TransportError, TransportKind};
use crate::paging::{Paged, Walk, Windowed};
use crate::request::Request;
use crate::timestamp::Timestamp;

/// Sends requests, on tokio; cheap to clone.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    core: Core,
    http: reqwest::Client,
}

impl Client {
    /// A client that signs with this access key, or with what a provider gives.
    pub fn builder(credentials: impl CredentialsProvider + 'static) -> Builder<reqwest::ClientBuilder> {
        Builder::with(credentials, reqwest::Client::builder())
    }

    /// Sends a request and reads the answer, with as many tries as the retry policy allows.
    pub async fn send<R: Request + Sync>(&self, request: &R) -> Result<R::Output<String>, Error<R::ErrorCode>> {
        #[cfg(feature = "tracing")]
        let call = tracing::Instrument::instrument(self.call(request), trace::span(R::OPERATION));
        #[cfg(not(feature = "tracing"))]
        let call = self.call(request);
        call.await
    }

    paged_calls!();

    async fn call<R: Request + Sync>(&self, request: &R) -> Result<R::Output<String>, Error<R::ErrorCode>> {
        let mut tries = Tries::new(&self.0.core, R::OPERATION);
        loop {
            while let Some(wait) = tries.wait()? {
                tokio::time::sleep(wait).await;
            }
            match self.attempt(request).await {
                Ok(output) => {
                    tries.answered();
                    return Ok(output);
                }
                Err(error) => tokio::time::sleep(tries.failed(error)?).await,
            }
        }
    }

    async fn attempt<R: Request + Sync>(&self, request: &R) -> Result<R::Output<String>, Error<R::ErrorCode>> {
        let Try { request, credentials } = self.0.core.sign(request)?;
        let request = request.try_into().map_err(|_| Error::unsendable("the request has no valid URL"))?;
        let mut answer = self.0.http.execute(request).await.map_err(failure)?;
        let max = self.0.core.settings.max_response;
        let promised = usize::try_from(answer.content_length().unwrap_or_default()).unwrap_or(usize::MAX);
        let mut body = Vec::with_capacity(promised.min(max).min(MAX_AHEAD));
        while let Some(chunk) = answer.chunk().await.map_err(failure)? {
            if body.len() + chunk.len() > max {
                let what = format!("more than {max} bytes");
                return Err(Error::Transport(TransportError::new(TransportKind::TooLarge, what)));
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = http::Response::new(body);
        *response.status_mut() = answer.status();
        std::mem::swap(response.headers_mut(), answer.headers_mut());
        self.0.core.read::<R>(&credentials, &response)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.core.settings.fmt(f)
    }
}

impl Builder<reqwest::ClientBuilder> {
    /// Makes the client.
    pub fn build(self) -> Result<Client, BuildError> {
        let Settings { connect_timeout, read_timeout, try_timeout, .. } = self.settings;
        let http = self
            .transport
            .connect_timeout(connect_timeout)
            .read_timeout(read_timeout)
            .timeout(try_timeout)
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .gzip(true)
            .user_agent(self.settings.user_agent()?)
            .build()
            .map_err(|error| BuildError(error.into()))?;
        Ok(Client(Arc::new(Inner { core: Core::new(self.settings), http })))
    }
}

/// The URL has the signature and may have the token, so it is taken out.
fn failure<C>(error: reqwest::Error) -> Error<C> {
    let error = error.without_url();
    let mut message = error.to_string();
    let mut truncated = false;
    let mut source = error.source();
    while let Some(cause) = source {
        let text = cause.to_string();
        truncated |= text.contains("end of file") || text.contains("before message completed");
        truncated |= cause.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::UnexpectedEof);
        message = format!("{message}: {text}");
        source = cause.source();
    }
    if error.is_timeout() {
        return Error::Timeout(TimeoutError::new(message));
    }
    let kind = if error.is_connect() {
        TransportKind::Connect
    } else if truncated {
        TransportKind::Truncated
    } else {
        TransportKind::Other
    };
    Error::Transport(TransportError::new(kind, message).with_source(error))
}

//! Calls without I/O: a request becomes HTTP, and HTTP an output or an error.

use http::header::{self, HeaderName, HeaderValue};

use crate::bounds::MAX_DECODED;
use crate::credentials::Credentials;
use crate::decode::Budget;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::operation::{Operation, Protocol, Vendor};
use crate::parameter::Parameter;
use crate::request::{self, Parts, Request};
use crate::response::{self, Reading};
use crate::sign::{self, Scheme, acs3, aliyun_v1, tc3};
use crate::timestamp::Timestamp;
use crate::validate::InvalidRequest;

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// What a request is signed and sent with: everything that the wire needs beside the parameters.
///
/// Nothing here reads a clock or makes random numbers: the same context gives the same bytes.
/// Each try of a call needs a new `time` and a new `nonce`.
///
/// ```
/// # extern crate spectable_runtime as ccc_api;
/// use ccc_api::{Context, Credentials, Endpoint, Timestamp};
///
/// let credentials = Credentials::new("id", "secret");
/// let endpoint = Endpoint::region("cn-shanghai");
/// let context = Context::new(&credentials, &endpoint, Timestamp::from_secs(1_705_307_400), "a-new-nonce");
/// // let http = context.request(&ListCallDetailRecords::new(…))?;   an `http::Request<Vec<u8>>`
/// // let output = context.response::<ListCallDetailRecords, _>(&answer)?;
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Context<'a> {
    /// The access key.
    pub credentials: &'a Credentials,
    /// Where the call goes.
    pub endpoint: &'a Endpoint,
    /// The time that is signed; the vendors allow for a skew of 15 (Alibaba) and 5 (Tencent) minutes.
    pub time: Timestamp,
    /// A text that no other request of this access key had (Alibaba); Tencent has none.
    pub nonce: &'a str,
    /// The scheme, where it is not to be the one that the vendor's own client uses.
    pub scheme: Option<Scheme>,
    /// The language of error messages, `zh-CN` or `en-US` (Tencent).
    pub language: Option<&'a str>,
    /// Headers to send beside the usual ones; ACS3 signs them.
    pub headers: &'a [(&'a str, &'a str)],
    /// How much memory the lists of an answer may take, in bytes about; more is an error. 32 MiB unless set.
    ///
    /// A few bytes of an answer, such as `{},`, can make an item of hundreds.
    pub max_decoded: usize,
    /// Whether a value of an answer that does not fit is an error. Otherwise it is left out, and is among the output's
    /// findings.
    pub strict: bool,
}

impl<'a> Context<'a> {
    /// With the vendor's own scheme and no more headers than needed.
    pub fn new(credentials: &'a Credentials, endpoint: &'a Endpoint, time: Timestamp, nonce: &'a str) -> Self {
        Self {
            credentials,
            endpoint,
            time,
            nonce,
            scheme: None,
            language: None,
            headers: &[],
            max_decoded: MAX_DECODED,
            strict: false,
        }
    }

    /// Sets the scheme.
    #[must_use]
    pub fn with_scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = Some(scheme);
        self
    }

    /// Makes a value of an answer that does not fit an error.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Checks and signs a request.
    ///
    /// Headers with a signature or a token are marked as sensitive. [`Scheme::AliyunV1`] puts the token
    /// of a temporary key into the query, so do not log the URI of such a request.
    pub fn request<R: Request + ?Sized>(&self, request: &R) -> Result<http::Request<Vec<u8>>, Error<R::ErrorCode>> {
        let operation = R::OPERATION;
        let parameters = request.parameters();
        InvalidRequest::check(operation.action, &parameters)?;
        self.credentials.check()?;
        let (https, host) = self.endpoint.resolve(operation)?;
        let scheme = self.scheme.unwrap_or_else(|| Scheme::of(operation));
        let message = match (scheme, operation.vendor()) {
            (Scheme::AliyunV1, Vendor::Aliyun) if operation.protocol == Protocol::AliyunRpc => {
                self.aliyun_v1(operation, &host, &parameters)
            }
            (Scheme::Acs3, Vendor::Aliyun) => self.acs3(operation, &host, &parameters),
            (Scheme::Tc3, Vendor::Tencent) => self.tc3(operation, &host, request::json_object(&parameters)),
            _ => return Err(Error::unsendable("the operation cannot be signed with this scheme")),
        };
        message.and_then(|message| message.build(https, &host, self.headers)).map_err(|what| Error::unsendable(&what))
    }

    /// Reads an answer to a request that this context signed.
    ///
    /// Where the answer repeats the secret or the token, the error shows `[redacted]` in their place.
    pub fn response<R: Request + ?Sized, B: AsRef<[u8]>>(
        &self,
        response: &http::Response<B>,
    ) -> Result<R::Output<String>, Error<R::ErrorCode>> {
        let budget = Budget::bytes(self.max_decoded);
        let reading = Reading { credentials: self.credentials, budget, strict: self.strict };
        response::read::<R>(response.status(), response.headers(), response.body().as_ref(), reading)
    }

    fn aliyun_v1(&self, operation: &Operation, host: &str, parameters: &[Parameter<'_>]) -> Result<Message, String> {
        let time = self.time.utc_second();
        let mut query = vec![
            ("Action", operation.action),
            ("Format", "json"),
            ("Version", operation.version),
            ("Timestamp", &time),
            ("SignatureNonce", self.nonce),
        ];
        query.extend(self.credentials.token().map(|token| ("SecurityToken", token)));
        query.push(("SignatureMethod", "HMAC-SHA1"));
        query.push(("SignatureVersion", "1.0"));
        query.push(("AccessKeyId", self.credentials.access_key_id()));
        let mut form = request::flattened(parameters);
        form.sort_unstable();
        let form = form.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all: Vec<_> = query.iter().copied().chain(form.clone()).collect();
        let signed = aliyun_v1::sign(operation.method, &all, self.credentials);
        let in_query = operation.method == "GET";
        if in_query {
            query = all;
        }
        query.push(("Signature", &signed.signature));
        let mut message = Message::new(operation.method, "/", &sign::encode_query(&query));
        message.header(header::HOST, host)?;
        message.header(const { HeaderName::from_static("x-acs-action") }, operation.action)?;
        message.header(const { HeaderName::from_static("x-acs-version") }, operation.version)?;
        message.header(header::ACCEPT, JSON)?;
        if !in_query {
            message.header(header::CONTENT_TYPE, FORM)?;
            message.body = sign::encode_form(&form.collect::<Vec<_>>()).into_bytes();
        }
        Ok(message)
    }

    fn acs3(&self, operation: &Operation, host: &str, parameters: &[Parameter<'_>]) -> Result<Message, String> {
        let (path, mut query, headers, body) = match operation.protocol {
            Protocol::AliyunRoa => {
                let parts = Parts::new(operation.path, parameters);
                (parts.path, parts.query, parts.headers, parts.body.unwrap_or_default())
            }
            _ => ("/".to_owned(), request::flattened(parameters), Vec::new(), String::new()),
        };
        query.sort_unstable();
        let body_sha256 = sign::sha256_hex(body.as_bytes());
        let time = self.time.utc_second();
        let mut headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        headers.extend([
            ("host", host),
            ("x-acs-action", operation.action),
            ("x-acs-version", operation.version),
            ("x-acs-date", &time),
            ("x-acs-signature-nonce", self.nonce),
            ("x-acs-content-sha256", &body_sha256),
        ]);
        if let Some(token) = self.credentials.token() {
            headers.extend([("x-acs-accesskey-id", self.credentials.access_key_id()), ("x-acs-security-token", token)]);
        }
        if !body.is_empty() {
            headers.push(("content-type", JSON));
        }
        let own = headers.len();
        headers.extend(self.headers);
        let signed = acs3::sign(
            &acs3::Message {
                method: operation.method,
                path: &path,
                query: &query,
                headers: &headers,
                body_sha256: &body_sha256,
            },
            self.credentials,
        );
        let mut message = Message::new(operation.method, &path, &sign::encode_query(&query));
        for (name, value) in headers.iter().take(own) {
            message.named_header(name, value)?;
        }
        message.header(header::AUTHORIZATION, acs3::authorization(&signed, self.credentials))?;
        if !self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("accept")) {
            message.header(header::ACCEPT, JSON)?;
        }
        message.body = body.into_bytes();
        Ok(message)
    }

    fn tc3(&self, operation: &Operation, host: &str, body: Vec<u8>) -> Result<Message, String> {
        let signing = tc3::Message {
            method: "POST",
            query: "",
            headers: &[("content-type", JSON), ("host", host)],
            body_sha256: &sign::sha256_hex(&body),
            service: operation.product,
            time: self.time,
        };
        let signed = tc3::sign(&signing, self.credentials);
        let mut message = Message::new("POST", "/", "");
        message.header(header::HOST, host)?;
        message.header(header::CONTENT_TYPE, JSON)?;
        message.header(header::AUTHORIZATION, tc3::authorization(&signing, &signed, self.credentials))?;
        message.header(const { HeaderName::from_static("x-tc-action") }, operation.action)?;
        message.header(const { HeaderName::from_static("x-tc-version") }, operation.version)?;
        message.header(const { HeaderName::from_static("x-tc-timestamp") }, self.time.as_secs())?;
        for (name, value) in [
            (const { HeaderName::from_static("x-tc-region") }, self.endpoint.region_name()),
            (const { HeaderName::from_static("x-tc-token") }, self.credentials.token()),
            (const { HeaderName::from_static("x-tc-language") }, self.language),
        ] {
            if let Some(value) = value {
                message.header(name, value)?;
            }
        }
        message.body = body;
        Ok(message)
    }
}

/// A signed message on its way to `http::Request`. Errors say what could not be sent, without its value.
struct Message {
    method: &'static str,
    path_and_query: String,
    headers: http::HeaderMap,
    body: Vec<u8>,
}

impl Message {
    fn new(method: &'static str, path: &str, query: &str) -> Self {
        let question = if query.is_empty() { "" } else { "?" };
        let path_and_query = [path, question, query].concat();
        Self { method, path_and_query, headers: http::HeaderMap::with_capacity(12), body: Vec::new() }
    }

    fn named_header(&mut self, name: &str, value: &str) -> Result<(), String> {
        self.header(name.parse().map_err(|_| bad_header(name))?, value)
    }

    fn header(&mut self, name: HeaderName, value: impl TryInto<HeaderValue>) -> Result<(), String> {
        let mut value = value.try_into().map_err(|_| bad_header(name.as_str()))?;
        value.set_sensitive(matches!(name.as_str(), "authorization" | "x-acs-security-token" | "x-tc-token"));
        self.headers.insert(name, value);
        Ok(())
    }

    fn build(mut self, https: bool, host: &str, more: &[(&str, &str)]) -> Result<http::Request<Vec<u8>>, String> {
        // URL parsers take such steps for a way up and drop them, after the path was signed.
        let path = self.path_and_query.split('?').next().unwrap_or_default();
        if path.split('/').any(|step| matches!(step, "." | "..")) {
            return Err("a parameter of the path is `.` or `..`".to_owned());
        }
        let scheme = if https { "https" } else { "http" };
        for (name, value) in more {
            self.named_header(name, value)?;
        }
        // Some gateways refuse a POST that does not say that it has no body.
        if self.body.is_empty() && self.method != "GET" {
            self.headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        let mut request = http::Request::new(self.body);
        *request.method_mut() =
            self.method.parse().map_err(|_| "the operation's method is no HTTP method".to_owned())?;
        *request.uri_mut() = [scheme, "://", host, &self.path_and_query]
            .concat()
            .try_into()
            .map_err(|_| "the parameters make no URI: they may be too long".to_owned())?;
        *request.headers_mut() = self.headers;
        Ok(request)
    }
}

#[cold]
fn bad_header(name: &str) -> String {
    format!("the header `{name}` has characters that HTTP does not allow")
}

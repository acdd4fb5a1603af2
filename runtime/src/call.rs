//! Calls without I/O: a request becomes HTTP, and HTTP an output or an error.

use std::borrow::Cow;

use crate::credentials::Credentials;
use crate::decode::Budget;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::operation::{Operation, Protocol, Vendor};
use crate::request::Request;
use crate::response;
use crate::sign::{self, Scheme, acs3, aliyun_v1, tc3};
use crate::timestamp::Timestamp;

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// What a body of 8 MiB decodes to, with room to spare.
pub(crate) const MAX_DECODED: usize = 32 << 20;

/// What a request is signed and sent with: everything that the wire needs beside the parameters.
///
/// Nothing here reads a clock or makes random numbers: the same context gives the same bytes.
/// Each try of a call needs a new `time` and a new `nonce`.
///
/// ```
/// use spectable_runtime::{Context, Credentials, Endpoint, Timestamp};
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
        }
    }

    /// Sets the scheme.
    #[must_use]
    pub fn with_scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = Some(scheme);
        self
    }

    /// Checks and signs a request.
    ///
    /// Headers with a signature or a token are marked as sensitive. [`Scheme::AliyunV1`] puts the token
    /// of a temporary key into the query, so do not log the URI of such a request.
    pub fn request<R: Request + ?Sized>(&self, request: &R) -> Result<http::Request<Vec<u8>>, Error<R::ErrorCode>> {
        request.validate()?;
        let (https, host) = self.endpoint.resolve(R::OPERATION)?;
        let scheme = self.scheme.unwrap_or_else(|| Scheme::of(R::OPERATION));
        let message = match (scheme, R::OPERATION.vendor()) {
            (Scheme::AliyunV1, Vendor::Aliyun) if R::OPERATION.protocol == Protocol::AliyunRpc => {
                self.aliyun_v1(R::OPERATION, &host, request.to_parameters())
            }
            (Scheme::Acs3, Vendor::Aliyun) => self.acs3(&host, request),
            (Scheme::Tc3, Vendor::Tencent) => self.tc3(R::OPERATION, &host, request.to_json()),
            _ => return Err(Error::unsendable("the operation cannot be signed with this scheme")),
        };
        message.build(https, &host, self.headers).map_err(|what| Error::unsendable(&what))
    }

    /// Reads an answer to a request that this context signed.
    ///
    /// Where the answer repeats the secret or the token, the error shows `[redacted]` in their place.
    pub fn response<R: Request + ?Sized, B: AsRef<[u8]>>(
        &self,
        response: &http::Response<B>,
    ) -> Result<R::Output<String>, Error<R::ErrorCode>> {
        let budget = Budget::bytes(self.max_decoded);
        response::read::<R>(response.status(), response.headers(), response.body().as_ref(), self.credentials, budget)
    }

    fn aliyun_v1(&self, operation: &Operation, host: &str, parameters: Vec<(String, String)>) -> Message {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut query = vec![
            pair("Action", operation.action),
            pair("Format", "json"),
            pair("Version", operation.version),
            pair("Timestamp", &self.time.utc_second()),
            pair("SignatureNonce", self.nonce),
        ];
        query.extend(self.credentials.token().map(|token| pair("SecurityToken", token)));
        query.push(pair("SignatureMethod", "HMAC-SHA1"));
        query.push(pair("SignatureVersion", "1.0"));
        query.push(pair("AccessKeyId", self.credentials.access_key_id()));
        let mut form = parameters;
        form.sort_unstable();
        let all: Vec<_> = query.iter().chain(&form).map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let signed = aliyun_v1::sign(operation.method, &all, self.credentials);
        let in_query = operation.method == "GET";
        if in_query {
            query.append(&mut form);
        }
        query.push(pair("Signature", &signed.signature));
        let mut message = Message::new(operation.method, "/", sign::encode_query(&query));
        message.header("host", host);
        message.header("x-acs-action", operation.action);
        message.header("x-acs-version", operation.version);
        message.header("accept", JSON);
        if !in_query {
            message.header("content-type", FORM);
            message.body = sign::encode_form(&form).into_bytes();
        }
        message
    }

    fn acs3<R: Request + ?Sized>(&self, host: &str, request: &R) -> Message {
        let operation = R::OPERATION;
        let (path, mut query, mut headers, body) = match operation.protocol {
            Protocol::AliyunRoa => {
                let parts = request.to_parts();
                (parts.path, parts.query, parts.headers, parts.body.unwrap_or_default())
            }
            _ => ("/".to_owned(), request.to_parameters(), Vec::new(), String::new()),
        };
        query.sort_unstable();
        let body_sha256 = sign::sha256_hex(body.as_bytes());
        let mut header = |name: &str, value: &str| headers.push((name.to_owned(), value.to_owned()));
        header("host", host);
        header("x-acs-action", operation.action);
        header("x-acs-version", operation.version);
        header("x-acs-date", &self.time.utc_second());
        header("x-acs-signature-nonce", self.nonce);
        header("x-acs-content-sha256", &body_sha256);
        if let Some(token) = self.credentials.token() {
            header("x-acs-accesskey-id", self.credentials.access_key_id());
            header("x-acs-security-token", token);
        }
        if !body.is_empty() {
            header("content-type", JSON);
        }
        let signed_headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain(self.headers.iter().copied())
            .collect();
        let signed = acs3::sign(
            &acs3::Message {
                method: operation.method,
                path: &path,
                query: &query,
                headers: &signed_headers,
                body_sha256: &body_sha256,
            },
            self.credentials,
        );
        let authorization = acs3::authorization(&signed, self.credentials);
        let mut message = Message::new(operation.method, &path, sign::encode_query(&query));
        message.headers = headers.into_iter().map(|(name, value)| (name.into(), value)).collect();
        message.header("authorization", authorization);
        if !self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("accept")) {
            message.header("accept", JSON);
        }
        message.body = body.into_bytes();
        message
    }

    fn tc3(&self, operation: &Operation, host: &str, body: String) -> Message {
        let signing = tc3::Message {
            method: "POST",
            query: "",
            headers: &[("content-type", JSON), ("host", host)],
            body_sha256: &sign::sha256_hex(body.as_bytes()),
            service: operation.product,
            time: self.time,
        };
        let signed = tc3::sign(&signing, self.credentials);
        let mut message = Message::new("POST", "/", String::new());
        message.header("host", host);
        message.header("content-type", JSON);
        message.header("authorization", tc3::authorization(&signing, &signed, self.credentials));
        message.header("x-tc-action", operation.action);
        message.header("x-tc-version", operation.version);
        message.header("x-tc-timestamp", self.time.as_secs().to_string());
        for (name, value) in [
            ("x-tc-region", self.endpoint.region_name()),
            ("x-tc-token", self.credentials.token()),
            ("x-tc-language", self.language),
        ] {
            if let Some(value) = value {
                message.header(name, value);
            }
        }
        message.body = body.into_bytes();
        message
    }
}

/// A signed message on its way to `http::Request`.
struct Message {
    method: &'static str,
    path: String,
    query: String,
    headers: Vec<(Cow<'static, str>, String)>,
    body: Vec<u8>,
}

impl Message {
    fn new(method: &'static str, path: &str, query: String) -> Self {
        Self { method, path: path.to_owned(), query, headers: Vec::new(), body: Vec::new() }
    }

    fn header(&mut self, name: &'static str, value: impl Into<String>) {
        self.headers.push((name.into(), value.into()));
    }

    /// The error says what could not be sent, without its value.
    fn build(self, https: bool, host: &str, more: &[(&str, &str)]) -> Result<http::Request<Vec<u8>>, String> {
        // URL parsers take such steps for a way up and drop them, after the path was signed.
        if self.path.split('/').any(|step| matches!(step, "." | "..")) {
            return Err("a parameter of the path is `.` or `..`".to_owned());
        }
        let scheme = if https { "https" } else { "http" };
        let question = if self.query.is_empty() { "" } else { "?" };
        // Some gateways refuse a POST that does not say that it has no body.
        let empty_post = self.body.is_empty() && self.method != "GET";
        let mut request = http::Request::new(self.body);
        *request.method_mut() =
            self.method.parse().map_err(|_| "the operation's method is no HTTP method".to_owned())?;
        *request.uri_mut() = format!("{scheme}://{host}{}{question}{}", self.path, self.query)
            .parse()
            .map_err(|_| "the parameters make no URI: they may be too long".to_owned())?;
        let more = more.iter().map(|(name, value)| (Cow::Borrowed(*name), (*value).to_owned()));
        for (name, value) in self.headers.into_iter().chain(more) {
            let bad = || format!("the header `{name}` has characters that HTTP does not allow");
            let header: http::HeaderName = name.parse().map_err(|_| bad())?;
            let mut value = http::HeaderValue::try_from(value).map_err(|_| bad())?;
            value.set_sensitive(matches!(header.as_str(), "authorization" | "x-acs-security-token" | "x-tc-token"));
            request.headers_mut().insert(header, value);
        }
        if empty_post {
            request.headers_mut().insert(http::header::CONTENT_LENGTH, http::HeaderValue::from_static("0"));
        }
        Ok(request)
    }
}

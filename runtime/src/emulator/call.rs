//! A request as it came in: who it is for and what it carries, before any of it is believed.

use std::borrow::Cow;

use super::refusal::Refusal;
use crate::operation::Vendor;
use crate::schema::Format;

/// How a call is signed, which is how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    AliyunV1,
    Acs3,
    Tc3,
}

impl Dialect {
    pub(super) fn vendor(self) -> Vendor {
        match self {
            Self::AliyunV1 | Self::Acs3 => Vendor::Aliyun,
            Self::Tc3 => Vendor::Tencent,
        }
    }
}

type Pairs = Vec<(String, String)>;

/// A request taken apart.
pub(super) struct Call<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    /// The query as it came.
    pub(super) raw_query: &'a str,
    pub(super) query: Pairs,
    /// The body, where it is a form.
    pub(super) form: Pairs,
    pub(super) body: &'a [u8],
    headers: &'a http::HeaderMap,
    host: &'a str,
}

impl<'a> Call<'a> {
    pub(super) fn read(request: &'a http::Request<Vec<u8>>) -> Self {
        let raw_query = request.uri().query().unwrap_or_default();
        let headers = request.headers();
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_form = text("content-type").starts_with("application/x-www-form-urlencoded");
        let body = request.body().as_slice();
        Self {
            method: request.method().as_str(),
            path: request.uri().path(),
            raw_query,
            query: pairs(raw_query.as_bytes()),
            form: if is_form { pairs(body) } else { Vec::new() },
            body,
            headers,
            host: request.uri().authority().map_or_else(|| text("host"), http::uri::Authority::as_str),
        }
    }

    /// A header's value; empty where there is none.
    pub(super) fn header(&self, name: &str) -> &'a str {
        if name == "host" {
            return self.host;
        }
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The names of all headers, in lower case.
    pub(super) fn header_names(&self) -> impl Iterator<Item = &'a str> {
        self.headers.keys().map(http::HeaderName::as_str)
    }

    /// A parameter of the query or the form.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().chain(&self.form).find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn dialect(&self) -> Result<Dialect, Refusal> {
        if self.header("authorization").starts_with("TC3-") || !self.header("x-tc-action").is_empty() {
            Ok(Dialect::Tc3)
        } else if self.header("authorization").starts_with("ACS3-") {
            Ok(Dialect::Acs3)
        } else if self.parameter("Action").is_some() {
            Ok(Dialect::AliyunV1)
        } else {
            Err(Refusal::new(
                400,
                "MissingAction",
                "expected `x-tc-action`, `x-acs-action` or the parameter `Action`: this is no call of an API",
            ))
        }
    }

    /// The action that is asked for.
    pub(super) fn action(&self) -> Option<&str> {
        self.named("x-tc-action", "x-acs-action", "Action")
    }

    /// The API version that is asked for.
    pub(super) fn version(&self) -> Option<&str> {
        self.named("x-tc-version", "x-acs-version", "Version")
    }

    fn named(&self, tencent: &str, aliyun: &str, parameter: &str) -> Option<&str> {
        // Under signature version 1 the parameters count, not the headers.
        let headers = [self.header(tencent), self.header(aliyun)];
        let header = headers.into_iter().find(|value| !value.is_empty());
        if self.header("authorization").is_empty() { self.parameter(parameter).or(header) } else { header }
    }

    /// Whether the answer is to be JSON or XML.
    pub(super) fn format(&self) -> Format {
        // Tencent Cloud has no other.
        if self.dialect().is_ok_and(|dialect| dialect == Dialect::Tc3) {
            return Format::Json;
        }
        let asked = self.parameter("Format").unwrap_or_default();
        let xml = if asked.is_empty() {
            self.header("accept").contains("application/xml")
        } else {
            asked.eq_ignore_ascii_case("xml")
        };
        if xml { Format::Xml } else { Format::Json }
    }

    /// For the log: nothing of it can break the line.
    pub(super) fn title(&self) -> Cow<'_, str> {
        let is_word = |text: &&str| text.len() < 100 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        match (self.action().filter(is_word), self.version().filter(is_word)) {
            (Some(action), Some(version)) => Cow::Owned(format!("{action} {version}")),
            _ => Cow::Borrowed("unknown call"),
        }
    }
}

fn pairs(text: &[u8]) -> Pairs {
    form_urlencoded::parse(text).into_owned().collect()
}

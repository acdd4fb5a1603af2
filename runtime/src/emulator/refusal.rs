//! The answer to a call that fails, in the vendor's own form.

use serde_json::json;

use super::call::{Call, Dialect};
use super::document;
use crate::operation::Vendor;
use crate::schema::{Format, Schema};

/// An error as the API reports it.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: String,
    pub(super) message: String,
    /// Milliseconds after which another try is welcome.
    pub(super) retry_after: Option<u32>,
}

impl Refusal {
    pub(super) fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { status, code: code.into(), message: message.into(), retry_after: None }
    }

    pub(super) fn unknown_action(call: &Call<'_>, dialect: Dialect) -> Self {
        let message = format!("there is no operation {}", call.title());
        match dialect.vendor() {
            Vendor::Aliyun => Self::new(404, "InvalidAction.NotFound", message),
            Vendor::Tencent => Self::new(200, "InvalidAction", message),
        }
    }

    pub(super) fn missing(schema: &Schema, name: &str) -> Self {
        match schema.operation.vendor() {
            Vendor::Aliyun => Self::mandatory(name),
            Vendor::Tencent => Self::new(200, "MissingParameter", mandatory(name)),
        }
    }

    /// A parameter that Alibaba Cloud needs, one of the operation or of the signature.
    pub(super) fn mandatory(name: &str) -> Self {
        Self::new(400, format!("Missing{name}"), mandatory(name))
    }

    /// A parameter that the page does not allow, under the page's own code where it has one for it.
    pub(super) fn invalid(schema: &Schema, name: &str, detail: &str) -> Self {
        const CODES: &[&str] = &["Parameter.Format", "InvalidParameterValue", "InvalidParameter", "Parameter.Invalid"];
        let fallback = match schema.operation.vendor() {
            Vendor::Aliyun => "InvalidParameter",
            Vendor::Tencent => "InvalidParameterValue",
        };
        Self::documented(schema, |error| CODES.contains(&error.code), 400, fallback, &[name, detail])
    }

    /// A fault of the service, under the page's own code where it has one.
    pub(super) fn internal(schema: &Schema) -> Self {
        let is_internal = |error: &crate::schema::DocumentedError| {
            error.status.is_some_and(|status| status >= 500) || error.code == "InternalError"
        };
        Self::documented(schema, is_internal, 500, "InternalError", &["a fault was asked for"])
    }

    /// Too many calls; `wait` is in milliseconds.
    pub(super) fn throttled(schema: &Schema, wait: u32) -> Self {
        match schema.operation.vendor() {
            Vendor::Aliyun => Self {
                retry_after: Some(wait),
                ..Self::new(429, "Throttling.User", "Request was denied due to user flow control.")
            },
            Vendor::Tencent => Self::new(200, "RequestLimitExceeded", "too many requests in this second"),
        }
    }

    fn documented(
        schema: &Schema,
        fits: impl Fn(&crate::schema::DocumentedError) -> bool,
        status: u16,
        fallback: &str,
        details: &[&str],
    ) -> Self {
        let all = details.join(": ");
        let Some(error) = schema.errors.iter().find(|error| fits(error)) else {
            return Self::new(status, fallback, all);
        };
        let mut message = error.message.to_owned();
        match message.matches("%s").count() {
            0 if message.is_empty() => message = all,
            0 => message = format!("{message} {all}"),
            // Each in its place where the message has one for each.
            places if places == details.len() => {
                message = details.iter().fold(message, |message, detail| message.replacen("%s", detail, 1));
            }
            _ => message = message.replacen("%s", &all, 1).replace("%s", ""),
        }
        Self::new(error.status.unwrap_or(status), error.code, message.trim())
    }

    pub(super) fn into_response(self, call: &Call<'_>, request_id: &str) -> http::Response<Vec<u8>> {
        let Self { status, code, message, retry_after } = self;
        let tencent = call.dialect().is_ok_and(|dialect| dialect == Dialect::Tc3);
        let format = call.format();
        let (status, body) = if tencent {
            let error = json!({ "Code": code, "Message": message });
            (200, json!({ "Response": { "Error": error, "RequestId": request_id } }).to_string())
        } else {
            let value = json!({
                "RequestId": request_id,
                "HostId": call.header("host"),
                "Code": code,
                "Message": message,
                "Recommend": "The emulator has no more to say than this message.",
            });
            let body = match format {
                Format::Json => value.to_string(),
                Format::Xml => document::xml("Error", &value),
            };
            (status, body)
        };
        let vendor = if tencent { Vendor::Tencent } else { Vendor::Aliyun };
        let mut response = document::response(vendor, format, body.into_bytes(), request_id);
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::BAD_REQUEST);
        if let Some(millis) = retry_after {
            response.headers_mut().insert("x-acs-retry-after", millis.into());
        }
        response
    }
}

fn mandatory(name: &str) -> String {
    format!("{name} is mandatory for this action.")
}

//! Tencent Cloud, `TC3-HMAC-SHA256`.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::{Signed, canonical_headers, hex, hmac_sha256, lower_ascii, sha256_hex};
use crate::credentials::Credentials;
use crate::timestamp::Timestamp;

/// The scheme's name, as it begins `Authorization`.
pub const ALGORITHM: &str = "TC3-HMAC-SHA256";

/// What is signed.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The query as it is sent; empty for `POST`.
    pub query: &'a str,
    /// The headers to sign, `content-type` and `host` among them, in any order.
    pub headers: &'a [(&'a str, &'a str)],
    /// Hex SHA-256 of the body.
    pub body_sha256: &'a str,
    /// The product's code, such as `ccc`.
    pub service: &'a str,
    /// When the request is made.
    pub time: Timestamp,
}

/// Signs a message.
pub fn sign(message: &Message<'_>, credentials: &Credentials) -> Signed {
    let (lines, signed_headers) = canonical_headers(message.headers, lower);
    let Message { method, query, body_sha256, service, time, .. } = message;
    let canonical_request = [method, "\n/\n", query, "\n", &lines, "\n", &signed_headers, "\n", body_sha256].concat();
    let date = time.utc_date();
    let hash = sha256_hex(canonical_request.as_bytes());
    let string_to_sign =
        [ALGORITHM, "\n", &time.as_secs().to_string(), "\n", &scope(&date, service), "\n", &hash].concat();
    let mut secret = Zeroizing::new(String::with_capacity(credentials.secret().len() + 3));
    secret.push_str("TC3");
    secret.push_str(credentials.secret());
    let mut key = Zeroizing::new(hmac_sha256(secret.as_bytes(), date.as_bytes()));
    for part in [service, "tc3_request"] {
        key = Zeroizing::new(hmac_sha256(&*key, part.as_bytes()));
    }
    let signature = hex(&hmac_sha256(&*key, string_to_sign.as_bytes()));
    Signed { canonical_request, string_to_sign, signature, signed_headers }
}

/// The `Authorization` header.
pub fn authorization(message: &Message<'_>, signed: &Signed, credentials: &Credentials) -> String {
    let (id, Signed { signed_headers, signature, .. }) = (credentials.access_key_id(), signed);
    let scope = scope(&message.time.utc_date(), message.service);
    [ALGORITHM, " Credential=", id, "/", &scope, ", SignedHeaders=", signed_headers, ", Signature=", signature].concat()
}

fn scope(date: &str, service: &str) -> String {
    [date, "/", service, "/tc3_request"].concat()
}

fn lower(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { lower_ascii(text) } else { text.to_lowercase().into() }
}

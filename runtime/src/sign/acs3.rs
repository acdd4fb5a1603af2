//! Alibaba Cloud, `ACS3-HMAC-SHA256`.

use super::{Signed, canonical_headers, encode_query, hex, hmac_sha256, sha256_hex};
use crate::credentials::Credentials;

/// The scheme's name, as it begins `Authorization`.
pub const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// What is signed.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The path as it is sent.
    pub path: &'a str,
    /// The query parameters, not yet encoded, in any order.
    pub query: &'a [(String, String)],
    /// The headers to sign, in any order.
    pub headers: &'a [(&'a str, &'a str)],
    /// Hex SHA-256 of the body.
    pub body_sha256: &'a str,
}

/// Signs a message.
pub fn sign(message: &Message<'_>, credentials: &Credentials) -> Signed {
    let mut query: Vec<_> = message.query.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    query.sort_unstable();
    let (lines, signed_headers) = canonical_headers(message.headers, |value| value.into());
    let Message { method, path, body_sha256, .. } = message;
    let query = encode_query(&query);
    let canonical_request =
        [method, "\n", path, "\n", &query, "\n", &lines, "\n", &signed_headers, "\n", body_sha256].concat();
    let string_to_sign = [ALGORITHM, "\n", &sha256_hex(canonical_request.as_bytes())].concat();
    let signature = hex(&hmac_sha256(credentials.secret().as_bytes(), string_to_sign.as_bytes()));
    Signed { canonical_request, string_to_sign, signature, signed_headers }
}

/// The `Authorization` header.
pub fn authorization(signed: &Signed, credentials: &Credentials) -> String {
    let (id, Signed { signed_headers, signature, .. }) = (credentials.access_key_id(), signed);
    [ALGORITHM, " Credential=", id, ",SignedHeaders=", signed_headers, ",Signature=", signature].concat()
}

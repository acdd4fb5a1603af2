//! Alibaba Cloud, signature version 1: HMAC-SHA1 over the sorted parameters.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::{Signed, encode, encode_query, hmac_sha1};
use crate::credentials::Credentials;

/// Signs the query and form parameters, all of them but `Signature`.
pub fn sign<K: AsRef<str>, V: AsRef<str>>(method: &str, parameters: &[(K, V)], credentials: &Credentials) -> Signed {
    let mut sorted: Vec<(&str, &str)> = parameters.iter().map(|(k, v)| (k.as_ref(), v.as_ref())).collect();
    sorted.sort_unstable();
    let string_to_sign = [method, "&%2F&", &encode(&encode_query(&sorted))].concat();
    let mut key = Zeroizing::new(String::with_capacity(credentials.secret().len() + 1));
    key.push_str(credentials.secret());
    key.push('&');
    let signature = STANDARD.encode(hmac_sha1(key.as_bytes(), string_to_sign.as_bytes()));
    Signed { canonical_request: String::new(), string_to_sign, signature, signed_headers: String::new() }
}

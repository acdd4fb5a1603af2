//! Signatures: pure functions from what is sent to what is sent with it.
//!
//! Most users need none of this: [`Context`](crate::Context) chooses and applies the scheme.

pub mod acs3;
pub mod aliyun_v1;
pub mod tc3;

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::operation::{Operation, Protocol};

/// How a request is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// Alibaba Cloud signature version 1, HMAC-SHA1 over the parameters.
    AliyunV1,
    /// Alibaba Cloud `ACS3-HMAC-SHA256`.
    Acs3,
    /// Tencent Cloud `TC3-HMAC-SHA256`.
    Tc3,
}

impl Scheme {
    /// The scheme that the vendor's own client uses for an operation.
    pub fn of(operation: &Operation) -> Self {
        match operation.protocol {
            Protocol::Tencent => Self::Tc3,
            Protocol::AliyunRpc if (operation.product, operation.version) == ("ccc", "2017-07-05") => Self::AliyunV1,
            Protocol::AliyunRpc | Protocol::AliyunRoa => Self::Acs3,
        }
    }
}

/// A signature and the texts that led to it.
///
/// Under [`Scheme::AliyunV1`] these hold the security token, so `Debug` shows the signature only.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signed {
    /// The canonical request; empty for [`Scheme::AliyunV1`], which has none.
    pub canonical_request: String,
    /// The text that was signed.
    pub string_to_sign: String,
    /// The signature as it is sent, base64 or hex.
    pub signature: String,
    /// The names of the signed headers, joined with `;`.
    pub signed_headers: String,
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed").field("signature", &self.signature).finish_non_exhaustive()
    }
}

/// All that RFC 3986 reserves: letters, digits and `-_.~` stay.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// RFC 3986 percent-encoding of the UTF-8 bytes, in upper case.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// `k=v&k=v` in the given order, percent-encoded.
pub fn encode_query<K: AsRef<str>, V: AsRef<str>>(pairs: &[(K, V)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        out.extend(utf8_percent_encode(name.as_ref(), RESERVED));
        out.push('=');
        out.extend(utf8_percent_encode(value.as_ref(), RESERVED));
    }
    out
}

/// As [`encode_query`], with `+` for a blank, as forms have it.
pub fn encode_form<K: AsRef<str>, V: AsRef<str>>(pairs: &[(K, V)]) -> String {
    encode_query(pairs).replace("%20", "+")
}

/// Lower-case hex SHA-256.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or_default();
    let digits: Vec<u8> = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
    String::from_utf8(digits).unwrap_or_default()
}

fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

fn hmac_sha1(key: &[u8], message: &[u8]) -> [u8; 20] {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// The `name:value` lines of the sorted headers, and their names joined with `;`.
fn canonical_headers(headers: &[(&str, &str)], value: impl Fn(&str) -> String) -> (String, String) {
    let mut headers: Vec<_> =
        headers.iter().map(|(name, text)| (name.to_ascii_lowercase(), value(text.trim()))).collect();
    headers.sort();
    let lines = headers.iter().flat_map(|(name, value)| [name, ":", value, "\n"]).collect();
    let names: Vec<_> = headers.into_iter().map(|(name, _)| name).collect();
    (lines, names.join(";"))
}

//! Signatures: pure functions from what is sent to what is sent with it.
//!
//! Most users need none of this: [`Context`](crate::Context) chooses and applies the scheme.

pub mod acs3;
pub mod aliyun_v1;
pub mod tc3;

use std::borrow::Cow;
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
    let mut out = String::with_capacity(text.len());
    out.extend(utf8_percent_encode(text, RESERVED));
    out
}

/// `k=v&k=v` in the given order, percent-encoded.
pub fn encode_query<K: AsRef<str>, V: AsRef<str>>(pairs: &[(K, V)]) -> String {
    let length = |(name, value): &(K, V)| name.as_ref().len() + value.as_ref().len() + 2;
    let mut out = String::with_capacity(pairs.iter().map(length).sum());
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
    let digit = |nibble: u8| if nibble < 10 { b'0' + nibble } else { b'a' - 10 + nibble };
    let mut digits = vec![0; 2 * bytes.len()];
    for ([high, low], byte) in digits.as_chunks_mut().0.iter_mut().zip(bytes) {
        (*high, *low) = (digit(byte >> 4), digit(byte & 15));
    }
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
fn canonical_headers(headers: &[(&str, &str)], value: impl Fn(&str) -> Cow<'_, str>) -> (String, String) {
    let mut headers: Vec<_> = headers.iter().map(|(name, text)| (lower_ascii(name), value(text.trim()))).collect();
    headers.sort_unstable();
    let names: usize = headers.iter().map(|(name, _)| name.len() + 1).sum();
    let values: usize = headers.iter().map(|(_, value)| value.len() + 1).sum();
    let (mut lines, mut signed) = (String::with_capacity(names + values), String::with_capacity(names));
    for (name, value) in &headers {
        for part in [name, ":", value, "\n"] {
            lines.push_str(part);
        }
        if !signed.is_empty() {
            signed.push(';');
        }
        signed.push_str(name);
    }
    (lines, signed)
}

/// The text with ASCII letters in lower case, which most of it has already.
fn lower_ascii(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) { text.to_ascii_lowercase().into() } else { text.into() }
}

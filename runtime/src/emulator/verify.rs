//! Whether a call comes from who it says, now, and for the first time.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use super::call::{Call, Dialect};
use super::refusal::Refusal;
use crate::credentials::Credentials;
use crate::operation::Operation;
use crate::sign::{acs3, aliyun_v1, sha256_hex, tc3};
use crate::timestamp::Timestamp;

/// How far a clock may be off: 15 minutes (Alibaba Cloud), 5 (Tencent Cloud).
const SKEW_MILLIS: (i64, i64) = (15 * 60_000, 5 * 60_000);

/// The key that signed the call.
pub(super) fn verify<'k>(
    call: &Call<'_>,
    dialect: Dialect,
    operation: &Operation,
    keys: &'k [Credentials],
    now: Timestamp,
    nonces: &Nonces,
) -> Result<&'k Credentials, Refusal> {
    let Signed { key, time, nonce } = match dialect {
        Dialect::AliyunV1 => v1(call, keys)?,
        Dialect::Acs3 => acs3(call, keys)?,
        Dialect::Tc3 => return tc3(call, operation, keys, now),
    };
    in_time(time, now)?;
    nonces.take(key, nonce, now)?;
    Ok(key)
}

/// A call to Alibaba Cloud whose signature is right, and what says that it is new.
struct Signed<'k, 'c> {
    key: &'k Credentials,
    time: &'c str,
    nonce: &'c str,
}

fn v1<'k, 'c>(call: &'c Call<'_>, keys: &'k [Credentials]) -> Result<Signed<'k, 'c>, Refusal> {
    let need = |name: &str| call.parameter(name).ok_or_else(|| Refusal::mandatory(name));
    let key = aliyun_key(keys, need("AccessKeyId")?, call.parameter("SecurityToken"))?;
    for (name, expected) in [("SignatureMethod", "HMAC-SHA1"), ("SignatureVersion", "1.0")] {
        if need(name)? != expected {
            return Err(Refusal::new(400, "InvalidParameter", format!("{name} must be {expected}")));
        }
    }
    let (time, nonce, signature) = (need("Timestamp")?, need("SignatureNonce")?, need("Signature")?);
    let all: Vec<(&str, &str)> = call
        .query
        .iter()
        .chain(&call.form)
        .filter(|(name, _)| name != "Signature")
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let signed = aliyun_v1::sign(call.method, &all, key);
    if signed.signature != signature {
        return Err(mismatch(&signed.string_to_sign, key));
    }
    Ok(Signed { key, time, nonce })
}

fn acs3<'k, 'c>(call: &'c Call<'_>, keys: &'k [Credentials]) -> Result<Signed<'k, 'c>, Refusal> {
    let incomplete = |what: &str| Refusal::new(400, "IncompleteSignature", format!("the request lacks {what}"));
    let authorization = Authorization::read(call.header("authorization"), acs3::ALGORITHM)
        .ok_or_else(|| incomplete("a whole `authorization` header"))?;
    let token = Some(call.header("x-acs-security-token")).filter(|token| !token.is_empty());
    let key = aliyun_key(keys, authorization.credential, token)?;
    let (time, nonce) = (call.header("x-acs-date"), call.header("x-acs-signature-nonce"));
    let mut needed = vec!["host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce"];
    needed.extend(token.map(|_| "x-acs-security-token"));
    needed.extend((!call.body.is_empty()).then_some("x-acs-content-sha256"));
    needed.extend(call.header_names().filter(|name| name.starts_with("x-acs-")));
    if let Some(name) = needed.into_iter().find(|name| !authorization.signed.contains(name)) {
        return Err(incomplete(&format!("`{name}` among the signed headers")));
    }
    let body_sha256 = sha256_hex(call.body);
    let claimed = call.header("x-acs-content-sha256");
    if !claimed.is_empty() && claimed != body_sha256 {
        return Err(Refusal::new(400, "SignatureDoesNotMatch", "x-acs-content-sha256 is not the hash of the body"));
    }
    let headers: Vec<(&str, &str)> = authorization.signed.iter().map(|name| (*name, call.header(name))).collect();
    let message = acs3::Message {
        method: call.method,
        path: call.path,
        query: &call.query,
        headers: &headers,
        body_sha256: &body_sha256,
    };
    let signed = acs3::sign(&message, key);
    if signed.signature != authorization.signature {
        return Err(mismatch(&signed.canonical_request, key));
    }
    Ok(Signed { key, time, nonce })
}

fn tc3<'k>(
    call: &Call<'_>,
    operation: &Operation,
    keys: &'k [Credentials],
    now: Timestamp,
) -> Result<&'k Credentials, Refusal> {
    let refuse = |code: &str, message: &str| Refusal::new(200, format!("AuthFailure.{code}"), message);
    let authorization = Authorization::read(call.header("authorization"), tc3::ALGORITHM)
        .ok_or_else(|| refuse("InvalidAuthorization", "the `Authorization` header is not whole"))?;
    let mut scope = authorization.credential.split('/');
    let mut part = || scope.next().unwrap_or_default();
    let (id, date, service) = (part(), part(), part());
    let key = keys
        .iter()
        .find(|key| key.access_key_id() == id)
        .ok_or_else(|| refuse("SecretIdNotFound", "the emulator does not know this SecretId"))?;
    if key.token().unwrap_or_default() != call.header("x-tc-token") {
        return Err(refuse("TokenFailure", "the token is not that of the SecretId"));
    }
    let time = call.header("x-tc-timestamp").parse().map(Timestamp::from_secs);
    let time = time.map_err(|_| refuse("SignatureFailure", "X-TC-Timestamp is not in seconds"))?;
    if !["content-type", "host"].iter().all(|name| authorization.signed.contains(name)) {
        return Err(refuse("SignatureFailure", "content-type and host must be signed"));
    }
    let headers: Vec<(&str, &str)> = authorization.signed.iter().map(|name| (*name, call.header(name))).collect();
    let body_sha256 = sha256_hex(call.body);
    if call.path != "/" {
        return Err(refuse("SignatureFailure", "the path must be `/`"));
    }
    let query = if call.method == "GET" { call.raw_query } else { "" };
    let message = tc3::Message {
        method: call.method,
        query,
        headers: &headers,
        body_sha256: &body_sha256,
        service: operation.product,
        time,
    };
    let signed = tc3::sign(&message, key);
    if date != time.utc_date() || service != operation.product || signed.signature != authorization.signature {
        return Err(refuse("SignatureFailure", "the signature is not that of the request and the SecretKey"));
    }
    if is_off(time, now, SKEW_MILLIS.1) {
        return Err(refuse("SignatureExpire", "X-TC-Timestamp is more than five minutes off"));
    }
    Ok(key)
}

/// `ALGORITHM Credential=…, SignedHeaders=a;b, Signature=…`
struct Authorization<'a> {
    credential: &'a str,
    signed: Vec<&'a str>,
    signature: &'a str,
}

impl<'a> Authorization<'a> {
    fn read(header: &'a str, algorithm: &str) -> Option<Self> {
        let parts = header.strip_prefix(algorithm)?.split(',').filter_map(|part| part.trim().split_once('='));
        let (mut credential, mut signed, mut signature) = (None, None, None);
        for (name, value) in parts {
            match name {
                "Credential" => credential = Some(value),
                "SignedHeaders" => signed = Some(value.split(';').collect()),
                "Signature" => signature = Some(value),
                _ => {}
            }
        }
        Some(Self { credential: credential?, signed: signed?, signature: signature? })
    }
}

fn aliyun_key<'k>(keys: &'k [Credentials], id: &str, token: Option<&str>) -> Result<&'k Credentials, Refusal> {
    let key = keys.iter().find(|key| key.access_key_id() == id);
    let key =
        key.ok_or_else(|| Refusal::new(404, "InvalidAccessKeyId.NotFound", "the emulator does not know this key"))?;
    match (key.token(), token) {
        (Some(_), None) => Err(Refusal::new(400, "MissingSecurityToken", "SecurityToken is mandatory for this key.")),
        (expected, given) if expected != given => {
            Err(Refusal::new(400, "InvalidSecurityToken.MismatchWithAccessKey", "the token is not that of the key"))
        }
        _ => Ok(key),
    }
}

/// Shows what the server signed, as the vendor does, so that a client can be held against it.
fn mismatch(signed: &str, key: &Credentials) -> Refusal {
    let message = format!("the signature is not that of the request; server string to sign is: {signed}");
    Refusal::new(400, "SignatureDoesNotMatch", key.redact(&message).into_owned())
}

fn in_time(time: &str, now: Timestamp) -> Result<(), Refusal> {
    let time: Timestamp = time
        .parse()
        .map_err(|_| Refusal::new(400, "InvalidTimeStamp.Format", "expected a time like 2024-01-15T08:30:00Z"))?;
    if is_off(time, now, SKEW_MILLIS.0) {
        return Err(Refusal::new(400, "InvalidTimeStamp.Expired", "the time is more than fifteen minutes off"));
    }
    Ok(())
}

/// Either way; nothing that a request says may overflow.
fn is_off(time: Timestamp, now: Timestamp, allowed: i64) -> bool {
    now.as_millis().abs_diff(time.as_millis()) > allowed.unsigned_abs()
}

const MAX_NONCE: usize = 256;

/// The nonces of late, each with the id of its key; older ones are refused for their time.
#[derive(Debug, Default)]
pub(super) struct Nonces(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    known: HashSet<Arc<str>>,
    /// The same with the time at which each came, the oldest first.
    order: VecDeque<(i64, Arc<str>)>,
}

impl Nonces {
    fn take(&self, key: &Credentials, nonce: &str, now: Timestamp) -> Result<(), Refusal> {
        let key_and_nonce: Arc<str> = format!("{} {nonce}", key.access_key_id()).into();
        // A panic elsewhere leaves the set whole.
        let mut guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Seen { known, order } = &mut *guard;
        let oldest = now.as_millis().saturating_sub(2 * SKEW_MILLIS.0);
        while order.front().is_some_and(|(seen, _)| *seen < oldest) {
            if let Some((_, old)) = order.pop_front() {
                known.remove(&old);
            }
        }
        // The vendors' clients send UUIDs; a longer nonce would take memory as long as it is remembered.
        if nonce.is_empty() || nonce.len() > MAX_NONCE || !known.insert(Arc::clone(&key_and_nonce)) {
            return Err(Refusal::new(400, "SignatureNonceUsed", "Specified signature nonce was used already."));
        }
        order.push_back((now.as_millis(), key_and_nonce));
        Ok(())
    }
}

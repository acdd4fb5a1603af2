//! Access keys and where they come from.

mod file;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::operation::Vendor;
use crate::redact::{self, REDACTED};

/// An access key: its id, its secret and, if it is temporary, its token.
///
/// The secret and the token are zeroed when dropped, and `Debug` does not show them.
#[derive(Clone)]
pub struct Credentials {
    access_key_id: String,
    secret: Zeroizing<String>,
    token: Option<Zeroizing<String>>,
}

impl Credentials {
    /// A long-lived access key: Alibaba's `AccessKeyId` and secret, Tencent's `SecretId` and `SecretKey`.
    pub fn new(access_key_id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { access_key_id: access_key_id.into(), secret: Zeroizing::new(secret.into()), token: None }
    }

    /// Makes it a temporary key (STS): Alibaba's `SecurityToken`, Tencent's `Token`.
    #[must_use]
    pub fn with_token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(Zeroizing::new(token.into()));
        self
    }

    /// From the environment variables that the vendor's clients read.
    ///
    /// - Alibaba Cloud: `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, for temporary keys, `ALIBABA_CLOUD_SECURITY_TOKEN`
    /// - Tencent Cloud: `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and `TENCENTCLOUD_TOKEN`
    pub fn from_env(vendor: Vendor) -> Result<Self, CredentialsError> {
        Self::from_variables(vendor, &|name| std::env::var(name).ok())
    }

    fn from_variables(vendor: Vendor, get: &dyn Fn(&str) -> Option<String>) -> Result<Self, CredentialsError> {
        let [id, secret, token] = match vendor {
            Vendor::Aliyun => {
                ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN"]
            }
            Vendor::Tencent => ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_TOKEN"],
        };
        let get = |name: &str| get(name).filter(|value| !value.is_empty());
        let missing = |name| CredentialsError::new(format!("the environment variable {name} is not set"));
        if let Some((name, what)) = [id, secret, token].into_iter().find_map(|name| Some((name, wrong(&get(name)?)?))) {
            return Err(CredentialsError::new(format!("the environment variable {name} {what}")));
        }
        let mut credentials =
            Self::new(get(id).ok_or_else(|| missing(id))?, get(secret).ok_or_else(|| missing(secret))?);
        credentials.token = get(token).map(Zeroizing::new);
        Ok(credentials)
    }

    /// From the files that the vendor's clients read; the first that exists counts.
    ///
    /// - Alibaba Cloud: `$ALIBABA_CLOUD_CREDENTIALS_FILE`, `~/.alibabacloud/credentials` (the profile `$ALIBABA_CLOUD_PROFILE` or `default`), `~/.aliyun/config.json`
    /// - Tencent Cloud: `$TENCENTCLOUD_CREDENTIALS_FILE`, `~/.tencentcloud/credentials` (the profile `default`), `~/.tccli/default.credential`
    pub fn from_file(vendor: Vendor) -> Result<Self, CredentialsError> {
        let found = file::load(vendor)?;
        found.check().map_err(|error| CredentialsError::new(format!("in the file of access keys, {error}")))?;
        Ok(found)
    }

    /// From the environment or else from a file.
    ///
    /// The error names what was looked for in both.
    pub fn discover(vendor: Vendor) -> Result<Self, CredentialsError> {
        Self::from_env(vendor).or_else(|environment| {
            Self::from_file(vendor).map_err(|file| CredentialsError::new(format!("{environment}; {file}")))
        })
    }

    /// The access key's id, which is no secret.
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The access key's secret.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// The token of a temporary key.
    pub fn token(&self) -> Option<&str> {
        self.token.as_ref().map(|token| token.as_str())
    }

    /// Refuses what a copy or a file left around a key: signed with it, every call would be denied without a reason.
    pub(crate) fn check(&self) -> Result<(), CredentialsError> {
        let parts = [("id", Some(self.access_key_id())), ("secret", Some(self.secret())), ("token", self.token())];
        match parts.into_iter().find_map(|(part, text)| Some((part, wrong(text?)?))) {
            Some((part, what)) => Err(CredentialsError::new(format!("the {part} of the access key {what}"))),
            None => Ok(()),
        }
    }

    /// Where the secret and the token stand in `text`, escaped or not, in ascending order.
    pub(crate) fn find_secrets(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = redact::find(text, self.secret());
        if let Some(token) = self.token() {
            found.extend(redact::find(text, token));
            found.sort_unstable_by_key(|part| (part.start, part.end));
            // One may be a part of the other.
            found.dedup_by(|part, before| {
                let overlaps = part.start < before.end;
                if overlaps {
                    before.end = before.end.max(part.end);
                }
                overlaps
            });
        }
        found
    }

    /// Replaces the secret and the token wherever they stand in `text`, escaped or not.
    pub(crate) fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        redact::replace(text, &self.find_secrets(text), REDACTED)
    }
}

/// What is said of a part of a key that has something around it.
const PADDED: &str = "begins or ends with a blank or a line end: take it away";

/// What no key has in it.
const BROKEN: &str = "has a line end or a letter that cannot be seen in it: copy it once more";

fn is_padded(text: &str) -> bool {
    let around = |letter: char| letter.is_whitespace() || is_unseen(letter);
    text.starts_with(around) || text.ends_with(around)
}

fn is_unseen(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// What is wrong with a part of a key, if something is.
fn wrong(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        Some("is empty")
    } else if is_padded(text) {
        Some(PADDED)
    } else {
        text.contains(is_unseen).then_some(BROKEN)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let token = self.token.as_ref().map(|_| REDACTED);
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .field("secret", &REDACTED)
            .field("token", &token)
            .finish()
    }
}

/// Where a client gets its access key from, afresh for each try.
///
/// It may be asked often and from several threads: keep the key and replace it before it expires.
/// Closures are providers too.
pub trait CredentialsProvider: Send + Sync {
    /// The access key to sign with now.
    fn credentials(&self) -> Result<Credentials, CredentialsError>;
}

impl CredentialsProvider for Credentials {
    fn credentials(&self) -> Result<Credentials, CredentialsError> {
        Ok(self.clone())
    }
}

impl<F: Fn() -> Result<Credentials, CredentialsError> + Send + Sync> CredentialsProvider for F {
    fn credentials(&self) -> Result<Credentials, CredentialsError> {
        self()
    }
}

impl CredentialsProvider for Arc<dyn CredentialsProvider> {
    fn credentials(&self) -> Result<Credentials, CredentialsError> {
        (**self).credentials()
    }
}

/// There is no access key to be had. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialsError(String);

impl CredentialsError {
    /// An error of a provider; the text must hold no secret.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CredentialsError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_variables() {
        let get = |name: &str| match name {
            "TENCENTCLOUD_SECRET_ID" => Some("id".to_owned()),
            "TENCENTCLOUD_SECRET_KEY" => Some("key".to_owned()),
            "TENCENTCLOUD_TOKEN" => Some(String::new()),
            _ => None,
        };
        let found = Credentials::from_variables(Vendor::Tencent, &get).unwrap();
        assert_eq!((found.access_key_id(), found.secret(), found.token()), ("id", "key", None));
        let missing = Credentials::from_variables(Vendor::Aliyun, &get).unwrap_err();
        assert_eq!(missing.to_string(), "the environment variable ALIBABA_CLOUD_ACCESS_KEY_ID is not set");
    }

    #[test]
    fn what_stands_around_a_key_is_refused() {
        let key = |id: &str, secret: &str| Credentials::new(id, secret).with_token("t");
        assert_eq!(key("id", "s3cret").check(), Ok(()));
        for (key, part) in [
            (key("id\n", "s3cret"), "id"),
            (key("id", " s3cret"), "secret"),
            (key("id", "s3cret\r\n"), "secret"),
            (key("id", "s3cret").with_token("t\u{a0}"), "token"),
        ] {
            let error = key.check().unwrap_err().to_string();
            assert_eq!(
                error,
                format!("the {part} of the access key begins or ends with a blank or a line end: take it away")
            );
        }
        let said = |key: Credentials| key.check().unwrap_err().to_string();
        assert_eq!(said(key("", "s3cret")), "the id of the access key is empty");
        assert_eq!(
            said(key("id", "s3\ncret")),
            "the secret of the access key has a line end or a letter that cannot be seen in it: copy it once more"
        );
        assert!(said(key("id\u{200b}", "s3cret")).starts_with("the id of the access key begins or ends with"));
        let get = |name: &str| Some(if name == "TENCENTCLOUD_SECRET_KEY" { "key\n" } else { "id" }.to_owned());
        let error = Credentials::from_variables(Vendor::Tencent, &get).unwrap_err().to_string();
        assert!(error.starts_with("the environment variable TENCENTCLOUD_SECRET_KEY begins or ends"), "{error}");
        let get = |name: &str| Some(if name == "TENCENTCLOUD_SECRET_KEY" { "k\ney" } else { "id" }.to_owned());
        let error = Credentials::from_variables(Vendor::Tencent, &get).unwrap_err().to_string();
        assert!(error.starts_with("the environment variable TENCENTCLOUD_SECRET_KEY has a line end"), "{error}");
    }

    #[test]
    fn shows_no_secret() {
        let credentials = Credentials::new("id", "s3cret/").with_token("t+k");
        assert_eq!(
            format!("{credentials:?}"),
            r#"Credentials { access_key_id: "id", secret: "[redacted]", token: Some("[redacted]") }"#
        );
        let text = "s3cret/ s3cret%2F s3cret%252F t%2bk t%252Bk id";
        assert_eq!(credentials.redact(text), "[redacted] [redacted] [redacted] [redacted] [redacted] id");
    }
}

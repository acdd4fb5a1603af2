//! The files in which the vendors' clients keep access keys.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{Credentials, CredentialsError};
use crate::any::Any;
use crate::operation::Vendor;

/// The longest file that is read.
const MAX_BYTES: u64 = 1 << 20;

pub(super) fn load(vendor: Vendor) -> Result<Credentials, CredentialsError> {
    let (variable, ini, json) = match vendor {
        Vendor::Aliyun => ("ALIBABA_CLOUD_CREDENTIALS_FILE", ".alibabacloud/credentials", ".aliyun/config.json"),
        Vendor::Tencent => ("TENCENTCLOUD_CREDENTIALS_FILE", ".tencentcloud/credentials", ".tccli/default.credential"),
    };
    let profile = match vendor {
        Vendor::Aliyun => std::env::var("ALIBABA_CLOUD_PROFILE").ok().filter(|name| !name.is_empty()),
        Vendor::Tencent => None,
    };
    if let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty()) {
        return read_ini(vendor, &PathBuf::from(path), profile.as_deref());
    }
    let home = std::env::home_dir().ok_or_else(|| CredentialsError::new("there is no home directory"))?;
    let (ini, json) = (home.join(ini), home.join(json));
    if ini.exists() {
        read_ini(vendor, &ini, profile.as_deref())
    } else if json.exists() {
        read_json(vendor, &json, profile.as_deref())
    } else {
        Err(CredentialsError::new(format!("neither {} nor {} exists", ini.display(), json.display())))
    }
}

fn read(path: &Path) -> Result<Zeroizing<String>, CredentialsError> {
    use std::io::Read;

    let failed = |error| CredentialsError::new(format!("cannot read {}: {error}", path.display()));
    let file = std::fs::File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    // Room for all of it at once: a text that grows leaves copies of its start behind.
    let room = usize::try_from(length.min(MAX_BYTES)).unwrap_or_default() + 1;
    let mut text = Zeroizing::new(String::with_capacity(room));
    let read = file.take(MAX_BYTES + 1).read_to_string(&mut text).map_err(failed)?;
    if u64::try_from(read).is_ok_and(|read| read > MAX_BYTES) {
        let what = format!("{} is longer than {MAX_BYTES} bytes: it is no file of access keys", path.display());
        return Err(CredentialsError::new(what));
    }
    Ok(text)
}

/// An error that names the file and the profile, never what stands there.
fn incomplete(path: &Path, profile: &str) -> CredentialsError {
    CredentialsError::new(format!("{} has no complete access key under `{profile}`", path.display()))
}

/// `[profile]`, then `name = value` lines; own code, so that no copy of a secret is left in memory.
fn read_ini(vendor: Vendor, path: &Path, profile: Option<&str>) -> Result<Credentials, CredentialsError> {
    let text = read(path)?;
    let profile = profile.unwrap_or("default");
    let (id, secret, token) = match vendor {
        Vendor::Aliyun => ("access_key_id", "access_key_secret", "security_token"),
        Vendor::Tencent => ("secret_id", "secret_key", "token"),
    };
    let mut inside = false;
    let (mut found_id, mut found_secret, mut found_token) = (None, None, None);
    for line in text.trim_start_matches('\u{feff}').lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            inside = name.trim() == profile;
        } else if inside
            && !line.starts_with(['#', ';'])
            && let Some((name, value)) = line.split_once('=')
        {
            let value = value.trim().trim_matches('"');
            match name.trim() {
                name if name == id => found_id = Some(value),
                name if name == secret => found_secret = Some(value),
                name if name == token => found_token = Some(value),
                _ => {}
            }
        }
    }
    assemble(found_id, found_secret, found_token).ok_or_else(|| incomplete(path, profile))
}

/// The vendors' command lines keep JSON.
fn read_json(vendor: Vendor, path: &Path, profile: Option<&str>) -> Result<Credentials, CredentialsError> {
    let text = read(path)?;
    let broken = || CredentialsError::new(format!("{} is not JSON", path.display()));
    let mut document = Any::from_json(text.as_bytes()).map_err(|_| broken())?;
    let current = document.get("current").and_then(Any::as_text).unwrap_or("default");
    let profile = profile.unwrap_or(current).to_owned();
    let (entry, names) = match vendor {
        Vendor::Aliyun => {
            let named = |entry: &&Any| entry.get("name").and_then(Any::as_text) == Some(&profile);
            let entry = document.get("profiles").and_then(Any::as_list).and_then(|list| list.iter().find(named));
            (entry, ["access_key_id", "access_key_secret", "sts_token"])
        }
        Vendor::Tencent => (Some(&document), ["secretId", "secretKey", "token"]),
    };
    let [id, secret, token] = names.map(|name| entry.and_then(|entry| entry.get(name)).and_then(Any::as_text));
    let credentials = assemble(id, secret, token).ok_or_else(|| incomplete(path, &profile));
    wipe(&mut document);
    credentials
}

fn assemble(id: Option<&str>, secret: Option<&str>, token: Option<&str>) -> Option<Credentials> {
    let given = |value: Option<&str>| value.filter(|value| !value.is_empty()).map(str::to_owned);
    let credentials = Credentials::new(given(id)?, given(secret)?);
    Some(match given(token) {
        Some(token) => credentials.with_token(token),
        None => credentials,
    })
}

fn wipe(any: &mut Any) {
    use zeroize::Zeroize;

    match any {
        Any::Text(text) => text.zeroize(),
        Any::List(items) => items.iter_mut().for_each(wipe),
        Any::Map(members) => members.iter_mut().for_each(|(_, value)| wipe(value)),
        Any::Null | Any::Bool(_) | Any::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("spectable-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        path
    }

    #[test]
    fn reads_what_the_clients_read() {
        let ini = file(
            "ini",
            "# keys\n[other]\naccess_key_id = no\n[default]\nenable = true\ntype = access_key\naccess_key_id = id\naccess_key_secret = s=1\n",
        );
        let found = read_ini(Vendor::Aliyun, &ini, None).unwrap();
        assert_eq!((found.access_key_id(), found.secret(), found.token()), ("id", "s=1", None));
        let error = read_ini(Vendor::Aliyun, &ini, Some("other")).unwrap_err().to_string();
        assert!(error.ends_with("has no complete access key under `other`"), "{error}");

        let json = file(
            "json",
            r#"{"current":"a","profiles":[{"name":"b"},{"name":"a","mode":"StsToken","access_key_id":"id","access_key_secret":"s","sts_token":"t"}]}"#,
        );
        let found = read_json(Vendor::Aliyun, &json, None).unwrap();
        assert_eq!((found.access_key_id(), found.secret(), found.token()), ("id", "s", Some("t")));

        let json = file("tccli", r#"{"secretId":"id","secretKey":"s"}"#);
        let found = read_json(Vendor::Tencent, &json, None).unwrap();
        assert_eq!((found.access_key_id(), found.secret(), found.token()), ("id", "s", None));

        let error = read_json(Vendor::Tencent, &ini, None).unwrap_err().to_string();
        assert!(error.ends_with("is not JSON") && !error.contains("s=1"), "{error}");
    }

    /// Files with something wrong in them: whatever is read was there, and no error repeats what stands in the file.
    /// `FUZZ=100` tries a hundred times as many.
    #[test]
    fn files_that_nobody_would_write() {
        const WHOLE: [&str; 3] = [
            "[default]\naccess_key_id = id\naccess_key_secret = hush-hush\nsecurity_token = t\n",
            r#"{"current":"a","profiles":[{"name":"a","access_key_id":"id","access_key_secret":"hush-hush","sts_token":"t"}]}"#,
            r#"{"secretId":"id","secretKey":"hush-hush","token":"t"}"#,
        ];
        const WORDS: [&str; 14] = [
            "[default]",
            "]",
            "[",
            "=",
            "\n",
            "\"",
            "{",
            "}",
            ",",
            "\u{feff}",
            "\\u0000",
            "null",
            "access_key_id",
            "\u{202e}",
        ];
        let times: u64 = std::env::var("FUZZ").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
        // splitmix64: the same on every machine.
        let mut state = 1_u64;
        let mut below = |count: usize| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            usize::try_from((mixed ^ (mixed >> 31)) % count as u64).unwrap()
        };
        for _ in 0..1000 * times {
            let mut text: Vec<char> = WHOLE[below(WHOLE.len())].chars().collect();
            for _ in 0..=below(3) {
                let at = below(text.len() + 1);
                let end = (at + below(12)).min(text.len());
                text.splice(at..end, WORDS[below(WORDS.len())].chars());
            }
            let text: String = text.into_iter().collect();
            let path = file("odd", &text);
            for vendor in [Vendor::Aliyun, Vendor::Tencent] {
                for found in [read_ini(vendor, &path, None), read_json(vendor, &path, None)] {
                    match found {
                        Ok(found) => assert!(!found.access_key_id().is_empty() && !found.secret().is_empty(), "{text}"),
                        Err(error) => assert!(!error.to_string().contains("hush"), "{text}: {error}"),
                    }
                }
            }
        }
    }
}

//! Finds a secret in a server's text, in whatever way the server wrote it down.

use std::borrow::Cow;
use std::ops::Range;

/// What is shown instead of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// Says where secrets stand in a text, in ascending order.
pub(crate) type Find<'a> = &'a dyn Fn(&str) -> Vec<Range<usize>>;

/// Where `secret` stands in `text`, in ascending order: as it is, or with any of its characters escaped as URLs, JSON
/// and XML escape them, once or several times.
pub(crate) fn find(text: &str, secret: &str) -> Vec<Range<usize>> {
    let (bytes, secret) = (text.as_bytes(), secret.as_bytes());
    let mut found = Vec::new();
    let Some(first) = secret.first() else {
        return found;
    };
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let begins = rest.first().is_some_and(|byte| byte == first || matches!(byte, b'%' | b'\\' | b'&'));
        match if begins { length(rest, secret) } else { None } {
            Some(length) => {
                found.push(at..at + length);
                at += length;
            }
            // What does not begin at the first of a run of backslashes begins at none of them; a run may be long.
            None if rest.starts_with(b"\\") && *first != b'\\' => {
                at += rest.iter().take_while(|byte| **byte == b'\\').count();
            }
            None => at += 1,
        }
    }
    found
}

/// `text` with other words instead of these parts of it, which are in ascending order.
pub(crate) fn replace<'a>(text: &'a str, parts: &[Range<usize>], with: &str) -> Cow<'a, str> {
    if parts.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for part in parts {
        out.push_str(text.get(at..part.start).unwrap_or_default());
        out.push_str(with);
        at = part.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

/// How many bytes the secret takes at the start of `text`, if it stands there.
fn length(text: &[u8], secret: &[u8]) -> Option<usize> {
    if text.starts_with(secret) {
        return Some(secret.len());
    }
    let mut at = 0;
    for byte in secret {
        let rest = text.get(at..)?;
        let plain = rest.first().filter(|first| *first == byte).map(|_| 1);
        at += escaped(rest, *byte).or(plain)?;
    }
    Some(at)
}

/// How many bytes an escape of `byte` takes at the start of `text`.
fn escaped(text: &[u8], byte: u8) -> Option<usize> {
    match text.first()? {
        b'%' => {
            // `%2B`, `%252B`, `%25252B`: the percent sign may be escaped too.
            let mut at = 1;
            loop {
                let value = hex(text.get(at..at + 2)?)?;
                if value == u32::from(byte) {
                    return Some(at + 2);
                }
                if value != u32::from(b'%') {
                    return None;
                }
                at += 2;
            }
        }
        b'\\' => {
            // `\/`, `\u002f`; in a JSON text within JSON the backslash is doubled.
            let at = text.iter().take_while(|byte| **byte == b'\\').count();
            let value = text.get(at + 1..at + 5).filter(|_| text.get(at) == Some(&b'u')).and_then(hex);
            if value == Some(byte.into()) {
                return Some(at + 5);
            }
            (text.get(at) == Some(&byte)).then_some(at + 1)
        }
        b'&' => {
            let end = text.iter().take(8).position(|byte| *byte == b';')?;
            let value = match text.get(1..end)? {
                b"amp" => u32::from(b'&'),
                b"lt" => u32::from(b'<'),
                b"gt" => u32::from(b'>'),
                b"quot" => u32::from(b'"'),
                b"apos" => u32::from(b'\''),
                [b'#', b'x' | b'X', digits @ ..] => hex(digits)?,
                [b'#', digits @ ..] => std::str::from_utf8(digits).ok()?.parse().ok()?,
                _ => return None,
            };
            (value == u32::from(byte)).then_some(end + 1)
        }
        _ => None,
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    let digits = digits.iter().map(|digit| char::from(*digit).to_digit(16));
    digits.into_iter().try_fold(0_u32, |sum, digit| sum.checked_mul(16)?.checked_add(digit?))
}

#[cfg(test)]
mod tests {
    use super::{find, replace};

    fn redact(text: &str, secret: &str, with: &str) -> String {
        replace(text, &find(text, secret), with).into_owned()
    }

    #[test]
    fn finds_a_secret_however_it_is_written() {
        for text in [
            "Ab+/=c",
            "Ab%2B%2F%3Dc",
            "Ab%2b%2f%3dc",
            "Ab%252B%252F%253Dc",
            "Ab%25252B%2F=c",
            r"Ab+\/=c",
            r"Ab+/\u003dc",
            r"Ab\\u002B\\\/\u003Dc",
            "Ab&#43;/&#x3D;c",
            "&#65;b+/=c",
            r"\u0041b+/=c",
            "%41b+/=c",
        ] {
            assert_eq!(redact(&format!("x{text}y{text}"), "Ab+/=c", "_"), "x_y_", "{text}");
        }
        for text in ["", "Ab+/=", "Ab%2B%2F%3", "%", "\\", "&", "Ab\\u00", "ab+/=c", "é%ZZ&#xyz;"] {
            assert_eq!(redact(text, "Ab+/=c", "_"), text);
        }
        // A run of backslashes is looked at once, however long it is: this would take hours otherwise.
        let long = "\\".repeat(8 << 20);
        assert_eq!(redact(&long, "Ab+/=c", "_"), long);
        assert_eq!(redact(&format!("{long}Ab+/=c"), "Ab+/=c", "_").len(), 1);
        assert_eq!(redact("a%25b a%b", "a%b", "_"), "_ _");
        assert_eq!(redact("a%25b a%2525b", "a%25b", "_"), "_ _");
        assert_eq!(redact("p&amp;q p&q", "p&q", "_"), "_ _");
        assert_eq!(redact("密%E5%AF%86密", "密", "_"), "___");
    }
}

use http::HeaderMap;

use crate::operation::Vendor;

/// What an answer is written in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Xml,
}

impl Format {
    /// By what stands there; `None` for nothing and for what a proxy or gateway wrote.
    pub(super) fn of(vendor: Vendor, headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let text = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body).trim_ascii_start();
        let says_html = headers
            .get(http::header::CONTENT_TYPE)
            .is_some_and(|value| value.as_bytes().to_ascii_lowercase().starts_with(b"text/html"));
        match text.first()? {
            b'{' => Some(Self::Json),
            _ if says_html => None,
            b'<' if vendor == Vendor::Tencent || is_html(text) => None,
            b'<' => Some(Self::Xml),
            _ => Some(Self::Json),
        }
    }
}

/// Whether a tag near the start is one of HTML pages.
fn is_html(text: &[u8]) -> bool {
    let start = text.get(..text.len().min(1024)).unwrap_or_default().to_ascii_lowercase();
    [&b"<html"[..], b"<!doctype html", b"<head", b"<body", b"<center", b"<h1"].iter().any(|tag| {
        let after = memchr::memmem::find(&start, tag).map(|at| start.get(at + tag.len()));
        // `<header>` is none of them.
        after.is_some_and(|next| next.is_none_or(|next| matches!(next, b'>' | b'/') || next.is_ascii_whitespace()))
    })
}

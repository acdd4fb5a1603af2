//! A quick reader of the XML that vendors send: elements without attributes, text, and the five named entities.

use std::borrow::Cow;

use super::budget::Budget;
use super::xml::Xml;
use crate::bounds::MAX_DEPTH;
use crate::swar;

impl Xml<'_> {
    /// Reads the document from `at` on if it has nothing but plain elements and text; `None` for any other document, valid
    /// or not; nothing of it is kept then. What is read is the same as what [`Xml::read`] would read.
    pub(super) fn read_plain(&mut self, at: usize, budget: &mut Budget) -> Option<()> {
        let text = self.text();
        let bytes = text.as_bytes();
        let mut at = skip_declaration(text, at)?;
        let mut open: Vec<usize> = Vec::with_capacity(16);
        open.push(0);
        loop {
            let innermost = *open.last()?;
            let length = memchr::memchr(b'<', bytes.get(at..)?);
            let end = length.map_or(bytes.len(), |length| at + length);
            if end > at {
                let run = text.get(at..end)?;
                // An element with children has no text of its own.
                if innermost == 0 || !self.has_children(innermost) {
                    self.append_to(innermost, plain_text(run)?);
                } else if !run.bytes().all(|byte| matches!(byte, b' ' | b'\n' | b'\t')) {
                    return None;
                }
            }
            if end == bytes.len() {
                break;
            }
            let tag = bytes.get(end + 1..)?;
            if let Some(closing) = tag.strip_prefix(b"/") {
                let name = self.name_at(innermost);
                // A name is not empty but for the document's, which has no end.
                let after = closing.get(name.len())?;
                if name.is_empty() || *after != b'>' || !swar::starts_with(closing, name.as_bytes()) {
                    return None;
                }
                at = end + 2 + name.len() + 1;
                open.pop();
                self.close(innermost);
                continue;
            }
            let length = name_length(tag);
            let name = text.get(end + 1..end + 1 + length).filter(|name| !name.is_empty())?;
            if open.len() > MAX_DEPTH || !budget.pay(Self::ELEMENT_BYTES) {
                return None;
            }
            match tag.get(length..)? {
                [b'>', ..] => {
                    open.push(self.open(name, end));
                    at = end + 1 + length + 1;
                }
                [b'/', b'>', ..] => {
                    self.open(name, end);
                    at = end + 1 + length + 2;
                }
                _ => return None,
            }
        }
        (open.len() == 1).then_some(())
    }
}

/// Past `<?xml …?>`, if the document starts with it.
fn skip_declaration(text: &str, at: usize) -> Option<usize> {
    let document = text.get(at..)?;
    let Some(declaration) = document.strip_prefix("<?xml ") else { return Some(at) };
    let (declaration, rest) = declaration.split_once("?>")?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" =\"'.-_".contains(&byte);
    declaration.bytes().all(plain).then(|| text.len() - rest.len())
}

/// How many bytes of a plain name come first.
fn name_length(bytes: &[u8]) -> usize {
    match bytes.first() {
        Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' => {}
        _ => return 0,
    }
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    bytes.iter().position(|byte| !plain(byte)).unwrap_or(bytes.len())
}

/// Character data as it is meant; `None` where that takes more than the five names.
fn plain_text(run: &str) -> Option<Cow<'_, str>> {
    let Some(first) = memchr::memchr2(b'&', b'\r', run.as_bytes()) else { return Some(run.into()) };
    let (before, mut rest) = run.split_at_checked(first)?;
    let mut out = String::with_capacity(run.len());
    out.push_str(before);
    while let Some(next) = memchr::memchr2(b'&', b'\r', rest.as_bytes()) {
        let (before, from) = rest.split_at_checked(next)?;
        out.push_str(before);
        let (name, after) = from.strip_prefix('&')?.split_once(';')?;
        out.push(match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            _ => return None,
        });
        rest = after;
    }
    out.push_str(rest);
    Some(out.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Both readers, on whatever looks like XML.
        #[test]
        fn reads_what_the_other_reader_reads(
            parts in prop::collection::vec(
                prop_oneof![
                    prop::sample::select(vec![
                        "<a>", "</a>", "<a>", "</a>", "<b-1>", "</b-1>", "<a>x</a>", "<a/>", "<a />", "<n:a>", "</n:a>", "\n  ", "t ",
                        "&lt;", "&amp;x;", "&#65;", "&", "]]>", "<![CDATA[x]]>", "<!-- -->", "<?xml version='1.0'?>", "<?p?>", "\r\n",
                        "<a b='c'>", "\u{e9}", "<\u{e9}>", "<", ">", "/", "<>", "</>", "<1>", "\u{0}",
                    ]).prop_map(str::to_owned),
                    "[<>/a&;]{1,3}",
                ],
                0..12,
            ),
            wrap in any::<bool>(),
        ) {
            let inner = parts.concat();
            let text = if wrap { format!("<?xml version=\"1.0\"?><a>{inner}</a>") } else { inner };
            let mut plain = Xml::over(&text);
            if plain.read_plain(0, &mut Budget::unlimited()).is_some() {
                let mut full = Xml::over(&text);
                prop_assert!(full.read(0, &mut Budget::unlimited()).is_ok(), "{text}");
                prop_assert_eq!(format!("{plain:?}"), format!("{full:?}"), "{}", text);
            }
        }
    }

    #[test]
    fn most_documents_are_plain() {
        for text in [
            "<a>x</a>",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\n <b>1 &lt; 2 &amp; 3</b>\n <c/><d></d>\n</a>\n",
        ] {
            assert!(Xml::over(text).read_plain(0, &mut Budget::unlimited()).is_some(), "{text}");
        }
    }
}

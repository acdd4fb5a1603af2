use std::borrow::Cow;

use super::Fault;
use super::document::{BOM, utf8};
use super::scalar::Scalar;
use crate::bounds::{DEPTH, MAX_DEPTH};
use crate::swar;

/// A cursor over a JSON document.
#[derive(Default)]
pub(super) struct Json<'de> {
    text: &'de str,
    at: usize,
    depth: usize,
}

/// A place to come back to.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    at: usize,
    depth: usize,
}

impl Mark {
    /// In bytes from the start of the document.
    pub(super) fn place(self) -> usize {
        self.at
    }

    pub(super) fn is_before(self, other: Self) -> bool {
        self.at < other.at
    }
}

const VALUE: &str = "a JSON value";
const NAME: &str = "a field name in quotes";
const STRING_END: &str = "a closing quote";
const ESCAPE: &str = "a JSON escape";

impl<'de> Json<'de> {
    pub(super) fn new(document: &'de [u8]) -> Result<Self, Fault> {
        let text = utf8(document)?;
        let at = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
        Ok(Self { text, at, depth: 0 })
    }

    /// The next byte that is not white space, which stays unread.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    /// Where the next value starts.
    pub(super) fn start(&mut self) -> usize {
        self.peek();
        self.at
    }

    /// What was read since `start`.
    pub(super) fn since(&self, start: usize) -> &'de str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// What was read since `mark`.
    pub(super) fn since_mark(&self, mark: Mark) -> &'de str {
        self.since(mark.at)
    }

    /// What is left of the document.
    #[inline]
    pub(super) fn rest(&self) -> Option<&'de [u8]> {
        self.text.as_bytes().get(self.at..)
    }

    /// Skips this many bytes, which must be whole characters.
    #[inline]
    pub(super) fn pass(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Leaves the innermost container, whose end was read.
    #[inline]
    pub(super) fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Reads the innermost container's end, which the caller saw.
    #[inline]
    pub(super) fn close_here(&mut self) {
        self.at += 1;
        self.close();
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { at: self.at, depth: self.depth }
    }

    pub(super) fn reset(&mut self, mark: Mark) {
        (self.at, self.depth) = (mark.at, mark.depth);
    }

    /// A fault in the text that comes next.
    #[cold]
    pub(super) fn fault(&mut self, expected: &'static str) -> Fault {
        self.peek();
        Fault::at(expected, self.at..self.text.len())
    }

    /// A fault in the value that comes next: all of it, or what is there of it.
    #[cold]
    pub(super) fn fault_in_next(&mut self, expected: &'static str) -> Fault {
        let start = self.start();
        let mark = self.mark();
        let whole = self.skip().is_ok();
        if whole {
            return self.fault_from(expected, start);
        }
        self.reset(mark);
        self.fault(expected)
    }

    /// A fault in the value that started at `start` and was read.
    #[cold]
    pub(super) fn fault_from(&self, expected: &'static str, start: usize) -> Fault {
        Fault::at(expected, start..self.at)
    }

    /// Nothing but white space may follow.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.fault("the end of the document")),
        }
    }

    /// Reads `{` or `[`, whichever the caller saw.
    pub(super) fn open(&mut self) -> Result<(), Fault> {
        if self.depth == MAX_DEPTH {
            return Err(self.fault(DEPTH));
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// The next member's name in an open object; at its end, closes it.
    pub(super) fn name(&mut self, first: &mut bool) -> Result<Option<Cow<'de, str>>, Fault> {
        if !self.member(first)? {
            return Ok(None);
        }
        self.member_name().map(Some)
    }

    /// Whether an open object has another member; at its end, closes it.
    #[inline]
    pub(super) fn member(&mut self, first: &mut bool) -> Result<bool, Fault> {
        self.more(b'}', "`,` or `}`", first)
    }

    /// Reads a member's name if it is `name`, in its usual spelling.
    #[inline]
    pub(super) fn member_is(&mut self, name: &str) -> bool {
        self.peek();
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let rest = rest.strip_prefix(b"\"").and_then(|rest| rest.strip_prefix(name.as_bytes()));
        let is = rest.is_some_and(|rest| rest.starts_with(b"\":"));
        if is {
            self.at += name.len() + 3;
        }
        is
    }

    /// Reads a member's name.
    pub(super) fn member_name(&mut self) -> Result<Cow<'de, str>, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.fault(NAME));
        }
        let name = self.string()?;
        if self.peek() != Some(b':') {
            return Err(self.fault("`:`"));
        }
        self.at += 1;
        Ok(name)
    }

    /// How many items may come if the rest of the document is a list's and they are about as long as the `count` that came
    /// since its start, and the bytes of memory that the rest's length allows to set aside.
    pub(super) fn left_after(&self, start: usize, count: usize) -> Option<(usize, usize)> {
        let left = self.text.len().checked_sub(self.at)?;
        let items = left.checked_mul(count)?.checked_div(self.at.checked_sub(start)?)?;
        Some((items, 2 * left))
    }

    /// Whether an open list has another item; at its end, closes it.
    #[inline]
    pub(super) fn item(&mut self, first: &mut bool) -> Result<bool, Fault> {
        self.more(b']', "`,` or `]`", first)
    }

    #[inline]
    fn more(&mut self, close: u8, expected: &'static str, first: &mut bool) -> Result<bool, Fault> {
        let byte = self.peek();
        if byte == Some(b',') && !*first {
            self.at += 1;
            return Ok(true);
        }
        if byte == Some(close) {
            self.close_here();
            return Ok(false);
        }
        if *first && byte.is_some() {
            *first = false;
            return Ok(true);
        }
        Err(self.fault(expected))
    }

    /// Reads null if it stands here.
    #[inline]
    pub(super) fn null(&mut self) -> Result<bool, Fault> {
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.word("null")?;
        Ok(true)
    }

    /// Reads an empty object or list, or null, if it stands here.
    pub(super) fn empty(&mut self) -> Result<bool, Fault> {
        let close = match self.peek() {
            Some(b'{') => b'}',
            Some(b'[') => b']',
            _ => return self.null(),
        };
        let mark = self.mark();
        self.at += 1;
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(true);
        }
        self.reset(mark);
        Ok(false)
    }

    /// Reads a scalar; an object or list with content is a fault.
    pub(super) fn scalar(&mut self, expected: &'static str) -> Result<Scalar<'de>, Fault> {
        match self.peek() {
            Some(b'"') => Ok(Scalar::Text(self.string()?)),
            Some(b'-' | b'0'..=b'9') => Ok(Scalar::Number(self.number()?)),
            Some(b't') => {
                self.word("true")?;
                Ok(Scalar::Bool(true))
            }
            Some(b'f') => {
                self.word("false")?;
                Ok(Scalar::Bool(false))
            }
            _ if self.empty()? => Ok(Scalar::Empty),
            Some(b'{' | b'[') => Err(self.fault_in_next(expected)),
            _ => Err(self.fault(expected)),
        }
    }

    /// Reads `word`, of which the caller saw the first letter.
    fn word(&mut self, word: &str) -> Result<(), Fault> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word) {
            return Err(self.fault(VALUE));
        }
        self.at += word.len();
        Ok(())
    }

    /// Reads a number, of which the caller saw the first character.
    pub(super) fn number(&mut self) -> Result<&'de str, Fault> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut at = start + usize::from(bytes.get(start) == Some(&b'-'));
        let digits = |at: &mut usize| {
            let from = *at;
            while bytes.get(*at).is_some_and(u8::is_ascii_digit) {
                *at += 1;
            }
            *at > from
        };
        // A leading zero stands alone.
        let mut valid = bytes.get(at) != Some(&b'0') || !bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        valid &= digits(&mut at);
        if bytes.get(at) == Some(&b'.') {
            at += 1;
            valid &= digits(&mut at);
        }
        if matches!(bytes.get(at), Some(b'e' | b'E')) {
            at += 1;
            at += usize::from(matches!(bytes.get(at), Some(b'+' | b'-')));
            valid &= digits(&mut at);
        }
        match self.text.get(start..at) {
            Some(number) if valid => {
                self.at = at;
                Ok(number)
            }
            _ => Err(self.fault("a number")),
        }
    }

    /// The short whole number without a sign that stands right here, as most are, and its length. It stays unread.
    #[allow(clippy::inline_always, reason = "two registers instead of memory for what it gives")]
    #[inline(always)]
    pub(super) fn short_whole(&self) -> Option<(i64, usize)> {
        let rest = self.rest()?;
        let (number, digits) = swar::digits(rest)?;
        // A leading zero stands alone; a fraction or an exponent needs more care.
        let leading_zero = digits > 1 && rest.first() == Some(&b'0');
        if leading_zero || matches!(rest.get(digits), Some(b'.' | b'e' | b'E')) {
            return None;
        }
        Some((number, digits))
    }

    /// Reads a string if one without escapes stands right here; otherwise stays before it.
    #[inline]
    pub(super) fn plain_string(&mut self) -> Option<&'de str> {
        self.string_of(swar::plain_length)
    }

    /// As [`plain_string`](Self::plain_string), for a short one only.
    #[inline]
    pub(super) fn short_plain_string(&mut self) -> Option<&'de str> {
        self.string_of(swar::short_plain_length)
    }

    /// As [`plain_string`](Self::plain_string), best for a long one.
    #[inline]
    pub(super) fn long_plain_string(&mut self) -> Option<&'de str> {
        self.string_of(swar::long_plain_length)
    }

    #[inline]
    fn string_of(&mut self, length: impl FnOnce(&[u8]) -> Option<usize>) -> Option<&'de str> {
        let start = self.at + 1;
        let (b'"', rest) = self.rest()?.split_first()? else { return None };
        let end = start + length(rest)?;
        let text = self.text.get(start..end)?;
        self.at = end + 1;
        Some(text)
    }

    /// Reads true or false if it stands right here.
    #[inline]
    pub(super) fn bool(&mut self) -> Option<bool> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let value = rest.starts_with(b"true");
        if !value && !rest.starts_with(b"false") {
            return None;
        }
        self.at += if value { 4 } else { 5 };
        Some(value)
    }

    /// Reads a string, of which the caller saw the quote; borrowed if it has no escapes.
    ///
    /// Control characters inside are let through: vendors send them.
    #[inline]
    pub(super) fn string(&mut self) -> Result<Cow<'de, str>, Fault> {
        let open = self.at;
        let start = open + 1;
        match self.string_stop(start) {
            Some((end, b'"')) => {
                self.at = end + 1;
                Ok(Cow::Borrowed(self.text.get(start..end).unwrap_or_default()))
            }
            Some((escape, _)) => self.escaped_string(open, escape).map(Cow::Owned),
            None => Err(self.fault(STRING_END)),
        }
    }

    /// The next quote or backslash.
    #[inline]
    fn string_stop(&self, from: usize) -> Option<(usize, u8)> {
        let rest = self.text.as_bytes().get(from..)?;
        let stop = swar::find_quote(rest)?;
        Some((from + stop, *rest.get(stop)?))
    }

    fn escaped_string(&mut self, open: usize, escape: usize) -> Result<String, Fault> {
        let mut out = String::new();
        let mut from = open + 1;
        let mut stop = Some((escape, b'\\'));
        while let Some((at, byte)) = stop {
            out.push_str(self.text.get(from..at).unwrap_or_default());
            if byte == b'"' {
                self.at = at + 1;
                return Ok(out);
            }
            self.at = at;
            out.push(self.escape()?);
            from = self.at;
            stop = self.string_stop(from);
        }
        self.at = open;
        Err(self.fault(STRING_END))
    }

    /// Reads an escape from its backslash on.
    ///
    /// Half a surrogate pair is U+FFFD: it is valid JSON, and comes from text that was
    /// cut in the middle of a character.
    fn escape(&mut self) -> Result<char, Fault> {
        let byte = self.text.as_bytes().get(self.at + 1).copied();
        let character = match byte {
            Some(b'u') => {
                let Some(first) = self.hex(self.at) else {
                    return Err(self.fault(ESCAPE));
                };
                self.at += 6;
                let second = self.hex(self.at).unwrap_or_default();
                if matches!(first, 0xd800..0xdc00) && matches!(second, 0xdc00..0xe000) {
                    self.at += 6;
                    let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                    return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                return Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            _ => return Err(self.fault(ESCAPE)),
        };
        self.at += 2;
        Ok(character)
    }

    /// The code unit of a `\uXXXX` at `at`.
    fn hex(&self, at: usize) -> Option<u32> {
        let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
        let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if hex { u32::from_str_radix(digits, 16).ok() } else { None }
    }

    /// Reads a value and drops it; it must be well-formed.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        // One bit for each open container, the innermost lowest: set for an object.
        let mut objects: u128 = 0;
        let outer = self.depth;
        loop {
            let mut first = false;
            match self.peek() {
                Some(open @ (b'{' | b'[')) => {
                    self.open()?;
                    objects = objects << 1 | u128::from(open == b'{');
                    first = true;
                }
                Some(b'"') => self.skip_string()?,
                _ => drop(self.scalar(VALUE)?),
            }
            // To the next value, through whatever ends here.
            while self.depth > outer {
                let more = if objects & 1 == 1 { self.name(&mut first)?.is_some() } else { self.item(&mut first)? };
                if more {
                    break;
                }
                objects >>= 1;
                first = false;
            }
            if self.depth == outer {
                return Ok(());
            }
        }
    }

    fn skip_string(&mut self) -> Result<(), Fault> {
        let open = self.at;
        let mut from = open + 1;
        while let Some((at, byte)) = self.string_stop(from) {
            if byte == b'"' {
                self.at = at + 1;
                return Ok(());
            }
            self.at = at;
            self.escape()?;
            from = self.at;
        }
        self.at = open;
        Err(self.fault(STRING_END))
    }
}

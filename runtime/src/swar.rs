//! Several bytes at a time, in plain integers.

/// `byte` in each byte of a word.
const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Marks bytes that are zero with their highest bit. Bytes above the lowest such byte may be marked wrongly.
#[inline]
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(each(1)) & !word & each(0x80)
}

/// How many bytes are looked at here before `memchr` is worth its call.
const SHORT: usize = 16;

/// Where the quote is that ends a string without escapes.
#[inline]
pub(crate) fn plain_length(bytes: &[u8]) -> Option<usize> {
    find_quote(bytes).filter(|at| bytes.get(*at) == Some(&b'"'))
}

/// As [`plain_length`], for a string of less than 16 bytes only.
#[inline]
pub(crate) fn short_plain_length(bytes: &[u8]) -> Option<usize> {
    let (words, _) = bytes.first_chunk::<SHORT>()?.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let quotes = zeros(word ^ each(b'"'));
        let marks = quotes | zeros(word ^ each(b'\\'));
        if marks != 0 {
            // The lowest mark is right, whichever of the two it is.
            let quote = quotes & marks & marks.wrapping_neg() != 0;
            return quote.then_some(index * 8 + marks.trailing_zeros() as usize / 8);
        }
    }
    None
}

/// As [`plain_length`], best for a string of 16 bytes or more.
#[inline]
pub(crate) fn long_plain_length(bytes: &[u8]) -> Option<usize> {
    memchr::memchr2(b'"', b'\\', bytes).filter(|at| bytes.get(*at) == Some(&b'"'))
}

/// The first quote or backslash.
#[inline]
pub(crate) fn find_quote(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    let mut at = 0;
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        let marks = zeros(word ^ each(b'"')) | zeros(word ^ each(b'\\'));
        if marks != 0 {
            return Some(at + marks.trailing_zeros() as usize / 8);
        }
        at += 8;
        rest = after;
        if at == SHORT {
            break;
        }
    }
    memchr::memchr2(b'"', b'\\', rest).map(|found| at + found)
}

/// The first byte that stands for itself in no JSON string: a quote, a backslash or a control character.
#[inline]
pub(crate) fn find_escaped(bytes: &[u8]) -> Option<usize> {
    let marks = |chunk: &[u8; 8]| {
        let word = u64::from_le_bytes(*chunk);
        let control = word.wrapping_sub(each(b' ')) & !word & each(0x80);
        let marks = zeros(word ^ each(b'"')) | zeros(word ^ each(b'\\')) | control;
        (marks != 0).then_some(marks.trailing_zeros() as usize / 8)
    };
    let (chunks, rest) = bytes.as_chunks::<8>();
    for (index, chunk) in chunks.iter().enumerate() {
        if let Some(found) = marks(chunk) {
            return Some(index * 8 + found);
        }
    }
    match bytes.last_chunk::<8>() {
        // What is looked at twice has none.
        Some(last) => marks(last).map(|found| bytes.len() - 8 + found),
        None => rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..b' ')),
    }
}

/// Whether `bytes` start with `prefix`.
///
/// Two loads each, whatever the length: a loop's end would be guessed wrong too often.
#[inline]
pub(crate) fn starts_with(bytes: &[u8], prefix: &[u8]) -> bool {
    let Some(bytes) = bytes.get(..prefix.len()) else { return false };
    if prefix.len() > 32 {
        return bytes == prefix;
    }
    if let (Some(head), Some(tail)) = (prefix.first_chunk::<16>(), prefix.last_chunk::<16>()) {
        return bytes.first_chunk::<16>() == Some(head) && bytes.last_chunk::<16>() == Some(tail);
    }
    if let (Some(head), Some(tail)) = (prefix.first_chunk::<8>(), prefix.last_chunk::<8>()) {
        return bytes.first_chunk::<8>() == Some(head) && bytes.last_chunk::<8>() == Some(tail);
    }
    bytes == prefix
}

/// The number that the digits at the start make, and how many they are; `None` for none, for more than 15, and where
/// fewer than eight bytes are left.
#[allow(clippy::inline_always, reason = "two registers instead of memory for what it gives")]
#[inline(always)]
pub(crate) fn digits(bytes: &[u8]) -> Option<(i64, usize)> {
    let (mut number, mut count) = up_to_eight_digits(bytes)?;
    if count < 8 {
        return (count > 0).then_some((number, count));
    }
    while let Some(digit @ b'0'..=b'9') = bytes.get(count) {
        if count == 15 {
            return None;
        }
        number = number * 10 + i64::from(digit - b'0');
        count += 1;
    }
    Some((number, count))
}

#[allow(clippy::inline_always, reason = "two registers instead of memory for what it gives")]
#[inline(always)]
fn up_to_eight_digits(bytes: &[u8]) -> Option<(i64, usize)> {
    let word = u64::from_le_bytes(*bytes.first_chunk()?);
    let digits = word.wrapping_sub(each(b'0'));
    // More than 9 or less than 0. What carries over into the bytes above does not matter.
    let marks = (word.wrapping_add(each(0x7f - b'9')) | digits | word) & each(0x80);
    let count = marks.trailing_zeros() / 8;
    // Leading zeros in the place of whatever follows.
    let digits = digits.checked_shl(64 - 8 * count).unwrap_or_default();
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
    let number = fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff;
    Some((number.cast_signed(), count as usize))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_what_a_loop_finds(bytes in prop::collection::vec(prop_oneof![Just(b'"'), Just(b'\\'), Just(b'#'), any::<u8>()], 0..80), plain in 0..40_usize) {
            let bytes: Vec<u8> = std::iter::repeat_n(b'x', plain).chain(bytes).collect();
            let expected = bytes.iter().position(|byte| matches!(byte, b'"' | b'\\'));
            prop_assert_eq!(find_quote(&bytes), expected);
            let plain = expected.filter(|at| bytes[*at] == b'"');
            prop_assert_eq!(plain_length(&bytes), plain);
            prop_assert_eq!(long_plain_length(&bytes), plain);
            prop_assert_eq!(short_plain_length(&bytes), plain.filter(|at| *at < SHORT && bytes.len() >= SHORT));
        }

        #[test]
        fn escapes_what_a_loop_escapes(bytes in prop::collection::vec(prop_oneof![Just(b'"'), Just(b'\\'), 0..0x30_u8, any::<u8>()], 0..30), plain in 0..40_usize) {
            let bytes: Vec<u8> = std::iter::repeat_n(b'x', plain).chain(bytes).collect();
            let expected = bytes.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..b' '));
            prop_assert_eq!(find_escaped(&bytes), expected);
        }

        #[test]
        fn compares_every_byte(bytes in prop::collection::vec(any::<u8>(), 0..70), keep in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), bit in 0..8_u32) {
            let prefix = &bytes[..keep.index(bytes.len() + 1)];
            prop_assert!(starts_with(&bytes, prefix));
            prop_assert!(prefix.len() == bytes.len() || !starts_with(prefix, &bytes));
            if !prefix.is_empty() {
                let mut other = prefix.to_vec();
                other[at.index(prefix.len())] ^= 1 << bit;
                prop_assert!(!starts_with(&bytes, &other));
            }
        }

        #[test]
        fn reads_what_parse_reads(text in "[0-9]{0,20}", after in "[^0-9]{8,12}") {
            let expected = (1..16).contains(&text.len()).then(|| (text.parse().unwrap(), text.len()));
            prop_assert_eq!(digits(format!("{text}{after}").as_bytes()), expected);
        }

        #[test]
        fn digits_end_at_any_other_byte(text in "[0-9]{1,7}", after in prop::array::uniform8(any::<u8>().prop_filter("no digit", |byte| !byte.is_ascii_digit()))) {
            let bytes: Vec<u8> = text.bytes().chain(after).collect();
            prop_assert_eq!(digits(&bytes), Some((text.parse().unwrap(), text.len())));
        }
    }
}

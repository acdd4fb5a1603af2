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

/// The first quote or backslash.
#[inline]
pub(super) fn find_quote(bytes: &[u8]) -> Option<usize> {
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

/// Whether two slices of one length are equal.
#[inline]
pub(super) fn same(one: &[u8], other: &[u8]) -> bool {
    let (Some(one_end), Some(other_end)) = (one.last_chunk::<8>(), other.last_chunk::<8>()) else {
        return one == other;
    };
    // The last word may overlap the one before it.
    let (words, _) = one.as_chunks::<8>();
    let (others, _) = other.as_chunks::<8>();
    one_end == other_end && words.iter().zip(others).all(|(one, other)| one == other)
}

/// The number that up to 18 digits at the start make, and how many they are; `None` without a digit.
#[inline]
pub(super) fn digits(bytes: &[u8]) -> Option<(i64, usize)> {
    let mut number = 0;
    let mut count = 0;
    while count < 16
        && let Some(chunk) = bytes.get(count..).and_then(|rest| rest.first_chunk::<8>())
        && let Some(eight) = eight_digits(u64::from_le_bytes(*chunk))
    {
        number = number * 100_000_000 + eight;
        count += 8;
    }
    while count < 18
        && let Some(digit) = bytes.get(count).map(|byte| byte.wrapping_sub(b'0'))
        && digit < 10
    {
        number = number * 10 + i64::from(digit);
        count += 1;
    }
    (count > 0).then_some((number, count))
}

/// The number of eight digits, the first one lowest in the word.
#[inline]
fn eight_digits(word: u64) -> Option<i64> {
    // Neither more than 9 nor less than 0.
    let digits = word.wrapping_sub(each(b'0'));
    if (word.wrapping_add(each(0x7f - b'9')) | digits | word) & each(0x80) != 0 {
        return None;
    }
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
    let eight = fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff;
    i64::try_from(eight).ok()
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
        }

        #[test]
        fn compares_every_byte(bytes in prop::collection::vec(any::<u8>(), 0..40), at in any::<prop::sample::Index>(), bit in 0..8_u32) {
            prop_assert!(same(&bytes, &bytes.clone()));
            if !bytes.is_empty() {
                let mut other = bytes.clone();
                other[at.index(bytes.len())] ^= 1 << bit;
                prop_assert!(!same(&bytes, &other));
            }
        }

        #[test]
        fn reads_what_parse_reads(number in 0_i64..1_000_000_000_000_000_000, keep in 1..19_usize, after in prop::collection::vec(any::<u8>(), 0..12)) {
            let digits_text: String = number.to_string().chars().take(keep).collect();
            let after: Vec<u8> = after.into_iter().skip_while(u8::is_ascii_digit).collect();
            let bytes: Vec<u8> = digits_text.bytes().chain(after).collect();
            prop_assert_eq!(digits(&bytes), Some((digits_text.parse().unwrap(), digits_text.len())));
        }

        #[test]
        fn eight_digits_are_digits_only(bytes in prop::array::uniform8(prop_oneof![4 => b'0'..=b'9', 1 => any::<u8>()])) {
            let text = std::str::from_utf8(&bytes).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
            prop_assert_eq!(eight_digits(u64::from_le_bytes(bytes)), text.map(|text| text.parse().unwrap()));
        }
    }
}

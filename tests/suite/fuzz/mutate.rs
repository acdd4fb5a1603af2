//! Ways in which input goes wrong: lines and cells, brackets and bytes.

use crate::random::Random;

/// The longest input: long ones are what the tests of scale are for.
const LONGEST: usize = 64 << 10;

/// An input, with one thing changed.
pub(super) fn mutate(input: &[u8], corpus: &[Vec<u8>], words: &[&str], random: &mut Random) -> Vec<u8> {
    let mut out = match random.below(11) {
        0 => lines(input, random, |lines, at, _| drop(lines.remove(at))),
        1 => lines(input, random, |lines, at, _| lines.insert(at, lines[at].clone())),
        2 => lines(input, random, |lines, at, random| {
            let other = random.below(lines.len());
            lines.swap(at, other);
        }),
        // A piece of another one.
        3 => {
            let other = random.pick(corpus).cloned().unwrap_or_default();
            let from = random.below(other.len() + 1);
            let piece = other[from..].iter().take(random.below(200) + 1).copied();
            splice(input, random, 0, piece)
        }
        4 => {
            let word = random.pick(words).copied().unwrap_or("");
            splice(input, random, 0, word.bytes())
        }
        // A mark that means something, or none.
        5 => {
            const MARKS: &[u8] = b"|{}[]\"'<>&:,.#*\\`-\t\n\r \0=~!;()%$@^_+/?";
            let byte = MARKS[random.below(MARKS.len())];
            splice(input, random, 0, std::iter::once(byte))
        }
        6 => {
            let count = random.below(20) + 1;
            splice(input, random, count, std::iter::empty())
        }
        7 => {
            let byte = u8::try_from(random.below(256)).unwrap_or_default();
            splice(input, random, 1, std::iter::once(byte))
        }
        // Many of one thing.
        8 => {
            let from = random.below(input.len() + 1);
            let piece: Vec<u8> = input[from..].iter().take(random.below(40) + 1).copied().collect();
            let many = piece.repeat(random.below(200) + 1);
            splice(input, random, 0, many.into_iter())
        }
        9 => input[..random.below(input.len() + 1)].to_vec(),
        _ => {
            const ODD: &[&str] = &[
                "\u{feff}",
                "\u{2028}",
                "\u{202e}",
                "\u{a0}",
                "\u{85}",
                "é",
                "呼入",
                "\u{1f600}",
                "\r\n",
                "0x10",
                "1e3",
                "null",
                "~",
                "-0",
                "99999999999999999999",
            ];
            let word = ODD[random.below(ODD.len())];
            splice(input, random, 0, word.bytes())
        }
    };
    out.truncate(LONGEST);
    out
}

fn lines(input: &[u8], random: &mut Random, change: impl FnOnce(&mut Vec<Vec<u8>>, usize, &mut Random)) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = input.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let at = random.below(lines.len());
    change(&mut lines, at, random);
    lines.join(&b'\n')
}

/// Puts bytes in the place of so many others.
fn splice(input: &[u8], random: &mut Random, count: usize, bytes: impl Iterator<Item = u8>) -> Vec<u8> {
    let at = random.below(input.len() + 1);
    let end = (at + count).min(input.len());
    input[..at].iter().copied().chain(bytes).chain(input[end..].iter().copied()).collect()
}

/// The smallest input that still fails, as far as leaving out lines and then bytes goes.
pub(super) fn smaller(input: &[u8], fails: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut small = input.to_vec();
    let mut step = small.len() / 2;
    while step > 0 {
        let mut at = 0;
        while at < small.len() {
            let mut less = small.clone();
            less.drain(at..(at + step).min(small.len()));
            if fails(&less) {
                small = less;
            } else {
                at += step;
            }
        }
        step /= 2;
    }
    small
}

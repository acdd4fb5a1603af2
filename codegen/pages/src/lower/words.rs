//! Looking for words in short texts.

/// Whether a text names a word that is not part of a longer one.
pub(super) fn mentions(text: &str, word: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_';
    memchr::memmem::find_iter(text.as_bytes(), word.as_bytes()).any(|at| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(inside) && !after.is_some_and(inside)
    })
}

/// Where a word stands: `str::find` for texts that mostly are short and have none of many words.
pub(super) fn find(text: &str, word: &str) -> Option<usize> {
    memchr::memmem::find(text.as_bytes(), word.as_bytes())
}

/// The first place from `from` on where one of the words stands; of several there, the longest.
///
/// In one pass: cells are short and words are many, so a search for each costs more in preparing than in looking.
pub(super) fn first_of<'w>(text: &str, from: usize, words: &[&'w str]) -> Option<(usize, &'w str)> {
    let bytes = text.as_bytes();
    // Words of one script have their first bytes in common, and mostly differ in the third.
    let (mut firsts, mut thirds) = ([false; 256], [false; 256]);
    for word in words {
        match word.as_bytes() {
            [first, _, third, ..] => (firsts[usize::from(*first)], thirds[usize::from(*third)]) = (true, true),
            [first, ..] => (firsts[usize::from(*first)], thirds) = (true, [true; 256]),
            [] => {}
        }
    }
    (from..bytes.len()).find_map(|at| {
        let rest = bytes.get(at..)?;
        let may_begin =
            firsts[usize::from(*rest.first()?)] && rest.get(2).is_none_or(|third| thirds[usize::from(*third)]);
        if !may_begin {
            return None;
        }
        let here = words.iter().filter(|word| begins_with(rest, word.as_bytes()));
        here.max_by_key(|word| word.len()).map(|word| (at, *word))
    })
}

/// Whether bytes begin with a word. The byte that tells most is looked at first, which needs no call.
fn begins_with(bytes: &[u8], word: &[u8]) -> bool {
    let telling = word.len().saturating_sub(1).min(2);
    bytes.get(telling) == word.get(telling) && bytes.starts_with(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_and_there_the_longest() {
        let words = ["取值", "取值范围", "默认值", "in", "x"];
        assert_eq!(first_of("默认，取值范围：in", 0, &words), Some((9, "取值范围")));
        assert_eq!(first_of("取值：in", 3, &words), Some((9, "in")));
        assert_eq!(first_of("取：x", 0, &words), Some((6, "x")));
        assert_eq!(first_of("取", 0, &words[..3]), None);
        assert_eq!(first_of("默认", 0, &words[..3]), None);
        assert_eq!(first_of("取值", 9, &words), None);
        assert_eq!(first_of("取值", 0, &[""]), None);
    }
}

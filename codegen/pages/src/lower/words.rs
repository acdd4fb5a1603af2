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
    let mut begins = [false; 256];
    for first in words.iter().filter_map(|word| word.as_bytes().first()) {
        if let Some(begins) = begins.get_mut(usize::from(*first)) {
            *begins = true;
        }
    }
    (from..bytes.len()).find_map(|at| {
        let rest = bytes.get(at..)?;
        if !begins.get(usize::from(*rest.first()?)).copied().unwrap_or_default() {
            return None;
        }
        let here = words.iter().filter(|word| rest.starts_with(word.as_bytes()));
        here.max_by_key(|word| word.len()).map(|word| (at, *word))
    })
}

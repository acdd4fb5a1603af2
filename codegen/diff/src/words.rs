//! Texts compared, shortened and made harmless.

use std::collections::BTreeMap;

use spectable_pages::ir::{Encoding, Field};
use spectable_pages::visible::is_hidden;

/// Longer texts are compared by their start.
const COMPARED: usize = 600;

/// How alike two texts are, from 0 to 100: the share of neighbouring letters that both have.
pub(super) fn likeness(one: &str, other: &str) -> u32 {
    if one == other {
        return 100;
    }
    let couples = |text: &str| {
        let letters: Vec<char> = text
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .take(COMPARED)
            .collect();
        let mut counts: BTreeMap<(char, char), u32> = BTreeMap::new();
        for couple in letters.windows(2) {
            if let [first, second] = couple {
                *counts.entry((*first, *second)).or_default() += 1;
            }
        }
        counts
    };
    let (one, other) = (couples(one), couples(other));
    let shared: u32 =
        one.iter().map(|(couple, count)| (*count).min(other.get(couple).copied().unwrap_or_default())).sum();
    let all: u32 = one.values().sum::<u32>() + other.values().sum::<u32>();
    (shared * 200).checked_div(all).unwrap_or_default()
}

/// A type with how it is sent: `list<string>, joined with commas`.
pub(super) fn type_phrase(field: &Field) -> String {
    let how = field.encoding.map(|encoding| format!(", {}", encoding_phrase(encoding))).unwrap_or_default();
    format!("{}{how}", field.ty)
}

/// How a list is sent.
pub(super) fn encoding_phrase(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Comma => "joined with commas",
        Encoding::Json => "as JSON text",
        Encoding::Repeat => "repeated",
    }
}

/// `1 field`, `2 fields`
pub(super) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// A text on one line, cut to `most` characters; what a terminal would obey is spelled out.
pub(super) fn line(text: &str, most: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    let mut gap = false;
    for letter in text.trim().chars() {
        if length >= most {
            out.push('…');
            break;
        }
        if letter.is_whitespace() {
            gap = true;
            continue;
        }
        if gap {
            out.push(' ');
            length += 1;
            gap = false;
        }
        length += 1;
        if is_hidden(letter) {
            out.extend(letter.escape_unicode());
        } else {
            out.push(letter);
        }
    }
    out
}

/// As [`code`], in the cell of a table, which ends at a bar even inside of code.
pub(super) fn cell(text: &str, most: usize) -> String {
    code(text, most).replace('|', "\\|")
}

/// Page text in Markdown: a code span, in which no HTML, link or mention works.
pub(super) fn code(text: &str, most: usize) -> String {
    let text = line(text, most);
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let gap = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{gap}{text}{gap}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_a_share() {
        assert_eq!(likeness("挂机者", "挂机者"), 100);
        assert_eq!(likeness("abc", "xyz"), 0);
        assert_eq!(likeness("", "x"), 0);
        assert!(likeness("StopTime", "EndTime") > 40);
        assert!(likeness("分页大小，最大数量为100", "分页大小，最大数量为50") > 70);
    }

    #[test]
    fn page_text_stays_text() {
        assert_eq!(cell("a|b", 10), "`a\\|b`");
        assert_eq!(code("`x`", 10), "`` `x` ``");
        assert_eq!(code("@all <b>\n\n# no", 20), "`@all <b> # no`");
        assert_eq!(code(" ", 10), "(empty)");
        assert_eq!(code("abcdef", 3), "`abc…`");
        assert_eq!(line("a\u{202e}b\u{7}", 20), "a\\u{202e}b\\u{7}");
    }
}

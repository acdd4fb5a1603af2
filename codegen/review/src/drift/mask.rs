//! Values as they may be shown: real responses hold people's numbers, names and links.

/// How much of a value is shown.
const MAX: usize = 60;

/// The shape of a value, as the findings of a decoder show it: letters and digits are replaced, everything else stays.
/// A value that is true or false is nobody's.
pub(super) fn masked(value: &str) -> String {
    if matches!(value, "true" | "false") {
        return value.to_owned();
    }
    cut(value.chars().map(|c| match c {
        c if c.is_numeric() => '0',
        c if c.is_alphabetic() => 'x',
        c if c.is_control() => ' ',
        c => c,
    }))
}

/// The value on one line.
pub(super) fn plain(value: &str) -> String {
    cut(value.chars().map(|c| if c.is_control() { ' ' } else { c }))
}

fn cut(characters: impl Iterator<Item = char>) -> String {
    let mut shown: String = String::new();
    for (index, character) in characters.enumerate() {
        if index == MAX {
            shown.push('…');
            break;
        }
        shown.push(character);
    }
    shown
}

/// A word such as enums are made of: no digits, no blanks, nothing but ASCII. It may be shown where
/// a page lists values, since the override that adds it could not be written otherwise.
pub(super) fn is_word(value: &str) -> bool {
    value.len() <= 40
        && value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b'.' | b'/'))
}

/// A name such as APIs have; others may be data, such as phone numbers for keys.
pub(super) fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        && name.bytes().filter(u8::is_ascii_digit).count() <= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_without_contents() {
        assert_eq!(masked("+86 138-0013-8000"), "+00 000-0000-0000");
        assert_eq!(masked("https://host/王小明?id=A1b"), "xxxxx://xxxx/xxx?xx=x0x");
        assert_eq!(masked("{\"name\":\"李\"}\n"), "{\"xxxx\":\"x\"} ");
        assert_eq!((masked("true").as_str(), masked("True").as_str()), ("true", "xxxx"));
        assert_eq!(masked(&"1".repeat(100)).chars().count(), 61);
    }

    #[test]
    fn names_and_data() {
        assert!(is_name("IVRKeyPressedEx2") && is_name("x-id"));
        assert!(!is_name("13800138000") && !is_name("agent-13800") && !is_name("王") && !is_name(""));
    }

    #[test]
    fn words_of_enums() {
        assert!(is_word("CallBack") && is_word("Outbound.Predictive"));
        assert!(!is_word("13800138000") && !is_word("Wang Xiaoming") && !is_word("王小明") && !is_word("a1"));
    }
}

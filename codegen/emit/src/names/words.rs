//! The words of a name on the wire, whatever it holds.

use heck::ToSnakeCase;

/// Longer wishes are cut: an enum value may be a sentence.
const LONGEST: usize = 60;

/// Words as Rust writes types and variants.
pub(super) fn pascal(words: &[String]) -> String {
    let mut name = String::new();
    for word in words {
        // `1.0` is not `10`.
        if name.ends_with(|last: char| last.is_ascii_digit()) && word.starts_with(|first: char| first.is_ascii_digit())
        {
            name.push('_');
        }
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// The words of a name, in lower case, at least one; only ASCII letters and digits.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = sign(text);
    if text.contains(|letter: char| letter.is_ascii_alphanumeric()) {
        let ascii: String =
            text.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { ' ' }).collect();
        words.extend(acronyms(&ascii).to_snake_case().split('_').filter(|word| !word.is_empty()).map(str::to_owned));
    } else if text.is_empty() {
        words.push("empty".to_owned());
    } else if words.is_empty() {
        words.extend(text.chars().take(8).map(spelled));
    }
    let mut length = 0;
    let kept = words.iter().take_while(|word| {
        length += word.len() + 1;
        length <= LONGEST
    });
    let kept = kept.count().max(1);
    words.truncate(kept);
    if let Some(word) = words.first_mut() {
        word.truncate(LONGEST);
    }
    words
}

/// A sign or comparison at the start carries the meaning: `-1` is not `1`, `>=` not `>`.
fn sign(text: &str) -> Vec<String> {
    const SIGNS: [(&str, &str); 7] = [
        (">=", "greater_than_or_equal"),
        ("<=", "less_than_or_equal"),
        ("!=", "not_equal"),
        (">", "greater_than"),
        ("<", "less_than"),
        ("=", "equal"),
        ("+", "plus"),
    ];
    let text = text.trim_start();
    let found =
        SIGNS.iter().find(|(sign, _)| text.starts_with(sign)).map(|(sign, name)| (text.get(sign.len()..), *name));
    let found = found.or_else(|| {
        text.strip_prefix('-')
            .filter(|rest| rest.starts_with(|next: char| next.is_ascii_digit()))
            .map(|rest| (Some(rest), "minus"))
    });
    match found {
        Some((Some(rest), name))
            if rest
                .trim_start()
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == '.' || letter == '=') =>
        {
            name.split('_').map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// `VPCs` is one word and so is `IPv6`, which heck takes apart.
fn acronyms(text: &str) -> String {
    let text = text.replace("IPv4", "Ipv4").replace("IPv6", "Ipv6");
    let mut joined = String::with_capacity(text.len() + 4);
    let mut capitals = 0;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let ends = !letters.peek().is_some_and(|next| next.is_ascii_lowercase() || next.is_ascii_digit());
        if letter == 's' && capitals > 1 && ends {
            joined.push_str("S ");
            capitals = 0;
        } else {
            joined.push(letter);
            capitals = if letter.is_ascii_uppercase() { capitals + 1 } else { 0 };
        }
    }
    joined
}

/// A character that no identifier can hold, in letters.
fn spelled(symbol: char) -> String {
    let name = match symbol {
        ' ' => "space",
        '!' => "not",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '*' => "asterisk",
        ',' => "comma",
        '-' => "hyphen",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '?' => "question",
        '@' => "at",
        '\\' => "backslash",
        '^' => "caret",
        '_' => "underscore",
        '|' => "pipe",
        '~' => "tilde",
        other => return format!("u{:x}", u32::from(other)),
    };
    name.to_owned()
}

//! Foreign text as it may be printed: of pages, schemas, answers, names of files.

use std::borrow::Cow;

/// Whether a character is obeyed by terminals, or changes what others look like, or is seen by nobody.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// A text whose hidden characters are spelled out, but for the ends of lines and tabs.
pub fn visible(text: &str) -> Cow<'_, str> {
    let spelled = |c: char| is_hidden(c) && !matches!(c, '\n' | '\t');
    if !text.contains(spelled) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if spelled(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_obeyed_is_spelled_out() {
        assert_eq!(
            visible("a\u{1b}[31m\u{202e}b\u{9b}\r\u{2066}\n\tc"),
            "a\\u{1b}[31m\\u{202e}b\\u{9b}\\u{d}\\u{2066}\n\tc"
        );
        assert!(matches!(visible("呼入 <é>\n"), Cow::Borrowed("呼入 <é>\n")));
    }
}

//! Text within a line.

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Inline {
    Text(String),
    Code(String),
    Strong(Vec<Inline>),
    Link(Vec<Inline>, String),
    /// `<br>`
    Break,
}

/// The text alone; breaks are line ends.
pub(crate) fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(more) | Inline::Code(more) => text.push_str(more),
            Inline::Strong(inner) | Inline::Link(inner, _) => text.push_str(&plain(inner)),
            Inline::Break => text.push('\n'),
        }
    }
    text
}

/// Adds text as HTML shows it: blanks and line ends are one blank, none at the start of a line.
pub(crate) fn push_text(inlines: &mut Vec<Inline>, text: &str) {
    if inlines.is_empty() || inlines.last() == Some(&Inline::Break) {
        let text = text.trim_start_matches(|c| is_blank(c) || matches!(c, '\u{2002}' | '\u{2003}' | '\u{3000}'));
        if text.is_empty() {
            return;
        }
        return inlines.push(Inline::Text(collapse(text)));
    }
    let ends_blank = ends_blank(inlines);
    let collapsed = collapse(text);
    let text = if ends_blank { collapsed.trim_start_matches(' ') } else { &collapsed };
    match inlines.last_mut() {
        Some(Inline::Text(last)) => last.push_str(text),
        _ if text.is_empty() => {}
        _ => inlines.push(Inline::Text(text.to_owned())),
    }
}

fn ends_blank(inlines: &[Inline]) -> bool {
    match inlines.last() {
        Some(Inline::Text(text)) => text.ends_with(' '),
        Some(Inline::Strong(inner) | Inline::Link(inner, _)) => ends_blank(inner),
        _ => false,
    }
}

/// A no-break space is a blank too: it is there for the looks.
fn is_blank(c: char) -> bool {
    c.is_ascii_whitespace() || matches!(c, '\u{a0}' | '\u{200b}' | '\u{feff}')
}

fn collapse(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{200b}' | '\u{feff}' => {}
            c if is_blank(c) => {
                if !collapsed.ends_with(' ') {
                    collapsed.push(' ');
                }
            }
            c => collapsed.push(c),
        }
    }
    collapsed
}

//! Names in the cells of tables, and the marks before them that show how deep they stand.

use super::Cell;
use crate::source::{SourceFile, Span};

/// How much a mark of depth counts, in no-break spaces.
const MARK: u32 = 2;

/// A name's cell without the marks of depth before the name, and how far those move it: `└ PageNumber`, two no-break
/// spaces before `PageNumber`.
///
/// The blanks at the cell's ends are outside of it; those before it count too.
pub(super) fn unmarked(file: &SourceFile, cell: Cell) -> (Cell, u32) {
    let (start, end) = (cell.span.start as usize, cell.span.end as usize);
    let mut depth = 0;
    for c in file.text.get(..start).unwrap_or_default().chars().rev() {
        match c {
            '\u{a0}' => depth += 1,
            '\u{3000}' => depth += 2,
            ' ' => {}
            _ => break,
        }
    }
    let mut text = file.slice(cell.span);
    loop {
        if let Some(rest) = text.strip_prefix("&nbsp;") {
            (depth, text) = (depth + 1, rest);
            continue;
        }
        let mut chars = text.chars();
        match chars.next() {
            Some('\u{a0}') => depth += 1,
            Some('\u{3000}') => depth += 2,
            Some('└' | '├' | '│' | '┗' | '∟') => depth += MARK,
            Some('─' | '━' | ' ') => {}
            _ => break,
        }
        text = chars.as_str();
    }
    (Cell { span: Span::new(end - text.len(), end) }, depth)
}

/// Whether a text can be a parameter's or a field's name, with what pages write around and into it.
pub(super) fn is_name(text: &str) -> bool {
    let text = text.trim_matches(['*', '`']);
    (1..=120).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '\\')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-[]\\$#".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_move_a_name() {
        let name = |text: &str| {
            let file = SourceFile::new("p", format!("|{text}|"));
            let cell = super::super::table::trimmed(&file, Span::new(1, file.text.len() - 1));
            let (cell, depth) = unmarked(&file, Cell { span: cell });
            (cell.text(&file).to_owned(), depth)
        };
        assert_eq!(name(" PageNumber "), ("PageNumber".to_owned(), 0));
        assert_eq!(name("└ PageNumber"), ("PageNumber".to_owned(), 2));
        assert_eq!(name("\u{a0}\u{a0}└─PageNumber"), ("PageNumber".to_owned(), 4));
        assert_eq!(name("&nbsp;&nbsp;PageNumber"), ("PageNumber".to_owned(), 2));
        assert_eq!(name("\u{3000}PageNumber"), ("PageNumber".to_owned(), 2));
        assert_eq!(name("└"), (String::new(), 2));
    }

    #[test]
    fn names_are_single_words() {
        for name in ["Id", "Tag.N.Key", "Data.List[].Id", "prefix\\_text", "**Id**"] {
            assert!(is_name(name), "{name}");
        }
        for other in ["", "the name", "实例", "1", "-", "x|y"] {
            assert!(!is_name(other), "{other}");
        }
    }
}

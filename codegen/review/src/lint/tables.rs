//! Tables that Markdown readers don't see as tables.

use spectable_pages::diagnostic::Code;
use spectable_pages::page::Layout;
use spectable_pages::page::is_delimiter;
use spectable_pages::source::Span;

use super::{Findings, Subject};

/// Compares each delimiter row with the header above it.
pub(super) fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if subject.page.layout == Layout::TencentText {
        return;
    }
    let file = subject.file;
    let mut fenced = false;
    let mut header: Option<(Span, usize)> = None;
    for (start, line) in file.lines() {
        let text = line.trim();
        if text.starts_with("```") {
            fenced = !fenced;
            header = None;
        } else if fenced || text.is_empty() || text == "|" {
            // A header's cells may stand on lines of their own, with blank lines between; a lone
            // pipe closes the last one.
        } else if is_delimiter(text) {
            if let Some((span, cells)) = header.take()
                && cells > 1
            {
                let here = cells_of(text);
                if here != cells {
                    let at = start + (line.len() - line.trim_start().len());
                    findings.say(
                        Code::TableDelimiter,
                        Span::new(at, at + text.len()),
                        format!(
                            "the delimiter row has {here} cells, the header in line {} has {cells}",
                            subject.line(span)
                        ),
                    );
                }
            }
        } else if text.contains('|') {
            let lone = text.starts_with('|') && !text.ends_with('|');
            header = match header {
                Some((span, cells)) if lone => Some((span, cells + cells_of(text))),
                Some((span, cells)) if text.starts_with('|') && cells_of(text) == 1 => Some((span, cells + 1)),
                _ => Some((Span::new(start, start + line.len()), cells_of(text))),
            };
        } else {
            header = None;
        }
    }
}

/// How many cells a line of a table has.
fn cells_of(line: &str) -> usize {
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').filter(|line| !line.ends_with('\\')).unwrap_or(line);
    let bytes = line.as_bytes();
    1 + bytes
        .iter()
        .enumerate()
        .filter(|(at, byte)| **byte == b'|' && (*at == 0 || bytes.get(at - 1) != Some(&b'\\')))
        .count()
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_says;
    use super::cells_of;

    #[test]
    fn headers_and_delimiters() {
        assert_says(
            &[("|--|--|----|---|--|", "|--|--|----|---|")],
            &["table-delimiter 12:1: the delimiter row has 4 cells, the header in line 11 has 5"],
        );
        // Header cells on lines of their own.
        assert_says(&[("|名称|类型|示例值|描述|\n", "|名称\n\n|类型\n\n|示例值\n\n|描述\n\n|\n")], &[]);
    }

    #[test]
    fn cells() {
        for (line, cells) in [("|a|b|", 2), ("a | b |", 2), ("a | b", 2), ("|a", 1), ("|a \\| b|", 1), ("|", 1)] {
            assert_eq!(cells_of(line), cells, "{line}");
        }
    }
}

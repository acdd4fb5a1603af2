//! Tencent Cloud's text layout: numbered headings, `name required type description` lines, the
//! example on a line of its own, samples without fences.

use std::fmt::Write as _;

use crate::blocks::{Block, Table};
use crate::inline::plain;

/// The number of the section that a heading opens, with or without a number of its own.
pub(crate) fn section(heading: impl AsRef<str>) -> Option<u8> {
    let heading = heading.as_ref().trim();
    let name = heading.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim();
    Some(match name {
        "接口描述" | "API Description" => 1,
        "输入参数" | "Input Parameters" => 2,
        "输出参数" | "Output Parameters" => 3,
        "示例" | "Example" | "Examples" => 4,
        "开发者资源" | "Developer Resources" => 5,
        "错误码" | "Error Code" | "Error Codes" => 6,
        _ => return None,
    })
}

/// The page as text.
pub(crate) fn write(blocks: &[Block]) -> String {
    let mut text = String::new();
    let mut part = 0;
    for block in blocks {
        match block {
            Block::Heading(_, inlines) => {
                let heading = plain(inlines).replace('\n', " ");
                let heading = heading.trim();
                if let Some(number) = section(heading) {
                    part = number;
                    let name = heading.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim();
                    let _ = write!(text, "{number}. {name}\n\n");
                } else {
                    let _ = write!(text, "{heading}\n\n");
                }
            }
            Block::Table(found) => {
                table(&mut text, found, matches!(part, 2 | 3));
                text.push('\n');
            }
            Block::Code(code) => {
                let _ = write!(text, "{code}\n\n");
            }
            other => {
                for line in lines(std::slice::from_ref(other)) {
                    // A link to a section is no heading.
                    let numbered = line.starts_with(|c: char| c.is_ascii_digit());
                    text.push_str(if numbered && section(&line).is_some() { "- " } else { "" });
                    text.push_str(&line);
                    text.push('\n');
                }
                text.push('\n');
            }
        }
    }
    text
}

fn table(text: &mut String, table: &Table, fields: bool) {
    for (index, row) in table.rows.iter().enumerate() {
        let mut cells = row.cells.iter().map(|cell| lines(cell)).peekable();
        let mut first = Vec::new();
        let mut below = Vec::new();
        while let Some(cell) = cells.next() {
            let mut cell = cell.into_iter();
            first.extend(cell.next());
            if cells.peek().is_none() {
                below.extend(cell);
            } else {
                first.extend(cell);
            }
        }
        let mut row = vec![row.indent() + &first.join(" ")];
        for line in below {
            // What would be read as a row of its own goes on with the line above it.
            match row.last_mut() {
                Some(last) if fields && index > 0 && looks_like_row(&line) => {
                    last.push(' ');
                    last.push_str(&line);
                }
                _ => row.push(line),
            }
        }
        for line in row {
            text.push_str(&line);
            text.push('\n');
        }
    }
}

fn looks_like_row(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let name = words.next().is_some_and(|word| {
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    });
    let ty = words.next().is_some_and(|word| {
        matches!(word, "是" | "否" | "Yes" | "No") || word.starts_with(|c: char| c.is_ascii_uppercase())
    });
    name && ty
}

/// The lines of blocks, none of them empty.
fn lines(blocks: &[Block]) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Heading(_, text) | Block::Paragraph(text) => {
                lines.extend(plain(text).lines().map(|line| line.trim().to_owned()));
            }
            Block::List(items) => {
                for item in items {
                    for (index, line) in self::lines(item).into_iter().enumerate() {
                        lines.push(if index == 0 { format!("- {line}") } else { line });
                    }
                }
            }
            Block::Table(inner) => {
                let mut text = String::new();
                table(&mut text, inner, false);
                lines.extend(text.lines().map(str::to_owned));
            }
            Block::Code(code) => lines.push(code.split_whitespace().collect::<Vec<_>>().join(" ")),
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

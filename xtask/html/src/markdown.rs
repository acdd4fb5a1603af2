//! Alibaba Cloud's Markdown: headings, pipe tables whose cells run over several lines, fences.

use std::fmt::Write as _;

use crate::blocks::{Block, Table};
use crate::inline::Inline;

/// The page as Markdown.
pub(crate) fn write(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        if !text.is_empty() {
            text.push('\n');
        }
        match block {
            Block::Heading(level, inlines) => {
                text.extend(std::iter::repeat_n('#', usize::from(*level)));
                text.push(' ');
                text.push_str(&inline(inlines).replace('\n', " "));
                text.push('\n');
            }
            Block::Table(found) => table(&mut text, found),
            Block::Code(code) => {
                let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat(longest.max(2) + 1);
                let _ = write!(text, "{fence}\n{code}\n{fence}\n");
            }
            other => {
                text.push_str(&cell(std::slice::from_ref(other)));
                text.push('\n');
            }
        }
    }
    text
}

fn table(text: &mut String, table: &Table) {
    let Some((header, rows)) = table.rows.split_first() else { return };
    let width = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let header: Vec<String> = header.cells.iter().map(|cell| self::cell(cell).replace('\n', " ")).collect();
    let _ = write!(text, "|{}|\n|{}\n", header.join("|"), "--|".repeat(width));
    for row in rows {
        text.push('|');
        text.push_str(&row.indent());
        for index in 0..width {
            let cell = row.cells.get(index).map(|blocks| cell(blocks)).unwrap_or_default();
            // A cell without anything still is one.
            text.push_str(if cell.is_empty() { " " } else { &cell });
            // A table at a cell's end needs a line of its own behind it.
            let inner = row.cells.get(index).is_some_and(|blocks| matches!(blocks.last(), Some(Block::Table(_))));
            text.push_str(match (inner, index + 1 == width) {
                (true, _) => "\n\n |",
                (false, true) => " |",
                (false, false) => "|",
            });
        }
        text.push('\n');
    }
}

/// Blocks as they stand in a cell: with blank lines between them.
fn cell(blocks: &[Block]) -> String {
    let mut parts = Vec::new();
    for block in blocks {
        parts.push(match block {
            Block::Heading(_, inlines) | Block::Paragraph(inlines) => inline(inlines),
            Block::List(items) => list(items, 0),
            Block::Table(inner) => {
                let mut text = String::new();
                table(&mut text, inner);
                text.trim_end().to_owned()
            }
            Block::Code(code) => escaped(&code.split_whitespace().collect::<Vec<_>>().join(" ")),
        });
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn list(items: &[Vec<Block>], depth: usize) -> String {
    let mut lines = Vec::new();
    for item in items {
        for (index, block) in item.iter().enumerate() {
            if let Block::List(inner) = block {
                lines.push(list(inner, depth + 1));
                continue;
            }
            let text = cell(std::slice::from_ref(block)).replace("\n\n", "\n");
            let indent = "    ".repeat(depth);
            let mark = if index == 0 { "-   " } else { "    " };
            lines.push(format!("{indent}{mark}{}", text.replace('\n', " ")));
        }
    }
    lines.join("\n")
}

fn inline(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline_ in inlines {
        match inline_ {
            Inline::Text(more) => text.push_str(&escaped(more)),
            Inline::Code(code) if code.contains(['`', '|']) => text.push_str(&escaped(code)),
            Inline::Code(code) => {
                let _ = write!(text, "`{code}`");
            }
            Inline::Strong(inner) => {
                let _ = write!(text, "**{}**", inline(inner));
            }
            Inline::Link(inner, href) => {
                let href: String =
                    href.chars().filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '<' | '>' | '|')).collect();
                let _ = write!(text, "[{}]({href})", inline(inner).replace('\n', " "));
            }
            Inline::Break => {
                text.truncate(text.trim_end_matches(' ').len());
                text.push_str("\n\n");
            }
        }
    }
    text
}

/// Text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&') || c == '#' && at == 0 {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

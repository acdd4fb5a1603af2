//! A noun, a colon and its values, without any marker: `State: on, off.`, `动图格式：gif或webp。`
//!
//! The weakest form there is, so that it is read last and asks for most: a short noun that announces nothing else,
//! at least two words, and nothing behind them.

use super::announce;
use super::scan::{self, Cursor, Value};
use super::text::Line;

/// Longer is no noun but a sentence.
const NOUN: usize = 16;

/// The values of a line.
pub(super) fn values(line: &Line) -> Vec<Value> {
    let Some(at) = line.text.find(['：', ':']) else { return Vec::new() };
    let (before, after) = line.text.split_at(at);
    let noun = before.rsplit(['。', '，', ',', '；', ';']).next().unwrap_or(before);
    let noun = noun.rsplit(". ").next().unwrap_or(noun).trim();
    if noun.is_empty() || noun.chars().count() > NOUN || announce::is_example(noun) || names_other(noun) {
        return Vec::new();
    }
    let mut cursor = Cursor::at(line, at + after.chars().next().map_or(0, char::len_utf8));
    let mut values = Vec::new();
    while let Some(mut value) = cursor.value() {
        cursor.brackets(&mut value);
        values.push(value);
        if !cursor.separator() {
            break;
        }
    }
    let either = ["或", " or "].iter().any(|word| after.contains(word));
    let fits = values.len() >= 2
        && cursor.ends_clause()
        && values.iter().all(|value| is_word(&value.text))
        && (either || !announce::announces_other(&noun.to_ascii_lowercase()));
    if fits { values } else { Vec::new() }
}

/// `单位：MB/GB`, `多个用逗号分隔：a,b`, `参考：A、B`
fn names_other(noun: &str) -> bool {
    let lower = noun.to_lowercase();
    [
        "例", "example", "单位", "默认", "多个", "分隔", "逗号", "参考", "参见", "依赖", "unit", "default", "comma",
        "see", "time", "时间",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

/// A name, and neither a number nor a placeholder nor a path.
fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.len() >= 2
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
        && !scan::is_format(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_and_its_values() {
        let read = |text: &str| {
            let line = Line { text: text.to_owned(), ..Line::default() };
            values(&line).into_iter().map(|value| value.text).collect::<Vec<_>>().join(" ")
        };
        for (text, expected) in [
            ("动图格式：gif或webp。", "gif webp"),
            ("任务的状态：Ready、Running、Done。", "Ready Running Done"),
            ("The state: on, off.", "on off"),
            ("任务，类型：build/test", "build test"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for text in [
            "文件格式：name,size",
            "例如：a1、b2",
            "单位：MB/GB",
            "多个标签用逗号分隔：tag1,tag2",
            "说明：仅支持VPC、Classic网络",
            "端口：80、443",
            "Example: zone-a or zone-b.",
            "只有一个：Ready。",
            "包含以下字段：Name、Id。",
        ] {
            assert_eq!(read(text), "", "{text}");
        }
    }
}

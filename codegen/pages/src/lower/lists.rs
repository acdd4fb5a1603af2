//! How several values stand in one text, what an example is, and what should no longer be used.

use super::text::Text;
use super::words;
use crate::ir::{Encoding, EnumValue, Type};

/// How a text holds several values, where the prose or the example says so.
pub(super) fn encoding(text: &Text, ty: &Type, example: &str) -> Option<Encoding> {
    if *ty != Type::String {
        return None;
    }
    let example = example.trim();
    let array = example.starts_with('[')
        && example.ends_with(']')
        && (example.contains('"') || example == "[]" || example.contains('{'));
    let mut comma = false;
    let mut json = array;
    for lower in text.clauses() {
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        // Few clauses speak of commas, or of JSON.
        comma |= has(&["逗号", "comma"])
            && has(&["隔开", "分隔", "分割", "间隔", "分开", "separate", "相隔", "连接"])
            && !has(&["不能", "cannot contain"]);
        json |= has(&["json"]) && has(&["json数组", "json array", "jsonarray", "json 数组", "json列表", "json list"]);
    }
    if json {
        Some(Encoding::Json)
    } else if comma {
        Some(Encoding::Comma)
    } else {
        None
    }
}

/// Whether an example is a name, such as `Executed`.
pub(super) fn is_word(example: &str) -> bool {
    example.starts_with(|c: char| c.is_ascii_alphabetic())
        && example.len() <= 80
        && example.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

/// Whether an example is a whole number.
pub(super) fn is_number(example: &str) -> bool {
    !example.is_empty() && example.len() <= 12 && example.bytes().all(|b| b.is_ascii_digit())
}

/// Whether an example is a whole number, or several with commas between.
pub(super) fn is_numbers(example: &str) -> bool {
    example.split(',').all(|item| is_number(item.trim()))
}

/// Whether the text says that its field should no longer be used: the field, and not one of its values.
pub(super) fn deprecated(text: &Text, values: &[EnumValue]) -> bool {
    let said = |lower: &str| {
        let short = lower.chars().count() <= 40;
        short
            && (lower.find("废弃").is_some_and(|at| !speaks_of_deprecation(lower, at))
                || lower.contains("已弃用")
                || lower.contains("已下线")
                || lower.contains("不推荐使用")
                || lower.contains("已不再使用"))
            || lower.contains("deprecated") && lower.chars().count() <= 80
            || lower.contains("no longer recommended") && lower.starts_with("this")
    };
    // `Deprecated：已弃用的镜像`, `其中old已废弃`: the clause is about the value.
    let of_value = |lower: &str| {
        values.iter().any(|value| {
            let word = value.value.to_lowercase();
            word == "deprecated" || words::mentions(lower, &word)
        })
    };
    let of_field = |lower: &str| {
        ["该参数", "该字段", "本参数", "this parameter", "this field"].iter().any(|word| lower.contains(word))
    };
    text.lines.iter().any(|line| {
        let mut parts = Text::clauses_of(line);
        parts.any(|lower| {
            said(&lower) && (of_field(&lower) || !(line.item || line.depth > 0 || is_pair(&lower) || of_value(&lower)))
        })
    })
}

/// `废弃状态`, `是否废弃`: what the field tells of something else.
fn speaks_of_deprecation(lower: &str, at: usize) -> bool {
    let (before, after) = lower.split_at(at);
    before.ends_with("是否") || ["废弃状态", "废弃时间", "废弃的"].iter().any(|word| after.starts_with(word))
}

/// `2：已废弃`: a value and its meaning, where no value list was read.
fn is_pair(lower: &str) -> bool {
    let word = lower.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
    let rest = lower[word..].trim_start();
    word > 0 && rest.starts_with([':', '：', '(', '（', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_is_deprecated_does_not_deprecate_its_field() {
        let value = |value: &str| EnumValue { value: value.to_owned(), code: None, label: None };
        let values = [value("old"), value("new")];
        let of = |cell| deprecated(&Text::markdown(cell), &values);
        for cell in ["已废弃", "类型。该参数已废弃。", "This parameter is deprecated. Use Other.", "类型，已下线。"]
        {
            assert!(of(cell), "{cell}");
        }
        for cell in [
            "类型。取值：\n\n- **old**：已废弃。\n- **new**：新。",
            "类型。取值：old、new，其中old已废弃。",
            "Valid values: old and new. The value old is deprecated.",
            "1：新，2：旧。3：已废弃。",
            "证书的废弃状态。",
            "The state. Valid values:\n\n- Deprecated: the image is deprecated.",
        ] {
            assert!(!of(cell), "{cell}");
        }
    }
}

//! What the service assumes where a parameter is absent, as the prose says it.

use super::text::Text;
use super::words;
use crate::ir::EnumValue;

/// Words before a default.
const DEFAULTS: [&str; 22] = [
    "默认值为",
    "默认值是",
    "默认取值为",
    "默认取值",
    "默认值",
    "默认为",
    "默认是",
    "缺省值为",
    "缺省值",
    "缺省为",
    "默认使用",
    "默认设置为",
    "默认",
    "default value is",
    "default value",
    "the default is",
    "defaults to",
    "default to",
    "default:",
    "默认：",
    "使用默认值",
    "缺省",
];

/// What the service assumes, as on the wire; nothing where the text gives several, by case.
pub(super) fn find(text: &Text, values: &[EnumValue]) -> Option<String> {
    let mut found: Option<String> = None;
    for line in &text.lines {
        // The markers are ASCII or have no case, and so every byte stays in its place.
        let lower = line.text.to_ascii_lowercase();
        let mut from = 0;
        while let Some((at, marker)) = words::first_of(&lower, from, &DEFAULTS) {
            from = at + marker.len();
            if !speaks_of_field(&line.text[..at], marker) {
                continue;
            }
            match (default_after(&line.text, from, marker, values), &found) {
                (Some(value), Some(known)) if value != *known => return None,
                (Some(value), _) => found = Some(value),
                (None, _) => {}
            }
        }
    }
    found
}

/// `这时候的挂断原因默认为…` speaks of something else.
fn speaks_of_field(before: &str, marker: &str) -> bool {
    if marker.contains('值') || marker.is_ascii() {
        return true;
    }
    let clause = before
        .rsplit(['，', ',', '。', '；', ';', '：', ':', '（', '(', '）', ')', ' ', '\n'])
        .next()
        .unwrap_or_default();
    let clause = clause.trim();
    let ends =
        ["时", "则", "参数", "系统", "填写", "不填", "不传", "为空", "可选", "必填", "必选", "指定", "设置", "取值"];
    clause.is_empty() || ends.iter().any(|word| clause.ends_with(word))
}

fn default_after(line: &str, from: usize, marker: &str, values: &[EnumValue]) -> Option<String> {
    let rest = line[from..].trim_start_matches(|c: char| c.is_whitespace() || "：:为是*“\"'`".contains(c));
    let had = &line[from..line.len() - rest.len()];
    let rest = rest.strip_prefix("is ").unwrap_or(rest);
    let bare_marker = matches!(marker, "默认" | "缺省") && !had.contains([':', '：', '为', '是']);
    let end = rest
        .char_indices()
        .find(|(at, c)| {
            !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '/' | '+' | '*' | '%'))
                || matches!(c, '.' | ':') && !rest[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric())
        })
        .map_or(rest.len(), |(at, _)| at);
    let word = rest[..end].trim_end_matches(['.', ':', '-', '*']);
    if !word.is_empty() {
        let lower = word.to_lowercase();
        let tail = rest[end..].trim_start();
        let known = values.iter().any(|value| value.value == word);
        let no_value = !known
            && matches!(
                lower.as_str(),
                "none"
                    | "empty"
                    | "all"
                    | "null"
                    | "n/a"
                    | "the"
                    | "value"
                    | "no"
                    | "not"
                    | "current"
                    | "utc"
                    | "if"
                    | "this"
                    | "for"
                    | "of"
                    | "port"
                    | "a"
                    | "an"
                    | "in"
            );
        // With a list of values, the default is one of them.
        if !values.is_empty() && !known {
            return labelled(rest, values);
        }
        // `默认ECS实例…`: a word of a sentence.
        let sentence = bare_marker
            && !known
            && (!word.bytes().all(|b| b.is_ascii_digit() || b == b'-')
                || tail.starts_with("条")
                || tail.starts_with("个"));
        // `默认为当前时间`, `默认值为MaxSize的值`
        let refers = tail.starts_with("的值")
            || tail.starts_with("参数")
            || tail.starts_with("的取值")
            || tail.starts_with("中");
        if no_value || sentence || refers {
            return None;
        }
        return Some(word.to_owned());
    }
    labelled(rest, values)
}

/// A default given by what the value means: `默认升序`.
fn labelled(rest: &str, values: &[EnumValue]) -> Option<String> {
    let clause = rest.split(['。', '，', ',', '；', ';', '（', '(']).next().unwrap_or_default().trim();
    let mut fitting = values.iter().filter(|value| {
        value.label.as_deref().is_some_and(|label| {
            !label.is_empty() && (clause == label || clause.trim_end_matches("排列").trim_end_matches("排序") == label)
        })
    });
    match (fitting.next(), fitting.next()) {
        (Some(value), None) => Some(value.value.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults() {
        let of = |cell| find(&Text::markdown(cell), &[]);
        for (cell, expected) in [
            ("默认值：10。", "10"),
            ("默认为**on**", "on"),
            ("缺省为0，代表当天", "0"),
            ("Default value: 10.", "10"),
            ("默认值为20", "20"),
            ("默认10", "10"),
        ] {
            assert_eq!(of(cell).as_deref(), Some(expected), "{cell}");
        }
        for cell in ["默认为当前时间", "默认值：无", "Default value: None.", "默认需要，可以不传", "默认返回全部"]
        {
            assert_eq!(of(cell), None, "{cell}");
        }
        let values = [EnumValue { value: "ASC".into(), code: None, label: Some("升序".into()) }];
        assert_eq!(find(&Text::markdown("默认升序，取值"), &values).as_deref(), Some("ASC"));
    }
}

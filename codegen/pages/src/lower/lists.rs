//! Units, time formats, and how several values stand in one text.

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
        let commas = ["逗号", "comma"].iter().any(|word| lower.contains(word));
        let parts = ["隔开", "分隔", "分割", "间隔", "分开", "separate", "相隔", "连接"]
            .iter()
            .any(|word| lower.contains(word));
        comma |= commas && parts && !lower.contains("不能") && !lower.contains("cannot contain");
        json |= lower.contains("json数组")
            || lower.contains("json array")
            || lower.contains("jsonarray")
            || lower.contains("json 数组")
            || lower.contains("json列表")
            || lower.contains("json list");
    }
    if json {
        Some(Encoding::Json)
    } else if comma {
        Some(Encoding::Comma)
    } else {
        None
    }
}

const EPOCH_MILLIS: [&str; 8] = [
    "毫秒级时间戳",
    "毫秒时间戳",
    "时间戳（毫秒",
    "时间戳(毫秒",
    "unix毫秒",
    "timestamp in milliseconds",
    "毫秒级unix",
    "毫秒数",
];

const EPOCH_SECONDS: [&str; 7] =
    ["秒级时间戳", "秒时间戳", "时间戳（秒", "时间戳(秒", "timestamp in seconds", "时间戳，单位秒", "unix 秒"];

/// What a number counts or how a text writes a time.
pub(super) fn unit(text: &Text, ty: &Type, name: &str) -> Option<String> {
    for lower in text.clauses() {
        if let Some(unit) = stated(lower) {
            let epoch = ["时间戳", "timestamp", "epoch", "unix", "1970"].iter().any(|word| lower.contains(word))
                || all_mention_epoch(text);
            return Some(
                match (unit, epoch) {
                    ("ms", true) => "ms-epoch",
                    ("s", true) => "s-epoch",
                    (unit, _) => unit,
                }
                .to_owned(),
            );
        }
        // Both lists speak of seconds, most clauses do not.
        if lower.contains('秒') || lower.contains("seconds") {
            for (words, unit) in [(&EPOCH_MILLIS[..], "ms-epoch"), (&EPOCH_SECONDS[..], "s-epoch")] {
                if words.iter().any(|word| lower.contains(word)) {
                    return Some(unit.to_owned());
                }
            }
        }
        if *ty == Type::String && (lower.contains("iso8601") || lower.contains("iso 8601") || has_time_format(lower)) {
            return Some("iso8601".to_owned());
        }
    }
    if *ty == Type::String {
        let date = text.clauses().iter().any(|lower| {
            lower.contains("yyyy-mm-dd") && !lower.contains("hh") || lower.contains("yyyymmdd") && !lower.contains("hh")
        });
        if date {
            return Some("date".to_owned());
        }
    }
    if matches!(ty, Type::Integer | Type::Long | Type::Float | Type::String) {
        return noun(text, name);
    }
    None
}

fn all_mention_epoch(text: &Text) -> bool {
    text.clauses().iter().any(|lower| lower.contains("时间戳") || lower.contains("timestamp") || lower.contains("1970"))
}

/// `yyyy-MM-ddTHH:mm:ssZ`
fn has_time_format(lower: &str) -> bool {
    words::find(lower, "yyyy-mm-dd").is_some_and(|at| {
        let rest = lower[at + "yyyy-mm-dd".len()..].trim_start_matches(['\'', '*', '’', '‘', '“', '”']);
        rest.starts_with("thh") || rest.starts_with("t'hh") || rest.starts_with("t*hh") || rest.starts_with("t*")
    })
}

/// `单位：秒`, `单位为GB`, `Unit: seconds`
fn stated(lower: &str) -> Option<&'static str> {
    let spelt = lower.contains("单位") || lower.contains("unit");
    for marker in ["单位", "units", "unit", "以秒为单位", "以毫秒为单位"].into_iter().filter(|_| spelt) {
        let Some(at) = words::find(lower, marker) else { continue };
        if marker.starts_with("unit") && lower[..at].ends_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        // `以秒为单位`
        if marker == "单位" && lower[..at].ends_with('为') {
            let before = lower[..at].trim_end_matches('为');
            if let Some(start) = before.rfind('以') {
                return known(before[start + '以'.len_utf8()..].trim());
            }
        }
        let rest =
            lower[at + marker.len()..].trim_start_matches(|c: char| c.is_whitespace() || "：:为是*（(".contains(c));
        let rest = rest
            .strip_prefix("is ")
            .or_else(|| rest.strip_prefix("of "))
            .unwrap_or(rest)
            .trim_start_matches(['*', ' ', ':']);
        if let Some(unit) = known(rest) {
            return Some(unit);
        }
    }
    [
        "in seconds",
        "in milliseconds",
        "in minutes",
        "in hours",
        "in bytes",
        "in gb",
        "in gib",
        "in mb",
        "in kb",
        "in mbps",
        "in mbit/s",
        "in days",
    ]
    .iter()
    .find(|words| {
        words::find(lower, words)
            .is_some_and(|at| !lower[at + words.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
    .and_then(|words| known(&words[3..]))
}

/// The unit that a text begins with.
fn known(text: &str) -> Option<&'static str> {
    let units: [(&str, &str); 50] = [
        ("毫秒", "ms"),
        ("milliseconds", "ms"),
        ("millisecond", "ms"),
        ("ms", "ms"),
        ("秒", "s"),
        ("seconds", "s"),
        ("second", "s"),
        ("s", "s"),
        ("分钟", "min"),
        ("minutes", "min"),
        ("minute", "min"),
        ("分", "min"),
        ("小时", "h"),
        ("hours", "h"),
        ("hour", "h"),
        ("天", "day"),
        ("日", "day"),
        ("days", "day"),
        ("day", "day"),
        ("gbps", "Gbps"),
        ("gbit/s", "Gbps"),
        ("mbps", "Mbps"),
        ("mbit/s", "Mbps"),
        ("mb/s", "Mbps"),
        ("kbps", "Kbps"),
        ("kbit/s", "Kbps"),
        ("bps", "bps"),
        ("bit/s", "bps"),
        ("bits per second", "bps"),
        ("bit/second", "bps"),
        ("bits/s", "bps"),
        ("比特/秒", "bps"),
        ("bit per second", "bps"),
        ("gib", "GB"),
        ("gb", "GB"),
        ("g", "GB"),
        ("mib", "MB"),
        ("mb", "MB"),
        ("m", "MB"),
        ("kib", "KB"),
        ("kb", "KB"),
        ("k", "KB"),
        ("字节", "byte"),
        ("bytes", "byte"),
        ("byte", "byte"),
        ("%", "percent"),
        ("百分比", "percent"),
        ("percent", "percent"),
        ("百分", "percent"),
        ("b", "byte"),
    ];
    units
        .iter()
        .find(|(word, _)| {
            text.strip_prefix(word).is_some_and(|rest| {
                !word.is_ascii() || !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/')
            })
        })
        .map(|(_, unit)| *unit)
}

/// A unit in the noun: `超时时间（秒）`, `number of days`.
fn noun(text: &Text, _name: &str) -> Option<String> {
    let first = text.lines.first()?.text.to_lowercase();
    for (open, close) in [('（', '）'), ('(', ')')] {
        if let Some(at) = first.find(open)
            && let Some(end) = first[at..].find(close)
        {
            let inner = first[at + open.len_utf8()..at + end].trim();
            if let Some(unit) = known(inner).filter(|_| inner.chars().count() <= 12) {
                return Some(unit.to_owned());
            }
        }
    }
    for (words, unit) in [
        ("number of days", "day"),
        ("number of seconds", "s"),
        ("number of hours", "h"),
        ("number of minutes", "min"),
        ("天数", "day"),
        ("秒数", "s"),
        ("分钟数", "min"),
        ("小时数", "h"),
        ("百分比", "percent"),
        ("字节数", "byte"),
        ("percentage of", "percent"),
    ] {
        if first.contains(words) {
            return Some(unit.to_owned());
        }
    }
    None
}

/// A time that only the example gives away: 13 digits are milliseconds, 10 are seconds.
pub(super) fn unit_of_example(ty: &Type, name: &str, example: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let time = ["time", "date", "timestamp"].iter().any(|word| lower.ends_with(word)) || lower.contains("timestamp");
    if !matches!(ty, Type::Integer | Type::Long) || !time || !example.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match (example.len(), example.as_bytes().first()) {
        (13, Some(b'1')) => Some("ms-epoch".to_owned()),
        (10, Some(b'1')) => Some("s-epoch".to_owned()),
        _ => None,
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

//! Units and time formats.

use super::limits::number;
use super::text::Text;
use super::words;
use crate::ir::Type;

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
        let names_iso = || lower.contains("8601") && (lower.contains("iso8601") || lower.contains("iso 8601"));
        if *ty == Type::String && (names_iso() || has_time_format(lower)) {
            return Some("iso8601".to_owned());
        }
    }
    if *ty == Type::String {
        let date = text.clauses().iter().filter(|lower| lower.contains("yyyy")).any(|lower| {
            lower.contains("yyyy-mm-dd") && !lower.contains("hh") || lower.contains("yyyymmdd") && !lower.contains("hh")
        });
        if date {
            return Some("date".to_owned());
        }
    }
    if matches!(ty, Type::Integer | Type::Long | Type::Unsigned | Type::Float | Type::String) {
        return noun(text, name).or_else(|| verbatim(text)).or_else(|| behind_range(text));
    }
    None
}

/// `Unit: packets.`, `单位：MByte/Min`: a word that is no usual unit, as the page writes it.
fn verbatim(text: &Text) -> Option<String> {
    text.lines.iter().find_map(|line| {
        // The markers are ASCII or have no case, and so every byte stays in its place.
        let lower = line.text.to_ascii_lowercase();
        let (at, marker) = words::first_of(&lower, 0, &["单位", "units", "unit"])?;
        // In a list of values each may have a unit of its own.
        if line.item && at > 0
            || marker.is_ascii() && lower.get(..at)?.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        {
            return None;
        }
        let rest = line.text.get(at + marker.len()..)?.trim_start().strip_prefix([':', '：'])?.trim_start();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '/')).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let alone = after.is_empty() || after.starts_with(['.', '。', ',', '，', ';', '；', ')', '）', '(', '（']);
        let fits = (2..=16).contains(&word.len())
            && word.starts_with(|c: char| c.is_ascii_alphabetic())
            && !["none", "the", "n/a", "null"].contains(&word.to_ascii_lowercase().as_str());
        (alone && fits).then(|| word.to_owned())
    })
}

/// `取值：1~86400秒`: a time behind the range.
fn behind_range(text: &Text) -> Option<String> {
    let says_values = |clause: &&String| {
        clause.bytes().any(|byte| byte.is_ascii_digit())
            && ["取值", "范围", "valid value", "value range"].iter().any(|word| clause.contains(word))
            && !clause.starts_with('当')
    };
    text.clauses().iter().filter(says_values).find_map(|clause| {
        let (_, end, _) = number(clause, 0)?;
        let rest = clause.get(end..)?.trim_start_matches([' ', '*']);
        let rest = ["~", "～", "-", "to ", "至", "到"].iter().find_map(|join| rest.strip_prefix(join))?;
        let rest = rest.trim_start_matches([' ', '*']);
        let (start, end, _) = number(rest, 0)?;
        let after = rest.get(end..)?.trim_start_matches([' ', '*']);
        let unit = known(after).filter(|_| start == 0)?;
        matches!(unit, "ms" | "s" | "min" | "h").then(|| unit.to_owned())
    })
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
    // They all begin so, and most clauses have none of them.
    words::find(lower, "in ")?;
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
    let units: [(&str, &str); 62] = [
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
        ("个月", "month"),
        ("月", "month"),
        ("months", "month"),
        ("month", "month"),
        ("年", "year"),
        ("years", "year"),
        ("year", "year"),
        ("像素", "px"),
        ("px", "px"),
        ("pixels", "px"),
        ("pixel", "px"),
        ("percentage", "percent"),
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
    // Each of the words has one of these in it.
    if !["number of", "percentage of", "数", "百分比"].iter().any(|word| first.contains(word)) {
        return None;
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

/// How a text writes a time, by the word for its type; what a `Date` is, its example says.
pub(super) fn unit_of_word(word: &str, example: &str) -> Option<String> {
    let word = word.trim().trim_matches(['*', '`']).to_ascii_lowercase();
    let unit = match word.rsplit(" of ").next().unwrap_or_default() {
        "timestamp iso8601" | "datetime_iso" => "iso8601",
        "date" if example.contains('T') => "iso8601",
        "date" if !example.contains(' ') => "date",
        _ => return None,
    };
    Some(unit.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_all_kinds() {
        let of = |cell: &str| unit(&Text::markdown(cell), &Type::Integer, "X");
        for (cell, expected) in [
            ("时长，单位：秒。", "s"),
            ("购买时长，单位为月。", "month"),
            ("高度。单位：px。", "px"),
            ("Received. Unit: packets.", "packets"),
            ("配额。单位：MByte/Min。", "MByte/Min"),
            ("Cookie超时时间。取值：**1~86400**秒。", "s"),
        ] {
            assert_eq!(of(cell).as_deref(), Some(expected), "{cell}");
        }
        for cell in ["时长，单位由Unit决定。", "Unit: the unit of Period.", "部署单位：请参见文档", "取值：1~5"]
        {
            assert_eq!(of(cell), None, "{cell}");
        }
    }
}

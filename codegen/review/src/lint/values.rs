//! Examples and defaults against what their own row says: its values, its range, its type.

use std::collections::BTreeSet;

use spectable_pages::diagnostic::Code;
use spectable_pages::ir::{Encoding, EnumValue, Field, Range, Type};
use spectable_pages::lower::{self, Word};
use spectable_pages::page::Row;
use spectable_pages::source::Span;

use super::{Findings, Subject, is_masked, listed, shortened, walk};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let mut seen = BTreeSet::new();
    for fields in [&subject.operation.request, &subject.operation.response] {
        walk(fields, &mut Vec::new(), &mut |field, _| {
            if let Some(row) = subject.row(field)
                && seen.insert(row.span)
            {
                example(subject, field, row, findings);
                default(subject, field, row, findings);
            }
        });
    }
}

fn example(subject: &Subject<'_>, field: &Field, row: &Row, findings: &mut Findings<'_>) {
    let Some(text) = field.example.as_deref().map(unquoted).filter(|text| is_value(text)) else { return };
    let span = row.example.span;
    match outside(subject, field, row, text) {
        Some(Outside::Enum(what)) => findings.say(
            Code::ValueOutsideEnum,
            span,
            format!("the example `{}` of `{}` {what}", shortened(text), field.name),
        ),
        Some(Outside::Range(what)) => findings.say(
            Code::ValueOutsideRange,
            span,
            format!("the example `{}` of `{}` {what}", shortened(text), field.name),
        ),
        None => {
            if let Some(what) = wrong_type(subject, field, row, text) {
                findings.say(
                    Code::ExampleType,
                    span,
                    format!("the example `{}` of `{}` {what}", shortened(text), field.name),
                );
            }
        }
    }
}

fn default(subject: &Subject<'_>, field: &Field, row: &Row, findings: &mut Findings<'_>) {
    let found = field
        .default
        .clone()
        .or_else(|| lower::stated_default(row.description.text(subject.file), subject.page.layout));
    let Some(text) = found.as_deref().map(unquoted).filter(|text| is_value(text)) else { return };
    let cell = row.description.span;
    if subject
        .values(field)
        .is_some_and(|values| values.iter().any(|value| value.value.eq_ignore_ascii_case("default")))
    {
        return;
    }
    let at = mention(subject.file.slice(cell), text)
        .map_or(cell, |at| Span::new(cell.start as usize + at, cell.start as usize + at + text.len()));
    let told = |what: &str| format!("the default `{}` of `{}` {what}", shortened(text), field.name);
    let outside = outside_of(subject, field, row, text).filter(|found| match found {
        Outside::Range(_) => stated(subject, field, row)
            .is_some_and(|range| is_explicit(&lower::plain(row.description.text(subject.file)), range)),
        Outside::Enum(_) => true,
    });
    match outside {
        Some(Outside::Enum(what)) => findings.say(Code::DefaultOutsideEnum, at, told(&what)),
        Some(Outside::Range(what)) => findings.say(Code::DefaultOutsideRange, at, told(&what)),
        None => {
            if plainly_stated(subject, row, text)
                && let Some(what) = wrong_type(subject, field, row, text)
            {
                findings.say(Code::DefaultType, at, told(&what));
            }
        }
    }
}

/// Whether a default that is none of its type is meant as a value: `1.5` for a whole number, but
/// no word that starts a sentence or an expression, and no number with its unit.
fn plainly_stated(subject: &Subject<'_>, row: &Row, text: &str) -> bool {
    match subject.word(row) {
        Word::Scalar(Type::Boolean) => matches!(
            text.to_ascii_lowercase().as_str(),
            "0" | "1" | "on" | "off" | "yes" | "no" | "enable" | "disable" | "enabled" | "disabled"
        ),
        _ => text.parse::<f64>().is_ok(),
    }
}

/// In what way a value is outside of what its row allows.
pub(super) enum Outside {
    Enum(String),
    Range(String),
}

/// Whether a row allows a value. What the row's own words name is allowed, whatever was made of them.
pub(super) fn outside(subject: &Subject<'_>, field: &Field, row: &Row, text: &str) -> Option<Outside> {
    let found = outside_of(subject, field, row, text)?;
    let description = lower::plain(row.description.text(subject.file));
    if pieces(text).all(|piece| mention(&description, piece).is_some()) {
        return None;
    }
    match &found {
        Outside::Range(_) => {
            stated(subject, field, row).is_some_and(|range| is_explicit(&description, range)).then_some(found)
        }
        // `-1：…; 1-5120：…`: a range among the values.
        Outside::Enum(_) if text.parse::<i64>().is_ok() && has_range(&description) => None,
        Outside::Enum(_) => Some(found),
    }
}

/// The range that a row states. The schema's own may be wider, so that the page's example and default are not refused;
/// it is this rule that tells of them.
fn stated(subject: &Subject<'_>, field: &Field, row: &Row) -> Option<Range> {
    lower::stated_range(row.description.text(subject.file), subject.page.layout, field)
}

fn outside_of(subject: &Subject<'_>, field: &Field, row: &Row, text: &str) -> Option<Outside> {
    if is_masked(text) {
        return None;
    }
    if let Some(values) = subject.values(field) {
        return outside_enum(field, values, text).map(Outside::Enum);
    }
    let range = stated(subject, field, row)?;
    // `greater than 0` is read as `from 1`, which says nothing of fractions.
    let beyond = |number: f64| {
        let number = if number.fract() == 0.0 { number } else { number.ceil() };
        #[allow(clippy::cast_precision_loss, reason = "ranges on pages are small")]
        let (min, max) = (range.min.map(|min| min as f64), range.max.map(|max| max as f64));
        min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max)
    };
    let numbers: Option<Vec<f64>> = pieces(text).map(|piece| piece.parse().ok()).collect();
    numbers?.into_iter().any(beyond).then(|| {
        let range = match (range.min, range.max) {
            (Some(min), Some(max)) => format!("from {min} to {max}"),
            (Some(min), None) => format!("from {min} up"),
            (_, max) => format!("up to {}", max.unwrap_or_default()),
        };
        Outside::Range(format!("is outside of the range that its row states, {range}"))
    })
}

/// Whether a text states a range in so many words, and not two numbers that were put together.
fn is_explicit(text: &str, range: Range) -> bool {
    let lower = text.to_lowercase();
    let numbers = numbers(&lower);
    match (range.min, range.max) {
        (Some(min), Some(max)) => {
            numbers.windows(2).any(|pair| {
                let [(first, (_, end)), (second, (start, _))] = pair else { return false };
                let between = lower.get(*end..*start).unwrap_or_default();
                *first == min
                    && *second == max
                    && !counts(&lower, pair)
                    && between.chars().count() <= 8
                    && ["~", "～", "-", "—", "–", "至", "到", "to", "and", ",", "，"]
                        .iter()
                        .any(|sign| between.contains(sign))
            }) || said_beside(&lower, &numbers, min) && said_beside(&lower, &numbers, max)
        }
        (Some(one), None) | (None, Some(one)) => said_beside(&lower, &numbers, one),
        (None, None) => false,
    }
}

/// `from 3 to 31 days` is a condition on something else as often as a range.
fn counts(text: &str, pair: &[(i64, (usize, usize))]) -> bool {
    let after =
        pair.last().and_then(|(_, (_, end))| text.get(*end..)).unwrap_or_default().trim_start_matches([' ', '*']);
    ["day", "hour", "month", "天", "小时", "个月", "次"].iter().any(|word| after.starts_with(word))
}

/// `最大值：100`, `Maximum value: 50`
fn said_beside(text: &str, numbers: &[(i64, (usize, usize))], number: i64) -> bool {
    const WORDS: [&str; 12] = [
        "最大值",
        "最小值",
        "最大数量",
        "最大为",
        "最小为",
        "上限",
        "下限",
        "maximum value",
        "minimum value",
        "maximum",
        "minimum",
        "不超过",
    ];
    numbers.iter().filter(|(value, _)| *value == number).any(|(_, (start, _))| {
        let before = text
            .get(..*start)
            .unwrap_or_default()
            .trim_end_matches(|c: char| c.is_whitespace() || ":：为是*".contains(c));
        let before = before.strip_suffix(" is").or_else(|| before.strip_suffix(" of")).unwrap_or(before);
        WORDS.iter().any(|word| before.ends_with(word))
    })
}

/// Whether a range of numbers stands in a text.
fn has_range(text: &str) -> bool {
    numbers(text).windows(2).any(|pair| {
        let [(first, (_, end)), (second, (start, _))] = pair else { return false };
        let between = text.get(*end..*start).unwrap_or_default().trim_matches([' ', '*']);
        first < second && matches!(between, "~" | "～" | "-" | "—" | "–" | "至" | "到" | "to")
    })
}

/// The whole numbers of a text, each with its place.
fn numbers(text: &str) -> Vec<(i64, (usize, usize))> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) =
        text.get(at..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())).map(|start| at + start)
    {
        let rest = text.get(start..).unwrap_or_default();
        let end = start + rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let negative = text.get(..start).is_some_and(|before| {
            before.ends_with('-') && !before.trim_end_matches('-').ends_with(|c: char| c.is_ascii_alphanumeric())
        });
        if let Some(number) = text.get(start..end).and_then(|digits| digits.parse::<i64>().ok()) {
            found.push((if negative { -number } else { number }, (start, end)));
        }
        at = end;
    }
    found
}

fn outside_enum(field: &Field, values: &[EnumValue], text: &str) -> Option<String> {
    // `2xx` stands for many values.
    let pattern = |value: &EnumValue| {
        value.value.contains(['*', '<', '{', '$']) || value.value.contains("xx") || value.value.contains("XX")
    };
    if values.len() < 2 || values.iter().any(pattern) {
        return None;
    }
    let is = |text: &str| {
        values.iter().any(|value| value.value == text || value.code.is_some_and(|code| code.to_string() == text))
    };
    let several = matches!(field.ty, Type::List(_)) || field.encoding.is_some() || text.contains([',', '，']);
    if is(text) || several && pieces(text).all(is) {
        return None;
    }
    let odd = if several { pieces(text).find(|piece| !is(piece)).unwrap_or(text) } else { text };
    if matches!(field.encoding, Some(Encoding::Json)) && odd.contains(['{', ':']) {
        return None;
    }
    if let Some(value) = values.iter().find(|value| value.value.eq_ignore_ascii_case(odd)) {
        return Some(format!("is spelled `{}` where its row lists the values", value.value));
    }
    Some(format!(
        "is none of the values that its row lists: {}",
        listed(values.iter().map(|value| value.value.as_str()))
    ))
}

/// The values in a text that may hold several: `a,b`, `["a","b"]`.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    inner.split([',', '，', '、', ';']).map(unquoted).filter(|piece| !piece.is_empty())
}

pub(super) fn unquoted(text: &str) -> &str {
    let text = text.trim();
    for quote in ['"', '\'', '`'] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote)) {
            return inner.trim();
        }
    }
    text
}

/// A longer text is no single value that could be held against a list.
pub(super) const MAX_TEXT: usize = 1000;

/// Whether a cell holds a value, and not a word for there being none.
fn is_value(text: &str) -> bool {
    (1..=MAX_TEXT).contains(&text.len())
        && !is_masked(text)
        && !matches!(
            text.to_lowercase().as_str(),
            "-" | "--" | "无" | "空" | "null" | "none" | "n/a" | "nil" | "暂无" | "*"
        )
}

/// Where a text names a value as a word of its own.
pub(super) fn mention(text: &str, value: &str) -> Option<usize> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(value).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        let after = text.get(at + value.len()..).and_then(|after| after.chars().next());
        !(value.starts_with(word) && before.is_some_and(word) || value.ends_with(word) && after.is_some_and(word))
    })
}

/// Why a value is none of its row's type.
fn wrong_type(subject: &Subject<'_>, field: &Field, row: &Row, text: &str) -> Option<String> {
    // `Ids.N` is a list; its row's example may be one item or all of them.
    let several = matches!(field.ty, Type::List(_));
    match subject.word(row) {
        Word::Scalar(ty) if several => pieces(text).find_map(|piece| of_scalar(&ty, piece)),
        Word::Scalar(ty) => of_scalar(&ty, text),
        _ => None,
    }
}

fn of_scalar(ty: &Type, text: &str) -> Option<String> {
    let whole = text.parse::<i128>();
    match ty {
        Type::Integer => match whole {
            Ok(number) if i32::try_from(number).is_err() => {
                Some("does not fit into the 32 bits of its type, `Integer`".to_owned())
            }
            Ok(_) => None,
            Err(_) => Some("is no whole number, as its type asks for".to_owned()),
        },
        Type::Long | Type::Unsigned => whole.is_err().then(|| "is no whole number, as its type asks for".to_owned()),
        Type::Float => {
            text.trim_end_matches('%').parse::<f64>().is_err().then(|| "is no number, as its type asks for".to_owned())
        }
        Type::Boolean => (!matches!(text.to_ascii_lowercase().as_str(), "true" | "false"))
            .then(|| "is neither true nor false, as its type asks for".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_says;
    use super::*;

    #[test]
    fn examples_outside_of_what_their_row_allows() {
        assert_says(
            &[("|Order|String|否|ASC|", "|Order|String|否|UP|")],
            &[
                "value-outside-enum 16:17: the example `UP` of `Order` is none of the values that its row lists: `ASC` and `DESC`",
            ],
        );
        assert_says(
            &[("|Order|String|否|ASC|", "|Order|String|否|asc|")],
            &["value-outside-enum 16:17: the example `asc` of `Order` is spelled `ASC` where its row lists the values"],
        );
        assert_says(
            &[("|PageSize|Integer|否|10|", "|PageSize|Integer|否|500|")],
            &[
                "value-outside-range 15:21: the example `500` of `PageSize` is outside of the range that its row states, from 1 to 100",
            ],
        );
        assert_says(
            &[("|PageSize|Integer|否|10|", "|PageSize|Integer|否|ten|")],
            &["example-type 15:21: the example `ten` of `PageSize` is no whole number, as its type asks for"],
        );
        assert_says(
            &[("|Duration|Integer|30|", "|Duration|Integer|1532448000000|")],
            &[
                "example-type 31:19: the example `1532448000000` of `Duration` does not fit into the 32 bits of its type, `Integer`",
            ],
        );
        // What is masked, left out or named by the row's own words is fine.
        for example in ["1\\*\\*\\*\\*", "无", "", "100"] {
            assert_says(&[("|PageSize|Integer|否|10|", &format!("|PageSize|Integer|否|{example}|"))], &[]);
        }
    }

    #[test]
    fn defaults_outside_of_what_their_row_allows() {
        assert_says(
            &[("默认值：10。", "默认值：0。")],
            &[
                "default-outside-range 15:44: the default `0` of `PageSize` is outside of the range that its row states, from 1 to 100",
            ],
        );
        assert_says(
            &[("|排序方式。取值：", "|排序方式。默认值：UP。取值：")],
            &[
                "default-outside-enum 16:30: the default `UP` of `Order` is none of the values that its row lists: `ASC` and `DESC`",
            ],
        );
        assert_says(
            &[("取值范围：1~100，默认值：10。", "默认值：1.5。")],
            &["default-type 15:33: the default `1.5` of `PageSize` is no whole number, as its type asks for"],
        );
    }

    #[test]
    fn ranges_are_believed_where_they_are_stated() {
        let range = |min, max| Range { min, max };
        for (text, min, max) in [
            ("取值范围：1~100", Some(1), Some(100)),
            ("Valid values: 1 to 20.", Some(1), Some(20)),
            ("最小值：1，最大值：50", Some(1), Some(50)),
            ("Maximum value: 50.", None, Some(50)),
            ("**-1**~**5000**", Some(-1), Some(5000)),
        ] {
            assert!(is_explicit(&text.replace('*', ""), range(min, max)), "{text}");
        }
        for (text, min, max) in [
            ("3 days or more, less than 31 days", Some(3), Some(31)),
            ("from 3 to 31 days", Some(3), Some(31)),
            ("大于0的数", Some(1), None),
            ("例如大于等于80%", Some(80), None),
        ] {
            assert!(!is_explicit(text, range(min, max)), "{text}");
        }
    }

    #[test]
    fn words_of_their_own() {
        assert_eq!(mention("on、off", "off"), Some(5));
        assert_eq!(mention("offline", "off"), None);
        assert_eq!(mention("2xx", "xx"), None);
        assert_eq!(mention("取值：是", "是"), Some(9));
    }
}

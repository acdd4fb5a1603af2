//! Ranges in prose.

use super::text::Text;
use super::{special, words};
use crate::ir::Range;

/// Words that make a number the length of a text or the like, not a value.
const LENGTHS: [&str; 16] = [
    "长度",
    "字符",
    "个字",
    "字节",
    "位数",
    "characters",
    "character",
    "in length",
    "digits",
    "bytes",
    "bits",
    "letters",
    "以内的数据",
    "天内",
    "天的数据",
    "次/",
];

/// The range of a number, as the text states it, with the values that it names beside it.
///
/// `fraction`: the number may have one, and so nothing is the next number above 0.
pub(super) fn range(text: &Text, name: &str, fraction: bool) -> Option<Range> {
    let mut found: Option<Range> = None;
    for lower in text.clauses().iter().filter(|clause| has_digit(clause)) {
        // `R+G×256，R和G的取值：0~255`: of the parts of a formula.
        let formula = lower.contains('×') || lower.contains("公式") || lower.contains("formula");
        if formula || words::first_of(lower, 0, &LENGTHS).is_some() || about_other(lower, name) {
            continue;
        }
        let full = both(lower);
        let range = full.or_else(|| (!is_condition(lower)).then(|| one_sided(lower, fraction))?);
        if let Some(range) = range {
            found = Some(match found {
                // `最小值：1` and `最大值：100` in two clauses are one range.
                Some(known) if known.min.is_none() || known.max.is_none() => {
                    Range { min: known.min.or(range.min), max: known.max.or(range.max) }
                }
                // One range for each case of another parameter: each of them must pass.
                Some(known) if full.is_some() => special::union(known, range),
                Some(known) => known,
                None => range,
            });
        }
    }
    let mut found = found.filter(|range| range.min.zip(range.max).is_none_or(|(min, max)| min <= max))?;
    special::widen_explained(text, &mut found);
    Some(found)
}

/// Whether the text says in so many words that a range of values follows.
pub(super) fn says_range(text: &Text) -> bool {
    text.clauses().iter().any(|lower| {
        [
            "取值范围",
            "取值：",
            "取值:",
            "valid values",
            "value range",
            "最大值",
            "最小值",
            "maximum value",
            "minimum value",
        ]
        .iter()
        .any(|word| lower.contains(word))
    })
}

/// `当间隔小于10秒时，…`: the bound of a case.
fn is_condition(clause: &str) -> bool {
    ["当", "如果", "若", "if ", "when "].iter().any(|word| clause.starts_with(word))
}

/// `N的取值范围`, `Valid values of N`: about something else.
pub(super) fn about_other(clause: &str, name: &str) -> bool {
    ["n表示", "n代表", "n的", "n 的", "**n**", "of n", "of n:", "n取值", "n个"].iter().any(|word| {
        words::find(clause, word).is_some_and(|at| {
            let before = clause[..at].chars().next_back();
            let after = clause[at + word.len()..].chars().next();
            let alone = |c: Option<char>| !c.is_some_and(|c| c.is_ascii_alphanumeric());
            alone(before) && (!word.is_ascii() || alone(after))
        })
    }) && !name.eq_ignore_ascii_case("n")
}

/// Words before `A~B` that make it a range of this value.
const RANGE_WORDS: [&str; 26] = [
    "取值范围",
    "取值",
    "可选值",
    "可能值",
    "可选范围",
    "范围",
    "有效值",
    "合法值",
    "返回值",
    "端口",
    "valid values",
    "valid value",
    "value range",
    "range",
    "ranges from",
    "valid range",
    "between",
    "from",
    "possible values",
    "设置为",
    "支持",
    "限制",
    "介于",
    "必须为",
    "must be",
    "allowed values",
];

/// `1~100`, `[1, 100]`, `1-65535`, `1 to 20`, `between 1 and 100`
pub(super) fn both(clause: &str) -> Option<Range> {
    let mut from = 0;
    while let Some((start, end, first)) = number(clause, from) {
        from = end;
        let rest = clause[end..].trim_start_matches([' ', '*', '\u{a0}']);
        let unit = unit_word(rest);
        let rest = rest[unit..].trim_start_matches([' ', '*']);
        let bracket = clause[..start].trim_end().ends_with(['[', '［', '【', '(']);
        let joins = ["~", "～", "—", "–", "－", "-", "至", "到", "to ", "and "];
        let join =
            joins.iter().find(|join| rest.starts_with(**join)).map(|join| join.len()).or_else(|| {
                (bracket && rest.starts_with([',', '，'])).then(|| if rest.starts_with(',') { 1 } else { 3 })
            });
        let Some(join) = join else { continue };
        let after = &rest[join..];
        let joined_by = &rest[..join];
        let before = &clause[..start];
        // `0 ~ +∞`, `1~MaxSize的取值`: without an end, or with one that another parameter sets.
        if matches!(joined_by, "~" | "～" | "至" | "到" | "to ")
            && (is_boundless(after)
                || "~～".contains(joined_by) && is_name(after)
                || joined_by == "to " && is_other_value(after) && before.contains("valid values"))
            && (RANGE_WORDS.iter().any(|word| before.contains(word)) || starts_clause(before, ""))
        {
            return Some(Range { min: Some(first), max: None });
        }
        let skip = clause.len() - after.trim_start_matches([' ', '*', '~', '～', '-', '—']).len();
        let Some((at, second_end, second)) = number(clause, skip) else { continue };
        let near = at == skip;
        if !near || first > second {
            continue;
        }
        if joined_by == "and " && !before.trim_end().ends_with("between") {
            continue;
        }
        let tail = clause[second_end..].trim_start();
        // `2016-08-01`, `1-2-3`, `1.0`
        if tail.starts_with(['-', '.', '/']) && tail[1..].starts_with(|c: char| c.is_ascii_digit())
            || before.ends_with(['-', '.', '/'])
        {
            continue;
        }
        if counts_items(tail) {
            continue;
        }
        let mut range = Range { min: Some(first), max: Some(second) };
        let (before, tail) = special::widen_beside(clause, start, second_end, &mut range);
        if RANGE_WORDS.iter().any(|word| before.contains(word)) || bracket || starts_clause(before, tail) {
            return Some(range);
        }
    }
    None
}

fn is_boundless(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '*', '+', '正']);
    ["∞", "无穷", "无限", "infinity"].iter().any(|word| text.starts_with(word))
}

/// `1 to the MaxSize value`
fn is_other_value(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.next() == Some("the") && words.nth(1).is_some_and(|word| word.starts_with("value"))
}

fn is_name(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '*', '`']);
    text.bytes().take_while(u8::is_ascii_alphabetic).count() > 3
}

/// The whole clause is the range, or its last part between commas.
fn starts_clause(before: &str, tail: &str) -> bool {
    let before = before.trim_end_matches([' ', '*']);
    before.is_empty()
        || before.ends_with([',', '，', ':', '：', '(', '（']) && tail.trim_matches([' ', '*', ')', '）']).is_empty()
}

fn counts_items(tail: &str) -> bool {
    let tail = tail.trim_start_matches([' ', '*']);
    ["个", "条", "台", "组", "项", "天", "次", "月", "years", "characters", "items", "instances", "days"]
        .iter()
        .any(|word| tail.starts_with(word))
        && !tail.starts_with("个字")
        && !tail.starts_with("天。")
        && ["个", "条", "台", "组", "项", "items", "instances"].iter().any(|word| tail.starts_with(word))
}

pub(super) fn unit_word(text: &str) -> usize {
    ["秒", "分钟", "小时", "天", "mbps", "gb", "gib", "mb", "%", "seconds", "ms"]
        .iter()
        .find(|word| text.starts_with(**word))
        .map_or(0, |word| word.len())
}

/// `最大值：100`, `不超过100`, `大于0`, `上限 100`
fn one_sided(clause: &str, fraction: bool) -> Option<Range> {
    let next = i64::from(!fraction);
    let mut range = Range::default();
    for (words, step) in [
        (
            &[
                "最大值",
                "最大数量",
                "最大为",
                "最大",
                "上限",
                "不超过",
                "不能超过",
                "不得超过",
                "不大于",
                "小于等于",
                "小于或等于",
                "不能大于",
                "最多",
                "maximum value",
                "maximum",
                "at most",
                "up to",
                "no more than",
                "cannot exceed",
                "less than or equal to",
                "cannot be greater than",
                "不支持大于",
            ][..],
            0,
        ),
        (&["小于", "less than"][..], -next),
    ] {
        if range.max.is_none() {
            range.max = after_words(clause, words).map(|number| number + step);
        }
    }
    for (words, step) in [
        (
            &[
                "最小值",
                "最小为",
                "最小",
                "下限",
                "不小于",
                "不低于",
                "大于等于",
                "大于或等于",
                "不能小于",
                "不支持小于",
                "minimum value",
                "minimum",
                "at least",
                "no less than",
                "cannot be less than",
                "greater than or equal to",
            ][..],
            0,
        ),
        (&["大于", "greater than"][..], next),
    ] {
        if range.min.is_none() {
            range.min = after_words(clause, words).map(|number| number + step);
        }
    }
    (range != Range::default()).then_some(range)
}

fn after_words(clause: &str, words: &[&str]) -> Option<i64> {
    for word in words {
        let mut from = 0;
        while let Some(at) = words::find(&clause[from..], word).map(|at| from + at) {
            from = at + word.len();
            let before = &clause[..at];
            // `例如，大于等于80%`
            if before.contains("例如") || before.contains("for example") || before.contains("such as") {
                return None;
            }
            // `不小于` is no `小于`, `小于等于` no `小于`.
            if ["不", "不能", "不支持", "不得", "cannot be ", "no "].iter().any(|negation| before.ends_with(negation))
                && !word.starts_with('不')
            {
                continue;
            }
            let rest = clause[from..].trim_start_matches(|c: char| c.is_whitespace() || "：:为是*值于".contains(c));
            let rest = rest.strip_prefix("is ").or_else(|| rest.strip_prefix("of ")).unwrap_or(rest);
            if rest.starts_with("等于") || rest.starts_with("或等于") || rest.starts_with("or equal") {
                continue;
            }
            let skipped = clause.len() - rest.len();
            if let Some((start, end, value)) = number(clause, skipped)
                && start == skipped
                && !counts_items(&clause[end..])
                && !clause[end..].starts_with(['-', '~', '～'])
                && !clause[end..].strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
                && !other_count(&clause[end..])
            {
                return Some(value);
            }
        }
    }
    None
}

/// `最大7天`, `最多30分钟`: limits of something else than the value itself.
fn other_count(tail: &str) -> bool {
    let tail = tail.trim_start_matches([' ', '*']);
    ["天", "个月", "小时", "次", "年", "days", "day", "hours", "months", "times", "k", "kb", "m"]
        .iter()
        .any(|word| tail.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic())))
}

/// Without one, a clause has no number.
pub(super) fn has_digit(clause: &str) -> bool {
    clause.bytes().any(|byte| byte.is_ascii_digit())
}

/// The next whole number that is not part of a word.
pub(super) fn number(text: &str, from: usize) -> Option<(usize, usize, i64)> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let negative = bytes[at] == b'-'
            && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
            && !at
                .checked_sub(1)
                .and_then(|before| bytes.get(before))
                .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'~');
        if !bytes[at].is_ascii_digit() && !negative {
            at += 1;
            continue;
        }
        let start = at;
        at += usize::from(negative);
        let digits = at;
        while at < bytes.len()
            && (bytes[at].is_ascii_digit()
                || bytes[at] == b','
                    && bytes.len() > at + 3
                    && bytes[at + 1..at + 4].iter().all(u8::is_ascii_digit)
                    && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit))
        {
            at += 1;
        }
        let word_before = start > 0
            && (bytes[start - 1].is_ascii_alphabetic() || bytes[start - 1] == b'_' || bytes[start - 1] == b'.');
        let fraction = bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        let word_after = bytes.get(at).is_some_and(|b| *b == b'_');
        if word_before || fraction || word_after {
            while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || matches!(bytes[at], b'.' | b'_')) {
                at += 1;
            }
            continue;
        }
        let value: String = text[digits..at].chars().filter(char::is_ascii_digit).collect();
        let Ok(mut value) = value.parse::<i64>() else { continue };
        if negative {
            value = -value;
        }
        return Some((start, at, value));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range_of(cell: &str) -> Option<String> {
        range(&Text::markdown(cell), "X", false).map(|range| range.to_string())
    }

    #[test]
    fn ranges() {
        for (cell, expected) in [
            ("取值范围：15~310。", "15..=310"),
            ("取值：**10**~**2000**，单位：秒", "10..=2000"),
            ("分页大小，最大数量为100", "..=100"),
            ("分页大小,范围1-100。", "1..=100"),
            ("分页尺寸(必填),上限 100", "..=100"),
            ("Valid values: 1 to 20.", "1..=20"),
            ("取值范围：[1, 100]", "1..=100"),
            ("大于0的正整数", "1.."),
            ("不支持小于60秒", "60.."),
            ("**-1**或**1**~**5000**。取值：", "-1..=5000"),
            ("取值：**-1 | 1-5120**。", "-1..=5120"),
            ("Valid values: **1 to 5120 and -1**.", "-1..=5120"),
            ("取值：**1**~**9**、**12**、**24**、**36**。", "1..=36"),
            ("取值范围：1~9，12，24或60~70", "1..=70"),
            ("Valid values: 1 to 9, 12, 24, and 36.", "1..=36"),
            ("If it is more, the valid values of this parameter are 1 to the `MaxOut` value.", "1.."),
            ("优先级，取值范围：0 ~ +∞", "0.."),
            ("带宽。取值范围：\n\n- 不大于10时：1~10。\n- 大于10时：1~MaxBandwidthOut的取值。", "1.."),
            ("取值范围：\n\n- Unit为Week时：1~4。\n- Unit为Month时：1~12,24", "1..=24"),
            ("保留时间。取值范围：\n\n -   -1：永久\n-   1~65535：天数", "-1..=65535"),
            ("取值范围：1~100。将带宽设置为**0**，即不限制。", "0..=100"),
            ("取值范围：1~100，20为默认。当Unit取值为500时，表示其他。", "1..=100"),
            ("Valid values: 1 to 50. Maximum value: 50.", "1..=50"),
            ("Maximum value: 50. Default value: 10.", "..=50"),
        ] {
            assert_eq!(range_of(cell).as_deref(), Some(expected), "{cell}");
        }
        for cell in [
            "长度为2~128个字符",
            "N的取值范围：1~20",
            "N表示下标，取值范围1～16",
            "颜色。计算公式为R+G×256，R、G的取值：**0~255**。",
            "格式：2016-08-01",
            "最多可获取最近90天的数据",
            "1.0-2.0",
            "支持v1-v2",
            "查询日期区间限制为最大7天",
            "当超时时间小于10秒时，按10秒处理",
            "次数，例如，三次均大于等于80%。",
        ] {
            assert_eq!(range_of(cell), None, "{cell}");
        }
    }
}

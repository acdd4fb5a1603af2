//! Values beside a range: `-1 or 1 to 5000`, `1~9、12、24、36`, `-1：不限`.
//!
//! A range has two ends and no place for single values, and what a page allows must never be refused: so a range is
//! widened until every value that the page names fits. That loses the gap between, which at worst lets a wrong value
//! through to the service. Splitting ranges would lose nothing, but everything that reads a range would have to know.

use super::limits::{has_digit, number, unit_word};
use super::text::Text;
use crate::ir::Range;

/// What may stand between a range and a value beside it, the longest first.
const JOINERS: [&str; 15] =
    ["或者是", "或者为", "或者", "或为", "或", "以及", "和", "及", "and ", "or ", "、", "，", ",", "|", "/"];

/// What may stand around a number.
const MARKS: [char; 4] = [' ', '*', '`', '\u{a0}'];

/// Widens a range that stands at `start..end` of a clause by the values beside it, and returns what stands before
/// and behind all of them.
pub(super) fn widen_beside<'a>(clause: &'a str, start: usize, end: usize, range: &mut Range) -> (&'a str, &'a str) {
    let mut before = clause.get(..start).unwrap_or_default();
    while let Some((rest, value)) = joined_before(before) {
        include(range, value);
        before = rest;
    }
    let mut after = clause.get(end..).unwrap_or_default();
    while let Some((values, rest)) = joined_after(after) {
        for value in values {
            include(range, value);
        }
        after = rest;
    }
    (before, after)
}

/// `-1或`, in front of a range: what stands before it, and the value.
fn joined_before(text: &str) -> Option<(&str, i64)> {
    let text = text.trim_end_matches(MARKS);
    let spaced = |joiner: &&str| text.strip_suffix(joiner.trim_end());
    let text = JOINERS.iter().find_map(spaced)?.trim_end_matches(MARKS);
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let start = text.len() - digits;
    let start = start - usize::from(text.get(..start)?.ends_with('-'));
    let before = text.get(..start)?;
    // The end of another range, of a date or of a word is no value.
    if before.trim_end_matches(MARKS).ends_with(['~', '～', '至', '到', '-', '—', '.', '/'])
        || before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
    {
        return None;
    }
    Some((before, text.get(start..)?.parse().ok()?))
}

/// `、12`, `, and 24`, `或30~40`, behind a range: the values, and what follows them.
fn joined_after(text: &str) -> Option<(Vec<i64>, &str)> {
    let text = skip_unit(text);
    let mut rest = text;
    while let Some(next) = JOINERS.iter().find_map(|joiner| rest.strip_prefix(joiner)) {
        rest = next.trim_start_matches(MARKS);
    }
    if rest.len() == text.len() {
        return None;
    }
    let (value, rest) = first_number(rest)?;
    let mut values = vec![value];
    let mut rest = skip_unit(rest);
    if let Some(next) = ["~", "～", "-", "to ", "至", "到"].iter().find_map(|join| rest.strip_prefix(join)) {
        let (last, next) = first_number(next.trim_start_matches(MARKS))?;
        values.push(last);
        rest = skip_unit(next);
    }
    // `1~100，20 by default`: the number is part of something else.
    let ends = rest.is_empty() || rest.starts_with(['。', '.', ')', '）', ']', '】', '；']);
    let goes_on = JOINERS.iter().any(|joiner| rest.starts_with(joiner));
    (ends || goes_on).then_some((values, rest))
}

fn skip_unit(text: &str) -> &str {
    let text = text.trim_start_matches(MARKS);
    text.get(unit_word(text)..).unwrap_or_default().trim_start_matches(MARKS)
}

/// The number with which a text begins, and the rest.
fn first_number(text: &str) -> Option<(i64, &str)> {
    let (start, end, value) = number(text, 0)?;
    (start == 0).then_some((value, text.get(end..)?))
}

/// Widens a range by the values of which the text says what they mean: `-1：不限`, `设置为0表示不限`.
pub(super) fn widen_explained(text: &Text, range: &mut Range) {
    for clause in text.clauses().iter().filter(|clause| has_digit(clause)) {
        let clause = clause.trim_start_matches(MARKS);
        if let Some((value, rest)) = first_number(clause)
            && EXPLAINS.iter().any(|word| rest.trim_start_matches(MARKS).starts_with(word))
        {
            include(range, value);
        }
        let mut from = 0;
        while let Some((start, end, value)) = number(clause, from) {
            from = end;
            let before = clause.get(..start).unwrap_or_default().trim_end_matches(MARKS);
            let after = clause.get(end..).unwrap_or_default().trim_start_matches(MARKS);
            let set = SETS.iter().find_map(|word| before.strip_suffix(word));
            // `PeriodUnit取值为1时`: a value of another parameter.
            let own = set.is_some_and(|before| {
                !before.trim_end_matches(MARKS).ends_with(|c: char| c.is_ascii_alphanumeric() || c == '的')
            });
            if own && MEANS.iter().any(|word| after.starts_with(word)) {
                include(range, value);
            }
        }
    }
}

/// What stands between a value at the start of a clause and its meaning.
const EXPLAINS: [&str; 9] = ["：", ":", "表示", "代表", "（", "(", "indicates", "means", "specifies"];

/// Words before a value that a parameter is set to.
const SETS: [&str; 8] =
    ["设置为", "取值为", "值为", "指定为", "the value", "value of", "set to", "set this parameter to"];

/// What follows a value that means something of its own.
const MEANS: [&str; 9] = ["时，表示", "时表示", "，表示", "表示", "，代表", "代表", "，即", "indicates", "specifies"];

/// Widens a range by one value.
fn include(range: &mut Range, value: i64) {
    range.min = range.min.map(|min| min.min(value));
    range.max = range.max.map(|max| max.max(value));
}

/// Both together, open where one of them is.
pub(super) fn union(a: Range, b: Range) -> Range {
    Range { min: a.min.zip(b.min).map(|(a, b)| a.min(b)), max: a.max.zip(b.max).map(|(a, b)| a.max(b)) }
}

/// The range with the page's own default and example in it.
pub(super) fn allow_shown(range: Range, default: Option<&str>, example: &str) -> Option<Range> {
    let mut range = range;
    // `默认值：-1`, where the range begins at 1: a value that the page says may be sent.
    if let Some(default) = default.and_then(|default| default.parse().ok()) {
        include(&mut range, default);
    }
    allow_example(range, example)
}

/// Drops the end of a range that would refuse what the page shows as an example: one of the two is wrong, or
/// holds only in some cases, and a refused call costs more than one that the service refuses itself. Widening it
/// instead would state an end that the page does not. The rule `value-outside-range` tells those who write pages.
fn allow_example(range: Range, example: &str) -> Option<Range> {
    let mut range = range;
    let inner = example.trim().trim_start_matches('[').trim_end_matches(']');
    for number in inner.split([',', '，', '、', ';']) {
        let Ok(number) = number.trim().trim_matches(['"', '\'', '`']).parse::<f64>() else { continue };
        #[allow(clippy::cast_precision_loss, reason = "ranges on pages are small")]
        let beyond = |bound: i64, low: bool| if low { number < bound as f64 } else { number > bound as f64 };
        range.min = range.min.filter(|min| !beyond(*min, true));
        range.max = range.max.filter(|max| !beyond(*max, false));
    }
    (range != Range::default()).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_drops_the_end_that_it_breaks() {
        let range = Range { min: Some(1), max: Some(10) };
        let shown = |example| allow_example(range, example).map(|range| range.to_string());
        assert_eq!(shown("5").as_deref(), Some("1..=10"));
        assert_eq!(shown("50").as_deref(), Some("1.."));
        assert_eq!(shown("0,4").as_deref(), Some("..=10"));
        assert_eq!(shown("[0, 50]"), None);
        assert_eq!(shown("ten").as_deref(), Some("1..=10"));
    }
}

//! Where in a row's cells the facts of its field stand, for those who show pages.
//!
//! The readers of prose say what they read, and not where. So they are asked again: a fact stands in the first clause from
//! which alone its reader reads it, cut down to the shortest stretch of whole words from which it still does. Where no clause
//! says it alone, it stands in the clauses that say an end of a range each, or in the shortest run of them that says it
//! together. What an override says and what comes from another page has no place here.

use std::ops;

use super::enums::{self, Of};
use super::facts::{self, within};
use super::text::Text;
use super::{defaults, items, lists, units};
use crate::ir::{EnumValue, Field, Range, Type};
use crate::page::{Cell, Layout, Row};
use crate::source::{SourceFile, Span};

/// What a stretch of a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// A value of the field's enum: its place among them.
    Value(usize),
    /// The smallest or largest value.
    Range,
    /// How many items there may be.
    Items,
    /// What a number counts.
    Unit,
    /// What is assumed where it is absent.
    Default,
    /// How several values are sent as one.
    Encoding,
    /// That it should no longer be used.
    Deprecated,
}

/// A stretch of a page from which facts were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its place on the page.
    pub span: Span,
    /// The facts, each once.
    pub said: Vec<Said>,
}

/// A longer cell is not taken apart to see where a list of values begins.
const LONG_CELL: usize = 2 << 10;

/// More values of a list are not looked for.
const MOST_VALUES: usize = 200;

/// A longer clause is marked as a whole.
const LONG_CLAUSE: usize = 240;

/// Where a row says what is known of its field; `values` are those of its enum. In the page's order, none over another.
pub fn marks(file: &SourceFile, layout: Layout, row: &Row, field: &Field, values: &[EnumValue]) -> Vec<Mark> {
    let mut found = said(file, layout, row.description, field, values);
    let example = row.example.text(file);
    let (listed, of) = match facts::split_example(example) {
        (_, Some(list)) => (Cell { span: sub(row.example.span, example.len() - list.len(), example.len()) }, true),
        (_, None) => (row.description, false),
    };
    found.extend(listed_values(file, layout, listed, of, field, values));
    found.sort_by_key(|mark| (mark.span.start, mark.span.end));
    let mut apart: Vec<Mark> = Vec::new();
    for mark in found {
        match apart.last_mut() {
            Some(last) if mark.span.start < last.span.end => {
                last.span.end = last.span.end.max(mark.span.end);
                last.said.extend(mark.said);
            }
            _ => apart.push(mark),
        }
    }
    apart
}

/// Whether a text says the fact.
type Reader<'r> = &'r dyn Fn(&Text) -> bool;

/// What a description says, but for the values that it lists.
fn said(file: &SourceFile, layout: Layout, cell: Cell, field: &Field, values: &[EnumValue]) -> Vec<Mark> {
    let text = within(cell.text(file));
    let example = field.example.as_deref().unwrap_or_default();
    let scalar = match field.ty.innermost() {
        Type::Enum(_) if field.number => &Type::Integer,
        Type::Enum(_) => &Type::String,
        ty => ty,
    };
    let range = |text: &Text| facts::stated_range(text, &field.name, scalar, example);
    let stated = field.range.and_then(|_| range(&Text::of(layout, text)));
    let readers: [(Said, bool, Reader<'_>); 6] = [
        (Said::Range, stated.is_some(), &|text| range(text) == stated),
        (Said::Items, field.max_items.is_some(), &|text| items::max_items(text) == field.max_items),
        (Said::Unit, field.unit.is_some(), &|text| units::unit(text, scalar, &field.name) == field.unit),
        (Said::Default, field.default.is_some(), &|text| defaults::find(text, values) == field.default),
        (Said::Encoding, field.encoding.is_some(), &|text| lists::encoding(text, scalar, "") == field.encoding),
        (Said::Deprecated, field.deprecated, &|text| lists::deprecated(text, values)),
    ];
    let known = readers.into_iter().filter(|(_, known, _)| *known);
    let found = known.flat_map(|(said, _, reads)| {
        let holds = |part: &str| reads(&Text::of(layout, part));
        let mut places = Vec::from_iter(stretch(text, &COMMAS, &holds).or_else(|| stretch(text, &ENDS, &holds)));
        if said == Said::Range && places.is_empty() {
            let end = |part: &str, end: fn(&Range) -> Option<i64>| {
                let whole = stated.as_ref().and_then(end);
                whole.is_some() && range(&Text::of(layout, part)).as_ref().and_then(end) == whole
            };
            places.extend(stretch(text, &ENDS, &|part| end(part, |range| range.min)));
            places.extend(stretch(text, &ENDS, &|part| end(part, |range| range.max)));
        }
        if places.is_empty() {
            places.extend(run(text, &holds));
        }
        places.into_iter().map(move |at| (said, at))
    });
    found.map(|(said, at)| Mark { span: sub(cell.span, at.start, at.end), said: vec![said] }).collect()
}

/// The values that a cell lists, where each stands; `apart` tells a list that stands behind an example.
fn listed_values(
    file: &SourceFile,
    layout: Layout,
    cell: Cell,
    apart: bool,
    field: &Field,
    values: &[EnumValue],
) -> Vec<Mark> {
    let text = within(cell.text(file));
    if values.is_empty() {
        return Vec::new();
    }
    let of = Of { name: &field.name, number: field.number, object: false };
    let read = |part: &str| {
        let text = if apart { Text::plain(&part.replace(" - ", "\n- ")) } else { Text::of(layout, part) };
        enums::find(&text, of)
    };
    let Some(found) = read(text) else { return Vec::new() };
    let listed = found.values;
    let start = if listed.is_empty() || text.len() > LONG_CELL {
        0
    } else {
        let reads = |rest: &str| read(rest).is_some_and(|found| found.values == listed);
        let starts = clauses(text, &ENDS).map(|clause| clause.start);
        starts.take_while(|start| text.get(*start..).is_some_and(reads)).last().unwrap_or(0)
    };
    let shown = Shown::new(text, layout.is_markdown());
    let start = shown.at.partition_point(|at| *at < start);
    let mut from = start;
    let mut marks = Vec::new();
    let mut default = None;
    for value in listed.iter().take(MOST_VALUES) {
        let Some(known) = values.iter().position(|known| known.value == value.value) else { continue };
        // Values stand in the order in which they were read, but for those that two lists have.
        let at = shown.word(from, &value.value, &listed).or_else(|| shown.word(start, &value.value, &listed));
        if let Some(at) = at {
            from = at.end;
            if found.default.as_deref() == Some(value.value.as_str()) {
                default = Some(at.end);
            }
            let at = shown.place(at);
            marks.push(Mark { span: sub(cell.span, at.start, at.end), said: vec![Said::Value(known)] });
        }
    }
    // `accept（默认）：…`: said of the value, and of no other.
    if field.default.is_some()
        && field.default == found.default
        && let Some(at) = default.and_then(|behind| shown.default(behind))
    {
        marks.push(Mark { span: sub(cell.span, at.start, at.end), said: vec![Said::Default] });
    }
    marks
}

/// A cell's text without the marks that escape a letter, `\_`, each byte with its place in the cell.
struct Shown {
    text: String,
    at: Vec<usize>,
}

impl Shown {
    fn new(cell: &str, markdown: bool) -> Self {
        let mut shown = Self { text: String::with_capacity(cell.len()), at: Vec::with_capacity(cell.len()) };
        let mut escaped = false;
        for (at, c) in cell.char_indices() {
            let next = cell[at + c.len_utf8()..].chars().next();
            if markdown && c == '\\' && !escaped && next.is_some_and(|next| next.is_ascii_punctuation()) {
                escaped = true;
                continue;
            }
            escaped = false;
            shown.text.push(c);
            shown.at.extend(at..at + c.len_utf8());
        }
        shown
    }

    /// Where that stands in the cell.
    fn place(&self, at: ops::Range<usize>) -> ops::Range<usize> {
        let place = |at: usize| self.at.get(at).copied().unwrap_or_default();
        place(at.start)..place(at.end.saturating_sub(1)) + 1
    }

    /// Where a value stands as a word of its own, at this place or behind it.
    fn word(&self, from: usize, value: &str, all: &[EnumValue]) -> Option<ops::Range<usize>> {
        let text = self.text.as_str();
        let joins = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let rest = text.get(from..)?;
        let mut places = rest.match_indices(value).map(|(at, _)| from + at..from + at + value.len());
        places.find(|at| {
            let before = text.get(..at.start).and_then(|before| before.chars().next_back());
            let after = text.get(at.end..).and_then(|after| after.chars().next());
            let part = value.starts_with(joins) && before.is_some_and(joins)
                || value.ends_with(joins) && after.is_some_and(joins);
            !part && !self.is_of_another(at, value, all)
        })
    }

    /// Whether `cloud` at this place is the beginning, or the end, of the value `cloud-essd`.
    fn is_of_another(&self, at: &ops::Range<usize>, value: &str, all: &[EnumValue]) -> bool {
        all.iter().take(MOST_VALUES).any(|other| {
            other.value.len() > value.len()
                && other.value.match_indices(value).any(|(inner, _)| {
                    let start = at.start.checked_sub(inner);
                    start.is_some_and(|start| self.text.get(start..start + other.value.len()) == Some(&other.value))
                })
        })
    }

    /// The word for a default that is said of the value which ends here.
    fn default(&self, from: usize) -> Option<ops::Range<usize>> {
        let rest = self.text.get(from..)?;
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let lower = line.to_ascii_lowercase();
        let words = ["默认值", "默认", "default value", "default"];
        let (at, word) = words.iter().find_map(|word| Some((lower.find(word)?, *word)))?;
        Some(self.place(from + at..from + at + word.len()))
    }
}

/// What ends a sentence, and what ends a part of one.
const ENDS: [char; 4] = ['。', '；', ';', '\n'];
const COMMAS: [char; 6] = ['。', '；', ';', '\n', '，', ','];

/// The places of a text's clauses.
fn clauses<'a>(text: &'a str, ends: &'a [char]) -> impl Iterator<Item = ops::Range<usize>> + 'a {
    text.split_inclusive(ends).map(move |part| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        start..start + part.trim_end_matches(ends).len()
    })
}

/// The shortest stretch of whole words, in the first clause from which this reads it.
fn stretch(text: &str, ends: &[char], holds: &dyn Fn(&str) -> bool) -> Option<ops::Range<usize>> {
    let found = clauses(text, ends).find(|clause| holds(slice(text, clause)))?;
    shorten(text, found, holds)
}

/// The shortest run of clauses from which this reads what none says alone.
fn run(text: &str, holds: &dyn Fn(&str) -> bool) -> Option<ops::Range<usize>> {
    if text.len() > LONG_CELL {
        return None;
    }
    let all: Vec<ops::Range<usize>> = clauses(text, &COMMAS).filter(|clause| !clause.is_empty()).collect();
    let (mut first, mut last) = (0, all.len().checked_sub(1)?);
    let over = |first: usize, last: usize| all[first].start..all[last].end;
    if !holds(slice(text, &over(first, last))) {
        return None;
    }
    while first < last && holds(slice(text, &over(first + 1, last))) {
        first += 1;
    }
    while first < last && holds(slice(text, &over(first, last - 1))) {
        last -= 1;
    }
    // A fact that needs all of a long text is said by no place of it.
    let found = over(first, last);
    if found.len() > LONG_CLAUSE { None } else { shorten(text, found, holds) }
}

/// Cuts off what is not needed, and never a part of a word.
fn shorten(text: &str, mut found: ops::Range<usize>, holds: &dyn Fn(&str) -> bool) -> Option<ops::Range<usize>> {
    let whole = found.clone();
    let holds = |range: &ops::Range<usize>| holds(slice(text, range));
    if found.len() <= LONG_CLAUSE {
        let first = |range: &ops::Range<usize>| slice(text, range).chars().next().map_or(1, char::len_utf8);
        let last = |range: &ops::Range<usize>| slice(text, range).chars().next_back().map_or(1, char::len_utf8);
        while found.len() > first(&found) && holds(&(found.start + first(&found)..found.end)) {
            found.start += first(&found);
        }
        while found.len() > last(&found) && holds(&(found.start..found.end - last(&found))) {
            found.end -= last(&found);
        }
        let joins = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.' | '-');
        let at_word = |c: Option<char>| c.is_some_and(|c| joins(&c));
        let (head, tail) = (slice(text, &(whole.start..found.start)), slice(text, &(found.end..whole.end)));
        if at_word(slice(text, &found).chars().next()) {
            found.start -= head.chars().rev().take_while(joins).count();
        }
        if at_word(slice(text, &found).chars().next_back()) {
            found.end += tail.chars().take_while(joins).collect::<String>().trim_end_matches([':', '.', '-']).len();
        }
    }
    let shown = slice(text, &found);
    let start = found.start + shown.len() - shown.trim_start().len();
    (!shown.trim().is_empty()).then(|| start..start + shown.trim().len())
}

fn slice<'t>(text: &'t str, range: &ops::Range<usize>) -> &'t str {
    text.get(range.clone()).unwrap_or_default()
}

/// A part of a span.
fn sub(span: Span, start: usize, end: usize) -> Span {
    Span::new(span.start as usize + start, span.start as usize + end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::documents;

    /// The marks of the request parameter `X` whose description is this: `what[text]`.
    fn marked(ty: &str, description: &str) -> Vec<String> {
        marked_with(ty, "1", description)
    }

    fn marked_with(ty: &str, example: &str, description: &str) -> Vec<String> {
        let text = format!(
            "# GetX\n\n## 请求参数\n\n|名称|类型|是否必选|示例值|描述|\n|--|--|--|--|--|\n|X|{ty}|否|{example}|{description} |\n\n\
             ## 返回数据\n\n|名称|类型|示例值|描述|\n|--|--|--|--|\n|RequestId|String|a|编号 |\n"
        );
        let documents = documents(vec![SourceFile::new("aliyun/tram/2022-05-06/GetX.md", text)]);
        let [document] = documents.as_slice() else { panic!("one page") };
        let (page, operation) = (document.page.as_ref().unwrap(), document.operation.as_ref().unwrap());
        let (row, field) = (&page.request.rows[0], &operation.request[0]);
        let values = operation.enums.values().next().map_or(&[][..], Vec::as_slice);
        let marks = marks(&document.file, page.layout, row, field, values);
        marks.iter().map(|mark| format!("{:?}[{}]", mark.said, document.file.slice(mark.span))).collect()
    }

    #[test]
    fn a_fact_is_marked_where_it_stands() {
        assert_eq!(marked("Integer", "分页大小，最大数量为100"), ["[Range][最大数量为100]"]);
        assert_eq!(marked("Long", "所取数据的开始时间。缺省为0，表示以当天的0时为起点。"), ["[Default][缺省为0]"]);
        assert_eq!(marked("Integer", "时长，单位为秒。"), ["[Unit][单位为秒]"]);
        assert_eq!(marked("Integer", "编号"), [""; 0]);
        assert_eq!(marked_with("String", "a,b", "编号，多个编号以逗号隔开。"), ["[Encoding][逗号隔开]"]);
    }

    #[test]
    fn values_are_marked_in_their_list() {
        assert_eq!(
            marked_with("String", "In", "类型，例如In。取值：In（呼入），Out（呼出），InOut（双呼）"),
            ["[Value(0)][In]", "[Value(1)][Out]", "[Value(2)][InOut]"]
        );
        let text = "# a\n\n最多10个。取值：0（否），1（是）。默认值：1。";
        let marks = marked("Integer", &text[5..]);
        assert_eq!(marks, ["[Value(0)][0]", "[Value(1)][1]", "[Default][默认值：1]"]);
    }

    #[test]
    fn escapes_and_longer_values_are_no_ends_of_words() {
        let text = r"种类。取值：- cloud\_ssd：高速，- cloud\_essd：快，- cloud：普通，- cloud-auto：自动";
        let listed = text.replace("- ", "\n\n- ").replace('，', "");
        let marks = marked_with("String", "cloud", &listed.replace('\n', "<br>"));
        let shown = |mark: &String| mark.split_once("][").map(|(_, text)| text.trim_end_matches(']').to_owned());
        let shown: Vec<_> = marks.iter().filter_map(shown).collect();
        assert_eq!(shown, [r"cloud\_ssd", r"cloud\_essd", "cloud", "cloud-auto"]);
    }

    #[test]
    fn what_no_clause_says_alone() {
        assert_eq!(
            marked_with("String", "accept", "策略。取值：accept（默认）：通过，drop：丢弃。"),
            ["[Value(0)][accept]", "[Default][默认]", "[Value(1)][drop]"]
        );
        assert_eq!(
            marked("Integer", "编号。最小值：1。不可为空，最大值为2592000。"),
            ["[Range][最小值：1]", "[Range][最大值为2592000]"]
        );
        assert_eq!(marked("Long", "大小，单位为MB。"), ["[Unit][单位为MB]"]);
    }

    #[test]
    fn a_list_behind_the_example_is_marked_there() {
        let list = "Up 枚举值: - Up: 升 - Down: 降";
        assert_eq!(
            marked_with("String", list, "方向，默认Up。"),
            ["[Value(0)][Up]", "[Value(1)][Down]", "[Default][默认Up]"]
        );
    }

    #[test]
    fn long_cells_take_time_in_proportion() {
        let text = "单位为秒，最大值为".repeat(4000);
        marked("Integer", &text);
        marked("String", &"取值：A（a），".repeat(4000));
    }
}

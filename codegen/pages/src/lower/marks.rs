//! Where in a row's cells the facts of its field stand, for those who show pages.
//!
//! The readers of prose say what they read, and not where. So they are asked again: a fact stands in the first clause from
//! which alone its reader reads it, cut down to the shortest stretch from which it still does. What several clauses say
//! only together, what an override says and what comes from another page has no place here.

use std::ops::Range;

use super::enums::{self, Of};
use super::facts::{self, within};
use super::text::Text;
use super::{defaults, items, lists, units};
use crate::ir::{EnumValue, Field, Type};
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
    let place = |reads: Reader<'_>| stretch(text, &|part| reads(&Text::of(layout, part)));
    let known = readers.into_iter().filter(|(_, known, _)| *known);
    let found = known.filter_map(|(said, _, reads)| Some((said, place(reads)?)));
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
        enums::find(&text, of).map(|found| found.values).unwrap_or_default()
    };
    let listed = read(text);
    let start = if listed.is_empty() || text.len() > LONG_CELL {
        0
    } else {
        let starts = clauses(text, &ENDS).map(|clause| clause.start);
        starts.take_while(|start| text.get(*start..).is_some_and(|rest| read(rest) == listed)).last().unwrap_or(0)
    };
    let mut from = start;
    let mut marks = Vec::new();
    for value in listed.iter().take(MOST_VALUES) {
        let Some(known) = values.iter().position(|known| known.value == value.value) else { continue };
        // Values stand in the order in which they were read, but for those that two lists have.
        let at = word(text, from, &value.value).or_else(|| word(text, start, &value.value));
        if let Some(at) = at {
            from = at.end;
            marks.push(Mark { span: sub(cell.span, at.start, at.end), said: vec![Said::Value(known)] });
        }
    }
    marks
}

/// What ends a sentence, and what ends a part of one.
const ENDS: [char; 4] = ['。', '；', ';', '\n'];
const COMMAS: [char; 6] = ['。', '；', ';', '\n', '，', ','];

/// The places of a text's clauses.
fn clauses<'a>(text: &'a str, ends: &'a [char]) -> impl Iterator<Item = Range<usize>> + 'a {
    text.split_inclusive(ends).map(move |part| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        start..start + part.trim_end_matches(ends).len()
    })
}

/// The shortest stretch of the first clause of which this holds.
fn stretch(text: &str, holds: &dyn Fn(&str) -> bool) -> Option<Range<usize>> {
    let part = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    let mut parts = clauses(text, &COMMAS).chain(clauses(text, &ENDS));
    let mut found = parts.find(|clause| holds(part(clause)))?;
    if found.len() <= LONG_CLAUSE {
        let first = |range: &Range<usize>| part(range).chars().next().map_or(1, char::len_utf8);
        let last = |range: &Range<usize>| part(range).chars().next_back().map_or(1, char::len_utf8);
        while found.len() > first(&found) && holds(part(&(found.start + first(&found)..found.end))) {
            found.start += first(&found);
        }
        while found.len() > last(&found) && holds(part(&(found.start..found.end - last(&found)))) {
            found.end -= last(&found);
        }
    }
    let shown = part(&found);
    let start = found.start + shown.len() - shown.trim_start().len();
    (!shown.trim().is_empty()).then(|| start..start + shown.trim().len())
}

/// Where a value stands as a word of its own, at this place or behind it.
fn word(text: &str, from: usize, value: &str) -> Option<Range<usize>> {
    let joins = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let rest = text.get(from..)?;
    rest.match_indices(value).map(|(at, _)| from + at..from + at + value.len()).find(|at| {
        let before = text.get(..at.start).and_then(|before| before.chars().next_back());
        let after = text.get(at.end..).and_then(|after| after.chars().next());
        !(value.starts_with(joins) && before.is_some_and(joins) || value.ends_with(joins) && after.is_some_and(joins))
    })
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

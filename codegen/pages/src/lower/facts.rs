//! What the prose of a row and of a page says, put where it belongs.

use super::draft::{Draft, ListId};
use super::enums::{self, Found, Of};
use super::text::Text;
use super::{Context, defaults, epoch, items, limits, lists, special, units, words};
use crate::bounds::CELL_BYTES;
use crate::cells;
use crate::ir::{Encoding, Field, Operation, Paging, Range, TotalOn, Type, Window, at_path};
use crate::page::{Layout, Page, Row};

/// A text, cut off where it is longer than any real one.
pub(super) fn within(text: &str) -> &str {
    let mut end = text.len().min(CELL_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Fills in what a row's cells say, as far as it needs no type, and returns the values that they list.
pub(super) fn describe(context: &mut Context<'_>, field: &mut Field, row: &Row) -> Option<ListId> {
    let raw = within(row.description.text(context.file));
    let text = Text::of(context.layout, raw);
    field.description = text.paragraphs();
    let example = within(row.example.text(context.file));
    let example = if context.layout.is_markdown() { super::text::plain(example) } else { example.to_owned() };
    let (example, listed) = split_example(&example);
    field.example = (!example.is_empty()).then(|| example.to_owned());
    let word = cells::word(row.ty.text(context.file), context.vendor);
    let scalar = match &word {
        cells::Word::Scalar(ty) | cells::Word::ListOf(ty) => ty.clone(),
        // `Weight.N|RepeatList`: only the example tells of what.
        cells::Word::List(None) if lists::is_number(example) => Type::Integer,
        _ => Type::Any,
    };
    let number = matches!(scalar, Type::Integer | Type::Long | Type::Unsigned | Type::Float);
    let object = example.starts_with('{') || example.starts_with("[{");
    let mut found = None;
    // `Status.N|RepeatList`, `Levels|List`: of texts, by the example.
    let texts = matches!(word, cells::Word::List(None)) && lists::is_word(example);
    if texts || matches!(scalar, Type::String | Type::Integer | Type::Long | Type::Unsigned) {
        let of = Of { name: &field.name, number, object };
        found = match listed {
            Some(list) => enums::find(&Text::plain(&list.replace(" - ", "\n- ")), of),
            None => enums::find(&text, of),
        };
    }
    let single = matches!(word, cells::Word::Scalar(_));
    // Limits inside the text of a JSON object are its members'.
    if !object {
        facts(field, &text, &scalar, single, found.as_ref());
    } else if single {
        field.encoding = lists::encoding(&text, &scalar, example);
        // How many members an object has is no number of items.
        let listed = example.starts_with('[') || row.name.text(context.file).contains(".N");
        field.max_items = items::max_items(&text).filter(|_| listed);
    }
    if field.unit.is_none() && scalar == Type::String {
        field.unit = units::unit_of_word(row.ty.text(context.file), example);
    }
    let Found { values, .. } = found?;
    field.number = number;
    Some(context.lists.add(&field.name, values))
}

/// `Outbound 枚举值: - Outbound: 呼出 - …`: the help center puts the list behind the example.
pub(super) fn split_example(example: &str) -> (&str, Option<&str>) {
    for marker in ["枚举值:", "枚举值：", "Valid values:"] {
        if let Some((example, list)) = example.split_once(marker) {
            return (example.trim(), Some(list));
        }
    }
    (example.trim(), None)
}

fn facts(field: &mut Field, text: &Text, scalar: &Type, single: bool, found: Option<&Found>) {
    let values = found.map_or(&[][..], |found| found.values.as_slice());
    let example = field.example.as_deref().unwrap_or_default();
    if found.is_none() {
        field.range = stated_range(text, &field.name, scalar, example);
    }
    if *scalar != Type::Any {
        field.default = defaults::find(text, values).or_else(|| found.and_then(|found| found.default.clone()));
    }
    let default = field.default.as_deref();
    field.range = field.range.and_then(|range| special::allow_shown(range, default, example));
    field.deprecated = lists::deprecated(text, values);
    field.unit = units::unit(text, scalar, &field.name)
        .or_else(|| epoch::of_example(scalar, &field.name, field.example.as_deref().unwrap_or_default()));
    field.encoding =
        if single { lists::encoding(text, scalar, field.example.as_deref().unwrap_or_default()) } else { None };
    field.max_items = items::max_items(text);
}

/// The range that a text states of a number, or of a text that holds one.
pub(super) fn stated_range(text: &Text, name: &str, scalar: &Type, example: &str) -> Option<Range> {
    let number = matches!(scalar, Type::Integer | Type::Long | Type::Unsigned | Type::Float)
        || *scalar == Type::String && lists::is_numbers(example) && limits::says_range(text);
    number.then(|| limits::range(text, name, *scalar == Type::Float))?
}

/// Whether a field's example can be a text only.
fn is_text(field: &Field) -> bool {
    field.example.as_deref().is_some_and(|example| {
        example.starts_with(char::is_alphabetic)
            && !example.contains(['[', '{', '"', ',', ' '])
            && !matches!(example.to_ascii_lowercase().as_str(), "true" | "false" | "null")
    })
}

/// Sets the type of a field, now that its type word and its value list are known.
pub(super) fn settle(draft: &mut Draft, ty: Type, request: bool) {
    let ty = match ty {
        // The page does not say of what the list is, but which values it holds.
        Type::List(of) if *of == Type::Any && draft.values.is_some() && draft.members.is_empty() => {
            Type::List(Box::new(if draft.field.number { Type::Integer } else { Type::String }))
        }
        // `InstanceId.N|RepeatList`, with an example that can be nothing but a text.
        Type::List(of) if *of == Type::Any && request && draft.members.is_empty() && is_text(&draft.field) => {
            Type::List(Box::new(Type::String))
        }
        ty => ty,
    };
    let element = if let Type::List(of) = &ty { of.as_ref() } else { &ty };
    if !matches!(element, Type::String | Type::Integer | Type::Long | Type::Unsigned) {
        draft.values = None;
    }
    let field = &mut draft.field;
    field.ty = match field.encoding {
        Some(Encoding::Comma | Encoding::Json) if request && !matches!(ty, Type::List(_)) => match example_items(field)
        {
            Items::Objects => ty,
            Items::Values => Type::List(Box::new(ty)),
        },
        _ => ty,
    };
    if !matches!(field.ty, Type::List(_)) && field.encoding.is_none() {
        field.max_items = None;
    }
}

enum Items {
    Values,
    Objects,
}

/// A JSON text of objects stays a text: its members have no rows.
fn example_items(field: &Field) -> Items {
    match (&field.encoding, &field.example) {
        (Some(Encoding::Json), Some(example)) if !example.trim_start().starts_with('[') || example.contains('{') => {
            Items::Objects
        }
        (Some(Encoding::Json), None) => Items::Objects,
        _ => Items::Values,
    }
}

/// Facts about the whole operation.
pub(super) fn operation(context: &Context<'_>, page: &Page, operation: &mut Operation) {
    let intro: Vec<String> = page
        .intro
        .iter()
        .map(|span| {
            let raw = context.file.slice(*span);
            if page.layout.is_markdown() { Text::markdown(raw).paragraphs() } else { raw.to_owned() }
        })
        // A rule such as `****` is a paragraph without text.
        .filter(|text| !text.is_empty() && !is_boilerplate(text))
        .collect();
    let title = context.file.slice(page.title);
    let title = title.split_once(" {#").map_or(title, |(title, _)| title).trim();
    if page.layout == Layout::AliyunMarkdown && title != operation.name {
        operation.title = super::text::plain(title);
    }
    operation.rate_limit = rate(&context.file.text);
    operation.max_days = intro.iter().find_map(|text| window(text));
    operation.description = intro.join("\n\n");
    operation.paging = paging(operation, &intro);
    operation.window = period(operation);
}

fn is_boilerplate(text: &str) -> bool {
    text.contains("OpenAPI Explorer") || text.contains("API Explorer")
}

/// `20次/秒`, `A maximum of 20 requests can be initiated per second`
fn rate(text: &str) -> Option<u32> {
    if let Some(at) = words::find(text, "次/秒") {
        let before = text[..at].trim_end();
        let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
        return before[before.len() - digits..].parse().ok().filter(|rate| *rate > 0);
    }
    let at = words::find(text, "requests can be initiated per second")?;
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next()?;
    line.split_whitespace().find_map(|word| word.parse().ok()).filter(|rate| *rate > 0)
}

/// `查询日期区间限制为最大7天`
fn window(text: &str) -> Option<u32> {
    for clause in text.split(['。', '\n', '；']) {
        if !["区间", "跨度", "范围", "间隔"].iter().any(|word| clause.contains(word)) {
            continue;
        }
        for word in ["最大为", "最大", "不超过", "不能超过", "最长为", "最长"] {
            let Some(at) = clause.find(word) else { continue };
            let rest = clause[at + word.len()..].trim_start();
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if let Ok(days) = rest[..digits].parse::<u32>()
                && rest[digits..].trim_start().starts_with('天')
                && days > 0
            {
                return Some(days);
            }
        }
    }
    None
}

/// Which fields page through the results.
pub(super) fn paging(operation: &Operation, intro: &[String]) -> Option<Paging> {
    let number = operation
        .request
        .iter()
        .find(|field| matches!(field.name.as_str(), "PageNumber" | "CurrentPage" | "PageNum" | "PageNo"))?;
    let size = ["PageSize", "PageLimit", "Limit"]
        .iter()
        .find_map(|name| operation.request.iter().find(|field| field.name == *name))?;
    let first = u32::from(
        !(number.description.contains("从 0 开始")
            || number.description.contains("从0开始")
            || number.description.contains("starts from 0")),
    );
    let mut total = None;
    find_path(&operation.response, &mut Vec::new(), &mut total, &|field| {
        matches!(field.name.as_str(), "TotalCount" | "TotalSize" | "Total" | "TotalNum")
            && !matches!(field.ty, Type::Struct(_) | Type::List(_))
    });
    let mut items = None;
    let beside: Vec<&str> =
        total.as_deref().map(|path: &str| path.rsplit_once('.').map_or("", |(parent, _)| parent)).into_iter().collect();
    find_path(
        &operation.response,
        &mut Vec::new(),
        &mut items,
        &|field| matches!(&field.ty, Type::List(of) if matches!(of.as_ref(), Type::Struct(_))),
    );
    let items = items.filter(|path: &String| beside.is_empty() || beside.iter().any(|parent| path.starts_with(parent)));
    let items = items.or_else(|| plain_list(operation, total.as_deref()?));
    let first_only = intro
        .iter()
        .any(|text| text.contains("TotalCount") && (text.contains("第一页") || text.contains("first page")));
    Some(Paging {
        number: number.name.clone(),
        size: size.name.clone(),
        first,
        total,
        total_on: first_only.then_some(TotalOn::FirstPage),
        items,
    })
}

/// The only list of plain values beside the total, such as ids.
fn plain_list(operation: &Operation, total: &str) -> Option<String> {
    let (parent, fields) = match total.rsplit_once('.') {
        Some((parent, _)) => (format!("{parent}."), at_path(&operation.response, parent)?.fields.as_slice()),
        None => (String::new(), operation.response.as_slice()),
    };
    let mut lists = fields.iter().filter(|field| matches!(field.ty, Type::List(_)));
    let list = lists.next().filter(|_| lists.next().is_none())?;
    Some(parent + &list.name)
}

/// `StartTime` and `StopTime` of a request for items that have a `StartTime` too.
fn period(operation: &Operation) -> Option<Window> {
    let items = at_path(&operation.response, operation.paging.as_ref()?.items.as_deref()?)?;
    let moment = |field: &&Field| matches!(field.unit.as_deref(), Some("ms-epoch" | "s-epoch"));
    let mut moments = operation.request.iter().filter(moment);
    let (start, end) = moments.find_map(|start| {
        let what = start.name.strip_prefix("Start")?;
        let is_end = |field: &&Field| {
            ["End", "Stop"].iter().any(|word| field.name.strip_prefix(word) == Some(what)) && field.unit == start.unit
        };
        Some((start, operation.request.iter().find(is_end)?))
    })?;
    // `StartTimestamp` of an item is the `StartTimeStamp` of the request.
    let mut times = items.fields.iter().filter(|field| matches!(field.ty, Type::Integer | Type::Long));
    let time = times.find(|field| field.name.eq_ignore_ascii_case(&start.name))?;
    Some(Window { start: start.name.clone(), end: end.name.clone(), time: time.name.clone() })
}

/// The dotted path of the first field that fits, outer fields before inner ones.
fn find_path(fields: &[Field], above: &mut Vec<String>, found: &mut Option<String>, fits: &impl Fn(&Field) -> bool) {
    if let Some(field) = fields.iter().find(|field| fits(field)) {
        let mut path = above.clone();
        path.push(field.name.clone());
        *found = Some(path.join("."));
        return;
    }
    for field in fields.iter().filter(|field| matches!(field.ty, Type::Struct(_))) {
        above.push(field.name.clone());
        find_path(&field.fields, above, found, fits);
        above.pop();
        if found.is_some() {
            return;
        }
    }
}

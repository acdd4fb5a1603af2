//! Value lists in prose: after a marker, as bullets, as pairs of value and meaning.
//!
//! Reading an enum into prose that lists none is worse than missing one. The less the page says, the more a form
//! asks for: after `取值：` a bare word is a value; in a list without any marker every item must start with one.

use super::announce::{self, Intro};
use super::scan::{self, Cursor, Value};
use super::text::{Line, Text};
use super::{colon, label, pairs, words};

use crate::ir::EnumValue;

/// A value list, with what the same words say about the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The values in the page's order.
    pub values: Vec<EnumValue>,
    /// The value that is marked as the default.
    pub default: Option<String>,
}

/// What is known of the field beside its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Of<'a> {
    /// Its wire name.
    pub name: &'a str,
    /// Its type is a number.
    pub number: bool,
    /// Its example is a JSON object: lists in the text describe members.
    pub object: bool,
}

/// The values that a cell lists, if it does.
pub(super) fn find(text: &Text, of: Of<'_>) -> Option<Found> {
    let mut found = Found::default();
    let mut used = vec![false; text.lines.len()];
    if of.object {
        return None;
    }
    bullets(text, of, &mut found, &mut used);
    // The list of the line before may go on.
    let mut open = false;
    for (index, line) in text.lines.iter().enumerate() {
        if used.get(index).copied().unwrap_or_default() {
            continue;
        }
        let more = if open && !line.item { pairs::from(line, 0) } else { Vec::new() };
        if more.is_empty() {
            open = inline(line, of, &mut found);
        } else {
            add_all(&mut found, more, of);
        }
    }
    if found.values.is_empty() {
        for line in &text.lines {
            add_all(&mut found, pairs::anywhere(line), of);
        }
    }
    if found.values.is_empty() {
        add_all(&mut found, pairs::lines(text), of);
    }
    if found.values.is_empty() && !of.number {
        let lists = text.lines.iter().filter(|line| !line.item && line.depth == 0).map(colon::values);
        add_all(&mut found, lists.into_iter().find(|values| !values.is_empty()).unwrap_or_default(), of);
    }
    plausible(&found, of).then_some(found)
}

fn plausible(found: &Found, of: Of<'_>) -> bool {
    let integer = |value: &EnumValue| value.value.parse::<i64>().is_ok();
    match found.values.as_slice() {
        [] => false,
        [one] => !of.number && !integer(one) && !scan::is_span(&one.value),
        values => !of.number || values.iter().all(integer),
    }
}

/// Takes a list as a whole: a number's list with a word or a range in it is none.
fn add_all(found: &mut Found, values: Vec<Value>, of: Of<'_>) {
    if of.number && values.iter().any(|value| value.text.parse::<i64>().is_err()) {
        return;
    }
    for value in values {
        add(found, value);
    }
}

fn add(found: &mut Found, value: Value) {
    let text = value.text;
    // `NULL：不启用加密`: what has a meaning is a value.
    let null = text.eq_ignore_ascii_case("null") && value.label.is_some();
    if text.is_empty() || text.len() > 80 || scan::is_format(&text) && !null {
        return;
    }
    if value.default && found.default.is_none() {
        found.default = Some(text.clone());
    }
    match found.values.iter_mut().find(|known| known.value == text) {
        Some(known) => {
            known.code = known.code.or(value.code);
            if known.label.is_none() {
                known.label = value.label;
            }
        }
        None => found.values.push(EnumValue { value: text, code: value.code, label: value.label }),
    }
}

/// Lists whose items start with a value.
fn bullets(text: &Text, of: Of<'_>, found: &mut Found, used: &mut [bool]) {
    let lines = &text.lines;
    let mut at = 0;
    let mut told = None;
    // A list of values has begun.
    let mut listed = false;
    while at < lines.len() {
        if !lines[at].item {
            at += 1;
            continue;
        }
        let depth = lines[at].depth;
        let above = lines[..at].iter().rposition(|line| line.depth < depth || !line.item);
        let intro = above.and_then(|above| lines.get(above));
        let mut end = at;
        let mut items = Vec::new();
        while end < lines.len() && lines[end].depth >= depth {
            if lines[end].depth == depth && lines[end].item {
                items.push(end);
            }
            end += 1;
        }
        let announces = intro.is_some_and(|line| line.text.ends_with([':', '：']));
        let intro = intro.map_or(Intro::None, |line| announce::introduces(line, of.name));
        // A remark between two values does not end their list.
        let intro = if intro == Intro::None && listed && !announces { Intro::Values } else { intro };
        // `取值：on或off。` comes first in the page's order. A list may be tried item by item, its introduction once.
        if intro == Intro::Values
            && std::mem::replace(&mut told, above) != above
            && let Some(line) =
                above.filter(|above| used.get(*above) == Some(&false)).and_then(|above| lines.get(above))
        {
            inline(line, of, found);
        }
        if group(lines, &items, intro, of, found) {
            for index in at..end {
                // What is nested below a value explains it.
                if let Some(used) = used.get_mut(index) {
                    *used = true;
                }
            }
            listed |= intro == Intro::Values;
            at = end;
        } else {
            at += 1;
        }
    }
}

/// Takes a list's items for values, all or none.
fn group(lines: &[Line], items: &[usize], intro: Intro, of: Of<'_>, found: &mut Found) -> bool {
    if intro == Intro::Other || items.is_empty() {
        return false;
    }
    let marked = intro == Intro::Values;
    let mut values = Vec::new();
    let mut missed = 0;
    for &index in items {
        let line = &lines[index];
        let mut read = Vec::new();
        if !item(line, marked, &mut read) {
            missed += 1;
        }
        values.extend(read);
    }
    let enough =
        if marked { missed * 3 <= items.len() && !values.is_empty() } else { missed == 0 && values.len() >= 2 };
    let formats: Vec<&Line> = lines.iter().filter(|line| line.text.contains(['{', '<', '['])).collect();
    if !enough || values.iter().any(|value| is_placeholder(&formats, &value.text)) {
        return false;
    }
    add_all(found, values, of);
    true
}

/// `acs:mns:{region}:{account-id}`: the list explains the parts of a format.
fn is_placeholder(formats: &[&Line], value: &str) -> bool {
    formats.iter().any(|line| {
        [("{", "}"), ("<", ">"), ("${", "}"), ("[", "]")]
            .iter()
            .any(|(open, close)| line.text.contains(&format!("{open}{value}{close}")))
    })
}

/// `**on**：…`, `A、B：…`, `…。取值：X`
fn item(line: &Line, marked: bool, values: &mut Vec<Value>) -> bool {
    let mut cursor = Cursor::new(line);
    let start = values.len();
    while let Some(mut value) = cursor.value() {
        cursor.brackets(&mut value);
        let next = cursor.peek();
        values.push(value);
        if matches!(next, Some('、' | '|')) || matches!(next, Some(',' | '，' | '/')) && cursor.value_after_separator()
        {
            cursor.bump();
            continue;
        }
        break;
    }
    if values.len() > start {
        if cursor.at_end() {
            return true;
        }
        let bold = cursor.last_was_marked();
        // `**Unit**为**Year**时，取值：…`: a condition and no meaning.
        let condition = |label: &String| label.starts_with(['为', '是']) && label.contains("取值");
        if let Some(label) = cursor.label(bold, marked).filter(|label| !condition(label)) {
            let single = values.len() == start + 1;
            if let Some(value) = values.last_mut().filter(|_| single) {
                label::set(value, &label);
            }
            return true;
        }
        values.truncate(start);
    }
    if titled(line, marked, values) {
        return true;
    }
    // `统计值大于等于阈值。取值：>=`
    if let Some(at) = line.text.rfind("取值：").map(|at| at + "取值：".len()) {
        let mut cursor = Cursor::at(line, at);
        if let Some(mut value) = cursor.value().filter(|_| cursor.at_end()) {
            let label = line.text[..at - "取值：".len()].trim_end_matches(['。', '，', ' ']);
            label::set(&mut value, label);
            values.push(value);
            return true;
        }
    }
    false
}

/// `**IVR事件**：EnterIVR（进入IVR）、…`: a title, then values and nothing else.
fn titled(line: &Line, marked: bool, values: &mut Vec<Value>) -> bool {
    let Some(at) = line.text.find(['：', ':']) else { return false };
    let title = &line.text[..at];
    let short = if title.is_ascii() { title.contains(' ') && title.len() <= 30 } else { title.chars().count() <= 12 };
    if !short || announce::is_fact(title) {
        return false;
    }
    let mut cursor = Cursor::at(line, at);
    cursor.bump();
    let mut read = Vec::new();
    let mut bold = true;
    while let Some(mut value) = cursor.value() {
        bold &= cursor.last_was_marked();
        cursor.brackets(&mut value);
        read.push(value);
        if !cursor.separator() {
            break;
        }
    }
    if read.is_empty() || !cursor.at_end() || !(bold || marked) {
        return false;
    }
    values.append(&mut read);
    true
}

/// Values after a marker inside a line; whether the last of them came with its meaning.
fn inline(line: &Line, of: Of<'_>, found: &mut Found) -> bool {
    let mut open = false;
    // The markers are ASCII or have no case, and so every byte stays in its place.
    let lower = line.text.to_ascii_lowercase();
    let mut from = 0;
    while let Some((at, marker)) = words::first_of(&lower, from, &INLINE) {
        let after = at + marker.len();
        from = after;
        let (before, rest) = (&line.text[..at], &line.text[after..]);
        if announce::belongs_to_other(before, rest, of.name)
            || announce::is_example(before)
            || announce::is_default(before, rest)
        {
            continue;
        }
        let Some(start) = scan::after_colon(&line.text, after, marker) else { continue };
        // `取值：{“1”, “2”}`
        let start = start + line.text[start..].bytes().take_while(|b| matches!(b, b' ' | b'{')).count();
        let fixed = marker.contains("固定") || marker.contains("set the value");
        let mut cursor = Cursor::at(line, start);
        // `If both must match, set the value to `a and b``: one value by case, which is an expression.
        if fixed && announce::is_conditional(before) && cursor.stands_before_phrase() {
            continue;
        }
        let mut values: Vec<Value> = Vec::new();
        let mut explained = false;
        let mut stands_alone = false;
        while let Some(mut value) = cursor.value() {
            cursor.brackets(&mut value);
            if cursor.continues_range() {
                values.clear();
                break;
            }
            let label = cursor.inline_label(&value);
            if let Some(label) = &label {
                label::set(&mut value, label);
                explained = true;
            }
            // `set the value to x, which means …`
            if fixed && !values.is_empty() && !cursor.last_was_marked() && label.is_none() && !cursor.ends_sentence() {
                break;
            }
            if values.is_empty() {
                stands_alone = cursor.last_was_marked() || explained || cursor.ends_sentence();
            }
            values.push(value);
            // `1：A，2：B。3：C`
            if !(cursor.separator() || explained && cursor.sentence_with_pair(false)) {
                break;
            }
        }
        let takes = match values.as_slice() {
            [] => false,
            // `the valid values are case-insensitive`
            [_] if marker.ends_with(" are") || marker.ends_with(" is") => cursor.last_was_marked(),
            // `set the value to a multiple of 60`: only what stands out or alone is a value.
            [_] if fixed => stands_alone,
            [one] => {
                !of.number
                    && !announce::only_illustrates(marker)
                    && !announce::gives_example(before, rest)
                    && (cursor.ends_sentence() || one.default)
            }
            // Nor does a case have two: `set the value to a or b` is an expression.
            _ => !(fixed && announce::is_conditional(before)),
        };
        if takes {
            from = cursor.position().max(from);
            open = explained;
            add_all(found, values, of);
        }
    }
    open
}

/// Markers that may stand before values in running text.
const INLINE: [&str; 28] = [
    "取固定值",
    "固定取值",
    "固定值",
    "取值范围",
    "取值为",
    "取值是",
    "取值有",
    "取值包括",
    "取值",
    "可选值",
    "可能值",
    "可选项",
    "枚举值",
    "有效值",
    "合法值",
    "返回值",
    "包括",
    "valid values",
    "valid value",
    "valid values are",
    "valid value is",
    "possible values",
    "optional values",
    "allowed values",
    "available values",
    "set the value to",
    "value range",
    "仅支持",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn values(cell: &str) -> Vec<String> {
        let of = Of { name: "Field", number: false, object: false };
        find(&Text::markdown(cell), of)
            .map_or(Vec::new(), |found| found.values.into_iter().map(|value| value.value).collect())
    }

    #[test]
    fn the_ways_in_which_pages_list_values() {
        for (cell, expected) in [
            ("取值：A（x），B（y）", "A B"),
            ("取值：Success\\(正常\\)，NoAnswer\\(未接通\\)，多个条件以逗号隔开。", "Success NoAnswer"),
            ("参考枚举值：Inbound\\(0\\) 内呼, Outbound\\(1\\) 外呼。", "Inbound Outbound"),
            ("默认升序，取值: ASC/DESC。", "ASC DESC"),
            ("类型 包括：ivr、queue、agent。", "ivr queue agent"),
            ("挂断方,customer：用户挂机；agent：坐席挂机，同时提醒。", "customer agent"),
            (
                "Valid values: white and black.\n\n -   **white**: yes.\n\nA remark.\n\n-   **black**: no.",
                "white black",
            ),
            ("Valid values: **on and off**.", "on off"),
            ("状态，取值：\n\n -   **on**：开\n-   **off**（默认值）：关", "on off"),
            ("取值：**Master（默认值）| Slave**。", "Master Slave"),
            (
                "事件。包括：\n\n -   **IVR事件**：EnterIVR （进入IVR）；\n-   **坐席事件**：Ring（振铃）、Talk（通话）。",
                "EnterIVR Ring Talk",
            ),
            ("取固定值：**root**。", "root"),
            ("取值：1：开，2：关。3：自动。", "1 2 3"),
            ("开关，0：关，1：开。2：自动。", "0 1 2"),
            ("Valid values: 0: off, 1: on. 2: automatic.", "0 1 2"),
            ("取值：1：开，2：关。\n\n3：自动。", "1 2 3"),
            ("取值：1：开，2：关。更多信息，请参见：文档。", "1 2"),
            ("取值：off或on。\n\n- on：开。\n- off：关。", "off on"),
            ("取值：on或off。\n\n- on：开。\n- off：关（默认值）。", "on off"),
            (
                "期限。\n\n- **Unit**为**Y**时，取值：**1**、**2**或**3**。\n- **Unit**为**M**时，取值：**6**。",
                "1 2 3 6",
            ),
            ("Valid values:\n\n- **Network layer**: **v4** and **v6**.\n- **all**: all.", "v4 v6 all"),
            ("Valid values:\n\n- NULL: none.\n- Disk: the disk.", "NULL Disk"),
            (
                "If it is short, valid values are **300** and **3600**. If not, the valid value is **86400**.",
                "300 3600 86400",
            ),
            ("期限。Unit为Y时，该参数的取值：{“1”, “2”}。", "1 2"),
            ("Set the value to bulk, which means all at once.", "bulk"),
            ("Valid values: **one and two.**", "one two"),
            ("Set the value to **Bulk** (in bulk).", "Bulk"),
            ("Set the value to bulk. There is no other.", "bulk"),
        ] {
            assert_eq!(values(cell).join(" "), expected, "{cell}");
        }
    }

    #[test]
    fn what_is_no_enum() {
        for cell in [
            "取值范围：1~100",
            "取值请参见DescribeRegions",
            "N的取值范围：**a**、**b**",
            "格式：\n\n -   **YYYY**：年\n-   **MM**：月",
            "通知对象，格式为acs:mns:{region}:{account}：\n\n -   region：地域\n-   account：账号",
            "请参见文档。注意：\n\n -   不能为空。\n-   长度不限。",
            "实例ID，由字母和数字组成。",
            // A sole value that is an example, a default, a range or a word of a sentence.
            "Format: a number with a unit. Unit: d (day).",
            "Entries.\n\n- Default value: **30.**\n- Maximum value: **90.**",
            "The valid values are case-insensitive.",
            "应用ID，例如：取值为**app-1**。",
            "应用ID。取值如：**app-1**。",
            "默认取值：**app-1**。",
            "取值（默认）：**app-1**。",
            "返回值：OK。",
            "For example, in the first zone set the value to **zone-1**.",
            "端口。取值范围：**1-65535**。",
            "Set the value to a multiple of 60.",
            "Set the value to the `Token` of the last call.",
            "If both must match, set the value to `a and b`.",
            "If one must match, set the value to a or b.",
        ] {
            assert_eq!(values(cell), Vec::<String>::new(), "{cell}");
        }
    }
}

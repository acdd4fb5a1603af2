//! Whether a line announces the values of its field, those of another one, or something else.

use super::scan;
use super::text::Line;

/// What the line before a list says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Intro {
    /// Its items are values of this field.
    Values,
    /// They are something else.
    Other,
    /// It does not say.
    None,
}

pub(super) fn introduces(line: &Line, name: &str) -> Intro {
    let text = line.text.trim_end_matches(|c: char| c.is_whitespace() || ":：。.；;".contains(c));
    // Only the last clause announces what follows.
    let clause = text.rsplit(['。', '；', ';', '\n']).next().unwrap_or(text);
    let clause = clause.rsplit(". ").next().unwrap_or(clause);
    let lower = clause.to_ascii_lowercase();
    if let Some((at, marker)) = MARKERS
        .iter()
        .filter_map(|marker| lower.rfind(marker).map(|at| (at, marker)))
        .max_by_key(|(at, marker)| at + marker.len())
    {
        let rest = lower[at + marker.len()..].trim();
        let condition =
            ["when", "if", "for different"].iter().any(|word| rest.starts_with(word)) || rest.contains("is set to");
        // `取值：on或off。`, then what each of them means.
        let lists = || scan::lists_values(line, text.len() - clause.len() + at + marker.len());
        let short = rest.chars().count() <= 12 || condition || lists();
        if short && !belongs_to_other(&clause[..at], &clause[at + marker.len()..], name) {
            return Intro::Values;
        }
        return Intro::Other;
    }
    // Only a colon announces; a sentence before a list says nothing about it.
    let announces = line.text.trim_end().ends_with([':', '：']);
    if announces && announces_other(&lower) {
        return Intro::Other;
    }
    Intro::None
}

/// Whether a list's introduction, in lower case, names something other than values.
pub(super) fn announces_other(text: &str) -> bool {
    NOT_VALUES.iter().any(|word| text.contains(word))
}

/// Words that announce a list of something other than values.
const NOT_VALUES: [&str; 27] = [
    "格式",
    "规则",
    "注意",
    "说明：",
    "限制",
    "例如",
    "示例",
    "要求",
    "步骤",
    "filter",
    "format",
    "rule",
    "note",
    "for example",
    "example",
    "limit",
    "requirement",
    "json",
    "参数",
    "字段",
    "结构",
    "包含以下",
    "包括以下",
    "parameter",
    "field",
    "object",
    "condition",
];

/// Words that announce values.
const MARKERS: [&str; 30] = [
    "取值范围",
    "取值说明",
    "取值含义",
    "取值意义",
    "取值列表",
    "取值包括",
    "取值如下",
    "取值",
    "可选值",
    "可选项",
    "可能值",
    "可能的值",
    "可选范围",
    "枚举值",
    "返回值",
    "有效值",
    "合法值",
    "状态值",
    "参数值",
    "包括",
    "包含",
    "valid values",
    "valid value",
    "possible values",
    "optional values",
    "allowed values",
    "available values",
    "enumeration values",
    "value range",
    "the value can be",
];

/// `N的取值范围`, `device取值`, `Valid values of N`: the values of something else.
pub(super) fn belongs_to_other(before: &str, after: &str, name: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || "的*".contains(c));
    let word = before.rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')).next().unwrap_or_default();
    if !word.is_empty()
        && word != name
        && before.ends_with(word)
        && !matches!(
            word.to_lowercase().as_str(),
            "the" | "and" | "are" | "is" | "of" | "ecs" | "slb" | "cdn" | "api" | "id"
        )
    {
        return word.len() == 1
            || word.starts_with(|c: char| c.is_ascii_uppercase())
            || word.chars().all(|c| c.is_ascii_lowercase()) && word.len() < 12;
    }
    let after = after.trim_start();
    if let Some(of) = after.strip_prefix("of ").or_else(|| after.strip_prefix("for ")) {
        let of = of.trim_start_matches("the ");
        let word: String = of.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        return word != name && (word.len() == 1 || word.starts_with(|c: char| c.is_ascii_uppercase()));
    }
    false
}

/// Whether what follows is said to be an example.
pub(super) fn is_example(before: &str) -> bool {
    let before = before.trim_end();
    ["例如", "比如", "如", "示例", "example", "e.g."].iter().any(|word| before.ends_with(word))
}

/// Whether a marker such as `取值` only introduces the default: `默认取值：x`, `取值（默认）：x`.
pub(super) fn is_default(before: &str, after: &str) -> bool {
    before.trim_end().ends_with("默认")
        || ["（默认）", "(默认)"].iter().any(|word| after.trim_start().starts_with(word))
}

/// Whether a sentence so far, or what stands directly behind a marker, says that an example follows. One value there
/// is no value list.
pub(super) fn gives_example(before: &str, after: &str) -> bool {
    // `取值如：x`, but not `取值如下：`
    if ["如：", "如:", "例如", "比如"].iter().any(|word| after.trim_start().starts_with(word)) {
        return true;
    }
    let sentence = last_sentence(before);
    ["例如", "比如", "譬如", "示例", "for example", "for instance", "such as", "e.g."]
        .iter()
        .any(|word| sentence.contains(word))
}

/// Whether what a sentence says holds in a case that it names before.
pub(super) fn is_conditional(before: &str) -> bool {
    let sentence = last_sentence(before);
    let sentence = sentence.trim_start();
    sentence.starts_with("if ") || sentence.contains(" if ") || sentence.contains("如果")
}

/// What stands of the sentence in which a text ends, in lower case; of a long one its end.
fn last_sentence(text: &str) -> String {
    let mut start = text.len().saturating_sub(300);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let text = &text[start..];
    let sentence = text.rsplit(['。', '；', ';', '\n']).next().unwrap_or(text);
    sentence.rsplit(". ").next().unwrap_or(sentence).to_ascii_lowercase()
}

/// Markers behind which one value is what was seen, not all that there may be.
pub(super) fn only_illustrates(marker: &str) -> bool {
    matches!(marker, "返回值" | "包括" | "取值包括" | "possible values")
}

/// `Default value`, `最大值`: what follows is one of the field's other facts.
pub(super) fn is_fact(title: &str) -> bool {
    let lower = title.to_lowercase();
    ["default", "maximum", "minimum", "unit", "example", "length"].iter().any(|word| lower.starts_with(word))
        || ["默认", "最大", "最小", "单位", "示例", "长度"].iter().any(|word| lower.contains(word))
}

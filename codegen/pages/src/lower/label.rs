//! What a value means, in few words.

use super::scan::Value;

/// Sets a label without what is only about the default.
pub(super) fn set(value: &mut Value, label: &str) {
    let mut label = label.trim().to_owned();
    for word in
        ["（默认值）", "(默认值)", "（默认）", "(默认)", "(default)", "（default）", "默认值。", "默认值，", "默认值,"]
    {
        if label.contains(word) {
            value.default = true;
            label = label.replace(word, "");
        }
    }
    let lower = label.to_lowercase();
    if lower.contains("this is the default") || lower == "default value" || label == "默认值" || label == "默认" {
        value.default = true;
    }
    let label = short(first_sentence(&label));
    let label = label.trim_matches(|c: char| c.is_whitespace() || "：:，,。；;.-–—、".contains(c));
    if label.is_empty() || matches!(label, "默认值" | "默认" | "default" | "Default") {
        return;
    }
    if value.label.is_none() {
        value.label = Some(label.to_owned());
    }
}

fn first_sentence(text: &str) -> &str {
    let end = text.find('。').into_iter().chain(text.find(". ")).min().unwrap_or(text.len());
    &text[..end]
}

/// A long meaning up to its first comma.
fn short(label: &str) -> &str {
    if label.chars().count() <= 30 {
        return label;
    }
    match label.find(['，', ',']) {
        Some(at) if at >= 2 => &label[..at],
        _ => label,
    }
}

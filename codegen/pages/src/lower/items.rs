//! How many items a list may hold, as prose says it.

use super::limits::{about_other, both, has_digit, number};
use super::text::Text;
use super::words;

/// How many items a list may hold: `N的取值范围：1~20`, `最多支持20个`.
pub(super) fn max_items(text: &Text) -> Option<u64> {
    for lower in text.clauses().iter().filter(|clause| has_digit(clause)) {
        if ["字符", "长度", "character", "in length", "天内"].iter().any(|word| lower.contains(word)) {
            continue;
        }
        if about_other(lower, "list")
            && let Some(range) = ranges_in(lower)
        {
            return u64::try_from(range).ok();
        }
        for word in [
            "最多",
            "不超过",
            "不能超过",
            "最大支持",
            "上限为",
            "上限",
            "个数最大",
            "up to",
            "at most",
            "maximum of",
            "no more than",
            "a maximum of",
        ] {
            let Some(at) = words::find(lower, word) else { continue };
            let from = at + word.len();
            let Some((start, end, value)) = number(lower, from) else { continue };
            let gap = lower[from..start].chars().count();
            let tail = lower[end..].trim_start_matches([' ', '*']);
            let counted = [
                "个",
                "条",
                "台",
                "项",
                "组",
                "张",
                "ids",
                "ip",
                "domain",
                "instances",
                "items",
                "backend",
                "servers",
                "tags",
                "entries",
                "urls",
                "certificates",
                "security groups",
                "vswitches",
                "rules",
                "listeners",
                "different",
            ];
            // `Up to 24 hours can be specified`
            let specified = tail.split_once(" can be specified").is_some_and(|(what, _)| what.len() <= 16);
            if gap <= 14
                && (specified || counted.iter().any(|word| tail.starts_with(word)))
                && !tail.starts_with("个月")
                && !tail.starts_with("个字")
            {
                return u64::try_from(value).ok();
            }
        }
        for word in ["个数不超过", "数量不超过", "个数上限", "数量上限", "数量最大", "个数最多"]
        {
            if let Some(at) = words::find(lower, word)
                && let Some((_, _, value)) = number(lower, at + word.len())
            {
                return u64::try_from(value).ok();
            }
        }
    }
    None
}

/// The upper end of a range or a lone maximum in a clause about `N`.
fn ranges_in(clause: &str) -> Option<i64> {
    if let Some(range) = both(clause) {
        return range.max;
    }
    let (_, end, _) = number(clause, 0)?;
    match number(clause, end) {
        Some((_, _, second)) => Some(second),
        None => number(clause, 0).map(|(_, _, first)| first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items() {
        let items = |cell| max_items(&Text::markdown(cell));
        assert_eq!(items("N的取值范围：1~20"), Some(20));
        assert_eq!(items("Valid values of N: 1 to 10."), Some(10));
        assert_eq!(items("最多支持30个域名"), Some(30));
        assert_eq!(items("客服信息,个数不超过 10"), Some(10));
        assert_eq!(items("Up to 24 hours can be specified"), Some(24));
        assert_eq!(items("最多30个字符"), None);
    }
}

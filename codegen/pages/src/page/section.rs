//! What the headings of pages announce.

use crate::ir::Vendor;

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// What the operation does.
    Intro,
    /// The table of request parameters.
    Request,
    /// The table of response fields.
    Response,
    /// Sample calls and answers.
    Samples,
    /// The table of error codes.
    Errors,
    /// A link to the vendor's explorer.
    Debug,
    /// Method and path.
    Syntax,
    /// Notes on the operation.
    Notes,
    /// Known, and of no use here: authorisation, history.
    Other,
    /// Has tables of parameters of its own, which are no part of the request or the response: headers, the text in a field.
    Apart,
}

impl Section {
    /// Whether parameter tables stand in it.
    pub(super) fn has_rows(self) -> bool {
        matches!(self, Self::Request | Self::Response)
    }

    /// Whether a table of parameters in it is out of place: common headers have tables of their own.
    pub(super) fn is_known_without_rows(self) -> bool {
        matches!(self, Self::Intro | Self::Debug | Self::Syntax | Self::Notes | Self::Samples | Self::Other)
    }
}

/// A heading without what stands around its words: `## **2\. 请求参数** {#parameters .section}`.
pub(super) fn words(heading: &str) -> &str {
    let words = heading.split_once('{').map_or(heading, |(words, _)| words);
    let words = words.trim().trim_start_matches('#').trim_matches(['*', '_', '`', ' ', '\u{a0}', '\u{3000}']);
    let words = numbered(words).unwrap_or(words);
    words.trim_matches(['*', ' ']).trim_end_matches(['.', ':', '：']).trim_end()
}

/// The text after `2. ` or `2\. ` at the start of a line.
pub(super) fn numbered(line: &str) -> Option<&str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).filter(|_| (1..=2).contains(&digits))?;
    let rest = rest.strip_prefix('\\').unwrap_or(rest);
    rest.strip_prefix(". ").or_else(|| rest.strip_prefix('、')).map(str::trim)
}

/// Whether a line may be one of the vendors' own headings, by how it begins: rows, samples and lists do not.
fn may_head(line: &str) -> bool {
    !line.trim_start().starts_with(['|', '"', '<', '>', '{', '}', '[', ']', '(', ')', '-', '!', '/'])
}

/// The section that a heading opens; `None` where the heading is not one of the vendors' own.
pub(super) fn of_heading(heading: &str) -> Option<Section> {
    let words = Some(heading).filter(|heading| may_head(heading)).map_or("", words);
    if words.is_empty() || words.len() > 60 {
        return None;
    }
    let lower = words.to_lowercase();
    Some(match lower.as_str() {
        "接口描述" | "api description" => Section::Intro,
        "请求参数" | "入参" | "请求参数说明" | "输入参数" | "request parameters" | "request parameter"
        | "parameters" | "input parameters" => Section::Request,
        "返回数据"
        | "返回参数"
        | "响应参数"
        | "出参"
        | "返回数据说明"
        | "输出参数"
        | "response parameters"
        | "response parameter"
        | "returned data"
        | "response elements"
        | "response"
        | "return values"
        | "return parameters"
        | "returned parameters"
        | "responses"
        | "output parameters" => Section::Response,
        "示例" | "examples" | "example" | "sample" | "samples" => Section::Samples,
        "错误码" | "error codes" | "error code" | "errors" | "错误代码" => Section::Errors,
        "调试" | "debugging" | "debug" | "make the api call" | "try it out" => Section::Debug,
        "请求语法" | "request syntax" | "syntax" => Section::Syntax,
        "接口说明"
        | "使用说明"
        | "description"
        | "限制说明"
        | "使用须知"
        | "usage notes"
        | "operation description"
        | "使用限制"
        | "limits"
        | "usage note" => Section::Notes,
        "请求头" | "请求头参数" | "request headers" | "response headers" | "返回头" | "响应头" => {
            Section::Apart
        }
        "授权信息"
        | "authorization information"
        | "authorization"
        | "变更历史"
        | "change history"
        | "开发者资源"
        | "developer resources" => Section::Other,
        _ => return None,
    })
}

/// Whose word a heading is, where only one of the vendors uses it.
pub(super) fn vendor_of(heading: &str) -> Option<Vendor> {
    Some(match words(heading).to_lowercase().as_str() {
        "输入参数"
        | "输出参数"
        | "input parameters"
        | "output parameters"
        | "接口描述"
        | "api description"
        | "开发者资源"
        | "developer resources" => Vendor::Tencent,
        "请求参数"
        | "返回数据"
        | "返回参数"
        | "request parameters"
        | "response parameters"
        | "returned data"
        | "response elements" => Vendor::Aliyun,
        _ => return None,
    })
}

/// What a line says that heads a sample: `正常返回示例`, `输入示例`, `示例1 …`, `Sample requests`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heads {
    /// A call, or an answer.
    One(super::Side),
    /// One of several samples, of which both follow.
    Both,
}

/// Whether a line heads a sample.
pub(super) fn heads_sample(line: &str) -> Option<Heads> {
    use super::Side::{Request, Response};
    let words = Some(line).filter(|line| may_head(line)).map_or("", words);
    if words.is_empty() || words.len() > 90 {
        return None;
    }
    let lower = words.to_lowercase();
    Some(match lower.as_str() {
        "请求示例" | "输入示例" | "sample requests" | "sample request" | "input example" | "input sample"
        | "request example" | "request examples" => Heads::One(Request),
        "返回示例"
        | "正常返回示例"
        | "输出示例"
        | "异常返回示例"
        | "sample success responses"
        | "sample responses"
        | "sample response"
        | "output example"
        | "output sample"
        | "response example"
        | "response examples" => Heads::One(Response),
        _ if numbered_sample(&lower) => Heads::Both,
        _ => return None,
    })
}

/// `示例1 获取话单`, `Example 1`
fn numbered_sample(words: &str) -> bool {
    ["示例", "example "]
        .iter()
        .any(|word| words.strip_prefix(word).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_every_dress() {
        for heading in [
            "请求参数",
            " **请求参数** {#parameters .section}",
            "2\\. 请求参数",
            "**2. 请求参数**",
            "Request parameters:",
            "2. Input Parameters",
            "### 输入参数",
        ] {
            assert_eq!(of_heading(heading), Some(Section::Request), "{heading}");
        }
        assert_eq!(of_heading("2. "), None);
        assert_eq!(of_heading("请求参数见下"), None);
        assert_eq!(vendor_of("## 3\\. 输出参数"), Some(Vendor::Tencent));
        assert_eq!(heads_sample("示例1 获取话单"), Some(Heads::Both));
        assert_eq!(heads_sample("**正常返回示例**"), Some(Heads::One(super::super::Side::Response)));
        assert_eq!(heads_sample("示例值"), None);
    }
}

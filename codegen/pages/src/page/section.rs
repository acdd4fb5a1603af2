//! What the headings of Alibaba Cloud's pages announce.

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
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
    /// Known, and of no use here: common headers, authorisation.
    Other,
}

impl Section {
    /// Whether parameter tables stand in it.
    pub(super) fn has_rows(self) -> bool {
        matches!(self, Self::Request | Self::Response)
    }
}

/// The section that a heading opens; `None` where the heading is not one of the vendor's own.
pub(super) fn of_heading(heading: &str) -> Option<Section> {
    // `## 请求参数 {#parameters .section}`
    let words = heading.split_once('{').map_or(heading, |(words, _)| words);
    let words = words.trim().trim_end_matches(['.', ':', '：']).trim_end();
    if words.is_empty() || words.len() > 60 {
        return None;
    }
    let lower = words.to_lowercase();
    Some(match lower.as_str() {
        "请求参数" | "入参" | "请求参数说明" | "request parameters" | "request parameter" | "parameters" => {
            Section::Request
        }
        "返回数据"
        | "返回参数"
        | "响应参数"
        | "出参"
        | "返回数据说明"
        | "response parameters"
        | "response parameter"
        | "returned data"
        | "response elements"
        | "response"
        | "return values"
        | "return parameters"
        | "returned parameters"
        | "responses" => Section::Response,
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
        "请求头"
        | "请求头参数"
        | "request headers"
        | "response headers"
        | "返回头"
        | "响应头"
        | "授权信息"
        | "authorization information"
        | "authorization"
        | "变更历史"
        | "change history" => Section::Other,
        _ => return None,
    })
}

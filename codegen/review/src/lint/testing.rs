//! A small page without fault, and what the rules say of its variants.

use spectable_pages::pipeline;
use spectable_pages::source::SourceFile;

use super::{Finding, Report, check};

/// A page of which there is nothing to say.
pub(super) const CLEAN: &str = "\
# ListCalls

调用ListCalls查询通话。

## 调试

[在线调试](https://api.aliyun.com/#product=Demo&api=ListCalls&type=RPC&version=2020-01-01)

## 请求参数

|名称|类型|是否必选|示例值|描述|
|--|--|----|---|--|
|Action|String|是|ListCalls|系统规定参数。取值：ListCalls。 |
|InstanceId|String|是|demo-1|实例ID。 |
|PageSize|Integer|否|10|每页条数。取值范围：1~100，默认值：10。 |
|Order|String|否|ASC|排序方式。取值：

 -   **ASC**：升序。
-   **DESC**：降序。 |
|Tag.N.Key|String|否|k1|标签键。 |

## 返回数据

|名称|类型|示例值|描述|
|--|--|---|--|
|RequestId|String|A-1|请求ID。 |
|TotalCount|Integer|2|总数。 |
|Calls|Array of Call| |通话列表。 |
|Call| | | |
|CallId|String|c1|通话ID。 |
|Duration|Integer|30|通话时长。 |
|Ready|Boolean|true|录音是否就绪。 |

## 示例

请求示例

```
http(s)://[Endpoint]/?Action=ListCalls
&InstanceId=demo-1
&PageSize=10
&Tag.1.Key=k1
&<公共请求参数>
```

正常返回示例

`XML` 格式

```
<ListCallsResponse>
    <RequestId>A-1</RequestId>
    <TotalCount>2</TotalCount>
    <Calls>
        <Call>
            <CallId>c1</CallId>
            <Duration>30</Duration>
            <Ready>true</Ready>
        </Call>
        <Call>
            <CallId>c2</CallId>
            <Duration>31</Duration>
        </Call>
    </Calls>
</ListCallsResponse>
```

`JSON` 格式

```
{
    \"RequestId\": \"A-1\",
    \"TotalCount\": 2,
    \"Calls\": {
        \"Call\": [
            {\"CallId\": \"c1\", \"Duration\": 30, \"Ready\": true},
            {\"CallId\": \"c2\", \"Duration\": 31}
        ]
    }
}
```
";

/// What is said of pages, each given with its path.
pub(super) fn report(pages: &[(&str, &str)]) -> Report {
    let files = pages.iter().map(|(path, text)| SourceFile::new(*path, *text)).collect();
    check(&pipeline::documents(files))
}

/// `code line:column: message`
fn shown(finding: &Finding) -> String {
    let diagnostic = &finding.diagnostic;
    format!("{} {}:{}: {}", diagnostic.code, diagnostic.line, diagnostic.column, diagnostic.message)
}

/// What is said of pages.
pub(super) fn said(pages: &[(&str, &str)]) -> Vec<String> {
    report(pages).findings.iter().map(shown).collect()
}

/// The clean page with texts replaced, each of which must stand there.
pub(super) fn variant(changes: &[(&str, &str)]) -> String {
    let mut page = CLEAN.to_owned();
    for (from, to) in changes {
        assert!(page.contains(from), "{from} is not on the page");
        page = page.replacen(from, to, 1);
    }
    page
}

/// Asserts what is said of the clean page with texts replaced.
#[track_caller]
pub(super) fn assert_says(changes: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(said(&[("demo.md", &variant(changes))]), expected);
}

//! Sample calls against the table of parameters.

use std::collections::{BTreeMap, BTreeSet};

use spectable_pages::diagnostic::Code;
use spectable_pages::ir::{Position, Vendor};
use spectable_pages::lower::{self, Sample};
use spectable_pages::page::{Row, Side};
use spectable_pages::sample::{Head, Read};
use spectable_pages::source::{SourceFile, Span};

use super::{Findings, MAX_OF_A_KIND, Subject, listed, place, shortened};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    named(subject, findings);
    let samples = subject.samples.all.iter().filter(|sample| sample.side == Side::Request);
    let calls: Vec<Call> = samples.filter_map(|sample| Call::read(subject, sample)).collect();
    if calls.is_empty() {
        return;
    }
    let rows = Rows::of(subject);
    for call in &calls {
        call.check(subject, &rows, findings);
    }
}

/// The page's own operation goes by one name.
fn named(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let action = &subject.identity.action;
    for row in subject.page.request.rows.iter().filter(|row| row.name.text(subject.file) == "Action") {
        let text = lower::plain(row.example.text(subject.file));
        if is_action(&text) && text != *action {
            findings.say(
                Code::ActionDiffers,
                row.example.span,
                format!("the table says that the action is `{}`, the page is about `{action}`", shortened(&text)),
            );
        }
    }
}

fn is_action(text: &str) -> bool {
    text.len() > 3
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// A sample call.
struct Call {
    /// The whole sample.
    span: Span,
    /// The action, where the call names it.
    action: Option<(String, Span)>,
    /// The parameters, each name with its place.
    parameters: Vec<(String, Span)>,
    /// Its body shows parameters too, in a form that was not read.
    opaque: bool,
}

impl Call {
    fn read(subject: &Subject<'_>, sample: &Sample) -> Option<Self> {
        let text = subject.file.slice(sample.span);
        if subject.identity.vendor == Vendor::Tencent && !text.trim_start().starts_with("http") {
            return Some(Self::body(subject.file, sample));
        }
        Self::query(subject.file, sample.span)
    }

    /// Tencent Cloud: `X-TC-Action: X` and a JSON body.
    fn body(file: &SourceFile, sample: &Sample) -> Self {
        let span = sample.span;
        let text = file.slice(span);
        let action = text.find("X-TC-Action:").map(|at| {
            let rest = text.get(at + "X-TC-Action:".len()..).unwrap_or_default().lines().next().unwrap_or_default();
            let start = span.start as usize + at + "X-TC-Action:".len() + (rest.len() - rest.trim_start().len());
            (rest.trim().to_owned(), Span::new(start, start + rest.trim().len()))
        });
        let read = sample.read.as_ref().filter(|read| read.head != Head::Other && read.is_sound());
        let opaque = read.is_none();
        let parameters = read.into_iter().flat_map(Read::members);
        let parameters = parameters.map(|member| (member.name.clone(), member.at)).collect();
        Self { span, action, parameters, opaque }
    }

    /// `http(s)://[Endpoint]/?Action=X&A.1=b`, over several lines.
    fn query(file: &SourceFile, span: Span) -> Option<Self> {
        let text = file.slice(span);
        let mut call = Self { span, action: None, parameters: Vec::new(), opaque: false };
        let http =
            ["GET ", "POST ", "PUT ", "DELETE ", "PATCH "].iter().any(|method| text.trim_start().starts_with(method));
        let start = text
            .find('?')
            .map_or_else(|| if text.trim_start().starts_with("Action=") { Some(0) } else { None }, |at| Some(at + 1));
        // A call without a query, or with one that only its own line holds.
        let mut end = text.len();
        if http {
            let line = text.find(" HTTP/").unwrap_or(end);
            end = end.min(line);
            call.opaque =
                text.contains(['{', '[']) || text.lines().skip(1).any(|line| line.contains('=') && !line.contains(':'));
        }
        let Some(start) = start.filter(|start| *start <= end) else {
            return http.then_some(call);
        };
        let mut at = start;
        for part in text.get(start..end)?.split('&') {
            let name_end = part.find('=').unwrap_or(part.len());
            let raw = part.get(..name_end).unwrap_or_default();
            let name = raw.trim();
            let part_at = span.start as usize + at;
            let name_at = part_at + (raw.len() - raw.trim_start().len());
            let name_span = Span::new(name_at, name_at + name.len());
            at += part.len() + 1;
            // `&<公共请求参数>`
            let word = !name.is_empty()
                && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '[' | ']'));
            // `&...` stands for parameters that are left out.
            let dots = name.trim_matches(['.', '…']).is_empty();
            call.opaque |= dots && !name.is_empty();
            if !word || dots {
                continue;
            }
            if name_end == part.len() {
                // A piece of a value that holds `&` itself.
                continue;
            }
            if name == "Action" {
                let value = part.get(name_end + 1..).unwrap_or_default();
                let word =
                    value.trim().split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default();
                let value_at = part_at + name_end + 1 + (value.len() - value.trim_start().len());
                call.action = Some((word.to_owned(), Span::new(value_at, value_at + word.len())));
            }
            call.parameters.push((name.to_owned(), name_span));
        }
        Some(call)
    }

    /// The path of a REST-style call against the page's own; whether it is another.
    fn has_other_path(&self, subject: &Subject<'_>, findings: &mut Findings<'_>) -> bool {
        let Some((method, path)) = &subject.page.syntax else { return false };
        let text = subject.file.slice(self.span);
        let line = text.trim_start().lines().next().unwrap_or_default();
        let Some((called, rest)) = line.split_once(' ') else { return false };
        let target = rest.trim().split([' ', '?']).next().unwrap_or_default();
        if !target.starts_with('/') || called == method && same_path(path, target) {
            return false;
        }
        let start = self.span.start as usize + (text.len() - text.trim_start().len());
        let end = start + called.len() + 1 + (rest.len() - rest.trim_start().len()) + target.len();
        findings.say(
            Code::ActionDiffers,
            Span::new(start, end),
            format!(
                "the sample calls `{called} {}`, the page's syntax is `{method} {}`",
                shortened(target),
                shortened(path)
            ),
        );
        true
    }

    fn check(&self, subject: &Subject<'_>, rows: &Rows<'_>, findings: &mut Findings<'_>) {
        // What else is wrong with it follows from that.
        if self.has_other_path(subject, findings) {
            return;
        }
        let page = &subject.identity.action;
        if let Some((action, span)) = &self.action
            && is_action(action)
            && action != page
        {
            findings.say(
                Code::ActionDiffers,
                *span,
                format!("the sample calls `{}`, the page is about `{page}`", shortened(action)),
            );
            return;
        }
        let mut known = BTreeSet::new();
        let mut misspelt = BTreeSet::new();
        for (name, span) in &self.parameters {
            let first = first_step(name);
            known.insert(first.clone());
            if is_common(&first, subject.identity.vendor) || rows.names.contains_key(&first) {
                continue;
            }
            match rows.spellings.get(&first.to_lowercase()) {
                Some((spelt, row)) => {
                    misspelt.insert(spelt.clone());
                    let line = subject.line(row.span);
                    findings.say_with(
                        Code::CallUnknown,
                        *span,
                        format!("the call has `{}`, which the table spells `{spelt}` (line {line})", shortened(&first)),
                        vec![place(subject.file, row.name.span, format!("`{spelt}` in the table"))],
                    );
                }
                None if rows.names.is_empty() => {}
                None => findings.say(
                    Code::CallUnknown,
                    *span,
                    format!("the call has the parameter `{}`, for which the table has no row", shortened(&first)),
                ),
            }
        }
        if self.opaque {
            return;
        }
        let text = subject.file.slice(self.span);
        let missing = rows.required.iter().filter(|(name, _)| !known.contains(*name) && !misspelt.contains(*name));
        let mut missing: Vec<(&String, &&Row)> = missing.take(MAX_OF_A_KIND).collect();
        // A member of a parameter that is JSON, explained in a table of its own.
        missing.retain(|(name, _)| !text.contains(&format!("\"{name}\"")));
        if !missing.is_empty() {
            let names = listed(missing.iter().map(|(name, _)| name.as_str()));
            let (noun, verb) = if missing.len() == 1 { ("parameter", "is") } else { ("parameters", "are") };
            let also = missing
                .iter()
                .map(|(name, row)| place(subject.file, row.name.span, format!("`{name}` is required")))
                .collect();
            let span = self.action.as_ref().map_or(self.span, |(_, span)| *span);
            findings.say_with(
                Code::CallMissingRequired,
                span,
                format!("the required {noun} {names} {verb} missing from this call"),
                also,
            );
        }
    }
}

/// Whether a path fits a template: `/calls/{Id}`, `/calls/[Id]`, `/calls/<Id>`.
fn same_path(template: &str, path: &str) -> bool {
    let steps = |path: &str| path.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (template, path) = (steps(template), steps(path));
    let fits =
        |(known, step): (&String, &String)| known.contains(['{', '[', '<', ':']) || known.eq_ignore_ascii_case(step);
    template.len() == path.len() && template.iter().zip(&path).all(fits)
}

/// `Tag.1.Key` is about `Tag`.
fn first_step(name: &str) -> String {
    lower::steps(name).into_iter().next().map(|step| step.name).unwrap_or_default()
}

/// The table's parameters by the first step of their names.
struct Rows<'a> {
    names: BTreeMap<String, &'a Row>,
    /// The same, by their names in lower case.
    spellings: BTreeMap<String, (String, &'a Row)>,
    /// Those that every call must have.
    required: BTreeMap<String, &'a Row>,
}

impl<'a> Rows<'a> {
    fn of(subject: &Subject<'a>) -> Self {
        let mut rows = Self { names: BTreeMap::new(), spellings: BTreeMap::new(), required: BTreeMap::new() };
        let file = subject.file;
        let fields = &subject.operation.request;
        let positions: BTreeMap<&str, Option<Position>> =
            fields.iter().map(|field| (field.name.as_str(), field.position)).collect();
        for row in &subject.page.request.rows {
            let name = lower::wire_name(row.name.text(file));
            let steps = lower::steps(&name);
            let Some(first) = steps.first() else { continue };
            rows.names.entry(first.name.clone()).or_insert(row);
            let required = row.required.and_then(|cell| lower::required(cell.text(file))) == Some(true);
            rows.spellings.entry(first.name.to_lowercase()).or_insert_with(|| (first.name.clone(), row));
            let position = positions.get(first.name.as_str()).copied().flatten();
            // A parameter of the path has no name there; one of the body stands where nobody names it.
            let named = matches!(position, None | Some(Position::Query));
            // `Tag.N.Key` is required where there is a tag.
            if required && named && steps.len() == 1 && !is_common(&first.name, subject.identity.vendor) {
                rows.required.insert(first.name.clone(), row);
            }
        }
        rows
    }
}

/// Parameters that every call may have, though no page lists them.
fn is_common(name: &str, vendor: Vendor) -> bool {
    lower::is_common(name, vendor)
        || vendor == Vendor::Aliyun
            && matches!(
                name,
                "OwnerId"
                    | "OwnerAccount"
                    | "ResourceOwnerId"
                    | "ResourceOwnerAccount"
                    | "ResourceGroupId"
                    | "CallerParentId"
                    | "AccessKey"
                    | "SignatureType"
                    | "ApiVersion"
            )
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_says, said};

    #[test]
    fn required_parameters_that_are_missing() {
        assert_says(
            &[("&InstanceId=demo-1\n", "")],
            &["call-missing-required 39:30: the required parameter `InstanceId` is missing from this call"],
        );
        // A member of a list is required where there is an item.
        assert_says(&[("|Tag.N.Key|String|否|", "|Tag.N.Key|String|是|"), ("&Tag.1.Key=k1\n", "")], &[]);
        assert_says(&[("&InstanceId=demo-1\n", "&...\n")], &[]);
    }

    #[test]
    fn parameters_without_a_row() {
        assert_says(
            &[("&PageSize=10", "&Page=1")],
            &["call-unknown 41:2: the call has the parameter `Page`, for which the table has no row"],
        );
        assert_says(
            &[("&PageSize=10", "&pageSize=10")],
            &["call-unknown 41:2: the call has `pageSize`, which the table spells `PageSize` (line 15)"],
        );
        assert_says(&[("&PageSize=10", "&Format=JSON&ResourceOwnerId=1")], &[]);
    }

    #[test]
    fn calls_of_another_operation() {
        assert_says(
            &[("?Action=ListCalls", "?Action=ListAgents")],
            &["action-differs 39:30: the sample calls `ListAgents`, the page is about `ListCalls`"],
        );
        assert_says(
            &[("|是|ListCalls|", "|是|ListAgents|")],
            &["action-differs 13:18: the table says that the action is `ListAgents`, the page is about `ListCalls`"],
        );
    }

    #[test]
    fn calls_of_rest_style_operations() {
        let page = "# Get\n\n[x](https://api.aliyun.com/#product=Demo&api=GetCall&type=ROA&version=2020-01-01)\n\n## 请求语法\n\n```\nGET /calls/{Id} HTTP/1.1\n```\n\n## 请求参数\n\n\
            |名称|类型|位置|是否必选|示例值|描述|\n|--|--|--|--|--|--|\n|Id|String|Path|是|1|ID。 |\n|Region|String|Query|是|cn|地域。 |\n|Zone|String|Query|是|a|区。 |\n\n## 示例\n\n```\nGET /calls/1?Region=cn HTTP/1.1\nHost:demo\n```\n";
        let other = page.replace("GET /calls/1", "GET /agents/1");
        assert_eq!(
            said(&[("demo.md", &other)]),
            ["action-differs 22:1: the sample calls `GET /agents/1`, the page's syntax is `GET /calls/{Id}`"]
        );
        assert_eq!(
            said(&[("demo.md", page)]),
            ["call-missing-required 22:1: the required parameter `Zone` is missing from this call"]
        );
    }

    #[test]
    fn calls_with_a_body() {
        let page = "1. 接口描述\n\n接口请求域名: demo.tencentcloudapi.com 。\n\n2. 输入参数\n\n参数名称 必选 类型 描述\nAction 是 String 公共参数,本接口取值:GetCall。\nVersion 是 String 公共参数,本接口取值:2020-01-01。\nSdkAppId 是 Integer 应用\nCallId 是 String 通话\n\n\
            3. 输出参数\n\n参数名称 类型 描述\nRequestId String 请求 ID\n\n4. 示例\n\n示例1\n\n输入示例\n\nPOST / HTTP/1.1\nHost: demo.tencentcloudapi.com\nX-TC-Action: GetCalls\n<公共请求参数>\n\n{\n    \"SdkAppId\": 1\n}\n\n输出示例\n\n{\n    \"Response\": {\n        \"RequestId\": \"a\"\n    }\n}\n";
        assert_eq!(
            said(&[("demo.md", page)]),
            ["action-differs 26:14: the sample calls `GetCalls`, the page is about `GetCall`"]
        );
        let right = page.replace("GetCalls", "GetCall");
        assert_eq!(
            said(&[("demo.md", &right)]),
            ["call-missing-required 26:14: the required parameter `CallId` is missing from this call"]
        );
        let whole = right.replace("\"SdkAppId\": 1", "\"SdkAppId\": 1,\n    \"CallId\": \"c\"");
        assert_eq!(said(&[("demo.md", &whole)]), [""; 0]);
    }
}

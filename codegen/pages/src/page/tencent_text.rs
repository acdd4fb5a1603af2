//! Tencent Cloud's pages saved as text: numbered headings, `name type description` lines, the
//! example on a line of its own.

use super::{Cell, ErrorRow, Layout, Page, Row, Sample, Side, Table, aliyun_help, aliyun_markdown, table};
use crate::diagnostic::Diagnostic;
use crate::ir::Protocol;
use crate::source::{SourceFile, Span};

/// The parts of the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Intro,
    Request,
    Response,
    Samples,
    Errors,
    Other,
}

/// The text after `2. ` at the start of a line.
pub(super) fn numbered(line: &str) -> Option<&str> {
    let (number, heading) = line.split_once(". ")?;
    (!number.is_empty() && number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit())).then_some(heading.trim())
}

/// The part that a heading opens.
pub(super) fn section(heading: &str) -> Option<Part> {
    Some(match heading {
        "接口描述" | "API Description" => Part::Intro,
        "输入参数" | "Input Parameters" => Part::Request,
        "输出参数" | "Output Parameters" => Part::Response,
        "示例" | "Example" | "Examples" => Part::Samples,
        "错误码" | "Error Code" | "Error Codes" => Part::Errors,
        "开发者资源" | "Developer Resources" => Part::Other,
        _ => return None,
    })
}

pub(super) fn read(file: &SourceFile, _diagnostics: &mut Vec<Diagnostic>) -> Page {
    let mut page = aliyun_markdown::empty(Layout::TencentText);
    page.protocol = Some(Protocol::Tencent);
    let mut parts: Vec<(Part, Span, Span)> = Vec::new();
    for (start, line) in file.lines() {
        let end = (start + line.len() + 1).min(file.text.len());
        if let Some(part) = numbered(line).and_then(section) {
            parts.push((part, Span::new(start, start + line.len()), Span::new(end, end)));
        } else if let Some(part) = parts.last_mut() {
            part.2 = Span::new(part.2.start as usize, end);
        }
    }
    for (part, heading, body) in parts {
        match part {
            Part::Intro => page.intro.extend(intro(file, body)),
            Part::Request => {
                rows(file, &mut page.request, heading, body);
                identity(file, &mut page);
            }
            Part::Response => rows(file, &mut page.response, heading, body),
            Part::Samples => samples(file, &mut page.samples, body),
            Part::Errors => errors(file, &mut page.errors, body),
            Part::Other => {}
        }
    }
    page.title = page.intro.first().copied().unwrap_or_default();
    page.product = host(&file.text);
    page
}

/// The paragraphs up to the pointer to the vendor's explorer.
fn intro(file: &SourceFile, part: Span) -> Vec<Span> {
    aliyun_markdown::paragraphs(file, part)
        .into_iter()
        .take_while(|span| !file.slice(*span).contains("API Explorer"))
        .filter(|span| !file.slice(*span).contains("tencentcloudapi.com"))
        .collect()
}

/// `ccc.tencentcloudapi.com`
fn host(text: &str) -> Option<String> {
    let at = text.find(".tencentcloudapi.com")?;
    let product = text[..at].rsplit(|c: char| !c.is_ascii_alphanumeric()).next()?;
    super::identity::is_word(product).then(|| product.to_owned())
}

/// `公共参数,本接口取值:DescribeTelCdr。`
fn identity(file: &SourceFile, page: &mut Page) {
    for row in &page.request.rows {
        let description = row.description.text(file);
        let value = description.rsplit([':', '：']).next().unwrap_or_default().trim().trim_end_matches(['。', '.']);
        match row.name.text(file) {
            "Action" if super::identity::is_word(value) => page.action = Some(value.to_owned()),
            "Version" if super::identity::is_version(value) => page.version = Some(value.to_owned()),
            _ => {}
        }
    }
}

fn rows(file: &SourceFile, target: &mut Table, heading: Span, body: Span) {
    target.heading.get_or_insert(heading);
    let mut header = false;
    let mut start = body.start as usize;
    for line in file.slice(body).split_inclusive('\n') {
        let span = table::trimmed(file, Span::new(start, start + line.len()));
        start += line.len();
        let text = file.slice(span);
        if text.is_empty() {
            continue;
        }
        if !header {
            header = text.contains(' ') && (text.starts_with("参数名称") || text.starts_with("Parameter"));
            continue;
        }
        if let Some(row) = row(file, span) {
            target.rows.push(row);
        } else if let Some(row) = target.rows.last_mut() {
            continue_row(file, row, span);
        }
    }
}

/// Splits `Name [是|否|Yes|No] Type Description`; `None` where the line goes on with the row before.
fn row(file: &SourceFile, line: Span) -> Option<Row> {
    let text = file.slice(line);
    let mut words = Words { text, at: 0 };
    let name = words.next()?;
    let name_text = &text[name.clone()];
    let identifier = name_text.starts_with(|c: char| c.is_ascii_alphabetic())
        && name_text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    if !identifier {
        return None;
    }
    let mut required = None;
    let mut ty = words.next()?;
    if matches!(&text[ty.clone()], "是" | "否" | "Yes" | "No") {
        required = Some(ty);
        ty = words.next()?;
    }
    if &text[ty.clone()] == "Array" {
        let of = words.next()?;
        let element = words.next()?;
        if &text[of] != "of" {
            return None;
        }
        ty = ty.start..element.end;
    }
    let word = &text[ty.clone()];
    let rest = text[ty.end..].trim_start();
    // A description that goes on in English has a small word in second place, or no third part.
    let plausible = word.starts_with("Array of ")
        || PRIMITIVES.contains(&word)
        || (word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && !rest.starts_with(|c: char| c.is_ascii_lowercase()));
    if !plausible {
        return None;
    }
    let base = line.start as usize;
    let cell = |range: std::ops::Range<usize>| Cell { span: Span::new(base + range.start, base + range.end) };
    let rest_at = text.len() - rest.len();
    Some(Row {
        span: line,
        name: cell(name),
        ty: cell(ty),
        required: required.map(cell),
        description: cell(rest_at..text.len()),
        ..Row::default()
    })
}

const PRIMITIVES: [&str; 14] = [
    "String",
    "Integer",
    "Boolean",
    "Float",
    "Double",
    "Long",
    "Int64",
    "Uint64",
    "Int",
    "Timestamp",
    "Date",
    "Object",
    "Binary",
    "Bool",
];

fn continue_row(file: &SourceFile, row: &mut Row, line: Span) {
    let text = file.slice(line);
    row.span.end = line.end;
    for marker in ["示例值：", "示例值:", "Example value:", "Example:"] {
        if let Some(value) = text.strip_prefix(marker) {
            let at = line.start as usize + (text.len() - value.len());
            row.example = Cell { span: table::trimmed(file, Span::new(at, line.end as usize)) };
            return;
        }
    }
    if row.example == Cell::default() {
        row.description.span.end = line.end;
    }
}

struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Words<'_> {
    fn next(&mut self) -> Option<std::ops::Range<usize>> {
        let rest = &self.text[self.at..];
        let start = self.at + (rest.len() - rest.trim_start().len());
        let word = self.text[start..].split(char::is_whitespace).next().filter(|word| !word.is_empty())?;
        self.at = start + word.len();
        Some(start..self.at)
    }
}

/// Calls stand under `输入示例`, answers under `输出示例`.
fn samples(file: &SourceFile, target: &mut Vec<Sample>, body: Span) {
    let mut parts: Vec<(Side, Span)> = Vec::new();
    let mut start = body.start as usize;
    for line in file.slice(body).split_inclusive('\n') {
        let end = start + line.len();
        match line.trim() {
            "输入示例" | "Input Sample" | "Input Example" => parts.push((Side::Request, Span::new(end, end))),
            "输出示例" | "Output Sample" | "Output Example" => parts.push((Side::Response, Span::new(end, end))),
            _ => {
                if let Some((_, span)) = parts.last_mut() {
                    *span = Span::new(span.start as usize, end);
                }
            }
        }
        start = end;
    }
    for (side, span) in parts {
        match side {
            Side::Response => target.extend(aliyun_help::samples(file, span)),
            Side::Request => {
                let span = table::trimmed(file, span);
                if !file.slice(span).is_empty() {
                    target.push(Sample { side, span });
                }
            }
        }
    }
}

/// `InternalError.DBError 内部数据库访问失败。`
fn errors(file: &SourceFile, target: &mut Vec<ErrorRow>, body: Span) {
    let mut start = body.start as usize;
    for line in file.slice(body).split_inclusive('\n') {
        let span = table::trimmed(file, Span::new(start, start + line.len()));
        start += line.len();
        let text = file.slice(span);
        let (code, description) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let is_code = code.len() > 3
            && code.starts_with(|c: char| c.is_ascii_uppercase())
            && code.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
        if !is_code {
            continue;
        }
        let base = span.start as usize;
        let description = table::trimmed(file, Span::new(span.end as usize - description.len(), span.end as usize));
        target.push(ErrorRow {
            code: Cell { span: Span::new(base, base + code.len()) },
            description: Some(Cell { span: description }),
            ..ErrorRow::default()
        });
    }
}

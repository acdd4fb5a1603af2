//! Tencent Cloud's pages in the styles of people's copies.

use std::fmt::Write as _;

use spectable_pages::page::Side;

use super::original::{Original, Role, Row};
use super::text;

/// How a page is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// `name type description`
    Text,
    /// `name | required | type | description |`
    Pipes,
    /// The same below `2\. 输入参数`.
    PipesEscaped,
    /// Tabs between cells.
    Tabs,
    /// `## 2. 输入参数`
    Headings,
    /// `## 2\. 输入参数`
    Escaped,
    /// `2. Input Parameters`
    English,
    /// `### 2. Input Parameters`
    EnglishHeadings,
    /// No headings of sections.
    Headless,
}

impl Look {
    fn is_english(self) -> bool {
        matches!(self, Self::English | Self::EnglishHeadings)
    }

    /// Markdown; otherwise all is what a browser shows.
    fn is_markdown(self) -> bool {
        matches!(self, Self::Headings | Self::Escaped | Self::EnglishHeadings)
    }

    /// Bars between cells, none at the start.
    fn is_bare(self) -> bool {
        matches!(self, Self::Pipes | Self::PipesEscaped | Self::English | Self::Headless)
    }
}

/// The page as a copy that looks so has it.
pub(super) fn write(page: &Original, look: Look) -> String {
    let (english, markdown) = (look.is_english(), look.is_markdown());
    let said = |text: &str| if markdown { text::markdown(text) } else { text.to_owned() };
    let mut out = heading(look, 1, "接口描述", "API Description");
    let product = page.product.as_deref().unwrap_or(&page.operation.product);
    let _ = if english {
        writeln!(out, "Domain name for API request: {product}.tencentcloudapi.com.\n")
    } else {
        writeln!(out, "接口请求域名: {product}.tencentcloudapi.com 。\n")
    };
    for paragraph in &page.intro {
        let _ = writeln!(out, "{}\n", said(paragraph));
    }
    out += if english { "Try it in API Explorer.\n\n" } else { "可用 API Explorer 调试\n\n" };
    out += &heading(look, 2, "输入参数", "Input Parameters");
    out += if english { "Some common parameters are listed too.\n\n" } else { "也列出了部分公共参数\n\n" };
    out += &parameters(&page.request, look, true);
    out.push('\n');
    out += &heading(look, 3, "输出参数", "Output Parameters");
    out += &parameters(&page.response, look, false);
    out.push('\n');
    out += &heading(look, 4, "示例", "Example");
    for (side, sample) in &page.samples {
        let label = match (side, english) {
            (Side::Request, false) => "输入示例",
            (Side::Response, false) => "输出示例",
            (Side::Request, true) => "Input Example",
            (Side::Response, true) => "Output Example",
        };
        let sample = sample.trim_end();
        let _ = if markdown {
            writeln!(out, "#### {label}\n\n```\n{sample}\n```\n")
        } else {
            writeln!(out, "{label}\n\n{sample}\n")
        };
    }
    out += &heading(look, 5, "开发者资源", "Developer Resources");
    out += &heading(look, 6, "错误码", "Error Code");
    if !page.errors.is_empty() {
        out += &errors(page, look);
    }
    out
}

fn heading(look: Look, number: u8, chinese: &str, english: &str) -> String {
    match look {
        Look::Headings => format!("## {number}. {chinese}\n\n"),
        Look::Escaped => format!("## {number}\\. {chinese}\n\n"),
        Look::PipesEscaped => format!("{number}\\. {chinese}\n\n"),
        Look::English => format!("{number}. {english}\n\n"),
        Look::EnglishHeadings => format!("### {number}. {english}\n\n"),
        Look::Headless => String::new(),
        Look::Text | Look::Pipes | Look::Tabs => format!("{number}. {chinese}\n\n"),
    }
}

/// A table's line.
fn line(look: Look, cells: &[String]) -> String {
    match look {
        Look::Text => format!("{}\n", cells.join(" ")),
        Look::Tabs => format!("{}\n", cells.join("\t")),
        Look::Headings | Look::Escaped | Look::EnglishHeadings => format!("| {} |\n", cells.join(" | ")),
        Look::Pipes | Look::PipesEscaped | Look::English | Look::Headless => format!("{} |\n", cells.join(" | ")),
    }
}

/// A table's header, with what stands below it.
fn header(look: Look, words: &[&str]) -> String {
    let cells: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let delimiter = match look {
        Look::Text | Look::Tabs => String::new(),
        Look::Headings | Look::Escaped | Look::EnglishHeadings => format!("{}|\n", "| --- ".repeat(words.len())),
        Look::Pipes | Look::PipesEscaped | Look::English | Look::Headless => {
            format!("{}\n", "---|".repeat(words.len()))
        }
    };
    line(look, &cells) + &delimiter
}

fn parameters(rows: &[Row], look: Look, request: bool) -> String {
    let words = match (look.is_english(), request) {
        (false, true) => &["参数名称", "必选", "类型", "描述"][..],
        (false, false) => &["参数名称", "类型", "描述"],
        (true, true) => &["Parameter", "Required", "Type", "Description"],
        (true, false) => &["Parameter", "Type", "Description"],
    };
    let cells = |row: &Row| {
        let mut cells = vec![text(look, &row.name)];
        cells.extend(required(row, look).filter(|_| request));
        cells.push(linked(look, &row.ty));
        cells.push(description(row, look));
        line(look, &cells)
    };
    header(look, words) + &rows.iter().map(cells).collect::<String>()
}

fn text(look: Look, text: &str) -> String {
    let text = if look.is_markdown() { text::markdown(text) } else { text.to_owned() };
    if matches!(look, Look::Text | Look::Tabs) { text } else { text.replace('|', "\\|") }
}

/// The cell of the required column; text has lost it unless the original has it.
fn required(row: &Row, look: Look) -> Option<String> {
    if look == Look::Text {
        return row.required.clone();
    }
    let must = match &row.role {
        // On English pages the column may say no where the description says `(required)`.
        Role::Field(of) => of.required == Some(true) && !look.is_english(),
        // Common parameters.
        _ => true,
    };
    let word = match (look.is_english(), must) {
        (false, true) => "是",
        (false, false) => "否",
        (true, true) => "Yes",
        (true, false) => "No",
    };
    Some(word.to_owned())
}

/// `Array of [TelCdrInfo](#TelCdrInfo)`: in Markdown the names of structures are links.
fn linked(look: Look, ty: &str) -> String {
    let (list, name) = ty.strip_prefix("Array of ").map_or(("", ty), |name| ("Array of ", name));
    let known = ["String", "Integer", "Boolean", "Float", "Timestamp", "Date", "Object", "Binary"];
    if !look.is_markdown() || known.contains(&name) || name.is_empty() {
        return ty.to_owned();
    }
    format!("{list}[{name}](#{name})")
}

/// The description, and below it the example.
fn description(row: &Row, look: Look) -> String {
    let mut lines: Vec<String> = text(look, &row.description).lines().map(str::to_owned).collect();
    let example = text(look, &row.example);
    if !example.is_empty() {
        let mark = if look.is_english() { "Example value: " } else { "示例值：" };
        lines.push(format!("{mark}{example}"));
    }
    lines.join(if look.is_bare() { "<br>" } else { "\n" })
}

fn errors(page: &Original, look: Look) -> String {
    let words = if look.is_english() { ["Error Code", "Description"] } else { ["错误码", "描述"] };
    let cell = |cell: &Option<String>| text(look, cell.as_deref().unwrap_or_default());
    let rows = page.errors.iter().map(|error| line(look, &[cell(&error[1]), cell(&error[3])]));
    header(look, &words) + &rows.collect::<String>()
}

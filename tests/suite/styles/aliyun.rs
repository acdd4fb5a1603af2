//! Alibaba Cloud's pages in the styles of people's copies.

use std::fmt::Write as _;

use spectable_pages::ir::Operation;
use spectable_pages::page::Side;

use super::original::{Original, Row};
use super::rows::{self, Nesting};
use super::table::{Column, Form, Table};
use super::text;

/// How a page is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    headings: Headings,
    /// Today's columns and words.
    modern: bool,
    /// Navigation and images stand around the page.
    around: bool,
    table: Form,
    nesting: Nesting,
}

/// How headings are written, and whether all else is Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Headings {
    /// Markdown: `## 请求参数`
    Hashes,
    /// Markdown: `## **请求参数**`
    Bold,
    /// All is what a browser shows: `请求参数`
    Bare,
}

impl Look {
    pub(super) fn markdown(table: Form) -> Self {
        Self { headings: Headings::Hashes, modern: false, around: false, table, nesting: Nesting::Flat }
    }

    pub(super) fn text(table: Form) -> Self {
        Self { headings: Headings::Bare, ..Self::markdown(table) }
    }

    pub(super) fn bold(self) -> Self {
        Self { headings: Headings::Bold, ..self }
    }

    pub(super) fn modern(self) -> Self {
        Self { modern: true, ..self }
    }

    pub(super) fn nested(self, nesting: Nesting) -> Self {
        Self { nesting, ..self }
    }

    pub(super) fn around(self) -> Self {
        Self { around: true, ..self }
    }

    fn is_markdown(self) -> bool {
        self.headings != Headings::Bare
    }
}

/// The words of headings and header cells.
#[derive(Clone, Copy)]
enum Section {
    Explorer,
    Syntax,
    Request,
    Response,
    Samples,
    Errors,
}

impl Section {
    fn heading(self, english: bool, modern: bool) -> &'static str {
        match (self, english, modern) {
            (Self::Explorer, false, _) => "调试",
            (Self::Explorer, true, _) => "Debugging",
            (Self::Syntax, false, _) => "请求语法",
            (Self::Syntax, true, _) => "Request syntax",
            (Self::Request, false, _) => "请求参数",
            (Self::Request, true, _) => "Request parameters",
            (Self::Response, false, false) => "返回数据",
            (Self::Response, false, true) => "返回参数",
            (Self::Response, true, false) => "Response parameters",
            (Self::Response, true, true) => "Response elements",
            (Self::Samples, false, _) => "示例",
            (Self::Samples, true, _) => "Examples",
            (Self::Errors, false, _) => "错误码",
            (Self::Errors, true, _) => "Error codes",
        }
    }
}

/// The page as a copy that looks so has it.
pub(super) fn write(page: &Original, look: Look) -> String {
    Writer { page, look }.write()
}

struct Writer<'a> {
    page: &'a Original,
    look: Look,
}

impl Writer<'_> {
    fn write(&self) -> String {
        let Self { page, look } = self;
        let mut out = String::new();
        let title = self.title();
        if look.around {
            out.push_str(&self.above(&title));
        }
        if !title.is_empty() {
            let _ = writeln!(out, "{}{title}\n", if look.is_markdown() { "# " } else { "" });
        }
        if look.around {
            out.push_str(&self.below_title());
        }
        for paragraph in &page.intro {
            let _ = writeln!(out, "{}\n", self.text(paragraph));
        }
        if page.explorer.is_some() {
            let _ = writeln!(out, "{}\n\n{}\n", self.heading(Section::Explorer), self.explorer());
        }
        if let Some((method, path)) = &page.syntax {
            let call = format!("{method} {path} HTTP/1.1");
            let _ = writeln!(out, "{}\n\n{}\n", self.heading(Section::Syntax), self.block("plaintext", &call));
        }
        let rows = rows::request(&page.request, look.nesting);
        let _ = writeln!(out, "{}\n\n{}", self.heading(Section::Request), self.parameters(&rows, false));
        if page.responds {
            let rows = rows::response(&page.response, look.nesting);
            let _ = writeln!(out, "{}\n\n{}", self.heading(Section::Response), self.parameters(&rows, true));
        }
        if !page.samples.is_empty() {
            let _ = writeln!(out, "{}\n", self.heading(Section::Samples));
        }
        for (side, sample) in &page.samples {
            out.push_str(&self.sample(*side, sample));
        }
        if page.tells_errors() {
            let _ = writeln!(out, "{}\n\n{}", self.heading(Section::Errors), self.errors());
        }
        out.push_str(&self.below());
        out
    }

    /// A page of text may have no title; as Markdown it is called like its operation. Today's copies name that first.
    fn title(&self) -> String {
        let Self { page, look } = self;
        let name = &page.operation.name;
        match (look.is_markdown(), page.markdown) {
            (true, true) if look.around && page.title != *name => format!("{name} - {}", page.title),
            (true, true) => page.title.clone(),
            (true, false) => name.clone(),
            (false, _) => self.text(&page.title),
        }
    }

    /// Text of the page as this look has text.
    fn text(&self, text: &str) -> String {
        match (self.page.markdown, self.look.is_markdown()) {
            (true, false) => text::plain(text),
            (false, true) => text::markdown(text),
            _ => text.to_owned(),
        }
    }

    /// A cell, on one line where the table's form wants it so.
    fn cell(&self, text: &str) -> String {
        let text = self.text(text);
        if !self.look.table.is_one_line() {
            return text;
        }
        text::on_one_line(&text, if self.look.around { "<br>  <br>" } else { "<br>" })
    }

    fn heading(&self, section: Section) -> String {
        let words = section.heading(self.page.english, self.look.modern);
        match self.look.headings {
            Headings::Hashes => format!("## {words}"),
            Headings::Bold => format!("## **{words}**"),
            Headings::Bare => words.to_owned(),
        }
    }

    fn explorer(&self) -> String {
        let Self { page, look } = self;
        let words =
            if page.english { "Run it in OpenAPI Explorer." } else { "可在OpenAPI Explorer中运行该接口。" };
        let operation = &page.operation;
        let product = page.product.as_deref().unwrap_or(&operation.product);
        let address = if look.around {
            format!("https://api.aliyun.com/api/{product}/{}/{}", operation.version, operation.name)
        } else {
            page.explorer.clone().unwrap_or_default()
        };
        if look.is_markdown() { format!("[{words}]({address})") } else { format!("{words}\n\n{address}") }
    }

    /// A sample or a line of code: fenced in Markdown.
    fn block(&self, language: &str, text: &str) -> String {
        let text = text.trim_end();
        if self.look.is_markdown() { format!("```{language}\n{text}\n```") } else { text.to_owned() }
    }

    fn sample(&self, side: Side, sample: &str) -> String {
        let english = self.page.english;
        let format = if sample.trim_start().starts_with('<') || sample.contains("\n<") { "XML" } else { "JSON" };
        let quoted = if self.look.is_markdown() { format!("`{format}`") } else { format.to_owned() };
        let label = match (side, english) {
            (Side::Request, false) => "请求示例".to_owned(),
            (Side::Request, true) => "Sample requests".to_owned(),
            (Side::Response, false) => format!("正常返回示例\n\n{quoted}格式"),
            (Side::Response, true) => format!("Sample success responses\n\n{quoted} format"),
        };
        let language = match (side, format) {
            (Side::Request, _) => "plaintext",
            (Side::Response, "XML") => "xml",
            (Side::Response, _) => "json",
        };
        let sample = if self.look.around && format == "JSON" { with_backslashes(sample) } else { sample.to_owned() };
        format!("{label}\n\n{}\n\n", self.block(language, &sample))
    }

    fn parameters(&self, rows: &[Row], response: bool) -> String {
        if rows.is_empty() {
            return String::new();
        }
        let Self { page, look } = self;
        let word = |chinese: &str, english: &str| if page.english { english.to_owned() } else { chinese.to_owned() };
        let required = rows.iter().any(|row| row.required.is_some());
        let position = rows.iter().any(|row| row.position.is_some());
        let name = if response && look.modern { "Element" } else { "Parameter" };
        let mut header = vec![(Column::First, word("名称", name)), (Column::Glued, word("类型", "Type"))];
        if position {
            header.push((Column::Mark, word("位置", "Position")));
        }
        if required {
            header.push((Column::Mark, word(if look.modern { "必填" } else { "是否必选" }, "Required")));
        }
        let mut last = [(Column::Text, word("示例值", "Example")), (Column::Text, word("描述", "Description"))];
        if look.modern {
            last.reverse();
        }
        header.extend(last);
        let cells = |row: &Row| {
            let mut cells = vec![self.word(&row.name), self.word(&row.ty)];
            cells.extend(position.then(|| self.cell(row.position.as_deref().unwrap_or_default())));
            cells.extend(required.then(|| self.cell(row.required.as_deref().unwrap_or_default())));
            let mut last = [self.cell(&row.example), self.cell(&row.description)];
            if look.modern {
                last.reverse();
            }
            cells.extend(last);
            cells
        };
        Table { header, rows: rows.iter().map(cells).collect() }.write(look.table)
    }

    /// A name or a type word.
    fn word(&self, word: &str) -> String {
        match (self.page.markdown, self.look.is_markdown()) {
            (true, false) => text::word(word),
            // A path in a name of a dotted page has brackets that nobody escapes.
            _ => word.replace('\n', " "),
        }
    }

    fn errors(&self) -> String {
        let Self { page, look } = self;
        let has = |at: usize| page.errors.iter().any(|error| error[at].is_some());
        let words = match (page.english, look.modern) {
            (false, false) => ["HttpCode", "错误码", "错误信息", "描述"],
            (false, true) => ["HTTP status code", "错误码", "错误信息", "描述"],
            (true, _) => ["HTTP status code", "Error code", "Error message", "Description"],
        };
        let kinds = [Column::First, Column::Glued, Column::Text, Column::Text];
        let columns: Vec<usize> = (0..4).filter(|at| has(*at)).collect();
        let header = columns.iter().map(|at| (kinds[*at], words[*at].to_owned())).collect();
        let cells = |error: &[Option<String>; 4]| {
            columns.iter().map(|at| self.cell(error[*at].as_deref().unwrap_or_default())).collect()
        };
        let table = Table { header, rows: page.errors.iter().map(cells).collect() };
        let mut out = if columns.is_empty() { String::new() } else { table.write(look.table) };
        if let Some(product) = &page.error_center {
            let address = format!("https://error-center.aliyun.com/status/product/{product}");
            let _ = match (look.is_markdown(), page.english) {
                (true, false) => writeln!(out, "更多错误码见[错误中心]({address})。\n"),
                (true, true) => writeln!(out, "More error codes: [API Error Center]({address}).\n"),
                (false, false) => writeln!(out, "更多错误码见错误中心：{address}\n"),
                (false, true) => writeln!(out, "More error codes: API Error Center, {address}\n"),
            };
        }
        out
    }

    /// What stands above the title of a whole copy.
    fn above(&self, title: &str) -> String {
        let product = &self.page.operation.product;
        let images = "![APP](https://img.example.com/O1CN01.png)![WeChat](https://img.example.com/TB1AOd.jpg)";
        let help = "https://help.aliyun.com/zh";
        let [follow, call, home, develop, list] = if self.page.english {
            ["Follow us", "Contact us", "Home", "Developer Reference", "API list"]
        } else {
            ["关注我们", "联系我们", "首页", "开发参考", "API目录"]
        };
        format!(
            "### {follow}\n\n{images}\n\n{call}：4000000000\n\n[{home}]({help}/) [{develop}]({help}/{product}/reference/)\
             [{list}]({help}/{product}/api-dir/){title}\n\n"
        )
    }

    /// What stands between title and text of a whole copy; the sections are listed as bare lines.
    fn below_title(&self) -> String {
        let page = self.page;
        let product = &page.operation.product;
        let help = "https://help.aliyun.com/zh";
        let [updated, copy, details, previous, next, useful, sections] = if page.english {
            ["Last Updated: ", "Copy as MD", "Product Details", "Previous", "Next", "Was this useful?", "On this page"]
        } else {
            ["更新时间：", "复制为 MD 格式", "产品详情", "上一篇", "下一篇", "本文对您有用吗？", "本页导读"]
        };
        let mut out = format!(
            "{updated}2026-01-13 21:20:41\n\n{copy}\n\n[{details}](https://www.aliyun.com/product/{product})\n\n\
             [{previous}：DescribeOthers - A]({help}/{product}/api-describeothers)\
             [{next}：DeleteOthers - B]({help}/{product}/api-deleteothers)\n\n{useful}\n\n- {sections} （1）\n\n"
        );
        let sections = [
            (Section::Explorer, page.explorer.is_some()),
            (Section::Syntax, page.syntax.is_some()),
            (Section::Request, true),
            (Section::Response, page.responds),
            (Section::Samples, !page.samples.is_empty()),
            (Section::Errors, page.tells_errors()),
        ];
        for (section, _) in sections.iter().filter(|(_, there)| *there) {
            let _ = writeln!(out, "{}\n", section.heading(page.english, true));
        }
        out
    }

    /// What stands at the end of a whole copy.
    fn below(&self) -> String {
        if !self.look.around {
            return String::new();
        }
        let Operation { product, version, name, .. } = &self.page.operation;
        let [history, see] = if self.page.english { ["Change history", "See"] } else { ["变更历史", "见"] };
        format!(
            "## **{history}**\n\n{see} [{name}](https://api.aliyun.com/document/{product}/{version}/{name}#change)\n"
        )
    }
}

/// JSON as today's copies have it: a backslash ends each line inside of a list.
fn with_backslashes(json: &str) -> String {
    let (mut depth, mut string, mut escape) = (0_usize, false, false);
    let lines = json.lines().map(|line| {
        for c in line.chars() {
            match c {
                _ if escape => escape = false,
                '\\' if string => escape = true,
                '"' => string = !string,
                '[' if !string => depth += 1,
                ']' if !string => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        if depth > 0 { format!("{line}\\") } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn backslashes_end_the_lines_of_lists() {
    let json = "{\n\"a]\":1,\n\"b\":[\n{\n\"c\":[]\n}\n],\n\"d\":2\n}";
    assert_eq!(with_backslashes(json), "{\n\"a]\":1,\n\"b\":[\\\n{\\\n\"c\":[]\\\n}\\\n],\n\"d\":2\n}");
}

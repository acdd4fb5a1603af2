//! Pages as HTML, turned into text, say what the pages themselves say.

use std::fmt::Write as _;

use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;
use spectable_html::to_text;
use spectable_pages::ir::Vendor;
use spectable_pages::page::{self, Cell, Layout, Page, Row};
use spectable_pages::pipeline;
use spectable_pages::source::{SourceFile, Span};
use spectable_pages::yaml;

use crate::helper::{root, sources};
use crate::needs::shared;
use crate::workshop::{API, Workshop, good};

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Markdown as a browser is given it; other layouts are plain text.
fn rendered(page: &Page, text: &str) -> String {
    if page.layout != Layout::AliyunMarkdown {
        return escaped(text).replace('\n', "<br>\n");
    }
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(text, Options::ENABLE_TABLES));
    html
}

/// A table with the columns that any row has, as the vendors' pages have them.
fn table(file: &SourceFile, page: &Page, rows: &[Row]) -> String {
    let required = rows.iter().any(|row| row.required.is_some());
    let position = rows.iter().any(|row| row.position.is_some());
    let mut html = "<div class=\"table-wrapper\"><table><colgroup><col></colgroup><thead><tr><th><p>名称</p></th>\n<th><p>类型</p></th>".to_owned();
    html.push_str(if position { "<th>位置</th>" } else { "" });
    html.push_str(if required { "<th>是否必选</th>" } else { "" });
    html.push_str("<th>示例值</th><th>描述</th></tr></thead>\n<tbody>\n");
    for row in rows {
        let mut cells = vec![row.name, row.ty];
        cells.extend(position.then(|| row.position.unwrap_or_default()));
        cells.extend(required.then(|| row.required.unwrap_or_default()));
        cells.extend([row.example, row.description]);
        html.push_str("<tr>");
        for cell in cells {
            let _ = write!(html, "<td>{}</td>\n ", rendered(page, cell.text(file)));
        }
        html.push_str("</tr>\n");
    }
    html + "</tbody></table></div>\n"
}

fn aliyun(file: &SourceFile, page: &Page) -> String {
    let slice = |span: Span| file.slice(span);
    // Help-center text has lost its heading.
    let help = page.layout == Layout::AliyunHelp;
    let title = if help { page.action.as_deref().unwrap_or_default() } else { slice(page.title) };
    let mut html = format!(
        "<!DOCTYPE html>\n<html><head><title>x</title><script>var 请求参数 = '<table>';</script></head><body><nav><ul><li>\
         <a href=\"#1\">请求参数</a></li></ul></nav><main>\n<h1 id=\"0\">{}</h1>\n",
        escaped(title)
    );
    for span in &page.intro {
        let _ = writeln!(html, "<div>{}</div>", rendered(page, slice(*span)));
    }
    // Links tell what the page is about.
    html.push_str("<section><h2>调试</h2>");
    for line in file.text.lines().filter(|line| line.contains("product=") && line.contains('(')) {
        html.push_str(&rendered(page, line));
    }
    html.push_str("</section>\n");
    if let Some((method, path)) = &page.syntax {
        let _ = writeln!(
            html,
            "<h2>请求语法</h2><pre class=\"code\"><code>{method} {} HTTP/1.1</code></pre>",
            escaped(path)
        );
    }
    let _ = writeln!(html, "<h2><a></a>请求参数</h2>\n{}", table(file, page, &page.request.rows));
    if page.response.heading.is_some() {
        let rows = &page.response.rows;
        let _ = writeln!(
            html,
            "<h2>返回数据</h2>\n{}",
            if rows.is_empty() { String::new() } else { table(file, page, rows) }
        );
    }
    html.push_str("<h2>示例</h2>\n");
    for sample in &page.samples {
        let _ = writeln!(
            html,
            "<p>示例</p><pre><code class=\"language-json\">{}</code></pre>",
            escaped(slice(sample.span))
        );
    }
    html.push_str("<h2>错误码</h2>\n<table><tr><td>HttpCode</td><td>错误码</td><td>错误信息</td><td>描述</td></tr>\n");
    for error in &page.errors {
        html.push_str("<tr>");
        for cell in [error.status, Some(error.code), error.message, error.description] {
            let text = cell.map(|cell| cell.text(file)).unwrap_or_default();
            let _ = write!(html, "<td>{}</td>", rendered(page, text));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</table>");
    for line in file.text.lines().filter(|line| line.contains("/status/product/")) {
        html.push_str(&rendered(page, line));
    }
    html + "</main><footer>请求参数</footer></body></html>"
}

fn tencent(file: &SourceFile, page: &Page) -> String {
    let text = |cell: Cell| escaped(cell.text(file)).replace('\n', "<br>");
    let table = |rows: &[Row], english: bool| {
        let required = rows.iter().any(|row| row.required.is_some());
        let head = if english {
            ["Parameter", "Required", "Type", "Description"]
        } else {
            ["参数名称", "必选", "类型", "描述"]
        };
        let mut html = format!("<table><thead><tr><th>{}</th>", head[0]);
        if required {
            let _ = write!(html, "<th>{}</th>", head[1]);
        }
        let _ = writeln!(html, "<th>{}</th><th>{}</th></tr></thead><tbody>", head[2], head[3]);
        for row in rows {
            let example = row.example.text(file);
            let mark = if example.is_empty() { String::new() } else { format!("<br>示例值：{}", escaped(example)) };
            let must = row.required.map(|cell| format!("<td>{}</td>", text(cell))).unwrap_or_default();
            let _ = writeln!(
                html,
                "<tr><td>{}</td>{must}<td>{}</td><td>{}{mark}</td></tr>",
                text(row.name),
                text(row.ty),
                text(row.description)
            );
        }
        html + "</tbody></table>"
    };
    let mut html = "<html><body><div class='rno-doc'><h2 id='1.-x'>1. 接口描述</h2>\n".to_owned();
    // The host stands in the introduction.
    let end = file.text.find("2. ").unwrap_or(file.text.len());
    let start = file.text.find("1. ").and_then(|at| file.text[at..].find('\n').map(|line| at + line)).unwrap_or(0);
    for paragraph in file.text.get(start..end).unwrap_or_default().split("\n\n") {
        let _ = writeln!(html, "<p>{}</p>", escaped(paragraph.trim()).replace('\n', "<br>"));
    }
    let _ = writeln!(html, "<h2>2. 输入参数</h2><p>以下</p>{}", table(&page.request.rows, false));
    let _ = writeln!(html, "<h2>3. 输出参数</h2>{}", table(&page.response.rows, false));
    html += "<h2>4. 示例</h2>";
    for sample in &page.samples {
        let title = if sample.side == page::Side::Request { "输入示例" } else { "输出示例" };
        let _ = writeln!(html, "<h4>{title}</h4><pre>{}</pre>", escaped(file.slice(sample.span)));
    }
    html += "<h2>5. 开发者资源</h2><h2>6. 错误码</h2><table><tr><th>错误码</th><th>描述</th></tr>";
    for error in &page.errors {
        let _ = writeln!(
            html,
            "<tr><td>{}</td><td>{}</td></tr>",
            text(error.code),
            text(error.description.unwrap_or_default())
        );
    }
    html + "</table></div></body></html>"
}

/// The schema of a page alone, without the places of its rows.
fn schema(file: SourceFile) -> String {
    let documents = pipeline::documents(vec![file]);
    let operation = documents.into_iter().next().and_then(|document| document.operation);
    operation.map_or_else(|| "no page".to_owned(), |operation| yaml::write(&operation).expect("YAML"))
}

/// The schema of a page, and of the page as HTML; `None` where it can't be read anyway.
fn both(file: &SourceFile) -> Option<(String, String, String)> {
    let (page, _) = page::read(file);
    let page = page?;
    let html = match page.layout.vendor() {
        Vendor::Aliyun => aliyun(file, &page),
        Vendor::Tencent => tencent(file, &page),
    };
    let text = to_text(&html).expect("a page");
    Some((schema(file.clone()), schema(SourceFile::new(file.path.clone(), text.clone())), text))
}

#[test]
fn the_pages_of_this_repository() {
    for file in sources(&root().join("specs/pages"), "specs/pages/") {
        let (before, after, text) = both(&file).expect("a page");
        assert_same(&before, &after, &format!("{}\n{text}", file.path));
    }
}

/// Says where two texts differ.
fn assert_same(before: &str, after: &str, what: &str) {
    for (index, (a, b)) in before.lines().zip(after.lines()).enumerate() {
        assert_eq!(a, b, "line {} of {what}", index + 1);
    }
    assert_eq!(before.lines().count(), after.lines().count(), "{what}");
}

#[test]
fn a_corpus() {
    let mut pages = Vec::new();
    for folder in ["corpus/aliyun", "corpus/tencent"] {
        let Some(path) = shared(folder) else { return };
        pages.extend(sources(&path, "").into_iter().filter(|file| file.path.ends_with(".md")));
    }
    // Every third: the rest says the same and takes its time.
    let pages: Vec<SourceFile> = pages.into_iter().step_by(3).collect();
    let compared: Vec<Option<String>> = pages
        .par_iter()
        .filter_map(|file| {
            let (before, after, _) = both(file)?;
            let differs = before.lines().zip(after.lines()).find(|(a, b)| a != b);
            let lines = differs.map(|(a, b)| format!("{}:\n  {a}\n  {b}", file.path));
            Some((before != after).then(|| lines.unwrap_or_else(|| file.path.clone())))
        })
        .collect();
    let different: Vec<&str> = compared.iter().flatten().map(String::as_str).collect();
    println!("{}\n{} of {} pages differ as HTML", different.join("\n"), different.len(), compared.len());
    assert!(different.len() * 50 <= compared.len());
}

/// A page with a row that has no name, as HTML: the text's line 5 says so.
fn desk(action: &str) -> String {
    let link = format!("https://api.example.com/#product=Desk&amp;api={action}&amp;type=RPC&amp;version=2021-03-04");
    let head = "<tr><th>名称</th><th>类型</th><th>是否必选</th><th>描述</th></tr>";
    let rows = "<tr><td>TicketId</td><td>String</td><td>是</td><td>工单。</td></tr>\
                <tr><td></td><td></td><td>是</td><td>无名。</td></tr>";
    format!("<!DOCTYPE html><h1>{action}</h1><h2>请求参数</h2><table>{head}{rows}</table><a href=\"{link}\">x</a>")
}

#[test]
fn saved_html_is_inspected() {
    let workshop = Workshop::new();
    workshop.write("saved/a.html", desk("ListTickets"));
    workshop.write("saved/b.HTM", "not looked at");
    workshop.write("saved/c/d.htm", desk("GetTicket"));
    workshop.write("saved/e.md", good().replace("GetTicket", "DropTicket"));
    workshop.write("saved/f.html", "<html><div id=app></div><script>load()</script>");
    let before = workshop.tree();
    let ran = workshop.run(&["inspect", "--verbose", "--format", "json", "saved"]);
    assert_eq!(ran.code, Some(1), "{}", ran.printed);
    assert_eq!(workshop.changes(&before), Vec::<String>::new());
    let objects: Vec<serde_json::Value> =
        ran.printed.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let said: Vec<_> = objects.iter().map(|object| (&object["page"], &object["action"])).collect();
    assert_eq!(
        format!("{said:?}"),
        r#"[(String("saved/a.html"), String("ListTickets")), (String("saved/c/d.htm"), String("GetTicket")), (String("saved/e.md"), String("DropTicket"))]"#
    );
    assert_eq!(objects[0]["request"][0]["name"], "TicketId");
    for words in [
        "warning[row-without-name]",
        "--> saved/a.html:8:1",
        "the line is one of the text that the HTML became",
        "error[page-unreadable]: the HTML has no tables",
        "--> saved/f.html",
    ] {
        assert!(ran.printed.contains(words), "no `{words}` in:\n{}", ran.printed);
    }
    // Of a page saved as text the line is its own.
    let own = workshop.run(&["inspect", "--verbose", "saved/e.md"]);
    assert!(!own.printed.contains("HTML became"), "{}", own.printed);
}

/// A path fills in what HTML does not say.
#[test]
fn html_is_inspected_where_it_stands() {
    let workshop = Workshop::new();
    workshop.write("desk/2021-03-04/ListTickets.html", desk("ListTickets").replace("product=", "p="));
    let ran = workshop.run(&["inspect", "desk"]);
    assert_eq!(ran.code, Some(0), "{}", ran.printed);
    for words in ["# desk/2021-03-04/ListTickets.html\n", "operation: ListTickets", "product: desk"] {
        assert!(ran.printed.contains(words), "no `{words}` in:\n{}", ran.printed);
    }
}

/// The reviewed pages are text: HTML among them is not overlooked, whatever it is called.
#[test]
fn html_among_the_pages_is_refused() {
    for name in ["ListTickets.html", "ListTickets.htm", "ListTickets.md"] {
        let workshop = Workshop::new();
        let path = format!("specs/pages/{API}/{name}");
        workshop.write(&path, desk("ListTickets"));
        let place = format!("--> {path}");
        workshop.refuses(&["error[layout-unknown]: this is HTML", "`cargo xtask add` takes HTML", &place]);
        let ran = workshop.run(&["lint", &path]);
        assert_eq!(ran.code, Some(1), "{}", ran.printed);
        assert!(ran.printed.contains("`cargo xtask add` takes HTML"), "{}", ran.printed);
    }
}

// Nesting -----------------------------------------------------------------------------------

/// The rows of a response whose table has these rows as HTML.
fn rows_of(body: &str) -> Vec<String> {
    let head = "<tr><th>名称</th><th>类型</th><th>描述</th></tr>";
    let html = format!("<h1>GetTicket</h1><h2>返回参数</h2><table><thead>{head}</thead><tbody>{body}</tbody></table>");
    let text = to_text(&html).expect("a page");
    let below = text.split_once("|--|--|--|\n").expect("a table").1;
    below.lines().map(str::to_owned).collect()
}

/// Level, name, type and description of rows; one is without a name.
const NESTED: [(usize, &str, &str, &str); 6] = [
    (0, "Data", "object", "d"),
    (1, "List", "array", "l"),
    (2, "", "object", "o"),
    (3, "Id", "string", "i"),
    (1, "Total", "integer", "t"),
    (0, "RequestId", "string", "r"),
];

/// The same as text.
fn nested() -> Vec<String> {
    let row = |&(level, name, ty, words): &(usize, &str, &str, &str)| {
        let blank = if name.is_empty() { " " } else { "" };
        format!("|{}{name}{blank}|{ty}|{words} |", "\u{a0}\u{a0}".repeat(level))
    };
    NESTED.iter().map(row).collect()
}

#[test]
fn rows_that_are_moved_to_the_right() {
    let styles: [(&str, fn(usize, &str) -> String); 9] = [
        ("padding of the cell", |level, name| format!("<td style='padding-left: {}px'>{name}</td>", 8 + level * 16)),
        ("margin in the cell", |level, name| {
            format!("<td><div style='margin-left:{level}em'><p>{name}</p></div></td>")
        }),
        ("indented paragraph", |level, name| format!("<td><p style='text-indent: {}em;'>{name}</p></td>", level * 2)),
        ("all four paddings", |level, name| {
            format!("<td style='padding:4px 8px 4px {}px'>{name}</td>", 8 + level * 24)
        }),
        ("spans in spans", |level, name| {
            let (open, close) = ("<span style=\"padding-left:15px\">".repeat(level), "</span>".repeat(level));
            format!("<td>{open}{name}{close}</td>")
        }),
        ("spacers, and an arrow where there are members", |level, name| {
            let arrow = if matches!(name, "Data" | "List") { "<button>+</button><svg></svg>" } else { "" };
            let spacers = "<span style='display:inline-block;width:20px'></span>".repeat(level);
            format!("<td>{spacers}{arrow}<span>{name}</span></td>")
        }),
        ("no-break spaces", |level, name| format!("<td>\n {}{name}</td>", "&nbsp;&nbsp;".repeat(level))),
        ("many no-break spaces", |level, name| format!("<td><p>{}{name}</p></td>", "&nbsp; &nbsp; ".repeat(level))),
        ("wide blanks", |level, name| format!("<td>{}{name}</td>", "\u{3000}".repeat(level))),
    ];
    for (style, cell) in styles {
        let row = |&(level, name, ty, words): &(usize, &str, &str, &str)| {
            format!("<tr>{}<td>{ty}</td><td>{words}</td></tr>", cell(level, name))
        };
        let body: String = NESTED.iter().map(row).collect();
        assert_eq!(rows_of(&body), nested(), "{style}");
    }
}

#[test]
fn marks_of_nesting_stay() {
    let body = "<tr><td>Data</td><td>object</td><td>d</td></tr>\
                <tr><td>└ List</td><td>array</td><td>l</td></tr>\
                <tr><td>&nbsp;&nbsp;└&nbsp;Id</td><td>string</td><td>i</td></tr>";
    assert_eq!(rows_of(body), ["|Data|object|d |", "|└ List|array|l |", "|\u{a0}\u{a0}└ Id|string|i |"]);
}

/// A table that says its header again has its own columns.
#[test]
fn objects_that_are_opened() {
    let row = |name: &str, ty: &str, words: &str| format!("<tr><td>{name}</td><td>{ty}</td><td>{words}</td></tr>");
    let table = |rows: &str| format!("<table>{rows}</table>");
    let item = row("", "object", &format!("o{}", table(&row("Id", "string", "i"))));
    let list = row("List", "array", &format!("l{}", table(&item)));
    let plain = table(&(list + &row("Total", "integer", "t")));
    // Its columns in another order, and one more of them.
    let turn = |ty: &str, name: &str, words: &str| row(ty, name, &format!("</td><td>{words}"));
    let item = turn("object", "", &format!("o{}", table(&turn("string", "Id", "i"))));
    let head = "<tr><th>Type</th><th>Name</th><th>Required</th><th>Description</th></tr>";
    let list = turn("array", "List", &format!("l{}", table(&item)));
    let turned = table(&format!("<thead>{head}</thead>{list}{}", turn("integer", "Total", "t")));
    let data = |inside: &str| row("Data", "object", &format!("d{inside}"));
    let own = |inside: &str| format!("{}<tr class=open><td colspan=3>{inside}</td></tr>", row("Data", "object", "d"));
    let hidden = |inside: &str| {
        let rows = inside.trim_start_matches("<table>").trim_end_matches("</table>");
        format!("{}<tbody hidden>{rows}</tbody>", row("Data", "object", "d"))
    };
    for (style, object) in [
        ("a table in the description", data(&plain)),
        ("a table with a header", data(&turned)),
        ("a part that is hidden", data(&format!("<div style='display: none'>{plain}</div>"))),
        ("a table that is hidden", data(&plain.replacen("<table>", "<table hidden>", 1))),
        ("a row of its own", own(&plain)),
        ("a hidden row of its own", own(&plain).replace("class=open", "style='display:none'")),
        ("hidden rows", hidden(&plain)),
        ("details", row(&format!("<details><summary>Data</summary>{turned}</details>"), "object", "d")),
        ("a name that is a button", data(&plain).replace(">Data<", "><button>Data</button><")),
    ] {
        let body = object + &row("RequestId", "string", "r");
        assert_eq!(rows_of(&body), nested(), "{style}");
    }
}

/// Where an opened object's table starts is no level of rows.
#[test]
fn the_edge_of_a_table_between_rows() {
    let row = |way: usize, name: &str, ty: &str| {
        format!("<tr><td style='padding-left:{way}px'>{name}</td><td>{ty}</td><td>d</td></tr>")
    };
    let inner = "<table><tr><td>Id</td><td>string</td><td>d</td></tr></table>";
    let between = format!("<tr><td colspan=3 style='padding-left:12px'>{inner}</td></tr>");
    let body = row(0, "Data", "object") + &between + &row(24, "Total", "integer");
    assert_eq!(rows_of(&body), ["|Data|object|d |", "|\u{a0}\u{a0}Id|string|d |", "|\u{a0}\u{a0}Total|integer|d |"]);
}

/// However far rows are moved, what stands before them has an end.
#[test]
fn levels_have_an_end() {
    let row = |level: usize| format!("<tr><td style='padding-left:{}px'>A</td><td>object</td></tr>", level * 9);
    let body: String = (0..2000).map(row).collect();
    let last = rows_of(&body).pop().expect("rows");
    assert_eq!(last.chars().filter(|c| *c == '\u{a0}').count(), 80);
}

/// What is hidden below a scalar are no members of it, and a table of values is no list of members.
#[test]
fn what_only_looks_like_members() {
    let body = "<tr><td>Level</td><td>integer</td><td>级别：<table><tr><th>值</th><th>含义</th></tr><tr><td>1</td><td>高</td></tr></table></td></tr>\
                <tr hidden><td>Id</td><td>string</td><td>i</td></tr>";
    let lines = ["|Level|integer|级别：", "", "|值|含义|", "|--|--|", "|1|高 |", "", " |", "|Id|string|i |"];
    assert_eq!(rows_of(body), lines);
}

#[test]
fn what_stands_around_the_page() {
    let page = "<h1>GetTicket<img src=a.png alt=图></h1><h2>请求参数<button>复制</button></h2>\
                <table><tr><th>名称</th><th>类型</th></tr><tr><td>Id<a role=button>?</a></td><td>String</td></tr>\
                <tr><td colspan=2><button>展开</button></td></tr><tr><td colspan=2><img src=b.png alt=b></td></tr></table>";
    let text = "# GetTicket\n\n## 请求参数\n\n|名称|类型|\n|--|--|\n|Id|String |\n";
    let around = "<header><h1>云</h1></header><nav><h2>请求参数</h2></nav><div class='help-sidebar'><h2>返回参数</h2></div>\
                  <div role=navigation><h2>错误码</h2></div>";
    let below = "<aside><h2>相关</h2></aside><footer><h2>关于</h2></footer>";
    assert_eq!(to_text(&format!("{around}{page}{below}")).expect("a page"), text);
    // What is marked as the article is it, whatever stands around.
    let around = "<div><h1>云</h1><img alt=x></div>";
    for mark in ["main", "article", "div role=main"] {
        let end = mark.split(' ').next().expect("a word");
        let html = format!("{around}<{mark}><header>{page}</header></{end}><p><h2>请求参数</h2>");
        assert_eq!(to_text(&html).expect("a page"), text, "{mark}");
    }
    // Unless a part of the page stands outside of it.
    let html = format!("<article>{page}</article><article><h2>示例</h2><pre>{{}}</pre></article>");
    assert_eq!(to_text(&html).expect("a page"), format!("{text}\n## 示例\n\n```\n{{}}\n```\n"));
}

/// Tencent Cloud's text shows levels too.
#[test]
fn levels_in_plain_text() {
    let head = "<tr><th>参数名称</th><th>类型</th><th>描述</th></tr>";
    let rows = "<tr><td>Data</td><td>Info</td><td>d</td></tr><tr><td>&nbsp;&nbsp;Id</td><td>String</td><td>i</td></tr>";
    let text = to_text(&format!("<h2>3. 输出参数</h2><table>{head}{rows}</table>")).expect("a page");
    assert_eq!(text, "3. 输出参数\n\n参数名称 类型 描述\nData Info d\n\u{a0}\u{a0}Id String i\n\n");
}

/// Links to sections of a Tencent Cloud page are no headings.
#[test]
fn a_table_of_contents_opens_no_section() {
    let table = "<table><tr><th>参数名称</th><th>类型</th><th>描述</th></tr><tr><td>Id</td><td>String</td><td>号</td></tr></table>";
    let html =
        format!("<div><a href='#2'>2. 输入参数</a><br><a href='#6'>6. 错误码</a></div><h2>2. 输入参数</h2>{table}");
    let text = to_text(&html).expect("a page");
    assert_eq!(text, "- 2. 输入参数\n- 6. 错误码\n\n2. 输入参数\n\n参数名称 类型 描述\nId String 号\n\n");
}

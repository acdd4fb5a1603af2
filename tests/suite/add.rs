//! A saved page is put at its place, with all that it makes, or not at all.

use std::fmt::Write as _;

use spectable_html::to_text;

use crate::helper::root;
use crate::workshop::{Ran, Workshop};

const PAGES: &str = "specs/pages/aliyun/desk/2021-03-04";

fn add(workshop: &Workshop, arguments: &[&str]) -> Ran {
    workshop.run(&[&["add", "--specs", "specs", "--out", "out"], arguments].concat())
}

#[track_caller]
fn ends(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, Some(code), "{}", ran.printed);
    for word in words {
        assert!(ran.printed.contains(word), "no `{word}` in:\n{}", ran.printed);
    }
}

/// The workshop's page with another name, one more parameter and no word of what it is about.
fn other(workshop: &Workshop) -> String {
    let text = workshop.tree().remove(&format!("{PAGES}/GetTicket.md")).expect("the page");
    String::from_utf8(text).expect("UTF-8").replace("GetTicket", "FindTicket")
}

#[test]
fn a_new_page() {
    let workshop = Workshop::new();
    workshop.write("saved.md", other(&workshop));
    let ran = add(&workshop, &["saved.md"]);
    let page = format!("Written {PAGES}/FindTicket.md");
    ends(&ran, 0, &[&page, "find_ticket.rs", "additive       operation added", "next version 0.1.1"]);
    ends(&workshop.regen(&["--check"]), 0, &[]);
    // Once more: it is there, and nothing is to do.
    let before = workshop.tree();
    ends(&add(&workshop, &["saved.md"]), 0, &["0 new, 0 updated, 0 removed"]);
    assert_eq!(workshop.changes(&before), Vec::<String>::new());
}

#[test]
fn a_page_that_is_there_is_not_overwritten_by_chance() {
    let workshop = Workshop::new();
    let page = other(&workshop).replace("FindTicket", "GetTicket");
    workshop.write("saved.md", page.replace("|TicketId|String|是|", "|TicketId|Long|是|"));
    let before = workshop.tree();
    ends(&add(&workshop, &["saved.md"]), 1, &["GetTicket.md", "is there, and differs: 1 lines are new", "--update"]);
    workshop.write("blank.md", page.replace("\n\n", "\n\n\n"));
    ends(&add(&workshop, &["blank.md"]), 1, &["is there, and differs: in the order of its lines, or how often"]);
    std::fs::remove_file(workshop.path("blank.md")).expect("removed");
    assert_eq!(workshop.changes(&before), Vec::<String>::new());
    ends(&add(&workshop, &["--update", "saved.md"]), 0, &["breaking", "request/TicketId", "0.2.0"]);
    ends(&workshop.regen(&["--check"]), 0, &[]);
}

/// How lines end, and what stands before each of them, is the copy's and not the page's.
#[test]
fn a_copy_with_other_line_ends_is_the_same_page() {
    let workshop = Workshop::new();
    let page = other(&workshop).replace("FindTicket", "GetTicket");
    let indent = |text: &str| format!("    {}\n", text.trim_end().replace('\n', "\n    "));
    let before = workshop.tree();
    for copy in [page.replace('\n', "\r\n"), page.replace('\n', "\r"), indent(&page)] {
        let saved = workshop.path("saved.md");
        std::fs::write(&saved, &copy).expect("written");
        ends(&add(&workshop, &["saved.md"]), 0, &["0 new, 0 updated, 0 removed"]);
        std::fs::remove_file(&saved).expect("removed");
        assert_eq!(workshop.changes(&before), Vec::<String>::new(), "{copy:?}");
    }
    // Where it stands with such ends, it is no other page either, and its lines and columns are those of the file.
    let broken = page.replace("|TicketId|", "|Ticket Id|");
    let place = |text: &str| {
        workshop.write("broken.md", text);
        let ran = workshop.run(&["inspect", "--verbose", "broken.md"]);
        let place = ran.printed.lines().find_map(|line| line.trim().strip_prefix("--> broken.md:"));
        place.unwrap_or_else(|| panic!("no place in:\n{}", ran.printed)).to_owned()
    };
    let own = place(&broken);
    assert_eq!(place(&broken.replace('\n', "\r")), own);
    assert_eq!(place(&broken.replace('\n', "\r\n")), own);
    let (line, column) = own.split_once(':').expect("a line and a column");
    let column = column.parse::<usize>().expect("a column") + 4;
    assert_eq!(place(&indent(&broken)), format!("{line}:{column}"));
    workshop.write(&format!("{PAGES}/GetTicket.md"), page.replace('\n', "\r"));
    workshop.write("saved.md", &page);
    ends(&add(&workshop, &["saved.md"]), 0, &["0 new, 0 updated, 0 removed"]);
}

/// The page of an operation is found whatever it is called, and stays where it is.
#[test]
fn the_page_of_the_operation_is_updated_where_it_stands() {
    let workshop = Workshop::new();
    let page = other(&workshop).replace("FindTicket", "GetTicket");
    std::fs::remove_file(workshop.path(&format!("{PAGES}/GetTicket.md"))).expect("removed");
    workshop.write("specs/pages/help/tickets.md", &page);
    ends(&workshop.regen(&[]), 0, &[]);
    workshop.write("saved.md", page.replace("工单ID。", "工单的ID。"));
    ends(&add(&workshop, &["saved.md"]), 1, &["specs/pages/help/tickets.md: the page of GetTicket is there"]);
    ends(&add(&workshop, &["saved.md", "--update"]), 0, &["Written specs/pages/help/tickets.md", "0 breaking"]);
    assert!(!workshop.path(&format!("{PAGES}/GetTicket.md")).exists());
}

#[test]
fn what_a_page_does_not_say_is_asked_for() {
    let workshop = Workshop::new();
    // Neither the link nor the title says what it is about.
    let page =
        other(&workshop).replace("https://api.example.com/#product=Desk&", "x").replace("# FindTicket", "# 查询");
    let page = page.replace("api=FindTicket&type=RPC&version=2021-03-04", "");
    workshop.write("saved.md", page);
    let before = workshop.tree();
    let mut arguments = vec!["saved.md"];
    for (option, value) in [("--product", "desk"), ("--version", "2021-03-04"), ("--action", "FindTicket")] {
        ends(&add(&workshop, &arguments), 2, &["error: saved.md: the page does not say which", option]);
        assert_eq!(workshop.changes(&before), Vec::<String>::new());
        arguments.extend([option, value]);
    }
    ends(&add(&workshop, &[&arguments[..], &["--vendor", "tencent"]].concat()), 2, &["--vendor says `tencent`"]);
    ends(&add(&workshop, &arguments), 0, &["Written specs/pages/aliyun/desk/2021-03-04/FindTicket.md"]);
}

/// `inspect` can be told the same, and shows the page as `add` would read it, under the name of its file.
#[test]
fn what_a_page_does_not_say_is_given_to_inspect_too() {
    let workshop = Workshop::new();
    let page =
        other(&workshop).replace("https://api.example.com/#product=Desk&", "x").replace("# FindTicket", "# 查询");
    let page = page.replace("api=FindTicket&type=RPC&version=2021-03-04", "").replace("|是|t-1|", "|是|");
    workshop.write("saved.md", &page);
    workshop.write("text.md", "no page at all\n");
    let inspect =
        |arguments: &[&str]| workshop.run(&[&["inspect", "--format", "json", "saved.md"], arguments].concat());
    ends(&inspect(&[]), 1, &["error[page-anonymous]", "--product"]);
    ends(&inspect(&["--product", "desk"]), 2, &["error: saved.md: the page does not say which version", "--version"]);
    let given = ["--product", "desk", "--version", "2021-03-04", "--action", "FindTicket"];
    let words = ["\"page\":\"saved.md\"", "\"product\":\"desk\"", "\"action\":\"FindTicket\""];
    ends(&inspect(&given), 0, &words);
    ends(&inspect(&[&given[..], &["--verbose"]].concat()), 0, &["--> saved.md:"]);
    ends(&inspect(&["--vendor", "tencent"]), 2, &["--vendor says `tencent`"]);
    ends(&inspect(&["--product", "desk", "text.md"]), 2, &["are said of a single page, and here are 2; name one"]);
    ends(&workshop.run(&["inspect", "--product", "desk", "text.md"]), 1, &["error[layout-unknown]", "text.md"]);
}

#[test]
fn what_is_wrong_is_not_put_there() {
    let workshop = Workshop::new();
    let twice = other(&workshop).replace("|RequestId|String|", "|RequestId|Integer|1|x |\n|RequestId|String|");
    workshop.write("twice.md", twice);
    workshop.write("text.md", "no page at all\n");
    workshop.write("binary.md", b"\xff\xfe\0");
    workshop.write("script.html", "<html><body><div id=app></div><script>load()</script></body></html>");
    let before = workshop.tree();
    ends(&add(&workshop, &["twice.md"]), 1, &["error[row-contradicts]", "FindTicket.md", "nothing was written"]);
    ends(&add(&workshop, &["text.md"]), 1, &["error[layout-unknown]", "text.md", "nothing was written"]);
    ends(&add(&workshop, &["binary.md"]), 1, &["binary.md: line 1: byte 1 is not UTF-8"]);
    ends(&add(&workshop, &["script.html"]), 1, &["script.html: the HTML has no tables", "filled in by scripts"]);
    ends(&add(&workshop, &["no-such.md"]), 1, &["no-such.md"]);
    ends(&add(&workshop, &[]), 2, &["expected a saved page"]);
    ends(&add(&workshop, &["a.md", "b.md"]), 2, &["b.md"]);
    assert_eq!(workshop.changes(&before), Vec::<String>::new());
}

/// A fix that is offered for a page that was refused can be taken before the page is there.
#[test]
fn what_is_offered_is_taken_with_the_page() {
    let workshop = Workshop::new();
    let twice = other(&workshop).replace("|RequestId|String|", "|RequestId|Integer|1|x |\n|RequestId|String|");
    workshop.write("twice.md", twice);
    let before = workshop.tree();
    let refused = add(&workshop, &["twice.md"]);
    ends(&refused, 1, &["error[row-contradicts]", "(--fix ", "nothing was written"]);
    let (_, id) = refused.printed.split_once("(--fix ").expect("an offer");
    let (id, _) = id.split_once(')').expect("an id");
    ends(&add(&workshop, &["twice.md", "--fix", "000000"]), 2, &["--fix 000000: there is no such fix", id]);
    assert_eq!(workshop.changes(&before), Vec::<String>::new());
    let words = ["Written specs/overrides/aliyun/desk/2021-03-04.yaml", "FindTicket.md", "operation added"];
    ends(&add(&workshop, &["twice.md", "--fix", id, "--why", "The sample says so."]), 0, &words);
    let overrides =
        String::from_utf8(workshop.tree().remove("specs/overrides/aliyun/desk/2021-03-04.yaml").expect("it"));
    assert!(overrides.expect("UTF-8").contains("The sample says so."));
    ends(&workshop.regen(&["--check"]), 0, &[]);
    // It was taken: once more, it is not on offer.
    ends(&add(&workshop, &["twice.md", "--fix", id]), 2, &["there is no such fix"]);
}

/// A page that the vendor renamed, moved or took away: what it made goes, and is listed.
#[test]
fn pages_that_go_take_along_what_they_made() {
    let workshop = Workshop::new();
    let made = |action: &str, file: &str| {
        [
            format!("specs/ir/aliyun/desk/2021-03-04/{action}.yaml"),
            format!("out/src/aliyun/v2021_03_04/{file}.rs"),
            format!("out/tests/samples/aliyun/desk/2021-03-04/{action}.1.json"),
        ]
    };
    let renamed = other(&workshop);
    std::fs::remove_file(workshop.path(&format!("{PAGES}/GetTicket.md"))).expect("removed");
    workshop.write(&format!("{PAGES}/FindTicket.md"), &renamed);
    let ran = workshop.regen(&[]);
    for path in made("GetTicket", "get_ticket") {
        ends(&ran, 0, &[&format!("Removed {path}")]);
        assert!(!workshop.path(&path).exists(), "{path}");
    }
    for path in made("FindTicket", "find_ticket") {
        ends(&ran, 0, &[&format!("New {path}")]);
    }
    // Moved to a new version of the API: the old one's folders go too.
    std::fs::remove_dir_all(workshop.path(PAGES)).expect("removed");
    let moved = renamed.replace("2021-03-04", "2022-01-01");
    workshop.write("specs/pages/aliyun/desk/2022-01-01/FindTicket.md", moved);
    let ran = workshop.regen(&[]);
    ends(&ran, 0, &["Removed out/src/aliyun/v2021_03_04/mod.rs", "New out/src/aliyun/v2022_01_01/mod.rs"]);
    assert!(!workshop.path("out/src/aliyun/v2021_03_04").exists());
    assert!(!workshop.path("specs/ir/aliyun/desk/2021-03-04").exists());
    ends(&workshop.regen(&["--check"]), 0, &["0 removed"]);
}

// HTML --------------------------------------------------------------------------------------

/// As a browser saves a page of Alibaba Cloud's: everything around the article, cells with
/// paragraphs, lists, breaks, code and a table of their own, entities, and code by the line.
const ALIYUN: &str = r##"<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>GetAgent_帮助中心</title><style>td{}</style></head>
<body><header><nav><a href="/x">产品</a><h2>请求参数</h2></nav></header>
<main><h1 id="t">GetAgent - 查询坐席</h1>
<p>查询一个坐席。<br>默认&nbsp;<b>不</b>含 &lt;离线&gt; 坐席。</p>
<h2 id="d">调试</h2><p><a href="https://api.aliyun.com/#product=CCC&amp;api=GetAgent&amp;type=RPC&amp;version=2017-07-05">您可以 调试</a></p>
<h2><a class="anchor" href="#p"></a>请求参数</h2>
<div class="table-responsive"><table><colgroup><col></colgroup>
<thead><tr><th><p>名称</p></th><th><p>类型</p></th><th><p>是否必选</p></th><th><p>示例值</p></th><th><p>描述</p></th></tr></thead>
<tbody><tr><td><p>Agent_Id</p></td><td><p>String</p></td><td><p>是</p></td><td><p>a*b|c</p></td><td><p>坐席ID。</p>
  <p>格式：<code>user@instance</code>。</p></td></tr>
<tr><td>State</td><td>String</td><td>否</td><td>Ready</td><td>状态。取值：<ul><li><p>Ready：就绪。</p></li><li>Break：小休。<ul><li>不计时</li></ul></li></ul></td></tr>
<tr><td>Level</td><td>Integer</td><td>否</td><td></td><td>级别：<table><tr><th>值</th><th>含义</th></tr><tr><td>1</td><td>高</td></tr></table></td></tr>
<tr style="display: none"><td>Hidden</td><td>String</td><td>否</td><td></td><td></td></tr></tbody></table></div>
<h2>返回数据</h2><table><tbody><tr><td>名称</td><td>类型</td><td>示例值</td><td>描述</td></tr>
<tr><td>RequestId</td><td>String</td><td>A&amp;B</td><td rowspan="2">共有的说明</td></tr><tr><td>Code</td><td>String</td><td>OK</td></tr></tbody></table>
<h2>示例</h2><pre class="prism"><button>复制</button><code><span class="ln" aria-hidden="true">1</span><div>{</div><div>  "RequestId": "A&amp;B",</div><div>  "Code": "OK"</div><div>}</div></code></pre>
</main><footer>© <script>document.write("<table>")</script></footer></body></html>"##;

const ALIYUN_TEXT: &str = r#"# GetAgent - 查询坐席

查询一个坐席。

默认 **不**含 \<离线\> 坐席。

## 调试

[您可以 调试](https://api.aliyun.com/#product=CCC&api=GetAgent&type=RPC&version=2017-07-05)

## 请求参数

|名称|类型|是否必选|示例值|描述|
|--|--|--|--|--|
|Agent\_Id|String|是|a\*b\|c|坐席ID。

格式：`user@instance`。 |
|State|String|否|Ready|状态。取值：

-   Ready：就绪。
-   Break：小休。
    -   不计时 |
|Level|Integer|否| |级别：

|值|含义|
|--|--|
|1|高 |

 |
|Hidden|String|否| |  |

## 返回数据

|名称|类型|示例值|描述|
|--|--|--|--|
|RequestId|String|A\&B|共有的说明 |
|Code|String|OK|共有的说明 |

## 示例

```
{
  "RequestId": "A&B",
  "Code": "OK"
}
```
"#;

const TENCENT: &str = r"<html><body><div class=doc><h1>查询坐席</h1><h2 id=a>1. 接口描述</h2>
<p>接口请求域名： ccc.tencentcloudapi.com 。</p><p>查询坐席。</p>
<h2>2. 输入参数</h2><p>以下请求参数列表</p><table><thead><tr><th>参数名称</th><th>必选</th><th>类型</th><th>描述</th></tr></thead><tbody>
<tr><td>Action</td><td>是</td><td>String</td><td><a href='/x'>公共参数</a>，本接口取值：DescribeAgent。</td></tr>
<tr><td>Version</td><td>是</td><td>String</td><td>公共参数，本接口取值：2020-02-10。</td></tr>
<tr><td>Ids.N</td><td>否</td><td>Array of String</td><td>坐席。<br>See String below<ul><li>1: 高</li><li>2: 低</li></ul>示例值：[&quot;a&quot;]</td></tr>
</tbody></table><h2>3. 输出参数</h2><table><tr><th>参数名称</th><th>类型</th><th>描述</th></tr>
<tr><td>RequestId</td><td>String</td><td>唯一请求 ID</td></tr></table>
<h2>4. 示例</h2><h3>示例1 查询</h3><h4>输出示例</h4><pre><code>{&#34;Response&#34;: {&#34;RequestId&#34;: &#34;x&#34;}}</code></pre></div></body></html>";

const TENCENT_TEXT: &str = r#"查询坐席

1. 接口描述

接口请求域名： ccc.tencentcloudapi.com 。

查询坐席。

2. 输入参数

以下请求参数列表

参数名称 必选 类型 描述
Action 是 String 公共参数，本接口取值：DescribeAgent。
Version 是 String 公共参数，本接口取值：2020-02-10。
Ids.N 否 Array of String 坐席。 See String below
- 1: 高
- 2: 低
示例值：["a"]

3. 输出参数

参数名称 类型 描述
RequestId String 唯一请求 ID

4. 示例

示例1 查询

输出示例

{"Response": {"RequestId": "x"}}

"#;

#[test]
fn both_vendors_html_as_text() {
    assert_eq!(to_text(ALIYUN).expect("a page"), ALIYUN_TEXT);
    assert_eq!(to_text(TENCENT).expect("a page"), TENCENT_TEXT);
}

/// Two pages of HTML, from the command to what is made of them.
#[test]
fn html_is_added_as_text() {
    let workshop = Workshop::new();
    workshop.write("agent.html", ALIYUN);
    workshop.write("agents.html", TENCENT);
    ends(
        &add(&workshop, &["agent.html"]),
        0,
        &["Written specs/pages/aliyun/ccc/2017-07-05/GetAgent.md", "4 parameters"],
    );
    let page = "Written specs/pages/tencent/ccc/2020-02-10/DescribeAgent.md";
    ends(&add(&workshop, &["agents.html"]), 0, &[page, "1 parameter"]);
    let ir = std::fs::read_to_string(workshop.path("specs/ir/aliyun/ccc/2017-07-05/GetAgent.yaml")).expect("IR");
    for line in ["- name: Agent_Id", "  example: a*b|c", "  type: enum State", "  - {value: Break, label: 小休}"] {
        assert!(ir.contains(line), "no `{line}` in {ir}");
    }
    let ir = std::fs::read_to_string(workshop.path("specs/ir/tencent/ccc/2020-02-10/DescribeAgent.yaml")).expect("IR");
    assert!(ir.contains("- name: Ids\n  type: list<enum Ids>"), "{ir}");
}

/// What cargo says while it builds the reader is more than a pipe holds, and so are the page and what the reader says.
#[cfg(unix)]
#[test]
fn html_is_handed_over_to_a_program_that_talks_first() {
    use std::os::unix::fs::PermissionsExt;
    let workshop = Workshop::new();
    workshop.write("page.md", other(&workshop));
    let talk = "head -c 300000 /dev/zero | tr '\\0' 'x' >&2";
    for (name, does) in [("cargo", "echo ./reader"), ("reader", "cat >/dev/null\ncat page.md")] {
        workshop.write(name, format!("#!/bin/sh\n{talk}\n{does}\n"));
        std::fs::set_permissions(workshop.path(name), std::fs::Permissions::from_mode(0o755)).expect("a script");
    }
    workshop.write("page.html", format!("<!-- {} --><p>", "x".repeat(300_000)));
    let cargo = workshop.path("cargo");
    let ran = workshop.run_with(&[("CARGO", &cargo)], &["add", "--specs", "specs", "--out", "out", "page.html"]);
    ends(&ran, 0, &["FindTicket.md"]);
    assert!(!ran.printed.contains("building the HTML reader"), "{}", ran.printed);
}

/// That the reader is being built is said where cargo builds it; what else cargo says, where it fails.
#[cfg(unix)]
#[test]
fn that_the_reader_is_built_is_said_when_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let workshop = Workshop::new();
    workshop.write("page.html", "<p>");
    let building = "echo '   Compiling spectable-html v0.1.0' >&2";
    let add = |does: &str| {
        workshop.write("cargo", format!("#!/bin/sh\n{does}\n"));
        std::fs::set_permissions(workshop.path("cargo"), std::fs::Permissions::from_mode(0o755)).expect("a script");
        workshop
            .run_with(&[("CARGO", &workshop.path("cargo"))], &["add", "--specs", "specs", "--out", "out", "page.html"])
    };
    let ran = add(&format!("{building}\n{building}\necho 'error: no such crate' >&2\nexit 101"));
    ends(&ran, 1, &["error: page.html: no such crate"]);
    assert_eq!(ran.printed.matches("note: building the HTML reader first").count(), 1, "{}", ran.printed);
    assert!(!ran.printed.contains("Compiling"), "{}", ran.printed);
    let ran = add("echo '    Finished `dev` profile' >&2\nexit 101");
    assert!(!ran.printed.contains("building the HTML reader"), "{}", ran.printed);
}

/// Whatever it is, it ends, and nothing of it becomes markup that was none.
#[test]
fn html_that_nobody_would_write() {
    let nested = |tag: &str, depth| format!("<h2>请求参数</h2>{}x<table><tr><td>a", format!("<{tag}>").repeat(depth));
    for tag in ["div", "b", "table><tr><td", "ul><li", "pre", "x-y", "p", "svg><g"] {
        let _ = to_text(&nested(tag, 500));
        let deep = to_text(&nested(tag, 100_000));
        assert!(tag == "p" || deep.is_err_and(|error| error.contains("1000 levels")), "{tag}");
    }
    for html in [
        "<table>".to_owned(),
        "<table><tr><td rowspan=99999999 colspan=99999999>x</table>".to_owned(),
        format!("<table>{}</table>", "<tr><td rowspan=65000 colspan=1000>x".repeat(200)),
        "<!doctype".to_owned(),
        String::new(),
    ] {
        let _ = to_text(&html);
    }
    let mut html = "<h2>请求参数</h2><table><tr><td>名称</td><td>类型</td><td>描述</td></tr>".to_owned();
    for text in ["|", "\\|", "`", "```", "&lt;b&gt;", "&amp;lt;", "# x", "*x*", "_x_", "[a](b)", "\\"] {
        let _ = write!(html, "<tr><td>A</td><td>String</td><td><p>{text}</p></td></tr>");
    }
    let text = to_text(&html).expect("a page");
    assert_eq!(text.lines().filter(|line| line.starts_with("|A|String|")).count(), 11, "{text}");
}

/// A cell that stands for several rows is there in each, but not with the tables that are in it.
#[test]
fn tables_in_cells_are_there_once() {
    let head = "<h2>请求参数</h2><table><tr><th>名称</th><th>类型</th><th>描述</th></tr>";
    let row = |cell: &str| {
        format!(
            "{head}<tr><td rowspan=2>{cell}</td><td>String</td><td>one</td></tr><tr><td>Long</td><td>two</td></tr></table>"
        )
    };
    let text = |cell: &str| to_text(&row(cell)).expect("a page");
    assert!(text("Ids").contains("\n|Ids|String|one |\n|Ids|Long|two |\n"), "{}", text("Ids"));
    for cell in ["<table><tr><td>once</td></tr></table>", "<ul><li>a<table><tr><td>once</td></tr></table></li></ul>"] {
        assert_eq!(text(cell).matches("once").count(), 1, "{}", text(cell));
    }
    let mut nested = "once".to_owned();
    for _ in 0..16 {
        nested = format!("<table><tr><td rowspan=2>{nested}</td></tr><tr><td>x</td></tr></table>");
    }
    // The innermost cell holds no table.
    assert_eq!(text(&nested).matches("once").count(), 2);
}

/// The repository's own pages stay what they are.
#[test]
fn pages_of_the_repository_are_there_already() {
    let workshop = Workshop::new();
    let path = "aliyun/ccc/2020-07-01/ListCallDetailRecords.md";
    let page = std::fs::read_to_string(root().join("specs/pages").join(path)).expect("a page");
    workshop.write(&format!("saved/{path}"), &page);
    // The page says neither product nor version; the path from which it comes does.
    ends(&add(&workshop, &[&format!("saved/{path}")]), 0, &[&format!("Written specs/pages/{path}")]);
    let added = std::fs::read_to_string(workshop.path(&format!("specs/pages/{path}"))).expect("a page");
    assert!(added == page);
}

/// A path says of HTML what it says of text.
#[test]
fn what_html_does_not_say_its_path_does() {
    let workshop = Workshop::new();
    let html = ALIYUN.replace("product=CCC&amp;api=GetAgent&amp;type=RPC&amp;version=2017-07-05", "");
    workshop.write("GetAgent.html", &html);
    ends(&add(&workshop, &["GetAgent.html"]), 2, &["error: GetAgent.html: the page does not say which product"]);
    workshop.write("saved/ccc/2017-07-05/GetAgent.html", &html);
    let page = "Written specs/pages/aliyun/ccc/2017-07-05/GetAgent.md";
    ends(&add(&workshop, &["saved/ccc/2017-07-05/GetAgent.html"]), 0, &[page]);
}

/// What people have on the clipboard: the style is named, and what the copy could not keep.
#[test]
fn a_copy_tells_what_it_has_lost() {
    let workshop = Workshop::new();
    let rows = "名称类型必填描述示例值\n\nTicketIdstring\n\n工单 ID。\n\nt-1\n\nQueuestring\n\n队列。\n\nq-1\n";
    let page =
        format!("请求参数\n\n{rows}\n返回参数\n\n名称类型描述示例值\n\nRequestIdstring\n\n请求 ID。\n\n8F0B-1\n");
    workshop.write("saved.txt", page);
    let about = ["--product", "desk", "--version", "2021-03-04", "--action", "FindTicket"];
    let ran = add(&workshop, &[&["saved.txt"][..], &about].concat());
    let style = "FindTicket of Alibaba Cloud, text with names and types in one word";
    ends(&ran, 0, &[style, "has lost the column that tells which parameters must be sent: save the page as HTML"]);
    ends(&ran, 0, &["warning[required-unknown]", "path: request/TicketId", "required: true"]);
}

/// A schema of three operations, of which one has a page.
const SCHEMA: &str = r#"{
  "info": {"style": "RPC", "product": "Desk", "version": "2021-03-04"},
  "apis": {
    "GetTicket": {"parameters": [{"name": "TicketId", "in": "query", "schema": {"type": "string", "required": false}}]},
    "GetRoom": {"description": "the room's sentences", "parameters": [{"name": "RoomId", "in": "query", "schema": {"type": "string", "required": true}}],
      "responseDemo": "[{\"type\":\"json\",\"example\":\"{\\n  \\\"RoomId\\\": \\\"r-1\\\"\\n}\"}]"},
    "ListRooms": {"parameters": []}
  }
}"#;

#[test]
fn facts_of_a_schema_become_pages() {
    let workshop = Workshop::new();
    workshop.write("api-docs.json", SCHEMA);
    ends(&add(&workshop, &["api-docs.json"]), 2, &["3 operations", "--operation NAME, or --operation all"]);
    ends(&add(&workshop, &["api-docs.json", "--operation", "GetRooms"]), 2, &["no operation `GetRooms`"]);
    ends(&add(&workshop, &["api-docs.json", "--operation", "room"]), 2, &["there are GetRoom, ListRooms"]);
    let there = &["GetTicket.md", "is there, and says more than a schema", "verify"];
    ends(&add(&workshop, &["api-docs.json", "--operation", "GetTicket"]), 1, there);
    let page = format!("Written {PAGES}/GetRoom.md");
    ends(&add(&workshop, &["api-docs.json", "--operation", "GetRoom"]), 0, &["1 page with the facts", &page]);
    let text = String::from_utf8(workshop.tree().remove(&format!("{PAGES}/GetRoom.md")).expect("it")).expect("UTF-8");
    assert!(text.contains("\n```json\n{\n  \"RoomId\": \"r-1\"\n}\n```\n") && !text.contains("sentences"), "{text}");
    ends(&workshop.regen(&["--check"]), 0, &[]);
    let kept = &["GetTicket has a page already, which was kept", "1 page with the facts", "ListRooms.md"];
    ends(&add(&workshop, &["api-docs.json", "--operation", "all"]), 0, kept);
    let text = &["sentences"];
    let changed = add(&workshop, &["api-docs.json", "--operation", "GetRoom", "--descriptions", "--update"]);
    ends(&changed, 0, &["GetRoom.md"]);
    let page = workshop.tree().remove(&format!("{PAGES}/GetRoom.md")).expect("it");
    assert!(text.iter().all(|word| String::from_utf8_lossy(&page).contains(word)));
}

#[test]
fn a_schema_settles_what_differs() {
    let workshop = Workshop::new();
    workshop.write("api-docs.json", SCHEMA);
    let verify = |arguments: &[&str]| {
        workshop.run(&[&["verify", "--specs", "specs", "--out", "out", "api-docs.json"], arguments].concat())
    };
    ends(
        &verify(&[]),
        4,
        &["required-changed: request/TicketId", "page    required", "schema  optional", "1 difference"],
    );
    ends(&verify(&["--format", "markdown"]), 4, &["| required-changed | `request/TicketId` |"]);
    ends(&verify(&["--format", "json"]), 4, &["\"kind\":\"required-changed\""]);
    ends(&verify(&["--operation", "ListTickets"]), 0, &["0 operations compared"]);
    ends(&verify(&["--settle"]), 0, &["confirms no guess"]);
    ends(&verify(&["--fix", "all", "--why", "The vendor said so."]), 0, &["Updated"]);
    ends(&verify(&[]), 0, &["1 operation compared: 0 differences", "2 operations of the schema without a page"]);
    ends(&workshop.regen(&["--check"]), 0, &[]);
    ends(&workshop.run(&["verify", "--specs", "specs", "nowhere.json"]), 1, &["nowhere.json"]);
    ends(&workshop.run(&["verify"]), 2, &["expected a vendor's schema"]);
}

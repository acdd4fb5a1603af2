//! `cargo xtask view`: what belongs together is linked, text stays text, and files stay small.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{ElementRef, Html, Selector};
use spectable_diff::{Diff, IrTree, Version};
use spectable_emit::generate::{self, Output};
use spectable_emit::input::CrateLayout;
use spectable_pages::ir::Field;
use spectable_pages::pipeline;
use spectable_pages::source::SourceFile;
use spectable_view::{Base, INDEX, Input, site};

use crate::helper::{root, tree};
use crate::workshop::{ID, REQUEST_ID, Workshop, page};

fn select(what: &str) -> Selector {
    Selector::parse(what).expect("a selector")
}

fn all<'h>(html: &'h Html, what: &str) -> Vec<ElementRef<'h>> {
    html.select(&select(what)).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect()
}

/// Everything that `regen` makes of pages.
fn output(pages: Vec<SourceFile>, overrides: Vec<(SourceFile, String)>) -> Output {
    let specs = pipeline::Input { pages, overrides, unread: Vec::new() };
    let layout = CrateLayout { name: "ccc-api".to_owned(), manifest: None };
    generate::generate(generate::Input { specs, root: String::new(), layout })
}

/// The five pages with their overrides.
fn five() -> Output {
    let texts = |folder: &str| -> Vec<(String, String)> {
        let files = tree(&root().join("specs").join(folder)).into_iter();
        files.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8"))).collect()
    };
    let pages = texts("pages").into_iter().map(|(path, text)| SourceFile::new(path, text)).collect();
    let overrides = texts("overrides").into_iter().map(|(path, text)| {
        let api = path.trim_end_matches(".yaml").to_owned();
        (SourceFile::new(path, text), api)
    });
    output(pages, overrides.collect())
}

fn one(text: &str) -> Output {
    output(vec![SourceFile::new("aliyun/desk/2021-03-04/GetTicket.md", text)], Vec::new())
}

fn views(output: &Output) -> BTreeMap<String, Html> {
    let files = site(&Input { output, wanted: &[], base: None });
    files.into_iter().map(|(name, text)| (name, Html::parse_document(&text))).collect()
}

/// The view of the only operation.
fn view(output: &Output) -> Html {
    views(output).into_iter().find(|(name, _)| name != INDEX).expect("a view").1
}

fn keys(element: ElementRef<'_>) -> BTreeSet<String> {
    element.value().attr("data-k").unwrap_or_default().split(' ').map(str::to_owned).collect()
}

/// Of the five pages, each row of a table leads to a node and to a piece of code, and each field back to its row.
#[test]
fn every_row_leads_to_its_node_and_its_code() {
    let output = five();
    let views = views(&output);
    let mut rows = 0;
    for document in &output.documents {
        let operation = document.operation.as_ref().expect("readable");
        let html = &views[&format!("{}.html", operation.full_name().replace('/', "-"))];
        let page = document.page.as_ref().expect("readable");
        let shown = all(html, "tr[id^=r]");
        assert_eq!(shown.len(), page.request.rows.len() + page.response.rows.len(), "{}", document.file.path);
        for row in shown {
            rows += 1;
            let name = text(row.select(&select("th")).next().expect("a name"));
            for key in keys(row) {
                assert_eq!(all(html, &format!("#n{key}")).len(), 1, "{name}: no node");
                assert_eq!(all(html, &format!("#c{key}")).len(), 1, "{name}: no code");
            }
        }
        let nodes = all(html, ".tree > li:has(.ev)");
        assert_eq!(nodes.len(), Field::count(&operation.request) + Field::count(&operation.response));
        for node in nodes {
            let id = node.value().attr("data-k").expect("a key");
            let code = all(html, &format!(".f[data-k~='{id}'], .f [id='c{id}']"));
            assert!(!code.is_empty(), "{}: no code", text(node));
        }
    }
    assert!(rows > 150, "{rows} rows");
}

/// The field's line of code is its own: the name in it is the one that the model gave it, in the struct around it.
#[test]
fn a_row_leads_to_the_right_line() {
    let views = views(&five());
    let html = &views["aliyun-ccc-2017-07-05-ListCallDetailRecords.html"];
    let file = "specs/pages/aliyun/ccc/2017-07-05/ListCallDetailRecords.md";
    let page = std::fs::read_to_string(root().join(file)).expect("the page");
    let line = |row: ElementRef<'_>| text(row.select(&select("td.ln")).next().expect("a line"));
    let row_at = |number: usize| {
        let fits = |row: &ElementRef<'_>| line(*row) == number.to_string();
        all(html, "tr[id^=r]").into_iter().find(fits).expect("a row")
    };
    let number = |start: &str, nth: usize| {
        page.lines().zip(1..).filter(|(line, _)| line.starts_with(start)).nth(nth).expect("a line").1
    };
    // Two rows of one name, below two structs, and the wrapper of a list.
    for (start, nth, path, ident, structure) in [
        ("|AgentId|", 0, "response/CallDetailRecords/List/Agents/AgentId", "agent_id", "CallDetailAgent"),
        ("|AgentId|", 1, "response/CallDetailRecords/List/Recordings/AgentId", "agent_id", "Recording"),
        ("|PageSize|", 0, "request/PageSize", "page_size", "ListCallDetailRecords"),
        ("|CallDetailAgent|", 0, "", "CallDetailAgent", "CallDetailAgent"),
    ] {
        let key = keys(row_at(number(start, nth))).into_iter().next().expect("a key");
        let node = all(html, &format!("#n{key}"))[0];
        let told = node.select(&select("dd code")).next().map(text).unwrap_or_default();
        assert_eq!(told, path);
        let code = all(html, &format!("#c{key}"))[0];
        assert_eq!(code.select(&select("a")).next().map(text).as_deref(), Some(ident), "{path}");
        let item =
            code.ancestors().filter_map(ElementRef::wrap).find(|at| at.value().name() == "pre").expect("an item");
        assert_eq!(item.value().attr("id"), Some(format!("t-{structure}").as_str()), "{path}");
    }
}

/// Links within a file lead somewhere, ids stand once, and links to other files are files of the view.
#[test]
fn links_and_ids_are_whole() {
    assert_eq!(whole(&five()), 6);
    // Whatever a page looks like.
    let mut shown = 0;
    for (path, bytes) in tree(&root().join("tests/cases")).into_iter().filter(|(path, _)| path.ends_with("page.md")) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let action = path.split('/').next().expect("a case").replace('-', "_");
        let page = SourceFile::new(format!("aliyun/case/2021-03-04/{action}.md"), text);
        shown += whole(&output(vec![page], Vec::new())) - 1;
    }
    assert!(shown > 60, "{shown}");
}

/// How many files there are.
#[track_caller]
fn whole(output: &Output) -> usize {
    let views = views(output);
    links_lead_somewhere(&views);
    views.len()
}

#[track_caller]
fn links_lead_somewhere(views: &BTreeMap<String, Html>) {
    for (name, html) in views {
        let mut ids = BTreeSet::new();
        for element in all(html, "[id]") {
            let id = element.value().attr("id").expect("an id");
            assert!(ids.insert(id.to_owned()), "{name}: `{id}` stands twice");
        }
        for link in all(html, "a[href]") {
            let to = link.value().attr("href").expect("a link");
            match to.strip_prefix('#') {
                Some(id) => assert!(ids.contains(id), "{name}: `{to}` leads nowhere"),
                None => assert!(views.contains_key(to), "{name}: `{to}` leads nowhere"),
            }
        }
        for element in all(html, "[aria-labelledby]") {
            let label = element.value().attr("aria-labelledby").expect("a label");
            assert!(ids.contains(label), "{name}: no `{label}`");
        }
    }
}

/// A page that is made of a vendor's schema has no rows: its pieces of the schema lead to the nodes.
#[test]
fn pieces_of_a_schema_lead_to_nodes() {
    for vendor in ["aliyun", "tencent"] {
        let text =
            std::fs::read_to_string(root().join(format!("tests/cases/schema-of-{vendor}/page.md"))).expect("a case");
        let html = view(&output(vec![SourceFile::new("page.md", text)], Vec::new()));
        let rows = all(&html, "tr[id^=r]");
        assert!(rows.len() > 5, "{vendor}: {} rows", rows.len());
        for row in rows {
            let to = row.select(&select("th a")).next().and_then(|link| link.value().attr("href")).expect("a link");
            assert_eq!(all(&html, to).len(), 1, "{vendor}: {}", self::text(row));
        }
    }
}

#[test]
fn facts_are_marked_where_they_were_read() {
    let views = views(&five());
    let marks = |view: &str, name: &str| -> Vec<(String, String)> {
        let html = &views[view];
        let row = all(html, "tr[id^=r]")
            .into_iter()
            .find(|row| row.select(&select("th a")).next().is_some_and(|link| text(link) == name));
        let marks = select("mark, a.m");
        let row = row.expect("a row");
        row.select(&marks).map(|mark| (mark.value().attr("title").unwrap_or_default().to_owned(), text(mark))).collect()
    };
    let mark = |what: &str, of: &str| (what.to_owned(), of.to_owned());
    let old = "aliyun-ccc-2017-07-05-ListCallDetailRecords.html";
    assert_eq!(marks(old, "PageSize"), [mark("range", "最大数量为100")]);
    assert_eq!(marks(old, "StartTime"), [mark("default", "缺省为0")]);
    assert_eq!(marks(old, "Duration"), [mark("unit", "单位为秒")]);
    assert_eq!(marks(old, "OrderBy"), [mark("value", "ASC"), mark("value", "DESC")]);
    let new = "aliyun-ccc-2020-07-01-ListCallDetailRecords.html";
    assert_eq!(marks(new, "SortOrder"), [mark("default", "默认为降序"), mark("value", "ASC"), mark("value", "DESC")]);
    // A value leads to its variant.
    let html = &views[old];
    let value = all(html, "a.m").into_iter().find(|mark| text(*mark) == "DESC").expect("a value");
    let variant = all(html, value.value().attr("href").expect("a link"))[0];
    assert_eq!(variant.select(&select("b")).next().map(text).as_deref(), Some("Desc"));
}

/// Each name in a sample that the schema knows leads to its node.
#[test]
fn samples_lead_to_fields() {
    let views = views(&five());
    let html = &views["aliyun-ccc-2017-07-05-ListCallDetailRecords.html"];
    let paths: BTreeSet<String> = all(html, ".sample a")
        .into_iter()
        .filter_map(|link| {
            let node = all(html, link.value().attr("href")?)[0];
            node.select(&select("dd code")).next().map(text)
        })
        .collect();
    for path in [
        "response/CallDetailRecords/List/Agents/AgentId",
        "response/CallDetailRecords/List/Recordings/AgentId",
        "request/PageSize",
        "response/RequestId",
    ] {
        assert!(paths.contains(path), "{path}: {paths:?}");
    }
    // And says so at the node, with what the field means in English.
    let node = all(html, ".tree > li")
        .into_iter()
        .find(|node| text(*node).contains("List/Recordings/AgentId"))
        .expect("a node");
    let place = node.select(&select("dd a[href^='#p']")).next().expect("a place").value().attr("href").expect("a link");
    assert_eq!(text(all(html, place).remove(0)).trim_matches(['<', '>']), "AgentId", "{}", text(node));
    assert!(node.select(&select("dt")).any(|what| text(what) == "english"), "{}", text(node));
}

/// Whatever a page holds is text: no element, no attribute and no address comes from it, and nothing that would hide.
#[test]
fn what_a_page_holds_is_text() {
    let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' </script> --> ]]> &lt; \u{202e}gpj.exe\u{200b} javascript:alert(3)";
    // With marks between, which cut the text.
    let row = |name: &str| format!("|{name}|String|否|{evil}|{evil}。取值：Up（升），Down（降）。{evil} |");
    let sample = format!("{{\"RequestId\": \"8F0B-1\", \"Other\": \"{}\"}}", evil.replace('"', ""));
    let text_of_page = page("GetTicket", &[ID, &row("Evil")], &[REQUEST_ID, &row("Evil2").replace("|否", "")], &sample)
        .replace("# GetTicket", &format!("# {evil}\n\n{evil}\n"));
    let output = one(&text_of_page);
    let clean = page(
        "GetTicket",
        &[ID, "|Evil|String|否|a|b。取值：Up（升），Down（降）。 |"],
        &[REQUEST_ID, "|Evil2|String|a|b。取值：Up（升），Down（降）。 |"],
        "{\"RequestId\": \"8F0B-1\"}",
    );
    for (name, html) in views(&output) {
        assert_eq!(all(&html, "script").len(), 1, "{name}");
        assert_eq!(all(&html, "img, iframe, object, embed, link, base, svg, math").len(), 0, "{name}");
        for element in html.root_element().descendants().filter_map(ElementRef::wrap) {
            for (attribute, value) in element.value().attrs() {
                assert!(
                    !attribute.starts_with("on") && attribute != "style" && attribute != "srcdoc",
                    "{name}: {attribute}"
                );
                assert!(!value.contains("alert"), "{name}: {attribute}={value}");
            }
        }
        assert!(text(html.root_element()).contains("<script>alert(1)</script>"), "{name}");
    }
    assert_eq!(all(&view(&output), "tr a.m").len(), 4);
    // No control that reorders or hides what stands around it.
    for (name, file) in site(&Input { output: &output, wanted: &[], base: None }) {
        assert!(!file.contains('\u{202e}') && !file.contains('\u{200b}'), "{name}");
    }
    // The same elements as of a page that means no harm: text makes none.
    let names = |html: &Html| -> BTreeSet<String> {
        html.root_element().descendants().filter_map(ElementRef::wrap).map(|at| at.value().name().to_owned()).collect()
    };
    let harmless = names(&view(&one(&clean)));
    let found: Vec<String> = names(&view(&output)).difference(&harmless).cloned().collect();
    let ours: BTreeSet<&str> = ["mark", "ul"].into();
    assert!(found.iter().all(|name| ours.contains(name.as_str())), "{found:?}");
}

/// The policy names the style and the script by what they are: a change of either without the other is seen here.
#[test]
fn the_policy_lets_only_the_own_script_run() {
    use base64::Engine as _;
    use sha2::{Digest, Sha256};
    let html = view(&one(&crate::workshop::good()));
    let policy = all(&html, "meta[http-equiv]")[0].value().attr("content").expect("a policy");
    let hash = |what: &str| base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text(all(&html, what)[0])));
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
            hash("style"),
            hash("script")
        )
    );
}

#[test]
fn the_index_counts() {
    let output = five();
    let views = views(&output);
    let index = &views[INDEX];
    let rows = all(index, "tr.op");
    assert_eq!(rows.len(), 5);
    for document in &output.documents {
        let operation = document.operation.as_ref().expect("readable");
        let file = format!("{}.html", operation.full_name().replace('/', "-"));
        let row = rows
            .iter()
            .find(|row| row.select(&select("th a")).next().and_then(|link| link.value().attr("href")) == Some(&file));
        let cells: Vec<String> = row.expect("a row").select(&select("td")).map(text).collect();
        let overrides = output.overrides.iter().flat_map(|overrides| {
            let own = overrides.api == operation.api();
            overrides.entries.iter().filter(move |(entry, _)| own && entry.operation == operation.name)
        });
        let fields = [Field::count(&operation.request), Field::count(&operation.response)];
        assert_eq!(cells[0..2], fields.map(|count| count.to_string()), "{file}");
        assert_eq!(cells[4], overrides.count().to_string(), "{file}");
        let questions = document.diagnostics.iter().filter(|diagnostic| !diagnostic.fixes.is_empty()).count();
        assert_eq!(cells[2].trim_start_matches("? "), questions.to_string(), "{file}");
    }
    // The matrix has a row an operation too.
    assert_eq!(all(index, ".matrix tbody tr").len(), 5);
}

/// A question is open at its node, with every override that would settle it.
#[test]
fn questions_stand_at_their_nodes() {
    let text_of_page = std::fs::read_to_string(root().join("tests/cases/placement-guess/page.md")).expect("a case");
    let output = output(vec![SourceFile::new("aliyun/desk/2021-03-04/GetTicket.md", text_of_page)], Vec::new());
    let html = view(&output);
    let fixes: Vec<&spectable_pages::fix::Fix> =
        output.documents[0].diagnostics.iter().flat_map(|diagnostic| &diagnostic.fixes).collect();
    assert!(!fixes.is_empty());
    for fix in fixes {
        let path = fix.entry.path.as_deref().expect("a path");
        let node = all(&html, "li[data-q]")
            .into_iter()
            .find(|node| node.select(&select("dd code")).next().is_some_and(|code| text(code) == path));
        let node = node.unwrap_or_else(|| panic!("no question at {path}"));
        assert!(node.select(&select("details[open]")).next().is_some());
        assert!(node.select(&select("pre.fix")).any(|shown| text(shown) == fix.yaml().trim()), "{path}");
    }
}

/// The views of what is now, compared with what was before.
fn compared(before: &Output, now: &Output) -> (BTreeMap<String, Html>, Diff) {
    let tree = |output: &Output| IrTree::new(output.documents.iter().filter_map(|document| document.operation.clone()));
    let old = tree(before);
    let diff = spectable_diff::compare(&old, &tree(now), &"0.1.0".parse::<Version>().expect("a version"));
    let base = Base { name: "main", tree: &old, documents: &before.documents, diff: &diff };
    let files = site(&Input { output: now, wanted: &[], base: Some(base) });
    (files.into_iter().map(|(name, text)| (name, Html::parse_document(&text))).collect(), diff)
}

/// The view of the only operation.
fn changed_view(views: &BTreeMap<String, Html>) -> &Html {
    views.iter().find(|(name, _)| *name != INDEX).expect("a view").1
}

/// What changed stands at its node and row, in its class, and what is gone is still to be seen.
#[test]
fn changes_are_shown_in_their_classes() {
    let row = |name: &str, text: &str| format!("|{name}|Integer|1|{text} |");
    let before = page(
        "GetTicket",
        &[ID],
        &[
            REQUEST_ID,
            &row("Wait", "等待时间，单位为秒。"),
            &row("Gone", "去了"),
            &row("Same", "同"),
            &row("Worded", "从前"),
        ],
        r#"{"RequestId": "8F0B-1"}"#,
    );
    let after = page(
        "GetTicket",
        &[ID, "|Size|Integer|否|1|大小 |"],
        &[REQUEST_ID, &row("Wait", "等待时间，单位为毫秒。"), &row("Same", "同"), &row("Worded", "如今")],
        r#"{"RequestId": "8F0B-1"}"#,
    );
    let (views, diff) = compared(&one(&before), &one(&after));
    let html = changed_view(&views);
    let classes: BTreeMap<String, String> = all(html, ".tree > li[data-c]")
        .into_iter()
        .map(|node| {
            (
                text(node.select(&select(".nm")).next().expect("a name")),
                node.value().attr("data-c").expect("a class").to_owned(),
            )
        })
        .collect();
    let worst = |path: &str| {
        let own = diff.changes.iter().filter(|change| change.path == path);
        own.map(|change| change.class).min().expect("a change").as_str()
    };
    let expected =
        [("Gone", "breaking"), ("Size", "additive"), ("Wait", worst("response/Wait")), ("Worded", "documentation")];
    assert_eq!(classes, expected.map(|(name, class)| (name.to_owned(), class.to_owned())).into());
    // The class is a word, and not a colour alone; the row of before and the field that is gone are there.
    for (name, class) in expected {
        let row = all(html, "tr[data-c]")
            .into_iter()
            .find(|row| row.select(&select("th")).next().is_some_and(|th| text(th) == name));
        assert_eq!(row.unwrap_or_else(|| panic!("no row of {name}")).value().attr("data-c"), Some(class));
    }
    let gone: Vec<String> = all(html, "del").into_iter().map(text).collect();
    assert!(gone.contains(&"等待时间，单位为秒。".to_owned()) && gone.contains(&"Gone".to_owned()), "{gone:?}");
    let told = text(all(html, ".changes")[0]);
    for word in ["breaking", "additive", "documentation", "unit changed, s → ms", "response/Gone"] {
        assert!(told.contains(word), "{told}");
    }
    assert!(text(all(&views[INDEX], "tr.op")[0]).contains("breaking"));
}

/// Rows that are gone are shown even where nothing else stands in their table, and links to them lead there.
#[test]
fn removed_rows_are_shown_without_dead_links() {
    let sample = r#"{"RequestId": "8F0B-1"}"#;
    let before = page("GetTicket", &[ID], &[REQUEST_ID], sample);
    let empty = page("GetTicket", &[], &[REQUEST_ID], sample);
    let (start, end) = (empty.find("## 请求参数").expect("there"), empty.find("## 返回数据").expect("there"));
    let without = format!("{}{}", &empty[..start], &empty[end..]);
    for now in [empty, without] {
        let (views, _) = compared(&one(&before), &one(&now));
        links_lead_somewhere(&views);
        let html = changed_view(&views);
        let gone: Vec<String> = all(html, "tr.gone th").into_iter().map(text).collect();
        assert_eq!(gone, ["TicketId"], "{now}");
    }
}

/// How deep a node stands is told in words where it is not moved further to the right.
#[test]
fn the_deepest_levels_are_numbered() {
    let sample = (0..15).rev().fold(r#""x""#.to_owned(), |inner, at| format!(r#"{{"L{at}": {inner}}}"#));
    let rows: Vec<String> = (0..15)
        .map(|at| format!("|{}L{at}|{}|x|说明 |", "└".repeat(at), if at < 14 { "Struct" } else { "String" }))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let html = view(&one(&page("GetTicket", &[ID], &rows, &sample)));
    let levels: Vec<String> = all(&html, ".tree .lv").into_iter().map(text).collect();
    assert_eq!(levels, ["level 13", "level 14", "level 15"]);
    // In the page's column too.
    let deepest = all(&html, "tr[id^=r] th").pop().expect("a row");
    assert_eq!(text(deepest), "└L14");
    // A long example is whole, on a line of its own.
    let long = "x".repeat(1000);
    let html = view(&one(&page("GetTicket", &[ID], &[REQUEST_ID, &format!("|Long|String|{long}|长 |")], "{}")));
    assert_eq!(text(all(&html, "td.long .cut").remove(0)), long);
}

/// Cells read as on the vendor's page: lines broken, links as their text, code set apart, and no marks of Markdown.
#[test]
fn cells_read_as_on_the_page() {
    let cell = |text: &str| {
        let row = format!("|Wait|Integer|1|{text} |");
        let html = view(&one(&page("GetTicket", &[ID], &[REQUEST_ID, &row], r#"{"RequestId": "8F0B-1"}"#)));
        all(&html, "tr[id^=r] td.de").pop().expect("a cell").inner_html()
    };
    for (text, shown) in [
        ("一行<br>二行<BR/>三行", "一行\n二行\n三行"),
        ("见[文档](~~123~~)。", "见文档。"),
        ("[甲[]](https://example.com/a)与[乙](https://example.com/b)", "甲[]与乙"),
        ("用`a_b*c*`。", "用<code>a_b*c*</code>。"),
        ("*斜*与**粗**，2 * 3", "斜与粗，2 * 3"),
        (r"Internal\(2\)", "Internal(2)"),
        // What the vendor has hidden.
        ("**例如**1332315****。", "例如1332315****。"),
        ("等待时间，`单`位为秒", "等待时间，<code>单</code>位为秒"),
        ("没有结尾`的", "没有结尾`的"),
        ("<b>&[x](y", "&lt;b&gt;&amp;[x](y"),
    ] {
        let got = cell(text).replace("<mark title=\"unit\">", "").replace("</mark>", "");
        assert_eq!(got, shown, "{text}");
    }
    // A mark stays where the fact was read.
    assert_eq!(cell("[等待](~~1~~)时间，单位为秒。"), "等待时间，<mark title=\"unit\">单位为秒</mark>。");
    // However much of it there is.
    for odd in ["[", "](", "`", "*a", "``` `", "[](", "<br>", "****"] {
        let _ = cell(&odd.repeat(20_000));
    }
}

/// How cells read before is told as they are shown now.
#[test]
fn what_was_is_shown_as_it_was_seen() {
    let at = |text: &str| {
        let row = format!("|Wait|Integer|1|{text} |");
        one(&page("GetTicket", &[ID], &[REQUEST_ID, &row], r#"{"RequestId": "8F0B-1"}"#))
    };
    let (views, _) = compared(&at(r"Internal\(2\)"), &at(r"Internal\(3\)"));
    let was: Vec<String> = all(changed_view(&views), ".was del").into_iter().map(text).collect();
    assert_eq!(was, ["Internal(2)"]);
}

/// A row without a node says what it stands for.
#[test]
fn rows_without_a_field_say_what_they_are() {
    let rows =
        ["| |object| |答复 |", "|Tickets|array| |列表 |", "| |object| |一项 |", "|Id|string|1|编号 |", REQUEST_ID];
    let sample = r#"{"RequestId": "8F0B-1", "Tickets": [{"Id": "1"}], "Other": 1}"#;
    let html = view(&one(&page("GetTicket", &[ID], &rows, sample)));
    let notes: Vec<String> = all(&html, "tr[id^=r] small").into_iter().map(text).collect();
    assert_eq!(notes, ["the answer itself", "an item of Tickets"]);
    // Where a whole table is too long to be read, that is said once.
    let many: Vec<String> = (0..2500).map(|at| format!("|Field{at}|String|a|说明 |")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let long = text(all(&view(&one(&page("GetTicket", &[ID], &many, "{}"))), "#page").remove(0));
    assert_eq!(long.to_lowercase().matches("no field was made of").count(), 1);
    // And a name in a sample that no row is about.
    let unknown: Vec<String> = all(&html, ".sample .unknown").into_iter().map(text).collect();
    assert_eq!(unknown, ["Other"]);
    assert!(text(all(&html, ".sample .help").remove(0)).starts_with("1 name in it without a field"));
}

/// A message about an override stands with the operation that it is about, and counts there.
#[test]
fn messages_about_overrides_stand_with_their_operation() {
    let text_of_page = page("GetTicket", &[ID], &[REQUEST_ID], r#"{"RequestId": "8F0B-1"}"#);
    let wrong = |operation: &str| {
        format!("- operation: {operation}\n  path: response/Nothing\n  type: string\n  why: It is so.\n")
    };
    let output = output(
        vec![SourceFile::new("aliyun/desk/2021-03-04/GetTicket.md", text_of_page)],
        vec![(
            SourceFile::new("specs/overrides/aliyun/desk/2021-03-04.yaml", wrong("GetTicket") + &wrong("NoSuch")),
            "aliyun/desk/2021-03-04".to_owned(),
        )],
    );
    assert_eq!(output.diagnostics.len(), 2, "{:?}", output.diagnostics);
    let views = views(&output);
    let index = &views[INDEX];
    assert_eq!(all(index, ".msgs .msg").len(), 1);
    assert!(text(all(index, ".msgs .msg").remove(0)).contains("NoSuch"));
    assert!(all(index, "tr.op .sev").len() == 1, "not counted");
    let own = text(all(changed_view(&views), ".msgs .msg").remove(0));
    assert!(own.contains("2021-03-04.yaml") && own.contains("Nothing"), "{own}");
}

/// Each change is counted and listed once, with all of the places that it is about, and each leads somewhere.
#[test]
fn changes_are_counted_as_they_are_listed() {
    let values = |more: &str| {
        let row = |name: &str| format!("|{name}|String|Up|取值：Up（升），Down（降）{more}。 |");
        let box_row = "|Box|Struct| |盒子 |";
        let sample = r#"{"RequestId": "8F0B-1", "State": "Up", "Box": {"State": "Up"}}"#;
        one(&page("GetTicket", &[ID], &[REQUEST_ID, &row("State"), box_row, &row("State")], sample))
    };
    let (views, _) = compared(&values(""), &values("，Flat（平）"));
    let html = changed_view(&views);
    let badges = |class: &str| -> (usize, usize) {
        let head = text(all(html, ".top p.counts").pop().expect("a line"));
        let counted = head.split(&format!("{class} ")).nth(1).map_or("0", |rest| rest.split(' ').next().unwrap_or("0"));
        (counted.parse().expect("a number"), all(html, &format!(".changes > li > .cls.{class}")).len())
    };
    let mut any = 0;
    for class in ["breaking", "additive", "documentation"] {
        let (counted, listed) = badges(class);
        assert_eq!(counted, listed, "{class}");
        any += counted;
    }
    assert!(any > 0);
    for line in all(html, ".changes > li") {
        assert!(line.select(&select("a")).next().is_some(), "{}", text(line));
    }
    links_lead_somewhere(&views);
}

/// What is all new is told once, and not field by field.
#[test]
fn a_new_operation_is_new_as_a_whole() {
    let text_of_page = std::fs::read_to_string(root().join("tests/cases/placement-guess/page.md")).expect("a case");
    let now = output(vec![SourceFile::new("aliyun/desk/2021-03-04/ListTickets.md", text_of_page)], Vec::new());
    let (views, diff) = compared(&output(Vec::new(), Vec::new()), &now);
    assert!(!diff.unsure.is_empty());
    let html = changed_view(&views);
    assert!(text(all(html, ".top").remove(0)).contains("the operation is new"));
    assert_eq!(all(html, "li .doubt, tr .doubt, li[data-c=doubt]").len(), 0);
}

/// A line of code is cut only where the page's column has the rest of it.
#[test]
fn long_lines_of_code_are_whole_somewhere() {
    let list: Vec<String> = (0..60).map(|at| format!("Value{at:03}（第{at}个）")).collect();
    let row = format!("|State|String|Value000|取值：{}。 |", list.join("，"));
    let html = view(&one(&page("GetTicket", &[ID], &[REQUEST_ID, &row], r#"{"RequestId": "8F0B-1"}"#)));
    let page = text(all(&html, "#page").remove(0));
    let cut: Vec<String> =
        all(&html, "#code .doc").into_iter().map(text).filter(|line| line.ends_with("…\n")).collect();
    for line in cut {
        let start = line.trim().trim_end_matches('…').trim_start_matches(['/', '!', ' ']).to_owned();
        assert!(page.contains(&start), "{line}");
    }
}

/// What left its place is shown where it stood: a struct with its members, a row behind the one before it, and of what
/// moved the way to where it stands now.
#[test]
fn what_is_gone_is_shown_where_it_stood() {
    let sample =
        r#"{"RequestId": "8F0B-1", "Box": {"Width": 1, "Lid": {"Color": "red"}}, "Case": {"Size": 2}, "Last": "x"}"#;
    let rows = ["|Box|Struct| |盒子 |", "|Width|Integer|1|宽 |", "|Lid|Struct| |盖子 |", "|Color|String|red|颜色 |"];
    let rest = ["|Case|Struct| |箱子 |", "|Size|Integer|2|大小 |", "|Last|String|x|末尾 |"];
    let before = page("GetTicket", &[ID], &[&[REQUEST_ID][..], &rows, &rest].concat(), sample);
    // The lid is gone, and the width stands in the case.
    let now_rows = [REQUEST_ID, rows[0], "|Depth|Integer|3|深 |", rest[0], rest[1], rows[1], rest[2]];
    let now_sample = r#"{"RequestId": "8F0B-1", "Box": {"Depth": 3}, "Case": {"Size": 2, "Width": 1}, "Last": "x"}"#;
    let (views, _) = compared(&one(&before), &one(&page("GetTicket", &[ID], &now_rows, now_sample)));
    links_lead_somewhere(&views);
    let html = changed_view(&views);
    let lines: Vec<(String, String)> = all(html, ".tree > li")
        .into_iter()
        .map(|node| {
            let level = node.value().classes().next().unwrap_or_default().to_owned();
            (level, text(node.select(&select(".nm")).next().expect("a name")))
        })
        .collect();
    let names: Vec<&str> = lines.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "request",
            "TicketId",
            "response",
            "RequestId",
            "Box",
            "Width",
            "Lid",
            "Color",
            "Depth",
            "Case",
            "Size",
            "Width",
            "Last"
        ],
        "{lines:?}"
    );
    assert_eq!((lines[6].0.as_str(), lines[7].0.as_str()), ("d2", "d3"));
    let moved = all(html, ".tree > li").remove(5);
    let link = moved.select(&select(".chg a")).next().expect("a link");
    assert_eq!(text(link), "response/Case/Width");
    assert_eq!(link.value().attr("href"), Some("#n11"));
    // The page's rows, in order.
    let rows: Vec<String> = all(html, "tr[id^=r] th, tr.gone th").into_iter().map(text).collect();
    assert_eq!(rows, ["TicketId", "RequestId", "Box", "Lid", "Color", "Depth", "Case", "Size", "Width", "Last"]);
    // And its lines of code are coloured as the field is.
    let code = all(html, "#c11").remove(0);
    assert_eq!(code.value().attr("data-c"), Some("breaking"), "{}", text(code));
}

/// A file holds what its page does, and not more: it grows with the page, and large texts stand in it once or twice.
#[test]
fn files_are_small() {
    let files = site(&Input { output: &five(), wanted: &[], base: None });
    let bytes: usize = files.values().map(String::len).sum();
    assert!(bytes / 5 <= 200_000, "{} bytes an operation", bytes / 5);
    let sized = |rows: usize| {
        let rows: Vec<String> = (0..rows).map(|at| format!("|Field{at:04}|String|a|说明。 |")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).chain([REQUEST_ID]).collect();
        let files = site(&Input { output: &one(&page("GetTicket", &[ID], &rows, "{}")), wanted: &[], base: None });
        files.values().map(String::len).sum::<usize>()
    };
    let (few, many) = (sized(100), sized(400));
    assert!(many < 4 * few, "{few} bytes, and {many} of four times as many rows");
    let long = "很长的说明。".repeat(500);
    let with = one(&page("GetTicket", &[ID], &[REQUEST_ID, &format!("|Long|String|a|{long} |")], "{}"));
    let text = &site(&Input { output: &with, wanted: &[], base: None })
        .into_iter()
        .find(|(name, _)| name != INDEX)
        .expect("a view")
        .1;
    let whole = text.matches(&long).count();
    assert_eq!(whole, 1, "a long text stands {whole} times");
}

#[test]
fn the_command_writes_and_cleans_up() {
    let workshop = Workshop::new();
    let view = |more: &[&str], code: i32| {
        let ran = workshop.run(&[&["view", "--specs", "specs", "--out", "v"], more].concat());
        assert_eq!(ran.code, Some(code), "{}", ran.printed);
        ran.printed
    };
    assert_eq!(view(&[], 0), "1 operation: see v/index.html\n");
    let file = "v/aliyun-desk-2021-03-04-GetTicket.html";
    assert!(workshop.path(file).is_file());
    // An older view goes, what somebody else put there stays.
    std::fs::copy(workshop.path(file), workshop.path("v/old.html")).expect("a copy");
    workshop.write("v/notes.html", "<p>mine</p>");
    assert_eq!(view(&["gettICKET"], 0), "1 operation: see v/index.html\n");
    assert!(!workshop.path("v/old.html").exists() && workshop.path("v/notes.html").is_file());
    let refused = view(&["GetTick"], 1);
    assert!(
        refused.contains("there is no operation `GetTick`; there are: aliyun/desk/2021-03-04/GetTicket"),
        "{refused}"
    );
    let refused = view(&["--out", "specs/pages/v"], 2);
    assert!(refused.contains("specs/pages/v stands among the pages"), "{refused}");
    for place in ["specs", "specs/ir/v", "t/../specs/pages/zz", "v/../specs"] {
        let refused = view(&["--out", place], 2);
        assert!(refused.contains("stands among the pages"), "{place}: {refused}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(workshop.path("specs/pages"), workshop.path("link")).expect("a link");
        assert!(view(&["--out", "link/v"], 2).contains("stands among the pages"));
    }
    assert!(view(&["--out", ""], 2).contains("--out: empty; expected a folder"));
    assert!(view(&["--base", ""], 2).contains("--base: empty; expected a git revision"));
    // Somebody's own index stays.
    workshop.write("own/index.html", "<p>mine</p>");
    let refused = view(&["--out", "own"], 1);
    assert!(refused.contains("own/index.html was not written by `view`"), "{refused}");
    assert_eq!(std::fs::read_to_string(workshop.path("own/index.html")).expect("there"), "<p>mine</p>");
    assert!(view(&["--nonsense"], 2).contains("try `cargo xtask --help`"));
    // What can't be read is said, and the rest is shown.
    workshop.write("specs/pages/aliyun/desk/2021-03-04/Bad.md", "# Bad\n");
    let said = view(&[], 1);
    assert!(said.contains("Bad.md") && said.contains("1 operation: see"), "{said}");
    let index = std::fs::read_to_string(workshop.path("v/index.html")).expect("an index");
    assert!(index.contains("Pages and overrides without an operation") && index.contains("Bad.md"));
}

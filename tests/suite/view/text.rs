//! What a page says is shown as its reader sees it, and stays text.

use super::*;

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

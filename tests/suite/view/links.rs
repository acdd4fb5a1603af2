//! What belongs together is linked: rows, nodes, lines of code, samples.

use super::*;

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

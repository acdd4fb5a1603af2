//! What changed since a base, in its classes, and what is gone.

use super::*;

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

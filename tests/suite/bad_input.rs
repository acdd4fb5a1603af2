//! Bad input through the built `xtask`: a sentence with page, line, column and a hint, the
//! right exit code, and a tree that is as it was.

use std::fmt::Write as _;

use crate::helper::root;
use crate::workshop::{API, ID, OVERRIDES, REQUEST_ID, Ran, Workshop, good, page};

/// The line of the first request row.
const FIRST: usize = 11;

/// A place in the bad page, as messages write it.
fn at(line: usize, column: usize) -> String {
    format!("--> specs/pages/{API}/Bad.md:{line}:{column}")
}

const BAD: &str = "specs/pages/aliyun/desk/2021-03-04/Bad.md";

// Pages -------------------------------------------------------------------------------------

#[test]
fn an_empty_file() {
    for text in ["", "\n \n", "\u{feff}"] {
        Workshop::with(text).refuses(&["error[page-empty]", BAD]);
    }
}

#[test]
fn a_binary_file() {
    let mut bytes = b"# GetTicket\n\n\x89PNG\r\n".to_vec();
    bytes.extend(0..=255_u8);
    Workshop::with(bytes).refuses(&["error[page-not-text]", BAD, "line 3", "byte 14"]);
}

#[test]
fn a_page_without_tables() {
    let page = "# GetTicket\n\n## 请求参数\n\n没有参数。\n\n## 返回数据\n\n没有。\n";
    Workshop::with(page).refuses(&["error[page-without-tables]", BAD]);
}

#[test]
fn an_unknown_layout() {
    let page = "# About us\n\nWe sell tickets.\n\n|Name|Price|\n|--|--|\n|One|1|\n";
    Workshop::with(page).refuses(&["error[layout-unknown]", BAD]);
}

#[test]
fn a_page_that_does_not_say_what_it_is_about() {
    let page = good().replace("product=Desk", "x=Desk").replace("GetTicket", "工单");
    let workshop = Workshop::new();
    workshop.write("specs/pages/Bad.md", page);
    workshop.refuses(&["error[page-anonymous]", "specs/pages/Bad.md"]);
}

#[test]
fn a_row_with_too_few_cells() {
    let page = page("ListTickets", &[ID, "|Owner|String|", "|Verbose|Boolean|否|true|历史。 |"], &[REQUEST_ID], "{}");
    Workshop::with(page).refuses(&["row-short", "`Owner`", &at(FIRST + 1, 1)]);
}

/// It once was an endless loop.
#[test]
fn a_row_without_its_pipe() {
    survives(
        &page("ListTickets", &[ID, &ID[1..], &ID.replace("Ticket", "Owner")], &[REQUEST_ID, &REQUEST_ID[1..]], "{}"),
        &[0, 1],
    );
}

#[test]
fn a_name_twice_with_different_types() {
    let request = page("ListTickets", &[ID, "|TicketId|Long|否|1|又一个。 |"], &[REQUEST_ID], "{}");
    let first = format!("line {FIRST}");
    Workshop::with(request).refuses(&["row-contradicts", "`TicketId`", &first, &at(FIRST + 1, 1)]);
    let response = page("ListTickets", &[ID], &[REQUEST_ID, "|RequestId|Long|1|又一个。 |"], "{}");
    let first = format!("line {}", FIRST + 6);
    let place = at(FIRST + 7, 1);
    Workshop::with(response).refuses(&["row-contradicts", "`RequestId`", &first, &place]);
}

/// Names are resolved over their whole scope; nothing is lost, and nothing stands twice.
#[test]
fn fields_that_would_have_one_rust_name() {
    let page = page(
        "ListTickets",
        &["|UserId|String|否|a|一。 |", "|userId|Long|否|1|二。 |"],
        &["|UUI|String|a|三。 |", "|Uui|String|b|四。 |"],
        r#"{"UUI": "a", "Uui": "b"}"#,
    );
    let workshop = Workshop::with(page);
    let ran = workshop.regen(&[]);
    assert_eq!(ran.code, Some(0), "{}", ran.printed);
    let code = workshop.path("out/src/aliyun/v2021_03_04/list_tickets.rs");
    let code = std::fs::read_to_string(code).expect("emitted");
    for line in [
        "rt::Parameter::new(\"UserId\", &self.user_id)",
        "rt::Parameter::new(\"userId\", &self.user_id_2)",
        "(\"UUI\", &mut self.uui_2)",
        "(\"Uui\", &mut self.uui)",
    ] {
        assert!(code.contains(line), "{line} in\n{code}");
    }
}

/// A sample that is no document at all; one that can be repaired is only noted (see `cases`).
#[test]
fn a_broken_sample() {
    let page = page("ListTickets", &[ID], &[REQUEST_ID], "{\"RequestId\": ");
    let workshop = Workshop::with(page);
    let line = FIRST + 12;
    let ran = workshop.regen(&["--verbose"]);
    for word in ["warning[sample-broken]", "the document ends where a value is expected", "help: "] {
        assert!(ran.printed.contains(word), "{}", ran.printed);
    }
    assert!(ran.printed.contains(&at(line, 1)), "{}", ran.printed);
    assert_eq!(ran.code, Some(0), "{}", ran.printed);
}

#[test]
fn an_action_is_no_path() {
    for action in ["../../../evil", "/etc/evil", "a/b", "GetTicket\u{0}"] {
        let page = good().replace("GetTicket", action);
        let workshop = Workshop::with(page);
        let before = workshop.tree();
        workshop.regen(&[]);
        for path in workshop.changes(&before) {
            assert!(path.starts_with("out/") || path.starts_with("specs/ir/"), "{path}");
            assert!(!path.contains("evil"), "{path}");
        }
    }
}

/// Other pages are read all the same; `inspect` prints them.
#[test]
fn one_bad_page_does_not_hide_the_others() {
    let workshop = Workshop::with("");
    let ran = workshop.run(&["inspect", "--format", "json", "specs/pages"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.printed.contains("\"action\":\"GetTicket\""), "{}", ran.printed);
    assert!(ran.printed.contains("error[page-empty]"), "{}", ran.printed);
}

#[test]
fn diagnostics_for_machines() {
    let page = page("ListTickets", &[ID, "|TicketId|Long|否|1|二。 |"], &[], "{}");
    let workshop = Workshop::with(page);
    let ran = workshop.regen(&["--format", "json"]);
    assert_eq!(ran.code, Some(1));
    let diagnostics: Vec<serde_json::Value> =
        ran.printed.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect();
    let error = diagnostics.iter().find(|diagnostic| diagnostic["severity"] == "error");
    let error = error.expect("an error");
    assert_eq!(error["path"], BAD);
    assert_eq!(error["line"], FIRST + 1);
    assert_eq!(error["column"], 1);
    for key in ["code", "message", "help"] {
        assert!(error[key].as_str().is_some_and(|text| !text.is_empty()));
    }
}

// Sizes -------------------------------------------------------------------------------------

/// Whatever it says, it ends by itself and without a panic, which [`Workshop::run`] looks for.
#[track_caller]
fn survives(page: &str, codes: &[i32]) -> String {
    let workshop = Workshop::with(page);
    let ran = workshop.regen(&[]);
    assert!(codes.contains(&ran.code.unwrap_or(-1)), "{:.2000}", ran.printed);
    ran.printed
}

#[test]
fn nine_megabytes() {
    let printed = survives(&good().replace("工单ID。", &"长".repeat(3 << 20)), &[1]);
    assert!(printed.contains("error[page-too-large]") && printed.contains(BAD));
}

#[test]
fn a_hundred_thousand_rows() {
    let numbered =
        |count: usize, cells: &str| -> Vec<String> { (0..count).map(|n| format!("|Name{n}|{cells}")).collect() };
    let request = numbered(100_000, "String|否|a|一。 |");
    let request: Vec<&str> = request.iter().map(String::as_str).collect();
    survives(&page("ListTickets", &request, &[REQUEST_ID], "{}"), &[0, 1]);
    let response = numbered(100_000, "Struct| |一。 |");
    let response: Vec<&str> = response.iter().map(String::as_str).collect();
    survives(&page("ListTickets", &[ID], &response, "{}"), &[0, 1]);
}

#[test]
fn ten_thousand_nested_brackets() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("<a>", "</a>"), ("(", ")"), ("> ", "")] {
        let nested = open.repeat(10_000) + &close.repeat(10_000);
        survives(&page("ListTickets", &[ID], &[REQUEST_ID], &nested), &[0, 1]);
        let row = format!("|Owner|String|否|{nested}|{nested}取值：{nested} |");
        survives(&page("ListTickets", &[&row], &[REQUEST_ID], "{}"), &[0, 1]);
    }
}

/// A tree that deep would overflow the stack of whatever reads it.
#[test]
fn a_name_of_ten_thousand_steps() {
    for name in ["A.".repeat(9_999) + "A", "Tag.N.".repeat(5_000) + "Key"] {
        let row = format!("|{name}|String|否|a|深。 |");
        let printed = survives(&page("ListTickets", &[ID, &row], &[REQUEST_ID], "{}"), &[1]);
        assert!(printed.contains("error[nesting-too-deep]") && printed.contains(&at(FIRST + 1, 2)), "{printed:.2000}");
        let row = format!("|{name}|String|a|深。 |");
        survives(&page("ListTickets", &[ID], &[REQUEST_ID, &row], "{}"), &[0, 1]);
    }
}

// Overrides ---------------------------------------------------------------------------------

#[test]
fn a_good_override_is_taken() {
    let workshop = Workshop::overriding(
        "- operation: GetTicket\n  path: request/TicketId\n  required: false\n  why: The service takes none.\n",
    );
    let ran = workshop.regen(&[]);
    assert_eq!(ran.code, Some(0), "{}", ran.printed);
    let ir = std::fs::read_to_string(workshop.path(&format!("specs/ir/{API}/GetTicket.yaml")));
    assert!(ir.expect("written").contains("required: false"));
}

#[test]
fn an_override_with_an_unknown_key() {
    Workshop::overriding("- operation: GetTicket\n  requird: true\n  why: A typo.\n").refuses(&[
        "error[override-unreadable]",
        "requird",
        &format!("{OVERRIDES}:2:"),
    ]);
}

#[test]
fn overrides_that_are_no_list() {
    for text in ["operation: GetTicket\n", "- just a text\n", "- [unclosed\n", "\t- x\n"] {
        let place = format!("{OVERRIDES}:");
        Workshop::overriding(text).refuses(&["error[override-unreadable]", &place]);
    }
}

#[test]
fn an_override_of_an_unknown_operation() {
    Workshop::overriding("- operation: GetTickets\n  path: request/TicketId\n  required: false\n  why: A typo.\n")
        .refuses(&["error[override-lost]", "`GetTickets`", &format!("{OVERRIDES}:1:3")]);
}

#[test]
fn an_override_of_an_unknown_path() {
    for path in ["request/Ticket", "response/RequestId/Inner", "TicketId", ""] {
        let text = format!("\n- operation: GetTicket\n  path: {path:?}\n  required: false\n  why: A typo.\n");
        let place = format!("{OVERRIDES}:2:3");
        Workshop::overriding(&text).refuses(&["error[override-lost]", "`GetTicket`", &place]);
    }
}

#[test]
fn an_override_without_a_reason() {
    let place = format!("{OVERRIDES}:");
    for why in ["", "  why:\n", "  why: \"  \"\n"] {
        let text = format!("- operation: GetTicket\n  path: request/TicketId\n  required: false\n{why}");
        Workshop::overriding(&text).refuses(&["error[override-", "why", &place]);
    }
}

#[test]
fn an_override_that_changes_nothing() {
    Workshop::overriding(
        "- operation: GetTicket\n  path: request/TicketId\n  required: true\n  why: The page says so.\n",
    )
    .refuses(&["error[override-idle]", "no longer needed", &format!("{OVERRIDES}:1:3")]);
}

#[test]
fn overrides_that_make_nonsense() {
    for (change, code) in [
        ("type: struct", "struct-empty"),
        ("type: enum Nobody", "enum-unknown"),
        ("wrapper: Item", "wrapper-without-list"),
        ("item: Item", "item-misplaced"),
        ("range: 5..=1", "range-empty"),
        ("encoding: repeat", "encoding-without-list"),
    ] {
        let text = format!("- operation: GetTicket\n  path: request/TicketId\n  {change}\n  why: To see.\n");
        Workshop::overriding(&text).refuses(&[&format!("error[{code}]"), "GetTicket.md:11:1"]);
    }
}

/// Each entry puts one more level below what the entry before it put there.
#[test]
fn overrides_that_stand_on_each_other() {
    let (mut adds, mut moves) = (String::new(), String::new());
    let mut path = "response".to_owned();
    for level in 0..1_000 {
        let entry = format!("- operation: GetTicket\n  why: To see.\n  path: {path}\n");
        let _ = writeln!(adds, "{entry}  add:\n  - name: a{level}\n    type: struct");
        if level == 0 {
            let all: Vec<String> = (0..1_000).map(|level| format!("  - name: a{level}\n    type: struct\n")).collect();
            let _ = write!(moves, "{entry}  add:\n{}", all.concat());
        } else {
            let _ = writeln!(moves, "{}  move: {path}", entry.replace(&path, &format!("response/a{level}")));
        }
        let _ = write!(path, "/a{level}");
    }
    for text in [adds, moves] {
        Workshop::overriding(&text).refuses(&["error[override-lost]", "more than 40 levels deep"]);
    }
}

#[test]
fn overrides_of_a_version_without_pages() {
    let workshop = Workshop::new();
    workshop.write(
        "specs/overrides/aliyun/desk/2099-01-01.yaml",
        "- operation: GetTicket\n  deprecated: true\n  why: It is old.\n",
    );
    workshop.refuses(&["error[override-lost]", "aliyun/desk/2099-01-01.yaml:1:3"]);
}

// Files -------------------------------------------------------------------------------------

/// The tests run as root too, whom permissions do not stop: something stands in the way instead.
#[test]
fn an_output_folder_that_is_a_file() {
    let workshop = Workshop::new();
    let out = workshop.path("out");
    std::fs::remove_dir_all(&out).expect("removed");
    workshop.write("out", "a file");
    workshop.ends(1, &[], &["error: ", "out", "expected the crate's folder"]);
    workshop.ends(1, &["--check"], &["error: ", "out"]);
}

#[test]
fn a_file_in_place_of_a_folder_below() {
    let workshop = Workshop::with(good().replace("GetTicket", "ListTickets"));
    std::fs::remove_dir_all(workshop.path("out/src")).expect("removed");
    workshop.write("out/src", "a file");
    workshop.ends(1, &[], &["error: ", "out/src"]);
}

/// Found only after other files could be written: they must not be.
#[test]
fn a_folder_in_place_of_a_file() {
    for path in ["out/src/lib.rs", "out/tests/samples.rs", "specs/ir/aliyun/desk/2021-03-04/ListTickets.yaml"] {
        let workshop = Workshop::with(good().replace("GetTicket", "ListTickets"));
        let _ = std::fs::remove_file(workshop.path(path));
        workshop.write(&format!("{path}/in-the-way"), "");
        workshop.ends(1, &[], &["error: ", path]);
    }
}

#[test]
fn no_such_specs() {
    let workshop = Workshop::new();
    let ran = workshop.run(&["regen", "--specs", "nowhere", "--out", "out"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.printed.contains("nowhere: no such folder"), "{}", ran.printed);
    let ran = workshop.run(&["inspect", "nowhere.md"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.printed.contains("nowhere.md"), "{}", ran.printed);
}

#[test]
fn out_of_date() {
    let workshop = Workshop::with(good().replace("GetTicket", "ListTickets"));
    workshop.ends(4, &["--check"], &["Missing ", "Stale ", "out of date"]);
    assert_eq!(workshop.regen(&[]).code, Some(0));
    workshop.ends(0, &["--check"], &["0 new, 0 updated, 0 removed"]);
    // A second run changes nothing and says so.
    workshop.ends(0, &[], &["0 new, 0 updated, 0 removed"]);

    workshop.write("out/src/lib.rs", "// @generated by `cargo xtask regen`; edited\n");
    workshop.ends(4, &["--check"], &["Stale ", "out/src/lib.rs"]);
    assert_eq!(workshop.regen(&[]).code, Some(0));

    // A page that is gone takes its files along; files of others stay.
    workshop.write("out/src/by_hand.rs", "// mine\n");
    workshop.write("out/README.md", "mine\n");
    std::fs::remove_file(workshop.path(BAD)).expect("removed");
    workshop.ends(4, &["--check"], &["Orphan ", "list_tickets.rs", "ListTickets.yaml"]);
    assert_eq!(workshop.regen(&[]).code, Some(0));
    let left = workshop.tree();
    assert!(left.contains_key("out/src/by_hand.rs") && left.contains_key("out/README.md"));
    assert!(!left.keys().any(|path| path.contains("ist_tickets")));
    assert!(!left.keys().any(|path| path.contains("ListTickets")));
    workshop.ends(0, &["--check"], &[]);
}

// Calls -------------------------------------------------------------------------------------

#[test]
fn calls_that_cannot_be_meant() {
    let workshop = Workshop::new();
    let before = workshop.tree();
    for arguments in [
        &["regenerate"][..],
        &["--frobnicate"],
        &["regen", "--frobnicate"],
        &["regen", "--specs"],
        &["regen", "extra"],
        &["regen", "--format", "xml"],
        &["inspect"],
        &["inspect", "--format", "csv", "specs"],
        &["inspect", "--frobnicate", "specs"],
        &["explain"],
        &["explain", "--frobnicate"],
    ] {
        let ran = workshop.run(arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.printed);
        assert!(ran.printed.starts_with("error: "), "{}", ran.printed);
        assert!(ran.printed.contains("--help"), "{}", ran.printed);
    }
    assert_eq!(workshop.run(&[]).code, Some(2));
    assert_eq!(workshop.changes(&before), Vec::<String>::new());
}

#[test]
fn help_is_there() {
    let workshop = Workshop::new();
    for arguments in [&["--help"][..], &["help"], &["regen", "--help"], &["inspect", "--help"], &["explain", "--help"]]
    {
        let ran = workshop.run(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}");
        assert!(ran.printed.contains("Usage: cargo xtask"), "{}", ran.printed);
    }
    let top = workshop.run(&["--help"]).printed;
    for code in ["0  fine", "1  failed", "2  ", "4  "] {
        assert!(top.contains(code), "{top}");
    }
}

#[test]
fn a_folder_of_its_own_needs_a_crate_of_its_own() {
    let workshop = Workshop::new();
    let before = workshop.tree();
    let Ran { code, printed } = workshop.run(&["regen", "--specs", "specs"]);
    assert_eq!(code, Some(2), "{printed}");
    assert!(printed.contains("expected --out too"), "{printed}");
    // Neither would come to write anything: this is looked at first.
    workshop.write("saved.txt", "no page");
    workshop.write("response.json", "{}");
    for arguments in [&["add", "saved.txt"][..], &["drift", "response.json", "--fix", "000000", "--why", "To see."]] {
        let Ran { code, printed } = workshop.run(&[arguments, &["--specs", "specs"]].concat());
        assert_eq!(code, Some(2), "{printed}");
        assert!(printed.contains("expected --out too"), "{printed}");
    }
    let reads = workshop.run(&["drift", "response.json", "--specs", "specs", "--operation", "GetTicket"]);
    assert_eq!(reads.code, Some(0), "{}", reads.printed);
    for path in ["saved.txt", "response.json"] {
        std::fs::remove_file(workshop.path(path)).expect("removable");
    }
    workshop.write("empty/readme.rst", "no page");
    let Ran { code, printed } = workshop.run(&["regen", "--specs", "empty", "--out", "crate"]);
    assert_eq!(code, Some(1), "{printed}");
    assert!(printed.contains("empty: there are no pages"), "{printed}");
    std::fs::remove_dir_all(workshop.path("empty")).expect("removable");
    let changed = workshop.changes(&before);
    assert!(changed.iter().all(|path| !path.contains("crate/src")), "{changed:?}");
}

#[test]
fn a_missing_table_of_parameters_is_a_warning() {
    let page = std::fs::read_to_string(root().join("specs/pages/aliyun/ccc/2017-07-05/ListRecentCallRecords.md"));
    let page = page.expect("a page");
    // Its request is gone, and the heading with it.
    let (before, rest) = page.split_once("## 请求参数").expect("a request");
    let page = format!("{before}{}", &rest[rest.find("## 返回数据").expect("a response")..]);
    let workshop = Workshop::new();
    workshop.write("specs/pages/aliyun/ccc/2017-07-05/ListRecentCallRecords.md", page);
    let Ran { printed, .. } = workshop.regen(&[]);
    assert!(printed.contains("warning[request-table-missing]"), "{printed}");
}

/// A page that is cut off, or in another encoding, is one error: what follows from it, such as overrides of rows that are
/// gone, is not told again.
#[test]
fn what_follows_from_a_bad_page_is_not_told() {
    let path = "specs/pages/tencent/ccc/2020-02-10/DescribeTelCdr.md";
    let page = std::fs::read_to_string(root().join(path)).expect("a page");
    let overrides = "specs/overrides/tencent/ccc/2020-02-10.yaml";
    let overridden = std::fs::read_to_string(root().join(overrides)).expect("overrides");
    let cut = page.split_once("SdkAppId").expect("a row").0.as_bytes().to_vec();
    let latin = page.bytes().map(|byte| if byte.is_ascii() { byte } else { 0xe4 }).collect();
    for (text, code) in [(cut, "page-cut"), (latin, "page-not-text")] {
        let workshop = Workshop::new();
        workshop.write(path, text);
        workshop.write(overrides, &overridden);
        let Ran { code: exit, printed } = workshop.regen(&[]);
        assert_eq!(exit, Some(1), "{printed}");
        assert!(printed.contains(&format!("error[{code}]")), "{printed}");
        assert_eq!(printed.matches("error[").count(), 1, "{printed}");
        assert_eq!(printed.matches("warning[").count(), 0, "{printed}");
    }
}

/// A misspelt type is an error with the override to paste, which gives the type that the word is near to.
#[test]
fn a_misspelt_type() {
    let workshop = Workshop::with(page("ListTickets", &[ID], &["|Total|Lnog|1|总数。 |"], "{}"));
    let Ran { code, printed } = workshop.regen(&[]);
    assert_eq!(code, Some(1), "{printed}");
    for word in ["error[type-unknown]", "`Lnog`, the type of `Total`", "path: response/Total", "type: long"] {
        assert!(printed.contains(word), "no `{word}` in:\n{printed}");
    }
}

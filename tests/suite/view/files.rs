//! The index, the messages, and the files that the command writes.

use super::*;

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

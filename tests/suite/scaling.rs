//! Inputs of sizes at which work that grows with the square of them would take minutes, and linear work takes seconds:
//! nothing here looks at a clock.

use std::fmt::Write as _;

use spectable_diff::{IrTree, Version};
use spectable_pages::diagnostic::Code;
use spectable_pages::ir::{ErrorCode, Field, Operation, Type, Vendor};
use spectable_pages::pipeline::{self, Checked, Input};
use spectable_pages::source::SourceFile;
use spectable_review::lint;

use crate::workshop::{ID, REQUEST_ID, page};

fn run(text: String) -> Checked {
    assert!(text.len() < spectable_pages::bounds::PAGE_BYTES);
    let pages = vec![SourceFile::new("p.md", text)];
    let checked = pipeline::run(Input { pages, ..Input::default() });
    lint::check(&checked.documents);
    checked
}

fn operation(checked: &Checked) -> &Operation {
    checked.documents[0].operation.as_ref().expect("readable")
}

/// `[{"k0": 1}, {"k1": 1}, …]`
fn items(count: usize) -> String {
    let items: Vec<String> = (0..count).map(|at| format!("{{\"k{at}\": 1}}")).collect();
    format!("[{}]", items.join(","))
}

#[test]
fn rows_of_error_codes() {
    let mut text = page("ListTickets", &[ID], &[REQUEST_ID], "{}");
    text.push_str("\n## 错误码\n\n|HttpCode|错误码|错误信息|描述|\n|--|--|--|--|\n");
    for at in 0..60_000 {
        let _ = writeln!(text, "|400|E{at}|m|d|");
    }
    assert_eq!(operation(&run(text)).errors.len(), 60_000);
}

/// No row names them, so all of them are members, and each item of the list is held against all.
#[test]
fn items_of_which_each_has_another_member() {
    let checked = run(page("ListTickets", &[ID], &[], &format!("{{\"List\": {}}}", items(80_000))));
    assert_eq!(operation(&checked).response[0].fields.len(), 80_000);
}

#[test]
fn a_list_in_its_own_items_with_other_members() {
    let members: Vec<String> = (0..40_000).map(|at| format!("\"k{at}\": 1")).collect();
    let more: Vec<String> = (30_000..80_000).map(|at| format!("\"k{at}\": 1")).collect();
    let sample = format!("{{\"List\": [{{{}, \"List\": [{{{}}}]}}]}}", members.join(","), more.join(","));
    let checked = run(page("ListTickets", &[ID], &[], &sample));
    assert!(operation(&checked).response[0].fields.len() >= 40_000);
}

#[test]
fn names_that_stand_twice() {
    let field = |at: usize| Field { name: format!("F{}", at / 2), ty: Type::Long, ..Field::default() };
    let mut operation = Operation::new(Vendor::Aliyun, "desk", "2021-03-04", "GetTicket");
    operation.response = (0..200_000).map(field).collect();
    let doubled = spectable_pages::check::check(&SourceFile::new("p.md", ""), &operation);
    assert_eq!(doubled.iter().filter(|diagnostic| diagnostic.code == Code::NameDoubled).count(), 100_000);
}

/// All fields got other names, and all codes changed.
#[test]
fn versions_that_have_nothing_in_common() {
    let version = |letter: char| {
        let mut operation = Operation::new(Vendor::Aliyun, "desk", "2021-03-04", "GetTicket");
        let name = |at: usize| format!("{letter}{at}");
        let field = |at| Field { name: name(at), ty: Type::Long, required: Some(true), ..Field::default() };
        operation.request = (0..10_000).map(field).collect();
        operation.response = (0..10_000).map(field).collect();
        let error = |at| ErrorCode {
            code: format!("{letter}.{at}"),
            status: None,
            message: String::new(),
            description: String::new(),
        };
        operation.errors = (0..20_000).map(error).collect();
        IrTree::new([operation])
    };
    let diff = spectable_diff::compare(&version('A'), &version('B'), &Version::default());
    assert!(diff.changes.len() >= 60_000, "{}", diff.changes.len());
}

//! Small pages, one for each oddity of real ones, with what becomes of them side by side:
//! `page.md` → `ir.snap` → `code.snap`, and what is said about it in `diagnostics.snap`.
//!
//! After a change that is meant: `INSTA_UPDATE=always cargo test -p spectable-tests cases`, then read the diff.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use spectable_emit::generate::{self, Output};
use spectable_pages::diagnostic::Code;
use spectable_pages::ir::{Evidence, Field};
use spectable_pages::source::SourceFile;

use crate::helper::{input_of, rendered, snapshot, tree};

/// Cases whose page is refused.
const REFUSED: &[&str] = &[];

/// Cases whose schema as data is shown too.
const AS_DATA: &[&str] = &["limits-in-prose", "list-wrapper-row"];

/// Runs a case; the path fills in product and version where a page does not say them.
pub(crate) fn run(name: &str) -> Output {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(name).join("page.md");
    let text = std::fs::read_to_string(&page).unwrap_or_else(|error| panic!("{name}: {error}"));
    generate::generate(input_of(vec![SourceFile::new("desk/2021-03-04/Page.md", text)]))
}

fn check(name: &str) {
    let output = run(name);
    let folder = format!("cases/{name}");
    snapshot(&folder, "diagnostics", &rendered(output.diagnostics()));
    assert_eq!(output.has_errors(), REFUSED.contains(&name), "{name}");
    let ir = output.ir.iter().find(|(path, _)| path.ends_with(".yaml"));
    snapshot(&folder, "ir", ir.map_or("none", |(_, text)| text));
    let code: Vec<String> = output
        .generated
        .iter()
        .filter(|(path, _)| path.matches('/').count() == 3 && path.starts_with("src/"))
        // The schema as data says the IR once more.
        .filter(|(path, _)| !path.ends_with("/mod.rs") && (!path.ends_with("/schemas.rs") || AS_DATA.contains(&name)))
        .map(|(path, text)| format!("// {path}\n{text}"))
        .collect();
    snapshot(&folder, "code", &code.join("\n"));
}

macro_rules! cases {
    ($($(#[$doc:meta])* $test:ident: $name:literal,)*) => {
        pub(crate) const NAMES: &[&str] = &[$($name),*];
        $($(#[$doc])* #[test] fn $test() { check($name); })*
    };
}

cases! {
    header_english: "header-english",
    header_misspelt: "header-misspelt",
    header_position: "header-position",
    header_over_two_lines: "header-over-two-lines",
    header_unknown_words: "header-unknown-words",
    headings_with_ids: "headings-with-ids",
    headings_setext: "headings-setext",
    second_table: "second-table",
    cells_over_lines: "cells-over-lines",
    cells_inline_markup: "cells-inline-markup",
    cells_bare_pipes: "cells-bare-pipes",
    cells_table_inside: "cells-table-inside",
    help_center: "help-center",
    tencent_text: "tencent-text",
    tencent_english: "tencent-english",
    sample_http_head: "sample-http-head",
    sample_several_roots: "sample-several-roots",
    sample_broken_xml: "sample-broken-xml",
    sample_broken_json: "sample-broken-json",
    request_dotted_names: "request-dotted-names",
    list_wrapper_row: "list-wrapper-row",
    list_typed_without_wrapper: "list-typed-without-wrapper",
    list_wrapper_in_sample_only: "list-wrapper-in-sample-only",
    row_doubled: "row-doubled",
    rust_names_collide: "rust-names-collide",
    placement_guess: "placement-guess",
    enums_in_prose: "enums-in-prose",
    enums_contradict: "enums-contradict",
    limits_in_prose: "limits-in-prose",
    error_codes: "error-codes",
    hostile_text: "hostile-text",
}

/// What a case's only page says, by hand: a snapshot is too easily accepted.
fn fields(output: &Output) -> BTreeMap<String, (String, Evidence)> {
    fn walk(fields: &[Field], above: &str, found: &mut BTreeMap<String, (String, Evidence)>) {
        for field in fields {
            let path = format!("{above}{}", field.name);
            found.insert(path.clone(), (field.ty.to_string(), field.evidence));
            walk(&field.fields, &format!("{path}."), found);
        }
    }
    let mut found = BTreeMap::new();
    let operation = output.documents[0].operation.as_ref().expect("readable");
    walk(&operation.response, "", &mut found);
    found
}

#[test]
fn a_placement_that_no_evidence_decides_is_a_guess() {
    let output = run("placement-guess");
    let said = output.diagnostics().filter(|(_, said)| said.code == Code::PlacementGuess).count();
    assert!(said > 0, "{:?}", fields(&output));
    // What stands directly behind its struct is decided.
    assert_eq!(fields(&output)["Ticket.Owner.Name"].1, Evidence::Order);
}

#[test]
fn a_broken_sample_does_not_change_a_type() {
    let found = fields(&run("sample-broken-xml"));
    let types: Vec<(&str, &str)> = found.iter().map(|(path, (ty, _))| (path.as_str(), ty.as_str())).collect();
    let expected = [
        ("RequestId", "string"),
        ("Rule", "struct"),
        ("Rule.Operator", "string"),
        ("Rule.Value", "integer"),
        ("TotalCount", "integer"),
    ];
    assert_eq!(types, expected);
}

/// Every case.
pub(crate) fn names() -> &'static [&'static str] {
    NAMES
}

#[test]
fn every_folder_is_a_case() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let folders: BTreeSet<String> =
        tree(&folder).keys().filter_map(|path| Some(path.split_once('/')?.0.to_owned())).collect();
    let named: BTreeSet<String> = NAMES.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(folders, named);
}

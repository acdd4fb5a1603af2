//! Edits of the real pages as vendors make them, with what `diff` makes of each side by side:
//! `edit.diff` → `text.snap`, `markdown.snap`, `changelog.snap`, `json.snap`.
//!
//! After a change that is meant: `INSTA_UPDATE=always cargo test -p spectable-tests diff`, then read the diff.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use spectable_diff::{self as diff, ChangeKind, Class, Diff, IrTree};
use spectable_emit::generate::{self, Input, Output};
use spectable_pages::ir::{Encoding, Evidence, Field, Operation, Position, Range, Type};
use spectable_pages::pipeline;
use spectable_pages::source::SourceFile;

use crate::helper::{errors, input, output, snapshot, sources, tree};
use crate::needs::shared;

const VERSION: &str = "0.1.0";

/// The IR that a run writes, read back: what `diff` compares.
pub(crate) fn ir(output: &Output) -> IrTree {
    IrTree::read(output.ir.iter().map(|(path, text)| (path.as_str(), text.as_str()))).expect("readable IR")
}

/// The pages of this repository after an edit.
fn edited(edit: &str) -> Output {
    let Input { specs, root, layout } = input();
    let pipeline::Input { pages, overrides, unread } = specs;
    let overrides = overrides.into_iter().map(|(file, _)| file);
    let mut texts: BTreeMap<String, String> =
        pages.into_iter().chain(overrides).map(|file| (file.path, file.text)).collect();
    apply(edit, &mut texts);
    let (mut pages, mut overrides) = (Vec::new(), Vec::new());
    for (path, text) in texts {
        let api = path.strip_prefix("specs/overrides/").map(|rest| rest.trim_end_matches(".yaml").to_owned());
        let file = SourceFile::new(path, text);
        match api {
            Some(api) => overrides.push((file, api)),
            None => pages.push(file),
        }
    }
    generate::generate(Input { specs: pipeline::Input { pages, overrides, unread }, root, layout })
}

/// Applies an edit: hunks of whole lines after `--- path`, which stand once in the page. `+++ path`
/// begins a new page, `remove path` ends one, and `everywhere A -> B` replaces a word in table and samples.
pub(crate) fn apply(edit: &str, texts: &mut BTreeMap<String, String>) {
    let mut page = String::new();
    let (mut old, mut new) = (String::new(), String::new());
    let hunk = |page: &str, old: &mut String, new: &mut String, texts: &mut BTreeMap<String, String>| {
        if !old.is_empty() {
            let text = texts.get_mut(page).unwrap_or_else(|| panic!("there is no {page}"));
            assert_eq!(text.matches(old.as_str()).count(), 1, "in {page}:\n{old}");
            *text = text.replacen(old.as_str(), new, 1);
        } else if !new.is_empty() {
            assert!(texts.insert(page.to_owned(), new.clone()).is_none(), "{page} is there");
        }
        (*old, *new) = Default::default();
    };
    for line in edit.lines() {
        if let Some(path) = line.strip_prefix("--- ").or_else(|| line.strip_prefix("+++ ")) {
            hunk(&page, &mut old, &mut new, texts);
            page = format!("specs/{path}");
        } else if let Some(path) = line.strip_prefix("remove ") {
            assert!(texts.remove(&format!("specs/{path}")).is_some(), "there is no {path}");
        } else if let Some((path, operation)) =
            line.strip_prefix("overrides ").and_then(|rest| rest.split_once(" without "))
        {
            let text =
                texts.get_mut(&format!("specs/overrides/{path}")).unwrap_or_else(|| panic!("there is no {path}"));
            let head = format!("- operation: {operation}\n");
            assert!(text.contains(&head), "{path} says nothing of {operation}");
            let entries = text.split_inclusive('\n').scan(false, |gone, line| {
                *gone = if line.starts_with("- ") { line == head } else { *gone };
                Some(if *gone { "" } else { line })
            });
            *text = entries.collect();
        } else if let Some((word, by)) = line.strip_prefix("everywhere ").and_then(|rest| rest.split_once(" -> ")) {
            let text = texts.get_mut(&page).unwrap_or_else(|| panic!("there is no {page}"));
            assert!(text.contains(word), "{page} does not hold {word}");
            *text = text.replace(word, by);
        } else if line == "@@" {
            hunk(&page, &mut old, &mut new, texts);
        } else if let Some(line) = line.strip_prefix('-') {
            old.extend([line, "\n"]);
        } else if let Some(line) = line.strip_prefix('+') {
            new.extend([line, "\n"]);
        } else {
            let line = line.strip_prefix(' ').unwrap_or(line);
            old.extend([line, "\n"]);
            new.extend([line, "\n"]);
        }
    }
    hunk(&page, &mut old, &mut new, texts);
}

fn before() -> &'static IrTree {
    static BEFORE: LazyLock<IrTree> = LazyLock::new(|| ir(output()));
    &BEFORE
}

/// The folder of a case.
pub(crate) fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases-diff").join(name)
}

/// Plays an edit; checks what people and machines read of it.
fn run(name: &str) -> Diff {
    let edit =
        std::fs::read_to_string(folder(name).join("edit.diff")).unwrap_or_else(|error| panic!("{name}: {error}"));
    let output = edited(&edit);
    assert_eq!(errors(&output), "none", "{name}");
    let diff = diff::compare(before(), &ir(&output), &VERSION.parse().expect("a version"));
    let folder = format!("cases-diff/{name}");
    snapshot(&folder, "text", &diff.text());
    snapshot(&folder, "markdown", &diff.markdown(diff::COMMENT_LIMIT));
    snapshot(&folder, "changelog", &diff.changelog());
    let json = serde_json::to_value(&diff).expect("JSON");
    snapshot(&folder, "json", &format!("{json:#}"));
    diff
}

/// Every change apart from documentation, as `class kind path`, and the next version, by hand: a
/// snapshot is too easily accepted.
#[track_caller]
fn check(name: &str, operation: &str, version: &str, expected: &[&str]) {
    let diff = run(name);
    let changes = diff.changes.iter().filter(|change| change.class != Class::Documentation);
    let found: Vec<String> = changes
        .map(|change| {
            assert_eq!(change.operation, operation, "{name}");
            format!("{} {} {}", change.class.as_str(), change.kind.as_str(), change.path).trim_end().to_owned()
        })
        .collect();
    assert_eq!(found, expected, "{name}");
    assert_eq!(diff.next_version, version, "{name}");
}

const DETAILS: &str = "aliyun/ccc/2017-07-05/ListCallDetailRecords";
const EVENTS: &str = "aliyun/ccc/2017-07-05/ListCallEventDetailByContactId";

/// The names of the cases, each with its test.
macro_rules! edits {
    ($($(#[$doc:meta])* $test:ident: $name:literal, $operation:expr, $version:literal, $expected:expr;)*) => {
        const NAMES: &[&str] = &[$($name),*];
        $($(#[$doc])* #[test] fn $test() { check($name, $operation, $version, &$expected); })*
    };
}

edits! {
    an_optional_parameter: "parameter-optional", DETAILS, "0.1.1", ["additive parameter-added request/Channel"];
    a_required_parameter: "parameter-required", DETAILS, "0.2.0", ["breaking parameter-added request/TenantId"];
    a_new_enum_value: "enum-value-added", DETAILS, "0.1.1", ["additive enum-value-added request/ContactType"];
    a_removed_enum_value: "enum-value-removed", DETAILS, "0.2.0", ["breaking enum-value-removed request/ContactType"];
    a_renamed_field: "field-renamed", DETAILS, "0.2.0", ["breaking renamed response/CallDetailRecords/List/SatisfactionText"];
    integer_to_long: "integer-to-long", DETAILS, "0.2.0", ["breaking type-changed response/CallDetailRecords/List/Duration"];
    string_to_array: "string-to-array", DETAILS, "0.2.0", ["breaking type-changed response/CallDetailRecords/List/SkillGroupIdList"];
    a_field_moved_into_a_struct: "field-moved", EVENTS, "0.2.0", [
        "breaking moved response/Data/Release/ReleaseAgent",
        "breaking moved response/Data/Release/ReleaseReason",
        "additive field-added response/Data/Release",
    ];
    a_narrowed_range: "range-narrowed", DETAILS, "0.2.0", ["breaking range-changed request/PageSize"];
    a_new_error_code: "error-code-added", "aliyun/ccc/2020-07-01/ListCallDetailRecords", "0.1.1", [
        "additive error-code-added errors/Throttling.User",
    ];
    a_new_operation: "operation-added", "aliyun/ccc/2017-07-05/GetCallRecording", "0.1.1", ["additive operation-added"];
    a_removed_operation: "operation-removed", EVENTS, "0.2.0", ["breaking operation-removed"];
    other_words: "words-changed", DETAILS, "0.1.1", [];
    rows_in_another_order: "rows-reordered", DETAILS, "0.1.0", [];
    a_reformatted_table: "table-reformatted", DETAILS, "0.1.0", [];
}

/// What only the removed page said of an enum goes with it, for the operations that stay.
#[test]
fn a_removed_operation_that_shared_an_enum() {
    let diff = run(SHARED_ENUM);
    let kinds: BTreeSet<&str> = diff.changes.iter().map(|change| change.kind.as_str()).collect();
    assert_eq!(kinds, ["enum-code-changed", "enum-value-removed", "operation-removed"].into());
}

const SHARED_ENUM: &str = "operation-removed-shared-enum";

#[test]
fn every_folder_is_an_edit() {
    let folders: BTreeSet<String> =
        tree(&folder("")).keys().filter_map(|path| Some(path.split_once('/')?.0.to_owned())).collect();
    let named: BTreeSet<String> = NAMES.iter().chain([&SHARED_ENUM]).map(|name| (*name).to_owned()).collect();
    assert_eq!(folders, named);
}

// No noise -----------------------------------------------------------------------------------

/// Other words and another order wherever it means nothing.
fn retold(fields: &mut [Field], request: bool) {
    for field in fields.iter_mut() {
        field.description = format!("别的说法 {}", field.description);
        // Which says of a text whether it is read as a number.
        if !field.is_number_in_text() {
            field.example = Some("another".to_owned());
        }
        retold(&mut field.fields, request);
    }
    // The order of required parameters is the order of `new`.
    fields.sort_by_key(|field| request && field.required == Some(true));
    let optional = fields.iter().position(|field| request && field.required == Some(true)).unwrap_or(fields.len());
    fields[..optional].reverse();
}

#[test]
fn what_means_nothing_changes_no_class() {
    let mut operations: Vec<Operation> = before().operations().cloned().collect();
    for operation in &mut operations {
        operation.description += " And more.";
        operation.title = "Another".to_owned();
        retold(&mut operation.request, true);
        retold(&mut operation.response, false);
        operation.errors.reverse();
        operation.enums.reverse();
        for values in operation.enums.values_mut() {
            values.reverse();
            for value in values {
                value.label = Some("别的".to_owned());
            }
        }
    }
    let diff = diff::compare(before(), &IrTree::new(operations), &VERSION.parse().expect("a version"));
    let others: Vec<_> = diff.changes.iter().filter(|change| change.kind != ChangeKind::DocumentationChanged).collect();
    assert!(others.is_empty(), "{others:#?}");
    assert!(diff.count(Class::Documentation) > 200, "{}", diff.count(Class::Documentation));
    assert_eq!(diff.next_version, "0.1.1");
}

/// The field at a place in the order of a tree.
fn nth<'f>(fields: &'f mut [Field], at: &mut usize) -> Option<&'f mut Field> {
    for field in fields {
        if *at == 0 {
            return Some(field);
        }
        *at -= 1;
        if let Some(found) = nth(&mut field.fields, at) {
            return Some(found);
        }
    }
    None
}

/// Nothing that the IR says of a field can change unseen.
#[test]
fn every_fact_of_a_field_is_compared() {
    let edits: [(&str, fn(&mut Field)); 18] = [
        ("name", |field| field.name += "X"),
        ("type", |field| field.ty = if field.ty == Type::Boolean { Type::Float } else { Type::Boolean }),
        ("required", |field| field.required = if field.required == Some(true) { Some(false) } else { Some(true) }),
        ("not said", |field| field.required = if field.required.is_none() { Some(false) } else { None }),
        ("position", |field| field.position = Some(Position::Header)),
        ("wrapper", |field| field.wrapper = Some(format!("{:?}X", field.wrapper))),
        ("item", |field| field.item = Some(format!("{:?}X", field.item))),
        ("encoding", |field| field.encoding = if field.encoding.is_none() { Some(Encoding::Json) } else { None }),
        ("number", |field| field.number = !field.number),
        ("range", |field| field.range = Some(Range { min: Some(77), max: None })),
        ("items", |field| field.max_items = Some(77)),
        ("default", |field| field.default = Some("other".to_owned())),
        ("unit", |field| field.unit = Some("other".to_owned())),
        ("deprecated", |field| field.deprecated = !field.deprecated),
        ("example", |field| field.example = Some("other".to_owned())),
        ("evidence", |field| field.evidence = Evidence::Guess),
        ("sample", |field| field.from_sample = !field.from_sample),
        ("description", |field| field.description += "X"),
    ];
    // What a response's field does not have on the page, and what only says what was so before.
    let idle = |path: &str, what: &str| path == "response" && matches!(what, "position");
    let operations: Vec<Operation> = before().operations().cloned().collect();
    let mut edited = 0;
    for operation in operations.iter().filter(|operation| operation.name != "ListRecentCallRecords") {
        let before = IrTree::new([operation.clone()]);
        for side in ["request", "response"] {
            for (what, edit) in edits.iter().filter(|(what, _)| !idle(side, what)) {
                for at in (0..).step_by(7) {
                    let mut after = operation.clone();
                    let fields = if side == "request" { &mut after.request } else { &mut after.response };
                    let Some(found) = nth(fields, &mut { at }) else { break };
                    // A wrapper is a list's, and so is what its items are called.
                    if matches!(*what, "wrapper" | "item") && (side == "request" || !matches!(found.ty, Type::List(_)))
                    {
                        continue;
                    }
                    edit(found);
                    let name = found.name.clone();
                    let diff = diff::compare(&before, &IrTree::new([after]), &VERSION.parse().expect("a version"));
                    assert!(!diff.is_empty(), "{what} of {side} {name} in {}", operation.name);
                    edited += 1;
                }
            }
        }
    }
    assert!(edited > 300, "{edited}");
}

/// Whatever two pages hold, there is a diff that reads the same forward and back.
#[test]
fn pages_that_have_nothing_in_common() {
    let operations: Vec<Operation> = crate::cases::names()
        .iter()
        .filter_map(|name| ir(&crate::cases::run(name)).operations().next().cloned())
        .map(|operation| Operation { name: "Same".to_owned(), version: "2021-03-04".to_owned(), ..operation })
        .collect();
    let version = VERSION.parse().expect("a version");
    for couple in operations.windows(2) {
        let [left, right] = [0, 1].map(|at| IrTree::new([couple[at].clone()]));
        let (forward, back) = (diff::compare(&left, &right, &version), diff::compare(&right, &left, &version));
        let count = |diff: &Diff, kinds: &[ChangeKind]| {
            diff.changes.iter().filter(|change| kinds.contains(&change.kind)).count()
        };
        let (added, removed) = (
            [ChangeKind::FieldAdded, ChangeKind::ParameterAdded],
            [ChangeKind::FieldRemoved, ChangeKind::ParameterRemoved],
        );
        assert_eq!(count(&forward, &added), count(&back, &removed), "{forward:#?}\n{back:#?}");
        assert_eq!(count(&forward, &[ChangeKind::Renamed]), count(&back, &[ChangeKind::Renamed]));
        for text in [forward.text(), forward.markdown(diff::COMMENT_LIMIT), forward.changelog()] {
            assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()), "{text}");
        }
    }
}

/// The vendors' own text of the five pages says the same in other words.
#[test]
fn a_transcription_differs_in_words_only() {
    let Some(vendor) = shared("vendor-pages") else { return };
    let mut input = input();
    input.specs.pages = sources(&vendor, "specs/pages/");
    let after = ir(&generate::generate(input));
    let diff = diff::compare(before(), &after, &VERSION.parse().expect("a version"));
    let others: Vec<_> = diff.changes.iter().filter(|change| change.class != Class::Documentation).collect();
    assert!(others.is_empty(), "{others:#?}");
    assert!(diff.count(Class::Documentation) > 50);
}

/// Every page of a product at once.
#[test]
fn a_product_fits_a_comment() {
    let Some(corpus) = shared("corpus/aliyun/ccc") else { return };
    let mut input = input();
    input
        .specs
        .pages
        .extend(sources(&corpus, "specs/pages/corpus/").into_iter().filter(|file| file.path.ends_with(".md")));
    let pages = input.specs.pages.len();
    let after = ir(&generate::generate(input));
    let operations = after.operations().count();
    assert!(pages > 100 && operations > 100, "{pages} pages, {operations} operations");
    let version = VERSION.parse().expect("a version");
    assert!(diff::compare(&after, &after, &version).is_empty());
    for diff in [diff::compare(before(), &after, &version), diff::compare(&after, before(), &version)] {
        assert!(diff.changes.len() > 100);
        for limit in [diff::COMMENT_LIMIT, 8000] {
            let text = diff.markdown(limit);
            let folded = text.contains("\nFolded to stay below");
            assert!(text.chars().count() <= limit);
            assert_eq!(folded, diff.markdown(usize::MAX).chars().count() > limit);
        }
    }
}

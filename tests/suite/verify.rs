//! `verify`: one fact of a vendor's schema is changed at a time, and exactly that fact is told; its override makes the two
//! agree again. The pages and schemas stand in `tests/cases-verify`.

use spectable_pages::diagnostic::Severity;
use spectable_pages::fix::Fix;
use spectable_pages::source::SourceFile;
use spectable_pages::{metadata, overrides, pipeline};
use spectable_verify::{Report, Side, Witness, verify};

use crate::helper::{root, tree};
use crate::needs::shared;
use crate::workshop::Workshop;

/// A change of a schema: what stands there, what is put in its place, and the kind and path that are to be told.
type Edit = (&'static str, &'static str, &'static str, &'static str);

/// Of Alibaba Cloud's.
const ALIYUN: &[Edit] = &[
    // Parameters that only one side knows.
    (r#""name": "Since""#, r#""name": "Until""#, "parameter-added parameter-removed", "request/Since request/Until"),
    (r#""name": "Loud""#, r#""name": "loud""#, "renamed", "request/loud"),
    (
        r#"{ "name": "Loud", "in": "query", "schema": { "type": "boolean", "required": false } },"#,
        "",
        "parameter-removed",
        "request/Loud",
    ),
    (
        r#"{ "name": "Loud","#,
        r#"{ "name": "More", "in": "query", "schema": { "type": "string", "required": false } }, { "name": "Loud","#,
        "parameter-added",
        "request/More",
    ),
    (
        r#"{ "name": "Loud","#,
        r#"{ "name": "Must", "in": "query", "schema": { "type": "integer", "format": "int64", "required": true } }, { "name": "Loud","#,
        "parameter-added",
        "request/Must",
    ),
    (
        r#"{ "name": "Loud","#,
        r#"{ "name": "More", "in": "query", "style": "json", "schema": { "type": "array", "required": false, "items": { "type": "object", "properties": { "A": { "type": "string" } } } } }, { "name": "Loud","#,
        "parameter-added",
        "request/More",
    ),
    (
        r#""Value": { "type": "string", "required": false }"#,
        r#""Value": { "type": "string", "required": false }, "More": { "type": "string", "required": false }"#,
        "parameter-added",
        "request/Tag/More",
    ),
    (
        r#"{ "type": "string", "required": false },
          "Value": { "type": "string", "required": false }"#,
        r#"{ "type": "string", "required": false }"#,
        "parameter-removed",
        "request/Tag/Value",
    ),
    // Required.
    (
        r#""DeskId", "in": "query", "schema": { "type": "string", "required": true"#,
        r#""DeskId", "in": "query", "schema": { "type": "string", "required": false"#,
        "required-changed",
        "request/DeskId",
    ),
    (r#""int64", "required": false"#, r#""int64", "required": true"#, "required-changed", "request/Since"),
    (r#""boolean", "required": false"#, r#""boolean", "required": true"#, "required-changed", "request/Loud"),
    (
        r#""Key": { "type": "string", "required": false"#,
        r#""Key": { "type": "string", "required": true"#,
        "required-changed",
        "request/Tag/Key",
    ),
    // Types and widths.
    (r#""type": "boolean""#, r#""type": "string""#, "type-changed", "request/Loud"),
    (
        r#""type": "integer", "format": "int64""#,
        r#""type": "integer", "format": "int32""#,
        "type-changed",
        "request/Since",
    ),
    (
        r#""type": "integer", "format": "int64""#,
        r#""type": "integer", "format": "uint64""#,
        "type-changed",
        "request/Since",
    ),
    (r#""type": "integer", "format": "int64""#, r#""type": "string""#, "type-changed", "request/Since"),
    (
        r#""type": "number", "format": "float""#,
        r#""type": "integer", "format": "int32""#,
        "type-changed",
        "request/Rate",
    ),
    (
        r#""maxItems": 20, "items": { "type": "string" }"#,
        r#""maxItems": 20, "items": { "type": "integer", "format": "int64" }"#,
        "type-changed",
        "request/Line",
    ),
    (
        r#""DeskId", "in": "query", "schema": { "type": "string","#,
        r#""DeskId", "in": "query", "style": "json", "schema": { "type": "array", "items": { "type": "string" },"#,
        "type-changed",
        "request/DeskId",
    ),
    (
        r#""DeskId", "in": "query", "schema": { "type": "string","#,
        r#""DeskId", "in": "query", "style": "json", "schema": { "type": "object", "additionalProperties": { "type": "string" },"#,
        "type-changed",
        "request/DeskId",
    ),
    (
        r#""DeskId", "in": "query", "schema": { "type": "string","#,
        r#""DeskId", "in": "query", "style": "flat", "schema": { "type": "object", "properties": { "A": { "type": "string" } },"#,
        "type-changed",
        "request/DeskId",
    ),
    // Ranges, numbers as text among them.
    (r#""minimum": "1", "maximum": "100""#, r#""minimum": "0", "maximum": "100""#, "range-changed", "request/PageSize"),
    (r#""minimum": "1", "maximum": "100""#, r#""minimum": 1, "maximum": 50"#, "range-changed", "request/PageSize"),
    (r#""minimum": "1", "maximum": "100""#, r#""maximum": "1000""#, "range-changed", "request/PageSize"),
    (
        r#""int64", "required": false"#,
        r#""int64", "required": false, "minimum": "-5""#,
        "range-changed",
        "request/Since",
    ),
    (r#""maxItems": 20"#, r#""maxItems": 50"#, "max-items-changed", "request/Line"),
    (r#""maxItems": 20"#, r#""maxItems": "5""#, "max-items-changed", "request/Line"),
    // Defaults.
    (
        r#""int64", "required": false"#,
        r#""int64", "required": false, "default": "7""#,
        "default-changed",
        "request/Since",
    ),
    (
        r#""boolean", "required": false"#,
        r#""boolean", "required": false, "default": false"#,
        "default-changed",
        "request/Loud",
    ),
    // How lists are sent: `style` in both places.
    (
        r#""name": "Line", "in": "query", "style": "repeatList""#,
        r#""name": "Line", "in": "query", "style": "json""#,
        "encoding-changed",
        "request/Line",
    ),
    (
        r#""name": "Line", "in": "query", "style": "repeatList""#,
        r#""name": "Line", "in": "query", "style": "simple""#,
        "encoding-changed",
        "request/Line",
    ),
    (
        r#""style": "repeatList", "schema": { "type": "array", "required": false, "maxItems": 20"#,
        r#""schema": { "type": "array", "ext": { "style": "json" }, "required": false, "maxItems": 20"#,
        "encoding-changed",
        "request/Line",
    ),
    (
        r#""name": "Tag", "in": "query", "style": "repeatList""#,
        r#""name": "Tag", "in": "query", "style": "json""#,
        "encoding-changed",
        "request/Tag",
    ),
    // Enum values.
    (r#"["Open", "Closed"]"#, r#"["Open", "Closed", "Held"]"#, "enum-value-added", "request/Status"),
    (r#"["Open", "Closed"]"#, r#"["Open"]"#, "enum-value-removed", "request/Status"),
    (r#"["Open", "Closed"]"#, r#"["Closed", "Open"]"#, "", ""),
    (
        r#"["Open", "Closed"]"#,
        r#"["Open", "Held"]"#,
        "enum-value-added enum-value-removed",
        "request/Status request/Status",
    ),
    (
        r#""DeskId", "in": "query", "schema": { "type": "string","#,
        r#""DeskId", "in": "query", "schema": { "type": "string", "enum": ["d-1", "d-2"],"#,
        "type-changed",
        "request/DeskId",
    ),
    (
        r#""boolean", "required": false"#,
        r#""boolean", "required": false, "deprecated": true"#,
        "deprecation-changed",
        "request/Loud",
    ),
    (r#""deprecated": false"#, r#""deprecated": true"#, "deprecation-changed", ""),
    // Errors.
    (
        r#""errorCode": "Desk.Lost""#,
        r#""errorCode": "Desk.Gone""#,
        "error-code-removed error-code-added",
        "errors/Desk.Lost errors/Desk.Gone",
    ),
    (
        r#"[{ "errorCode": "Desk.Closed", "errorMessage": "The desk is closed." }]"#,
        r#"[{ "errorCode": "Desk.Closed" }, { "errorCode": "Desk.Full", "errorMessage": "x" }]"#,
        "error-code-added",
        "errors/Desk.Full",
    ),
    (r#""404": ["#, r#""410": ["#, "error-status-changed", "errors/Desk.Lost"),
    (
        r#""404": [{ "errorCode": "Desk.Lost", "errorMessage": "There is no such desk." }]"#,
        r#""404": []"#,
        "error-code-removed",
        "errors/Desk.Lost",
    ),
    // The response: fields, nesting, wrappers, types.
    (r#""Id": { "type": "string" },"#, "", "field-removed", "response/Calls/Id"),
    (
        r#""Id": { "type": "string" },"#,
        r#""Id": { "type": "string" }, "More": { "type": "boolean" },"#,
        "field-added",
        "response/Calls/More",
    ),
    (
        r##""Agent": { "$ref": "#/components/schemas/Agent" }"##,
        r#""Agent": { "type": "object", "properties": { "Name": { "type": "string" }, "Team": { "type": "string" } } }"#,
        "field-added",
        "response/Calls/Agent/Team",
    ),
    (
        r#""Length": { "type": "integer", "format": "int32" },"#,
        r#""Length": { "type": "integer", "format": "int64" },"#,
        "type-changed",
        "response/Calls/Length",
    ),
    (r#""Length": { "type": "integer", "format": "int32" },"#, r#""Length": { "type": "integer" },"#, "", ""),
    (r#""itemName": "Call""#, r#""itemName": "Item""#, "wrapper-changed", "response/Calls"),
    (r#""TotalCount": { "type": "integer", "format": "int32" },"#, r#""TotalCount": { "type": "any" },"#, "", ""),
    (
        r#""type": "array", "itemName": "Call", "items": { "type": "object", "properties": {
          "Id": { "type": "string" },"#,
        r#""type": "array", "itemName": "Call", "items": { "type": "object", "properties": {
          "Id": { "type": "array", "items": { "type": "string" } },"#,
        "type-changed",
        "response/Calls/Id",
    ),
    // What is no fact of the calls.
    (r#""methods": ["post", "get"]"#, r#""methods": ["post"], "newKey": {}"#, "", ""),
    (
        r#""type": "string", "required": false, "enum""#,
        r#""type": "string", "title": "<p>x</p>", "required": false, "enum""#,
        "",
        "",
    ),
];

/// Of Tencent Cloud's.
const TENCENT: &[Edit] = &[
    (
        r#""member": "int64", "required": true"#,
        r#""member": "uint64", "required": true"#,
        "type-changed",
        "request/DeskId",
    ),
    (
        r#""member": "int64", "required": true"#,
        r#""member": "int64", "required": false"#,
        "required-changed",
        "request/DeskId",
    ),
    (
        r#""type": "int", "member": "int64", "required": true"#,
        r#""type": "string", "member": "string", "required": true"#,
        "type-changed",
        "request/DeskId",
    ),
    (
        r#""member": "bool", "required": false, "disabled": false"#,
        r#""member": "bool", "required": false, "disabled": true"#,
        "parameter-removed",
        "request/Loud",
    ),
    (
        r#""name": "Loud", "type": "bool""#,
        r#""name": "Quiet", "type": "bool""#,
        "parameter-removed parameter-added",
        "request/Loud request/Quiet",
    ),
    (
        r#""name": "Lines", "type": "list", "member": "string""#,
        r#""name": "Lines", "type": "list", "member": "int64""#,
        "type-changed",
        "request/Lines",
    ),
    (
        r#""name": "Name", "type": "string", "member": "string", "required": false"#,
        r#""name": "Name", "type": "list", "member": "string", "required": false"#,
        "type-changed",
        "request/Name",
    ),
    (r#""status": "online""#, r#""status": "deprecated""#, "deprecation-changed", ""),
    (
        r#"{ "name": "Length", "type": "int", "member": "int64""#,
        r#"{ "name": "Length", "type": "int", "member": "uint64""#,
        "type-changed",
        "response/Calls/Length",
    ),
    (
        r#"{ "name": "Length", "type": "int", "member": "int64", "disabled": false"#,
        r#"{ "name": "Length", "type": "int", "member": "int64", "disabled": true"#,
        "field-removed",
        "response/Calls/Length",
    ),
    (
        r#"{ "name": "Name", "type": "string", "member": "string", "disabled": false, "document": "", "example": "Ann" }"#,
        r#"{ "name": "Name", "type": "string", "member": "string", "disabled": false, "document": "", "example": "Ann" }, { "name": "Parts", "type": "list", "member": "Agent", "disabled": false }"#,
        "field-added",
        "response/Calls/Agent/Parts",
    ),
    (
        r#"{ "name": "Id", "type": "string", "member": "string""#,
        r#"{ "name": "Id", "type": "list", "member": "string""#,
        "type-changed",
        "response/Calls/Id",
    ),
    (
        r#"{ "name": "Rate", "type": "float", "member": "float""#,
        r#"{ "name": "Rate", "type": "bool", "member": "bool""#,
        "type-changed",
        "response/Calls/Rate",
    ),
    (
        r#""name": "TotalCount", "type": "int", "member": "int64""#,
        r#""name": "TotalCount", "type": "string", "member": "string""#,
        "type-changed",
        "response/TotalCount",
    ),
    (
        r#""usage": "out", "members": [
      { "name": "Id""#,
        r#""usage": "both", "news": 1, "members": [
      { "name": "Id""#,
        "",
        "",
    ),
];

/// A page, and the schema of its vendor beside it.
struct Pair {
    page: SourceFile,
    api: String,
    schema: String,
}

impl Pair {
    fn new(vendor: &str, action: &str) -> Self {
        let folder = root().join("tests/cases-verify").join(vendor);
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a case");
        Self {
            page: SourceFile::new(format!("{vendor}/desk/2021-03-04/{action}.md"), read("page.md")),
            api: format!("{vendor}/desk/2021-03-04"),
            schema: read("schema.json"),
        }
    }

    /// Holds the page, with overrides, against a schema.
    fn verify(&self, schema: &str, fixes: &[Fix]) -> Report {
        let mut input = pipeline::Input { pages: vec![self.page.clone()], ..pipeline::Input::default() };
        if !fixes.is_empty() {
            let path = format!("overrides/{}.yaml", self.api);
            let entries: Vec<_> = fixes.iter().map(|fix| &fix.entry).collect();
            let text = overrides::append(&SourceFile::new(path.clone(), ""), &entries).expect("a list");
            input.overrides.push((SourceFile::new(path, text), self.api.clone()));
        }
        let checked = pipeline::run_apart(input);
        let said =
            checked.diagnostics.iter().chain(checked.documents.iter().flat_map(|document| &document.diagnostics));
        let errors: Vec<_> = said.filter(|said| said.severity == Severity::Error).map(|said| &said.message).collect();
        assert_eq!(errors, Vec::<&String>::new(), "{fixes:#?}");
        let file = SourceFile::new("schema.json", schema);
        let opened = metadata::open(&file.text, 0).expect("a schema");
        verify(&checked.documents, Witness { file: &file, schema: &opened, named: None }, None)
    }
}

#[test]
fn each_fact_is_told_and_its_override_settles_it() {
    let mut edits = 0;
    for (pair, changes) in
        [(Pair::new("aliyun", "ListDeskCalls"), ALIYUN), (Pair::new("tencent", "DescribeDeskCalls"), TENCENT)]
    {
        assert_eq!(pair.verify(&pair.schema, &[]).counts().len(), 0, "{}", pair.verify(&pair.schema, &[]).markdown());
        for (from, to, kinds, paths) in changes {
            assert!(pair.schema.contains(from), "{from}");
            let schema = pair.schema.replacen(from, to, 1);
            let report = pair.verify(&schema, &[]);
            let found = |what: fn(&spectable_verify::Difference) -> String| {
                let mut all: Vec<String> = report.differences().map(what).collect();
                all.sort();
                all
            };
            let words = |text: &str| {
                let mut all: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
                all.sort();
                all
            };
            let context = format!("{from} -> {to}\n{}", report.markdown());
            assert_eq!(found(|difference| difference.kind.as_str().to_owned()), words(kinds), "{context}");
            let paths = if paths.is_empty() && !kinds.is_empty() { vec![String::new()] } else { words(paths) };
            assert_eq!(found(|difference| difference.path.clone()), paths, "{context}");
            let mut fixes: Vec<Fix> = Vec::new();
            for fix in report.differences().filter_map(|difference| difference.fix.clone()) {
                if fixes.iter().all(|known| known.id != fix.id) {
                    fixes.push(fix);
                }
            }
            assert!(fixes.is_empty() == kinds.is_empty(), "{context}");
            let after = pair.verify(&schema, &fixes);
            assert_eq!(after.counts().len(), 0, "{context}\n{fixes:#?}\n{}", after.markdown());
            edits += usize::from(!kinds.is_empty());
        }
    }
    println!("{edits} facts changed");
    assert!(edits >= 60, "{edits}");
}

/// What speaks for one side.
#[test]
fn the_evidence_is_weighed() {
    let pair = Pair::new("aliyun", "ListDeskCalls");
    let favoured = |from: &str, to: &str| {
        assert!(pair.schema.contains(from), "{from}");
        let report = pair.verify(&pair.schema.replacen(from, to, 1), &[]);
        let favoured = report.differences().next().expect("a difference").favours.clone();
        favoured.map(|favour| (favour.side, favour.why))
    };
    let page = |why: &str| Some((Side::Page, why.to_owned()));
    let schema = |why: &str| Some((Side::Schema, why.to_owned()));
    assert_eq!(favoured(r#""Id": { "type": "string" },"#, ""), page("a sample shows it"));
    assert_eq!(favoured(r#""itemName": "Call""#, r#""itemName": "Item""#), page("a sample shows it so"));
    assert_eq!(
        favoured(r#""int64", "required": false"#, r#""int64", "required": true"#),
        page("a sample call does without it")
    );
    assert_eq!(
        favoured(r#""minimum": "1", "maximum": "100""#, r#""maximum": 5"#),
        page("its example value is out of the schema's range")
    );
    assert_eq!(favoured(r#"["Open", "Closed"]"#, r#"["Closed"]"#), page("its example has the value"));
    assert_eq!(
        favoured(r#"{ "name": "Loud","#, r#"{ "name": "More", "schema": { "type": "string" } }, { "name": "Loud","#),
        schema("it is the newer one: it has a name that the page lacks, and lacks none")
    );
}

/// Guesses that the schema has too are settled by it, and nothing is asked afterwards.
#[test]
fn guesses_are_settled() {
    let pair = Pair::new("tencent", "DescribeDeskCalls");
    let report = pair.verify(&pair.schema, &[]);
    let confirmed: Vec<Fix> = report
        .operations
        .iter()
        .flat_map(|compared| &compared.confirmed)
        .map(|confirmed| confirmed.fix.clone())
        .collect();
    assert_eq!(confirmed.iter().filter_map(|fix| fix.entry.path.as_deref()).collect::<Vec<_>>(), ["response/Calls"]);
    assert_eq!(pair.verify(&pair.schema, &confirmed).operations[0].asked, (0, 0));
    // A schema that has other members does not confirm them.
    let other = pair.schema.replacen(r#""name": "Rate""#, r#""name": "Cost""#, 1);
    assert_eq!(pair.verify(&other, &[]).operations[0].confirmed, []);
}

/// Files that are no schema are told apart with a sentence.
#[test]
fn what_is_no_schema() {
    let said = |text: &str| metadata::open(text, 0).map(|_| ()).unwrap_err().what;
    assert!(said(r#"{"openapi": "3.1.0", "paths": {}}"#).contains("an OpenAPI document (3.1.0)"));
    assert!(said(r#"{"swagger": "2.0"}"#).contains("an OpenAPI document (2.0)"));
    assert!(said("[]").contains("no object"));
    assert!(said("{}").contains("no schema of an API"));
    assert!(said("").contains("no JSON"));
    assert!(said(r#"{"apis": {"A": {}"#).contains("never closed"));
    assert!(said(r#"{"apis": {"A": {}, "A": {}}}"#).contains("stands twice"));
    let deep = format!("{{\"apis\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(said(&deep).contains("levels deep"));
}

/// References may lead anywhere: round in circles, nowhere, or to more fields than there is room for.
#[test]
fn references_end() {
    let described = |schemas: &str| {
        let text = format!(
            r##"{{"info": {{"style": "RPC", "product": "Desk", "version": "2021-03-04"}}, "components": {{"schemas": {schemas}}},
            "apis": {{"GetTree": {{"parameters": [], "responses": {{"200": {{"schema": {{"type": "object", "properties": {{
            "Root": {{"$ref": "#/components/schemas/A0"}}}}}}}}}}}}}}}}"##
        );
        let schema = metadata::open(&text, 0).expect("a schema");
        schema.describe("Desk", "2021-03-04", "GetTree").expect("an operation")
    };
    let tree = r##"{"A0": {"type": "object", "properties": {"Id": {"type": "string"}, "Parts": {"type": "array", "items": {"$ref": "#/components/schemas/A0"}}}}}"##;
    let root = &described(tree).operation.response[0];
    assert_eq!((root.ty.to_string(), root.fields[1].ty.to_string()), ("struct A0".to_owned(), "list<A0>".to_owned()));
    let itself = described(r##"{"A0": {"$ref": "#/components/schemas/A0"}}"##);
    assert!(itself.remarks[0].1.contains("leads nowhere"), "{:?}", itself.remarks);
    let endless =
        described(r##"{"A0": {"type": "object", "properties": {"Next": {"$ref": "#/components/schemas/A0"}}}}"##);
    assert!(endless.remarks[0].1.contains("outside of a list"), "{:?}", endless.remarks);
    // Each has the next one ten times: ten to the thirtieth in all.
    let bomb = (0..30).map(|at| {
        let members = (0..10).map(|name| format!(r##""m{name}": {{"$ref": "#/components/schemas/A{}"}}"##, at + 1));
        format!(r#""A{at}": {{"type": "object", "properties": {{{}}}}}"#, members.collect::<Vec<_>>().join(","))
    });
    let bomb = described(&format!("{{{}}}", bomb.collect::<Vec<_>>().join(",")));
    assert!(bomb.remarks.iter().any(|(_, what)| what.contains("was left out")), "{:?}", bomb.remarks);
}

/// Names in a schema become no paths and no code, and what it says beyond 64 bits is said and left out.
#[test]
fn hostile_names_and_numbers() {
    let shop = Workshop::new();
    for name in ["../../up", "a/b", "A\\\"; fn main() {} //"] {
        let text = format!(
            r#"{{"info": {{"style": "RPC", "product": "Desk", "version": "2021-03-04"}}, "apis": {{"{name}": {{"parameters": []}}}}}}"#
        );
        shop.write("hostile.json", text);
        let before = shop.tree();
        let ran = shop.run(&["add", "hostile.json", "--operation", "all"]);
        assert_eq!(ran.code, Some(1), "{}", ran.printed);
        assert!(ran.printed.contains("can't be the path of a page"), "{}", ran.printed);
        assert_eq!(shop.tree(), before);
    }
    let text = r#"{"info": {"style": "RPC", "product": "Desk", "version": "2021-03-04"}, "apis": {"Get": {"parameters": [
        {"name": "Size", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 99999999999999999999}}]}}}"#;
    let described = metadata::open(text, 0).expect("a schema").describe("Desk", "2021-03-04", "Get").expect("it");
    assert_eq!(described.operation.request[0].range.expect("a range").to_string(), "1..");
    assert!(described.remarks[0].1.contains("`maximum`"), "{:?}", described.remarks);
}

/// The pages of a schema's facts say what the schema says, and are pages like all others.
#[test]
fn facts_as_pages_agree_with_their_schema() {
    for (vendor, action) in [("aliyun", "ListDeskCalls"), ("tencent", "DescribeDeskCalls")] {
        let pair = Pair::new(vendor, action);
        let schema = metadata::open(&pair.schema, 0).expect("a schema");
        let text = schema.page("desk", "2021-03-04", action, false).expect("a page");
        assert!(!text.contains("\"document\"") && !text.contains("errorMessage"), "{text}");
        let page = SourceFile::new(pair.page.path.clone(), text);
        let report = Pair { page, ..pair }.verify(
            &std::fs::read_to_string(root().join("tests/cases-verify").join(vendor).join("schema.json")).expect("it"),
            &[],
        );
        assert_eq!((report.operations.len(), report.counts().len()), (1, 0), "{}", report.markdown());
    }
}

/// Whole products: every operation becomes a page, which says what the schema says.
#[test]
fn facts_of_whole_products_agree_with_their_schemas() {
    let Some(folder) = shared("schemas") else { return };
    for (path, bytes) in tree(&folder).into_iter().filter(|(path, _)| path.ends_with(".json")) {
        let file = SourceFile::from_bytes(path.clone(), bytes).expect("UTF-8");
        let schema = metadata::open(&file.text, 0).expect("a schema");
        let (product, version) = (schema.product.clone().expect("it"), schema.version.clone().expect("it"));
        let pages = schema.actions().map(|action| {
            let text = schema.page(&product, &version, action, false).expect("a page");
            SourceFile::new(format!("{}/{version}/{action}.md", product.to_lowercase()), text)
        });
        let input = pipeline::Input { pages: pages.collect(), ..pipeline::Input::default() };
        let checked = pipeline::run_apart(input);
        let report = verify(&checked.documents, Witness { file: &file, schema: &schema, named: None }, None);
        println!("{path}: {}", report.summary());
        assert_eq!(report.operations.len(), schema.actions().count(), "{path}");
        assert_eq!(report.counts().len(), 0, "{path}: {}", report.markdown());
        let errors = checked.documents.iter().flat_map(|document| &document.diagnostics);
        let errors: Vec<_> = errors.filter(|said| said.severity == Severity::Error).map(|said| &said.message).collect();
        assert_eq!(errors, Vec::<&String>::new(), "{path}");
    }
}

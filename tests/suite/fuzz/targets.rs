//! What is fuzzed, and what has to hold for each.

use spectable_diff::IrTree;
use spectable_emit::generate;
use spectable_pages::diagnostic::Severity;
use spectable_pages::ir::{Operation, Override};
use spectable_pages::source::SourceFile;
use spectable_pages::{metadata, pipeline, yaml};

use super::Target;
use crate::differential::{compare, compare_xml};
use crate::helper::{input, input_of, root, tree};

/// Files below a folder whose names end so.
fn files(folder: &str, end: &str) -> Vec<Vec<u8>> {
    tree(&root().join(folder)).into_iter().filter(|(path, _)| path.ends_with(end)).map(|(_, bytes)| bytes).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A page, to its schema and to code; the schema is read back as it was written.
pub(super) const PAGES: Target = Target {
    name: "pages",
    executions: 400,
    seeds: || [files("specs/pages", ".md"), files("tests/cases", "page.md")].concat(),
    words: &[
        "|String|",
        "|Array|",
        "Array of ",
        "├ ",
        "└ ",
        "Tag.N.Key",
        "Data.List[].Id",
        "A.B.C.D.E.F.G.H",
        "## 请求参数\n",
        "## 返回数据\n",
        "## 示例\n\n",
        "```\n",
        "|--|--|--|--|\n",
        "取值：A（x），B（y）",
        "取值范围：1~100",
        "默认值：10",
        "<Regions><Region>",
        "{\"Id\": [",
        "Long",
        "Lnog",
        "是否必选",
        "Required",
        "object\n",
        "&nbsp;",
    ],
    run: |bytes| {
        let page = SourceFile::new("desk/2021-03-04/GetThing.md", text(bytes));
        let output = generate::generate(input_of(vec![page]));
        // It can be looked at, whatever is wrong with it.
        let site = spectable_view::site(&spectable_view::Input { output: &output, wanted: &[], base: None });
        if site.values().any(|file| file.matches("<script").count() != 1) {
            return Err("the page got into the markup of its view".to_owned());
        }
        // With an error nothing is written.
        if output.diagnostics().any(|(_, diagnostic)| diagnostic.severity == Severity::Error) {
            return Ok(());
        }
        for operation in output.documents.iter().filter_map(|document| document.operation.as_ref()) {
            round_trip(operation)?;
        }
        // What is emitted was made of tokens that parse; a file without text would not be.
        match output.generated.iter().find(|(_, text)| text.trim().is_empty()) {
            Some((path, _)) => Err(format!("{path} is empty")),
            None => Ok(()),
        }
    },
};

/// What was written is what is read.
fn round_trip(operation: &Operation) -> Result<(), String> {
    let written = yaml::write(operation).map_err(|error| format!("not written: {error:?}"))?;
    let tree = IrTree::read([("a.yaml", written.as_str())]).map_err(|error| format!("{}\n{written}", error.message))?;
    let read = tree.operations().next().cloned().unwrap_or_else(|| Operation::new(operation.vendor, "", "", ""));
    let again = yaml::write(&read).map_err(|error| format!("not written again: {error:?}"))?;
    if again == written { Ok(()) } else { Err(format!("read back differently:\n{written}\n---\n{again}")) }
}

/// Each decoder, owned against borrowed, against `serde_json` and a plain reading of its tree.
pub(super) const JSON: Target = Target {
    name: "json",
    executions: 30_000,
    seeds: || {
        let samples = [files("generated/tests/samples", ".json"), files("tests/responses", ".jsonl")].concat();
        samples
            .iter()
            .flat_map(|file| file.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).chain([file.clone()]))
            .collect()
    },
    words: &[
        "\"List\":",
        "\"CallDetailRecord\":",
        "\"StartTime\":",
        "1532458000000",
        "null",
        "true",
        "\"\"",
        "[]",
        "{}",
        "[[",
        "-1",
        "1.5",
        "1e400",
        "\\u00e9",
        "\\ud83d",
        "\"RequestId\":",
        "\"Response\":{",
        "\"Agents\":{\"",
        ",",
    ],
    run: |bytes| compare(bytes).map_err(|error| error.to_string()),
};

/// The same with `roxmltree`.
pub(super) const XML: Target = Target {
    name: "xml",
    executions: 8_000,
    seeds: || files("generated/tests/samples", ".xml"),
    words: &[
        "<List>",
        "</List>",
        "<CallDetailRecord>",
        "<![CDATA[",
        "]]>",
        "&lt;",
        "&#x41;",
        "&bogus;",
        "<!-- x -->",
        "<a/>",
        "<?xml version=\"1.0\"?>",
        "<StartTime>5</StartTime>",
        "xmlns:a=\"b\"",
    ],
    run: |bytes| compare_xml(bytes).map(|_| ()).map_err(|error| error.to_string()),
};

/// A file of overrides, with the pages that it is about.
pub(super) const OVERRIDES: Target = Target {
    name: "overrides",
    executions: 400,
    seeds: || files("specs/overrides", ".yaml"),
    words: &[
        "- operation: DescribeTelCdr\n",
        "  path: request/",
        "  path: response/TelCdrList/",
        "  type: list<",
        "  move: ",
        "  keep: true\n",
        "  remove: true\n",
        "  values: []\n",
        "  add: [{name: A, type: any}]\n",
        "  range: ..=5\n",
        "  why: x\n",
        "&a ",
        "*a",
        "!!str ",
        "? ",
        "<<: ",
        "  rename: \"\"\n",
    ],
    run: |bytes| {
        let api = "tencent/ccc/2020-02-10";
        let mut input = input();
        input.specs.pages.retain(|page| page.path.contains(api));
        input.specs.overrides.clear();
        input.specs.overrides.push((SourceFile::new("specs/overrides/x.yaml", text(bytes)), api.to_owned()));
        let checked = pipeline::run(input.specs);
        let operations = checked.documents.iter().filter_map(|document| document.operation.as_ref());
        operations.into_iter().try_for_each(round_trip)
    },
};

/// A file of the IR, or of overrides: what can be read is written and read the same.
pub(super) const IR: Target = Target {
    name: "ir",
    executions: 3_000,
    seeds: || [files("specs/ir", ".yaml"), files("tests/cases", "ir.snap")].concat(),
    words: &[
        "  type: list<list<",
        "  type: map<enum ",
        "  fields:\n",
        "- name: \"",
        "'",
        "\"\\u2028\"",
        "|-\n",
        ">\n",
        "&a ",
        "*a",
        "!!binary ",
        "~",
        "0o7",
        "1_000",
        ".inf",
        "2001-12-14",
        "{value: a, code: 1}",
        "%YAML 1.1\n---\n",
    ],
    run: |bytes| {
        let text = text(bytes);
        if let Ok(operation) = yaml::read::<Operation>(&text) {
            round_trip(&operation)?;
        }
        if let Ok(entries) = yaml::read::<Vec<Override>>(&text) {
            let written = yaml::write(&entries).map_err(|error| format!("not written: {error:?}"))?;
            let read =
                yaml::read::<Vec<Override>>(&written).map_err(|error| format!("{}\n{written}", error.message))?;
            if read != entries {
                return Err(format!("read back differently:\n{written}"));
            }
        }
        Ok(())
    },
};

/// The text of a token: what is taken is a token, which says itself again.
#[cfg(feature = "clients")]
pub(super) const TOKENS: Target = Target {
    name: "tokens",
    executions: 100_000,
    seeds: || {
        let texts = [
            "spectable-2;a3;-5,7,3,1;2,5,1,0,0,;;",
            "spectable-2;0;;0,1,1,3,20,100;ff,1;2",
            "spectable-2;1;0,9,4,0;1,1,2,0,0,7;;a",
        ];
        texts.map(|text| text.as_bytes().to_vec()).to_vec()
    },
    words: &[
        ";",
        ",",
        "-",
        "18446744073709551615",
        "9223372036854775807",
        "ffffffffffffffff",
        "spectable-2",
        "+1",
        " ",
    ],
    run: |bytes| {
        use spectable_runtime::Token;
        let Ok(token) = text(bytes).parse::<Token>() else { return Ok(()) };
        let again = token.to_string();
        match again.parse::<Token>() {
            Ok(same) if same == token => Ok(()),
            other => Err(format!("{again:?} is {other:?}")),
        }
    },
};

/// A page saved by a browser.
pub(super) const HTML: Target = Target {
    name: "html",
    executions: 400,
    seeds: || {
        let rows = "<tr><td>Id</td><td>String</td><td>是</td><td>1</td><td><p>x</p><ul><li>a<li>b</ul></td></tr>";
        let page = format!(
            "<html><body><h1>GetThing</h1><h2>请求参数</h2><table><tr><th>名称<th>类型<th>是否必选<th>示例值<th>描述</tr>{rows}</table>\
             <h2>返回数据</h2><table><thead><tr><td>名称</td><td>类型</td><td>示例值</td><td>描述</td></tr></thead>{rows}</table>\
             <h2>示例</h2><pre>{{\"Id\": \"1\"}}</pre></body></html>"
        );
        vec![page.into_bytes()]
    },
    words: &[
        "<table>",
        "</table>",
        "<td colspan=\"9\">",
        "<td rowspan=\"3\">",
        "<script>",
        "</script>",
        "<pre>",
        "&nbsp;",
        "<!--",
        "<br>",
        "<div class=\"x\">",
        "<th>Type</th>",
        "<span style=\"padding-left: 20px\">",
        "<svg>",
        "<template>",
    ],
    run: |bytes| {
        let Ok(page) = spectable_html::to_text(&text(bytes)) else { return Ok(()) };
        let documents = pipeline::documents(vec![SourceFile::new("desk/2021-03-04/GetThing.md", page)]);
        documents.iter().filter_map(|document| document.operation.as_ref()).try_for_each(round_trip)
    },
};

/// A vendor's schema: whatever can be opened is told and written as a page, which says the same.
pub(super) const SCHEMAS: Target = Target {
    name: "schemas",
    executions: 1_500,
    seeds: || files("tests/cases-verify", ".json"),
    words: &[
        "\"$ref\": \"#/components/schemas/Agent\"",
        "\"type\": \"array\",",
        "\"items\": {",
        "\"enum\": [\"a\", 1, true],",
        "\"required\": true,",
        "\"maximum\": \"1e3\",",
        "\"style\": \"json\",",
        "\"additionalProperties\": {}",
        "\"disabled\": true,",
        "\"member\": \"Call\"",
        "\"itemName\": \"\",",
        "{",
        "}",
        "[]",
    ],
    run: |bytes| {
        let file = SourceFile::new("schema.json", text(bytes));
        let Ok(schema) = metadata::open(&file.text, 0) else { return Ok(()) };
        for action in schema.actions() {
            let Some(described) = schema.describe("desk", "2021-03-04", action) else { continue };
            round_trip(&described.operation)?;
            let Some(page) = schema.page("desk", "2021-03-04", action, true) else { continue };
            let documents = pipeline::documents(vec![SourceFile::new("aliyun/desk/2021-03-04/A.md", page.clone())]);
            let Some(again) = documents.first().and_then(|document| document.operation.as_ref()) else { continue };
            let names = |operation: &Operation| -> Vec<String> {
                operation.request.iter().map(|field| format!("{} {}", field.name, field.ty)).collect()
            };
            if names(again) != names(&described.operation) {
                return Err(format!("its page says something else:\n{page}"));
            }
        }
        Ok(())
    },
};

//! Everything that `regen` writes: the IR of each page and the crate.

use std::collections::BTreeMap;

use crate::emit::{self, CrateLayout, SampleText, Unit};
use spectable_pages::diagnostic::{Diagnostic, Severity};
use spectable_pages::ir::{Field, Operation, Vendor};
use spectable_pages::overrides::{self, Overrides};
use spectable_pages::pipeline::{self, Document};
use spectable_pages::source::SourceFile;
use spectable_pages::{check, fixes, link, parallel, sample, schema, yaml};

/// What goes in.
#[derive(Clone, Debug)]
pub struct Input {
    /// The pages, under the paths by which messages and docs name them.
    pub pages: Vec<SourceFile>,
    /// The files of overrides, each with the `vendor/product/version` that it is about.
    pub overrides: Vec<(SourceFile, String)>,
    /// What to leave out of the front of the pages' paths where they are written into files.
    pub root: String,
    /// The crate to be made.
    pub layout: CrateLayout,
}

/// What comes out.
#[derive(Debug)]
pub struct Output {
    /// The crate's files, by path from its root.
    pub generated: BTreeMap<String, String>,
    /// The IR and its schemas, by path from the IR's root.
    pub ir: BTreeMap<String, String>,
    /// The pages as understood; operations carry overrides and links.
    pub documents: Vec<Document>,
    /// The override files that could be read.
    pub overrides: Vec<Overrides>,
    /// What is to be said about overrides and names; pages carry their own.
    pub diagnostics: Vec<Diagnostic>,
}

impl Output {
    /// Every diagnostic, with the file it is about; pages first.
    pub fn diagnostics(&self) -> impl Iterator<Item = (Option<&SourceFile>, &Diagnostic)> {
        let pages = self
            .documents
            .iter()
            .flat_map(|document| document.diagnostics.iter().map(move |diagnostic| (Some(&document.file), diagnostic)));
        let rest = self.diagnostics.iter().map(|diagnostic| {
            let pages = self.documents.iter().map(|document| &document.file);
            let file = pages
                .chain(self.overrides.iter().map(|overrides| &overrides.file))
                .find(|file| file.path == diagnostic.path);
            (file, diagnostic)
        });
        pages.chain(rest)
    }

    /// Whether anything stands in the way of writing.
    pub fn has_errors(&self) -> bool {
        self.diagnostics().any(|(_, diagnostic)| diagnostic.severity == Severity::Error)
    }
}

/// Runs every stage. The result does not depend on the order of the pages.
pub fn generate(input: Input) -> Output {
    let Input { mut pages, overrides: files, root, layout } = input;
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    let mut output = Output {
        generated: BTreeMap::new(),
        ir: BTreeMap::new(),
        documents: pipeline::read(pages),
        overrides: Vec::new(),
        diagnostics: Vec::new(),
    };
    keep_one_page_an_operation(&mut output.documents);
    for (file, api) in files {
        match overrides::read(file, &api) {
            Ok(read) => output.overrides.push(read),
            Err(refused) => {
                let (file, diagnostic) = *refused;
                output.diagnostics.push(diagnostic);
                output.overrides.push(Overrides { file, api, entries: Vec::new() });
            }
        }
    }
    apply_overrides(&mut output);
    link_versions(&mut output.documents);
    parallel::map(&mut output.documents, |document| {
        if let Some(operation) = &document.operation {
            let found = check::check(&document.file, operation);
            document.diagnostics.extend(found);
            fixes::offer(operation, &mut document.diagnostics);
        }
    });
    check_call_records(&mut output);
    write_ir(&mut output, &root);
    let units: Vec<Unit<'_>> = output.documents.iter().filter_map(|document| unit(document, &root)).collect();
    let (generated, diagnostics) = emit::emit(&units, &layout);
    output.generated = generated;
    output.diagnostics.extend(diagnostics);
    output
}

fn key(operation: &Operation) -> (Vendor, String, String, String) {
    (operation.vendor, operation.product.clone(), operation.version.clone(), operation.name.to_lowercase())
}

/// The same operation is published in several languages and places: the page with the most rows
/// counts, the first by path among equals.
fn keep_one_page_an_operation(documents: &mut [Document]) {
    let mut best: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        let Some(operation) = &document.operation else { continue };
        let rows = Field::count(&operation.request) + Field::count(&operation.response);
        let entry = best.entry(key(operation)).or_insert((index, rows));
        if rows > entry.1 {
            *entry = (index, rows);
        }
    }
    let paths: Vec<String> = documents.iter().map(|document| document.file.path.clone()).collect();
    for (index, document) in documents.iter_mut().enumerate() {
        let Some(operation) = &document.operation else { continue };
        let Some((kept, _)) = best.get(&key(operation)) else { continue };
        if *kept != index {
            let message = format!(
                "`{}` is described by another page too, which has at least as many rows: {}",
                operation.name,
                paths.get(*kept).map_or("", String::as_str)
            );
            document.diagnostics.clear();
            document.diagnostics.push(
                Diagnostic::on(&document.file.path, Severity::Note, "operation-doubled", message)
                    .help("this page is left out; remove one of the two where that is not wanted"),
            );
            document.operation = None;
        }
    }
}

fn apply_overrides(output: &mut Output) {
    for overrides in &output.overrides {
        let mut operations: Vec<(&mut Operation, &mut Vec<Diagnostic>)> = output
            .documents
            .iter_mut()
            .filter_map(|document| {
                let operation = document.operation.as_mut()?;
                (operation.api() == overrides.api).then_some((operation, &mut document.diagnostics))
            })
            .collect();
        output.diagnostics.extend(overrides::apply(overrides, &mut operations));
    }
}

fn check_call_records(output: &mut Output) {
    for overrides in &output.overrides {
        let operations = output.documents.iter().filter_map(|document| document.operation.as_ref());
        for operation in operations.filter(|operation| operation.api() == overrides.api) {
            output.diagnostics.extend(check::check_call_record(overrides, operation));
        }
    }
}

fn link_versions(documents: &mut [Document]) {
    let mut versions: BTreeMap<String, Vec<&mut Operation>> = BTreeMap::new();
    for operation in documents.iter_mut().filter_map(|document| document.operation.as_mut()) {
        versions.entry(operation.api()).or_default().push(operation);
    }
    for operations in versions.values_mut() {
        link::link(operations);
    }
}

fn write_ir(output: &mut Output, root: &str) {
    let written: Vec<Option<(String, Result<String, String>)>> = parallel::map(&output.documents, |document| {
        let operation = document.operation.as_ref()?;
        let path = format!("{}.yaml", operation.full_name());
        let text = yaml::write(operation).map_err(|error| error.message);
        let header = format!(
            "# yaml-language-server: $schema=../../../ir.schema.json\n# @generated by `cargo xtask regen` from {}; do not edit.\n",
            shown(document, root)
        );
        Some((path, text.map(|text| header + &text)))
    });
    for (path, text) in written.into_iter().flatten() {
        match text {
            Ok(text) => {
                output.ir.insert(path, text);
            }
            Err(error) => output.diagnostics.push(Diagnostic::on(path, Severity::Error, "ir-unwritable", error)),
        }
    }
    for (name, schema) in [("ir.schema.json", schema::ir()), ("overrides.schema.json", schema::overrides())] {
        output.ir.insert(name.to_owned(), format!("{schema:#}\n"));
    }
}

/// A page's path as files name it.
fn shown<'a>(document: &'a Document, root: &str) -> &'a str {
    let path = document.file.path.as_str();
    path.strip_prefix(root).unwrap_or(path)
}

fn unit<'a>(document: &'a Document, root: &str) -> Option<Unit<'a>> {
    let operation = document.operation.as_ref()?;
    Some(Unit { operation, page: shown(document, root), lines: &document.file, samples: samples(document) })
}

/// The page's samples of a successful answer, as far as a decoder must accept them.
pub fn samples(document: &Document) -> Vec<SampleText> {
    document
        .samples
        .answers()
        .filter(|(_, read)| {
            // A repaired one says nothing about a decoder.
            read.repairs().all(|repair| matches!(repair, "HTTP head before the document" | "several roots"))
        })
        .map(|(_, read)| SampleText {
            format: match read.format {
                sample::Format::Json => emit::Format::Json,
                sample::Format::Xml => emit::Format::Xml,
            },
            text: document.file.slice(read.body).trim_end().to_owned(),
        })
        .collect()
}

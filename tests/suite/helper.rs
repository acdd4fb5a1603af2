//! Where things are, and what is read only once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use spectable_emit::generate::{self, Input, Output};
use spectable_emit::input::CrateLayout;
use spectable_pages::diagnostic::{Diagnostic, Severity};
use spectable_pages::ir::{Field, Operation};
use spectable_pages::pipeline::{self, Document};
use spectable_pages::source::SourceFile;

/// The workspace's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package stands in the workspace")
}

/// The folder that holds this profile's programs, such as `target/debug`.
pub(crate) fn profile_folder() -> PathBuf {
    let suite = std::env::current_exe().expect("a path");
    suite.ancestors().nth(2).expect("target/debug/deps/suite").to_owned()
}

/// Cargo's target folder.
pub(crate) fn target() -> PathBuf {
    profile_folder().parent().expect("target/debug").to_owned()
}

/// Every file below a folder, by path from it; empty where there is no such folder.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(root, &path, files);
            } else {
                let name = path.strip_prefix(root).expect("below").to_string_lossy();
                let bytes = std::fs::read(&path).expect("a readable file");
                files.insert(name.replace('\\', "/"), bytes);
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(folder, folder, &mut files);
    files
}

/// Writes a file, with the folders above it.
pub(crate) fn write_file(path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
    let path = path.as_ref();
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    std::fs::write(path, bytes).expect("a file");
}

/// The text files of a folder as sources, under `prefix`.
pub(crate) fn sources(folder: &Path, prefix: &str) -> Vec<SourceFile> {
    let files = tree(folder).into_iter();
    files.map(|(path, bytes)| SourceFile::from_bytes(format!("{prefix}{path}"), bytes).expect("UTF-8")).collect()
}

/// What `cargo xtask regen` hands to the generator.
pub(crate) fn input() -> Input {
    let specs = root().join("specs");
    let overrides =
        sources(&specs.join("overrides"), "").into_iter().filter(|file| file.path.ends_with(".yaml")).map(|file| {
            let api = file.path.trim_end_matches(".yaml").to_owned();
            let path = format!("specs/overrides/{}", file.path);
            (SourceFile::new(path, file.text), api)
        });
    let mut input = input_of(sources(&specs.join("pages"), "specs/pages/"));
    input.specs.overrides = overrides.collect();
    input
}

/// Pages without overrides.
pub(crate) fn input_of(pages: Vec<SourceFile>) -> Input {
    Input {
        specs: pipeline::Input { pages, ..pipeline::Input::default() },
        root: String::new(),
        layout: CrateLayout { name: "ccc-api".to_owned(), manifest: None },
    }
}

/// Everything that the five pages make.
pub(crate) fn output() -> &'static Output {
    static OUTPUT: LazyLock<Output> = LazyLock::new(|| generate::generate(input()));
    &OUTPUT
}

/// A page of `specs/pages`, such as `aliyun/ccc/2017-07-05/ListCallDetailRecords`.
pub(crate) fn document(page: &str) -> &'static Document {
    let path = format!("specs/pages/{page}.md");
    let mut documents = output().documents.iter();
    documents.find(|document| document.file.path == path).unwrap_or_else(|| panic!("there is no {path}"))
}

/// The operation of a page of `specs/pages`.
pub(crate) fn operation(page: &str) -> &'static Operation {
    document(page).operation.as_ref().expect("a readable page")
}

/// A parameter of a request.
pub(crate) fn parameter<'a>(operation: &'a Operation, name: &str) -> &'a Field {
    let mut fields = operation.request.iter();
    fields.find(|field| field.name == name).unwrap_or_else(|| panic!("`{}` has no parameter `{name}`", operation.name))
}

/// Diagnostics as a person sees them.
pub(crate) fn rendered<'a>(diagnostics: impl IntoIterator<Item = (Option<&'a SourceFile>, &'a Diagnostic)>) -> String {
    let all = diagnostics.into_iter();
    let texts: Vec<String> = all.map(|(file, diagnostic)| diagnostic.render(file)).collect();
    if texts.is_empty() { "none".to_owned() } else { texts.join("\n\n") }
}

/// The errors among what a run has to say.
pub(crate) fn errors(output: &Output) -> String {
    rendered(output.diagnostics().filter(|(_, diagnostic)| diagnostic.severity == Severity::Error))
}

/// Compares with the snapshot `<folder>/<name>.snap`, below this package.
pub(crate) fn snapshot(folder: &str, name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

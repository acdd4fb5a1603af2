//! What is emitted for the small pages of `cases` compiles and documents itself without a warning.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::helper::{root, target, write_file};
use crate::workshop::{Workshop, good};

/// A crate with a module for each case.
fn write(folder: &Path) {
    let mut files = BTreeMap::new();
    let manifest = format!(
        "[package]\nname = \"cases\"\nedition = \"2024\"\n\n[features]\ndefault = [\"aliyun\", \"tencent\"]\naliyun = []\ntencent = []\nreqwest = []\nureq = []\nserde = []\nschema = []\nemulator = []\n\n\
         [dependencies]\nspectable-runtime.path = {:?}\n\n[workspace]\n",
        root().join("runtime")
    );
    files.insert("Cargo.toml".to_owned(), manifest);
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("readable");
    files.insert("Cargo.lock".to_owned(), lock);
    let mut modules = "//! What the cases make.\n#![deny(warnings)]\n".to_owned();
    for name in crate::cases::names() {
        let module = name.replace('-', "_");
        let _ = writeln!(modules, "pub mod {module};");
        for (path, text) in crate::cases::run(&name).generated {
            let path = match path.strip_prefix("src/") {
                Some("lib.rs") => "mod.rs",
                Some(path) => path,
                None => continue,
            };
            files.insert(format!("src/{module}/{path}"), text);
        }
    }
    files.insert("src/lib.rs".to_owned(), modules);
    let _ = std::fs::remove_dir_all(folder.join("src"));
    for (path, text) in files {
        write_file(folder.join(path), text);
    }
}

#[test]
fn the_cases_code_compiles_and_documents_itself() {
    let folder = target().join("tests/cases");
    write(&folder);
    for arguments in [&["check"][..], &["doc", "--no-deps"]] {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(arguments).args(["--quiet", "--offline", "--target-dir", "target"]);
        cargo.current_dir(&folder).env("RUSTDOCFLAGS", "--deny warnings");
        let run = cargo.output().expect("cargo runs");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }
}

/// Two versions of a product beside another one of its vendor, each with samples that are tests.
#[test]
fn several_products_and_versions_compile_with_their_tests() {
    let workshop = Workshop::new();
    let good = good();
    for (api, product, version) in
        [("desk/2022-01-01", "Desk", "2022-01-01"), ("room/2021-03-04", "Room", "2021-03-04")]
    {
        let page = good.replace("product=Desk", &format!("product={product}"));
        let page = page.replace("version=2021-03-04", &format!("version={version}"));
        assert!(page.contains(&format!("product={product}&")) && page.contains(&format!("version={version}")));
        workshop.write(&format!("specs/pages/aliyun/{api}/GetTicket.md"), page);
    }
    let ran = workshop.regen(&[]);
    assert_eq!(ran.code, Some(0), "{}", ran.printed);
    std::fs::copy(root().join("Cargo.lock"), workshop.path("out/Cargo.lock")).expect("copied");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["check", "--tests", "--quiet", "--offline", "--target-dir"]).arg(target().join("tests/cases/target"));
    cargo.current_dir(workshop.path("out"));
    let run = cargo.output().expect("cargo runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

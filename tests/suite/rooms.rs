//! The walls inside of the generator's packages: no circle of imports joins files of different folders.
//!
//! Between packages the compiler sees to that. `cargo test -p spectable-tests rooms -- --nocapture` prints what
//! was read and the circles that stay within one folder.

use std::collections::{BTreeMap, BTreeSet};

use crate::helper::root;

/// The packages by the names under which others import them, each with its folder.
const PACKAGES: [(&str, &str); 5] = [
    ("spectable_pages", "pages"),
    ("spectable_emit", "emit"),
    ("spectable_diff", "diff"),
    ("spectable_review", "review"),
    ("spectable_view", "view"),
];

/// Modules by their paths, `["pages", "lower", "nest"]`, with their files.
type Modules = BTreeMap<Vec<String>, String>;

/// Which files a file imports from.
type Imports = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_circle_of_imports_joins_two_folders() {
    let files: BTreeMap<String, String> = PACKAGES
        .iter()
        .flat_map(|(_, folder)| {
            let tree = crate::helper::tree(&root().join("codegen").join(folder).join("src"));
            tree.into_iter().map(move |(path, bytes)| (format!("{folder}/{path}"), bytes))
        })
        .filter(|(path, _)| path.ends_with(".rs"))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8")))
        .collect();
    let imports = imports(&files);
    let edges: usize = imports.values().map(BTreeSet::len).sum();
    println!("{} files, {edges} imports", files.len());
    assert!(files.len() > 60 && edges > 150, "most imports were not understood");
    let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut joined = Vec::new();
    for circle in circles(&imports) {
        let folders: BTreeSet<String> = circle.iter().map(|path| folder(path)).collect();
        println!("{} files of {}", circle.len(), folders.iter().cloned().collect::<Vec<_>>().join(" and "));
        if folders.len() > 1 {
            joined.push(circle);
        }
    }
    assert!(joined.is_empty(), "these files import each other across folders: {joined:#?}");
}

#[test]
fn a_circle_is_found() {
    let files = [("pages/lib.rs", "mod a; mod b;"), ("pages/a/mod.rs", "mod x;"), ("pages/b.rs", "use crate::a;")];
    let mut files: BTreeMap<String, String> =
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    files.insert("pages/a/x.rs".to_owned(), "use crate::b::{self, Item};".to_owned());
    files.insert("pages/a/mod.rs".to_owned(), "mod x; pub use x::Thing;".to_owned());
    let found = circles(&imports(&files));
    assert_eq!(found, [["pages/a/mod.rs", "pages/a/x.rs", "pages/b.rs"].map(str::to_owned).to_vec()]);
}

fn imports(files: &BTreeMap<String, String>) -> Imports {
    let modules: Modules = files.keys().map(|path| (module(path), path.clone())).collect();
    files
        .iter()
        .map(|(path, text)| {
            let here = module(path);
            let named = named(text).into_iter().filter_map(|steps| target(&here, steps, &modules));
            (path.clone(), named.filter(|target| target != path).collect())
        })
        .collect()
}

/// `pages/lower/nest/mod.rs` → `pages`, `lower`, `nest`
fn module(path: &str) -> Vec<String> {
    let mut steps: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(steps.last().map(String::as_str), Some("mod" | "lib")) {
        steps.pop();
    }
    steps
}

/// Every path that a file names outside of its tests: in `use` declarations, and with `::` anywhere else.
fn named(text: &str) -> Vec<Vec<String>> {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code: String =
        text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    let mut rest = code.as_str();
    while let Some(at) = rest.find("use ") {
        let (before, declaration) = rest.split_at(at);
        let starts = before.trim_end_matches(' ').ends_with(['\n', '{', ';', ')', 'b']) || before.is_empty();
        let end = declaration.find(';').unwrap_or(declaration.len());
        if starts {
            expand(&declaration["use ".len()..end], &mut Vec::new(), &mut found);
        }
        rest = &declaration[end..];
    }
    for word in code.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
        if word.contains("::") {
            found.push(word.split("::").filter(|step| !step.is_empty()).map(str::to_owned).collect());
        }
    }
    found
}

/// The paths of a tree such as `a::{b, c::{self, D as E}}`.
fn expand(tree: &str, above: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    let mut depth = 0;
    let mut start = 0;
    let mut parts = Vec::new();
    for (at, c) in tree.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&tree[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&tree[start..]);
    for part in parts.into_iter().map(str::trim).filter(|part| !part.is_empty()) {
        let (path, group) = part.split_once('{').map_or((part, None), |(path, group)| (path, Some(group)));
        let depth = above.len();
        let path = path.split(" as ").next().unwrap_or_default();
        above.extend(path.split("::").map(str::trim).filter(|step| !step.is_empty()).map(str::to_owned));
        match group {
            Some(group) => expand(group.trim_end().trim_end_matches('}'), above, found),
            None => found.push(above.clone()),
        }
        above.truncate(depth);
    }
}

/// The file that a path named in a module leads to.
fn target(here: &[String], steps: Vec<String>, modules: &Modules) -> Option<String> {
    let package = PACKAGES.iter().find(|(name, _)| steps.first().is_some_and(|first| first == name));
    let ups = steps.iter().take_while(|step| matches!(step.as_str(), "super" | "self")).count();
    let mut at: Vec<String> = match (steps.first()?.as_str(), package) {
        (_, Some((_, folder))) => std::iter::once((*folder).to_owned()).chain(steps.into_iter().skip(1)).collect(),
        ("crate", _) => here.iter().take(1).cloned().chain(steps.into_iter().skip(1)).collect(),
        ("super" | "self", _) => {
            let up = steps.iter().take(ups).filter(|step| *step == "super").count();
            here.iter().take(here.len().checked_sub(up)?).cloned().chain(steps.into_iter().skip(ups)).collect()
        }
        (first, _) => {
            let child: Vec<String> = here.iter().cloned().chain([first.to_owned()]).collect();
            modules.contains_key(&child).then(|| here.iter().cloned().chain(steps).collect())?
        }
    };
    while !at.is_empty() {
        if let Some(file) = modules.get(&at) {
            return Some(file.clone());
        }
        at.pop();
    }
    None
}

/// Groups of files each of which leads to every other one.
fn circles(imports: &Imports) -> Vec<Vec<String>> {
    let reach: BTreeMap<&str, BTreeSet<&str>> = imports
        .keys()
        .map(|start| {
            let mut seen = BTreeSet::new();
            let mut open = vec![start.as_str()];
            while let Some(next) = open.pop() {
                for target in imports.get(next).into_iter().flatten() {
                    if seen.insert(target.as_str()) {
                        open.push(target);
                    }
                }
            }
            (start.as_str(), seen)
        })
        .collect();
    let mut found: BTreeSet<Vec<String>> = BTreeSet::new();
    for (path, seen) in reach.iter().filter(|(path, seen)| seen.contains(*path)) {
        let circle = seen.iter().filter(|other| reach.get(*other).is_some_and(|back| back.contains(path)));
        found.insert(circle.map(|path| (*path).to_owned()).collect());
    }
    found.into_iter().collect()
}

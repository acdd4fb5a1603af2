//! `cargo xtask view`: what belongs together is linked, text stays text, and files stay small.

mod changed;
mod files;
mod links;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use scraper::{ElementRef, Html, Selector};
use spectable_diff::{Diff, IrTree, Version};
use spectable_emit::generate::{self, Output};
use spectable_emit::input::CrateLayout;
use spectable_pages::ir::Field;
use spectable_pages::pipeline;
use spectable_pages::source::SourceFile;
use spectable_view::{Base, INDEX, Input, site};

use crate::helper::{root, tree};
use crate::workshop::{ID, REQUEST_ID, Workshop, page};

fn select(what: &str) -> Selector {
    Selector::parse(what).expect("a selector")
}

fn all<'h>(html: &'h Html, what: &str) -> Vec<ElementRef<'h>> {
    html.select(&select(what)).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect()
}

/// Everything that `regen` makes of pages.
fn output(pages: Vec<SourceFile>, overrides: Vec<(SourceFile, String)>) -> Output {
    let specs = pipeline::Input { pages, overrides, unread: Vec::new() };
    let layout = CrateLayout { name: "ccc-api".to_owned(), manifest: None };
    generate::generate(generate::Input { specs, root: String::new(), layout })
}

/// The five pages with their overrides.
fn five() -> Output {
    let texts = |folder: &str| -> Vec<(String, String)> {
        let files = tree(&root().join("specs").join(folder)).into_iter();
        files.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8"))).collect()
    };
    let pages = texts("pages").into_iter().map(|(path, text)| SourceFile::new(path, text)).collect();
    let overrides = texts("overrides").into_iter().map(|(path, text)| {
        let api = path.trim_end_matches(".yaml").to_owned();
        (SourceFile::new(path, text), api)
    });
    output(pages, overrides.collect())
}

fn one(text: &str) -> Output {
    output(vec![SourceFile::new("aliyun/desk/2021-03-04/GetTicket.md", text)], Vec::new())
}

fn views(output: &Output) -> BTreeMap<String, Html> {
    let files = site(&Input { output, wanted: &[], base: None });
    files.into_iter().map(|(name, text)| (name, Html::parse_document(&text))).collect()
}

/// The view of the only operation.
fn view(output: &Output) -> Html {
    views(output).into_iter().find(|(name, _)| name != INDEX).expect("a view").1
}

fn keys(element: ElementRef<'_>) -> BTreeSet<String> {
    element.value().attr("data-k").unwrap_or_default().split(' ').map(str::to_owned).collect()
}

/// The views of what is now, compared with what was before.
fn compared(before: &Output, now: &Output) -> (BTreeMap<String, Html>, Diff) {
    let tree = |output: &Output| IrTree::new(output.documents.iter().filter_map(|document| document.operation.clone()));
    let old = tree(before);
    let diff = spectable_diff::compare(&old, &tree(now), &"0.1.0".parse::<Version>().expect("a version"));
    let base = Base { name: "main", tree: &old, documents: &before.documents, diff: &diff };
    let files = site(&Input { output: now, wanted: &[], base: Some(base) });
    (files.into_iter().map(|(name, text)| (name, Html::parse_document(&text))).collect(), diff)
}

/// The view of the only operation.
fn changed_view(views: &BTreeMap<String, Html>) -> &Html {
    views.iter().find(|(name, _)| *name != INDEX).expect("a view").1
}

/// How many files there are.
#[track_caller]
fn whole(output: &Output) -> usize {
    let views = views(output);
    links_lead_somewhere(&views);
    views.len()
}

#[track_caller]
fn links_lead_somewhere(views: &BTreeMap<String, Html>) {
    for (name, html) in views {
        let mut ids = BTreeSet::new();
        for element in all(html, "[id]") {
            let id = element.value().attr("id").expect("an id");
            assert!(ids.insert(id.to_owned()), "{name}: `{id}` stands twice");
        }
        for link in all(html, "a[href]") {
            let to = link.value().attr("href").expect("a link");
            match to.strip_prefix('#') {
                Some(id) => assert!(ids.contains(id), "{name}: `{to}` leads nowhere"),
                None => assert!(views.contains_key(to), "{name}: `{to}` leads nowhere"),
            }
        }
        for element in all(html, "[aria-labelledby]") {
            let label = element.value().attr("aria-labelledby").expect("a label");
            assert!(ids.contains(label), "{name}: no `{label}`");
        }
    }
}

//! `cargo xtask add` of a vendor's schema: the facts of its operations become pages.

use std::collections::BTreeSet;
use std::io::Write;

use spectable_pages::add::Given;
use spectable_pages::bounds::PAGE_BYTES;
use spectable_pages::ir::Identity;
use spectable_pages::page::{is_version, is_word};

use crate::schemas::SchemaFile;
use crate::shelf::Shelf;
use crate::{Exit, Result, Usage, regen};

/// What is asked of a schema.
pub(crate) struct Options<'a> {
    pub(crate) given: &'a Given,
    /// Operations, or all.
    pub(crate) operations: &'a [String],
    pub(crate) descriptions: bool,
    pub(crate) update: bool,
    pub(crate) regen: &'a regen::Options,
}

/// The facts of an operation, and whose they are.
struct FactPage {
    identity: Identity,
    text: String,
}

/// Makes the pages, and runs `regen` with them.
pub(crate) fn add(file: &SchemaFile, options: &Options<'_>, out: &mut dyn Write) -> Result<Exit> {
    let pages = pages(file, options)?;
    let mut shelf = Shelf::open(options.regen)?;
    let mut kept = Vec::new();
    for FactPage { identity, text } in pages {
        match shelf.place(&identity) {
            (_, Some(known)) if known.file.text == text => {}
            (_, Some(known)) if !options.update => kept.push((identity.action, known.file.path.clone())),
            (target, _) => shelf.put(target, text),
        }
    }
    if let [(action, path)] = kept.as_slice()
        && shelf.count() == 0
    {
        return Err(format!(
            "{path}: the page of {action} is there, and says more than a schema; `cargo xtask verify` holds the two \
             against each other, --update replaces it"
        )
        .into());
    }
    for (action, path) in &kept {
        writeln!(out, "{action} has a page already, which was kept: {path}")?;
    }
    let count = shelf.count();
    writeln!(out, "{}: {} with the facts of the schema", file.file.path, regen::count(count, "page"))?;
    shelf.finish(count == 1, out)
}

/// The page of each operation that was asked for.
fn pages(file: &SchemaFile, options: &Options<'_>) -> Result<Vec<FactPage>> {
    let schema = &file.schema;
    let usage = |what: String| -> Result<Vec<FactPage>> { Err(Box::new(Usage(format!("{}: {what}", file.file.path)))) };
    let given = options.given;
    let [of_product, of_version, of_action] = file.path.clone().map_or([None, None, None], |path| path.map(Some));
    let Some(product) = schema.product.clone().or_else(|| given.product.clone()).or(of_product) else {
        return usage("the schema does not say which product it is of; say it with --product".to_owned());
    };
    let Some(version) = schema.version.clone().or_else(|| given.version.clone()).or(of_version) else {
        return usage("the schema does not say which version it is of; say it with --version".to_owned());
    };
    let known: Vec<String> = if schema.is_alone() {
        match given.action.clone().or(of_action) {
            Some(action) => vec![action],
            None => return usage("the schema of one operation does not say its name; say it with --action".to_owned()),
        }
    } else {
        schema.actions().map(str::to_owned).collect()
    };
    let asked: Vec<&String> = options.operations.iter().chain(&given.action).collect();
    let all = asked.iter().any(|name| name.as_str() == "all") || schema.is_alone() || known.len() == 1;
    if asked.is_empty() && !all {
        return usage(format!(
            "the schema has {} operations; say which with --operation NAME, or --operation all",
            known.len()
        ));
    }
    let names: BTreeSet<&str> = known.iter().map(String::as_str).collect();
    if let Some(lost) = asked.iter().find(|name| !all && !names.contains(name.as_str())) {
        let like = known.iter().filter(|name| name.to_lowercase().contains(&lost.to_lowercase())).take(5);
        let like: Vec<&str> = like.map(String::as_str).collect();
        let like = if like.is_empty() { String::new() } else { format!("; there are {}", like.join(", ")) };
        return usage(format!("the schema has no operation `{lost}`{like}"));
    }
    let mut pages = Vec::new();
    for action in known.iter().filter(|name| all || asked.contains(name)) {
        if !is_word(&product) || !is_version(&version) || !is_word(action) {
            let shown: String = format!("{product} {version} {action}").chars().take(120).collect();
            return Err(format!("{}: {shown:?} can't be the path of a page", file.file.path).into());
        }
        let Some(text) = schema.page(&product, &version, action, options.descriptions) else { continue };
        if text.len() > PAGE_BYTES {
            return Err(format!("{}: the facts of {action} have more than {PAGE_BYTES} bytes", file.file.path).into());
        }
        let identity = Identity {
            vendor: schema.vendor,
            product: product.clone(),
            version: version.clone(),
            action: action.clone(),
        };
        pages.push(FactPage { identity, text });
    }
    Ok(pages)
}

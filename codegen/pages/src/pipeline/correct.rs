//! The third stage: overrides correct operations and answer questions.

use std::collections::{BTreeMap, BTreeSet};

use super::lower::{Lowered, LoweredPage};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Override, Vendor};
use crate::lower::Understood;
use crate::overrides::{self, Moved, Overrides, Refused, target};
use crate::question::Remark;
use crate::source::SourceFile;

/// Operations with their overrides applied; the questions that are left are unanswered.
#[derive(Debug)]
pub(super) struct Corrected {
    pub(super) pages: Vec<LoweredPage>,
    pub(super) overrides: Vec<Overrides>,
    /// What is wrong with the overrides.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads and applies files of overrides, each with the `vendor/product/version` that it is about.
pub(super) fn correct(lowered: Lowered, files: Vec<(SourceFile, String)>, unread: &[String]) -> Corrected {
    let mut corrected = Corrected { pages: lowered.pages, overrides: Vec::new(), diagnostics: Vec::new() };
    for (file, api) in files {
        match overrides::read(file, &api) {
            Ok(read) => corrected.overrides.push(read),
            Err(refused) => {
                let (file, diagnostic) = *refused;
                corrected.diagnostics.push(diagnostic);
                corrected.overrides.push(Overrides { file, api, entries: Vec::new() });
            }
        }
    }
    let lost = lost(&corrected.pages, unread);
    for overrides in &corrected.overrides {
        let understood = corrected.pages.iter_mut().filter_map(|page| page.understood.as_mut());
        let mut operations: Vec<&mut Understood> =
            understood.filter(|understood| understood.operation.api() == overrides.api).collect();
        for (index, (entry, place)) in overrides.entries.iter().enumerate() {
            let mut aside = Vec::new();
            let applied = apply(entry, &overrides.api, &mut operations, &mut aside);
            let keys = if aside.is_empty() { BTreeMap::new() } else { overrides.keys(index) };
            let aside = aside
                .into_iter()
                .map(|(key, refused)| (Code::EnglishLost, refused, keys.get(key.as_str()).unwrap_or(place)));
            let applied = applied.err().map(|(code, refused)| (code, refused, place));
            for (code, Refused { message, help }, place) in aside.chain(applied) {
                // What is wrong is the page, which says so.
                if code != Code::OverrideWithoutReason
                    && lost.contains(&(overrides.api.clone(), entry.operation.clone()))
                {
                    continue;
                }
                let diagnostic = Diagnostic::at(&overrides.file, *place, code, message);
                corrected.diagnostics.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
            }
        }
    }
    corrected
}

/// The operations, each with its API, whose pages could not be read, or are cut off: overrides of them are not at fault.
fn lost(pages: &[LoweredPage], unread: &[String]) -> BTreeSet<(String, String)> {
    let unread = unread.iter().map(String::as_str);
    let refused = pages.iter().filter(|page| page.understood.is_none() && page.superseded.is_none());
    let paths = unread.chain(refused.map(|page| page.source.file.path.as_str()));
    let by_path = paths.filter_map(super::path_identity).flat_map(|(product, version, action)| {
        // The path does not say whose product it is.
        [Vendor::Aliyun, Vendor::Tencent]
            .map(|vendor| (format!("{}/{}/{version}", vendor.as_str(), product.to_lowercase()), action.clone()))
    });
    let cut = pages.iter().filter(|page| page.source.is_cut()).filter_map(|page| page.understood.as_ref());
    let cut = cut.map(|understood| (understood.operation.api(), understood.operation.name.clone()));
    by_path.chain(cut).collect()
}

/// Applies one entry to its operation and to the questions about it.
fn apply(
    entry: &Override,
    api: &str,
    operations: &mut [&mut Understood],
    aside: &mut Vec<(String, Refused)>,
) -> Result<(), (Code, Refused)> {
    let refused = |code, message| Err((code, Refused { message, help: String::new() }));
    let name = &entry.operation;
    if matches!(entry.why.trim(), "" | "…" | "...") {
        return refused(Code::OverrideWithoutReason, format!("this override of `{name}` does not say why"));
    }
    let Some(understood) = operations.iter_mut().find(|understood| understood.operation.name == *name) else {
        return refused(Code::OverrideLost, format!("there is no operation `{name}` in {api}"));
    };
    let before = understood.operation.clone();
    let moved = overrides::apply(entry, &mut understood.operation, aside);
    let moved = moved.map_err(|refused| (Code::OverrideLost, refused))?;
    let asked = understood.remarks.len();
    understood.remarks.retain(|remark| !matches!(remark, Remark::Asked(question) if question.is_answered_by(entry)));
    let answered = understood.remarks.len() < asked;
    if let (Some(from), Some(moved)) = (&entry.path, moved) {
        follow(&mut understood.remarks, from, &moved);
    }
    if understood.operation == before && !answered && aside.is_empty() {
        let message = format!("this override of `{}` changes nothing: no longer needed", target(entry));
        return refused(Code::OverrideIdle, message);
    }
    Ok(())
}

/// Questions go where their fields go.
fn follow(remarks: &mut Vec<Remark>, from: &str, moved: &Moved) {
    let from = from.trim_matches('/');
    match moved {
        Moved::To(path) => {
            for remark in remarks {
                if let Remark::Asked(question) = remark {
                    question.follow(from, path);
                }
            }
        }
        Moved::Gone => remarks.retain(|remark| match remark {
            Remark::Asked(question) => !question.is_below(from),
            Remark::Said(_) => true,
        }),
    }
}

//! What is offered to settle a guess does settle it, and nothing else breaks.

use std::collections::BTreeMap;
use std::path::Path;

use spectable_emit::generate::{self, Input, Output};
use spectable_pages::diagnostic::Code;
use spectable_pages::fix::Fix;
use spectable_pages::ir::{Evidence, Field, Override};
use spectable_pages::source::SourceFile;
use spectable_pages::{overrides, pipeline};

use crate::helper::{errors, input_of, root, sources};
use crate::needs::shared;
use crate::workshop::Workshop;

/// Of each message the `pick`-th alternative, or the last where there are fewer.
fn picked(output: &Output, pick: usize) -> Vec<Fix> {
    let alternatives = output.diagnostics().map(|(_, diagnostic)| &diagnostic.fixes);
    let mut picked: Vec<Fix> = Vec::new();
    for fix in alternatives.filter_map(|fixes| fixes.get(pick.min(fixes.len().saturating_sub(1)))) {
        // Two messages about one row may be settled by one override.
        if picked.iter().all(|known| known.id != fix.id) {
            picked.push(fix.clone());
        }
    }
    picked
}

/// The input with overrides at the end of its files.
fn with(input: &Input, fixes: &[Fix]) -> Input {
    let mut input = input.clone();
    let mut by_api: BTreeMap<&str, Vec<&Override>> = BTreeMap::new();
    for fix in fixes {
        by_api.entry(&fix.api).or_default().push(&fix.entry);
    }
    for (api, entries) in by_api {
        let known = input.specs.overrides.iter().position(|(_, known)| known == api);
        let file = match known {
            Some(at) => input.specs.overrides.remove(at).0,
            None => SourceFile::new(format!("overrides/{api}.yaml"), ""),
        };
        let text = overrides::append(&file, &entries).expect("a list");
        input.specs.overrides.push((SourceFile::new(file.path, text), api.to_owned()));
    }
    input
}

/// Every override on offer is taken, and nothing is left to settle.
fn assert_settles(input: &Input, least: usize) {
    let before = generate::generate(input.clone());
    let refused = |output: &Output| {
        let diagnostics = output.diagnostics().map(|(_, diagnostic)| diagnostic);
        let refused = diagnostics.filter(|diagnostic| diagnostic.code.as_str().starts_with("override-"));
        refused.map(|diagnostic| format!("{}: {}", diagnostic.code, diagnostic.message)).collect::<Vec<_>>()
    };
    assert_eq!(refused(&before), Vec::<String>::new());
    let offers = picked(&before, 0);
    println!("{} messages on {} pages settled", offers.len(), before.documents.len());
    assert!(offers.len() >= least, "{} on offer", offers.len());
    let after = generate::generate(with(input, &offers));
    assert_eq!(refused(&after), Vec::<String>::new());
    let left: Vec<String> = picked(&after, 0).iter().map(Fix::yaml).collect();
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn what_is_on_offer_settles_the_pages_of_this_repository() {
    let all: Vec<SourceFile> = sources(&root().join("specs/pages"), "specs/pages/");
    let mut input = input_of(all);
    // Without the overrides that settle them already.
    input.specs.overrides.clear();
    assert_settles(&input, 2);
}

#[test]
fn what_is_on_offer_settles_a_corpus() {
    for (folder, least) in [("corpus/aliyun/ccc", 0), ("corpus/aliyun/cdn", 1), ("corpus/tencent/ccc", 1)] {
        let Some(path) = shared(folder) else { return };
        let mut pages = sources(&path, &format!("{folder}/"));
        pages.retain(|page| Path::new(&page.path).extension().is_some_and(|extension| extension == "md"));
        assert_settles(&input_of(pages), least);
    }
}

/// The paths of the fields that are guesses.
fn guesses(fields: &[Field], above: &str, found: &mut Vec<String>) {
    for field in fields {
        let path = format!("{above}/{}", field.name);
        if field.evidence == Evidence::Guess {
            found.push(path.clone());
        }
        guesses(&field.fields, &path, found);
    }
}

/// A guess that nobody is told of can't be settled. What stands below a guess is one for that reason alone.
#[test]
fn every_guess_is_asked_about_there_or_above() {
    let mut pages = sources(&root().join("tests/cases"), "cases/");
    pages.retain(|page| page.path.ends_with("/page.md"));
    for folder in ["corpus/aliyun/cdn", "corpus/aliyun/slb", "corpus/aliyun/rtc"] {
        pages.extend(shared(folder).map(|path| sources(&path, folder)).into_iter().flatten());
    }
    let mut count = 0;
    for document in pipeline::documents(pages) {
        let Some(operation) = &document.operation else { continue };
        let asked: Vec<&str> = document
            .diagnostics
            .iter()
            .filter(|diagnostic| {
                matches!(diagnostic.code, Code::PlacementGuess | Code::WrapperGuess | Code::ResponseFromSample)
            })
            .filter_map(|diagnostic| diagnostic.fixes.first()?.entry.path.as_deref())
            .collect();
        let mut found = Vec::new();
        guesses(&operation.response, "response", &mut found);
        count += found.len();
        for path in found {
            let is_asked = asked.iter().any(|asked| path == *asked || path.starts_with(&format!("{asked}/")));
            assert!(is_asked, "{}: {path} is a guess, and nothing is asked about it", document.file.path);
        }
    }
    assert!(count > 3, "{count}");
}

/// A guess may be settled the other way too.
#[test]
fn every_alternative_settles_the_guess() {
    let folder = root().join("tests/cases/placement-guess");
    let page = std::fs::read_to_string(folder.join("page.md")).expect("a page");
    let input = input_of(vec![SourceFile::new("pages/aliyun/desk/2021-03-04/Page.md", page)]);
    let output = generate::generate(input.clone());
    let guesses: Vec<_> = output.diagnostics().filter(|(_, diagnostic)| !diagnostic.fixes.is_empty()).collect();
    assert!(guesses.len() >= 3);
    for (_, guess) in guesses {
        assert!(guess.fixes.len() >= 2, "{}", guess.message);
        for fix in &guess.fixes {
            assert!(guess.help.contains(&fix.id), "{}", guess.help);
            let after = generate::generate(with(&input, std::slice::from_ref(fix)));
            assert_eq!(errors(&after), "none");
            assert!(after.diagnostics().all(|(_, left)| left.message != guess.message), "{}", fix.yaml());
        }
    }
}

const API: &str = "aliyun/desk/2021-03-04";

/// The comments and the order of a file of overrides stay; what was picked stands at its end.
#[test]
fn fixes_are_put_into_the_overrides() {
    let guesses = std::fs::read(root().join("tests/cases/placement-guess/page.md")).expect("a page");
    let workshop = Workshop::new();
    workshop.write(&format!("specs/pages/{API}/ListTickets.md"), guesses);
    let by_hand = "# by hand\n- operation: GetTicket # this one\n  why: It is slow.\n  rate_limit: 3\n";
    workshop.write(&format!("specs/overrides/{API}.yaml"), by_hand);
    workshop.ends(2, &["--fix", "000000"], &["--fix 000000: there is no such fix; on offer: 4862f1, 492e35, "]);
    workshop.ends(2, &["--fix", "3038c1,08daf7"], &["these are alternatives"]);
    workshop.ends(2, &["--check", "--fix", "all"], &["one of the two"]);

    let ran = workshop.regen(&["--fix", "08daf7", "--fix", "all", "--why", "The vendor said so."]);
    assert_eq!(ran.code, Some(0), "{}", ran.printed);
    assert!(ran.printed.contains(&format!("Written specs/overrides/{API}.yaml")), "{}", ran.printed);
    assert!(!ran.printed.contains("guess]"), "{}", ran.printed);
    let text = std::fs::read_to_string(workshop.path(&format!("specs/overrides/{API}.yaml"))).expect("text");
    let moved = "- operation: ListTickets\n  path: response/Ticket/Owner/Phone\n  move: response/Ticket\n  why: The vendor said so.\n";
    assert!(text.starts_with(by_hand) && text.contains(moved), "{text}");
    workshop.ends(0, &["--check"], &["0 new, 0 updated, 0 removed"]);
}

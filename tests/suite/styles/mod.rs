//! A page says the same in every style in which people save it.
//!
//! Pages that can be read are written anew, each in every [`Style`] of its vendor, and read again, one page at a time.
//! What is understood must be the same but for what the style [loses](style::Loss). A page counts as *same*, as *said*
//! (it differs, and an error, a warning, a question or a note says something that is not said of the original), or as
//! *silent*: the worst that can happen.
//!
//! `cargo test -p spectable-tests --test suite styles -- --nocapture` prints a line a style. `STYLE=OneCell` in front
//! tries one style alone. `STYLE_SHOW=3` prints the first three differing pages of each style, silent ones first: where
//! the styled text was written in the temporary folder, what is said of it, and the lines in which the two schemas
//! differ (`-` the original, `+` the styled page; descriptions stand there without blanks, as they are compared).

mod aliyun;
mod compare;
mod original;
mod rows;
mod show;
mod style;
mod table;
mod tencent;
mod text;

use std::fmt::Write as _;
use std::path::PathBuf;

use rayon::prelude::*;
use spectable_pages::pipeline;
use spectable_pages::source::SourceFile;

use crate::helper::{root, sources, write_file};
use crate::needs::shared;
use compare::Verdict;
use original::{NOWHERE, Original};
use style::{Loss, Style};

/// What a style reaches that can't be read back whole: how many in a hundred pages are at least the same, and how many at
/// most silently different; of the pages of this repository and then of 200 pages of the corpus. All others are read as
/// the original is, page for page.
#[rustfmt::skip]
const FLOORS: &[(Style, [usize; 2], [usize; 2])] = &[
    // Whether a last line is the example or the end of the description is not always clear without cells; it is said then.
    (Style::OneCell, [100, 0], [97, 0]),
    (Style::OneCellBold, [100, 0], [95, 0]),
    (Style::Glued, [100, 0], [97, 0]),
];

/// How many pages of the corpus are drawn from each product.
const DRAWN: [(&str, usize); 2] = [("aliyun", 10), ("tencent", 30)];

/// A page in a style, as it was read.
struct Tried<'a> {
    page: &'a Original,
    verdict: Verdict,
    /// What is to be shown of it.
    shown: String,
}

fn attempt(style: Style, page: &Original, show: bool) -> Tried<'_> {
    let text = style.write(page);
    let file = SourceFile::new(page.home.as_deref().unwrap_or(NOWHERE), text);
    let document = pipeline::documents(vec![file]).pop().expect("a document");
    let unmarked = page.unmarked.as_deref().filter(|_| style.losses().contains(&Loss::Marks));
    let (operation, diagnostics) =
        unmarked.map_or((&page.operation, &page.diagnostics), |(operation, diagnostics)| (operation, diagnostics));
    let new = compare::new(diagnostics, &document.diagnostics);
    let both = document.operation.as_ref().map(|styled| compare::comparable(operation, styled, style.losses()));
    let (one, other) = both.map_or_else(|| (operation.clone(), None), |(one, other)| (one, Some(other)));
    let verdict = compare::verdict(&one, other.as_ref(), &new);
    let mut shown = String::new();
    if show && verdict != Verdict::Same {
        let place = temporary(style, page);
        write_file(&place, &document.file.text);
        let diff = show::diff(&show::yaml(Some(&one)), &show::yaml(other.as_ref()));
        shown = format!(
            "{} {verdict:?}: {}\n  as {}\nsaid:\n{}\n{diff}\n",
            style.name(),
            page.path,
            place.display(),
            show::said(&new)
        );
    }
    Tried { page, verdict, shown }
}

fn temporary(style: Style, page: &Original) -> PathBuf {
    let name = page.path.replace('/', "_");
    std::env::temp_dir().join("spectable-styles").join(style.name()).join(name)
}

/// Tries every style on the pages of its vendor, prints what came of it, and holds it against the floors.
fn try_all(what: &str, pages: &[Original], floor: impl Fn(&(Style, [usize; 2], [usize; 2])) -> [usize; 2]) {
    let only = std::env::var("STYLE").ok();
    let show: usize = std::env::var("STYLE_SHOW").ok().and_then(|count| count.parse().ok()).unwrap_or(0);
    let mut table = format!("{what}\n{:<22} {:>5} {:>6} {:>5} {:>6}\n", "style", "pages", "same", "said", "silent");
    let mut below = Vec::new();
    let is_wanted = |style: &&Style| only.as_ref().is_none_or(|only| only == style.name());
    assert!(Style::ALL.iter().any(|style| is_wanted(&style)), "there is no style {only:?}");
    let styles = Style::ALL.iter().filter(is_wanted);
    for style in styles {
        let pages = pages.par_iter().filter(|page| page.operation.vendor == style.vendor());
        let mut tried: Vec<Tried<'_>> = pages.map(|page| attempt(*style, page, show > 0)).collect();
        tried.sort_by(|a, b| (a.verdict, &a.page.path).cmp(&(b.verdict, &b.page.path)));
        for tried in tried.iter().filter(|tried| tried.verdict != Verdict::Same).take(show) {
            println!("{}", tried.shown);
        }
        let count = |verdict| tried.iter().filter(|tried| tried.verdict == verdict).count();
        let (same, said, silent) = (count(Verdict::Same), count(Verdict::Said), count(Verdict::Silent));
        let (name, pages) = (style.name(), tried.len());
        let tenths = same * 1000 / pages.max(1);
        let (percent, tenth) = (tenths / 10, tenths % 10);
        let _ = writeln!(table, "{name:<22} {pages:>5} {percent:>3}.{tenth}% {said:>5} {silent:>6}");
        let floors = FLOORS.iter().find(|(floor, ..)| floor == style);
        let [wanted, most] = floors.map_or([100, 0], &floor);
        if same * 100 < wanted * tried.len() || silent > most {
            below.push(style.name());
        }
    }
    println!("{table}");
    assert!(below.is_empty(), "below their floors: {below:?}\n{table}");
}

/// Whole pages as a public copy of the help center has them: each says what it is about, and no name has marks in it. One
/// of the folder is a guide without parameters, and is refused.
#[test]
fn whole_copies_of_the_help_center() {
    let Some(folder) = shared("corpus/modern") else { return };
    let documents = pipeline::documents(sources(&folder, "modern/"));
    let (read, refused): (Vec<_>, Vec<_>) = documents.iter().partition(|document| document.operation.is_some());
    let guides: Vec<&str> = refused.iter().map(|document| document.file.path.as_str()).collect();
    assert!(guides.iter().all(|path| path.contains("user-guide")), "{guides:?}");
    assert!(read.len() >= 23, "{}", read.len());
    for document in read {
        let operation = document.operation.as_ref().expect("an operation");
        assert!(!operation.request.is_empty(), "{}", document.file.path);
        for field in operation.request.iter().chain(&operation.response) {
            let word = field.name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
            assert!(word, "{}: `{}`", document.file.path, field.name);
        }
    }
}

/// Some files of a folder, always the same ones, in an order that has nothing to do with their names.
fn drawn(mut files: Vec<SourceFile>) -> Vec<SourceFile> {
    let mut state: u64 = 20;
    for at in (1..files.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let to = usize::try_from(state >> 33).expect("31 bits") % (at + 1);
        files.swap(at, to);
    }
    files
}

#[test]
fn the_pages_of_this_repository() {
    let files = sources(&root().join("specs/pages"), "specs/pages/");
    let pages: Vec<Original> = files.into_par_iter().filter_map(original::read).collect();
    try_all("specs/pages", &pages, |(_, ours, _)| *ours);
}

#[test]
fn a_corpus() {
    let mut pages: Vec<Original> = Vec::new();
    for (vendor, count) in DRAWN {
        let Some(folder) = shared(&format!("corpus/{vendor}")) else { return };
        let mut products: Vec<PathBuf> =
            std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        products.sort();
        let drawn: Vec<Vec<Original>> = products
            .par_iter()
            .map(|product| {
                let name = product.file_name().expect("a name").to_string_lossy();
                let files = sources(product, &format!("corpus/{vendor}/{name}/")).into_iter();
                let files = drawn(files.filter(|file| file.path.ends_with(".md")).collect());
                files.into_iter().filter_map(original::read).take(count).collect()
            })
            .collect();
        pages.extend(drawn.into_iter().flatten());
    }
    try_all("a corpus", &pages, |(.., corpus)| *corpus);
}

//! Nothing is lost in silence: where a line of a table is spoiled, its rows are still understood, or something is said.
//!
//! `SPOILED_SHOW=20` prints the first losses of which nothing is said. A row's line that is deleted altogether is
//! no case: nothing can know of it.

mod mutate;

use std::fmt::Write as _;
use std::ops::Range;

use rayon::prelude::*;
use spectable_pages::diagnostic::{Code, Diagnostic, Severity};
use spectable_pages::ir::{Field, Operation, Type};
use spectable_pages::page::{Row, Side};
use spectable_pages::pipeline::{self, Document};
use spectable_pages::source::{SourceFile, cut};

use crate::helper::{root, sources};
use crate::needs::shared;
use mutate::Kind::{self, RowSeparators, TableSeparators};
use mutate::Mark::{FullWidth, Nothing, Other, Tab};
use mutate::{Edit, Section};

use crate::random::Random;

/// How many rows may be lost in silence: those of sections of which nothing is left, and single ones. By kind, once for
/// the pages of this repository and once for those with the corpus.
///
/// Ceilings to be lowered, as readers get better: they are what was measured. The goal is 0 of the first, and of the
/// second at most one in a hundred of the rows that were spoiled.
const CEILINGS: [(Kind, [usize; 2], [usize; 2]); 20] = [
    (RowSeparators(Tab), [0, 0], [0, 0]),
    (RowSeparators(Other), [0, 0], [0, 0]),
    (RowSeparators(FullWidth), [0, 0], [0, 0]),
    (RowSeparators(Nothing), [0, 0], [0, 2]),
    (TableSeparators(Tab), [0, 0], [0, 0]),
    (TableSeparators(Other), [0, 0], [0, 0]),
    (TableSeparators(FullWidth), [0, 0], [0, 0]),
    (TableSeparators(Nothing), [0, 0], [0, 0]),
    (Kind::HeaderCell, [0, 0], [0, 0]),
    (Kind::Header, [0, 0], [0, 0]),
    (Kind::HeaderGone, [0, 0], [0, 0]),
    (Kind::DelimiterGone, [0, 0], [0, 2]),
    (Kind::Glued, [0, 1], [0, 3]),
    (Kind::TypeMisspelt, [0, 0], [0, 6]),
    (Kind::NameEmptied, [0, 0], [0, 3]),
    (Kind::TypeEmptied, [0, 0], [0, 0]),
    (Kind::Cut, [0, 3], [0, 0]),
    (Kind::HeadingReworded, [0, 0], [0, 0]),
    (Kind::HeadingGone, [0, 0], [0, 0]),
    (Kind::BlankLine, [0, 1], [0, 3]),
];

const SEED: u64 = 20_170_705;
/// How many mutations of the pages of this repository, and of those with the corpus.
const MUTATIONS: [usize; 2] = [500, 5000];
/// Of the corpus every fourth page is drawn from.
const STEP: usize = 4;

/// A page as it was, and what it says.
struct Original {
    document: Document,
    sections: Vec<Section>,
    /// Of the request and of the response.
    facts: [Vec<Fact>; 2],
}

/// What a row of a page says.
#[derive(Clone, Debug)]
struct Fact {
    /// Names from the outermost field to this one.
    path: String,
    name: String,
    ty: String,
    /// Where the row starts; a list's wrapper has its list's until its own is found.
    row: u32,
}

const WRAPPER: &str = "wrapper";

/// What was found for a mutation.
#[derive(Default)]
struct Found {
    /// How many rows were spoiled.
    spoiled: usize,
    /// Rows lost in silence, of sections of which nothing is left.
    whole: usize,
    /// Other rows lost in silence: those that are gone, and those that have another type.
    gone: usize,
    retyped: usize,
    shown: Vec<String>,
}

fn open(file: SourceFile) -> Document {
    pipeline::documents(vec![file]).pop().expect("a document a page")
}

fn original(file: SourceFile) -> Option<Original> {
    let document = open(file);
    let (page, operation) = (document.page.as_ref()?, document.operation.as_ref()?);
    if document.diagnostics.iter().any(|said| said.severity == Severity::Error) {
        return None;
    }
    let mut sections = mutate::sections(&document.file, page);
    let mut facts = facts(operation);
    for section in &sections {
        let facts = &mut facts[section.side as usize];
        find_wrappers(&document.file, section, facts);
        // Of `Tag.N.Key`, which makes two fields, the row says the inner one.
        let rows: Vec<u32> = facts.iter().map(|fact| fact.row).collect();
        let mut at = 0..;
        facts.retain(|fact| at.next().is_some_and(|at| !rows[at + 1..].contains(&fact.row)));
    }
    sections.retain(|section| !of_rows(&section.rows, &facts[section.side as usize]).is_empty());
    (!sections.is_empty()).then_some(Original { document, sections, facts })
}

/// What an operation's fields and wrappers say.
fn facts(operation: &Operation) -> [Vec<Fact>; 2] {
    fn walk(fields: &[Field], above: &str, facts: &mut Vec<Fact>) {
        for field in fields {
            let path = format!("{above}/{}", field.name);
            let row = field.span.start;
            facts.push(Fact { path: path.clone(), name: field.name.clone(), ty: shape(&field.ty), row });
            if let Some(name) = &field.wrapper {
                let path = format!("{path}/<{name}>");
                facts.push(Fact { path, name: name.clone(), ty: WRAPPER.to_owned(), row });
            }
            walk(&field.fields, &path, facts);
        }
    }
    [&operation.request, &operation.response].map(|fields| {
        let mut facts = Vec::new();
        walk(fields, "", &mut facts);
        facts
    })
}

/// A type without the names of structs and enums, which other rows may change.
fn shape(ty: &Type) -> String {
    match ty {
        Type::Enum(_) => "enum".to_owned(),
        Type::Struct(_) => "struct".to_owned(),
        Type::List(of) => format!("list<{}>", shape(of)),
        Type::Map(of) => format!("map<{}>", shape(of)),
        plain => format!("{plain:?}").to_lowercase(),
    }
}

/// Gives each wrapper its row: the first of its name behind its list's that is no field. One that only samples show has
/// none, and goes.
fn find_wrappers(file: &SourceFile, section: &Section, facts: &mut Vec<Fact>) {
    let fields: Vec<u32> = facts.iter().filter(|fact| fact.ty != WRAPPER).map(|fact| fact.row).collect();
    facts.retain_mut(|fact| {
        if fact.ty != WRAPPER {
            return true;
        }
        let mut below = section.rows.iter().filter(|row| row.span.start > fact.row);
        let row = below.find(|row| row.name.text(file) == fact.name && !fields.contains(&row.span.start));
        row.is_some_and(|row| {
            fact.row = row.span.start;
            true
        })
    });
}

/// What rows say.
fn of_rows<'a>(rows: &[Row], facts: &'a [Fact]) -> Vec<&'a Fact> {
    facts.iter().filter(|fact| rows.iter().any(|row| row.span.start == fact.row)).collect()
}

/// Those that are no longer there with their type, in their place or in another; and the type of what is there instead.
fn lost<'a>(before: &[&'a Fact], all: &[Fact], after: &[Fact]) -> Vec<(&'a Fact, Option<String>)> {
    let same = |one: &Fact, other: &Fact| one.path == other.path && (one.ty == other.ty || one.ty == "any");
    let mut moved: Vec<&Fact> = after.iter().filter(|new| !all.iter().any(|old| same(old, new))).collect();
    let mut lost = Vec::new();
    for &fact in before {
        if after.iter().any(|new| same(fact, new)) {
            continue;
        }
        if let Some(at) = moved.iter().position(|new| new.name == fact.name && new.ty == fact.ty) {
            moved.swap_remove(at);
            continue;
        }
        let now = moved.iter().find(|new| new.name == fact.name).map(|new| new.ty.clone());
        lost.push((fact, now));
    }
    lost
}

/// Whether the spoiled page says something that the page did not say: an error, something about a place in the spoiled
/// section, or that the table is missing.
fn is_said(before: &Document, after: &Document, section: &Range<usize>, side: Side) -> bool {
    let missing = match side {
        Side::Request => Code::RequestTableMissing,
        Side::Response => Code::ResponseFromSample,
    };
    let known = |said: &Diagnostic| (said.code, said.message.clone());
    let mut old: Vec<_> = before.diagnostics.iter().map(known).collect();
    after.diagnostics.iter().any(|said| {
        if let Some(at) = old.iter().position(|old| *old == known(said)) {
            old.swap_remove(at);
            return false;
        }
        let inside = said.span.is_some_and(|span| section.contains(&(span.start as usize)));
        inside || said.severity == Severity::Error || said.code == missing
    })
}

/// One mutation, of a page that allows it.
fn try_one(kind: Kind, originals: &[Option<Original>], random: &mut Random) -> Option<Found> {
    let original = random.pick(originals)?.as_ref()?;
    let section = random.pick(&original.sections)?;
    let file = &original.document.file;
    let (edits, rows) = mutate::spoil(kind, file, section, random)?;
    let spoiled = of_rows(section.rows.get(rows)?, &original.facts[section.side as usize]).len();
    if spoiled == 0 {
        return None;
    }
    let text = mutate::apply(&file.text, &edits);
    let length = (section.bytes.end + text.len()).saturating_sub(file.text.len());
    let bytes = section.bytes.start..if kind == Kind::Cut { text.len() } else { length };
    let after = open(SourceFile::new(file.path.clone(), text));
    let understood = after.operation.as_ref().map(facts).unwrap_or_default();
    let mut found = Found { spoiled, ..Found::default() };
    for touched in &original.sections {
        // Where a page ends, all that stood below is touched.
        let below = kind == Kind::Cut && touched.bytes.start > section.bytes.start;
        if touched.side != section.side && !below {
            continue;
        }
        let all = &original.facts[touched.side as usize];
        let before = of_rows(&touched.rows, all);
        let lost = lost(&before, all, &understood[touched.side as usize]);
        if lost.is_empty() || is_said(&original.document, &after, &bytes, touched.side) {
            continue;
        }
        if lost.len() == before.len() && (before.len() > 1 || !kind.is_of_rows()) {
            found.whole += lost.len();
        } else {
            let gone = lost.iter().filter(|(_, now)| now.is_none()).count();
            found.gone += gone;
            found.retyped += lost.len() - gone;
        }
        found.shown.push(shown(kind, file, &edits, &after.file, &lost));
    }
    Some(found)
}

/// A loss as a person sees it: the lines as they were and as they are, and what is lost.
fn shown(
    kind: Kind,
    file: &SourceFile,
    edits: &[Edit],
    after: &SourceFile,
    lost: &[(&Fact, Option<String>)],
) -> String {
    let (first, last) = (edits[0].0.start, edits[edits.len() - 1].0.end);
    let last_after = (last + after.text.len()).saturating_sub(file.text.len());
    let lines = |file: &SourceFile, end: usize, mark: &str| {
        let to_u32 = |at: usize| u32::try_from(at).expect("a page");
        let range = file.line(to_u32(first)) - 1..file.line(to_u32(end.max(first)));
        let lines = file.lines().skip(range.start).take(range.len().min(6));
        lines.fold(String::new(), |text, (_, line)| text + &format!("  {mark} {}\n", cut(line, 200)))
    };
    let mut text = format!("{}: {}\n", kind.name(), file.path);
    text += &lines(file, last, "-");
    text += &lines(after, last_after, "+");
    for (fact, now) in lost.iter().take(5) {
        let now = now.as_deref().unwrap_or("gone");
        let _ = writeln!(text, "  line {}: {} {} is {now}", file.line(fact.row), fact.path, fact.ty);
    }
    text
}

/// Spoils pages, and says which kinds lose more than they may.
fn measure(pages: Vec<SourceFile>, mutations: usize, ceiling: fn(usize) -> [usize; 2]) -> Vec<String> {
    // What can't be read keeps its place, so that the others are drawn as before when it can.
    let originals: Vec<Option<Original>> = pages.into_par_iter().map(original).collect();
    let found: Vec<(usize, Found)> = (0..mutations)
        .into_par_iter()
        .map(|number| {
            let kind = number % CEILINGS.len();
            let mut random = Random::new(SEED + number as u64);
            let mut tries = (0..1000).filter_map(|_| try_one(CEILINGS[kind].0, &originals, &mut random));
            (kind, tries.next().expect("a page that allows it"))
        })
        .collect();

    let show = std::env::var("SPOILED_SHOW").ok().and_then(|count| count.parse().ok()).unwrap_or(0);
    for text in found.iter().flat_map(|(_, found)| &found.shown).take(show) {
        println!("{text}");
    }
    let heading = format!("of {} pages", originals.iter().flatten().count());
    println!("{heading:44}{:>10}{:>8}{:>8}{:>8}{:>8}", "mutations", "rows", "whole", "gone", "retyped");
    let mut over = Vec::new();
    for (index, (kind, ..)) in CEILINGS.iter().enumerate() {
        let found = || found.iter().filter(|(kind, _)| *kind == index).map(|(_, found)| found);
        let sum = |of: fn(&Found) -> usize| found().map(of).sum::<usize>();
        let (count, rows, whole) = (found().count(), sum(|found| found.spoiled), sum(|found| found.whole));
        let (gone, retyped) = (sum(|found| found.gone), sum(|found| found.retyped));
        let share = (gone + retyped) * 1000 / rows.max(1);
        let name = kind.name();
        println!("{name:44}{count:>10}{rows:>8}{whole:>8}{gone:>8}{retyped:>8}{:>6}.{}%", share / 10, share % 10);
        if whole > ceiling(index)[0] || gone + retyped > ceiling(index)[1] {
            over.push(format!("{name}: [{whole}, {}]", gone + retyped));
        }
    }
    over
}

#[test]
fn nothing_is_lost_in_silence() {
    let own = sources(&root().join("specs/pages"), "specs/pages/");
    let mut over = measure(own.clone(), MUTATIONS[0], |kind| CEILINGS[kind].1);
    if let (Some(aliyun), Some(tencent)) = (shared("corpus/aliyun"), shared("corpus/tencent")) {
        let corpus = sources(&aliyun, "aliyun/").into_iter().chain(sources(&tencent, "tencent/"));
        let corpus = corpus.filter(|file| file.path.ends_with(".md")).step_by(STEP);
        over.extend(measure(own.into_iter().chain(corpus).collect(), MUTATIONS[1], |kind| CEILINGS[kind].2));
    }
    assert!(over.is_empty(), "more is lost in silence than before:\n{}", over.join("\n"));
}

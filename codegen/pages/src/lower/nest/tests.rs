//! The examples in the docs of this folder hold, and wrappers are decided as the table in [`wrapper`](super::wrapper) says.

use super::evidence::Index;
use super::model::Model;
use super::oddity::Oddity;
use super::place::Frame;
use super::rows::Candidate;
use super::wrapper::Wrapper;
use super::{Holds, ROOT, Role, Table, why};
use crate::cells::word;
use crate::ir::{Evidence, Vendor};
use crate::lower::knowledge::Knowledge;
use crate::sample::Shape;

/// The operation that small pages are about.
const OWN: &str = "listown";

/// A small page: rows as `Name|Type|Example`, each indented below its parent where the tree is given, and samples of
/// this page and of others.
#[derive(Default)]
struct Page {
    rows: Vec<Candidate>,
    parents: Vec<u16>,
    sample: Option<Shape>,
    others: Knowledge,
    own: Knowledge,
    model: Model,
}

impl Page {
    fn read(text: &str) -> Self {
        let shape = |text: &str| crate::sample::read(text, 0).expect("a sample").shape();
        let mut page = Self::default();
        // The rows above, outermost first.
        let mut above: Vec<(usize, u16)> = Vec::new();
        for line in text.lines() {
            if let Some(sample) = line.strip_prefix("sample ") {
                page.sample = Some(shape(sample));
                page.own.learn_sample(OWN, &shape(sample));
            } else if let Some(sample) = line.strip_prefix("others ") {
                page.others.learn_sample("ListOthers", &shape(sample));
            } else {
                let indent = line.len() - line.trim_start().len();
                above.retain(|(outer, _)| *outer < indent);
                page.parents.push(above.last().map_or(ROOT, |(_, row)| *row));
                above.push((indent, u16::try_from(page.rows.len()).expect("few rows")));
                page.row(line.trim_start());
            }
        }
        page
    }

    fn row(&mut self, cells: &str) {
        let (name, rest) = cells.split_once('|').expect("a type cell");
        let (ty, example) = rest.split_once('|').unwrap_or((rest, ""));
        let word = word(ty, Vendor::Aliyun);
        let doubled = self.rows.last().is_some_and(|before| before.name == name && before.word == word);
        self.rows.push(Candidate { name: name.to_owned(), word, doubled, valued: !example.is_empty(), depth: 0 });
    }

    fn table(&self) -> Table<'_> {
        let knowledge = [&self.own, &self.others];
        Table {
            told: None,
            vendor: Vendor::Aliyun,
            operation: OWN,
            rows: &self.rows,
            shape: self.sample.as_ref(),
            knowledge,
            model: &self.model,
        }
    }
}

/// The lines of a doc block that begins with three backticks and `text`.
fn blocks(source: &str, comment: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open: Option<String> = None;
    let mut waits = false;
    for line in source.lines().map(str::trim_start) {
        let doc = line.strip_prefix(comment).map(|doc| doc.strip_prefix(' ').unwrap_or(doc));
        match (doc, &mut open) {
            (Some("```text"), _) => open = Some(String::new()),
            (Some("```"), Some(text)) => {
                found.push((String::new(), std::mem::take(text)));
                (open, waits) = (None, true);
            }
            (Some(doc), Some(text)) => text.extend([doc, "\n"]),
            // What the block is about.
            (None, _) if waits => {
                line.clone_into(&mut found.last_mut().expect("a block").0);
                waits = false;
            }
            _ => {}
        }
    }
    found
}

#[test]
fn each_oddity_is_what_its_example_says() {
    let examples = blocks(include_str!("oddity.rs"), "///");
    for (name, text) in &examples {
        let (text, amount) = text.trim_end().rsplit_once("\n= ").expect("an amount");
        let page = Page::read(text);
        let mut index = Index::new(&page.rows, page.sample.as_ref(), &page.others, OWN);
        index.learn_order(&page.parents);
        let found: Vec<(String, f32)> = why::replay(&index, &page.parents)
            .into_iter()
            .filter(|(row, ..)| row + 1 == page.rows.len())
            .map(|(_, oddity, amount)| (format!("{oddity:?},"), amount))
            .collect();
        let amounts: Vec<f32> = found.iter().filter(|(found, _)| found == name).map(|(_, amount)| *amount).collect();
        let expected: f32 = amount.parse().expect("a number");
        assert!(!amounts.is_empty(), "{name} is not among {found:?}");
        assert!((amounts.iter().sum::<f32>() - expected).abs() < 0.005, "{name} {expected}: {found:?}");
    }
    assert_eq!(examples.len(), Oddity::COUNT);
}

/// The open places of each row, with what is odd about them, as the table in this module's head shows them.
fn worked(page: &Page) -> String {
    use std::fmt::Write;

    let placed = super::nest(page.table());
    let parents: Vec<u16> = placed.iter().map(|placed| placed.parent).collect();
    let index = super::searched(page.table()).expect("a nested table");
    let mut stack = vec![Frame::root(&index)];
    let mut text = String::new();
    for (row, candidate) in page.rows.iter().enumerate() {
        let _ = writeln!(text, "{}", candidate.name);
        let mut next = Vec::new();
        for depth in (0..stack.len()).rev() {
            let (mut cost, mut said) = (0.0, Vec::new());
            let place = index.place(row, &stack, depth, &parents[..row], &mut |oddity, amount| {
                let one = page.model.weights.of(oddity) * amount;
                cost += one;
                if one.abs() >= 0.005 {
                    said.push(format!("{oddity:?} {one:.2}"));
                }
            });
            let parent = stack[depth].row;
            let below = page.rows.get(usize::from(parent)).map_or("at the root", |row| &row.name);
            let mark = if parent == parents[row] { '*' } else { ' ' };
            let said: Vec<String> = said.chunks(5).map(|said| said.join(", ")).collect();
            let _ = writeln!(text, " {mark} {below:<12}{cost:>5.2}  {}", said.join(&format!(",\n{:22}", "")));
            if parent == parents[row] {
                place.expect("an open place").open(row, &stack, depth, &mut next);
            }
        }
        stack = next;
    }
    text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

#[test]
fn the_worked_table_is_what_the_search_sees() {
    let head = blocks(include_str!("mod.rs"), "//!");
    let (_, text) = head.first().expect("a table");
    let (page, table) = text.split_once("\n\n").expect("rows and a table");
    let worked = worked(&Page::read(page));
    assert_eq!(table, worked, "\n{worked}");
}

/// What the row `Rules` of a page holds, and which rows are wrappers.
fn rules(page: &Page) -> (Holds<'_>, Vec<&str>) {
    let placed = super::nest(page.table());
    let rules = page.rows.iter().position(|row| row.name == "Rules").expect("the row");
    let wrappers = page.rows.iter().zip(&placed).filter(|(_, placed)| placed.role == Role::Wrapper);
    (placed[rules].holds.clone(), wrappers.map(|(row, _)| row.name.as_str()).collect())
}

#[test]
fn wrappers_are_decided_by_the_first_that_says_so() {
    let shown = r#"sample {"Rules":{"Rule":[{"Id":"a"}]}}"#;
    let check = |text: &str, expected: Holds<'_>, wrappers: &[&str]| {
        let page = Page::read(text);
        assert_eq!(rules(&page), (expected, wrappers.to_vec()), "{text}");
    };
    let row = Holds::List(Wrapper::Row(1));
    check(&format!("{shown}\nRules|Array of Rule\nRule|\nId|String"), row.clone(), &["Rule"]);
    check("Rules|\nRule|\nId|String", row.clone(), &["Rule"]);
    check(&format!("{shown}\nRules|\nRule|Array\nId|String"), row, &["Rule"]);
    let wrapper = Wrapper::Shown { name: "Rule", disputed: false };
    check(&format!("{shown}\nRules|Array\nId|String"), Holds::List(wrapper), &[]);
    let wrapper = Wrapper::Known { name: Some("Rule"), same_operation: false };
    check(
        r#"others {"Rules":{"Rule":[{"Id":"a"}]}}
Rules|Array
Id|String"#,
        Holds::List(wrapper),
        &[],
    );
    let wrapper = Wrapper::Known { name: None, same_operation: false };
    check("others {\"Rules\":[{\"Id\":\"a\"}]}\nRules|Array\nId|String", Holds::List(wrapper), &[]);
    let wrapped = r#"sample {"Zones":{"Zone":[{"Name":"a"}]}}"#;
    let wrapper = Wrapper::Presumed("Rule".to_owned());
    check(&format!("{wrapped}\nRules|Array\nId|String\nZones|Array\nName|String"), Holds::List(wrapper), &[]);
    check("Rules|Array\nId|String", Holds::List(Wrapper::None), &[]);
    check("Rules|Struct\nId|String", Holds::Members, &[]);
    check("sample {\"Rules\":{\"k1\":{\"Id\":\"a\"},\"k2\":{\"Id\":\"b\"}}}\nRules|Map\nId|String", Holds::Values, &[]);
    check("Rules|String", Holds::Nothing, &[]);
}

#[test]
fn a_row_that_may_stand_elsewhere_has_an_alternative() {
    let page = Page::read("Ticket|Struct\nOwner|Struct\nName|String\nPhone|String\nTitle|String\nZone|String");
    let placed = super::nest(page.table());
    for (row, placed) in placed.iter().enumerate().filter(|(_, placed)| placed.evidence == Evidence::Guess) {
        let why = why::why(page.table(), &[row]).pop().flatten().expect("a nested table");
        let other = why.other.expect("another place");
        assert_ne!(why.taken.below, other.below);
        let others: f32 = placed.alternatives.iter().map(|(_, p)| p).sum();
        assert!((placed.sure + others - 1.0).abs() < 1e-4, "{row}: {placed:?}");
    }
    assert!(placed.iter().any(|placed| placed.evidence == Evidence::Guess));
    assert_eq!(why::why(page.table(), &[0]).pop().flatten().expect("a nested table").other, None);
}

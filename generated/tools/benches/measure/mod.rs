//! Alternatives side by side, in one run: times as ratios, instructions and allocations as counts.
//!
//! Without an argument: a Markdown table of speeds as multiples of the first alternative's. The alternatives take turns, so that
//! a busy machine slows all of them, and each ratio is taken within one turn.
//! `json [TURNS]`: the seconds of each turn for a program to read, `{group: {way: [seconds...]}}`.
//! `counts [FILTER]`: instructions a byte and allocations a record, under valgrind.
//! `criterion [FILTER]`: the same calls one after another under criterion, to compare with an earlier run.

use std::process::Command;
use std::time::Duration;

use cpu_time::ThreadTime;

/// What can be done in several ways.
pub(crate) struct Group<'a> {
    pub name: String,
    /// How many bytes are read or written, and how many records they hold.
    pub bytes: usize,
    pub records: usize,
    /// The first one is the reference; `None` where a way does not exist.
    pub ways: Vec<Option<Box<dyn Fn() + 'a>>>,
}

/// Turns of each alternative.
const TURNS: usize = 41;

/// How long an alternative's turn takes at least.
const TURN: Duration = Duration::from_millis(3);

/// `ways` names the columns. `groups` makes the groups, all or only those that are quick to make.
pub(crate) fn main<'a>(ways: &[&str], groups: impl Fn(bool) -> Vec<Group<'a>>) {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *arguments.as_slice() {
        [] => table(ways, &groups(true)),
        ["json"] => json(ways, &groups(true), TURNS),
        ["json", turns] => json(ways, &groups(true), turns.parse().expect("a number of turns")),
        ["counts"] => counts(ways, &groups(false), ""),
        ["counts", filter] => counts(ways, &groups(false), filter),
        ["criterion"] => criterion(ways, &groups(true), ""),
        ["criterion", filter] => criterion(ways, &groups(true), filter),
        ["repeat", group, way, times] => repeat(ways, &groups(false), (group, way, times)),
        _ => eprintln!("expected nothing, `json [TURNS]`, `counts [FILTER]` or `criterion [FILTER]`"),
    }
}

fn head(ways: &[&str]) {
    println!("| | {} |", ways.join(" | "));
    println!("|---|{}", "---|".repeat(ways.len()));
}

fn table(ways: &[&str], groups: &[Group<'_>]) {
    head(ways);
    for group in groups {
        let turns = take_turns(group, TURNS);
        let reference = turns.first().cloned().unwrap_or_default();
        let cells: Vec<String> = turns.iter().enumerate().map(|(at, turns)| cell(at, turns, &reference)).collect();
        println!("| {} | {} |", group.name, cells.join(" | "));
    }
    println!(
        "\nMultiples of the first column's speed: medians of {TURNS}, and half of what lies between the quartiles."
    );
}

/// Seconds of each alternative's turns; none where it does not exist.
fn take_turns(group: &Group<'_>, count: usize) -> Vec<Vec<f64>> {
    let mut turns: Vec<Vec<f64>> = group.ways.iter().map(|_| Vec::new()).collect();
    // A call of each is not counted: caches are warm for all or for none.
    for _ in 0..=count {
        for (way, turns) in group.ways.iter().zip(&mut turns) {
            turns.extend(way.as_ref().map(|way| time(way)));
        }
    }
    for turns in &mut turns {
        turns.drain(..turns.len().min(1));
    }
    turns
}

fn json(ways: &[&str], groups: &[Group<'_>], count: usize) {
    let mut all = serde_json::Map::new();
    for group in groups {
        let turns = ways.iter().zip(take_turns(group, count)).filter(|(_, turns)| !turns.is_empty());
        let turns = turns.map(|(way, turns)| ((*way).to_owned(), turns.into())).collect();
        all.insert(group.name.clone(), serde_json::Value::Object(turns));
    }
    println!("{}", serde_json::Value::Object(all));
}

fn cell(at: usize, turns: &[f64], reference: &[f64]) -> String {
    if turns.is_empty() {
        return "–".to_owned();
    }
    if at == 0 {
        let [low, median, high] = quartiles(turns.to_vec());
        return format!("{:.0} µs ± {:.0} %", median * 1e6, (high - low) / median * 50.0);
    }
    let ratios = reference.iter().zip(turns).map(|(reference, time)| reference / time).collect();
    let [low, median, high] = quartiles(ratios);
    format!("{median:.2} ± {:.2}", (high - low) / 2.0)
}

fn quartiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values.get(values.len() * quarter / 4).copied().unwrap_or(f64::NAN))
}

/// Seconds of this thread's own time for a call: what other programs take of the machine is not in it.
fn time(way: &dyn Fn()) -> f64 {
    let began = ThreadTime::now();
    let mut calls = 0_u32;
    loop {
        way();
        calls += 1;
        let spent = began.elapsed();
        if spent >= TURN {
            return spent.as_secs_f64() / f64::from(calls);
        }
    }
}

fn criterion(ways: &[&str], groups: &[Group<'_>], filter: &str) {
    let mut criterion = criterion::Criterion::default().with_filter(filter).sample_size(20);
    for group in groups {
        let mut runs = criterion.benchmark_group(&group.name);
        runs.throughput(criterion::Throughput::Bytes(group.bytes as u64));
        for (name, way) in ways.iter().zip(&group.ways) {
            if let Some(way) = way {
                runs.bench_function(*name, |bencher| bencher.iter(way));
            }
        }
        runs.finish();
    }
    criterion.final_summary();
}

#[allow(clippy::cast_precision_loss, reason = "they are small")]
fn counts(ways: &[&str], groups: &[Group<'_>], filter: &str) {
    const CALLS: u64 = 4;
    head(ways);
    for group in groups.iter().filter(|group| group.name.contains(filter)) {
        let cell = |(name, way): (&&str, &Option<_>)| {
            if way.is_none() {
                return "–".to_owned();
            }
            let measure = |tool: &[&str], mark: &str| {
                let of = |calls: u64| valgrind(tool, &[&group.name, name, &calls.to_string()], mark);
                Some((of(CALLS + 1)?.checked_sub(of(1)?)?) as f64 / CALLS as f64)
            };
            let instructions = measure(&["--tool=callgrind", "--callgrind-out-file=/dev/null"], "Collected :");
            let allocations = measure(&["--tool=memcheck", "--leak-check=no"], "total heap usage:");
            match (instructions, allocations) {
                (Some(instructions), Some(allocations)) => {
                    format!("{:.2} / {:.2}", instructions / group.bytes as f64, allocations / group.records as f64)
                }
                _ => "?".to_owned(),
            }
        };
        let cells: Vec<String> = ways.iter().zip(&group.ways).map(cell).collect();
        println!("| {} | {} |", group.name, cells.join(" | "));
    }
    println!("\nInstructions a byte / allocations a record.");
}

/// The number after `mark` in what a tool says of this program when it repeats a call.
fn valgrind(tool: &[&str], call: &[&str], mark: &str) -> Option<u64> {
    let program = std::env::current_exe().ok()?;
    let output = Command::new("valgrind").args(tool).arg(program).arg("repeat").args(call).output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr);
    let (_, after) = said.split_once(mark)?;
    after.split_whitespace().next()?.replace(',', "").parse().ok()
}

fn repeat(ways: &[&str], groups: &[Group<'_>], (group, way, times): (&str, &str, &str)) {
    let at = ways.iter().position(|name| *name == way);
    let group = groups.iter().find(|other| other.name == group);
    let call = group.zip(at).and_then(|(group, at)| group.ways.get(at)).and_then(Option::as_ref);
    let call = call.expect("a group and one of its ways");
    (0..times.parse().expect("a number")).for_each(|_: u32| call());
}

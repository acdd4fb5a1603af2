//! A call that never was: who called whom, who served it, what happened when. What its record says of it stands in
//! [`telling`](super::telling).

use super::center::Center;
use super::plan::{People, Plan};
use super::telling::{GROUP_NAMES, NAMES};
use crate::schema::{CallRecordFields, Words};
use crate::timestamp::Timestamp;

/// A call.
pub(super) struct Scene {
    seed: u64,
    pub(super) index: usize,
    /// `inbound`, `outbound` or `internal`.
    pub(super) direction: &'static str,
    /// As the common record calls it, such as `answered`.
    pub(super) disposition: &'static str,
    /// The page's own words for both.
    pub(super) way: &'static str,
    pub(super) ending: &'static str,
    pub(super) stage: Stage,
    pub(super) customer: usize,
    /// Who served it or made it, or would have served it; and the other one, where agents call each other.
    pub(super) agent: usize,
    pub(super) colleague: usize,
    /// When it began, was put into a queue, rang, was answered (or not), and ended; in milliseconds.
    pub(super) times: [i64; 5],
    pub(super) held_seconds: i64,
}

/// How far a call came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// The network or the center refused it.
    Line,
    Menu,
    Queue,
    Ring,
    Talk,
}

impl Stage {
    /// Where a call ended that a value such as `AbandonedInQueue` stands for.
    fn of(value: &str) -> Self {
        let value = value.to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| value.contains(word));
        if has(&["contactflow", "ivr", "worktime"]) {
            Self::Menu
        } else if has(&["queu", "wait", "overflow", "voicemail", "noseat"]) {
            Self::Queue
        } else if has(&LINE) {
            Self::Line
        } else {
            Self::Ring
        }
    }
}

/// Parts of the words for what ends a call before any phone rings.
const LINE: [&str; 13] = [
    "poweroff",
    "service",
    "notexist",
    "invalid",
    "restricted",
    "error",
    "request",
    "credit",
    "blocked",
    "blacklist",
    "busy",
    "withoutring",
    "unreachable",
];

/// Parts of the words for what ends a call only when it goes out.
const OUT_ONLY: [&str; 9] =
    ["poweroff", "inservice", "numbernot", "numberinvalid", "blocked", "operator", "restricted", "cancel", "reject"];

/// Who ends a call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Agent,
    Customer,
    System,
}

/// What happens in a call, as pages that tell of it name it.
pub(super) struct Step {
    pub(super) event: &'static str,
    /// In milliseconds.
    pub(super) from: i64,
    pub(super) until: i64,
    /// `ivr`, `queue` or `agent`.
    pub(super) place: &'static str,
}

/// How a call ends before anybody serves it: one that comes in, and one that goes out. Most give up.
const UNSERVED_IN: [&str; 5] = ["abandoned", "abandoned", "overflowed", "voicemail", "failed"];
const UNSERVED_OUT: [&str; 3] = ["unanswered", "busy", "rejected"];

/// How long a talk is at most, in milliseconds.
const LONGEST: i64 = 900_000;

impl Scene {
    /// The calls that begin at these times.
    pub(super) fn all(seed: u64, times: &[Timestamp], plan: &Plan, center: &Center) -> Vec<Self> {
        // Callers call again: a few customers stand for many calls. Some agents are to be free whenever one is wanted.
        let mut agents = People::new(NAMES.len());
        let mut customers = People::new(times.len() / 3);
        let longest = plan.room(NAMES.len() - 4).min(LONGEST);
        let call = |(index, time): (usize, &Timestamp)| {
            Self::new(seed, index, time.as_millis(), longest, &center.record, &mut agents, &mut customers)
        };
        times.iter().enumerate().map(call).collect()
    }

    fn new(
        seed: u64,
        index: usize,
        start: i64,
        longest: i64,
        record: &CallRecordFields,
        agents: &mut People,
        customers: &mut People,
    ) -> Self {
        let mut random = fastrand::Rng::with_seed(seed ^ (index as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        // What the page has no word for did not happen.
        let known = |word: &&str| record.words.is_empty() || record.meanings().any(|meaning| meaning == *word);
        let drawn = match random.u32(0..20) {
            0..=11 => "inbound",
            12..=18 => "outbound",
            _ => "internal",
        };
        let free = agents.free(start, None, &mut random);
        let agent = free.unwrap_or_else(|| agents.first());
        let colleague = agents.free(start, Some(agent), &mut random);
        let customer = customers.free(start, None, &mut random).unwrap_or_else(|| customers.first());
        // Who calls out has to be free.
        let able = |way: &&str| *way == "inbound" || free.is_some() && (*way == "outbound" || colleague.is_some());
        let direction = Some(drawn).filter(known).filter(able).unwrap_or("inbound");
        let inbound = direction == "inbound";
        let unserved = if inbound { &UNSERVED_IN[..] } else { &UNSERVED_OUT };
        let unserved: Vec<&str> = unserved.iter().copied().filter(known).collect();
        let unserved = unserved.get(random.usize(0..unserved.len().max(1)));
        let served = random.u32(0..100) < 75 && free.is_some();
        let disposition = unserved.filter(|_| !served).copied().unwrap_or("answered");
        let served = disposition == "answered";
        let word = |meaning: &str| record.words.iter().find_map(|(_, words)| chosen(words, meaning, inbound, index));
        let (way, ending) = (word(direction).unwrap_or_default(), word(disposition).unwrap_or_default());
        let stage = match ending {
            _ if served => Stage::Talk,
            "" => Stage::Ring,
            ending => Stage::of(ending),
        };
        let mut seconds = |happens: bool, most: i64| if happens { random.i64(1..most.max(2)) * 1000 } else { 0 };
        let menu = seconds(inbound, 30);
        let wait = seconds(inbound && stage >= Stage::Queue, 60);
        let ring = seconds(stage >= Stage::Ring, 25);
        let talk = seconds(served, (longest - menu - wait - ring) / 1000);
        let held_seconds = if served { random.i64(0..20).min(talk / 1000) } else { 0 };
        let mut at = start;
        let times = [0, menu, wait, ring, talk].map(|part| {
            at = at.saturating_add(part);
            at
        });
        if stage >= Stage::Ring || !inbound {
            agents.take(agent, at);
        }
        let colleague = colleague.unwrap_or(agent);
        if direction == "internal" {
            agents.take(colleague, at);
        } else {
            customers.take(customer, at);
        }
        Self {
            seed,
            index,
            direction,
            disposition,
            way,
            ending,
            stage,
            customer,
            agent,
            colleague,
            times,
            held_seconds,
        }
    }

    pub(super) fn is_inbound(&self) -> bool {
        self.direction == "inbound"
    }

    pub(super) fn is_served(&self) -> bool {
        self.disposition == "answered"
    }

    pub(super) fn rang(&self) -> bool {
        self.stage >= Stage::Ring
    }

    pub(super) fn has_queued(&self) -> bool {
        self.is_inbound() && self.stage >= Stage::Queue
    }

    /// Whether an agent took part: one who served it, or who made it. Some calls the system makes before it knows for
    /// whom.
    pub(super) fn has_agent(&self) -> bool {
        self.is_served() || !self.is_inbound() && !self.way.to_ascii_lowercase().contains("predict")
    }

    /// Whether it waited in the queue of a group, or one of its agents took part.
    pub(super) fn has_group(&self) -> bool {
        self.has_agent() || self.has_queued()
    }

    /// Whether another number stands between the two sides.
    pub(super) fn is_private(&self) -> bool {
        self.way.to_ascii_lowercase().contains("priva")
    }

    /// The place of the group, which its agent says.
    pub(super) fn group(&self) -> usize {
        self.agent % GROUP_NAMES.len()
    }

    /// Half of the customers who were served are asked how they liked it.
    pub(super) fn is_asked(&self) -> bool {
        self.is_served() && self.direction != "internal" && self.hash(3).is_multiple_of(2)
    }

    /// What they say, from the best; some say nothing.
    pub(super) fn rating(&self) -> Option<usize> {
        let rating = match self.hash(5) % 10 {
            0..=4 => 0,
            5..=6 => 1,
            7 => 2,
            _ => return None,
        };
        self.is_asked().then_some(rating)
    }

    pub(super) fn ended_by(&self) -> Side {
        match self.disposition {
            "answered" if self.direction != "internal" && self.hash(11) % 5 < 3 => Side::Customer,
            "answered" => Side::Agent,
            "abandoned" | "voicemail" if self.is_inbound() => Side::Customer,
            "rejected" if self.stage == Stage::Ring => Side::Customer,
            // Who called gave up.
            "unanswered" if self.stage == Stage::Ring && self.has_agent() => Side::Agent,
            _ => Side::System,
        }
    }

    /// What happened, in order of time.
    pub(super) fn steps(&self) -> Vec<Step> {
        let [start, queued, ringing, answered, end] = self.times;
        let mut steps = Vec::new();
        let mut step = |happened: bool, event, place, from, until| {
            if happened {
                steps.push(Step { event, from, until, place });
            }
        };
        let unserved = |disposition: &str, stage: Stage| self.disposition == disposition && self.stage == stage;
        step(self.is_inbound(), "EnterIVR", "ivr", start, queued);
        step(self.has_queued(), "EnterQueue", "queue", queued, ringing);
        step(unserved("overflowed", Stage::Queue), "ACDOverflow", "queue", end, end);
        step(unserved("abandoned", Stage::Queue), "AbandonedInQueue", "queue", end, end);
        step(!self.is_inbound(), "Dial", "agent", start, answered);
        step(self.is_inbound() && self.rang(), "Ring", "agent", ringing, answered);
        step(unserved("abandoned", Stage::Ring), "AbandonedRing", "queue", end, end);
        step(self.is_served(), "Talk", "agent", answered, end);
        step(self.has_agent(), "End", "agent", end, end);
        steps
    }

    /// A number that only the call decides.
    pub(super) fn hash(&self, what: u64) -> u64 {
        fastrand::Rng::with_seed(self.seed ^ (self.index as u64) << 8 ^ what).u64(..)
    }

    /// A number that only the customer decides.
    pub(super) fn customer_hash(&self) -> u64 {
        fastrand::Rng::with_seed(self.seed ^ (self.customer as u64 + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93)).u64(..)
    }
}

/// The value that stands for a meaning. The first is the usual one; a call that goes out meets no menu and no queue, and
/// one that comes in no line that does not answer.
fn chosen(words: Words, meaning: &str, inbound: bool, index: usize) -> Option<&'static str> {
    let (_, values) = words.iter().find(|(word, _)| *word == meaning)?;
    let fits = || values.iter().filter(|value| fits(value, inbound));
    let at = if index.is_multiple_of(3) { index / 3 % fits().count().max(1) } else { 0 };
    fits().nth(at).or_else(|| values.first()).copied()
}

fn fits(value: &str, inbound: bool) -> bool {
    let lower = value.to_ascii_lowercase();
    if inbound {
        !OUT_ONLY.iter().any(|word| lower.contains(word))
    } else {
        matches!(Stage::of(value), Stage::Line | Stage::Ring)
    }
}

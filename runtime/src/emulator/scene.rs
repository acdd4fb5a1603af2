//! A call that never was, told once: who called whom, who served it, what happened when. Every field of a record that
//! speaks of it says the same.
//!
//! What a field speaks of is known from the mapping to a common record where the page has one, and from its name.

use serde_json::Value;

use super::synthesis::{number_or_text, vary};
use crate::schema::{CallRecordFields, Field, Type, Words};
use crate::timestamp::Timestamp;

/// A call.
pub(super) struct Scene {
    seed: u64,
    index: usize,
    /// `inbound`, `outbound` or `internal`.
    direction: &'static str,
    /// As the common record calls it, such as `answered`.
    disposition: &'static str,
    stage: Stage,
    customer: u64,
    /// Who served it, or would have.
    agent: u64,
    /// When it began, was put into a queue, rang, was answered (or not), and ended; in milliseconds.
    times: [i64; 5],
    held_seconds: i64,
    /// Whether the record says when the call ended; otherwise its duration says so.
    has_end: bool,
}

/// How far a call came.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
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
        } else {
            Self::Ring
        }
    }
}

/// How many people work there, in how many groups: the agent's number says in which.
const AGENTS: u64 = NAMES.len() as u64;
const GROUPS: u64 = GROUP_NAMES.len() as u64;

/// After how many calls a caller calls again at the earliest: fewer than there are agents, so that the same two meet by
/// chance only.
const TURNS: u64 = AGENTS - 1;

/// What times of the end are called.
const ENDS: [&str; 4] = ["release", "end", "hang", "finish"];

/// Numbers of the call center itself.
const LINES: u64 = 5;

const NAMES: [&str; 24] = [
    "王芳", "李娜", "张伟", "刘洋", "陈静", "杨帆", "赵磊", "黄丽", "周杰", "吴敏", "徐强", "孙悦", "马超", "朱琳",
    "胡斌", "郭婷", "何军", "高雪", "林涛", "罗兰", "梁晨", "宋佳", "郑凯", "谢霞",
];
const GROUP_NAMES: [&str; 4] = ["售前咨询", "售后服务", "投诉处理", "贵宾专席"];
const CITIES: [&str; 6] = ["北京", "上海", "广州", "深圳", "杭州", "成都"];

/// How a call ends before anybody serves it: one that comes in, and one that goes out. Most give up.
const UNSERVED_IN: [&str; 5] = ["abandoned", "abandoned", "overflowed", "voicemail", "failed"];
const UNSERVED_OUT: [&str; 3] = ["unanswered", "busy", "rejected"];

impl Scene {
    /// The call of this number, of so many, that begins at this time; so many milliseconds lie between two of them.
    pub(super) fn new(
        seed: u64,
        (index, count): (usize, usize),
        (start, step): (Timestamp, i64),
        record: &CallRecordFields,
        has_end: bool,
    ) -> Self {
        let mut random = fastrand::Rng::with_seed(seed ^ (index as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        // What the page has no word for did not happen.
        let known = |word: &&str| record.words.is_empty() || record.meanings().any(|meaning| meaning == *word);
        let direction = match random.u32(0..20) {
            0..=11 => "inbound",
            12..=18 => "outbound",
            _ => "internal",
        };
        let direction = Some(direction).filter(known).unwrap_or("inbound");
        let inbound = direction == "inbound";
        let unserved = if inbound { &UNSERVED_IN[..] } else { &UNSERVED_OUT };
        let unserved = unserved[random.usize(0..unserved.len())];
        let served = random.u32(0..100) < 75;
        let disposition = Some(if served { "answered" } else { unserved }).filter(known).unwrap_or("answered");
        let served = disposition == "answered";
        let ending = record.words.iter().find_map(|(_, words)| Some(chosen(words, disposition, inbound, index)?.1));
        let stage = if served { Stage::Talk } else { ending.map_or(Stage::Ring, Stage::of) };
        let mut seconds = |happens: bool, most: i64| if happens { random.i64(1..most.max(2)) * 1000 } else { 0 };
        let menu = seconds(inbound, 30);
        let wait = seconds(inbound && stage >= Stage::Queue, 60);
        // A busy line does not ring.
        let ring = seconds(stage >= Stage::Ring && disposition != "busy", 25);
        // Nobody is in two calls at once, where so many calls leave so few people room for it.
        let most = (step.saturating_mul(TURNS.cast_signed() - 2) - menu - wait - ring) / 1000;
        let talk = seconds(served, most.min(900));
        let held_seconds = if served { random.i64(0..20).min(talk / 1000) } else { 0 };
        let mut at = start.as_millis();
        let times = [0, menu, wait, ring, talk].map(|part| {
            at = at.saturating_add(part);
            at
        });
        // Callers call again: a few customers stand for many calls. Agents take turns, and so do parts of the customers.
        let (turn, parts) = (index as u64, (count as u64 / 3 / TURNS).max(1));
        let customer = random.u64(0..parts) * TURNS + turn % TURNS;
        // Steps that share no divisor with their number come to each, and seem to follow no order.
        let agent = (turn * 7 + seed) % AGENTS;
        Self { seed, index, direction, disposition, stage, customer, agent, times, held_seconds, has_end }
    }

    /// Whether it waited in the queue of a group, or was served by one of its agents.
    fn has_group(&self) -> bool {
        self.is_served() || self.direction == "inbound" && self.stage >= Stage::Queue
    }

    fn rang(&self) -> bool {
        self.stage >= Stage::Ring && self.disposition != "busy"
    }

    fn is_served(&self) -> bool {
        self.disposition == "answered"
    }

    /// Whether a field of a record is a time of the end.
    pub(super) fn says_when_it_ended(fields: &[Field]) -> bool {
        let ends = |name: &str| ENDS.iter().any(|word| name.contains(word));
        fields
            .iter()
            .any(|field| matches!(field.unit, Some("ms-epoch" | "s-epoch")) && ends(&field.name.to_ascii_lowercase()))
    }

    /// How many items a list of such a name has.
    pub(super) fn count(&self, name: &str) -> Option<usize> {
        let name = name.to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if has(&["voicemail"]) {
            Some(usize::from(self.disposition == "voicemail"))
        } else if has(&["agent", "record", "participant", "seat"]) {
            Some(usize::from(self.is_served()))
        } else if has(&["key"]) {
            Some(usize::from(self.direction == "inbound" && self.index.is_multiple_of(2)))
        } else {
            None
        }
    }

    /// The value of a field; `path` leads to it within the record, `shown` is what the page shows there.
    /// `Some(Value::Null)` where this call has none.
    pub(super) fn say(
        &self,
        record: &CallRecordFields,
        path: &str,
        field: &Field,
        ty: &Type,
        shown: Option<&Value>,
    ) -> Option<Value> {
        let is = |mapped: Option<&str>| mapped == Some(path);
        if is(Some(record.id)) {
            return Some(number_or_text(ty, &format!("{:010}", 1_000_000_000 + self.index)));
        }
        if let Some(word) = self.word(record, path) {
            return Some(number_or_text(ty, word));
        }
        if is(record.caller) || is(record.callee) {
            return Some(self.number(is(record.caller)).into());
        }
        if is(record.duration) {
            let from = if self.has_end { self.times[3] } else { self.times[0] };
            return Some(counted(self.times[4] - from, field, ty));
        }
        let lower = path.to_ascii_lowercase();
        let name = lower.rsplit('.').next().unwrap_or_default();
        let shown_text = shown.and_then(Value::as_str);
        if matches!(field.unit, Some("ms-epoch" | "s-epoch")) || is(Some(record.start)) {
            return Some(self.moment(path, record, name, field, ty, shown));
        }
        let number = matches!(ty, Type::Integer | Type::Long | Type::Unsigned);
        if number && let Some(millis) = self.duration(name) {
            return Some(counted(millis, field, ty));
        }
        self.party(&lower, name, ty, shown_text).or_else(|| self.other(record, name, ty, shown_text))
    }

    /// The value that stands for how it went.
    fn word(&self, record: &CallRecordFields, path: &str) -> Option<&'static str> {
        let (_, words) = record.words.iter().find(|(field, _)| *field == path)?;
        let inbound = self.direction == "inbound";
        let meant = [self.direction, self.disposition].iter().find_map(|word| chosen(words, word, inbound, self.index));
        meant.or_else(|| chosen(words, words.first()?.0, inbound, self.index)).map(|(_, value)| value)
    }

    fn moment(
        &self,
        path: &str,
        record: &CallRecordFields,
        name: &str,
        field: &Field,
        ty: &Type,
        shown: Option<&Value>,
    ) -> Value {
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let [start, queued, ringing, answered, end] = self.times;
        let (time, happened) = if path == record.start {
            (start, true)
        } else if has(&["accept", "establish", "answer", "connect"]) {
            (answered, self.is_served())
        } else if has(&ENDS) {
            (end, true)
        } else if has(&["ring"]) {
            (ringing, self.rang())
        } else if has(&["queue"]) {
            (queued, self.direction == "inbound" && self.stage >= Stage::Queue)
        } else if path.contains('.') && path.to_ascii_lowercase().contains("record") {
            (answered, self.is_served())
        } else {
            (start, true)
        };
        if !happened {
            return Value::Null;
        }
        let digits = shown.map(ToString::to_string).or_else(|| field.example.map(str::to_owned)).unwrap_or_default();
        let seconds = field.unit == Some("s-epoch") || field.unit.is_none() && digits.trim_matches('"').len() == 10;
        number_or_text(ty, &if seconds { time.div_euclid(1000) } else { time }.to_string())
    }

    /// How long something took, in milliseconds, by what it is called.
    fn duration(&self, name: &str) -> Option<i64> {
        let is_time = name.ends_with("time") || name.ends_with("duration");
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let [start, queued, ringing, answered, end] = self.times;
        if !is_time {
            return None;
        }
        Some(if has(&["ivr"]) {
            queued - start
        } else if has(&["queue"]) {
            ringing - queued
        } else if has(&["wait"]) {
            // Until somebody answers.
            if self.direction == "inbound" { answered - queued } else { 0 }
        } else if has(&["dial"]) && self.direction == "inbound" {
            0
        } else if has(&["ring", "dial"]) && !has(&["recording"]) {
            answered - ringing
        } else if has(&["hold", "held"]) {
            self.held_seconds * 1000
        } else if has(&["talk", "recording", "duration", "call"]) {
            end - answered
        } else {
            return None;
        })
    }

    /// Who served it, as a field of this name says it.
    fn party(&self, path: &str, name: &str, ty: &Type, shown: Option<&str>) -> Option<Value> {
        let group = self.agent % GROUPS;
        let of_person = ["agent", "seat", "staff", "participant", "user"].iter().any(|word| path.contains(word));
        let (text, number, served) = if name.contains("skillgroup") && (name.contains("id") || ty_is_number(ty)) {
            (numbered(shown.unwrap_or("group"), group), 101 + group, self.has_group())
        } else if name.contains("skillgroup") {
            let name = GROUP_NAMES.get(usize::try_from(group).unwrap_or_default()).copied().unwrap_or_default();
            (name.to_owned(), group, self.has_group())
        } else if !of_person {
            return None;
        } else if name.ends_with("id") || name.ends_with("ids") {
            if !["agent", "seat", "staff", "user"].iter().any(|word| name.contains(word)) {
                return None;
            }
            (numbered(shown.unwrap_or("agent"), self.agent), 1001 + self.agent, self.is_served())
        } else if name.contains("mail") {
            (format!("agent{:02}@example.com", self.agent + 1), 0, self.is_served())
        } else if name.contains("phone") {
            (format!("138{:08}", 10_000_000 + self.agent), 0, self.is_served())
        } else if name.contains("staffnumber") {
            (format!("{}", 1001 + self.agent), 1001 + self.agent, self.is_served())
        } else if name.ends_with("name") || name.ends_with("names") || name == "nick" {
            let name = NAMES.get(usize::try_from(self.agent).unwrap_or_default()).copied().unwrap_or_default();
            (name.to_owned(), self.agent, self.is_served())
        } else {
            return None;
        };
        Some(match ty {
            _ if !served => Value::Null,
            Type::String => text.into(),
            ty => number_or_text(ty, &number.to_string()),
        })
    }

    /// What else is said of a call, and is to fit the rest.
    fn other(&self, record: &CallRecordFields, name: &str, ty: &Type, shown: Option<&str>) -> Option<Value> {
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let text = matches!(ty, Type::String);
        if has(&["instanceid", "sdkappid"]) {
            return Some(shown.map_or(Value::Null, Value::from));
        }
        if has(&["satisfaction", "feedback"]) {
            // Half of those who were served are asked.
            let asked = self.is_served() && self.hash(3).is_multiple_of(2);
            if matches!(ty, Type::Boolean) {
                return Some(asked.into());
            }
            if !asked {
                return Some(Value::Null);
            }
        }
        // Why a line that was called did not answer.
        if has(&["earlymedia"]) && (self.is_served() || self.direction == "inbound") {
            return Some(Value::Null);
        }
        if matches!(ty, Type::Boolean) && has(&["record"]) {
            return Some(self.is_served().into());
        }
        if text && (has(&["url", "filename", "filepath"])) {
            let there = if has(&["voicemail"]) { self.disposition == "voicemail" } else { self.is_served() };
            let url = format!("https://records.example.com/{:010}.wav", 1_000_000_000 + self.index);
            return Some(if there && !has(&["custom", "asr"]) { url.into() } else { Value::Null });
        }
        if text && has(&["recordid"]) {
            return Some(if self.is_served() { format!("{:016x}", self.hash(7)).into() } else { Value::Null });
        }
        if text && has(&["location"]) {
            return Some(CITIES[usize::try_from(self.customer).unwrap_or_default() % CITIES.len()].into());
        }
        if text && has(&["phone", "number", "caller", "callee", "broker"]) {
            return Some(self.number(has(&["protectedcaller", "calling"])).into());
        }
        if has(&["contactid", "sessionid", "callid"]) {
            return Some(number_or_text(ty, &format!("{:010}", 1_000_000_000 + self.index)));
        }
        if text && has(&["hungup", "initiator", "hanguper"]) {
            let sides: &[&str] = if self.is_served() { &["agent", "customer"] } else { &["customer"] };
            return Some(sides[self.index % sides.len()].into());
        }
        // `EndStatus` beside `EndStatusString`: its number.
        let beside = record.words.iter().find(|(field, _)| {
            let field = field.to_ascii_lowercase();
            ty_is_number(ty) && field != name && field.starts_with(name)
        });
        if let Some((_, words)) = beside {
            let at = words.iter().position(|(meaning, _)| *meaning == self.disposition).unwrap_or_default();
            return Some(number_or_text(ty, &(at + 1).to_string()));
        }
        if text && name == "key" {
            return Some((self.index % 9 + 1).to_string().into());
        }
        // Of what a page shows nothing, nothing is made up.
        let nothing = shown.is_none_or(|shown| matches!(shown.trim(), "" | "abc" | "xxx" | "无" | "-"));
        (text && nothing).then_some(Value::Null)
    }

    /// Of the side that calls, or of the other one.
    fn number(&self, calls: bool) -> String {
        match self.direction {
            "internal" => format!("{}", 8001 + (self.agent + u64::from(!calls)) % AGENTS),
            "inbound" if calls => self.customer_number(),
            "outbound" if !calls => self.customer_number(),
            _ => self.own_number(),
        }
    }

    fn customer_number(&self) -> String {
        let mut random = fastrand::Rng::with_seed(self.seed ^ self.customer.wrapping_mul(0xD6E8_FEB8_6659_FD93));
        format!("13{:09}", random.u32(0..1_000_000_000))
    }

    /// One of the call center's.
    fn own_number(&self) -> String {
        format!("0108888{:04}", 1000 + self.agent % LINES)
    }

    fn hash(&self, what: u64) -> u64 {
        fastrand::Rng::with_seed(self.seed ^ (self.index as u64) << 8 ^ what).u64(..)
    }
}

/// The meaning with the value that stands for it. The first is the usual one; a call that goes out meets no menu and no
/// queue.
fn chosen(words: Words, meaning: &str, inbound: bool, index: usize) -> Option<(&'static str, &'static str)> {
    let (meaning, values) = words.iter().find(|(word, _)| *word == meaning)?;
    let fits = || values.iter().filter(|value| inbound || Stage::of(value) == Stage::Ring);
    let at = if index.is_multiple_of(3) { index / 3 % fits().count().max(1) } else { 0 };
    fits().nth(at).or_else(|| values.first()).map(|value| (*meaning, *value))
}

/// A time in milliseconds as the field counts it.
fn counted(millis: i64, field: &Field, ty: &Type) -> Value {
    let count = if field.unit == Some("ms") { millis } else { millis / 1000 };
    number_or_text(ty, &count.to_string())
}

fn ty_is_number(ty: &Type) -> bool {
    matches!(ty, Type::Integer | Type::Long | Type::Unsigned)
}

/// The example's form, the same for the same number and another for another: other digits where it has enough of them,
/// otherwise the number behind its first word.
fn numbered(example: &str, number: u64) -> String {
    // Several may be shown; one is served.
    let example = example.split([',', '，']).next().unwrap_or_default();
    if example.bytes().filter(u8::is_ascii_digit).count() >= 4 {
        let mut random = fastrand::Rng::with_seed(number + 1);
        return vary(example, Timestamp::default(), &mut random);
    }
    let word = example.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(example.len());
    let (word, rest) = example.split_at_checked(word).unwrap_or((example, ""));
    format!("{word}{:02}{rest}", number + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_keep_their_form_and_differ() {
        for example in ["1018206773021870", "agent@ccc-test", "68536c62-9c25-4201-b4fa-cb15a0d6a929", ""] {
            let all: std::collections::BTreeSet<String> = (0..AGENTS).map(|agent| numbered(example, agent)).collect();
            assert_eq!(all.len(), NAMES.len(), "{example}");
            assert_eq!(numbered(example, 3), numbered(example, 3));
        }
        assert_eq!(numbered("agent@ccc-test", 6), "agent07@ccc-test");
    }
}

//! What the record of a call says of it: every field says the same.
//!
//! What a field speaks of is known from the mapping to a common record where the page has one, and from its name.

use serde_json::Value;

use super::center::{Center, ENDS};
use super::plan::CLOCK;
use super::scene::{Scene, Side, Stage, Step};
use super::synthesis::{number_or_text, vary};
use crate::schema::{Field, Type};
use crate::timestamp::Timestamp;

/// How many people work there, in how many groups: the agent's number says in which.
pub(super) const NAMES: [&str; 24] = [
    "王芳", "李娜", "张伟", "刘洋", "陈静", "杨帆", "赵磊", "黄丽", "周杰", "吴敏", "徐强", "孙悦", "马超", "朱琳",
    "胡斌", "郭婷", "何军", "高雪", "林涛", "罗兰", "梁晨", "宋佳", "郑凯", "谢霞",
];
pub(super) const GROUP_NAMES: [&str; 4] = ["售前咨询", "售后服务", "投诉处理", "贵宾专席"];

/// Where customers live; the call center is in the first place.
const PLACES: [(&str, &str); 7] = [
    ("北京市", "北京"),
    ("上海市", "上海"),
    ("广东省", "广州"),
    ("广东省", "深圳"),
    ("浙江省", "杭州"),
    ("四川省", "成都"),
    ("山东省", "济南"),
];

/// Numbers of the call center itself.
const LINES: usize = 5;

/// How a customer rates a call, by the key for it; and what the ones say who are not satisfied.
const RATINGS: [&str; 3] = ["满意", "一般", "不满意"];
const COMPLAINTS: [&str; 3] = ["基本技能太差", "等待时间太长", "问题没有解决"];

/// Pages that say it say so of a call without a rating.
const NOT_ASKED: &str = "未发送";
const NOT_RATED: &str = "未评价";

/// The number of the first call in its id.
const FIRST_ID: usize = 1_000_000_000;

/// The place of the call with this id.
pub(super) fn place(id: &str) -> Option<usize> {
    id.parse::<usize>().ok()?.checked_sub(FIRST_ID)
}

/// A field of a record, whose value is asked for.
pub(super) struct Asked<'a> {
    center: &'a Center,
    /// The way that leads to it within the record, and its name, in lower case.
    path: &'a str,
    lower: String,
    field: &'a Field,
    ty: &'a Type,
    /// What the page shows there.
    seen: &'a [Value],
    shown: Option<&'a Value>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        center: &'a Center,
        path: &'a str,
        (field, ty): (&'a Field, &'a Type),
        seen: &'a [Value],
        shown: Option<&'a Value>,
    ) -> Self {
        Self { center, path, lower: path.to_ascii_lowercase(), field, ty, seen, shown }
    }

    fn name(&self) -> &str {
        last(&self.lower)
    }

    /// Whether its name has one of these words.
    fn has(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.name().contains(word))
    }

    /// Whether it is what the mapping means, or says the same below: a recording has the number that called, too.
    fn is(&self, mapped: Option<&str>) -> bool {
        mapped.is_some_and(|mapped| last(mapped) == last(self.path))
    }

    fn is_text(&self) -> bool {
        matches!(self.ty, Type::String)
    }

    fn is_number(&self) -> bool {
        matches!(self.ty, Type::Integer | Type::Long | Type::Unsigned)
    }

    fn values(&self) -> &'static [&'static str] {
        match self.ty {
            Type::Enum(values) => values,
            _ => &[],
        }
    }

    fn is_moment(&self) -> bool {
        matches!(self.field.unit, Some("ms-epoch" | "s-epoch")) || self.path == self.center.record.start
    }

    fn shows(&self, text: &str) -> bool {
        self.seen.iter().any(|value| value == text)
    }

    /// A word of ours, where the page lists no others.
    fn word(&self, word: &str) -> Value {
        if self.values().is_empty() || self.values().contains(&word) { word.into() } else { Value::Null }
    }

    /// A time in milliseconds as the field has it.
    fn time(&self, millis: i64) -> Value {
        let digits = self.shown.map(ToString::to_string).or_else(|| self.field.example.map(str::to_owned));
        let length = digits.unwrap_or_default().trim_matches('"').len();
        let seconds = self.field.unit == Some("s-epoch") || self.field.unit.is_none() && length == 10;
        number_or_text(self.ty, &if seconds { millis.div_euclid(1000) } else { millis }.to_string())
    }

    /// A length of time in milliseconds as the field counts it.
    fn count(&self, millis: i64) -> Value {
        let count = if self.field.unit == Some("ms") { millis } else { millis / 1000 };
        number_or_text(self.ty, &count.to_string())
    }
}

/// The lists whose items are what happened in a call, and the field that says what.
pub(super) fn event(fields: &'static [Field]) -> Option<&'static [&'static str]> {
    let named = |word: &str| fields.iter().find(|field| field.name.to_ascii_lowercase().contains(word));
    match named("event")?.ty {
        Type::Enum(values) => named("time").map(|_| values),
        _ => None,
    }
}

impl Step {
    /// What it says in place of the call: the value of a field, `Some(Value::Null)` where there is none.
    pub(super) fn say(&self, asked: &Asked<'_>) -> Option<Value> {
        let (in_menu, by_agent, last) = (self.place == "ivr", self.place == "agent", self.event == "End");
        Some(if asked.has(&["eventtype"]) {
            asked.word(self.place)
        } else if asked.has(&["event"]) {
            asked.word(self.event)
        } else if asked.has(&["time"]) {
            asked.time(self.from)
        } else if asked.has(&["duration"]) {
            asked.count(self.until - self.from)
        } else if asked.has(&["skillgroup"]) && in_menu
            || asked.has(&["agent"]) && !by_agent
            || asked.has(&["hang", "satisfaction"]) && !last
            || asked.has(&["help", "status"])
        {
            // It is of another step, or of nothing that happens here.
            Value::Null
        } else {
            return None;
        })
    }
}

impl Scene {
    /// How many items the list at this path has.
    pub(super) fn count(&self, path: &str) -> Option<usize> {
        let path = path.to_ascii_lowercase();
        let (above, name) = path.rsplit_once('.').unwrap_or(("", &path));
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if has(&["voicemail"]) {
            Some(usize::from(self.disposition == "voicemail"))
        } else if has(&["skillgroup"]) {
            // Those of the agent, or those that the call went through.
            Some(usize::from(if above.is_empty() { self.has_group() } else { self.has_agent() }))
        } else if has(&["agent", "record", "participant", "seat"]) {
            Some(usize::from(self.is_served()))
        } else if has(&["key"]) {
            Some(usize::from(if has(&["post"]) { self.rating().is_some() } else { self.has_chosen() }))
        } else {
            None
        }
    }

    /// The value of a field. `Some(Value::Null)` where this call has none.
    pub(super) fn say(&self, asked: &Asked<'_>) -> Option<Value> {
        let record = &asked.center.record;
        if asked.path == record.id || asked.has(&["contactid", "sessionid", "callid"]) {
            return Some(number_or_text(asked.ty, &self.id()));
        }
        if let Some(word) = self.word(asked) {
            return Some(number_or_text(asked.ty, word));
        }
        if asked.is(record.caller) || asked.is(record.callee) {
            return Some(self.number(asked.is(record.caller)).into());
        }
        if Some(asked.path) == record.duration {
            let from = if asked.center.counts_talk { self.times[3] } else { self.times[0] };
            return Some(asked.count(self.times[4] - from));
        }
        if asked.is_moment() {
            return Some(self.moment(asked).map_or(Value::Null, |time| asked.time(time)));
        }
        if asked.is_number()
            && let Some(millis) = self.duration(asked)
        {
            return Some(asked.count(millis));
        }
        None.or_else(|| self.group_or_agent(asked))
            .or_else(|| self.opinion(asked))
            .or_else(|| self.recording(asked))
            .or_else(|| self.line(asked))
            .or_else(|| self.key(asked))
            .or_else(|| self.other(asked))
    }

    fn id(&self) -> String {
        format!("{:010}", FIRST_ID + self.index)
    }

    /// The value that stands for how it went.
    fn word(&self, asked: &Asked<'_>) -> Option<&'static str> {
        let words = asked.center.record.words.iter().find(|(field, _)| asked.is(Some(field)));
        let Some((_, words)) = words else {
            let says_way = asked.is_text() && ["calltype", "callmode"].contains(&asked.name());
            return Some(self.way).filter(|way| says_way && !way.is_empty());
        };
        let means = |meaning: &str| words.iter().any(|(word, _)| *word == meaning);
        if means(self.direction) {
            Some(self.way)
        } else if means(self.disposition) {
            Some(self.ending)
        } else {
            words.first()?.1.first().copied()
        }
    }

    /// When it happened; nothing where it did not.
    fn moment(&self, asked: &Asked<'_>) -> Option<i64> {
        let [start, queued, ringing, answered, end] = self.times;
        let (time, happened) = if asked.path == asked.center.record.start {
            (start, true)
        } else if asked.has(&["accept", "establish", "answer", "connect"]) {
            (answered, self.is_served())
        } else if asked.has(&ENDS) {
            (end, true)
        } else if asked.has(&["ring"]) {
            (ringing, self.rang())
        } else if asked.has(&["queue"]) {
            (queued, self.has_queued())
        } else if asked.lower.split_once('.').is_some_and(|(above, _)| above.contains("record")) {
            (answered, self.is_served())
        } else {
            (start, true)
        };
        happened.then_some(time)
    }

    /// How long something took, in milliseconds, by what it is called.
    fn duration(&self, asked: &Asked<'_>) -> Option<i64> {
        let is_time = asked.name().ends_with("time") || asked.name().ends_with("duration");
        let [start, queued, ringing, answered, end] = self.times;
        if !is_time {
            return None;
        }
        Some(if asked.has(&["ivr"]) {
            queued - start
        } else if asked.has(&["queue"]) {
            ringing - queued
        } else if asked.has(&["wait"]) {
            // Until somebody answers.
            if self.is_inbound() { answered - queued } else { 0 }
        } else if asked.has(&["dial"]) && self.is_inbound() {
            0
        } else if asked.has(&["ring", "dial"]) && !asked.has(&["recording"]) {
            answered - ringing
        } else if asked.has(&["hold", "held"]) {
            self.held_seconds * 1000
        } else if asked.has(&["talk", "recording", "duration", "call"]) {
            end - answered
        } else {
            return None;
        })
    }

    /// Who served it, and which group.
    fn group_or_agent(&self, asked: &Asked<'_>) -> Option<Value> {
        if asked.has(&["skillgroup"]) {
            // Only who waited was in a queue.
            let there = if asked.name().starts_with("queue") { self.has_queued() } else { self.has_group() };
            return Some(if there { self.group_value(asked) } else { Value::Null });
        }
        let people = ["agent", "seat", "staff", "participant", "user"];
        let (text, number) = Some(asked)
            .filter(|asked| people.iter().any(|word| asked.lower.contains(word)))
            .and_then(|asked| self.agent_value(asked))?;
        Some(match asked.ty {
            _ if !self.has_agent() => Value::Null,
            Type::String => text.into(),
            ty => number_or_text(ty, &number.to_string()),
        })
    }

    fn group_value(&self, asked: &Asked<'_>) -> Value {
        let group = self.group();
        if !asked.is_text() {
            return number_or_text(asked.ty, &(101 + group).to_string());
        }
        if asked.has(&["id"]) {
            return numbered(asked.center.group_id.as_deref().unwrap_or("group"), group).into();
        }
        GROUP_NAMES.get(group).copied().into()
    }

    /// As text, and as a number.
    fn agent_value(&self, asked: &Asked<'_>) -> Option<(String, usize)> {
        let (name, number) = (asked.name(), 1001 + self.agent);
        let is_id = name.ends_with("id") || name.ends_with("ids");
        let text = if is_id && asked.has(&["agent", "seat", "staff", "user"]) {
            numbered(asked.center.agent_id.as_deref().unwrap_or("agent"), self.agent)
        } else if is_id {
            return None;
        } else if asked.has(&["mail"]) {
            format!("agent{:02}@example.com", self.agent + 1)
        } else if asked.has(&["phone"]) {
            format!("138{:08}", 10_000_000 + self.agent)
        } else if asked.has(&["staffnumber"]) {
            number.to_string()
        } else if name.ends_with("name") || name.ends_with("names") || name == "nick" {
            self.agent_name().to_owned()
        } else {
            return None;
        };
        Some((text, number))
    }

    fn agent_name(&self) -> &'static str {
        NAMES.get(self.agent).copied().unwrap_or_default()
    }

    /// How the customer liked it.
    fn opinion(&self, asked: &Asked<'_>) -> Option<Value> {
        if !asked.has(&["satisfaction", "feedback"]) {
            return None;
        }
        let rating = self.rating();
        Some(match asked.ty {
            Type::Boolean => self.is_asked().into(),
            Type::Enum(values) => one_of(values, self.hash(17)).filter(|_| self.is_asked()).into(),
            Type::String if asked.has(&["feedback"]) => {
                one_of(&COMPLAINTS, self.hash(19)).filter(|_| rating == Some(RATINGS.len() - 1)).into()
            }
            Type::String => {
                let without = if self.is_asked() { NOT_RATED } else { NOT_ASKED };
                let without = Some(without).filter(|word| asked.shows(word));
                rating.and_then(|rating| RATINGS.get(rating).copied()).or(without).into()
            }
            ty => rating.map_or(Value::Null, |rating| number_or_text(ty, &(rating + 1).to_string())),
        })
    }

    /// Recordings of the talk, and what the customer left.
    fn recording(&self, asked: &Asked<'_>) -> Option<Value> {
        if matches!(asked.ty, Type::Boolean) && asked.has(&["record"]) {
            return Some(self.is_served().into());
        }
        if !asked.is_text() || !asked.has(&["url", "filename", "filepath", "filedescription", "recordid"]) {
            return None;
        }
        let there = if asked.has(&["voicemail"]) { self.disposition == "voicemail" } else { self.is_served() };
        if !there || asked.has(&["custom", "asr"]) {
            return Some(Value::Null);
        }
        Some(if asked.has(&["recordid"]) {
            format!("{:016x}", self.hash(7)).into()
        } else if asked.has(&["filename"]) {
            format!("{}.wav", self.id()).into()
        } else if asked.has(&["filedescription"]) {
            // By the clock in China, as the samples have it.
            let second = Timestamp::from_millis(self.times[3].saturating_add(CLOCK)).utc_second();
            let digits: String = second.chars().filter(char::is_ascii_digit).collect();
            format!("{digits}-{}", self.agent_name()).into()
        } else {
            format!("https://records.example.com/{}.wav", self.id()).into()
        })
    }

    /// Numbers, where they belong, and why one did not answer.
    fn line(&self, asked: &Asked<'_>) -> Option<Value> {
        // The network says so of a line that was called.
        if asked.has(&["earlymedia"]) {
            let said = asked.values().iter().find(|value| value.eq_ignore_ascii_case(self.ending));
            return Some(said.filter(|_| !self.is_inbound() && !self.is_served()).copied().into());
        }
        if !asked.is_text() {
            return None;
        }
        let calls = match (asked.has(&["caller", "calling"]), asked.has(&["callee", "called"])) {
            (true, _) => true,
            (_, true) => false,
            _ => self.is_inbound(),
        };
        if asked.has(&["location"]) {
            let (province, city) = self.place(calls);
            let shows_both = asked.shown.and_then(Value::as_str).is_some_and(|shown| shown.contains('-'));
            return Some(if shows_both { format!("{province}-{city}").into() } else { city.into() });
        }
        // Where the numbers are not hidden, none stands for them or between them.
        if asked.has(&["protected", "additional"]) {
            return Some(Value::Null);
        }
        if asked.has(&["broker", "privacynumber"]) {
            let number = format!("0108889{:04}", 1000 + self.customer_hash() % 9000);
            return Some(if self.is_private() { number.into() } else { Value::Null });
        }
        asked.has(&["phone", "number", "caller", "callee"]).then(|| self.number(calls).into())
    }

    /// Whether the customer chose a group in the menu.
    fn has_chosen(&self) -> bool {
        self.has_queued() && self.index.is_multiple_of(2)
    }

    /// The keys that the customer pressed: for a group in the menu, or to rate the call.
    fn key(&self, asked: &Asked<'_>) -> Option<Value> {
        if !asked.is_text() || !asked.lower.contains("key") {
            return None;
        }
        let (at, labels) = if asked.lower.contains("post") {
            (self.rating()?, &RATINGS[..])
        } else {
            (self.group(), &GROUP_NAMES[..])
        };
        if asked.has(&["label"]) {
            return Some(labels.get(at).copied().into());
        }
        asked.has(&["key"]).then(|| (at + 1).to_string().into())
    }

    /// What else is said of a call, and is to fit the rest.
    fn other(&self, asked: &Asked<'_>) -> Option<Value> {
        if asked.has(&["hungup", "initiator", "hanguper", "releaseagent"]) {
            let [agent, customer] = asked.center.sides();
            return Some(asked.word(match self.ended_by() {
                Side::Agent => agent,
                Side::Customer => customer,
                Side::System => "system",
            }));
        }
        // The page shows it of a call that was ended before anybody answered.
        if asked.has(&["releasereason"]) {
            let ended = !self.is_served() && self.stage == Stage::Ring;
            return Some(asked.shown.filter(|_| ended).cloned().into());
        }
        // There is one participant at most, and it is the first.
        if asked.is_number() && asked.name() == "sequence" {
            return Some(0.into());
        }
        // `EndStatus` beside `EndStatusString`: its number.
        let beside = asked.center.record.words.iter().find(|(field, _)| {
            let field = field.to_ascii_lowercase();
            asked.is_number() && field != asked.name() && field.starts_with(asked.name())
        });
        if let Some((_, words)) = beside {
            let at = words.iter().position(|(meaning, _)| *meaning == self.disposition).unwrap_or_default();
            return Some(number_or_text(asked.ty, &(at + 1).to_string()));
        }
        // Of what a page shows nothing, nothing is made up.
        (asked.is_text() && asked.shown.is_none()).then_some(Value::Null)
    }

    /// Whether the number of a side is a customer's.
    fn is_customers(&self, calls: bool) -> bool {
        match self.direction {
            "internal" => false,
            "inbound" => calls,
            _ => !calls,
        }
    }

    /// Of the side that calls, or of the other one.
    fn number(&self, calls: bool) -> String {
        if self.is_customers(calls) {
            return format!("13{:09}", self.customer_hash() % 1_000_000_000);
        }
        match self.direction {
            "internal" => (8001 + if calls { self.agent } else { self.colleague }).to_string(),
            _ => format!("0108888{:04}", 1000 + self.agent % LINES),
        }
    }

    /// The province and the city of a side.
    fn place(&self, calls: bool) -> (&'static str, &'static str) {
        let chance = if self.is_customers(calls) { self.customer_hash() / 7 } else { 0 };
        one_of(&PLACES, chance).unwrap_or_default()
    }
}

fn one_of<T: Copy>(all: &[T], chance: u64) -> Option<T> {
    let at = usize::try_from(chance % (all.len() as u64).max(1)).ok()?;
    all.get(at).copied()
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

/// The example's form, the same for the same number and another for another: other digits where it has enough of them,
/// otherwise the number behind its first word.
fn numbered(example: &str, number: usize) -> String {
    // Several may be shown; one is served.
    let example = example.split([',', '，']).next().unwrap_or_default();
    if example.bytes().filter(u8::is_ascii_digit).count() >= 4 {
        let mut random = fastrand::Rng::with_seed(number as u64 + 1);
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
            let all: std::collections::BTreeSet<String> =
                (0..NAMES.len()).map(|agent| numbered(example, agent)).collect();
            assert_eq!(all.len(), NAMES.len(), "{example}");
            assert_eq!(numbered(example, 3), numbered(example, 3));
        }
        assert_eq!(numbered("agent@ccc-test", 6), "agent07@ccc-test");
    }
}

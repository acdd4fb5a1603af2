//! Whether made-up calls could have happened: ten thousand of each API, by rules that every call obeys.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use ccc_api::runtime::CallRecord;
use serde_json::Value;

use super::*;

const CALLS: usize = 10_000;

/// Every record of an operation, as the wire has it.
fn records<R: Request>(emulator: &Emulator, list: &str, page: impl Fn(usize) -> R) -> Vec<Value> {
    let mut all = Vec::new();
    for number in 0..CALLS / 100 {
        let response = emulator.answer(&Caller::default().signed(&page(number))).response;
        let mut value: Value = serde_json::from_slice(response.body()).expect("JSON");
        for step in list.split('.') {
            value = value[step].take();
        }
        all.extend(value.as_array().expect("a list").clone());
    }
    assert_eq!(all.len(), CALLS);
    all
}

/// What a record says under any of these names; 0 is nothing.
fn number(record: &Value, names: &[&str]) -> Option<i64> {
    let value = names.iter().find_map(|name| record.get(*name))?;
    let number = value.as_i64().or_else(|| value.as_str()?.parse().ok())?;
    Some(number).filter(|number| *number != 0)
}

fn text<'v>(record: &'v Value, names: &[&str]) -> Option<&'v str> {
    names.iter().find_map(|name| record.get(*name))?.as_str().filter(|text| !text.is_empty())
}

/// The items of a list, in its wrapper or without one.
fn items<'v>(record: &'v Value, name: &str) -> Vec<&'v Value> {
    let Some(list) = record.get(name) else { return Vec::new() };
    let list = list.as_object().and_then(|wrapped| wrapped.values().next()).unwrap_or(list);
    list.as_array().map(|items| items.iter().collect()).unwrap_or_default()
}

/// Every text of a record.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// The vendors' word for "some text", and what could be made of it.
fn is_placeholder(text: &str) -> bool {
    ["abc", "xxx", "无"].contains(&text.trim_end_matches(|letter: char| letter.is_ascii_digit()))
}

/// Whether a record has something of this name.
fn has(record: &Value, name: &str) -> bool {
    number(record, &[name]).is_some() || text(record, &[name]).is_some() || !items(record, name).is_empty()
}

/// What customers say of a call, by their keys; and what is said instead of it.
const RATINGS: [&str; 3] = ["满意", "一般", "不满意"];
const UNRATED: [&str; 2] = ["未发送", "未评价"];

/// What the records of an API have in common beside each.
#[derive(Default)]
struct Known {
    ids: BTreeSet<String>,
    /// By number: where it is.
    places: BTreeMap<String, String>,
    /// Calls between two places.
    apart: usize,
    /// The numbers of agents among each other, and their names.
    extensions: BTreeMap<String, String>,
    /// By hour, as it is in China.
    hours: [usize; 24],
    /// Who served a call and who the next one.
    turns: BTreeSet<(String, String)>,
    last: String,
    /// By id: name and group.
    agents: BTreeMap<String, (Option<String>, Option<String>)>,
    callers: BTreeSet<String>,
    /// From when to when each of them, agent or customer, was in a call.
    busy: BTreeMap<String, Vec<(i64, i64)>>,
    contradictions: Vec<String>,
}

impl Known {
    fn rule(&mut self, holds: bool, what: &str, record: &Value) {
        if !holds {
            self.contradictions.push(format!("{what}: {record}"));
        }
    }

    fn take(&mut self, record: &Value, disposition: &str, unit: i64) {
        let id = text(record, &["ContactId", "SessionId"]).expect("an id").to_owned();
        let fresh = self.ids.insert(id);
        self.rule(fresh, "two calls of one id", record);
        self.rule(!texts(record).into_iter().any(is_placeholder), "a placeholder", record);
        let empty_items = ["[null", ",null"].iter().any(|item| record.to_string().contains(item));
        self.rule(!empty_items, "a list with nothing in it", record);
        // What happened when.
        let names: [&[&str]; 5] = [
            &["StartTime", "StartTimestamp"],
            &["QueuedTimestamp"],
            &["RingTimestamp"],
            &["EstablishedTime", "AcceptTimestamp"],
            &["ReleaseTime", "EndedTimestamp"],
        ];
        let times: Vec<Option<i64>> = names.iter().map(|names| number(record, names)).collect();
        let there: Vec<i64> = times.iter().flatten().copied().collect();
        self.rule(there.is_sorted() && !there.is_empty(), "times out of order", record);
        let answered = disposition == "answered";
        let duration = number(record, &["Duration", "CallDuration"]).unwrap_or_default();
        let start = times[0].unwrap_or_default();
        let hour = (start * 1000 / unit / 3_600_000 + 8).rem_euclid(24);
        self.hours[usize::try_from(hour).expect("an hour")] += 1;
        // A call takes from its start to its end, unless there is no other field for the talk.
        let end = times[4].or(Some(start + duration * unit));
        if let Some(end) = times[4] {
            self.rule(times[3].is_some() == answered, "answered or not", record);
            let talk = times[3].map_or(0, |answer| (end - answer) / unit);
            let whole = record.get("TalkTime").is_some();
            let took = if whole { (end - start) / unit } else { talk };
            self.rule(took == duration, "the duration is of something else", record);
            self.rule(answered == (talk > 0), "talk of a call that nobody took, or none of one that was", record);
            for name in ["TalkTime", "RecordingDuration"] {
                let time = record.get(name).and_then(Value::as_i64);
                self.rule(time.is_none_or(|time| time == talk), name, record);
            }
        }
        let parts = ["IvrTime", "QueueTime", "RingTime", "TalkTime", "WaitTime"];
        let parts = parts.map(|name| record.get(name).and_then(Value::as_i64));
        if let ([Some(menu), Some(queue), Some(ring), Some(talk), Some(wait)], Some(start), Some(end)) =
            (parts, times[0], times[4])
        {
            self.rule(menu + queue + ring + talk == (end - start) / unit, "the parts do not add up", record);
            let inbound = record["ContactType"] == "Inbound";
            self.rule(wait == if inbound { queue + ring } else { 0 }, "waited for something else", record);
        }
        for recording in items(record, "Recordings") {
            let from = number(recording, &["StartTime"]);
            let until = from.zip(number(recording, &["Duration"])).map(|(from, took)| from + took * unit);
            self.rule(answered && until <= end && until > times[0], "a recording beyond its call", record);
            self.rule(from.is_none_or(|start| Some(start) >= times[0]), "recorded before it began", record);
            self.recording(recording, record);
        }
        // Where it ended, and what it cannot have been before.
        let ending = text(record, &["ContactDisposition", "EndStatusString"]).unwrap_or_default();
        let way = record.get("ContactType").or_else(|| record.get("Direction")).map(Value::to_string);
        let inbound = way.as_deref().is_some_and(|way| way == "\"Inbound\"" || way == "0");
        let in_menu = ["AbandonedInContactFlow", "AbandonedInIVR", "IVRException", "ivrGiveUp"].contains(&ending);
        let in_queue = ["AbandonedInQueue", "QueueOverflow", "QueuingOverflow", "waitingGiveUp"].contains(&ending);
        let by_other = [
            "NoAnswer",
            "Busy",
            "Rejected",
            "Reject",
            "notAnswer",
            "userReject",
            "numberNotExist",
            "numberInvalid",
            "powerOff",
            "notInService",
            "carrierBlocked",
            "calleeRestricted",
            "operatorError",
            "callerCancelWithoutRing",
        ]
        .contains(&ending);
        self.rule(inbound || !(in_menu || in_queue), "a call that goes out met a menu or a queue", record);
        self.rule(!inbound || !by_other, "a call that came in was not taken by the one who called", record);
        let rang = number(record, &["RingTime", "RingTimestamp"]).is_some();
        self.rule(!rang || !(in_menu || in_queue), "it rang and never came to anybody", record);
        let group = text(record, &["SkillGroupNames", "SkillGroup"]).is_some();
        self.rule(!group || !in_menu, "a group of a call that left in the menu", record);
        self.rule(text(record, &["EarlyMediaState"]).is_none() || !inbound, "why the caller did not answer", record);
        let recorded = text(record, &["RecordURL", "RecordId"]).is_some() || record["RecordingReady"] == true;
        self.rule(!recorded || answered, "a recording of no talk", record);
        let rated = record.as_object().expect("an object").iter().any(|(name, value)| {
            let unrated = value.as_str().is_some_and(|value| UNRATED.contains(&value));
            name.starts_with("Satisfaction") && !value.is_null() && *value != false && !unrated
        });
        self.rule(!rated || answered, "a talk that was rated and never was", record);
        self.rule(
            !rated || record.get("SatisfactionSurveyOffered") != Some(&Value::Bool(false)),
            "rated without being asked",
            record,
        );
        self.rule(!answered || text(record, &["EarlyMediaState"]).is_none(), "answered, and why it was not", record);
        // Who served it.
        let agents = items(record, "Agents");
        let seat = record.get("SeatUser");
        let agent = text(record, &["AgentIds"])
            .or_else(|| seat.and_then(|seat| text(seat, &["UserId"])))
            .or_else(|| agents.first().and_then(|agent| text(agent, &["AgentId"])));
        // Some calls the system makes before it knows for whom.
        let predicted = way.as_deref().is_some_and(|way| way.contains("Predict"));
        let name = text(record, &["AgentNames"]).or_else(|| seat.and_then(|seat| text(seat, &["Name"])));
        self.rule(name.is_some() == (answered || !inbound && !predicted), "served or called, and by whom", record);
        self.rule(agents.is_empty() || answered, "agents in a call that nobody took", record);
        self.rule(agent.is_some() || !answered, "served by nobody", record);
        self.turns.extend(name.map(|name| (std::mem::replace(&mut self.last, name.to_owned()), name.to_owned())));
        self.ended(record, disposition, inbound);
        self.rated(record, rated, way.as_deref() == Some("\"Internal\""));
        self.lines(record, way.as_deref().is_some_and(|way| way.contains("Privacy")));
        self.menu(record, answered);
        self.seat(record);
        let numbers = ["CallingNumber", "CalledNumber", "Caller", "Callee"].map(|name| text(record, &[name]));
        // The center's own lines take many calls at once.
        let customers = numbers.into_iter().flatten().filter(|number| number.starts_with("13"));
        let colleagues: Vec<&str> = numbers.into_iter().flatten().filter(|number| number.len() == 4).collect();
        if let (&[caller, callee], Some(name)) = (colleagues.as_slice(), name) {
            let same = self.extensions.entry(caller.to_owned()).or_insert_with(|| name.to_owned()) == name;
            self.rule(same && caller != callee, "agents who call as each other", record);
        }
        let customers = customers.chain(colleagues.last().copied());
        for person in name.into_iter().chain(customers) {
            self.busy.entry(person.to_owned()).or_default().extend(times[0].zip(end));
        }
        if let Some(agent) = agent {
            let group = text(record, &["SkillGroupNames", "SkillGroup"]);
            let known = (name.map(str::to_owned), group.map(str::to_owned));
            let same = self.agents.entry(agent.to_owned()).or_insert_with(|| known.clone()) == &known;
            self.rule(same, "an agent of another name or group than before", record);
        }
        self.callers.extend(text(record, &["CallingNumber", "Caller"]).map(str::to_owned));
    }

    /// Who ended it, in the words of the page.
    fn ended(&mut self, record: &Value, disposition: &str, inbound: bool) {
        let (side, words) = match (text(record, &["HungUpSide"]), text(record, &["ReleaseInitiator"])) {
            (Some(side), _) => (side, ["seat", "user", "system"]),
            (_, Some(side)) => (side, ["agent", "customer", "system"]),
            _ => return,
        };
        let fits: &[&str] = match disposition {
            "answered" => &words[..2],
            "abandoned" | "voicemail" if inbound => &words[1..2],
            "overflowed" | "failed" | "busy" => &words[2..],
            _ => &words,
        };
        self.rule(fits.contains(&side), "ended by somebody else", record);
    }

    /// What the customer thinks of it: the key, its word, and a complaint only of who has one.
    fn rated(&mut self, record: &Value, rated: bool, internal: bool) {
        let offered = record.get("SatisfactionSurveyOffered") == Some(&Value::Bool(true));
        self.rule(!internal || !rated && !offered, "an agent rated as by a customer", record);
        let key = number(record, &["Satisfaction", "SatisfactionIndex"]);
        let word = text(record, &["SatisfactionDesc", "SatisfactionDescription"]);
        let expected =
            key.map(|key| usize::try_from(key).ok().and_then(|key| RATINGS.get(key.wrapping_sub(1))).copied());
        self.rule(key.is_none() || expected.flatten() == word, "a key and another's word", record);
        let says_why = record.get("SatisfactionDesc").is_none() || word.is_some_and(|word| UNRATED.contains(&word));
        self.rule(key.is_some() || word.is_none() || says_why, "a word without its key", record);
        let complains = std::iter::once(record).chain(items(record, "Agents")).any(|of| has(of, "Feedback"));
        self.rule(!complains || word == Some(RATINGS[2]), "a complaint of who has none", record);
        for agent in items(record, "Agents") {
            let own = text(agent, &["Satisfaction"]);
            self.rule(own.is_none() || own == word, "the call and its agent are rated differently", record);
        }
        for post in items(record, "PostIVRKeyPressed") {
            let (key, label) = (text(post, &["Key"]).and_then(|key| key.parse::<usize>().ok()), text(post, &["Label"]));
            let expected = key.and_then(|key| RATINGS.get(key.wrapping_sub(1))).copied();
            self.rule(expected.is_some() && expected == label, "a key and another's word", record);
        }
    }

    /// Numbers: each in one place, and none between the sides that are not hidden.
    fn lines(&mut self, record: &Value, private: bool) {
        let sides = [(["CallingNumber", "Caller"], "CallerLocation"), (["CalledNumber", "Callee"], "CalleeLocation")];
        for (names, location) in sides {
            let (Some(number), Some(place)) = (text(record, &names), text(record, &[location])) else { continue };
            let same = self.places.entry(number.to_owned()).or_insert_with(|| place.to_owned()) == place;
            self.rule(same, "a number in two places", record);
            self.rule(!number.starts_with("010") || place.contains("北京"), "a number of another place", record);
        }
        let places = ["CallerLocation", "CalleeLocation"].map(|name| text(record, &[name]));
        self.apart += usize::from(places[1].is_some() && places[0] != places[1]);
        self.rule(private || !has(record, "Broker"), "a number between two that are not hidden", record);
        let broker = text(record, &["Broker"]);
        let own = [text(record, &["CallingNumber"]), text(record, &["CalledNumber"])];
        self.rule(broker.is_none() || !own.contains(&broker), "a number that hides itself", record);
        self.rule(!has(record, "AdditionalBroker"), "a second number that hides none", record);
        for (hidden, shown) in [("ProtectedCaller", "Caller"), ("ProtectedCallee", "Callee")] {
            self.rule(
                has(record, hidden) != has(record, shown) || record.get(shown).is_none(),
                "hidden and shown",
                record,
            );
        }
    }

    /// The keys that were pressed, and the queue.
    fn menu(&mut self, record: &Value, answered: bool) {
        let plain: Vec<&str> = items(record, "IVRKeyPressed").into_iter().filter_map(Value::as_str).collect();
        let known: Vec<&str> =
            items(record, "IVRKeyPressedEx").into_iter().filter_map(|key| text(key, &["Key"])).collect();
        self.rule(plain == known, "other keys than were pressed", record);
        self.rule(answered || !has(record, "PostIVRKeyPressed"), "rated a talk that never was", record);
        let queued = has(record, "QueuedTimestamp");
        for name in ["QueuedSkillGroupId", "QueuedSkillGroupName"] {
            self.rule(record.get(name).is_none() || has(record, name) == queued, "a queue of who never waited", record);
        }
    }

    /// The agent, the same wherever the record names one, and the center that was asked for.
    fn seat(&mut self, record: &Value) {
        if let Some(seat) = record.get("SeatUser") {
            self.rule(has(seat, "UserId") == has(seat, "SkillGroupNameList"), "an agent of no group", record);
        }
        for (place, participant) in items(record, "ServeParticipants").into_iter().enumerate() {
            self.rule(participant["Sequence"] == place, "a participant in another's place", record);
        }
        let instance = record.get("InstanceId");
        self.rule(instance.is_none_or(|id| id == "i"), "another call center", record);
    }

    fn recording(&mut self, recording: &Value, record: &Value) {
        for name in ["ContactType", "CallingNumber", "CalledNumber", "ContactId", "InstanceId"] {
            let same = recording.get(name).is_none_or(|value| Some(value) == record.get(name));
            self.rule(same, "a recording of another call", record);
        }
        let agents = items(record, "Agents");
        let same = recording.get("AgentId") == agents.first().and_then(|agent| agent.get("AgentId"));
        self.rule(
            same && recording.get("AgentName") == record.get("AgentNames"),
            "a recording of another agent",
            record,
        );
        let named = text(recording, &["FileDescription"]).zip(text(record, &["AgentNames"]));
        self.rule(named.is_none_or(|(file, name)| file.ends_with(name)), "a file of another agent", record);
        let hour = number(recording, &["StartTime"]).map(|start| (start / 3_600_000 + 8).rem_euclid(24));
        let named = text(recording, &["FileDescription"]).and_then(|file| file.get(8..10)?.parse().ok());
        self.rule(named.is_none() || named == hour, "a file of another hour", record);
    }

    fn check(&mut self, api: &str) {
        for (number, name) in &self.extensions {
            let calls = self.busy.remove(number).unwrap_or_default();
            self.busy.entry(name.clone()).or_default().extend(calls);
        }
        for (person, calls) in &mut self.busy {
            calls.sort_unstable();
            let twice = calls.windows(2).find(|pair| pair[1].0 < pair[0].1);
            self.contradictions.extend(twice.map(|pair| format!("{person} in two calls at once: {pair:?}")));
        }
        let (agents, callers, turns) = (self.agents.len(), self.callers.len(), self.turns.len());
        let day: usize = self.hours[9..18].iter().sum();
        println!(
            "{api}: {CALLS} calls, {} contradictions, {agents} agents in {turns} turns, {callers} callers, {day} calls \
             from 9 to 18 h, {} between two places",
            self.contradictions.len(),
            self.apart,
        );
        assert!(
            self.contradictions.is_empty(),
            "{api}: {:#?}",
            &self.contradictions[..self.contradictions.len().min(3)]
        );
        assert!(agents >= 20, "{api}: {agents} agents");
        assert!(turns > agents * agents / 2, "{api}: agents take {turns} turns");
        assert!((CALLS * 7 / 10..CALLS * 9 / 10).contains(&day), "{api}: {day} calls by day");
        assert!(self.hours.iter().all(|calls| *calls > 0), "{api}: {:?}", self.hours);
        assert!(api != "2020" || self.apart > CALLS / 2, "{api}: {} calls between places", self.apart);
        assert!((20..CALLS / 2).contains(&callers), "{api}: {callers} callers");
    }
}

#[test]
fn ten_thousand_calls_of_each_api_do_not_contradict_themselves() {
    let emulator = &*BUSY;
    macro_rules! api {
        ($name:literal, $list:literal, $unit:literal, $request:expr, $decoded:ident: $output:ty => $items:expr) => {
            let mut known = Known::default();
            let all = records(emulator, $list, $request);
            let body = |record: &Value| {
                let (mut value, steps): (Value, Vec<&str>) = (serde_json::json!([record]), $list.split('.').collect());
                for step in steps.iter().rev() {
                    value = serde_json::json!({ *step: value });
                }
                value.to_string()
            };
            for record in &all {
                let mut $decoded = <$output>::decode_json(body(record).as_bytes()).expect("it decodes");
                $decoded.findings.strict().expect("it fits");
                let call = CallRecord::from($items.remove(0));
                let disposition = call.disposition.expect("a disposition").as_str().to_owned();
                assert!(call.direction.is_some());
                known.take(record, &disposition, $unit);
            }
            known.check($name);
        };
    }
    api!("2017 details", "CallDetailRecords.List.CallDetailRecord", 1000,
        |page| details2017(i32::try_from(page).expect("few") + 1, 100),
        output: Details2017 => output.call_detail_records.list);
    api!("2017 recent", "CallDetailRecords.List.CallDetailRecord", 1000,
        |page| recent(i32::try_from(page).expect("few") + 1, 100),
        output: Recent => output.call_detail_records.list);
    api!("2020", "Data.List", 1000,
        |page| details2020(i32::try_from(page).expect("few") + 1, 100),
        output: Details2020 => output.data.list);
    api!("Tencent", "Response.TelCdrList", 1,
        |page| tel_cdr(i64::try_from(page).expect("few"), 100),
        output: DescribeTelCdr => output.tel_cdr_list);
}

#[test]
fn a_test_brings_its_own_records() {
    let own = [
        r#"{"ContactId": "c-2", "StartTime": 1793500000000, "ContactType": "Inbound", "Agents": [{"AgentId": "a-1"}]}"#,
        r#"{"ContactId": "c-1", "StartTime": 1793491200000, "Duration": "7"}"#,
    ];
    let emulator = || Emulator::new(ccc_api::SCHEMAS).clock(|| NOW);
    let with = emulator().records_of::<Details2017>(own).expect("they fit");
    let ask = |request: &Details2017| Caller::default().ask(&with, request).expect("a page").call_detail_records;
    let all = ask(&details2017(1, 10));
    let ids: Vec<_> = all.list.iter().filter_map(|call| call.contact_id.as_deref()).collect();
    assert_eq!((ids.as_slice(), all.total_count), (&["c-1", "c-2"][..], Some(2)));
    assert_eq!(all.list[1].agents[0].agent_id.as_deref(), Some("a-1"));
    assert_eq!(ask(&details2017(1, 10).contact_type(["Inbound"])).list.len(), 1);
    assert_eq!(ask(&details2017(1, 10).stop_time(START)).list[0].contact_id.as_deref(), Some("c-1"));
    // Another operation answers as before.
    assert!(Caller::default().ask(&with, &details2020(1, 10)).is_ok());
    let refused = |record: &str| emulator().records_of::<Details2017>([record]).expect_err("refused").to_string();
    assert_eq!(refused("[]"), "record 0 is no JSON object");
    assert!(refused("{").starts_with("record 0 is no JSON: "));
    assert!(
        refused(r#"{"Duration": "long"}"#).starts_with("CallDetailRecords.List[0].Duration: expected a whole number")
    );
    // The index is the caller's, whatever the order in time.
    let [first, second] = own;
    let odd = r#"{"ContactId": "c-3", "StartTime": 1, "Duration": "long"}"#;
    let refusal = emulator().records_of::<Details2017>([first, second, odd]).expect_err("refused").to_string();
    assert!(refusal.starts_with("CallDetailRecords.List[2].Duration: "), "{refusal}");
    assert_eq!(refused(r#"{"Lenght": 7}"#), "record 0: Lenght is no field that the page lists");
    // Our decoder reads other cases; the page lists none of them.
    assert_eq!(refused(r#"{"ContactID": "1"}"#), "record 0: ContactID is no field that the page lists");
    let deep = r#"{"Agents": {"CallDetailAgent": [{"AgentID": "1"}]}}"#;
    assert_eq!(refused(deep), "record 0: Agents.AgentID is no field that the page lists");
}

/// What two operations say of a call in fields of the same name.
fn differ(one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => one.iter().find_map(|(name, value)| {
            let found = differ(value, other.get(name)?)?;
            Some(format!("{name}.{found}"))
        }),
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            one.iter().zip(other).find_map(|(one, other)| differ(one, other))
        }
        _ => (one != other).then(|| format!("{one} or {other}")),
    }
}

fn calls2017(emulator: &Emulator) -> [Vec<Value>; 2] {
    const LIST: &str = "CallDetailRecords.List.CallDetailRecord";
    let page = |page| i32::try_from(page).expect("few") + 1;
    [
        records(emulator, LIST, |number| details2017(page(number), 100)),
        records(emulator, LIST, |number| recent(page(number), 100)),
    ]
}

/// Of so many calls; they are made once.
static BUSY: LazyLock<Emulator> =
    LazyLock::new(|| Emulator::new(ccc_api::SCHEMAS).records(CALLS).seed(5).period(START, END).clock(|| NOW));

#[test]
fn operations_of_an_api_agree_on_each_call() {
    let [details, recent] = calls2017(&BUSY);
    let differences: Vec<String> = details.iter().zip(&recent).filter_map(|(one, other)| differ(one, other)).collect();
    println!("2017 details and recent: {CALLS} calls, {} differ", differences.len());
    assert!(differences.is_empty(), "{:#?}", &differences[..differences.len().min(3)]);
}

/// What is told of one call is what its record says, and happens in order.
#[test]
fn the_events_of_a_call_are_those_of_its_record() {
    let emulator = &*BUSY;
    let [details, _] = calls2017(emulator);
    let mut told = 0;
    for record in &details {
        let id = text(record, &["ContactId"]).expect("an id");
        let body = emulator.answer(&Caller::default().signed(&Events::new(id, "i"))).response.into_body();
        let output = Events::decode_json(&body).expect("it decodes");
        output.findings.strict().expect("it fits");
        let data = serde_json::from_slice::<Value>(&body).expect("JSON")["Data"].take();
        assert_eq!(data["Caller"], record["CallingNumber"], "{data} {record}");
        assert_eq!(data["Callee"], record["CalledNumber"], "{data} {record}");
        assert_eq!(data["CallType"], record["ContactType"], "{data} {record}");
        assert_eq!(number(&data, &["StartTime"]), number(record, &["StartTime"]), "{data} {record}");
        let events = items(&data, "Events");
        assert_eq!(events.len(), output.data.events.len());
        let times: Vec<i64> = events.iter().filter_map(|event| number(event, &["TimeStamp"])).collect();
        let start = number(record, &["StartTime"]).expect("a start");
        let end = start + number(record, &["Duration"]).unwrap_or_default() * 1000;
        assert!(!events.is_empty() && times.len() == events.len() && times.is_sorted(), "{data}");
        assert!(times.iter().all(|time| (start..=end).contains(time)) && times[0] == start, "{data} {record}");
        for event in &events {
            let name = &event["AgentName"];
            assert!(name.is_null() || *name == record["AgentNames"], "{data} {record}");
            assert_eq!(event["CallMode"], record["ContactType"], "{data}");
            let until = number(event, &["TimeStamp"]).zip(Some(number(event, &["Duration"]).unwrap_or_default()));
            assert!(until.is_some_and(|(from, took)| from + took * 1000 <= end), "{data} {record}");
        }
        let reason = text(&data, &["ReleaseReason"]);
        assert!(reason.is_none_or(|reason| reason == "487-Request Terminated"), "{data}");
        let happened = |name: &str| events.iter().any(|event| event["Event"] == name);
        let (inbound, ending) = (record["ContactType"] == "Inbound", &record["ContactDisposition"]);
        assert_eq!(happened("Talk"), ending == "Success", "{data} {record}");
        assert_eq!((happened("EnterIVR"), happened("Dial")), (inbound, !inbound), "{data} {record}");
        assert_eq!(happened("EnterQueue"), inbound && text(record, &["SkillGroupNames"]).is_some(), "{data} {record}");
        for ending in ["AbandonedInQueue", "AbandonedRing"] {
            assert_eq!(happened(ending), record["ContactDisposition"] == ending, "{data} {record}");
        }
        told += events.len();
    }
    println!("2017 events: {CALLS} calls, {told} events");
    // What the service says of a call that never was is not known; nothing happened in it.
    for unknown in ["1", "abc", "1000010000"] {
        let output = Caller::default().ask(emulator, &Events::new(unknown, "i")).expect("an answer");
        assert_eq!((output.data.events.len(), output.data.start_time), (0, None));
    }
}

/// Records say which call center was asked, whatever it is called.
#[test]
fn records_are_of_the_center_that_was_asked_for() {
    const NAME: &str = "a\"<&>b";
    const XML: &[(&str, &str)] = &[("accept", "application/xml")];
    let emulator = emulator();
    let body = |headers| {
        let caller = Caller { scheme: Some(ccc_api::Scheme::Acs3), headers, ..Caller::default() };
        emulator.answer(&caller.signed(&Recent::new(NAME).page_number(1).page_size(9))).response.into_body()
    };
    let lists = [Recent::decode_json(&body(&[])).expect("JSON"), Recent::decode_xml(&body(XML)).expect("XML")];
    for call in lists.into_iter().flat_map(|output| output.call_detail_records.list) {
        assert_eq!(call.instance_id.as_deref(), Some(NAME));
        assert!(call.recordings.iter().all(|recording| recording.instance_id.as_deref() == Some(NAME)));
    }
}

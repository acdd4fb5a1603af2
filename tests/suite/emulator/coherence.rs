//! Whether made-up calls could have happened: ten thousand of each API, by rules that every call obeys.

use std::collections::{BTreeMap, BTreeSet};

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

/// What the records of an API have in common beside each.
#[derive(Default)]
struct Known {
    ids: BTreeSet<String>,
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
        self.rule(!record.to_string().contains("\"abc\""), "a placeholder", record);
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
        // Without a time of the end, the duration leads to it; otherwise it is that of the talk.
        let end = times[4].or_else(|| times[0].map(|start| start + duration * unit));
        if let Some(end) = times[4] {
            self.rule(times[3].is_some() == answered, "answered or not", record);
            if let Some(answer) = times[3] {
                // Seconds may be cut at either end.
                self.rule(((end - answer) / unit - duration).abs() <= 1, "talk is not from answer to end", record);
            }
            self.rule(answered == (duration > 0), "talk of a call that nobody took, or none of one that was", record);
        }
        for name in ["TalkTime", "RecordingDuration"] {
            if let Some(time) = record.get(name).and_then(Value::as_i64) {
                self.rule(time == duration, name, record);
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
        }
        // Where it ended, and what it cannot have been before.
        let ending = text(record, &["ContactDisposition", "EndStatusString"]).unwrap_or_default();
        let way = record.get("ContactType").or_else(|| record.get("Direction")).map(Value::to_string);
        let inbound = way.as_deref().is_some_and(|way| way == "\"Inbound\"" || way == "0");
        let in_menu = ["AbandonedInContactFlow", "AbandonedInIVR", "IVRException", "ivrGiveUp"].contains(&ending);
        let in_queue = ["AbandonedInQueue", "QueueOverflow", "QueuingOverflow", "waitingGiveUp"].contains(&ending);
        let by_other = ["NoAnswer", "Busy", "Rejected", "Reject", "notAnswer", "userReject"].contains(&ending);
        self.rule(inbound || !(in_menu || in_queue), "a call that goes out met a menu or a queue", record);
        self.rule(!inbound || !by_other, "a call that came in was not taken by the one who called", record);
        let rang = number(record, &["RingTime", "RingTimestamp"]).is_some();
        self.rule(!rang || !(in_menu || in_queue), "it rang and never came to anybody", record);
        let group = text(record, &["SkillGroupNames", "SkillGroup"]).is_some();
        self.rule(!group || !in_menu, "a group of a call that left in the menu", record);
        self.rule(text(record, &["EarlyMediaState"]).is_none() || !inbound, "why the caller did not answer", record);
        let recorded = text(record, &["RecordURL", "RecordId"]).is_some() || record["RecordingReady"] == true;
        self.rule(!recorded || answered, "a recording of no talk", record);
        let rated = record
            .as_object()
            .expect("an object")
            .iter()
            .any(|(name, value)| name.starts_with("Satisfaction") && !value.is_null() && *value != false);
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
        self.rule(agent.is_some() == answered, "served or not", record);
        let numbers = ["CallingNumber", "CalledNumber", "Caller", "Callee"].map(|name| text(record, &[name]));
        // The center's own lines take many calls at once.
        let customers = numbers.into_iter().flatten().filter(|number| number.starts_with("13"));
        for person in agent.into_iter().chain(customers) {
            self.busy.entry(person.to_owned()).or_default().extend(times[0].zip(end));
        }
        if let Some(agent) = agent {
            let name = text(record, &["AgentNames"]).or_else(|| seat.and_then(|seat| text(seat, &["Name"])));
            let group = text(record, &["SkillGroupNames", "SkillGroup"]);
            let known = (name.map(str::to_owned), group.map(str::to_owned));
            let same = self.agents.entry(agent.to_owned()).or_insert_with(|| known.clone()) == &known;
            self.rule(same, "an agent of another name or group than before", record);
        }
        self.callers.extend(text(record, &["CallingNumber", "Caller"]).map(str::to_owned));
    }

    fn check(&mut self, api: &str) {
        for (person, calls) in &mut self.busy {
            calls.sort_unstable();
            let twice = calls.windows(2).find(|pair| pair[1].0 < pair[0].1);
            self.contradictions.extend(twice.map(|pair| format!("{person} in two calls at once: {pair:?}")));
        }
        let (agents, callers) = (self.agents.len(), self.callers.len());
        println!(
            "{api}: {CALLS} calls, {} contradictions, {agents} agents, {callers} callers",
            self.contradictions.len()
        );
        assert!(
            self.contradictions.is_empty(),
            "{api}: {:#?}",
            &self.contradictions[..self.contradictions.len().min(3)]
        );
        assert!(agents >= 20, "{api}: {agents} agents");
        assert!((20..CALLS / 2).contains(&callers), "{api}: {callers} callers");
    }
}

#[test]
fn ten_thousand_calls_of_each_api_do_not_contradict_themselves() {
    let emulator = Emulator::new(ccc_api::SCHEMAS).records(CALLS).seed(5).period(START, END).clock(|| NOW);
    macro_rules! api {
        ($name:literal, $list:literal, $unit:literal, $request:expr, $decoded:ident: $output:ty => $items:expr) => {
            let mut known = Known::default();
            let all = records(&emulator, $list, $request);
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

//! A call center's records, answered as the three APIs answer them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use super::{Answer, Asked, Server};

pub const DAY: i64 = 86_400_000;
/// 2024-01-01.
pub const BEGIN: i64 = 1_704_067_200_000;

/// What differs between call centers.
#[derive(Clone, Copy)]
pub struct Rules {
    /// Of ten requests, one fails.
    pub faults: bool,
    /// The end of a period is counted in.
    pub end_included: bool,
    /// No page has more items than this, whatever is asked for.
    pub most: usize,
    /// Each answer takes this long.
    pub pause: Duration,
}

impl Default for Rules {
    fn default() -> Self {
        Self { faults: false, end_included: true, most: 100, pause: Duration::ZERO }
    }
}

/// `count` records over `days` days, whole seconds, several of them at each midnight.
pub fn spread(count: usize, days: i64) -> Vec<(String, i64)> {
    let step = days * DAY / i64::try_from(count).unwrap();
    let mut all: Vec<_> = (0..count)
        .map(|index| {
            let time = i64::try_from(index).unwrap() * step;
            // One in nine is moved to midnight: that is where windows meet.
            let time = if index % 9 == 0 { (time + DAY / 2) / DAY * DAY } else { time };
            (format!("contact-{index:05}"), BEGIN + time / 1000 * 1000)
        })
        .collect();
    all.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    all
}

pub fn ids(records: &[(String, i64)]) -> Vec<String> {
    records.iter().map(|(id, _)| id.clone()).collect()
}

/// Serves all three operations; panics in a test's thread if a try repeats a nonce.
pub fn serve(records: Vec<(String, i64)>, rules: Rules) -> Server {
    let nonces = Arc::new(Mutex::new(BTreeSet::new()));
    Server::start(move |asked| {
        let parameters = parameters(asked);
        std::thread::sleep(rules.pause);
        if let Some(nonce) = asked.headers.get("x-acs-signature-nonce").or(parameters.get("SignatureNonce")) {
            let fresh = nonces.lock().unwrap().insert(nonce.clone());
            if !fresh {
                return Answer::status(400, r#"{"Code":"SignatureNonceUsed","Message":"used"}"#);
            }
        }
        // Knuth's multiplier: every tenth request on average, without a rhythm.
        let dice = asked.index.wrapping_mul(2_654_435_761) >> 7;
        let is_2020 = asked.headers.get("x-acs-version").is_some_and(|version| version == "2020-07-01");
        if is_2020 && number(&parameters, "PageNumber").is_none_or(|number| !(1..=100).contains(&number)) {
            return Answer::status(400, r#"{"Code":"InvalidParameter","Message":"PageNumber is 1 to 100"}"#);
        }
        let body = page(asked, &parameters, &records, rules);
        if !rules.faults || dice % 10 != 0 {
            return Answer::json(body);
        }
        let tencent = asked.headers.contains_key("x-tc-action");
        match (dice / 10) % 5 {
            0 if tencent => {
                let error = r#"{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"slow down"}}}"#;
                Answer::json(error)
            }
            0 => {
                let headers = vec![("x-acs-retry-after", "3".to_owned())];
                Answer::Whole(400, headers, br#"{"Code":"Throttling.User","Message":"slow down"}"#.to_vec())
            }
            1 => Answer::status(500, "<html>oops</html>"),
            2 => Answer::Reset,
            3 => Answer::Truncated(body.into_bytes()),
            _ => Answer::Silent(Duration::from_secs(1)),
        }
    })
}

/// The parameters, wherever they stand.
pub fn parameters(asked: &Asked) -> BTreeMap<String, String> {
    let body = String::from_utf8_lossy(&asked.body).into_owned();
    if let Ok(Value::Object(members)) = serde_json::from_str(&body) {
        return members.into_iter().map(|(name, value)| (name, value.to_string())).collect();
    }
    let pairs = asked.query.split('&').chain(body.split('&')).filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn number(parameters: &BTreeMap<String, String>, name: &str) -> Option<i64> {
    parameters.get(name).and_then(|value| value.parse().ok())
}

fn page(asked: &Asked, parameters: &BTreeMap<String, String>, records: &[(String, i64)], rules: Rules) -> String {
    let tencent = asked.headers.contains_key("x-tc-action");
    let unit = if tencent { 1000 } else { 1 };
    let number = |name: &str| number(parameters, name);
    let start = number("StartTime").or(number("StartTimeStamp")).map_or(i64::MIN, |time| time * unit);
    let end = number("StopTime").or(number("EndTime")).or(number("EndTimeStamp")).map_or(i64::MAX, |time| time * unit);
    assert!(end.saturating_sub(start) <= 7 * DAY || tencent || start == i64::MIN || number("EndTime").is_some());
    let mut found: Vec<_> = records
        .iter()
        .filter(|(_, time)| *time >= start && (*time < end || rules.end_included && *time == end))
        .collect();
    let new = asked.headers.get("x-acs-version").is_some_and(|version| version == "2020-07-01");
    if new && parameters.get("SortOrder").is_none_or(|order| order != "ASC") {
        found.reverse();
    }
    let first = i64::from(!tencent);
    let size = usize::try_from(number("PageSize").unwrap_or(10)).unwrap().min(rules.most);
    let skip = usize::try_from(number("PageNumber").unwrap_or(first) - first).unwrap() * size;
    let items: Vec<_> = found
        .iter()
        .skip(skip)
        .take(size)
        .map(|(id, time)| {
            // The names of the page's fields; `ContactId` and `StartTime` for hand-written operations too.
            let mut item = json!({"ContactId": id, "StartTime": time / unit});
            if tencent {
                item["SessionId"] = json!(id);
                item["StartTimestamp"] = json!(time / unit);
            }
            item
        })
        .collect();
    let total = found.len();
    if tencent {
        json!({"Response": {"TotalCount": total, "TelCdrList": items, "RequestId": "r"}}).to_string()
    } else if new {
        json!({"Code": "OK", "RequestId": "r", "Data": {"TotalCount": total, "List": items}}).to_string()
    } else {
        // The total is there on the first page only.
        let total = if skip == 0 { total } else { 0 };
        let list = json!({"TotalCount": total, "List": {"CallDetailRecord": items}});
        json!({"Success": true, "Code": "OK", "RequestId": "r", "CallDetailRecords": list}).to_string()
    }
}

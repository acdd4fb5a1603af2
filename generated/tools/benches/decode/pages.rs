//! The pages' samples, scaled: as many records as asked for, each with the shape of a sample's record and values of its own.
//! The same on every machine.

use serde_json::{Map, Value};

const OLD: &str = include_str!("../../../tests/samples/aliyun/ccc/2017-07-05/ListCallDetailRecords.2.json");
const NEW: &str = include_str!("../../../tests/samples/aliyun/ccc/2020-07-01/ListCallDetailRecords.1.json");
const TENCENT: &str = include_str!("../../../tests/samples/tencent/ccc/2020-02-10/DescribeTelCdr.1.json");

/// Alibaba Cloud CCC 2017-07-05, without white space.
pub fn old(records: usize) -> String {
    scaled(OLD, "/CallDetailRecords/List/CallDetailRecord", records).to_string()
}

/// The same values as [`old`], in XML.
pub fn old_xml(records: usize) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    let value = scaled(OLD, "/CallDetailRecords/List/CallDetailRecord", records);
    element("ListCallDetailRecordsResponse", &value, &mut out);
    out
}

/// Alibaba Cloud CCC 2020-07-01, without white space.
pub fn new(records: usize) -> String {
    scaled(NEW, "/Data/List", records).to_string()
}

/// Tencent Cloud CCC 2020-02-10, without white space.
pub fn tencent(records: usize) -> String {
    scaled(TENCENT, "/Response/TelCdrList", records).to_string()
}

fn scaled(sample: &str, list: &str, records: usize) -> Value {
    let mut page: Value = serde_json::from_str(sample).expect("the sample is JSON");
    let shown = page.pointer_mut(list).and_then(Value::as_array_mut).expect("the sample has records");
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let varied = shown.iter().cycle().take(records).map(|record| random.value("", record)).collect();
    *shown = varied;
    page
}

/// Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let at = self.below(of.len() as u64);
        of.iter().zip(0..).find(|(_, place)| *place == at).map_or("", |(word, _)| word)
    }

    /// The usual value half of the time.
    fn usually<'a>(&mut self, usual: &'a str, of: &[&'a str]) -> &'a str {
        if self.below(2) == 0 { usual } else { self.one(of) }
    }

    fn value(&mut self, name: &str, shown: &Value) -> Value {
        match shown {
            Value::Object(members) => {
                let members = members.iter().map(|(name, value)| (name.clone(), self.value(name, value)));
                Value::Object(members.collect::<Map<_, _>>())
            }
            Value::Array(items) => items.iter().map(|item| self.value(name, item)).collect(),
            Value::Number(number) => self.number(name, number.as_i64().unwrap_or_default()).into(),
            Value::String(text) => self.text(name, text).into(),
            Value::Bool(_) => (self.below(2) == 0).into(),
            Value::Null => Value::Null,
        }
    }

    fn number(&mut self, name: &str, shown: i64) -> i64 {
        let moment = if name.ends_with("Timestamp") { 1_590_547_606 } else { 0 };
        match shown.max(moment) {
            time @ 1_000_000_000.. => time + i64::try_from(self.below(600_000)).unwrap_or_default(),
            count => i64::try_from(self.below(count.unsigned_abs().max(2) * 2)).unwrap_or_default(),
        }
    }

    fn text(&mut self, name: &str, shown: &str) -> String {
        let varied = match name {
            "ContactDisposition" => self.usually("Success", &["NoAnswer", "AbandonedInQueue", "Reject", "Busy"]),
            "ContactType" => self.usually("Outbound", &["Inbound", "Internal", "Back2Back"]),
            "EarlyMediaState" => self.usually("NotConnected", &["Busy", "PowerOff", "NoAnswer"]),
            "SatisfactionSurveyChannel" => self.one(&["IVR", "SMS"]),
            "EndStatusString" => self.usually("ok", &["ringingGiveUp", "notAnswer", "busy", "callerCancel"]),
            // The sample of this page has a placeholder where a text stands.
            _ if shown == "abc" => return self.placeholder(name),
            _ => return self.digits(shown),
        };
        varied.to_owned()
    }

    fn placeholder(&mut self, name: &str) -> String {
        let form = match name {
            _ if name.ends_with("Id") && name != "UserId" => "9cfad875-6260-4053-0614-013036310711",
            _ if name.to_ascii_uppercase().ends_with("URL") => {
                "https://ccc-1259000000.cos.ap-guangzhou.myqcloud.com/record/20240115/158751957570800080331895.mp3"
            }
            "Mail" | "UserId" => "agent1001@example.com",
            "Phone" | "Caller" | "Callee" | "ProtectedCaller" | "ProtectedCallee" => "008613011110813",
            "StaffNumber" | "Key" => "1024",
            "CallerLocation" => self.one(&["北京市-北京", "山东省-济南", "广东省-深圳"]),
            "HungUpSide" => self.one(&["user", "seat", "system"]),
            "Type" | "TransferFromType" | "TransferToType" => self.one(&["staffSeat", "outboundSeat", "skillGroup"]),
            "UUI" | "Remark" => "order 20240115-000017",
            _ => self.one(&["坐席小王", "社科测试账号", "默认技能组", "support level 2", ""]),
        };
        self.digits(form)
    }

    /// The text with other digits; those that are masked become some.
    fn digits(&mut self, shown: &str) -> String {
        let digit = |letter: char| {
            if letter.is_ascii_digit() || letter == '*' {
                char::from_digit(u32::try_from(self.below(10)).unwrap_or_default(), 10).unwrap_or('0')
            } else {
                letter
            }
        };
        shown.chars().map(digit).collect()
    }
}

fn element(name: &str, value: &Value, out: &mut String) {
    if let Value::Array(items) = value {
        items.iter().for_each(|item| element(name, item, out));
        return;
    }
    out.extend(["<", name, ">"]);
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| element(name, value, out)),
        Value::String(text) => out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;")),
        Value::Null | Value::Array(_) => {}
        scalar => out.push_str(&scalar.to_string()),
    }
    out.extend(["</", name, ">"]);
}

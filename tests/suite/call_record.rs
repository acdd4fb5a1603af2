//! One record for all vendors: what the samples become, what the docs say of it, and mappings that are refused.

use std::fmt::{Debug, Write};

use ccc_api::aliyun::{v2017_07_05, v2020_07_01};
use ccc_api::tencent::v2020_02_10::DescribeTelCdr;
use spectable_runtime::CallRecord;

use crate::helper::{root, snapshot};
use crate::workshop::{API, ID, OVERRIDES, REQUEST_ID, Workshop, page};

fn sample(path: &str) -> Vec<u8> {
    std::fs::read(root().join("generated/tests/samples").join(path)).expect("a sample")
}

/// The common fields, a line each; the vendor's own record stands in the sample.
fn text<R: Debug>(title: &str, records: impl IntoIterator<Item = R>, out: &mut String)
where
    CallRecord<R>: From<R>,
{
    let _ = writeln!(out, "# {title}\n");
    for record in records {
        let call = CallRecord::from(record);
        let CallRecord { id, start, duration, caller, callee, direction, disposition, .. } = &call;
        let _ = writeln!(out, "id: {id:?}");
        let _ = writeln!(out, "start: {}", start.map_or_else(|| "None".to_owned(), |start| start.to_string()));
        let _ = writeln!(out, "duration: {duration:?}\ncaller: {caller:?}\ncallee: {callee:?}");
        let _ = writeln!(out, "direction: {direction:?}\ndisposition: {disposition:?}");
        let _ = writeln!(out, "agents: {:?}\nskill groups: {:?}", call.agents, call.skill_groups);
        let _ = writeln!(out, "recordings: {:?}\n", call.recordings);
    }
}

#[test]
fn samples_become_common_records() {
    let mut out = String::new();
    let old =
        v2017_07_05::ListCallDetailRecords::decode_json(&sample("aliyun/ccc/2017-07-05/ListCallDetailRecords.2.json"));
    text("ListCallDetailRecords of 2017-07-05", old.expect("decodes").call_detail_records.list, &mut out);
    let recent =
        v2017_07_05::ListRecentCallRecords::decode_json(&sample("aliyun/ccc/2017-07-05/ListRecentCallRecords.2.json"));
    text("ListRecentCallRecords of 2017-07-05", recent.expect("decodes").call_detail_records.list, &mut out);
    let new =
        v2020_07_01::ListCallDetailRecords::decode_json(&sample("aliyun/ccc/2020-07-01/ListCallDetailRecords.1.json"));
    text("ListCallDetailRecords of 2020-07-01", new.expect("decodes").data.list, &mut out);
    let tencent = DescribeTelCdr::decode_json(&sample("tencent/ccc/2020-02-10/DescribeTelCdr.1.json"));
    text("DescribeTelCdr", tencent.expect("decodes").tel_cdr_list, &mut out);
    snapshot("golden", "call_records", out.trim_end());
}

#[test]
fn the_record_of_the_vendor_stays() {
    let read = || DescribeTelCdr::decode_json(&sample("tencent/ccc/2020-02-10/DescribeTelCdr.1.json"));
    let record = read().expect("decodes").tel_cdr_list.remove(0);
    assert_eq!(CallRecord::from(record.clone()).record, record);
}

/// The tables have a row for each common field that is mapped.
#[test]
fn the_docs_say_what_feeds_what() {
    let docs = std::fs::read_to_string(root().join("generated/src/call_record.rs")).expect("emitted");
    let lines: Vec<&str> = docs.lines().filter_map(|line| line.strip_prefix("//! ")).collect();
    let mut found = Vec::new();
    for table in lines.split(|line| line.starts_with("### ")).skip(1) {
        found.push(table.iter().filter(|row| row.starts_with("| `")).count());
    }
    // Agents, skill groups and recordings included; the 2020 page has no recordings.
    assert_eq!(found, [10, 10, 9, 10]);
    for row in [
        "### `ListCallDetailRecords` of ccc 2020-07-01",
        "| `duration` | `CallDuration` |",
        "| `agents` | `Agents.AgentId`, `AgentNames` |",
        "| `recordings` | `Recordings.FileName`, `Recordings.Duration` |",
        "| `direction` | `Direction`; inbound: `0`; outbound: `1` |",
        "| `agents` | `SeatUser.UserId`, `SeatUser.Name` |",
    ] {
        assert!(lines.contains(&row), "{row}");
    }
}

// Mappings that do not fit -------------------------------------------------------------------

/// A page of records, and what is true of it beside its mapping.
fn workshop(mapping: &str) -> Workshop {
    let response = [
        REQUEST_ID,
        "|Calls|Array of Call| |通话列表 |",
        "|From|String|10010|主叫号码 |",
        "|Id|String|c-1|通话ID |",
        "|Levels|Array of Integer|3|等级 |",
        "|Length|Long|15|时长，单位：秒 |",
        "|Ring|Long|15|振铃 |",
        "|Start|Long|1532448000000|开始时间，毫秒时间戳 |",
        "|Tags|Array of Tag| |标签列表 |",
        "|Name|String|vip|名称 |",
        "|Way|String|In|方向，取值：In（呼入），Out（呼出） |",
    ];
    let sample = r#"{"RequestId": "8F0B-1", "Calls": [{"From": "10010", "Id": "c-1", "Levels": [3], "Length": 15, "Ring": 15, "Start": 1532448000000, "Tags": [{"Name": "vip"}], "Way": "In"}]}"#;
    let workshop = Workshop::with(page("ListCalls", &[ID], &response, sample));
    let mapping = mapping.trim_end().replace('\n', "\n    ");
    let text = format!("- operation: ListCalls\n  call_record:\n    {mapping}\n  why: To see.\n");
    workshop.write(&format!("specs/overrides/{API}.yaml"), text);
    workshop
}

const GOOD: &str = "of: Calls\nid: Id\nstart: Start\nduration: Length\ncaller: From\n\
                    direction: {field: Way, values: {inbound: [In], outbound: [Out]}}\nskill_groups: {list: Tags, name: Name}\n";

#[test]
fn a_mapping_that_fits() {
    let workshop = workshop(GOOD);
    let ran = workshop.regen(&[]);
    assert_eq!(ran.code, Some(0), "{}", ran.printed);
    let emitted = std::fs::read_to_string(workshop.path("out/src/call_record.rs")).expect("written");
    assert!(emitted.contains("| `direction` | `Way`; inbound: `In`; outbound: `Out` |"), "{emitted}");
}

/// Two structs that look alike are two in Rust where their fields count something else.
#[test]
fn units_are_those_of_the_rows_that_are_named() {
    let rows = ["|Id|String|c-1|通话ID |", "|Length|Long|15|时长 |", "|Start|Long|1532448000|开始时间 |"];
    let call = "[{\"Id\": \"c-1\", \"Length\": 15, \"Start\": 1532448000}]";
    let response = [
        &["|Calls|Array of Call| |通话列表 |"],
        &rows[..],
        &["|Older|Array of Call| |旧通话列表 |"],
        &rows,
        &[REQUEST_ID],
    ];
    let request = [
        "|EndTime|Long|是|1532448000|结束时间 |",
        "|PageNumber|Integer|是|1|页码。 |",
        "|PageSize|Integer|是|20|每页条数。 |",
        "|StartTime|Long|是|1532448000|开始时间 |",
    ];
    let sample = format!("{{\"Calls\": {call}, \"Older\": {call}, \"RequestId\": \"8F0B-1\"}}");
    let workshop = Workshop::with(page("ListCalls", &request, &response.concat(), &sample));
    let units = [
        ("request/StartTime", "ms-epoch"),
        ("request/EndTime", "ms-epoch"),
        ("response/Calls/Start", "ms-epoch"),
        ("response/Calls/Length", "s"),
        ("response/Older/Start", "s-epoch"),
        ("response/Older/Length", "ms"),
    ];
    let mut text = "- operation: ListCalls\n  paging: {number: PageNumber, size: PageSize, first: 1, items: Older}\n  \
                    window: {start: StartTime, end: EndTime, time: Start}\n  \
                    call_record: {of: Older, id: Id, start: Start, duration: Length}\n  why: To see.\n"
        .to_owned();
    for (path, unit) in units {
        let _ = writeln!(text, "- operation: ListCalls\n  path: {path}\n  unit: {unit}\n  why: To see.");
    }
    workshop.write(&format!("specs/overrides/{API}.yaml"), text);
    let ran = workshop.regen(&[]);
    assert_eq!(ran.code, Some(0), "{}", ran.printed);
    let emitted = std::fs::read_to_string(workshop.path("out/src/aliyun/v2021_03_04/list_calls.rs")).expect("written");
    assert_eq!(emitted.matches("pub struct Call<").count(), 1, "{emitted}");
    let fields = ["pub length: Option<rt::Seconds<i64>>", "pub length: Option<rt::Millis<i64>>"];
    let reads =
        ["rt::EpochSeconds(&mut self.start)", "moment(&call.record.start, 1)", "duration(&call.record.length, 1)"];
    for code in fields.into_iter().chain(reads) {
        assert!(emitted.contains(code), "no `{code}` in {emitted}");
    }
}

/// It does no harm, so a value that a vendor drops does not stop anybody.
#[test]
fn a_value_that_is_not_listed_is_a_warning() {
    let ran = workshop(&GOOD.replace("[Out]", "[Out, Sideways]")).regen(&[]);
    assert_eq!(ran.code, Some(0), "{}", ran.printed);
    assert!(
        ran.printed.contains("warning[call-record-value]") && ran.printed.contains("`Sideways` for `direction`"),
        "{}",
        ran.printed
    );
}

#[test]
fn mappings_that_do_not_fit() {
    let cases = [
        ("of: Calls", "of: Call", "call-record-lost", "`response/Call`, which is not there", "`of`"),
        ("id: Id", "id: Ids", "call-record-lost", "`Ids` for `id`, which is no field of `Calls`", "`id`"),
        ("caller: From", "caller: From.Number", "call-record-lost", "`From.Number` for `caller`", "`caller`"),
        ("caller: From", "caller: Tags.Name", "call-record-misfit", "`Tags` is `list<Tag>`", "`caller`"),
        ("duration: Length", "duration: Tags.Name", "call-record-misfit", "of the record itself", "`duration`"),
        (
            "of: Calls",
            "of: RequestId",
            "call-record-misfit",
            "`string`: expected a struct or a list of structs",
            "`of`",
        ),
        (
            "caller: From",
            "caller: Tags",
            "call-record-misfit",
            "expected text, a number or a list of texts",
            "`caller`",
        ),
        ("caller: From", "caller: Levels", "call-record-misfit", "`Levels`, which is `list<integer>`", "`caller`"),
        (
            "start: Start",
            "start: Length",
            "call-record-unit",
            "what that counts is not known",
            "`ms-epoch` or `s-epoch`",
        ),
        ("start: Start", "start: Tags", "call-record-misfit", "expected a number", "`start`"),
        ("duration: Length", "duration: Ring", "call-record-unit", "not known", "`response/Calls/Ring` its `unit`"),
        ("duration: Length", "duration: Start", "call-record-unit", "`Start`", "`s` or `ms`"),
        ("field: Way", "field: Ways", "call-record-lost", "`Ways` for `direction`", "`direction`"),
        ("list: Tags", "list: From", "call-record-misfit", "expected a list of structs", "`skill_groups`"),
        ("name: Name", "name: Label", "call-record-lost", "`Label` for `skill_groups`", "`skill_groups`"),
        ("{list: Tags, name: Name}", "{list: Tags}", "call-record-empty", "neither `id` nor `name`", "`skill_groups`"),
        ("outbound:", "outward:", "override-unreadable", "outward", "overrides.schema.json"),
        ("caller:", "dialler:", "override-unreadable", "dialler", "overrides.schema.json"),
    ];
    for (right, wrong, code, says, hint) in cases {
        let mapping = GOOD.replacen(right, wrong, 1);
        assert_ne!(mapping, GOOD, "{right}");
        // The place is the mapping's, or the line within it that cannot be read.
        let place = if code == "override-unreadable" { format!("{OVERRIDES}:") } else { format!("{OVERRIDES}:1:3") };
        workshop(&mapping).refuses(&[&format!("error[{code}]"), says, hint, &place]);
    }
}

use ccc_api::aliyun::v2017_07_05::ListCallDetailRecords;
use ccc_api::call_record::CallRecord;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let answer = br#"{"CallDetailRecords": {"List": {"CallDetailRecord": [{"ContactId": "c", "Duration": "7"}]}}}"#;
    let call = ListCallDetailRecords::decode_json(answer)?.call_detail_records.list.remove(0);
    let text = serde_json::to_string(&CallRecord::from(call))?;
    assert!(text.contains("\"duration\":7.0") && text.contains("\"Duration\":7"), "{text}");
    println!("{} bytes of JSON", text.len());
    Ok(())
}

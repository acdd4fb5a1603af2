use ccc_api::aliyun::v2017_07_05::{ContactType, ListCallDetailRecords};
use ccc_api::tencent::v2020_02_10::DescribeTelCdr;
use ccc_api::{Context, Credentials, Endpoint, Seconds, Timestamp};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let request = ListCallDetailRecords::new("ccc-test").page_number(1).page_size(10).contact_type([ContactType::Inbound]);
    let credentials = Credentials::new("id", "secret");
    let endpoint = Endpoint::region("cn-shanghai");
    let signed = Context::new(&credentials, &endpoint, Timestamp::from_secs(0), "nonce").request(&request)?;
    let output = DescribeTelCdr::decode_json(br#"{"Response": {"TelCdrList": [{"Duration": 60, "Caller": {}}, {"Duration": "x"}]}}"#)?;
    assert_eq!(output.tel_cdr_list[0].duration, Some(Seconds(60)));
    assert_eq!(output.findings.len(), 1);
    println!("{}, {}", signed.uri().host().unwrap_or_default(), output.findings.iter().next().ok_or("a finding")?);
    Ok(())
}

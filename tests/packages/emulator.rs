use ccc_api::aliyun::v2017_07_05::ListCallDetailRecords;
use ccc_api::{Credentials, Endpoint, blocking::Client, emulator::Emulator};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = Emulator::new(ccc_api::SCHEMAS).records(30).start("127.0.0.1:0")?;
    let client = Client::builder(Credentials::new("emulator", "emulator-secret")).endpoint(Endpoint::url(&server.url())?).build()?;
    let calls: Result<Vec<_>, _> = client.items(ListCallDetailRecords::new("ccc-test")).collect();
    println!("{} calls", calls?.len());
    Ok(())
}

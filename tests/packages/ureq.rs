use ccc_api::aliyun::v2020_07_01::ListCallDetailRecords;
use ccc_api::{Credentials, Endpoint, Error, RetryPolicy, blocking::Client};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(Credentials::new("id", "secret"))
        .endpoint(Endpoint::url("http://127.0.0.1:9")?)
        .retry(RetryPolicy::none())
        .build()?;
    let first = client.items(ListCallDetailRecords::new("ccc-test")).next().ok_or("an answer")?;
    assert!(matches!(first, Err(Error::Transport(_))), "{first:?}");
    let invalid = client.send(&ListCallDetailRecords::new("ccc-test"));
    println!("{}", invalid.err().ok_or("it says what is missing")?);
    Ok(())
}

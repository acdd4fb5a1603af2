use ccc_api::{Client, Credentials, Endpoint, Error, RetryPolicy, tencent::v2020_02_10::DescribeTelCdr, Timestamp};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(Credentials::new("id", "secret"))
        .endpoint(Endpoint::url("http://127.0.0.1:9")?)
        .retry(RetryPolicy::none())
        .build()?;
    let (start, end) = (Timestamp::from_secs(0), Timestamp::from_secs(86_400));
    let mut calls = client.items(DescribeTelCdr::new(1, start, end)).page_size(50);
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    drop(runtime);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let first = runtime.block_on(calls.next()).ok_or("an answer")?;
    assert!(matches!(first, Err(Error::Transport(_))), "{first:?}");
    println!("{}", calls.token());
    Ok(())
}

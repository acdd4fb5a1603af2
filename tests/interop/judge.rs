//! Our side of `tests/interop`: makes the calls that `judge.py` asks for, one JSON line each, and prints what came back.
//!
//! - `{"do": "call", "operation", "request", "url", "key": [ID, SECRET, TOKEN?], "scheme"?,
//!   "correct_clock"?}` calls with the blocking client.
//! - `{"do": "decode", "operation", "text"}` reads an XML answer.
//! - `{"do": "fields", "operation"}` lists the fields of the answer as the page has them, wrappers of lists included.
//!
//! The answer is `{"output": …}` or `{"error": CODE, "status": …, "message": …}`, with wire names throughout.

use std::io::{BufRead, Write};

use ccc_api::aliyun::{v2017_07_05, v2020_07_01};
use ccc_api::runtime::schema::Field;
use ccc_api::tencent::v2020_02_10;
use ccc_api::{Credentials, Endpoint, Error, OpenEnum, Request, RetryPolicy, Scheme, blocking};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line?)?;
        let answer = judge(&asked).unwrap_or_else(|error| json!({ "error": "Judge", "message": error.to_string() }));
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn judge(asked: &Value) -> Result<Value, Box<dyn std::error::Error>> {
    match text(asked, "operation") {
        "2017-07-05/ListCallDetailRecords" => of::<v2017_07_05::ListCallDetailRecords>(asked),
        "2017-07-05/ListRecentCallRecords" => of::<v2017_07_05::ListRecentCallRecords>(asked),
        "2017-07-05/ListCallEventDetailByContactId" => of::<v2017_07_05::ListCallEventDetailByContactId>(asked),
        "2020-07-01/ListCallDetailRecords" => of::<v2020_07_01::ListCallDetailRecords>(asked),
        "2020-02-10/DescribeTelCdr" => of::<v2020_02_10::DescribeTelCdr>(asked),
        other => Err(format!("there is no operation `{other}`").into()),
    }
}

fn of<R>(asked: &Value) -> Result<Value, Box<dyn std::error::Error>>
where
    R: Request<Output<String>: Serialize> + DeserializeOwned,
{
    match text(asked, "do") {
        "call" => {
            let request = R::deserialize(&asked["request"])?;
            Ok(match client(asked)?.send(&request) {
                Ok(output) => json!({ "output": output }),
                Err(error) => failure(&error),
            })
        }
        "decode" => Ok(json!({ "output": R::decode_xml(text(asked, "text").as_bytes())? })),
        "fields" => {
            let mut paths = Vec::new();
            let schema = ccc_api::SCHEMAS.iter().find(|schema| *schema.operation == *R::OPERATION);
            fields(schema.map_or(&[], |schema| schema.response), "", &mut paths);
            Ok(json!({ "output": paths }))
        }
        other => Err(format!("cannot do `{other}`").into()),
    }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn client(asked: &Value) -> Result<blocking::Client, Box<dyn std::error::Error>> {
    let part = |index: usize| asked["key"][index].as_str();
    let key = Credentials::new(part(0).unwrap_or_default(), part(1).unwrap_or_default());
    let key = part(2).map_or(key.clone(), |token| key.with_token(token));
    let builder = blocking::Client::builder(key)
        .endpoint(Endpoint::url(text(asked, "url"))?.with_region("cn-shanghai"))
        .retry(RetryPolicy::none())
        .clock_skew_correction(asked["correct_clock"] == true)
        .rate_limit(0);
    let builder = match text(asked, "scheme") {
        "v1" => builder.scheme(Scheme::AliyunV1),
        "acs3" => builder.scheme(Scheme::Acs3),
        _ => builder,
    };
    Ok(builder.build()?)
}

fn failure<C: OpenEnum>(error: &Error<C>) -> Value {
    let code = error.code().map(OpenEnum::as_str);
    json!({ "error": code.unwrap_or("none"), "status": error.status(), "message": error.to_string() })
}

/// `CallDetailRecords.List.CallDetailRecord.ContactId`
fn fields(all: &[Field], above: &str, paths: &mut Vec<String>) {
    for field in all {
        let mut path = format!("{above}{}", field.name);
        paths.push(path.clone());
        if let Some(wrapper) = field.wrapper {
            path = format!("{path}.{wrapper}");
            paths.push(path.clone());
        }
        fields(field.ty.members(), &format!("{path}."), paths);
    }
}

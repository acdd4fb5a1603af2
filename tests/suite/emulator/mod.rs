//! The emulator, called as our clients call: without a socket where none is needed.

mod answers;
mod coherence;
mod faults;
mod hostile;
mod limits;
mod refusals;

use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};

use ccc_api::aliyun::{v2017_07_05, v2020_07_01};
use ccc_api::emulator::Emulator;
use ccc_api::runtime::{Encode, Fields, Operation, Parameter, Text, Value};
use ccc_api::tencent::v2020_02_10::DescribeTelCdr;
use ccc_api::{Context, Credentials, Endpoint, Error, OpenEnum, Request, Scheme, Timestamp};

type Details2017 = v2017_07_05::ListCallDetailRecords;
type Recent = v2017_07_05::ListRecentCallRecords;
type Events = v2017_07_05::ListCallEventDetailByContactId;
type Details2020 = v2020_07_01::ListCallDetailRecords;

/// When the calls are made.
const NOW: Timestamp = Timestamp::from_secs(1_794_500_000);
/// The records' period: 2026-11-01 to 2026-11-08.
const START: Timestamp = Timestamp::from_secs(1_793_491_200);
const END: Timestamp = Timestamp::from_secs(1_794_096_000);
const COUNT: usize = 250;

fn emulator() -> Emulator {
    Emulator::new(ccc_api::SCHEMAS).records(COUNT).seed(5).period(START, END).clock(|| NOW)
}

fn key() -> Credentials {
    let (id, secret) = Emulator::KEY;
    Credentials::new(id, secret)
}

fn temporary_key() -> Credentials {
    let (id, secret, token) = Emulator::TEMPORARY_KEY;
    Credentials::new(id, secret).with_token(token)
}

fn details2017(page: i32, size: i32) -> Details2017 {
    Details2017::new("i").page_number(page).page_size(size)
}

fn recent(page: i32, size: i32) -> Recent {
    Recent::new("i").page_number(page).page_size(size)
}

fn details2020(page: i32, size: i32) -> Details2020 {
    Details2020::new("i").page_number(page).page_size(size)
}

fn tel_cdr(page: i64, size: i64) -> DescribeTelCdr {
    DescribeTelCdr::new(1_400_000_000, START, END).page_number(page).page_size(size)
}

/// How calls are made; each has a nonce of its own.
#[derive(Clone)]
struct Caller {
    key: Credentials,
    scheme: Option<Scheme>,
    time: Timestamp,
    headers: &'static [(&'static str, &'static str)],
}

impl Default for Caller {
    fn default() -> Self {
        Self { key: key(), scheme: None, time: NOW, headers: &[] }
    }
}

impl Caller {
    fn key(key: Credentials) -> Self {
        Self { key, ..Self::default() }
    }

    fn signed<R: Request>(&self, request: &R) -> http::Request<Vec<u8>> {
        static CALLS: AtomicU64 = AtomicU64::new(0);
        let nonce = format!("nonce-{}", CALLS.fetch_add(1, Ordering::Relaxed));
        let endpoint = endpoint();
        let mut context = Context::new(&self.key, &endpoint, self.time, &nonce);
        (context.scheme, context.headers) = (self.scheme, self.headers);
        context.request(request).expect("it can be sent")
    }

    fn ask<R: Request>(&self, emulator: &Emulator, request: &R) -> Result<R::Output<String>, Error<R::ErrorCode>> {
        self.read::<R>(&emulator.answer(&self.signed(request)).response)
    }

    fn read<R: Request>(&self, response: &http::Response<Vec<u8>>) -> Result<R::Output<String>, Error<R::ErrorCode>> {
        let endpoint = endpoint();
        Context::new(&self.key, &endpoint, self.time, "").response::<R, _>(response)
    }

    /// `answered`, or the code of the refusal.
    fn outcome<R: Request>(&self, emulator: &Emulator, request: &R) -> String {
        outcome(&self.ask(emulator, request))
    }
}

fn outcome<T, C: OpenEnum>(result: &Result<T, Error<C>>) -> String {
    match result {
        Ok(_) => "answered".to_owned(),
        Err(error) => error.code().map_or_else(|| error.to_string(), |code| code.as_str().to_owned()),
    }
}

fn endpoint() -> Endpoint {
    Endpoint::url("http://127.0.0.1:8787").expect("a URL").with_region("cn-shanghai")
}

/// A request of the same operation that may carry anything.
struct Loose<R> {
    parameters: Vec<(&'static str, Given)>,
    of: PhantomData<R>,
}

#[derive(Clone, Debug)]
enum Given {
    Text(String),
    Number(i64),
    List(Vec<String>),
}

impl From<&str> for Given {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Given {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl Encode for Given {
    fn encode(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(text),
            Self::Number(number) => Value::Integer(*number),
            Self::List(items) => Value::List(items),
        }
    }
}

impl<R> Loose<R> {
    fn new(parameters: Vec<(&'static str, Given)>) -> Self {
        Self { parameters, of: PhantomData }
    }
}

impl<R: Request> Request for Loose<R> {
    const OPERATION: &'static Operation = R::OPERATION;
    type Output<T: Default> = R::Output<T>;
    type ErrorCode = R::ErrorCode;

    fn parameters(&self) -> Vec<Parameter<'_>> {
        self.parameters.iter().map(|(name, value)| Parameter::new(name, value)).collect()
    }

    fn output_fields<'o, 'de, T: Text<'de>>(output: &'o mut R::Output<T>) -> &'o mut dyn Fields<'de> {
        R::output_fields(output)
    }
}

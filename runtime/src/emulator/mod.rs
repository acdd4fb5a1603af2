//! A server made out of the pages: it speaks every operation whose [`Schema`] it is given.
//!
//! For tests and trials without an account. It verifies signatures, checks parameters, pages, cuts to periods,
//! filters, answers in JSON or XML, and injects faults where they are wanted. A new page needs no new code here.
//!
//! ```no_run
//! # extern crate spectable_runtime as ccc_api;
//! use ccc_api::emulator::Emulator;
//! # static SCHEMAS: &[&ccc_api::schema::Schema] = &[];
//!
//! // `ccc_api::SCHEMAS`, of a crate with the feature `emulator`
//! let server = Emulator::new(SCHEMAS).records(10_000).start("127.0.0.1:0")?;
//! println!("http://{}", server.address());
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! The operations of an API agree on each call, and an operation that tells of one call tells of the same.
//!
//! What it does not do: tell one instance from another, keep the values of one API in step with those of another, check
//! the members of nested parameters, or filter by parameters whose meaning no page states.

mod arguments;
mod call;
mod center;
mod data;
mod document;
mod faults;
mod own;
mod plan;
mod query;
mod rate;
mod refusal;
mod scene;
mod server;
mod synthesis;
mod telling;
mod verify;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use arguments::Arguments;
use call::{Call, Dialect};
use data::Data;
use rate::Rates;
use refusal::Refusal;
use verify::Nonces;

use crate::credentials::Credentials;
use crate::operation::Vendor;
use crate::paging::Paged;
use crate::schema::{Format, Schema};
use crate::timestamp::{DAY_MILLIS, Timestamp};

pub use faults::{Fault, FaultError, Faults};
pub use own::RecordError;
pub use server::{Limits, Running};

/// The header with which a request asks for a [`Fault`]: its word, such as `throttle`.
pub const FAULT_HEADER: &str = "x-emulator-fault";

/// A service made out of schemas.
///
/// It knows the access key of [`Emulator::KEY`] and the temporary one of [`Emulator::TEMPORARY_KEY`] until it is
/// given others. Without [`Emulator::records`] it answers with the pages' samples.
pub struct Emulator {
    schemas: &'static [&'static Schema],
    keys: Vec<Credentials>,
    own_keys: bool,
    settings: Settings,
    data: Vec<Data>,
    faults: Faults,
    clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    log: Option<Arc<Log>>,
    nonces: Nonces,
    rates: Option<Rates>,
    calls: AtomicU64,
    limits: Limits,
}

type Log = dyn Fn(&str) + Send + Sync;

/// What the synthetic records depend on.
#[derive(Clone, Copy, Debug)]
struct Settings {
    records: Option<usize>,
    seed: u64,
    start: Timestamp,
    end: Timestamp,
    /// The operations that agree on each call.
    schemas: &'static [&'static Schema],
}

impl Settings {
    /// Of so many records at the beginning of time, of an operation that agrees with no other.
    fn alone(records: Option<usize>) -> Self {
        Self { records, seed: 1, start: Timestamp::default(), end: Timestamp::default(), schemas: &[] }
    }
}

/// An answer, and what a server is to do with it.
#[derive(Debug)]
pub struct Answer {
    /// What goes out.
    pub response: http::Response<Vec<u8>>,
    /// What goes wrong on the way.
    pub fault: Option<Fault>,
}

impl Emulator {
    /// The id and the secret of the access key that it knows at first.
    pub const KEY: (&'static str, &'static str) = ("emulator", "emulator-secret");

    /// The id, the secret and the token of the temporary key that it knows at first.
    pub const TEMPORARY_KEY: (&'static str, &'static str, &'static str) =
        ("emulator-sts", "emulator-sts-secret", "emulator-token");

    /// How much of the server one program may take up.
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// A service with these operations; records, if any, stand in the thirty days before today (UTC).
    pub fn new(schemas: &'static [&'static Schema]) -> Self {
        let clock = || Timestamp::from(SystemTime::now());
        let today = clock().as_millis().div_euclid(DAY_MILLIS) * DAY_MILLIS;
        let (id, secret) = Self::KEY;
        let (temporary, its_secret, token) = Self::TEMPORARY_KEY;
        let settings = Settings {
            records: None,
            seed: 1,
            start: Timestamp::from_millis(today - 30 * DAY_MILLIS),
            end: Timestamp::from_millis(today),
            schemas,
        };
        Self {
            schemas,
            keys: vec![Credentials::new(id, secret), Credentials::new(temporary, its_secret).with_token(token)],
            own_keys: true,
            settings,
            data: schemas.iter().map(|_| Data::default()).collect(),
            faults: Faults::default(),
            clock: Arc::new(clock),
            limits: Limits::default(),
            log: None,
            nonces: Nonces::default(),
            rates: None,
            calls: AtomicU64::new(0),
        }
    }

    /// Knows this access key; the first call forgets the ones that it knew at first.
    #[must_use]
    pub fn credentials(mut self, key: Credentials) -> Self {
        if std::mem::take(&mut self.own_keys) {
            self.keys.clear();
        }
        self.keys.push(key);
        self
    }

    /// Answers every list with this many synthetic records in all.
    #[must_use]
    pub fn records(mut self, count: usize) -> Self {
        self.settings.records = Some(count);
        self
    }

    /// Answers a list with these records of a test's own: JSON objects as the wire has them, in any order.
    ///
    /// Periods, filters and pages work on them as on others. A record that the operation cannot have is refused: it is no
    /// JSON object, or a value of it does not fit, or it has a field that the page does not list.
    ///
    /// ```
    /// # mod calls { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/emitted/mod.rs")); }
    /// # use calls::paged::Records2017 as ListCallDetailRecords;
    /// # extern crate spectable_runtime as ccc_api;
    /// # use ccc_api::{Request, emulator::Emulator, schema::{Field, Schema, Type}};
    /// # const RECORD: &[Field] = &[Field::new("ContactId", Type::String), Field::new("StartTime", Type::Long)];
    /// # const LIST: &[Field] = &[Field::new("List", Type::List(&Type::Struct(RECORD))).wrapper("CallDetailRecord")];
    /// # static SCHEMA: Schema = Schema::new(ListCallDetailRecords::OPERATION).response(&[Field::new("CallDetailRecords", Type::Struct(LIST))]);
    /// # static SCHEMAS: &[&Schema] = &[&SCHEMA];
    /// let emulator = Emulator::new(SCHEMAS)
    ///     .records_of::<ListCallDetailRecords>([r#"{"ContactId": "c-1", "StartTime": 1532448000000}"#])?;
    /// # Ok::<(), ccc_api::emulator::RecordError>(())
    /// ```
    pub fn records_of<R: Paged>(
        mut self,
        records: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<Self, RecordError> {
        let records: Vec<String> = records.into_iter().map(|record| record.as_ref().to_owned()).collect();
        let operation = R::OPERATION;
        let known = self.schemas.iter().position(|schema| {
            let it = schema.operation;
            (it.product, it.version, it.action) == (operation.product, operation.version, operation.action)
        });
        let place = known.and_then(|at| Some((*self.schemas.get(at)?, self.data.get_mut(at)?)));
        let (schema, data) = place.ok_or_else(|| RecordError::new("this emulator does not serve the operation"))?;
        own::take::<R>(schema, data, &records)?;
        Ok(self)
    }

    /// Makes other records: the same seed, count and period make the same ones.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = seed;
        self
    }

    /// Spreads the records over a period, most of them over the working hours in China; its end is not part of it.
    #[must_use]
    pub fn period(mut self, start: Timestamp, end: Timestamp) -> Self {
        (self.settings.start, self.settings.end) = (start, end.max(start));
        self
    }

    /// Lets calls go wrong.
    #[must_use]
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Throttles a key that calls an operation more often in a second than its page allows.
    #[must_use]
    pub fn enforce_rates(mut self) -> Self {
        self.rates = Some(Rates::default());
        self
    }

    /// The clock that signatures are held against.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Takes a line for each request; it holds no secret and no value of a parameter.
    #[must_use]
    pub fn log(mut self, log: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.log = Some(Arc::new(log));
        self
    }

    /// The period of the records.
    pub fn record_period(&self) -> (Timestamp, Timestamp) {
        (self.settings.start, self.settings.end)
    }

    /// Answers a request; no I/O.
    pub fn answer(&self, request: &http::Request<Vec<u8>>) -> Answer {
        let started = std::time::Instant::now();
        let count = self.calls.fetch_add(1, Ordering::Relaxed);
        let request_id = document::request_id(self.settings.seed, count);
        let call = Call::read(request);
        let mut outcome = String::new();
        let asked = Fault::asked(request.headers());
        let fault = asked.as_ref().map_or_else(|_| None, |asked| asked.or_else(|| self.faults.draw(count)));
        let served = match asked {
            Ok(_) => self.serve_call(&call, fault, &request_id, &mut outcome),
            Err(error) => Err(Refusal::new(400, "InvalidFault", format!("{FAULT_HEADER}: {error}"))),
        };
        let response = match served {
            Ok((vendor, format, body)) => document::response(vendor, format, body, &request_id),
            Err(refusal) => {
                outcome.clone_from(&refusal.code);
                refusal.into_response(&call, &request_id)
            }
        };
        let mut response = match fault {
            Some(fault) => fault.spoil(response),
            None => response,
        };
        // By the clock that signatures are held against.
        if let Some(date) = (self.clock)().http_date() {
            response.headers_mut().insert(http::header::DATE, date);
        }
        if let Some(log) = &self.log {
            let fault = fault.map(|fault| format!(", fault: {fault}")).unwrap_or_default();
            let micros = started.elapsed().as_micros();
            let (status, operation) = (response.status().as_u16(), call.title());
            log(&format!("{} {status} {operation}: {outcome}{fault} ({micros} us)", (self.clock)().utc_second()));
        }
        Answer { response, fault }
    }

    /// The way of a call: known, signed, complete, in time; then its answer. `outcome` is for the log.
    fn serve_call(
        &self,
        call: &Call<'_>,
        fault: Option<Fault>,
        request_id: &str,
        outcome: &mut String,
    ) -> Result<(Vendor, Format, Vec<u8>), Refusal> {
        let dialect = call.dialect()?;
        let vendor = dialect.vendor();
        let (schema, data) = self.find(call, dialect)?;
        let now = (self.clock)();
        let key = verify::verify(call, dialect, schema.operation, &self.keys, now, &self.nonces)?;
        if let Some(refusal) = fault.and_then(|fault| fault.refusal(schema)) {
            return Err(refusal);
        }
        if let Some(rates) = &self.rates {
            rates.take(schema.operation, key, now).map_err(|wait| Refusal::throttled(schema, wait))?;
        }
        let arguments = Arguments::read(call, schema)?;
        arguments.check(schema)?;
        let format = call.format();
        let content = match (data.own(), self.settings.records) {
            (Some(own), _) => own,
            (None, Some(records)) => data.content(schema, records, &self.settings),
            (None, None) => {
                "sample".clone_into(outcome);
                return Ok((vendor, format, data.sample(schema, format, request_id)));
            }
        };
        let page = query::page(schema, &arguments, content)?;
        *outcome = page.to_string();
        Ok((vendor, format, content.document(format, &page, request_id)))
    }

    fn find(&self, call: &Call<'_>, dialect: Dialect) -> Result<(&'static Schema, &Data), Refusal> {
        let known = self.schemas.iter().zip(&self.data).find(|(schema, _)| {
            let operation = schema.operation;
            operation.vendor() == dialect.vendor()
                && Some(operation.action) == call.action()
                && Some(operation.version) == call.version()
        });
        known.map(|(schema, data)| (*schema, data)).ok_or_else(|| Refusal::unknown_action(call, dialect))
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<_> = self.keys.iter().map(Credentials::access_key_id).collect();
        f.debug_struct("Emulator")
            .field("operations", &self.schemas.len())
            .field("keys", &keys)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

//! The feature `tracing`: a span a call, an event a failed try, and no secret in either.
#![cfg(all(feature = "tracing", feature = "ureq"))]

mod emitted;
mod server;

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use server::{Answer, Server};
use spectable_runtime::{Credentials, Endpoint, RetryPolicy, client::ureq::Client};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes down everything that it is told.
struct Log(Arc<Mutex<String>>);

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("spectable")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut log = self.0.lock().unwrap();
        log.push_str(span.metadata().name());
        span.record(&mut Fields(&mut log));
        log.push('\n');
        Id::from_u64(1)
    }

    fn event(&self, event: &Event<'_>) {
        let mut log = self.0.lock().unwrap();
        event.record(&mut Fields(&mut log));
        log.push('\n');
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[test]
fn tells_what_happens_without_secrets() {
    let server = Server::start(|asked| match asked.index {
        // As Alibaba does it: the string that was to be signed, with the token in it.
        0 => Answer::status(503, format!(r#"{{"Code":"ServiceUnavailable","Message":"{}"}}"#, asked.query)),
        1 => Answer::Reset,
        _ => Answer::json(r#"{"Code":"OK"}"#),
    });
    let log = Arc::new(Mutex::new(String::new()));
    tracing::subscriber::with_default(Log(Arc::clone(&log)), || {
        let client = Client::builder(Credentials::new("id", "s3cret").with_token("t0+ken"))
            .endpoint(Endpoint::url(&server.url).unwrap())
            .retry(RetryPolicy::default().delays(Duration::ZERO, Duration::ZERO))
            .build()
            .unwrap();
        client.send(&emitted::paged::Records2017::new("instance").page_number(1).page_size(10)).unwrap();
    });
    let log = log.lock().unwrap();
    assert!(log.contains(r#"call product="ccc" version="2017-07-05" action="ListRecords""#), "{log}");
    assert_eq!(log.matches("trying again").count(), 2, "{log}");
    assert!(
        log.contains("ServiceUnavailable (HTTP 503)") && log.contains("answered") && log.contains("tries=3"),
        "{log}"
    );
    for secret in ["s3cret", "t0+ken", "t0%2Bken"] {
        assert!(!log.contains(secret), "{log}");
    }
}

#[test]
fn a_field_that_does_not_fit_is_told_once() {
    let server = Server::start(|_| {
        Answer::json(
            r#"{"CallDetailRecords":{"TotalCount":"18701699172a","List":[{"StartTime":"x"},{"StartTime":"y"}]}}"#,
        )
    });
    let log = Arc::new(Mutex::new(String::new()));
    tracing::subscriber::with_default(Log(Arc::clone(&log)), || {
        let client = Client::builder(Credentials::new("id", "s3cret"))
            .endpoint(Endpoint::url(&server.url).unwrap())
            .build()
            .unwrap();
        for _ in 0..3 {
            client.send(&emitted::paged::Records2017::new("instance").page_number(1).page_size(10)).unwrap();
        }
    });
    let log = log.lock().unwrap();
    assert_eq!(log.matches("do not fit").count(), 2, "{log}");
    for field in
        ["field=\"CallDetailRecords.TotalCount\" count=1", "field=\"CallDetailRecords.List[].StartTime\" count=2"]
    {
        assert!(log.contains(field), "{log}");
    }
    assert!(!log.contains("18701699172"), "{log}");
}

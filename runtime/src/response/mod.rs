//! Reading of an answer: what a success is, and what each kind of failure says.

mod envelope;
mod format;

use http::{HeaderMap, StatusCode};

use crate::credentials::Credentials;
use crate::decode::{Answer, Budget, Fault, Fields, Misfits, Notes};
use crate::error::{Error, Reply, TransportError, TransportKind};
use crate::open_enum::OpenEnum;
use crate::operation::{Operation, Vendor};
use crate::request::Request;

use envelope::Envelope;
use format::Format;

/// How an answer is read.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'c> {
    /// Nothing of these is shown.
    pub(crate) credentials: &'c Credentials,
    pub(crate) budget: Budget,
    /// A value that does not fit is an error.
    pub(crate) strict: bool,
}

/// Reads an answer.
pub(crate) fn read<R: Request + ?Sized>(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    reading: Reading<'_>,
) -> Result<R::Output<String>, Error<R::ErrorCode>> {
    let Reading { credentials, budget, strict } = reading;
    check_length(headers, body)?;
    let operation = R::OPERATION;
    let reply = || Reply::new(status, headers, body, credentials);
    let mut output = R::Output::<String>::default();
    let Some(format) = Format::of(operation.vendor(), headers, body) else {
        let expects_none = operation.vendor() == Vendor::Aliyun && is_empty(R::output_fields(&mut output));
        let is_done = expects_none && status.is_success() && body.trim_ascii().is_empty();
        return if is_done { Ok(output) } else { Err(Error::http(reply())) };
    };
    // A failure has nothing for the output.
    let (mut none, fields) = ((), R::output_fields(&mut output));
    let fields = if status.is_success() { fields } else { &mut none };
    let quoted = |fault: Fault| fault.quoting_without(body, &|text| credentials.find_secrets(text));
    let (envelope, answer) = match format.parse(operation, body, fields, Notes::default(), budget) {
        Ok(read) => read,
        Err(fault) if status.is_success() => return Err(Error::decode(quoted(fault), reply())),
        Err(_) => return Err(Error::http(reply())),
    };
    if envelope.failed() || (!status.is_success() && envelope.code.is_some()) {
        return Err(envelope.into_error(reply(), credentials));
    }
    if !status.is_success() {
        return Err(Error::http(reply().with_request_id(envelope.request_id(credentials))));
    }
    let mut found_field = answer.found_field;
    if let Err(fault) = answer.output {
        if strict || fault.is_final() || R::findings(&mut output).is_none() {
            return Err(Error::decode(quoted(fault), reply().with_request_id(envelope.request_id(credentials))));
        }
        // Once more, leaving out what does not fit.
        output = R::Output::<String>::default();
        let mut misfits = Misfits::default();
        let notes = Notes { misfits: Some(&mut misfits), ..Notes::default() };
        let again = format.parse(operation, body, R::output_fields(&mut output), notes, budget);
        match again.and_then(|(_, answer)| answer.output.map(|()| answer.found_field)) {
            Ok(found) => found_field = found,
            Err(fault) => {
                return Err(Error::decode(quoted(fault), reply().with_request_id(envelope.request_id(credentials))));
            }
        }
        if let Some(findings) = R::findings(&mut output) {
            *findings = misfits.into_findings(body, &|text| credentials.find_secrets(text));
        }
    }
    // Otherwise what some proxy says in JSON would be a success without any records.
    if !found_field && envelope.says_nothing() && operation.vendor() == Vendor::Aliyun {
        return Err(Error::http(reply()));
    }
    Ok(output)
}

impl Format {
    /// What the answer says about itself, and how its output was read.
    fn parse<'de>(
        self,
        operation: &Operation,
        body: &'de [u8],
        fields: &mut dyn Fields<'de>,
        notes: Notes<'_>,
        budget: Budget,
    ) -> Result<(Envelope, Answer), Fault> {
        match self {
            Self::Json => Envelope::json(operation, body, fields, notes, budget),
            Self::Xml => Envelope::xml(body, fields, notes, budget),
        }
    }
}

/// Whether a page lists no field at all.
fn is_empty(output: &mut dyn Fields<'_>) -> bool {
    let mut empty = false;
    output.fields(&mut |slots| empty = slots.is_empty());
    empty
}

/// A body that is shorter than its length says is no answer.
fn check_length<C: OpenEnum>(headers: &HeaderMap, body: &[u8]) -> Result<(), Error<C>> {
    let promised = headers.get(http::header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let encoded = headers.contains_key(http::header::CONTENT_ENCODING);
    let received = u64::try_from(body.len()).unwrap_or(u64::MAX);
    match promised {
        Some(promised) if promised > received && !encoded => {
            let what = format!("{received} of {promised} bytes arrived");
            Err(Error::Transport(TransportError::new(TransportKind::Truncated, what)))
        }
        _ => Ok(()),
    }
}

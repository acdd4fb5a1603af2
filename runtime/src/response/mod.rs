//! Reading of an answer: what a success is, and what each kind of failure says.

mod envelope;
mod format;

use http::{HeaderMap, StatusCode};

use crate::credentials::Credentials;
use crate::decode::{Budget, Fault};
use crate::error::{Error, Reply, TransportError, TransportKind};
use crate::open_enum::OpenEnum;
use crate::operation::Vendor;
use crate::request::Request;

use envelope::Envelope;
use format::Format;

/// Reads an answer; an error shows nothing of the credentials.
pub(crate) fn read<R: Request + ?Sized>(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    credentials: &Credentials,
    budget: Budget,
) -> Result<R::Output<String>, Error<R::ErrorCode>> {
    check_length(headers, body)?;
    let operation = R::OPERATION;
    let reply = || Reply::new(status, headers, body, credentials);
    let Some(format) = Format::of(operation.vendor(), headers, body) else {
        return Err(Error::http(reply()));
    };
    let mut output = R::Output::<String>::default();
    // A failure has nothing for the output.
    let (mut none, fields) = ((), R::output_fields(&mut output));
    let fields = if status.is_success() { fields } else { &mut none };
    let read = match format {
        Format::Json => Envelope::json(operation, body, fields, budget),
        Format::Xml => Envelope::xml(body, fields, budget),
    };
    let quoted = |fault: Fault| fault.quoting_without(body, &|text| credentials.find_secrets(text));
    let (envelope, answer) = match read {
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
    match answer.output {
        Err(fault) => Err(Error::decode(quoted(fault), reply().with_request_id(envelope.request_id(credentials)))),
        // Otherwise what some proxy says in JSON would be a success without any records.
        Ok(()) if !answer.found_field && envelope.says_nothing() && operation.vendor() == Vendor::Aliyun => {
            Err(Error::http(reply()))
        }
        Ok(()) => Ok(output),
    }
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

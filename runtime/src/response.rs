//! Reading of an answer: what a success is, and what each kind of failure says.

use http::{HeaderMap, StatusCode};

use crate::any::Any;
use crate::credentials::Credentials;
use crate::decode::{self, Budget, Decode, DecodeError, Input};
use crate::error::{ApiError, Error, Reply, TransportError, TransportKind};
use crate::open_enum::OpenEnum;
use crate::operation::Vendor;
use crate::request::{self, Request};

/// Reads an answer; an error shows nothing of the credentials.
pub(crate) fn read<R: Request + ?Sized>(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    credentials: &Credentials,
    budget: Budget,
) -> Result<R::Output<String>, Error<R::ErrorCode>> {
    // Of the answer as it came: without secrets it has another length.
    check_length(headers, body)?;
    let result = read_as_is::<R>(status, headers, body, budget);
    if result.is_ok() {
        return result;
    }
    // An error may quote any part of the answer, so it is made again from one without secrets.
    let text = String::from_utf8_lossy(body);
    let clean = credentials.redact(&text);
    let mut clean_headers = HeaderMap::new();
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        if let Ok(value) = credentials.redact(&value).parse() {
            clean_headers.append(name, value);
        }
    }
    if *clean == *text && clean_headers == *headers {
        return result;
    }
    read_as_is::<R>(status, &clean_headers, clean.as_bytes(), budget)?;
    // Only the secret made it wrong.
    let error = DecodeError::new("an answer without secrets", "[redacted]", 0);
    Err(Error::decode(error, Reply::new(status, &clean_headers, clean.as_bytes())))
}

fn read_as_is<R: Request + ?Sized>(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    mut budget: Budget,
) -> Result<R::Output<String>, Error<R::ErrorCode>> {
    let reply = || Reply::new(status, headers, body);
    let vendor = R::OPERATION.vendor();
    let Some(format) = Format::of(vendor, headers, body) else {
        return Err(Error::http(reply()));
    };
    if status.is_success()
        && format == Format::Json
        && let Some(output) = read_success::<R>(vendor, body, budget)
    {
        return Ok(output);
    }
    let envelope = match format {
        Format::Json => Envelope::json(vendor, body, &mut budget),
        Format::Xml => Envelope::xml(body, &mut budget),
    };
    let envelope = match envelope {
        Ok(envelope) => envelope,
        Err(error) if status.is_success() => return Err(Error::decode(error, reply())),
        Err(_) => return Err(Error::http(reply())),
    };
    if envelope.failed() || (!status.is_success() && envelope.code.is_some()) {
        return Err(envelope.into_error(reply()));
    }
    if !status.is_success() {
        return Err(Error::http(reply().with_request_id(envelope.request_id)));
    }
    budget.knew = false;
    let output = match format {
        Format::Json => request::json::<R, String>(body, None, &mut budget),
        Format::Xml => request::xml::<R, String>(body, None, &mut budget),
    };
    // Otherwise what some proxy says in JSON would be a success without any records.
    if output.is_ok() && !budget.knew && envelope.says_nothing() && vendor == Vendor::Aliyun {
        return Err(Error::http(reply()));
    }
    output.map_err(|error| Error::decode(error, reply().with_request_id(envelope.request_id)))
}

/// Reads a success in one go; `None` for all else, which is read again to tell what it is.
fn read_success<R: Request + ?Sized>(vendor: Vendor, body: &[u8], mut budget: Budget) -> Option<R::Output<String>> {
    let names = match vendor {
        Vendor::Aliyun => AliyunFields::NAMES,
        Vendor::Tencent => TencentFields::NAMES,
    };
    let (output, notes) = request::json_noting::<R>(body, names, &mut budget).ok()?;
    let notes = notes?;
    let notes = if vendor == Vendor::Tencent { format!("{{\"Response\":{notes}}}") } else { notes };
    let knew = budget.knew;
    let envelope = Envelope::json(vendor, notes.as_bytes(), &mut budget).ok()?;
    let nothing = envelope.says_nothing() && vendor == Vendor::Aliyun && !knew;
    (!envelope.failed() && !nothing).then_some(output)
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Json,
    Xml,
}

impl Format {
    /// By what stands there; `None` for nothing and for what a proxy or gateway wrote.
    fn of(vendor: Vendor, headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let text = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body).trim_ascii_start();
        let says_html = headers
            .get(http::header::CONTENT_TYPE)
            .is_some_and(|value| value.as_bytes().to_ascii_lowercase().starts_with(b"text/html"));
        match text.first()? {
            b'{' => Some(Self::Json),
            _ if says_html => None,
            b'<' if vendor == Vendor::Tencent || is_html(text) => None,
            b'<' => Some(Self::Xml),
            _ => Some(Self::Json),
        }
    }
}

/// Whether a tag near the start is one of HTML pages.
fn is_html(text: &[u8]) -> bool {
    let start = text.get(..text.len().min(1024)).unwrap_or_default().to_ascii_lowercase();
    [&b"<html"[..], b"<!doctype html", b"<head", b"<body", b"<center", b"<h1"].iter().any(|tag| {
        let after = memchr::memmem::find(&start, tag).map(|at| start.get(at + tag.len()));
        // `<header>` is none of them.
        after.is_some_and(|next| next.is_none_or(|next| matches!(next, b'>' | b'/') || next.is_ascii_whitespace()))
    })
}

/// What answers say about themselves, whether they are of one operation or of another.
#[derive(Default)]
struct Envelope {
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    host_id: Option<String>,
    recommendation: Option<String>,
    access_denied: Option<String>,
    success: Option<String>,
    /// The failure is there because the answer has an error where others have none.
    is_error: bool,
}

impl Envelope {
    fn json(vendor: Vendor, body: &[u8], budget: &mut Budget) -> Result<Self, DecodeError> {
        match vendor {
            Vendor::Aliyun => {
                let mut fields = AliyunFields::default();
                decode::json_response(body, None, None, budget, &mut |input| fields.decode(input))?;
                Ok(fields.into())
            }
            Vendor::Tencent => {
                let mut root = TencentRoot::default();
                decode::json_response(body, None, None, budget, &mut |input| root.decode(input))?;
                if !root.0.present {
                    let text = String::from_utf8_lossy(body);
                    return Err(DecodeError::new("an object with `Response`", &text, 0));
                }
                Ok(root.0.into())
            }
        }
    }

    fn xml(body: &[u8], budget: &mut Budget) -> Result<Self, DecodeError> {
        let mut fields = AliyunFields::default();
        decode::xml_response(body, None, budget, &mut |input| fields.decode(input))?;
        Ok(fields.into())
    }

    /// Whether none of the fields is there that every answer has.
    fn says_nothing(&self) -> bool {
        self.code.is_none() && self.request_id.is_none() && self.success.is_none()
    }

    fn failed(&self) -> bool {
        self.is_error
            || self.success.as_ref().is_some_and(|success| success.eq_ignore_ascii_case("false"))
            || self.code.as_ref().is_some_and(|code| !is_success(code))
    }

    fn into_error<C: OpenEnum>(self, reply: Reply) -> Error<C> {
        Error::api(ApiError {
            code: C::from_wire(self.code.as_deref().unwrap_or_default()),
            message: self.message,
            recommendation: self.recommendation,
            access_denied: self.access_denied,
            host_id: self.host_id,
            reply: reply.with_request_id(self.request_id),
        })
    }
}

/// `OK`, or as some products have it an HTTP status such as `200`.
fn is_success(code: &str) -> bool {
    code.eq_ignore_ascii_case("ok") || code.parse().is_ok_and(|status| (200_u16..300).contains(&status))
}

/// A leaf as text; a list or object as JSON; `None` for what says nothing.
fn text(value: Option<Any>) -> Option<String> {
    let text = match value? {
        Any::Null => return None,
        Any::Text(text) => text,
        other => other.to_string(),
    };
    Some(text).filter(|text| !text.is_empty()).map(short)
}

/// An error is kept and shown: of a text of megabytes the start will do.
fn short(mut text: String) -> String {
    const MAX: usize = 64 * 1024;
    let end = (0..=MAX.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    text.truncate(end);
    text
}

/// The fields of Alibaba's answers, in either key case.
#[derive(Default)]
struct AliyunFields {
    upper: [Option<Any>; 7],
    lower: [Option<Any>; 7],
}

impl AliyunFields {
    /// Of each case one.
    const NAMES: &'static [&'static str] =
        &["Code", "Message", "RequestId", "HostId", "Recommend", "AccessDeniedDetail", "Success"];
}

impl<'de> Decode<'de> for AliyunFields {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        let [code, message, request_id, host_id, recommend, denied, success] = &mut self.upper;
        let [code2, message2, request_id2, host_id2, recommend2, denied2, success2] = &mut self.lower;
        input.fields(&mut [
            ("Code", code),
            ("Message", message),
            ("RequestId", request_id),
            ("HostId", host_id),
            ("Recommend", recommend),
            ("AccessDeniedDetail", denied),
            ("Success", success),
            ("code", code2),
            ("message", message2),
            ("requestId", request_id2),
            ("hostId", host_id2),
            ("recommend", recommend2),
            ("accessDeniedDetail", denied2),
            ("success", success2),
        ])
    }
}

impl From<AliyunFields> for Envelope {
    fn from(fields: AliyunFields) -> Self {
        let mut both =
            fields.upper.into_iter().zip(fields.lower).map(|(upper, lower)| text(upper).or_else(|| text(lower)));
        let mut next = || both.next().flatten();
        let [code, message, request_id, host_id, recommendation, access_denied, success] =
            std::array::from_fn(|_| next());
        Self { code, message, request_id, host_id, recommendation, access_denied, success, is_error: false }
    }
}

#[derive(Default)]
struct TencentRoot(TencentFields);

impl<'de> Decode<'de> for TencentRoot {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.fields(&mut [("Response", &mut self.0)])
    }
}

#[derive(Default)]
struct TencentFields {
    present: bool,
    error: Option<Any>,
    request_id: Option<Any>,
}

impl TencentFields {
    const NAMES: &'static [&'static str] = &["Error", "RequestId"];
}

impl<'de> Decode<'de> for TencentFields {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        self.present = true;
        input.fields(&mut [("Error", &mut self.error), ("RequestId", &mut self.request_id)])
    }
}

impl From<TencentFields> for Envelope {
    fn from(fields: TencentFields) -> Self {
        let error = fields.error.filter(|error| *error != Any::Null);
        let member = |name| text(error.as_ref().and_then(|error| error.get(name)).cloned());
        Self {
            code: member("Code"),
            message: member("Message"),
            request_id: text(fields.request_id),
            is_error: error.is_some(),
            ..Self::default()
        }
    }
}

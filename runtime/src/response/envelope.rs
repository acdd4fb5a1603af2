use crate::any::Any;
use crate::bounds::KEPT_BYTES;
use crate::credentials::Credentials;
use crate::decode::{self, Answer, Budget, Fault, Fields, Notes, Visit};
use crate::error::{ApiError, Error, Reply};
use crate::open_enum::OpenEnum;
use crate::operation::{Operation, Vendor};

/// What every answer of a vendor says about itself, whatever the operation.
#[derive(Default)]
pub(super) struct Envelope {
    pub(super) code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    host_id: Option<String>,
    recommendation: Option<String>,
    access_denied: Option<String>,
    success: Option<String>,
    /// The answer has a member that only failures have.
    is_error: bool,
}

impl Envelope {
    /// Reads a JSON answer: the output's fields, and what the answer says about itself.
    pub(super) fn json<'de>(
        operation: &Operation,
        body: &'de [u8],
        output: &mut dyn Fields<'de>,
        notes: Notes<'_>,
        budget: Budget,
    ) -> Result<(Self, Answer), Fault> {
        let root = operation.envelope();
        match operation.vendor() {
            Vendor::Aliyun => {
                let mut fields = AliyunFields::default();
                let answer = decode::json_answer(body, root, (output, &mut fields), notes, budget)?;
                Ok((fields.into(), answer))
            }
            Vendor::Tencent => {
                let mut fields = TencentFields::default();
                let answer = decode::json_answer(body, root, (output, &mut fields), notes, budget)?;
                if !answer.enveloped {
                    return Err(Fault::at("an object with `Response`", 0..body.len()));
                }
                Ok((fields.into(), answer))
            }
        }
    }

    /// As [`json`](Self::json), of an XML answer, which only Alibaba gives.
    pub(super) fn xml<'de>(
        body: &'de [u8],
        output: &mut dyn Fields<'de>,
        notes: Notes<'_>,
        budget: Budget,
    ) -> Result<(Self, Answer), Fault> {
        let mut fields = AliyunFields::default();
        let answer = decode::xml_answer(body, (output, &mut fields), notes, budget)?;
        Ok((fields.into(), answer))
    }

    /// Whether none of the fields is there that every answer has.
    pub(super) fn says_nothing(&self) -> bool {
        self.code.is_none() && self.request_id.is_none() && self.success.is_none()
    }

    pub(super) fn failed(&self) -> bool {
        self.is_error
            || self.success.as_ref().is_some_and(|success| success.eq_ignore_ascii_case("false"))
            || self.code.as_ref().is_some_and(|code| !is_success(code))
    }

    /// The answer as an error, which shows nothing of the credentials.
    pub(super) fn into_error<C: OpenEnum>(self, reply: Reply, credentials: &Credentials) -> Error<C> {
        let clean = |text: Option<String>| text.map(|text| kept(credentials.redact(&text).into_owned()));
        Error::api(ApiError {
            code: C::from_wire(&clean(self.code).unwrap_or_default()),
            message: clean(self.message),
            recommendation: clean(self.recommendation),
            access_denied: clean(self.access_denied),
            host_id: clean(self.host_id),
            reply: reply.with_request_id(clean(self.request_id)),
        })
    }

    /// The request id; it shows nothing of the credentials.
    pub(super) fn request_id(self, credentials: &Credentials) -> Option<String> {
        self.request_id.map(|id| kept(credentials.redact(&id).into_owned()))
    }
}

/// `OK`, or as some products have it an HTTP status such as `200`.
fn is_success(code: &str) -> bool {
    code.eq_ignore_ascii_case("ok") || code.parse().is_ok_and(|status| (200.0_f64..300.0).contains(&status))
}

/// A leaf as text; a list or object as JSON; `None` for what says nothing.
fn text(value: Option<Any>) -> Option<String> {
    let text = match value? {
        Any::Null => return None,
        Any::Text(text) => text,
        other => other.to_string(),
    };
    Some(text).filter(|text| !text.is_empty())
}

/// As much of a text as an error keeps.
fn kept(mut text: String) -> String {
    let end = (0..=KEPT_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    text.truncate(end);
    text
}

/// The fields of Alibaba's answers, in either key case.
#[derive(Default)]
struct AliyunFields {
    upper: [Option<Any>; 7],
    lower: [Option<Any>; 7],
}

impl<'de> Fields<'de> for AliyunFields {
    fn fields(&mut self, visit: Visit<'_, 'de>) {
        let [code, message, request_id, host_id, recommend, denied, success] = &mut self.upper;
        let [code2, message2, request_id2, host_id2, recommend2, denied2, success2] = &mut self.lower;
        visit(&mut [
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
        ]);
    }
}

impl From<AliyunFields> for Envelope {
    fn from(fields: AliyunFields) -> Self {
        let AliyunFields { mut upper, mut lower } = fields;
        for code in [&mut upper[0], &mut lower[0]] {
            // What is no code says nothing: whether the call failed is for the rest to say.
            code.take_if(|code| !matches!(code, Any::Text(_) | Any::Number(_)));
        }
        let mut both = upper.into_iter().zip(lower).map(|(upper, lower)| text(upper).or_else(|| text(lower)));
        let mut next = || both.next().flatten();
        let [code, message, request_id, host_id, recommendation, access_denied, success] =
            std::array::from_fn(|_| next());
        Self { code, message, request_id, host_id, recommendation, access_denied, success, is_error: false }
    }
}

/// The fields of Tencent's answers, below `Response`.
#[derive(Default)]
struct TencentFields {
    error: Option<Any>,
    request_id: Option<Any>,
}

impl<'de> Fields<'de> for TencentFields {
    fn fields(&mut self, visit: Visit<'_, 'de>) {
        visit(&mut [("Error", &mut self.error), ("RequestId", &mut self.request_id)]);
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

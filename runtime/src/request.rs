use std::borrow::Cow;

use crate::decode::{self, DecodeError, Fault, Fields, Findings, Misfits, Notes, Text, Undocumented};
use crate::encode::{into_text, write_json_members};
use crate::open_enum::OpenEnum;
use crate::operation::Operation;
use crate::parameter::{Parameter, Position};
use crate::sign::encode;
use crate::validate::InvalidRequest;

/// An API call: its parameters and what it answers.
pub trait Request {
    /// What is known of the call apart from its parameters.
    const OPERATION: &'static Operation;

    /// What a successful call answers; `T` is how text is kept.
    type Output<T: Default>: Default;

    /// The operation's error codes.
    type ErrorCode: OpenEnum;

    /// The parameters in the page's order, each with its limits.
    fn parameters(&self) -> Vec<Parameter<'_>>;

    /// The fields of `output`, which are filled from a response.
    fn output_fields<'o, 'de, T: Text<'de>>(output: &'o mut Self::Output<T>) -> &'o mut dyn Fields<'de>;

    /// Where `output` keeps what does not fit; an output that has no place for it is not decoded then.
    fn findings<T: Default>(output: &mut Self::Output<T>) -> Option<&mut Findings> {
        let _ = output;
        None
    }

    /// Checks what the page says of the parameters; the error lists every violation.
    fn validate(&self) -> Result<(), InvalidRequest> {
        InvalidRequest::check(Self::OPERATION.action, &self.parameters())
    }

    /// The parameters as text, flattened: `Ids.1`, `Tag.1.Key`; what is absent is left out.
    fn to_parameters(&self) -> Vec<(String, String)> {
        flattened(&self.parameters())
    }

    /// The parameters as one JSON object; what is absent is left out.
    fn to_json(&self) -> String {
        into_text(json_object(&self.parameters()))
    }

    /// The parameters by where a REST-style request carries them.
    fn to_parts(&self) -> Parts {
        Parts::new(Self::OPERATION.path, &self.parameters())
    }

    /// Decodes a JSON response. A value that does not fit is left out, and is among the output's
    /// [`findings`](Self::findings).
    fn decode_json(document: &[u8]) -> Result<Self::Output<String>, DecodeError> {
        json::<Self, String>(document, None)
    }

    /// Decodes a JSON response; its text is borrowed from `document` where it has no escapes.
    fn decode_json_borrowed(document: &[u8]) -> Result<Self::Output<Cow<'_, str>>, DecodeError> {
        json::<Self, Cow<'_, str>>(document, None)
    }

    /// Decodes a JSON response and notes the fields that the page does not list.
    fn decode_json_reporting(
        document: &[u8],
        undocumented: &mut Undocumented,
    ) -> Result<Self::Output<String>, DecodeError> {
        json::<Self, String>(document, Some(undocumented))
    }

    /// Decodes an XML response.
    fn decode_xml(document: &[u8]) -> Result<Self::Output<String>, DecodeError> {
        xml::<Self, String>(document, None)
    }

    /// Decodes an XML response; its text is borrowed from `document` where it has no entities.
    fn decode_xml_borrowed(document: &[u8]) -> Result<Self::Output<Cow<'_, str>>, DecodeError> {
        xml::<Self, Cow<'_, str>>(document, None)
    }

    /// Decodes an XML response and notes the fields that the page does not list.
    fn decode_xml_reporting(
        document: &[u8],
        undocumented: &mut Undocumented,
    ) -> Result<Self::Output<String>, DecodeError> {
        xml::<Self, String>(document, Some(undocumented))
    }
}

/// As [`Request::to_parameters`].
pub(crate) fn flattened(parameters: &[Parameter<'_>]) -> Vec<(String, String)> {
    let mut out = Vec::with_capacity(parameters.len());
    for parameter in parameters {
        parameter.flatten(parameter.name, &mut out);
    }
    out
}

/// As [`Request::to_json`].
pub(crate) fn json_object(parameters: &[Parameter<'_>]) -> Vec<u8> {
    // A name and a short value, about.
    let mut out = Vec::with_capacity(32 * parameters.len());
    write_json_members(parameters, &mut out);
    out
}

fn json<'de, R: Request + ?Sized, T: Text<'de>>(
    document: &'de [u8],
    undocumented: Option<&mut Undocumented>,
) -> Result<R::Output<T>, DecodeError> {
    decoded::<R, T>(document, undocumented, &|notes, output| {
        decode::json_response(document, R::OPERATION.envelope(), notes, output)
    })
}

fn xml<'de, R: Request + ?Sized, T: Text<'de>>(
    document: &'de [u8],
    undocumented: Option<&mut Undocumented>,
) -> Result<R::Output<T>, DecodeError> {
    decoded::<R, T>(document, undocumented, &|notes, output| decode::xml_response(document, notes, output))
}

/// Reads a document, and once more where a value in it does not fit.
fn decoded<'de, R: Request + ?Sized, T: Text<'de>>(
    document: &'de [u8],
    mut undocumented: Option<&mut Undocumented>,
    read: &dyn Fn(Notes<'_>, &mut dyn Fields<'de>) -> Result<(), Fault>,
) -> Result<R::Output<T>, DecodeError> {
    let mut output = R::Output::<T>::default();
    let notes = Notes { undocumented: undocumented.as_deref_mut(), misfits: None };
    let Err(fault) = read(notes, R::output_fields(&mut output)) else { return Ok(output) };
    if fault.is_final() || R::findings(&mut output).is_none() {
        return Err(fault.quoting(document));
    }
    output = R::Output::<T>::default();
    let mut misfits = Misfits::default();
    let notes = Notes { undocumented, misfits: Some(&mut misfits) };
    read(notes, R::output_fields(&mut output)).map_err(|fault| fault.quoting(document))?;
    if let Some(findings) = R::findings(&mut output) {
        *findings = misfits.into_findings(document, &|_| Vec::new());
    }
    Ok(output)
}

/// Whether a body's only parameter is by its name the body, not a member of it.
pub(crate) fn is_whole_body(name: &str) -> bool {
    name.eq_ignore_ascii_case("body")
}

/// A REST-style request's parameters by where they are carried.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parts {
    /// The path, its placeholders filled in and percent-encoded.
    pub path: String,
    /// The query parameters, not yet percent-encoded.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The JSON body, if any parameter stands there.
    pub body: Option<String>,
}

impl Parts {
    pub(crate) fn new(template: &str, parameters: &[Parameter<'_>]) -> Self {
        let at = |position| parameters.iter().filter(move |p| p.position == position && !p.value().is_absent());
        let texts = |position| {
            let mut out = Vec::new();
            for parameter in at(position) {
                parameter.flatten(parameter.name, &mut out);
            }
            out
        };
        let mut path = template.to_owned();
        for (name, text) in texts(Position::Path) {
            let text = encode(&text);
            path = path.replace(&format!("{{{name}}}"), &text).replace(&format!("[{name}]"), &text);
        }
        let mut in_body = at(Position::Body);
        let body = match (in_body.next(), in_body.next()) {
            (None, _) => None,
            (Some(only), None) if is_whole_body(only.name) => {
                let mut out = Vec::new();
                only.write_json(&only.value(), &mut out);
                Some(into_text(out))
            }
            _ => {
                let mut out = Vec::new();
                write_json_members(at(Position::Body), &mut out);
                Some(into_text(out))
            }
        };
        Self { path, query: texts(Position::Query), headers: texts(Position::Header), body }
    }
}

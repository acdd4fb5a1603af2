//! Whole documents.

use super::budget::Budget;
use super::doubled::clear;
use super::fields::has_field;
use super::input::{Input, Notes};
use super::json::Json;
use super::xml::Xml;
use super::{Fault, Fields};
use crate::any::Any;

/// The byte order mark that some gateways put before a document.
pub(super) const BOM: char = '\u{feff}';

/// How an answer was read besides its envelope.
pub(crate) struct Answer {
    /// Whether the output could be read. What comes after a fault in it is not read into it.
    pub(crate) output: Result<(), Fault>,
    /// Whether any of its fields was there.
    pub(crate) found_field: bool,
    /// Whether the answer stands in the member that answers of its vendor stand in.
    pub(crate) enveloped: bool,
}

/// Reads a whole JSON document of any shape.
pub(crate) fn json_any(document: &[u8]) -> Result<Any, Fault> {
    let mut input = Input::json(Json::new(document)?, Budget::unlimited());
    let any = input.any()?;
    input.json.end()?;
    Ok(any)
}

/// Decodes a JSON response: an object, inside the envelope if it has one.
pub(crate) fn json_response<'de>(
    document: &'de [u8],
    envelope: Option<&'static str>,
    notes: Notes<'_>,
    output: &mut dyn Fields<'de>,
) -> Result<(), Fault> {
    let mut input = Input::json(Json::new(document)?, Budget::unlimited());
    input.noting(notes, &mut |input| {
        let has_field = &mut |name: &str| has_field(output, name);
        let root = input.json_root(envelope, has_field)?;
        let mut again = false;
        input.json_in_root(root.as_deref(), &mut |input| {
            if std::mem::replace(&mut again, true) {
                clear(output);
            }
            input.fields(output)
        })?;
        input.json.end()
    })
}

/// Decodes a JSON answer in one pass: the output's fields and those of the vendor's envelope, which stand side by side.
///
/// A fault in the output alone does not keep the envelope from being read; a document that is broken does.
pub(crate) fn json_answer<'de>(
    document: &'de [u8],
    root: Option<&'static str>,
    (output, envelope): (&mut dyn Fields<'de>, &mut dyn Fields<'de>),
    notes: Notes<'_>,
    budget: Budget,
) -> Result<Answer, Fault> {
    let mut input = Input::json(Json::new(document)?, budget);
    let mut answer = Answer { output: Ok(()), found_field: false, enveloped: false };
    input.noting(notes, &mut |input| {
        answer = json_answer_in(input, root, output, envelope)?;
        Ok(())
    })?;
    Ok(answer)
}

fn json_answer_in<'de>(
    input: &mut Input<'de>,
    root: Option<&'static str>,
    output: &mut dyn Fields<'de>,
    envelope: &mut dyn Fields<'de>,
) -> Result<Answer, Fault> {
    let mut result = Ok(());
    let found = input.json_root(root, &mut |name| has_field(output, name))?;
    let enveloped = root.filter(|root| found.as_deref() == Some(*root));
    let mut again = false;
    input.json_in_root(found.as_deref(), &mut |input| {
        if std::mem::replace(&mut again, true) {
            (result, input.found_field) = (Ok(()), false);
            clear(output);
            clear(envelope);
        }
        let both = input.json_side_by_side(output, envelope, &mut result);
        both.map_err(|fault| enveloped.into_iter().fold(fault, Fault::in_field))
    })?;
    input.json.end()?;
    Ok(Answer { output: result, found_field: input.found_field, enveloped: enveloped.is_some() })
}

/// Decodes an XML response: the root element's children, or those of the document
/// where it has no root.
pub(crate) fn xml_response<'de>(
    document: &'de [u8],
    notes: Notes<'_>,
    output: &mut dyn Fields<'de>,
) -> Result<(), Fault> {
    let mut budget = Budget::unlimited();
    let xml = Xml::new(document, &mut budget)?;
    let mut input = Input::xml(xml, budget);
    input.noting(notes, &mut |input| input.xml_in_root(output))
}

/// As [`json_answer`], of an XML document, which is parsed once.
pub(crate) fn xml_answer<'de>(
    document: &'de [u8],
    (output, envelope): (&mut dyn Fields<'de>, &mut dyn Fields<'de>),
    notes: Notes<'_>,
    mut budget: Budget,
) -> Result<Answer, Fault> {
    let xml = Xml::new(document, &mut budget)?;
    let mut input = Input::xml(xml, budget);
    input.xml_in_root(envelope)?;
    input.found_field = false;
    let output = input.noting(notes, &mut |input| input.xml_in_root(output));
    Ok(Answer { output, found_field: input.found_field, enveloped: false })
}

/// The document as text.
pub(super) fn utf8(document: &[u8]) -> Result<&str, Fault> {
    if let Ok(text) = simdutf8::basic::from_utf8(document) {
        return Ok(text);
    }
    // It says no more than that; where it is, the slower one knows.
    std::str::from_utf8(document).map_err(|error| Fault::in_bytes("UTF-8", error.valid_up_to()))
}

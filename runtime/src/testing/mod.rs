//! For the tests that are emitted with a crate: is a page's sample decoded without loss?

mod sample;
mod tree;

use std::borrow::Cow;

use crate::any::Any;
use crate::decode::{DecodeError, Text, Undocumented};
use crate::operation::Protocol;
use crate::request::Request;

pub use tree::Tree;

/// What a sample is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    Json,
    /// XML.
    Xml,
}

/// Decodes a sample of `R`'s response, owned and borrowed, and looks for each of the sample's
/// leaves in the value. The error has one line for each that is missing or another.
pub fn check_sample<R: Request>(format: Format, text: &str) -> Result<(), String> {
    match misses::<R>(format, text)?.as_slice() {
        [] => Ok(()),
        misses => Err(misses.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

/// The same, but a leaf that the decoder reports as undocumented is accounted for.
/// Returns the reported paths.
pub fn check_sample_reporting<R: Request>(format: Format, text: &str) -> Result<Undocumented, String> {
    let mut undocumented = Undocumented::default();
    let decoded = match format {
        Format::Json => R::decode_json_reporting(text.as_bytes(), &mut undocumented),
        Format::Xml => R::decode_xml_reporting(text.as_bytes(), &mut undocumented),
    };
    let mut decoded = decoded.map_err(|error| error.to_string())?;
    fits::<R, String>(&mut decoded)?;
    let lost: Vec<String> = misses::<R>(format, text)?
        .iter()
        .filter(|miss| !undocumented.paths().any(|path| miss.is_below(path)))
        .map(ToString::to_string)
        .collect();
    if lost.is_empty() { Ok(undocumented) } else { Err(lost.join("\n")) }
}

/// A leaf of a sample that is not found in the value.
struct Miss {
    /// The wire path with list indices.
    path: String,
    what: String,
}

impl Miss {
    /// Whether a path without indices leads to it or to something around it.
    fn is_below(&self, path: &str) -> bool {
        let mut bare = String::with_capacity(self.path.len());
        let mut index = false;
        for c in self.path.chars() {
            index &= c != ']';
            if !index {
                bare.push(c);
            }
            index |= c == '[';
        }
        // The sample may spell a known name with other capitals.
        let (head, rest) = bare.split_at_checked(path.len()).unwrap_or_default();
        !head.is_empty() && head.eq_ignore_ascii_case(path) && (rest.is_empty() || rest.starts_with(['.', '[']))
    }
}

impl std::fmt::Display for Miss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.what)
    }
}

fn misses<R: Request>(format: Format, text: &str) -> Result<Vec<Miss>, String> {
    let bytes = text.as_bytes();
    let (owned, borrowed) = match format {
        Format::Json => (tree::<R, _>(R::decode_json(bytes)), tree::<R, _>(R::decode_json_borrowed(bytes))),
        Format::Xml => (tree::<R, _>(R::decode_xml(bytes)), tree::<R, _>(R::decode_xml_borrowed(bytes))),
    };
    let owned = owned?;
    if owned != borrowed? {
        return Err("owned and borrowed text decode to different values".to_owned());
    }
    let sample = match format {
        Format::Json => Any::from_json(bytes).map_err(|error| error.to_string())?,
        Format::Xml => sample::xml(text)?,
    };
    let sample = match format {
        Format::Json if R::OPERATION.protocol == Protocol::Tencent => sample.get("Response").unwrap_or(&sample),
        Format::Json => json_root(&sample, &owned),
        Format::Xml => xml_root(&sample, &owned),
    };
    let mut misses = Vec::new();
    compare("", format, sample, &owned, &mut misses);
    Ok(misses)
}

/// A sample that does not fit is one that lost something.
fn fits<R: Request, T: Default>(output: &mut R::Output<T>) -> Result<(), String> {
    R::findings(output).map_or(Ok(()), |findings| findings.strict()).map_err(|error| error.to_string())
}

fn tree<'de, R: Request, T: Text<'de>>(output: Result<R::Output<T>, DecodeError>) -> Result<Tree, String> {
    let mut output = output.map_err(|error| error.to_string())?;
    fits::<R, T>(&mut output)?;
    Ok(Tree::of(R::output_fields(&mut output)))
}

/// The object whose members are the output's fields: some documents have an envelope.
fn json_root<'s>(document: &'s Any, output: &Tree) -> &'s Any {
    match document {
        Any::Map(members) => match members.as_slice() {
            [(name, root @ Any::Map(_))] if name.ends_with("Response") && output.field(name).is_none() => root,
            _ => document,
        },
        _ => document,
    }
}

/// The element whose children are the output's fields.
fn xml_root<'s>(document: &'s Any, output: &Tree) -> &'s Any {
    match document {
        Any::Map(roots) => match roots.as_slice() {
            [(name, root)]
                if !matches!(root, Any::List(_)) && (name.ends_with("Response") || output.field(name).is_none()) =>
            {
                root
            }
            _ => document,
        },
        _ => document,
    }
}

fn compare(path: &str, format: Format, sample: &Any, value: &Tree, misses: &mut Vec<Miss>) {
    if is_blank(sample) && value.is_blank() {
        return;
    }
    match (value, sample) {
        (Tree::Fields(_) | Tree::Map(_), Any::Map(members)) => {
            for (name, member) in members {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                match value.field(name) {
                    Some(field) => compare(&path, format, member, field, misses),
                    None if !has_leaf(member) => {}
                    None => misses.push(Miss { what: format!("undocumented, `{}`", excerpt(member)), path }),
                }
            }
        }
        (Tree::List { wrapper, items }, _) => {
            let mut samples = Vec::new();
            list_items(sample, format, *wrapper, items, &mut samples);
            if samples.len() != items.len() {
                // An empty text is an item of a list of texts, and none of other lists.
                samples.retain(|sample| !is_blank(sample));
            }
            if samples.len() != items.len() {
                let (expected, found) = (samples.len(), items.len());
                let what = format!("{expected} items in the sample, {found} in the value");
                misses.push(Miss { path: path.to_owned(), what });
            }
            for (index, (sample, item)) in samples.iter().zip(items).enumerate() {
                compare(&format!("{path}[{index}]"), format, sample, item, misses);
            }
        }
        (Tree::Any(value), sample) if value == sample => {}
        (leaf, sample) if leaf_text(sample).is_some_and(|text| leaf.is_leaf(&text)) => {}
        _ => misses.push(Miss { path: path.to_owned(), what: format!("`{}` in the sample, {value}", excerpt(sample)) }),
    }
}

/// A sample's items, out of wrappers and lists of one.
fn list_items<'s>(sample: &'s Any, format: Format, wrapper: Option<&str>, items: &[Tree], out: &mut Vec<&'s Any>) {
    match sample {
        Any::Null => {}
        Any::List(samples) => {
            for sample in samples {
                match sample {
                    // Each element of the list's name may be a wrapper of its own; what is in a list of JSON is an item.
                    Any::Map(_) if format == Format::Xml => list_items(sample, format, wrapper, items, out),
                    Any::Null => {}
                    _ => out.push(sample),
                }
            }
        }
        Any::Map(members) => {
            let known = wrapper.and_then(|name| sample.get(name));
            let sole = match members.as_slice() {
                [(name, sole)]
                    if items.iter().all(|item| item.cannot_have(name) && item.may_stand_in(sole, format)) =>
                {
                    Some(sole)
                }
                _ => None,
            };
            match known.or(sole) {
                Some(Any::List(samples)) => out.extend(samples.iter().filter(|s| **s != Any::Null)),
                Some(Any::Null) => {}
                Some(single) => out.push(single),
                None => out.push(sample),
            }
        }
        scalar => out.push(scalar),
    }
}

/// Whether the wire writes "nothing" this way.
fn is_blank(sample: &Any) -> bool {
    match sample {
        Any::Null => true,
        Any::Text(text) => text.trim_ascii().is_empty(),
        Any::List(items) => items.iter().all(is_blank),
        Any::Map(members) => members.iter().all(|(_, member)| is_blank(member)),
        Any::Bool(_) | Any::Number(_) => false,
    }
}

fn has_leaf(sample: &Any) -> bool {
    match sample {
        Any::Null => false,
        Any::List(items) => items.iter().any(has_leaf),
        Any::Map(members) => members.iter().any(|(_, member)| has_leaf(member)),
        Any::Bool(_) | Any::Number(_) | Any::Text(_) => true,
    }
}

fn leaf_text(sample: &Any) -> Option<Cow<'_, str>> {
    match sample {
        Any::Bool(value) => Some(value.to_string().into()),
        Any::Number(text) => Some(Cow::Borrowed(text)),
        Any::Text(text) => Some(Cow::Borrowed(text)),
        Any::Null | Any::List(_) | Any::Map(_) => None,
    }
}

fn excerpt(sample: &Any) -> String {
    sample.to_string().chars().take(40).collect()
}

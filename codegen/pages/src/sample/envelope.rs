//! The envelope around an answer: `{"Response": {…}}`, `{"ListUsersResponse": {…}}`, an XML document's root.

use super::SampleFormat;
use super::tree::{Member, Node, Value};
use crate::source::Span;

/// Whether an object of this name is a vendor's envelope where it stands alone.
pub fn is_envelope(name: &str) -> bool {
    name.ends_with("Response")
}

/// What stands in a document's envelope, with the envelope's name and its place.
///
/// Usually this is one node. Where a root was closed too early, members stand beside the envelope, or several
/// envelopes in a row: each node is then a part of the answer, and no envelope is named.
pub(super) fn open(document: Node, format: SampleFormat) -> (Vec<Node>, Option<(String, Span)>) {
    let Node { span, value: Value::Object(mut members) } = document else { return (vec![document], None) };
    let only = members.len() == 1;
    let found = members.iter().find(|member| match (is_envelope(&member.name), holds_object(&member.node)) {
        (true, true) => true,
        (named, object) => only && format == SampleFormat::Xml && (named || object),
    });
    let Some(name) = found.map(|member| member.name.clone()) else {
        return (vec![Node { span, value: Value::Object(members) }], None);
    };
    if only && let Some(Member { name, at, node }) = members.pop() {
        return (vec![node], Some((name, at)));
    }
    let (inside, beside): (Vec<Member>, Vec<Member>) = members.into_iter().partition(|member| member.name == name);
    let beside = Node { span, value: Value::Object(beside) };
    (std::iter::once(beside).chain(inside.into_iter().map(|member| member.node)).collect(), None)
}

fn holds_object(node: &Node) -> bool {
    match &node.value {
        Value::Object(_) => true,
        Value::List(items) => items.iter().any(|item| matches!(item.value, Value::Object(_))),
        _ => false,
    }
}

//! What has to be decoded, by a plain reading of a document's tree.

use serde_json::Value;
use spectable_runtime::Any;
use spectable_runtime::testing::Tree;

use super::kinds::{Bool, Enum, Kind, List, Moment, Struct, Text, Whole};

/// What has to be decoded; an error where the document has something else than it should.
///
/// `Tree::Any` stands for whatever it may be: a float where digits are kept is no matter of these tests.
pub(super) fn read(kind: Kind, value: &Value) -> Result<Tree, ()> {
    let empty = match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    };
    Ok(match kind {
        Text | Enum(_) | Whole(_) | Moment | Bool if empty => Tree::Absent,
        Text | Enum(_) => match value {
            Value::String(text) if text.is_empty() && matches!(kind, Enum(_)) => Tree::Absent,
            Value::String(text) => Tree::Text(text.clone()),
            Value::Bool(value) => Tree::Text(value.to_string()),
            Value::Number(number) if number.is_f64() => Tree::Any(Any::Null),
            Value::Number(number) => Tree::Text(number.to_string()),
            _ => return Err(()),
        },
        Whole(_) | Moment => match value {
            Value::Number(number) if number.is_f64() => Tree::Any(Any::Null),
            Value::Number(number) => number_of(kind, &number.to_string())?,
            Value::String(text) => number_of(kind, text.trim_ascii())?,
            _ => return Err(()),
        },
        Bool => match value {
            Value::Bool(value) => Tree::Bool(*value),
            Value::Number(number) => truth(&number.to_string())?,
            Value::String(text) => truth(text.trim_ascii())?,
            _ => return Err(()),
        },
        Struct(fields) => {
            let mut trees: Vec<(&str, Tree)> = fields.iter().map(|(name, kind)| (*name, nothing(*kind))).collect();
            match value {
                Value::Object(members) => {
                    for (name, member) in members {
                        let exact = fields.iter().position(|(field, _)| field == name);
                        let row =
                            exact.or_else(|| fields.iter().position(|(field, _)| field.eq_ignore_ascii_case(name)));
                        if let Some(row) = row {
                            // What does not fit is left out.
                            let kind = fields[row].1;
                            trees[row].1 = read(kind, member).unwrap_or_else(|()| nothing(kind));
                        }
                    }
                }
                Value::String(text) if text.trim_ascii().is_empty() => {}
                _ if empty => {}
                _ => return Err(()),
            }
            Tree::Fields(trees)
        }
        List(wrapper, item) => {
            let mut items = Vec::new();
            list(wrapper, *item, value, &mut items)?;
            Tree::List { wrapper, items }
        }
    })
}

pub(super) fn nothing(kind: Kind) -> Tree {
    match kind {
        Struct(_) => read(kind, &Value::Null).expect("null stands for a struct"),
        List(wrapper, _) => Tree::List { wrapper, items: vec![] },
        _ => Tree::Absent,
    }
}

fn list(wrapper: Option<&str>, item: Kind, value: &Value, items: &mut Vec<Tree>) -> Result<(), ()> {
    let mut push = |value: &Value| {
        if value.is_null() {
            return Ok(());
        }
        // What stands for a field without members stands for no item.
        if matches!(item, Struct(_)) && !value.is_object() {
            return Err(());
        }
        let tree = read(item, value)?;
        items.extend(Some(tree).filter(|tree| *tree != Tree::Absent));
        Ok(())
    };
    match value {
        Value::Array(values) => {
            // An item that does not fit is left out.
            for value in values {
                push(value).unwrap_or_default();
            }
            Ok(())
        }
        Value::Null => Ok(()),
        Value::String(text) if text.is_empty() => Ok(()),
        Value::Object(members) if members.is_empty() => Ok(()),
        Value::Object(members) => {
            if let Some(wrapped) = wrapper.and_then(|name| members.get(name)) {
                return list(None, item, wrapped, items);
            }
            let sole = members.iter().next().filter(|_| members.len() == 1);
            match (sole, item) {
                (Some((name, sole)), Struct(fields)) => {
                    let known = fields.iter().any(|(field, _)| field.eq_ignore_ascii_case(name));
                    let scalar = match sole {
                        Value::String(text) => !text.is_empty(),
                        Value::Number(_) | Value::Bool(_) => true,
                        _ => false,
                    };
                    match (known, scalar) {
                        (true, _) => push(value),
                        (false, true) => Err(()),
                        (false, false) => list(None, item, sole, items),
                    }
                }
                (Some((_, Value::Object(sole))), _) if !sole.is_empty() => Err(()),
                (Some((_, sole)), _) => list(None, item, sole, items),
                // An item of a list that was left out around it has a field that items have.
                (None, Struct(fields)) => {
                    let known = |name: &String| fields.iter().any(|(field, _)| field.eq_ignore_ascii_case(name));
                    if members.keys().any(known) { push(value) } else { Err(()) }
                }
                (None, _) => push(value),
            }
        }
        scalar => push(scalar),
    }
}

fn number_of(kind: Kind, digits: &str) -> Result<Tree, ()> {
    let tree = whole(if matches!(kind, Whole(32)) { 32 } else { 64 }, digits)?;
    match &tree {
        // Kept in milliseconds.
        Tree::Number(number) if matches!(kind, Moment) => {
            number.parse::<i64>().ok().and_then(|seconds| seconds.checked_mul(1000)).map(|_| tree).ok_or(())
        }
        _ => Ok(tree),
    }
}

fn whole(bits: u32, digits: &str) -> Result<Tree, ()> {
    if digits.is_empty() {
        return Ok(Tree::Absent);
    }
    match digits.parse::<i64>() {
        Ok(number) if bits == 64 || i32::try_from(number).is_ok() => Ok(Tree::Number(number.to_string())),
        Err(_) if digits.contains(['.', 'e', 'E']) => Ok(Tree::Any(Any::Null)),
        _ => Err(()),
    }
}

fn truth(word: &str) -> Result<Tree, ()> {
    match word.to_ascii_lowercase().as_str() {
        "" => Ok(Tree::Absent),
        "1" | "true" => Ok(Tree::Bool(true)),
        "0" | "false" => Ok(Tree::Bool(false)),
        _ => Err(()),
    }
}

type Node<'a, 'i> = roxmltree::Node<'a, 'i>;

fn text_of(node: Node<'_, '_>) -> String {
    node.children().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

fn is_leaf(node: Node<'_, '_>) -> bool {
    !node.children().any(|child| child.is_element())
}

fn is_text(node: Node<'_, '_>) -> bool {
    is_leaf(node) && !text_of(node).trim_ascii().is_empty()
}

/// What has to be decoded from an element, into what is already there.
pub(super) fn read_xml(kind: Kind, node: Node<'_, '_>, into: &mut Tree) -> Result<(), ()> {
    if let (Struct(fields), Tree::Fields(trees)) = (kind, &mut *into) {
        if is_text(node) {
            return Err(());
        }
        for child in node.children().filter(Node::is_element) {
            let name = child.tag_name().name();
            let exact = fields.iter().position(|(field, _)| *field == name);
            let row = exact.or_else(|| fields.iter().position(|(field, _)| field.eq_ignore_ascii_case(name)));
            // What does not fit is left out.
            if let Some(row) = row
                && read_xml(fields[row].1, child, &mut trees[row].1).is_err()
                && !matches!(fields[row].1, List(..))
            {
                trees[row].1 = nothing(fields[row].1);
            }
        }
        return Ok(());
    }
    if let (List(wrapper, item), Tree::List { items, .. }) = (kind, &mut *into) {
        xml_list(wrapper, *item, node, items);
        return Ok(());
    }
    let text = text_of(node);
    *into = match kind {
        _ if !is_leaf(node) => return Err(()),
        Enum(_) if text.is_empty() => Tree::Absent,
        Text | Enum(_) => Tree::Text(text),
        Whole(_) | Moment => number_of(kind, text.trim_ascii())?,
        _ => truth(text.trim_ascii())?,
    };
    Ok(())
}

fn xml_list(wrapper: Option<&str>, item: Kind, node: Node<'_, '_>, items: &mut Vec<Tree>) {
    let children: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
    let Some(first) = children.first().map(|child| child.tag_name().name()) else {
        if is_text(node) {
            xml_item(item, node, items);
        }
        return;
    };
    let wrapped = children.iter().map(|child| child.tag_name().name()).find(|name| Some(*name) == wrapper);
    let known = matches!(item, Struct(fields) if fields.iter().any(|(field, _)| *field == first));
    let alike = children.iter().all(|child| child.tag_name().name() == first && !is_text(*child));
    match wrapped.or_else(|| (alike && !known).then_some(first)) {
        Some(name) => {
            let items_of = children.into_iter().filter(|child| child.tag_name().name() == name);
            items_of.for_each(|child| xml_item(item, child, items));
        }
        None => xml_item(item, node, items),
    }
}

/// An item that does not fit is left out.
fn xml_item(item: Kind, node: Node<'_, '_>, items: &mut Vec<Tree>) {
    let mut tree = nothing(item);
    if read_xml(item, node, &mut tree).is_ok() {
        items.push(tree);
    }
}

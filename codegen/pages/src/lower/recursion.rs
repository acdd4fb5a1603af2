//! Trees: a sample shows as many levels as it has, but a list whose items hold that list again is one type.
//!
//! `"Children": [{"Id": "1", "Children": [{"Id": "2"}]}]` has one item type; the inner list says `list<Child>` and has
//! no members of its own, so that decoders read trees of every depth.

use std::collections::BTreeSet;

use super::infer;
use crate::ir::{Field, Type};
use crate::source::Span;

/// Makes each list that holds itself one type. Only what samples alone tell is folded: rows say what they say.
pub(super) fn fold(fields: &mut [Field]) {
    for field in fields {
        if matches!(&field.ty, Type::List(of) if matches!(**of, Type::Struct(_))) {
            let outer = Outer::of(field);
            let mut more = Vec::new();
            let mut members = std::mem::take(&mut field.fields);
            let found = outer.find(&mut members, &mut more);
            let mut known: BTreeSet<String> = members.iter().map(|member| member.name.clone()).collect();
            members.extend(more.into_iter().filter(|extra| known.insert(extra.name.clone())));
            field.fields = members;
            if found {
                *field.ty.innermost_mut() = Type::Struct(Some(outer.element));
            }
        }
        fold(&mut field.fields);
    }
}

/// A list that may stand in its own items.
struct Outer {
    name: String,
    wrapper: Option<String>,
    /// The type of its items.
    element: String,
    members: BTreeSet<(String, bool)>,
}

impl Outer {
    fn of(field: &Field) -> Self {
        let element = match field.ty.innermost() {
            Type::Struct(Some(name)) => name.clone(),
            _ => infer::singular(infer::item_name(field).unwrap_or(&field.name)),
        };
        let members = field.fields.iter().map(|member| (member.name.clone(), is_container(member))).collect();
        Self { name: field.name.clone(), wrapper: field.wrapper.clone(), element, members }
    }

    /// Folds every list below that is this one again; what only its items show goes to `more`.
    fn find(&self, fields: &mut [Field], more: &mut Vec<Field>) -> bool {
        let mut found = false;
        for field in fields {
            found |= self.find(&mut field.fields, more);
            if self.is_again(field) {
                more.append(&mut field.fields);
                field.ty = Type::List(Box::new(Type::Struct(Some(self.element.clone()))));
                field.wrapper.clone_from(&self.wrapper);
                found = true;
            }
        }
        found
    }

    /// The same name, and no members of its own that rows name, most of which are members here.
    fn is_again(&self, field: &Field) -> bool {
        if field.name != self.name || !infer::is_word(&self.element) {
            return false;
        }
        let known = |member: &&Field| self.members.contains(&(member.name.clone(), is_container(member)));
        match &field.ty {
            Type::List(of) if matches!(**of, Type::Struct(_)) => {
                let by_sample = field.fields.iter().all(|member| member.span == Span::default());
                by_sample && field.fields.iter().filter(known).count() * 2 > field.fields.len()
            }
            // No sample shows an item of the innermost list.
            Type::List(of) => **of == Type::Any,
            Type::Any => field.span == Span::default(),
            _ => false,
        }
    }
}

fn is_container(field: &Field) -> bool {
    matches!(field.ty, Type::List(_) | Type::Map(_) | Type::Struct(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Vendor;
    use crate::lower::infer::{Origin, fields};
    use crate::sample;

    fn folded(json: &str) -> String {
        let shape = sample::read(json, 0).unwrap().shape();
        let mut fields = fields(&shape, Origin { vendor: Vendor::Aliyun, action: "GetTree" });
        fold(&mut fields);
        told(&fields)
    }

    fn told(fields: &[Field]) -> String {
        let told = fields.iter().map(|field| {
            let wrapper = field.wrapper.as_ref().map(|wrapper| format!(" in {wrapper}")).unwrap_or_default();
            let inner = if field.fields.is_empty() { String::new() } else { format!(" {{{}}}", told(&field.fields)) };
            format!("{}: {}{wrapper}{inner}", field.name, field.ty)
        });
        told.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_list_that_holds_itself_is_one_type() {
        assert_eq!(
            folded(r#"{"Menus": [{"Id": "1", "Menus": [{"Id": "2", "Leaf": true, "Menus": []}]}]}"#),
            "Menus: list<Menu> {Id: string, Menus: list<Menu>, Leaf: boolean}"
        );
        assert_eq!(
            folded(r#"{"Menus": {"Menu": [{"Id": "1", "Menus": {"Menu": [{"Id": "2"}]}}]}}"#),
            "Menus: list<Menu> in Menu {Id: string, Menus: list<Menu> in Menu}"
        );
    }

    #[test]
    fn a_tree_below_other_names() {
        assert_eq!(
            folded(r#"{"Nodes": [{"Id": "1", "Children": [{"Id": "2", "Children": [{"Id": "3"}]}]}]}"#),
            "Nodes: list<Node> {Id: string, Children: list<ChildrenItem> {Id: string, Children: list<ChildrenItem>}}"
        );
    }

    #[test]
    fn other_things_of_one_name_stay_apart() {
        let json = r#"{"Items": [{"Id": "1", "Items": [{"Sku": "a", "Price": 1}]}]}"#;
        assert_eq!(
            folded(json),
            "Items: list<TreeItem> {Id: string, Items: list<TreeItem> {Sku: string, Price: integer}}"
        );
    }
}

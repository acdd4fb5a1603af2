//! The feature `serde`: wire names, and what may be absent.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{FieldDef, Ty};

/// On a struct that is sent.
pub(super) fn request() -> TokenStream {
    quote!(#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "PascalCase"))])
}

/// On a struct that is received: it may lack any field.
pub(super) fn output(text: bool) -> TokenStream {
    // serde would ask for the default of no `T`, though the struct's default needs one.
    let bound =
        if text { quote!(, bound(deserialize = "T: Default + serde::Deserialize<'de>")) } else { TokenStream::new() };
    quote! {
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "PascalCase", default #bound))]
    }
}

/// On a field that is sent: what is not set is not written.
pub(super) fn sent(def: &FieldDef<'_>) -> TokenStream {
    let absent = match def.ty {
        // An `Option` may be absent anyway.
        _ if def.optional => Some(quote!(skip_serializing_if = "Option::is_none")),
        _ if def.required => None,
        Ty::List(_) => Some(quote!(default, skip_serializing_if = "Vec::is_empty")),
        Ty::Map(_) => Some(quote!(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")),
        _ => None,
    };
    attribute(rename(def).into_iter().chain(absent))
}

/// On a field that is received.
pub(super) fn received(def: &FieldDef<'_>) -> TokenStream {
    attribute(rename(def).into_iter())
}

fn attribute(parts: impl Iterator<Item = TokenStream>) -> TokenStream {
    let parts: Vec<TokenStream> = parts.collect();
    if parts.is_empty() { TokenStream::new() } else { quote!(#[cfg_attr(feature = "serde", serde(#(#parts),*))]) }
}

/// The wire's name, where it is not what the struct's `rename_all` makes of the field's.
fn rename(def: &FieldDef<'_>) -> Option<TokenStream> {
    let wire = def.field.name.as_str();
    let bare = def.ident.strip_prefix("r#").unwrap_or(&def.ident);
    (pascal(bare) != wire).then(|| quote!(rename = #wire))
}

/// As serde does it.
fn pascal(name: &str) -> String {
    let mut start = true;
    let mut text = String::with_capacity(name.len());
    for letter in name.chars() {
        if letter == '_' {
            start = true;
        } else {
            text.push(if start { letter.to_ascii_uppercase() } else { letter });
            start = false;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_made_as_serde_makes_them() {
        for (name, expected) in [("contact_id", "ContactId"), ("uui_", "Uui"), ("_5xx", "5xx"), ("", "")] {
            assert_eq!(super::pascal(name), expected);
        }
    }
}

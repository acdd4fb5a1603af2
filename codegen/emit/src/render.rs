//! Items to the text of a file: prettyplease, blank lines, the header.

use proc_macro2::TokenStream;
use syn::{ImplItem, Item};

/// The text of a file, or why the items are no Rust, which is a fault of the emitter.
///
/// `inner` holds the file's inner attributes; each of `items` parses as one or more items.
pub(crate) fn file(header: &str, inner: &TokenStream, items: &[TokenStream]) -> syn::Result<String> {
    let mut file = syn::parse2::<syn::File>(inner.clone())?;
    if !file.attrs.is_empty() {
        file.items.push(Item::Verbatim(TokenStream::new()));
    }
    for tokens in items {
        let parsed = syn::parse2::<syn::File>(tokens.clone())?.items;
        for mut item in parsed {
            if file
                .items
                .last()
                .is_some_and(|before| !matches!(before, Item::Verbatim(_)) && !are_together(before, &item))
            {
                file.items.push(Item::Verbatim(TokenStream::new()));
            }
            space_members(&mut item);
            file.items.push(item);
        }
    }
    let body = prettyplease::unparse(&file);
    Ok(format!("// {}\n\n{body}", comment(header)))
}

/// One line of plain text, whatever a path held.
pub(crate) fn comment(text: &str) -> String {
    text.chars().map(|letter| if is_plain(letter) { letter } else { '?' }).collect()
}

/// Whether a character may stand in source as it is: rustc refuses some that hide what is there.
pub(crate) fn is_plain(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

/// prettyplease puts no blank lines between items, but prints one for nothing at all.
fn space_members(item: &mut Item) {
    if let Item::Impl(item) = item {
        let members = std::mem::take(&mut item.items);
        for member in members {
            let functions = matches!(member, ImplItem::Fn(_)) || matches!(item.items.last(), Some(ImplItem::Fn(_)));
            if !item.items.is_empty() && functions {
                item.items.push(ImplItem::Verbatim(TokenStream::new()));
            }
            item.items.push(member);
        }
    }
    if let Item::Mod(item) = item
        && let Some((_, items)) = &mut item.content
    {
        let members = std::mem::take(items);
        for mut member in members {
            if items.last().is_some_and(|before| !are_together(before, &member)) {
                items.push(Item::Verbatim(TokenStream::new()));
            }
            space_members(&mut member);
            items.push(member);
        }
    }
}

/// Imports stand together, and so do modules without a text.
fn are_together(before: &Item, after: &Item) -> bool {
    match (before, after) {
        (Item::Use(_), Item::Use(_)) => true,
        (Item::Mod(before), Item::Mod(after)) => before.content.is_none() && after.content.is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn puts_blank_lines_where_a_person_would() {
        let inner = quote! {
            #![doc = " What."]
            #![allow(clippy::all)]
        };
        let items = [
            quote! { use a::b; use c::d; },
            quote! {
                #[doc = " A."]
                pub struct A { #[doc = " b"] pub b: u8, pub c: u8 }
                impl A { const X: u8 = 1; type Y = u8; fn a() {} fn b() {} }
            },
            quote! { mod a; mod b; mod c { fn a() {} fn b() {} } },
        ];
        let text = file("made\nup", &inner, &items).unwrap();
        let expected = "// made?up\n\n//! What.\n#![allow(clippy::all)]\n\nuse a::b;\nuse c::d;\n\n/// A.\npub struct A {\n    /// b\n    pub b: u8,\n    pub c: u8,\n}\n\nimpl A {\n    const X: u8 = 1;\n    \
                        type Y = u8;\n\n    fn a() {}\n\n    fn b() {}\n}\n\nmod a;\nmod b;\n\nmod c {\n    fn a() {}\n\n    fn b() {}\n}\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn an_emitter_fault_is_an_error() {
        assert!(file("", &TokenStream::new(), &[quote! { struct }]).is_err());
    }
}

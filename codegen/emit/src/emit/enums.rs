//! Open enums as items with their impls.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use spectable_pages::ir::EnumValue;

use crate::emit::docs::{Doc, code};
use crate::emit::types::ident;
use crate::model::{EnumDef, OpenEnum};

/// More operations than this are only counted.
const MOST_USERS: usize = 12;

/// The enum as an item with its impls.
pub(super) fn item(def: &EnumDef<'_>) -> TokenStream {
    let values = def.values.iter().zip(&def.names.variants);
    let values = values.map(|(value, variant)| {
        (value.value.as_str(), value_doc(value, variant, def.english.get(value.value.as_str())).outer())
    });
    let codes = codes(def);
    let code = if codes.is_empty() { quote!() } else { quote!(, code) };
    open(&def.names, &doc(def).outer(), values, &codes, &code)
}

/// What every open enum has; `values` are the wire's spelling of each variant and what its doc says.
pub(super) fn open<'w>(
    names: &OpenEnum,
    doc: &TokenStream,
    values: impl Iterator<Item = (&'w str, TokenStream)>,
    more: &TokenStream,
    code: &TokenStream,
) -> TokenStream {
    let (name, rest) = (ident(&names.name), ident(&names.rest));
    let variants: Vec<_> = names.variants.iter().map(|name| ident(name)).collect();
    let (wires, docs): (Vec<_>, Vec<_>) = values.unzip();
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #variants,)*
            #[doc = " A value that the page does not list."]
            #rest(rt::UnknownValue),
        }

        impl #name {
            #[doc = " Every value that the page lists, in its order."]
            pub const VALUES: &'static [Self] = &[#(Self::#variants),*];

            #[doc = " The value as on the wire."]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::#rest(value) => value.as_str(),
                }
            }

            #more
        }

        rt::open_enum!(#name, #rest #code);
    }
}

/// `code()` where the page numbers the values.
fn codes(def: &EnumDef<'_>) -> TokenStream {
    let numbered = def
        .values
        .iter()
        .zip(&def.names.variants)
        .filter_map(|(value, variant)| value.code.map(|code| (ident(variant), Literal::i64_unsuffixed(code))));
    let (variants, codes): (Vec<_>, Vec<_>) = numbered.unzip();
    if variants.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #[doc = " The number that the page gives the value."]
        #[inline]
        pub fn code(&self) -> Option<i64> {
            match self {
                #(Self::#variants => Some(#codes),)*
                _ => None,
            }
        }
    }
}

fn doc(def: &EnumDef<'_>) -> Doc {
    let mut doc = Doc::new(format!("The values of {}.", code(def.page_name)));
    let shown: Vec<String> = def.used_by.iter().take(MOST_USERS).map(|action| code(action)).collect();
    let more = def.used_by.len().saturating_sub(MOST_USERS);
    let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
    if !shown.is_empty() {
        doc.fact(format!("Used by {}{tail}.", shown.join(", ")));
    }
    doc
}

fn value_doc(value: &EnumValue, variant: &str, english: Option<&&str>) -> Doc {
    let mut doc = Doc::default();
    doc.english(english.copied().unwrap_or_default());
    doc.page(value.label.as_deref().unwrap_or_default());
    if value.label.as_deref().unwrap_or_default().trim().is_empty() && english.is_none() {
        doc.ours(format!("{} on the wire.", code(&value.value)));
    } else if variant != value.value {
        doc.fact(format!("{} on the wire.", code(&value.value)));
    }
    if let Some(code) = value.code {
        doc.fact(format!("Code {code}."));
    }
    doc
}

//! Open enums: gathered over a version, named, and written.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::emit::Unit;
use crate::emit::docs::{Doc, code};
use crate::emit::model::EnumDef;
use crate::emit::types::ident;
use crate::names::{self, Kind, Wish};
use spectable_pages::ir::EnumValue;

/// More operations than this are only counted.
const MOST_USERS: usize = 12;

/// An enum before it has a name.
pub(super) struct Draft<'a> {
    pub(super) page_name: &'a str,
    values: Vec<&'a EnumValue>,
    used_by: Vec<&'a str>,
    /// Set where another page's enum of this name has other values.
    qualifier: Option<&'a str>,
}

impl<'a> Draft<'a> {
    /// What it wants to be called.
    pub(super) fn wish(&self) -> Wish {
        let plain = names::plain(Kind::Type, self.page_name);
        match self.qualifier {
            Some(action) => Wish::fixed(format!("{}{plain}", names::plain(Kind::Type, action))),
            None => Wish::of(Kind::Type, self.page_name).or(format!("{plain}Value")),
        }
    }

    pub(super) fn is_used_by(&self, unit: &Unit<'_>) -> bool {
        self.used_by.contains(&unit.operation.name.as_str())
    }

    pub(super) fn define(&self, name: String) -> EnumDef<'a> {
        define(name, self.page_name, self.values.clone(), self.used_by.clone())
    }
}

/// The enums of a version; the units are in the order of their actions.
///
/// The stage before makes one name mean one set of values; where it does not, the later operation's gets its own enum.
pub(super) fn gather<'a>(units: &[&'a Unit<'a>]) -> Vec<Draft<'a>> {
    let mut drafts: BTreeMap<(&str, Option<&str>), Draft<'a>> = BTreeMap::new();
    for unit in units {
        let action = unit.operation.name.as_str();
        for (name, values) in &unit.operation.enums {
            let values = distinct(values);
            if values.is_empty() {
                continue;
            }
            let shared = drafts.entry((name, None)).or_insert_with(|| Draft {
                page_name: name,
                values: values.clone(),
                used_by: Vec::new(),
                qualifier: None,
            });
            if wires(&shared.values) == wires(&values) {
                shared.used_by.push(action);
            } else {
                drafts.insert(
                    (name, Some(action)),
                    Draft { page_name: name, values, used_by: vec![action], qualifier: Some(action) },
                );
            }
        }
    }
    drafts.into_values().collect()
}

fn distinct(values: &[EnumValue]) -> Vec<&EnumValue> {
    let mut seen = std::collections::BTreeSet::new();
    values.iter().filter(|value| seen.insert(value.value.as_str())).collect()
}

/// What of the values shows on the wire.
fn wires<'v>(values: &[&'v EnumValue]) -> Vec<(&'v str, Option<i64>)> {
    values.iter().map(|value| (value.value.as_str(), value.code)).collect()
}

/// Names the variants; the one for all other values takes what is left.
pub(super) fn define<'a>(
    name: String,
    page_name: &'a str,
    values: Vec<&'a EnumValue>,
    used_by: Vec<&'a str>,
) -> EnumDef<'a> {
    let wishes: Vec<Wish> = values.iter().map(|value| Wish::of(Kind::Variant, &value.value)).collect();
    let (variants, rest) = variants(&wishes);
    EnumDef { name, page_name, values, variants, rest, used_by }
}

/// The variants' names, and the one of the variant for all other values.
pub(super) fn variants(wishes: &[Wish]) -> (Vec<String>, String) {
    let variants = names::resolve(wishes, &[]);
    let rest = ["Unknown", "Other", "Unlisted", "Undocumented"]
        .into_iter()
        .find(|rest| !variants.iter().any(|variant| variant == rest));
    let rest = rest.map_or_else(
        || {
            let all: Vec<Wish> =
                variants.iter().map(|variant| Wish::fixed(variant.as_str())).chain([Wish::fixed("Unknown")]).collect();
            names::resolve(&all, &[]).pop().unwrap_or_default()
        },
        str::to_owned,
    );
    (variants, rest)
}

/// The enum as an item with its impls.
pub(super) fn item(def: &EnumDef<'_>) -> TokenStream {
    let doc = doc(def).outer();
    let variants: Vec<_> = def.variants.iter().map(|name| ident(name)).collect();
    let docs = def.values.iter().zip(&def.variants).map(|(value, variant)| value_doc(value, variant).outer());
    let codes = codes(def);
    let code = if codes.is_empty() { quote!() } else { quote!(, code) };
    let wires = def.values.iter().map(|value| value.value.as_str());
    open(&ident(&def.name), &doc, &variants, docs, wires, &ident(&def.rest), &codes, &code)
}

/// What every open enum has.
#[allow(clippy::too_many_arguments, reason = "the parts of one item")]
pub(super) fn open<'w>(
    name: &Ident,
    doc: &TokenStream,
    variants: &[Ident],
    docs: impl Iterator<Item = TokenStream>,
    wires: impl Iterator<Item = &'w str>,
    rest: &Ident,
    more: &TokenStream,
    code: &TokenStream,
) -> TokenStream {
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
        .zip(&def.variants)
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

fn value_doc(value: &EnumValue, variant: &str) -> Doc {
    let mut doc = Doc::default();
    doc.page(value.label.as_deref().unwrap_or_default());
    if value.label.as_deref().unwrap_or_default().trim().is_empty() {
        doc.ours(format!("{} on the wire.", code(&value.value)));
    } else if variant != value.value {
        doc.fact(format!("{} on the wire.", code(&value.value)));
    }
    if let Some(code) = value.code {
        doc.fact(format!("Code {code}."));
    }
    doc
}

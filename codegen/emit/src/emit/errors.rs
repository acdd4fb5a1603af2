//! The enum of an operation's documented error codes.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::Unit;
use crate::emit::docs::{Doc, code};
use crate::emit::enums;
use crate::emit::fields;
use crate::emit::types::ident;
use crate::names::{Kind, Wish};
use spectable_pages::ir::ErrorCode;

/// The error codes of one operation with their names.
pub(super) struct ErrorsDef<'a> {
    pub(super) name: String,
    pub(super) codes: Vec<&'a ErrorCode>,
    pub(super) variants: Vec<String>,
    pub(super) rest: String,
}

/// Names the codes; `None` where the page documents none.
pub(super) fn define<'a>(unit: &Unit<'a>, name: String) -> Option<ErrorsDef<'a>> {
    let mut seen = BTreeSet::new();
    let codes: Vec<&ErrorCode> =
        unit.operation.errors.iter().filter(|error| seen.insert(error.code.as_str())).collect();
    let wishes: Vec<Wish> = codes.iter().map(|error| Wish::of(Kind::Variant, &error.code)).collect();
    let (variants, rest) = enums::variants(&wishes);
    if codes.is_empty() { None } else { Some(ErrorsDef { name, codes, variants, rest }) }
}

/// The enum as an item with its impls.
pub(super) fn item(def: &ErrorsDef<'_>, unit: &Unit<'_>) -> TokenStream {
    let mut doc = Doc::new(format!("The error codes that the page of {} lists.", code(&unit.operation.name)));
    doc.source(fields::page_fact(unit, None));
    let variants: Vec<_> = def.variants.iter().map(|name| ident(name)).collect();
    let docs = def.codes.iter().map(|error| code_doc(error).outer());
    let wires = def.codes.iter().map(|error| error.code.as_str());
    enums::open(
        &ident(&def.name),
        &doc.outer(),
        &variants,
        docs,
        wires,
        &ident(&def.rest),
        &status(def),
        &TokenStream::new(),
    )
}

/// `status()` where the page says the HTTP status of any code.
fn status(def: &ErrorsDef<'_>) -> TokenStream {
    let known =
        def.codes.iter().zip(&def.variants).filter_map(|(error, variant)| {
            error.status.map(|status| (ident(variant), Literal::u16_unsuffixed(status)))
        });
    let (variants, statuses): (Vec<_>, Vec<_>) = known.unzip();
    if variants.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #[doc = " The HTTP status that the page gives the code."]
        #[inline]
        pub fn status(&self) -> Option<u16> {
            match self {
                #(Self::#variants => Some(#statuses),)*
                _ => None,
            }
        }
    }
}

fn code_doc(error: &ErrorCode) -> Doc {
    let mut doc = Doc::new(format!("{} on the wire.", code(&error.code)));
    doc.page(&error.message);
    doc.page(&error.description);
    if let Some(status) = error.status {
        doc.fact(format!("HTTP status {status}."));
    }
    doc
}

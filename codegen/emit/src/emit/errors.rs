//! The enum of an operation's documented error codes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use spectable_pages::ir::ErrorCode;

use crate::emit::docs::{Doc, code};
use crate::emit::enums;
use crate::emit::pages::vendors_page;
use crate::emit::types::ident;
use crate::model::{ErrorsDef, OperationDef};

/// The enum as an item with its impls.
pub(super) fn item(def: &ErrorsDef<'_>, operation: &OperationDef<'_>) -> TokenStream {
    let mut doc = Doc::new(format!("The error codes that the page of {} lists.", code(&operation.operation.name)));
    doc.source(vendors_page(operation));
    let codes = def.codes.iter().map(|error| (error.code.as_str(), code_doc(error, operation).outer()));
    enums::open(&def.names, &doc.outer(), codes, &status(def), &TokenStream::new())
}

/// `status()` where the page says the HTTP status of any code.
fn status(def: &ErrorsDef<'_>) -> TokenStream {
    let known =
        def.codes.iter().zip(&def.names.variants).filter_map(|(error, variant)| {
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

fn code_doc(error: &ErrorCode, operation: &OperationDef<'_>) -> Doc {
    let mut doc = Doc::default();
    let english = operation.operation.english.get(&format!("errors/{}", error.code));
    doc.english(english.map(String::as_str).unwrap_or_default());
    doc.ours(format!("{} on the wire.", code(&error.code)));
    doc.page(&error.message);
    doc.page(&error.description);
    if let Some(status) = error.status {
        doc.fact(format!("HTTP status {status}."));
    }
    doc
}

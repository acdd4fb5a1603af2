//! What is known of an operation apart from its fields, and the file that it makes.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use spectable_pages::ir::{Operation, Paging, Protocol, TotalOn};

use crate::emit::docs::{Doc, code};
use crate::emit::pages::vendors_page;
use crate::emit::types::ident;
use crate::emit::{call_record, errors, paging, requests, responses};
use crate::model::{OperationDef, StructDef};

/// The items of the operation's module.
pub(super) fn items(def: &OperationDef<'_>) -> Vec<TokenStream> {
    let mut items = vec![imports(def)];
    items.extend(requests::items(def));
    items.extend(paging::items(def));
    items.extend(responses::items(def));
    items.extend(def.call_record.as_ref().map(call_record::item));
    items.extend(def.error.as_ref().map(|error| errors::item(error, def)));
    items
}

/// The doc of the operation's module.
pub(super) fn module_doc(def: &OperationDef<'_>) -> Doc {
    let operation = def.operation;
    let mut doc = Doc::new(format!("{} of {} {}.", code(&operation.name), operation.product, operation.version));
    doc.english(operation.english.get("operation").map(String::as_str).unwrap_or_default());
    doc.page(&operation.title);
    doc
}

fn imports(def: &OperationDef<'_>) -> TokenStream {
    let structs = def.request_structs.iter().chain(&def.output_structs);
    let enums: BTreeSet<&str> = structs
        .flat_map(|structure: &StructDef<'_>| &structure.fields)
        .filter_map(|field| field.ty.enum_name())
        .collect();
    let enums: Vec<_> = enums.into_iter().map(ident).collect();
    if enums.is_empty() {
        return quote!(
            use spectable_runtime as rt;
        );
    }
    quote! {
        use spectable_runtime as rt;
        use super::enums::{#(#enums),*};
    }
}

/// What a user reads first.
pub(super) fn request_doc(def: &OperationDef<'_>) -> Doc {
    let operation = def.operation;
    let mut doc = Doc::default();
    let english = operation.english.get("operation").map(String::as_str).unwrap_or_default();
    doc.english(english);
    if english.is_empty() && operation.title.trim().is_empty() && operation.description.trim().is_empty() {
        doc.ours(format!("A call of {}.", code(&operation.name)));
    }
    if operation.deprecated {
        doc.ours("**Deprecated**: the page says that it should no longer be used.");
    }
    doc.page(&operation.title);
    doc.page(&operation.description);
    if def.request != operation.name {
        doc.fact(format!("Action: {}.", code(&operation.name)));
    }
    if let Some(calls) = operation.rate_limit {
        doc.fact(format!("At most {calls} calls a second."));
    }
    if let Some(days) = operation.max_days {
        doc.fact(format!("One call may ask for at most {days} days."));
    }
    if let Some(paging) = &operation.paging {
        doc.fact(format!(
            "Results are paged through {} (from {}) and {}.",
            code(&paging.number),
            paging.first,
            code(&paging.size)
        ));
        if def.paged.is_none() {
            doc.fact("The answer has no list that the clients could page through, so it is not `Paged`.");
        }
    }
    doc.source(vendors_page(def));
    doc.ours(format!("A successful call answers [`{}`].", def.output));
    doc
}

/// What a successful call answers.
pub(super) fn output_doc(def: &OperationDef<'_>) -> Doc {
    let operation = def.operation;
    let mut doc = Doc::new(format!("What [`{}`] answers.", def.request));
    if let Some(paging) = &operation.paging
        && let Some(total) = &paging.total
    {
        let when = if paging.total_on == Some(TotalOn::FirstPage) { ", on the first page only" } else { "" };
        doc.fact(format!("{} is the number of all items{when}.", code(total)));
    }
    doc.source(vendors_page(def));
    doc
}

/// The operation as a constant.
pub(super) fn constant(def: &OperationDef<'_>) -> TokenStream {
    let operation = def.operation;
    let protocol = match operation.protocol {
        Protocol::AliyunRpc => quote!(AliyunRpc),
        Protocol::AliyunRoa => quote!(AliyunRoa),
        Protocol::Tencent => quote!(Tencent),
    };
    let Operation { name, product, version, .. } = operation;
    let mut constant = quote!(&rt::Operation::new(rt::Protocol::#protocol, #product, #version, #name));
    if let Some(http) = &operation.http {
        let (method, path) = (&http.method, &http.path);
        constant.extend(quote!(.http(#method, #path)));
    }
    if let Some(calls) = operation.rate_limit {
        let calls = Literal::u32_unsuffixed(calls);
        constant.extend(quote!(.rate_limit(#calls)));
    }
    if let Some(days) = operation.max_days {
        let days = Literal::u32_unsuffixed(days);
        constant.extend(quote!(.max_days(#days)));
    }
    if let Some(value) = &operation.paging {
        let paging = paging_constant(value, def.last_page);
        constant.extend(quote!(.paging(#paging)));
    }
    if operation.deprecated {
        constant.extend(quote!(.deprecated()));
    }
    constant
}

fn paging_constant(paging: &Paging, last: Option<u32>) -> TokenStream {
    let (number, size) = (&paging.number, &paging.size);
    let first = Literal::u32_unsuffixed(paging.first);
    let mut constant = quote!(rt::Paging::new(#number, #size, #first));
    if let Some(last) = last {
        let last = Literal::u32_unsuffixed(last);
        constant.extend(quote!(.last(#last)));
    }
    if let Some(total) = &paging.total {
        constant.extend(quote!(.total(#total)));
    }
    if paging.total_on == Some(TotalOn::FirstPage) {
        constant.extend(quote!(.total_on_first_page()));
    }
    if let Some(items) = &paging.items {
        constant.extend(quote!(.items(#items)));
    }
    constant
}

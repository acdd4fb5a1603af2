//! The files of modules: the crate's root, vendors, products, versions.

use std::collections::{BTreeMap, BTreeSet};

use quote::quote;
use spectable_pages::ir::Vendor;

use crate::emit::docs::{Doc, escape};
use crate::emit::pages::Pages;
use crate::emit::types::ident;
use crate::emit::{File, Tokens, call_record, enums, operations, schemas, start};
use crate::input::CrateLayout;
use crate::model::{Crate, VersionDef};
use crate::render;

/// A title in a list is cut here.
const LONGEST_TITLE: usize = 80;

/// Every file under `src`.
pub(super) fn files<'m>(model: &'m Crate<'_>, pages: Pages<'m>, layout: &'m CrateLayout) -> Vec<File<'m>> {
    let root = File {
        path: "src/lib.rs".to_owned(),
        source: source(&model.versions),
        tokens: Box::new(|| root(model, layout)),
    };
    let mut files = vec![root];
    files.extend(call_record::file(model));
    files.extend(folders(model));
    for version in &model.versions {
        let path = format!("src/{}", version.path.join("/"));
        files.push(File {
            path: format!("{path}/mod.rs"),
            source: source([version]),
            tokens: Box::new(|| version_file(version)),
        });
        if !version.enums.is_empty() {
            files.push(File {
                path: format!("{path}/enums.rs"),
                source: source([version]),
                tokens: Box::new(|| enums_file(version)),
            });
        }
        files.push(File {
            path: format!("{path}/schemas.rs"),
            source: source([version]),
            tokens: Box::new(move || schemas::file(version, pages)),
        });
        files.extend(version.operations.iter().map(|operation| File {
            path: format!("{path}/{}.rs", operation.module),
            source: operation.page.to_owned(),
            tokens: Box::new(move || (operations::module_doc(operation).inner(), operations::items(operation))),
        }));
    }
    files
}

/// The vendor's name as people write it.
fn vendor_name(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Aliyun => "Alibaba Cloud",
        Vendor::Tencent => "Tencent Cloud",
    }
}

/// `lib.rs`
fn root(model: &Crate<'_>, layout: &CrateLayout) -> Tokens {
    let mut doc = Doc::new("Requests, responses and enums of the vendors' APIs, made from their reference pages.");
    doc.ours("Make a request with its `new` and setters, check it with [`Request::validate`], and decode the answer with [`Request::decode_json`] or [`Request::decode_xml`].");
    doc.ours("The features `reqwest` (async) and `ureq` (blocking) add clients that sign, send, try again and page; `serde` adds `Serialize` and `Deserialize`; `jiff`, `chrono` and `time` convert times to the types of those libraries.");
    let mut inner = doc.inner();
    inner.extend(start::doc(model, layout));
    let features = format!(" Each vendor is a feature of `{}`:", layout.name);
    inner.extend(quote!(#![doc = ""] #![doc = #features] #![doc = ""]));
    for version in &model.versions {
        let path = version.path.join("::");
        let line = format!(
            " - [`{path}`] - {} {} {}, {}",
            vendor_name(version.vendor),
            version.product,
            version.version,
            count(version.operations.len())
        );
        let feature = version.vendor.as_str();
        inner.extend(quote!(#![cfg_attr(feature = #feature, doc = #line)]));
    }
    // Where the documentation is built of all features, each item says which it needs.
    inner.extend(quote!(#![cfg_attr(docsrs, feature(doc_cfg))]));
    inner.extend(quote!(#![cfg_attr(rustfmt, rustfmt_skip)]));
    inner.extend(quote!(#![allow(clippy::all, clippy::pedantic, reason = "they are for code that people write")]));
    let modules = model.vendors().into_iter().map(|vendor| {
        let feature = vendor.as_str();
        let name = ident(feature);
        quote!(#[cfg(feature = #feature)] #[rustfmt::skip] pub mod #name;)
    });
    let rows = model.versions.iter().flat_map(|version| {
        let feature = version.vendor.as_str();
        let path: Vec<_> = version.path.iter().map(|part| ident(part)).collect();
        version.operations.iter().map(move |operation| {
            let name = ident(&operation.request);
            quote!(#[cfg(feature = #feature)] <#(#path::)*#name as Request>::OPERATION)
        })
    });
    let schemas = model.versions.iter().flat_map(|version| {
        let feature = version.vendor.as_str();
        let path: Vec<_> = version.path.iter().map(|part| ident(part)).collect();
        version.operations.iter().map(move |operation| {
            let name = ident(&operation.schema);
            quote!(#[cfg(feature = #feature)] &#(#path::)*schemas::#name)
        })
    });
    let call_record = call_record::file(model).map(|_| {
        quote! {
            #[rustfmt::skip]
            pub mod call_record;
        }
    });
    let items = vec![
        quote!(#call_record #(#modules)*),
        quote! {
            #[doc(no_inline)]
            pub use spectable_runtime as runtime;
            #[doc(inline)]
            pub use spectable_runtime::{
                Any, ApiError, CallRecord, Context, Credentials, CredentialsError, CredentialsProvider, Date, DateTime, DecodeError, DecodeFailure, Endpoint,
                EndpointError, Error, ErrorCode, Finding, Findings, InvalidRequest, Millis, OpenEnum, Operation, Paged, Paging, Parameter, Parts, Position, Protocol,
                Reply, Request, Scheme, Seconds, TimeoutError, Timestamp, TimestampError, TooManyItems, TransportError, TransportKind, Undocumented, UnknownValue,
                Vendor, Violation, ViolationKind, Windowed,
            };
            #[cfg(any(feature = "reqwest", feature = "ureq"))]
            #[doc(inline)]
            pub use spectable_runtime::{Page, Progress, RetryPolicy, Token, TokenError, client};
            #[cfg(feature = "reqwest")]
            #[doc(inline)]
            pub use spectable_runtime::client::reqwest::Client;
            #[cfg(feature = "emulator")]
            #[doc(inline)]
            pub use spectable_runtime::emulator;
            #[cfg(feature = "schema")]
            #[doc(inline)]
            pub use spectable_runtime::schema;
        },
        quote! {
            #[doc = " The client that waits in its thread; the names are the async client's."]
            #[cfg(feature = "ureq")]
            pub mod blocking {
                pub use spectable_runtime::client::ureq::{Client, Items, Pages};
            }
        },
        quote! {
            #[doc = " Every operation of this crate, by vendor, product, version and name."]
            pub static OPERATIONS: &[&Operation] = &[#(#rows),*];
        },
        quote! {
            #[doc = " Every operation of this crate as data, in the order of [`OPERATIONS`]."]
            #[cfg(feature = "schema")]
            pub static SCHEMAS: &[&runtime::schema::Schema] = &[#(#schemas),*];
        },
    ];
    (inner, items)
}

/// The `mod.rs` of vendors, and of products where there are several.
fn folders<'m>(model: &'m Crate<'_>) -> Vec<File<'m>> {
    let mut folders: BTreeMap<&[String], (BTreeSet<&String>, Vec<&VersionDef<'_>>)> = BTreeMap::new();
    for version in &model.versions {
        for depth in 1..version.path.len() {
            if let (Some(folder), Some(child)) = (version.path.get(..depth), version.path.get(depth)) {
                let (children, versions) = folders.entry(folder).or_default();
                children.insert(child);
                versions.push(version);
            }
        }
    }
    let file = |(folder, (children, versions)): (&'m [String], (BTreeSet<&'m String>, Vec<&'m VersionDef<'_>>))| {
        let vendor = versions.first().map(|version| vendor_name(version.vendor)).unwrap_or_default();
        let product = versions
            .first()
            .filter(|_| folder.len() > 1)
            .map(|version| format!(" {}", version.product))
            .unwrap_or_default();
        let tokens = move || {
            let modules = children.iter().map(|child| ident(child));
            (Doc::new(format!("{vendor}{product}, by API version.")).inner(), vec![quote!(#(pub mod #modules;)*)])
        };
        File { path: format!("src/{}/mod.rs", folder.join("/")), source: source(versions), tokens: Box::new(tokens) }
    };
    folders.into_iter().map(file).collect()
}

/// The `mod.rs` of a version: what it holds, with links.
fn version_file(version: &VersionDef<'_>) -> Tokens {
    let mut doc = Doc::new(format!(
        "{} {}, version {}: {}.",
        vendor_name(version.vendor),
        version.product,
        version.version,
        count(version.operations.len())
    ));
    for operation in &version.operations {
        let english = operation.operation.english.get("operation").map_or("", String::as_str);
        let title = title(if english.is_empty() { &operation.operation.title } else { english });
        doc.bullet(&format!("[`{}`]{}{title}", operation.request, if title.is_empty() { "" } else { " - " }));
    }
    let modules: Vec<_> = version.operations.iter().map(|operation| ident(&operation.module)).collect();
    let requests: Vec<_> = version.operations.iter().map(|operation| ident(&operation.request)).collect();
    let mut items = Vec::new();
    let mut exports = quote!(#(pub use #modules::#requests;)*);
    if !version.enums.is_empty() {
        let names = version.enums.iter().map(|def| ident(&def.names.name));
        items.push(quote!(
            mod enums;
        ));
        exports.extend(quote!(pub use enums::{#(#names),*};));
    }
    items.push(quote!(#(pub mod #modules;)*));
    items.push(quote!(
        #[cfg(feature = "schema")]
        pub mod schemas;
    ));
    items.push(exports);
    items.push(quote! {
        #[doc = " Every operation of this version, by name."]
        pub static OPERATIONS: &[&spectable_runtime::Operation] = &[#(<#requests as spectable_runtime::Request>::OPERATION),*];
    });
    (doc.inner(), items)
}

fn enums_file(version: &VersionDef<'_>) -> Tokens {
    let mut items = vec![quote!(
        use spectable_runtime as rt;
    )];
    items.extend(version.enums.iter().map(enums::item));
    (Doc::new("The values that parameters and fields take.").inner(), items)
}

fn count(operations: usize) -> String {
    if operations == 1 { "1 operation".to_owned() } else { format!("{operations} operations") }
}

/// A title on one line.
fn title(title: &str) -> String {
    let line = title.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let short: String = line.chars().take(LONGEST_TITLE).collect();
    let tail = if short.len() < line.len() { "…" } else { "" };
    format!("{}{tail}", escape(&short))
}

/// The folder that holds the pages of these versions.
fn source<'v, 'a: 'v>(versions: impl IntoIterator<Item = &'v VersionDef<'a>>) -> String {
    let mut common: Option<Vec<&str>> = None;
    for page in versions.into_iter().flat_map(|version| &version.operations).map(|operation| operation.page) {
        let folders: Vec<&str> = page.rsplit_once('/').map_or_else(Vec::new, |(folder, _)| folder.split('/').collect());
        common = Some(match common {
            None => folders,
            Some(before) => {
                before.into_iter().zip(folders).take_while(|(one, other)| one == other).map(|(one, _)| one).collect()
            }
        });
    }
    let folder = common.unwrap_or_default().join("/");
    if folder.is_empty() { "the pages".to_owned() } else { render::comment(&folder) }
}

//! The pages' samples as files, and the test that decodes each of them.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::model::{Crate, OperationDef, VersionDef, vendor_module};
use crate::emit::types::ident;
use crate::emit::{CrateLayout, Draft, Format, Tokens};

/// Sample files: path from the crate's root to text.
pub(super) fn texts(model: &Crate<'_>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for version in &model.versions {
        for (operation, stem) in version.operations.iter().zip(stems(version)) {
            for (sample, name) in operation.unit.samples.iter().zip(names(operation, version, &stem)) {
                let mut text = sample.text.clone();
                if !text.ends_with('\n') {
                    text.push('\n');
                }
                files.insert(format!("tests/{name}"), text);
            }
        }
    }
    files
}

/// `tests/samples.rs`; none where no page has a sample.
pub(super) fn file<'m>(model: &'m Crate<'_>, layout: &'m CrateLayout) -> Option<Draft<'m>> {
    let any = model
        .versions
        .iter()
        .flat_map(|version| &version.operations)
        .any(|operation| !operation.unit.samples.is_empty());
    let source = "the pages' samples".to_owned();
    any.then(|| Draft { path: "tests/samples.rs".to_owned(), source, tokens: Box::new(|| test_file(model, layout)) })
}

fn test_file(model: &Crate<'_>, layout: &CrateLayout) -> Tokens {
    let krate = ident(&layout.name.replace('-', "_"));
    let mut vendors: BTreeMap<&str, Vec<TokenStream>> = BTreeMap::new();
    for version in &model.versions {
        let tests = tests(version, &krate);
        if !tests.is_empty() {
            vendors.entry(vendor_module(version.vendor)).or_default().push(tests);
        }
    }
    let mut items = vec![
        quote! {
            use spectable_runtime::Request;
            use spectable_runtime::testing::{Format, check_sample_reporting};
        },
        quote! {
            #[doc = " Decodes each sample, and finds each of its leaves again in the value."]
            #[allow(dead_code)]
            fn check<R: Request>(samples: &[(&str, Format, &str)]) {
                let failed = samples.iter().filter_map(|(name, format, text)| {
                    let message = check_sample_reporting::<R>(*format, text).err()?;
                    Some(format!("{name}: {message}\n"))
                });
                let failed: String = failed.collect();
                assert!(failed.is_empty(), "{failed}");
            }
        },
    ];
    items.extend(vendors.into_iter().map(|(feature, versions)| {
        let name = ident(feature);
        quote!(#[cfg(feature = #feature)] mod #name { #(#versions)* })
    }));
    let inner = quote! {
        #![doc = " The samples of the pages decode, and nothing of them is lost."]
        #![cfg_attr(rustfmt, rustfmt_skip)]
        #![allow(clippy::all, clippy::pedantic, reason = "they are for code that people write")]
    };
    (inner, items)
}

/// The tests of a version, inside the modules that its path names.
fn tests(version: &VersionDef<'_>, krate: &proc_macro2::Ident) -> TokenStream {
    let path: Vec<_> = version.path.iter().map(|part| ident(part)).collect();
    let tests =
        version.operations.iter().zip(stems(version)).filter(|(operation, _)| !operation.unit.samples.is_empty()).map(
            |(operation, stem)| {
                let test = ident(&operation.module);
                let request = ident(&operation.request);
                let rows = operation.unit.samples.iter().zip(names(operation, version, &stem)).map(|(sample, name)| {
                    let format = match sample.format {
                        Format::Json => quote!(Json),
                        Format::Xml => quote!(Xml),
                    };
                    quote!((#name, crate::Format::#format, include_str!(#name)))
                });
                quote! {
                    #[test]
                    fn #test() {
                        crate::check::<api::#request>(&[#(#rows),*]);
                    }
                }
            },
        );
    let tests: Vec<TokenStream> = tests.collect();
    if tests.is_empty() {
        return TokenStream::new();
    }
    let imports = quote!(use #krate::#(#path)::* as api;);
    // The vendor's module is the caller's.
    path.into_iter().skip(1).rev().fold(quote!(#imports #(#tests)*), |inside, module| quote!(mod #module { #inside }))
}

/// The file names of an operation's samples, from the folder `tests`.
pub(super) fn names<'s>(
    operation: &'s OperationDef<'_>,
    version: &'s VersionDef<'_>,
    stem: &'s str,
) -> impl Iterator<Item = String> + 's {
    operation.unit.samples.iter().enumerate().map(move |(at, sample)| {
        let tail = match sample.format {
            Format::Json => "json",
            Format::Xml => "xml",
        };
        format!(
            "samples/{}/{}/{}/{stem}.{}.{tail}",
            vendor_module(version.vendor),
            version.product,
            version.version,
            at + 1
        )
    })
}

/// The action, or the request's name where two actions differ by case only, which some systems' files can't.
pub(super) fn stems(version: &VersionDef<'_>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let stem = |operation: &OperationDef<'_>| {
        let action = &operation.unit.operation.name;
        if taken.insert(action.to_ascii_lowercase()) { action.clone() } else { operation.request.clone() }
    };
    version.operations.iter().map(stem).collect()
}

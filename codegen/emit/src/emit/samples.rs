//! The pages' samples as files, and the test that decodes each of them.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use spectable_pages::sample::SampleFormat;
use spectable_pages::sample::SampleText;

use crate::emit::pages::Pages;
use crate::emit::types::ident;
use crate::emit::{File, Tokens};
use crate::input::CrateLayout;
use crate::model::{Crate, OperationDef, VersionDef};

/// Sample files: path from the crate's root to text.
pub(super) fn texts(model: &Crate<'_>, pages: Pages<'_>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for operation in model.versions.iter().flat_map(|version| &version.operations) {
        for (name, _, sample) in of(operation, pages) {
            let mut text = sample.text.clone();
            if !text.ends_with('\n') {
                text.push('\n');
            }
            files.insert(format!("tests/{name}"), text);
        }
    }
    files
}

/// `tests/samples.rs`; none where no page has a sample.
pub(super) fn file<'m>(model: &'m Crate<'_>, pages: Pages<'m>, layout: &'m CrateLayout) -> Option<File<'m>> {
    let mut operations = model.versions.iter().flat_map(|version| &version.operations);
    let any = operations.any(|operation| !pages.samples(operation).is_empty());
    any.then(|| File {
        path: "tests/samples.rs".to_owned(),
        source: "the pages' samples".to_owned(),
        tokens: Box::new(move || test_file(model, pages, layout)),
    })
}

fn test_file(model: &Crate<'_>, pages: Pages<'_>, layout: &CrateLayout) -> Tokens {
    let krate = ident(&layout.name.replace('-', "_"));
    let mut vendors: BTreeMap<&str, Module> = BTreeMap::new();
    for version in &model.versions {
        let tests = tests(version, pages, &krate);
        if !tests.is_empty() {
            // The vendor's own module comes first.
            let path = version.path.iter().skip(1).map(ToString::to_string);
            vendors.entry(version.vendor.as_str()).or_default().at(path).tests.extend(tests);
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
    items.extend(vendors.into_iter().map(|(feature, module)| {
        let (name, inside) = (ident(feature), module.tokens());
        quote!(#[cfg(feature = #feature)] mod #name { #inside })
    }));
    let inner = quote! {
        #![doc = " The samples of the pages decode, and nothing of them is lost."]
        #![cfg_attr(rustfmt, rustfmt_skip)]
        #![allow(clippy::all, clippy::pedantic, reason = "they are for code that people write")]
    };
    (inner, items)
}

/// The tests of a version, inside the modules that its path names.
fn tests(version: &VersionDef<'_>, pages: Pages<'_>, krate: &Ident) -> TokenStream {
    let path: Vec<_> = version.path.iter().map(|part| ident(part)).collect();
    let shown = version.operations.iter().filter(|operation| !pages.samples(operation).is_empty());
    let tests = shown.map(|operation| {
        let test = ident(&operation.module);
        let request = ident(&operation.request);
        let rows =
            of(operation, pages).map(|(name, format, _)| quote!((#name, crate::Format::#format, include_str!(#name))));
        quote! {
            #[test]
            fn #test() {
                crate::check::<api::#request>(&[#(#rows),*]);
            }
        }
    });
    let tests: Vec<TokenStream> = tests.collect();
    if tests.is_empty() {
        return TokenStream::new();
    }
    quote!(use #krate::#(#path)::* as api; #(#tests)*)
}

/// A module of tests, opened once however many versions stand in it.
#[derive(Default)]
struct Module {
    modules: BTreeMap<String, Module>,
    tests: TokenStream,
}

impl Module {
    /// The module at a path below this one.
    fn at(&mut self, path: impl Iterator<Item = String>) -> &mut Self {
        path.fold(self, |module, name| module.modules.entry(name).or_default())
    }

    fn tokens(self) -> TokenStream {
        let inner = self.modules.into_iter().map(|(name, module)| {
            let (name, inside) = (ident(&name), module.tokens());
            quote!(mod #name { #inside })
        });
        let (inner, tests) = (inner.collect::<Vec<_>>(), self.tests);
        quote!(#tests #(#inner)*)
    }
}

/// The samples of an operation: each one's file from the folder `tests`, the runtime's name of its format, and itself.
pub(super) fn of<'s>(
    operation: &'s OperationDef<'_>,
    pages: Pages<'s>,
) -> impl Iterator<Item = (String, Ident, &'s SampleText)> {
    pages.samples(operation).iter().enumerate().map(|(at, sample)| {
        let (tail, format) = match sample.format {
            SampleFormat::Json => ("json", "Json"),
            SampleFormat::Xml => ("xml", "Xml"),
        };
        let name = format!("samples/{}/{}.{}.{tail}", operation.operation.api(), operation.stem, at + 1);
        (name, ident(format), sample)
    })
}

//! Outputs and the structs inside them: what is received.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::Doc;
use crate::emit::types::{self, Text, ident, inline};
use crate::emit::{fields, operations, serde};
use crate::model::{FieldDef, OperationDef, Side, StructDef, Ty};

/// The output and its nested structs.
pub(super) fn items(def: &OperationDef<'_>) -> Vec<TokenStream> {
    let mut items = Vec::new();
    for (at, output) in def.output_structs.iter().enumerate() {
        let doc = if at == 0 { operations::output_doc(def) } else { fields::struct_doc(output, def) };
        items.push(structure(output, &doc, at == 0));
        items.push(table(output));
    }
    items
}

/// `root` is the output itself, which has what did not fit.
fn structure(output: &StructDef<'_>, doc: &Doc, root: bool) -> TokenStream {
    let doc = doc.outer();
    let name = ident(&output.name);
    let parameter = if output.text { quote!(<T = String>) } else { quote!() };
    let fields = output.fields.iter().map(|field| {
        let doc = fields::doc(field, Side::Output).outer();
        let serde = serde::received(field);
        let name = ident(&field.ident);
        let ty = types::stored(field, Text::Parameter);
        quote!(#doc #serde pub #name: #ty,)
    });
    let findings = root.then(|| {
        quote! {
            #[doc = " The values that do not fit, and are left out."]
            #[cfg_attr(feature = "serde", serde(skip))]
            pub findings: rt::Findings,
        }
    });
    let serde = serde::output(output.text);
    quote! {
        #doc
        #[derive(Clone, Debug, Default, PartialEq)]
        #serde
        #[non_exhaustive]
        pub struct #name #parameter {
            #(#fields)*
            #findings
        }
    }
}

/// The table that one impl serves JSON and XML with.
fn table(output: &StructDef<'_>) -> TokenStream {
    let name = ident(&output.name);
    let ty = if output.text { quote!(#name<T>) } else { quote!(#name) };
    let generics = if output.text { quote!(<'de, T: rt::Text<'de>>) } else { quote!(<'de>) };
    let rows = output.fields.iter().map(row);
    let inline = inline(!output.text);
    quote! {
        impl #generics rt::Fields<'de> for #ty {
            #inline
            fn fields(&mut self, visit: rt::Visit<'_, 'de>) {
                visit(&mut [#(#rows),*]);
            }
        }
    }
}

fn row(def: &FieldDef<'_>) -> TokenStream {
    let wire = def.field.name.as_str();
    let name = ident(&def.ident);
    match def.wrapper {
        Some(wrapper) => quote!((#wire, &mut rt::Wrapped::new(#wrapper, &mut self.#name))),
        None if def.ty == Ty::Timestamp && def.field.unit.as_deref() == Some("s-epoch") => {
            quote!((#wire, &mut rt::EpochSeconds(&mut self.#name)))
        }
        None => quote!((#wire, &mut self.#name)),
    }
}

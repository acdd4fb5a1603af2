//! Outputs and the structs inside them: what is received.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::Doc;
use crate::emit::fields;
use crate::emit::model::OperationDef;
use crate::emit::operations;
use crate::emit::serde;
use crate::emit::structs::{FieldDef, Side, StructDef, Ty};
use crate::emit::types::{self, Text, ident, inline};

/// The output and its nested structs.
pub(super) fn items(def: &OperationDef<'_>) -> Vec<TokenStream> {
    let mut items = Vec::new();
    for (at, output) in def.output_structs.iter().enumerate() {
        let doc = if at == 0 { operations::output_doc(def) } else { fields::struct_doc(output, def.unit) };
        items.push(structure(output, def, &doc));
        items.push(table(output));
    }
    items
}

fn structure(output: &StructDef<'_>, def: &OperationDef<'_>, doc: &Doc) -> TokenStream {
    let doc = doc.outer();
    let name = ident(&output.name);
    let parameter = if output.text { quote!(<T = String>) } else { quote!() };
    let fields = output.fields.iter().map(|field| {
        let doc = fields::doc(field, def.unit, Side::Output).outer();
        let serde = serde::received(field);
        let name = ident(&field.ident);
        let ty = stored(field);
        quote!(#doc #serde pub #name: #ty,)
    });
    let serde = serde::output(output.text);
    quote! {
        #doc
        #[derive(Clone, Debug, Default, PartialEq)]
        #serde
        #[non_exhaustive]
        pub struct #name #parameter {
            #(#fields)*
        }
    }
}

/// A response may lack any field: lists are empty then, structs are their default.
fn stored(def: &FieldDef<'_>) -> TokenStream {
    let ty = types::item(&def.ty, Text::Parameter);
    if matches!(def.ty, Ty::List(_) | Ty::Map(_) | Ty::Struct(..)) { ty } else { quote!(Option<#ty>) }
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
    match (&def.field.wrapper, &def.ty) {
        (Some(wrapper), Ty::List(_)) if !wrapper.is_empty() => {
            quote!((#wire, &mut rt::Wrapped::new(#wrapper, &mut self.#name)))
        }
        _ => quote!((#wire, &mut self.#name)),
    }
}

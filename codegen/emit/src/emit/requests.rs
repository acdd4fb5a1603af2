//! Requests and the structs inside them: what is sent.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use spectable_pages::ir::{Encoding, Position};

use crate::emit::docs::Doc;
use crate::emit::types::{self, Text, ident, inline};
use crate::emit::{fields, operations, serde};
use crate::model::{FieldDef, OperationDef, Side, StructDef, Ty};

/// Clippy's own limit.
const MOST_ARGUMENTS: usize = 7;

/// The request, its methods, and its nested structs.
pub(super) fn items(def: &OperationDef<'_>) -> Vec<TokenStream> {
    let mut items = Vec::new();
    for (at, request) in def.request_structs.iter().enumerate() {
        let root = at == 0;
        let doc = if root { operations::request_doc(def) } else { fields::struct_doc(request, def) };
        items.push(structure(request, &doc));
        items.push(methods(request, root.then_some(def)));
        items.push(if root { request_impl(request, def) } else { nested_impl(request) });
    }
    items
}

fn structure(request: &StructDef<'_>, doc: &Doc) -> TokenStream {
    let doc = doc.outer();
    let name = ident(&request.name);
    let fields = request.fields.iter().map(|field| {
        let doc = fields::doc(field, Side::Request).outer();
        let serde = serde::sent(field);
        let name = ident(&field.ident);
        let ty = types::stored(field, Text::Owned);
        quote!(#doc #serde pub #name: #ty,)
    });
    // Where `new` takes nothing, leaving all of them out is how a request begins.
    let default = if request.fields.iter().any(|field| field.argument.is_some()) { quote!() } else { quote!(Default,) };
    let serde = serde::request();
    quote! {
        #doc
        #[derive(Clone, Debug, #default PartialEq)]
        #serde
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
        }
    }
}

/// `new`, a setter for all that it does not take, and the calls of an operation's own request.
fn methods(request: &StructDef<'_>, operation: Option<&OperationDef<'_>>) -> TokenStream {
    let name = ident(&request.name);
    let taken = request.arguments();
    let arguments = taken.iter().map(|def| {
        let name = ident(&def.ident);
        let ty = argument(&def.ty);
        quote!(#name: #ty)
    });
    let many = if taken.len() > MOST_ARGUMENTS { quote!(#[allow(clippy::too_many_arguments)]) } else { quote!() };
    let values = request.fields.iter().map(|field| {
        let name = ident(&field.ident);
        let value = if field.argument.is_some() { converted(&field.ty, &quote!(#name)) } else { absent(field) };
        if field.argument.is_some() && !is_converted(&field.ty) { quote!(#name) } else { quote!(#name: #value) }
    });
    let setters = request.fields.iter().filter(|field| field.argument.is_none()).map(setter);
    let calls = operation.map(calls);
    let inline = inline(taken.iter().all(|def| !is_converted(&def.ty)));
    let what = new_doc(request, taken.len());
    quote! {
        impl #name {
            #[doc = #what]
            #many
            #inline
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }

            #(#setters)*

            #calls
        }
    }
}

/// What `new` takes, and what is to be set after it.
fn new_doc(request: &StructDef<'_>, taken: usize) -> String {
    let left = request.fields.iter().filter(|def| def.required && def.argument.is_none());
    let left: Vec<String> = left.map(|def| format!("[`{0}`](Self::{0})", def.ident.trim_start_matches("r#"))).collect();
    match (taken, left.is_empty()) {
        (0, true) => " Without any parameter.".to_owned(),
        (_, true) => " With the parameters that are required.".to_owned(),
        (0, false) => format!(" Without any parameter; required as well: {}.", left.join(", ")),
        (_, false) => {
            format!(" With the parameters that identify what is asked for; required as well: {}.", left.join(", "))
        }
    }
}

/// What every request can do, without an import of the trait.
fn calls(def: &OperationDef<'_>) -> TokenStream {
    let output = output(def, None);
    let xml = def.xml.then(|| {
        quote! {
            #[doc = " Decodes an XML response; a value that does not fit is left out, and is among the output's `findings`."]
            #[inline]
            pub fn decode_xml(document: &[u8]) -> Result<#output, rt::DecodeError> {
                <Self as rt::Request>::decode_xml(document)
            }
        }
    });
    quote! {
        #[doc = " Checks the limits that the page states, before anything is sent."]
        #[inline]
        pub fn validate(&self) -> Result<(), rt::InvalidRequest> {
            rt::Request::validate(self)
        }

        #[doc = " Decodes a JSON response; a value that does not fit is left out, and is among the output's `findings`."]
        #[inline]
        pub fn decode_json(document: &[u8]) -> Result<#output, rt::DecodeError> {
            <Self as rt::Request>::decode_json(document)
        }

        #xml
    }
}

fn absent(def: &FieldDef<'_>) -> TokenStream {
    match def.ty {
        _ if def.optional => quote!(None),
        Ty::List(_) => quote!(Vec::new()),
        Ty::Map(_) => quote!(std::collections::BTreeMap::new()),
        _ => quote!(None),
    }
}

fn setter(def: &FieldDef<'_>) -> TokenStream {
    let name = ident(&def.ident);
    let is_list = matches!(def.ty, Ty::List(_));
    let bare = def.ident.strip_prefix("r#").unwrap_or(&def.ident);
    let empty = if is_list && def.optional { "; without items it is sent as `[]`" } else { "" };
    let doc = format!(" Sets [`{bare}`](field@Self::{bare}){empty}.");
    let deprecated = if def.field.deprecated {
        quote!(#[deprecated(note = "the page says that it should no longer be used")])
    } else {
        quote!()
    };
    let value = if is_list { quote!(values) } else { quote!(value) };
    let ty = argument(&def.ty);
    let converted = converted(&def.ty, &value);
    let stored = if def.optional { quote!(Some(#converted)) } else { converted };
    let inline = inline(!is_converted(&def.ty));
    quote! {
        #[doc = #doc]
        #deprecated
        #inline
        #[must_use]
        pub fn #name(mut self, #value: #ty) -> Self {
            self.#name = #stored;
            self
        }
    }
}

/// What a caller may hand over.
fn argument(ty: &Ty) -> TokenStream {
    let stored = types::item(ty, Text::Owned);
    match ty {
        ty if is_into(ty) => quote!(impl Into<#stored>),
        Ty::List(of) => {
            let of = if is_into(of) { argument(of) } else { types::item(of, Text::Owned) };
            quote!(impl IntoIterator<Item = #of>)
        }
        _ => stored,
    }
}

/// Whether more than what is stored may be handed over.
fn is_into(ty: &Ty) -> bool {
    ty.is_text() || matches!(ty, Ty::Enum(_) | Ty::Timestamp | Ty::Count(..) | Ty::Any)
}

/// Whether what is handed over is not what is stored.
fn is_converted(ty: &Ty) -> bool {
    is_into(ty) || matches!(ty, Ty::List(_))
}

/// What was handed over, as it is stored.
fn converted(ty: &Ty, value: &TokenStream) -> TokenStream {
    match ty {
        ty if is_into(ty) => quote!(#value.into()),
        Ty::List(of) if is_into(of) => quote!(#value.into_iter().map(Into::into).collect()),
        Ty::List(_) => quote!(#value.into_iter().collect()),
        _ => value.clone(),
    }
}

fn request_impl(request: &StructDef<'_>, def: &OperationDef<'_>) -> TokenStream {
    let name = ident(&request.name);
    let operation = operations::constant(def);
    let output = output(def, Some(quote!(T)));
    let code = def.error.as_ref().map_or_else(
        || quote!(rt::ErrorCode),
        |error| {
            let name = ident(&error.names.name);
            quote!(#name)
        },
    );
    let parameters = parameters(request);
    quote! {
        impl rt::Request for #name {
            const OPERATION: &'static rt::Operation = #operation;
            type Output<T: Default> = #output;
            type ErrorCode = #code;

            #[inline]
            fn parameters(&self) -> Vec<rt::Parameter<'_>> {
                #parameters
            }

            fn output_fields<'o, 'de, T: rt::Text<'de>>(output: &'o mut Self::Output<T>) -> &'o mut dyn rt::Fields<'de> {
                output
            }

            fn findings<T: Default>(output: &mut Self::Output<T>) -> Option<&mut rt::Findings> {
                Some(&mut output.findings)
            }
        }
    }
}

/// The output with its text kept as `text`, or else as `String`.
fn output(def: &OperationDef<'_>, text: Option<TokenStream>) -> TokenStream {
    let name = ident(&def.output);
    match text {
        Some(text) if def.holds_text() => quote!(#name<#text>),
        _ => quote!(#name),
    }
}

fn nested_impl(request: &StructDef<'_>) -> TokenStream {
    let name = ident(&request.name);
    let parameters = parameters(request);
    quote! {
        impl rt::Encode for #name {
            #[inline]
            fn encode(&self) -> rt::Value<'_> {
                rt::Value::Struct(#parameters)
            }
        }
    }
}

/// The one table behind `validate` and every wire form.
fn parameters(request: &StructDef<'_>) -> TokenStream {
    if request.fields.is_empty() {
        return quote!(Vec::new());
    }
    let rows = request.fields.iter().map(parameter);
    // prettyplease leaves the inside of macros alone, so no `vec!`.
    quote!(Vec::from([#(#rows),*]))
}

fn parameter(def: &FieldDef<'_>) -> TokenStream {
    let wire = def.field.name.as_str();
    let name = ident(&def.ident);
    let sent = &def.sent;
    let mut row = quote!(rt::Parameter::new(#wire, &self.#name));
    if def.required {
        row.extend(quote!(.required()));
    }
    if let Some(range) = sent.range {
        let (min, max) = (bound(range.min), bound(range.max));
        row.extend(quote!(.range(#min, #max)));
    }
    if let Some(items) = sent.max_items {
        let items = Literal::u32_unsuffixed(items);
        row.extend(quote!(.max_items(#items)));
    }
    match sent.form.encoding {
        Some(Encoding::Comma) => row.extend(quote!(.comma())),
        Some(Encoding::Json) => row.extend(quote!(.json())),
        Some(Encoding::Repeat) | None => {}
    }
    if sent.seconds {
        row.extend(quote!(.seconds()));
    }
    if sent.form.number {
        row.extend(quote!(.number()));
    }
    row.extend(match sent.form.position {
        None | Some(Position::Query) => quote!(),
        Some(Position::Path) => quote!(.position(rt::Position::Path)),
        Some(Position::Body) => quote!(.position(rt::Position::Body)),
        Some(Position::Header) => quote!(.position(rt::Position::Header)),
    });
    row
}

fn bound(bound: Option<i64>) -> TokenStream {
    bound.map_or_else(
        || quote!(None),
        |bound| {
            let bound = Literal::i64_unsuffixed(bound);
            quote!(Some(#bound))
        },
    )
}

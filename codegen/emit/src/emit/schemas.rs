//! The operations as data, behind the feature `schema`.
//!
//! Fields are written as their rows have them, not as structs: structs that look alike are one in code, though their
//! rows differ in examples and defaults.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use spectable_pages::ir::{CallRecord, Encoding, Field, Position, Type, Words};

use crate::emit::call_record::{direction, disposition};
use crate::emit::docs::Doc;
use crate::emit::pages::Pages;
use crate::emit::types::ident;
use crate::emit::{Tokens, samples};
use crate::model::{OperationDef, VersionDef};

/// `schemas.rs` of a version.
pub(super) fn file(version: &VersionDef<'_>, pages: Pages<'_>) -> Tokens {
    let mut items = vec![quote! {
        use spectable_runtime::schema::{CallRecordFields, DocumentedError, Encoding as E, Field as F, Format, Sample, Schema, Type as T};
        use spectable_runtime::{Position, Request};
    }];
    items.extend(values(version));
    // From `src/<path>/` to `tests/`.
    let tests = format!("{}tests", "../".repeat(version.path.len() + 1));
    items.extend(version.operations.iter().map(|def| item(def, pages, &tests)));
    let inner = Doc::new("The operations as data: see [`Schema`].").inner();
    (quote!(#inner #![allow(unused_imports)]), items)
}

/// The values of each enum, once a version, under its name.
fn values(version: &VersionDef<'_>) -> Option<TokenStream> {
    let lists = version.enums.iter().map(|def| {
        let (name, values) = (ident(&def.names.name), def.values.iter().map(|value| &value.value));
        quote!(pub(super) const #name: &[&str] = &[#(#values),*];)
    });
    let lists: Vec<TokenStream> = lists.collect();
    (!lists.is_empty()).then(|| quote!(#[allow(non_upper_case_globals)] mod values { #(#lists)* }))
}

fn item(def: &OperationDef<'_>, pages: Pages<'_>, tests: &str) -> TokenStream {
    let operation = def.operation;
    let (name, request) = (ident(&def.schema), ident(&def.request));
    let doc = format!(" [`{}`](super::{}) as data.", def.request, def.request);
    let mut structs = Structs { enums: &def.enums, lists: Vec::new() };
    let (sent, received) = (structs.fields(&operation.request), structs.fields(&operation.response));
    let mut value = quote!(Schema::new(<super::#request as Request>::OPERATION).request(#sent).response(#received));
    if let Some(window) = &operation.window {
        let (start, end, time) = (&window.start, &window.end, &window.time);
        value.extend(quote!(.window(#start, #end, #time)));
    }
    if !operation.errors.is_empty() {
        let errors = operation.errors.iter().map(|error| {
            let (code, message) = (&error.code, &error.message);
            let status = option(error.status.map(Literal::u16_unsuffixed));
            quote!(DocumentedError::new(#code, #status, #message))
        });
        value.extend(quote!(.errors(&[#(#errors),*])));
    }
    if !pages.samples(def).is_empty() {
        let samples = samples::of(def, pages).map(|(name, format, _)| {
            let path = format!("{tests}/{name}");
            quote!(Sample::new(Format::#format, include_str!(#path)))
        });
        value.extend(quote!(.samples(&[#(#samples),*])));
    }
    if let Some(record) = &operation.call_record {
        let record = call_record(record);
        value.extend(quote!(.call_record(#record)));
    }
    let lists = structs.lists;
    let value = if lists.is_empty() { value } else { quote!({ #(#lists)* #value }) };
    quote! {
        #[doc = #doc]
        pub static #name: Schema = #value;
    }
}

/// The members of structs, each a constant: nested in one expression, they would be too deep to read.
struct Structs<'a> {
    /// The lists of values, by the page's name of the enum.
    enums: &'a BTreeMap<&'a str, String>,
    lists: Vec<TokenStream>,
}

impl Structs<'_> {
    fn fields(&mut self, fields: &[Field]) -> TokenStream {
        let fields: Vec<TokenStream> = fields
            .iter()
            .map(|field| {
                let ty = self.ty(&field.ty, field);
                self::field(field, &ty)
            })
            .collect();
        quote!(&[#(#fields),*])
    }

    fn ty(&mut self, ty: &Type, field: &Field) -> TokenStream {
        match ty {
            Type::String => quote!(T::String),
            Type::Integer => quote!(T::Integer),
            Type::Long => quote!(T::Long),
            Type::Unsigned => quote!(T::Unsigned),
            Type::Float => quote!(T::Float),
            Type::Boolean => quote!(T::Boolean),
            Type::Any => quote!(T::Any),
            Type::Struct(_) if field.fields.is_empty() => quote!(T::Any),
            Type::Struct(_) => {
                let members = self.fields(&field.fields);
                let name = ident(&format!("S{}", self.lists.len() + 1));
                self.lists.push(quote!(const #name: &[F] = #members;));
                quote!(T::Struct(#name))
            }
            Type::List(of) => {
                let of = self.ty(of, field);
                quote!(T::List(&#of))
            }
            Type::Map(of) => {
                let of = self.ty(of, field);
                quote!(T::Map(&#of))
            }
            Type::Enum(name) => {
                let values = self.enums.get(name.as_str()).map(|name| ident(name));
                let values = values.map_or_else(|| quote!(&[]), |name| quote!(values::#name));
                if field.number { quote!(T::Number(#values)) } else { quote!(T::Enum(#values)) }
            }
        }
    }
}

fn field(field: &Field, ty: &TokenStream) -> TokenStream {
    let name = &field.name;
    let mut value = quote!(F::new(#name, #ty));
    if field.required == Some(true) {
        value.extend(quote!(.required()));
    }
    if let Some(wrapper) = field.wrapper.as_ref().filter(|wrapper| !wrapper.is_empty()) {
        value.extend(quote!(.wrapper(#wrapper)));
    } else if let Some(item) = field.item.as_ref().filter(|item| !item.is_empty()) {
        value.extend(quote!(.item(#item)));
    }
    if let Some(encoding) = field.encoding {
        let encoding = match encoding {
            Encoding::Comma => quote!(Comma),
            Encoding::Json => quote!(Json),
            Encoding::Repeat => quote!(Repeat),
        };
        value.extend(quote!(.encoding(E::#encoding)));
    }
    if let Some(position) = field.position.filter(|position| *position != Position::Query) {
        let position = match position {
            Position::Query => quote!(Query),
            Position::Path => quote!(Path),
            Position::Body => quote!(Body),
            Position::Header => quote!(Header),
        };
        value.extend(quote!(.at(Position::#position)));
    }
    if let Some(min) = field.range.and_then(|range| range.min).map(Literal::i64_unsuffixed) {
        value.extend(quote!(.min(#min)));
    }
    if let Some(max) = field.range.and_then(|range| range.max).map(Literal::i64_unsuffixed) {
        value.extend(quote!(.max(#max)));
    }
    if let Some(items) = field.max_items.map(Literal::u64_unsuffixed) {
        value.extend(quote!(.max_items(#items)));
    }
    if let Some(default) = &field.default {
        value.extend(quote!(.default(#default)));
    }
    if let Some(unit) = &field.unit {
        value.extend(quote!(.unit(#unit)));
    }
    if let Some(example) = &field.example {
        value.extend(quote!(.example(#example)));
    }
    value
}

fn call_record(record: &CallRecord) -> TokenStream {
    let (id, start) = (&record.id, &record.start);
    let mut value = quote!(CallRecordFields::new(#id, #start));
    if let Some(path) = &record.duration {
        value.extend(quote!(.duration(#path)));
    }
    if let Some(path) = &record.caller {
        value.extend(quote!(.caller(#path)));
    }
    if let Some(path) = &record.callee {
        value.extend(quote!(.callee(#path)));
    }
    let direction = record.direction.iter().map(|words| word_row(words, direction));
    let words = direction.chain(record.disposition.iter().map(|words| word_row(words, disposition)));
    let words: Vec<TokenStream> = words.collect();
    if !words.is_empty() {
        value.extend(quote!(.words(&[#(#words),*])));
    }
    value
}

fn word_row<W: Ord + Copy>(words: &Words<W>, name: fn(W) -> &'static str) -> TokenStream {
    let field = &words.field;
    let meanings = words.values.iter().map(|(word, values)| {
        let word = name(*word).to_lowercase();
        quote!((#word, &[#(#values),*]))
    });
    quote!((#field, &[#(#meanings),*]))
}

fn option(value: Option<Literal>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

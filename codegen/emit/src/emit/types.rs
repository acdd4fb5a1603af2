//! Types and names as tokens.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::model::{FieldDef, Ty};

/// An identifier that [`crate::names`] made; anything else becomes a word that is one.
pub(super) fn ident(name: &str) -> Ident {
    let raw = name.strip_prefix("r#");
    let bare = raw.unwrap_or(name);
    let sound = bare.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && bare != "_"
        && bare.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !(raw.is_some() && matches!(bare, "self" | "Self" | "super" | "crate"));
    match (sound, raw) {
        (false, _) => Ident::new("unnamed", Span::call_site()),
        (true, Some(raw)) => Ident::new_raw(raw, Span::call_site()),
        (true, None) => Ident::new(name, Span::call_site()),
    }
}

/// `#[inline]` for a function without type parameters. It keeps the emitted crate from compiling all of its
/// operations to machine code: those that a program calls are compiled there, like those that are generic.
pub(super) fn inline(concrete: bool) -> TokenStream {
    if concrete { quote!(#[inline]) } else { TokenStream::new() }
}

/// Which half of an operation a type is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// `String`: a request owns its text.
    Owned,
    /// `T`: the reader of a response chooses.
    Parameter,
}

/// A type as the item of a list or the value of a map.
pub(super) fn item(ty: &Ty, text: Text) -> TokenStream {
    match ty {
        Ty::Text if text == Text::Parameter => quote!(T),
        Ty::Text => quote!(String),
        Ty::I32 => quote!(i32),
        Ty::I64 => quote!(i64),
        Ty::U64 => quote!(u64),
        Ty::F64 => quote!(f64),
        Ty::Bool => quote!(bool),
        Ty::Any => quote!(rt::Any),
        Ty::Timestamp => quote!(rt::Timestamp),
        Ty::Count(unit, number) => {
            let (name, number) = (ident(unit.name()), item(number, text));
            quote!(rt::#name<#number>)
        }
        Ty::DateTime if text == Text::Parameter => quote!(rt::DateTime<T>),
        Ty::DateTime => quote!(rt::DateTime),
        Ty::Date if text == Text::Parameter => quote!(rt::Date<T>),
        Ty::Date => quote!(rt::Date),
        Ty::Enum(name) => {
            let name = ident(name);
            quote!(#name)
        }
        Ty::Struct(name, holds_text) => {
            let name = ident(name);
            if *holds_text && text == Text::Parameter { quote!(#name<T>) } else { quote!(#name) }
        }
        Ty::List(of) => {
            let of = item(of, text);
            quote!(Vec<#of>)
        }
        Ty::Map(of) => {
            let of = item(of, text);
            quote!(std::collections::BTreeMap<String, #of>)
        }
    }
}

/// The type of a field: an `Option` where the model says so.
pub(super) fn stored(def: &FieldDef<'_>, text: Text) -> TokenStream {
    let ty = item(&def.ty, text);
    if def.optional { quote!(Option<#ty>) } else { ty }
}

/// Nested fields as an access: `.a.b`.
pub(super) fn access(place: &[String]) -> TokenStream {
    let fields = place.iter().map(|name| ident(name));
    quote!(#(.#fields)*)
}

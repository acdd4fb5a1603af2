//! Requests whose results come in pages, or are cut to a period: what the clients' streams stand on.
//!
//! Where the answer has no list, or a field is not of a type that fits, the impl is left out: the request itself works
//! all the same, and its documentation says so.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::model::OperationDef;
use crate::emit::paths::{inner, member, walk};
use crate::emit::structs::{FieldDef, StructDef, Ty, is_required};
use crate::emit::types::{self, Text, ident};
use spectable_pages::ir::{Paging, Window, at_path};

/// `impl Paged` and `impl Windowed`, for operations that have what it takes.
pub(super) fn items(def: &OperationDef<'_>) -> Vec<TokenStream> {
    let operation = def.unit.operation;
    let Some((paged, item)) = operation.paging.as_ref().and_then(|value| paged(value, def)) else { return Vec::new() };
    let windowed = operation.window.as_ref().and_then(|window| windowed(window, item, def));
    std::iter::once(paged).chain(windowed).collect()
}

/// Whether the operation's results can be paged through.
pub(super) fn is_paged(def: &OperationDef<'_>) -> bool {
    traits(def).0.is_some()
}

/// Whether a period can be walked through.
pub(super) fn is_windowed(def: &OperationDef<'_>) -> bool {
    traits(def).1.is_some()
}

/// The type of an item where there is `Paged`, and how `Windowed` walks where there is that too: the code
/// that says in which direction, and the one that reads an item's time.
pub(super) fn traits<'d>(def: &'d OperationDef<'_>) -> (Option<&'d Ty>, Option<(String, String)>) {
    let operation = def.unit.operation;
    let Some((_, item)) = operation.paging.as_ref().and_then(|value| paged(value, def)) else { return (None, None) };
    let windows = operation.window.as_ref().and_then(|window| {
        windowed(window, item, def)?;
        let time = time(window, item, def)?.to_string();
        let direction = def.request_structs.first().and_then(|request| order(request, def));
        Some((direction.map(|tokens| tokens.to_string()).unwrap_or_default(), time))
    });
    (Some(item), windows)
}

/// The impl, and the type of an item.
fn paged<'d>(paging: &Paging, def: &'d OperationDef<'_>) -> Option<(TokenStream, &'d Ty)> {
    let request = def.request_structs.first()?;
    let output = def.output_structs.first()?;
    let (number, size) = (member(request, &paging.number)?, member(request, &paging.size)?);
    let (items, list) = walk(output, paging.items.as_deref()?, &def.output_structs)?;
    let Ty::List(item) = &list.ty else { return None };
    let name = ident(&request.name);
    let item_type = types::item(item, Text::Owned);
    let page_size = page_size(size)?;
    let set_page = set_page(number)?;
    let total = paging.total.as_deref().and_then(|path| total(path, output, def));
    let (argument, total) = total.map_or((quote!(_output), quote!(None)), |total| (quote!(output), total));
    let tokens = quote! {
        impl rt::Paged for #name {
            type Item = #item_type;

            #[inline]
            fn page_size(&self) -> Option<u32> {
                #page_size
            }

            #[inline]
            fn set_page(&mut self, number: u32) {
                #set_page
            }

            #[inline]
            fn take_items(output: &mut Self::Output<String>) -> Vec<Self::Item> {
                std::mem::take(&mut output #items)
            }

            #[inline]
            fn total(#argument: &Self::Output<String>) -> Option<u64> {
                #total
            }
        }
    };
    Some((tokens, item))
}

fn page_size(size: &FieldDef<'_>) -> Option<TokenStream> {
    let name = ident(&size.ident);
    Some(match (&size.ty, is_required(size)) {
        (Ty::I32 | Ty::I64, true) => quote!(u32::try_from(self.#name).ok()),
        (Ty::I32 | Ty::I64, false) => quote!(self.#name.and_then(|size| u32::try_from(size).ok())),
        (Ty::Text, true) => quote!(self.#name.trim().parse().ok()),
        (Ty::Text, false) => quote!(self.#name.as_ref().and_then(|size| size.trim().parse().ok())),
        _ => return None,
    })
}

fn set_page(number: &FieldDef<'_>) -> Option<TokenStream> {
    let name = ident(&number.ident);
    let value = match number.ty {
        Ty::I32 => quote!(i32::try_from(number).unwrap_or(i32::MAX)),
        Ty::I64 => quote!(i64::from(number)),
        Ty::Text => quote!(number.to_string()),
        _ => return None,
    };
    let value = if is_required(number) { value } else { quote!(Some(#value)) };
    Some(quote!(self.#name = #value;))
}

fn total(path: &str, output: &StructDef<'_>, def: &OperationDef<'_>) -> Option<TokenStream> {
    let (place, total) = walk(output, path, &def.output_structs)?;
    match total.ty {
        Ty::I32 | Ty::I64 => Some(quote!(output #place.and_then(|total| u64::try_from(total).ok()))),
        Ty::Text => Some(quote!(output #place.as_deref().and_then(|total| total.trim().parse().ok()))),
        _ => None,
    }
}

fn windowed(window: &Window, item: &Ty, def: &OperationDef<'_>) -> Option<TokenStream> {
    let request = def.request_structs.first()?;
    let (start, end) = (member(request, &window.start)?, member(request, &window.end)?);
    let (set_start, set_end) = (set_moment(start, &quote!(start))?, set_moment(end, &quote!(end))?);
    let counted = start.field.unit.as_deref();
    if end.field.unit.as_deref() != counted {
        return None;
    }
    let unit = (counted == Some("s-epoch")).then(|| {
        let unit = Literal::i64_unsuffixed(1000);
        quote!(const UNIT_MILLIS: i64 = #unit;)
    });
    let time = time(window, item, def)?;
    let name = ident(&request.name);
    let order = order(request, def);
    Some(quote! {
        impl rt::Windowed for #name {
            #unit

            #[inline]
            fn set_window(&mut self, start: rt::Timestamp, end: rt::Timestamp) {
                #set_start
                #set_end
            }

            #[inline]
            fn time(item: &Self::Item) -> Option<rt::Timestamp> {
                #time
            }

            #order
        }
    })
}

/// Reads when an item was. It counts as the request does, unless its own row says what it counts: not that of
/// another struct that looks alike.
fn time(window: &Window, item: &Ty, def: &OperationDef<'_>) -> Option<TokenStream> {
    let start = member(def.request_structs.first()?, &window.start)?;
    let (place, time) = walk(inner(item, &def.output_structs)?, &window.time, &def.output_structs)?;
    let operation = def.unit.operation;
    let rows = operation.paging.as_ref().and_then(|paging| at_path(&operation.response, paging.items.as_deref()?));
    let row = at_path(&rows?.fields, &window.time)?;
    let function = match row.unit.as_deref().or(start.field.unit.as_deref()) {
        Some("ms-epoch") => quote!(from_millis),
        Some("s-epoch") => quote!(from_secs),
        _ => return None,
    };
    match time.ty {
        Ty::I32 => Some(quote!(item #place.map(|time| rt::Timestamp::#function(i64::from(time))))),
        Ty::I64 => Some(quote!(item #place.map(rt::Timestamp::#function))),
        _ => None,
    }
}

fn set_moment(def: &FieldDef<'_>, value: &TokenStream) -> Option<TokenStream> {
    let name = ident(&def.ident);
    let stored = if is_required(def) { value.clone() } else { quote!(Some(#value)) };
    (def.ty == Ty::Timestamp).then(|| quote!(self.#name = #stored;))
}

/// `newest_first`, where a parameter takes one of two directions.
fn order(request: &StructDef<'_>, def: &OperationDef<'_>) -> Option<TokenStream> {
    request.fields.iter().find_map(|field| {
        let (Ty::Enum(_), spectable_pages::ir::Type::Enum(page_name)) = (&field.ty, &field.field.ty) else {
            return None;
        };
        let values = def.unit.operation.enums.get(page_name)?;
        let find = |word: &str| values.iter().find(|value| value.value.eq_ignore_ascii_case(word));
        let (up, down) = (&find("asc")?.value, &find("desc")?.value);
        if values.len() != 2 {
            return None;
        }
        let name = ident(&field.ident);
        let descends = field.field.default.as_ref().is_some_and(|default| default.eq_ignore_ascii_case(down));
        let newest_first = match (is_required(field), descends) {
            (true, _) => quote!(self.#name.as_str() == #down),
            (false, false) => quote!(self.#name.as_ref().is_some_and(|order| order.as_str() == #down)),
            (false, true) => quote!(self.#name.as_ref().is_none_or(|order| order.as_str() != #up)),
        };
        Some(quote! {
            #[inline]
            fn newest_first(&self) -> bool {
                #newest_first
            }
        })
    })
}

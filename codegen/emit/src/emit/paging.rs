//! `Paged` and `Windowed`: what the clients' streams stand on.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::emit::types::{self, Text, access, ident};
use crate::model::{Direction, NewestFirst, Number, OperationDef, Paged, Slot, Windowed};

/// `impl Paged` and `impl Windowed`, for operations that have what it takes.
pub(super) fn items(def: &OperationDef<'_>) -> Vec<TokenStream> {
    let name = ident(&def.request);
    let paged = def.paged.iter().map(|paged| self::paged(&name, paged));
    paged.chain(def.windowed.iter().map(|windowed| self::windowed(&name, windowed))).collect()
}

fn paged(name: &Ident, paged: &Paged) -> TokenStream {
    let item = types::item(&paged.item, Text::Owned);
    let items = access(&paged.items);
    let page_size = page_size(&paged.size);
    let set_page = set_number(&paged.number, &quote!(number));
    let set_page_size = set_number(&paged.size, &quote!(size));
    let usual_size = paged.usual_size.map(|size| {
        let size = Literal::u32_unsuffixed(size);
        quote!(const PAGE_SIZE: Option<u32> = Some(#size);)
    });
    let total = paged.total.as_ref().map(|(place, number)| total(place, *number));
    let (argument, total) = total.map_or((quote!(_output), quote!(None)), |total| (quote!(output), total));
    quote! {
        impl rt::Paged for #name {
            #usual_size
            type Item = #item;

            #[inline]
            fn page_size(&self) -> Option<u32> {
                #page_size
            }

            #[inline]
            fn set_page_size(&mut self, size: u32) {
                #set_page_size
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
    }
}

fn page_size((size, number): &(Slot, Number)) -> TokenStream {
    let name = ident(&size.ident);
    match (number, size.optional) {
        (Number::I32 | Number::I64, false) => quote!(u32::try_from(self.#name).ok()),
        (Number::I32 | Number::I64, true) => quote!(self.#name.and_then(|size| u32::try_from(size).ok())),
        (Number::Text, false) => quote!(self.#name.trim().parse().ok()),
        (Number::Text, true) => quote!(self.#name.as_ref().and_then(|size| size.trim().parse().ok())),
    }
}

/// Sets a parameter to a `u32`.
fn set_number((slot, number): &(Slot, Number), value: &TokenStream) -> TokenStream {
    set(
        slot,
        match number {
            Number::I32 => quote!(i32::try_from(#value).unwrap_or(i32::MAX)),
            Number::I64 => quote!(i64::from(#value)),
            Number::Text => quote!(#value.to_string()),
        },
    )
}

fn total(place: &[String], number: Number) -> TokenStream {
    let place = access(place);
    match number {
        Number::I32 | Number::I64 => quote!(output #place.and_then(|total| u64::try_from(total).ok())),
        Number::Text => quote!(output #place.as_deref().and_then(|total| total.trim().parse().ok())),
    }
}

fn windowed(name: &Ident, windowed: &Windowed) -> TokenStream {
    let set_start = set(&windowed.start, quote!(start));
    let set_end = set(&windowed.end, quote!(end));
    let unit = windowed.seconds.then(|| {
        let unit = Literal::i64_unsuffixed(1000);
        quote!(const UNIT_MILLIS: i64 = #unit;)
    });
    let time = access(&windowed.walk.time.place);
    let direction = windowed.walk.direction.as_ref().map(newest_first);
    quote! {
        impl rt::Windowed for #name {
            #unit

            #[inline]
            fn set_window(&mut self, start: rt::Timestamp, end: rt::Timestamp) {
                #set_start
                #set_end
            }

            #[inline]
            fn time(item: &Self::Item) -> Option<rt::Timestamp> {
                item #time
            }

            #direction
        }
    }
}

/// Sets a parameter.
fn set(slot: &Slot, value: TokenStream) -> TokenStream {
    let name = ident(&slot.ident);
    let value = if slot.optional { quote!(Some(#value)) } else { value };
    quote!(self.#name = #value;)
}

fn newest_first(direction: &Direction) -> TokenStream {
    let name = ident(&direction.ident);
    let newest_first = match &direction.newest_first {
        NewestFirst::Is(down) => quote!(self.#name.as_str() == #down),
        NewestFirst::IfSetTo(down) => quote!(self.#name.as_ref().is_some_and(|order| order.as_str() == #down)),
        NewestFirst::UnlessSetTo(up) => quote!(self.#name.as_ref().is_none_or(|order| order.as_str() != #up)),
    };
    quote! {
        #[inline]
        fn newest_first(&self) -> bool {
            #newest_first
        }
    }
}

//! The vendors' records as one: the `From` impls, and the table of what feeds what.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use spectable_pages::ir::{CallRecord, Direction, Disposition, Words};

use crate::emit::docs::{Doc, code};
use crate::emit::types::{self, Text, access, ident};
use crate::emit::{File, Tokens};
use crate::model::{CallRecordDef, Count, Crate, OperationDef, PartiesDef, Read, RecordingsDef, WordsDef};

/// The impl for the record of an operation that has a mapping.
pub(super) fn item(def: &CallRecordDef<'_>) -> TokenStream {
    let name = types::item(&def.of, Text::Owned);
    let record = quote!(call.record);
    let text = |source: &Read| {
        let source = read(source, &record);
        quote!(rt::call_record::text(#source))
    };
    let lines = [
        ("id", def.id.as_ref().map(text)),
        ("start", def.start.as_ref().map(moment)),
        ("duration", def.duration.as_ref().map(|time| duration(time, &record))),
        ("caller", def.caller.as_ref().map(text)),
        ("callee", def.callee.as_ref().map(text)),
        ("direction", def.direction.as_ref().map(|words| word(words, &quote!(Direction), direction))),
        ("disposition", def.disposition.as_ref().map(|words| word(words, &quote!(Disposition), disposition))),
        ("agents", def.agents.as_ref().map(parties)),
        ("skill_groups", def.skill_groups.as_ref().map(parties)),
        ("recordings", def.recordings.as_ref().map(recordings)),
    ];
    let lines = lines.into_iter().filter_map(|(common, value)| {
        let common = ident(common);
        value.map(|value| quote!(call.#common = #value;))
    });
    quote! {
        impl From<#name> for rt::CallRecord<#name> {
            #[inline]
            fn from(record: #name) -> Self {
                let mut call = Self::new(record);
                #(#lines)*
                call
            }
        }
    }
}

/// A text of `from`.
fn read(source: &Read, from: &TokenStream) -> TokenStream {
    match source {
        Read::Field(place) => {
            let place = access(place);
            quote!(&#from #place)
        }
        Read::Each(list, item) => {
            let (place, text) = (access(list), read(item, &quote!(item)));
            let texts = quote!(|item, take| rt::call_record::Source::texts(#text, take));
            quote!(&rt::call_record::each(&#from #place, #texts))
        }
    }
}

fn moment(start: &Count) -> TokenStream {
    let (source, millis) = (read(&start.read, &quote!(call.record)), Literal::u16_unsuffixed(start.millis));
    quote!(rt::call_record::moment(#source, #millis))
}

fn duration(time: &Count, from: &TokenStream) -> TokenStream {
    let (source, millis) = (read(&time.read, from), Literal::u16_unsuffixed(time.millis));
    quote!(rt::call_record::duration(#source, #millis))
}

fn word<W: Ord + Copy>(def: &WordsDef<'_, W>, ty: &TokenStream, variant: fn(W) -> &'static str) -> TokenStream {
    let source = read(&def.read, &quote!(call.record));
    let rows = def.words.values.iter().flat_map(|(word, values)| {
        let variant = ident(variant(*word));
        values.iter().map(move |value| quote!((#value, rt::#ty::#variant)))
    });
    quote!(rt::call_record::word(#source, &[#(#rows),*], rt::#ty::Other))
}

fn parties(def: &PartiesDef) -> TokenStream {
    let sources = |from: &TokenStream| {
        let source = |path: &Option<Read>| {
            let source = path.as_ref().map(|path| read(path, from));
            source.map_or_else(|| quote!(None), |source| quote!(Some(#source)))
        };
        (source(&def.id), source(&def.name))
    };
    let Some(list) = &def.list else {
        let (ids, names) = sources(&quote!(call.record));
        return quote!(rt::call_record::parties(#ids, #names));
    };
    let place = access(list);
    let (id, name) = sources(&quote!(party));
    quote!(call.record #place.iter().filter_map(|party| rt::call_record::party(#id, #name)).collect())
}

fn recordings(def: &RecordingsDef) -> TokenStream {
    let one = |from: &TokenStream| {
        let file = read(&def.file, from);
        let duration = def.duration.as_ref().map_or_else(|| quote!(None), |time| duration(time, from));
        quote!(rt::call_record::recording(#file, #duration))
    };
    let Some(list) = &def.list else {
        let one = one(&quote!(call.record));
        return quote!(#one.into_iter().collect());
    };
    let (place, one) = (access(list), one(&quote!(recording)));
    quote!(call.record #place.iter().filter_map(|recording| #one).collect())
}

pub(super) fn direction(word: Direction) -> &'static str {
    match word {
        Direction::Inbound => "Inbound",
        Direction::Outbound => "Outbound",
        Direction::Internal => "Internal",
    }
}

pub(super) fn disposition(word: Disposition) -> &'static str {
    match word {
        Disposition::Answered => "Answered",
        Disposition::Abandoned => "Abandoned",
        Disposition::Unanswered => "Unanswered",
        Disposition::Busy => "Busy",
        Disposition::Rejected => "Rejected",
        Disposition::Overflowed => "Overflowed",
        Disposition::Voicemail => "Voicemail",
        Disposition::Transferred => "Transferred",
        Disposition::Failed => "Failed",
    }
}

/// `call_record.rs`; none where no operation has a mapping.
pub(super) fn file<'m>(model: &'m Crate<'_>) -> Option<File<'m>> {
    mapped(model).next()?;
    Some(File {
        path: "src/call_record.rs".to_owned(),
        source: "the overrides".to_owned(),
        tokens: Box::new(|| module(model)),
    })
}

fn mapped<'m>(model: &'m Crate<'_>) -> impl Iterator<Item = (&'m OperationDef<'m>, &'m CallRecord)> {
    model.versions.iter().flat_map(|version| {
        version.operations.iter().filter_map(|def| Some((def, def.operation.call_record.as_ref()?)))
    })
}

fn module(model: &Crate<'_>) -> Tokens {
    let mut doc = Doc::new("One record for all vendors: what [`CallRecord`] takes from which field on the wire.");
    doc.ours("A record of an operation below becomes a common one with `CallRecord::from(record)` and keeps the vendor's own in [`CallRecord::record`].");
    for (def, record) in mapped(model) {
        let operation = def.operation;
        let name = code(&operation.name);
        doc.ours(format!("### {name} of {} {}", operation.product, operation.version));
        doc.table("| common | on the wire |\n|---|---|", &rows(record));
    }
    let items = vec![quote!(
        pub use spectable_runtime::{CallRecord, Direction, Disposition, Party, Recording};
    )];
    (doc.inner(), items)
}

fn rows(record: &CallRecord) -> Vec<String> {
    let mut rows = Vec::new();
    let mut row = |common: &str, wire: String| rows.push(format!("| `{common}` | {wire} |"));
    let cell = |path: &str| code(path).replace('|', "\\|");
    row("id", cell(&record.id));
    row("start", cell(&record.start));
    for (common, path) in [("duration", &record.duration), ("caller", &record.caller), ("callee", &record.callee)] {
        if let Some(path) = path {
            row(common, cell(path));
        }
    }
    if let Some(words) = &record.direction {
        row("direction", word_cell(words, direction, &cell));
    }
    if let Some(words) = &record.disposition {
        row("disposition", word_cell(words, disposition, &cell));
    }
    for (common, parties) in [("agents", &record.agents), ("skill_groups", &record.skill_groups)] {
        let Some(parties) = parties else { continue };
        let before = parties.list.as_ref().map(|list| format!("{list}.")).unwrap_or_default();
        let paths = [&parties.id, &parties.name].into_iter().flatten();
        row(common, paths.map(|path| cell(&format!("{before}{path}"))).collect::<Vec<_>>().join(", "));
    }
    if let Some(recordings) = &record.recordings {
        let before = recordings.list.as_ref().map(|list| format!("{list}.")).unwrap_or_default();
        let paths = std::iter::once(&recordings.file).chain(&recordings.duration);
        row("recordings", paths.map(|path| cell(&format!("{before}{path}"))).collect::<Vec<_>>().join(", "));
    }
    rows
}

fn word_cell<W: Ord + Copy>(words: &Words<W>, name: fn(W) -> &'static str, cell: &dyn Fn(&str) -> String) -> String {
    let meanings = words.values.iter().map(|(word, values)| {
        let values: Vec<String> = values.iter().map(|value| cell(value)).collect();
        format!("{}: {}", name(*word).to_lowercase(), values.join(", "))
    });
    format!("{}; {}", cell(&words.field), meanings.collect::<Vec<_>>().join("; "))
}

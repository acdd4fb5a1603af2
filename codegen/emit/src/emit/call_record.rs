//! The vendors' records as one: the `From` impls, and the table of what feeds what.
//!
//! `check` has refused whatever does not fit; what does not fit all the same is left out.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::docs::{Doc, code};
use crate::emit::model::{Crate, OperationDef};
use crate::emit::paths::{inner, walk};
use crate::emit::structs::{StructDef, Ty};
use crate::emit::types::{self, Text, ident};
use crate::emit::{Draft, Tokens};
use spectable_pages::ir::{CallRecord, Direction, Disposition, Field, Parties, Words, at_path};

/// The impl for the record of an operation that has a mapping.
pub(super) fn item(def: &OperationDef<'_>) -> Option<TokenStream> {
    let record = def.unit.operation.call_record.as_ref()?;
    let (_, field) = walk(def.output_structs.first()?, &record.of, &def.output_structs)?;
    let of = match &field.ty {
        Ty::List(item) => item,
        other => other,
    };
    let rows = &at_path(&def.unit.operation.response, &record.of)?.fields;
    let from = Source { from: inner(of, &def.output_structs)?, rows, structs: &def.output_structs };
    let name = types::item(of, Text::Owned);
    let lines: Vec<TokenStream> = [
        from.text(&record.id).map(|id| quote!(call.id = rt::call_record::text(#id);)),
        from.moment(&record.start).map(|start| quote!(call.start = #start;)),
        record.duration.as_deref().and_then(|path| from.duration(path)).map(|time| quote!(call.duration = #time;)),
        record
            .caller
            .as_deref()
            .and_then(|path| from.text(path))
            .map(|caller| quote!(call.caller = rt::call_record::text(#caller);)),
        record
            .callee
            .as_deref()
            .and_then(|path| from.text(path))
            .map(|callee| quote!(call.callee = rt::call_record::text(#callee);)),
        record
            .direction
            .as_ref()
            .and_then(|words| from.word(words, &quote!(Direction), direction))
            .map(|word| quote!(call.direction = #word;)),
        record
            .disposition
            .as_ref()
            .and_then(|words| from.word(words, &quote!(Disposition), disposition))
            .map(|word| quote!(call.disposition = #word;)),
        record.agents.as_ref().and_then(|agents| from.parties(agents)).map(|agents| quote!(call.agents = #agents;)),
        record
            .skill_groups
            .as_ref()
            .and_then(|groups| from.parties(groups))
            .map(|groups| quote!(call.skill_groups = #groups;)),
        from.recordings(record).map(|recordings| quote!(call.recordings = #recordings;)),
    ]
    .into_iter()
    .flatten()
    .collect();
    Some(quote! {
        impl From<#name> for rt::CallRecord<#name> {
            #[inline]
            fn from(record: #name) -> Self {
                let mut call = Self::new(record);
                #(#lines)*
                call
            }
        }
    })
}

/// The record whose fields are read, and the structs that stand in it.
struct Source<'d, 'a> {
    from: &'d StructDef<'a>,
    /// The record's own rows. Structs that look alike are one, so what a field counts is read from these.
    rows: &'a [Field],
    structs: &'d [StructDef<'a>],
}

impl Source<'_, '_> {
    fn text(&self, path: &str) -> Option<TokenStream> {
        self.text_of(path, self.from, &quote!(call.record))
    }

    fn text_of(&self, path: &str, from: &StructDef<'_>, value: &TokenStream) -> Option<TokenStream> {
        let Some((place, field)) = walk(from, path, self.structs) else {
            return self.text_of_each(path, from, value);
        };
        let readable = match &field.ty {
            Ty::List(of) => **of == Ty::Text,
            Ty::Text | Ty::I32 | Ty::I64 | Ty::F64 | Ty::Bool | Ty::Enum(_) => true,
            Ty::Any | Ty::Timestamp | Ty::Struct(..) | Ty::Map(_) => false,
        };
        readable.then(|| quote!(&#value #place))
    }

    /// A path that goes through a list: a text of each item.
    fn text_of_each(&self, path: &str, from: &StructDef<'_>, value: &TokenStream) -> Option<TokenStream> {
        path.match_indices('.').find_map(|(at, _)| {
            let (place, field) = walk(from, path.get(..at)?, self.structs)?;
            let Ty::List(of) = &field.ty else { return None };
            let text = self.text_of(path.get(at + 1..)?, inner(of, self.structs)?, &quote!(item))?;
            let texts = quote!(|item, take| rt::call_record::Source::texts(#text, take));
            Some(quote!(&rt::call_record::each(&#value #place, #texts)))
        })
    }

    fn moment(&self, path: &str) -> Option<TokenStream> {
        let millis = Literal::i64_unsuffixed(if unit(self.rows, path) == Some("s-epoch") { 1000 } else { 1 });
        let source = self.text(path)?;
        Some(quote!(rt::call_record::moment(#source, #millis)))
    }

    fn duration(&self, path: &str) -> Option<TokenStream> {
        self.duration_of(path, self.rows, self.from, &quote!(call.record))
    }

    fn duration_of(
        &self,
        path: &str,
        rows: &[Field],
        from: &StructDef<'_>,
        value: &TokenStream,
    ) -> Option<TokenStream> {
        let millis = Literal::u64_unsuffixed(if unit(rows, path) == Some("ms") { 1 } else { 1000 });
        let source = self.text_of(path, from, value)?;
        Some(quote!(rt::call_record::duration(#source, #millis)))
    }

    fn word<W: Ord + Copy>(
        &self,
        words: &Words<W>,
        ty: &TokenStream,
        variant: fn(W) -> &'static str,
    ) -> Option<TokenStream> {
        let source = self.text(&words.field)?;
        let rows = words.values.iter().flat_map(|(word, values)| {
            let variant = ident(variant(*word));
            values.iter().map(move |value| quote!((#value, rt::#ty::#variant)))
        });
        Some(quote!(rt::call_record::word(#source, &[#(#rows),*], rt::#ty::Other)))
    }

    fn parties(&self, parties: &Parties) -> Option<TokenStream> {
        let sources = |from: &StructDef<'_>, value: &TokenStream| {
            let source = |path: Option<&str>| {
                let source = path.and_then(|path| self.text_of(path, from, value));
                source.map_or_else(|| quote!(None), |source| quote!(Some(#source)))
            };
            (source(parties.id.as_deref()), source(parties.name.as_deref()))
        };
        let Some(list) = &parties.list else {
            let (ids, names) = sources(self.from, &quote!(call.record));
            return Some(quote!(rt::call_record::parties(#ids, #names)));
        };
        let (place, item) = self.list(list)?;
        let (id, name) = sources(item, &quote!(party));
        Some(quote!(call.record #place.iter().filter_map(|party| rt::call_record::party(#id, #name)).collect()))
    }

    fn recordings(&self, record: &CallRecord) -> Option<TokenStream> {
        let recordings = record.recordings.as_ref()?;
        let source = |rows: &[Field], from: &StructDef<'_>, value: &TokenStream| {
            let file = self.text_of(&recordings.file, from, value)?;
            let duration = recordings.duration.as_deref().and_then(|path| self.duration_of(path, rows, from, value));
            let duration = duration.unwrap_or_else(|| quote!(None));
            Some(quote!(rt::call_record::recording(#file, #duration)))
        };
        let Some(list) = &recordings.list else {
            let one = source(self.rows, self.from, &quote!(call.record))?;
            return Some(quote!(#one.into_iter().collect()));
        };
        let (place, item) = self.list(list)?;
        let one = source(&at_path(self.rows, list)?.fields, item, &quote!(recording))?;
        Some(quote!(call.record #place.iter().filter_map(|recording| #one).collect()))
    }

    fn list(&self, path: &str) -> Option<(TokenStream, &StructDef<'_>)> {
        let (place, field) = walk(self.from, path, self.structs)?;
        let Ty::List(of) = &field.ty else { return None };
        Some((place, inner(of, self.structs)?))
    }
}

/// What the field at a path counts.
fn unit<'a>(rows: &'a [Field], path: &str) -> Option<&'a str> {
    at_path(rows, path)?.unit.as_deref()
}

fn direction(word: Direction) -> &'static str {
    match word {
        Direction::Inbound => "Inbound",
        Direction::Outbound => "Outbound",
        Direction::Internal => "Internal",
    }
}

fn disposition(word: Disposition) -> &'static str {
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
pub(super) fn file<'m>(model: &'m Crate<'_>) -> Option<Draft<'m>> {
    mapped(model).next()?;
    Some(Draft {
        path: "src/call_record.rs".to_owned(),
        source: "the overrides".to_owned(),
        tokens: Box::new(|| module(model)),
    })
}

fn mapped<'m>(model: &'m Crate<'_>) -> impl Iterator<Item = (&'m OperationDef<'m>, &'m CallRecord)> {
    model.versions.iter().flat_map(|version| {
        version.operations.iter().filter_map(|def| Some((def, def.unit.operation.call_record.as_ref()?)))
    })
}

fn module(model: &Crate<'_>) -> Tokens {
    let mut doc = Doc::new("One record for all vendors: what [`CallRecord`] takes from which field on the wire.");
    doc.ours("A record of an operation below becomes a common one with `CallRecord::from(record)` and keeps the vendor's own in [`CallRecord::record`].");
    for (def, record) in mapped(model) {
        let operation = def.unit.operation;
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

//! What is the same in every record of an API, whichever of its operations lists it.

use super::data;
use super::synthesis::{Seen, join, seen};
use crate::schema::{CallRecordFields, Field, Schema, Type};

/// How the pages of an API write.
pub(super) struct Center {
    /// What the fields of a record mean.
    pub(super) record: CallRecordFields,
    /// An agent's id, and that of a group, as the first page shows it that shows one.
    pub(super) agent_id: Option<String>,
    pub(super) group_id: Option<String>,
    /// An agent is called a seat, and a customer a user.
    pub(super) seats: bool,
    /// The duration of a record is that of the talk; otherwise it is that of the call.
    pub(super) counts_talk: bool,
}

/// What times of the end are called.
pub(super) const ENDS: [&str; 4] = ["release", "end", "hang", "finish"];

impl Center {
    /// Of the records of an operation, or of those of which it tells one.
    pub(super) fn new(schema: &'static Schema, schemas: &'static [&'static Schema]) -> Option<Self> {
        let peers = || peers(schema, schemas);
        let one = peers().find(|peer| call_parameter(schema, peer).is_some());
        let record = schema.call_record.or_else(|| one?.call_record)?;
        let form = |words: &[&str]| peers().find_map(|peer| form(peer, words));
        let fields = data::items(schema).map(|(items, _)| items.ty.members()).unwrap_or_default();
        Some(Self {
            record,
            agent_id: form(&["agentid", "userid", "seatid", "staffid"]),
            group_id: form(&["skillgroupid"]),
            seats: has_seats(fields),
            counts_talk: says_when_it_ended(fields) && !fields.iter().any(|field| lower(field).contains("talktime")),
        })
    }

    /// The words for the one who serves, and for the one who is served.
    pub(super) fn sides(&self) -> [&'static str; 2] {
        if self.seats { ["seat", "user"] } else { ["agent", "customer"] }
    }
}

/// The request parameter with the id of the call that an operation tells of.
pub(super) fn call(schema: &'static Schema, schemas: &'static [&'static Schema]) -> Option<&'static Field> {
    peers(schema, schemas).find_map(|peer| call_parameter(schema, peer))
}

fn call_parameter(schema: &'static Schema, peer: &Schema) -> Option<&'static Field> {
    let id = peer.call_record.filter(|_| schema.call_record.is_none() && schema.operation.paging.is_none())?.id;
    schema.request.iter().find(|field| field.required && field.name == id)
}

/// The operations of the same API that list calls, itself included.
fn peers(
    schema: &'static Schema,
    schemas: &'static [&'static Schema],
) -> impl Iterator<Item = &'static Schema> + use<> {
    let of = |schema: &Schema| (schema.operation.vendor(), schema.operation.product, schema.operation.version);
    let same = move |peer: &&'static Schema| of(peer) == of(schema) && peer.call_record.is_some();
    let listed = schemas.iter().any(|peer| std::ptr::eq(*peer, schema));
    let alone = Some(schema).filter(|_| !listed);
    schemas.iter().copied().chain(alone).filter(same)
}

/// What a page shows of a field whose name has one of these words.
fn form(schema: &'static Schema, words: &[&str]) -> Option<String> {
    let (items, path) = data::items(schema)?;
    form_below(items.ty.members(), path, &seen(schema), words)
}

fn form_below(fields: &'static [Field], path: &str, seen: &Seen, words: &[&str]) -> Option<String> {
    fields.iter().find_map(|field| {
        let path = join(path, field.name);
        let name = lower(field);
        if matches!(field.ty, Type::String) && words.iter().any(|word| name.contains(word)) {
            let shown = seen.get(&path).into_iter().flatten().filter_map(|value| value.as_str());
            return shown.chain(field.example).find(|text| !is_placeholder(text)).map(str::to_owned);
        }
        form_below(field.ty.members(), &path, seen, words)
    })
}

fn has_seats(fields: &[Field]) -> bool {
    fields.iter().any(|field| lower(field).contains("seat") || has_seats(field.ty.members()))
}

/// Whether a field of a record is a time of the end.
fn says_when_it_ended(fields: &[Field]) -> bool {
    let ends = |field: &Field| ENDS.iter().any(|word| lower(field).contains(word));
    fields.iter().any(|field| matches!(field.unit, Some("ms-epoch" | "s-epoch")) && ends(field))
}

fn lower(field: &Field) -> String {
    field.name.to_ascii_lowercase()
}

/// The vendors' words for "some text", and for none.
pub(super) fn is_placeholder(text: &str) -> bool {
    matches!(text.trim(), "" | "abc" | "xxx" | "无" | "-")
}

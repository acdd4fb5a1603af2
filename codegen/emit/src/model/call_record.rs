//! The vendors' records as one: which field feeds which.
//!
//! `check` has refused whatever does not fit; what does not fit all the same is left out.

use spectable_pages::ir::{CallRecord, Direction, Disposition, Field, Operation, Parties, Type, Words, at_path};

use crate::model::paths::{Place, inner, walk};
use crate::model::structs::StructDef;
use crate::model::types::Ty;

/// The common record of an operation that has a mapping; each part is absent where nothing feeds it.
pub(crate) struct CallRecordDef<'a> {
    /// The vendor's record.
    pub(crate) of: Ty,
    pub(crate) id: Option<Read>,
    pub(crate) start: Option<Count>,
    pub(crate) duration: Option<Count>,
    pub(crate) caller: Option<Read>,
    pub(crate) callee: Option<Read>,
    pub(crate) direction: Option<WordsDef<'a, Direction>>,
    pub(crate) disposition: Option<WordsDef<'a, Disposition>>,
    pub(crate) agents: Option<PartiesDef>,
    pub(crate) skill_groups: Option<PartiesDef>,
    pub(crate) recordings: Option<RecordingsDef>,
}

/// From where a text is read.
pub(crate) enum Read {
    /// A field.
    Field(Place),
    /// A text of each item of a list.
    Each(Place, Box<Read>),
}

/// A moment or a duration.
pub(crate) struct Count {
    pub(crate) read: Read,
    /// How many milliseconds one is.
    pub(crate) millis: u16,
}

/// A text whose values stand for common words.
pub(crate) struct WordsDef<'a, W: Ord> {
    pub(crate) read: Read,
    pub(crate) words: &'a Words<W>,
}

/// Agents or skill groups.
pub(crate) struct PartiesDef {
    /// The list that they are items of; `None` where the record itself names them.
    pub(crate) list: Option<Place>,
    pub(crate) id: Option<Read>,
    pub(crate) name: Option<Read>,
}

/// What was recorded.
pub(crate) struct RecordingsDef {
    /// The list that they are items of; `None` where the record itself names one.
    pub(crate) list: Option<Place>,
    pub(crate) file: Read,
    pub(crate) duration: Option<Count>,
}

/// What feeds the common record of an operation.
pub(super) fn define<'a>(operation: &'a Operation, output: &[StructDef<'a>]) -> Option<CallRecordDef<'a>> {
    let record = operation.call_record.as_ref()?;
    let (_, field) = walk(output.first()?, &record.of, output)?;
    let of = match &field.ty {
        Ty::List(item) => item,
        other => other,
    };
    let rows = &at_path(&operation.response, &record.of)?.fields;
    let from = Origin { structure: inner(of, output)?, rows, structs: output };
    Some(CallRecordDef {
        of: of.clone(),
        id: from.text(&record.id),
        start: from.count(&record.start, |unit| if unit == Some("s-epoch") { 1000 } else { 1 }),
        duration: record.duration.as_deref().and_then(|path| from.duration(path)),
        caller: record.caller.as_deref().and_then(|path| from.text(path)),
        callee: record.callee.as_deref().and_then(|path| from.text(path)),
        direction: record.direction.as_ref().and_then(|words| from.words(words)),
        disposition: record.disposition.as_ref().and_then(|words| from.words(words)),
        agents: record.agents.as_ref().and_then(|parties| from.parties(parties)),
        skill_groups: record.skill_groups.as_ref().and_then(|parties| from.parties(parties)),
        recordings: from.recordings(record),
    })
}

/// Where paths start, and the structs that stand on them.
struct Origin<'d, 'a> {
    structure: &'d StructDef<'a>,
    /// The record's own rows. Structs that look alike are one, so what a field counts is read from these.
    rows: &'a [Field],
    structs: &'d [StructDef<'a>],
}

impl<'d, 'a> Origin<'d, 'a> {
    fn text(&self, path: &str) -> Option<Read> {
        let Some((place, field)) = walk(self.structure, path, self.structs) else {
            return self.text_of_each(path);
        };
        let readable = match &field.ty {
            Ty::List(of) => **of == Ty::Text,
            Ty::Any | Ty::DateTime | Ty::Date | Ty::Struct(..) | Ty::Map(_) => false,
            _ => true,
        };
        readable.then_some(Read::Field(place))
    }

    /// A path that goes through a list.
    fn text_of_each(&self, path: &str) -> Option<Read> {
        path.match_indices('.').find_map(|(at, _)| {
            let (list, structure) = self.list(path.get(..at)?)?;
            let item = Origin { structure, ..*self }.text(path.get(at + 1..)?)?;
            Some(Read::Each(list, Box::new(item)))
        })
    }

    fn count(&self, path: &str, millis: fn(Option<&str>) -> u16) -> Option<Count> {
        let row = at_path(self.rows, path);
        let unit = row.and_then(|row| row.unit.as_deref());
        // A moment is kept in milliseconds, whatever the wire counts.
        let moment = row.is_some_and(|row| {
            matches!(row.ty, Type::Integer | Type::Long | Type::Unsigned) || row.is_number_in_text()
        });
        let unit = if moment && unit == Some("s-epoch") { Some("ms-epoch") } else { unit };
        Some(Count { read: self.text(path)?, millis: millis(unit) })
    }

    fn duration(&self, path: &str) -> Option<Count> {
        self.count(path, |unit| if unit == Some("ms") { 1 } else { 1000 })
    }

    fn words<'w, W: Ord>(&self, words: &'w Words<W>) -> Option<WordsDef<'w, W>> {
        Some(WordsDef { read: self.text(&words.field)?, words })
    }

    fn parties(&self, parties: &Parties) -> Option<PartiesDef> {
        let (list, from) = self.items(parties.list.as_deref())?;
        let text = |path: &Option<String>| path.as_deref().and_then(|path| from.text(path));
        Some(PartiesDef { list, id: text(&parties.id), name: text(&parties.name) })
    }

    fn recordings(&self, record: &CallRecord) -> Option<RecordingsDef> {
        let recordings = record.recordings.as_ref()?;
        let (list, from) = self.items(recordings.list.as_deref())?;
        let duration = recordings.duration.as_deref().and_then(|path| from.duration(path));
        Some(RecordingsDef { list, file: from.text(&recordings.file)?, duration })
    }

    /// The items of a list, or the record itself where no list is named.
    fn items(&self, list: Option<&str>) -> Option<(Option<Place>, Origin<'d, 'a>)> {
        let Some(path) = list else { return Some((None, Origin { ..*self })) };
        let (place, structure) = self.list(path)?;
        let rows = at_path(self.rows, path).map_or(&[][..], |row| &row.fields);
        Some((Some(place), Origin { structure, rows, structs: self.structs }))
    }

    fn list(&self, path: &str) -> Option<(Place, &'d StructDef<'a>)> {
        let (place, field) = walk(self.structure, path, self.structs)?;
        let Ty::List(of) = &field.ty else { return None };
        Some((place, inner(of, self.structs)?))
    }
}

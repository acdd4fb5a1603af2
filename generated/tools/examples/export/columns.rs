//! The columns of a table, and rows that fill them.

use ccc_api::Timestamp;
use ccc_api::call_record::{CallRecord, Party};
use ccc_api::runtime::schema::{Field, Schema, Type};
use serde::Serialize;
use serde_json::{Map, Value};

/// The fields of a record; a row is a JSON object with their names.
#[derive(Clone, Copy)]
pub struct Columns(pub &'static [Field]);

/// The unit of a text that says a moment in UTC.
pub const ISO: &str = "iso-8601";

impl Columns {
    /// The vendor's own fields.
    pub fn of(schema: &Schema) -> Self {
        let path = schema.operation.paging.and_then(|paging| paging.items).unwrap_or_default();
        let mut fields = schema.response;
        for step in path.split('.') {
            fields = fields.iter().find(|field| field.name == step).map_or(&[], |field| field.ty.members());
        }
        Self(fields)
    }

    /// What all vendors have.
    pub fn common() -> Self {
        const PARTY: &[Field] = &[Field::new("id", Type::String), Field::new("name", Type::String)];
        const RECORDING: &[Field] = &[Field::new("file", Type::String), Field::new("duration", Type::Float)];
        const COLUMNS: &[Field] = &[
            Field::new("id", Type::String),
            Field::new("start", Type::String).unit(ISO),
            Field::new("duration", Type::Float),
            Field::new("caller", Type::String),
            Field::new("callee", Type::String),
            Field::new("direction", Type::String),
            Field::new("disposition", Type::String),
            Field::new("agents", Type::List(&Type::Struct(PARTY))),
            Field::new("skill_groups", Type::List(&Type::Struct(PARTY))),
            Field::new("recordings", Type::List(&Type::Struct(RECORDING))),
        ];
        Self(COLUMNS)
    }
}

/// A moment that is left out, for a date says it with more than four digits or with a sign: readers of the output
/// refuse those.
#[derive(Debug, PartialEq, Eq)]
pub struct Odd {
    /// The field, such as `Agents[].StartTime`.
    pub path: String,
    pub time: Timestamp,
}

/// Whether a moment is of the years 0001 to 9999, in UTC.
pub fn is_sayable(time: Timestamp) -> bool {
    (-62_135_596_800_000..=253_402_300_799_999).contains(&time.as_millis())
}

impl Columns {
    /// Writes moments as people and programs read them; the vendors' 0 is no moment.
    pub fn say_times(self, row: &mut Value) -> Vec<Odd> {
        let mut odd = Vec::new();
        if let Value::Object(row) = row {
            say_times(self.0, row, &mut odd);
        }
        odd
    }
}

/// Whether a field is a moment, which is kept in milliseconds.
pub fn is_moment(field: &Field) -> bool {
    matches!(field.unit, Some("ms-epoch" | "s-epoch"))
        && (matches!(field.ty, Type::Integer | Type::Long | Type::Unsigned) || is_number_in_text(field))
}

/// Whether the wire has a number in a text, which a record holds as a number: the rule by which the records were
/// emitted, `is_number_in_text` of `codegen/pages`.
pub fn is_number_in_text(field: &Field) -> bool {
    field.ty == Type::String
        && matches!(field.unit, Some("s" | "ms" | "s-epoch" | "ms-epoch"))
        && field.example.is_none_or(|example| example.parse::<i64>().is_ok())
}

fn say_times(fields: &[Field], row: &mut Map<String, Value>, odd: &mut Vec<Odd>) {
    for field in fields {
        let Some(value) = row.get_mut(field.name) else { continue };
        let before = odd.len();
        let step = match (&field.ty, &mut *value) {
            (Type::Struct(members), Value::Object(row)) => {
                say_times(members, row, odd);
                "."
            }
            (Type::List(Type::Struct(members)), Value::Array(items)) => {
                items.iter_mut().filter_map(Value::as_object_mut).for_each(|row| say_times(members, row, odd));
                "[]."
            }
            (_, Value::Number(millis)) if is_moment(field) => {
                let time = millis.as_i64().filter(|millis| *millis != 0).map(Timestamp::from_millis);
                let said = time.filter(|time| is_sayable(*time));
                *value = said.map_or(Value::Null, |time| Value::String(time.to_string()));
                odd.extend(time.filter(|_| said.is_none()).map(|time| Odd { path: field.name.to_owned(), time }));
                continue;
            }
            _ => continue,
        };
        // What was found below stands below this field.
        odd.iter_mut().skip(before).for_each(|odd| odd.path = format!("{}{step}{}", field.name, odd.path));
    }
}

/// A call in common terms, as it is written.
#[derive(Serialize)]
pub struct Common<'a> {
    id: Option<&'a str>,
    start: Option<String>,
    duration: Option<f64>,
    caller: Option<&'a str>,
    callee: Option<&'a str>,
    direction: Option<&'a str>,
    disposition: Option<&'a str>,
    agents: &'a [Party],
    skill_groups: &'a [Party],
    recordings: &'a [ccc_api::call_record::Recording],
}

impl<'a> Common<'a> {
    pub fn of<R>(call: &'a CallRecord<R>) -> Self {
        Self {
            id: call.id.as_deref(),
            start: call.start.filter(|start| is_sayable(*start)).map(|start| start.to_string()),
            duration: call.duration.map(|duration| duration.as_secs_f64()),
            caller: call.caller.as_deref(),
            callee: call.callee.as_deref(),
            direction: call.direction.as_ref().map(|direction| direction.as_str()),
            disposition: call.disposition.as_ref().map(|disposition| disposition.as_str()),
            agents: &call.agents,
            skill_groups: &call.skill_groups,
            recordings: &call.recordings,
        }
    }
}

/// The names of flat columns: a struct's members stand beside each other as `SeatUser.Name`.
pub fn flat_names(fields: &[Field], before: &str, names: &mut Vec<String>) {
    for field in fields {
        let name = format!("{before}{}", field.name);
        match field.ty {
            Type::Struct(members) => flat_names(members, &format!("{name}."), names),
            _ => names.push(name),
        }
    }
}

/// The cells of a row in the order of [`flat_names`]; lists and the like are JSON text.
pub fn flat_cells(fields: &[Field], row: &Map<String, Value>, cells: &mut Vec<String>) {
    let none = Map::new();
    for field in fields {
        let value = row.get(field.name).unwrap_or(&Value::Null);
        match (&field.ty, value) {
            (Type::Struct(members), value) => flat_cells(members, value.as_object().unwrap_or(&none), cells),
            (_, Value::Null) => cells.push(String::new()),
            (_, Value::String(text)) => cells.push(text.clone()),
            (_, value) => cells.push(value.to_string()),
        }
    }
}

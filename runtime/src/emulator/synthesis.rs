//! Values that look like the page's own: made from types, enums, units, examples and samples.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::arguments::whole;
use super::center::{Center, is_placeholder};
use super::data;
use super::scene::{Scene, Step};
use super::telling::{self, Asked};
use crate::operation::Vendor;
use crate::schema::{Field, Format, Schema, Type};
use crate::timestamp::Timestamp;

/// What samples show at a path from the root, wrappers left out.
pub(super) type Seen = BTreeMap<String, Vec<Value>>;

/// Makes values of one operation.
pub(super) struct Synthesis {
    schema: &'static Schema,
    seen: Seen,
    /// Where its records are of calls.
    pub(super) center: Option<Center>,
    /// The request parameters that a record repeats.
    pub(super) echoes: Vec<&'static Field>,
}

/// What a record is made from.
pub(super) struct Moment<'r> {
    pub(super) index: usize,
    pub(super) time: Timestamp,
    pub(super) random: &'r mut fastrand::Rng,
    /// The call that the record is of, where it is a call's; and what happened in it, where one step is told.
    pub(super) scene: Option<&'r Scene>,
    pub(super) step: Option<Step>,
}

/// What a field of a record is to hold, beyond its type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Id,
    Start,
    None,
}

impl Synthesis {
    /// Of an operation, and of those with which it is to agree.
    pub(super) fn new(schema: &'static Schema, schemas: &'static [&'static Schema]) -> Self {
        let fields = data::items(schema).map(|(items, _)| items.ty.members()).unwrap_or_default();
        let is_echoed = |field: &&Field| field.required && field.ty == Type::String && has_text(fields, field.name);
        let echoes = schema.request.iter().filter(is_echoed).collect();
        Self { schema, seen: seen(schema), center: Center::new(schema, schemas), echoes }
    }

    /// The members of a struct at a path; `of` is the path of the record in which they stand, if they stand in one.
    pub(super) fn members(&self, fields: &'static [Field], path: &str, of: &str, moment: &mut Moment<'_>) -> Value {
        let members = fields.iter().map(|field| {
            let path = join(path, field.name);
            let value = self.value(field, &field.ty, &path, of, moment);
            let value = match field.wrapper {
                Some(wrapper) => Value::Object(Map::from_iter([(wrapper.to_owned(), value)])),
                None => value,
            };
            (field.name.to_owned(), value)
        });
        Value::Object(members.collect())
    }

    fn value(&self, field: &'static Field, ty: &Type, path: &str, of: &str, moment: &mut Moment<'_>) -> Value {
        match ty {
            Type::Struct(fields) => self.members(fields, path, of, moment),
            Type::List(item) => {
                if let (Some(scene), None) = (moment.scene, &moment.step)
                    && let Some(events) = telling::event(item.members())
                {
                    return self.steps(field, item, (path, of), events, (scene, moment));
                }
                // A list that is not of a record is there to be seen.
                let told = moment.scene.zip(within(path, of)).and_then(|(scene, path)| scene.count(path));
                let count = told.unwrap_or_else(|| moment.random.usize(usize::from(of.is_empty())..3));
                let mut items: Vec<Value> = (0..count).map(|_| self.value(field, item, path, of, moment)).collect();
                if !matches!(**item, Type::Struct(_)) {
                    // What a call has none of is an empty list, and it names the same thing once.
                    items.retain(|item| !item.is_null());
                    items.dedup();
                }
                items.into()
            }
            Type::Map(item) => {
                let value = self.value(field, item, path, of, moment);
                Value::Object(Map::from_iter([("Key".to_owned(), value)]))
            }
            Type::String if !of.is_empty() && self.echoes.iter().any(|echo| echo.name == field.name) => {
                data::echo(field.name).into()
            }
            scalar => self
                .told(field, scalar, path, of, moment)
                .unwrap_or_else(|| self.scalar(field, scalar, path, self.role(path, of), moment)),
        }
    }

    /// What happened in a call, as far as the page has words for it.
    fn steps(
        &self,
        field: &'static Field,
        item: &Type,
        (path, of): (&str, &str),
        events: &[&str],
        (scene, moment): (&Scene, &mut Moment<'_>),
    ) -> Value {
        let mut items = Vec::new();
        for step in scene.steps().into_iter().filter(|step| events.contains(&step.event)) {
            moment.step = Some(step);
            items.push(self.value(field, item, path, of, moment));
        }
        moment.step = None;
        items.into()
    }

    /// What the call says that the record is of.
    fn told(&self, field: &Field, ty: &Type, path: &str, of: &str, moment: &Moment<'_>) -> Option<Value> {
        let (scene, center) = (moment.scene?, self.center.as_ref()?);
        let seen = self.seen.get(path).map(Vec::as_slice).unwrap_or_default();
        let example = field.example.map(Value::from);
        let means = |value: &&Value| value.as_str().is_none_or(|text| !is_placeholder(text));
        let shown = seen.iter().chain(&example).find(means);
        let asked = Asked::new(center, within(path, of)?, (field, ty), seen, shown);
        moment.step.as_ref().and_then(|step| step.say(&asked)).or_else(|| scene.say(&asked))
    }

    /// Of a record that is no call's.
    fn role(&self, path: &str, of: &str) -> Role {
        let Some(path) = within(path, of) else { return Role::None };
        if self.schema.window.is_some_and(|window| window.time == path) {
            return Role::Start;
        }
        let items = data::find(self.schema.response, of);
        let first = items.and_then(|items| items.ty.members().iter().find(|field| field.name.ends_with("Id")));
        if first.is_some_and(|field| field.name == path) { Role::Id } else { Role::None }
    }

    fn scalar(&self, field: &Field, ty: &Type, path: &str, role: Role, moment: &mut Moment<'_>) -> Value {
        let Moment { index, time, random, .. } = moment;
        match (role, ty) {
            (Role::Id, _) => return number_or_text(ty, &format!("{:010}", 1_000_000_000 + *index)),
            (Role::Start, _) => {
                let seconds = field.unit == Some("s-epoch") || self.counts_seconds(path, field);
                let count = if seconds { time.as_secs() } else { time.as_millis() };
                return number_or_text(ty, &count.to_string());
            }
            _ => {}
        }
        match ty {
            Type::Enum(values) | Type::Number(values) if !values.is_empty() => {
                let value = pick(values, random);
                if matches!(ty, Type::Number(_)) { number_or_text(&Type::Long, value) } else { value.into() }
            }
            Type::Boolean => random.bool().into(),
            Type::Integer | Type::Long | Type::Unsigned => self.whole(field, path, *time, random).into(),
            Type::Float => random.f64().into(),
            Type::Any => self.shown(field, path, random).unwrap_or(Value::Null),
            _ => {
                let shown = self.shown(field, path, random);
                let text = shown.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
                let text = text.filter(|text| !is_placeholder(text));
                vary(&text.unwrap_or_default(), *time, random).into()
            }
        }
    }

    fn whole(&self, field: &Field, path: &str, time: Timestamp, random: &mut fastrand::Rng) -> i64 {
        let shown = self.shown(field, path, random).and_then(|value| whole(&value));
        let later = Timestamp::from_millis(time.as_millis().saturating_add(random.i64(0..600_000)));
        match (field.unit, shown.unwrap_or(10)) {
            (Some("ms-epoch"), _) | (None, 1_000_000_000_000..=9_999_999_999_999) => later.as_millis(),
            (Some("s-epoch"), _) | (None, 1_000_000_000..=9_999_999_999) => later.as_secs(),
            (_, shown) => random.i64(0..=shown.unsigned_abs().min(100_000).try_into().unwrap_or(10_i64).max(1) * 2),
        }
    }

    fn counts_seconds(&self, path: &str, field: &Field) -> bool {
        let first = self.seen.get(path).and_then(|values| values.first().cloned());
        let shown = first.or_else(|| field.example.map(Value::from)).and_then(|value| whole(&value));
        shown.is_some_and(|shown| (1_000_000_000..10_000_000_000).contains(&shown))
    }

    /// A value that a sample or the example shows.
    fn shown(&self, field: &Field, path: &str, random: &mut fastrand::Rng) -> Option<Value> {
        let seen = self.seen.get(path).map(Vec::as_slice).unwrap_or_default();
        let at = random.usize(0..seen.len().max(1));
        seen.get(at).cloned().or_else(|| field.example.map(Value::from))
    }

    /// A value as the page shows it, for what is said once an answer.
    pub(super) fn usual(&self, field: &Field, path: &str) -> Value {
        let seen = self.seen.get(path).and_then(|values| values.first().cloned());
        let text = field.example.unwrap_or_default();
        match field.ty {
            Type::Integer | Type::Long | Type::Unsigned => {
                seen.as_ref().and_then(whole).or_else(|| text.parse().ok()).into()
            }
            Type::Boolean => seen.as_ref().and_then(Value::as_bool).unwrap_or(text != "false").into(),
            _ => seen.filter(Value::is_string).unwrap_or_else(|| text.into()),
        }
    }
}

/// A path from the record's root.
fn within<'p>(path: &'p str, of: &str) -> Option<&'p str> {
    if of.is_empty() {
        return None;
    }
    path.strip_prefix(of)?.strip_prefix('.')
}

/// The first value is the usual one: half of all.
fn pick<'v>(values: &[&'v str], random: &mut fastrand::Rng) -> &'v str {
    let at = if random.bool() { 0 } else { random.usize(0..values.len().max(1)) };
    values.get(at).copied().unwrap_or_default()
}

pub(super) fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// The JSON samples, out of their envelope.
pub(super) fn samples(schema: &Schema) -> impl Iterator<Item = Value> {
    let json = schema.samples.iter().filter(|sample| sample.format == Format::Json);
    let vendor = schema.operation.vendor();
    json.filter_map(move |sample| {
        let mut value: Value = serde_json::from_str(sample.text).ok()?;
        if vendor == Vendor::Tencent
            && let Some(inner) = value.get_mut("Response")
        {
            value = inner.take();
        }
        Some(value)
    })
}

/// What the samples of an operation show.
pub(super) fn seen(schema: &'static Schema) -> Seen {
    let mut seen = Seen::new();
    samples(schema).for_each(|value| look(schema.response, &value, "", &mut seen));
    seen
}

/// Whether some field is a text of this name.
fn has_text(fields: &[Field], name: &str) -> bool {
    let is_it = |field: &Field| field.name == name && field.ty == Type::String;
    fields.iter().any(|field| is_it(field) || has_text(field.ty.members(), name))
}

fn look(fields: &'static [Field], value: &Value, path: &str, seen: &mut Seen) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| look(fields, item, path, seen)),
        Value::Object(members) => {
            for field in fields {
                let Some(mut value) = members.get(field.name) else { continue };
                if let Some(inner) = field.wrapper.and_then(|wrapper| value.get(wrapper)) {
                    value = inner;
                }
                look(field.ty.members(), value, &join(path, field.name), seen);
            }
        }
        Value::Null => {}
        scalar => seen.entry(path.to_owned()).or_default().push(scalar.clone()),
    }
}

/// Digits as the type has them.
pub(super) fn number_or_text(ty: &Type, digits: &str) -> Value {
    match ty {
        Type::Integer | Type::Long | Type::Unsigned => digits.parse::<i64>().map_or(Value::Null, Value::from),
        _ => digits.into(),
    }
}

/// The example with other digits; masked ones become some. A date and time becomes the record's.
pub(super) fn vary(example: &str, time: Timestamp, random: &mut fastrand::Rng) -> String {
    let mut form = String::with_capacity(example.len());
    form.extend(example.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }));
    if form == "0000-00-00 00:00:00" || form == "0000-00-00T00:00:00Z" {
        let now = time.utc_second();
        return if form.contains('T') { now } else { now.replace('T', " ").replace('Z', "") };
    }
    let mut before = ' ';
    let mut vary = |letter: char| {
        // A number does not begin to begin with 0, nor ends to.
        let digit = if before.is_ascii_digit() { random.digit(10) } else { char::from(b'1' + random.u8(0..9)) };
        let varied = match letter {
            '0' if !before.is_ascii_digit() => '0',
            '0'..='9' | '*' => digit,
            other => other,
        };
        before = varied;
        varied
    };
    example.chars().map(&mut vary).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_keep_their_form() {
        let mut random = fastrand::Rng::with_seed(1);
        let time = Timestamp::from_secs(1_705_307_400);
        for example in ["9cfad875-6260-4a53-ab6e-b13e3fb31f7d", "0533128****", "坐席小王", "", "0001.wav"] {
            let varied = vary(example, time, &mut random);
            assert_eq!(varied.chars().count(), example.chars().count());
            for (one, other) in varied.chars().zip(example.chars()) {
                assert!(one == other || (one.is_ascii_digit() && (other.is_ascii_digit() || other == '*')));
            }
            assert_eq!(varied.starts_with('0'), example.starts_with('0'));
        }
        assert_eq!(vary("2019-01-04 12:16:07", time, &mut random), "2024-01-15 08:30:00");
    }
}

//! What an operation has to give: its samples, or records made once and written many times.

use std::sync::OnceLock;

use serde_json::{Map, Value};

use super::arguments::Arguments;
use super::plan::Plan;
use super::query::{Column, Page};
use super::scene::Scene;
use super::synthesis::{Moment, Synthesis, join, samples};
use super::{Settings, center, document, telling};
use crate::operation::Vendor;
use crate::schema::{Field, Format, Schema, Type};
use crate::timestamp::Timestamp;

/// The content of one operation: what a test brought, or what is made when it is first asked for.
#[derive(Default)]
pub(super) struct Data {
    own: Option<Content>,
    made: OnceLock<Content>,
}

impl Data {
    pub(super) fn content(&self, schema: &'static Schema, records: usize, settings: &Settings) -> &Content {
        self.made.get_or_init(|| Content::new(schema, records, settings))
    }

    /// What a test brought.
    pub(super) fn own(&self) -> Option<&Content> {
        self.own.as_ref()
    }

    /// Takes what a test brings, each with its time, the oldest first.
    pub(super) fn bring(&mut self, schema: &'static Schema, records: Vec<(Timestamp, Value)>) {
        self.own = Some(Content::of(schema, records));
    }

    /// The page's own answer; where it has none in this format, the one in the other format.
    pub(super) fn sample(&self, schema: &'static Schema, format: Format, request_id: &str) -> Vec<u8> {
        let own = schema.samples.iter().find(|sample| sample.format == format);
        if let (Some(own), Format::Json) = (own, format) {
            return own.text.as_bytes().to_vec();
        }
        // Some XML samples have no root, so what the JSON shows is better.
        match (samples(schema).next(), own) {
            (Some(value), _) => write(schema, format, value).into_bytes(),
            (None, Some(own)) => own.text.as_bytes().to_vec(),
            (None, None) => {
                self.content(schema, 1, &Settings::alone(Some(1))).document(format, &Page::all(1), request_id)
            }
        }
    }
}

/// The answer of an operation, with its records apart.
pub(super) struct Content {
    /// When each record starts, in milliseconds; the oldest first.
    pub(super) times: Vec<i64>,
    /// What filters compare.
    pub(super) columns: Vec<Column>,
    /// The parameters that records repeat.
    pub(super) echoes: Vec<&'static Field>,
    /// Where an answer tells of one call: the calls.
    calls: Option<Calls>,
    records: Written,
    json: String,
    xml: String,
    /// The element of a record.
    element: &'static str,
}

/// The calls of which an operation tells one.
struct Calls {
    schema: &'static Schema,
    synthesis: Synthesis,
    /// The parameter with the call's id.
    id: &'static Field,
    scenes: Vec<Scene>,
}

struct Written {
    json: Vec<Box<str>>,
    xml: Vec<Box<str>>,
}

/// Stands in the written answer where something comes in; no page has such a text.
const ITEMS: &str = "\u{2}items\u{3}";
const TOTAL: &str = "\u{2}total\u{3}";
const NUMBER: &str = "\u{2}number\u{3}";
const SIZE: &str = "\u{2}size\u{3}";
const REQUEST_ID: &str = "\u{2}request\u{3}";

/// Stands in a record where it repeats a parameter.
pub(super) fn echo(name: &str) -> String {
    format!("\u{2}={name}\u{3}")
}

impl Content {
    fn new(schema: &'static Schema, count: usize, settings: &Settings) -> Self {
        let synthesis = Synthesis::new(schema, settings.schemas);
        let mut content = Self::without(schema, &synthesis, settings);
        let plan = Plan::new(settings.seed, count, settings.start, settings.end);
        let times = plan.times();
        let center = synthesis.center.as_ref();
        let scenes = center.map(|center| Scene::all(settings.seed, &times, &plan, center)).unwrap_or_default();
        if let Some((items, path)) = items(schema) {
            content.fill(&synthesis, (items, path), (&times, &scenes), settings.seed);
        } else if let Some(id) = center::call(schema, settings.schemas) {
            content.calls = Some(Calls { schema, synthesis, id, scenes });
        }
        content
    }

    pub(super) fn of(schema: &'static Schema, records: Vec<(Timestamp, Value)>) -> Self {
        let mut content = Self::without(schema, &Synthesis::new(schema, &[]), &Settings::alone(None));
        if let Some((items, _)) = items(schema) {
            for (time, mut record) in records {
                wrap(items.ty.members(), &mut record);
                content.push(items, time, record);
            }
        }
        content
    }

    /// The answer around the records.
    fn without(schema: &'static Schema, synthesis: &Synthesis, settings: &Settings) -> Self {
        let items = items(schema).map(|(items, _)| items);
        let mut random = fastrand::Rng::with_seed(settings.seed);
        let moment = &mut Moment { index: 0, time: settings.start, random: &mut random, scene: None, step: None };
        let envelope = envelope(synthesis, schema, schema.response, "", moment);
        let mut content = Self {
            times: Vec::new(),
            columns: Vec::new(),
            echoes: synthesis.echoes.clone(),
            calls: None,
            records: Written { json: Vec::new(), xml: Vec::new() },
            json: write(schema, Format::Json, envelope.clone()),
            xml: write(schema, Format::Xml, envelope),
            element: items.map_or("Item", |field| field.wrapper.or(field.item).unwrap_or(field.name)),
        };
        if let Some(items) = items {
            content.columns = Column::all(schema, items);
        }
        content
    }

    fn fill(
        &mut self,
        synthesis: &Synthesis,
        (items, path): (&'static Field, &'static str),
        (times, scenes): (&[Timestamp], &[Scene]),
        seed: u64,
    ) {
        for (index, time) in times.iter().copied().enumerate() {
            let mut random = fastrand::Rng::with_seed(seed.wrapping_add(index as u64 + 1));
            let mut moment = Moment { index, time, random: &mut random, scene: scenes.get(index), step: None };
            let record = synthesis.members(items.ty.members(), path, path, &mut moment);
            self.push(items, time, record);
        }
    }

    /// Takes in a record, which is not older than those before it.
    fn push(&mut self, items: &'static Field, time: Timestamp, mut record: Value) {
        self.times.push(time.as_millis());
        self.columns.iter_mut().for_each(|column| column.take(&record));
        let mut json = record.to_string();
        for field in &self.echoes {
            let marker = echo(field.name);
            json = json.replace(&inner(Format::Json, &marker), &marker);
        }
        self.records.json.push(json.into());
        name_items(items.ty.members(), &mut record);
        let mut xml = String::new();
        document::element(self.element, &record, &mut xml);
        self.records.xml.push(xml.into());
    }

    /// The place of the call that is asked for by its id, where the operation tells of one.
    pub(super) fn call(&self, arguments: &Arguments) -> Option<usize> {
        let id = arguments.texts(self.calls.as_ref()?.id).into_iter().next()?;
        telling::place(&id)
    }

    /// Puts parameters where a record repeats them.
    fn put(format: Format, record: &str, page: &Page, out: &mut Vec<u8>) {
        let mut rest = record;
        while let Some((before, name, after)) = next_marker(rest).filter(|_| !page.echoes.is_empty()) {
            out.extend_from_slice(before.as_bytes());
            let given = page.echoes.iter().find(|(echo, _)| name.strip_prefix('=') == Some(*echo));
            out.extend_from_slice(given.map(|(_, text)| inner(format, text)).unwrap_or_default().as_bytes());
            rest = after;
        }
        out.extend_from_slice(rest.as_bytes());
    }

    /// The answer with the records of a page.
    pub(super) fn document(&self, format: Format, page: &Page, request_id: &str) -> Vec<u8> {
        let (template, records, open, close, comma) = match format {
            Format::Json => (&self.json, &self.records.json, "[", "]", ","),
            Format::Xml => (&self.xml, &self.records.xml, "", "", ""),
        };
        let told = self.calls.as_ref().map(|calls| calls.template(format, page.call));
        let template = told.as_ref().unwrap_or(template);
        let chosen = || page.records.iter().filter_map(|index| records.get(*index));
        let length: usize = chosen().map(|record| record.len() + 1).sum();
        let mut out = Vec::with_capacity(template.len() + length);
        let mut rest = template.as_str();
        // A marker stands as `\u0002name\u0003` in JSON text and as it is in XML.
        while let Some((before, name, after)) = next_marker(rest) {
            out.extend_from_slice(before.as_bytes());
            match name {
                "items" => {
                    out.extend_from_slice(open.as_bytes());
                    for (index, record) in chosen().enumerate() {
                        if index > 0 {
                            out.extend_from_slice(comma.as_bytes());
                        }
                        Self::put(format, record, page, &mut out);
                    }
                    out.extend_from_slice(close.as_bytes());
                }
                "total" => out.extend_from_slice(page.shown_total.to_string().as_bytes()),
                "number" => out.extend_from_slice(page.number.to_string().as_bytes()),
                "size" => out.extend_from_slice(page.size.to_string().as_bytes()),
                _ => out.extend_from_slice(request_id.as_bytes()),
            }
            rest = after;
        }
        out.extend_from_slice(rest.as_bytes());
        out
    }
}

impl Calls {
    /// The answer about the call at this place; of one that never was there is nothing to tell.
    fn template(&self, format: Format, place: Option<usize>) -> String {
        let Self { schema, synthesis, scenes, .. } = self;
        let scene = place.and_then(|place| scenes.get(place));
        let mut random = fastrand::Rng::with_seed(scene.map_or(0, |scene| scene.hash(0)));
        let (index, time) = (place.unwrap_or_default(), Timestamp::default());
        let moment = &mut Moment { index, time, random: &mut random, scene, step: None };
        let members = schema.response.iter().map(|field| {
            let value = match field.ty {
                _ if field.name == "RequestId" => REQUEST_ID.into(),
                Type::Struct(fields) if scene.is_some() => synthesis.members(fields, field.name, field.name, moment),
                Type::Struct(fields) => nothing(fields),
                _ => synthesis.usual(field, field.name),
            };
            (field.name.to_owned(), value)
        });
        write(schema, format, Value::Object(members.collect()))
    }
}

/// These fields without anything in them.
fn nothing(fields: &[Field]) -> Value {
    let members = fields.iter().map(|field| {
        let value = match (field.ty, field.wrapper) {
            (Type::Struct(fields), _) => nothing(fields),
            (Type::List(_), Some(wrapper)) => {
                Value::Object(Map::from_iter([(wrapper.to_owned(), Value::Array(Vec::new()))]))
            }
            (Type::List(_), None) => Value::Array(Vec::new()),
            _ => Value::Null,
        };
        (field.name.to_owned(), value)
    });
    Value::Object(members.collect())
}

/// A text as it stands within another one.
fn inner(format: Format, text: &str) -> String {
    match format {
        Format::Json => {
            let quoted = Value::from(text).to_string();
            quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned()
        }
        Format::Xml => quick_xml::escape::escape(text).into_owned(),
    }
}

fn next_marker(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('\u{2}')?;
    let (name, after) = rest.split_once('\u{3}')?;
    Some((before, name, after))
}

/// The answer around the records.
fn envelope(
    synthesis: &Synthesis,
    schema: &'static Schema,
    fields: &'static [Field],
    path: &str,
    moment: &mut Moment<'_>,
) -> Value {
    let paging = schema.operation.paging;
    let members = fields.iter().map(|field| {
        let path = join(path, field.name);
        let is = |place: Option<&str>| place == Some(path.as_str());
        let value = if is(paging.and_then(|paging| paging.items)) {
            match field.wrapper {
                Some(wrapper) => Value::Object(Map::from_iter([(wrapper.to_owned(), ITEMS.into())])),
                None => ITEMS.into(),
            }
        } else if is(paging.and_then(|paging| paging.total)) {
            TOTAL.into()
        } else if paging.is_some_and(|paging| paging.number == field.name) {
            NUMBER.into()
        } else if paging.is_some_and(|paging| paging.size == field.name) {
            SIZE.into()
        } else if field.name == "RequestId" {
            REQUEST_ID.into()
        } else if let Type::Struct(fields) = field.ty {
            envelope(synthesis, schema, fields, &path, moment)
        } else if field.ty.members().is_empty() && !matches!(field.ty, Type::List(_)) {
            synthesis.usual(field, &path)
        } else {
            let field_alone = std::slice::from_ref(field);
            let mut list =
                synthesis.members(field_alone, path.rsplit_once('.').map_or("", |(above, _)| above), "", moment);
            list.get_mut(field.name).map(Value::take).unwrap_or_default()
        };
        (field.name.to_owned(), value)
    });
    Value::Object(members.collect())
}

/// The list of records, and its path.
pub(super) fn items(schema: &'static Schema) -> Option<(&'static Field, &'static str)> {
    let path = schema.operation.paging?.items.filter(|path| !path.is_empty())?;
    Some((find(schema.response, path)?, path))
}

/// Puts bare lists into the wrappers that the wire has around them.
fn wrap(fields: &[Field], value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| wrap(fields, item)),
        Value::Object(members) => {
            for field in fields {
                let Some(member) = members.get_mut(field.name) else { continue };
                if let Some(wrapper) = field.wrapper.filter(|_| member.is_array()) {
                    wrap(field.ty.members(), member);
                    *member = Value::Object(Map::from_iter([(wrapper.to_owned(), member.take())]));
                } else {
                    wrap(field.ty.members(), member);
                }
            }
        }
        _ => {}
    }
}

/// The field at a dotted path.
pub(super) fn find(fields: &'static [Field], path: &str) -> Option<&'static Field> {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let field = fields.iter().find(|field| field.name == step)?;
    rest.map_or(Some(field), |rest| find(field.ty.members(), rest))
}

/// Puts the items of lists that only XML wraps into elements of their own, below members of these fields.
fn name_items(fields: &[Field], value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| name_items(fields, item)),
        Value::Object(members) => {
            for field in fields {
                let Some(member) = members.get_mut(field.name) else { continue };
                match field.wrapper.and_then(|wrapper| member.get_mut(wrapper)) {
                    Some(list) => name_items(field.ty.members(), list),
                    None => name_items(field.ty.members(), member),
                }
                if let Some(item) = field.item
                    && (member.is_array() || *member == ITEMS)
                {
                    *member = Value::Object(Map::from_iter([(item.to_owned(), member.take())]));
                }
            }
        }
        _ => {}
    }
}

/// The document, with markers for what differs from one answer to the next.
fn write(schema: &Schema, format: Format, value: Value) -> String {
    let tencent = schema.operation.vendor() == Vendor::Tencent;
    match format {
        Format::Json => {
            let value = if tencent { Value::Object(Map::from_iter([("Response".to_owned(), value)])) } else { value };
            let mut text = value.to_string();
            // Numbers and lists stand without quotes, the request's id within them.
            for marker in [ITEMS, TOTAL, NUMBER, SIZE] {
                text = text.replace(&Value::from(marker).to_string(), marker);
            }
            text.replace(Value::from(REQUEST_ID).to_string().trim_matches('"'), REQUEST_ID)
        }
        Format::Xml => {
            let mut value = value;
            name_items(schema.response, &mut value);
            let mut text = document::xml(&format!("{}Response", schema.operation.action), &value);
            // The records bring their own element.
            if let Some(at) = text.find(ITEMS) {
                let (before, after) =
                    (text.get(..at).unwrap_or_default(), text.get(at + ITEMS.len()..).unwrap_or_default());
                if let (Some((before, _)), Some((_, after))) = (before.rsplit_once('<'), after.split_once('>')) {
                    text = format!("{before}{ITEMS}{after}");
                }
            }
            text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::{Operation, Paging, Protocol};
    use crate::schema::Sample;

    const TRAM: &[Field] = &[Field::new("TramId", Type::String).example("t-1")];
    const DEPOT: &[Field] = &[
        Field::new("DepotId", Type::String),
        Field::new("Lines", Type::List(&Type::String)).item("Line"),
        Field::new("Trams", Type::List(&Type::Struct(TRAM))).item("Tram"),
        Field::new("Stops", Type::List(&Type::Struct(TRAM))).wrapper("Stop"),
        Field::new("Years", Type::List(&Type::Long)),
    ];
    const RESPONSE: &[Field] = &[Field::new("Depots", Type::List(&Type::Struct(DEPOT))).item("Depot")];
    const JSON: &str = r#"{"Depots":[{"DepotId":"d","Lines":["4","5"],"Trams":[{"TramId":"t"}],"Stops":{"Stop":[{"TramId":"u"}]},"Years":[1,2]},{"DepotId":"e","Trams":[]}]}"#;

    /// What stands between the elements of the depots.
    fn xml(text: &str) -> &str {
        text.split_once("<Depots>").and_then(|(_, rest)| rest.rsplit_once("</Depots>")).expect("depots").0
    }

    #[test]
    fn items_of_lists_that_are_bare_in_json_have_elements_in_xml() {
        static OPERATION: Operation = Operation::new(Protocol::AliyunRpc, "tram", "2022-05-06", "ListDepots");
        static SCHEMA: Schema = Schema::new(&OPERATION).response(RESPONSE).samples(&[Sample::new(Format::Json, JSON)]);
        let of = |format| String::from_utf8(Data::default().sample(&SCHEMA, format, "r")).expect("UTF-8");
        assert_eq!(of(Format::Json), JSON);
        let expected = "<Depot><DepotId>d</DepotId><Lines><Line>4</Line><Line>5</Line></Lines>\
            <Trams><Tram><TramId>t</TramId></Tram></Trams><Stops><Stop><TramId>u</TramId></Stop></Stops>\
            <Years>1</Years><Years>2</Years></Depot><Depot><DepotId>e</DepotId><Trams></Trams></Depot>";
        assert_eq!(xml(&of(Format::Xml)), expected);
    }

    /// The same of records that are made up, as the list that is paged and as one that stands in a document.
    #[test]
    fn what_is_made_up_has_the_same_form() {
        static PAGED: Operation = Operation::new(Protocol::AliyunRpc, "tram", "2022-05-06", "ListDepots")
            .paging(Paging::new("PageNumber", "PageSize", 1).items("Depots"));
        static WHOLE: Operation = Operation::new(Protocol::AliyunRpc, "tram", "2022-05-06", "GetDepots");
        static SCHEMAS: [Schema; 2] = [Schema::new(&PAGED).response(RESPONSE), Schema::new(&WHOLE).response(RESPONSE)];
        for schema in &SCHEMAS {
            let settings = Settings { seed: 7, end: Timestamp::from_secs(9), ..Settings::alone(None) };
            let content = Content::new(schema, 9, &settings);
            let of = |format| String::from_utf8(content.document(format, &Page::all(9), "r")).expect("UTF-8");
            let text = of(Format::Json);
            let json: Value = serde_json::from_str(&text).expect("JSON");
            let depots = json["Depots"].as_array().expect("a bare list");
            let count = |depot: &Value, name: &str| depot[name].as_array().map_or(0, Vec::len);
            let sum = |name: &str| depots.iter().map(|depot| count(depot, name)).sum::<usize>();
            assert!(!depots.is_empty(), "{text}");
            let text = of(Format::Xml);
            let elements = |name: &str| xml(&text).matches(&format!("<{name}>")).count();
            assert_eq!(elements("Depot"), depots.len(), "{text}");
            assert_eq!((elements("Lines"), elements("Line")), (depots.len(), sum("Lines")), "{text}");
            assert_eq!((elements("Trams"), elements("Tram")), (depots.len(), sum("Trams")), "{text}");
            assert!(schema.operation.paging.is_none() || elements("Line") * elements("Tram") > 0, "{text}");
        }
    }
}

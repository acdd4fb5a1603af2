//! What was seen against what the schema says.

use std::collections::BTreeSet;

use spectable_pages::fix::Fix;
use spectable_pages::ir::{Encoding, EnumValue, Field, Operation, Override, Type};

use super::mask::{is_name, masked};
use super::observed::{Observed, Scalars, is_cut};
use super::{DriftKind, Finding};

/// Of more values than these a page lists none: the field is no enum.
const MAX_NEW_VALUES: usize = 16;
/// How many sample values a finding keeps.
const MAX_SAMPLES: usize = 5;

/// Holds responses of one format against an operation, or a part of it.
pub(super) struct Comparison<'a> {
    operation: &'a Operation,
    api: String,
    /// XML does not tell numbers from text, nor a list of one from an object.
    xml: bool,
    /// The wire path, `response` first.
    path: Vec<String>,
    compared: Compared,
}

/// What came of a comparison.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) findings: Vec<Finding>,
    /// The paths of documented fields that were seen.
    pub(super) seen: BTreeSet<String>,
}

/// What a finding counts.
struct Count {
    count: u64,
    of: u64,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(operation: &'a Operation, base: &[String], xml: bool) -> Self {
        let path = std::iter::once("response".to_owned()).chain(base.iter().cloned()).collect();
        Self { operation, api: operation.api(), xml, path, compared: Compared::default() }
    }

    pub(super) fn run(mut self, fields: &[Field], node: &Observed) -> Compared {
        self.fields(fields, node);
        self.compared
    }

    fn say(
        &mut self,
        kind: DriftKind,
        count: Count,
        node: &Observed,
        message: String,
        change: Option<(String, Override)>,
    ) {
        let values = node.values.iter().take(MAX_SAMPLES).map(|(value, count)| (value.clone(), *count)).collect();
        self.say_with(kind, count, values, message, change);
    }

    fn say_with(
        &mut self,
        kind: DriftKind,
        Count { count, of }: Count,
        values: Vec<(String, u64)>,
        message: String,
        change: Option<(String, Override)>,
    ) {
        let path = self.path.join("/");
        let fix = change.map(|(what, change)| {
            let why = reason(kind, count, of);
            let path = change.path.clone().unwrap_or_else(|| path.clone());
            Fix::new(
                &self.api,
                what,
                Override { operation: self.operation.name.clone(), path: Some(path), why, ..change },
            )
        });
        let operation = format!("{}/{}", self.api, self.operation.name);
        self.compared.findings.push(Finding { operation, path, kind, count, of, values, message, fix });
    }

    /// The members of objects.
    fn fields(&mut self, fields: &[Field], node: &Observed) {
        let of = node.instances();
        if of == 0 {
            return;
        }
        for (name, member) in node.seen() {
            self.path.push(name.to_owned());
            match fields.iter().find(|field| field.name == name) {
                Some(field) => {
                    self.compared.seen.insert(self.path.join("/"));
                    self.field(field, member);
                }
                None => self.undocumented(name, member, of),
            }
            self.path.pop();
        }
        for field in fields.iter().filter(|field| node.get(&field.name).is_none()) {
            self.path.push(field.name.clone());
            let change = Override { remove: Some(true), ..Override::default() };
            self.say(
                DriftKind::NeverSeen,
                Count { count: 0, of },
                &Observed::default(),
                never_seen(of),
                Some(("to say that it does not exist".to_owned(), change)),
            );
            self.path.pop();
        }
    }

    fn undocumented(&mut self, name: &str, node: &Observed, of: u64) {
        let field = self.infer(name, node);
        if !is_name(name) {
            if let Some(last) = self.path.last_mut() {
                *last = masked(last);
            }
            let message = format!("is not documented, {}", seen_as(&field));
            return self.say(DriftKind::UndocumentedField, Count { count: node.count, of }, node, message, None);
        }
        let parent = self.path.split_last().map_or_else(String::new, |(_, above)| above.join("/"));
        let message = format!("is not documented, {}", seen_as(&field));
        let change = Override { path: Some(parent), add: Some(vec![field]), ..Override::default() };
        self.say(
            DriftKind::UndocumentedField,
            Count { count: node.count, of },
            node,
            message,
            Some(("to add it".to_owned(), change)),
        );
    }

    fn field(&mut self, field: &Field, node: &Observed) {
        match &field.ty {
            Type::List(of) => {
                let inner = self.unwrapped(field, node);
                if matches!(**of, Type::Struct(_)) {
                    self.records(field, node, inner);
                } else {
                    self.value(of, field, inner, true);
                }
            }
            Type::Map(of) => {
                self.path.push("*".to_owned());
                let mut all = Observed::default();
                node.seen().for_each(|(_, value)| all.merge(value));
                // Nothing below a key that is data can be named by an override.
                let before = self.compared.findings.len();
                self.value(of, field, &all, false);
                for finding in self.compared.findings.iter_mut().skip(before) {
                    finding.fix = None;
                }
                self.path.pop();
            }
            ty => self.value(ty, field, node, false),
        }
    }

    /// What a list's items are in: the wrapper, as it is documented or as it was seen.
    fn unwrapped<'n>(&mut self, field: &Field, node: &'n Observed) -> &'n Observed {
        let known = |name: &str| field.fields.iter().any(|member| member.name == name);
        let bare = node.lists;
        match &field.wrapper {
            Some(wrapper) => {
                if let Some(inner) = node.get(wrapper) {
                    if bare > 0 && !self.xml {
                        self.wrapper_differs(node, bare, None);
                    }
                    return inner;
                }
                if let Some((name, inner)) = node.only().filter(|(name, _)| bare == 0 && !known(name)) {
                    self.wrapper_differs(node, node.objects, Some(name));
                    return inner;
                }
                if bare > 0 {
                    self.wrapper_differs(node, bare, None);
                }
                node
            }
            None => match node.only().filter(|(name, inner)| bare == 0 && !known(name) && inner.is_container()) {
                Some((name, inner)) if !field.fields.is_empty() || inner.lists > 0 => {
                    // XML has an element an item, whatever it is called.
                    if !self.xml {
                        self.wrapper_differs(node, node.objects, Some(name));
                    }
                    inner
                }
                // `<Ids><Id>…</Id></Ids>` of plain values.
                _ if self.xml && field.fields.is_empty() => {
                    let mut seen = node.seen();
                    match (seen.next(), seen.next()) {
                        (Some((_, inner)), None) => inner,
                        _ => node,
                    }
                }
                _ => node,
            },
        }
    }

    fn wrapper_differs(&mut self, node: &Observed, count: u64, seen: Option<&str>) {
        let message = match seen {
            Some(name) => format!("has another wrapper than documented: `{name}`"),
            None => "is a list without the documented wrapper".to_owned(),
        };
        let what = match seen {
            Some(name) => format!("to have the wrapper `{name}`"),
            None => "to have no wrapper".to_owned(),
        };
        let change = Override { wrapper: Some(seen.unwrap_or_default().to_owned()), ..Override::default() };
        // A bare list decodes too, and where both come, the documented one is right.
        let both = count < node.count - node.empty;
        let count = Count { count, of: node.count };
        self.say_with(DriftKind::WrapperDiffers, count, Vec::new(), message, Some((what, change)).filter(|_| !both));
    }

    /// A list of objects, as it came and what its items are in. Decoding leaves out whatever else stands in its place
    /// or among its items; one such value says nothing about the page, so that no override is offered.
    fn records(&mut self, field: &Field, node: &Observed, inner: &Observed) {
        let around = Some(node).filter(|node| !std::ptr::eq(*node, inner));
        // A text where the wrapper belongs, which XML shows too.
        let beside = around.filter(|_| self.xml).map_or(0, |node| node.scalars.all());
        let (mut others, mut items) = (beside, 0);
        for node in around.filter(|_| !self.xml).into_iter().chain([inner]) {
            others += node.bare;
            items += node.scalars.all() - node.bare + node.nested;
        }
        if others + items > 0 {
            let count = Count { count: others + items, of: inner.instances() + others + items };
            let mut seen = Observed::default();
            around.into_iter().chain([inner]).for_each(|node| seen.take_values(node));
            let values = seen.values.into_iter().take(MAX_SAMPLES).collect();
            let message = format!("is documented as `{}`{}", field.ty, no_objects(others, items));
            self.say_with(DriftKind::TypeDiffers, count, values, message, None);
        }
        self.fields(&field.fields, inner);
    }

    /// A value of a type that is no list of objects; `listed` where it is a list's item.
    fn value(&mut self, ty: &Type, field: &Field, node: &Observed, listed: bool) {
        match ty {
            // Of a list in a list, or a map in one, the page says nothing more.
            Type::Any | Type::List(_) | Type::Map(_) => {}
            Type::Struct(_) => {
                let lists = if listed || self.xml { node.nested } else { node.lists };
                if node.scalars.all() + lists > 0 {
                    // Some came as documented, or as scalars, which take a struct's members away.
                    let keeps = node.objects + node.scalars.all() > 0;
                    let count = Count { count: node.scalars.all() + lists, of: node.count.max(node.instances()) };
                    self.type_differs(field, node, count, keeps);
                }
                self.fields(&field.fields, node);
            }
            ty => {
                let lists = if listed { node.nested } else { node.lists };
                if lists + node.instances() > 0 {
                    let count = Count { count: lists + node.instances(), of: node.count };
                    // In XML a list of one looks like a scalar, which is none that fits.
                    let keeps = if listed { node.scalars.all() > 0 } else { node.bare > 0 };
                    self.type_differs(field, node, count, keeps);
                    return;
                }
                let of = node.scalars.all();
                if field.is_number_in_text() {
                    let (wrong, _) = fits(&Type::Long, node, self.xml);
                    if wrong > 0 {
                        let unit = field.unit.as_deref().unwrap_or_default();
                        let message = format!(
                            "is documented as a text that holds a number (`{unit}`), and came as something else; an override of its `unit` makes it a text again"
                        );
                        self.say(DriftKind::TypeDiffers, Count { count: wrong, of }, node, message, None);
                    }
                    return;
                }
                let (wrong, tolerated) = fits(ty, node, self.xml);
                if wrong > 0 {
                    // One item of a list does not make all others something else, unless they are that too.
                    let keeps = listed && wrong < of && !is_wider(&scalar(node.scalars, self.xml), ty);
                    self.type_differs(field, node, Count { count: wrong, of }, keeps);
                } else if tolerated > 0 {
                    let message = format!("is documented as `{}`, and came as {}", field.ty, as_came(node.scalars));
                    self.say(DriftKind::TypeTolerated, Count { count: tolerated, of }, node, message, None);
                }
                if let Type::Enum(name) = ty {
                    self.values(name, field, node);
                }
            }
        }
    }

    /// `keeps` where the documented type is right for some of what came: no other is offered.
    fn type_differs(&mut self, field: &Field, node: &Observed, count: Count, keeps: bool) {
        let seen = self.infer(&field.name, node);
        let beside_objects = matches!(field.ty, Type::Struct(_)) && node.objects > 0 && node.bare > 0;
        let message = if beside_objects {
            format!("is documented as `{}`, and seen as `{}` too", field.ty, scalar(node.scalars, self.xml))
        } else {
            format!("is documented as `{}`, {}", field.ty, seen_as(&seen))
        };
        // Members are given by `add`, which the type then needs.
        let members = Some(seen.fields).filter(|members| !members.is_empty());
        let mut ty = seen.ty;
        if node.scalars.all() > 0 && node.is_container() && !matches!(ty, Type::List(_)) {
            ty = Type::Any;
        }
        let members = members.filter(|_| matches!(ty.innermost(), Type::Struct(_)));
        if matches!(field.ty, Type::List(_)) && !matches!(ty, Type::List(_)) {
            ty = Type::List(Box::new(ty));
        }
        let what = format!("to make it `{ty}`");
        let change = Override { ty: Some(ty), add: members, ..Override::default() };
        // Members of what is no struct any more can't be taken away by an override of the type.
        let possible =
            field.fields.is_empty() || matches!(change.ty.as_ref().map(Type::innermost), Some(Type::Struct(_)));
        let change = Some((what, change)).filter(|_| possible && !keeps);
        self.say(DriftKind::TypeDiffers, count, node, message, change);
    }

    /// The values of an enum.
    fn values(&mut self, name: &str, field: &Field, node: &Observed) {
        let Some(known) = self.operation.enums.get(name) else { return };
        let documented = |word: &str| {
            known.iter().any(|value| value.value == word || value.code.is_some_and(|code| code.to_string() == word))
        };
        let mut new: Vec<(String, u64)> = Vec::new();
        let joined = field.encoding == Some(Encoding::Comma);
        for (value, count) in &node.values {
            let mut words = if joined { value.split(',').collect() } else { vec![value.as_str()] };
            // Half a word is none.
            if joined && is_cut(value) {
                words.pop();
            }
            for word in words.into_iter().map(str::trim).filter(|word| !word.is_empty() && !documented(word)) {
                match new.iter_mut().find(|(known, _)| known == word) {
                    Some((_, known)) => *known += count,
                    None => new.push((word.to_owned(), *count)),
                }
            }
        }
        if new.is_empty() {
            return;
        }
        // Documented words alone make more texts than are kept apart.
        let more = if joined { 0 } else { node.more };
        let count: u64 = new.iter().map(|(_, count)| count).sum::<u64>() + more;
        let count = Count { count, of: node.scalars.all() };
        if new.len() > MAX_NEW_VALUES || more > 0 {
            let mut ty = field.ty.clone();
            *ty.innermost_mut() = Type::String;
            let message = format!("has more than {MAX_NEW_VALUES} values that are not documented: it is no enum");
            let what = format!("to make it `{ty}`");
            new.truncate(MAX_SAMPLES);
            let change = Override { ty: Some(ty), ..Override::default() };
            return self.say_with(DriftKind::ValueOutsideEnum, count, new, message, Some((what, change)));
        }
        let message =
            format!("has {} not documented", if new.len() == 1 { "a value that is" } else { "values that are" });
        let value = |(value, _): &(String, u64)| EnumValue { value: value.clone(), code: None, label: None };
        let values = new.iter().map(value).collect();
        let change = Override { add_values: Some(values), ..Override::default() };
        self.say_with(DriftKind::ValueOutsideEnum, count, new, message, Some(("to add them".to_owned(), change)));
    }

    /// The field that would hold what was seen.
    fn infer(&self, name: &str, node: &Observed) -> Field {
        let mut field = Field { name: name.to_owned(), ..Field::default() };
        let mut at = node;
        let mut list = node.lists > 0;
        if !list
            && node.objects > 0
            && let Some((wrapper, inner)) = node.only().filter(|(_, inner)| inner.lists > 0)
        {
            field.wrapper = Some(wrapper.to_owned());
            at = inner;
            list = true;
        }
        let ty = if at.instances() > 0 && (list || at.scalars.all() == 0) {
            if at.seen().all(|(name, _)| is_name(name)) {
                field.fields = at.seen().map(|(name, member)| self.infer(name, member)).collect();
                Type::Struct(None)
            } else {
                Type::Map(Box::new(Type::Any))
            }
        } else if at.instances() > 0 || at.nested > 0 {
            Type::Any
        } else {
            scalar(at.scalars, self.xml)
        };
        field.ty = if list { Type::List(Box::new(ty)) } else { ty };
        field
    }
}

/// What is said of a field that nothing had.
fn never_seen(of: u64) -> String {
    format!("is documented, and in none of {of}")
}

/// Counts what was found in another format too.
pub(super) fn join(known: &mut Finding, found: &Finding) {
    known.count += found.count;
    known.of += found.of;
    if known.kind == DriftKind::NeverSeen {
        known.message = never_seen(known.of);
    }
    if let Some(fix) = &mut known.fix {
        fix.entry.why = reason(known.kind, known.count, known.of);
    }
}

/// The reason that an override states.
fn reason(kind: DriftKind, count: u64, of: u64) -> String {
    let what = match kind {
        DriftKind::UndocumentedField => "the page does not list it",
        DriftKind::NeverSeen => return format!("None of {of} responses or items had it."),
        DriftKind::ValueOutsideEnum => "the page does not list these values",
        DriftKind::TypeDiffers | DriftKind::TypeTolerated => "the page says another type",
        DriftKind::WrapperDiffers => "the page shows another form of the list",
    };
    format!("Seen in {count} of {of} responses or items, {what}.")
}

fn seen_as(field: &Field) -> String {
    match &field.wrapper {
        Some(wrapper) => format!("and seen as `{}` in `{wrapper}`", field.ty),
        None => format!("and seen as `{}`", field.ty),
    }
}

fn as_came(scalars: Scalars) -> &'static str {
    if scalars.texts() > 0 { "text" } else { "something else than text" }
}

/// How often there was no list, and how many items of lists are no objects.
fn no_objects(others: u64, items: u64) -> String {
    let others = match others {
        0 => String::new(),
        1 => ", and came as something else than a list once".to_owned(),
        _ => format!(", and came as something else than a list {others} times"),
    };
    let items = match items {
        0 => String::new(),
        1 => ", and has an item that is no object".to_owned(),
        _ => format!(", and has {items} items that are no objects"),
    };
    others + &items
}

/// Whether a number that is held as one type is held as another too.
fn is_wider(wide: &Type, narrow: &Type) -> bool {
    matches!((narrow, wide), (Type::Integer, Type::Long | Type::Float) | (Type::Long, Type::Float))
}

/// The narrowest type that holds all scalars.
fn scalar(scalars: Scalars, xml: bool) -> Type {
    let Scalars { integer, long, float, boolean, text, .. } = scalars;
    let (text_numbers, text_booleans) =
        (scalars.text_integer + scalars.text_long + scalars.text_float, scalars.text_boolean);
    if !xml && scalars.texts() > 0 || text > 0 {
        return Type::String;
    }
    match (integer + long + float + text_numbers > 0, boolean + text_booleans > 0) {
        (true, true) => Type::String,
        (true, false) if float + scalars.text_float > 0 => Type::Float,
        // A whole number that is small today need not be so tomorrow.
        (true, false) => Type::Long,
        (false, true) => Type::Boolean,
        (false, false) => Type::Any,
    }
}

/// How many scalars do not decode as a type, and how many do though the page says another.
fn fits(ty: &Type, node: &Observed, xml: bool) -> (u64, u64) {
    let seen = node.scalars;
    let words = seen.text + seen.text_boolean;
    let quoted = if xml { 0 } else { seen.texts() };
    match ty {
        Type::Integer => {
            let fractions = seen.float + seen.text_float;
            (words + seen.boolean + fractions + seen.long + seen.text_long, quoted)
        }
        Type::Long => (words + seen.boolean + seen.float + seen.text_float, quoted),
        // What is too large for a sign is read as a number with a fraction here.
        Type::Float | Type::Unsigned => (words + seen.boolean, quoted),
        Type::Boolean => {
            let flags = ["0", "1"].iter().filter_map(|flag| node.values.get(*flag)).sum::<u64>();
            let numbers = seen.integer + seen.long + seen.text_integer + seen.text_long;
            let wrong = seen.text + seen.float + seen.text_float + numbers.saturating_sub(flags);
            (wrong, quoted + seen.integer)
        }
        Type::String => (0, seen.integer + seen.long + seen.float + seen.boolean),
        _ => (0, 0),
    }
}

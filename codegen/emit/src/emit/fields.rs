//! The rustdoc of fields and structs, from what their page says.

use spectable_pages::ir::{Encoding, EnumValue, Evidence, Field, Range, Type};

use crate::emit::docs::{Doc, code, escape};
use crate::emit::pages::vendors_page;
use crate::model::{FieldDef, OperationDef, Side, StructDef, Ty};
use crate::names;

/// More values than this are left to the enum's own page.
const MOST_VALUES: usize = 24;

/// Everything that the page says of a field.
pub(super) fn doc(def: &FieldDef<'_>, side: Side) -> Doc {
    let field = def.field;
    let mut doc = Doc::default();
    doc.english(&field.english);
    if field.deprecated {
        doc.ours("**Deprecated**: the page says that it should no longer be used.");
    }
    doc.page(&field.description);
    if field.description.trim().is_empty() && field.english.is_empty() {
        doc.ours(format!("{} on the wire.", code(&field.name)));
    } else if !names::roundtrips(&field.name) {
        doc.fact(format!("Wire name: {}.", code(&field.name)));
    }
    if side == Side::Request {
        if def.required {
            doc.fact("Required.");
        }
        sending(&mut doc, def);
    }
    if let Some(range) = field.range {
        doc.fact(range_fact(range));
    }
    if let Some(items) = field.max_items.filter(|_| matches!(def.ty, Ty::List(_))) {
        doc.fact(format!("At most {items} items."));
    }
    if let Some(default) = &field.default {
        doc.value_fact("Default", default);
    }
    if let Some(unit) = &field.unit {
        doc.fact(unit_fact(unit));
    }
    values(&mut doc, def.values);
    if let Some(example) = &field.example {
        doc.value_fact("Example", example);
    }
    if field.evidence == Evidence::Guess {
        doc.fact(guess(field));
    }
    if field.from_sample {
        doc.fact("Seen in a sample only: no row of the page names it.");
    }
    doc
}

/// What a nested struct is.
pub(super) fn struct_doc(def: &StructDef<'_>, operation: &OperationDef<'_>) -> Doc {
    let mut doc = Doc::default();
    if let Some(origin) = def.origin {
        let what = if matches!(origin.ty, Type::List(_)) { "An item of" } else { "The value of" };
        doc.ours(format!("{what} {}.", code(&origin.name)));
        doc.english(&origin.english);
        doc.page(&origin.description);
        doc.source(vendors_page(operation));
    }
    doc
}

fn sending(doc: &mut Doc, def: &FieldDef<'_>) {
    match def.sent.form.encoding {
        Some(Encoding::Comma) => doc.fact("Sent as one text, joined with commas."),
        Some(Encoding::Json) => doc.fact("Sent as JSON text."),
        Some(Encoding::Repeat) | None => {}
    }
}

fn range_fact(range: Range) -> String {
    match (range.min, range.max) {
        (Some(min), Some(max)) => format!("Range: {min} to {max}."),
        (Some(min), None) => format!("At least {min}."),
        (None, Some(max)) => format!("At most {max}."),
        (None, None) => "Any number.".to_owned(),
    }
}

fn unit_fact(unit: &str) -> String {
    let words = match unit {
        "ms-epoch" => return "A moment: milliseconds since the Unix epoch on the wire.".to_owned(),
        "s-epoch" => return "A moment: seconds since the Unix epoch on the wire.".to_owned(),
        "iso8601" => return "A time as ISO 8601 writes it.".to_owned(),
        "date" => return "A date.".to_owned(),
        "ms" => "milliseconds",
        "s" => "seconds",
        "min" => "minutes",
        "h" => "hours",
        "day" => "days",
        "byte" => "bytes",
        "percent" => "percent",
        other => return format!("Unit: {}.", escape(other)),
    };
    format!("Unit: {words}.")
}

fn values(doc: &mut Doc, values: &[EnumValue]) {
    let mut shown: Vec<String> = values.iter().take(MOST_VALUES).map(|value| code(&value.value)).collect();
    if values.len() > MOST_VALUES {
        shown.push("…".to_owned());
    }
    if !shown.is_empty() {
        doc.fact(format!("Values: {}.", shown.join(", ")));
    }
}

fn guess(field: &Field) -> String {
    let places: Vec<String> = field
        .alternatives
        .iter()
        .take(8)
        .map(|path| if path.is_empty() { "the root".to_owned() } else { code(path) })
        .collect();
    if places.is_empty() {
        return "Its place here is a guess.".to_owned();
    }
    format!("Its place here is a guess: it may belong to {}.", places.join(" or "))
}

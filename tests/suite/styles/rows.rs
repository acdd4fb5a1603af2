//! The rows of a page, changed as today's pages or people's copies have them.

use spectable_pages::ir::{Type, Vendor};
use spectable_pages::lower::{Word, word as type_word};

use super::original::{Below, Of, Role, Row};
use super::text::word;

/// How rows show what stands below what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nesting {
    /// Not at all.
    Flat,
    /// Types in today's words; a nameless `object` row at the root and below each list of objects, and no wrappers.
    Nameless,
    /// `└ Name`, further in for each level below the first by two no-break spaces.
    Corner,
    /// `└└Name`
    Corners,
    /// Two no-break spaces a level, and no mark.
    NoBreak,
    /// A full-width blank a level, and a mark.
    FullWidth,
    /// `Data.List[].ContactId`, without rows for wrappers.
    Dotted,
}

/// The rows of a response.
pub(super) fn response(rows: &[Row], nesting: Nesting) -> Vec<Row> {
    match nesting {
        Nesting::Flat => rows.to_vec(),
        Nesting::Nameless => nameless(rows),
        Nesting::Dotted => {
            let kept = rows.iter().filter(|row| row.role != Role::Wrapper);
            kept.map(|row| Row { name: dotted(&row.path), ..row.clone() }).collect()
        }
        _ => rows.iter().map(|row| Row { name: mark(nesting, row.depth) + &row.name, ..row.clone() }).collect(),
    }
}

/// The rows of a request: today's pages have other words for types.
pub(super) fn request(rows: &[Row], nesting: Nesting) -> Vec<Row> {
    if nesting != Nesting::Nameless {
        return rows.to_vec();
    }
    rows.iter().map(|row| Row { ty: modern(row), ..row.clone() }).collect()
}

fn mark(nesting: Nesting, depth: usize) -> String {
    let Some(below) = depth.checked_sub(1) else { return String::new() };
    match nesting {
        Nesting::Corner => format!("{}└ ", "\u{a0}\u{a0}".repeat(below)),
        Nesting::Corners => "└".repeat(depth),
        Nesting::NoBreak => "\u{a0}\u{a0}".repeat(depth),
        Nesting::FullWidth => format!("{}└ ", "\u{3000}".repeat(below)),
        Nesting::Flat | Nesting::Nameless | Nesting::Dotted => String::new(),
    }
}

fn dotted(path: &[(String, bool)]) -> String {
    let mut text = String::new();
    for (at, (name, list)) in path.iter().enumerate() {
        text.push_str(name);
        if at + 1 < path.len() {
            text.push_str(if *list { "[]." } else { "." });
        }
    }
    text
}

fn nameless(rows: &[Row]) -> Vec<Row> {
    let object = || Row { ty: "object".to_owned(), ..Row::default() };
    let mut all = Vec::new();
    if !rows.is_empty() {
        all.push(object());
    }
    for row in rows {
        if row.role == Role::Wrapper {
            all.push(Row { name: String::new(), ty: "object".to_owned(), ..row.clone() });
            continue;
        }
        all.push(Row { ty: modern(row), ..row.clone() });
        if let Role::Field(of) = &row.role
            && matches!(&of.ty, Type::List(item) if matches!(item.as_ref(), Type::Struct(_)))
            && of.below == Below::Rows
        {
            all.push(object());
        }
    }
    all
}

/// The type in the words of today's help center.
fn modern(row: &Row) -> String {
    let old = word(&row.ty).to_lowercase();
    match old.as_str() {
        "int" => return "integer".to_owned(),
        "string" | "integer" | "long" | "float" | "double" | "boolean" | "object" | "array<object>"
        | "array<string>" => {
            return old;
        }
        _ => {}
    }
    match &row.role {
        Role::Field(of) if of.encoded && !row.name.contains('.') => "string".to_owned(),
        Role::Field(of) => of_type(&of.ty, of),
        _ => match type_word(&row.ty, Vendor::Aliyun) {
            Word::Struct => "object".to_owned(),
            Word::List(_) => "array<object>".to_owned(),
            Word::ListOf(_) => "array<string>".to_owned(),
            _ => "string".to_owned(),
        },
    }
}

fn of_type(ty: &Type, of: &Of) -> String {
    let simple = match ty {
        Type::Enum(_) if of.number => "integer",
        Type::String | Type::Enum(_) => "string",
        Type::Integer => "integer",
        Type::Long | Type::Unsigned => "long",
        Type::Float => "float",
        Type::Boolean => "boolean",
        // No rows are there to say what a map holds.
        Type::Map(_) if of.below == Below::Nothing => "any",
        Type::Any => "any",
        Type::Struct(_) | Type::Map(_) => "object",
        Type::List(item) if **item == Type::Any => "array",
        Type::List(item) => return format!("array<{}>", of_type(item, of)),
    };
    simple.to_owned()
}

//! Tables in a response's section that are not about the response.

use super::{Samples, wire_name};
use crate::diagnostic::{Code, Diagnostic};
use crate::page::{Page, Row};
use crate::sample::Shape;
use crate::source::SourceFile;

/// Leaves out each further table of a response's section of which the page's samples show nothing, where they show rows
/// of the first: it describes a message of another kind, such as a callback, or the text in a field.
pub(crate) fn leave_out(file: &SourceFile, page: &mut Page, samples: &Samples) -> Vec<Diagnostic> {
    let table = &mut page.response;
    let Some(names) = samples.response.as_ref().filter(|_| !table.further.is_empty()).map(Shape::names) else {
        return Vec::new();
    };
    let shown = |rows: &[Row]| rows.iter().any(|row| names.contains(wire_name(row.name.text(file)).as_str()));
    let starts = std::mem::take(&mut table.further);
    // The last table is cut off first.
    let mut parts: Vec<Vec<Row>> = starts.into_iter().rev().map(|start| table.rows.split_off(start)).collect();
    parts.reverse();
    let mut diagnostics = Vec::new();
    if shown(&table.rows) {
        parts.retain(|rows| {
            let kept = rows.len() < 2 || shown(rows);
            if let Some(first) = rows.first().filter(|_| !kept) {
                let message = "no sample shows any field of this table, while one shows fields of the table before it; it \
                               is no part of the response";
                diagnostics.push(Diagnostic::at(file, first.span, Code::TableOfText, message));
            }
            kept
        });
    }
    for rows in parts {
        table.further.push(table.rows.len());
        table.rows.extend(rows);
    }
    diagnostics
}

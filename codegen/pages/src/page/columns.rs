//! Which column of a parameter table holds what.

use super::{Cell, Row};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceFile, Span};

/// A column's meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Type,
    Required,
    Position,
    Example,
    Description,
    Unknown,
}

/// The meaning of a header cell.
pub(super) fn of_header(cell: &str) -> Column {
    let cell = cell.trim().trim_matches('*').trim().to_lowercase();
    match cell.as_str() {
        "名称" | "参数" | "参数名" | "参数名称" | "字段" | "字段名" | "name" | "parameter" | "parameters" | "field"
        | "prameter" | "parameter name" => Column::Name,
        "类型" | "数据类型" | "参数类型" | "type" | "data type" => Column::Type,
        "是否必选" | "是否必须" | "是否必填" | "必选" | "必填" | "必需" | "required" | "required?" | "mandatory" => {
            Column::Required
        }
        "位置" | "参数位置" | "position" | "in" | "location" => Column::Position,
        "示例值" | "示例" | "样例" | "例子" | "example" | "example value" | "examples" | "sample value" | "sample" => {
            Column::Example
        }
        "描述" | "说明" | "备注" | "含义" | "参数说明" | "description" | "remarks" | "notes" => {
            Column::Description
        }
        _ => Column::Unknown,
    }
}

/// The meaning of every column; by position where the header does not tell.
pub(super) fn of_table(header: &[&str]) -> Vec<Column> {
    use Column::{Description, Example, Name, Position, Required, Type, Unknown};
    let mut columns: Vec<Column> = header.iter().map(|cell| of_header(cell)).collect();
    let known = columns.iter().filter(|column| **column != Unknown).count();
    let usual: &[Column] = match header.len() {
        6 => &[Name, Type, Position, Required, Example, Description],
        5 => &[Name, Type, Required, Example, Description],
        4 => &[Name, Type, Example, Description],
        3 => &[Name, Type, Description],
        _ => &[],
    };
    if known < 2 {
        return if usual.is_empty() { columns } else { usual.to_vec() };
    }
    for (index, column) in usual.iter().enumerate() {
        if !columns.contains(column)
            && let Some(slot @ Unknown) = columns.get_mut(index)
        {
            *slot = *column;
        }
    }
    columns
}

/// Whether a header is that of a parameter table.
pub(super) fn is_parameter_table(header: &[&str]) -> bool {
    let columns: Vec<Column> = header.iter().map(|cell| of_header(cell)).collect();
    columns.contains(&Column::Name) && columns.contains(&Column::Type)
        || columns.iter().filter(|column| **column != Column::Unknown).count() >= 3
}

/// Puts the cells of a line into a row. Too many cells are pieces of one that held a bare pipe.
pub(super) fn row(file: &SourceFile, columns: &[Column], cells: &[Span], span: Span) -> Row {
    let mut cells = cells.to_vec();
    if cells.len() > columns.len() && !columns.is_empty() {
        rejoin(file, columns, &mut cells);
    }
    let mut row = Row { span, ..Row::default() };
    for (column, &span) in columns.iter().zip(&cells) {
        let cell = Cell { span };
        match column {
            Column::Name => row.name = cell,
            Column::Type => row.ty = cell,
            Column::Required => row.required = Some(cell),
            Column::Position => row.position = Some(cell),
            Column::Example => row.example = cell,
            Column::Description => row.description = cell,
            Column::Unknown => {}
        }
    }
    row
}

/// Joins the pieces of the cell that held a pipe: an example whose pieces are all short and
/// plain, otherwise the description.
fn rejoin(file: &SourceFile, columns: &[Column], cells: &mut Vec<Span>) {
    let extra = cells.len() - columns.len();
    let at = |column| columns.iter().position(|c| *c == column);
    let description = at(Column::Description).unwrap_or(columns.len() - 1);
    let plain = |span: &Span| {
        let text = file.slice(*span);
        text.len() <= 24 && text.is_ascii()
    };
    let start = match at(Column::Example) {
        Some(example) if example + 1 == description && cells[example..=example + extra].iter().all(plain) => example,
        _ => description,
    };
    let joined = Span { start: cells[start].start, end: cells[start + extra].end };
    cells.splice(start..=start + extra, [joined]);
}

/// Says which rows of a page have too few cells to be read with confidence.
pub(super) fn warn_short(file: &SourceFile, page: &super::Page, diagnostics: &mut Vec<Diagnostic>) {
    for row in page.request.rows.iter().chain(&page.response.rows) {
        let name = row.name.text(file);
        if name.is_empty() && row.ty.text(file).is_empty() {
            let message = "this row has no name; it is left out";
            diagnostics.push(Diagnostic::at(file, row.span, Code::RowWithoutName, message));
        } else if row.description.span == Span::default() {
            let message = format!("the row `{name}` has fewer cells than the table's header");
            diagnostics.push(Diagnostic::at(file, row.span, Code::RowShort, message));
        }
    }
}

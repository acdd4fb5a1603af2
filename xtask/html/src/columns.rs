//! Which column of a table of parameters holds what.

use crate::blocks::Block;
use crate::inline::plain;

/// A column's meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Name,
    Type,
    Required,
    Position,
    Example,
    Description,
}

/// The meaning of a header cell's text.
fn of_text(text: &str) -> Option<Column> {
    Some(match text.trim().to_lowercase().as_str() {
        "名称" | "参数" | "参数名" | "参数名称" | "字段" | "字段名" | "name" | "parameter" | "field" | "element" => {
            Column::Name
        }
        "类型" | "数据类型" | "参数类型" | "type" | "data type" => Column::Type,
        "是否必选" | "是否必须" | "是否必填" | "必选" | "必填" | "required" | "mandatory" => {
            Column::Required
        }
        "位置" | "参数位置" | "position" | "in" | "location" => Column::Position,
        "示例值" | "示例" | "example" | "example value" | "sample value" => Column::Example,
        "描述" | "说明" | "备注" | "description" | "remarks" => Column::Description,
        _ => return None,
    })
}

/// The meaning of each cell of a header.
pub(crate) fn of_header(cells: &[Vec<Block>]) -> Vec<Option<Column>> {
    cells.iter().map(|cell| of_text(&text(cell))).collect()
}

/// Whether a header is that of a table of parameters.
pub(crate) fn are_of_parameters(columns: &[Option<Column>]) -> bool {
    columns.contains(&Some(Column::Name)) && columns.contains(&Some(Column::Type))
}

/// The words of a cell that is one paragraph; empty where it is more.
pub(crate) fn text(cell: &[Block]) -> String {
    match cell {
        [Block::Paragraph(text) | Block::Heading(_, text)] => plain(text).trim().to_owned(),
        _ => String::new(),
    }
}

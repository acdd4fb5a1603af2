//! Tables in a row that list its members, rather than the values that it may have.

use crate::blocks::{Block, Row, Table};
use crate::columns::{self, Column};

/// Takes the rows of such tables out of cells that stand below a header.
pub(crate) fn take(cells: &mut [Vec<Block>], header: &[Option<Column>]) -> Vec<Row> {
    let mut found = Vec::new();
    if !columns::are_of_parameters(header) {
        return found;
    }
    for cell in cells {
        for block in std::mem::take(cell) {
            match block {
                Block::Table(table) => match members(table, header) {
                    Ok(rows) => found.extend(rows),
                    Err(table) => cell.push(Block::Table(table)),
                },
                other => cell.push(other),
            }
        }
    }
    found
}

/// The rows of a table with the columns of the one around it; the table where it lists something else.
fn members(table: Table, outer: &[Option<Column>]) -> Result<Vec<Row>, Table> {
    let header = table.rows.first().map(|row| columns::of_header(&row.cells)).unwrap_or_default();
    if columns::are_of_parameters(&header) {
        let rows = table.rows.into_iter().skip(1);
        return Ok(rows.map(|row| Row { level: row.level, cells: fitted(row.cells, &header, outer) }).collect());
    }
    // Below an opened row, the header is not said again.
    if !table.rows.iter().all(|row| is_member(row, outer)) {
        return Err(table);
    }
    let mut rows = Vec::new();
    for mut row in table.rows {
        let inner = take(&mut row.cells, outer);
        let level = row.level;
        rows.push(row);
        rows.extend(inner.into_iter().map(|member| member.below(level)));
    }
    Ok(rows)
}

const SCALARS: [&str; 9] = ["string", "integer", "int", "long", "boolean", "bool", "float", "double", "number"];
const CONTAINERS: [&str; 6] = ["object", "struct", "array", "list", "map", "any"];

/// Whether a row fits the columns: it has as many cells, and a type where there should be one.
fn is_member(row: &Row, columns: &[Option<Column>]) -> bool {
    let ty = type_word(&row.cells, columns);
    row.cells.len() == columns.len() && (SCALARS.contains(&ty.as_str()) || CONTAINERS.contains(&ty.as_str()))
}

/// Whether a row may have members.
pub(crate) fn can_have(cells: &[Vec<Block>], columns: &[Option<Column>]) -> bool {
    !SCALARS.contains(&type_word(cells, columns).as_str())
}

/// The first word in the column of types, in lower case.
fn type_word(cells: &[Vec<Block>], columns: &[Option<Column>]) -> String {
    let at = columns.iter().position(|column| *column == Some(Column::Type));
    let text = at.and_then(|at| cells.get(at)).map(|cell| columns::text(cell)).unwrap_or_default();
    let word = text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    word.to_ascii_lowercase()
}

/// The cells in the order of other columns. What has no column there is added to the description.
fn fitted(cells: Vec<Vec<Block>>, inner: &[Option<Column>], outer: &[Option<Column>]) -> Vec<Vec<Block>> {
    let mut fitted = vec![Vec::new(); outer.len()];
    let place = |column: Option<Column>| outer.iter().position(|outer| column.is_some() && *outer == column);
    let rest = place(Some(Column::Description)).unwrap_or(outer.len().saturating_sub(1));
    for (index, mut cell) in cells.into_iter().enumerate() {
        let at = place(inner.get(index).copied().flatten()).unwrap_or(rest);
        if let Some(slot) = fitted.get_mut(at) {
            slot.append(&mut cell);
        }
    }
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline::Inline;

    fn cell(text: &str) -> Vec<Block> {
        if text.is_empty() { Vec::new() } else { vec![Block::Paragraph(vec![Inline::Text(text.to_owned())])] }
    }

    fn rows(rows: &[&[&str]]) -> Table {
        let row = |row: &&[&str]| Row { level: 0, cells: row.iter().map(|text| cell(text)).collect() };
        Table { rows: rows.iter().map(row).collect() }
    }

    /// What is taken out of a row's last cell, with each cell's text.
    fn taken(header: &[&str], inner: Table) -> Vec<(usize, Vec<String>)> {
        let header = columns::of_header(&header.iter().map(|text| cell(text)).collect::<Vec<_>>());
        let mut cells = vec![cell("Data"), cell("object"), vec![Block::Table(inner)]];
        let found = take(&mut cells, &header);
        assert_eq!(cells[2].is_empty(), !found.is_empty());
        found.into_iter().map(|row| (row.level, row.cells.iter().map(|cell| words(cell)).collect())).collect()
    }

    fn words(cell: &[Block]) -> String {
        let texts = cell.iter().map(|block| columns::text(std::slice::from_ref(block)));
        texts.collect::<Vec<_>>().join(" + ")
    }

    #[test]
    fn columns_of_their_own() {
        let inner = rows(&[&["描述", "参数", "示例值", "类型"], &["号。", "Id", "7", "string"]]);
        let row = vec!["Id".to_owned(), "string".to_owned(), "号。 + 7".to_owned()];
        assert_eq!(taken(&["名称", "类型", "描述"], inner), [(0, row)]);
    }

    #[test]
    fn without_a_header_all_rows_must_fit() {
        let header = ["Name", "Type", "Description"];
        let members = [&["Id", "String", "号。"][..], &["", "array<object>", ""]];
        assert_eq!(taken(&header, rows(&members)).len(), 2);
        for other in [&["Id", "号。", "String"][..], &["Id", "String"]] {
            assert!(taken(&header, rows(&[members[0], other])).is_empty(), "{other:?}");
        }
        // Nor is anything a member where the table around it lists none.
        assert!(taken(&["错误码", "类型", "描述"], rows(&members)).is_empty());
    }

    #[test]
    fn members_of_members() {
        let mut inner = rows(&[&["List", "array", "l"], &["Total", "long", "t"]]);
        let innermost = rows(&[&["Id", "string", "i"]]);
        inner.rows[0].cells[2].push(Block::Table(innermost));
        let found: Vec<(usize, String)> = taken(&["Name", "Type", "Description"], inner)
            .into_iter()
            .map(|(level, row)| (level, row[0].clone()))
            .collect();
        assert_eq!(found, [(0, "List".to_owned()), (1, "Id".to_owned()), (0, "Total".to_owned())]);
    }
}

//! Tables. Saved pages show that a row is a member of one above in several ways: it is moved to the right, it is hidden
//! until it is asked for, or it stands in a table of its own, inside the row or below it.

use scraper::ElementRef;

use crate::blocks::{Block, Row, Table};
use crate::columns::{self, Column};
use crate::dom::{inside, is_button, is_hidden};
use crate::indent;
use crate::inline::Inline;
use crate::members;

/// How many cells one cell may stand for.
const MAX_SPAN: usize = 50;

/// A row as the page has it.
struct Written {
    cells: Vec<Vec<Block>>,
    /// Which cells are its own: others stand for it from rows above.
    own: Vec<bool>,
    /// See [`indent::of_cell`].
    way: f32,
    hidden: bool,
    /// Its cells are marked as those of a header.
    head: bool,
}

/// A table's own rows, and behind each those of the tables in it that list its members.
pub(crate) fn read(element: ElementRef<'_>, depth: usize) -> Table {
    let written = rows(element, depth);
    let header = written.first().map(|row| columns::of_header(&row.cells)).unwrap_or_default();
    let levels = levels(&written, &header);
    let mut table = Table::default();
    // The level of the row to which members below belong.
    let mut parent = 0;
    for (index, (mut row, level)) in written.into_iter().zip(levels).enumerate() {
        let members = if index > 0 { members::take(&mut row.cells, &header) } else { Vec::new() };
        // A row that is there for its members only is none.
        if members.is_empty() || row.cells.iter().zip(&row.own).any(|(cell, own)| *own && !cell.is_empty()) {
            parent = level;
            table.rows.push(Row { level, cells: row.cells });
        }
        table.rows.extend(members.into_iter().map(|member| member.below(parent)));
    }
    table
}

/// The level of each row. What is hidden below an object are its members.
fn levels(rows: &[Written], header: &[Option<Column>]) -> Vec<usize> {
    let headed = rows.first().is_some_and(|row| row.head || columns::are_of_parameters(header));
    let head = usize::from(headed);
    let mut ways: Vec<f32> = Vec::new();
    for row in rows.iter().skip(head) {
        // Where a row only holds a table, its edge is not that of a name.
        let only_tables = row.cells.iter().flatten().all(|block| matches!(block, Block::Table(_)));
        ways.push(if only_tables { ways.last().copied().unwrap_or(row.way) } else { row.way });
    }
    let mut levels = vec![0; head];
    levels.extend(indent::levels(&ways));
    let mut at = head;
    while at < rows.len() {
        let hidden = rows[at..].iter().take_while(|row| row.hidden).count();
        if at > head && hidden > 0 && members::can_have(&rows[at - 1].cells, header) {
            let parent = levels[at - 1];
            let group = &mut levels[at..at + hidden];
            let deeper = (parent + 1).saturating_sub(group.iter().min().copied().unwrap_or(0));
            for level in group {
                *level += deeper;
            }
        }
        at += hidden + 1;
    }
    levels
}

/// The tables of a part that is hidden inside a cell: an object that is not opened.
pub(crate) fn hidden_in_cell(part: ElementRef<'_>) -> Vec<ElementRef<'_>> {
    let is = |element: ElementRef<'_>, name: &str| element.value().name() == name;
    if !part.ancestors().filter_map(ElementRef::wrap).any(|above| is(above, "td")) {
        return Vec::new();
    }
    if is(part, "table") {
        return vec![part];
    }
    let outermost = |table: &ElementRef<'_>| {
        let mut above = table.ancestors().filter_map(ElementRef::wrap).take_while(|above| above.id() != part.id());
        !above.any(|above| is(above, "table"))
    };
    part.descendent_elements().filter(|element| is(*element, "table")).filter(outermost).collect()
}

/// Cells that stand for several are repeated downwards and empty to the right. Where they hold tables, they are empty
/// downwards too.
fn rows(element: ElementRef<'_>, depth: usize) -> Vec<Written> {
    let mut written = Vec::new();
    // What cells of rows above stand for: column to how many rows, and the cell.
    let mut down: Vec<Option<(usize, Vec<Block>)>> = Vec::new();
    let mut rows = Vec::new();
    for part in element.child_elements() {
        match part.value().name() {
            "thead" | "tbody" | "tfoot" => rows.extend(part.child_elements().map(|row| (part, row))),
            "tr" => rows.push((element, part)),
            _ => {}
        }
    }
    for (part, row) in rows.into_iter().filter(|(_, row)| row.value().name() == "tr") {
        let mut cells: Vec<Vec<Block>> = Vec::new();
        let mut own = Vec::new();
        let from_above = |cells: &mut Vec<Vec<Block>>, down: &mut Vec<Option<(usize, Vec<Block>)>>| {
            while let Some(slot @ Some(_)) = down.get_mut(cells.len()) {
                if let Some((left, cell)) = slot.take() {
                    cells.push(cell.clone());
                    *slot = (left > 1).then(|| (left - 1, cell));
                }
            }
        };
        let is_cell = |cell: &ElementRef<'_>| matches!(cell.value().name(), "td" | "th");
        for cell in row.child_elements().filter(is_cell) {
            from_above(&mut cells, &mut down);
            own.resize(cells.len(), false);
            let span =
                |name| cell.value().attr(name).and_then(|span| span.parse().ok()).unwrap_or(1).clamp(1, MAX_SPAN);
            let (wide, high) = (span("colspan"), span("rowspan"));
            let content = inside(cell, depth);
            for index in 0..wide {
                let content = if index == 0 { content.clone() } else { Vec::new() };
                if high > 1 {
                    down.resize(down.len().max(cells.len() + 1), None);
                    if let Some(slot) = down.get_mut(cells.len()) {
                        // Cells with tables, repeated in tables in cells, would be without end.
                        let below = if content.iter().any(Block::holds_table) { Vec::new() } else { content.clone() };
                        *slot = Some((high - 1, below));
                    }
                }
                cells.push(content);
                own.push(true);
            }
        }
        from_above(&mut cells, &mut down);
        own.resize(cells.len(), false);
        if cells.iter().all(Vec::is_empty) {
            continue;
        }
        let first = row.child_elements().find(is_cell);
        if let (Some(name), Some(true), Some(first)) = (cells.first_mut(), own.first(), first)
            && name.is_empty()
        {
            name.extend(label(first));
        }
        written.push(Written {
            cells,
            own,
            way: first.map_or(0.0, indent::of_cell),
            hidden: is_hidden(row.value()) || is_hidden(part.value()),
            head: part.value().name() == "thead" || row.child_elements().any(|cell| cell.value().name() == "th"),
        });
    }
    written
}

/// A name that is a button: it opens the object.
fn label(cell: ElementRef<'_>) -> Option<Block> {
    let button = cell.descendent_elements().find(|element| is_button(element.value()))?;
    let text: String = button.text().collect::<Vec<_>>().concat();
    let text = text.trim();
    let is_name = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-[]".contains(c));
    is_name.then(|| Block::Paragraph(vec![Inline::Text(text.to_owned())]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Levels of rows of these types below a header, by how far they are moved and whether they are hidden.
    fn found(rows: &[(&str, f32, bool)]) -> Vec<usize> {
        let cell = |text: &str| vec![Block::Paragraph(vec![Inline::Text(text.to_owned())])];
        let written = |ty: &str, way, hidden, head| Written {
            cells: vec![cell("Name"), cell(ty)],
            own: vec![true; 2],
            way,
            hidden,
            head,
        };
        // A header is not moved as rows are.
        let mut all = vec![written("Type", 100.0, false, true)];
        all.extend(rows.iter().map(|&(ty, way, hidden)| written(ty, way, hidden, false)));
        levels(&all, &[Some(Column::Name), Some(Column::Type)])[1..].to_vec()
    }

    #[test]
    fn hidden_rows_are_members_of_the_object_above() {
        let (shown, hidden) = (false, true);
        assert_eq!(found(&[("object", 8.0, shown), ("string", 8.0, hidden), ("string", 8.0, shown)]), [0, 1, 0]);
        // Where they are moved already, that tells.
        assert_eq!(found(&[("object", 8.0, shown), ("array", 24.0, hidden), ("string", 40.0, hidden)]), [0, 1, 2]);
        assert_eq!(found(&[("array", 0.0, shown), ("object", 0.0, hidden), ("string", 9.0, hidden)]), [0, 1, 2]);
        // Of a scalar, nothing is a member; nor of the header.
        assert_eq!(found(&[("string", 0.0, shown), ("string", 0.0, hidden)]), [0, 0]);
        assert_eq!(found(&[("string", 0.0, hidden), ("string", 0.0, hidden)]), [0, 0]);
    }
}

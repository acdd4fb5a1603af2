//! Which column of a parameter table holds what.

use super::{Cell, Row, begin, name};
use crate::ir::Vendor;
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
    /// Of an error table: the HTTP status.
    Status,
    /// Of an error table.
    Code,
    /// Of an error table.
    Message,
    Unknown,
}

impl Column {
    fn is_of_errors(self) -> bool {
        matches!(self, Self::Status | Self::Code | Self::Message)
    }
}

/// The words of headers, in lower case.
const WORDS: [(&str, Column); 58] = [
    ("名称", Column::Name),
    ("参数", Column::Name),
    ("参数名", Column::Name),
    ("参数名称", Column::Name),
    ("字段", Column::Name),
    ("字段名", Column::Name),
    ("name", Column::Name),
    ("parameter", Column::Name),
    ("parameters", Column::Name),
    ("field", Column::Name),
    ("element", Column::Name),
    ("prameter", Column::Name),
    ("parameter name", Column::Name),
    ("类型", Column::Type),
    ("数据类型", Column::Type),
    ("参数类型", Column::Type),
    ("type", Column::Type),
    ("data type", Column::Type),
    ("是否必选", Column::Required),
    ("是否必须", Column::Required),
    ("是否必填", Column::Required),
    ("必选", Column::Required),
    ("必填", Column::Required),
    ("必需", Column::Required),
    ("required", Column::Required),
    ("required?", Column::Required),
    ("mandatory", Column::Required),
    ("位置", Column::Position),
    ("参数位置", Column::Position),
    ("position", Column::Position),
    ("in", Column::Position),
    ("location", Column::Position),
    ("示例值", Column::Example),
    ("示例", Column::Example),
    ("样例", Column::Example),
    ("例子", Column::Example),
    ("example", Column::Example),
    ("example value", Column::Example),
    ("examples", Column::Example),
    ("sample value", Column::Example),
    ("sample", Column::Example),
    ("描述", Column::Description),
    ("说明", Column::Description),
    ("备注", Column::Description),
    ("含义", Column::Description),
    ("参数说明", Column::Description),
    ("description", Column::Description),
    ("remarks", Column::Description),
    ("notes", Column::Description),
    ("http status code", Column::Status),
    ("httpcode", Column::Status),
    ("http code", Column::Status),
    ("http状态码", Column::Status),
    ("错误码", Column::Code),
    ("error code", Column::Code),
    ("错误信息", Column::Message),
    ("error message", Column::Message),
    ("错误代码", Column::Code),
];

/// A header cell without what stands around its words, in lower case; nothing where it is too long for a word of
/// [`WORDS`], as most lines are that could be one.
fn bare(cell: &str) -> String {
    let cell = cell.trim_matches(['*', ' ', '\u{a0}', '\u{3000}', '\t']);
    if cell.len() > 40 { String::new() } else { cell.to_lowercase() }
}

/// The meaning of a header cell.
pub(super) fn of_header(cell: &str) -> Column {
    let cell = bare(cell);
    let found = WORDS.iter().find(|(word, column)| *word == cell && !column.is_of_errors());
    found.map_or(Column::Unknown, |(_, column)| *column)
}

/// The meaning of a header cell of any table.
pub(super) fn of_any_header(cell: &str) -> Column {
    let cell = bare(cell);
    WORDS.iter().find(|(word, _)| *word == cell).map_or(Column::Unknown, |(_, column)| *column)
}

/// The columns of a header whose words stand on one line with blanks or nothing between them, and whether there are
/// blanks; `None` where the line is anything else.
pub(super) fn of_run(line: &str) -> Option<(Vec<Column>, bool)> {
    let line = line.replace('*', "").to_lowercase();
    let mut columns = Vec::new();
    // `参数类型…` is one word or two; a header of so many words can't take long.
    let whole = line.len() <= 120 && spell(line.trim(), &mut columns);
    let blanks = line.trim().contains(char::is_whitespace);
    (whole && columns.len() >= 3 && heads_table(&columns)).then_some((columns, blanks))
}

/// Spells a line with header words, each column once and the longest words first.
fn spell(line: &str, columns: &mut Vec<Column>) -> bool {
    if line.is_empty() {
        return heads_table(columns);
    }
    let mut fits: Vec<&(&str, Column)> = WORDS
        .iter()
        .filter(|(word, column)| word.len() > 2 && line.starts_with(word) && !columns.contains(column))
        .collect();
    fits.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    for (word, column) in fits {
        columns.push(*column);
        if spell(line.get(word.len()..).unwrap_or_default().trim_start(), columns) {
            return true;
        }
        columns.pop();
    }
    false
}

/// Whether a text is a word of a parameter table's header.
pub(super) fn is_header(cell: &str) -> bool {
    of_header(cell) != Column::Unknown
}

/// Whether columns are those of a table that is read: of parameters, or of errors.
pub(super) fn heads_table(columns: &[Column]) -> bool {
    columns.contains(&Column::Name) && columns.contains(&Column::Type) || columns.contains(&Column::Code)
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
    // What is missing is what the one header says that is not known.
    let missing: Vec<Column> = usual.iter().copied().filter(|column| !columns.contains(column)).collect();
    let unknown: Vec<usize> = (0..columns.len()).filter(|at| columns[*at] == Unknown).collect();
    if let ([column], [at]) = (missing.as_slice(), unknown.as_slice()) {
        columns[*at] = *column;
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
        row.set(*column, cell);
    }
    (row.name, row.depth) = name::unmarked(file, row.name);
    row
}

/// The cells of each row on a line: where two lines became one, a name and a type stand behind the last column.
pub(super) fn rows_of<'a>(file: &SourceFile, columns: &[Column], cells: &'a [Span], vendor: Vendor) -> Vec<&'a [Span]> {
    let width = columns.len();
    let text = |at: usize| cells.get(at).map_or("", |span| file.slice(*span));
    let begins =
        |at: &usize| name::is_name(text(*at)) && begin::is_type(text(at + 1), vendor) && cells.len() - at + 1 >= width;
    let named = columns.first() == Some(&Column::Name) && columns.get(1) == Some(&Column::Type);
    let mut found = Vec::new();
    let mut start = 0;
    if !named || width < 3 {
        return vec![cells];
    }
    // An empty cell stands where one row's last pipe meets the next one's first.
    let behind =
        |start: usize| [start + width, start + width + 1].into_iter().find(|at| *at < cells.len() && begins(at));
    while let Some(next) = behind(start) {
        found.push(&cells[start..start + width]);
        start = next;
    }
    found.push(&cells[start..]);
    found
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

/// Whether a row without a name has the type of one that stands for a list's item, or for the root.
pub(super) fn is_nameless(ty: &str) -> bool {
    matches!(ty.replace('\\', "").to_lowercase().as_str(), "object" | "array<object>" | "array")
}

//! A table's cells, written in one of the forms in which people's copies have them.

/// What a column holds, as far as its form depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// A name, or an error's status: what stands glued to it is its type or code.
    First,
    /// See [`Column::First`].
    Glued,
    /// A mark, such as a check: text that is glued loses it.
    Mark,
    /// Text.
    Text,
}

/// A table before it is written.
pub(super) struct Table {
    /// The columns with their header words.
    pub(super) header: Vec<(Column, String)>,
    /// The cells; lines within them are apart by line ends, paragraphs by blank lines.
    pub(super) rows: Vec<Vec<String>>,
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `|a|b|`, cells over several lines.
    Bars,
    /// `| a | b |`, each row on one line.
    Lines,
    /// `a | b |`, with a delimiter row one cell short; cells over several lines.
    Bare,
    /// Each cell on a line of its own, blank lines between; empty cells vanish.
    Cells,
    /// As [`Form::Cells`], header cells bold.
    CellsBold,
    /// Name and type on one line without anything between, then each other cell on its own; marks vanish.
    Glued,
    /// Tabs between cells; paragraphs break the line.
    Tabs,
    /// An empty header row, and the real one in bold below the delimiter.
    Cloned,
    /// A table of nothing but the header, and then the whole table.
    Twice,
    /// Both: a table of nothing but the header, and then one with an empty header row.
    TwiceCloned,
}

impl Form {
    /// It can't hold cells over several lines.
    pub(super) fn is_one_line(self) -> bool {
        matches!(self, Self::Lines | Self::Cloned | Self::Twice | Self::TwiceCloned)
    }
}

impl Table {
    /// The table as text that ends with a blank line.
    pub(super) fn write(&self, form: Form) -> String {
        let words: Vec<String> = self.header.iter().map(|(_, word)| word.clone()).collect();
        let bold: Vec<String> = words.iter().map(|word| format!("**{word}**")).collect();
        let blank: Vec<String> = words.iter().map(|_| "   ".to_owned()).collect();
        let delimiter = format!("{}|\n", "| --- ".repeat(words.len()));
        let body = || self.rows.iter().map(|row| line(row)).collect::<String>();
        match form {
            Form::Bars => {
                let rows: String = self.rows.iter().map(|row| bars(row)).collect();
                format!("{}{}|\n{rows}\n", bars(&words), "|--".repeat(words.len()))
            }
            Form::Lines => format!("{}{delimiter}{}\n", line(&words), body()),
            Form::Bare => {
                let rows: String = self.rows.iter().map(|row| bare(row)).collect();
                format!("{}{}\n{rows}\n", bare(&words), "---|".repeat(words.len().max(2) - 1))
            }
            Form::Cells => paragraphs(&words) + &self.rows.iter().map(|row| paragraphs(row)).collect::<String>(),
            Form::CellsBold => paragraphs(&bold) + &self.rows.iter().map(|row| paragraphs(row)).collect::<String>(),
            Form::Glued => {
                let rows: String = self.rows.iter().map(|row| paragraphs(&self.glued(row))).collect();
                format!("{}\n\n{rows}", words.concat())
            }
            Form::Tabs => {
                let rows: String = self.rows.iter().map(|row| tabs(row)).collect();
                format!("{}{rows}\n", tabs(&words))
            }
            Form::Cloned => format!("{}{delimiter}{}{}\n", line(&blank), line(&bold), body()),
            Form::Twice => format!("{0}{delimiter}\n{0}{delimiter}{1}\n", line(&words), body()),
            Form::TwiceCloned => {
                format!("{0}{delimiter}\n{1}{delimiter}{0}{2}\n", line(&bold), line(&blank), body())
            }
        }
    }

    fn glued(&self, row: &[String]) -> Vec<String> {
        let cells = |wanted: &[Column]| {
            let columns = self.header.iter().zip(row);
            columns.filter(|((column, _), _)| wanted.contains(column)).map(|(_, cell)| cell.clone()).collect::<Vec<_>>()
        };
        let mut glued = vec![cells(&[Column::First, Column::Glued]).concat()];
        glued.extend(cells(&[Column::Text]));
        glued
    }
}

fn bars(row: &[String]) -> String {
    // A table inside a cell keeps its pipes.
    let kept = |line: &str| if line.trim_start().starts_with('|') { line.to_owned() } else { escaped(line) };
    let cells = row.iter().map(|cell| format!("|{}", cell.lines().map(kept).collect::<Vec<_>>().join("\n")));
    format!("{} |\n", cells.collect::<String>())
}

fn line(row: &[String]) -> String {
    let cells = row.iter().map(|cell| format!("| {} ", escaped(cell)));
    format!("{}|\n", cells.collect::<String>())
}

fn bare(row: &[String]) -> String {
    row.iter().map(|cell| format!("{} |", without_blank_lines(cell))).collect::<Vec<_>>().join(" ") + "\n"
}

fn tabs(row: &[String]) -> String {
    row.iter().map(|cell| without_blank_lines(cell)).collect::<Vec<_>>().join("\t") + "\n"
}

fn paragraphs(row: &[String]) -> String {
    row.iter().filter(|cell| !cell.is_empty()).flat_map(|cell| [cell, "\n\n"]).collect()
}

fn without_blank_lines(cell: &str) -> String {
    cell.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// A cell whose pipes, outside of code, don't end it.
fn escaped(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let (mut code, mut escape) = (false, false);
    for (at, c) in cell.char_indices() {
        if c == '`' {
            code = !code && cell[at + 1..].contains('`');
        }
        if c == '|' && !escape && !code {
            text.push('\\');
        }
        escape = c == '\\' && !escape;
        text.push(c);
    }
    text
}

/// Each form, short.
#[test]
fn forms() {
    let word = |column, word: &str| (column, word.to_owned());
    let table = Table {
        header: vec![
            word(Column::First, "名称"),
            word(Column::Glued, "类型"),
            word(Column::Mark, "必填"),
            word(Column::Text, "描述"),
        ],
        rows: [["Id", "string", "是", "a | b\n\n- c"], ["No", "long", "", ""]]
            .map(|row| row.map(str::to_owned).to_vec())
            .to_vec(),
    };
    let whole = |form| table.write(form);
    assert_eq!(
        whole(Form::Bars),
        "|名称|类型|必填|描述 |\n|--|--|--|--|\n|Id|string|是|a \\| b\n\n- c |\n|No|long|| |\n\n"
    );
    assert_eq!(
        whole(Form::Bare),
        "名称 | 类型 | 必填 | 描述 |\n---|---|---|\nId | string | 是 | a | b\n- c |\nNo | long |  |  |\n\n"
    );
    assert_eq!(whole(Form::Tabs), "名称\t类型\t必填\t描述\nId\tstring\t是\ta | b\n- c\nNo\tlong\t\t\n\n");
    assert_eq!(
        whole(Form::CellsBold),
        "**名称**\n\n**类型**\n\n**必填**\n\n**描述**\n\nId\n\nstring\n\n是\n\na | b\n\n- c\n\nNo\n\nlong\n\n"
    );
    assert_eq!(whole(Form::Glued), "名称类型必填描述\n\nIdstring\n\na | b\n\n- c\n\nNolong\n\n");
    let table = Table { rows: table.rows[1..].to_vec(), ..table };
    let row = "| No | long |  |  |\n\n";
    let (header, bold) = ("| 名称 | 类型 | 必填 | 描述 |\n", "| **名称** | **类型** | **必填** | **描述** |\n");
    let (delimiter, empty) = ("| --- | --- | --- | --- |\n", "|     |     |     |     |\n");
    assert_eq!(table.write(Form::Lines), format!("{header}{delimiter}{row}"));
    assert_eq!(table.write(Form::Cloned), format!("{empty}{delimiter}{bold}{row}"));
    assert_eq!(table.write(Form::Twice), format!("{header}{delimiter}\n{header}{delimiter}{row}"));
    assert_eq!(table.write(Form::TwiceCloned), format!("{bold}{delimiter}\n{empty}{delimiter}{bold}{row}"));
}

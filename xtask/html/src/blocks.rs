//! What a page is made of, whatever layout it is written in.

use crate::inline::Inline;

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// The level, from 1, and the text.
    Heading(u8, Vec<Inline>),
    Paragraph(Vec<Inline>),
    /// Each item's blocks.
    List(Vec<Vec<Block>>),
    Table(Table),
    /// The text, without the blank lines around it.
    Code(String),
}

/// The first row is the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
}

/// Cells, each of which is a list of blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// How many rows above it are those of which it is a member, as far as the page shows it.
    pub(crate) level: usize,
    pub(crate) cells: Vec<Vec<Block>>,
}

/// Deeper than anything nests; what is below stands there too.
const MAX_LEVEL: usize = 40;

impl Row {
    /// The row as a member of one of that level.
    pub(crate) fn below(self, parent: usize) -> Self {
        Self { level: parent + 1 + self.level, ..self }
    }

    /// What stands before the name, in the text: two no-break spaces a level.
    pub(crate) fn indent(&self) -> String {
        "\u{a0}\u{a0}".repeat(self.level.min(MAX_LEVEL))
    }
}

impl Block {
    /// Whether it is a table, or a list with one in its items.
    pub(crate) fn holds_table(&self) -> bool {
        match self {
            Self::Table(_) => true,
            Self::List(items) => items.iter().flatten().any(Self::holds_table),
            _ => false,
        }
    }

    /// A heading's text.
    pub(crate) fn heading(&self) -> Option<String> {
        match self {
            Self::Heading(_, text) => Some(crate::inline::plain(text).trim().to_owned()),
            _ => None,
        }
    }
}

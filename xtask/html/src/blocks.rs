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

/// Rows of cells, each of which is a list of blocks; the first row is the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Vec<Vec<Block>>>,
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

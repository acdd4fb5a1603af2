//! CSV with a header.

use std::fs::File;
use std::io::Seek;

use serde_json::{Map, Value};

use super::Outcome;
use crate::columns::{Columns, flat_cells, flat_names};

pub struct Csv {
    writer: csv::Writer<File>,
    /// The same file, which knows how far it was written.
    file: File,
    columns: Columns,
}

impl Csv {
    pub fn new(file: File, columns: Columns, position: u64) -> Outcome<Self> {
        let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 20).from_writer(file.try_clone()?);
        if position == 0 {
            let mut names = Vec::new();
            flat_names(columns.0, "", &mut names);
            writer.write_record(names)?;
        }
        Ok(Self { writer, file, columns })
    }

    pub fn write(&mut self, row: &Value) -> Outcome<()> {
        let mut cells = Vec::new();
        flat_cells(self.columns.0, row.as_object().unwrap_or(&Map::new()), &mut cells);
        Ok(self.writer.write_record(cells)?)
    }

    pub fn save(&mut self) -> Outcome<u64> {
        self.writer.flush()?;
        self.file.sync_data()?;
        Ok(self.file.stream_position()?)
    }
}

//! JSON lines.

use std::fs::File;
use std::io::Write;

use serde_json::Value;

use super::Outcome;

pub struct Lines {
    file: File,
    /// Rows that are not yet in the file.
    buffer: Vec<u8>,
    position: u64,
}

/// So much is written at a time.
const BUFFER: usize = 1 << 20;

impl Lines {
    pub fn new(file: File, position: u64) -> Self {
        Self { file, buffer: Vec::with_capacity(BUFFER + (1 << 16)), position }
    }

    pub fn write(&mut self, row: &Value) -> Outcome<()> {
        serde_json::to_writer(&mut self.buffer, row)?;
        self.buffer.push(b'\n');
        if self.buffer.len() >= BUFFER {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Outcome<()> {
        self.file.write_all(&self.buffer)?;
        self.position += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    pub fn save(&mut self) -> Outcome<u64> {
        self.flush()?;
        self.file.sync_data()?;
        Ok(self.position)
    }
}
